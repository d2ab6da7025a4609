//! Items, how they are replenished, and the rules of their stock.

use super::{
    Allotment, AtWork, Changeover, FailsBy, Interrupted, ItemId, Life, PriceBreaks, QueueWord, Reserve, StationHabits,
    StationId, Stops, SupplierId, Ticks, WorkCalendar, Yield,
};
use crate::laws::Law;

/// Anything stocked or shipped, at one place.
#[derive(Clone, Debug)]
pub struct Item {
    /// As written; unique.
    pub name: String,
    /// Product, sub-assembly or part: derived from who uses it.
    pub kind: ItemKind,
    /// How it is replenished; with several sources, how it is made if one of them is that, else how the first one buys.
    pub supply: Supply,
    /// Its sources, where they have names; [`Item::supply`] says all else.
    pub sources: Vec<Source>,
    /// Which of them the next replenishment is from.
    pub sourcing: Sourcing,
    /// Revenue per unit: of a product when sold, of an option or optional part when it goes into a sold product.
    pub price: f64,
    /// Value of one unit: purchase cost, or the parts' values + `make.cost` (options weighted by their shares).
    pub value: f64,
    /// Holding cost per unit and time unit, from `holding_cost` or `holding_rate` × value ÷ time units per year.
    pub holding: Holding,
    /// Cost of a unit that is found bad.
    pub scrap_cost: f64,
    /// The stock rule the scenario names for the item, used by strategies that hold it.
    pub stock: Option<Stock>,
    /// Hours in which what is bought or transported is received; `None` for always.
    pub receiving: Option<WorkCalendar>,
    /// What customers may be given in its place.
    pub substitutes: Vec<ItemId>,
    /// How long it is worth keeping.
    pub life: Life,
}

impl Item {
    /// What a server is set up for that makes it: its family, by default itself; `None` of what is bought.
    #[must_use]
    pub fn family(&self) -> Option<&str> {
        match &self.supply {
            Supply::Make(make) => Some(make.family.as_deref().unwrap_or(&self.name)),
            Supply::Buy(_) => None,
        }
    }

    /// Whether its replenishments may be larger than the requests that cause them.
    #[must_use]
    pub fn lots_can_exceed(&self) -> bool {
        self.ways().iter().any(|(_, way)| way.lot().can_exceed())
    }
}

/// Where the holding cost of a unit comes from (a variant has its own value).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holding {
    /// `holding_cost`: money per unit and time unit.
    PerUnit(f64),
    /// `holding_rate`: share of value per year of 365 days.
    Rate(f64),
}

/// What an item is to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Customers ask for it and nothing uses it.
    Product,
    /// Made from parts, and not a product.
    Subassembly,
    /// Everything else.
    Part,
}

/// How an item is replenished.
#[derive(Clone, Debug)]
pub enum Supply {
    /// From a supplier.
    Buy(Buy),
    /// From parts or from nothing.
    Make(Make),
}

/// `buy`.
#[derive(Clone, Debug)]
pub struct Buy {
    /// Purchase cost per unit.
    pub cost: f64,
    /// The named supplier; `None` is a supplier of its own, ample, with [`Buy::crossing`].
    pub supplier: Option<SupplierId>,
    /// Crossing rule that applies to this item (the named supplier's, or `buy.crossing`).
    pub crossing: Crossing,
    /// Lead time in time units; the service time when the supplier has servers. Drawn once per purchase order.
    pub lead_time: Law,
    /// Cost per purchase order.
    pub order_cost: f64,
    /// Bounds of a purchase order.
    pub lot: Lot,
    /// Holding cost per unit on order and time unit.
    pub holding_cost: f64,
    /// Carbon dioxide per unit, kg.
    pub carbon: f64,
    /// From the receipt to the payment.
    pub pay_after: Ticks,
    /// Prices of larger purchase orders.
    pub breaks: Option<PriceBreaks>,
    /// How much of it is good; `None` is all.
    pub yields: Option<Yield>,
}

/// One of several sources of an item.
#[derive(Clone, Debug)]
pub struct Source {
    /// As written; `make` and `buy` where an item is made and bought.
    pub name: String,
    /// How it replenishes the item.
    pub way: SourceWay,
}

