//! What is on the shelves at time 0 while levels are searched: a search begins full unless it is told not to, and says so
//! where that replaces what is written.

use super::phrases::NAMED;
use crate::experiment::optimize::{InitialStock, written_initial};
use crate::experiment::words::{Words, list};
use crate::model::Model;
use crate::plan::Plan;
use crate::results::Finding;
use crate::results::numbers::count;
use std::collections::BTreeMap;

/// A word where written initial stock gives way to full shelves.
#[must_use]
pub fn replaced_initial(model: &Model, start: InitialStock) -> Option<Finding> {
    if start == InitialStock::AsWritten {
        return None;
    }
    let called = Words::new(model);
    let mut replaced: BTreeMap<usize, String> = BTreeMap::new();
    for strategy in 0..model.strategies.len() {
        let plan = Plan::new(model, strategy);
        for (item, initial) in plan.items.iter().zip(written_initial(model.under(strategy), &plan)) {
            if let Some(units) = initial {
                replaced
                    .entry(item.origin.index())
                    .or_insert_with(|| format!("{} ({})", called.item(&item.name), count(units)));
            }
        }
    }
    let mut words: Vec<String> = replaced.into_values().collect();
    let many = words.len();
    if many > NAMED + 1 {
        words.truncate(NAMED);
        words.push(format!("{} more", count((many - NAMED) as u64)));
    }
    (many > 0).then(|| Finding {
        id: "initial_stock_replaced".into(),
        symptom: format!(
            "stock.initial of {} is replaced: at every point searched, and in what is estimated here, an item begins with as \
             much as its level",
            list(&words)
        ),
        advice: "to begin as written set optimize.start = \"as_written\"".into(),
    })
}
