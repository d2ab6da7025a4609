//! How a rate changes over time: a factor of time, piece by piece.

use super::{CivilCalendar, calendar};
use libm::{cos, sin};
use std::f64::consts::TAU;

/// Pieces that are added up one by one.
const MOST_SUMMED: usize = 10_000;

/// Later than every time.
pub const FOREVER: i64 = i64::MAX;

/// A factor of time, the product of what is given. None of its parts is 1 everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Constant from each time on.
    pub steps: Option<Steps>,
    /// Straight between times, constant outside: (tick, factor), ascending.
    pub line: Vec<(i64, f64)>,
    /// Up and down.
    pub sine: Option<Sine>,
    /// By day of the week, hour and date.
    pub days: Option<DayFactors>,
    /// Place of the environment that multiplies it.
    pub environment: Option<usize>,
    /// What it is taken for where a rate that does not change is needed: its mean over the window, an environment at that of
    /// the long run.
    pub mean: f64,
    /// The largest factor until the end of the window, an environment at its largest.
    pub peak: f64,
}

/// Constant from each time on.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// (tick, factor), ascending from 0.
    pub from: Vec<(i64, f64)>,
    /// Ticks after which it begins again; else the last one stays.
    pub period: Option<i64>,
}

/// 1 + a sin(2π (t − phase) ÷ period).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sine {
    /// a, above 0 and at most 1.
    pub amplitude: f64,
    /// Ticks.
    pub period: i64,
    /// Ticks.
    pub phase: i64,
}

/// By day of the week, hour and date.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFactors {
    /// Where time 0 stands.
    pub calendar: CivilCalendar,
    /// Monday first.
    pub weekday: [f64; 7],
    /// From midnight on; empty where hours make no difference.
    pub hour: Vec<f64>,
    /// (day from the beginning of 1970, factor), ascending.
    pub dates: Vec<(i64, f64)>,
}

/// A random factor: states that follow each other, each held for a random time.
#[derive(Clone, Debug)]
pub struct Environment {
    /// As written; unique.
    pub name: String,
    /// Of each state; the first holds from 0.
    pub factor: Vec<f64>,
    /// Law of a stay in each state, time units.
    pub stay: Vec<crate::laws::Law>,
    /// Weights of the state after each.
    pub next: Vec<Vec<f64>>,
}

/// The factor from one time to another, in ticks from its start: (level + slope u) × (1 + amplitude sin(turn u + angle)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProfilePiece {
    /// First tick.
    pub start: i64,
    /// Tick after the last; [`FOREVER`] for the last piece.
    pub end: i64,
    /// At the start.
    pub level: f64,
    /// Per tick.
    pub slope: f64,
    /// Of the sine; 0 without.
    pub amplitude: f64,
    /// Radians per tick.
    pub turn: f64,
    /// Radians at the start.
    pub angle: f64,
}

impl Profile {
    /// The piece that begins at a tick and ends no later than where any part takes another form.
    #[must_use]
    pub fn piece(&self, start: i64) -> ProfilePiece {
        let mut piece =
            ProfilePiece { start, end: FOREVER, level: 1.0, slope: 0.0, amplitude: 0.0, turn: 0.0, angle: 0.0 };
        if let Some(steps) = &self.steps {
            let (factor, end) = steps.at(start);
            piece.times(factor, end);
        }
        if let Some(days) = &self.days {
            let (factor, end) = days.at(start);
            piece.times(factor, end);
        }
        if let Some(sine) = self.sine {
            let Sine { amplitude, period, phase } = sine;
            let since = (start - phase).rem_euclid(period);
            piece.end = piece.end.min(start + period - since);
            (piece.amplitude, piece.turn) = (amplitude, TAU / period as f64);
            piece.angle = TAU * (since as f64 / period as f64);
        }
        if !self.line.is_empty() {
            self.draw_line(&mut piece);
        }
        piece
    }

    fn draw_line(&self, piece: &mut ProfilePiece) {
        let (line, scale) = (&self.line, piece.level);
        let next = line.partition_point(|(at, _)| *at <= piece.start);
        let last = line[next.max(1) - 1];
        let Some(&(at, factor)) = line.get(next) else { return piece.times(last.1, FOREVER) };
        if next == 0 {
            return piece.times(factor, at);
        }
        let slope = (factor - last.1) / (at - last.0) as f64;
        piece.times(last.1 + slope * (piece.start - last.0) as f64, at);
        piece.slope = slope * scale;
    }

    /// ∫ factor from one tick to another, in ticks; an environment counts as 1. Over more than 10,000 pieces the rest
    /// has the mean of those: decades of days, where a lead time is that long.
    #[must_use]
    pub fn area(&self, from: i64, to: i64) -> f64 {
        let (mut sum, mut at) = (0.0, from);
        for piece in self.pieces(from, to).take(MOST_SUMMED) {
            let end = piece.end.min(to);
            sum += piece.area((end - piece.start) as f64);
            at = end;
        }
        if at < to && at > from { sum * ((to - from) as f64 / (at - from) as f64) } else { sum }
    }

