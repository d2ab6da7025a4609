//! Sourcing: which of several sources of an item gets a replenishment, decided before lots.
//!
//! Rotation and shares are the static policies of multiple sourcing, `split` sends part of each order to every source, and
//! `first` looks at who is able to begin (S. Minner, International Journal of Production Economics 81–82, 2003, reviews them).
//! The d-th decision of an item meets the same draw whatever the times of the others.

use crate::keys::range::{NOT_NEGATIVE, SHARE_ABOVE_0, SPAN, UNITS, UNITS_FROM_1};
use crate::keys::row::{PER_PIECE, RATE, TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, LawUse, NameKind, Need, RefersTo, Swap, ValueKind};
use crate::model::Sourcing;
use crate::random::{AliasTable, Purpose, StreamKey, StreamRng};

const OF_BUY: Fallback = Fallback::Follows("what `buy` itself says");

/// Its keys of a purchase.
#[rustfmt::skip]
pub const BUY_ROWS: &[KeyRow] = &[
    key("items.*.buy.sources", ValueKind::Named(NameKind::New), "", Fallback::None, "Several sources, by name; which of them gets an order says `sourcing`. With `make` the item is made, too."),
    key("items.*.buy.sources.*", ValueKind::Group, "", Fallback::None, "One source: any key of `buy`, and `cost`; what it does not say, `buy` itself says for all."),
    key("items.*.buy.sources.*.cost", ValueKind::Number(NOT_NEGATIVE), PER_PIECE, Fallback::Follows("the item's"), "Price of a unit from this source."),
    key("items.*.buy.sources.*.supplier", ValueKind::Name(RefersTo::Supplier), "", OF_BUY, "Its supplier, one of `suppliers`."),
    key("items.*.buy.sources.*.lead_time", ValueKind::Law(LawUse::Time), TIME, OF_BUY, "From order to receipt; the service time when the supplier has servers."),
    key("items.*.buy.sources.*.crossing", ValueKind::Word(&["independent", "sequential"]), "", OF_BUY, "Whether its receipts may overtake each other; only without a named supplier."),
    key("items.*.buy.sources.*.order_cost", ValueKind::Number(NOT_NEGATIVE), "currency per purchase order", OF_BUY, "Cost of one purchase order."),
    key("items.*.buy.sources.*.minimum", ValueKind::Whole(UNITS), "units", OF_BUY, "Least units of one purchase order."),
    key("items.*.buy.sources.*.multiple", ValueKind::Whole(UNITS_FROM_1), "units", OF_BUY, "Units of a purchase order are a multiple of this."),
    key("items.*.buy.sources.*.maximum", ValueKind::Whole(UNITS_FROM_1), "units", OF_BUY, "Most units of one purchase order; larger needs are split."),
    key("items.*.buy.sources.*.yield", ValueKind::Number(SHARE_ABOVE_0), "share", OF_BUY, "Probability that a unit is good."),
    key("items.*.buy.sources.*.lot_yield", ValueKind::Law(LawUse::Share), "share", OF_BUY, "Share of each purchase order that is good."),
    key("items.*.buy.sources.*.pay_after", ValueKind::Time(SPAN), TIME, OF_BUY, "Time from the receipt of a purchase to its payment."),
    key("items.*.buy.sources.*.carbon", ValueKind::Number(NOT_NEGATIVE), "kg per unit", OF_BUY, "Carbon dioxide of one unit and its transport, counted at release."),
    key("items.*.buy.sources.*.holding_cost", ValueKind::Number(NOT_NEGATIVE), RATE, OF_BUY, "Holding cost of units on order."),
];

