//! Min-max, (s, S): when the inventory position is at the minimum or below it, release up to the maximum.
//!
//! Use it where each order costs something; it is then optimal for linear holding and backorder cost (H. Scarf, in
//! Mathematical Methods in the Social Sciences, 1960). Released at position x ≤ s: S − x. Some texts and programs order only
//! *below* the minimum; the trigger says which.

use super::level::Level;
use crate::model::Trigger;

/// Its numbers; the shelf starts at the maximum.
pub(super) fn level(min: i64, max: i64, trigger: Trigger) -> Level {
    let low = match trigger {
        Trigger::AtOrBelow => min,
        Trigger::Below => min - 1,
    };
    Level { low, high: max, quantity: 0, initial: max.max(0) }
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
