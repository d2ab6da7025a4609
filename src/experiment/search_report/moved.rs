//! Of what a strategy costs at its best levels, the lines that the levels move: the others are the same at all of them.

use crate::experiment::words::{Words, list};
use crate::measures::{EntityKind, Measure, Unit};
use crate::model::Model;
use crate::results::{Search, SummaryRow};
use crate::stats::Estimate;

/// Lines that hang on stock levels. What is bought, made and on the way is the same at all of them where no order is lost.
const MOVED: [(Measure, &str); 5] = [
    (Measure::CostHoldingProducts, "the holding of products"),
    (Measure::CostHoldingParts, "the holding of parts"),
    (Measure::CostHoldingCommitted, "the holding of committed units"),
    (Measure::CostBackorder, "backorders"),
    (Measure::CostLost, "lost orders"),
];
/// The share of the cost below which a gain in these lines is hardly seen in the sum.
const FEW: f64 = 0.1;

/// Whether a gain in these lines is hardly seen in the sum.
pub(super) fn is_few(moved: f64, all: f64) -> bool {
    moved <= FEW * all
}

/// These lines added up, from the means of measures; none where there are none.
pub(super) fn cost_of_levels(mean: impl Fn(Measure) -> Option<f64>) -> Option<f64> {
    let lines: Vec<f64> = MOVED.iter().filter_map(|(measure, _)| mean(*measure)).collect();
    (!lines.is_empty()).then(|| lines.iter().sum())
}

/// Adds what the levels move, and a sentence, to the words on each strategy, from the final estimate.
pub fn add_moved_costs(model: &Model, search: &mut Search, rows: &[SummaryRow]) {
    let words = Words::new(model);
    for searched in search.strategies.iter_mut().filter(|searched| searched.starts > 0) {
        let value = |measure: Measure| {
            let id = measure.definition().id;
            let own = |row: &&SummaryRow| {
                row.strategy == searched.strategy && row.entity_kind == EntityKind::System && row.measure == id
            };
            rows.iter().find(own).map(|row| Estimate { mean: row.mean, se: row.se, ..Estimate::default() })
        };
        searched.cost_of_levels = cost_of_levels(|measure| value(measure)?.mean);
        let all = value(Measure::CostTotal).and_then(|total| total.mean);
        let lines = MOVED.into_iter().filter_map(|(line, label)| Some((label, value(line)?)));
        let lines: Vec<(&str, Estimate)> = lines.filter(|(_, line)| line.mean.is_some_and(|mean| mean > 0.0)).collect();
        let sum: f64 = lines.iter().filter_map(|(_, line)| line.mean).sum();
        if lines.is_empty() || all.is_none_or(|all| !is_few(sum, all)) {
            continue;
        }
        let said = lines.iter().map(|(label, line)| format!("{label} ({})", words.mean(line, Unit::MoneyPerTime)));
        let said: Vec<String> = said.collect();
        searched.sentences.push(format!(
            "Of what {} costs its levels move {}; purchases, work and what is in process hardly change with them.",
            words.strategy(&searched.strategy),
            list(&said)
        ));
    }
}
