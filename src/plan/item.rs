//! A stock point of a plan, and how it is replenished.

use crate::laws::Sampler;
use crate::model::{ClosedSpans, Crossing, ItemId, ItemKind, Lot, Split, TimePer};
use crate::random::StreamKey;
use crate::rules::supply::{self, PurchaseSource};
use std::sync::Arc;

/// One stock point.
#[derive(Clone, Debug)]
pub struct PlanItem {
    /// Its name; a variant's is `pc[board_a,ssd_1]`.
    pub name: String,
    /// The model's item (of a variant: the configured product).
    pub origin: ItemId,
    /// Configuration of a variant.
    pub variant: Option<u32>,
    /// Product, sub-assembly or part.
    pub kind: ItemKind,
    /// How units reach requesters.
    pub mode: Mode,
    /// Ticks between reviews; 0 is after each request.
    pub review: i64,
    /// Units that each class leaves on its shelf, by place of the class; empty where none leaves any.
    pub reserves: Vec<i64>,
    /// Place in [`super::Plan::moving`] of a level that follows a forecast.
    pub moving: Option<u32>,
    /// Place in [`super::Plan::lives`] of an item whose free units may be written off.
    pub life: Option<u32>,
    /// What its requests cause.
    pub replenishment: ReplenishmentMode,
    /// How more of it comes.
    pub supply: SupplyPlan,
    /// Place in [`super::Plan::sourced`], where there are several sources or not all that comes is good.
    pub sourced: Option<u32>,
    /// Where its dock is closed; `None` for a dock that never is.
    pub receiving: Option<Arc<ClosedSpans>>,
    /// Whether an order for it needs any held item (itself included).
    pub needs_held: bool,
    /// Value of one unit.
    pub value: f64,
    /// Holding cost per unit and time unit.
    pub holding: f64,
    /// Holding cost per unit in process and time unit (required lines only; chosen and optional parts add theirs).
    pub wip_holding: f64,
    /// Whether chosen and optional parts add their holding rate in process.
    pub wip_from_parts: bool,
    /// Revenue per unit sold (of a variant: its options' included).
    pub price: f64,
    /// Stream of lead times (bought) or process times (made).
    pub time_key: StreamKey,
    /// Stream of set-up times.
    pub setup_key: StreamKey,
}

impl PlanItem {
    /// The station a made item goes through, if any.
    #[must_use]
    pub fn station(&self) -> Option<u32> {
        match &self.supply {
            SupplyPlan::Make(make) => make.station,
            SupplyPlan::Buy(_) => None,
        }
    }

    /// Whether what is released is one replenishment, in the one way there is.
    #[must_use]
    pub fn goes_whole(&self) -> bool {
        let is_one = match &self.supply {
            SupplyPlan::Buy(buy) => buy.lot.is_free(),
            SupplyPlan::Make(make) => make.lot.is_free() && make.split != Split::Units,
        };
        is_one && self.sourced.is_none()
    }
}

/// How units of an item reach requesters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Stock ahead of orders, under a rule.
    Held,
    /// Order-driven; what is released for a requester is his.
    Pegged,
    /// Order-driven, units exchangeable: a base stock of 0.
    Pooled,
}

/// What goes on at a shelf beside receipts and requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Nothing.
    Plain,
    /// Units are kept for some, or written off.
    Watched,
}

/// What a request of an item causes beside taking what is free. It follows from what stands beside it, and is asked at every
/// request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplenishmentMode {
    /// Order-driven, each replenishment for its requester.
    #[default]
    Pegged,
    /// The rule acts at once; its purchase goes whole to an ample supplier, whose receipts may cross. The commonest.
    AmpleBuy,
    /// The rule acts at once.
    Continuous,
    /// The rule waits for its review.
    Periodic,
}

impl ReplenishmentMode {
    /// Of a stock point; where something goes on at its shelf (reserves, write-offs, hours of its dock) nothing takes a short way to it.
    pub(super) fn of(mode: Mode, review: i64, supply: &SupplyPlan, shelf: Shelf) -> ReplenishmentMode {
        let is_plain = match supply {
            SupplyPlan::Buy(buy) => shelf == Shelf::Plain && supply::is_plain(buy.source, buy.crossing, &buy.lot),
            SupplyPlan::Make(_) => false,
        };
        match (mode, review, is_plain) {
            (Mode::Pegged, _, _) => ReplenishmentMode::Pegged,
            (_, 0, true) => ReplenishmentMode::AmpleBuy,
            (_, 0, false) => ReplenishmentMode::Continuous,
            _ => ReplenishmentMode::Periodic,
        }
    }
}

/// How an item is replenished.
#[derive(Clone, Debug)]
pub enum SupplyPlan {
    /// From a supplier.
    Buy(BuyPlan),
    /// From parts.
    Make(MakePlan),
}

/// A bought item.
#[derive(Clone, Debug)]
pub struct BuyPlan {
    /// Place in `Plan::suppliers`; `None` is an ample supplier of its own.
    pub supplier: Option<u32>,
    /// How purchases are received.
    pub source: PurchaseSource,
    /// Whether receipts may overtake each other.
    pub crossing: Crossing,
    /// Lead time (service time at a supplier with servers), time units.
    pub time: Sampler,
    /// Its mean, time units.
    pub mean: f64,
    /// Bounds of a purchase order, units.
    pub lot: Lot,
}

/// A made item: ranges into the plan's arrays.
#[derive(Clone, Debug)]
pub struct MakePlan {
    /// First place in `Plan::lines`: required parts begin here.
    pub first_line: u32,
    /// Where the required parts end and the optional ones begin.
    pub first_optional: u32,
    /// End of the optional parts.
    pub end_line: u32,
    /// First place in `Plan::families`.
    pub first_family: u32,
    /// End of the families.
    pub end_family: u32,
    /// Place in `Plan::stations`; `None` is a pure delay.
    pub station: Option<u32>,
    /// Time of what `time_per` says, time units.
    pub time: Sampler,
    /// Bounds of a replenishment, units.
    pub lot: Lot,
    /// What one draw of the time is for.
    pub time_per: TimePer,
    /// Set-up per job, time units.
    pub setup: Sampler,
    /// Whether a replenishment is one work order, one per unit, or as many as its parts make of it.
    pub split: Split,
    /// Number of what a server is set up for.
    pub family: u32,
}

impl MakePlan {
    /// Whether a work order goes as far as its parts allow.
    #[inline]
    #[must_use]
    pub fn goes_in_pieces(&self) -> bool {
        self.split == Split::Available
    }
}
