//! Levels that follow a forecast: at each review the level is what the forecast expects until the next one is received, and a
//! safety stock.
//!
//! Use it where demand changes and nobody sets levels by hand. The forecast is a moving average of the demand per review, exponential
//! smoothing (R. G. Brown, Smoothing, Forecasting and Prediction of Discrete Time Series, 1963), or the rate that the planner knows. What it
//! costs is that orders swing more than demand does: F. Chen, Z. Drezner, J. K. Ryan & D. Simchi-Levi, Management Science 46(3), 2000.
//! Level: ⌈F + safety⌉, F the forecast over lead time and review; released at position x below it: level − x.

use super::cycle_fill;
use super::level::Level;
use super::lever::{Lever, RuleNumber};
use crate::keys::range::{INSIDE_0_1, LARGEST, NOT_NEGATIVE, POSITIVE, Range, SPAN, UNITS};
use crate::keys::row::{TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, Need, Swap, ValueKind};
use crate::laws::{self, Distribution as _, Law, Moments, Sampler, Spread};
use crate::model::{Forecast, ForecastMethod, Profile, Safety, StockRule, Ticks};
use crate::random::{StreamKey, StreamRng};
use crate::reader::{Cursor, Problem, Problems};
use std::collections::VecDeque;

/// Periods that an average may look back.
const PERIODS: Range = Range::closed(1.0, 10_000.0);
/// A share above 0.
const SHARE: Range = Range::open_low(0.0, 1.0);
/// A coefficient of variation.
const CV: Range = Range::closed(0.0, 100.0);

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("forecast", ValueKind::Group, "", Fallback::None, "The level follows a forecast, made again at each review; `review` goes with it."),
    key("forecast.average", ValueKind::Whole(PERIODS), "reviews", Fallback::None, "The forecast is the mean of what was asked between the last so many reviews."),
    key("forecast.smoothing", ValueKind::Number(SHARE), "share", Fallback::None, "Exponential smoothing: the share that the last demand has in the next forecast."),
    key("forecast.profile", ValueKind::Flag, "", Fallback::None, "`true`: the forecast is the mean of what customers will ask: a planner who knows the rates."),
    key("forecast.safety", ValueKind::Group, "", Fallback::None, "What the level has above the forecast; nothing where it is left out."),
    key("forecast.safety.units", ValueKind::Whole(UNITS), "units", Fallback::None, "So many units."),
    key("forecast.safety.time", ValueKind::Number(SPAN), TIME, Fallback::None, "The forecast of so much time more."),
    key("forecast.safety.factor", ValueKind::Number(NOT_NEGATIVE), "", Fallback::None, "So many standard deviations of the error over lead time and review."),
    key("forecast.safety.fill_rate", ValueKind::Number(INSIDE_0_1), "share", Fallback::None, "What serves this share of the units at once, were the demand of the forecast's mean and error."),
    key("forecast.start", ValueKind::Number(Range::closed(0.0, LARGEST)), "units per review", Fallback::Follows("the exact mean of what is asked"), "The forecast at time 0."),
    key("forecast.start_sd", ValueKind::Number(Range::closed(0.0, LARGEST)), "units per review", Fallback::Follows("the exact standard deviation of what is asked"), "The standard deviation of its error at time 0."),
    key("forecast.bias", ValueKind::Number(POSITIVE), "", Fallback::Is("1"), "The forecast is taken times this: 1.1 is a tenth too much."),
    key("forecast.noise", ValueKind::Number(CV), "", Fallback::Is("0"), "Coefficient of variation of a factor of mean 1, lognormal and drawn at each review, that the forecast is wrong by."),
];

/// How the forecast is made.
pub(super) const METHOD: Exclusive = Exclusive {
    pattern: "forecast",
    keys: &["average", "smoothing", "profile"],
    need: Need::One,
    swap: Swap::Replaces,
    with: &[],
    help: "",
};

