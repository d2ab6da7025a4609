//! Recorded orders: replayed, repeated, drawn in blocks or rows; their columns, filters and names; what is wrong with them.

use super::fixture::{Fixture, estimate};
use pushpull::engine::{Observer, Order, Simulator};
use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::input::{self, Accepted, Beside, Colour, Rejected};
use pushpull::model::TICKS_PER_UNIT;
use std::collections::BTreeMap;

fn read(text: &str, files: &[(&str, &str)]) -> Result<Accepted, Rejected> {
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())).collect();
    input::read_text("recorded", text, Beside { files: Some(files), ..Beside::default() })
}

#[track_caller]
fn fixture(text: &str, file: &str) -> Fixture {
    let accepted = read(text, &[("orders.csv", file)]);
    Fixture::of(accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model)
}

struct Placed(Vec<(f64, Order)>);

impl Observer for Placed {
    fn placed(&mut self, now: i64, order: &Order) {
        self.0.push((now as f64 / TICKS_PER_UNIT as f64, order.clone()));
    }
}

/// Orders placed before a time.
fn orders(bench: &Fixture, replication: u32, before: f64) -> Vec<(f64, Order)> {
    let plan = bench.plan("S");
    let mut heard = Placed(Vec::new());
    Simulator::new(plan).run(&plan.levels(), replication, &[], &mut heard);
    heard.0.into_iter().filter(|(time, _)| *time < before).collect()
}

fn times(bench: &Fixture, replication: u32, before: f64) -> Vec<f64> {
    orders(bench, replication, before).into_iter().map(|(time, _)| time).collect()
}

/// One held item `p`.
fn shelf(run: &str, stock: &str, trace: &str) -> String {
    format!(
        "name = \"shelf\"\n{run}\nitems.p = {{ {stock}, price = 10 }}\n[demand.p.arrivals.trace]\nfile = \"orders.csv\"\n{trace}\n\
         [strategies.S]\nhold = [\"p\"]\n"
    )
}

/// Seven orders and three units that come back, by hand.
#[test]
fn what_comes_back_serves_the_backlog_and_releases_nothing() {
    let rows = "time,item,quantity\n1,p,2\n4,p,1\n2.5,p,3\n2.5,p,0\n4,p,1\n6,p,-2\n7,p,2\n9.5,p,4\n12,p,-1\n13,p,2\n";
    let text = shelf(
        "run = { horizon = 18, replications = 1 }",
        "buy.lead_time = 3, stock.base_stock = 4",
        "negative = \"restock\"",
    );
    let bench = fixture(&text, rows);
    let waits: Vec<f64> = bench.responses("S", 0).values().map(|ticks| *ticks as f64 / TICKS_PER_UNIT as f64).collect();
    assert_eq!(waits, [0.0, 1.5, 0.0, 1.5, 0.0, 0.0, 0.0]);
    let run = bench.run("S", 0);
    let expected = [
        ("on_hand_mean(item p)", 2.333_333_333_333_333_5),
        ("committed_mean(item p)", 0.166_666_666_666_666_66),
        ("backlog_mean(item p)", 0.166_666_666_666_666_66),
        ("unit_fill_rate(item p)", 0.866_666_666_666_666_7),
        ("18 * replenishment_rate(item p)", 6.0),
        // Fifteen units sold, three given back.
        ("18 * revenue(system)", 120.0),
        ("orders_placed(system)", 7.0),
    ];
    for (formula, value) in expected {
        assert!((run.value(formula) - value).abs() < 1e-9, "{formula}: {}, not {value}", run.value(formula));
    }
    assert!(run.record.residual < 1e-9, "Little's law");
}

/// The book of seven orders of a public problem: unsorted columns, two rows of one time.
#[test]
fn an_order_book_is_replayed() {
    let rows = include_str!("../../docs/records/book.csv");
    let text = shelf("run = { horizon = 12, replications = 1 }", "buy.lead_time = 2, stock.base_stock = 6", "");
    let run = fixture(&text, rows).run("S", 0);
    for (formula, value) in [
        ("response_mean(system)", 0.25),
        ("order_fill_rate(system)", 5.0 / 7.0),
        ("unit_fill_rate(item p)", 19.0 / 22.0),
        ("backlog_mean(item p)", 0.25),
        ("on_hand_mean(item p)", 31.0 / 12.0),
        ("committed_mean(item p)", 3.0 / 12.0),
    ] {
        assert!((run.value(formula) - value).abs() < 1e-9, "{formula}: {}, not {value}", run.value(formula));
    }
}

