//! Substitutes: a customer whose product is not there takes another one.
//!
//! Stock-out based, one-stage substitution with customers' choice (A. J. Smith & N. Agrawal, Operations Research 48(1), 2000; A. G.
//! Kök & M. L. Fisher, Operations Research 55(6), 2007). If the product is not there in full, the order becomes one for the first
//! substitute that is; where none is, nothing changes. It is decided once, as the order is placed.

use crate::keys::range::SHARE;
use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{Demand, Item};
use crate::random::{Purpose, StreamKey, StreamRng};
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("items.*.substitutes", ValueKind::Texts, "", Fallback::None, "What customers may be given in its place where it is not there in full: the first of these items that is. Not for products with options."),
    key("demand.*.accept_substitute", ValueKind::Number(SHARE), "share", Fallback::Is("1"), "Share of customers who take a substitute."),
];

/// The share of a stream's customers who take one.
#[must_use]
pub fn read(demand: Cursor) -> f64 {
    demand.at("accept_substitute").number()
}

/// Who takes a substitute.
#[derive(Clone, Debug)]
pub struct SubstitutePlan {
    accept: f64,
    key: StreamKey,
}

impl SubstitutePlan {
    /// Of a stream; `None` where nobody takes one, or there is none.
    #[must_use]
    pub fn new(demand: &Demand, items: &[Item]) -> Option<SubstitutePlan> {
        let any = demand.mix.iter().any(|share| !items[share.item.index()].substitutes.is_empty());
        let accept = demand.accept_substitute;
        (any && accept > 0.0).then(|| SubstitutePlan { accept, key: StreamKey::new(Purpose::Substitute, &demand.name) })
    }

    /// Whether the customer of an order does.
    #[must_use]
    pub fn takes(&self, (seed, replication): (u64, u32), order: u64) -> bool {
        self.accept >= 1.0 || StreamRng::keyed(seed, replication, self.key.number(order)).uniform() < self.accept
    }
}
