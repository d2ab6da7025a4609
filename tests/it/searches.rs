//! What `optimize`, `frontier` and `--hold` say when a search was lucky, when there is no room, or when nothing can be reached.

use std::fs;
use std::path::Path;

use tempfile::tempdir;

use super::program::{bytes_below, killed_at, pushpull, scenario};

/// Two products, a common part; waiting costs nothing.
const TWO: &str = r#"
name = "Two"
time_unit = "day"
run = { warm_up = 20, horizon = 200, replications = 6, seed = 6 }
items.a = { holding_cost = 1, buy.lead_time.gamma = { mean = 4, cv = 0.5 } }
items.b = { holding_cost = 4, buy.lead_time = 6 }
items.p = { make.parts = { a = 1, b = 1 }, make.time = 0.5 }
items.q = { make.parts = { a = 1 }, make.time = 0.5 }
demand.p = { arrivals.poisson.rate = 1, due = 1 }
demand.q = { arrivals.poisson.rate = 0.5, due = 1 }
strategies.ATO = { hold = ["a", "b"], stock = { a.base_stock = 6, b.base_stock = 6 } }
"#;

fn two(folder: &Path) -> &'static str {
    scenario(folder, TWO)
}

/// A search on two replications finds levels that were lucky on them.
#[test]
fn a_target_missed_on_fresh_replications_is_a_finding_with_a_next_step() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let lucky = ["--search-replications", "2", "--replications", "100", "--quiet", "--no-charts", "--out", "out"];
    let of_product = "optimize.target={ measure = \"on_time_rate\", value = 0.95, product = \"p\" }";
    let asked: [&[&str]; 3] = [
        &["optimize", file, "--set", of_product],
        &["frontier", file, "--levels", "0.9,0.95"],
        &["optimize", file, "--hold", "--target", "on_time_rate=0.95"],
    ];
    for words in asked {
        let done = pushpull(folder.path(), &[words, &lucky].concat()).ends(0);
        for said in ["missed on fresh ones: on-time rate", "set optimize.replications = 8 (now 2)"] {
            assert!(done.stdout.contains(said), "{words:?}: {said}:\n{}", done.stdout);
        }
    }
    // With enough of them nothing is missed.
    let many = ["--search-replications", "200", "--replications", "100", "--quiet", "--no-charts", "--out", "out"];
    let done = pushpull(folder.path(), &[asked[1], &many].concat()).ends(0);
    assert!(!done.stdout.contains("missed on fresh"), "{}", done.stdout);
}

/// Products need no stock where the promise is longer than they take to make; purchases hide what levels cost.
#[test]
fn what_is_not_worth_holding_and_what_levels_move_is_told() {
    let folder = tempdir().unwrap();
    let text = TWO
        .replace("items.a = {", "items.a = { cost = 400,")
        .replace("items.p = {", "items.p = { holding_cost = 9,")
        .replace("items.q = {", "items.q = { holding_cost = 9,");
    let all = "strategies.all = { hold = [\"a\", \"b\", \"p\", \"q\"], allocation = \"commit\", \
               stock = { a.base_stock = 6, b.base_stock = 6, p.base_stock = 1, q.base_stock = 1 } }\n";
    let file = scenario(folder.path(), &(text + all));
    let flags = ["--strategies", "all", "--quiet", "--no-charts", "--out", "out"];
    let target = ["--target", "on_time_rate=0.9"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &target, &flags].concat()).ends(0);
    assert!(done.stdout.contains("p and q are not worth holding: best with a level of 0"), "{}", done.stdout);
    // Without a bound it is said how alike the ways ended.
    assert!(done.stdout.contains("How far the levels of all are from the best is not known: "), "{}", done.stdout);
    assert!(done.stdout.contains("Of what all costs its levels move the holding of parts ("), "{}", done.stdout);
    let run: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("out/run.json")).unwrap()).unwrap();
    let own = &run["run"]["search"]["strategies"][0];
    assert_eq!(own["not_worth_holding"], serde_json::json!(["p.base_stock", "q.base_stock"]));
    assert!(own["starts"].as_u64().unwrap() >= 1, "{own}");
    let moved = own["cost_of_levels"].as_f64().unwrap();
    assert!((1.0..100.0).contains(&moved), "600 a day are bought; levels move {moved}");
    let levels = ["--levels", "0.8,0.95"];
    let done = pushpull(folder.path(), &[&["frontier", file][..], &levels, &flags].concat()).ends(0);
    assert!(
        done.stdout.contains("its levels move ") && done.stdout.contains(" at on_time_rate 0.8 and "),
        "{}",
        done.stdout
    );
    let mut rows = csv::Reader::from_path(folder.path().join("out/frontier_points.csv")).unwrap();
    let rows: Vec<std::collections::BTreeMap<String, String>> = rows.deserialize().map(Result::unwrap).collect();
    let number = |row: usize, column: &str| rows[row][column].parse::<f64>().unwrap();
    assert!(number(0, "cost_of_levels") < number(1, "cost_of_levels"), "{rows:?}");
    let rest = [0, 1].map(|row| number(row, "cost") - number(row, "cost_of_levels"));
    assert!((rest[0] - rest[1]).abs() < 0.01 * rest[0], "what is bought is the same: {rest:?}");
}

