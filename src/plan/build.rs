//! Building a [`Plan`] from a model and one of its strategies.

use super::classes::Classes;
use super::demand::MixTarget;
use super::item::{BuyPlan, MakePlan, Mode, PlanItem, ReplenishmentMode, Shelf, SupplyPlan};
use super::levels::Levels;
use super::network::{Flow, Plan, PlanFamily, PlanLine, PlanOpening, PlanStation, PlanSupplier, TieKeys};
use super::sizing;
use super::source::{self, PlanSource, RushPlan, SourcedItem};
use super::streams::{arrivals, demand_plan};
use super::values::{holding, variant_price, variant_value, wip_holding};
use super::variants::{self, variant_name};
use crate::laws::{Moments, Sampler};
use crate::model::{
    Buy, Demand, Item, ItemId, Make, Model, Pegging, Shortage, SourceWay, Split, Station, Stock, Strategy, Supplier,
    SupplierId, Supply, SupplyWay, TICKS_PER_UNIT, Ticks, Ties, joined,
};
use crate::network::{BillOfMaterials, Usage};
use crate::random::{AliasTable, Purpose, StreamKey};
use crate::rules::allocation;
use crate::rules::at_work::changeover::ChangeoverTable;
use crate::rules::at_work::{StationHours, SupplierHours};
use crate::rules::life::LifePlan;
use crate::rules::stock::{self, KnownDemand, Level, MovingLevel};
use crate::rules::supply::{PurchaseSource, SourcingPlan};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stock point before numbering.
struct Point<'m> {
    name: String,
    item: &'m Item,
    id: ItemId,
    variant: Option<u32>,
    stock: Option<&'m Stock>,
}

/// Names to places, for one build.
struct Numbering {
    /// Plan item of a model item that is not expanded.
    plain: Vec<Option<u32>>,
    /// Plan items of an expanded product, by configuration.
    expanded: BTreeMap<ItemId, Vec<u32>>,
    station: Vec<u32>,
    supplier: Vec<u32>,
}

impl Plan {
    /// The plan of one strategy of a model.
    #[must_use]
    pub fn new(model: &Model, strategy: usize) -> Plan {
        let model = model.under(strategy);
        let chosen = &model.strategies[strategy];
        let points = points(model, chosen);
        let numbering = number(model, &points);
        let mut plan = Plan {
            strategy,
            seed: model.run.seed,
            warm_up: model.run.warm_up.0,
            end: model.run.warm_up.0 + model.run.horizon.0,
            drain_end: model.run.warm_up.0 + model.run.horizon.0 + model.run.drain_limit.0,
            kitting: allocation::kitting(chosen.allocation),
            classes: Classes::new(model, strategy),
            items: Vec::with_capacity(points.len()),
            sourced: Vec::new(),
            sources: Vec::new(),
            lines: Vec::new(),
            families: Vec::new(),
            choices: Vec::new(),
            bill: BillOfMaterials::default(),
            stations: stations(model),
            suppliers: suppliers(model),
            demands: Vec::new(),
            flows: Vec::new(),
            reviews: Vec::new(),
            ties: None,
            widest: 0,
            moving: Vec::new(),
            lives: Vec::new(),
            sized: Vec::new(),
            placed: Vec::new(),
            opening: Vec::new(),
            substitutes: Vec::new(),
            written_off_back: Vec::new(),
            quoted: Vec::new(),
            follows_orders: false,
            without_outages: Plan::without_outages(model, strategy),
            levels: Levels(Vec::with_capacity(points.len()), Vec::new()),
        };
        for point in &points {
            plan.add(model, &numbering, point, chosen.pegging_of(point.item));
        }
        plan.number_families(model);
        plan.bill = plan.bill_of_materials(model);
        plan.mark_needs_held();
        plan.order_reviews();
        plan.add_demands(model, &numbering);
        plan.add_customer_rules(model, &numbering.plain);
        plan.ties = (model.run.ties == Ties::Random).then(|| plan.tie_keys());
        plan.promise(model);
        plan.size_levels(model);
        plan.begin_forecasts(model);
        plan
    }