/// What a search may move: a safety stock in units.
pub(super) fn levers(forecast: &Forecast) -> Vec<Lever> {
    let by_units = matches!(forecast.safety, Safety::Units(_));
    by_units
        .then_some(Lever { key: "forecast.safety.units", number: RuleNumber::Level, offset: 0 })
        .into_iter()
        .collect()
}

/// How the safety stock is said.
pub(super) const SAFETY: Exclusive = Exclusive {
    pattern: "forecast.safety",
    keys: &["units", "time", "factor", "fill_rate"],
    need: Need::AtMostOne,
    swap: Swap::Replaces,
    with: &[],
    help: "",
};

/// The rule, if it is named.
pub(super) fn read(stock: Cursor, problems: &mut Problems) -> Option<StockRule> {
    let at = stock.at("forecast");
    if !at.is_given() {
        return None;
    }
    if !stock.at("review").is_given() {
        let problem = Problem::new(at.place, "a `forecast` counts what is asked between reviews: it needs `review`");
        problems.add(problem.help("for example `stock.review = 7`"));
    }
    let (average, smoothing, profile) = (at.at("average"), at.at("smoothing"), at.at("profile"));
    let method = match (average.given_whole(), smoothing.given_number()) {
        (Some(periods), _) => ForecastMethod::Average(u32::try_from(periods).unwrap_or(1).max(1)),
        (_, Some(share)) => ForecastMethod::Smoothing(share),
        _ => ForecastMethod::Profile,
    };
    if profile.is_given() {
        if !profile.flag() {
            problems.at(profile.value_place(), "`profile` takes `true`; other methods are `average` and `smoothing`");
        }
        for key in ["start", "start_sd"].map(|key| at.at(key)).into_iter().filter(|key| key.is_given()) {
            problems.at(key.place, "who knows the rates needs no `start`: it goes with `average` and `smoothing`");
        }
    }
    Some(StockRule::Forecast(Forecast {
        method,
        safety: safety(at.at("safety")),
        start: at.at("start").given_number(),
        start_sd: at.at("start_sd").given_number(),
        bias: at.at("bias").number(),
        noise: at.at("noise").number(),
    }))
}

fn safety(at: Cursor) -> Safety {
    let given = |key: &str| at.at(key).given_number();
    let by_time = || given("time").map(Safety::Time);
    let by_error = || given("factor").map(Safety::Factor).or(given("fill_rate").map(Safety::FillRate));
    let units = at.at("units").given_whole().map(|units| Safety::Units(units as f64));
    units.or_else(by_time).or_else(by_error).unwrap_or(Safety::Units(0.0))
}

/// The level of an item that follows a forecast, as a plan has it: what does not change.
#[derive(Clone, Debug)]
pub struct MovingLevel {
    forecast: Forecast,
    /// Reviews that lead time and review period last for.
    reviews: f64,
    /// The nominal lead time as a share of lead time and review.
    lead_share: f64,
    /// Safety of time in these: lead time and review, time units.
    span: f64,
    /// Mean and variance per review at time 0.
    start: Moments,
    /// Factor by which the forecast is wrong; `None` where it is not.
    noise: Option<Sampler>,
    key: StreamKey,
    /// Units on the shelf at time 0; `None` is the first level.
    initial: Option<u64>,
    /// Units on order at time 0 and not owed.
    net: i64,
    /// What customers will ask, where the forecast is that.
    known: Vec<KnownDemand>,
}

/// What customers of one stream ask of an item where the factor of its profile is 1.
#[derive(Clone, Debug)]
pub struct KnownDemand {
    /// Mean and variance per tick.
    pub per_tick: Moments,
    /// Its profile; `None` where the rate stays the same.
    pub profile: Option<Profile>,
}

impl KnownDemand {
    /// Mean and variance from one tick to another; an environment counts as 1.
    fn over(&self, from: i64, to: i64) -> Moments {
        let time = self.profile.as_ref().map_or((to - from) as f64, |profile| profile.area(from, to));
        Moments { mean: time * self.per_tick.mean, variance: time * self.per_tick.variance }
    }
}