#[test]
fn nothing_is_said_to_be_out_of_reach_of_a_point_that_misses_the_target() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let flags = ["--target", "response_p95=1e-9", "--quiet", "--no-charts", "--out", "out"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &flags].concat()).ends(0);
    assert!(done.stdout.contains("cannot reach") && !done.stdout.contains("No levels of"), "{}", done.stdout);
}

#[test]
fn bounds_without_room_are_refused_with_those_that_have_it() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let rule = "strategies.ATO.stock.a={ min_max = { min = 1, max = 4 } }";
    for command in [&["optimize"][..], &["frontier", "--levels", "0.9"], &["optimize", "--hold"]] {
        let flags = [file, "--set", rule, "--set", "optimize.bounds={ a = [5, 5] }"];
        pushpull(folder.path(), &[command, &flags].concat()).ends(2).complains(&["minimum must be below", "[4, 5]"]);
    }
    assert_eq!(bytes_below(folder.path()).len(), 1, "nothing is written");
}

/// The shelf of a rule that begins empty is searched as it is run.
#[test]
fn what_the_shelf_begins_with_is_that_of_the_search() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let rule = "strategies.ATO.stock.b={ min_max = { min = 1, max = 4 }, initial = 0 }";
    let short = ["--set", "run.horizon=30", "--set", "run.warm_up=0", "--replications", "40"];
    let asked = ["--target", "on_time_rate=0.9", "--quiet", "--no-charts", "--out", "out"];
    pushpull(folder.path(), &[&["optimize", file, "--set", rule][..], &short, &asked].concat()).ends(0);
    let table = fs::read_to_string(folder.path().join("out/summary.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<std::collections::BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let own = rows.iter().find(|row| row["measure"] == "on_time_rate" && row["entity_kind"] == "system").unwrap();
    assert!(own["ci_high"].parse::<f64>().unwrap() >= 0.9, "{own:?}");
}

/// Levels found on other replications are another question: records made at the old ones are no answer.
#[test]
fn a_frontier_resumes_at_the_same_levels_only() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let asked = ["frontier", file, "--levels", "0.95", "--quiet", "--no-charts", "--out", "out"];
    assert!(killed_at(folder.path(), &[&asked[..], &["--replications", "20000"]].concat(), 100_000));
    let few = [&asked[..], &["--replications", "3", "--resume"]].concat();
    pushpull(folder.path(), &few).ends(2).complains(&["cannot resume", "found at 0.95"]);
    // As before it goes on, and ends with the bytes of an undisturbed start.
    let same = [&asked[..], &["--replications", "600", "--resume", "--search-replications", "30"]].concat();
    pushpull(folder.path(), &same).ends(2).complains(&["cannot resume"]);
    let alike = [&asked[..], &["--replications", "600", "--resume"]].concat();
    pushpull(folder.path(), &alike).ends(0);
    let resumed = bytes_below(&folder.path().join("out"));
    pushpull(folder.path(), &[&asked[..], &["--replications", "600"]].concat()).ends(0);
    assert!(bytes_below(&folder.path().join("out")) == resumed);
}

