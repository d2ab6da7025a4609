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
        let (tied, known) = (cells[cells.len() - 2], cells[cells.len() - 1].parse::<f64>().unwrap());
        let own = (rate / (1.0 + 1.0 / backorder).ln()).ln();
        assert!((known - own).abs() < 1e-9, "{line}");
        // Where the two cannot be told apart nothing is claimed.
        if tied.is_empty() {
            assert_eq!(cells[4], exact, "{line}");
            judged += 1;
        }
    }
    assert!(judged >= 16, "only {judged} of 20 points have a sure winner");
    // Along each line of the map the winner changes where the closed form says, at most one cell away.
    for backorder in ["0.5", "1", "2", "4"] {
        let cells: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let own: Vec<&Vec<&str>> = cells.iter().filter(|cells| cells[1] == backorder).collect();
        let simulated = own.iter().filter(|cells| cells[4] == "order").count();
        let exact = own.iter().filter(|cells| cells.last().unwrap().starts_with('-')).count();
        assert!(simulated.abs_diff(exact) <= 1 && exact > 0, "b = {backorder}: {simulated} cells, exactly {exact}");
    }
}

/// The boundary rests on lead times that pass each other by; where they may not, units are on order for longer.
#[test]
fn no_boundary_is_drawn_where_none_is_known() {
    let folder = tempdir().unwrap();
    let text = SINGLE.replace("horizon = 4000", "horizon = 20");
    for (supply, known) in [
        ("buy.lead_time.exponential.mean = 1", true),
        ("buy.lead_time.exponential.mean = 1\nbuy.crossing = \"sequential\"", false),
        ("buy.lead_time = 1\nbuy.crossing = \"sequential\"", true),
        ("buy.lead_time = 1\nbuy.order_cost = 2", false),
    ] {
        fs::write(folder.path().join("single.toml"), text.replace("buy.lead_time = 1", supply)).unwrap();
        pushpull(folder.path(), &["sweep", "single.toml", "--quiet", "--no-charts", "--out", "out"]).ends(0);
        let rows = rows(folder.path(), "out/winners.csv");
        assert!(rows.iter().all(|row| row["boundary"].is_empty() != known), "{supply}");
    }
}

/// Rows of a table by the words of its columns.
fn rows(folder: &std::path::Path, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_string).collect::<Vec<_>>());
    let head = lines.next().unwrap();
    lines.map(|cells| head.iter().cloned().zip(cells).collect()).collect()
}

fn designed(design: &str) -> String {
    let axes = r#""demand.part.arrivals.poisson.rate" = { from = 0.5, to = 1.5 }
"demand.part.backorder_cost.rate" = { from = 1, to = 4 }
"items.part.holding_cost" = { from = 0.5, to = 2 }
"#;
    let plain = SINGLE.split("[sweep]").next().unwrap().replace("horizon = 4000", "horizon = 1000");
    format!("{plain}[sweep]\n{axes}design = {design}\n")
}

