//! The results of a fit: its folder, its words on the terminal, and its numbers for scripts.

use super::charts::of_fit;
use super::columns::{Cell, Row};
use super::files::TableSink as _;
use super::folder::{WrittenFolder, draw};
use super::numbers::{percent, plain};
use super::place::FRAGMENT;
use super::terminal::{TerminalStyle, TextGrid};
use super::{Format, WriteError, folder, run_json};
use crate::results::outside::clean;
use crate::results::{FitResults, FitRow};
use crate::threads;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Writes the folder of a fit: tables, charts, what to write into a scenario, and all of it for scripts.
///
/// # Errors
/// When `out` holds anything that is not of a result folder, or the disk refuses; what was there is then untouched.
pub fn write_fit(out: &Path, results: &FitResults, threads: usize) -> Result<WrittenFolder, WriteError> {
    let csv = BTreeSet::from([Format::Csv]);
    folder::write_place(out, (&csv, &results.time_unit), |files| {
        files.csv(&results.laws)?;
        files.csv(&results.counts)?;
        files.file(FRAGMENT, results.fragment.as_bytes())?;
        let all = Map::from_iter(run_json::mark().into_iter().chain(object(results)));
        files.file(run_json::FIT, pretty(&Value::Object(all)).as_bytes())?;
        threads::within(threads, || draw(files, &of_fit(results)))
    })
}

/// The results as one JSON object for scripts.
#[must_use]
pub fn fit_json(results: &FitResults) -> String {
    pretty(&Value::Object(Map::from_iter(object(results))))
}

fn pretty(all: &Value) -> String {
    serde_json::to_string_pretty(all).expect("strings and numbers always serialise") + "\n"
}

fn object(results: &FitResults) -> Vec<(String, Value)> {
    vec![
        ("file".into(), json!(results.file)),
        ("what".into(), json!(results.what)),
        ("time_unit".into(), json!(results.time_unit)),
        ("laws".into(), rows(&results.laws)),
        ("counts".into(), rows(&results.counts)),
        ("advice".into(), json!(results.advice)),
        ("fragment".into(), json!(results.fragment)),
    ]
}

fn rows<R: Row>(rows: &[R]) -> Value {
    let value = |cell: Cell<'_>| match cell {
        Cell::Text(text) => json!(text),
        Cell::Number(number) => json!(number),
        Cell::Count(count) => json!(count),
    };
    let row = |row: &R| {
        let cells = R::COLUMNS.iter().zip(row.cells()).map(|(column, cell)| (column.name.to_string(), value(cell)));
        Value::Object(Map::from_iter(cells))
    };
    Value::Array(rows.iter().map(row).collect())
}

/// Advice, ranking and what to write into a scenario, for a person.
#[must_use]
pub fn fit_text(results: &FitResults, style: TerminalStyle) -> String {
    let mut out = style.bold_text(&clean(&format!("{}: {}", results.file, results.what)));
    for sentence in &results.advice {
        out += &style.wrapped(&super::terminal::spoken(sentence), "  ");
    }
    let mut of: Vec<&str> = results.laws.iter().map(|row| row.of.as_str()).collect();
    of.dedup();
    for of in of {
        let rows: Vec<&FitRow> = results.laws.iter().filter(|row| row.of == of).collect();
        out += &format!("\n{}", ranking(of, &rows).render(style));
    }
    if !results.counts.is_empty() {
        out += &format!("\n{}", dispersions(results).render(style));
    }
    out += &format!("\n{}", style.bold_text(&format!("{FRAGMENT}, for a scenario")));
    results.fragment.lines().for_each(|line| out += &format!("  {}\n", clean(line)));
    out
}

fn ranking(of: &str, rows: &[&FitRow]) -> TextGrid {
    let mut grid = TextGrid::new(&format!("law of {of}"));
    grid.rows = rows.iter().map(|row| row.law.clone()).collect();
    let mut column = |head: &str, of: &dyn Fn(&FitRow) -> Option<String>| {
        grid.column(head.into(), rows.iter().map(|row| of(row)));
    };
    column("AIC", &|row| Some(format!("{:.2}", row.aic)));
    column("D", &|row| Some(format!("{:.4}", row.ks)));
    column("p", &|row| row.p.map(|p| format!("{p:.3}")));
    column("A²", &|row| row.ad.map(|ad| format!("{ad:.3}")));
    column("χ² (df)", &|row| Some(format!("{:.2} ({})", row.chi2?, row.chi2_df?)));
    column("mean", &|row| Some(plain(row.mean)));
    column("sd", &|row| Some(plain(row.sd)));
    grid
}

fn dispersions(results: &FitResults) -> TextGrid {
    let mut grid = TextGrid::new("taken out");
    let nothing = |word: &str| if word.is_empty() { "nothing".into() } else { word.to_string() };
    grid.rows = results.counts.iter().map(|row| nothing(&row.taken_out)).collect();
    let rows = || results.counts.iter();
    grid.column("buckets".into(), rows().map(|row| Some(row.buckets.to_string())));
    grid.column("variance ÷ mean".into(), rows().map(|row| Some(plain(row.dispersion))));
    let interval = |low, high| format!("{} to {}", plain(low), plain(high));
    grid.column(format!("interval, {}", percent(0.95)), rows().map(|row| Some(interval(row.low, row.high))));
    grid.column("p of Poisson".into(), rows().map(|row| Some(format!("{:.3}", row.p))));
    grid
}
