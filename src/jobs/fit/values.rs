//! The law of a column of values.

use super::request::{FitRequest, begun, rounding, rows};
use super::{advice, fragment, pictures};
use crate::fit::{HowRecorded, rank};
use crate::input::{AskedOfRecord, MeasuredColumn};
use crate::results::FitResults;
use crate::results::numbers::counted;

/// All that is to say of values, of which so many were empty.
pub fn results(request: &FitRequest, values: &[f64], empty: usize) -> FitResults {
    let asked = &request.record.asked;
    let named = match asked {
        AskedOfRecord::Times(MeasuredColumn::Between { from, to }) => format!("from {from} to {to}"),
        AskedOfRecord::Times(MeasuredColumn::Column(column)) | AskedOfRecord::Counts(column) => {
            format!("of column {column}")
        }
        AskedOfRecord::Orders { .. } => String::new(),
    };
    let is_counted = matches!(asked, AskedOfRecord::Counts(_));
    let kind = if is_counted { HowRecorded::Counts } else { rounding(values, request.record.grain) };
    let ranked = rank(values, kind, request.resamples);
    let mut results = begun(request, format!("{} {named}", counted(values.len() as u64, "value")));
    let axis = if is_counted { "units".into() } else { format!("time ({}s)", results.time_unit) };
    results.laws = rows("values", &ranked);
    results.advice = advice::of_law(&ranked, "the values");
    results.advice.extend(advice::of_values(values, (kind, empty), request.record.grain));
    results.fragment = fragment::of_values(&results, asked, &ranked);
    results.pictures.extend(pictures::picture("values", axis, &ranked));
    results
}
