//! The summary of every point of a sweep, packed: the numbers in columns, and each name once.
//!
//! A row of a table takes some 300 bytes, most of them names that are the same at every point. Here it takes 20: mean,
//! standard deviation and number of replications, from which standard error and interval follow. Where they do not follow (of
//! a quotient, whose standard error comes from the jackknife) they stand beside, 24 bytes more.

use super::SummaryRow;
use super::point::{AxisValue, Pointed};
use crate::measures::EntityKind;
use crate::stats::{Confidence, Estimate};

/// What a row of a summary is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryHead {
    /// Strategy, as named in the scenario.
    pub strategy: String,
    /// Kind of the entity.
    pub entity_kind: EntityKind,
    /// Name of the entity; empty for the system.
    pub entity: String,
    /// Column id: `cost_total`, `response_p95`.
    pub measure: String,
    /// Unit of the measure in the scenario of the point.
    pub unit: String,
}

impl SummaryHead {
    /// Whether it is about this measure of the whole system.
    #[must_use]
    pub fn is_of_system(&self, measure: &str) -> bool {
        self.entity_kind == EntityKind::System && self.measure == measure
    }

    /// The row of a table with its estimate.
    #[must_use]
    pub fn row(self, estimate: Estimate) -> SummaryRow {
        let SummaryHead { strategy, entity_kind, entity, measure, unit } = self;
        let Estimate { mean, sd, se, low, high, n } = estimate;
        SummaryRow {
            strategy,
            entity_kind,
            entity,
            measure,
            unit,
            mean,
            sd,
            se,
            ci_low: low,
            ci_high: high,
            replications: n,
        }
    }
}

/// One row, as it lies in a [`SweepSummary`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SummaryCell<'a> {
    /// The point, by axis.
    pub point: &'a [AxisValue],
    /// What it is about.
    pub head: &'a SummaryHead,
    /// Over the replications of the point, in the unit of the head.
    pub estimate: Estimate,
}

impl SummaryCell<'_> {
    /// The row of a table.
    #[must_use]
    pub fn row(&self) -> SummaryRow {
        self.head.clone().row(self.estimate)
    }
}

/// point × strategy × entity × measure, point by point.
#[derive(Clone, Debug)]
pub struct SweepSummary {
    /// Of the intervals that follow from mean and standard deviation.
    confidence: Confidence,
    /// Lists of heads; most sweeps have one. A point uses the beginning of its list.
    lists: Vec<Vec<SummaryHead>>,
    points: Vec<SummaryPoint>,
    /// Mean and standard deviation by row, NaN for none.
    moments: Vec<[f64; 2]>,
    /// By row the replications that have a value; with [`BESIDE`] where the interval stands in `intervals`.
    counts: Vec<u32>,
    /// Standard error and ends of the interval, NaN for none.
    intervals: Vec<[f64; 3]>,
}

/// A point and where its numbers begin.
#[derive(Clone, Debug)]
struct SummaryPoint {
    point: Vec<AxisValue>,
    list: usize,
    row: usize,
    interval: usize,
}

/// Replications are fewer, by far.
const BESIDE: u32 = 1 << 31;
/// Replications from which on intervals stand beside: each number of them has a factor of its own, which takes time to find.
const MANY: u32 = 1 << 12;

impl Default for SweepSummary {
    fn default() -> SweepSummary {
        SweepSummary::new(0.95)
    }
}

impl PartialEq for SweepSummary {
    /// The same rows.
    fn eq(&self, other: &SweepSummary) -> bool {
        self.len() == other.len() && self.cells().eq(other.cells())
    }
}

impl SweepSummary {
    /// An empty one, for intervals of this confidence in (0, 1). Others may be put into it; they take more room.
    #[must_use]
    pub fn new(level: f64) -> SweepSummary {
        // A damaged file may say anything.
        let level = if level > 0.0 && level < 1.0 { level } else { 0.95 };
        SweepSummary {
            confidence: Confidence::new(level, 2),
            lists: Vec::new(),
            points: Vec::new(),
            moments: Vec::new(),
            counts: Vec::new(),
            intervals: Vec::new(),
        }
    }

    /// What its rows are about, to call it otherwise.
    pub fn heads_mut(&mut self) -> impl Iterator<Item = &mut SummaryHead> {
        self.lists.iter_mut().flatten()
    }

