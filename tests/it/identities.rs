//! Identities of inventory theory that hold for whole families of systems, path by path where they do.

use super::fixture::{Fixture, Run, close, estimate};

const SINGLE: &str = r#"
name = "single"
run = { warm_up = 40, horizon = 400, replications = 40 }
items.x = { buy.lead_time = 3, stock.base_stock = 8, holding_cost = 1 }
demand.x = { arrivals.poisson.rate = 2, backorder_cost = 9 }
strategies.MTS.hold = ["products"]
"#;

const TWO_PARTS: &str = r#"
name = "two parts"
run = { warm_up = 40, horizon = 400, replications = 40 }
report.windows = [0.5]
items.A = { holding_cost = 1, buy.lead_time.exponential.mean = 2, stock.base_stock = 4 }
items.B = { holding_cost = 2, buy.lead_time.exponential.mean = 1, stock.base_stock = 3 }
items.x.make.parts = { A = 1, B = 1 }
demand.x.arrivals.poisson.rate = 1.5
strategies.ATO.hold = ["parts"]
"#;

fn values(runs: &[Run], formula: &str) -> Vec<f64> {
    runs.iter().map(|run| run.value(formula)).collect()
}

/// The mean is 0 as far as the replications can tell.
fn vanishes(values: &[f64]) {
    let (mean, se) = estimate(values);
    assert!(mean.abs() <= 4.0 * se + 1e-9, "{mean} ± {se}");
}

/// I1: backlog = rate × wait; on order = replenishment rate × lead time.
#[test]
fn little() {
    let runs = Fixture::new(SINGLE, &[]).runs("MTS");
    vanishes(&values(&runs, "backlog_mean(item x) - 2 * wait_mean(item x)"));
    vanishes(&values(&runs, "on_order_mean(item x) - 3 * replenishment_rate(item x)"));
    for run in &runs {
        assert!(run.value("little_residual(item x)") < 1e-9);
        assert_eq!(run.value("lead_time_mean(item x)"), 3.0);
    }
}

/// I3: the position of an (r, Q) rule stays within r + 1 … r + Q, so its time average does; an (R, S) rule's below S.
#[test]
fn positions_stay_in_their_band() {
    let reorder = Fixture::new(SINGLE, &["items.x.stock.reorder={point=5,quantity=4}"]);
    let review = Fixture::new(SINGLE, &["items.x.stock.review=1.5"]);
    let position = "on_hand_mean(item x) + on_order_mean(item x) - backlog_mean(item x)";
    for run in reorder.runs("MTS") {
        assert!((6.0..=9.0).contains(&run.value(position)));
    }
    for run in review.runs("MTS") {
        assert!((8.0 - 3.0 * 1.5..8.0).contains(&run.value(position)));
    }
}

/// I4: mean stock = S − rate × mean lead time + mean backlog, whatever the law of the lead time.
#[test]
fn mean_stock_needs_the_mean_lead_time_only() {
    for law in ["{exponential={mean=3}}", "{uniform={min=1,max=5}}", "{gamma={mean=3,cv=1.5}}"] {
        let runs = Fixture::new(SINGLE, &[&format!("items.x.buy.lead_time={law}")]).runs("MTS");
        vanishes(&values(&runs, "on_hand_mean(item x) - backlog_mean(item x) - 2"));
    }
}

/// An empty shelf fills itself: lost sales under a base stock are Erlang's loss formula, B(5, 2) with 5 − 2 (1 − B) on hand (A. K.
/// Erlang, 1917), whatever lies there at time 0.
#[test]
fn an_empty_shelf_loses_what_erlang_says() {
    let sets = ["items.x.stock={base_stock=5,initial=0}", "items.x.buy.lead_time=1", "demand.x.shortage=\"lost\""];
    let runs = Fixture::new(SINGLE, &sets).runs("MTS");
    let loss = 4.0 / 109.0;
    vanishes(&values(&runs, &format!("lost_rate(system) - {loss}")));
    vanishes(&values(&runs, &format!("on_hand_mean(item x) - {}", 5.0 - 2.0 * (1.0 - loss))));
}

/// I5: Poisson customers see time averages; customers in batches of time do not.
#[test]
fn poisson_arrivals_see_time_averages() {
    let runs = Fixture::new(SINGLE, &[]).runs("MTS");
    vanishes(&values(&runs, "unit_fill_rate(item x) - ready_rate(item x)"));
    let bursty =
        Fixture::new(SINGLE, &["demand.x.arrivals={every={gamma={shape=0.3,scale=1.6666666667}}}"]).runs("MTS");
    let (mean, se) = estimate(&values(&bursty, "unit_fill_rate(item x) - ready_rate(item x)"));
    assert!(mean < -4.0 * se, "{mean} ± {se}");
}

