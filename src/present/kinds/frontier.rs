//! The results along a service: the least money for each of its levels.

use crate::present::charts::{self, Chart};
use crate::present::error::ReadError;
use crate::present::files::{Presence, TableSink, pointed, table};
use crate::present::kind::ResultKind;
use crate::present::listings;
use crate::present::report::Grid;
use crate::present::terminal::{TerminalStyle, TextGrid};
use crate::results::{Frontier, FrontierRow, RunInfo};
use std::path::Path;

/// The summary at every level.
const FRONTIER: &str = "frontier";

impl ResultKind for Frontier {
    const CSV_ONLY: Option<&'static str> = Some("a frontier");

    fn info(&self) -> &RunInfo {
        &self.info
    }

    fn is_kind_of(info: &RunInfo) -> bool {
        info.search.as_ref().is_some_and(|search| !search.along.is_empty())
    }

    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error> {
        to.pointed(FRONTIER, &self.info.axes, &self.rows)?;
        to.csv(&self.points)
    }

    fn read(folder: &Path, info: RunInfo) -> Result<Frontier, ReadError> {
        Ok(Frontier {
            rows: pointed(folder, FRONTIER, (info.axes.len(), Presence::Always))?,
            points: table(folder, Presence::Always)?,
            info,
        })
    }

    fn charts(&self) -> Vec<Chart> {
        charts::of_frontier(self)
    }

    fn grids(&self) -> Vec<Grid> {
        vec![listings::frontier(self).into()]
    }

    fn terminal(&self, style: TerminalStyle) -> String {
        TextGrid::listed(&listings::frontier(self)).render(style) + "\n"
    }

    fn json(&self) -> String {
        let frontier = self;
        let interval = |low: Option<f64>, high: Option<f64>| serde_json::json!({ "ci_low": low, "ci_high": high });
        let point = |row: &FrontierRow| {
            serde_json::json!({
                "strategy": row.strategy, "measure": row.measure, "level": row.level, "reached": row.is_reached(),
                "service": row.service, "service_interval": interval(row.service_low, row.service_high),
                "money": row.money, "unit": row.unit, "cost": row.cost,
                "cost_interval": interval(row.cost_low, row.cost_high), "cost_of_levels": row.cost_of_levels,
                "target": row.target, "dominated": row.is_dominated(), "next_point": row.next_point,
                "sure_cost": row.sure_cost, "sure_level": row.sure_level,
            })
        };
        let points: Vec<serde_json::Value> = frontier.points.iter().map(point).collect();
        let info = &frontier.info;
        let all = serde_json::json!({
            "scenario": info.scenario, "search": info.search, "verdict": info.verdict, "points": points,
            "findings": info.findings,
        });
        serde_json::to_string_pretty(&all).expect("strings and numbers always serialise")
    }
}
