//! The domain: one supply network, the customers it serves, and the strategies to compare.
//!
//! A [`Model`] is typed and checked: holding one is the proof that every rule of `docs/SCENARIO.md` is met.
//! Times are integer [`Ticks`] or laws in scenario time units, money is in the scenario's currency,
//! quantities are whole units, rates are per scenario time unit.
//!
//! *Architecture invariant:* nothing here knows files, serde or the engine; of the laws it holds checked values.

mod at_work;
mod calendar;
mod class;
mod closed;
mod demand;
mod ids;
mod item;
mod labels;
mod life;
mod outages;
mod price_breaks;
mod production;
mod profile;
mod recorded;
mod source;
mod stopping;
mod strategy;
mod time;
mod yields;

pub use at_work::{Allotment, AtClose, AtWork, FailsBy, Interrupted, StationHabits, Stops, UpDown, WorkCalendar};
pub use calendar::CivilCalendar;
pub use class::{Class, Reserve};
pub use closed::ClosedSpans;
pub use demand::{After, BackorderCost, CameBack, Delivery, Demand, LostCost, Quote, Returns, Share, Ship, Shortage};
pub use ids::{ItemId, StationId, SupplierId};
pub use item::{
    Buy, Choice, Crossing, Family, Forecast, ForecastMethod, Holding, Item, ItemKind, Line, Lot, Make, Opening, Rush,
    Safety, SizedNumber, Source, SourceWay, Sourcing, Split, Station, Stock, StockRule, Supplier, Supply, TimePer,
    Trigger,
};
pub use labels::Label;
pub use life::{Issue, Life};
pub use price_breaks::{Discount, PriceBreaks};
pub use production::{Changeover, QueueWord};
pub use profile::{DayFactors, Environment, FOREVER, Profile, ProfilePiece, Sine, Steps};
pub use recorded::{RecordedOrder, RecordedOrders, RecordedPart, Replay};
pub use source::{SupplyWay, joined};
pub use stopping::{Aim, Precision, Select, Stopping, Whose};
pub use strategy::{Allocation, Pegging, Ranking, Strategy, VariantStock};
pub use time::{TICKS_PER_UNIT, Ticks, TimeUnit};
pub use yields::Yield;

use std::sync::Arc;

/// A checked scenario. Lists keep the order of the file.
#[derive(Clone, Debug)]
pub struct Model {
    /// Name of the scenario; also names the result folder.
    pub name: String,
    /// The question the scenario answers; may be empty.
    pub question: String,
    /// What one unit of time is.
    pub time_unit: TimeUnit,
    /// Currency label, as written.
    pub currency: String,
    /// Window, replications, seed.
    pub run: RunSettings,
    /// Costs of the whole.
    pub costs: CostSettings,
    /// What is kept and judged.
    pub report: ReportSettings,
    /// Everything stocked or shipped.
    pub items: Vec<Item>,
    /// Suppliers named in the file.
    pub suppliers: Vec<Supplier>,
    /// Assembly stations.
    pub stations: Vec<Station>,
    /// Classes of customers that have a priority or terms.
    pub classes: Vec<Class>,
    /// Where time 0 stands in the week; `None` with a time unit that is no number of days.
    pub calendar: Option<CivilCalendar>,
    /// Random factors of rates.
    pub environments: Vec<Environment>,
    /// Streams of customer orders.
    pub demands: Vec<Demand>,
    /// The strategies to compare, at least one.
    pub strategies: Vec<Strategy>,
    /// What people call things, in the order of the file.
    pub labels: Vec<Label>,
    /// By strategy: the model as the strategy has it, where it sets keys of its own. Run, report and strategies are the same in
    /// it, and no other stands in it.
    pub own: Vec<Option<Arc<Model>>>,
}

