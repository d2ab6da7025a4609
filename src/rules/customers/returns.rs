//! Orders that come back: a share of the delivered ones, whole, some time after delivery.
//!
//! Stock with returns of what was sold (B. Fleischmann, R. Kuik & R. Dekker, European Journal of Operational Research 138, 2002).
//! What comes back is free again, or written off; its price leaves the revenue then.

use crate::keys::range::{NOT_NEGATIVE, SHARE};
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, ValueKind};
use crate::laws::{Distribution, Sampler, law};
use crate::model::{CameBack, Demand, Returns, Ticks};
use crate::random::{Purpose, StreamKey, StreamRng};
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("demand.*.returns", ValueKind::Group, "", Fallback::None, "Delivered orders that come back whole. Not for products with options."),
    key("demand.*.returns.share", ValueKind::Number(SHARE), "share", Fallback::Required, "Share of the delivered orders."),
    key("demand.*.returns.after", ValueKind::Law(LawUse::Time), TIME, Fallback::Required, "How long after delivery they come back."),
    key("demand.*.returns.restock", ValueKind::Flag, "", Fallback::Is("true"), "Whether the units are free again at their product; else they are written off."),
    key("demand.*.returns.cost", ValueKind::Number(NOT_NEGATIVE), "currency per order", Fallback::Is("0"), "Cost of an order that comes back; its price leaves the revenue, too."),
];

/// The returns of a stream.
#[must_use]
pub fn read(at: Cursor) -> Option<Returns> {
    at.is_given().then(|| Returns {
        share: at.at("share").number(),
        after: law(at.at("after")),
        then: if at.at("restock").flag() { CameBack::Restocked } else { CameBack::WrittenOff },
        cost: at.at("cost").number(),
    })
}

/// Which orders come back, and when.
#[derive(Clone, Debug)]
pub struct ReturnPlan {
    share: f64,
    after: Sampler,
    /// What becomes of the units.
    pub then: CameBack,
    chosen: StreamKey,
    time: StreamKey,
}

impl ReturnPlan {
    /// Of a stream; `None` where nothing comes back.
    #[must_use]
    pub fn new(demand: &Demand) -> Option<ReturnPlan> {
        let own = demand.returns.as_ref().filter(|own| own.share > 0.0)?;
        Some(ReturnPlan {
            share: own.share,
            after: Sampler::new(&own.after),
            then: own.then,
            chosen: StreamKey::new(Purpose::Returned, &demand.name),
            time: StreamKey::new(Purpose::ReturnTime, &demand.name),
        })
    }

    /// How long after its delivery an order comes back, ticks; `None` where it stays.
    #[must_use]
    pub fn after(&self, (seed, replication): (u64, u32), order: u64) -> Option<i64> {
        let chosen = StreamRng::keyed(seed, replication, self.chosen.number(order)).uniform() < self.share;
        chosen.then(|| {
            let mut rng = StreamRng::keyed(seed, replication, self.time.number(order));
            Ticks::from_units(self.after.sample(&mut rng)).0
        })
    }
}