/// What a look at a forecast comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelLook {
    /// The level from now on, units.
    pub level: i64,
    /// Units that are expected until the next look, all errors included.
    pub expected: f64,
    /// What was expected last less what was asked since; `None` at time 0.
    pub error: Option<f64>,
}

impl MovingLevel {
    /// Of a rule with a lead time and a review period, in time units, where so much is asked per review in the long run.
    #[must_use]
    pub fn new(
        forecast: &Forecast,
        (lead, review): (f64, f64),
        asked: Moments,
        key: StreamKey,
        (initial, net): (Option<u64>, i64),
    ) -> MovingLevel {
        let start = Moments {
            mean: forecast.start.unwrap_or(asked.mean),
            variance: forecast.start_sd.map_or(asked.variance.max(0.0), |sd| sd * sd),
        };
        let noise = Law::new(laws::Lognormal::new(1.0, Spread::Cv(forecast.noise)));
        let span = lead + review;
        MovingLevel {
            forecast: forecast.clone(),
            reviews: span / review,
            lead_share: lead / span,
            span,
            start,
            noise: noise.ok().filter(|_| forecast.noise > 0.0).map(|law| Sampler::new(&law)),
            key,
            initial,
            net,
            known: Vec::new(),
        }
    }

    /// The same, where customers' streams are known.
    #[must_use]
    pub fn knowing(self, known: Vec<KnownDemand>) -> MovingLevel {
        MovingLevel { known, ..self }
    }

    /// Whether the forecast is what customers will ask.
    #[must_use]
    pub fn knows(forecast: &Forecast) -> bool {
        forecast.method == ForecastMethod::Profile
    }

    /// Mean and variance per review of what customers ask over lead time and review from now on.
    fn coming(&self, now: i64) -> Moments {
        let end = now.saturating_add(Ticks::from_units(self.span).0);
        let (mut mean, mut variance) = (0.0, 0.0);
        for own in self.known.iter().map(|stream| stream.over(now, end)) {
            mean += own.mean;
            variance += own.variance;
        }
        Moments { mean: mean / self.reviews, variance: variance / self.reviews }
    }

    /// The numbers that a run starts with, without the error of the first forecast.
    #[must_use]
    pub fn first(&self) -> Level {
        let start = if self.known.is_empty() { self.start } else { self.coming(0) };
        self.starting_at(self.level(start, 1.0).level)
    }

    /// What the safety stock is beyond the first level, units, where it is a number of units: a search moves both together.
    #[must_use]
    pub fn safety_offset(&self) -> i64 {
        let units = if let Safety::Units(units) = self.forecast.safety { units as i64 } else { 0 };
        units - self.first().high
    }

    /// A level that the shelf starts at, unless it says otherwise.
    #[must_use]
    pub fn starting_at(&self, level: i64) -> Level {
        Level::base_stock(level).starting_with(self.initial, self.net)
    }

    /// The level of a forecast per review, wrong by a factor.
    fn level(&self, per_review: Moments, wrong: f64) -> LevelLook {
        let mean = self.reviews * per_review.mean * self.forecast.bias * wrong;
        let variance = self.reviews * per_review.variance;
        let above = match self.forecast.safety {
            Safety::Units(units) => units,
            Safety::Time(time) => mean * time / self.span,
            Safety::Factor(factor) => factor * libm::sqrt(variance),
            Safety::FillRate(target) => {
                cycle_fill::level(target, Moments { mean, variance }, self.lead_share) as f64 - mean
            }
        };
        // What is whole but for rounding is not one more.
        let level = libm::ceil(mean + above - 1e-9).clamp(0.0, LARGEST) as i64;
        LevelLook { level, expected: mean / self.reviews, error: None }
    }
}

