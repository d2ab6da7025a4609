//! Rates that change: a profile multiplies the rate of a stream by a factor of time.
//!
//! A season, a week, the hours of a shop, the ramp of a new product, a market that turns. Gaps are drawn as without a profile,
//! in the time Λ(t) = ∫₀ᵗ f of the profile; order k falls at the smallest tick t with Λ(t) ≥ the sum of its first k gaps
//! (E. Çinlar, Introduction to Stochastic Processes, 1975, 4.7: inversion). So order k keeps its draws under every profile, and
//! a stream of any law of gaps keeps its dispersion. Λ is kept in whole ticks where the factor changes its form; within a piece
//! it is inverted in closed form where the factor is constant, else to the tick by Newton's method between bounds.

use crate::keys::range::{NOT_NEGATIVE, SPAN, SPAN_ABOVE_0};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, NameKind, Range, ValueKind};
use crate::laws::{Distribution, Sampler, law_of};
use crate::model::{
    CivilCalendar, DayFactors, Environment, FOREVER, Profile, ProfilePiece, Sine, Steps, TICKS_PER_UNIT, Ticks,
};
use crate::random::{AliasTable, Purpose, StreamKey, StreamRng};
use crate::reader::{Cursor, Place, Problem, Problems, moment};

/// Keys of days of the week, Monday first.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Pieces of a run, at most: with more a profile is a mistake of units.
const MOST_PIECES: f64 = 1e7;