/// Bare dates are spread over their day without zero rows; rows before the start are dropped, and the week comes again.
#[test]
fn dates_are_spread_and_repeated() {
    let rows = "time,quantity\n2025-03-03,2\n2025-03-05,1\n2025-03-03,4\n2025-02-28,1\n2025-03-03,0\n\
                2025-03-04T18:00,3\n2025-03-05,1\n2025-03-03,1\n";
    let text = shelf(
        "run = { horizon = 17, replications = 1, start = 2025-03-03 }",
        "buy.lead_time = 1, stock.base_stock = 9",
        "spread = true\nrepeat = 7",
    );
    let placed = orders(&fixture(&text, rows), 0, 17.0);
    let week = [1.0 / 6.0, 0.5, 5.0 / 6.0, 1.75, 2.25, 2.75];
    let wanted: Vec<f64> = (0..3).flat_map(|n| week.map(|time| time + 7.0 * f64::from(n))).collect();
    assert_eq!(placed.len(), 18);
    for ((time, _), wanted) in placed.iter().zip(wanted) {
        assert!((time - wanted).abs() < 2e-9, "{time}, not {wanted}");
    }
    assert_eq!(placed.iter().map(|(_, order)| order.quantity).sum::<i64>(), 36);
    // Without a start time 0 is the midnight of the first row that counts.
    let own = fixture(&text.replace(", start = 2025-03-03", ""), rows);
    assert!((times(&own, 0, 17.0)[1] - (3.0 + 1.0 / 6.0)).abs() < 2e-9);
}

/// The same orders in every replication; other lead times.
#[test]
fn a_record_is_the_same_in_every_replication() {
    let rows = "time\n0.5\n1\n1.2\n2\n4\n4.1\n4.2\n4.3\n6\n7.5\n7.6\n9\n";
    let text = shelf(
        "run = { horizon = 12, replications = 4000 }",
        "buy.lead_time.exponential.mean = 2, stock.base_stock = 3",
        "",
    );
    let bench = fixture(&text, rows);
    assert_eq!(times(&bench, 0, 12.0), times(&bench, 7, 12.0));
    let runs = bench.runs("S");
    let near = |formula: &str, exact: f64| {
        let (mean, error) = estimate(&runs.iter().map(|run| run.value(formula)).collect::<Vec<f64>>());
        assert!((mean - exact).abs() < 4.0 * error && error < 0.01, "{formula}: {mean} +- {error}, not {exact}");
    };
    near("unit_fill_rate(item p)", 0.752_325_533_745_343);
    near("on_hand_mean(item p)", 1.251_820_407_092_771_2);
    near("backlog_mean(item p)", 0.154_031_127_065_193_6);
}