#[test]
fn flags_and_targets_that_do_nothing_are_told() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    for flag in ["--resume", "--full"] {
        pushpull(folder.path(), &["optimize", file, "--hold", flag])
            .ends(2)
            .complains(&["does nothing with --decoupling"]);
    }
    let quiet = ["--quiet", "--no-charts", "--out", "out"];
    let other = ["frontier", file, "--measure", "on_time_rate", "--levels", "0.9", "--target", "response_p95=1"];
    let done = pushpull(folder.path(), &[&other[..], &quiet].concat()).ends(0);
    assert!(done.stdout.contains("need not meet response_p95"), "{}", done.stdout);
    let rule = "run.precision={ measure = \"cost_total\", relative = 0.1 }";
    let hold = ["optimize", file, "--hold", "--set", rule];
    let done = pushpull(folder.path(), &[&hold[..], &quiet].concat()).ends(0);
    assert!(done.stdout.contains("does not follow run.precision"), "{}", done.stdout);
}

/// The strategy printed has a name of its own.
#[test]
fn what_to_hold_can_be_copied_beside_a_strategy_of_its_name() {
    let folder = tempdir().unwrap();
    let text = TWO.replace("demand.p = {", "demand.p = { backorder_cost = 90,").replace("due = 1", "due = 8");
    let file = scenario(folder.path(), &text);
    let done = pushpull(folder.path(), &["optimize", file, "--hold", "--quiet", "--no-charts", "--out", "out"]).ends(0);
    let lines = done.stdout.lines().skip_while(|line| !line.starts_with("[strategies."));
    let snippet: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    assert!(!snippet.is_empty() && !snippet[0].contains("[strategies.ATO]"), "{snippet:?}");
    fs::write(folder.path().join("both.toml"), format!("{text}\n{}\n", snippet.join("\n"))).unwrap();
    pushpull(folder.path(), &["check", "both.toml"]).ends(0);
}

/// The words on a target are those of the interval: a target at the mean found is neither met nor missed, one that lies
/// well below is met, one well above is missed.
#[test]
fn words_on_a_target_follow_the_interval() {
    let folder = tempdir().unwrap();
    let none = "[strategies.MTO]\nhold = []\n";
    let file = scenario(folder.path(), &format!("{TWO}\n{none}"));
    let run = ["run", file, "--quiet", "--no-charts", "--out", "out"];
    pushpull(folder.path(), &run).ends(0);
    let summary = fs::read_to_string(folder.path().join("out/summary.csv")).unwrap();
    let row = summary.lines().find(|row| row.starts_with("ATO,system,,on_time_rate")).unwrap();
    let cells: Vec<f64> = row.split(',').skip(5).map(|cell| cell.parse().unwrap()).collect();
    let (mean, half) = (cells[0], cells[0] - cells[3]);
    assert!(half > 0.0 && mean - 2.0 * half > 0.0 && mean + 2.0 * half < 1.0, "{row}");
    let open = ["ATO is the only strategy that may meet the target", "of ATO leaves it open", "left open by ATO ("];
    let missed = ["No strategy meets the target", "the nearest is ATO with", "is missed by ATO ("];
    let met = [
        "Choose ATO (keep parts in stock): it is the only strategy that meets the target",
        "is met by ATO; missed by MTO (",
    ];
    for (target, words) in [
        (mean - 0.5 * half, &open[..]),
        (mean, &open),
        (mean + 0.5 * half, &open),
        (mean + 2.0 * half, &missed),
        (mean - 2.0 * half, &met),
    ] {
        let target = format!("report.target={{ measure = \"on_time_rate\", value = {target} }}");
        let done = pushpull(folder.path(), &[&run[..], &["--set", &target]].concat()).ends(0);
        let said = done.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(said.contains(words), "{target}: {words}:\n{}", done.stdout);
        }
    }
}

