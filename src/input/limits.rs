//! Refuses what would never end or not fit, with the estimate and the way to raise the limit.

use super::keys::root;
use crate::keys::range::{UNITS, short};
use crate::laws::Law;
use crate::model::{Demand, Item, Model, Profile, Shortage, Split, Stock, Supply, SupplyWay, TICKS_PER_UNIT, Ticks};
use crate::network::{BillOfMaterials, MeanFlow, Streams, lead_times, mean_paths};
use crate::reader::{Cursor, Place, Problem, Problems, RawNode, RawTable, RawValue};
use crate::rules::stock;

/// What a run of all strategies and replications takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunEstimate {
    /// Events of all strategies and replications.
    pub events: f64,
    /// Memory, bytes.
    pub memory: f64,
}

/// Bytes of one replenishment on its way, of one order waiting, and of one row of the table of orders.
const BYTES_PER_JOB: f64 = 256.0;
const BYTES_PER_ORDER_ROW: f64 = 256.0;
/// Values per item of a record, 8 bytes each: the measures of an item and room for the rest.
const VALUES_PER_ITEM: f64 = 40.0;
/// Tracks of a series are kept for this many items at most.
const TRACKED: usize = 64;
/// Replications that are simulated at one time.
const AT_ONCE: f64 = 16.0;

/// Estimates events and memory.
#[must_use]
pub fn estimate(model: &Model, bills: &[BillOfMaterials]) -> RunEstimate {
    let window = (model.run.warm_up + model.run.horizon).units();
    let most = model.run.stopping.as_ref().map_or(0, |stopping| stopping.max_replications);
    let runs = f64::from(model.run.replications.max(most));
    let mut total = RunEstimate { events: 0.0, memory: 0.0 };
    for (strategy, bill) in bills.iter().enumerate() {
        let model = model.under(strategy);
        let flows = Flows {
            all: MeanFlow::new(model, bill, strategy, Streams::All),
            patient: MeanFlow::new(model, bill, strategy, Streams::Patient),
        };
        let span = window + drain(model, bill, &flows.patient);
        // Once more without outages.
        let times = if model.report.impact && model.first_outage().is_some() { 2.0 } else { 1.0 };
        total.events += times * (flows.events(model) + changes(model) + write_offs(model, strategy)) * span * runs;
        let jobs = on_the_way(model, bill, strategy, &flows, span);
        let tracks = model.items.len().min(TRACKED) as f64;
        let series = tracks * f64::from(model.report.buckets);
        let record = 8.0 * (model.items.len() as f64 * VALUES_PER_ITEM + series);
        let rows = if model.report.orders { flows.all.orders * span * BYTES_PER_ORDER_ROW } else { 0.0 };
        total.memory = total.memory.max(AT_ONCE.min(runs) * jobs * BYTES_PER_JOB) + runs * (record + rows);
    }
    total
}

/// What is asked under a strategy, and what of it waits as long as it takes.
struct Flows {
    all: MeanFlow,
    patient: MeanFlow,
}

impl Flows {
    /// Events per time unit: customers who are lost or leave come all the same, but get no more than there is.
    fn events(&self, model: &Model) -> f64 {
        let Flows { all, patient } = self;
        let arrivals = all.orders - patient.orders;
        let limited = all.events(model) - patient.events(model) - arrivals;
        patient.events(model) + arrivals + limited.max(0.0) / largest_load(model, all).max(1.0)
    }
}

/// How often the factors of profiles change their form, per time unit.
fn changes(model: &Model) -> f64 {
    let profiles = model.demands.iter().filter_map(|demand| demand.profile.as_ref());
    let stays = |profile: &Profile| {
        let own = profile.environment.map(|place| &model.environments[place]);
        own.map_or(0.0, |own| own.stay.iter().map(|stay| 1.0 / stay.mean()).fold(0.0, f64::max))
    };
    profiles.map(|profile| profile.density() * TICKS_PER_UNIT as f64 + stays(profile)).sum()
}

/// How often free units are written off again and again, per time unit.
fn write_offs(model: &Model, strategy: usize) -> f64 {
    let often = |(place, item): (usize, &Item)| {
        let rule = model.strategies[strategy].holds[place].as_ref();
        let level = rule.map_or(0.0, |rule| stock::level(rule).high.max(0) as f64);
        let every = |law: &Option<Law>| law.as_ref().map_or(0.0, |gap| 1.0 / gap.mean());
        // At most every unit of the level once in its life.
        every(&item.life.obsolete) + level * every(&item.life.shelf_life)
    };
    model.items.iter().enumerate().map(often).sum()
}