    fn add(&mut self, model: &Model, numbering: &Numbering, point: &Point, pegging: Pegging) {
        let item = point.item;
        let (supply, purpose) = match &item.supply {
            Supply::Buy(buy) => (SupplyPlan::Buy(buy_plan(model, buy, numbering)), Purpose::LeadTime),
            Supply::Make(make) => {
                (SupplyPlan::Make(self.make_plan(make, point.variant, numbering)), Purpose::ProcessTime)
            }
        };
        let stream = made_as(point);
        let value = variant_value(model, item, point.variant);
        let holding = holding(item, value, model);
        let (wip_holding, wip_from_parts) = wip_holding(model, item, point.variant);
        let mode = match (point.stock, pegging) {
            (Some(_), _) => Mode::Held,
            (None, Pegging::Pegged) => Mode::Pegged,
            (None, Pegging::Pooled) => Mode::Pooled,
        };
        let sourced = source::is_sourced(item).then(|| self.add_sources(model, numbering, point, &supply));
        if let Some(opening) = point.stock.map(|stock| &stock.opening).filter(|opening| !opening.is_empty()) {
            let arriving = opening.arriving.iter().map(|(at, units)| (at.0, *units as i64)).collect();
            self.opening.push(PlanOpening { item: self.items.len() as u32, arriving, owed: opening.owed as i64 });
        }
        let receiving = item.receiving.as_ref().map(|calendar| Arc::clone(&calendar.closed));
        let reserves = self.classes.reserves(point.stock);
        let review = point.stock.and_then(|stock| stock.review).map_or(0, |review| review.0);
        let life = LifePlan::new(&item.life, &item.name).map(|life| {
            self.lives.push(life);
            (self.lives.len() - 1) as u32
        });
        let shelf = if reserves.is_empty() && life.is_none() && receiving.is_none() && sourced.is_none() {
            Shelf::Plain
        } else {
            Shelf::Watched
        };
        self.items.push(PlanItem {
            name: point.name.clone(),
            origin: point.id,
            variant: point.variant,
            kind: item.kind,
            mode,
            review,
            replenishment: ReplenishmentMode::of(mode, review, &supply, shelf),
            reserves,
            receiving,
            moving: None,
            life,
            supply,
            sourced,
            needs_held: false,
            value,
            holding,
            wip_holding,
            wip_from_parts,
            price: variant_price(model, item, point.variant),
            time_key: StreamKey::new(purpose, &stream),
            setup_key: StreamKey::new(Purpose::SetupTime, &stream),
        });
        self.levels.0.push(point.stock.map_or(Level::base_stock(0), stock::level));
    }

    /// The sources of a stock point; gives its place among those that have some.
    fn add_sources(&mut self, model: &Model, numbering: &Numbering, point: &Point, supply: &SupplyPlan) -> u32 {
        let (place, first) = (self.items.len() as u32, self.sources.len() as u32);
        let item = point.item;
        let of = (place, point.name.as_str());
        if item.sources.is_empty() {
            self.sources.push(PlanSource::new(of, None, item.main_way(), supply.clone()));
        }
        for (source, (_, way)) in item.sources.iter().zip(item.ways()) {
            let own = match way {
                SupplyWay::Make(_) => supply.clone(),
                SupplyWay::Buy(buy) => SupplyPlan::Buy(buy_plan(model, buy, numbering)),
            };
            self.sources.push(PlanSource::new(of, Some(&source.name), way, own));
        }
        let rush = point.stock.and_then(|stock| stock.rush.as_ref()).and_then(|rush| {
            let place = item.sources.iter().position(|source| source.name == rush.source)?;
            Some(RushPlan { source: first + place as u32 })
        });
        let sourcing = SourcingPlan::new(&item.sourcing, &point.name);
        let count = self.sources.len() as u32 - first;
        self.sourced.push(SourcedItem { item: place, first, count, sourcing, rush });
        self.sourced.len() as u32 - 1
    }