    /// The number of a list of heads, which [`SweepSummary::put_point`] takes.
    pub fn list(&mut self, heads: Vec<SummaryHead>) -> usize {
        let known = self.lists.iter().position(|list| *list == heads);
        known.unwrap_or_else(|| {
            self.lists.push(heads);
            self.lists.len() - 1
        })
    }

    /// Puts the next point behind the others, with an estimate for each head of its list.
    pub fn put_point(&mut self, point: Vec<AxisValue>, list: usize, estimates: impl Iterator<Item = Estimate>) {
        self.open(point, list);
        estimates.for_each(|estimate| self.put(estimate));
        debug_assert_eq!(self.len() - self.points.last().map_or(0, |point| point.row), self.lists[list].len());
    }

    /// Puts a row behind the others; rows come point by point.
    pub fn put_row(&mut self, Pointed { point, row }: Pointed<SummaryRow>) {
        let (list, at) = match self.points.last() {
            Some(last) if last.point == point => (last.list, self.len() - last.row),
            last => {
                let list = last.map(|last| last.list);
                let list = list.unwrap_or_else(|| self.list(Vec::new()));
                self.open(point, list);
                (list, 0)
            }
        };
        let SummaryRow { strategy, entity_kind, entity, measure, unit, mean, sd, se, ci_low, ci_high, replications } =
            row;
        self.see_head(list, at, SummaryHead { strategy, entity_kind, entity, measure, unit });
        self.put(Estimate { mean, sd, se, low: ci_low, high: ci_high, n: replications });
    }

    /// Sees that the list of the last point has this head at this place.
    fn see_head(&mut self, list: usize, at: usize, head: SummaryHead) {
        match self.lists[list].get(at) {
            Some(known) if *known == head => {}
            None => self.lists[list].push(head),
            Some(_) => {
                let heads: Vec<SummaryHead> = self.lists[list][..at].iter().cloned().chain([head]).collect();
                let known = self.lists.iter().position(|list| list.starts_with(&heads));
                let own = known.unwrap_or_else(|| self.list(heads));
                self.points.last_mut().expect("a point is open").list = own;
            }
        }
    }

    fn open(&mut self, point: Vec<AxisValue>, list: usize) {
        self.points.push(SummaryPoint { point, list, row: self.len(), interval: self.intervals.len() });
    }

    fn put(&mut self, estimate: Estimate) {
        self.confidence.reach(estimate.n.min(MANY));
        let bare = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let moments = [bare(estimate.mean), bare(estimate.sd)];
        let follows = follow(moments, estimate.n, &self.confidence) == estimate;
        self.moments.push(moments);
        self.counts.push(estimate.n | if follows { 0 } else { BESIDE });
        if !follows {
            self.intervals.push([estimate.se, estimate.low, estimate.high].map(bare));
        }
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points.len()
    }