/// Waiting is so dear that the cheapest levels serve better than the first levels of the frontier ask for.
#[test]
fn a_frontier_says_what_the_cheapest_levels_already_reach() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let dear = ["--set", "demand.p.backorder_cost=30", "--set", "demand.q.backorder_cost=30", "--replications", "12"];
    let words = ["frontier", file, "--levels", "0.7,0.8,0.95,0.99", "--quiet", "--no-charts", "--out", "out"];
    let done = pushpull(folder.path(), &[&words[..], &dear[..]].concat()).ends(0);
    let table = fs::read_to_string(folder.path().join("out/frontier_points.csv")).unwrap();
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let heads = lines.next().expect("a head");
    let rows: Vec<Vec<&str>> = lines.collect();
    let of = |row: usize, name: &str| rows[row][heads.iter().position(|head| *head == name).expect("a column")];
    let number = |row: usize, name: &str| of(row, name).parse::<f64>().unwrap_or(f64::NAN);
    let reached = number(0, "service");
    assert!(reached > 0.85 && number(1, "service") == reached && number(0, "cost") == number(1, "cost"));
    let percent = format!("{:.1} %", 100.0 * reached);
    assert!(done.stdout.contains(&format!("its cheapest levels already reach {percent}")), "{}", done.stdout);
    // The slope begins at what is reached, at both levels that have the same numbers.
    let slope = (number(2, "cost") - number(1, "cost")) / (number(2, "service") - reached) / 100.0;
    for row in [0, 1] {
        assert!((number(row, "next_point") - slope).abs() < 1e-9 * slope.abs(), "{} {slope}", of(row, "next_point"));
    }
    // What surely meets a level is the cheapest row whose whole interval does.
    for row in 0..rows.len() {
        let sure = (0..rows.len()).filter(|other| number(*other, "service_low") >= number(row, "level"));
        let least = sure.map(|other| number(other, "cost")).min_by(f64::total_cmp);
        assert_eq!(of(row, "sure_cost").parse::<f64>().ok(), least, "{}", of(row, "level"));
    }
}

/// A target is a level of its frontier, below the lowest of the others, between two and above the highest.
#[test]
fn the_target_is_a_level_of_the_frontier_wherever_it_lies() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    for target in ["0.7", "0.85", "0.97"] {
        let asked = format!("on_time_rate={target}");
        let words = ["frontier", file, "--levels", "0.8,0.9", "--target", &asked, "--replications", "4", "--json"];
        let told = pushpull(folder.path(), &[&words[..], &["--quiet", "--no-charts", "--out", "out"]].concat()).ends(0);
        let table = fs::read_to_string(folder.path().join("out/frontier_points.csv")).unwrap();
        let mut levels: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
        levels.dedup();
        let mut wanted = vec!["0.8", "0.9", target];
        wanted.sort_unstable();
        assert_eq!(levels, wanted, "{table}");
        let percent = format!("at least {} %", &target[2..].trim_end_matches('0')).replace(" 7 %", " 70 %");
        assert!(told.stdout.contains(&percent), "{percent}: {}", told.stdout);
        assert!(told.stdout.contains(&format!("--target on_time_rate={target}")), "{}", told.stdout);
    }
}

/// The search meets a target on its own replications by a hair. What is named beside it meets it on fresh ones with its whole
/// interval, in a run of its own, and costs there what was said.
#[test]
fn levels_that_surely_meet_the_target_are_named_with_their_price() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let few = ["--replications", "12", "--quiet", "--no-charts", "--json"];
    let target = ["--target", "on_time_rate=0.95", "--out", "best"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &target, &few].concat()).ends(0);
    let found: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let searched = &found["search"]["strategies"][0];
    let sure = &searched["sure"];
    assert!(sure.is_object(), "the best levels leave it open: {searched}");
    assert!(sure["services"][0]["ci_low"].as_f64().unwrap() >= 0.95, "{sure}");
    let system = |of: &serde_json::Value, measure: &str| of["strategies"][0]["measures"][measure].clone();
    assert!(system(&found, "on_time_rate")["ci_low"].as_f64().unwrap() < 0.95, "else there is nothing to say");
    let sets: Vec<&str> = sure["sets"].as_array().unwrap().iter().map(|set| set.as_str().unwrap()).collect();
    let flags: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).collect();
    let run = pushpull(folder.path(), &[&["run", file, "--out", "sure"][..], &flags, &few].concat()).ends(0);
    let run: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let near = |one: &serde_json::Value, other: &serde_json::Value| {
        let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
        assert!((one - other).abs() < 1e-9 * one.abs(), "{one} {other}");
    };
    let (money, served) = (system(&run, "cost_total"), system(&run, "on_time_rate"));
    near(&money["mean"], &sure["money"]["mean"]);
    for end in ["mean", "ci_low", "ci_high"] {
        near(&served[end], &sure["services"][0][end]);
    }
    let more = money["mean"].as_f64().unwrap() - system(&found, "cost_total")["mean"].as_f64().unwrap();
    near(&more.into(), &sure["more"]["mean"]);
    assert!(searched["sentences"].to_string().contains("with 95 % confidence it does with"), "{searched}");
}

