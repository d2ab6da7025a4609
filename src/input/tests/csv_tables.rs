//! Tables: the same scenario as in TOML, places in rows and columns, clashes with both places, and quick.

use crate::input::{Accepted, Beside, Colour, Rejected, RejectedKind, read, read_text};
use insta::assert_snapshot;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

/// Reads a scenario with files beside it.
fn read_with(scenario: &str, files: &[(&str, &str)]) -> Result<Accepted, Rejected> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().join("scenario.toml");
    fs::write(&path, scenario).unwrap();
    read(&path, &[])
}

/// The problems, without the folder of the test.
fn problems(scenario: &str, files: &[(&str, &str)]) -> String {
    let shown = read_with(scenario, files).unwrap_err().render(Colour::Plain);
    let folder = shown.find("scenario.toml").map(|at| shown[..at].rfind(['\n', ' ']).map_or(0, |start| start + 1)..at);
    folder.map_or(shown.clone(), |range| shown.replace(&shown[range], ""))
}

const HEAD: &str = "name = \"t\"\nrun.horizon = 100\ntables = { items = \"items.csv\", parts = \"parts.csv\", demand = \"demand.csv\" }\n[stations.bench]\n[strategies.none]\n";

#[test]
fn tables_may_come_from_memory() {
    let beside = |names: &[&str]| {
        let tables = names.iter().map(|name| ((*name).into(), b"name,cost\nbolt,2\n".to_vec()));
        Beside { files: Some(BTreeMap::from_iter(tables)), ..Beside::default() }
    };
    let text = "name = \"t\"\nrun.horizon = 100\ntables.items = \"bolts\"\n[demand.bolt]\narrivals.poisson.rate = 1\n[strategies.none]\n";
    assert_eq!(read_text("t", text, beside(&["bolts"])).unwrap().model.items[0].value, 2.0);
    let rejected = read_text("t", text, beside(&["nuts"])).unwrap_err();
    let [problem] = rejected.located().try_into().unwrap();
    assert_eq!((problem.source.as_str(), problem.line, problem.column), ("t", 3, 16));
    assert_eq!(problem.message, "cannot read the table bolts: no table of this name was handed in");
}

#[test]
fn tables_say_the_same_as_toml() {
    let items = "name,cost,buy.lead_time.gamma.mean,buy.lead_time.gamma.cv,make.station,make.time,stock\n\
                 \"case\",40,10,0.5,,,\"{ base_stock = 3 }\"\n\n ram , 30 ,,,,,\ntower,,,,bench,\"{ discrete = { values = [20, 25], weights = [4, 6] } }\",\n";
    let parts = "item,part,quantity,optional\ntower,case,1,\ntower,ram,2,false\ntower,manual,1,true\n";
    let demand = "name,item,arrivals.poisson.rate,class\r\nd,tower,2,12\r\n";
    let head = format!("{HEAD}[items.manual]\ncost = 1\n[items.case]\nprice = 5\n");
    let tables = read_with(&head, &[("items.csv", items), ("parts.csv", parts), ("demand.csv", demand)]);
    let toml = "name = \"t\"\nrun.horizon = 100\n[stations.bench]\n[strategies.none]\n[items.manual]\ncost = 1\n[items.case]\nprice = 5\n\
                cost = 40\nbuy.lead_time.gamma = { mean = 10, cv = 0.5 }\nstock = { base_stock = 3 }\n[items.ram]\ncost = 30\n\
                [items.tower]\nmake.station = \"bench\"\nmake.time = { discrete = { values = [20, 25], weights = [4, 6] } }\n\
                make.parts = { case = 1, ram = 2 }\nmake.optional = { manual = 1 }\n[demand.d]\nitem = \"tower\"\n\
                arrivals.poisson.rate = 2\nclass = \"12\"\n";
    let (tables, toml) = (tables.unwrap(), super::accept(toml, &[]));
    assert_eq!(tables.resolved, toml.resolved);
    assert_eq!(format!("{:?}", tables.model), format!("{:?}", toml.model));
}

#[test]
fn what_is_wrong_in_items() {
    let items = "name,cost,buy.lead_tme,,cost,buy.lead_time\ncase,-40,3,,,\n,3\ncase,4\nram,abc,,,,{ gamma = \n\
                 ssd,1,,,,,7\nfan,,,,,{ gamma = { mean = 0 } }\n";
    let parts = "item,part,quantity\n";
    let demand = "name,arrivals\n";
    assert_snapshot!(problems(HEAD, &[("items.csv", items), ("parts.csv", parts), ("demand.csv", demand)]));
}