impl Model {
    /// The item behind an id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// Whether anything emits carbon dioxide.
    #[must_use]
    pub fn emits_carbon(&self) -> bool {
        let of_way = |way: SupplyWay<'_>| match way {
            SupplyWay::Buy(buy) => buy.carbon,
            SupplyWay::Make(make) => make.carbon,
        };
        self.items.iter().flat_map(|item| item.ways()).any(|(_, way)| of_way(way) > 0.0)
            || self.demands.iter().any(|demand| demand.delivery.carbon > 0.0)
    }

    /// Whether anything is paid later than it is received, or money that is owed has a cost.
    #[must_use]
    pub fn has_terms(&self) -> bool {
        self.longest_term() > 0 || self.costs.capital_rate > 0.0
    }

    /// The longest time to a payment, ticks.
    #[must_use]
    pub fn longest_term(&self) -> i64 {
        let bought = |(_, way): (f64, SupplyWay<'_>)| match way {
            SupplyWay::Buy(buy) => buy.pay_after.0,
            SupplyWay::Make(_) => 0,
        };
        let bought = self.items.iter().flat_map(Item::ways).map(bought);
        bought.chain(self.demands.iter().map(|demand| demand.pay_after.0)).max().unwrap_or(0)
    }

    /// Whether customers go by priority under a strategy: their classes have several.
    #[must_use]
    pub fn is_ranked(&self, strategy: &Strategy) -> bool {
        let mut priorities = self.demands.iter().map(|demand| self.priority_of(&demand.class));
        let first = priorities.next();
        strategy.ranking == Ranking::ByClass && priorities.any(|priority| Some(priority) != first)
    }

    /// The priority of a class; 1 where nothing is said of it.
    #[must_use]
    pub fn priority_of(&self, class: &str) -> u16 {
        self.classes.iter().find(|known| known.name == class).map_or(1, |class| class.priority)
    }

    /// Whether orders that come back as this item are written off: those for it, and those for which it was taken.
    #[must_use]
    pub fn is_written_off_back(&self, item: ItemId) -> bool {
        let scraps = |demand: &&Demand| demand.returns.as_ref().is_some_and(Returns::are_written_off);
        let mut products = self.demands.iter().filter(scraps).flat_map(|demand| &demand.mix);
        products.any(|share| share.item == item || self.item(share.item).substitutes.contains(&item))
    }

    /// The model as a strategy has it: with the keys that it sets for itself.
    #[must_use]
    pub fn under(&self, strategy: usize) -> &Model {
        self.own.get(strategy).and_then(Option::as_deref).unwrap_or(self)
    }

    /// The model as each strategy has it.
    pub fn under_each(&self) -> impl Iterator<Item = &Model> {
        (0..self.strategies.len()).map(|strategy| self.under(strategy))
    }
}

impl RunSettings {
    /// Start and end of the window, ticks.
    #[must_use]
    pub fn window(&self) -> (i64, i64) {
        (self.warm_up.0, (self.warm_up + self.horizon).0)
    }
}

/// What a run is to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunKind {
    /// What holds in the long run: the window stands for every other one.
    #[default]
    Steady,
    /// What happens in the window itself: a season, one period from a given start.
    Finite,
}

/// `[run]`.
#[derive(Clone, Debug)]
pub struct RunSettings {
    /// The long run, or the window itself.
    pub kind: RunKind,
    /// Start of the window.
    pub warm_up: Ticks,
    /// Length of the window (measured time).
    pub horizon: Ticks,
    /// Independent replications; the first ones, where `stopping` adds to them.
    pub replications: u32,
    /// What adds replications; `None` for no more than `replications`.
    pub stopping: Option<Stopping>,
    /// Whether estimates adjusted by control variates are given, too.
    pub control_variates: bool,
    /// Seed of every stream.
    pub seed: u64,
    /// Confidence of every interval, 0.95 by default.
    pub confidence: f64,
    /// Longest time simulated after the window to let its orders finish.
    pub drain_limit: Ticks,
    /// What goes first among events of one instant and rank.
    pub ties: Ties,
}

/// `[costs]`, where they are not those of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostSettings {
    /// What the stock is worth that the window begins and ends with.
    pub stock_change: StockChange,
    /// Cost of a kg of carbon dioxide.
    pub carbon_price: f64,
    /// Cost of money owed, as a share per year of 365 days.
    pub capital_rate: f64,
}

/// Whether a change of stock is a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockChange {
    /// It is none: in the long run there is no change.
    Free,
    /// What is worth less at the end of the window than at its start is a cost, and what is worth more is none any more.
    Counted,
}

/// What goes first among events of one instant and rank, after all that the model says of their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The name that is first.
    Name,
    /// What a draw says, anew at each instant.
    Random,
}

/// `[report]`.
#[derive(Clone, Debug)]
pub struct ReportSettings {
    /// Windows of `response_within_…` and `wait_within_…`.
    pub windows: Vec<Window>,
    /// Services that the verdict asks for, those of a search for best levels among them.
    pub targets: Vec<Target>,
    /// Time buckets of the series over warm-up and window together.
    pub buckets: u32,
    /// Whether every replication is run once more without outages, and compared with that.
    pub impact: bool,
    /// Whether the order table is written.
    pub orders: bool,
    /// Quantiles of the response, each in (0, 1), ascending.
    pub quantiles: Vec<f64>,
    /// Length of the periods by which `bullwhip` is measured, where an item has no reviews.
    pub period: Ticks,
}

/// One waiting window.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// As written in the scenario: the `<w>` of the measure's id.
    pub label: String,
    /// Its length.
    pub length: Ticks,
}

/// A service the verdict asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Id of the measure.
    pub measure: String,
    /// Whose orders are meant.
    pub of: TargetOf,
    /// Value to reach, in the unit of the measure.
    pub value: f64,
}

/// Whose orders a target is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetOf {
    /// All of them.
    System,
    /// Those of a product, by its name.
    Product(String),
    /// Those of a class of customers, by its name.
    Class(String),
}
