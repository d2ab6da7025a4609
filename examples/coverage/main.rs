//! Coverage studies: `cargo run --release --example coverage -- [EXPERIMENTS [STUDY [SEED]]]`.
//! Studies are `shelf`, `ties`, `short`, `rare`, `bunches`, `quantiles`, `precision` and `selection`; `all` of them without
//! one. Experiments have the seeds SEED (1 without), SEED + 1, and so on.
//!
//! Many independent small experiments whose exact answers are known, each run and judged as `pushpull run` does; how
//! often do the intervals in its tables hold the exact value, and how often is the best strategy selected? Prints a
//! Markdown table (`docs/STATISTICS.md` holds the last one) and ends with code 1 when a share lies outside its range.
//!
//! Everything rests on one bought item under Poisson demand with base stock S: the units on order N are Poisson with mean
//! λL whatever the law of the lead time (Palm 1938), so that stock is (S − N)⁺ and backlog (N − S)⁺ at any time, and a
//! request is served at once with P(N < S). Without stock the response is the lead time itself.

mod exact;
mod study;

use pushpull::results::{ComparisonRow, Tables};
use study::{Range, Study, Tally, says};

/// λL = 2, h = 1, and b such that base stock 2 is the best and both 1 and 3 cost the same more: all others of the
/// candidates are worse by exactly the indifference zone, the hardest case of a selection.
const SHELF: &str = r#"
name = "shelf"
run = { warm_up = 30, horizon = 300, replications = 30 }
items.x = { holding_cost = 1, buy.lead_time.gamma = { mean = 2, cv = 0.5 }, stock.base_stock = 2 }
demand.x = { arrivals.poisson.rate = 1, backorder_cost = 1 }
strategies.one = { hold = ["x"], stock.x.base_stock = 1 }
strategies.two = { hold = ["x"], stock.x.base_stock = 2 }
strategies.three = { hold = ["x"], stock.x.base_stock = 3 }
"#;

/// No stock: the response of an order is its lead time, exponential with mean 5.
const QUANTILES: &str = r#"
name = "quantiles"
run = { warm_up = 0, horizon = 400, replications = 30, drain_limit = 1000 }
items.x.buy.lead_time.exponential.mean = 5
demand.x.arrivals.poisson.rate = 1
strategies.none.hold = []
"#;

/// No stock, and each order has a lead time of its own: being late comes alone.
const APART: &str = r#"
name = "apart"
run = { warm_up = 0, horizon = 100, replications = 30, drain_limit = 1000 }
items.x.buy.lead_time.exponential.mean = 5
demand.x.arrivals.poisson.rate = 0.6
strategies.none.hold = []
"#;

/// No stock, and one server that is busy for 60 % of its time: the response is exponential with mean 1 ÷ (1 − 0.6).
const QUEUE: &str = r#"
name = "queue"
run = { warm_up = 100, horizon = 100, replications = 30, drain_limit = 1000 }
stations.bench.servers = 1
items.x.make = { station = "bench", time.exponential.mean = 1 }
demand.x.arrivals.poisson.rate = 0.6
strategies.none.hold = []
"#;

/// Some experiments of a study.
type Part = fn(&mut Study);

fn main() {
    let experiments = std::env::args().nth(1).map_or(1_000, |text| text.parse().expect("a number of experiments"));
    let wanted = std::env::args().nth(2).filter(|study| study != "all");
    let seed = std::env::args().nth(3).map_or(1, |text| text.parse().expect("a seed"));
    let all: [(&str, Part); 8] = [
        ("shelf", shelf),
        ("ties", ties),
        ("short", short),
        ("rare", rare),
        ("bunches", bunches),
        ("quantiles", quantiles),
        ("precision", precision),
        ("selection", selection),
    ];
    let mut study = Study::new(experiments, seed);
    for (name, run) in all {
        if wanted.as_deref().is_none_or(|wanted| wanted == name) {
            run(&mut study);
        }
    }
    std::process::exit(study.print());
}

