//! `fill_rate` rules: what is asked of each item, and the base stocks found.

use super::fixture::{Fixture, Run, estimate};
use proptest::prelude::*;
use proptest::test_runner::Config;
use pushpull::plan::sizing::{Rate, Sized, rates};
use pushpull::plan::{Level, Plan};

/// A configured product over a bill of two levels. Orders: 2 a day, of 1 or 3 units.
const NETWORK: &str = r#"
schema = 1
name = "sizing"
time_unit = "day"
currency = "USD"
run = { horizon = 20000, warm_up = 100, replications = 4 }

[items.screw]
buy.lead_time = 4
stock.fill_rate = 0.95
[items.plate]
buy.lead_time = { gamma = { mean = 2, cv = 0.5 } }
stock.fill_rate = 0.9
[items.small]
buy.lead_time = 3
stock.fill_rate = 0.9
[items.large]
make.parts = { screw = 5 }
make.time = 1
stock.fill_rate = 0.9
[items.idle]
buy.lead_time = 3
stock.fill_rate = 0.9
[items.desk]
make.parts = { screw = 4, plate = 1 }
make.options.drawer = { small = 0.75, large = 0.25 }
make.time = 0.5
stock.fill_rate = 0.9

[demand.desk]
arrivals = { poisson = { rate = 2 } }
quantity = { discrete = { values = [1, 3], weights = [1, 1] } }

[strategies.MTS]
hold = ["products", "subassemblies", "parts"]
[strategies.ATO]
hold = ["subassemblies", "parts"]
[strategies.flat]
hold = ["screw", "plate", "small"]
[strategies.tops]
hold = ["products"]
"#;

fn rate(bench: &Fixture, plan: &Plan, name: &str) -> Rate {
    let place = plan.items.iter().position(|item| item.name == name).expect("an item of the plan");
    rates(&bench.model, plan)[place]
}

fn sized(plan: &Plan, name: &str) -> Sized {
    let found = plan.sized.iter().find(|sized| plan.items[sized.item].name == name);
    *found.unwrap_or_else(|| panic!("{name} is sized"))
}

fn close(found: f64, exact: f64, what: &str) {
    assert!((found - exact).abs() < 1e-9 * exact.abs().max(1.0), "{what}: {found}, not {exact}");
}

/// Quantity: mean 2, E[q²] = 5. A desk takes 4 screws with a small drawer and 9 with a large one.
#[test]
fn demand_has_its_exact_mean_and_variance() {
    let bench = Fixture::new(NETWORK, &[]);
    for strategy in ["MTS", "ATO", "flat", "tops"] {
        let plan = bench.plan(strategy);
        let screw = rate(&bench, plan, "screw");
        close(screw.mean, 2.0 * 2.0 * (0.75 * 4.0 + 0.25 * 9.0), "mean of screws");
        close(screw.variance, 2.0 * 5.0 * (0.75 * 16.0 + 0.25 * 81.0), "variance of screws");
        close(screw.orders, 2.0, "orders for screws");
        let large = rate(&bench, plan, "large");
        close(large.mean, 2.0 * 0.25 * 2.0, "mean of large drawers");
        close(large.variance, 2.0 * 0.25 * 5.0, "variance of large drawers");
        close(large.orders, 0.5, "orders for large drawers");
        assert_eq!(rate(&bench, plan, "idle"), Rate::default());
    }
    let variant = rate(&bench, bench.plan("MTS"), "desk[small]");
    close(variant.mean, 2.0 * 0.75 * 2.0, "mean of a variant");
    close(variant.variance, 2.0 * 0.75 * 5.0, "variance of a variant");
}

/// A renewal stream shared by two products that use one part: the orders' gaps matter once, not per product.
#[test]
fn a_mix_of_one_stream_is_one_stream() {
    let text = r#"
schema = 1
name = "mix"
time_unit = "day"
currency = "USD"
run.horizon = 10
[items.part]
buy.lead_time = 4
stock.fill_rate = 0.9
[items.a]
make.parts = { part = 1 }
[items.b]
make.parts = { part = 3 }
[demand.both]
mix = { a = 0.6, b = 0.4 }
arrivals = { every = { gamma = { mean = 0.5, cv = 0.3 } } }
[strategies.ATO]
hold = ["parts"]
"#;
    let bench = Fixture::new(text, &[]);
    let part = rate(&bench, bench.plan("ATO"), "part");
    let (first, second) = (0.6 + 0.4 * 3.0, 0.6 + 0.4 * 9.0);
    close(part.mean, 2.0 * first, "mean");
    close(part.variance, 2.0 * (second - first * first + 0.09 * first * first), "variance");
}

