//! Stock rules: how much a held item releases, and when its position calls for it.

mod base_stock;
mod fill_rate;
mod level;
mod min_max;
mod reorder;

pub use level::Level;

use crate::model::{Stock, StockRule};

/// The numbers that a plan starts with under a rule.
#[must_use]
pub fn level(stock: &Stock) -> Level {
    let level = match stock.rule {
        StockRule::BaseStock { level } => base_stock::level(level),
        StockRule::MinMax { min, max, trigger } => min_max::level(min, max, trigger),
        StockRule::Reorder { point, quantity } => reorder::level(point, quantity),
        StockRule::FillRate { .. } => fill_rate::level(),
    };
    level.starting_with(stock.initial)
}

/// Whether kept sample paths can score an item with these numbers, looked at every `review` ticks (0 is after each request).
///
/// # Errors
/// What stands in the way, said of the item.
pub fn scored_by_path(level: &Level, review: i64) -> Result<(), &'static str> {
    if review > 0 {
        return Err("is reviewed from time to time");
    }
    base_stock::scored_by_path(level)
}