/// Means, paired differences, all intervals against the best, and means and differences with control variates.
fn shelf(study: &mut Study) {
    let b = exact::slippage(2.0);
    let sets = [format!("demand.x.backorder_cost={b}"), "run.control_variates=true".into()];
    let cost = |s: u32| exact::cost(2.0, s, b);
    study.each("base stock", SHELF, &sets, |tables, tally| {
        let two = |measure: &str, value: f64, tally: &mut Tally| {
            let row = says::summary(tables, "two", measure);
            tally.individual(
                &format!("mean of `{measure}`"),
                Range::Individual,
                says::holds(row.ci_low, row.ci_high, value),
            );
        };
        two("cost_total", cost(2), tally);
        two("order_fill_rate", exact::below(2.0, 2), tally);
        two("response_mean", exact::backlog(2.0, 2), tally);
        for (name, s) in [("one", 1), ("three", 3)] {
            let row = says::comparison(tables, "cost_total", name, "two");
            let held = says::holds(row.ci_low, row.ci_high, cost(s) - cost(2));
            tally.individual(&format!("paired difference of `cost_total`, {name} − two"), Range::Individual, held);
        }
        let against = [("one", cost(1) - cost(2)), ("two", cost(2) - cost(1)), ("three", cost(3) - cost(2))];
        against_best(tables, tally, &against);
        let own = says::controlled(tables, "cost_total", "two", "");
        tally.individual(
            "mean of `cost_total` with control variates",
            Range::Individual,
            says::holds(own.ci_low, own.ci_high, cost(2)),
        );
        tally.average("replications that control variates are worth, `cost_total`", own.variance_ratio);
        let pair = says::controlled(tables, "cost_total", "three", "two");
        let held = says::holds(pair.ci_low, pair.ci_high, cost(3) - cost(2));
        tally.individual("paired difference with control variates, three − two", Range::Individual, held);
        let fill = says::controlled(tables, "order_fill_rate", "two", "");
        let held = says::holds(fill.ci_low, fill.ci_high, exact::below(2.0, 2));
        tally.individual("mean of `order_fill_rate` with control variates", Range::Individual, held);
        tally.average("replications that control variates are worth, `order_fill_rate`", fill.variance_ratio);
    });
}

/// Base stocks 2 and 3 cost exactly the same: a wrong "differs" is an error, as is a wrong interval against the best.
fn ties(study: &mut Study) {
    let b = exact::indifferent(2.0, 2);
    let cost = |s: u32| exact::cost(2.0, s, b);
    let sets = [format!("demand.x.backorder_cost={b}")];
    study.each("a tie", SHELF, &sets, |tables, tally| {
        let p = says::comparison(tables, "cost_total", "three", "two").p_adjusted;
        tally.individual(
            "no difference claimed where there is none (Holm)",
            Range::Conservative,
            p.is_some_and(|p| p >= 0.05),
        );
        let against = [("one", cost(1) - cost(2)), ("two", 0.0), ("three", 0.0)];
        against_best(tables, tally, &against);
    });
}

/// Whether the intervals of all strategies against the best of the others hold together.
fn against_best(tables: &Tables, tally: &mut Tally, exact: &[(&str, f64)]) {
    let holds = |(name, value): &(&str, f64)| {
        let of_strategy =
            |row: &&ComparisonRow| row.measure == "cost_total" && row.entity.is_empty() && row.strategy == *name;
        tables.comparison.iter().find(of_strategy).is_some_and(|row| says::holds(row.mcb_low, row.mcb_high, *value))
    };
    tally.individual("all three against the best (MCB)", Range::Conservative, exact.iter().all(holds));
}

/// Windows of 20 orders, where a quotient of one window says little: what is estimated is the ratio of the means.
fn short(study: &mut Study) {
    let b = exact::slippage(2.0);
    let sets = [format!("demand.x.backorder_cost={b}"), "run.horizon=20".into(), "run.control_variates=true".into()];
    study.each("20 orders", SHELF, &sets, |tables, tally| {
        let fill = |s: u32| exact::below(2.0, s);
        // One order per time unit: a cost per order is a cost per time unit.
        let cost = |s: u32| exact::cost(2.0, s, b);
        let wait = |s: u32| exact::backlog(2.0, s);
        for (measure, of) in
            [("order_fill_rate", &fill as &dyn Fn(u32) -> f64), ("response_mean", &wait), ("cost_per_order", &cost)]
        {
            let row = says::summary(tables, "two", measure);
            let held = says::holds(row.ci_low, row.ci_high, of(2));
            tally.individual(&format!("`{measure}`"), Range::Individual, held);
            let row = says::comparison(tables, measure, "three", "two");
            let held = says::holds(row.ci_low, row.ci_high, of(3) - of(2));
            tally.individual(&format!("paired difference of `{measure}`, three − two"), Range::Individual, held);
            let own = says::controlled(tables, measure, "two", "");
            let held = says::holds(own.ci_low, own.ci_high, of(2));
            tally.individual(&format!("`{measure}` with control variates"), Range::Individual, held);
        }
    });
}

/// Stocks so high that few orders are not served at once: intervals where at least 30 failures are expected in all, else
/// bounds, which hold more often.
fn rare(study: &mut Study) {
    for (s, horizon) in [(5, 20), (7, 400), (6, 20), (8, 20), (20, 20)] {
        let expected = 30.0 * f64::from(horizon) * (1.0 - exact::below(2.0, s));
        let sets = [format!("strategies.three.stock.x.base_stock={s}"), format!("run.horizon={horizon}")];
        let range = if expected >= 30.0 { Range::Individual } else { Range::Conservative };
        study.each(&format!("{expected:.1} failures expected"), SHELF, &sets, |tables, tally| {
            let row = says::summary(tables, "three", "order_fill_rate");
            let held = row.ci_low < row.ci_high && says::holds(row.ci_low, row.ci_high, exact::below(2.0, s));
            tally.individual(&format!("`order_fill_rate` of {} orders, never of width 0", 30 * horizon), range, held);
        });
    }
}

