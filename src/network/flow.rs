//! What flows through the network in the mean: units and jobs per time unit at every item, load of every station and
//! supplier, events and memory of a run. Upper estimates where optional parts or lost orders make them less.
//!
//! From the customers down, each item gets a stream of requests with the law of their sizes; its stock rule, review and
//! lots make replenishments of it ([`stock::flow`]), and these are the requests for its parts. Exact for the means where
//! requests are independent; options are chosen by their shares, variants of a product share its rule.

use super::bill::BillOfMaterials;
use crate::model::{Demand, Item, Lot, Model, Shortage, Split, Stock, Stops, SupplyWay, Ticks, TimePer};
use crate::rules::at_work::changeover::ChangeoverTable;
use crate::rules::requests::{Gaps, Requests, Stream};
use crate::rules::sizes::Sizes;
use crate::rules::stock::{self, Level};
use crate::rules::supply::{lot, yields};

/// Which streams are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streams {
    /// All of them: what is asked.
    All,
    /// What is asked however long it takes. Customers who leave limit what waits for them. So do those who are lost, but for
    /// what is made to order before the first held item: an order that finds that item is taken, whatever waits above.
    Patient,
}

/// Means per time unit under one strategy, by item.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanFlow {
    /// Customer orders, those for no units included.
    pub orders: f64,
    /// Orders that are delivered on a way that takes time.
    pub deliveries: f64,
    /// Units asked.
    pub units: Vec<f64>,
    /// Replenishments released (work orders, when `make.split` makes one of each unit).
    pub jobs: Vec<f64>,
    /// Units of them, those included that are found bad.
    pub released: Vec<f64>,
    /// Reviews.
    pub reviews: f64,
}

/// Requests for an item, gathered from all who ask for it.
#[derive(Debug, Default)]
struct Gathered<'m> {
    /// Per time unit, by size.
    sizes: Vec<(u64, f64)>,
    streams: Vec<Stream<'m>>,
}

impl<'m> Gathered<'m> {
    fn add(&mut self, requests: &Requests<'m>, multiple: u64, share: f64) {
        let times = |(size, p): (u64, f64), rate: f64| (size.saturating_mul(multiple), rate * share * p);
        self.sizes.extend(requests.sizes.iter().map(|size| times(size, requests.rate)));
        let streams = requests.streams.iter().map(|stream| {
            // Each request is kept with the probability of the share.
            let lost = share * (1.0 - share).max(0.0) * stream.rate * stream.sizes.square();
            let kept = share * share.min(1.0) * stream.variance + lost;
            let gaps = match stream.gaps {
                Gaps::Renewal { kept, .. } if kept * share > 1.0 => Gaps::Fitted,
                Gaps::Regular(_, p) if p * share > 1.0 => Gaps::Fitted,
                Gaps::Renewal { law, tempo, kept } => Gaps::Renewal { law, tempo, kept: kept * share },
                Gaps::Regular(gap, p) => Gaps::Regular(gap, p * share),
                Gaps::Fitted => Gaps::Fitted,
            };
            let sizes = Sizes::weighted(stream.sizes.iter().map(|size| times(size, 1.0)).collect());
            Stream { rate: stream.rate * share, sizes, variance: kept * (multiple * multiple) as f64, gaps }
        });
        self.streams.extend(streams);
        self.streams = Stream::few(std::mem::take(&mut self.streams));
    }

    fn append(&mut self, other: Gathered<'m>) {
        self.sizes.extend(other.sizes);
        self.streams.extend(other.streams);
    }

    fn rate(&self) -> f64 {
        self.sizes.iter().map(|(_, rate)| rate).sum()
    }

    fn requests(self) -> Requests<'m> {
        Requests { rate: self.rate(), sizes: Sizes::weighted(self.sizes), streams: self.streams }
    }
}

/// Requests for an item: those that come whatever is held, and those that end at the first held item.
#[derive(Debug, Default)]
struct Asked<'m> {
    always: Gathered<'m>,
    to_order: Gathered<'m>,
}

impl MeanFlow {
    /// The flow under a strategy of the model.
    #[must_use]
    pub fn new(model: &Model, bill: &BillOfMaterials, strategy: usize, streams: Streams) -> MeanFlow {
        let model = model.under(strategy);
        let count = model.items.len();
        let none = || vec![0.0; count];
        let mut flow =
            MeanFlow { orders: 0.0, deliveries: 0.0, units: none(), jobs: none(), released: none(), reviews: 0.0 };
        let holds = &model.strategies[strategy].holds;
        flow.reviews = holds.iter().flatten().filter_map(|stock| stock.review).map(|review| 1.0 / review.units()).sum();
        let mut asked: Vec<Asked> = std::iter::repeat_with(Asked::default).take(count).collect();
        for demand in &model.demands {
            flow.add_demand(demand, holds, streams, &mut asked);
        }
        for item in bill.parts_first().rev() {
            flow.pass_on(model, bill, (item, holds[item].as_ref()), &mut asked);
        }
        flow
    }

