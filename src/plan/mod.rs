//! From the checked model to what the engines run: dense arrays, samplers and stream keys for **one strategy**.
//!
//! ```text
//! Model × strategy ──build──► Plan (what the network is)     Levels (the numbers of its stock rules)
//!                                  │                              │
//!                                  └──────── simulate(plan, levels, replication) ────────► facts
//! ```
//!
//! A plan knows what is held and how everything is replenished; the numbers of the stock rules are a value apart,
//! [`Levels`], so that sweeps and searches reuse one plan.
//! Items, demands, stations and suppliers are numbered in the order of their names, because the order of events at
//! one instant is a promise that depends on names and numbers only (`docs/MODEL.md`, time).
//! A configured product that the strategy holds, or whose units are pooled, stands here as one item per variant.
//!
//! *Architecture invariant:* no file, no name is looked up at run time; a plan never changes once it is built.

mod build;
mod levels;
pub mod sizing;
mod variants;
mod variates;

pub use levels::{Level, Levels};
pub use variants::variant_name;
pub use variates::{Rounding, VariateStream};

use crate::laws::Sampler;
use crate::model::{Crossing, ItemId, ItemKind, Lot, Ship, Split};
use crate::network::BillOfMaterials;
use crate::random::{AliasTable, StreamKey};

/// Everything one strategy's runs share.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Place of the strategy in the model.
    pub strategy: usize,
    /// Seed of every stream.
    pub seed: u64,
    /// Start of the window, ticks.
    pub warm_up: i64,
    /// End of the window, ticks.
    pub end: i64,
    /// Latest time simulated, ticks.
    pub drain_end: i64,
    /// Whether short work orders hold back what they have.
    pub holdback: Holdback,
    /// Items by name, variants included.
    pub items: Vec<PlanItem>,
    /// Bill-of-materials lines of all items, each item's together.
    pub lines: Vec<PlanLine>,
    /// Option families of all items, each item's together.
    pub families: Vec<PlanFamily>,
    /// Choices of all families, each family's together: the item chosen.
    pub choices: Vec<u32>,
    /// Who is made of what.
    pub bill: BillOfMaterials,
    /// Stations by name.
    pub stations: Vec<PlanStation>,
    /// Named suppliers by name.
    pub suppliers: Vec<PlanSupplier>,
    /// Demand streams by name.
    pub demands: Vec<PlanDemand>,
    /// (demand, product) pairs: the cells order measures are counted in.
    pub flows: Vec<Flow>,
    /// Items with a review period, customer side first.
    pub reviews: Vec<u32>,
    /// Most lines any work order can have.
    pub widest: usize,
    /// The base stocks found for `fill_rate` rules.
    pub sized: Vec<sizing::Sized>,
    pub(crate) levels: Levels,
}

impl Plan {
    /// The levels the scenario asks for.
    #[must_use]
    pub fn levels(&self) -> Levels {
        self.levels.clone()
    }

    /// Lines of an item: the required ones.
    #[inline]
    pub(crate) fn required(&self, make: &MakePlan) -> &[PlanLine] {
        &self.lines[make.first_line as usize..make.first_optional as usize]
    }

    /// Lines of an item: the optional ones.
    #[inline]
    pub(crate) fn optional(&self, make: &MakePlan) -> &[PlanLine] {
        &self.lines[make.first_optional as usize..make.end_line as usize]
    }

    /// Option families of an item (none when it stands here as variants).
    #[inline]
    pub(crate) fn families(&self, make: &MakePlan) -> &[PlanFamily] {
        &self.families[make.first_family as usize..make.end_family as usize]
    }

    /// The parts a configuration chooses, one per family.
    #[inline]
    pub(crate) fn chosen<'a>(&'a self, make: &MakePlan, mut config: u32) -> impl Iterator<Item = u32> + 'a {
        self.families(make).iter().map(move |family| {
            let place = config % family.count;
            config /= family.count;
            self.choices[(family.first + place) as usize]
        })
    }
}

