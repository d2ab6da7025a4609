//! Names as spreadsheets have them, through every command, and text from outside in messages.

use std::fs;
use std::path::Path;

use super::program::pushpull;

const SCENARIO: &str = r#"
name = "Tische & Stühle"
[run]
horizon = 5
replications = 2
[items."4711.02"]
cost = 5
buy.lead_time = 2
stock.base_stock = 5
[items."Schraube M8/20, lang"]
cost = 1
holding_cost = 0.1
buy.lead_time = 1
stock.base_stock = 5
[items."Tisch = \"neu\""]
make.parts = { "4711.02" = 1, "Schraube M8/20, lang" = 2 }
make.time = 0.1
stock.base_stock = 2
[demand."Tisch = \"neu\""]
arrivals.poisson.rate = 1
class = "Groß & Klein"
backorder_cost = 5
[sweep]
'items."4711.02".cost' = [1, 2]
[optimize]
bounds = { "4711.02" = [0, 1], "Schraube M8/20, lang" = [0, 1], 'Tisch = "neu"' = [0, 1] }
replications = 2
"#;

fn files_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            names.extend(files_below(&entry.path()));
        }
    }
    names
}

/// Keys that a command makes of names are read again, by it and by the next, and files have names that every system takes.
#[test]
fn any_names_go_through_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("s.toml"), SCENARIO).unwrap();
    pushpull(at, &["check", "s.toml"]).ends(0);
    for (out, command) in [("a", "run"), ("b", "optimize"), ("c", "sweep")] {
        pushpull(at, &[command, "s.toml", "--quiet", "--out", out]).ends(0);
    }
    let levels = fs::read_to_string(at.join("b/levels.csv")).unwrap();
    assert!(levels.contains(r#""4711.02"".base_stock"#), "{levels}");
    let sweep = fs::read_to_string(at.join("c/sweep.csv")).unwrap();
    assert!(sweep.starts_with("\"items.\"\"4711.02\"\".cost\","), "{}", sweep.lines().next().unwrap());
    pushpull(at, &["report", "b"]).ends(0);
    let found = pushpull(at, &["optimize", "--decoupling", "s.toml", "--quiet", "--out", "d"]).ends(0);
    let strategy =
        found.stdout.lines().skip_while(|line| !line.starts_with("[strategies.")).take_while(|l| !l.is_empty());
    let strategy: String = strategy.map(|line| format!("{line}\n")).collect();
    assert!(strategy.contains(" = "), "{}", found.stdout);
    fs::write(at.join("best.toml"), format!("{SCENARIO}{strategy}")).unwrap();
    pushpull(at, &["check", "best.toml"]).ends(0);
    let life = pushpull(at, &["trace", "s.toml", "--order", "1"]).ends(0);
    assert!(life.stdout.contains("Tisch = \"neu\""), "{}", life.stdout);
    let safe = |name: &String| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let files = files_below(at);
    assert!(files.iter().all(safe), "{files:?}");
}

/// Charts and the report have the labels, tables and keys the names.
#[test]
fn charts_and_reports_have_labels() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = SCENARIO.replace("\ncost = 5\n", "\ncost = 5\nlabel = \"Steel leg\"\n")
        + "[classes.\"Groß & Klein\"]\nlabel = \"All customers\"\n[strategies.S1]\nlabel = \"Stock of parts\"\nhold = [\"parts\"]\n\
           [strategies.S2]\nhold = []\n";
    fs::write(at.join("s.toml"), &text).unwrap();
    let done = pushpull(at, &["run", "s.toml", "--quiet", "--out", "out"]).ends(0);
    assert!(done.stdout.contains("\nStock of parts "), "the table of the terminal has the label: {}", done.stdout);
    let read = |name: &str| fs::read_to_string(at.join("out").join(name)).unwrap();
    let (report, summary) = (read("report.html"), read("summary.csv"));
    assert!(report.contains("Stock of parts") && report.contains("Steel leg") && report.contains("All customers"));
    let folder = fs::read_dir(at.join("out/charts")).unwrap().map(|file| file.unwrap().path());
    let svgs = folder.filter(|path| path.extension().is_some_and(|it| it == "svg"));
    let charts: Vec<String> = svgs.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(
        charts.iter().any(|chart| chart.contains("Stock of parts"))
            && !charts.iter().any(|chart| chart.contains(">S1<"))
    );
    assert!(summary.contains("S1,") && !summary.contains("Stock of parts") && summary.contains("4711.02"));
    let before = super::program::bytes_below(&at.join("out"));
    pushpull(at, &["report", "out"]).ends(0);
    assert!(before == super::program::bytes_below(&at.join("out")), "a report read back has the labels");
    let twice = text.replace("hold = []", "hold = []\nlabel = \"Stock of parts\"");
    fs::write(at.join("s.toml"), twice).unwrap();
    pushpull(at, &["check", "s.toml"]).ends(2).complains(&["two strategies are called `Stock of parts`"]);
}