#[test]
fn nominal_lead_times_reach_down_to_held_items() {
    let bench = Fixture::new(NETWORK, &[]);
    // A large drawer: 1 day when screws are held, and their 4 days when they are not.
    close(sized(bench.plan("ATO"), "large").mean, 1.0 * 1.0, "large over held screws");
    // A desk with a large drawer on nothing held: 0.5 + 1 + 4 days at half an order of 2 units a day.
    close(sized(bench.plan("tops"), "desk[large]").mean, 5.5 * 1.0, "desk to order below");
    close(sized(bench.plan("MTS"), "desk[large]").mean, 0.5 * 1.0, "desk over held parts");
    // The variance of the lead time: plates come after a gamma time of mean 2 and sd 1; 4 a day, variance 10.
    let plate = sized(bench.plan("ATO"), "plate");
    close(plate.mean, 8.0, "plates");
    close(plate.sd * plate.sd, 10.0 * 2.0 + 16.0 * 1.0, "variance of plates");
}

#[test]
fn a_review_period_lengthens_the_lead_time_and_no_demand_needs_no_stock() {
    let bench = Fixture::new(NETWORK, &["items.screw.stock.review=2"]);
    close(sized(bench.plan("ATO"), "screw").mean, 21.0 * 6.0, "screws over lead time and review");
    let idle = sized(bench.plan("ATO"), "idle");
    assert_eq!((idle.level.high, idle.fill), (0, 1.0));
}

/// Where every assumption holds but that of the fitted law — no queue, nothing below that could be short, constant
/// lead times — a run realises the fill foreseen: up to 4 standard errors and the error of a law fitted to two moments.
#[test]
fn a_run_realises_the_fill_foreseen() {
    let bench = Fixture::new(NETWORK, &["items.plate.buy.lead_time=2"]);
    let runs = bench.runs("flat");
    for (name, target) in [("screw", 0.95), ("plate", 0.9), ("small", 0.9)] {
        let foreseen = sized(bench.plan("flat"), name);
        assert!(foreseen.fill >= target, "{name}: {foreseen:?}");
        let (mean, error) = realised(&runs, name);
        let fit = 0.01;
        assert!((mean - foreseen.fill).abs() < fit + 4.0 * error, "{name}: {mean} ± {error} realised, {foreseen:?}");
    }
}

/// Receipts that may cross: units on order do not feel the spread of the lead time (Palm 1938), so that sizing with
/// it errs to the safe side.
#[test]
fn lead_times_that_cross_leave_more_than_foreseen() {
    let bench = Fixture::new(NETWORK, &[]);
    let foreseen = sized(bench.plan("flat"), "plate");
    let (mean, error) = realised(&bench.runs("flat"), "plate");
    assert!(mean - 4.0 * error > foreseen.fill, "{mean} ± {error} realised, {foreseen:?}");
}

fn realised(runs: &[Run], item: &str) -> (f64, f64) {
    let fills: Vec<f64> = runs.iter().map(|run| run.value(&format!("unit_fill_rate(item {item})"))).collect();
    estimate(&fills)
}

/// Units asked one by one over a constant lead time: demand is Poisson, so that sizing is exact (Palm 1938).
#[test]
fn one_unit_less_would_miss_the_target() {
    let text = r#"
schema = 1
name = "single"
time_unit = "day"
currency = "USD"
run.horizon = 10
[items.part]
buy.lead_time = 10
stock.fill_rate = 0.95
[demand.part]
arrivals = { poisson = { rate = 2 } }
[strategies.S]
hold = ["part"]
"#;
    let bench = Fixture::new(text, &[]);
    let part = sized(bench.plan("S"), "part");
    assert_eq!(part.level.high, 29);
    close(part.fill, 0.965666478106, "P(N <= 28)");
}

/// Poisson demand of so many units a day, lead time, review, for 95 %: the least S for which the mean over the review cycle of
/// P(N ≤ S − 1) is met, N Poisson with mean rate × u and u uniform on [L, L + R).
#[test]
fn with_a_review_the_mean_over_its_cycle_is_sized() {
    let text = r#"
name = "reviewed"
run.horizon = 10
[items.part]
buy.lead_time = 2
stock = { fill_rate = 0.95, review = 7 }
[demand.part]
arrivals.poisson.rate = 10
[strategies.S]
hold = ["part"]
"#;
    for ([rate, lead, review], level, fill) in [
        ([10.0, 2.0, 7.0], 91, 0.952_725_841_569_593_6),
        ([1.0, 3.0, 7.0], 13, cycle_fill([1.0, 3.0, 7.0], 13)),
        ([10.0, 2.0, 1.0], 36, cycle_fill([10.0, 2.0, 1.0], 36)),
        ([0.2, 5.0, 30.0], 10, cycle_fill([0.2, 5.0, 30.0], 10)),
    ] {
        let sets = [
            format!("demand.part.arrivals.poisson.rate={rate}"),
            format!("items.part.buy.lead_time={lead}"),
            format!("items.part.stock.review={review}"),
        ];
        let bench = Fixture::new(text, &sets.iter().map(String::as_str).collect::<Vec<_>>());
        let part = sized(bench.plan("S"), "part");
        assert_eq!(part.level.high, level, "{rate} {lead} {review}: {part:?}");
        assert!((part.fill - fill).abs() < 1e-6, "{rate} {lead} {review}: {} not {fill}", part.fill);
        assert!(cycle_fill([rate, lead, review], level - 1) < 0.95 && fill >= 0.95);
    }
}