    /// What each source promises: its mean time, of what is made down to the next held items.
    fn promise(&mut self, model: &Model) {
        if self.sourced.iter().all(|own| own.rush.is_none()) {
            return;
        }
        let nominal = sizing::time_to_make(model, self);
        for source in &mut self.sources {
            let mean = match &source.supply {
                SupplyPlan::Make(_) => nominal[source.item as usize],
                SupplyPlan::Buy(buy) => buy.mean,
            };
            source.promise = Ticks::from_units(mean).0;
        }
    }

    fn make_plan(&mut self, make: &Make, variant: Option<u32>, numbering: &Numbering) -> MakePlan {
        let first_line = self.lines.len() as u32;
        let mut required: BTreeMap<u32, u32> = BTreeMap::new();
        for line in &make.parts {
            *required.entry(numbering.of(line.item)).or_default() += line.quantity;
        }
        if let Some(config) = variant {
            for (place, family) in variants::choices(make, config).into_iter().zip(&make.families) {
                *required.entry(numbering.of(family.choices[place].item)).or_default() += 1;
            }
        }
        self.lines.extend(required.iter().map(|(item, quantity)| PlanLine { item: *item, quantity: *quantity }));
        let first_optional = self.lines.len() as u32;
        let mut optional: Vec<PlanLine> = make
            .optional
            .iter()
            .map(|line| PlanLine { item: numbering.of(line.item), quantity: line.quantity })
            .collect();
        optional.sort_by_key(|line| line.item);
        self.lines.extend(optional);
        let first_family = self.families.len() as u32;
        if variant.is_none() {
            for family in &make.families {
                let first = self.choices.len() as u32;
                self.choices.extend(family.choices.iter().map(|choice| numbering.of(choice.item)));
                self.families.push(PlanFamily { first, count: family.choices.len() as u32 });
            }
        }
        let end_line = self.lines.len() as u32;
        let end_family = self.families.len() as u32;
        self.widest = self.widest.max((end_line - first_line + end_family - first_family) as usize);
        MakePlan {
            first_line,
            first_optional,
            end_line,
            first_family,
            end_family,
            station: make.station.map(|id| numbering.station[id.index()]),
            time: Sampler::new(&make.time),
            lot: make.lot,
            time_per: make.time_is_per(),
            setup: Sampler::new(&make.setup_time),
            split: make.split,
            family: 0,
        }
    }

    /// Numbers what servers are set up for.
    fn number_families(&mut self, model: &Model) {
        let families = families(model);
        let number = |origin: ItemId, supply: &mut SupplyPlan| {
            if let (SupplyPlan::Make(make), Some(name)) = (supply, model.item(origin).family()) {
                make.family = families.partition_point(|other| *other < name) as u32;
            }
        };
        for item in &mut self.items {
            number(item.origin, &mut item.supply);
        }
        for source in &mut self.sources {
            number(self.items[source.item as usize].origin, &mut source.supply);
        }
    }

    /// Puts the base stocks of `fill_rate` and of `guaranteed_service` rules into the levels.
    fn size_levels(&mut self, model: &Model) {
        self.sized = sizing::size(model, self);
        for sized in &self.sized {
            self.levels.0[sized.item] = sized.level;
        }
        self.placed = sizing::placed(model, self);
        for placed in &self.placed {
            let stock = sizing::rule(model, self, placed.item).expect("its rule names it");
            self.levels.0[placed.item] = stock::sized(stock, Some(placed.units));
        }
    }