/// A forecast as a run has it: what it has seen.
#[derive(Clone, Debug, Default)]
pub struct Forecaster {
    /// Units asked since the last look.
    pub asked: i64,
    /// Units of safety stock beyond those of the rule: what a search adds.
    above: i64,
    /// Demand per review and square of the error, of the last reviews: of an average.
    seen: VecDeque<[f64; 2]>,
    /// Mean and variance per review.
    now: Moments,
    expected: f64,
    rng: StreamRng,
}

impl Forecaster {
    /// At time 0 of a replication: the first look, where the first level is to be this if nothing is wrong with the forecast.
    pub fn begin(&mut self, plan: &MovingLevel, seed: u64, replication: u32, first: i64) -> LevelLook {
        (self.asked, self.above) = (0, first - plan.first().high);
        self.now = plan.start;
        self.rng = StreamRng::keyed(seed, replication, plan.key);
        self.seen.clear();
        if let ForecastMethod::Average(periods) = plan.forecast.method {
            self.seen.resize(periods as usize, [plan.start.mean, plan.start.variance]);
        }
        self.look_ahead(plan, 0)
    }

    /// At a review after that, at a tick.
    pub fn look(&mut self, plan: &MovingLevel, now: i64) -> LevelLook {
        let demand = std::mem::take(&mut self.asked) as f64;
        let error = demand - self.now.mean;
        match plan.forecast.method {
            ForecastMethod::Average(periods) => {
                self.seen.pop_front();
                self.seen.push_back([demand, error * error]);
                let mean = |place: usize| self.seen.iter().map(|seen| seen[place]).sum::<f64>() / f64::from(periods);
                self.now = Moments { mean: mean(0), variance: mean(1) };
            }
            ForecastMethod::Smoothing(share) => {
                let Moments { mean, variance } = self.now;
                let mix = |new: f64, old: f64| share * new + (1.0 - share) * old;
                self.now = Moments { mean: mix(demand, mean), variance: mix(error * error, variance) };
            }
            ForecastMethod::Profile => {}
        }
        let error = self.expected - demand;
        LevelLook { error: Some(error), ..self.look_ahead(plan, now) }
    }

    /// Units expected until the next look.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.expected
    }

    fn look_ahead(&mut self, plan: &MovingLevel, now: i64) -> LevelLook {
        if !plan.known.is_empty() {
            self.now = plan.coming(now);
        }
        let wrong = plan.noise.as_ref().map_or(1.0, |noise| noise.sample(&mut self.rng));
        let mut look = plan.level(self.now, wrong);
        look.level = (look.level + self.above).max(0);
        self.expected = look.expected;
        look
    }
}