/// The same by the midpoint rule over u.
fn cycle_fill([rate, lead, review]: [f64; 3], level: i64) -> f64 {
    let below = |mean: f64| {
        let mut point = (-mean).exp();
        let mut sum = 0.0;
        for k in 0..level {
            sum += point;
            point *= mean / (k + 1) as f64;
        }
        sum
    };
    let steps = 20_000;
    (0..steps).map(|step| below(rate * (lead + review * (f64::from(step) + 0.5) / f64::from(steps)))).sum::<f64>()
        / f64::from(steps)
}

const ANY: &str = r#"
name = "any"
run = { horizon = 4000, warm_up = 200, replications = 10, drain_limit = 0 }
[items.part]
buy.lead_time = 3
[demand.part]
arrivals.poisson.rate = 2
[strategies.S]
hold = ["part"]
"#;

/// The number of a rule that a fill rate may stand for: with the fill rate, and with a number less than was found.
#[derive(Clone, Copy, Debug)]
enum Form {
    Level,
    Point(u32),
    Min(u32, &'static str),
}

impl Form {
    fn sized(self, target: f64) -> String {
        match self {
            Form::Level => format!("fill_rate = {target}"),
            Form::Point(quantity) => {
                format!("reorder = {{ point = {{ fill_rate = {target} }}, quantity = {quantity} }}")
            }
            Form::Min(span, trigger) => {
                format!("min_max = {{ min = {{ fill_rate = {target} }}, span = {span} }}, trigger = \"{trigger}\"")
            }
        }
    }

