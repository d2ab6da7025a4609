//! Shortage rules: what a customer does whose order cannot be served at once.

mod backorder;
mod lost;
mod patience;
mod short_order;

pub use short_order::ShortOrder;

use crate::keys::row::key;
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::laws::Sampler;
use crate::model::{Ship, Shortage};
use crate::random::StreamKey;
use crate::reader::Cursor;
use crate::rules::variates::{Rounding, VariateStream};

/// The keys of the family, of every demand stream.
#[rustfmt::skip]
const HEAD: &[KeyRow] = &[
    key("demand.*.shortage", ValueKind::WordOrGroup(&[backorder::WORD, lost::WORD]), "", Fallback::Is("\"backorder\""), "What happens when an order is short: it waits, is lost (whole, or with `ship = \"partial\"` the units that are short), or waits for as long as its patience."),
];

/// All of them.
pub static ROWS: &[&[KeyRow]] = &[HEAD, patience::ROWS];

/// The rule of a stream.
#[must_use]
pub fn read(at: Cursor) -> Shortage {
    match at.table() {
        Some(_) => patience::read(at),
        None if at.text() == lost::WORD => Shortage::Lost,
        None => Shortage::Backorder,
    }
}

/// The shortage rule of a demand stream.
#[derive(Clone, Debug)]
pub enum ShortagePlan {
    /// The order waits.
    Backorder,
    /// What is short is lost: the order, or units of it.
    Lost(ShortOrder),
    /// The order waits for a time drawn with it, in time units.
    Patience(Sampler),
}

impl ShortagePlan {
    /// The plan of a rule, for orders that leave so.
    #[must_use]
    pub fn new(shortage: &Shortage, ship: Ship) -> ShortagePlan {
        match shortage {
            Shortage::Backorder => ShortagePlan::Backorder,
            Shortage::Lost => ShortagePlan::Lost(lost::short_order(ship)),
            Shortage::Patience(law) => ShortagePlan::Patience(patience::plan(law)),
        }
    }

    /// Opens the stream of what customers decide; nothing where they decide nothing.
    pub fn open(&self, draws: &mut VariateStream, seed: u64, replication: u32, key: StreamKey) {
        if let ShortagePlan::Patience(law) = self {
            draws.open(law, Rounding::Ticks, seed, replication, key);
        }
    }

    /// What comes? How long the next customer waits at most, in ticks; `None` is for ever.
    #[inline]
    pub fn patience(&self, draws: &mut VariateStream) -> Option<i64> {
        match self {
            ShortagePlan::Backorder => backorder::PATIENCE,
            ShortagePlan::Lost(_) => lost::PATIENCE,
            ShortagePlan::Patience(law) => Some(draws.next(law)),
        }
    }

    /// What comes? Whether an order stays, or what of it, that stock cannot serve.
    #[inline]
    #[must_use]
    pub fn short_order(&self) -> ShortOrder {
        match self {
            ShortagePlan::Backorder => backorder::SHORT_ORDER,
            ShortagePlan::Lost(short) => *short,
            ShortagePlan::Patience(_) => patience::SHORT_ORDER,
        }
    }

    /// Whether an order that is short waits until it is served.
    #[must_use]
    pub fn only_waits(&self) -> bool {
        matches!(self, ShortagePlan::Backorder)
    }

    /// Whether kept sample paths can score it, for the demand stream of this name.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn scored_by_path(&self, demand: &str) -> Result<(), String> {
        match self {
            ShortagePlan::Backorder => backorder::SCORED_BY_PATH,
            ShortagePlan::Lost(short) => lost::scored_by_path(demand, *short),
            ShortagePlan::Patience(_) => patience::scored_by_path(demand),
        }
    }
}