/// In words.
pub(super) fn described(forecast: &Forecast) -> String {
    let method = match forecast.method {
        ForecastMethod::Average(periods) => format!("average of {periods} reviews"),
        ForecastMethod::Smoothing(share) => format!("smoothing {share}"),
        ForecastMethod::Profile => "known rates".into(),
    };
    format!("forecast by {method}, at first")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Steps;
    use crate::random::Purpose;

    fn forecast(method: ForecastMethod, safety: Safety) -> Forecast {
        Forecast { method, safety, start: None, start_sd: None, bias: 1.0, noise: 0.0 }
    }

    fn moving(forecast: &Forecast, lead: f64, asked: Moments) -> MovingLevel {
        MovingLevel::new(forecast, (lead, 1.0), asked, StreamKey::new(Purpose::Forecast, "a"), (None, 0))
    }

    /// Worked period by period, with demand after each review: f = a d + (1 − a) f, v = a (d − f)² + (1 − a) v.
    #[test]
    fn smoothing_follows_a_record() {
        let rule = forecast(ForecastMethod::Smoothing(0.25), Safety::Factor(1.5));
        let plan = moving(&rule, 1.0, Moments { mean: 4.0, variance: 4.0 });
        let mut own = Forecaster::default();
        let mut levels = vec![own.begin(&plan, 1, 0, plan.first().high).level];
        for demand in [4, 7, 2, 9, 5, 0, 6, 8, 3] {
            own.asked = demand;
            levels.push(own.look(&plan, 0).level);
        }
        assert_eq!(levels, [13, 12, 14, 13, 18, 17, 16, 16, 18, 17]);
    }

    #[test]
    fn an_average_forgets() {
        let rule = forecast(ForecastMethod::Average(2), Safety::Units(3.0));
        let plan = moving(&rule, 2.0, Moments { mean: 10.0, variance: 0.0 });
        let mut own = Forecaster::default();
        assert_eq!(own.begin(&plan, 1, 0, plan.first().high), LevelLook { level: 33, expected: 10.0, error: None });
        let mut after = |asked: i64| {
            own.asked = asked;
            own.look(&plan, 0)
        };
        assert_eq!(after(4), LevelLook { level: 24, expected: 7.0, error: Some(6.0) });
        assert_eq!(after(4), LevelLook { level: 15, expected: 4.0, error: Some(3.0) });
        assert_eq!(after(4), LevelLook { level: 15, expected: 4.0, error: Some(0.0) });
    }

    #[test]
    fn safety_of_time_is_the_forecast_of_that_time() {
        let rule = Forecast { bias: 1.5, ..forecast(ForecastMethod::Profile, Safety::Time(1.5)) };
        let plan = moving(&rule, 2.0, Moments { mean: 10.0, variance: 10.0 });
        // Three reviews and half of them more, times the bias.
        assert_eq!(plan.first(), Level::base_stock(68));
    }

    /// Two streams, one of which doubles from tick 10⁹ on: what comes is known before it does.
    #[test]
    fn known_rates_are_seen_coming() {
        let tick = 1e-9;
        let steps = Steps { from: vec![(0, 1.0), (1_000_000_000, 2.0)], period: None };
        let changing = Profile { steps: Some(steps), ..Profile::default() };
        let known = |profile| KnownDemand { per_tick: Moments { mean: 3.0 * tick, variance: 12.0 * tick }, profile };
        let rule = forecast(ForecastMethod::Profile, Safety::Factor(1.0));
        let plan = moving(&rule, 1.0, Moments { mean: 0.0, variance: 0.0 });
        let plan = plan.knowing(vec![known(None), known(Some(changing))]);
        // Of two time units one is at the double rate of the second stream: 6 + 9 units, of four times that variance.
        assert_eq!(plan.first(), Level::base_stock(15 + 8));
        let mut own = Forecaster::default();
        let first = own.begin(&plan, 1, 0, plan.first().high);
        assert!(first.level == 23 && (first.expected - 7.5).abs() < 1e-12, "{first:?}");
        own.asked = 6;
        let next = own.look(&plan, 1_000_000_000);
        assert!(next.level == 27 && (next.expected - 9.0).abs() < 1e-12, "{next:?}");
        assert!(next.error.is_some_and(|error| (error - 1.5).abs() < 1e-12), "{next:?}");
    }

    /// The factor has mean 1 and its cv, and the same draws whatever the method.
    #[test]
    fn noise_has_mean_one() {
        let rule = Forecast { noise: 0.3, ..forecast(ForecastMethod::Profile, Safety::Units(0.0)) };
        let plan = moving(&rule, 1.0, Moments { mean: 500.0, variance: 0.0 });
        let mut own = Forecaster::default();
        own.begin(&plan, 1, 0, plan.first().high);
        let n = 20_000;
        let drawn: Vec<f64> = (0..n).map(|_| own.look(&plan, 0).expected / 500.0).collect();
        let mean = drawn.iter().sum::<f64>() / f64::from(n);
        let sd = (drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n)).sqrt();
        assert!((mean - 1.0).abs() < 4.0 * 0.3 / f64::from(n).sqrt(), "{mean}");
        assert!((sd - 0.3).abs() < 0.01, "{sd}");
    }
}
