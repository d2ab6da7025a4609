//! What a plan must be for its times to follow without an event list, and the order in which they follow.

use crate::laws::Law;
use crate::model::{Model, StockChange, Supply, Ticks};
use crate::plan::{Levels, Mode, Plan, PlanDemand, SourcedItem, SupplyPlan};
use crate::rules::supply::PurchaseSource;
use crate::rules::{allocation, queue, stock, supply};
use std::fmt;

/// Requests of the longest path that is kept in memory; some 50 bytes each.
const LONGEST: f64 = 8e6;

/// Why a strategy has no sample path, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotScored(pub String);

impl fmt::Display for NotScored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is evaluated together: all times of an item, or of everything a station works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Item(u32),
    Station(u32),
}

/// A plan that qualifies, with what its evaluation needs to know.
#[derive(Clone, Debug)]
pub struct Network {
    /// Parts before what is made of them.
    pub(super) steps: Vec<Step>,
    /// Lines of each work order, by item.
    pub(super) width: Vec<u32>,
    /// Whether every request of the item is for one unit.
    pub(super) unit: Vec<bool>,
    /// Whether a request ends there: bought, from a supplier without servers.
    pub(super) ends: Vec<bool>,
    /// Whether customers ask for the item.
    pub(super) asked: Vec<bool>,
    /// Whether a work order may take no time, as its law says.
    pub(super) instant: Vec<bool>,
    /// Items made at each station, ascending.
    pub(super) at_station: Vec<Vec<u32>>,
}

/// Whether a sample path gives the money, service and responses for a strategy of the model with these
/// levels.
///
/// # Errors
/// The first reason why not.
pub fn qualify(model: &Model, plan: &Plan, levels: &Levels) -> Result<Network, NotScored> {
    let model = model.under(plan.strategy);
    if model.costs.stock_change == StockChange::Counted {
        return no("the change of stock over the window is paid for".into());
    }
    if model.costs.capital_rate > 0.0 {
        return no("money that is owed has a cost".into());
    }
    rules(plan, levels)?;
    demands(plan)?;
    records(model)?;
    let network = Network::new(model, plan)?;
    network.instants(model, plan)?;
    length(model, plan)?;
    Ok(network)
}

fn no<T>(words: String) -> Result<T, NotScored> {
    Err(NotScored(words))
}

/// Every inventory position must stand still, and units reach requests in the order of the requests.
fn rules(plan: &Plan, levels: &Levels) -> Result<(), NotScored> {
    if plan.ties.is_some() {
        return no("ties of one instant go by a draw".into());
    }
    if let Some(opening) = plan.opening.first() {
        let name = &plan.items[opening.item as usize].name;
        return no(format!("{name} has units under way or owed at time 0"));
    }
    if let Some(station) = plan.stations.iter().find(|station| station.tells_servers_apart()) {
        let why = if station.hours.is_some() {
            "is not always at work"
        } else {
            "changes over, or is not first come, first served"
        };
        return no(format!("station {} {why}", station.name));
    }
    if let Some(supplier) = plan.suppliers.iter().find(|supplier| supplier.hours.is_some()) {
        return no(format!("supplier {} is not always at work, or allots what it sends", supplier.name));
    }
    if let Some(item) = plan.items.iter().find(|item| item.receiving.is_some()) {
        return no(format!("{} is received in hours of its own", item.name));
    }
    allocation::scored_by_path(plan.kitting).map_err(|reason| NotScored(reason.into()))?;
    queue::scored_by_path(plan.classes.discipline).map_err(|reason| NotScored(reason.into()))?;
    for (item, level) in plan.items.iter().zip(&levels.0) {
        let name = &item.name;
        let of_item = |reason| NotScored(format!("{name} {reason}"));
        stock::scored_by_path(level, item.review).map_err(of_item)?;
        if !item.reserves.is_empty() {
            return no(format!("{name} keeps a reserve"));
        }
        if let Some(sourced) = item.sourced {
            return no(unscored(name, plan, &plan.sourced[sourced as usize]));
        }
        if item.life.is_some() {
            return no(format!("free units of {name} are written off"));
        }
        match &item.supply {
            SupplyPlan::Buy(buy) => supply::scored_by_path(&buy.lot).map_err(of_item)?,
            SupplyPlan::Make(make) if make.goes_in_pieces() => {
                return no(format!("{name} goes as far as its parts allow"));
            }
            SupplyPlan::Make(make) => {
                supply::scored_by_path(&make.lot).map_err(of_item)?;
                let held = plan.optional(make).iter().find(|line| plan.items[line.item as usize].mode == Mode::Held);
                if let Some(line) = held {
                    return no(format!("{name} takes {} only if it is free", plan.items[line.item as usize].name));
                }
            }
        }
    }
    Ok(())
}