/// Which source gets an order, of an item.
#[rustfmt::skip]
pub const ITEM_ROWS: &[KeyRow] = &[
    key("items.*.sourcing", ValueKind::TextOrGroup, "", Fallback::Follows("its only source; required where it has several"), "Which source gets a replenishment: the name of one (`make` and `buy` where the item is made and bought), `\"rotate\"` for all in turn, or one of the keys below."),
    key("items.*.sourcing.rotate", ValueKind::Texts, "", Fallback::None, "These in turn, again and again."),
    key("items.*.sourcing.shares", ValueKind::Named(NameKind::New), "", Fallback::None, "One that is drawn for each release."),
    key("items.*.sourcing.shares.*", ValueKind::Number(NOT_NEGATIVE), "weight", Fallback::None, "Weight of this source; weights need not sum to 1."),
    key("items.*.sourcing.split", ValueKind::Named(NameKind::New), "", Fallback::None, "All of them, units by largest remainder."),
    key("items.*.sourcing.split.*", ValueKind::Number(NOT_NEGATIVE), "weight", Fallback::None, "Weight of this source; weights need not sum to 1."),
    key("items.*.sourcing.first", ValueKind::Texts, "", Fallback::None, "The first that could begin at once: nothing waits there, and with servers one is free; else the first of the list."),
];

/// The same of an item under one strategy.
#[rustfmt::skip]
pub const STRATEGY_ROWS: &[KeyRow] = &[
    key("strategies.*.sourcing", ValueKind::Named(NameKind::Items), "", Fallback::None, "Sourcing of items under this strategy, by name."),
    key("strategies.*.sourcing.*", ValueKind::TextOrGroup, "", Fallback::Follows("that of the item"), "As `items.*.sourcing`."),
    key("strategies.*.sourcing.*.rotate", ValueKind::Texts, "", Fallback::None, "These in turn, again and again."),
    key("strategies.*.sourcing.*.shares", ValueKind::Named(NameKind::New), "", Fallback::None, "One that is drawn for each release."),
    key("strategies.*.sourcing.*.shares.*", ValueKind::Number(NOT_NEGATIVE), "weight", Fallback::None, "Weight of this source."),
    key("strategies.*.sourcing.*.split", ValueKind::Named(NameKind::New), "", Fallback::None, "All of them, units by largest remainder."),
    key("strategies.*.sourcing.*.split.*", ValueKind::Number(NOT_NEGATIVE), "weight", Fallback::None, "Weight of this source."),
    key("strategies.*.sourcing.*.first", ValueKind::Texts, "", Fallback::None, "The first that could begin at once, else the first of the list."),
];