    /// Puts levels that follow a forecast beside the others, which have their first ones.
    fn begin_forecasts(&mut self, model: &Model) {
        let rule = |plan: &Plan, item: usize| Some((item, sizing::rule(model, plan, item)?.clone()));
        let rules: Vec<(usize, Stock)> = (0..self.items.len()).filter_map(|item| rule(self, item)).collect();
        if !rules.iter().any(|(_, stock)| stock::forecast(&stock.rule).is_some()) {
            return;
        }
        let (leads, rates) = (sizing::lead_times(model, self), sizing::rates(model, self));
        for (item, stock) in &rules {
            let Some(forecast) = stock::forecast(&stock.rule) else { continue };
            let review = stock.review.map_or(1.0, Ticks::units);
            let asked = Moments { mean: rates[*item].mean * review, variance: rates[*item].variance * review };
            let key = StreamKey::new(Purpose::Forecast, &self.items[*item].name);
            let moving = MovingLevel::new(
                forecast,
                (leads[*item].mean, review),
                asked,
                key,
                (stock.initial, stock.opening.net()),
            );
            let moving = if MovingLevel::knows(forecast) { moving.knowing(self.known(model, *item)) } else { moving };
            let rush = self.levels.0[*item].rush;
            self.levels.0[*item] = Level { rush, ..moving.first() };
            self.items[*item].moving = Some(self.moving.len() as u32);
            self.moving.push(moving);
        }
    }

    /// What customers of each stream ask of an item.
    fn known(&self, model: &Model, item: usize) -> Vec<KnownDemand> {
        let rates = sizing::rates_by_stream(model, self);
        let known =
            model.demands.iter().zip(rates).filter(|(_, rates)| rates[item].mean > 0.0).map(|(demand, rates)| {
                // Rates are those of the mean factor; an environment stays at its own in the long run.
                let mean = demand.profile.as_ref().map_or(1.0, |profile| {
                    let environment = profile.environment.map_or(1.0, |place| model.environments[place].mean());
                    profile.mean / environment
                });
                let per_tick = |rate: f64| rate / mean / TICKS_PER_UNIT as f64;
                let per_tick = Moments { mean: per_tick(rates[item].mean), variance: per_tick(rates[item].variance) };
                KnownDemand { per_tick, profile: demand.profile.clone() }
            });
        known.collect()
    }

    /// Who is made of what: the lines of every item and, of a product without variants, its choices with their shares.
    fn bill_of_materials(&self, model: &Model) -> BillOfMaterials {
        let usages = self.items.iter().map(|item| {
            let (SupplyPlan::Make(make), Supply::Make(source)) = (&item.supply, &model.item(item.origin).supply) else {
                return Vec::new();
            };
            let lines = self.required(make).iter().chain(self.optional(make));
            let lines = lines.map(|line| Usage::line(line.item as usize, line.quantity));
            let families = self.families(make).iter().zip(&source.families).enumerate();
            let choices = families.flat_map(|(place, (family, shares))| {
                let items = &self.choices[family.first as usize..(family.first + family.count) as usize];
                let choices = items.iter().zip(&shares.choices);
                choices.map(move |(item, choice)| Usage::choice(*item as usize, place, choice.share))
            });
            let made = model.item(item.origin);
            lines.chain(choices).map(|usage| usage.of_tries(made)).collect()
        });
        BillOfMaterials::new(usages.collect()).expect("validation: no item is made of itself")
    }

    fn mark_needs_held(&mut self) {
        let needs = self.bill.from_parts(|item, known: &[bool]| {
            self.items[item].mode == Mode::Held || self.bill.parts(item).any(|part| known[part])
        });
        self.items.iter_mut().zip(needs).for_each(|(item, needs)| item.needs_held = needs);
    }

    /// Held items by their longest distance from the customer, then by name.
    fn order_reviews(&mut self) {
        let depths = self.bill.depths();
        let held = |item: &u32| self.items[*item as usize].mode == Mode::Held;
        let mut reviews: Vec<u32> = (0..self.items.len() as u32).filter(held).collect();
        reviews.sort_by_key(|item| (depths[*item as usize], *item));
        self.reviews = reviews;
    }