/// The largest offered load of a station or a supplier with servers.
fn largest_load(model: &Model, flow: &MeanFlow) -> f64 {
    let stations = (0..model.stations.len()).map(|station| flow.station_load(model, station));
    let suppliers = (0..model.suppliers.len()).filter_map(|supplier| flow.supplier_load(model, supplier));
    stations.chain(suppliers).fold(0.0, f64::max)
}

/// Longest time simulated after the window: until its orders are done if all goes as in the mean, and as far as
/// allowed where something cannot keep up.
fn drain(model: &Model, bill: &BillOfMaterials, patient: &MeanFlow) -> f64 {
    let limit = model.run.drain_limit.units();
    if largest_load(model, patient) >= 1.0 {
        return limit;
    }
    let paths = mean_paths(model, bill);
    let asked = |demand: &Demand| {
        let path = demand.mix.iter().map(|share| paths[share.item.index()]).fold(0.0, f64::max);
        path + demand.delivery.time.mean()
    };
    model.demands.iter().map(asked).fold(0.0, f64::max).min(limit)
}

/// Replenishments and orders that wait or are on their way at the end of a run.
fn on_the_way(model: &Model, bill: &BillOfMaterials, strategy: usize, flows: &Flows, span: f64) -> f64 {
    let Flows { all, patient } = flows;
    let time = |law: &Law| law.mean().min(span);
    let on_order = |place: usize| {
        let item = &model.items[place];
        let time = item.mean_of(|way| match way {
            SupplyWay::Buy(buy) => time(&buy.lead_time),
            SupplyWay::Make(make) => time(&make.time),
        });
        let lot = *item.main_way().lot();
        let jobs = all.jobs[place] * time;
        // Nobody owes what is lost: no more is on order than fills the shelf.
        match &model.strategies[strategy].holds[place] {
            Some(rule) if patient.units[place] == 0.0 => {
                jobs.min((stock::level(rule).high.max(0) as u64).max(lot.minimum).max(lot.multiple) as f64)
            }
            _ => jobs,
        }
    };
    let lead: f64 = (0..model.items.len()).map(on_order).sum();
    // What a station cannot keep up with piles up, but for orders that leave: these wait as long as they will.
    let overload = |station| 1.0 - 1.0 / patient.station_load(model, station).max(1.0);
    let piles: f64 = (0..model.stations.len()).map(|station| overload(station) * patient.orders * span).sum();
    let waiting = |demand: &Demand| match &demand.shortage {
        Shortage::Patience(patience) => time(patience) * demand.order_rate(),
        Shortage::Backorder | Shortage::Lost => 0.0,
    };
    let leaving: f64 = model.demands.iter().map(waiting).sum();
    // `make.split` opens a work order for each unit at once.
    let bursts: f64 = (model.items.iter().zip(largest_requests(model, bill)))
        .map(|(item, largest)| match &item.supply {
            Supply::Make(make) if make.split != Split::Whole => largest,
            _ => 0.0,
        })
        .sum();
    lead + piles + leaving + bursts + all.orders
}

/// Units of one request above this are refused: sums of them must stay whole numbers.
const LARGEST_REQUEST: f64 = 1e15;

/// For each item the largest request that orders of mean size and replenishments of held items can make.
fn largest_requests(model: &Model, bill: &BillOfMaterials) -> Vec<f64> {
    let mut largest = vec![0.0; model.items.len()];
    for demand in &model.demands {
        let units = demand.quantity.rounded_moments().mean;
        demand.mix.iter().for_each(|share| largest[share.item.index()] += units);
    }
    for place in bill.parts_first().rev() {
        let rules = model.strategies.iter().filter_map(|strategy| strategy.holds[place].as_ref());
        let level = rules.map(|stock| stock::level(stock).high as f64).fold(0.0, f64::max);
        let asked = f64::max(largest[place], level);
        for usage in bill.usages(place) {
            largest[usage.part] += asked * f64::from(usage.quantity);
        }
        largest[place] = asked;
    }
    largest
}

/// The same under the strategy where it is largest.
fn largest_of_each(model: &Model, bills: &[BillOfMaterials]) -> Vec<f64> {
    let mut largest = vec![0.0; model.items.len()];
    for (model, bill) in model.under_each().zip(bills) {
        let own = largest_requests(model, bill);
        largest.iter_mut().zip(own).for_each(|(most, own)| *most = f64::max(*most, own));
    }
    largest
}

