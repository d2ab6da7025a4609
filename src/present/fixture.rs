//! Results as a run could have left them, made by formulas: for tests of files, charts and report.

use crate::measures::{Column, EntityKind};
use crate::results::{
    ArrivalRow, AskedTarget, AxisValue, ComparisonRow, ContenderRow, Decoupling, DistributionRow, FIXED, Finding,
    Frontier, FrontierRow, HeldRow, ImpactFacts, LevelRow, MeanInterval, OrderRow, Pointed, RankedMeasure,
    RankedStrategy, ReplicationRow, RunInfo, Search, Searched, SeriesRow, StrategyInfo, SummaryRow, Tables, TargetFact,
    TargetFacts, TargetVerdict, Verdict, VerdictFacts,
};

/// Size and names of a made-up run.
pub struct Shape<'a> {
    pub scenario: &'a str,
    pub strategies: &'a [&'a str],
    pub replications: u32,
    /// Items with stock measures.
    pub items: usize,
    /// Multiplies every cost: 0 for a run without costs.
    pub money: f64,
}

/// MTS, ATO and MTO of a PC maker, 30 replications.
pub fn custom_pcs() -> Tables {
    made(&Shape { scenario: "Custom PCs", strategies: &["MTS", "ATO", "MTO"], replications: 30, items: 9, money: 1.0 })
}

/// The same with classes of customers, each served a little worse than the one before.
pub fn with_classes(classes: &[&str]) -> Tables {
    let mut tables = custom_pcs();
    let system = |row: &&SummaryRow| row.entity_kind == EntityKind::System;
    let of_system: Vec<SummaryRow> = tables.summary.iter().filter(system).cloned().collect();
    for (place, class) in classes.iter().enumerate() {
        for row in of_system.iter().filter(|row| row.measure == "on_time_rate") {
            let worse = |share: Option<f64>| share.map(|share| share * (1.0 - 0.05 * place as f64));
            tables.summary.push(SummaryRow {
                entity_kind: EntityKind::Class,
                entity: (*class).into(),
                mean: worse(row.mean),
                ci_low: worse(row.ci_low),
                ci_high: worse(row.ci_high),
                ..row.clone()
            });
        }
    }
    tables
}

/// A run with an outage of 60 days from day 400 on, which MTS does not feel.
pub fn with_impact(strategies: &[&str]) -> Tables {
    let mut tables = made(&Shape { scenario: "Outage", strategies, replications: 30, items: 3, money: 1.0 });
    let measures =
        [("impact_orders", "orders"), ("survive_time", "day"), ("recover_time", "day"), ("impact_profit", "USD")];
    for (place, strategy) in strategies.iter().enumerate() {
        let kind = archetype(place);
        let values = [[0.0, 84.0, 201.0][kind], [f64::NAN, 21.0, -12.0][kind], 74.0, [0.0, -9_120.0, -41_300.0][kind]];
        for ((measure, unit), value) in measures.into_iter().zip(values) {
            let known = Some(value).filter(|_| kind > 0 || !measure.ends_with("_time"));
            let near = |share: f64| known.map(|value| value + share * value.abs());
            tables.summary.push(SummaryRow {
                strategy: (*strategy).into(),
                entity_kind: EntityKind::System,
                entity: String::new(),
                measure: measure.into(),
                unit: unit.into(),
                mean: known,
                sd: None,
                se: near(0.02).zip(known).map(|(above, mean)| above - mean),
                ci_low: near(-0.04),
                ci_high: near(0.04),
                replications: 30,
            });
        }
        let facts = ImpactFacts { strategy: (*strategy).into(), outage: (400.0, 460.0), ..ImpactFacts::default() };
        tables.info.verdict.facts.get_or_insert_default().impact.push(facts);
    }
    tables
}

/// A run whose streams of these names have profiles and records.
pub fn with_arrivals(streams: &[&str]) -> Tables {
    let mut tables = custom_pcs();
    let sources = ["profile", "environment", "record", "drawn record"];
    for (number, name) in streams.iter().enumerate() {
        for bucket in 0..48_u32 {
            let rate = 3.0 + (number as f64 - 1.0).max(0.0) * libm::sin(f64::from(bucket) / 4.0);
            let orders = (2.0 * rate + noise(number as u64, bucket.into(), 7)).max(0.0) as u64;
            let (demand, source) = ((*name).into(), sources[number % 4].into());
            let (start, end) = (2.0 * f64::from(bucket), 2.0 * f64::from(bucket + 1));
            tables.arrivals.push(ArrivalRow { demand, source, start, end, orders, rate });
        }
    }
    tables
}

