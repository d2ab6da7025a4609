//! What a run shows of its arrivals: the mean rate of streams that change or were recorded, with the orders of replication 0.

use super::fixture::Fixture;
use pushpull::input::{self, Accepted, Beside, Colour};
use pushpull::jobs::{self, Prepared, Settings};
use pushpull::results::{ArrivalRow, Tables};
use pushpull::watch::Silent;
use std::collections::BTreeMap;

fn read(text: &str, file: &str) -> Accepted {
    let files = BTreeMap::from([("orders.csv".to_string(), file.as_bytes().to_vec())]);
    let beside = Beside { files: Some(files), ..Beside::default() };
    input::read_text("shown", text, beside).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

fn run(accepted: &Accepted) -> Tables {
    let settings = Settings { threads: 1, ..Settings::default() };
    jobs::run(accepted.clone()).results(&settings, &Silent).expect("nothing stops it")
}

fn of<'a>(tables: &'a Tables, demand: &str) -> Vec<&'a ArrivalRow> {
    tables.arrivals.iter().filter(|row| row.demand == demand).collect()
}

/// Two streams whose names do not stand in the order of the file: each has its own rate and its own orders.
#[test]
fn each_stream_shows_its_rate_and_its_orders() {
    let text = r#"
name = "shown"
run = { horizon = 24, replications = 1 }
report.orders = true
items.p.buy.lead_time = 1
demand.steps = { item = "p", arrivals = { every = 0.1, profile.steps = { at = [0, 6, 9], factor = [0.5, 3, 1], period = 12 } } }
demand.line = { item = "p", arrivals = { poisson.rate = 20, profile.line = { at = [0, 24], factor = [0, 1] } } }
demand.plain = { item = "p", arrivals.every = 1 }
strategies.S = {}
"#;
    let tables = run(&read(text, ""));
    let (steps, line) = (of(&tables, "steps"), of(&tables, "line"));
    for row in &steps {
        let at = row.start % 12.0;
        let rate = if at < 6.0 {
            5.0
        } else if at < 9.0 {
            30.0
        } else {
            10.0
        };
        assert!((row.rate - rate).abs() < 1e-6 && row.source == "profile", "{row:?}");
        // One order every 1 ÷ rate: the count is that of the rate, to one order.
        assert!((row.orders as f64 - rate * (row.end - row.start)).abs() <= 1.0, "{row:?}");
    }
    for row in &line {
        assert!((row.rate - 20.0 * (row.start + row.end) / 48.0).abs() < 1e-6, "{row:?}");
    }
    assert!(of(&tables, "plain").is_empty(), "a rate that does not change needs no picture");
    for (rows, demand) in [(steps, "steps"), (line, "line")] {
        let end = rows[rows.len() - 1].end;
        let placed = tables.orders.iter().filter(|order| order.demand == demand && order.placed < end).count();
        assert_eq!(rows.iter().map(|row| row.orders).sum::<u64>(), placed as u64, "{demand}");
        assert!(rows.windows(2).all(|pair| pair[0].end == pair[1].start), "{demand}");
    }
}

/// An environment is shown as it was: the rate is that of one of its states, and both occur.
#[test]
fn an_environment_is_shown_as_it_was() {
    let text = r#"
name = "shown"
run = { horizon = 120, replications = 1 }
environments.market = { factor = [0.5, 3], stay = [8, 4] }
items.p.buy.lead_time = 1
demand.p.arrivals = { poisson.rate = 50, profile.environment = "market" }
strategies.S = {}
"#;
    let tables = run(&read(text, ""));
    for row in of(&tables, "p") {
        let expected = if row.start % 12.0 < 8.0 { 25.0 } else { 150.0 };
        assert!((row.rate - expected).abs() < 1e-6 && row.source == "environment", "{row:?}");
    }
}