/// Without stock the cost is b λ L: exact at every end of every axis.
#[test]
fn a_tornado_has_the_swings_of_the_formula() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), designed("\"tornado\"")).unwrap();
    pushpull(folder.path(), &["sweep", "single.toml", "--out", "out", "--quiet"]).ends(0);
    let rows = rows(&folder.path().join("out"), "tornado.csv");
    let alone: Vec<_> = rows.iter().filter(|row| row["strategy"] == "order" && row["reference"].is_empty()).collect();
    let exact = |axis: &str| match axis {
        "demand.part.arrivals.poisson.rate" => (0.5, 1.5, "1"),
        "demand.part.backorder_cost.rate" => (1.0, 4.0, "1"),
        // Nothing lies on the shelf.
        _ => (1.0, 1.0, "1"),
    };
    assert_eq!(alone.len(), 3);
    for row in &alone {
        let (low, high, base) = exact(&row["axis"]);
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let near = |found: f64, exact: f64, se: f64| (found - exact).abs() <= 4.0 * se + 1e-9;
        assert!(near(number("swing"), high - low, number("se")), "{row:?}");
        // λ L over a thousand days and eight replications is known to 3 %; four standard errors.
        assert!(
            (number("at_low") - low).abs() < 0.12 * low && (number("at_high") - high).abs() < 0.12 * high,
            "{row:?}"
        );
        assert_eq!(row["base"], base);
    }
    let swings: Vec<f64> = alone.iter().map(|row| row["swing"].parse::<f64>().unwrap().abs()).collect();
    assert!(swings.is_sorted_by(|a, b| a >= b), "the widest first: {swings:?}");
    assert!(rows.iter().filter(|row| !row["reference"].is_empty()).count() == 3, "the difference of the two");
    let expected = bytes_below(&folder.path().join("out"));
    assert!(expected.contains_key(std::path::Path::new("charts/tornado.png")));
    pushpull(folder.path(), &["report", "out"]).ends(0);
    assert!(bytes_below(&folder.path().join("out")) == expected);
}

/// A price that customers pay for every unit is the same for both: from 0, where nothing has one, to 100 the strategies
/// are as far apart as before, and each earns its price less its cost.
#[test]
fn prices_from_nothing_are_judged_by_profit_everywhere() {
    let folder = tempdir().unwrap();
    let plain = SINGLE.split("[sweep]").next().unwrap().replace("horizon = 4000", "horizon = 1000");
    fs::write(folder.path().join("single.toml"), plain).unwrap();
    let out = folder.path().join("out");
    let sweep = ["sweep", "single.toml", "--out", "out", "--quiet", "--no-charts", "--axis"];
    let prices = ["items.part.price={ from = 0, to = 100 }", "--set", "sweep.design=tornado"];
    let done = pushpull(folder.path(), &[&sweep[..], &prices].concat()).ends(0);
    assert!(!done.stdout.contains("changes who is better"), "{}", done.stdout);
    let number = |row: &std::collections::BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let swings = rows(&out, "tornado.csv");
    assert!(swings.iter().all(|row| row["measure"] == "profit"), "{swings:?}");
    let apart = swings.iter().find(|row| !row["reference"].is_empty()).expect("a difference");
    assert!(number(apart, "at_low") * number(apart, "at_high") > 0.0, "{apart:?}");
    let winners = rows(&out, "winners.csv");
    assert!(winners.iter().all(|row| row["measure"] == "profit" && row["best"] == winners[0]["best"]), "{winners:?}");
    // Without a price the profit is what it costs.
    let costs = rows(&out, "sweep.csv");
    for row in swings.iter().filter(|row| row["reference"].is_empty()) {
        let own = |cost: &&std::collections::BTreeMap<String, String>| {
            let free = cost["items.part.price"] == "0";
            free && cost["measure"] == "cost_total" && cost["entity"].is_empty() && cost["strategy"] == row["strategy"]
        };
        let cost = number(costs.iter().find(own).expect("a cost"), "mean");
        assert!((number(row, "at_low") + cost).abs() < 1e-9 * cost, "{row:?}, {cost}");
    }
}

/// A sweep with a point that is refused writes nothing.
#[test]
fn a_refused_sweep_leaves_nothing() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE).unwrap();
    let refused = ["sweep", "single.toml", "--out", "out", "--axis", "demand.part.backorder_cost.rate=[1, -1]"];
    pushpull(folder.path(), &refused).ends(2).complains(&["backorder_cost.rate"]);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["single.toml"]);
}

#[test]
fn what_a_sweep_does_not_write_is_said() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE).unwrap();
    let sweep = ["sweep", "single.toml", "--out", "out", "--quiet", "--no-charts", "--set", "run.horizon=50", "--set"];
    let told = |key: &str| {
        pushpull(folder.path(), &[&sweep[..], &[key]].concat()).ends(0);
        let info = fs::read_to_string(folder.path().join("out/run.json")).unwrap();
        info.contains("not_in_a_sweep")
    };
    assert!(told("run.control_variates=true") && told("report.orders=true") && !told("run.seed=2"));
}

