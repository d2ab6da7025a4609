//! Findings about where units come from.

use super::finding::{finding, list};
use crate::model::Model;
use crate::results::Finding;

/// A yield below this is rare enough to be a share of bad units written by mistake.
const LOW: f64 = 0.5;

/// Items of which less than half of what comes is good.
pub fn low_yields(model: &Model) -> Option<Finding> {
    let is_low = |place: usize| model.under_each().any(|model| model.items[place].mean_yield() < LOW);
    let low: Vec<&str> =
        (0..model.items.len()).filter(|place| is_low(*place)).map(|place| model.items[place].name.as_str()).collect();
    (!low.is_empty()).then(|| {
        finding(
            "yield_low",
            format!("less than half of what comes is good: {}", list(&low)),
            "A yield is the share of good units; if the share of bad ones is meant, write 1 minus it.",
        )
    })
}