/// How a source replenishes its item.
#[derive(Clone, Debug)]
pub enum SourceWay {
    /// As the item is made.
    Make,
    /// From a supplier.
    Buy(Box<Buy>),
}

/// Which source the next replenishment is from. Sources are places in [`Item::sources`].
#[derive(Clone, Debug, PartialEq)]
pub enum Sourcing {
    /// Always this one.
    One(u32),
    /// One after the other, and again from the first.
    Rotate(Vec<u32>),
    /// Drawn, with these weights.
    Shares(Vec<f64>),
    /// All of them, units by these weights.
    Split(Vec<f64>),
    /// The first that is able to begin now, else the first.
    First(Vec<u32>),
}

impl Default for Sourcing {
    fn default() -> Self {
        Sourcing::One(0)
    }
}

impl Sourcing {
    /// Share of the units released that each of so many sources has; of the first able one all.
    #[must_use]
    pub fn shares(&self, sources: usize) -> Vec<f64> {
        let mut shares = vec![0.0; sources];
        match self {
            Sourcing::One(source) => shares[*source as usize] = 1.0,
            Sourcing::First(list) => shares[list[0] as usize] = 1.0,
            Sourcing::Rotate(list) => {
                list.iter().for_each(|source| shares[*source as usize] += 1.0 / list.len() as f64)
            }
            Sourcing::Shares(weights) | Sourcing::Split(weights) => {
                let sum: f64 = weights.iter().sum();
                shares.iter_mut().zip(weights).for_each(|(share, weight)| *share = weight / sum);
            }
        }
        shares
    }

    /// Sources that it may choose.
    pub fn chosen(&self, sources: usize) -> impl Iterator<Item = u32> + '_ {
        let may = move |source: &u32| match self {
            Sourcing::One(one) => one == source,
            Sourcing::Rotate(list) | Sourcing::First(list) => list.contains(source),
            Sourcing::Shares(weights) | Sourcing::Split(weights) => weights[*source as usize] > 0.0,
        };
        (0..sources as u32).filter(may)
    }
}

/// Bounds of every replenishment, in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// At least this many, 0 or 1 for no bound.
    pub minimum: u64,
    /// A multiple of this, at least 1.
    pub multiple: u64,
    /// At most this many; larger needs are split. `None` for no bound.
    pub maximum: Option<u64>,
}

impl Lot {
    /// Units of the next purchase order when `wanted` units are still to be ordered: at least the minimum, a multiple,
    /// and no more than the largest multiple within the maximum. What is left then asks again, under the same bounds.
    #[must_use]
    pub fn next(&self, wanted: i64) -> i64 {
        let multiple = self.multiple.max(1) as i64;
        let bounded = (wanted.max(self.minimum as i64) + multiple - 1) / multiple * multiple;
        // The reader refuses a maximum below the smallest lot, so at least one multiple fits.
        self.maximum.map_or(bounded, |most| bounded.min(most as i64 / multiple * multiple)).max(1)
    }

    /// Whether it bounds nothing: all that is wanted is ordered at once.
    #[must_use]
    pub fn is_free(&self) -> bool {
        !self.can_exceed() && self.maximum.is_none()
    }

    /// Whether a replenishment may be larger than the request that caused it, whatever the requests are.
    #[must_use]
    pub fn can_exceed(&self) -> bool {
        self.minimum > 1 || self.multiple > 1
    }
}

impl Default for Lot {
    fn default() -> Self {
        Lot { minimum: 0, multiple: 1, maximum: None }
    }
}

/// `make`.
#[derive(Clone, Debug)]
pub struct Make {
    /// Required parts, quantity per unit made.
    pub parts: Vec<Line>,
    /// Parts taken whole if free at the request, else skipped.
    pub optional: Vec<Line>,
    /// Configure to order: one choice per family and order. Only products have families.
    pub families: Vec<Family>,
    /// Time in time units, of what [`Make::time_is_per`] says.
    pub time: Law,
    /// `make.time_per`, if it is written.
    pub time_per: Option<TimePer>,
    /// The station, or `None` for a pure delay.
    pub station: Option<StationId>,
    /// Added value per unit, charged at start.
    pub cost: f64,
    /// Carbon dioxide per unit, kg.
    pub carbon: f64,
    /// Bounds of a replenishment, before it is split.
    pub lot: Lot,
    /// Whether a replenishment of q becomes q work orders of one unit.
    pub split: Split,
    /// Time of one set-up per job, in time units (drawn with the job).
    pub setup_time: Law,
    /// Cost of one set-up.
    pub setup_cost: f64,
    /// Holding cost per unit in process and time unit; `None` is the rates of its parts.
    pub holding_cost: Option<f64>,
    /// What a server is set up for, where it is not the item itself.
    pub family: Option<String>,
    /// How much of it is good; `None` is all.
    pub yields: Option<Yield>,
}