/// b λ L with b in 1 … 4, λ in 0.5 … 1.5, both even, L = 1: variances μ_b² σ_λ² and μ_λ² σ_b² alone, σ_b² σ_λ² together.
#[test]
fn sensitivity_finds_the_shares_of_the_formula() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), designed("\"sensitivity\"\npoints = 128")).unwrap();
    let short = ["--set", "run.horizon=200", "--replications", "4"];
    pushpull(folder.path(), &[&["sweep", "single.toml", "--out", "out", "--quiet"][..], &short].concat()).ends(0);
    let rows = rows(&folder.path().join("out"), "sensitivity.csv");
    let alone: Vec<_> = rows.iter().filter(|row| row["strategy"] == "order" && row["reference"].is_empty()).collect();
    let (rate, backorder) = (1.0_f64.powi(2) / 12.0, 3.0_f64.powi(2) / 12.0);
    let (of_rate, of_backorder, both) = (2.5_f64.powi(2) * rate, backorder, rate * backorder);
    let whole = of_rate + of_backorder + both;
    assert_eq!(alone.len(), 3);
    for row in &alone {
        let own = match row["axis"].as_str() {
            "demand.part.arrivals.poisson.rate" => Some(of_rate),
            "demand.part.backorder_cost.rate" => Some(of_backorder),
            _ => None,
        };
        let exact = own.map_or([0.0, 0.0], |own| [own / whole, (own + both) / whole]);
        for (name, exact) in [("first", exact[0]), ("total", exact[1])] {
            let number = |name: &str| row[name].parse::<f64>().unwrap();
            let found = number(if name == "first" { "first_order" } else { "total" });
            let half = (number(&format!("{name}_high")) - number(&format!("{name}_low"))) / 2.0;
            // Twice the half width of a 95 % interval: four standard errors.
            assert!((found - exact).abs() <= 2.0 * half + 1e-9 && half < 0.25, "{name}: {exact} {row:?}");
        }
    }
    assert!(fs::exists(folder.path().join("out/charts/sensitivity.svg")).unwrap());
    let keys = "run.seed run.warm_up run.horizon items.part.cost items.part.price items.part.holding_cost \
                items.part.buy.lead_time items.part.stock.base_stock demand.part.arrivals.poisson.rate";
    let nine: String = keys.split_whitespace().map(|key| format!("\"{key}\" = [1, 2]\n")).collect();
    let many =
        format!("{}[sweep]\n{nine}design = \"sensitivity\"\npoints = 4\n", SINGLE.split("[sweep]").next().unwrap());
    fs::write(folder.path().join("many.toml"), many).unwrap();
    pushpull(folder.path(), &["sweep", "many.toml"]).ends(2).complains(&["at most 8 axes", "tornado"]);
}