    fn one_less(self, level: Level) -> String {
        match self {
            Form::Level => format!("base_stock = {}", level.high - 1),
            Form::Point(quantity) => format!("reorder = {{ point = {}, quantity = {quantity} }}", level.low - 1),
            // Below a minimum or at it, the maximum is the minimum and the span.
            Form::Min(span, trigger) => {
                let min = level.high - i64::from(span) - 1;
                format!("min_max = {{ min = {min}, span = {span} }}, trigger = \"{trigger}\"")
            }
        }
    }
}

/// What varies: quantities, lead time, review, lots, target.
fn stocks() -> impl Strategy<Value = (Vec<String>, f64, Form, String)> {
    let forms = prop::sample::select(vec![
        Form::Level,
        Form::Level,
        Form::Point(1),
        Form::Point(15),
        Form::Min(9, "at_or_below"),
        Form::Min(20, "below"),
    ]);
    let quantity = prop::sample::select(vec![
        "1",
        "4",
        "{ discrete = { values = [1, 3], weights = [1, 1] } }",
        "{ discrete = { values = [1, 20], weights = [9, 1] } }",
        "{ geometric.p = 0.3 }",
    ]);
    let review = prop::sample::select(vec!["", ", review = 1", ", review = 6"]);
    let lots = prop::sample::select(vec![[0, 1], [0, 1], [12, 1], [0, 10], [50, 1], [7, 5]]);
    let target = prop::sample::select(vec![0.7, 0.9, 0.95, 0.99]);
    (quantity, 1..6u32, review, lots, (target, forms)).prop_map(
        |(quantity, lead, review, [minimum, multiple], (target, form))| {
            let sets = vec![
                format!("demand.part.quantity={quantity}"),
                format!("items.part.buy.lead_time={lead}"),
                format!("items.part.buy.minimum={minimum}"),
                format!("items.part.buy.multiple={multiple}"),
            ];
            (sets, target, form, review.into())
        },
    )
}

fn with_rule(sets: &[String], rule: &str) -> Fixture {
    let rule = format!("items.part.stock={{ {rule} }}");
    let sets: Vec<&str> = sets.iter().map(String::as_str).chain([rule.as_str()]).collect();
    Fixture::new(ANY, &sets)
}

proptest! {
    #![proptest_config(Config { cases: 20, max_shrink_iters: 20, failure_persistence: None, ..Config::default() })]

    /// A level sized for a fill meets it and one less misses it, both as foreseen: up to 5 standard errors of 10 replications
    /// (t of 9 degrees of freedom beyond 5: 0.07 %), and a thousandth for the few orders of a window whose fill is near 1.
    #[test]
    fn a_sized_level_realises_its_fill_and_one_less_does_not((sets, target, form, review) in stocks()) {
        let bench = with_rule(&sets, &(form.sized(target) + &review));
        let foreseen = sized(bench.plan("S"), "part");
        prop_assert!(foreseen.fill >= target);
        let (mean, error) = realised(&bench.runs("S"), "part");
        let off = (mean - foreseen.fill).abs();
        prop_assert!(off < 5.0 * error + 1e-3, "{mean} ± {error} realised, {foreseen:?}");
        if foreseen.level.high > 0 {
            let one_less = with_rule(&sets, &(form.one_less(foreseen.level) + &review));
            let (mean, error) = realised(&one_less.runs("S"), "part");
            prop_assert!(mean < target + 5.0 * error + 1e-3, "{mean} ± {error} realised with one less than {foreseen:?}");
        }
    }
}

/// A part that takes 4 days and a product that takes 9; every day 100 units are asked with a standard deviation of 10.
fn two_stages(sets: &[&str]) -> Plan {
    let text = "name = \"two\"\nrun = { horizon = 10, replications = 1 }\ncosts.holding_rate = 1\n\
        items.part = { cost = 1, buy.lead_time = 4, stock.guaranteed_service = 2 }\n\
        items.p = { make = { parts = { part = 1 }, time = 9, cost = 9 }, stock.guaranteed_service = 2 }\n\
        demand.p = { item = \"p\", arrivals.every = 1, quantity.poisson.mean = 100, due = 0 }\n\
        strategies.all.hold = [\"p\", \"part\"]\nstrategies.product.hold = [\"p\"]\n";
    let bench = Fixture::new(text, sets);
    let first = bench.strategies().next().unwrap();
    bench.plan(first).clone()
}

/// By item: its level, the time it quotes and the time it covers.
fn placed(plan: &Plan) -> Vec<(i64, f64, f64)> {
    let of = |name: &str| {
        let item = plan.items.iter().position(|item| item.name == name).unwrap();
        let placed = plan.placed.iter().find(|placed| placed.item == item);
        placed.map_or((plan.levels().0[item].high, -1.0, -1.0), |placed| {
            (plan.levels().0[item].high, placed.quoted, placed.covered)
        })
    };
    vec![of("part"), of("p")]
}

/// The stages of a serial chain hold stock at both or at the last alone (Simpson 1958), as holding costs have it: a level is the mean of
/// the time covered and a day, and two standard deviations.
#[test]
fn guaranteed_service_is_placed_at_both_stages_or_at_the_last() {
    let level = |days: f64| (100.0 * days + 2.0 * (100.0 * days).sqrt()).ceil() as i64;
    // 2 × 1 + 3 × 10 against √13 × 10.
    assert_eq!(placed(&two_stages(&[])), [(level(5.0), 0.0, 4.0), (level(10.0), 0.0, 9.0)]);
    // 2 × 4 + 3 × 10 against √13 × 10.
    let dear = ["items.part.cost=4", "items.p.make.cost=6"];
    assert_eq!(placed(&two_stages(&dear)), [(0, 4.0, 0.0), (level(14.0), 0.0, 13.0)]);
    // Who waits 13 days needs no stock.
    assert_eq!(placed(&two_stages(&["demand.p.due=13"])), [(0, 4.0, 0.0), (0, 13.0, 0.0)]);
    // A part with a level of its own is taken to serve at once, one that is not held hands every order on.
    let own = ["items.part.cost=4", "items.p.make.cost=6", "items.part.stock={base_stock=700}"];
    assert_eq!(placed(&two_stages(&own)), [(700, -1.0, -1.0), (level(10.0), 0.0, 9.0)]);
    let driven = ["strategies.all.hold=[\"p\"]", "strategies.product.hold=[]"];
    assert_eq!(placed(&two_stages(&driven))[1], (level(14.0), 0.0, 13.0));
    // A review of two days lengthens the time of an item; fractions of a day are counted where the chain is short.
    assert_eq!(placed(&two_stages(&["items.p.stock.review=2"]))[1].2, 11.0);
    let short = ["items.part.buy.lead_time=0.3", "items.p.make.time=0.45"];
    let found = placed(&two_stages(&short));
    assert!((found[0].2 - 0.3).abs() < 1e-9 && (found[1].2 - 0.45).abs() < 1e-9, "{found:?}");
}
