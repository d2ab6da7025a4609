//! From facts to a record: the observer that measures, and the runner that joins it to the engine.
//!
//! ```text
//! Simulator ──facts──► Measurer (integer sums, exact) ──► RunRecord (values by Layout, sketches, series)
//! ```
//!
//! Sums are integers (units × ticks, counts), so that no total depends on the order of additions. Money is made of them at
//! the end.
//!
//! *Architecture invariant:* knows no files; what is measured is declared in [`crate::measures`], what counts for the
//! window in `docs/MODEL.md`, measuring.

mod accounts;
mod blocking;
mod cash;
mod customer_counts;
mod customer_names;
mod cycles;
mod dealings;
mod deviation;
mod emit;
mod forecasts;
mod hours;
mod impact;
mod in_process;
mod items;
mod marks;
mod measurer;
mod meter;
mod name_ties;
mod opening;
mod order_log;
mod orders;
mod physical;
mod resources;
mod sales;
mod series;
#[cfg(test)]
mod short_ways;
mod sink;
mod sources;
mod stock_change;
mod swings;
mod terms;
mod trace;
mod tracks;
mod twin;

pub use measurer::Measurer;
pub use name_ties::{Asker, NameTies, name_ties};
pub use order_log::{OrderLog, orders};
pub use trace::trace;

use crate::engine::Simulator;
use crate::model::Model;
use crate::plan::{Levels, Plan};
use crate::record::{Layout, RunKey, RunRecord};
use twin::Twin;

/// Runs replications of one plan and measures them; made once, used for many replications.
#[derive(Debug)]
pub struct Runner<'a> {
    simulator: Simulator<'a>,
    measurer: Measurer<'a>,
    layout: Layout,
    /// The run without outages that it is compared with.
    twin: Option<Twin<'a>>,
}