/// Without stock the profit is λ p − b λ L, p in 0 … 2 and b in 1 … 4, both even: variances σ_p² and σ_b², nothing
/// together. What is earned does not tell the strategies apart.
#[test]
fn a_price_from_nothing_has_the_share_of_the_formula() {
    let folder = tempdir().unwrap();
    let axes =
        "\"items.part.price\" = { from = 0, to = 2 }\n\"demand.part.backorder_cost.rate\" = { from = 1, to = 4 }\n";
    let plain = SINGLE.split("[sweep]").next().unwrap().replace("horizon = 4000", "horizon = 200");
    let text = format!("{plain}[sweep]\n{axes}design = \"sensitivity\"\npoints = 128\n");
    fs::write(folder.path().join("single.toml"), text).unwrap();
    let sweep = ["sweep", "single.toml", "--out", "out", "--quiet", "--no-charts", "--replications", "4"];
    pushpull(folder.path(), &sweep).ends(0);
    let rows = rows(&folder.path().join("out"), "sensitivity.csv");
    assert!(rows.len() == 6 && rows.iter().all(|row| row["measure"] == "profit"), "{rows:?}");
    for row in rows.iter().filter(|row| row["strategy"] == "order" || !row["reference"].is_empty()) {
        let earned = if row["reference"].is_empty() { 4.0 / 13.0 } else { 0.0 };
        let exact = if row["axis"] == "items.part.price" { earned } else { 1.0 - earned };
        for name in ["first_order", "total"] {
            let number = |name: &str| row[name].parse::<f64>().unwrap();
            let ends = name.trim_end_matches("_order");
            let half = (number(&format!("{ends}_high")) - number(&format!("{ends}_low"))) / 2.0;
            // As above: four standard errors; and what lies on the shelf is sold a day sooner, at both ends of the window.
            assert!((number(name) - exact).abs() <= 2.0 * half + 1e-3 && half < 0.25, "{name}: {exact} {row:?}");
        }
    }
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
    assert!(bytes("out-1").contains_key(std::path::Path::new("report.html")));
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
    let more = ["--axis", "run.replications=[3, 2]", "--set", "run.horizon=50", "--quiet", "--no-charts"];
    let done = pushpull(folder.path(), &[&["sweep", "single.toml"][..], &more].concat()).ends(0);
    assert!(done.stdout.contains("at least 2 replications"), "{}", done.stdout);
    let wrong = ["--axis", "items.part.stock.base_stok=[0, 1]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &wrong].concat()).ends(2).complains(&[
        "--axis items.part.stock.base_stok",
        "`items.part.stock` has no `base_stok`",
        "did you mean `base_stock`?",
    ]);
    for key in ["time_unit", "name", "run"] {
        let axis = format!("{key}=[1, 2]");
        let refused = pushpull(folder.path(), &["sweep", "single.toml", "--axis", &axis]).ends(2);
        refused.complains(&[&format!("--axis {key}: `{key}` cannot be an axis")]);
    }
    let fixed = ["--axis", "run.seed=[1, 2]", "--set", "run.seed=3"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &fixed].concat()).ends(2).complains(&["is an axis"]);
    let fixed = ["--axis", "run.seed=[1, 2]", "--seed", "3"];
    let refused = pushpull(folder.path(), &[&["sweep", "single.toml"][..], &fixed].concat()).ends(2);
    refused.complains(&["is an axis of the sweep and fixed by --seed,"]);
    let fixed = ["--axis", "items.part.buy.lead_time.gamma.cv=[1, 2]", "--set", "items.part.buy.lead_time=3"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &fixed].concat()).ends(2).complains(&["is an axis"]);
    let twice = ["--axis", "run.seed=[1, 2]", "--axis", "both={ \"run.seed\" = [3, 4] }"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &twice].concat()).ends(2).complains(&["two axes"]);
    let quoted = ["--axis", "items.part.holding_cost=[1, 2]", "--axis", "items.\"part\".holding_cost=[3, 4]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &quoted].concat()).ends(2).complains(&["two axes"]);
    let wrong = ["--axis", "items.part.stock.base_stock=[1, -2]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &wrong].concat())
        .ends(2)
        .complains(&["--axis items.part.stock.base_stock", "-2"]);
}

/// A value given twice is one point in two rows; of linked keys it takes all of them to be the same.
#[test]
fn a_value_stands_on_an_axis_once() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let asked = ["sweep", "single.toml", "--quiet", "--no-charts", "--set", "run.horizon=20", "--axis"];
    for (axis, words) in [
        ("items.part.stock.base_stock=[1, 2, 1]", "`items.part.stock.base_stock` has 1 twice"),
        ("items.part.holding_cost=[2, 2.0]", "has 2 twice"),
        ("items.part.stock=[{ base_stock = 1 }, {  base_stock = 1 }]", "twice"),
        (
            "both={ \"items.part.stock.base_stock\" = [1, 1], \"items.part.holding_cost\" = [2, 2] }",
            "`both` has 1, 2 twice",
        ),
    ] {
        let refused = pushpull(folder.path(), &[&asked[..], &[axis]].concat()).ends(2);
        refused.complains(&["--axis ", words, "first given here"]);
    }
    let linked = "both={ \"items.part.stock.base_stock\" = [1, 1], \"items.part.holding_cost\" = [2, 3] }";
    pushpull(folder.path(), &[&asked[..], &[linked]].concat()).ends(0);
}