/// For each item the largest mean demand that a sized level of it has to last for.
fn sized_demands(model: &Model, bills: &[BillOfMaterials]) -> Vec<f64> {
    let mut largest = vec![0.0; model.items.len()];
    for ((place, strategy), bill) in model.strategies.iter().enumerate().zip(bills) {
        let is_sized = |stock: &&Stock| stock::is_sized(&stock.rule);
        if !strategy.holds.iter().flatten().any(|stock| is_sized(&stock)) {
            continue;
        }
        let asked = MeanFlow::new(model, bill, place, Streams::All).units;
        let leads = lead_times(model, bill, place);
        for (item, stock) in strategy.holds.iter().enumerate() {
            if let Some(stock) = stock.as_ref().filter(is_sized) {
                let span = leads[item] + stock.review.map_or(0.0, Ticks::units);
                largest[item] = f64::max(largest[item], asked[item] * span);
            }
        }
    }
    largest
}

/// Bytes of memory for each byte of a table and for each of its cells until a model is made of it, measured: of a million rows of
/// four columns, 18 bytes each, 1.5 GB.
const BYTES_PER_BYTE: f64 = 6.0;
const BYTES_PER_CELL: f64 = 340.0;

/// Refuses a table that would take more than `run.max_memory` to be read, before it is.
pub fn check_reading(tree: &RawTable, (bytes, cells): (usize, usize), file: &str, place: Place) -> Result<(), Problem> {
    let nothing = RawNode { place: Place::default(), value: RawValue::Table(RawTable::default()) };
    let by_default = Cursor::top(root(), &nothing).at("run").at("max_memory").number();
    let given = tree.get("run").and_then(RawNode::table).and_then(|run| run.get("max_memory"));
    let limit = given.and_then(RawNode::number).unwrap_or(by_default);
    let estimate = (bytes as f64 * BYTES_PER_BYTE + cells as f64 * BYTES_PER_CELL) / 1e9;
    if estimate <= limit {
        return Ok(());
    }
    let message = format!(
        "reading the table {file} would take about {} GB of memory: it has {cells} cells; the limit is {}",
        words(estimate),
        words(limit)
    );
    let help = format!("take rows out of it, or raise `run.max_memory` to {}", words(estimate * 1.1));
    Err(Problem::new(place, message).help(help))
}

/// Refuses a model beyond `run.max_events` or `run.max_memory`.
pub fn check(model: &Model, scenario: &RawNode, problems: &mut Problems) {
    let bills = BillOfMaterials::of_each(model);
    let items = Cursor::top(root(), scenario).at("items");
    for (named, largest) in items.names().zip(largest_of_each(model, &bills)) {
        if largest > LARGEST_REQUEST {
            let message = format!("one order can ask for about {} units of `{}`", words(largest), named.name);
            problems.add(Problem::new(named.place, message).help("the most is 1e15: use a larger unit"));
        }
    }
    for (named, demand) in items.names().zip(sized_demands(model, &bills)) {
        if demand > UNITS.high {
            let message = format!(
                "`{}` is asked for about {} units in its lead time, and no level that is sized may be above {}",
                named.name,
                words(demand),
                short(UNITS.high)
            );
            problems.add(Problem::new(named.place, message).help("use a larger unit"));
        }
    }
    let run = Cursor::top(root(), scenario).at("run");
    let estimate = estimate(model, &bills);
    let limits = [
        ("max_events", estimate.events, run.at("max_events").number(), "events"),
        ("max_memory", estimate.memory / 1e9, run.at("max_memory").number(), "GB of memory"),
    ];
    for (key, estimate, limit, unit) in limits {
        // Conditions written so that NaN fails.
        let fits = estimate <= limit;
        if !fits {
            let message =
                format!("the scenario would take about {} {unit}; the limit is {}", words(estimate), words(limit));
            let help = format!(
                "shorten `run.horizon` or `run.warm_up`, take fewer replications, or raise `run.{key}` to {}",
                words(estimate * 1.1)
            );
            problems.add(Problem::new(run.at("horizon").place, message).help(help));
        }
    }
}

/// Two digits are all an estimate has.
fn words(value: f64) -> String {
    if (0.1..1e4).contains(&value) || value == 0.0 { format!("{value:.1}") } else { format!("{value:.1e}") }
}