/// Failures that come apart and failures that come in bunches: orders later than a window, each with a lead time of its own, and
/// in a queue with one server, where after a late order the next is late with probability ρ = 0.6, so 2.5 in a row in the mean
/// (a wait is exponential, Kendall 1953), and rows follow each other: 1 ÷ (1 − ρ)² = 6.25 late orders in a bunch.
fn bunches(study: &mut Study) {
    let (rate, horizon): (f64, f64) = (0.6, 100.0);
    for (name, text, decay) in [("apart", APART, 0.2), ("in a queue", QUEUE, 1.0 - rate)] {
        for wanted in [200.0_f64, 100.0, 60.0, 35.0, 25.0, 15.0, 10.0, 5.0, 2.0] {
            let orders = 30.0 * rate * horizon;
            let window = ((orders / wanted).ln() / decay * 100.0).round() / 100.0;
            let late = (-decay * window).exp();
            let sets = [format!("report.windows=[{window}]")];
            let range = if orders * late >= 30.0 { Range::Individual } else { Range::Conservative };
            study.each(&format!("{:.1} failures expected, {name}", orders * late), text, &sets, |tables, tally| {
                let row = says::summary(tables, "none", &format!("response_within_{window}"));
                let held = row.ci_low < row.ci_high && says::holds(row.ci_low, row.ci_high, 1.0 - late);
                tally.individual(
                    &format!("`response_within_<w>` of {orders:.0} orders, never of width 0"),
                    range,
                    held,
                );
            });
        }
    }
}

fn quantiles(study: &mut Study) {
    for horizon in [400, 2_000] {
        let sets = [format!("run.horizon={horizon}")];
        study.each(&format!("{horizon} orders"), QUANTILES, &sets, |tables, tally| {
            for (measure, share) in [("response_p50", 0.5_f64), ("response_p90", 0.9), ("response_p95", 0.95)] {
                let row = says::summary(tables, "none", measure);
                let held = says::holds(row.ci_low, row.ci_high, -5.0 * (1.0 - share).ln());
                tally.individual(&format!("`{measure}`"), Range::Individual, held);
            }
        });
    }
}

/// Runs that end by themselves: the interval they end with must still hold.
fn precision(study: &mut Study) {
    let b = exact::slippage(2.0);
    let rule = "run.precision={ measure = \"cost_total\", relative = 0.02 }".to_string();
    let sets = [format!("demand.x.backorder_cost={b}"), rule, "run.horizon=100".into()];
    study.each("± 2 % asked", SHELF, &sets, |tables, tally| {
        let row = says::summary(tables, "two", "cost_total");
        let held = says::holds(row.ci_low, row.ci_high, exact::cost(2.0, 2, b));
        tally.individual("mean of `cost_total` at the end", Range::Individual, held);
        tally.average("replications", Some(f64::from(tables.info.replications)));
    });
}

/// The selection of the best: all others outside the zone, or some within it and some not.
fn selection(study: &mut Study) {
    let b = exact::slippage(2.0);
    let cost = |s: u32| exact::cost(2.0, s, b);
    let lead = cost(3) - cost(2);
    let sets = |share: f64| {
        vec![
            format!("demand.x.backorder_cost={b}"),
            format!("run.select.indifference={}", lead * share),
            "run.replications=10".into(),
            "run.horizon=4".into(),
        ]
    };
    for (name, share) in [("zone as wide as the lead", 1.0), ("zone of half the lead", 0.5)] {
        study.each(name, SHELF, &sets(share), |tables, tally| {
            let (best, _) = says::selected(tables).expect("it ends");
            tally.individual("the best selected", Range::Conservative, best == "two");
            let row = says::comparison(tables, "cost_total", "two", "one");
            let held = says::holds(row.mcb_low, row.mcb_high, cost(2) - cost(1));
            tally.individual("the best against the others (MCB) at the end", Range::Conservative, held);
            tally.average("replications", Some(f64::from(tables.info.replications)));
        });
    }
    // Base stocks 4 and 0 cost 3.3 and 4 times the lead more than the best, so either would be wrong.
    let (share, four, none) = (3.0, cost(4) - cost(2), cost(0) - cost(2));
    assert!(four > share * lead && none > share * lead, "{four} and {none} are outside {share} × {lead}");
    let more = "strategies.four = { hold = [\"x\"], stock.x.base_stock = 4 }\nstrategies.none.hold = []\n";
    study.each("zone of 3 times the lead, two outside it", &format!("{SHELF}{more}"), &sets(share), |tables, tally| {
        let (best, _) = says::selected(tables).expect("it ends");
        let right = ["one", "two", "three"].contains(&best);
        tally.individual("one within the zone selected", Range::Conservative, right);
        tally.average("replications", Some(f64::from(tables.info.replications)));
    });
}