/// An axis that moves nothing is said: part has a holding cost of its own, so the rate for all does nothing.
#[test]
fn an_axis_without_effect_is_told() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let asked = ["sweep", "single.toml", "--quiet", "--no-charts", "--set", "run.horizon=20", "--axis"];
    let idle = "costs.holding_rate=[0.1, 0.2]";
    let told = |axes: &[&str]| {
        let done = pushpull(folder.path(), &[&asked[..], axes].concat()).ends(0);
        done.stdout.contains("  holding rate moves nothing")
    };
    assert!(told(&[idle, "--axis", "items.part.holding_cost=[1, 2]"]));
    assert!(told(&[idle, "--axis", "items.part.holding_cost=[1, 2]", "--set", "sweep.design=tornado"]));
    assert!(!told(&[idle, "--set", "items.part={ cost = 5, buy.lead_time = 1, stock.base_stock = 1 }"]));
    let done = pushpull(folder.path(), &[&asked[..], &["items.part.holding_cost=[1, 2]"]].concat()).ends(0);
    assert!(!done.stdout.contains("moves nothing"), "{}", done.stdout);
}

/// The head of a sweep over the window or the seed shows from where to where it goes, and `report` reads it back.
#[test]
fn the_head_shows_all_windows_and_seeds() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let asked = ["sweep", "single.toml", "--quiet", "--replications", "2", "--out", "out", "--axis"];
    for (axis, window, seeds) in [
        ("run.horizon=[40, 20]", "warm-up 0, measured 20 to 40 days", "seed 1,"),
        (
            "run={ \"run.warm_up\" = [2, 5], \"run.seed\" = [7, 3] }",
            "warm-up 2 to 5, measured 4000 days",
            "seed 3 to 7,",
        ),
    ] {
        let done = pushpull(folder.path(), &[&asked[..], &[axis]].concat()).ends(0);
        let head = done.stdout.lines().find(|line| line.contains("measured")).unwrap().replace(',', "");
        assert!(head.contains(&window.replace(',', "")), "{window}: {head}");
        // A narrow terminal leaves the seeds to the report.
        assert!(fs::read_to_string(folder.path().join("out/report.html")).unwrap().contains(seeds));
        let before = bytes_below(folder.path());
        pushpull(folder.path(), &["report", "out"]).ends(0);
        assert!(bytes_below(folder.path()) == before);
    }
}

/// Words have no order: their chart has marks.
#[test]
fn an_axis_of_words_is_drawn() {
    let folder = tempdir().unwrap();
    super::program::scenario(folder.path(), super::program::SMALL);
    let words = "strategies.ATO.pegging=[\"pegged\", \"pooled\"]";
    pushpull(folder.path(), &["sweep", "small.toml", "--quiet", "--out", "out", "--axis", words]).ends(0);
    let drawn = fs::read_to_string(folder.path().join("out/charts/lines-1.svg")).unwrap();
    assert!(["pegged", "pooled"].iter().all(|word| drawn.contains(word)));
}