/// Why what is known of an item's sources stands in the way.
fn unscored(name: &str, plan: &Plan, own: &SourcedItem) -> String {
    match (own.count, own.rush) {
        (1, _) if plan.sources[own.first as usize].yields.is_none() => {
            format!("each purchase of {name} is followed to its price and payment")
        }
        (1, _) => format!("not all that comes of {name} is good"),
        (_, Some(_)) => format!("{name} has emergency orders"),
        (_, None) => format!("{name} has several sources"),
    }
}

fn demands(plan: &Plan) -> Result<(), NotScored> {
    let one = |demand: &PlanDemand| {
        demand.shortage.scored_by_path(&demand.name)?;
        demand.customers.as_deref().map_or(Ok(()), |rules| rules.scored_by_path(&demand.name))
    };
    plan.demands.iter().try_for_each(one).map_err(NotScored)
}

/// Units that come back release nothing, and a due time of each order is no term of its stream.
fn records(model: &Model) -> Result<(), NotScored> {
    for demand in &model.demands {
        let Some(part) = demand.recorded.as_ref() else { continue };
        if part.orders.restocks() {
            return no(format!("units come back in {}", part.orders.file));
        }
        if part.orders.says_due() {
            return no(format!("{} says when each order is due", part.orders.file));
        }
    }
    Ok(())
}

/// The path of a replication must fit into memory.
fn length(model: &Model, plan: &Plan) -> Result<(), NotScored> {
    let requests = requests_of_one(plan);
    // Only where units are made one by one does an order for many cause more requests.
    let mut made = plan.items.iter().filter_map(|item| match &item.supply {
        SupplyPlan::Make(make) => Some(make),
        SupplyPlan::Buy(_) => None,
    });
    let splits = made.any(|make| make.split == crate::model::Split::Units);
    let mut total = 0.0;
    for (demand, flows) in plan.demands.iter().enumerate() {
        let origin = plan.flows.iter().find(|flow| flow.demand == demand as u32).map_or(0, |flow| flow.origin);
        let law = &model.demands[origin as usize];
        let orders = plan.end as f64 / crate::model::TICKS_PER_UNIT as f64 * law.order_rate();
        let most = flows.targets.iter().map(|target| requests[target.item as usize]).fold(1.0, f64::max);
        total += orders * most * if splits { law.quantity.mean().max(1.0) } else { 1.0 };
    }
    if total > LONGEST {
        return no(format!("a replication is too long to keep ({total:.0} requests)"));
    }
    Ok(())
}

/// By item: requests that one of it causes at most, itself included.
fn requests_of_one(plan: &Plan) -> Vec<f64> {
    plan.bill.from_parts(|item, known: &[f64]| {
        let lines = plan.bill.usages(item).iter().filter(|usage| usage.family.is_none());
        let most = |family: Vec<(usize, f64)>| family.iter().map(|(part, _)| known[*part]).fold(0.0, f64::max);
        let chosen: f64 = plan.bill.families(item).into_iter().map(most).sum();
        1.0 + lines.map(|line| known[line.part]).sum::<f64>() + chosen
    })
}

impl Network {
    fn new(model: &Model, plan: &Plan) -> Result<Network, NotScored> {
        let count = plan.items.len();
        let mut network = Network {
            steps: Vec::with_capacity(count),
            width: vec![0; count],
            unit: vec![true; count],
            ends: vec![false; count],
            asked: vec![false; count],
            instant: vec![false; count],
            at_station: vec![Vec::new(); plan.stations.len()],
        };
        for (place, item) in plan.items.iter().enumerate() {
            let make = match &item.supply {
                SupplyPlan::Make(make) => make,
                SupplyPlan::Buy(buy) => {
                    network.ends[place] = buy.source == PurchaseSource::Ample;
                    continue;
                }
            };
            network.width[place] =
                (plan.required(make).len() + plan.families(make).len() + plan.optional(make).len()) as u32;
            network.instant[place] = may_take_no_time(model, plan, place);
            if let Some(station) = make.station {
                network.at_station[station as usize].push(place as u32);
            }
        }
        network.sort(plan)?;
        network.mark_units(model, plan);
        Ok(network)
    }

