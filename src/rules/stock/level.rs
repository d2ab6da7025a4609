//! What every stock rule comes down to: two levels, a quantity, and what is on the shelf at the beginning.

/// The rule's numbers of one item. One form covers every rule of `docs/MODEL.md`: when the position is at or below `low`,
/// release up to `high`, or (with `quantity` > 0) the smallest multiple of `quantity` that lifts the position
/// above `low`. A base stock S is (S − 1, S); order-driven items have (−1, 0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Trigger, units: the rule acts at this position or below.
    pub low: i64,
    /// Order-up-to level, units.
    pub high: i64,
    /// Fixed quantity of an (r, Q) rule, units; 0 for order-up-to rules.
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

    /// The same numbers with `initial` units on the shelf at time 0; without a number as many as make the position the rule's
    /// level, with `net` units on order and not owed.
    #[must_use]
    pub fn starting_with(self, initial: Option<u64>, net: i64) -> Level {
        Level { initial: initial.map_or((self.high - net).max(0), |units| units as i64), ..self }
    }

    /// How much? Units to release at this position; 0 when the rule does not act.
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
