//! How much more is released than asked swings: by hand, for rules that pass on what is asked, and against closed forms of forecasts.

use super::fixture::{Fixture, by_hand, estimate};

/// One asked at 1, 2, …; two are released when none is left on hand or on order: at 2, 4, … By periods of two: asked 1, 2, 2, released 0, 2, 2.
const LOTS: &str = r#"
name = "lots"
run = { horizon = 6, replications = 1 }
report.period = 2
items.a = { buy.lead_time = 0.5, stock = { reorder = { point = 0, quantity = 2 }, initial = 2 } }
demand.a.arrivals.every = 1
strategies.S.hold = ["a"]
"#;

#[test]
fn lots_worked_by_hand() {
    // Variance ÷ mean: (4/3) ÷ (4/3) of what is released, (1/3) ÷ (5/3) of what is asked.
    by_hand(LOTS, "S", &[("bullwhip(item a)", 5.0)]);
    // The last period is not whole.
    by_hand(&LOTS.replace("horizon = 6", "horizon = 7"), "S", &[("bullwhip(item a)", 5.0)]);
    // From 1 to 7 those from 2 and from 4 are whole: two asked in each, so that nothing swings.
    by_hand(&LOTS.replace("horizon = 6", "horizon = 6, warm_up = 1"), "S", &[("bullwhip(item a)", f64::NAN)]);
    // Every third period nothing is asked: 2, 1, 0, 2, 1, 0 and released as much, once all is replaced at once.
    let often = LOTS.replace("reorder = { point = 0, quantity = 2 }", "base_stock = 2");
    by_hand(&often.replace("period = 2", "period = 0.5"), "S", &[("bullwhip(item a)", 1.0)]);
    // By its reviews, whatever the report says: released at 2, 4, 6 what was asked since: 1, 2, 2; from 2 on 1 and 2 against 2 and 2.
    let reviewed = often.replace("base_stock = 2", "base_stock = 2, review = 2").replace("horizon = 6", "horizon = 8");
    by_hand(&reviewed, "S", &[("bullwhip(item a)", (11.0 / 12.0 / 1.25) / (0.25 / 1.75))]);
}

/// A base stock passes on what it is asked, at once: the same units in every period, through a chain of items, and whatever the demand.
#[test]
fn a_base_stock_has_none() {
    let text = r#"
name = "passed on"
run = { warm_up = 10.25, horizon = 200, replications = 2 }
items.a = { buy.lead_time.gamma = { mean = 3, cv = 0.5 }, stock.base_stock = 4 }
items.b = { make = { parts.a = 2, time = 1 }, stock.base_stock = 2 }
items.c = { make = { parts.b = 1, time = 1 } }
demand.c = { arrivals.poisson.rate = 2, quantity.geometric.p = 0.5 }
demand.b2 = { item = "c", arrivals = { every = 3 } }
strategies.S.hold = ["a", "b"]
"#;
    for sets in [&[][..], &["items.a.buy.maximum=1"], &["report.period=7"], &["items.a.obsolete.every=1e8"]] {
        let bench = Fixture::new(text, sets);
        for run in bench.runs("S") {
            for item in ["a", "b", "c"] {
                assert_eq!(run.value(&format!("bullwhip(item {item})")), 1.0, "{item} {sets:?}");
            }
        }
    }
}

/// F. Chen, J. K. Ryan & D. Simchi-Levi, Naval Research Logistics 47(4), 2000: of independent demand, exponential smoothing with share a
/// and no safety stock swings 1 + 2 m a + 2 m² a² ÷ (2 − a) times as much, m periods of lead time and review; a moving average of n
/// 1 + 2 m ÷ n + 2 (m ÷ n)² (F. Chen, Z. Drezner, J. K. Ryan & D. Simchi-Levi, Management Science 46(3), 2000), also for a lead time of 0.
/// Quantities are large, so that a level rounded up is the level; what is above it is rare enough to be never met.
#[test]
fn forecasts_swing_as_they_must() {
    let smoothing = |a: f64, m: f64| 1.0 + 2.0 * m * a + 2.0 * m * m * a * a / (2.0 - a);
    let average = |n: f64, m: f64| 1.0 + 2.0 * m / n + 2.0 * (m / n) * (m / n);
    let cases = [
        ("smoothing = 0.2", 1, smoothing(0.2, 2.0)),
        ("smoothing = 0.1", 0, smoothing(0.1, 1.0)),
        ("average = 5", 0, average(5.0, 1.0)),
        ("average = 6", 2, average(6.0, 3.0)),
    ];
    for (method, lead, exact) in cases {
        let text = format!(
            "name = \"swings\"\nrun = {{ warm_up = 100, horizon = 1000, replications = 20 }}\n\
             items.x = {{ buy.lead_time = {lead}, stock = {{ review = 1, forecast = {{ {method} }} }} }}\n\
             demand.x = {{ arrivals.every = 1, quantity = {{ uniform = {{ min = 5000, max = 8000 }} }} }}\nstrategies.S.hold = [\"x\"]\n"
        );
        let bench = Fixture::new(&text, &[]);
        let values: Vec<f64> = bench.runs("S").iter().map(|run| run.value("bullwhip(item x)")).collect();
        let (mean, error) = estimate(&values);
        assert!((mean - exact).abs() < 4.0 * error && error < 0.02 * exact, "{method}: {mean} ± {error}, not {exact}");
    }
}
