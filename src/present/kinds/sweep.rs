//! The results of a sweep: every strategy at every point, and who is best there.

use crate::present::charts::{self, Chart};
use crate::present::columns::Row;
use crate::present::error::ReadError;
use crate::present::files::{self, Presence, TableSink, pointed, table};
use crate::present::kind::ResultKind;
use crate::present::report::Grid;
use crate::present::terminal::{TerminalStyle, TextGrid, short};
use crate::present::{json, listings, numbers};
use crate::results::{AxisValue, PointRow, Pointed, RunInfo, StandingRow, Sweep};
use std::path::Path;

/// The summary of every point.
const SWEEP: &str = "sweep";

impl ResultKind for Sweep {
    const CSV_ONLY: Option<&'static str> = Some("a sweep");

    fn info(&self) -> &RunInfo {
        &self.info
    }

    fn is_kind_of(info: &RunInfo) -> bool {
        !info.axes.is_empty() && info.search.is_none()
    }

    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error> {
        to.sweep(SWEEP, &self.info.axes, &self.rows)?;
        to.pointed(StandingRow::TABLE, &self.info.axes, &self.standings)?;
        if !self.points.is_empty() {
            to.pointed(PointRow::TABLE, &self.info.axes, &self.points)?;
        }
        if !self.tornado.is_empty() {
            to.csv(&self.tornado)?;
        }
        if !self.sensitivity.is_empty() {
            to.csv(&self.sensitivity)?;
        }
        Ok(())
    }

    fn read(folder: &Path, info: RunInfo) -> Result<Sweep, ReadError> {
        let axes = info.axes.len();
        Ok(Sweep {
            rows: files::sweep(folder, SWEEP, (axes, info.confidence))?,
            standings: pointed(folder, StandingRow::TABLE, (axes, Presence::Always))?,
            points: pointed(folder, PointRow::TABLE, (axes, Presence::OnRequest))?,
            tornado: table(folder, Presence::OnRequest)?,
            sensitivity: table(folder, Presence::OnRequest)?,
            info,
        })
    }

    fn charts(&self) -> Vec<Chart> {
        charts::of_sweep(self)
    }

    fn grids(&self) -> Vec<Grid> {
        let one_strategy = !self.points.is_empty();
        vec![if one_strategy { listings::sweep_points(self) } else { listings::standings(self) }.into()]
    }

    fn size(&self) -> String {
        format!(" · {}", numbers::counted(self.standings.len() as u64, "point"))
    }

    fn terminal(&self, style: TerminalStyle) -> String {
        match self.standings.len() {
            many if many > MOST_POINTS => String::new(),
            _ if !self.points.is_empty() => TextGrid::listed(&listings::sweep_points(self)).render(style) + "\n",
            _ => points_table(self).render(style) + "\n",
        }
    }

    fn json(&self) -> String {
        let sweep = self;
        let value =
            |value: &AxisValue| value.number().map_or_else(|| value.to_string().into(), serde_json::Value::from);
        let at = |point: &[AxisValue]| -> serde_json::Map<_, _> {
            sweep.info.axes.iter().cloned().zip(point.iter().map(value)).collect()
        };
        let standing = |Pointed { point, row }: &Pointed<StandingRow>| {
            serde_json::json!({
                "point": at(point), "best": row.best, "p_best": row.p_best, "second": row.second,
                "margin": row.margin, "ci_low": row.ci_low, "ci_high": row.ci_high, "tied": row.tied,
            })
        };
        let of_one = |Pointed { point, row }: &Pointed<PointRow>| {
            serde_json::json!({
                "point": at(point), "measure": row.measure, "unit": row.unit, "value": row.value, "ci_low": row.ci_low,
                "ci_high": row.ci_high, "difference": row.difference, "difference_low": row.difference_low,
                "difference_high": row.difference_high, "p_best": row.p_best, "target": row.target,
                "standing": row.standing,
            })
        };
        let points: Vec<serde_json::Value> = match sweep.points.is_empty() {
            true => sweep.standings.iter().map(standing).collect(),
            false => sweep.points.iter().map(of_one).collect(),
        };
        let all = serde_json::json!({
            "scenario": sweep.info.scenario, "verdict": sweep.info.verdict, "points": points,
            "tornado": objects(&sweep.tornado), "sensitivity": objects(&sweep.sensitivity),
        });
        serde_json::to_string_pretty(&all).expect("strings and numbers always serialise")
    }
}

/// The rows of a table as objects.
fn objects<R: Row>(rows: &[R]) -> serde_json::Value {
    let mut bytes = Vec::new();
    json::write(rows, &mut bytes).expect("memory takes what is written");
    serde_json::from_slice(&bytes).expect("what was written is JSON")
}

/// Points of a sweep that are listed.
const MOST_POINTS: usize = 40;

fn points_table(sweep: &Sweep) -> TextGrid {
    let mut grid =
        TextGrid::new(&sweep.info.axes.iter().map(|axis| sweep.info.in_words(axis)).collect::<Vec<_>>().join(", "));
    let rows = &sweep.standings;
    let unit = rows.first().map_or("", |row| row.row.unit.as_str());
    grid.column("best".into(), rows.iter().map(|row| Some(short(&row.row.best))));
    grid.column("P(best)".into(), rows.iter().map(|row| row.row.p_best.map(numbers::percent)));
    grid.column(format!("lead ({unit})"), rows.iter().map(|row| row.row.margin.map(numbers::plain)));
    grid.column("over".into(), rows.iter().map(|row| Some(short(&row.row.second))));
    grid.rows =
        rows.iter().map(|row| row.point.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")).collect();
    grid
}