impl Make {
    /// What one draw of the time is for: as written, else a unit at a station and a work order without one.
    #[must_use]
    pub fn time_is_per(&self) -> TimePer {
        let default = if self.station.is_some() { TimePer::Unit } else { TimePer::Lot };
        self.time_per.unwrap_or(default)
    }
}

/// What one draw of `make.time` is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePer {
    /// One unit made; the times of a work order are added up.
    Unit,
    /// A whole work order.
    Lot,
}

/// `make.split`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// One work order for the whole replenishment.
    Whole,
    /// One work order per unit, each with its own parts.
    Units,
    /// One work order, of which goes at each receipt what its parts allow.
    Available,
}

/// One line of a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The part.
    pub item: ItemId,
    /// Units per unit made, at least 1.
    pub quantity: u32,
}

/// An option family of a configured product.
#[derive(Clone, Debug)]
pub struct Family {
    /// As written.
    pub name: String,
    /// The choices, in file order, at least one.
    pub choices: Vec<Choice>,
}

/// One choice of a family: one unit of `item` per unit of product.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The part chosen.
    pub item: ItemId,
    /// Its share; the shares of a family sum to 1.
    pub share: f64,
}

/// A stock rule with its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// When and how much.
    pub rule: StockRule,
    /// Time between reviews; `None` is after each request.
    pub review: Option<Ticks>,
    /// Units on the shelf at time 0; `None` is the rule's level.
    pub initial: Option<u64>,
    /// Emergency orders beside the rule.
    pub rush: Option<Rush>,
    /// What classes leave on the shelf, above 0 and where anything is said.
    pub reserve: Vec<Reserve>,
    /// What is under way and owed at time 0.
    pub opening: Opening,
}

/// What is under way and owed at time 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Units on order at time 0 and when they are received, by time.
    pub arriving: Vec<(Ticks, u64)>,
    /// Units of the backlog at time 0, which are nobody's.
    pub owed: u64,
}

impl Opening {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arriving.is_empty() && self.owed == 0
    }

    /// Units by which the position at time 0 is above what is on the shelf: those on order less those owed.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.arriving.iter().map(|(_, units)| *units as i64).sum::<i64>() - self.owed as i64
    }
}

/// Emergency orders: what is free, and on order or promised in time, is lifted to a level of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Rush {
    /// Name of the source that they go to.
    pub source: String,
    /// Their level, units; may be negative.
    pub base_stock: i64,
}

/// The stock rules of `docs/MODEL.md`.
#[derive(Clone, Debug, PartialEq)]
pub enum StockRule {
    /// Up to `level`, as one replenishment.
    BaseStock {
        /// S, units.
        level: i64,
    },
    /// If position is at (or below) min: up to max.
    MinMax {
        /// s, units.
        min: i64,
        /// S, units.
        max: i64,
        /// Whether it acts at s or only below.
        trigger: Trigger,
    },
    /// If position ≤ point: the smallest multiple of quantity that lifts it above point.
    Reorder {
        /// r, units; may be negative.
        point: i64,
        /// Q, units.
        quantity: i64,
    },
    /// A rule of which one number is sized to meet this unit fill rate in the nominal lead time.
    FillRate {
        /// Unit fill rate, a share between 0 and 1.
        target: f64,
        /// The number.
        sized: SizedNumber,
    },
    /// A base stock, sized together with all others of this rule for service times that are always kept.
    GuaranteedService {
        /// Standard deviations of demand that are covered.
        factor: f64,
    },
    /// Up to a level that follows a forecast.
    Forecast(Forecast),
}

