//! Recorded values as a likelihood sees them.

/// Each value once, ascending, with how often it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedSample {
    /// Values and their counts; of rounded values in units of the grain.
    pub values: Vec<(f64, f64)>,
    /// How they were recorded.
    pub kind: HowRecorded,
    /// How many there are.
    pub count: f64,
}

/// How values were recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HowRecorded {
    /// As they are.
    Exact,
    /// Rounded to multiples of a grain: k stands for what is within half a grain of it.
    Rounded(f64),
    /// They are whole numbers.
    Counts,
}

impl RecordedSample {
    /// The sample of values in any order.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = f64>, kind: HowRecorded) -> RecordedSample {
        let mut sorted: Vec<f64> = values.into_iter().map(|value| kind.recorded(value)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let values: Vec<(f64, f64)> =
            sorted.chunk_by(|left, right| left == right).map(|alike| (alike[0], alike.len() as f64)).collect();
        RecordedSample { values, kind, count: sorted.len() as f64 }
    }

    /// Σ of a function of the values.
    #[must_use]
    pub fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.values.iter().map(|(value, count)| count * of(*value)).sum()
    }

    /// Mean, in units of the grain.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum(|value| value) / self.count
    }

    /// Σ (x − mean)² ÷ n, in units of the grain squared.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        self.sum(|value| (value - mean) * (value - mean)) / self.count
    }

    /// The least value.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.values.first().map_or(0.0, |(value, _)| *value)
    }

    /// The largest value.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.values.last().map_or(0.0, |(value, _)| *value)
    }

    /// Whether values are rounded so finely that the estimates for the values as they are differ by less than one part in 10⁵ from
    /// those for what they stand for: hundreds of different values, nearly all of a hundred grains or more.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        let small = || self.values.iter().take_while(|(value, _)| *value < 100.0).map(|(_, count)| count).sum::<f64>();
        matches!(self.kind, HowRecorded::Rounded(_)) && self.values.len() > 500 && small() <= 0.01 * self.count
    }

    /// The same in so many values at most, each in the place of its neighbours; the outermost are kept.
    #[must_use]
    pub fn thinned(&self, most: usize) -> RecordedSample {
        let inner = &self.values[1..self.values.len() - 1];
        let one = |group: &[(f64, f64)]| (group[group.len() / 2].0, group.iter().map(|(_, count)| count).sum());
        let ends = [self.values[0], self.values[self.values.len() - 1]];
        let middle = inner.chunks(inner.len().div_ceil(most.saturating_sub(2).max(1)).max(1)).map(one);
        let values = [ends[0]].into_iter().chain(middle).chain([ends[1]]).collect();
        RecordedSample { values, ..*self }
    }

    /// What one unit of the values is, in the unit of the record.
    #[must_use]
    pub fn grain(&self) -> f64 {
        match self.kind {
            HowRecorded::Rounded(grain) => grain,
            HowRecorded::Exact | HowRecorded::Counts => 1.0,
        }
    }
}

impl HowRecorded {
    /// A value in the unit of the record as it would be recorded, in units of the grain.
    #[must_use]
    pub fn recorded(self, value: f64) -> f64 {
        match self {
            HowRecorded::Exact | HowRecorded::Counts => value,
            HowRecorded::Rounded(grain) => (value / grain + 0.5).floor(),
        }
    }

    /// The upper edge of what a recorded value stands for; `None` where values stand for themselves.
    #[must_use]
    pub fn edge(self, value: f64) -> Option<f64> {
        match self {
            HowRecorded::Exact => None,
            HowRecorded::Rounded(_) => Some(value + 0.5),
            HowRecorded::Counts => Some(value),
        }
    }
}