/// Levels, parameters of laws, whole laws and rules, rates, costs, settings of a strategy, quantities of a bill of
/// materials and sets of options: a point is the run with the value set.
#[test]
fn an_axis_may_be_any_key() {
    let folder = tempdir().unwrap();
    let options = "[items.red]\ncost = 2\nbuy.lead_time = 2\nstock.base_stock = 9\n\
                   [items.blue]\ncost = 3\nbuy.lead_time = 2\nstock.base_stock = 9\n";
    let text = super::program::SMALL
        .replace("make.parts = { case = 1 }", "make.parts = { case = 1 }\nmake.options.colour = { red = 1 }")
        .replace("[items.box]", &format!("{options}[items.box]"));
    super::program::scenario(folder.path(), &text);
    let axes = [
        ("items.case.stock.base_stock", "7"),
        ("items.case.stock", "{ reorder = { point = 5, quantity = 4 } }"),
        ("items.case.buy.lead_time", "{ gamma = { mean = 3, cv = 0.5 } }"),
        ("demand.box.arrivals.poisson.rate", "1.5"),
        ("demand.box.backorder_cost.rate", "2"),
        ("items.box.make.parts.case", "2"),
        ("items.box.make.options.colour", "{ red = 1, blue = 3 }"),
        ("strategies.MTS.stock.box.base_stock", "2"),
        ("strategies.ATO.pegging", "\"pooled\""),
        ("strategies.ATO.hold", "[\"case\", \"red\", \"blue\"]"),
        ("costs.holding_rate", "0.5"),
    ];
    for (key, value) in axes {
        let common = ["small.toml", "--quiet", "--no-charts", "--out", "out"];
        let axis = format!("{key}=[{value}]");
        pushpull(folder.path(), &[&["sweep", "--full", "--axis", &axis][..], &common].concat()).ends(0);
        let swept: Vec<String> = rows_after(&fs::read_to_string(folder.path().join("out/sweep.csv")).unwrap());
        let set = format!("{key}={value}");
        pushpull(folder.path(), &[&["run", "--set", &set][..], &common].concat()).ends(0);
        let run = fs::read_to_string(folder.path().join("out/summary.csv")).unwrap();
        assert_eq!(swept, run.lines().skip(1).collect::<Vec<_>>(), "{key}");
    }
}

/// Rows without the value of their only axis.
fn rows_after(table: &str) -> Vec<String> {
    let strategy = |row: &str| ["MTS,", "ATO,", "MTO,"].iter().filter_map(|name| row.find(&format!(",{name}"))).min();
    table.lines().skip(1).map(|row| row[strategy(row).unwrap() + 1..].to_string()).collect()
}

/// What `run.json` says of the run.
fn info(folder: &std::path::Path) -> serde_json::Value {
    let all: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("run.json")).unwrap()).unwrap();
    all["run"].clone()
}

