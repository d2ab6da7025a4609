//! `stock`: a rule with its settings.

use crate::input::keys::table::STOCK_RULES;
use crate::model::{Lot, Stock, StockRule, Ticks, Trigger};
use crate::reader::{Cursor, Problem, Problems};

/// Whether a rule is named.
pub fn names_rule(at: Cursor) -> bool {
    at.table().is_some_and(|table| STOCK_RULES.keys.iter().any(|key| table.get(key).is_some()))
}

/// The rule, if one is named.
pub fn stock(at: Cursor, problems: &mut Problems) -> Option<Stock> {
    let rule = rule(at, problems);
    let trigger = at.at("trigger");
    if trigger.is_given() && !at.at("min_max").is_given() {
        problems.at(trigger.place, "`trigger` goes with `min_max`");
    }
    let review = at.at("review");
    let period = review.given_number().map(Ticks::from_units);
    if period == Some(Ticks::ZERO) && review.number() > 0.0 {
        problems.at(review.value_place(), "`review` is less than half of the shortest time, 1e-9 time units");
    }
    let initial = at.at("initial").given_whole().and_then(|units| u64::try_from(units).ok());
    Some(Stock { rule: rule?, review: period, initial })
}

fn rule(at: Cursor, problems: &mut Problems) -> Option<StockRule> {
    let (base, min_max, reorder, fill) = (at.at("base_stock"), at.at("min_max"), at.at("reorder"), at.at("fill_rate"));
    if base.is_given() {
        Some(StockRule::BaseStock { level: base.whole() })
    } else if min_max.is_given() {
        let (min, max) = (min_max.at("min"), min_max.at("max"));
        if min.is_given() && max.is_given() && min.whole() > max.whole() {
            let message = format!("`min_max` has min {} above max {}", min.whole(), max.whole());
            problems.add(Problem::new(min.value_place(), message).also(max.value_place(), "max is here"));
        }
        let trigger = if at.at("trigger").text() == "below" { Trigger::Below } else { Trigger::AtOrBelow };
        Some(StockRule::MinMax { min: min.whole(), max: max.whole(), trigger })
    } else if reorder.is_given() {
        let (point, quantity) = (reorder.at("point").whole(), reorder.at("quantity").whole());
        Some(StockRule::Reorder { point, quantity })
    } else if fill.is_given() {
        Some(StockRule::FillRate { target: fill.number() })
    } else {
        None
    }
}

/// `buy.minimum`, `multiple`, `maximum`.
pub fn lot(buy: Cursor, problems: &mut Problems) -> Lot {
    let units = |key: &str| u64::try_from(buy.at(key).whole()).unwrap_or(0);
    let (minimum, multiple) = (units("minimum"), units("multiple").max(1));
    let maximum = buy.at("maximum").is_given().then(|| units("maximum"));
    let least = minimum.max(1).div_ceil(multiple) * multiple;
    if let Some(maximum) = maximum.filter(|maximum| *maximum < least) {
        let message =
            format!("`maximum` is {maximum}, but the smallest lot that meets `minimum` and `multiple` is {least}");
        problems.at(buy.at("maximum").value_place(), message);
    }
    Lot { minimum, multiple, maximum }
}