/// I6: an order is filled no more often than its worst part, no less than if parts were independent; it waits no less
/// than each part; what is committed waits for the rest of the order.
#[test]
fn an_order_waits_for_its_last_part() {
    let runs = Fixture::new(TWO_PARTS, &[]).runs("ATO");
    for run in &runs {
        let fill = run.value("parts_fill_rate(product x)");
        assert!(fill <= run.value("unit_fill_rate(item A)") && fill <= run.value("unit_fill_rate(item B)"));
        let wait = run.value("response_mean(product x)");
        assert!(wait >= run.value("wait_mean(item A)") - 1e-9 && wait >= run.value("wait_mean(item B)") - 1e-9);
        assert_eq!(run.value("little_residual(item A)").max(0.0), run.value("little_residual(item A)"));
    }
    let independent: Vec<f64> = runs
        .iter()
        .map(|run| {
            let fills = run.value("unit_fill_rate(item A)") * run.value("unit_fill_rate(item B)");
            run.value("parts_fill_rate(product x)") - fills
        })
        .collect();
    let (mean, se) = estimate(&independent);
    assert!(mean > 4.0 * se, "{mean} ± {se}");
    for part in ["A", "B"] {
        let committed =
            format!("committed_mean(item {part}) - 1.5 * response_mean(product x) + 1.5 * wait_mean(item {part})");
        vanishes(&values(&runs, &committed));
    }
}

/// I9: fill and backlog depend on the lead time's mean only; the wait within half a time unit on its law.
#[test]
fn insensitive_to_the_law() {
    let set = |law: &str| format!("items.x.buy.lead_time={law}");
    let windows = "report.windows=[1.5]";
    let constant = Fixture::new(SINGLE, &[windows]).runs("MTS");
    let crossing = Fixture::new(SINGLE, &[windows, &set("{exponential={mean=3}}")]).runs("MTS");
    let differences = |measure: &str| -> Vec<f64> {
        let formula = format!("{measure}(item x)");
        constant.iter().zip(&crossing).map(|(one, other)| one.value(&formula) - other.value(&formula)).collect()
    };
    vanishes(&differences("unit_fill_rate"));
    vanishes(&differences("backlog_mean"));
    // 0.988095 against 0.983535, exactly.
    let (mean, se) = estimate(&differences("wait_within_1.5"));
    assert!((mean - 0.00456).abs() < 4.0 * se && mean > 0.0, "{mean} ± {se}");
}

/// I10: time measured in another unit and money in another currency change nothing but the labels.
#[test]
fn scaling_changes_only_the_labels() {
    let twice = [
        "run.warm_up=80",
        "run.horizon=800",
        "report.windows=[1]",
        "items.A.buy.lead_time={exponential={mean=4}}",
        "items.B.buy.lead_time={exponential={mean=2}}",
        "items.A.holding_cost=4",
        "items.B.holding_cost=8",
        "demand.x.arrivals={poisson={rate=0.75}}",
    ];
    let (plain, scaled) = (Fixture::new(TWO_PARTS, &[]).runs("ATO"), Fixture::new(TWO_PARTS, &twice).runs("ATO"));
    // Times are rounded to 10⁻⁹: far below 10⁻⁶ in every mean, unless two events change places.
    let near = |found: f64, expected: f64| {
        assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} {expected}")
    };
    for (plain, scaled) in plain.iter().zip(&scaled) {
        for same in
            ["parts_fill_rate(product x)", "on_hand_mean(item A)", "committed_mean(item B)", "orders_placed(system)"]
        {
            near(scaled.value(same), plain.value(same));
        }
        near(scaled.value("response_within_1(product x)"), plain.value("response_within_0.5(product x)"));
        near(scaled.value("response_mean(product x)"), 2.0 * plain.value("response_mean(product x)"));
        near(scaled.value("cost_total(system)"), 4.0 * plain.value("cost_total(system)"));
    }
}