/// What a stopping rule does not reach at a point is said, as in a run.
#[test]
fn a_rule_that_is_not_met_at_a_point_is_a_finding() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let common = ["single.toml", "--quiet", "--no-charts", "--out", "out", "--set", "run.horizon=100"];
    let axis = ["--axis", "demand.part.backorder_cost.rate=[0.5, 2]"];
    let ids = |rule: &str| -> Vec<String> {
        let rule = ["--set", rule, "--set", "run.max_replications=20"];
        pushpull(folder.path(), &[&["sweep"][..], &common, &axis, &rule].concat()).ends(0);
        let found = info(&folder.path().join("out"))["findings"].as_array().unwrap().clone();
        for finding in &found {
            assert!(finding["symptom"].as_str().unwrap().starts_with("At 2 of 2 points"), "{finding}");
        }
        found.iter().map(|finding| finding["id"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(ids("run.precision={ measure = \"cost_total\", relative = 0.0001 }"), ["precision_not_met"]);
    assert_eq!(ids("run.select={ indifference = 1e-6 }"), ["best_not_selected"]);
    assert!(ids("run.precision={ measure = \"cost_total\", relative = 0.9 }").is_empty());
}

/// With demand of 0.69 the strategies are as good as level (ln 2), with 1.5 stock is surely better, with 0.3 surely worse:
/// an axis turns the difference around only where both sides are beyond chance.
#[test]
fn a_tornado_claims_no_turn_that_may_be_chance() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let common = ["single.toml", "--quiet", "--no-charts", "--out", "out", "--set", "sweep.design=tornado"];
    let told = |rates: &str| {
        let axis = format!("demand.part.arrivals.poisson.rate={rates}");
        let done = pushpull(folder.path(), &[&["sweep", "--axis", &axis][..], &common].concat()).ends(0);
        done.stdout.contains("alone changes who is better")
    };
    // In the scenario the rate is 1. The second list has the low end in the middle.
    assert!(told("[0.3, 1.5]") && told("[1.5, 0.3, 0.9]"));
    assert!(!told("[0.6931, 1.5]") && !told("[0.9, 1.5]"));
}

/// A rule that adds replications is asked at each point as in a run of it alone, and the folder says what it came to.
#[test]
fn a_stopping_rule_ends_each_point_by_itself() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("single.toml"), SINGLE.split("[sweep]").next().unwrap()).unwrap();
    let rule = ["--set", "run.precision={ measure = \"cost_total\", relative = 0.04 }", "--set", "run.horizon=500"];
    let quiet = ["--quiet", "--no-charts", "--out"];
    let axis = ["--axis", "demand.part.arrivals.poisson.rate=[0.2, 1.6]"];
    pushpull(folder.path(), &[&["sweep", "single.toml"][..], &axis, &rule, &quiet, &["out"]].concat()).ends(0);
    let rows = rows(&folder.path().join("out"), "sweep.csv");
    let mut taken = Vec::new();
    for rate in ["0.2", "1.6"] {
        let set = format!("demand.part.arrivals.poisson.rate={rate}");
        let out = format!("at{rate}");
        pushpull(folder.path(), &[&["run", "single.toml", "--set", &set][..], &rule, &quiet, &[&out]].concat()).ends(0);
        let info = info(&folder.path().join(out));
        let own = rows.iter().filter(|row| {
            let system = row["measure"] == "cost_total" && row["entity_kind"] == "system";
            system && row["demand.part.arrivals.poisson.rate"] == rate
        });
        let found: Vec<String> = own.map(|row| row["replications"].clone()).collect();
        assert_eq!(found, vec![info["replications"].to_string(); 2], "{rate}");
        taken.push(info["replications"].as_u64().unwrap());
    }
    assert!(taken[0] > taken[1] && taken[1] > 8, "rare customers need more: {taken:?}");
    let info = info(&folder.path().join("out"));
    assert_eq!(info["replications"], taken[1]);
    let words = format!("{} at least, {} at most", taken[1], taken[0]);
    assert!(info["stop_rule"].as_str().unwrap().ends_with(&words), "{info}");
}

