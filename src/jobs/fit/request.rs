//! What is asked of a record, and what all its answers have in common.

use crate::fit::{Fitted, HowRecorded, RankedLaws};
use crate::input::RecordRequest;
use crate::results::{FitResults, FitRow};

/// What is asked of a record.
#[derive(Clone, Debug)]
pub struct FitRequest {
    /// What is read.
    pub record: RecordRequest,
    /// Width of the buckets in which orders are counted, in time units; by default a day of dated orders, and one time unit of
    /// others.
    pub bucket: Option<f64>,
    /// Resamples for p.
    pub resamples: u32,
    /// Threads; 0 is one per core.
    pub threads: usize,
}

/// Results that name the record and hold nothing yet.
pub(super) fn begun(request: &FitRequest, what: String) -> FitResults {
    FitResults {
        file: request.record.file.display().to_string(),
        what,
        time_unit: request.record.unit.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        ..FitResults::default()
    }
}

/// How values were recorded: rounded to the grain that is said, else to whole time units where all of them are.
pub(super) fn rounding(values: &[f64], grain: Option<f64>) -> HowRecorded {
    match grain {
        Some(grain) if grain > 0.0 => HowRecorded::Rounded(grain),
        None if values.iter().all(|value| value.fract() == 0.0) => HowRecorded::Rounded(1.0),
        _ => HowRecorded::Exact,
    }
}

/// The rows of one kind of values.
pub(super) fn rows(of: &str, ranked: &RankedLaws) -> Vec<FitRow> {
    let row = |law: &Fitted| FitRow {
        of: of.into(),
        law: law.name.into(),
        parameters: law.written.clone(),
        log_likelihood: law.ln_likelihood,
        aic: law.aic(),
        ks: law.ks,
        p: law.p,
        ad: law.ad,
        chi2: law.chi_square.map(|chi| chi.statistic),
        chi2_df: law.chi_square.map(|chi| chi.freedom),
        mean: law.mean,
        sd: law.sd,
        p_of: ranked.p_of as u64,
    };
    ranked.laws.iter().map(row).collect()
}