/// Whole blocks drawn alike: the moments of orders per block and the service are those of the enumeration.
#[test]
fn blocks_are_drawn_whole() {
    let blocks: [&[f64]; 4] = [&[1.0, 2.0, 2.5, 6.0], &[0.5, 5.0], &[0.0, 1.0, 3.0, 3.5, 4.0, 6.5], &[]];
    let rows: String = blocks
        .iter()
        .enumerate()
        .flat_map(|(n, block)| block.iter().map(move |time| format!("{}\n", time + 7.0 * n as f64)))
        .collect();
    let text = shelf(
        "run = { horizon = 7000, replications = 30 }",
        "buy.lead_time = 4, stock.base_stock = 3",
        "until = 28\nbootstrap.block = 7",
    );
    let bench = fixture(&text, &format!("time\n{rows}"));
    let runs = bench.runs("S");
    let (fill, error) = estimate(&runs.iter().map(|run| run.value("unit_fill_rate(item p)")).collect::<Vec<f64>>());
    assert!((fill - 2.0 / 3.0).abs() < 4.0 * error && error < 0.003, "{fill} +- {error}");
    let (orders, error) =
        estimate(&runs.iter().map(|run| run.value("0.001 * orders_placed(system)")).collect::<Vec<f64>>());
    assert!((orders - 3.0).abs() < 4.0 * error, "{orders} +- {error}");
    // Var of orders per block is 5: the standard error of a replication's mean over 1,000 blocks, times √30.
    let variance = error * error * 30.0 * 1000.0;
    assert!(
        (1.5..12.0).contains(&variance),
        "{variance}: within the chi-square range of 29 degrees of freedom at 1 in 10^4"
    );
    assert_ne!(times(&bench, 0, 100.0), times(&bench, 1, 100.0));
    // Streams of one file draw the same blocks.
    let two = text.replace("[strategies.S]", "[demand.q]\nitem = \"p\"\n[demand.q.arrivals.trace]\nfile = \"orders.csv\"\nuntil = 28\nbootstrap.block = 7\n[strategies.S]");
    let both = orders_of(&fixture(&two, &format!("time\n{rows}")));
    assert_eq!(both[0], both[1]);
}

fn orders_of(bench: &Fixture) -> [Vec<f64>; 2] {
    let placed = orders(bench, 3, 700.0);
    [0, 1].map(|demand| placed.iter().filter(|(_, o)| o.demand == demand).map(|(time, _)| *time).collect())
}

/// Rows drawn one by one with their gaps.
#[test]
fn rows_are_drawn_with_their_gaps() {
    let text = shelf(
        "run = { warm_up = 100, horizon = 8000, replications = 30 }",
        "buy.lead_time = 4, stock.base_stock = 3",
        "bootstrap.rows = true",
    );
    let bench = fixture(&text, "time\n1\n1.5\n2.5\n3.5\n5.5\n9\n");
    let runs = bench.runs("S");
    let near = |formula: &str, exact: f64, most: f64| {
        let (mean, error) = estimate(&runs.iter().map(|run| run.value(formula)).collect::<Vec<f64>>());
        assert!((mean - exact).abs() < 4.0 * error && error < most, "{formula}: {mean} +- {error}, not {exact}");
    };
    near("unit_fill_rate(item p)", 0.664, 0.003);
    near("response_mean(product p)", 0.396, 0.005);
    near("backlog_mean(item p)", 0.2475, 0.005);
    near("on_hand_mean(item p)", 0.7475, 0.005);
}

const SHOP: &str = r#"
name = "shop"
run = { horizon = 60, replications = 1 }
report.orders = true
items.cpu = { buy.lead_time.exponential.mean = 3, stock.base_stock = 9, cost = 5, holding_cost = 1 }
items.disk = { buy.lead_time.gamma = { mean = 2, cv = 0.5 }, stock.base_stock = 4 }
items.p = { make = { parts = { cpu = 1, disk = 1 }, time = 0.5, station = "bench" } }
items.q = { make = { parts = { cpu = 2 }, time = 0.25, station = "bench" } }
stations.bench.servers = 2
[strategies.ATO]
hold = ["cpu", "disk"]
[strategies.MTO]
[strategies.MTS]
hold = ["products", "parts"]
stock.p.base_stock = 2
stock.q.base_stock = 1
"#;

/// The orders of a replication, written out and replayed, have their responses again under every strategy.
#[test]
fn orders_written_out_and_replayed_have_their_responses_again() {
    let drawn = format!(
        "{SHOP}[demand.x]\nmix = {{ p = 2, q = 1 }}\nquantity.uniform = {{ min = 0.6, max = 3.4 }}\narrivals.poisson.rate = 2\n"
    );
    let accepted = read(&drawn, &[]).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)));
    let first = Fixture::of(accepted.model);
    let mut file = String::from("placed,product,quantity\n");
    for row in pushpull::collect::orders(&first.model, 0, 0) {
        file += &format!("{},{},{}\n", row.placed, row.product, row.quantity);
    }
    let replayed = format!(
        "{SHOP}[demand.x.arrivals.trace]\nfile = \"orders.csv\"\ncolumns = {{ time = \"placed\", item = \"product\" }}\n"
    );
    let second = fixture(&replayed, &file);
    for strategy in ["ATO", "MTO", "MTS"] {
        let by_number = |bench: &Fixture| -> BTreeMap<u64, i64> {
            bench.responses(strategy, 0).into_iter().map(|((_, number), response)| (number, response)).collect()
        };
        let (one, two) = (by_number(&first), by_number(&second));
        assert!(one.len() > 80 && one == two, "{strategy}");
    }
}