/// Four blocks of a week with 4, 2, 6 and 0 orders: the mean over all draws is that of their places in the week.
#[test]
fn drawn_blocks_show_the_mean_over_all_draws() {
    let blocks: [&[f64]; 4] = [&[1.0, 2.0, 2.5, 6.0], &[0.5, 5.0], &[0.0, 1.0, 3.0, 3.5, 4.0, 6.5], &[]];
    let at = |(week, block): (usize, &&[f64])| -> String {
        block.iter().map(|time| format!("{}\n", time + 7.0 * week as f64)).collect()
    };
    let rows: String = blocks.iter().enumerate().map(at).collect();
    let text = "name = \"shown\"\nrun = { horizon = 28, replications = 1 }\nitems.p.buy.lead_time = 1\nstrategies.S = {}\n\
                [demand.p.arrivals.trace]\nfile = \"orders.csv\"\nuntil = 28\n";
    let drawn = run(&read(&format!("{text}bootstrap.block = 7\n"), &format!("time\n{rows}")));
    for row in of(&drawn, "p") {
        let inside = |time: &&f64| (0..4).any(|week| (row.start..row.end).contains(&(*time + 7.0 * f64::from(week))));
        let mean = blocks.iter().flat_map(|block| block.iter()).filter(inside).count() as f64 / 4.0;
        assert!((row.rate * (row.end - row.start) - mean).abs() < 1e-6 && row.source == "drawn record", "{row:?}");
    }
    let replayed = run(&read(text, &format!("time\n{rows}")));
    assert!(of(&replayed, "p").iter().all(|row| (row.rate - 12.0 / 28.0).abs() < 1e-9));
    assert_eq!(of(&replayed, "p").iter().map(|row| row.orders).sum::<u64>(), 12);
}

/// All of two replications are alike where nothing is drawn: then no interval says anything, and the verdict says so.
#[test]
fn a_run_without_chance_says_so() {
    let text = "name = \"certain\"\nrun = { horizon = 12, replications = 2 }\nitems.p = { buy.lead_time = 2, stock.base_stock = 3 }\n\
                strategies.S.hold = [\"p\"]\n[demand.p.arrivals.trace]\nfile = \"orders.csv\"\n";
    let rows = "time,quantity\n1,2\n4,1\n9,3\n";
    let said = |text: &str| {
        let tables = run(&read(text, rows));
        let found = tables.info.findings.iter().any(|finding| finding.id == "nothing_random");
        let verdict = tables.info.verdict;
        let told = verdict.sentences.iter().any(|said| said.contains("All 2 replications are alike"));
        assert_eq!(verdict.facts.is_some_and(|facts| facts.nothing_random), found);
        (found, told)
    };
    assert_eq!(said(text), (true, true));
    assert_eq!(said(&text.replace("lead_time = 2", "lead_time.exponential.mean = 2")), (false, false));
    assert_eq!(said(&text.replace("replications = 2", "replications = 1")), (false, false));
    let drawn = text.replace("horizon = 12", "horizon = 300").replace("file =", "bootstrap.rows = true\nfile =");
    assert_eq!(said(&drawn), (false, false));
}

/// A profile may stand in the defaults alone; who has a record has his seasons in it.
#[test]
fn a_profile_in_the_defaults_is_that_of_every_stream() {
    let text = "name = \"shared\"\nrun = { horizon = 12, replications = 1 }\nitems.p.buy.lead_time = 1\nstrategies.S = {}\n\
                defaults.demand.arrivals.profile.steps = { at = [0, 6], factor = [1, 3] }\n\
                demand.a = { item = \"p\", arrivals.every = 1 }\n\
                demand.b = { item = \"p\", arrivals.every = 2 }\ndemand.c.item = \"p\"\n\
                demand.c.arrivals.trace.file = \"orders.csv\"\n";
    let model = read(text, "time\n1\n2\n").model;
    let factors: Vec<f64> = model.demands.iter().map(|demand| demand.factor()).collect();
    assert_eq!(factors, [2.0, 2.0, 1.0]);
    let lone = text.replace("arrivals.every = 2", "quantity = 2");
    let rejected = input::read_str("shared", &lone, &[]).expect_err("a stream still needs its own arrivals");
    assert!(rejected.render(Colour::Plain).contains("`demand.b.arrivals` needs `poisson`, `every` or `trace`"));
}