/// A late order or none of 3,600: how many there may be has a bound all the same, and no levels surely meet a target beyond it.
#[test]
fn few_late_orders_are_no_proof_of_a_target_beyond_what_the_orders_can_tell() {
    let folder = tempdir().unwrap();
    let file = two(folder.path());
    let target = ["--target", "on_time_rate=0.997", "--replications", "12", "--quiet", "--no-charts", "--json"];
    let done = pushpull(folder.path(), &[&["optimize", file][..], &target].concat()).ends(0);
    let found: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    for searched in found["search"]["strategies"].as_array().unwrap() {
        assert!(searched["sure"].is_null(), "{searched}");
    }
}

/// `stock.initial` gives way to full shelves, and that is said; with `optimize.start = "as_written"` it stays, in the search
/// and in the final estimate alike.
#[test]
fn the_start_of_a_search_is_said_and_can_be_as_written() {
    let folder = tempdir().unwrap();
    let text = "name = \"start\"\nrun = { horizon = 6, replications = 40 }\n\
                items.p = { buy.lead_time = 5, holding_cost = 1, stock = { base_stock = 6, initial = 0 } }\n\
                demand.p = { arrivals.poisson.rate = 2, backorder_cost = 4 }\nstrategies.S.hold = [\"p\"]\n";
    let file = scenario(folder.path(), text);
    let flags = ["--quiet", "--no-charts", "--json"];
    let best = |more: &[&str], out: &str| {
        let done = pushpull(folder.path(), &[&["optimize", file, "--out", out][..], more, &flags].concat()).ends(0);
        serde_json::from_str::<serde_json::Value>(&done.stdout).unwrap()
    };
    let said = |found: &serde_json::Value| found["findings"].to_string().contains("initial_stock_replaced");
    let level = |found: &serde_json::Value| found["levels"][0]["best"].as_f64().unwrap();
    let full = best(&[], "full");
    assert!(said(&full) && full["findings"].to_string().contains("stock.initial of p (0) is replaced"), "{full}");
    let written = best(&["--set", "optimize.start=as_written"], "written");
    assert!(!said(&written), "{}", written["findings"]);
    // An empty shelf is late for the first lead time whatever the level: of six days one is left that more stock helps.
    assert_ne!(level(&full), level(&written), "what is there at first matters in a short window");
    let set = format!("items.p.stock.base_stock={}", level(&written));
    let run = pushpull(folder.path(), &[&["run", file, "--out", "run", "--set", &set][..], &flags].concat()).ends(0);
    let run: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let cost = |found: &serde_json::Value| found["strategies"][0]["measures"]["cost_total"]["mean"].clone();
    assert_eq!(cost(&run), cost(&written), "the final estimate begins as written");
    // A frontier and a search over what is held say the same.
    let frontier = ["frontier", file, "--levels", "0.1,0.5", "--quiet", "--no-charts", "--out", "frontier"];
    let done = pushpull(folder.path(), &frontier).ends(0);
    assert!(done.stdout.contains("stock.initial of p (0) is replaced"), "{}", done.stdout);
    let hold = ["optimize", file, "--hold", "--quiet", "--no-charts", "--out", "hold"];
    let done = pushpull(folder.path(), &hold).ends(0);
    assert!(done.stdout.contains("stock.initial of p (0) is replaced"), "{}", done.stdout);
}
