//! Laws fitted to a record: the tables, the words and what charts show.

/// Everything that `fit` finds out about a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitResults {
    /// The file, as it was named.
    pub file: String,
    /// What it holds, in a line: `20 values of column days`.
    pub what: String,
    /// Unit of its times.
    pub time_unit: String,
    /// The laws of each kind of values, best first.
    pub laws: Vec<FitRow>,
    /// Dispersion of the orders per bucket.
    pub counts: Vec<FitCountRow>,
    /// What to take, in sentences.
    pub advice: Vec<String>,
    /// What to write into a scenario.
    pub fragment: String,
    /// What the charts of laws show, by kind of values.
    pub pictures: Vec<FitPicture>,
    /// Orders over time; `None` where there are no orders.
    pub over_time: Option<CountsPicture>,
    /// Version of the program.
    pub version: String,
}

/// kind of values × law.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitRow {
    /// `values`, `gaps`, `counts` or `quantity`.
    pub of: String,
    /// Name of the law.
    pub law: String,
    /// As a scenario has it.
    pub parameters: String,
    /// ln of the largest likelihood.
    pub log_likelihood: f64,
    /// 2 × parameters − 2 × `log_likelihood`.
    pub aic: f64,
    /// Largest distance of the two cdfs.
    pub ks: f64,
    /// Share of samples of the law that lie as far from their own fit.
    pub p: Option<f64>,
    /// A² of Anderson and Darling.
    pub ad: Option<f64>,
    /// Pearson's χ².
    pub chi2: Option<f64>,
    /// Its degrees of freedom.
    pub chi2_df: Option<u64>,
    /// Mean of the law.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Values that `p` is of.
    pub p_of: u64,
}

/// What was taken out × orders per bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitCountRow {
    /// Nothing, `weekdays`, or `weekdays and trend`.
    pub taken_out: String,
    /// Buckets.
    pub buckets: u64,
    /// Mean count.
    pub mean: f64,
    /// Variance of the counts about what was taken out.
    pub variance: f64,
    /// 1 where orders are a Poisson stream.
    pub dispersion: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Two-sided p of a dispersion of 1.
    pub p: f64,
}

/// Recorded values beside the laws that fit best.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitPicture {
    /// `values`, `gaps`, `counts` or `quantity`.
    pub of: String,
    /// What the axis of the values says.
    pub axis: String,
    /// What the picture says.
    pub title: String,
    /// Shares of the values, in order.
    pub bars: Vec<HistogramBar>,
    /// Values beyond the last bar.
    pub beyond: u64,
    /// The laws, best first.
    pub curves: Vec<FitCurve>,
}

/// Share of the values from one number to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HistogramBar {
    /// Left edge.
    pub from: f64,
    /// Right edge.
    pub to: f64,
    /// Share of all values.
    pub share: f64,
}

/// A law beside the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FitCurve {
    /// Its name.
    pub law: String,
    /// Share that it expects in a bar about a place.
    pub shares: Vec<[f64; 2]>,
    /// Probability up to a value by the law, and share of the values up to it.
    pub cdfs: Vec<[f64; 2]>,
}

/// Orders over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountsPicture {
    /// What the picture says.
    pub title: String,
    /// What the axis of the counts says: `orders per day, means of 3 days`.
    pub axis: String,
    /// What the axis of time says.
    pub time: String,
    /// Place in time, count.
    pub counts: Vec<[f64; 2]>,
    /// The same as they are expected.
    pub expected: Vec<[f64; 2]>,
}