/// Customers of a record are labels of orders, whatever is drawn; without a column nobody is named.
#[test]
fn customers_are_labels_of_orders() {
    let text = "name = \"named\"\nrun = { horizon = 40, replications = 1 }\nreport.orders = true\nclasses.gold.priority = 1\n\
                items.p.buy.lead_time = 1\nitems.q.buy.lead_time = 1\nstrategies.S = {}\n\
                [demand.plain]\nitem = \"q\"\narrivals.every = 7\n\
                [demand.book.arrivals.trace]\nfile = \"orders.csv\"\ncolumns.customer = \"who\"\nnegative = \"restock\"\n";
    let rows = "time,item,quantity,class,who\n1,p,1,,Ann\n2,q,2,gold,Bob\n3,p,-1,,Ann\n4,p,1,gold,\n5,q,1,,Cid\n";
    let customers = |text: &str, rows: &str| -> Vec<(u64, String)> {
        let bench = Fixture::of(read(text, rows).model);
        let log = pushpull::collect::orders(&bench.model, 0, 0);
        log.into_iter().filter(|row| row.demand == "book").map(|row| (row.quantity, row.customer)).collect()
    };
    let named = |pairs: &[(u64, &str)]| pairs.iter().map(|(units, who)| (*units, who.to_string())).collect::<Vec<_>>();
    assert_eq!(customers(text, rows), named(&[(1, "Ann"), (2, "Bob"), (1, ""), (1, "Cid")]));
    let unnamed = customers(&text.replace("columns.customer = \"who\"\n", ""), rows);
    assert!(unnamed.len() == 4 && unnamed.iter().all(|(_, who)| who.is_empty()));
    // Drawn rows keep their customers: each has units of its own.
    let drawn = text.replace("negative = \"restock\"", "bootstrap.rows = true");
    let distinct = "time,item,quantity,who\n1,p,1,Ann\n2,p,2,Bob\n4,p,3,Cid\n5,p,4,Dan\n";
    let drawn = customers(&drawn, distinct);
    assert!(drawn.len() > 20);
    for (units, who) in drawn {
        assert_eq!(who, ["Ann", "Bob", "Cid", "Dan"][units as usize - 1]);
    }
}

/// What comes back stands in the trace, without an order.
#[test]
fn units_that_come_back_are_facts() {
    let text = "name = \"back\"\nrun = { horizon = 9, replications = 1 }\nitems.p = { buy.lead_time = 1, stock.base_stock = 3 }\n\
                strategies.S.hold = [\"p\"]\n[demand.p.arrivals.trace]\nfile = \"orders.csv\"\nnegative = \"restock\"\n";
    let bench = Fixture::of(read(text, "time,quantity\n1,2\n4,-2\n5,1\n").model);
    let facts = pushpull::collect::trace(&bench.model, 0, None, 0);
    let back: Vec<_> = facts.iter().filter(|fact| fact.event == "came_back").collect();
    assert_eq!(back.len(), 1);
    assert_eq!((back[0].time, back[0].units, back[0].order, back[0].item.as_str()), (4.0, 2, None, "p"));
}

/// A point of a sweep and a strategy with settings of its own share the rows of a record: other keys of it are other rows.
#[test]
fn rows_are_read_once_and_follow_what_is_said_of_them() {
    let text = "name = \"points\"\nrun = { horizon = 9, replications = 1 }\nitems.p = { buy.lead_time = 1, stock.base_stock = 3 }\n\
                strategies.S.hold = [\"p\"]\n[demand.p.arrivals.trace]\nfile = \"orders.csv\"\n";
    let whole = read(text, "time,quantity\n1,2\n4,2\n5,1\n6,7\n");
    let rows = |accepted: &Accepted| accepted.model.demands[0].recorded.as_ref().map(|part| part.orders.rows.len());
    assert_eq!(rows(&whole), Some(4));
    let change = |change: &str| whole.changed(vec![input::Change::set(change)]).expect("it is accepted");
    assert_eq!(rows(&change("items.p.stock.base_stock=5")), Some(4));
    assert_eq!(rows(&change("demand.p.arrivals.trace.where={quantity=2}")), Some(2));
    assert_eq!(rows(&change("demand.p.arrivals.trace.duplicates=\"skip\"")), Some(4));
    assert_eq!(change("items.p.stock.base_stock=3").resolved, whole.resolved);
}