/// One way to say it.
#[rustfmt::skip]
pub const EXCLUSIVE: &[Exclusive] = &[
    Exclusive { pattern: "items.*.sourcing", keys: &["rotate", "shares", "split", "first"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "strategies.*.sourcing.*", keys: &["rotate", "shares", "split", "first"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "items.*.buy.sources.*", keys: &["supplier", "crossing"], need: Need::AtMostOne, swap: Swap::Clashes, with: &[], help: "" },
    Exclusive { pattern: "items.*.buy.sources.*", keys: &["yield", "lot_yield"], need: Need::AtMostOne, swap: Swap::Replaces, with: &[], help: "" },
];

/// Which source gets the next replenishment. Sources are places among those of the item.
#[derive(Clone, Debug)]
pub enum SourcingPlan {
    /// Always this one.
    One(u32),
    /// One after the other.
    Rotate(Box<[u32]>),
    /// A draw among all.
    Shares {
        /// By weight.
        table: AliasTable,
        /// Stream of the decisions.
        key: StreamKey,
    },
    /// All, with these weights.
    Split(Box<[f64]>),
    /// The first that is able.
    First(Box<[u32]>),
}

/// Who gets a replenishment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chosen<'a> {
    /// One source.
    One(u32),
    /// All, with these weights.
    All(&'a [f64]),
}

impl SourcingPlan {
    /// The sourcing of an item of this name.
    #[must_use]
    pub fn new(sourcing: &Sourcing, name: &str) -> SourcingPlan {
        match sourcing {
            Sourcing::One(source) => SourcingPlan::One(*source),
            Sourcing::Rotate(list) => SourcingPlan::Rotate(list.clone().into()),
            Sourcing::Shares(weights) => {
                SourcingPlan::Shares { table: AliasTable::new(weights), key: StreamKey::new(Purpose::Source, name) }
            }
            Sourcing::Split(weights) => SourcingPlan::Split(weights.clone().into()),
            Sourcing::First(list) => SourcingPlan::First(list.clone().into()),
        }
    }

    /// Who gets replenishment `decision` of the item, counted from 0, where `able` tells whether a source could begin now.
    pub fn choose(
        &self,
        decision: u64,
        (seed, replication): (u64, u32),
        mut able: impl FnMut(u32) -> bool,
    ) -> Chosen<'_> {
        match self {
            SourcingPlan::One(source) => Chosen::One(*source),
            SourcingPlan::Rotate(list) => Chosen::One(list[(decision % list.len() as u64) as usize]),
            SourcingPlan::Shares { table, key } => {
                let mut rng = StreamRng::keyed(seed, replication, key.number(decision));
                Chosen::One(table.draw(&mut rng) as u32)
            }
            SourcingPlan::Split(weights) => Chosen::All(weights),
            SourcingPlan::First(list) => Chosen::One(*list.iter().find(|source| able(**source)).unwrap_or(&list[0])),
        }
    }
}

/// Units of each source where all get some: whole ones by largest remainder (Hamilton's method), ties in the order of the list.
#[must_use]
pub fn split(units: i64, weights: &[f64]) -> Vec<i64> {
    let sum: f64 = weights.iter().sum();
    let exact = |weight: &f64| units as f64 * weight / sum;
    let mut parts: Vec<i64> = weights.iter().map(|weight| libm::floor(exact(weight) + ROUNDING) as i64).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|place| weights[*place] > 0.0).collect();
    let left = |place: usize| exact(&weights[place]) - parts[place] as f64;
    let remainders: Vec<f64> = (0..weights.len()).map(left).collect();
    // Equal but for the last digit is equal.
    order.sort_by(|a, b| {
        let apart = remainders[*b] - remainders[*a];
        if apart.abs() < ROUNDING { a.cmp(b) } else { apart.total_cmp(&0.0) }
    });
    let missing = units - parts.iter().sum::<i64>();
    order.into_iter().take(missing.max(0) as usize).for_each(|place| parts[place] += 1);
    parts
}

/// Shares of units that differ by less are alike.
const ROUNDING: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remainders_decide_and_then_the_order() {
        assert_eq!(split(10, &[6.0, 4.0]), [6, 4]);
        assert_eq!(split(1, &[6.0, 4.0]), [1, 0]);
        assert_eq!(split(3, &[1.0, 1.0]), [2, 1]);
        assert_eq!(split(5, &[0.0, 1.0, 1.0]), [0, 3, 2]);
        assert_eq!(split(7, &[1.0, 2.0, 4.0]), [1, 2, 4]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_in_a_split(units in 1..500_i64, weights in prop::collection::vec(0.0..5.0_f64, 1..5)) {
            prop_assume!(weights.iter().sum::<f64>() > 0.0);
            let parts = split(units, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), units);
            let sum: f64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((*part as f64 - units as f64 * weight / sum).abs() < 1.0 + 1e-6);
            }
        }
    }

    #[test]
    fn a_decision_does_not_depend_on_others() {
        let plan = SourcingPlan::new(&Sourcing::Shares(vec![7.0, 3.0]), "x");
        let drawn: Vec<Chosen> = (0..1000).map(|d| plan.choose(d, (1, 0), |_| true)).collect();
        assert_eq!(plan.choose(500, (1, 0), |_| false), drawn[500]);
        let first = drawn.iter().filter(|one| **one == Chosen::One(0)).count();
        assert!((650..750).contains(&first), "{first}");
        let plan = SourcingPlan::new(&Sourcing::First(vec![1, 0]), "x");
        assert_eq!([1, 0, 2].map(|up| plan.choose(0, (1, 0), |source| source == up)), [1, 0, 1].map(Chosen::One));
        let plan = SourcingPlan::new(&Sourcing::Rotate(vec![0, 0, 1]), "x");
        assert_eq!([0, 1, 2, 3].map(|d| plan.choose(d, (1, 0), |_| true)), [0, 0, 1, 0].map(Chosen::One));
    }
}