    /// The streams of ties.
    fn tie_keys(&self) -> TieKeys {
        let key = |name: &str| StreamKey::new(Purpose::Tie, name);
        let items: Vec<StreamKey> = self.items.iter().map(|item| key(&item.name)).collect();
        let depths = self.bill.depths();
        let reviews = self.reviews.iter().map(|item| (items[*item as usize], depths[*item as usize])).collect();
        let stations = self.stations.iter().map(|station| key(&station.name)).collect();
        TieKeys { stations, reviews, demands: self.demands.iter().map(|demand| key(&demand.name)).collect(), items }
    }

    fn add_demands(&mut self, model: &Model, numbering: &Numbering) {
        let mut order: Vec<usize> = (0..model.demands.len()).collect();
        order.sort_by(|a, b| model.demands[*a].name.cmp(&model.demands[*b].name));
        for origin in order {
            let demand = &model.demands[origin];
            let targets = demand
                .mix
                .iter()
                .map(|share| {
                    let flow = self.flows.len() as u32;
                    self.flows.push(Flow {
                        demand: self.demands.len() as u32,
                        origin: origin as u32,
                        product: share.item,
                    });
                    target(model, numbering, share.item, flow)
                })
                .collect();
            let urgency = self.classes.urgency(&demand.class);
            let leader = self.demands.len() - demand.recorded.as_ref().map_or(0, |part| part.part as usize);
            let arrivals = arrivals(model, demand, self.drain_end);
            self.demands.push(demand_plan((demand, &model.items), (urgency, arrivals), targets));
            if let Some(part) = &demand.recorded {
                let place = (self.demands.len() - 1 - leader) as u32;
                let kin = &mut self.demands[leader].kin;
                if kin.len() <= part.terms as usize {
                    kin.push(place);
                }
            }
        }
    }
}

impl Numbering {
    /// The plan item of a part (never an expanded product: configured products are not parts).
    fn of(&self, item: ItemId) -> u32 {
        self.plain[item.index()].expect("validation: a configured product is not used as a part")
    }
}

fn points<'m>(model: &'m Model, strategy: &'m Strategy) -> Vec<Point<'m>> {
    let mut points = Vec::with_capacity(model.items.len());
    for (place, item) in model.items.iter().enumerate() {
        let id = ItemId(place as u32);
        let stock = strategy.holds[place].as_ref();
        let named = || strategy.variants.iter().filter(move |variant| variant.product == id);
        match &item.supply {
            Supply::Make(make)
                if !make.families.is_empty()
                    && (stock.is_some()
                        || strategy.pegging == Pegging::Pooled
                        || named().next().is_some()
                        || may_leave_pieces(model, id, make)) =>
            {
                for config in 0..variants::count(make) as u32 {
                    let own = named().find(|variant| variants::config(make, &variant.choices) == config);
                    points.push(Point {
                        name: variant_name(model, &item.name, make, config),
                        item,
                        id,
                        variant: Some(config),
                        stock: own.map_or(stock, |variant| variant.stock.as_ref()),
                    });
                }
            }
            _ => points.push(Point { name: item.name.clone(), item, id, variant: None, stock }),
        }
    }
    points.sort_by(|a, b| a.name.cmp(&b.name));
    points
}

/// Whether customers who lose patience leave finished pieces of a product behind: units of one variant that must not
/// serve an order for another. A work order that is not split is cancelled, or finished and delivered.
fn may_leave_pieces(model: &Model, product: ItemId, make: &Make) -> bool {
    let leaves = |demand: &Demand| {
        matches!(demand.shortage, Shortage::Patience(_)) && demand.mix.iter().any(|share| share.item == product)
    };
    make.split != Split::Whole && model.demands.iter().any(leaves)
}

