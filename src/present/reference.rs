//! The reference pages that come from tables of the code: `docs/MEASURES.md` and `docs/COLUMNS.md`.

use super::columns::{CellType, Row};
use crate::measures::{Better, Definition, Kind, MEASURES, Unit};
use crate::results::{
    ArrivalRow, ComparedRow, ComparisonRow, ContenderRow, ControlledRow, DistributionRow, FitCountRow, FitRow,
    FrontierRow, HeldRow, LevelRow, OrderRow, PointRow, ReplicationRow, SensitivityRow, SeriesRow, StandingRow,
    SummaryRow, TornadoRow,
};
use std::fmt::Write;

/// The families of measures with their headings, in report order.
const KINDS: [(Kind, &str); 10] = [
    (Kind::Service, "Service"),
    (Kind::Response, "Response"),
    (Kind::Stock, "Stock"),
    (Kind::Flow, "Flow"),
    (Kind::Resource, "Stations and suppliers"),
    (Kind::Cost, "Cost"),
    (Kind::Money, "Revenue and profit"),
    (Kind::Count, "Counts"),
    (Kind::Impact, "What outages did"),
    (Kind::Check, "Self checks"),
];

/// `docs/MEASURES.md`: every measure with unit, direction, entities and definition.
#[must_use]
pub fn measures_markdown() -> String {
    let mut page = String::from(
        "# Measures\n\n\
         Every number in `summary.csv`, `comparison.csv` and `replications.csv` is one of these measures. Ids are fixed\n\
         and never reused. `<q>` is a quantile by its digits (`response_p95`), `<w>` a window as written in the scenario\n\
         (`response_within_0.5`). Money is that of the measured window. This page is generated from the table in\n\
         `src/measures.rs`.\n\n\
         **Over replications.** A measure with something under “per” is a quotient of two sums of a replication (a share, a mean or\n\
         a cost per order or unit). `replications.csv` has each replication's own quotient, and `sd` is theirs. `mean` is the ratio\n\
         of the two sums over all replications, as textbooks define a fill rate, and its interval is that of the jackknife over\n\
         replications; differences alike. A replication with nothing to judge counts in neither sum. All other measures are means\n\
         over replications.\n\n\
         **Rare failures.** A share of cases of which fewer than 10 in all were failures (or fewer than 10 were not) has an\n\
         interval from its exact bound to 1 (or from 0 to it), so never one of width 0: see [STATISTICS.md](STATISTICS.md). Of a\n\
         share of units each unit is a case. Shares of time have no cases, and no bound.\n\n\
         **Quantiles.** `response_p<q>` is the quantile of each replication, then averaged. Up to 32 orders of a replication it is\n\
         exact; of more it is read from a sketch that keeps a response to 0.1 % (0, and values that recur, exactly; beside such a\n\
         value to 0.2 %). With fewer than 20 orders beyond the quantile in each replication it is biased, and a finding says so.\n",
    );
    for (kind, heading) in KINDS {
        let _ = write!(
            page,
            "\n## {heading}\n\n| id | label | unit | for | better | per | definition |\n|---|---|---|---|---|---|---|\n"
        );
        for row in MEASURES.iter().filter(|row| row.kind == kind) {
            let grain: Vec<&str> = row.grain.iter().map(|kind| kind.word()).collect();
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {} | {} |",
                row.id,
                row.label,
                unit(row),
                grain.join(", "),
                better(row.better),
                row.per.unwrap_or("–"),
                row.definition
            );
        }
    }
    page
}