/// Rows in another order of the file are the same record; a file in two streams that cover it is the whole.
#[test]
fn the_order_of_rows_and_their_streams_do_not_matter() {
    let rows: Vec<String> = (0..40)
        .map(|n| format!("{},{},{}", 0.7 * f64::from(n) + 0.3, ["p", "q"][n as usize % 3 % 2], 1 + n % 4))
        .collect();
    let file = |rows: &[String]| format!("time,item,quantity\n{}\n", rows.join("\n"));
    let whole = format!("{SHOP}[demand.x.arrivals.trace]\nfile = \"orders.csv\"\n");
    let sorted = fixture(&whole, &file(&rows));
    let shuffled: Vec<String> = (0..40).map(|n| rows[(n * 17) % 40].clone()).collect();
    let parted = format!(
        "{SHOP}[demand.x.arrivals.trace]\nfile = \"orders.csv\"\nwhere.quantity = {{ max = 2 }}\n\
         [demand.y.arrivals.trace]\nfile = \"orders.csv\"\nwhere.quantity = [3, 4]\n"
    );
    let responses = |bench: &Fixture| -> Vec<i64> {
        let plan = bench.plan("ATO");
        let mut all: Vec<(i64, i64)> = Vec::new();
        struct Done<'a>(&'a mut Vec<(i64, i64)>);
        impl Observer for Done<'_> {
            fn completed(&mut self, _now: i64, order: &Order, _blocking: &[u32]) {
                self.0.push((order.placed, order.delivered));
            }
        }
        Simulator::new(plan).run(&plan.levels(), 0, &[], &mut Done(&mut all));
        all.sort_unstable();
        all.into_iter().map(|(_, delivered)| delivered).collect()
    };
    assert_eq!(responses(&sorted).len(), 40);
    assert_eq!(responses(&sorted), responses(&fixture(&whole, &file(&shuffled))));
    assert_eq!(responses(&sorted), responses(&fixture(&parted, &file(&rows))));
}

/// Classes of rows have the terms of their classes, but for what the stream says itself; due dates are those of the rows.
#[test]
fn rows_have_classes_and_due_dates_of_their_own() {
    let text = r#"
name = "terms"
run = { horizon = 30, replications = 1 }
report.orders = true
items.p.buy.lead_time = 4
classes.gold = { priority = 1, due = 3, backorder_cost = 7 }
classes.plain = { priority = 2, due = 9 }
defaults.demand.due = 5
[demand.book.arrivals.trace]
file = "orders.csv"
separator = ";"
names = { item = { "CPU 8100/x" = "p" }, class = { VIP = "gold", C = "plain" } }
columns = { time = "when", item = "sku", class = "kind", due = "promised" }
[strategies.S]
"#;
    let rows = "when;sku;kind;promised\n2026-01-05T06:00;CPU 8100/x;VIP;\n2026-01-06T00:00;CPU 8100/x;C;\n\
                2026-01-07T00:00;CPU 8100/x;;\n2026-01-08T00:00;CPU 8100/x;C;2026-01-10\n2026-01-09T12:00;CPU 8100/x;VIP;1,5\n";
    let bench = fixture(text, rows);
    let log = pushpull::collect::orders(&bench.model, 0, 0);
    let facts: Vec<(f64, &str, Option<f64>)> =
        log.iter().map(|row| (row.placed, row.class.as_str(), row.lateness)).collect();
    let wanted = [(0.25, "gold", 1.0), (1.0, "plain", -5.0), (2.0, "", -1.0), (3.0, "plain", 1.0), (4.5, "gold", 2.5)];
    assert_eq!(facts, wanted.map(|(placed, class, late)| (placed, class, Some(late))));
    // Eight days of backlog of gold at 7 each, nothing of the others.
    let run = bench.run("S", 0);
    assert!((30.0 * run.value("cost_backorder(system)") - 56.0).abs() < 1e-9);
    // What the stream says stands before its classes.
    let own = fixture(&text.replace("[demand.book.arrivals", "[demand.book]\ndue = 2\n[demand.book.arrivals"), rows);
    let late: Vec<Option<f64>> = pushpull::collect::orders(&own.model, 0, 0).iter().map(|row| row.lateness).collect();
    assert_eq!(late, [2.0, 2.0, 2.0, 1.0, 2.5].map(Some));
}