    fn add_demand<'m>(
        &mut self,
        demand: &'m Demand,
        holds: &[Option<Stock>],
        streams: Streams,
        asked: &mut [Asked<'m>],
    ) {
        let ends = match (streams, &demand.shortage) {
            (Streams::All, _) | (_, Shortage::Backorder) => false,
            (Streams::Patient, Shortage::Lost) => true,
            (Streams::Patient, Shortage::Patience(_)) => return,
        };
        let orders = demand.order_rate();
        let (sizes, some) = Sizes::of_orders(&demand.quantity);
        if some * orders <= 0.0 {
            return;
        }
        let moments = demand.quantity.rounded_moments();
        let variance = orders * (moments.variance + demand.gap_cv_square() * moments.mean * moments.mean);
        let gaps = Gaps::Renewal { law: &demand.gaps, tempo: demand.factor(), kept: some };
        let rate = orders * some;
        let stream = Stream { rate, sizes: sizes.clone(), variance, gaps };
        let requests = Requests { rate, sizes, streams: vec![stream] };
        for share in &demand.mix {
            let item = share.item.index();
            if ends && holds[item].is_some() {
                continue;
            }
            self.orders += orders * share.share;
            if demand.delivery.time.mean() > 0.0 {
                self.deliveries += orders * share.share;
            }
            let to = &mut asked[item];
            if ends { &mut to.to_order } else { &mut to.always }.add(&requests, 1, share.share);
        }
    }

    /// What is asked of an item becomes jobs, and these requests for its parts.
    fn pass_on<'m>(
        &mut self,
        model: &Model,
        bill: &BillOfMaterials,
        (place, stock): (usize, Option<&Stock>),
        asked: &mut [Asked<'m>],
    ) {
        let Asked { mut always, to_order } = std::mem::take(&mut asked[place]);
        let to_order = if stock.is_some() { Gathered::default() } else { to_order };
        let rate = always.rate() + to_order.rate();
        if rate <= 0.0 {
            return;
        }
        let ends = to_order.rate() / rate;
        always.append(to_order);
        let requests = always.requests();
        self.units[place] = requests.units();
        let (jobs, replenishments) = replenished(&model.items[place], stock, requests);
        self.jobs[place] = jobs;
        self.released[place] = self.units[place] / model.items[place].mean_yield();
        for usage in bill.usages(place) {
            let part = &mut asked[usage.part];
            let multiple = u64::from(usage.quantity);
            let share = usage.share * usage.tries;
            if share <= 0.0 {
                continue;
            }
            if ends < 1.0 {
                part.always.add(&replenishments, multiple, share * (1.0 - ends));
            }
            if ends > 0.0 {
                part.to_order.add(&replenishments, multiple, share * ends);
            }
        }
    }

    /// Offered load of a station: the work asked of it per time unit, in time units, divided by what its servers can do while they are
    /// at work.
    #[must_use]
    pub fn station_load(&self, model: &Model, station: usize) -> f64 {
        let own = &model.stations[station];
        let work = self.station_work(model, station) * own.repairs();
        work / (f64::from(own.servers) * own.share(model.run.window()))
    }

    /// The same divided by the hours of its calendar: the share of them that its servers work, if it keeps up.
    #[must_use]
    pub fn station_busy(&self, model: &Model, station: usize) -> f64 {
        let own = &model.stations[station];
        self.station_work(model, station) / (f64::from(own.servers) * own.work.open_share(model.run.window()))
    }

    /// The work asked of a station per time unit, in time units, all that is begun in vain among it.
    fn station_work(&self, model: &Model, station: usize) -> f64 {
        let own = &model.stations[station];
        let work = self.per_way(model).filter_map(|(way, units, jobs)| match way {
            SupplyWay::Make(make) if make.station.is_some_and(|id| id.index() == station) => {
                let times = match make.time_is_per() {
                    TimePer::Unit => units,
                    TimePer::Lot => jobs,
                };
                let work = times * make.time.mean() + jobs * make.setup_time.mean();
                Some(if jobs > 0.0 { jobs * own.with_repeats(work / jobs) } else { 0.0 })
            }
            _ => None,
        });
        work.sum::<f64>() + self.changeover_work(model, station)
    }

    /// Time of changeovers per time unit, where the family of a job does not depend on the one before.
    fn changeover_work(&self, model: &Model, station: usize) -> f64 {
        let own = &model.stations[station];
        if own.changeovers.is_empty() {
            return 0.0;
        }
        let is_here = |item: &Item| item.make().and_then(|make| make.station).is_some_and(|id| id.index() == station);
        let made = model.items.iter().zip(&self.jobs).filter(|(item, _)| is_here(item));
        let here: Vec<(&str, f64)> =
            made.filter_map(|(item, jobs)| Some((item.family()?, item.made_share() * jobs))).collect();
        let all: f64 = here.iter().map(|(_, jobs)| jobs).sum();
        let mut families: Vec<&str> = here.iter().map(|(family, _)| *family).collect();
        families.sort_unstable();
        families.dedup();
        let number = |name: &str| families.binary_search(&name).ok().map(|place| place as u32);
        let table = ChangeoverTable::new(&own.changeovers, number);
        let pairs = here.iter().flat_map(|from| here.iter().map(move |to| (from, to)));
        let one = |((from, before), (to, after)): (&(&str, f64), &(&str, f64))| {
            let time = number(from).zip(number(to)).map_or(0, |(from, to)| table.between(from, to).0);
            before / all * after * time as f64 / crate::model::TICKS_PER_UNIT as f64
        };
        if all > 0.0 { pairs.map(one).sum() } else { 0.0 }
    }

