//! The network of one strategy: its stock points, what they are made of, where, and for whom.

use super::classes::Classes;
use super::demand::PlanDemand;
use super::item::{MakePlan, PlanItem, SupplyPlan};
use super::levels::Levels;
use super::sizing::{Placed, Sized};
use super::source::{PlanSource, SourcedItem};
use crate::model::{ItemId, Model, QueueWord};
use crate::network::BillOfMaterials;
use crate::random::StreamKey;
use crate::rules::allocation::Kitting;
use crate::rules::at_work::changeover::ChangeoverTable;
use crate::rules::at_work::{StationHours, SupplierHours};
use crate::rules::life::LifePlan;
use crate::rules::stock::MovingLevel;

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
    /// How work orders take their parts.
    pub kitting: Kitting,
    /// Whose requests go first.
    pub classes: Classes,
    /// Items by name, variants included.
    pub items: Vec<PlanItem>,
    /// Items that say more of their sources than [`PlanItem::supply`], and these sources, each item's together.
    pub sourced: Vec<SourcedItem>,
    /// Sources of all these items.
    pub sources: Vec<PlanSource>,
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
    /// Held items, customer side first: the order in which stock rules are looked at in one instant.
    pub reviews: Vec<u32>,
    /// What draws the order of ties; `None` where names decide.
    pub ties: Option<TieKeys>,
    /// Most lines any work order can have.
    pub widest: usize,
    /// Levels that follow a forecast.
    pub moving: Vec<MovingLevel>,
    /// Lives of items whose free units may be written off.
    pub lives: Vec<LifePlan>,
    /// The base stocks found for `fill_rate` rules.
    pub sized: Vec<Sized>,
    /// Those found for `guaranteed_service` rules.
    pub placed: Vec<Placed>,
    /// What is under way and owed at time 0, by item; only items of which something is said.
    pub opening: Vec<PlanOpening>,
    /// By item: what customers may take in its place; empty where nobody takes anything.
    pub substitutes: Vec<Vec<u32>>,
    /// By item: whether orders that come back as it are written off; empty where none are.
    pub written_off_back: Vec<bool>,
    /// By flow: place of its product among those that are quoted; empty where none is.
    pub quoted: Vec<Option<u32>>,
    /// Whether anything asks for orders once they are delivered.
    pub follows_orders: bool,
    /// The same without any outage, where runs are compared with such ones.
    pub without_outages: Option<Box<Plan>>,
    pub(crate) levels: Levels,
}

/// What is under way and owed of an item at time 0.
#[derive(Clone, Debug)]
pub struct PlanOpening {
    /// Place in the items of the plan.
    pub item: u32,
    /// When units are received, ticks, and how many, by time.
    pub arriving: Vec<(i64, i64)>,
    /// Units owed.
    pub owed: i64,
}

impl PlanOpening {
    /// Units received at or after a time, ticks.
    #[must_use]
    pub fn on_order(&self, now: i64) -> i64 {
        self.arriving.iter().filter(|(at, _)| *at >= now).map(|(_, units)| units).sum()
    }

    /// Units still owed once what is on the shelf is handed over.
    #[must_use]
    pub fn backlog(&self, initial: i64) -> i64 {
        (self.owed - initial).max(0)
    }

    /// Units on the shelf after that.
    #[must_use]
    pub fn free(&self, initial: i64) -> i64 {
        (initial - self.owed).max(0)
    }
}

impl Plan {
    /// The plan that a run with outages is compared with, if one is.
    pub(super) fn without_outages(model: &Model, strategy: usize) -> Option<Box<Plan>> {
        let is_compared = model.report.impact && model.first_outage().is_some();
        is_compared.then(|| Box::new(Plan::new(&model.without_outages(), strategy)))
    }

    /// The levels the scenario asks for.
    #[must_use]
    pub fn levels(&self) -> Levels {
        self.levels.clone()
    }

    /// By item: units on order at time 0 and not owed; empty where nothing is said of them.
    #[must_use]
    pub fn opening_nets(&self) -> Vec<i64> {
        let mut nets = vec![0; if self.opening.is_empty() { 0 } else { self.items.len() }];
        for opening in &self.opening {
            nets[opening.item as usize] = opening.on_order(0) - opening.owed;
        }
        nets
    }

    /// Whether some station or dock is not always at work.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.stations.iter().any(PlanStation::tells_servers_apart)
            || self.items.iter().any(|item| item.receiving.is_some())
    }

    /// The number of the family of a made item; the same number is the same family.
    #[inline]
    #[must_use]
    pub fn family(&self, item: u32) -> u32 {
        match &self.items[item as usize].supply {
            SupplyPlan::Make(make) => make.family,
            SupplyPlan::Buy(_) => u32::MAX,
        }
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

/// Streams that draw what goes first among events of one instant.
#[derive(Clone, Debug, Default)]
pub struct TieKeys {
    /// By item.
    pub items: Vec<StreamKey>,
    /// By demand.
    pub demands: Vec<StreamKey>,
    /// By station.
    pub stations: Vec<StreamKey>,
    /// By place in [`Plan::reviews`]: the item's, with its longest distance from the customer.
    pub reviews: Vec<(StreamKey, u32)>,
}

/// One line: `quantity` units of `item` per unit made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// Place of the part in [`Plan::items`].
    pub item: u32,
    /// Units per unit made.
    pub quantity: u32,
}

/// A family: `count` choices from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanFamily {
    /// First place in [`Plan::choices`].
    pub first: u32,
    /// Number of choices.
    pub count: u32,
}

/// A station.
#[derive(Clone, Debug)]
pub struct PlanStation {
    /// Its name in the scenario.
    pub name: String,
    /// Work orders that it works on at a time.
    pub servers: u32,
    /// When it is at work; `None` for always.
    pub hours: Option<StationHours>,
    /// By what those who wait are compared; none for their priority alone.
    pub words: Vec<QueueWord>,
    /// What its servers do between jobs of two families.
    pub changeovers: ChangeoverTable,
}

impl PlanStation {
    /// Whether servers are told apart: they fail, have families, or choose whom they take.
    #[must_use]
    pub fn tells_servers_apart(&self) -> bool {
        self.hours.is_some() || !self.words.is_empty() || !self.changeovers.is_empty()
    }
}

/// A named supplier.
#[derive(Clone, Debug)]
pub struct PlanSupplier {
    /// Its name in the scenario.
    pub name: String,
    /// Purchase orders that it works on at a time; `None` is ample.
    pub servers: Option<u32>,
    /// When it is at work and what it allots; `None` for always and all.
    pub hours: Option<SupplierHours>,
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