/// Loads and levels take rate, units per order and dispersion of gaps from the rows of each item.
#[test]
fn what_follows_from_means_takes_the_rows() {
    let rows: String = (1..=100).map(|n| format!("{n},{}\n", if n % 2 == 0 { 3 } else { 1 })).collect();
    let sized = |trace: &str, rows: &str| {
        let text =
            shelf("run = { horizon = 200, replications = 1 }", "buy.lead_time = 5, stock.fill_rate = 0.95", trace);
        fixture(&text, rows)
    };
    let bench = sized("", &format!("time,quantity\n{rows}"));
    let demand = &bench.model.demands[0];
    assert!((demand.order_rate() - 1.0).abs() < 1e-12 && demand.gap_cv_square() < 1e-12);
    assert!((demand.quantity.mean() - 2.0).abs() < 1e-12);
    let by_hand = "name = \"b\"\nrun = { horizon = 200, replications = 1 }\nitems.p = { buy.lead_time = 5, stock.fill_rate = 0.95 }\n\
                   demand.p = { arrivals.every = 1, quantity.discrete = { values = [1, 3], weights = [1, 1] } }\nstrategies.S.hold = [\"p\"]\n";
    assert_eq!(bench.plan("S").levels(), Fixture::new(by_hand, &[]).plan("S").levels());
    let slower = sized("repeat = 200", &format!("time,quantity\n{rows}"));
    assert!((slower.model.demands[0].order_rate() - 0.5).abs() < 1e-12);
}

#[track_caller]
fn told(trace: &str, rows: &str, wanted: &[&str]) {
    let text = shelf("run = { horizon = 20, replications = 1 }", "buy.lead_time = 1, stock.base_stock = 2", trace);
    let rejected = read(&text, &[("orders.csv", rows)]).expect_err("refused").render(Colour::Plain);
    for wanted in wanted {
        assert!(rejected.contains(wanted), "{trace}: {rejected}");
    }
}

/// What is wrong is told by row and column, all of it at once, with the next step.
#[test]
fn wrong_records_are_refused() {
    told("", "time,item\n1,p\n2,q\n", &["row 3, column item", "unknown item `q`"]);
    told("", "when\n1\n", &["has no column `time`"]);
    told("columns.item = \"sku\"", "time,skus\n1,p\n", &["has no column `sku`", "did you mean `skus`?"]);
    told(
        "",
        "time,quantity\n1,1.5\n2,x\n,1\n",
        &["1.5 is no whole number", "`x` is not a number", "a row without a time"],
    );
    told("", "time\n1\n2026-01-05\n", &["a column has numbers or dates"]);
    told("", "time\n2026-01-05T10:00+01:00\n2026-01-05T10:00Z\n", &["another offset from UTC"]);
    told("", "time\nsoon\n", &["neither a number nor a date", "2026-01-05"]);
    told("", "time,quantity\n1,-1\n", &["-1 units is less than 0", "negative = \"restock\""]);
    told("repeat = 3", "time\n1\n5\n", &["the record is 5 long"]);
    told("bootstrap.block = 3", "time\n1\n5\n", &["at least two such blocks"]);
    told("bootstrap = { block = 1, rows = true }", "time\n1\n5\n", &["exclude each other"]);
    told("repeat = 9\nbootstrap.rows = true", "time\n1\n5\n", &["exclude each other", "drawn orders never end"]);
    told("bootstrap.rows = true", "time\n5\n5\n", &["two of different times"]);
    told(
        "bootstrap.rows = true\nnegative = \"restock\"",
        "time,quantity\n1,1\n2,-1\n",
        &["drawn one by one have none"],
    );
    told("until = 2026-01-05", "time\n1\n", &["this is a date"]);
    told("until = 0.5", "time\n1\n", &["no order between time 0 and its end"]);
    told("where.region = \"EU\"", "time\n1\n", &["has no column `region`"]);
    told("where.time = { least = 1 }", "time\n1\n", &["`min` and `max`"]);
    told("where.time = 7", "time\n1\n", &["has no order in the rows that count"]);
    told("names.item = { a = \"pp\" }", "time,item\n1,p\n", &["unknown item `pp`"]);
    told("fill = 1", "time\n1\n", &["did you mean `file`?"]);
    let missing = shelf("run.horizon = 9", "buy.lead_time = 1", "");
    assert!(
        read(&missing, &[]).expect_err("no file").render(Colour::Plain).contains("cannot read the table orders.csv")
    );
    let clash = shelf("run.horizon = 9", "buy.lead_time = 1", "[demand.p.arrivals.poisson]\nrate = 1");
    assert!(
        read(&clash, &[("orders.csv", "time\n1\n")])
            .expect_err("two")
            .render(Colour::Plain)
            .contains("exclude each other")
    );
    // Of very many wrong rows a hundred are told, and a count.
    let many: String = (0..1000).map(|n| format!("{n},x\n")).collect();
    told("", &format!("time,quantity\n{many}"), &["row 2, column quantity", "900 more"]);
}

