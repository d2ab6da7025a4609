//! What a design asks about: the differences of the strategies to the best of them, and each strategy alone.

use crate::stats::differences;

/// Values of the judged measure over a design: point × strategy × replication, NaN where there is none.
pub(super) struct Outcomes {
    /// Id of the measure: `cost_total` or `profit`.
    pub measure: String,
    pub unit: String,
    /// 1 when more is better, −1 when less is.
    pub sign: f64,
    pub values: Vec<Vec<Vec<f64>>>,
}

/// A strategy, or its difference to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    pub strategy: usize,
    pub reference: Option<usize>,
}

impl Outcomes {
    /// The differences to the best strategy, the closest first, then each strategy alone: best by its mean over the
    /// first `points`.
    pub fn subjects(&self, points: usize) -> Vec<Subject> {
        let strategies = self.values.first().map_or(0, Vec::len);
        let over =
            |strategy: usize| mean(self.values[..points].iter().flat_map(|point| point[strategy].iter().copied()));
        let means: Vec<f64> = (0..strategies).map(over).collect();
        let mut ranked: Vec<usize> = (0..strategies).filter(|strategy| means[*strategy].is_finite()).collect();
        ranked.sort_by(|a, b| (self.sign * means[*b]).total_cmp(&(self.sign * means[*a])));
        let best = ranked.first().copied();
        let differences = ranked.iter().skip(1).map(|strategy| Subject { strategy: *strategy, reference: best });
        let alone = (0..strategies).filter(|strategy| means[*strategy].is_finite());
        differences.chain(alone.map(|strategy| Subject { strategy, reference: None })).collect()
    }

    /// The values of a subject at a point, by replication.
    pub fn of(&self, subject: Subject, point: usize) -> Vec<f64> {
        let values = &self.values[point];
        match subject.reference {
            None => values[subject.strategy].clone(),
            Some(reference) => differences(&values[subject.strategy], &values[reference]),
        }
    }
}

/// Mean of the values there are; NaN without any.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.filter(|value| !value.is_nan()).fold((0.0, 0u32), |(s, n), value| (s + value, n + 1));
    sum / f64::from(count)
}