    /// Bytes of the numbers, of all rows.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.moments) + size_of_val(&*self.counts) + size_of_val(&*self.intervals)
    }

    /// The rows of a point.
    pub fn of_point(&self, number: usize) -> impl Iterator<Item = SummaryCell<'_>> {
        let all = 0..self.heads(number).len();
        self.some_of(number, all)
    }

    /// All rows, point by point.
    pub fn cells(&self) -> impl Iterator<Item = SummaryCell<'_>> {
        (0..self.points.len()).flat_map(|number| self.of_point(number))
    }

    /// All rows as those of a table, point by point.
    pub fn rows(&self) -> impl Iterator<Item = Pointed<SummaryRow>> {
        self.cells().map(|cell| Pointed { point: cell.point.to_vec(), row: cell.row() })
    }

    /// The rows whose heads are wanted, point by point; each list is asked once.
    pub fn wanted(&self, is_wanted: impl Fn(&SummaryHead) -> bool) -> impl Iterator<Item = SummaryCell<'_>> {
        let places: Vec<Vec<usize>> = self
            .lists
            .iter()
            .map(|list| list.iter().enumerate().filter(|(_, head)| is_wanted(head)).map(|(place, _)| place).collect())
            .collect();
        (0..self.points.len()).flat_map(move |number| {
            let count = self.heads(number).len();
            let places = places[self.points[number].list].clone();
            self.some_of(number, places.into_iter().filter(move |place| *place < count))
        })
    }

    /// The heads of a point.
    fn heads(&self, number: usize) -> &[SummaryHead] {
        let end = self.points.get(number + 1).map_or(self.len(), |next| next.row);
        let SummaryPoint { list, row, .. } = self.points[number];
        &self.lists[list][..end - row]
    }

    /// The rows of a point at these places, which ascend.
    fn some_of(&self, number: usize, places: impl Iterator<Item = usize>) -> impl Iterator<Item = SummaryCell<'_>> {
        let (heads, SummaryPoint { point, row, interval, .. }) = (self.heads(number), &self.points[number]);
        // The next row and the next interval.
        let mut at = (0, *interval);
        places.map(move |place| {
            let between = &self.counts[row + at.0..row + place];
            at.1 += between.iter().filter(|count| **count & BESIDE != 0).count();
            let (count, moments) = (self.counts[row + place], self.moments[row + place]);
            let mut estimate = follow(moments, count & !BESIDE, &self.confidence);
            if count & BESIDE != 0 {
                let [se, low, high] = self.intervals[at.1].map(known);
                estimate = Estimate { sd: known(moments[1]), se, low, high, ..estimate };
            }
            at.0 = place;
            SummaryCell { point, head: &heads[place], estimate }
        })
    }
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// The estimate that follows from mean and standard deviation.
fn follow([mean, sd]: [f64; 2], n: u32, confidence: &Confidence) -> Estimate {
    match known(sd) {
        Some(sd) if (2..=MANY).contains(&n) => Estimate::of_moments(mean, sd, n, confidence),
        _ => Estimate { mean: known(mean), n, ..Estimate::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(strategy: &str, measure: &str, estimate: Estimate) -> SummaryRow {
        let head = SummaryHead {
            strategy: strategy.into(),
            entity_kind: EntityKind::System,
            entity: String::new(),
            measure: measure.into(),
            unit: "EUR/day".into(),
        };
        SummaryCell { point: &[], head: &head, estimate }.row()
    }

    fn estimates() -> [Estimate; 6] {
        let plain = Estimate::of_moments(3.5, 0.25, 7, &Confidence::new(0.9, 7));
        let quotient = Estimate { se: Some(0.1), low: Some(3.0), high: Some(f64::INFINITY), ..plain };
        let bare = Estimate { se: None, low: None, high: None, ..plain };
        let one = Estimate { mean: Some(-0.0), n: 1, ..Estimate::default() };
        let other_level = Estimate::of_moments(3.5, 0.25, 7, &Confidence::new(0.5, 7));
        [plain, quotient, Estimate::default(), one, bare, other_level]
    }

    /// Whatever rows come, the same rows are given: also where points have other heads, fewer, or none in common.
    #[test]
    fn rows_come_back_as_they_were_put() {
        let mut expected = Vec::new();
        for (at, measures) in
            [&["a", "b", "c"][..], &["a", "b"], &["x"], &["a", "y", "c"], &["a", "b", "c", "d"]].into_iter().enumerate()
        {
            for (place, measure) in measures.iter().enumerate() {
                let estimate = estimates()[(at + place) % 6];
                let point = vec![AxisValue::Number(at as f64), AxisValue::Text("w".into())];
                expected.push(Pointed { point, row: row("ATO", measure, estimate) });
            }
        }
        let mut packed = SweepSummary::new(0.9);
        expected.iter().cloned().for_each(|row| packed.put_row(row));
        assert_eq!(packed.rows().collect::<Vec<_>>(), expected);
        assert_eq!((packed.len(), packed.points()), (expected.len(), 5));
        let wanted = |head: &SummaryHead| ["b", "c", "d"].contains(&head.measure.as_str());
        let found: Vec<_> = packed.wanted(wanted).map(|cell| cell.row()).collect();
        let rows = expected.iter().map(|row| row.row.clone());
        assert_eq!(found, rows.filter(|row| "bcd".contains(&row.measure)).collect::<Vec<_>>());
        assert!(packed == packed.clone() && packed != SweepSummary::default());
    }

    #[test]
    fn a_point_takes_twenty_bytes_a_row_and_its_names_once() {
        let mut packed = SweepSummary::new(0.9);
        let heads = ["a", "b"].map(|measure| {
            let SummaryRow { strategy, entity_kind, entity, measure, unit, .. } =
                row("ATO", measure, Estimate::default());
            SummaryHead { strategy, entity_kind, entity, measure, unit }
        });
        let list = packed.list(heads.to_vec());
        for number in 0..100 {
            let [plain, quotient, ..] = estimates();
            packed.put_point(vec![AxisValue::Number(f64::from(number))], list, [plain, quotient].into_iter());
        }
        assert_eq!((packed.bytes(), packed.lists.len()), (100 * (2 * 20 + 24), 1));
    }
}