    /// The same of a supplier; `None` when it is ample.
    #[must_use]
    pub fn supplier_load(&self, model: &Model, supplier: usize) -> Option<f64> {
        let servers = model.suppliers[supplier].servers?;
        let work = self.per_way(model).filter_map(|(way, _, jobs)| match way {
            SupplyWay::Buy(buy) if buy.supplier.is_some_and(|id| id.index() == supplier) => {
                Some(jobs * buy.lead_time.mean())
            }
            _ => None,
        });
        let own = &model.suppliers[supplier];
        let at_work = if own.stops == Stops::All { own.work.share(model.run.window()) } else { 1.0 };
        Some(work.sum::<f64>() / (f64::from(servers) * at_work))
    }

    /// Ways in which items come, with the units and jobs released per time unit that come so.
    fn per_way<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = (SupplyWay<'m>, f64, f64)> {
        let flows = self.released.iter().zip(&self.jobs);
        model.items.iter().zip(flows).flat_map(|(item, (units, jobs))| {
            item.ways().into_iter().map(move |(share, way)| (way, share * units, share * jobs))
        })
    }

    /// Events per time unit: arrivals, receipts, starts and completions, reviews, deliveries.
    #[must_use]
    pub fn events(&self, model: &Model) -> f64 {
        let queued = |way: SupplyWay| match way {
            SupplyWay::Buy(buy) => buy.supplier.is_some_and(|id| model.suppliers[id.index()].servers.is_some()),
            SupplyWay::Make(make) => make.station.is_some(),
        };
        let jobs: f64 = self.per_way(model).map(|(way, _, jobs)| if queued(way) { 2.0 * jobs } else { jobs }).sum();
        self.orders + self.deliveries + jobs + self.reviews
    }
}

/// What requests for an item release, after its stock rule, review, lots and splits: jobs per time unit, and what they ask
/// of parts. Loads, events and findings come from this one figure.
fn replenished<'m>(item: &Item, stock: Option<&Stock>, requests: Requests<'m>) -> (f64, Requests<'m>) {
    // What comes in several ways goes mostly as in the one in which most of it does.
    let way = item.main_way();
    let lot = *way.lot();
    // Order-driven items release what is missing, as a base stock of 0 does.
    let level = stock.map_or(Level::base_stock(0), stock::level);
    let review = stock.and_then(|stock| stock.review).map(Ticks::units);
    let (looks, asked) = match review {
        Some(review) => (1.0 / review, requests.over(review)),
        None => (requests.rate, requests.sizes.clone()),
    };
    let rule = stock::flow(&level, &lot, &asked);
    let rate = looks * rule.released;
    let streams = match review {
        // Whatever the rule, releases come at its reviews alone, and one at most at each.
        Some(review) => one_stream(rate, &rule.sizes, &requests, Gaps::Regular(review, rule.released)),
        // Each request is passed on as it is.
        None if rule.sizes == requests.sizes => requests.streams,
        _ => one_stream(rate, &rule.sizes, &requests, Gaps::Fitted),
    };
    let tries = |sizes: &Sizes| way.yields().map_or(1.0, |own| yields::tries(own, stock, sizes));
    let orders = |units: u64| lot::orders(&lot, units) as f64;
    match way {
        SupplyWay::Make(make) if make.split == Split::Units => {
            let (units, one) = (rate * rule.sizes.mean(), Sizes::constant(1));
            (units * tries(&one), Requests { rate: units, sizes: one, streams })
        }
        SupplyWay::Make(_) if lot == Lot::default() => {
            (rate * tries(&rule.sizes), Requests { rate, sizes: rule.sizes, streams })
        }
        SupplyWay::Buy(_) | SupplyWay::Make(_) => {
            let jobs = rate * rule.sizes.mean_of(orders) * tries(&rule.sizes);
            (jobs, Requests { rate, sizes: rule.sizes, streams })
        }
    }
}

/// Bundled requests as one stream, of the same units in the long run.
fn one_stream<'m>(rate: f64, sizes: &Sizes, of: &Requests<'m>, gaps: Gaps<'m>) -> Vec<Stream<'m>> {
    if rate <= 0.0 {
        return Vec::new();
    }
    vec![Stream { rate, sizes: sizes.clone(), variance: of.variance(), gaps }]
}
