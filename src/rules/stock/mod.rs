//! Stock rules: how much a held item releases, and when its position calls for it.

mod base_stock;
mod cycle_fill;
mod fill_rate;
mod flow;
mod forecast;
mod guaranteed_service;
mod level;
mod lever;
mod min_max;
mod opening;
mod reorder;
pub mod reserve;
pub mod rush;

pub use flow::{RuleFlow, flow};
pub use forecast::{Forecaster, KnownDemand, LevelLook, MovingLevel};
pub use level::Level;
pub use lever::{Lever, RuleNumber};
pub use reserve::RESTOCK;

use crate::keys::range::{SPAN_ABOVE_0, UNITS};
use crate::keys::row::{TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, Need, Swap, ValueKind};
use crate::model::{Forecast, SizedNumber, Stock, StockRule, Ticks, Trigger};
use crate::reader::{Cursor, Problems};

/// The keys of a stock rule, relative to where it stands.
pub static ROWS: &[&[KeyRow]] = &[
    base_stock::ROWS,
    min_max::ROWS,
    reorder::ROWS,
    fill_rate::ROWS,
    guaranteed_service::ROWS,
    forecast::ROWS,
    min_max::TRIGGER_ROWS,
    SETTINGS,
    opening::ROWS,
    rush::ROWS,
    reserve::ROWS,
];

/// Keys that every rule has.
#[rustfmt::skip]
const SETTINGS: &[KeyRow] = &[
    key("review", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Follows("after each request"), "Time between looks at the position; the first at 0."),
    key("initial", ValueKind::Whole(UNITS), "units", Fallback::Follows("what makes the position the rule's level"), "Units on the shelf at time 0."),
];

/// One rule per item.
pub static ONE_RULE: Exclusive = Exclusive {
    pattern: "",
    keys: &[
        base_stock::ROWS[0].pattern,
        min_max::ROWS[0].pattern,
        reorder::ROWS[0].pattern,
        fill_rate::ROWS[0].pattern,
        guaranteed_service::ROWS[0].pattern,
        forecast::ROWS[0].pattern,
    ],
    need: Need::AtMostOne,
    swap: Swap::Replaces,
    with: &[min_max::TRIGGER],
    help: "",
};

/// Keys of a rule that exclude each other; their patterns are relative to where the rule stands.
pub static EXCLUSIVE: &[Exclusive] = &[min_max::MAXIMUM, forecast::METHOD, forecast::SAFETY];

/// Whether a rule is named.
#[must_use]
pub fn is_named(stock: Cursor) -> bool {
    stock.table().is_some_and(|table| ONE_RULE.keys.iter().any(|key| table.get(key).is_some()))
}

/// What a stock says that leaves the rule as it is, put into the rule; `None` where it says more.
#[must_use]
pub fn beside(stock: Cursor, rule: &Stock) -> Option<Stock> {
    let all = stock.table()?.entries().iter().all(|entry| [reserve::KEY, rush::KEY].contains(&&*entry.key));
    let mut rule = rule.clone();
    if stock.at(reserve::KEY).is_given() {
        rule.reserve = reserve::read(stock);
    }
    rule.rush = rush::read(stock).or(rule.rush);
    all.then_some(rule)
}

/// The rule with its settings, if one is named.
pub fn read(stock: Cursor, problems: &mut Problems) -> Option<Stock> {
    let rules = [
        base_stock::read(stock),
        min_max::read(stock, problems),
        reorder::read(stock),
        fill_rate::read(stock),
        guaranteed_service::read(stock),
        forecast::read(stock, problems),
    ];
    let review = stock.at("review");
    let period = review.given_number().map(Ticks::from_units);
    if period == Some(Ticks::ZERO) && review.number() > 0.0 {
        problems.at(review.value_place(), "`review` is less than half of the shortest time, 1e-9 time units");
    }
    let initial = stock.at("initial").given_whole().and_then(|units| u64::try_from(units).ok());
    let rule = rules.into_iter().flatten().next()?;
    Some(Stock {
        rule,
        review: period,
        initial,
        rush: rush::read(stock),
        reserve: reserve::read(stock),
        opening: opening::read(stock),
    })
}

/// The numbers that a plan starts with under a rule.
#[must_use]
pub fn level(stock: &Stock) -> Level {
    numbers(&stock.rule).starting_with(stock.initial, stock.opening.net()).rushing(stock.rush.as_ref())
}

/// The rule with its number, where the lowest position after a look is this, or nothing is asked.
fn with_number(sized: SizedNumber, position: Option<i64>) -> StockRule {
    match sized {
        SizedNumber::Level => StockRule::BaseStock { level: position.unwrap_or(0) },
        SizedNumber::Point { quantity } => reorder::sized(quantity, position),
        SizedNumber::Min { span, trigger } => min_max::sized(span, trigger, position),
    }
}

