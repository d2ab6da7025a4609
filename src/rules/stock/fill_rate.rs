//! A base stock that is asked for by the unit fill rate it is to meet in the nominal lead time.
//!
//! Use it where service is promised and the level is not. The level is the least S for which the expected share of units
//! served at once is met; the plan finds it once the lead times and demands of the network are known.

use super::level::Level;

/// Its numbers until the plan has found them.
pub(super) fn level() -> Level {
    Level::base_stock(0)
}
