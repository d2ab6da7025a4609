//! Yield: how many units of a replenishment are good; the others are found bad at its receipt, and are gone.
//!
//! Either each unit is good by itself with the same probability (the binomial model), or a share of each replenishment is (the
//! stochastically proportional model; C. A. Yano & H. L. Lee, Operations Research 43(2), 1995). The u-th unit that a source
//! sends has the u-th draw, so a higher yield spoils no unit that was good.

use crate::keys::range::{NOT_NEGATIVE, SHARE_ABOVE_0};
use crate::keys::row::key;
use crate::keys::{Exclusive, Fallback, KeyRow, LawUse, Need, Swap, ValueKind};
use crate::laws::{Distribution, Law, Sampler, law};
use crate::model::{SizedNumber, Stock, StockRule, Yield};
use crate::random::{Purpose, StreamKey, StreamRng};
use crate::reader::Cursor;
use crate::rules::sizes::Sizes;

/// Probability that a unit is still bad that no longer counts.
const NOTHING: f64 = 1e-9;

/// What a bad unit costs.
#[rustfmt::skip]
pub const ITEM_ROWS: &[KeyRow] = &[
    key("items.*.scrap_cost", ValueKind::Number(NOT_NEGATIVE), "currency per bad unit", Fallback::Is("0"), "Cost of a unit that is found bad at its receipt, beside what was paid for it."),
];

/// Its keys, of every purchase.
#[rustfmt::skip]
pub const BUY_ROWS: &[KeyRow] = &[
    key("items.*.buy.yield", ValueKind::Number(SHARE_ABOVE_0), "share", Fallback::Follows("all units are good"), "Probability that a unit bought is good; the others are found bad at the receipt, and are gone."),
    key("items.*.buy.lot_yield", ValueKind::Law(LawUse::Share), "share", Fallback::None, "Share of each purchase order that is good, rounded to whole units."),
];

/// Its keys, of every make.
#[rustfmt::skip]
pub const MAKE_ROWS: &[KeyRow] = &[
    key("items.*.make.yield", ValueKind::Number(SHARE_ABOVE_0), "share", Fallback::Follows("all units are good"), "Probability that a unit made is good; the others are found bad when the work order is finished, and are gone. Not with `optional` parts."),
    key("items.*.make.lot_yield", ValueKind::Law(LawUse::Share), "share", Fallback::None, "Share of each work order that is good, rounded to whole units."),
];

