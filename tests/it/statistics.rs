//! What the tables say across replications, worked out again from the values of the replications with formulas of its
//! own; and when a finding is made, and when not.

use std::collections::BTreeMap;

use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::measures::{Column, EntityKind, Unit};
use pushpull::results::Tables;

use super::fixture::{Fixture, close};
use super::program::SMALL;

fn tabled(text: &str, sets: &[&str]) -> Tables {
    let model = Fixture::new(text, sets).model;
    let outcome = run(&model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    tables(&model, &outcome.layouts, &outcome.records, Provenance::default())
}

/// t(4, 0.975) and t(4, 0.95): Fisher & Yates, table III, with more digits.
const T95: f64 = 2.776_445_105_197_793;
const T90: f64 = 2.131_846_786_326_649;

/// Two-sided p of Student's t with four degrees of freedom, in closed form (Abramowitz & Stegun 1964, 26.7.4).
fn p_of(t: f64) -> f64 {
    let s = t.abs() / (4.0 + t * t).sqrt();
    1.0 - s * (1.0 + (1.0 - s * s) / 2.0)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn sd(values: &[f64]) -> f64 {
    let middle = mean(values);
    (values.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>() / (values.len() as f64 - 1.0)).sqrt()
}

type Key = (EntityKind, String, String);

/// The values of five replications by strategy and measure; only those that all five have.
fn raw(tables: &Tables) -> BTreeMap<(String, Key), Vec<f64>> {
    let mut all: BTreeMap<(String, Key), Vec<f64>> = BTreeMap::new();
    for row in &tables.replications {
        let key = (row.entity_kind, row.entity.clone(), row.measure.clone());
        all.entry((row.strategy.clone(), key)).or_default().extend(row.value);
    }
    all.retain(|_, values| values.len() == 5);
    all
}

/// What statistics are made from: the values, or of a quotient what leaving out one replication after the other says, n R −
/// (n − 1) R₋ᵢ moved to have the mean R. `None` where the table of replications does not have what is divided by.
fn judged(raw: &BTreeMap<(String, Key), Vec<f64>>, strategy: &str, key: &Key) -> Option<Vec<f64>> {
    let values = raw.get(&(strategy.to_string(), key.clone()))?;
    let divided_by = match Column::parse(&key.2).unwrap().measure.definition().per {
        None => return Some(values.clone()),
        Some("orders placed") if key.0 != EntityKind::Item => "orders_placed",
        Some("orders delivered") => "orders_delivered",
        Some(_) => return None,
    };
    let below = raw.get(&(strategy.to_string(), (key.0, key.1.clone(), divided_by.into())))?;
    let ratio = |without: usize| {
        let others =
            || values.iter().zip(below).enumerate().filter(|(place, _)| *place != without).map(|(_, pair)| pair);
        others().map(|(value, below)| value * below).sum::<f64>() / others().map(|(_, below)| below).sum::<f64>()
    };
    let (all, n) = (ratio(usize::MAX), values.len() as f64);
    let pseudo: Vec<f64> = (0..values.len()).map(|one| n * all - (n - 1.0) * ratio(one)).collect();
    let bias = mean(&pseudo) - all;
    Some(pseudo.into_iter().map(|value| value - bias).collect())
}

/// Whether it is a share of cases, which has an interval of its own where few of them are of a kind.
fn is_share_of_cases(measure: &str) -> bool {
    let row = Column::parse(measure).unwrap().measure.definition();
    row.per.is_some() && row.unit == Unit::Share
}

fn near(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() <= 1e-7 * expected.abs().max(1.0))
}

const FIVE: [&str; 1] = ["run.replications=5"];

/// Mean, standard deviation and error, and mean ± t(n − 1)·s/√n. A quantile's interval is of the replications' quantiles,
/// as every other one; that of a quotient is of the ratio of the means, left out one by one.
#[test]
fn intervals_are_students_over_replications() {
    for (sets, t) in [(vec!["run.replications=5"], T95), (vec!["run.replications=5", "run.confidence=0.9"], T90)] {
        let tables = tabled(SMALL, &sets);
        let raw = raw(&tables);
        let (mut seen, mut quantiles, mut quotients, mut shares) = (0, 0, 0, 0);
        for row in &tables.summary {
            let key = (row.entity_kind, row.entity.clone(), row.measure.clone());
            let Some(values) = judged(&raw, &row.strategy, &key) else { continue };
            let (middle, spread) = (mean(&values), sd(&values));
            let half = t * spread / 5f64.sqrt();
            let name = format!("{} {} {}: {row:?}", row.strategy, row.entity, row.measure);
            assert!(near(row.mean, middle) && near(row.se, spread / 5f64.sqrt()), "{name}");
            assert!(near(row.sd, sd(&raw[&(row.strategy.clone(), key)])), "{name}");
            if is_share_of_cases(&row.measure) {
                assert!(row.ci_low < row.ci_high && row.ci_low <= row.mean && row.mean <= row.ci_high, "{name}");
                shares += 1;
            } else {
                assert!(near(row.ci_low, middle - half) && near(row.ci_high, middle + half), "{name}");
                quotients += u32::from(Column::parse(&row.measure).unwrap().measure.definition().per.is_some());
            }
            assert_eq!(row.replications, 5);
            seen += 1;
            quantiles += u32::from(row.measure == "response_p95" && spread > 0.0);
        }
        assert!(
            seen > 200 && quantiles > 0 && quotients > 10 && shares > 10,
            "{seen} {quantiles} {quotients} {shares}"
        );
    }
}

/// Differences replication by replication, each with its own interval; p adjusted by Holm over the pairs of a measure;
/// the variance ratio (s_a² + s_b²) ÷ s_d².
#[test]
fn differences_are_paired_and_adjusted() {
    let tables = tabled(SMALL, &FIVE);
    let raw = raw(&tables);
    let mut p_values: BTreeMap<Key, Vec<(f64, f64)>> = BTreeMap::new();
    for row in &tables.comparison {
        let key = (row.entity_kind, row.entity.clone(), row.measure.clone());
        let of = |strategy: &String| judged(&raw, strategy, &key);
        let (Some(one), Some(other)) = (of(&row.strategy), of(&row.reference)) else { continue };
        let differences: Vec<f64> = one.iter().zip(&other).map(|(one, other)| one - other).collect();
        let (middle, spread) = (mean(&differences), sd(&differences));
        let half = T95 * spread / 5f64.sqrt();
        assert!(near(row.difference, middle) && near(row.se, spread / 5f64.sqrt()), "{row:?}");
        let wider = spread < 1e-9 && is_share_of_cases(&row.measure);
        assert!(wider || near(row.ci_low, middle - half) && near(row.ci_high, middle + half), "{row:?}");
        if spread > 1e-9 {
            let ratio = (sd(&one).powi(2) + sd(&other).powi(2)) / spread.powi(2);
            assert!(near(row.variance_ratio, ratio), "{row:?}: {ratio}");
            if row.strategy < row.reference {
                let p = p_of(middle / (spread / 5f64.sqrt()));
                p_values.entry(key).or_default().push((p, row.p_adjusted.expect("a p")));
            }
        }
    }
    p_values.retain(|_, pairs| pairs.len() == 3);
    assert!(p_values.len() > 10, "{}", p_values.len());
    for (key, mut sorted) in p_values {
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut largest: f64 = 0.0;
        for (rank, (p, adjusted)) in sorted.into_iter().enumerate() {
            largest = largest.max((p * (3 - rank) as f64).min(1.0));
            assert!((adjusted - largest).abs() < 1e-7, "{key:?}: {adjusted} is not {largest}");
        }
    }
}

/// A reorder point of 1 and lots of 10, Poisson demand of 1 and lead time 2: the position is uniform on 2 … 11 (Hadley & Whitin
/// 1963), so the share not met at once is the mean of P(N ≥ position), N Poisson with mean 2: 0.11352. In windows of 20 orders
/// those with many orders are short more often, and the mean of their own shares is too low.
#[test]
fn the_fill_rate_of_short_windows_is_that_of_the_books() {
    let text = r#"
name = "lots"
run = { warm_up = 60, horizon = 20, replications = 1500 }
report.buckets = 1
items.x = { buy.lead_time = 2, stock.reorder = { point = 1, quantity = 10 } }
demand.x.arrivals.poisson.rate = 1
strategies.MTS.hold = ["x"]
"#;
    let mass = |n: u32| (1..=n).fold((-2f64).exp(), |mass, k| mass * 2.0 / f64::from(k));
    let exact = 1.0 - (2..=11).map(|position| (0..position).map(mass).sum::<f64>()).sum::<f64>() / 10.0;
    assert!((exact - 0.1135).abs() < 1e-4, "{exact}");
    let tables = tabled(text, &[]);
    for (kind, measure) in [(EntityKind::System, "order_fill_rate"), (EntityKind::Item, "unit_fill_rate")] {
        let row = tables.summary.iter().find(|row| row.entity_kind == kind && row.measure == measure).unwrap();
        let (short, se) = (1.0 - row.mean.unwrap(), row.se.unwrap());
        assert!((short - exact).abs() < 3.5 * se && se < 0.03 * exact, "{short} ± {se}, not {exact}");
        let own = tables.replications.iter().filter(|row| row.entity_kind == kind && row.measure == measure);
        let own: Vec<f64> = own.filter_map(|row| row.value).collect();
        let biased = 1.0 - mean(&own);
        assert!(biased < 0.98 * short, "{biased} {short}");
    }
}

/// The chances of being best add up to 1 wherever somebody can be better.
#[test]
fn somebody_is_best() {
    let tables = tabled(SMALL, &["run.replications=12"]);
    let mut chances: BTreeMap<Key, BTreeMap<String, f64>> = BTreeMap::new();
    for row in &tables.comparison {
        if let Some(chance) = row.p_best {
            let key = (row.entity_kind, row.entity.clone(), row.measure.clone());
            chances.entry(key).or_default().insert(row.strategy.clone(), chance);
        }
    }
    assert!(chances.len() > 10);
    for (key, chances) in chances {
        assert!(close(chances.values().sum(), 1.0), "{key:?}: {chances:?}");
    }
}

fn found(text: &str, sets: &[&str]) -> Vec<String> {
    tabled(text, sets).info.findings.into_iter().map(|finding| finding.id).collect()
}

fn finds(id: &str, text: &str, with: &[&str], without: &[&str]) {
    let (with, without) = (found(text, with), found(text, without));
    assert!(with.iter().any(|found| found == id), "{id} is not in {with:?}");
    assert!(!without.iter().any(|found| found == id), "{id} is in {without:?}");
}

const MACHINE: &str = r#"
name = "machine"
run = { warm_up = 400, horizon = 2000, replications = 20 }
items.x = { make = { time.exponential.mean = 1, station = "machine" } }
stations.machine.servers = 1
demand.x.arrivals.poisson.rate = 0.8
strategies.MTO.hold = []
"#;

/// Ten thousand units on the shelf at the start, forty asked per time unit: the shelf empties until 250.
#[test]
fn a_start_that_lasts_is_found() {
    let text = r#"
name = "full shelf"
run = { warm_up = 0, horizon = 1000, replications = 10 }
items.x = { buy.lead_time = 1, stock = { base_stock = 60, initial = 10000 } }
demand.x.arrivals.poisson.rate = 40
strategies.MTS.hold = ["products"]
"#;
    finds("warm_up_short", text, &[], &["run.warm_up=300"]);
    // MSER-5 cuts where the shelf is down, to within the steps it looks at (a sixhundredth of the run, five a batch).
    let advice = tabled(text, &[]).info.findings.into_iter().find(|one| one.id == "warm_up_short").unwrap().advice;
    let time: f64 = advice.split_whitespace().nth(3).unwrap().parse().unwrap();
    assert!((245.0..=300.0).contains(&time), "{advice}");
}

#[test]
fn a_machine_that_cannot_keep_up_is_found() {
    finds("station_overloaded", MACHINE, &["demand.x.arrivals.poisson.rate=1.2"], &[]);
}

#[test]
fn orders_that_wait_for_ever_are_found() {
    let late = ["items.x.make.time=5000", "stations.machine.servers=9000", "run.drain_limit=10"];
    finds("orders_censored", MACHINE, &late, &[]);
}

#[test]
fn too_few_replications_are_found() {
    finds("few_replications", MACHINE, &["run.replications=3", "run.horizon=50"], &["run.replications=200"]);
    finds("few_in_the_tail", MACHINE, &["run.horizon=100"], &["run.horizon=3000"]);
}

/// A season is asked for itself: nothing supposes its long run or asks for a longer window.
#[test]
fn a_finite_run_is_not_asked_for_a_long_run() {
    let full = "name = \"full shelf\"\nrun = { warm_up = 0, horizon = 1000, replications = 10 }\n\
                items.x = { buy.lead_time = 1, stock = { base_stock = 60, initial = 10000 } }\n\
                demand.x.arrivals.poisson.rate = 40\nstrategies.MTS.hold = [\"products\"]\n";
    finds("warm_up_short", full, &[], &["run.kind=finite"]);
    let advice = |sets: &[&str]| -> Vec<String> {
        let found = tabled(MACHINE, sets).info.findings;
        found.into_iter().map(|finding| format!("{}: {} → {}", finding.id, finding.symptom, finding.advice)).collect()
    };
    let short = ["run.horizon=60", "run.warm_up=0", "run.kind=finite", "demand.x.arrivals.poisson.rate=3"];
    let said = advice(&short);
    assert!(said.iter().any(|said| said.starts_with("few_in_the_tail")), "{said:?}");
    assert!(said.iter().all(|said| !said.contains("run.horizon") && !said.contains("warm_up")), "{said:?}");
    assert!(said.iter().all(|said| !said.contains("length of the run")), "{said:?}");
    let steady = advice(&["run.horizon=100"]);
    assert!(steady.iter().any(|said| said.contains("lengthen run.horizon")), "{steady:?}");
}

/// More replications are asked for only where a decision could turn on them, and no advice leaves a key as it is.
#[test]
fn advice_could_change_a_decision() {
    // The response of the slow one is hardly known, and the fast one is surely cheaper.
    let two = MACHINE.replace("demand.x.arrivals", "demand.x.backorder_cost = 5\ndemand.x.arrivals")
        + "[strategies.MTS]\nhold = [\"x\"]\nstock.x.base_stock = 30\n";
    let two = two.replace("items.x = {", "items.x = { holding_cost = 0.01,");
    let short = ["run.replications=8", "run.horizon=150"];
    assert!(!found(&two, &short).iter().any(|id| id == "few_replications"), "{:?}", found(&two, &short));
    finds("few_replications", MACHINE, &["run.replications=3", "run.horizon=50"], &["run.replications=200"]);
    let late = ["items.x.make.time=5000", "stations.machine.servers=9000", "run.drain_limit=0"];
    let said = tabled(MACHINE, &late).info.findings;
    let censored = said.iter().find(|finding| finding.id == "orders_censored").expect("they are censored");
    assert!(censored.advice.starts_with("set run.drain_limit = 2,400 (now 0)"), "{}", censored.advice);
}

#[test]
fn lead_times_that_cross_are_found() {
    let text = r#"
name = "crossing"
run = { warm_up = 50, horizon = 200, replications = 10 }
items.x = { buy = { lead_time.exponential.mean = 3 }, stock.base_stock = 8 }
demand.x.arrivals.poisson.rate = 2
strategies.MTS.hold = ["products"]
"#;
    finds("lead_times_cross", text, &[], &["items.x.buy.crossing=\"sequential\""]);
    // A sized level that never saw the queue of its maker.
    finds(
        "fill_rate_missed",
        &MACHINE.replace("hold = []", "hold = [\"x\"]").replace("items.x = {", "items.x = { stock.fill_rate = 0.95,"),
        &[],
        &["demand.x.arrivals.poisson.rate=0.01"],
    );
}