fn number(model: &Model, points: &[Point]) -> Numbering {
    let mut plain = vec![None; model.items.len()];
    let mut expanded: BTreeMap<ItemId, Vec<u32>> = BTreeMap::new();
    for (place, point) in points.iter().enumerate() {
        match point.variant {
            None => plain[point.id.index()] = Some(place as u32),
            Some(config) => {
                let variants = expanded.entry(point.id).or_default();
                if variants.len() <= config as usize {
                    variants.resize(config as usize + 1, 0);
                }
                variants[config as usize] = place as u32;
            }
        }
    }
    Numbering {
        plain,
        expanded,
        station: ranks(model.stations.iter().map(|station| station.name.as_str())),
        supplier: ranks(model.suppliers.iter().map(|supplier| supplier.name.as_str())),
    }
}

/// The name under which a stock point is made: with that of the source, where there are others.
fn made_as(point: &Point) -> String {
    let made = point.item.sources.iter().find(|source| matches!(source.way, SourceWay::Make));
    made.map_or_else(|| point.name.clone(), |source| joined(&point.name, &source.name))
}

/// Rank of each name in name order.
fn ranks<'a>(names: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let names: Vec<&str> = names.collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|place| names[*place]);
    let mut ranks = vec![0; names.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = rank as u32;
    }
    ranks
}

/// The families of all that is made, sorted.
fn families(model: &Model) -> Vec<&str> {
    let mut all: Vec<&str> = model.items.iter().filter_map(Item::family).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The latest time that matters in a run of a model, ticks.
fn last(model: &Model) -> i64 {
    (model.run.warm_up + model.run.horizon + model.run.drain_limit).0
}

fn stations(model: &Model) -> Vec<PlanStation> {
    let families = families(model);
    let number = |name: &str| families.binary_search(&name).ok().map(|place| place as u32);
    let plan = |station: &Station| PlanStation {
        name: station.name.clone(),
        servers: station.servers,
        hours: StationHours::new(station, last(model)),
        words: station.queue.clone(),
        changeovers: ChangeoverTable::new(&station.changeovers, number),
    };
    let mut stations: Vec<PlanStation> = model.stations.iter().map(plan).collect();
    stations.sort_by(|a, b| a.name.cmp(&b.name));
    stations
}

fn suppliers(model: &Model) -> Vec<PlanSupplier> {
    let plan = |supplier: &Supplier| {
        let hours = SupplierHours::new(supplier, last(model));
        PlanSupplier { name: supplier.name.clone(), servers: supplier.servers, hours }
    };
    let mut suppliers: Vec<PlanSupplier> = model.suppliers.iter().map(plan).collect();
    suppliers.sort_by(|a, b| a.name.cmp(&b.name));
    suppliers
}

fn buy_plan(model: &Model, buy: &Buy, numbering: &Numbering) -> BuyPlan {
    let number = |id: SupplierId| numbering.supplier[id.index()];
    let source = buy.supplier.map_or(PurchaseSource::Ample, |id| {
        let supplier = &model.suppliers[id.index()];
        match (supplier.stops_at_times(), supplier.servers) {
            (true, _) => PurchaseSource::Stops(number(id)),
            (false, Some(_)) => PurchaseSource::Servers(number(id)),
            (false, None) => PurchaseSource::Ample,
        }
    });
    BuyPlan {
        supplier: buy.supplier.map(number),
        source,
        crossing: buy.crossing,
        time: Sampler::new(&buy.lead_time),
        mean: buy.lead_time.mean(),
        lot: buy.lot,
    }
}

fn target(model: &Model, numbering: &Numbering, item: ItemId, flow: u32) -> MixTarget {
    let options = match &model.item(item).supply {
        Supply::Buy(_) => Vec::new(),
        Supply::Make(make) => make
            .families
            .iter()
            .map(|family| AliasTable::new(&family.choices.iter().map(|choice| choice.share).collect::<Vec<_>>()))
            .collect(),
    };
    let variants = numbering.expanded.get(&item).cloned().unwrap_or_default();
    let item = numbering.plain[item.index()].or_else(|| variants.first().copied());
    MixTarget { item: item.expect("every model item has a stock point"), flow, options, variants }
}