/// `docs/COLUMNS.md`: the tables of a result folder and their columns.
#[must_use]
pub fn columns_markdown() -> String {
    let mut page = String::from(
        "# Tables of a result folder\n\n\
         One table, one file: `.csv` by default, `.json`, `.parquet` and `.xlsx` on request, all with the same columns in the same\n\
         order. A missing value is an empty cell (`null` in JSON and Parquet), never 0. Numbers are written in the\n\
         shortest digits that read back to the same number. In CSV, a text cell that begins with `=`, `+`, `-`, `@`, a\n\
         tab, a carriage return or an apostrophe has an apostrophe in front, so that no spreadsheet runs it. Every table\n\
         but `controlled`, `arrivals` and `orders` is always there. What each measure means stands in [MEASURES.md](MEASURES.md). This page is\n\
         generated from the declarations in `src/present/columns.rs`.\n",
    );
    table::<SummaryRow>(&mut page);
    table::<ComparisonRow>(&mut page);
    table::<ReplicationRow>(&mut page);
    table::<SeriesRow>(&mut page);
    table::<DistributionRow>(&mut page);
    table::<ControlledRow>(&mut page);
    table::<ArrivalRow>(&mut page);
    table::<OrderRow>(&mut page);
    page.push_str(
        "\n# Tables of a sweep\n\n\
         The folder of a sweep holds `sweep.csv`, the columns of `summary` after one column per axis, named as the axis, and\n\
         `winners.csv` below, likewise after one column per axis; where one strategy is swept, `points.csv`, likewise;\n\
         `tornado.csv` or `sensitivity.csv` where the design is of that name. CSV only.\n",
    );
    table::<StandingRow>(&mut page);
    table::<PointRow>(&mut page);
    table::<TornadoRow>(&mut page);
    table::<SensitivityRow>(&mut page);
    page.push_str(
        "\n# Tables of a search\n\n\
         The folder of `pushpull optimize` is that of a run at the best levels, with `levels` below, and `optimum.csv`: the\n\
         columns of `summary` after one column per level that was searched, for the system, products and classes. What\n\
         changes with one unit is of the replications searched; all else is of others. The folder of `pushpull frontier`\n\
         holds `frontier.csv`, the columns of `summary` after `level` and one column per number that was searched, and\n\
         `frontier_points.csv` below; that of `pushpull optimize --decoupling` holds `decoupling.csv` and `contenders.csv`.\n",
    );
    table::<LevelRow>(&mut page);
    table::<FrontierRow>(&mut page);
    table::<HeldRow>(&mut page);
    table::<ContenderRow>(&mut page);
    page.push_str(
        "\n# Table of a comparison\n\n\
         The folder of `pushpull compare` holds `comparison.csv` with the columns below, the report, and `run.json`. CSV only.\n",
    );
    table::<ComparedRow>(&mut page);
    page.push_str(
        "\n# Tables of a fit\n\n\
         The folder of `pushpull fit` holds the two tables below, `fragment.toml` for a scenario, and `fit.json` with all of it. CSV only.\n",
    );
    table::<FitRow>(&mut page);
    table::<FitCountRow>(&mut page);
    page.push_str(RECORDS_PAGE);
    page
}

const RECORDS_PAGE: &str = "\n# Records\n\n\
     `records.bin` holds the whole outcome of each replication of a run (not of a sweep), so that `run --extend` need not\n\
     simulate them again: an own binary form, for this version of pushpull alone. It is kept where it has at most four\n\
     megabytes, and with `--full` always; without it a folder is extended all the same, only later.\n";

fn table<R: Row>(page: &mut String) {
    let _ = write!(
        page,
        "\n## {}\n\nOne row per {}.\n\n| column | holds | unit | meaning |\n|---|---|---|---|\n",
        R::TABLE,
        R::GRAIN
    );
    for column in R::COLUMNS {
        let holds = match column.cell {
            CellType::Text => "text",
            CellType::OptionalNumber => "number or empty",
            CellType::Number => "number",
            CellType::Count => "whole number",
        };
        let unit = column.unit.words("time unit");
        let _ = writeln!(page, "| `{}` | {holds} | {unit} | {} |", column.name, column.meaning);
    }
}

fn unit(row: &Definition) -> String {
    match row.unit {
        Unit::Share => "share, 0 … 1".into(),
        unit => unit.words("time unit", "currency"),
    }
}

fn better(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "–",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Compares with the committed page, or writes it when `PUSHPULL_WRITE_DOCS` is set.
    fn committed(name: &str, page: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
        if std::env::var_os("PUSHPULL_WRITE_DOCS").is_some() {
            std::fs::create_dir_all(path.parent().expect("docs")).expect("docs can be made");
            std::fs::write(&path, page).expect("the page can be written");
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == page, "docs/{name} is not current: run `PUSHPULL_WRITE_DOCS=1 cargo test reference`");
    }

    #[test]
    fn the_page_of_measures_is_current() {
        committed("MEASURES.md", &measures_markdown());
    }

    #[test]
    fn the_page_of_columns_is_current() {
        committed("COLUMNS.md", &columns_markdown());
    }

    #[test]
    fn every_measure_has_its_row() {
        let page = measures_markdown();
        for row in MEASURES {
            assert!(page.contains(&format!("| `{}` |", row.id)), "{}", row.id);
        }
    }
}
