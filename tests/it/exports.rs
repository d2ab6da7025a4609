//! Tables as spreadsheets of different countries export them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::program::{bytes_below, pushpull};

const SCENARIO: &str = r#"
name = "Furniture"
tables = { items = "items.csv", parts = "parts.csv", demand = "demand.csv", ignore = ["Bemerkung"] }
[run]
horizon = 10
replications = 2
[report]
buckets = 4
"#;

/// A maker of 30 products from 80 shared parts: the tables, cells between tabs, with decimal points.
fn furniture() -> [String; 3] {
    let mut items = String::from(
        "name\tcost\tbuy.lead_time.gamma.mean\tbuy.lead_time.gamma.cv\tstock.base_stock\tmake.time\tBemerkung\t#gezählt\n",
    );
    let mut parts = String::from("item\tpart\tquantity\tBemerkung\n");
    let mut demand = String::from("name\tarrivals.poisson.rate\tdue\tclass\n");
    for part in 0..80 {
        let (cost, lead) = (0.25 + f64::from(part) * 1.125, 2.0 + f64::from(part % 7) * 0.5);
        let _ = writeln!(items, "47{part:02}.02\t{cost}\t{lead}\t0.5\t{}\t\tGehäuse, groß\t{part}", 10 + part % 5);
    }
    for product in 0..30 {
        let _ = writeln!(items, "Stühle M8/{product}\t\t\t\t2\t0.0625\t\t");
        for line in 0..4 {
            let _ =
                writeln!(parts, "Stühle M8/{product}\t47{:02}.02\t{}\t", (product * 11 + line * 23) % 80, 1 + line % 2);
        }
        let _ = writeln!(demand, "Stühle M8/{product}\t{}\t{}\tGroß & Klein", 0.25 + f64::from(product) * 0.0625, 1.5);
    }
    [items, parts, demand]
}

/// A table with other signs: every cell with the separator or a quote in it stands in quotes.
fn exported(table: &str, separator: char, decimal: char) -> String {
    let cell = |cell: &str| {
        let number = cell.parse::<f64>().is_ok() && !cell.ends_with(".02");
        let cell = if number { cell.replace('.', &decimal.to_string()) } else { cell.to_string() };
        if cell.contains([separator, '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let line = |line: &str| line.split('\t').map(cell).collect::<Vec<_>>().join(&separator.to_string()) + "\r\n";
    table.lines().map(line).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Western Europe")).collect()
}

fn results(folder: &Path, bytes: impl Fn(&str) -> Vec<u8>) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::write(folder.join("s.toml"), SCENARIO).unwrap();
    for (name, table) in ["items", "parts", "demand"].iter().zip(furniture()) {
        fs::write(folder.join(format!("{name}.csv")), bytes(&table)).unwrap();
    }
    pushpull(folder, &["run", "s.toml", "--quiet", "--no-charts", "--out", "out"]).ends(0);
    bytes_below(&folder.join("out"))
}

#[test]
fn the_export_of_every_country_gives_the_same_results() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str, bytes: &dyn Fn(&str) -> Vec<u8>| {
        let at = folder.path().join(name);
        fs::create_dir(&at).unwrap();
        results(&at, bytes)
    };
    let us = of("us", &|table| exported(table, ',', '.').into_bytes());
    let german = of("german", &|table| latin(&exported(table, ';', ',')));
    let french = of("french", &|table| format!("\u{feff}{}", exported(table, ';', ',')).into_bytes());
    let text = of("text", &|table| {
        let units = exported(table, '\t', ',');
        std::iter::once(0xfeff).chain(units.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    });
    assert!(us.len() > 3 && us == german && us == french && us == text);
}

/// What is wrong is said once, not again for every row that lacks what a table would have said.
#[test]
fn one_cause_is_one_problem() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("s.toml"), SCENARIO.replace("[run]", "[run]\nseed = 1")).unwrap();
    let [items, parts, demand] = furniture().map(|table| exported(&table, ';', ','));
    fs::write(at.join("parts.csv"), parts).unwrap();
    fs::write(at.join("demand.csv"), demand).unwrap();
    for (bytes, said) in [
        (b"PK\x03\x04rest".to_vec(), "items.csv: it"),
        (b"\xd0\xcf\x11\xe0rest".to_vec(), "old format"),
        (items.replace("Bemerkung", "Notiz").into_bytes(), "tables.ignore = [\"Notiz\"]"),
        (items.replace("0,5", "0.5").into_bytes(), "leave open what the decimal sign is"),
        (b"name,cost\ncaf\xe9\x81,1\n".to_vec(), "not UTF-8"),
    ] {
        fs::write(at.join("items.csv"), bytes).unwrap();
        let done = pushpull(at, &["check", "s.toml"]).ends(2).complains(&[said]);
        assert!(done.stderr.ends_with("1 problem\n"), "{}", done.stderr);
    }
    fs::write(at.join("items.csv"), items).unwrap();
    let sets = ["--set", "tables.decimal=.", "--set", "tables.separator=,"];
    pushpull(at, &[&["check", "s.toml"], &sets[..]].concat()).ends(2).complains(&["no column `name`"]);
    let sets = ["--set", "tables.ignore=[\"Bemerkung\", \"Notiz\"]"];
    pushpull(at, &[&["check", "s.toml"], &sets[..]].concat()).ends(2).complains(&["no table has a column `Notiz`"]);
}