/// I10: a Poisson product split into two that are the same changes no part.
#[test]
fn splitting_a_product_changes_no_part() {
    let split = TWO_PARTS.replace(
        "demand.x.arrivals.poisson.rate = 1.5",
        "items.y.make.parts = { A = 1, B = 1 }\ndemand.x.arrivals.poisson.rate = 0.75\ndemand.y.arrivals.poisson.rate = 0.75",
    );
    let (one, two) = (Fixture::new(TWO_PARTS, &[]).runs("ATO"), Fixture::new(&split, &[]).runs("ATO"));
    for measure in ["unit_fill_rate(item A)", "backlog_mean(item B)", "committed_mean(item A)"] {
        let (one, two) = (estimate(&values(&one, measure)), estimate(&values(&two, measure)));
        assert!((one.0 - two.0).abs() < 4.0 * one.1.hypot(two.1), "{measure}: {one:?} {two:?}");
    }
}

/// I11: the ends of every scale.
#[test]
fn limits() {
    let full = Fixture::new(SINGLE, &["items.x.stock.base_stock=1000"]).run("MTS", 0);
    assert_eq!([full.value("unit_fill_rate(item x)"), full.value("wait_mean(item x)")], [1.0, 0.0]);
    let empty = Fixture::new(SINGLE, &["items.x.stock.base_stock=0"]).run("MTS", 0);
    assert_eq!([empty.value("response_mean(product x)"), empty.value("response_sd(product x)")], [3.0, 0.0]);
    assert_eq!(empty.value("unit_fill_rate(item x)"), 0.0);
    let instant = Fixture::new(SINGLE, &["items.x.buy.lead_time=0", "items.x.stock.base_stock=1"]).run("MTS", 0);
    assert_eq!([instant.value("unit_fill_rate(item x)"), instant.value("on_hand_mean(item x)")], [1.0, 1.0]);
    let idle =
        TWO_PARTS.replace("items.x.make", "items.unused = { buy.lead_time = 1, stock.base_stock = 6 }\nitems.x.make");
    let idle = Fixture::new(&idle, &[]).run("ATO", 0);
    assert_eq!(idle.value("on_hand_mean(item unused)"), 6.0);
    assert!(idle.value("unit_fill_rate(item unused)").is_nan(), "nothing was asked: nothing to judge");
}

/// I12: what is not lost is served, stock never exceeds its base stock, and those who leave make room for others.
#[test]
fn lost_sales() {
    let backorder = Fixture::new(SINGLE, &[]).runs("MTS");
    let lost = Fixture::new(SINGLE, &["demand.x.shortage=\"lost\""]).runs("MTS");
    for run in &lost {
        let judged = run.value("orders_placed(system) - orders_delivered(system) - orders_lost(system)");
        assert_eq!(judged, 0.0);
        assert!(run.value("on_hand_mean(item x)") < 8.0);
    }
    let gain = |(one, other): (&Run, &Run)| one.value("unit_fill_rate(item x)") - other.value("unit_fill_rate(item x)");
    let gains: Vec<f64> = lost.iter().zip(&backorder).map(gain).collect();
    assert!(gains.iter().all(|gain| *gain > 0.0), "on the same customers, in every replication");
}

/// A sweep of base stocks on the same customers finds the cheapest: 9 (case a24: 5.14, 4.61 and 4.77 at 8, 9 and 10).
#[test]
fn a_sweep_finds_the_best_base_stock() {
    let cost = |stock: u32| {
        let bench = Fixture::new(SINGLE, &[&format!("items.x.stock.base_stock={stock}")]);
        estimate(&values(&bench.runs("MTS"), "cost_total(system)")).0
    };
    let costs: Vec<(f64, u32)> = (4..=14).map(|stock| (cost(stock), stock)).collect();
    let best = costs.iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1;
    assert_eq!(best, 9, "{costs:?}");
}

/// I13: a machine is as busy as its work demands, however much is kept in stock.
#[test]
fn utilization() {
    let text = r#"
name = "machine"
run = { warm_up = 300, horizon = 1000, replications = 40 }
items.x = { make = { time.gamma = { mean = 1, cv = 0.5 }, station = "machine" }, stock.base_stock = 2 }
stations.machine.servers = 2
demand.x.arrivals.poisson.rate = 1.4
strategies.some.hold = ["products"]
strategies.many = { hold = ["products"], stock.x.base_stock = 9 }
strategies.MTO.hold = []
"#;
    let bench = Fixture::new(text, &[]);
    let busy = |strategy: &str| values(&bench.runs(strategy), "utilization(station machine)");
    let (some, many, none) = (busy("some"), busy("many"), busy("MTO"));
    let (mean, se) = estimate(&some);
    assert!((mean - 0.7).abs() < 4.0 * se, "{mean} ± {se}");
    assert!(some.iter().zip(&many).all(|(one, other)| close(*one, *other)), "the same jobs at the same times");
    assert!(some.iter().zip(&none).all(|(one, other)| close(*one, *other)));
}