/// A run of the shape.
pub fn made(shape: &Shape<'_>) -> Tables {
    let mut tables = Tables { info: info(shape), ..Tables::default() };
    for place in 0..shape.strategies.len() {
        replications(shape, place, &mut tables);
        series(shape, place, &mut tables);
        distribution(shape, place, &mut tables);
        orders(shape, place, &mut tables);
    }
    summarise(shape, &mut tables);
    compare(shape, &mut tables);
    tables
}

/// The three archetypes come round again when there are more strategies.
fn archetype(place: usize) -> usize {
    place % 3
}

/// Noise in −1 … 1 by a fixed mixing of its arguments.
fn noise(a: u64, b: u64, c: u64) -> f64 {
    let mut bits = (a << 40) ^ (b << 20) ^ c ^ 0x9e37_79b9_7f4a_7c15;
    for _ in 0..3 {
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits ^= bits >> 27;
    }
    (bits >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

fn replications(shape: &Shape<'_>, place: usize, tables: &mut Tables) {
    let kind = archetype(place);
    let (tier, strategy) = ((place / 3) as f64 * 0.07, shape.strategies[place]);
    for replication in 0..shape.replications {
        // The same customers: one shared shock per replication, a small own one.
        let shared = noise(1, u64::from(replication), 0) * 0.03;
        let own = |salt: u64| noise(2 + place as u64, u64::from(replication), salt) * 0.008;
        let mut push = |entity_kind, entity: &str, measure: &str, value: Option<f64>| {
            tables.replications.push(ReplicationRow {
                strategy: strategy.into(),
                replication,
                entity_kind,
                entity: entity.into(),
                measure: measure.into(),
                value,
            });
        };
        let mut system = |measure: &str, value: f64| push(EntityKind::System, "", measure, Some(value));
        let wobble = |value: f64, salt: u64| value * (1.0 + tier + shared + own(salt));
        let lines = [
            ("cost_purchase", [2890.0, 2884.0, 2881.0][kind]),
            ("cost_ordering", [31.0, 31.0, 118.0][kind]),
            ("cost_holding_parts", [52.0, 61.0, 0.0][kind]),
            ("cost_holding_committed", [0.0, 6.4, 41.0][kind]),
            ("cost_holding_wip", [2.1, 2.0, 2.0][kind]),
            ("cost_holding_products", [118.0, 0.0, 0.0][kind]),
            ("cost_process", [48.0; 3][kind]),
            ("cost_backorder", [9.0, 55.0, 1440.0][kind]),
            ("cost_delivery", [25.6; 3][kind]),
        ];
        let mut total = 0.0;
        for (salt, (line, value)) in lines.into_iter().enumerate() {
            let value = shape.money * wobble(value, salt as u64);
            total += value;
            system(line, value);
        }
        system("cost_total", total);
        system("cost_per_order", total / 3.2);
        let revenue = shape.money * wobble(4768.0, 40);
        system("revenue", revenue);
        system("profit", revenue - total);
        system("order_fill_rate", ([0.962, 0.0, 0.0][kind] + own(20)).clamp(0.0, 1.0) * f64::from(u8::from(kind == 0)));
        system("on_time_rate", ([0.991, 0.964, 0.118][kind] + own(21) - tier).clamp(0.0, 1.0));
        system("response_mean", wobble([0.21, 0.74, 12.4][kind], 22));
        system("response_sd", wobble([0.6, 1.1, 5.1][kind], 23));
        system("response_p50", wobble([0.0, 0.42, 11.7][kind], 24));
        system("response_p95", wobble([1.6, 3.4, 22.0][kind], 25));
        system("response_within_1", ([0.965, 0.84, 0.0][kind] + own(26)).clamp(0.0, 1.0));
        system("inventory_value_mean", shape.money * wobble([81_200.0, 41_900.0, 25_800.0][kind], 27));
        system("orders_placed", (6400.0 * (1.0 + shared)).round());
        system("orders_delivered", (6400.0 * (1.0 + shared)).round());
        system("lost_rate", 0.0);
        system("open_orders_mean", wobble([0.7, 2.4, 39.7][kind], 28));
        push(EntityKind::Product, "tower", "response_mean", Some(wobble([0.21, 0.74, 12.4][kind], 29)));
        push(EntityKind::Product, "tower", "parts_fill_rate", (kind < 2).then(|| 0.95 + own(30)));
        push(EntityKind::Station, "bench", "utilization", Some(0.31 * (1.0 + shared)));
        for item in 0..shape.items {
            let name = item_name(item);
            let on_hand = if kind == 2 { 0.0 } else { wobble(40.0 / (1.0 + item as f64), 31) };
            push(EntityKind::Item, &name, "on_hand_mean", Some(on_hand));
            push(EntityKind::Item, &name, "unit_fill_rate", (kind != 2).then(|| 0.97 - 0.001 * item as f64 + own(32)));
            let weight = |item: usize| 1.0 / (1.0 + item as f64).powf(1.3);
            let all: f64 = (0..shape.items).map(weight).sum();
            push(EntityKind::Item, &name, "blocking_share", (kind != 0).then(|| weight(item) / all));
        }
    }
}

fn item_name(item: usize) -> String {
    let known = ["motherboard", "case", "ram", "cpu", "gpu", "power-supply", "ssd", "fan", "manual"];
    known.get(item).map_or_else(|| format!("part-{item:03}"), |name| (*name).to_string())
}

fn summarise(shape: &Shape<'_>, tables: &mut Tables) {
    let mut rows: Vec<SummaryRow> = Vec::new();
    let mut values: Vec<Vec<f64>> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for row in &tables.replications {
        let key = (row.strategy.clone(), row.entity_kind, row.entity.clone() + "\0" + &row.measure);
        let place = *places.entry(key).or_insert_with(|| {
            let unit = Column::parse(&row.measure).expect("a known measure").measure.definition().unit;
            rows.push(SummaryRow {
                strategy: row.strategy.clone(),
                entity_kind: row.entity_kind,
                entity: row.entity.clone(),
                measure: row.measure.clone(),
                unit: unit.words("day", "USD"),
                mean: None,
                sd: None,
                se: None,
                ci_low: None,
                ci_high: None,
                replications: 0,
            });
            values.push(Vec::new());
            rows.len() - 1
        });
        values[place].extend(row.value);
    }
    for (row, values) in rows.iter_mut().zip(&values) {
        row.replications = values.len() as u32;
        let Some((mean, sd)) = moments(values) else { continue };
        row.mean = Some(mean);
        row.sd = sd;
        row.se = sd.map(|sd| sd / f64::from(shape.replications).sqrt());
        row.ci_low = row.se.map(|se| mean - 2.0 * se);
        row.ci_high = row.se.map(|se| mean + 2.0 * se);
    }
    tables.summary = rows;
}

/// Mean, and standard deviation where there are two values.
fn moments(values: &[f64]) -> Option<(f64, Option<f64>)> {
    if values.is_empty() {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    Some((mean, (values.len() > 1).then(|| (square / (count - 1.0)).sqrt())))
}

fn compare(shape: &Shape<'_>, tables: &mut Tables) {
    let values = |strategy: &str, measure: &str| -> Vec<f64> {
        let rows = tables.replications.iter().filter(|row| row.strategy == strategy && row.measure == measure);
        rows.filter(|row| row.entity_kind == EntityKind::System).filter_map(|row| row.value).collect()
    };
    let mut rows = Vec::new();
    for (measure, unit) in [("cost_total", "USD/day"), ("response_mean", "day")] {
        for (place, strategy) in shape.strategies.iter().enumerate() {
            for reference in &shape.strategies[..place] {
                let (a, b) = (values(strategy, measure), values(reference, measure));
                let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
                let Some((mean, sd)) = moments(&differences) else { continue };
                let se = sd.map(|sd| sd / (differences.len() as f64).sqrt());
                let spread = |values: &[f64]| moments(values).and_then(|(_, sd)| sd).map(|sd| sd * sd);
                rows.push(ComparisonRow {
                    measure: measure.into(),
                    unit: unit.into(),
                    entity_kind: EntityKind::System,
                    entity: String::new(),
                    strategy: (*strategy).into(),
                    reference: (*reference).into(),
                    difference: Some(mean),
                    se,
                    ci_low: se.map(|se| mean - 2.0 * se),
                    ci_high: se.map(|se| mean + 2.0 * se),
                    p_adjusted: se.map(|_| 0.001),
                    p_best: Some(if place == 1 { 1.0 } else { 0.0 }),
                    mcb_low: None,
                    mcb_high: None,
                    variance_ratio: spread(&a).zip(spread(&b)).zip(sd).map(|((a, b), sd)| (a + b) / (sd * sd)),
                });
            }
        }
    }
    tables.comparison = rows;
}

fn series(shape: &Shape<'_>, place: usize, tables: &mut Tables) {
    let kind = archetype(place);
    let buckets = 110;
    for (measure, level, spread) in [
        ("on_hand_mean", [178.0, 131.0, 21.0][kind], [30.0, 28.0, 16.0][kind]),
        ("backlog_mean", [0.7, 2.4, 39.7][kind], [1.5, 3.0, 12.0][kind]),
    ] {
        for bucket in 0..buckets {
            let start = f64::from(bucket) * 20.0;
            let settle = 1.0 + 0.5 * (-start / 60.0_f64).exp();
            let wave = 1.0 + 0.06 * noise(50 + place as u64, bucket as u64, level as u64);
            let middle = if measure == "on_hand_mean" { level * settle * wave } else { level * wave / settle };
            let at = |factor: f64| (middle + factor * spread).max(0.0);
            tables.series.push(SeriesRow {
                strategy: shape.strategies[place].into(),
                entity_kind: EntityKind::System,
                entity: String::new(),
                measure: measure.into(),
                start,
                end: start + 20.0,
                mean: middle,
                p05: at(-1.6),
                p25: at(-0.7),
                p50: at(0.0),
                p75: at(0.7),
                p95: at(1.6),
            });
        }
    }
}

fn distribution(shape: &Shape<'_>, place: usize, tables: &mut Tables) {
    let kind = archetype(place);
    // Share of an atom at its value, then a gamma-like tail on a fine grid.
    let (atom, at, scale, bulk) = [(0.962, 0.0, 1.2, 1.0), (0.0, 0.0, 0.55, 2.0), (0.0, 0.0, 2.5, 5.0)][kind];
    let mut push = |value: f64, orders: f64| {
        if orders >= 1.0 {
            tables.distribution.push(DistributionRow {
                strategy: shape.strategies[place].into(),
                entity_kind: EntityKind::System,
                entity: String::new(),
                value,
                orders: orders as u64,
            });
        }
    };
    let all = 6400.0 * f64::from(shape.replications);
    push(at, all * atom);
    let weight = |step: u32| {
        let value = f64::from(step) * 0.05 / scale;
        value.powf(bulk - 1.0) * (-value).exp()
    };
    let sum: f64 = (1..1200).map(weight).sum();
    for step in 1..1200 {
        // Assembled at once when every part is there: half a day flat.
        let lump = if kind == 1 && step == 10 { 0.55 * all } else { 0.0 };
        let rest = if kind == 1 { 0.45 } else { 1.0 - atom };
        let weight = if kind == 1 && step < 10 { 0.0 } else { weight(step) };
        push(f64::from(step) * 0.05, lump + all * rest * weight / sum);
    }
}

fn orders(shape: &Shape<'_>, place: usize, tables: &mut Tables) {
    for number in 0..20 {
        let placed = 200.0 + number as f64 * 0.313;
        let delivered = (number % 7 != 6).then_some(placed + [0.0, 0.7, 12.1][archetype(place)]);
        tables.orders.push(OrderRow {
            customer: String::new(),
            strategy: shape.strategies[place].into(),
            replication: 0,
            demand: "tower".into(),
            number,
            product: "tower".into(),
            class: String::new(),
            quantity: 1,
            lost: 0,
            placed,
            parts_ready: delivered,
            start: delivered,
            delivered,
            blocking_part: if archetype(place) == 0 { String::new() } else { "motherboard".into() },
            lateness: delivered.map(|time| time - placed - 5.0),
            outcome: if delivered.is_some() { "delivered".into() } else { "censored".into() },
        });
    }
}

fn info(shape: &Shape<'_>) -> RunInfo {
    let strategy = |(place, name): (usize, &&str)| StrategyInfo {
        sets: Vec::new(),
        name: (*name).into(),
        holds: ["products, sub-assemblies and parts", "sub-assemblies and parts", "nothing"][archetype(place)].into(),
        allocation: "commit".into(),
        pegging: "pegged".into(),
        pooled_for_lots: Vec::new(),
    };
    RunInfo {
        labels: Vec::new(),
        partial: String::new(),
        version: "0.1.0".into(),
        scenario: shape.scenario.into(),
        question: "Should a PC maker hold machines, parts, or nothing?".into(),
        time_unit: "day".into(),
        currency: "USD".into(),
        scenario_hash: "0f".repeat(32),
        resolved: "schema = 1\nname = \"Custom PCs\"\n".into(),
        seed: 1,
        stream_scheme: "xoshiro256++ keyed by SHA-256, by name".into(),
        replications: shape.replications,
        warm_up: 200.0,
        horizon: 2000.0,
        drain_limit: 2200.0,
        confidence: 0.95,
        stop_rule: FIXED.into(),
        strategies: shape.strategies.iter().enumerate().map(strategy).collect(),
        crossing: "sequential: taipei; else independent".into(),
        targets: vec![AskedTarget { measure: "on_time_rate".into(), entity_kind: "system".into(), value: 0.95, ..AskedTarget::default() }],
        due: vec![5.0],
        events: 12_345_678,
        residual: 2.5e-13,
        verdict: Verdict {
            headline: "ATO is cheapest: 3,088 USD/day, 87 ± 3 less than MTS; MTS answers fastest.".into(),
            sentences: vec![
                "ATO delivers 96.4 % on time against the 95 % asked; MTS 99.1 %, MTO 11.8 %.".into(),
                "Why: a machine in stock costs 118 USD/day that parts in common do not; assembly takes 0.5 of the 5 days \
                 promised."
                    .into(),
            ],
            facts: Some(VerdictFacts {
                confidence: 0.95,
                replications: shape.replications,
                money: RankedMeasure {
                    measure: "cost_total".into(),
                    best: Some(shape.strategies[0].into()),
                    tied: Vec::new(),
                    strategies: vec![RankedStrategy {
                        strategy: shape.strategies[0].into(),
                        value: MeanInterval { mean: Some(3088.0), se: Some(1.5), ci_low: Some(3085.0), ci_high: None },
                        p_best: Some(0.75),
                        ..RankedStrategy::default()
                    }],
                },
                targets: Some(TargetFacts {
                    strategies: vec![TargetFact {
                        strategy: shape.strategies[0].into(),
                        verdict: TargetVerdict::Inconclusive,
                        values: Vec::new(),
                    }],
                    ..TargetFacts::default()
                }),
                ..VerdictFacts::default()
            }),
            ..Verdict::default()
        },
        findings: vec![Finding {
            id: "lead_times_cross".into(),
            symptom: "3.1 % of the receipts of motherboard were overtaken by later ones.".into(),
            advice: "Set crossing = \"sequential\" if the supplier ships in order.".into(),
        }],
        left_out: Vec::new(),
        axes: Vec::new(),
        axis_labels: Vec::new(),
        most: None,
        search: None,
        compared: None,
    }
}

/// The run of a search: levels of two strategies, so many of each.
pub fn searched(levels: usize) -> Tables {
    let mut tables = custom_pcs();
    for strategy in ["MTS", "ATO"] {
        tables.levels.extend((0..levels).map(|place| LevelRow {
            strategy: strategy.into(),
            level: format!("part_{place}_of_a_longer_name.base_stock"),
            items: if place == 0 { 81 } else { 1 },
            low: 0.0,
            high: 200.0,
            start: 87.0,
            best: (place * 13 % 90) as f64,
            unit: "USD/day".into(),
            one_more: Some(0.37 + place as f64),
            one_less: (place > 0).then_some(-0.11),
            one_more_se: Some(0.02),
            one_less_se: None,
            measure: "on_time_rate".into(),
            measure_more: Some(0.0012),
            measure_less: Some(-0.0031),
        }));
    }
    let sentence = |strategy: &str| format!("{strategy}: 15 numbers, 812 points scored by simulation.");
    let strategies = ["MTS", "ATO", "MTO"].map(|name| Searched {
        strategy: name.into(),
        reached: name != "MTO",
        sentences: vec![sentence(name)],
        sure: None,
        ..Searched::default()
    });
    let goal = "least cost with on-time rate at least 95 %".into();
    let money = "cost_total".into();
    tables.info.search = Some(Search { goal, money, strategies: strategies.into(), ..Search::default() });
    tables
}

/// A frontier of the strategies: cost grows with every nine; the last reaches nothing.
pub fn frontier(strategies: &[&str], levels: &[f64], measure: &str) -> Frontier {
    let tables = made(&Shape { scenario: "Custom PCs", strategies, replications: 30, items: 3, money: 1.0 });
    let mut frontier = Frontier { info: tables.info, ..Frontier::default() };
    for (place, strategy) in strategies.iter().enumerate() {
        let last = place + 1 == strategies.len() && place > 0;
        for (step, level) in levels.iter().enumerate() {
            let cost = 3000.0 + 200.0 * place as f64 + 40.0 * step as f64 * (1.0 + 0.2 * place as f64);
            let (service, cost) = if last { (0.02, 2500.0) } else { (*level, cost) };
            frontier.points.push(FrontierRow {
                strategy: (*strategy).into(),
                measure: measure.into(),
                level: *level,
                reached: if last { "no" } else { "yes" }.into(),
                service: Some(service),
                service_low: Some(service - 0.01),
                service_high: Some(service + 0.01),
                money: "cost_total".into(),
                unit: "USD/day".into(),
                cost: Some(cost),
                cost_low: Some(cost - 9.0),
                cost_high: Some(cost + 9.0),
                cost_of_levels: Some(cost - 900.0),
                dominated: if step % 5 == 3 || (last && step > 0) { "yes" } else { "no" }.into(),
                target: "inconclusive".into(),
                sure_cost: (!last).then_some(cost + 5.0),
                sure_level: (!last).then_some(*level),
                next_point: (!last && step + 1 < levels.len()).then_some(0.4 * (1 + step * step) as f64),
            });
        }
    }
    for row in &tables.summary {
        let point = vec![AxisValue::Number(0.95), AxisValue::missing()];
        frontier.rows.push(Pointed { point, row: row.clone() });
    }
    frontier.info.axes = vec!["level".into(), "case.base_stock".into()];
    let goal = format!("least cost for each {measure}");
    frontier.info.search =
        Some(Search { goal, along: measure.into(), money: "cost_total".into(), ..Search::default() });
    frontier
}

/// A search over what is held, of so many items.
pub fn decoupling(items: usize) -> Decoupling {
    let mut found = Decoupling { info: custom_pcs().info, ..Decoupling::default() };
    for place in 0..items {
        let (saves, costs) = (7.0 - place as f64, 2.0 + 0.5 * place as f64);
        let around = |value: f64| (Some(value), Some(value - 0.4), Some(value + 0.4));
        let [(saves, saves_low, saves_high), (costs, costs_low, costs_high), (net, net_low, net_high)] =
            [saves, costs, saves - costs].map(around);
        found.items.push(HeldRow {
            item: format!("item_{place}_with_a_name"),
            held: if net > Some(0.0) { "yes" } else { "no" }.into(),
            unit: "USD/day".into(),
            saves,
            saves_low,
            saves_high,
            costs,
            costs_low,
            costs_high,
            net,
            net_low,
            net_high,
            met_otherwise: "yes".into(),
        });
    }
    let contender = |strategy: &str| ContenderRow {
        strategy: strategy.into(),
        holds: "case,disk".into(),
        reached: "yes".into(),
        money: "cost_total".into(),
        unit: "USD/day".into(),
        cost: Some(3000.0),
        difference: Some(0.0),
        p_best: Some(0.5),
        ..ContenderRow::default()
    };
    found.contenders = ["MTO", "ATO", "mixed"].map(contender).into();
    let snippet = "[strategies.mixed]\nhold = [\"case\"]".into();
    found.info.search = Some(Search { goal: "the items to hold".into(), snippet, ..Search::default() });
    found
}