/// Who gets short parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holdback {
    /// First come; what a work order has it keeps.
    Commit,
    /// A work order takes its parts only all together.
    None,
}

/// One stock point.
#[derive(Clone, Debug)]
pub struct PlanItem {
    /// Its name; a variant's is `pc[board_a,ssd_1]`.
    pub name: String,
    /// The model's item (of a variant: the configured product).
    pub origin: ItemId,
    /// Configuration of a variant.
    pub variant: Option<u32>,
    pub kind: ItemKind,
    /// How units reach requesters.
    pub mode: Mode,
    /// Ticks between reviews; 0 is after each request.
    pub review: i64,
    pub supply: SupplyPlan,
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

/// How an item is replenished.
#[derive(Clone, Debug)]
pub enum SupplyPlan {
    Buy(BuyPlan),
    Make(MakePlan),
}

/// A bought item.
#[derive(Clone, Debug)]
pub struct BuyPlan {
    /// Place in [`Plan::suppliers`]; `None` is an ample supplier of its own.
    pub supplier: Option<u32>,
    pub crossing: Crossing,
    /// Lead time (service time at a supplier with servers), time units.
    pub time: Sampler,
    pub lot: Lot,
}

/// A made item: ranges into the plan's arrays.
#[derive(Clone, Debug)]
pub struct MakePlan {
    pub first_line: u32,
    pub first_optional: u32,
    pub end_line: u32,
    pub first_family: u32,
    pub end_family: u32,
    /// Place in [`Plan::stations`]; `None` is a pure delay.
    pub station: Option<u32>,
    /// Time per unit (station) or per work order (delay), time units.
    pub time: Sampler,
    /// Set-up per job, time units.
    pub setup: Sampler,
    pub split: Split,
}

/// One line: `quantity` units of `item` per unit made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanLine {
    pub item: u32,
    pub quantity: u32,
}

/// A family: `count` choices from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanFamily {
    pub first: u32,
    pub count: u32,
}

/// A station.
#[derive(Clone, Debug)]
pub struct PlanStation {
    pub name: String,
    pub servers: u32,
}

/// A named supplier.
#[derive(Clone, Debug)]
pub struct PlanSupplier {
    pub name: String,
    pub servers: Option<u32>,
}

/// A demand stream.
#[derive(Clone, Debug)]
pub struct PlanDemand {
    pub name: String,
    pub gaps: Sampler,
    pub quantity: Sampler,
    /// The draw among `targets`; `None` when there is one.
    pub mix: Option<AliasTable>,
    pub targets: Vec<Target>,
    /// Ticks after placement, if promised.
    pub due: Option<i64>,
    pub shortage: ShortagePlan,
    pub ship: Ship,
    pub delivery: Sampler,
    pub keys: DemandKeys,
}

/// Streams of a demand.
#[derive(Clone, Copy, Debug)]
pub struct DemandKeys {
    pub arrival: StreamKey,
    pub quantity: StreamKey,
    pub mix: StreamKey,
    pub options: StreamKey,
    pub patience: StreamKey,
    pub delivery: StreamKey,
}

/// A product of a demand's mix.
#[derive(Clone, Debug)]
pub struct Target {
    /// The item requested; the first variant when `expanded`.
    pub item: u32,
    /// Place in [`Plan::flows`].
    pub flow: u32,
    /// One draw per family of options.
    pub options: Vec<AliasTable>,
    /// Of an expanded product: the item of each configuration.
    pub variants: Vec<u32>,
}

/// What happens when an order is short.
#[derive(Clone, Debug)]
pub enum ShortagePlan {
    Backorder,
    Lost,
    Patience(Sampler),
}

/// A (demand, product) pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Place in [`Plan::demands`].
    pub demand: u32,
    /// The demand's place in the model.
    pub origin: u32,
    /// The product asked for.
    pub product: ItemId,
}
