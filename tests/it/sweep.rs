//! `sweep` from outside: the right winners, the same bytes, and every point the run that it says it is.

use std::fs;

use tempfile::tempdir;

use super::program::{bytes_below, pushpull};

/// One bought item with the exact boundary: a first unit pays when λ L > ln(1 + h ÷ b) (guides of inventory theory:
/// the cost of base stock 1 less that of 0 is h P(N = 0) − b P(N > 0), N Poisson with mean λ L).
const SINGLE: &str = r#"
name = "single"
[run]
horizon = 4000
replications = 8
[items.part]
holding_cost = 1
buy.lead_time = 1
stock.base_stock = 1
[demand.part]
arrivals.poisson.rate = 1
backorder_cost.rate = 1
[strategies.stock]
hold = ["part"]
[strategies.order]
[sweep]
"demand.part.arrivals.poisson.rate" = [0.1, 0.2, 0.4, 0.8, 1.6]
"demand.part.backorder_cost.rate" = [0.5, 1, 2, 4]
"#;

#[test]
fn the_boundary_between_stock_and_order_is_the_exact_one() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE).unwrap();
    pushpull(folder.path(), &["sweep", "single.toml", "--out", "out", "--quiet", "--no-charts"]).ends(0);
    let table = fs::read_to_string(folder.path().join("out/winners.csv")).unwrap();
    let mut judged = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (rate, backorder): (f64, f64) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
        let exact = if rate > (1.0 + 1.0 / backorder).ln() { "stock" } else { "order" };
        let tied = cells.last().unwrap();
        // Where the two cannot be told apart nothing is claimed.
        if tied.is_empty() {
            assert_eq!(cells[4], exact, "{line}");
            judged += 1;
        }
    }
    assert!(judged >= 16, "only {judged} of 20 points have a sure winner");
}

#[test]
fn a_point_is_the_run_with_its_sets() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE).unwrap();
    pushpull(folder.path(), &["sweep", "single.toml", "--out", "sweep", "--quiet", "--no-charts", "--full"]).ends(0);
    let sets = ["--set", "demand.part.arrivals.poisson.rate=0.4", "--set", "demand.part.backorder_cost.rate=2"];
    let run = [&["run", "single.toml", "--out", "run", "--quiet", "--no-charts"][..], &sets].concat();
    pushpull(folder.path(), &run).ends(0);
    let swept = fs::read_to_string(folder.path().join("sweep/sweep.csv")).unwrap();
    let own: Vec<&str> = swept.lines().filter_map(|line| line.strip_prefix("0.4,2,")).collect();
    let run = fs::read_to_string(folder.path().join("run/summary.csv")).unwrap();
    assert_eq!(own, run.lines().skip(1).collect::<Vec<_>>());
}

#[test]
fn the_bytes_do_not_depend_on_threads_and_report_gives_them_again() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE).unwrap();
    for threads in ["1", "3"] {
        let sweep = ["sweep", "single.toml", "--set", "run.horizon=100", "--quiet", "--threads", threads];
        pushpull(folder.path(), &[&sweep[..], &["--out", &format!("out-{threads}")]].concat()).ends(0);
    }
    let bytes = |name: &str| bytes_below(&folder.path().join(name));
    assert!(bytes("out-1") == bytes("out-3"));
    assert!(folder.path().join("out-1/charts/winners.svg").exists());
    assert!(folder.path().join("out-1/charts/lines-2.png").exists());
    pushpull(folder.path(), &["report", "out-1"]).ends(0);
    assert!(bytes("out-1") == bytes("out-3"));
}

#[test]
fn axes_come_from_the_command_line_too() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let nothing = pushpull(folder.path(), &["sweep", "single.toml"]).ends(2);
    nothing.complains(&["nothing is varied", "--axis"]);
    let axis = ["--axis", "items.part.stock.base_stock=[0, 1, 2]", "--set", "run.horizon=50", "--quiet"];
    let done = pushpull(folder.path(), &[&["sweep", "single.toml", "--no-charts"][..], &axis].concat()).ends(0);
    assert!(done.stdout.contains("items.part.stock.base_stock"), "{}", done.stdout);
    assert!(folder.path().join("output/single-sweep/sweep.csv").exists());
    let wrong = ["--axis", "items.part.stock.base_stok=[0, 1]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &wrong].concat())
        .ends(2)
        .complains(&["--axis items.part.stock.base_stok", "unknown key"]);
    let fixed = ["--axis", "run.seed=[1, 2]", "--set", "run.seed=3"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &fixed].concat()).ends(2).complains(&["is an axis"]);
    let wrong = ["--axis", "items.part.stock.base_stock=[1, -2]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &wrong].concat()).ends(2).complains(&["-2"]);
}