    /// Where requests are for single units, seen from the customers down; and whom customers ask.
    fn mark_units(&mut self, model: &Model, plan: &Plan) {
        for flow in &plan.flows {
            let single = model.demands[flow.origin as usize].quantity.as_constant() == Some(1.0);
            for target in &plan.demands[flow.demand as usize].targets {
                for item in target.variants.iter().copied().chain([target.item]) {
                    self.asked[item as usize] = true;
                    self.unit[item as usize] &= single;
                }
            }
        }
        let mut order = self.steps.clone();
        order.reverse();
        for step in order {
            let items = match step {
                Step::Item(item) => vec![item],
                Step::Station(station) => self.at_station[station as usize].clone(),
            };
            for item in items {
                let SupplyPlan::Make(make) = &plan.items[item as usize].supply else { continue };
                let single = self.unit[item as usize] || make.split == crate::model::Split::Units;
                for line in plan.required(make).iter().chain(plan.optional(make)) {
                    self.unit[line.item as usize] &= single && line.quantity == 1;
                }
                for part in plan.bill.parts(item as usize).filter(|_| !single) {
                    self.unit[part] = false;
                }
            }
        }
    }

    /// Parts first. A station stands for everything it works on.
    fn sort(&mut self, plan: &Plan) -> Result<(), NotScored> {
        let mut marks =
            Marks { items: vec![Mark::New; plan.items.len()], stations: vec![Mark::New; plan.stations.len()] };
        (0..plan.items.len() as u32).try_for_each(|item| self.visit(plan, item, &mut marks))
    }

    fn visit(&mut self, plan: &Plan, item: u32, marks: &mut Marks) -> Result<(), NotScored> {
        let SupplyPlan::Make(make) = &plan.items[item as usize].supply else {
            if marks.items[item as usize] == Mark::New {
                marks.items[item as usize] = Mark::Done;
                self.steps.push(Step::Item(item));
            }
            return Ok(());
        };
        if let Some(station) = make.station {
            return self.visit_station(plan, station, marks);
        }
        if marks.items[item as usize] == Mark::New {
            marks.items[item as usize] = Mark::Done;
            plan.bill.parts(item as usize).try_for_each(|part| self.visit(plan, part as u32, marks))?;
            self.steps.push(Step::Item(item));
        }
        Ok(())
    }

    fn visit_station(&mut self, plan: &Plan, station: u32, marks: &mut Marks) -> Result<(), NotScored> {
        match marks.stations[station as usize] {
            Mark::Done => return Ok(()),
            Mark::Open => {
                return no(format!("station {} works on parts of what it makes", plan.stations[station as usize].name));
            }
            Mark::New => marks.stations[station as usize] = Mark::Open,
        }
        for item in self.at_station[station as usize].clone() {
            plan.bill.parts(item as usize).try_for_each(|part| self.visit(plan, part as u32, marks))?;
        }
        marks.stations[station as usize] = Mark::Done;
        self.steps.push(Step::Station(station));
        Ok(())
    }

    /// What takes no time must not make the order of events at one instant hang on more than names and numbers.
    fn instants(&self, model: &Model, plan: &Plan) -> Result<(), NotScored> {
        for (place, item) in plan.items.iter().enumerate().filter(|(place, _)| self.instant[*place]) {
            if item.station().is_some() {
                return no(format!("{} may take no time at its station", item.name));
            }
            if let Some(part) = self.instant_parts(plan, place as u32).into_iter().find(|part| *part >= place as u32) {
                let part = &model.item(plan.items[part as usize].origin).name;
                return no(format!("{} may be made of {part} in no time, and its name comes first", item.name));
            }
        }
        Ok(())
    }

    /// Made items whose completion can complete this one at the same instant.
    fn instant_parts(&self, plan: &Plan, item: u32) -> Vec<u32> {
        let mut found = Vec::new();
        for part in plan.bill.parts(item as usize) {
            if let SupplyPlan::Make(_) = &plan.items[part].supply {
                found.push(part as u32);
                if self.instant[part] {
                    found.extend(self.instant_parts(plan, part as u32));
                }
            }
        }
        found
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Marks {
    items: Vec<Mark>,
    stations: Vec<Mark>,
}

fn may_take_no_time(model: &Model, plan: &Plan, item: usize) -> bool {
    match &model.item(plan.items[item].origin).supply {
        Supply::Buy(_) => false,
        Supply::Make(make) => has_atom_at_zero(&make.time) && has_atom_at_zero(&make.setup_time),
    }
}

/// Whether a law gives 0 with positive probability (a density near 0 does not count).
fn has_atom_at_zero(law: &Law) -> bool {
    law.least_atom().is_some_and(|least| Ticks::from_units(least) == Ticks::ZERO)
}
