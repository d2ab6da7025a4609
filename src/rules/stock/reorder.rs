//! Reorder point and quantity, (r, nQ): when the inventory position is at the point or below it, release the smallest
//! multiple of the quantity that lifts it above the point.
//!
//! Use it where goods come in packs or batches (S. Axsäter, Inventory Control, chapter 3). Released at position x ≤ r:
//! Q · ⌈(r + 1 − x) / Q⌉. Between orders the position is uniform on r + 1 … r + Q.

use super::level::Level;

/// Its numbers; the shelf starts at the highest position.
pub(super) fn level(point: i64, quantity: i64) -> Level {
    Level { low: point, high: point + quantity, quantity, initial: (point + quantity).max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::stock::scored_by_path;

    #[test]
    fn reorder_lifts_above_the_point_in_multiples() {
        let level = level(9, 12);
        assert_eq!(level.initial, 21);
        assert_eq!([level.release(10), level.release(9), level.release(-2), level.release(-3)], [0, 12, 12, 24]);
        assert!(scored_by_path(&level, 0).is_err());
    }
}