/// A forecast and the safety stock above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// How it is made.
    pub method: ForecastMethod,
    /// What the level has above it.
    pub safety: Safety,
    /// Units per review, at time 0; `None` is the exact mean of what is asked.
    pub start: Option<f64>,
    /// Standard deviation of its error then, units per review; `None` is that of what is asked.
    pub start_sd: Option<f64>,
    /// Factor by which it is always wrong; 1 where it is not.
    pub bias: f64,
    /// Coefficient of variation of a factor of mean 1 by which each forecast is wrong.
    pub noise: f64,
}

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForecastMethod {
    /// The mean of the last so many reviews.
    Average(u32),
    /// Exponential smoothing with this share of the last demand.
    Smoothing(f64),
    /// The rates that customers have.
    Profile,
}

/// What a level has above its forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Safety {
    /// Units.
    Units(f64),
    /// The forecast of so much time, time units.
    Time(f64),
    /// Standard deviations of the error over lead time and review.
    Factor(f64),
    /// What serves this share of the units at once.
    FillRate(f64),
}

/// The number of a stock rule that a fill rate stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizedNumber {
    /// The level of a base stock.
    Level,
    /// The point of a reorder rule with this quantity.
    Point {
        /// Q, units.
        quantity: i64,
    },
    /// The minimum of a min-max rule whose maximum is so far above it.
    Min {
        /// S − s, units.
        span: i64,
        /// Whether it acts at s or only below.
        trigger: Trigger,
    },
}

/// When a (s, S) rule acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Position ≤ min.
    AtOrBelow,
    /// Position < min.
    Below,
}

/// Whether receipts of one item may overtake each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// Lead times are independent; orders may cross.
    Independent,
    /// Receipt = max(previous receipt, release + draw).
    Sequential,
}

/// A supplier named in the file.
#[derive(Clone, Debug)]
pub struct Supplier {
    /// As written.
    pub name: String,
    /// Rule for the receipts of each of its items.
    pub crossing: Crossing,
    /// `Some(n)`: n servers, one first-come queue for all its items; `None` is ample.
    pub servers: Option<u32>,
    /// When it is at work.
    pub work: AtWork,
    /// What stands still while it is not.
    pub stops: Stops,
    /// Units it sends in each period; `None` for no bound.
    pub allotment: Option<Allotment>,
}

impl Supplier {
    /// Whether it is not always at work, or allots what it sends.
    #[must_use]
    pub fn stops_at_times(&self) -> bool {
        !self.work.is_always() || self.allotment.is_some()
    }
}

/// An assembly resource.
#[derive(Clone, Debug)]
pub struct Station {
    /// As written.
    pub name: String,
    /// Parallel servers, at least 1.
    pub servers: u32,
    /// When it is at work.
    pub work: AtWork,
    /// What it and its jobs do where that is not always.
    pub habits: StationHabits,
    /// What its servers do between jobs of two families.
    pub changeovers: Vec<Changeover>,
    /// By what those who wait are compared; none for their priority alone.
    pub queue: Vec<QueueWord>,
}

impl Station {
    /// The share of [from, to), ticks, that its servers are at work, in the long run of their failures by the clock.
    #[must_use]
    pub fn share(&self, window: (i64, i64)) -> f64 {
        match self.habits.by {
            FailsBy::Clock => self.work.share(window),
            FailsBy::Busy => AtWork { up_down: None, ..self.work.clone() }.share(window),
        }
    }

    /// The time that a server is taken up per time it works: with its repairs, where it fails by use.
    #[must_use]
    pub fn repairs(&self) -> f64 {
        match (self.habits.by, &self.work.up_down) {
            (FailsBy::Busy, Some(laws)) => 1.0 / laws.up_share(),
            _ => 1.0,
        }
    }

    /// The mean work on a job of so much time, all that is begun in vain among it: u (e^{x/u} − 1) where failures repeat it, exact for a
    /// constant x and exponential times up of mean u.
    #[must_use]
    pub fn with_repeats(&self, time: f64) -> f64 {
        match (self.habits.interrupted, &self.work.up_down) {
            (Interrupted::Repeat, Some(laws)) => laws.up.mean() * (time / laws.up.mean()).exp_m1(),
            _ => time,
        }
    }
}