#[test]
fn what_is_wrong_in_parts() {
    let items = "name,cost\ncase,1\nram,2\n";
    let parts =
        "item,part,quantity,optinal\ntower,case,1\ntower,case,2\ntowr,ram,1\ntower,rum,1\ntower,ram,0\ntower,,1\n";
    let demand = "name,arrivals.every\ntower,1\n";
    let head = format!("{HEAD}[items.tower]\nmake.parts = {{ ram = 2 }}\n");
    assert_snapshot!(problems(&head, &[("items.csv", items), ("parts.csv", parts), ("demand.csv", demand)]));
}

#[test]
fn clashes_name_both_places() {
    let items = "name,cost,buy.lead_time.gamma.mean\ntower,1,2\n";
    let head = format!("{HEAD}[items.tower]\ncost = 2\nbuy.lead_time = 3\n[demand.tower]\narrivals.every = 1\n");
    let demand = "name,arrivals.poisson.rate\ntower,1\n";
    let parts = "item,part,quantity\n";
    assert_snapshot!(problems(&head, &[("items.csv", items), ("parts.csv", parts), ("demand.csv", demand)]));
}

#[test]
fn a_table_without_a_name_or_with_an_open_quote_is_refused() {
    let files = [("items.csv", "nme,cost\na,1\n"), ("parts.csv", "item,part\n"), ("demand.csv", "name,\"class\na,1\n")];
    assert_snapshot!(problems(HEAD, &files));
}

#[test]
fn a_table_that_is_not_there_is_an_io_problem() {
    let rejected = read_with(HEAD, &[]).unwrap_err();
    assert_eq!(rejected.kind, RejectedKind::Io);
    let shown = rejected.render(Colour::Plain);
    assert!(shown.contains("scenario.toml:3:20: cannot read the table items.csv"), "{shown}");
}

#[test]
fn a_table_that_is_not_text_is_placed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.toml");
    fs::write(&path, "name = \"t\"\nrun.horizon = 1\ntables.items = \"items.csv\"\n").unwrap();
    fs::write(folder.path().join("items.csv"), b"name,cost\ncaf\xe9\x00,1\n").unwrap();
    let rejected = read(&path, &[]).unwrap_err();
    assert_eq!(rejected.kind, RejectedKind::Scenario);
    assert!(rejected.render(Colour::Plain).contains("items.csv:2:4: not UTF-8"), "{}", rejected.render(Colour::Plain));
}

/// 2,000 items, 16,000 part lines.
#[test]
fn large_tables_are_read_in_file_order() {
    let (mut items, mut parts) =
        (String::from("name,cost,make.time,stock.base_stock\n"), String::from("item,part,quantity\n"));
    for product in 0..1000 {
        let _ = writeln!(items, "product{product},,0.5,2");
        for line in 0..16 {
            let _ = writeln!(parts, "product{product},part{},{}", (product * 7 + line * 61) % 1000, 1 + line % 3);
        }
    }
    for part in 0..1000 {
        let _ = writeln!(items, "part{part},{},,10", part % 17);
    }
    let mut demand = String::from("name,arrivals.poisson.rate\n");
    for product in 0..1000 {
        let _ = writeln!(demand, "product{product},0.1");
    }
    let head = "name = \"t\"\nrun.horizon = 100\ntables = { items = \"items.csv\", parts = \"parts.csv\", demand = \"demand.csv\" }\n";
    let accepted = read_with(head, &[("items.csv", &items), ("parts.csv", &parts), ("demand.csv", &demand)]).unwrap();
    let model = accepted.model;
    assert_eq!(
        (model.items.len(), model.items[3].name.as_str(), model.items[1999].name.as_str()),
        (2000, "product3", "part999")
    );
}

/// The size of a table is looked at before it is read.
#[test]
fn a_table_beyond_the_memory_is_refused_unread() {
    let scenario = |limit: &str| {
        format!(
            "name = \"t\"\nrun.horizon = 100\nrun.max_memory = {limit}\ntables.items = \"items.csv\"\n[demand.p0]\narrivals.poisson.rate = 1\n[strategies.none]\n"
        )
    };
    let mut table = String::from("name,cost\n");
    (0..50_000).for_each(|row| writeln!(table, "p{row},{}", if row == 7 { "wrong" } else { "1" }).unwrap());
    let files = [("items.csv", table.as_str())];
    let refused = problems(&scenario("0.01"), &files);
    assert!(
        refused.contains("reading the table items.csv would take about 3.7e-2 GB") && !refused.contains("wrong"),
        "{refused}"
    );
    assert!(refused.contains("raise `run.max_memory` to"), "{refused}");
    let read = problems(&scenario("1"), &files);
    assert!(read.contains("row 9, column cost") && read.contains("1 problem"), "{read}");
}