/// One item, one strategy, its base stock swept. N, the units on order, is Poisson with mean 8: the cost is
/// h E[S − N]⁺ + b E[N − S]⁺, least at the smallest S with P(N ≤ S) ≥ b ÷ (h + b) = 0.9, which is 12; an order is filled at
/// once with probability P(N ≤ S − 1), which is 0.936 at 13 and 0.966 at 14.
#[test]
fn the_best_point_of_one_strategy_is_that_of_the_newsvendor() {
    let folder = tempdir().unwrap();
    let text = "name = \"one\"\nrun = { warm_up = 20, horizon = 1500, replications = 12 }\n\
                items.p = { buy.lead_time = 4, holding_cost = 1, stock.base_stock = 10 }\n\
                demand.p = { arrivals.poisson.rate = 2, backorder_cost = 9 }\nstrategies.S.hold = [\"p\"]\n\
                sweep.\"items.p.stock.base_stock\" = [9, 10, 11, 12, 13, 14, 16]\n";
    fs::write(folder.path().join("one.toml"), text).unwrap();
    let words = ["sweep", "one.toml", "--out", "out", "--quiet"];
    let done = pushpull(folder.path(), &words).ends(0);
    assert!(done.stdout.contains("Of 7 points S costs least at p: base stock = 12: "), "{}", done.stdout);
    let before = bytes_below(&folder.path().join("out"));
    pushpull(folder.path(), &["report", "out"]).ends(0);
    assert!(before == bytes_below(&folder.path().join("out")), "a report reads the points back");
    let mut poisson = vec![(-8.0_f64).exp()];
    (1..80).for_each(|n| poisson.push(poisson[n - 1] * 8.0 / n as f64));
    let exact = |stock: f64| {
        let of = |(n, p): (usize, &f64)| p * ((stock - n as f64).max(0.0) + 9.0 * (n as f64 - stock).max(0.0));
        poisson.iter().enumerate().map(of).sum::<f64>()
    };
    let number = |row: &std::collections::BTreeMap<String, String>, key: &str| row[key].parse::<f64>().unwrap();
    let points = rows(folder.path(), "out/points.csv");
    let best = points.iter().find(|row| row["standing"] == "best").expect("a best point");
    assert_eq!(best["items.p.stock.base_stock"], "12");
    for row in &points {
        let stock = number(row, "items.p.stock.base_stock");
        let [low, high, value] = ["ci_low", "ci_high", "value"].map(|key| number(row, key));
        // Half a 95 % interval of 12 replications is 2.2 standard errors; twice that is 4.4.
        assert!((value - exact(stock)).abs() < high - low, "{stock}: {value}, exactly {}", exact(stock));
        let (more, own) = (number(row, "difference"), exact(stock) - exact(12.0));
        let width = number(row, "difference_high") - number(row, "difference_low");
        assert!((more - own).abs() <= width.max(1e-12), "{stock}: {more} more, exactly {own}");
        assert!((more - (value - number(best, "value"))).abs() < 1e-9);
    }
    assert!(number(best, "p_best") > 0.5);
    // Held against a target, the cheapest point that does not surely miss it.
    let target = ["--set", "report.target={ measure = \"order_fill_rate\", value = 0.95 }", "--json"];
    let done = pushpull(folder.path(), &[&words[..], &target[..]].concat()).ends(0);
    let said: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let of = |stock: f64| {
        let points = said["points"].as_array().unwrap();
        points.iter().find(|row| row["point"]["items.p.stock.base_stock"] == stock).unwrap().clone()
    };
    assert_eq!([&of(12.0)["target"], &of(13.0)["target"], &of(16.0)["target"]], ["missed", "missed", "met"]);
    assert_eq!(of(14.0)["standing"], "best", "{}", of(14.0));
    assert!(of(14.0)["value"].is_number() && of(12.0)["p_best"].is_null());
    let all_miss = ["--set", "report.target={ measure = \"order_fill_rate\", value = 0.9999 }"];
    let done = pushpull(folder.path(), &[&words[..], &all_miss[..]].concat()).ends(0);
    assert!(done.stdout.contains("S meets the target at none of 7 points"), "{}", done.stdout);
}

/// What a sweep or a search would refuse, `check` refuses.
#[test]
fn check_reads_sweeps_and_searches() {
    let folder = tempfile::tempdir().unwrap();
    let file = crate::program::scenario(folder.path(), crate::program::SMALL);
    for (set, said) in [
        ("sweep={ 'items.no_such.cost' = [1, 2] }", "no_such"),
        ("sweep={ 'run.horizon' = [1, -2] }", "run.horizon"),
        ("optimize.target={ measure = \"no_such\", value = 1 }", "unknown measure"),
        ("optimize.bounds={ no_such = [0, 1] }", "no item is called"),
    ] {
        crate::program::pushpull(folder.path(), &["check", file, "--set", set]).ends(2).complains(&[said]);
    }
}