fn numbers(rule: &StockRule) -> Level {
    match *rule {
        StockRule::BaseStock { level } => base_stock::level(level),
        StockRule::MinMax { min, max, trigger } => min_max::level(min, max, trigger),
        StockRule::Reorder { point, quantity } => reorder::level(point, quantity),
        StockRule::FillRate { sized, .. } => numbers(&with_number(sized, None)),
        // Known once the network is.
        StockRule::GuaranteedService { .. } | StockRule::Forecast(_) => Level::base_stock(0),
    }
}

/// The forecast that a rule follows.
#[must_use]
pub fn forecast(rule: &StockRule) -> Option<&Forecast> {
    match rule {
        StockRule::Forecast(forecast) => Some(forecast),
        _ => None,
    }
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

/// The numbers of a rule that a search may move, in the order of their keys.
#[must_use]
pub fn levers(rule: &StockRule) -> Vec<Lever> {
    match rule {
        // What it is placed for is searched.
        StockRule::BaseStock { .. } | StockRule::GuaranteedService { .. } => base_stock::levers(),
        StockRule::MinMax { trigger, .. } => min_max::levers(*trigger),
        StockRule::Reorder { .. } => reorder::levers(),
        // What it is sized to is searched.
        StockRule::FillRate { sized, .. } => levers(&with_number(*sized, None)),
        StockRule::Forecast(own) => forecast::levers(own),
    }
}

/// The unit fill rate that a rule names in place of a level, which is sized to meet it.
#[must_use]
pub fn sized_for(rule: &StockRule) -> Option<f64> {
    match rule {
        StockRule::FillRate { target, .. } => Some(*target),
        _ => None,
    }
}

/// The standard deviations that a rule names in place of a level, which is placed for them.
#[must_use]
pub fn placed_for(rule: &StockRule) -> Option<f64> {
    match rule {
        StockRule::GuaranteedService { factor } => Some(*factor),
        _ => None,
    }
}

/// Whether a rule names something else in place of its level.
#[must_use]
pub fn is_sized(rule: &StockRule) -> bool {
    sized_for(rule).is_some() || placed_for(rule).is_some()
}

/// The lowest and the highest position that a rule may be sized to, units: an empty shelf has no level below 0.
#[must_use]
pub fn positions(rule: &StockRule) -> (i64, i64) {
    let most = UNITS.high as i64;
    match rule {
        StockRule::FillRate { sized: SizedNumber::Point { .. } | SizedNumber::Min { .. }, .. } => (-most, most),
        _ => (0, most),
    }
}

/// The numbers of a rule whose number is sized: its lowest position after a look is this, or nothing is asked.
#[must_use]
pub fn sized(stock: &Stock, position: Option<i64>) -> Level {
    match &stock.rule {
        StockRule::FillRate { sized, .. } => level(&Stock { rule: with_number(*sized, position), ..stock.clone() }),
        StockRule::GuaranteedService { .. } => {
            let position = position.map(|units| units.min(positions(&stock.rule).1));
            level(&Stock { rule: with_number(SizedNumber::Level, position), ..stock.clone() })
        }
        _ => level(stock),
    }
}

/// The level that has to last for a lead time: that of a base stock, the minimum or the reorder point; none where it is sized.
#[must_use]
pub fn trigger_level(rule: &StockRule) -> Option<i64> {
    match rule {
        StockRule::BaseStock { level } => Some(*level),
        StockRule::MinMax { min, .. } => Some(*min),
        StockRule::Reorder { point, .. } => Some(*point),
        StockRule::FillRate { .. } | StockRule::GuaranteedService { .. } | StockRule::Forecast(_) => None,
    }
}

/// A rule in words, with the numbers of a plan: as it is written.
#[must_use]
pub fn described(rule: Option<&StockRule>, level: &Level) -> String {
    match rule {
        Some(StockRule::Reorder { .. }) => format!("reorder at {} in lots of {}", level.low, level.quantity),
        Some(StockRule::MinMax { trigger: Trigger::Below, .. }) => {
            format!("below min {} up to max {}", level.low + 1, level.high)
        }
        Some(StockRule::MinMax { trigger: Trigger::AtOrBelow, .. }) => format!("min {} max {}", level.low, level.high),
        Some(StockRule::FillRate { sized, .. }) => described(Some(&with_number(*sized, None)), level),
        Some(StockRule::Forecast(own)) => format!("{} {}", forecast::described(own), level.high),
        Some(StockRule::BaseStock { .. } | StockRule::GuaranteedService { .. }) | None => {
            format!("base stock {}", level.high)
        }
    }
}

/// A key beside those of the rule, with its value as TOML, where it is not the usual one.
#[must_use]
pub fn companion(rule: &StockRule) -> Option<(&'static str, &'static str)> {
    match rule {
        StockRule::MinMax { trigger, .. } | StockRule::FillRate { sized: SizedNumber::Min { trigger, .. }, .. } => {
            min_max::companion(*trigger)
        }
        _ => None,
    }
}
