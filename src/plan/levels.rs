//! The numbers of the stock rules, apart from the plan.

/// The rule's numbers of one item. One form covers every rule of `docs/MODEL.md`:
/// when position ≤ `low`, release up to `high`, or (with `quantity` > 0) the smallest multiple of `quantity`
/// that lifts the position above `low`. A base stock S is (S − 1, S); order-driven items have (−1, 0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Trigger, units: the rule acts at this position or below.
    pub low: i64,
    /// Order-up-to level, units.
    pub high: i64,
    /// Fixed quantity of an (r, Q) rule; 0 for order-up-to rules.
    pub quantity: i64,
    /// Units on the shelf at time 0.
    pub initial: i64,
}

impl Level {
    /// Base stock `level`, starting full.
    #[must_use]
    pub fn base_stock(level: i64) -> Level {
        Level { low: level - 1, high: level, quantity: 0, initial: level.max(0) }
    }

    /// Units to release at this position; 0 when the rule does not act.
    #[inline]
    #[must_use]
    pub fn release(&self, position: i64) -> i64 {
        if position > self.low {
            0
        } else if self.quantity == 0 {
            self.high - position
        } else {
            let short = self.low + 1 - position;
            (short + self.quantity - 1) / self.quantity * self.quantity
        }
    }
}

/// The numbers of every item of a plan, by the plan's numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels(pub Vec<Level>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_stock_orders_the_gap() {
        let level = Level::base_stock(5);
        assert_eq!([level.release(5), level.release(4), level.release(-2)], [0, 1, 7]);
    }

    #[test]
    fn reorder_lifts_above_the_point_in_multiples() {
        let level = Level { low: 9, high: 0, quantity: 12, initial: 21 };
        assert_eq!([level.release(10), level.release(9), level.release(-2), level.release(-3)], [0, 12, 12, 24]);
    }
}
