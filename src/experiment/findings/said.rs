//! A finding put together, and the numbers it advises.

use crate::results::Finding;

pub(super) fn finding(id: &str, symptom: String, advice: String) -> Finding {
    Finding { id: id.into(), symptom, advice }
}

/// A number to set, rounded up to two significant digits.
pub(super) fn rounded_up(value: f64) -> f64 {
    let step = libm::pow(10.0, (libm::floor(libm::log10(value.max(1e-9))) - 1.0).max(-9.0));
    // A value that is a multiple of the step but for rounding stays.
    let up = libm::ceil(value / step - 1e-9) * step;
    (up * 1e9).round() / 1e9
}