    /// The largest factor between two ticks; an environment counts as 1.
    #[must_use]
    pub fn largest(&self, from: i64, to: i64) -> f64 {
        self.pieces(from, to).map(|piece| piece.largest(piece.end.min(to) - piece.start)).fold(0.0, f64::max)
    }

    /// The pieces between two ticks.
    pub fn pieces(&self, from: i64, to: i64) -> impl Iterator<Item = ProfilePiece> + '_ {
        let mut at = from;
        std::iter::from_fn(move || {
            (at < to).then(|| {
                let piece = self.piece(at);
                at = piece.end;
                piece
            })
        })
    }

    /// Times after which a part begins again, ticks.
    #[must_use]
    pub fn periods(&self) -> Vec<i64> {
        let steps = self.steps.as_ref().and_then(|steps| steps.period);
        let sine = self.sine.map(|sine| sine.period);
        let days = self.days.as_ref().and_then(DayFactors::period);
        [steps, sine, days].into_iter().flatten().collect()
    }

    /// The last change that does not come again, ticks; 0 without any.
    #[must_use]
    pub fn last_change(&self) -> i64 {
        let steps = self.steps.as_ref().filter(|steps| steps.period.is_none());
        let step = steps.and_then(|steps| steps.from.last()).map_or(0, |(at, _)| *at);
        let point = self.line.last().map_or(0, |(at, _)| *at);
        let date =
            self.days.as_ref().and_then(|days| Some(days.calendar.tick_of((days.dates.last()?.0 + 1) * calendar::DAY)));
        step.max(point).max(date.unwrap_or(0))
    }

    /// Pieces per tick, about.
    #[must_use]
    pub fn density(&self) -> f64 {
        let steps = self.steps.as_ref().and_then(|steps| Some(steps.from.len() as f64 / steps.period? as f64));
        let sine = self.sine.map(|sine| 1.0 / sine.period as f64);
        let days = self.days.as_ref().map(|days| 1.0 / days.calendar.length(days.span()) as f64);
        [steps, sine, days].into_iter().flatten().sum()
    }
}

impl Steps {
    /// The factor at a tick, and the tick at which the next step comes.
    fn at(&self, tick: i64) -> (f64, i64) {
        let since = self.period.map_or(tick, |period| tick.rem_euclid(period));
        let next = self.from.partition_point(|(at, _)| *at <= since).max(1);
        let end = self.from.get(next).map(|(at, _)| *at).or(self.period);
        (self.from[next - 1].1, end.map_or(FOREVER, |end| tick - since + end))
    }
}

impl DayFactors {
    /// Seconds between its pieces.
    fn span(&self) -> i64 {
        if self.hour.is_empty() { calendar::DAY } else { 3_600 }
    }

    /// The factor at a tick, and the tick at which the next hour or day begins.
    fn at(&self, tick: i64) -> (f64, i64) {
        let length = self.span();
        let span = self.calendar.spans(tick, length);
        let per_day = calendar::DAY / length;
        let day = span.div_euclid(per_day);
        let date = self.dates.binary_search_by_key(&day, |(date, _)| *date).map_or(1.0, |place| self.dates[place].1);
        let hour = self.hour.get(span.rem_euclid(per_day) as usize).copied().unwrap_or(1.0);
        let factor = date * self.weekday[calendar::weekday(day)] * hour;
        (factor, self.calendar.tick_of((span + 1) * length))
    }

    /// A day or a week; none where only dates differ.
    fn period(&self) -> Option<i64> {
        let is_week = self.weekday.iter().any(|factor| *factor != self.weekday[0]);
        let days = if is_week { 7 } else { 1 };
        (is_week || !self.hour.is_empty()).then(|| self.calendar.length(days * calendar::DAY))
    }
}

impl ProfilePiece {
    /// Another constant factor, until a tick.
    pub fn times(&mut self, factor: f64, end: i64) {
        self.level *= factor;
        self.slope *= factor;
        self.end = self.end.min(end);
    }

    /// Whether the factor does not change within it.
    #[must_use]
    pub fn is_level(&self) -> bool {
        self.slope == 0.0 && (self.amplitude == 0.0 || self.level == 0.0)
    }

    /// The factor after so many ticks.
    #[must_use]
    pub fn factor(&self, u: f64) -> f64 {
        (self.level + self.slope * u) * (1.0 + self.amplitude * sin(self.turn * u + self.angle))
    }

    /// ∫ factor over its first `u` ticks, in ticks; by parts where a line meets a sine.
    #[must_use]
    pub fn area(&self, u: f64) -> f64 {
        let straight = self.level * u + 0.5 * self.slope * u * u;
        if self.amplitude == 0.0 {
            return straight;
        }
        let (from, to) = (self.angle, self.turn * u + self.angle);
        let level = self.level * (cos(from) - cos(to)) / self.turn;
        let slope = self.slope * ((sin(to) - sin(from)) / self.turn - u * cos(to)) / self.turn;
        straight + self.amplitude * (level + slope)
    }

