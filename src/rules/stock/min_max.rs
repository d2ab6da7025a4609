//! Min-max, (s, S): when the inventory position is at the minimum or below it, release up to the maximum.
//!
//! Use it where each order costs something; it is then optimal for linear holding and backorder cost (H. Scarf, in
//! Mathematical Methods in the Social Sciences, 1960). Released at position x ≤ s: S − x. Some texts and programs order only
//! *below* the minimum; the trigger says which.

use super::fill_rate;
use super::level::Level;
use super::lever::{Lever, RuleNumber};
use crate::keys::range::{INSIDE_0_1, SIGNED_UNITS, UNITS};
use crate::keys::row::key;
use crate::keys::{Exclusive, Fallback, KeyRow, Need, Swap, ValueKind};
use crate::model::{SizedNumber, StockRule, Trigger};
use crate::reader::{Cursor, Problem, Problems};

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("min_max", ValueKind::Group, "", Fallback::None, "If the position is at or below `min`: up to `max`."),
    key("min_max.min", ValueKind::WholeOrGroup(SIGNED_UNITS), "units", Fallback::Required, "Level that triggers a replenishment."),
    key("min_max.min.fill_rate", ValueKind::Number(INSIDE_0_1), "share", Fallback::Required, "The minimum is sized to meet this unit fill rate over the nominal lead time; `span` goes with it."),
    key("min_max.max", ValueKind::Whole(UNITS), "units", Fallback::None, "Level replenished up to."),
    key("min_max.span", ValueKind::Whole(UNITS), "units", Fallback::None, "In place of `max`: how far it is above `min`."),
];

/// How the maximum is said.
pub(super) const MAXIMUM: Exclusive = Exclusive {
    pattern: "min_max",
    keys: &["max", "span"],
    need: Need::One,
    swap: Swap::Replaces,
    with: &[],
    help: "",
};

/// The key beside it; it goes when another rule replaces this one.
pub(super) const TRIGGER: &str = "trigger";

/// Its row stands after those of all rules.
#[rustfmt::skip]
pub(super) const TRIGGER_ROWS: &[KeyRow] = &[
    key(TRIGGER, ValueKind::Word(&["at_or_below", "below"]), "", Fallback::Follows("`\"at_or_below\"`"), "Whether `min_max` acts at `min` already, or only below it."),
];

/// The rule, if it is named.
pub(super) fn read(stock: Cursor, problems: &mut Problems) -> Option<StockRule> {
    let (rule, trigger) = (stock.at("min_max"), stock.at(TRIGGER));
    if !rule.is_given() {
        if trigger.is_given() {
            problems.at(trigger.place, "`trigger` goes with `min_max`");
        }
        return None;
    }
    let (min, max, span) = (rule.at("min"), rule.at("max"), rule.at("span"));
    let trigger = if trigger.text() == "below" { Trigger::Below } else { Trigger::AtOrBelow };
    if let Some(sized) = fill_rate::in_place_of(min, SizedNumber::Min { span: span.whole(), trigger }) {
        if max.is_given() {
            problems.at(max.place, "a `min` that is sized takes `span` in place of `max`");
        }
        return Some(sized);
    }
    let highest = if span.is_given() { min.whole().saturating_add(span.whole()) } else { max.whole() };
    if min.is_given() && max.is_given() && min.whole() > highest {
        let message = format!("`min_max` has min {} above max {}", min.whole(), max.whole());
        problems.add(Problem::new(min.value_place(), message).also(max.value_place(), "max is here"));
    }
    Some(StockRule::MinMax { min: min.whole(), max: highest, trigger })
}

/// The rule with its minimum: the lowest position after a look is that, or one above it, where anything is asked.
pub(super) fn sized(span: i64, trigger: Trigger, position: Option<i64>) -> StockRule {
    let at = i64::from(trigger == Trigger::AtOrBelow);
    let min = position.map_or(0, |position| position - at);
    StockRule::MinMax { min, max: min + span, trigger }
}

/// The key beside it, where it does not act at the minimum.
pub(super) fn companion(trigger: Trigger) -> Option<(&'static str, &'static str)> {
    (trigger == Trigger::Below).then_some((TRIGGER, "\"below\""))
}

/// What a search may move.
pub(super) fn levers(trigger: Trigger) -> Vec<Lever> {
    let offset = i64::from(trigger == Trigger::Below);
    let min = Lever { key: "min_max.min", number: RuleNumber::Min, offset };
    vec![min, Lever { key: "min_max.max", number: RuleNumber::Max, offset: 0 }]
}

/// Its numbers; the shelf starts at the maximum.
pub(super) fn level(min: i64, max: i64, trigger: Trigger) -> Level {
    let low = match trigger {
        Trigger::AtOrBelow => min,
        Trigger::Below => min - 1,
    };
    Level { low, high: max, quantity: 0, initial: max.max(0), rush: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::stock::scored_by_path;

    #[test]
    fn min_max_waits_for_its_minimum() {
        let at = level(3, 10, Trigger::AtOrBelow);
        let below = level(3, 10, Trigger::Below);
        assert_eq!([at.release(4), at.release(3), at.release(2)], [0, 7, 8]);
        assert_eq!([below.release(4), below.release(3), below.release(2)], [0, 0, 8]);
    }

    #[test]
    fn with_a_maximum_just_above_its_minimum_it_is_a_base_stock() {
        assert_eq!(level(9, 10, Trigger::AtOrBelow), Level::base_stock(10));
        assert_eq!(scored_by_path(&level(9, 10, Trigger::AtOrBelow), 0), Ok(()));
        assert!(scored_by_path(&level(8, 10, Trigger::AtOrBelow), 0).is_err());
    }
}