/// What is right and yet worth a word.
#[test]
fn what_was_left_out_is_told() {
    let findings = |trace: &str, rows: &str| -> String {
        let text = shelf("run = { horizon = 20, replications = 1 }", "buy.lead_time = 1, stock.base_stock = 2", trace);
        let accepted = read(&text, &[("orders.csv", rows)]).unwrap_or_else(|r| panic!("{}", r.render(Colour::Plain)));
        accepted.findings.iter().map(|finding| format!("{}: {}\n", finding.id, finding.symptom)).collect()
    };
    let rows = "time,item,quantity,due\n5,p,1,2\n3,p,0,1\n4,p,2,-1\n4,p,2,-1\n-1,p,1,1\n7,z,1,1\n8,p,-3,1\n";
    let told = findings("unknown = \"skip\"\nnegative = \"skip\"", rows);
    for wanted in [
        "1 rows of 0 units",
        "1 rows of fewer than 0 units",
        "1 rows of products that the scenario does not know",
        "1 rows before time 0",
        "rows that stand before an earlier one, sorted",
        "1 rows that are like another, and kept",
        "2 due times before the order",
        "record_short: orders.csv ends at 5",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    assert!(
        findings("duplicates = \"skip\"\nunknown = \"skip\"\nnegative = \"skip\"", rows)
            .contains("1 rows alike but for the first")
    );
    let told = findings("repeat = 6\n[demand.p]\nquantity = 3", "time,quantity\n1,2\n5,1\n");
    assert!(told.contains("record_overrules: every row of orders.csv overrules `demand.p.quantity`"), "{told}");
}

/// Twice as many orders in the second half of a record: more is bought in the window than the whole record asks for on average, and
/// open orders rise to its end. Neither is a pile or a start that has not settled.
#[test]
fn orders_that_rise_in_a_record_are_no_pile_and_no_start() {
    let rows: String = (0..300).map(|row| format!("{}\n", if row < 100 { row } else { 50 + row / 2 })).collect();
    let text =
        shelf("run = { warm_up = 60, horizon = 130, replications = 4 }", "buy.lead_time.exponential.mean = 9", "")
            .replace("hold = [\"p\"]", "hold = []");
    let accepted = read(&text, &[("orders.csv", &format!("time\n{rows}"))]);
    let model = accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model;
    let outcome = run(&model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    let tables = tables(&model, &outcome.layouts, &outcome.records, Provenance::default());
    assert_eq!(tables.info.verdict.facts.expect("a run has facts").no_long_run, []);
    let ids: Vec<&str> = tables.info.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert!(!ids.contains(&"warm_up_short"), "{ids:?}");
}