impl<'a> Runner<'a> {
    /// A runner of a plan of this model.
    #[must_use]
    pub fn new(model: &'a Model, plan: &'a Plan) -> Runner<'a> {
        let model = model.under(plan.strategy);
        let measurer = Measurer::new(model, plan);
        let layout = measurer.layout();
        Runner { simulator: Simulator::new(plan), measurer, layout, twin: Twin::new(model, plan) }
    }

    /// What stands at each place of the records.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// One replication.
    pub fn run(&mut self, levels: &Levels, replication: u32) -> RunRecord {
        let marks = self.measurer.marks().to_vec();
        let mut events = self.simulator.run(levels, replication, &marks, &mut self.measurer).events;
        if let Some(twin) = &mut self.twin {
            events += twin.run(levels, replication);
            self.measurer.hold_against(twin);
        }
        let key = RunKey { strategy: self.measurer.plan().strategy as u32, replication };
        self.measurer.record(key, events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::{Constant, Exponential, Law, Poisson};
    use crate::measures::{EntityKind, Measure};
    use crate::model::*;

    fn base_stock_rule(level: i64) -> Stock {
        Stock {
            rule: StockRule::BaseStock { level },
            review: None,
            initial: None,
            rush: None,
            reserve: vec![],
            opening: Opening::default(),
        }
    }

    /// A window of twenty thousand days.
    fn long_run() -> RunSettings {
        RunSettings {
            kind: RunKind::Steady,
            warm_up: Ticks::from_units(50.0),
            horizon: Ticks::from_units(20_000.0),
            replications: 5,
            stopping: None,
            control_variates: false,
            seed: 1,
            confidence: 0.95,
            drain_limit: Ticks::from_units(20_050.0),
            ties: Ties::Name,
        }
    }

    /// A purchase for 1 from an ample supplier.
    fn bought(lead_time: Law) -> Buy {
        Buy {
            cost: 1.0,
            supplier: None,
            crossing: Crossing::Independent,
            lead_time,
            order_cost: 0.0,
            lot: Lot::default(),
            holding_cost: 0.0,
            carbon: 0.0,
            pay_after: Ticks(0),
            breaks: None,
            yields: None,
        }
    }

    /// Orders of one unit of the only item.
    fn poisson_demand(rate: f64) -> Demand {
        let law = |value| Law::new(Constant::new(value)).expect("a constant");
        Demand {
            name: "part".into(),
            mix: vec![Share { item: ItemId(0), share: 1.0 }],
            gaps: Law::new(Exponential::new(1.0 / rate)).expect("a rate"),
            recorded: None,
            profile: None,
            quantity: law(1.0),
            due: None,
            pay_after: Ticks(0),
            class: String::new(),
            shortage: Shortage::Backorder,
            ship: Ship::Complete,
            delivery: Delivery { time: law(0.0), cost: 0.0, carbon: 0.0 },
            backorder: BackorderCost { rate: 9.0, once: 0.0, after: After::Placement },
            lost: LostCost { order: 0.0, unit: 0.0 },
            accept_substitute: 1.0,
            quote: None,
            returns: None,
            patience_from: After::Placement,
        }
    }

    /// One part on a base stock, sold as it is; Poisson demand.
    pub(super) fn single(rate: f64, lead_time: f64, base_stock: i64) -> Model {
        let stock = base_stock_rule(base_stock);
        let law = |value| Law::new(Constant::new(value)).expect("a constant");
        let buy = bought(law(lead_time));
        let item = Item {
            name: "part".into(),
            kind: ItemKind::Product,
            supply: Supply::Buy(buy),
            sources: Vec::new(),
            sourcing: Sourcing::default(),
            price: 0.0,
            value: 1.0,
            holding: Holding::PerUnit(1.0),
            scrap_cost: 0.0,
            stock: Some(stock.clone()),
            receiving: None,
            substitutes: vec![],
            life: Life::default(),
        };
        Model {
            name: "palm".into(),
            question: String::new(),
            time_unit: TimeUnit::Day,
            currency: "USD".into(),
            costs: CostSettings { stock_change: StockChange::Free, carbon_price: 0.0, capital_rate: 0.0 },
            run: long_run(),
            report: ReportSettings {
                windows: vec![Window { label: "0.5".into(), length: Ticks::from_units(0.5) }],
                targets: Vec::new(),
                buckets: 10,
                impact: false,
                orders: false,
                quantiles: vec![0.5, 0.95],
                period: Ticks::from_units(1.0),
            },
            items: vec![item],
            suppliers: vec![],
            stations: vec![],
            classes: vec![],
            calendar: None,
            environments: vec![],
            demands: vec![poisson_demand(rate)],
            own: Vec::new(),
            labels: Vec::new(),
            strategies: vec![Strategy {
                sets: Vec::new(),
                name: "S".into(),
                holds: vec![Some(stock)],
                variants: vec![],
                allocation: Allocation::Commit,
                pegging: Pegging::Pegged,
                ranking: Ranking::ByClass,
            }],
        }
    }

    fn value(layout: &Layout, record: &RunRecord, kind: EntityKind, measure: Measure) -> f64 {
        let place = layout.values.iter().position(|e| e.entity.kind == kind && e.column.measure == measure);
        record.values[place.expect("the measure is reported")]
    }

    #[test]
    fn palms_theorem_holds() {
        // Poisson demand 2, lead time 3, S = 8: fill P(N ≤ 7), N ~ Poisson(6) (Palm, 1938).
        let model = single(2.0, 3.0, 8);
        let plan = Plan::new(&model, 0);
        let mut runner = Runner::new(&model, &plan);
        let layout = runner.layout().clone();
        let record = runner.run(&plan.levels(), 0);
        let get = |measure| value(&layout, &record, EntityKind::Item, measure);
        assert!((get(Measure::UnitFillRate) - 0.743_979_760).abs() < 0.012, "{}", get(Measure::UnitFillRate));
        assert!((get(Measure::BacklogMean) - 0.314_021).abs() < 0.03);
        assert!((get(Measure::OnHandMean) - 2.314_021).abs() < 0.06);
        assert!((get(Measure::WaitWithin) - 0.866_628).abs() < 0.012);
        assert_eq!(record.residual, 0.0);
        let system = |measure| value(&layout, &record, EntityKind::System, measure);
        let cost = get(Measure::OnHandMean) + 9.0 * get(Measure::BacklogMean) + system(Measure::CostPurchase);
        assert!((system(Measure::CostTotal) - cost).abs() < 1e-9);
    }

    #[test]
    fn those_who_left_are_forgotten() {
        // A customer a day who waits an hour, a unit after ten days and a purchase the day after that is taken: one in eleven
        // is served, and nobody waits when units come.
        let mut model = single(1.0, 10.0, 0);
        model.demands[0].gaps = Law::new(Constant::new(1.0)).expect("a constant");
        model.demands[0].shortage = Shortage::Patience(Law::new(Constant::new(0.04)).expect("a constant"));
        let plan = Plan::new(&model, 0);
        let mut runner = Runner::new(&model, &plan);
        let layout = runner.layout().clone();
        let record = runner.run(&plan.levels(), 0);
        assert!((value(&layout, &record, EntityKind::System, Measure::LeftRate) - 10.0 / 11.0).abs() < 0.001);
        assert!(runner.simulator.waiting() < 10, "{}", runner.simulator.waiting());
    }

    #[test]
    fn short_ways_lead_to_the_same_numbers() {
        super::short_ways::take_the_long_way(&single(2.0, 3.0, 8));
        super::short_ways::take_the_long_way(&assembled());
    }

    /// The part of [`single`] in a product made to order, two for one, with a second part.
    pub(super) fn assembled() -> Model {
        let mut model = single(2.0, 3.0, 11);
        let mut other = model.items[0].clone();
        other.name = "other".into();
        let product = Item {
            name: "product".into(),
            supply: Supply::Make(Make {
                parts: vec![Line { item: ItemId(0), quantity: 2 }, Line { item: ItemId(1), quantity: 1 }],
                optional: vec![],
                families: vec![],
                time: Law::new(Exponential::new(0.4)).expect("a mean"),
                time_per: None,
                station: Some(StationId(0)),
                cost: 1.0,
                carbon: 0.0,
                lot: Lot::default(),
                split: Split::Whole,
                setup_time: Law::new(Constant::new(0.0)).expect("a constant"),
                setup_cost: 0.0,
                holding_cost: None,
                family: None,
                yields: None,
            }),
            stock: None,
            ..other.clone()
        };
        model.items.extend([other, product]);
        model.items[0].kind = ItemKind::Part;
        model.items[1].kind = ItemKind::Part;
        model.stations = vec![Station {
            name: "bench".into(),
            servers: 1,
            work: AtWork::default(),
            habits: StationHabits::default(),
            changeovers: vec![],
            queue: vec![],
        }];
        model.demands[0].mix = vec![Share { item: ItemId(2), share: 1.0 }];
        model.demands[0].quantity = Law::new(Poisson::new(1.0)).expect("a mean");
        let held = model.strategies[0].holds[0].clone();
        model.strategies[0].holds = vec![held.clone(), held, None];
        model.run.horizon = Ticks::from_units(2_000.0);
        model
    }

    #[test]
    fn asking_for_memory_early_changes_no_number() {
        for model in [single(2.0, 3.0, 8), assembled()] {
            let plan = Plan::new(&model, 0);
            let mut runner = Runner::new(&model, &plan);
            let records = [false, true].map(|wide| {
                runner.simulator.wide = wide;
                runner.run(&plan.levels(), 2)
            });
            assert!(records[0].same_bits(&records[1]));
        }
    }

    #[test]
    fn a_replication_does_not_depend_on_what_ran_before() {
        let model = single(2.0, 3.0, 8);
        let plan = Plan::new(&model, 0);
        let mut runner = Runner::new(&model, &plan);
        let first = runner.run(&plan.levels(), 3);
        runner.run(&plan.levels(), 1);
        let again = runner.run(&plan.levels(), 3);
        let bits = |record: &RunRecord| record.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert!(bits(&again) == bits(&first) && again.sketches == first.sketches && again.events == first.events);
    }
}