    /// The largest factor over its first `length` ticks: of a line that meets a sine, the largest of many points.
    fn largest(&self, length: i64) -> f64 {
        let at = |u: f64| self.factor(u);
        let ends = at(0.0).max(if length == FOREVER { 0.0 } else { at(length as f64) });
        if self.amplitude == 0.0 {
            return ends;
        }
        let crest = (0.25 * TAU - self.angle).rem_euclid(TAU) / self.turn;
        let crests = if crest <= length as f64 { at(crest) } else { 0.0 };
        let points = if self.slope == 0.0 { 0 } else { 1_000 };
        let between = (1..points).map(|point| at(length as f64 * f64::from(point) / f64::from(points)));
        between.fold(ends.max(crests), f64::max)
    }
}

impl Environment {
    /// The factor in the long run: each state by how often it comes, times its mean stay.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let often = self.visits();
        let times: Vec<f64> = often.iter().zip(&self.stay).map(|(often, stay)| often * stay.mean()).collect();
        let all: f64 = times.iter().sum();
        times.iter().zip(&self.factor).map(|(time, factor)| time * factor).sum::<f64>() / all
    }

    /// How often each state comes in the long run, beginning with the first: a row of the limit of ((I + P) ÷ 2)ⁿ, which has one
    /// also where P is periodic.
    fn visits(&self) -> Vec<f64> {
        let count = self.factor.len();
        let row = |place: usize, weights: &Vec<f64>| -> Vec<f64> {
            let sum: f64 = weights.iter().sum();
            (0..count).map(|to| 0.5 * (weights[to] / sum + f64::from(u8::from(to == place)))).collect()
        };
        let mut power: Vec<Vec<f64>> =
            self.next.iter().enumerate().map(|(place, weights)| row(place, weights)).collect();
        for _ in 0..60 {
            let square = |row: &Vec<f64>| -> Vec<f64> {
                let product: Vec<f64> =
                    (0..count).map(|to| row.iter().zip(&power).map(|(p, other)| p * other[to]).sum()).collect();
                let sum: f64 = product.iter().sum();
                product.into_iter().map(|p| p / sum).collect()
            };
            power = power.iter().map(square).collect();
        }
        power.swap_remove(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::{Constant, Law};

    fn sampled(piece: &ProfilePiece, to: f64) -> f64 {
        let points = 100_000;
        let width = to / f64::from(points);
        (0..points).map(|point| piece.factor((f64::from(point) + 0.5) * width) * width).sum()
    }

    #[test]
    fn areas_are_those_of_the_midpoint_rule() {
        let profile = Profile {
            sine: Some(Sine { amplitude: 0.6, period: 12_000, phase: 1_000 }),
            line: vec![(2_000, 0.5), (9_000, 2.0)],
            steps: Some(Steps { from: vec![(0, 1.0), (4_000, 3.0)], period: Some(6_000) }),
            ..Profile::default()
        };
        let (mut sum, mut end) = (0.0, 0);
        for piece in profile.pieces(0, 30_000) {
            let length = (piece.end.min(30_000) - piece.start) as f64;
            assert_eq!(piece.start, end);
            assert!((piece.area(length) - sampled(&piece, length)).abs() < 1e-5 * length, "{piece:?}");
            (sum, end) = (sum + piece.area(length), piece.end);
        }
        assert!((profile.area(0, 30_000) - sum).abs() < 1e-9);
        assert!((profile.largest(0, 30_000) - 3.0 * 2.0 * 1.6).abs() < 1e-9);
    }

    #[test]
    fn an_environment_has_the_mean_of_its_chain() {
        let stay = |time: f64| Law::new(Constant::new(time)).expect("a time");
        let environment = |next: Vec<Vec<f64>>| Environment {
            name: "market".into(),
            factor: vec![1.0, 4.0, 0.0],
            stay: vec![stay(20.0), stay(6.0), stay(1.0)],
            next,
        };
        let turn = environment(vec![vec![0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0], vec![1.0, 0.0, 0.0]]);
        assert!((turn.mean() - (20.0 + 24.0) / 26.0).abs() < 1e-12);
        // Visits 4 : 3 : 2.
        let chain = environment(vec![vec![0.0, 3.0, 1.0], vec![2.0, 0.0, 1.0], vec![1.0, 0.0, 0.0]]);
        let visits = chain.visits();
        let balance = visits[1] * 2.0 / 3.0 + visits[2];
        assert!((visits[0] - balance).abs() < 1e-12 && (visits[1] - visits[0] * 0.75).abs() < 1e-12);
        // What is never left is all there is.
        let stuck = environment(vec![vec![0.0, 1.0, 0.0], vec![0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0]]);
        assert!((stuck.mean() - 4.0).abs() < 1e-9);
    }
}
