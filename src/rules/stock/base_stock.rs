//! Base stock (one for one, S): whenever the inventory position is below the level, release up to it.
//!
//! Use it where ordering costs nothing worth saving; it is then optimal for linear holding and backorder cost (A. J.
//! Clark & H. Scarf, Management Science 6(4), 1960). Released at position x: S − x.

use super::level::Level;

/// Its numbers: the level is reached again after every request.
pub(super) fn level(level: i64) -> Level {
    Level::base_stock(level)
}

/// Kept paths score a base stock: its position never moves, so that every request releases what it asks for. Other rules
/// they score only where their numbers are those of a base stock.
pub(super) fn scored_by_path(level: &Level) -> Result<(), &'static str> {
    if level.quantity != 0 || level.low + 1 != level.high {
        return Err("has a stock rule other than a base stock");
    }
    if level.initial != level.high {
        return Err("does not start at its base stock");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_stock_orders_the_gap() {
        let level = level(5);
        assert_eq!([level.release(5), level.release(4), level.release(-2)], [0, 1, 7]);
        assert_eq!(scored_by_path(&level), Ok(()));
    }
}
