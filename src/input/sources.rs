//! Findings about where units come from.

use super::finding::{finding, list};
use crate::model::{Item, Model, joined};
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

/// Sources that no strategy can choose, and none has for emergencies.
pub fn unused(model: &Model) -> Option<Finding> {
    let rushes = |place: usize, source: &str| {
        let rules = model.strategies.iter().filter_map(|strategy| strategy.holds[place].as_ref());
        rules.into_iter().any(|stock| stock.rush.as_ref().is_some_and(|rush| rush.source == source))
    };
    let chosen = |place: usize, source: usize| {
        let is = |item: &Item| item.sourcing.chosen(item.sources.len()).any(|other| other as usize == source);
        model.under_each().any(|model| is(&model.items[place]))
    };
    let mut idle = Vec::new();
    for (place, item) in model.items.iter().enumerate() {
        let own = item.sources.iter().enumerate();
        let own = own.filter(|(source, of)| !chosen(place, *source) && !rushes(place, &of.name));
        idle.extend(own.map(|(_, source)| joined(&item.name, &source.name)));
    }
    (!idle.is_empty()).then(|| {
        finding(
            "source_unused",
            format!("no strategy sends for anything there: {}", list(&idle)),
            "Name the source in `sourcing`, or as that of `stock.rush`; or take it out.",
        )
    })
}