/// Sheets of one spreadsheet, numbers as numbers, with an empty row above the table.
#[cfg(feature = "xlsx")]
#[test]
fn the_sheets_of_a_spreadsheet_give_the_same_results() {
    use rust_xlsxwriter::Workbook;
    let folder = tempfile::tempdir().unwrap();
    let (plain, book) = (folder.path().join("plain"), folder.path().join("book"));
    fs::create_dir(&plain).unwrap();
    fs::create_dir(&book).unwrap();
    let wanted = results(&plain, |table| exported(table, ',', '.').into_bytes());
    let mut workbook = Workbook::new();
    for (name, table) in ["Teile & Tische", "parts", "demand"].iter().zip(furniture()) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, line) in (1..).zip(table.lines()) {
            for (column, cell) in (2..).zip(line.split('\t')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) if cell.is_empty() => continue,
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save(book.join("all.xlsx")).unwrap();
    let text = SCENARIO
        .replace("items.csv", "all.xlsx")
        .replace("parts.csv", "all.xlsx#parts")
        .replace("demand.csv", "all.xlsx#demand");
    fs::write(book.join("s.toml"), &text).unwrap();
    let run = ["run", "s.toml", "--quiet", "--no-charts", "--formats", "csv,xlsx", "--out", "out"];
    pushpull(&book, &run).ends(0);
    let mut found = bytes_below(&book.join("out"));
    let again = found.clone();
    found.retain(|path, _| path.extension().is_none_or(|it| it != "xlsx"));
    assert!(found == wanted);
    pushpull(&book, &run).ends(0);
    assert!(bytes_below(&book.join("out")) == again, "a spreadsheet has other bytes the second time");
    for path in again.keys().filter(|path| path.extension().is_some_and(|it| it == "csv")) {
        fs::remove_file(book.join("out").join(path)).unwrap();
    }
    pushpull(&book, &["report", "out"]).ends(0);
    fs::write(book.join("s.toml"), text.replace("#parts", "#Stückliste")).unwrap();
    pushpull(&book, &["check", "s.toml"]).ends(2).complains(&["no sheet `Stückliste`", "`parts`"]);
    fs::write(book.join("s.toml"), text.replace("[run]", "[items.'Stühle M8/0']\ncost = 1\n[run]")).unwrap();
    pushpull(&book, &["check", "s.toml"]).ends(2).complains(&["all.xlsx!H83"]);
}

/// What a cell says is shown without what steers a terminal or turns the order of letters.
#[cfg(feature = "xlsx")]
#[test]
fn a_cell_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    for (name, table) in ["items", "parts", "demand"].iter().zip(furniture()) {
        fs::write(folder.path().join(format!("{name}.csv")), exported(&table, ',', '.')).unwrap();
    }
    for (place, hostile) in ["bolt\u{1b}[31m", "bolt\u{202e}tlob", "bolt\u{0}", "bolt\u{9b}2J"].into_iter().enumerate()
    {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("B").unwrap();
        for (row, cells) in (0..).zip([["name", hostile], [hostile, "1"], ["bolt", hostile]]) {
            sheet.write_string(row, 0, cells[0]).unwrap().write_string(row, 1, cells[1]).unwrap();
        }
        book.save(folder.path().join("all.xlsx")).unwrap();
        fs::write(folder.path().join("s.toml"), SCENARIO.replace("items.csv", "all.xlsx")).unwrap();
        let done = pushpull(folder.path(), &["check", "s.toml"]).ends(2);
        let steers = |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
        assert!(done.stderr.contains("all.xlsx") && !done.stderr.contains(steers), "{place}: {:?}", done.stderr);
    }
}
