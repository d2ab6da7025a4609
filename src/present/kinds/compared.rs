//! Two runs beside each other: what changed under each strategy.

use crate::measures::{Column, EntityKind, MEASURES};
use crate::present::charts::{self, Chart};
use crate::present::error::ReadError;
use crate::present::files::{Presence, TableSink, table};
use crate::present::kind::ResultKind;
use crate::present::listings::Listing;
use crate::present::numbers::{self, Measured};
use crate::present::report::Grid;
use crate::present::summary_index;
use crate::present::terminal::{TerminalStyle, TextGrid};
use crate::results::{Compared, ComparedRow, RunInfo};
use std::path::Path;

/// Measures of the first table.
const DECIDING: [&str; 7] =
    ["cost_total", "profit", "order_fill_rate", "on_time_rate", "response_mean", "inventory_value_mean", "lost_rate"];
/// Rows of a table of changes, at most; all of them stand in `comparison.csv`.
const ROWS: usize = 60;

impl ResultKind for Compared {
    const CSV_ONLY: Option<&'static str> = Some("compare");

    fn info(&self) -> &RunInfo {
        &self.info
    }

    fn is_kind_of(info: &RunInfo) -> bool {
        info.compared.is_some()
    }

    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error> {
        to.csv(&self.rows)
    }

    fn read(folder: &Path, info: RunInfo) -> Result<Compared, ReadError> {
        Ok(Compared { rows: table(folder, Presence::Always)?, info })
    }

    fn charts(&self) -> Vec<Chart> {
        charts::of_compared(self)
    }

    fn grids(&self) -> Vec<Grid> {
        let mut grids = vec![Grid::from(deciding(self))];
        grids.extend([system(self), entities(self)].into_iter().filter(|it| !it.rows.is_empty()).map(Grid::from));
        grids
    }

    fn terminal(&self, style: TerminalStyle) -> String {
        TextGrid::listed(&deciding(self)).render(style) + "\n"
    }

    fn json(&self) -> String {
        let rows = self.rows.iter().filter(|row| row.entity_kind == EntityKind::System).map(|row| {
            serde_json::json!({
                "strategy": row.strategy, "measure": row.measure, "unit": row.unit, "before": row.before, "now": row.now,
                "difference": row.difference, "ci_low": row.ci_low, "ci_high": row.ci_high, "change": row.change,
                "p": row.p, "p_adjusted": row.p_adjusted, "method": row.method,
            })
        });
        let info = &self.info;
        let all = serde_json::json!({
            "scenario": info.scenario, "compared": info.compared, "confidence": info.confidence, "verdict": info.verdict,
            "rows": rows.collect::<Vec<_>>(),
        });
        serde_json::to_string_pretty(&all).expect("strings and numbers always serialise")
    }
}

/// Rows of the whole system by measure, then by strategy.
fn of_system(compared: &Compared, measures: impl Fn(&str) -> Option<usize>) -> Vec<&ComparedRow> {
    let own = compared.rows.iter().filter(|row| row.entity_kind == EntityKind::System && row.difference.is_some());
    let mut rows: Vec<(usize, &ComparedRow)> = own.filter_map(|row| Some((measures(&row.measure)?, row))).collect();
    rows.sort_by_key(|(place, _)| *place);
    let idle = |row: &ComparedRow| row.before == Some(0.0) && row.now == Some(0.0);
    rows.into_iter().map(|(_, row)| row).filter(|row| !idle(row)).collect()
}

fn deciding(compared: &Compared) -> Listing {
    let rows = of_system(compared, |measure| DECIDING.iter().position(|id| *id == measure));
    listing("What changed", compared, rows)
}

/// All other measures of the whole system.
fn system(compared: &Compared) -> Listing {
    let place = |measure: &str| Column::parse(measure).map_or(MEASURES.len(), |column| column.measure as usize);
    let rows = of_system(compared, |measure| (!DECIDING.contains(&measure)).then(|| place(measure)));
    listing("The whole system", compared, rows)
}

/// The surest changes of items, products and all else.
fn entities(compared: &Compared) -> Listing {
    let alpha = 1.0 - compared.info.confidence;
    let own = |row: &&ComparedRow| row.entity_kind != EntityKind::System && row.p_adjusted.is_some_and(|p| p < alpha);
    let mut rows: Vec<&ComparedRow> = compared.rows.iter().filter(own).collect();
    let size = |row: &ComparedRow| row.change.map_or(0.0, f64::abs);
    rows.sort_by(|one, other| size(other).total_cmp(&size(one)));
    let all = rows.len();
    rows.truncate(ROWS);
    let mut listing = listing("Changes beyond chance, by their size", compared, rows);
    if all > ROWS {
        listing.note = format!("The first {ROWS} of {}; all stand in comparison.csv.", numbers::count(all as u64));
    }
    listing
}

fn listing(title: &str, compared: &Compared, rows: Vec<&ComparedRow>) -> Listing {
    let with_entity = rows.iter().any(|row| !row.entity.is_empty());
    let mut heads = vec!["measure".to_string()];
    heads.extend(with_entity.then(|| "of".to_string()));
    heads.extend(
        ["strategy", "first run", "second run", "difference", "change", "p (Holm)", "compared"].map(String::from),
    );
    let row = |row: &ComparedRow| {
        let label = summary_index::label(&row.measure, &compared.info.time_unit);
        let mut cells = vec![format!("{label} ({})", numbers::unit_words(&row.unit))];
        cells.extend(with_entity.then(|| row.entity.clone()));
        cells.push(row.strategy.clone());
        let factor = numbers::scale(&row.unit);
        cells.extend([row.before, row.now].map(|mean| mean.map_or("–".into(), |mean| numbers::plain(mean * factor))));
        let measured = Measured {
            mean: row.difference.unwrap_or(f64::NAN),
            se: row.se,
            ci_low: row.ci_low,
            ci_high: row.ci_high,
            unit: &row.unit,
        };
        cells.push(measured.shown().text());
        cells.push(row.change.map_or("–".into(), |change| format!("{} %", numbers::grouped(100.0 * change, 1))));
        cells.push(
            row.p_adjusted.map_or("–".into(), |p| if p < 5e-5 { "<0.0001".into() } else { numbers::grouped(p, 4) }),
        );
        cells.push(row.method.clone());
        cells
    };
    let rows = rows.into_iter().map(row).collect();
    Listing { title: title.into(), note: String::new(), heads, rows }
}