/// Its keys, of every demand stream.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("demand.*.arrivals.profile", ValueKind::Group, "", Fallback::None, "A rate that changes: the product of the factors given here multiplies it. Orders keep their draws and come earlier or later."),
    key("demand.*.arrivals.profile.steps", ValueKind::Group, "", Fallback::None, "A factor that stays the same from each time on."),
    key("demand.*.arrivals.profile.steps.at", ValueKind::Series(SPAN), TIME, Fallback::Required, "Times, rising; the first is 0."),
    key("demand.*.arrivals.profile.steps.factor", ValueKind::Series(NOT_NEGATIVE), "", Fallback::Required, "The factor from each time on."),
    key("demand.*.arrivals.profile.steps.period", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Follows("none: the last factor stays"), "After this it begins again."),
    key("demand.*.arrivals.profile.sine", ValueKind::Group, "", Fallback::None, "1 + amplitude × sin(2π (t − phase) ÷ period)."),
    key("demand.*.arrivals.profile.sine.amplitude", ValueKind::Number(Range::closed(0.0, 1.0)), "share of the rate", Fallback::Required, "How far it goes up and down."),
    key("demand.*.arrivals.profile.sine.period", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Required, "From one peak to the next."),
    key("demand.*.arrivals.profile.sine.phase", ValueKind::Number(Range::closed(-1e9, 1e9)), TIME, Fallback::Is("0"), "Where it rises through 1; the peak is a quarter of a period later."),
    key("demand.*.arrivals.profile.line", ValueKind::Group, "", Fallback::None, "A factor straight between points, constant before the first and after the last."),
    key("demand.*.arrivals.profile.line.at", ValueKind::Series(SPAN), TIME, Fallback::Required, "Times, rising."),
    key("demand.*.arrivals.profile.line.factor", ValueKind::Series(NOT_NEGATIVE), "", Fallback::Required, "The factor at each time."),
    key("demand.*.arrivals.profile.weekday", ValueKind::Group, "", Fallback::None, "A factor for days of the week. Time 0 is a Monday, unless `run.start` gives it a date."),
    key("demand.*.arrivals.profile.weekday.mon", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Mondays."),
    key("demand.*.arrivals.profile.weekday.tue", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Tuesdays."),
    key("demand.*.arrivals.profile.weekday.wed", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Wednesdays."),
    key("demand.*.arrivals.profile.weekday.thu", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Thursdays."),
    key("demand.*.arrivals.profile.weekday.fri", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Fridays."),
    key("demand.*.arrivals.profile.weekday.sat", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Saturdays."),
    key("demand.*.arrivals.profile.weekday.sun", ValueKind::Number(NOT_NEGATIVE), "", Fallback::Is("1"), "Sundays."),
    key("demand.*.arrivals.profile.hour", ValueKind::Series(NOT_NEGATIVE), "", Fallback::None, "24 factors, from midnight on."),
    key("demand.*.arrivals.profile.dates", ValueKind::Named(NameKind::New), "", Fallback::None, "Factors of single days, by date: `\"2026-12-25\" = 0`. Needs `run.start`."),
    key("demand.*.arrivals.profile.dates.*", ValueKind::Number(NOT_NEGATIVE), "", Fallback::None, "The factor of this day."),
    key("demand.*.arrivals.profile.environment", ValueKind::Text, "", Fallback::None, "A random factor, one of `environments`; streams that name the same one move together."),
];

/// Random factors.
#[rustfmt::skip]
pub const ENVIRONMENT_ROWS: &[KeyRow] = &[
    key("environments", ValueKind::Named(NameKind::New), "", Fallback::None, "Random factors of rates, by name: states that follow each other."),
    key("environments.*", ValueKind::Group, "", Fallback::None, "One environment. `demand.NAME.arrivals.profile.environment` names it."),
    key("environments.*.factor", ValueKind::Series(NOT_NEGATIVE), "", Fallback::Required, "The factor of each state; the first holds from time 0."),
    key("environments.*.stay", ValueKind::Laws(LawUse::Gap), TIME, Fallback::Required, "For each state, how long it holds: a number or a law."),
    key("environments.*.next", ValueKind::Weights(NOT_NEGATIVE), "share", Fallback::Follows("each in turn"), "For each state, a list of the weights of the state after it."),
];

/// What a profile is read with.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Where time 0 stands; `None` with a time unit that is no number of days.
    pub calendar: Option<CivilCalendar>,
    /// All environments.
    pub environments: &'a [Environment],
    /// Start and end of the window, ticks.
    pub window: (i64, i64),
}

/// Environments, in the order of the file.
pub fn read_environments(at: Cursor, problems: &mut Problems) -> Vec<Environment> {
    at.names()
        .map(|named| {
            let (factor, stay, next) = (named.at.at("factor"), named.at.at("stay"), named.at.at("next"));
            let own = Environment {
                name: named.name.into(),
                factor: factor.numbers(),
                stay: stay.list().unwrap_or_default().iter().filter_map(law_of).collect(),
                next: weights(next, factor.numbers().len()),
            };
            check_environment(&own, named.at, problems);
            own
        })
        .collect()
}

/// The weights of the state after each; without any the one after it, and after the last the first.
fn weights(next: Cursor, count: usize) -> Vec<Vec<f64>> {
    if let Some(rows) = next.list() {
        let row = |node: &crate::reader::RawNode| node.list().iter().filter_map(|weight| weight.number()).collect();
        return rows.iter().map(row).collect();
    }
    let after = |place: usize| (0..count).map(|to| f64::from(u8::from(to == (place + 1) % count))).collect();
    (0..count).map(after).collect()
}

fn check_environment(own: &Environment, at: Cursor, problems: &mut Problems) {
    let count = own.factor.len();
    let (factor, stay, next) = (at.at("factor"), at.at("stay"), at.at("next"));
    if factor.is_given() && own.factor.iter().all(|factor| *factor == 0.0) {
        problems.at(factor.value_place(), "one factor must be above 0: no order would ever come");
    }
    let states = |cursor: Cursor, len: usize, problems: &mut Problems| {
        if cursor.list().is_some() && len != count {
            let message = format!("{len} of as many as there are factors, which are {count}");
            problems.at(cursor.value_place(), message);
        }
    };
    states(stay, stay.list().map_or(0, <[_]>::len), problems);
    states(next, own.next.len(), problems);
    for (row, node) in own.next.iter().zip(next.list().unwrap_or_default()) {
        if row.len() != count {
            problems.at(node.place, format!("{} weights of {count} states", row.len()));
        } else if row.iter().all(|weight| *weight == 0.0) {
            problems.at(node.place, "the weights of the next state are all 0");
        }
    }
}

/// The profile of a stream; `None` where nothing is said or the factor is 1 always.
pub fn read(at: Cursor, around: Surroundings, problems: &mut Problems) -> Option<Profile> {
    if !at.is_given() {
        return None;
    }
    let before = problems.len();
    let mut profile = Profile {
        steps: steps(at.at("steps"), problems),
        line: line(at.at("line"), problems),
        sine: sine(at.at("sine")),
        days: days(at, around.calendar, problems),
        environment: environment(at.at("environment"), around.environments, problems),
        mean: 1.0,
        peak: 1.0,
    };
    if problems.len() > before || profile == (Profile { mean: 1.0, peak: 1.0, ..Profile::default() }) {
        return None;
    }
    let (start, end) = around.window;
    let pieces = profile.density() * end as f64;
    if pieces > MOST_PIECES {
        let message = format!("the factor changes its form {pieces:.1e} times in the run; the most is {MOST_PIECES:e}");
        problems.add(Problem::new(at.place, message).help("are the times in the time unit of the scenario?"));
        return None;
    }
    let [mean, peak] = profile.environment.map_or([1.0; 2], |place| {
        let environment = &around.environments[place];
        let is_sound =
            environment.next.iter().all(|row| row.len() == environment.factor.len() && row.iter().sum::<f64>() > 0.0)
                && environment.next.len() == environment.factor.len();
        if is_sound { [environment.mean(), environment.factor.iter().copied().fold(0.0, f64::max)] } else { [1.0; 2] }
    });
    profile.mean = mean * profile.area(start, end) / (end - start).max(1) as f64;
    profile.peak = peak * profile.largest(0, end);
    if profile.area(0, end) <= 0.0 {
        problems.at(at.place, "the factor is 0 until the end of the run: no order would come");
    }
    Some(profile)
}

fn ticks(units: f64) -> i64 {
    Ticks::from_units(units).0
}

/// Times and factors of a list of steps or points; `None` where they are no such list.
fn points(at: Cursor, problems: &mut Problems) -> Option<Vec<(i64, f64)>> {
    if !at.is_given() {
        return None;
    }
    let (times, factors) = (at.at("at"), at.at("factor"));
    let (times_list, factors_list) = (times.list()?, factors.list()?);
    if times_list.len() != factors_list.len() || times_list.is_empty() {
        let (times_count, factors_count) = (times_list.len(), factors_list.len());
        let message =
            format!("as many factors as times, and at least one: these are {factors_count} and {times_count}");
        problems.add(Problem::new(factors.value_place(), message).also(times.value_place(), "the times are here"));
        return None;
    }
    let list: Vec<(i64, f64)> = times.numbers().into_iter().map(ticks).zip(factors.numbers()).collect();
    if let Some(place) = list.windows(2).position(|pair| pair[1].0 <= pair[0].0) {
        problems.at(times_list[place + 1].place, "times must rise: this one is not after the one before it");
        return None;
    }
    if list.iter().all(|(_, factor)| *factor == 0.0) {
        problems.at(factors.value_place(), "one factor must be above 0: no order would ever come");
        return None;
    }
    Some(list)
}

fn steps(at: Cursor, problems: &mut Problems) -> Option<Steps> {
    let from = points(at, problems)?;
    let first = &at.at("at").list()?[0];
    if from[0].0 != 0 {
        problems.add(Problem::new(first.place, "the first time must be 0: the factor is needed from then on"));
        return None;
    }
    let period = at.at("period");
    let ticks = period.given_number().map(ticks);
    if let Some(length) = ticks.filter(|length| *length <= from[from.len() - 1].0) {
        let message = format!("the period must be longer than the last time; {} is not", Ticks(length).units());
        problems.at(period.value_place(), message);
        return None;
    }
    from.iter().any(|(_, factor)| *factor != 1.0).then_some(Steps { from, period: ticks })
}

fn line(at: Cursor, problems: &mut Problems) -> Vec<(i64, f64)> {
    points(at, problems).filter(|line| line.iter().any(|(_, factor)| *factor != 1.0)).unwrap_or_default()
}

fn sine(at: Cursor) -> Option<Sine> {
    let amplitude = at.at("amplitude").number();
    let (period, phase) = (ticks(at.at("period").number()), ticks(at.at("phase").number()));
    (at.is_given() && amplitude > 0.0 && period > 0).then_some(Sine { amplitude, period, phase })
}

fn days(profile: Cursor, calendar: Option<CivilCalendar>, problems: &mut Problems) -> Option<DayFactors> {
    let (weekday, hour, dates) = (profile.at("weekday"), profile.at("hour"), profile.at("dates"));
    let given = [weekday, hour, dates].into_iter().find(|key| key.is_given())?;
    let Some(calendar) = calendar else {
        let message = "days and hours need a `time_unit` from second to week: of months and years not all are alike";
        problems.at(given.place, message);
        return None;
    };
    let own = DayFactors {
        calendar,
        weekday: WEEKDAYS.map(|day| weekday.at(day).number()),
        hour: hour.numbers(),
        dates: read_dates(dates, calendar, problems),
    };
    let nothing = |factors: &[f64]| factors.iter().all(|factor| *factor == 0.0);
    if hour.list().is_some_and(|hours| hours.len() != 24) {
        problems
            .at(hour.value_place(), format!("24 factors, one for each hour of a day; these are {}", own.hour.len()));
        return None;
    }
    for (key, factors) in [(weekday, &own.weekday[..]), (hour, &own.hour[..])] {
        if key.is_given() && nothing(factors) && !factors.is_empty() {
            problems.at(key.value_place(), "one factor must be above 0: no order would ever come");
        }
    }
    let all_one = |mut factors: std::slice::Iter<f64>| factors.all(|factor| *factor == 1.0);
    let same_hours = all_one(own.hour.iter());
    let is_one = all_one(own.weekday.iter()) && same_hours && own.dates.iter().all(|(_, factor)| *factor == 1.0);
    (!is_one).then(|| DayFactors { hour: if same_hours { Vec::new() } else { own.hour.clone() }, ..own })
}

fn read_dates(at: Cursor, calendar: CivilCalendar, problems: &mut Problems) -> Vec<(i64, f64)> {
    let mut dates: Vec<(i64, f64, Place)> = Vec::new();
    if at.is_given() && !calendar.is_dated() {
        let problem = Problem::new(at.place, "factors of dates need the date of time 0");
        problems.add(problem.help("for example `run.start = 2026-01-05`"));
        return Vec::new();
    }
    for named in at.names() {
        match moment(named.name).filter(|moment| moment.is_bare) {
            Some(date) => dates.push(((date.seconds / 86_400.0) as i64, named.at.number(), named.place)),
            None => {
                let problem = Problem::new(named.place, format!("`{}` is no date", named.name));
                problems.add(problem.help("a date is written \"2026-12-25\""));
            }
        }
    }
    dates.sort_by_key(|(day, ..)| *day);
    dates.into_iter().map(|(day, factor, _)| (day, factor)).collect()
}

fn environment(at: Cursor, known: &[Environment], problems: &mut Problems) -> Option<usize> {
    let name = at.given_text()?;
    let found = known.iter().position(|environment| environment.name == name);
    if found.is_none() {
        let problem = Problem::new(at.value_place(), format!("no environment is called `{name}`"));
        problems.add(problem.nearest(name, known.iter().map(|environment| environment.name.as_str())));
    }
    // One whose states are all alike and leave the rate as it is changes nothing.
    found.filter(|place| known[*place].factor.iter().any(|factor| *factor != 1.0))
}

/// A profile as a plan has it.
#[derive(Clone, Debug)]
pub struct ProfilePlan {
    profile: Profile,
    environment: Option<EnvironmentPlan>,
    /// Nobody looks at orders after this tick.
    until: i64,
}

/// An environment as a plan has it.
#[derive(Clone, Debug)]
struct EnvironmentPlan {
    factor: Vec<f64>,
    stay: Vec<Sampler>,
    next: Vec<AliasTable>,
    stays: StreamKey,
    nexts: StreamKey,
}

impl ProfilePlan {
    /// Of a profile, for a run that is over at a tick.
    #[must_use]
    pub fn new(profile: &Profile, environments: &[Environment], until: i64) -> ProfilePlan {
        let environment = profile.environment.map(|place| {
            let own = &environments[place];
            EnvironmentPlan {
                factor: own.factor.clone(),
                stay: own.stay.iter().map(Sampler::new).collect(),
                next: own.next.iter().map(|weights| AliasTable::new(weights)).collect(),
                stays: StreamKey::new(Purpose::Stay, &own.name),
                nexts: StreamKey::new(Purpose::Next, &own.name),
            }
        });
        ProfilePlan { profile: profile.clone(), environment, until }
    }
}

/// Where a stream stands in the time of its profile.
#[derive(Clone, Debug)]
pub struct ProfileClock {
    /// Sum of the gaps so far, ticks.
    asked: i64,
    piece: ProfilePiece,
    /// Λ at the start of the piece, and over all of it.
    before: i64,
    within: i64,
    /// Of an environment.
    stay: Stay,
    stream: (u64, u32),
}

/// How long an environment stays as it is.
#[derive(Clone, Copy, Debug)]
struct Stay {
    number: u64,
    state: usize,
    /// Tick at which the next one begins.
    end: i64,
}

impl ProfileClock {
    /// At the beginning of a replication.
    #[must_use]
    pub fn new(plan: &ProfilePlan, seed: u64, replication: u32) -> ProfileClock {
        let first = Stay { number: 0, state: 0, end: FOREVER };
        let stream = (seed, replication);
        let stay = plan.environment.as_ref().map_or(first, |own| own.held(first, 0, stream));
        let mut clock = ProfileClock { asked: 0, piece: plan.profile.piece(0), before: 0, within: 0, stay, stream };
        clock.enter(0, plan);
        clock
    }

    /// When the order comes that ends a gap of so many ticks; [`FOREVER`] where none does.
    #[inline]
    pub fn next(&mut self, plan: &ProfilePlan, gap: i64) -> i64 {
        self.asked = self.asked.saturating_add(gap);
        while self.asked - self.before > self.within {
            if self.piece.end > plan.until {
                return FOREVER;
            }
            self.before += self.within;
            self.enter(self.piece.end, plan);
        }
        self.piece.start.saturating_add(reach(&self.piece, self.asked - self.before))
    }

    /// ∫ factor from each tick to the next of an ascending list, in ticks, in a replication.
    #[must_use]
    pub fn areas(plan: &ProfilePlan, (seed, replication): (u64, u32), edges: &[i64]) -> Vec<f64> {
        let mut clock = ProfileClock::new(plan, seed, replication);
        let between = |pair: &[i64]| {
            let (mut at, mut sum) = (pair[0], 0.0);
            while at < pair[1] {
                while clock.piece.end <= at {
                    clock.enter(clock.piece.end, plan);
                }
                let piece = &clock.piece;
                let end = piece.end.min(pair[1]);
                sum += piece.area((end - piece.start) as f64) - piece.area((at - piece.start) as f64);
                at = end;
            }
            sum
        };
        edges.windows(2).map(between).collect()
    }

    fn enter(&mut self, start: i64, plan: &ProfilePlan) {
        self.piece = plan.profile.piece(start);
        if let Some(environment) = &plan.environment {
            while self.stay.end <= start {
                let state = environment.after(self.stay, self.stream);
                let began = self.stay.end;
                self.stay =
                    environment.held(Stay { number: self.stay.number + 1, state, end: began }, began, self.stream);
            }
            self.piece.times(environment.factor[self.stay.state], self.stay.end);
        }
        self.within = within(&self.piece);
    }
}

impl EnvironmentPlan {
    /// A stay that begins at a tick, with its end.
    fn held(&self, stay: Stay, began: i64, (seed, replication): (u64, u32)) -> Stay {
        let mut rng = StreamRng::keyed(seed, replication, self.stays.number(stay.number));
        let length = self.stay[stay.state].sample(&mut rng);
        Stay { end: began.saturating_add(Ticks::from_units(length).0), ..stay }
    }

    /// The state after a stay.
    fn after(&self, stay: Stay, (seed, replication): (u64, u32)) -> usize {
        let mut rng = StreamRng::keyed(seed, replication, self.nexts.number(stay.number));
        self.next[stay.state].draw(&mut rng)
    }
}

/// Λ over a whole piece, in whole ticks.
fn within(piece: &ProfilePiece) -> i64 {
    let length = piece.end - piece.start;
    if piece.is_level() {
        return match decimal(piece.level) {
            Some(parts) => ((i128::from(length) * i128::from(parts) + PARTS / 2) / PARTS).min(i64::MAX.into()) as i64,
            None => (piece.level * length as f64).round() as i64,
        };
    }
    // No piece that is not level lasts for ever: a line and a sine have an end.
    piece.area(length as f64).round().max(0.0) as i64
}

/// Parts of 1 in which most factors are whole numbers.
const PARTS: i128 = TICKS_PER_UNIT as i128;

/// A factor in such parts, where it is a whole number of them: what a scenario writes as a decimal is taken as one.
fn decimal(level: f64) -> Option<i64> {
    let parts = level * PARTS as f64;
    let whole = parts.round();
    ((parts - whole).abs() <= 1e-6 && whole < 9e15).then_some(whole as i64)
}

/// The smallest number of ticks from the start of a piece over which Λ is so much; the piece is long enough.
fn reach(piece: &ProfilePiece, area: i64) -> i64 {
    if area <= 0 {
        return 0;
    }
    if piece.is_level() {
        let ticks = match decimal(piece.level) {
            Some(parts) if i128::from(parts) == PARTS => return area,
            Some(parts) => {
                let parts = i128::from(parts);
                ((i128::from(area) * PARTS + parts - 1) / parts).min(i64::MAX.into()) as i64
            }
            None => (area as f64 / piece.level).ceil() as i64,
        };
        return ticks.min(piece.end - piece.start);
    }
    solve(piece, area as f64, piece.end - piece.start)
}

/// Steps of Newton's method before halving alone goes on.
const NEWTON: u32 = 20;

/// The smallest u ≤ `length` with Λ(u) ≥ `area`.
fn solve(piece: &ProfilePiece, area: f64, length: i64) -> i64 {
    let (mut low, mut high) = (0, length);
    let mut guess = (length as f64 * area / piece.area(length as f64)) as i64;
    let mut steps = 0;
    while high - low > 1 {
        let at = guess.clamp(low + 1, high - 1);
        let left = area - piece.area(at as f64);
        if left <= 0.0 {
            high = at;
        } else {
            low = at;
        }
        steps += 1;
        let factor = piece.factor(at as f64);
        guess =
            if steps < NEWTON && factor > 0.0 { at + (left / factor).ceil() as i64 } else { low + (high - low) / 2 };
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(profile: Profile) -> (ProfilePlan, ProfileClock) {
        let plan = ProfilePlan::new(&profile, &[], i64::MAX - 1);
        let clock = ProfileClock::new(&plan, 1, 0);
        (plan, clock)
    }

    #[test]
    fn orders_fall_where_the_factor_says() {
        let unit = TICKS_PER_UNIT;
        let steps = Steps { from: vec![(0, 0.5), (3 * unit, 0.0), (5 * unit, 2.0)], period: Some(8 * unit) };
        let (plan, mut clock) = clock(Profile { steps: Some(steps), ..Profile::default() });
        let times: Vec<f64> = (0..14).map(|_| Ticks(clock.next(&plan, unit)).units()).collect();
        let wanted = [2.0, 5.25, 5.75, 6.25, 6.75, 7.25, 7.75, 9.0, 11.0, 13.5, 14.0, 14.5, 15.0, 15.5];
        assert_eq!(times, wanted);
    }

    #[test]
    fn a_stream_that_fades_ends() {
        let line = vec![(0, 1.0), (10 * TICKS_PER_UNIT, 0.0)];
        let (plan, mut clock) = clock(Profile { line, ..Profile::default() });
        let times: Vec<i64> = (0..6).map(|_| clock.next(&plan, TICKS_PER_UNIT)).collect();
        // Λ(t) = t − t² ÷ 20 is 5 at its end.
        for (k, time) in times[..4].iter().enumerate() {
            let wanted = 10.0 - (100.0 - 20.0 * (k + 1) as f64).sqrt();
            assert!((Ticks(*time).units() - wanted).abs() < 2e-9, "{k}");
        }
        assert_eq!(times[5], FOREVER);
    }

    #[test]
    fn the_tick_is_the_first_that_is_enough() {
        let sine = Sine { amplitude: 1.0, period: 1_000_000, phase: 250_000 };
        let (plan, mut clock) = clock(Profile { sine: Some(sine), ..Profile::default() });
        let mut sum = 0;
        for step in 0..3_000 {
            sum += 1_000 + step;
            let time = clock.next(&plan, 1_000 + step);
            let area = |to: i64| plan.profile.area(0, to);
            assert!(area(time) >= sum as f64 - 0.6 && area(time - 1) <= sum as f64 + 0.6, "{step} {time}");
        }
    }
}