/// One way to say it.
#[rustfmt::skip]
pub const EXCLUSIVE: &[Exclusive] = &[
    Exclusive { pattern: "items.*.buy", keys: &["yield", "lot_yield"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "items.*.make", keys: &["yield", "lot_yield"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
];

/// The yield of a purchase or a make; `None` where all is good.
#[must_use]
pub fn read(of: Cursor) -> Option<Yield> {
    match of.at("yield").given_number() {
        Some(share) => (share < 1.0).then_some(Yield::Unit(share)),
        None => of.at("lot_yield").is_given().then(|| Yield::Lot(law(of.at("lot_yield")))).filter(|own| !is_full(own)),
    }
}

/// Whether a law says 1 always.
fn is_full(own: &Yield) -> bool {
    matches!(own, Yield::Lot(law) if Law::as_constant(law) == Some(1.0))
}

/// The yield of a source, ready to be drawn.
#[derive(Clone, Debug)]
pub enum YieldPlan {
    /// Each unit by itself.
    Unit {
        /// Probability that a unit is good.
        share: f64,
        /// Stream of the units.
        key: StreamKey,
    },
    /// A share of each replenishment.
    Lot {
        /// Law of the share.
        law: Box<Sampler>,
        /// Stream of the replenishments.
        key: StreamKey,
    },
}

impl YieldPlan {
    /// The yield of a source of this name.
    #[must_use]
    pub fn new(own: &Yield, name: &str) -> YieldPlan {
        match own {
            Yield::Unit(share) => YieldPlan::Unit { share: *share, key: StreamKey::new(Purpose::Yield, name) },
            Yield::Lot(law) => {
                YieldPlan::Lot { law: Box::new(Sampler::new(law)), key: StreamKey::new(Purpose::LotYield, name) }
            }
        }
    }

    /// Good ones of `units`, of which the first was unit number `first` that the source sent, in its replenishment `number`.
    #[must_use]
    pub fn good(&self, (seed, replication): (u64, u32), (first, number): (u64, u64), units: i64) -> i64 {
        match self {
            YieldPlan::Unit { share, key } => {
                let is_good = |unit: &u64| StreamRng::keyed(seed, replication, key.number(*unit)).uniform() < *share;
                (first..first + units.unsigned_abs()).filter(is_good).count() as i64
            }
            YieldPlan::Lot { law, key } => {
                let drawn = law.sample(&mut StreamRng::keyed(seed, replication, key.number(number)));
                (libm::floor(drawn * units as f64 + 0.5) as i64).clamp(0, units)
            }
        }
    }
}

/// Mean number of replenishments that one for so many units takes until all are there. A bad unit of a lot of fixed size, or of
/// one that waits for a review, is part of a later one.
#[must_use]
pub fn tries(own: &Yield, stock: Option<&Stock>, sizes: &Sizes) -> f64 {
    match stock {
        Some(stock) if stock.review.is_some() => 1.0,
        Some(stock) if !is_base_stock(&stock.rule) => 1.0 / own.mean(),
        _ => sizes.mean_of(|units| tries_of(own, units)) / sizes.mean_of(|_| 1.0),
    }
}

fn is_base_stock(rule: &StockRule) -> bool {
    matches!(
        rule,
        StockRule::BaseStock { .. }
            | StockRule::GuaranteedService { .. }
            | StockRule::FillRate { sized: SizedNumber::Level, .. }
    )
}

/// Of units that are good by themselves the mean of the largest of so many geometric numbers; of a share the mean share, time after
/// time.
fn tries_of(own: &Yield, units: u64) -> f64 {
    match own {
        Yield::Unit(share) => {
            let (mut sum, mut bad) = (0.0, 1.0);
            loop {
                let open = 1.0 - libm::pow(1.0 - bad, units as f64);
                sum += open;
                bad *= 1.0 - share;
                if open < NOTHING {
                    return sum;
                }
            }
        }
        Yield::Lot(_) => {
            let (mut tries, mut left) = (0.0, units as f64);
            loop {
                let good = libm::floor(own.mean() * left + 0.5);
                if good <= 0.0 || good >= left {
                    return tries + if good <= 0.0 { 1.0 / own.mean() } else { 1.0 };
                }
                (tries, left) = (tries + 1.0, left - good);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::{Constant, LawError};
    use proptest::prelude::*;

    proptest! {
        /// A unit that is good stays good, and a replenishment cut in two has the same units.
        #[test]
        fn a_higher_yield_spoils_nothing(low in 0.01..0.99_f64, more in 0.0..0.9_f64, first in 0..1000_u64, units in 0..60_i64, cut in 0..60_i64) {
            let cut = cut.min(units);
            let good = |share: f64, first: u64, units: i64| YieldPlan::new(&Yield::Unit(share), "x").good((7, 1), (first, 3), units);
            let high = low + more * (1.0 - low);
            prop_assert!(good(low, first, units) <= good(high, first, units));
            prop_assert_eq!(good(low, first, units), good(low, first, cut) + good(low, first + cut as u64, units - cut));
        }
    }

    #[test]
    fn a_share_of_a_replenishment_is_rounded_half_up() -> Result<(), LawError> {
        for (share, units, expected) in [(0.5, 5, 3), (0.8, 10, 8), (0.25, 1, 0), (0.5, 1, 1), (1.0, 7, 7)] {
            let plan = YieldPlan::new(&Yield::Lot(Law::new(Constant::new(share))?), "x");
            assert_eq!(plan.good((1, 0), (0, 0), units), expected, "{share} of {units}");
        }
        Ok(())
    }
}
