//! Renewal arrivals: gaps between orders are independent draws of one law; exponential gaps are a Poisson stream.
//!
//! The usual stream of inventory theory (Poisson: independent customers in great number; other gaps: regular or bursty
//! ones). The first order comes one gap after time 0, which is the end of a gap only for Poisson streams.

use crate::keys::range::{GAP, ORDER_RATE};
use crate::keys::row::{TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, LawUse, Need, Swap, ValueKind};
use crate::laws::Sampler;
use crate::laws::{Exponential, Law, law, zero};
use crate::random::StreamKey;
use crate::reader::{Cursor, Problems};
use crate::rules::variates::{Rounding, VariateStream};

/// Its keys, of every demand stream.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("demand.*.arrivals.poisson", ValueKind::Group, "", Fallback::None, "A Poisson stream: give `rate` or `mean`."),
    key("demand.*.arrivals.poisson.rate", ValueKind::Number(ORDER_RATE), "orders per time unit", Fallback::None, "Mean orders per time unit."),
    key("demand.*.arrivals.poisson.mean", ValueKind::Number(GAP), TIME, Fallback::None, "Mean time between orders."),
    key("demand.*.arrivals.every", ValueKind::Law(LawUse::Gap), TIME, Fallback::None, "Independent gaps between orders."),
];

/// Keys of which one is given.
#[rustfmt::skip]
pub const EXCLUSIVE: &[Exclusive] = &[
    Exclusive { pattern: "demand.*.arrivals", keys: &["poisson", "every", "trace"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
    Exclusive { pattern: "demand.*.arrivals.poisson", keys: &["rate", "mean"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
];

/// The law of the gaps between orders, in time units.
pub fn read(arrivals: Cursor, problems: &mut Problems) -> Law {
    if arrivals.at("trace").is_given() {
        return zero();
    }
    let poisson = arrivals.at("poisson");
    if !poisson.is_given() {
        return law(arrivals.at("every"));
    }
    let mean = poisson.at("mean").given_number().unwrap_or_else(|| 1.0 / poisson.at("rate").number());
    Law::new(Exponential::new(mean)).unwrap_or_else(|_| {
        // A rate that is no number above 0 is told by itself; of one that is hardly more orders never come.
        if let Some(rate) = poisson.at("rate").given_number().filter(|rate| *rate > 0.0 && rate.is_finite()) {
            problems.at(poisson.at("rate").value_place(), format!("orders at a rate of {rate:e} never come"));
        }
        zero()
    })
}

/// The gaps of a stream, and the key of its draws.
#[derive(Clone, Debug)]
pub struct Renewal {
    gaps: Sampler,
    key: StreamKey,
}

impl Renewal {
    /// Of a law of gaps in time units.
    #[must_use]
    pub fn new(gaps: &Law, key: StreamKey) -> Renewal {
        Renewal { gaps: Sampler::new(gaps), key }
    }

    /// Opens the stream of a replication.
    pub fn open(&self, draws: &mut VariateStream, seed: u64, replication: u32) {
        draws.open(&self.gaps, Rounding::Ticks, seed, replication, self.key);
    }

    /// What comes? When the next order arrives after `now`, ticks.
    #[inline(always)]
    pub fn next(&self, draws: &mut VariateStream, now: i64) -> i64 {
        now + draws.next(&self.gaps)
    }
}