/// Part numbers as names, each with a label.
const LABELLED: &str = r#"
name = "labelled"
run = { warm_up = 5, horizon = 40, replications = 3 }
[items."no-1"]
label = "Round table"
make = { parts = { "no-2" = 2 }, time = 0.5, station = "no-3" }
holding_cost = 0.5
stock.base_stock = 3
[items."no-2"]
label = "Steel leg"
holding_cost = 0.1
buy = { supplier = "no-4", lead_time = { gamma = { mean = 3, cv = 0.5 } } }
stock.fill_rate = 0.5
[stations."no-3"]
label = "Assembly line"
[suppliers."no-4"]
label = "Leg maker"
servers = 9
[demand.own]
item = "no-1"
class = "no-5"
due = 1
arrivals.poisson.rate = 1.4
backorder_cost = 3
[demand.other]
item = "no-1"
class = "no-6"
due = 2
arrivals.poisson.rate = 0.4
[classes."no-5"]
label = "Private customers"
[classes."no-6"]
label = "Shops"
[strategies."no-7"]
label = "Ready tables"
hold = ["no-1", "no-2"]
[strategies."no-8"]
label = "Legs only"
hold = ["no-2"]
[report]
target = [{ measure = "on_time_rate", value = 0.5, class = "no-5" }, { measure = "on_time_rate", value = 0.5, product = "no-1" }]
[optimize]
replications = 2
"#;

/// What a command says calls things by their labels; but for keys to copy, and data.
#[test]
fn sentences_have_labels() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("s.toml"), LABELLED).unwrap();
    let along = ["--target", "on_time_rate=0.5"];
    let axis = ["--axis", "items.no-2.stock.fill_rate=[0.3, 0.6]"];
    let one = ["--strategies", "no-8"];
    let commands: [(&[&str], &[&str]); 7] = [
        (&["run"], &[]),
        (&["run", "--at-best"], &[]),
        (&["optimize"], &[]),
        (&["frontier"], &along),
        (&["optimize", "--decoupling"], &[]),
        (&["sweep"], &axis),
        (&["sweep"], &[axis, one].concat()),
    ];
    let mut seen = String::new();
    for (place, (command, more)) in commands.into_iter().enumerate() {
        let out = place.to_string();
        let arguments = [&command[..1], &["s.toml", "--quiet", "--out", &out], &command[1..], more].concat();
        let said = pushpull(at, &arguments).ends(0).stdout;
        let is_key = |line: &&str| line.contains(" = ") || line.contains("[strategies.") || line.contains("--set '");
        let named: Vec<&str> = said.lines().filter(|line| line.contains("no-") && !is_key(line)).collect();
        assert!(named.is_empty(), "{arguments:?}: {named:#?}");
        seen += &said;
    }
    for label in ["Round table", "Steel leg", "Private customers", "Ready tables", "Legs only"] {
        assert!(seen.contains(label), "{label} is nowhere in\n{seen}");
    }
    let json = fs::read_to_string(at.join("0/run.json")).unwrap();
    assert!(json.contains(r#""strategy": "no-7""#) || json.contains(r#""strategy":"no-7""#), "data keep the names");
}

/// Escapes, NUL and bidirectional overrides of headings, cells, names, arguments and file names stay outside the terminal.
#[test]
fn text_from_outside_does_not_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let evil = "\u{1b}[2J\u{202e}x";
    let text = format!("name = \"t\"\nrun.horizon = 1\ntables.items = \"{}\"\n[items.a]\ncots = 1\n", "items.csv");
    let file = format!("{evil}.toml");
    fs::write(at.join(&file), text).unwrap();
    fs::write(at.join("items.csv"), format!("name,co{evil}st,cost\na,\"1{evil}\",{evil}\0\n\"{evil}\",1,2\n")).unwrap();
    for arguments in [
        vec!["check", file.as_str()],
        vec!["check", file.as_str(), "--set", evil],
        vec!["check", file.as_str(), "--set", "items.\u{202e}.cost=\u{1b}"],
        vec!["check", evil],
        vec!["run", file.as_str(), "--strategies", evil],
        vec!["report", evil],
    ] {
        let done = pushpull(at, &arguments);
        let shown = format!("{}{}", done.stdout, done.stderr);
        assert!(done.code != 0 && !shown.contains(['\u{1b}', '\u{202e}', '\0']), "{arguments:?}: {shown:?}");
    }
}
