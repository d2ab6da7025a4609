//! The results of a search over what is held: the sets compared, and why each item is held or not.

use crate::present::charts::{self, Chart};
use crate::present::error::ReadError;
use crate::present::files::{Presence, TableSink, table};
use crate::present::kind::ResultKind;
use crate::present::listings;
use crate::present::report::Grid;
use crate::present::terminal::{TerminalStyle, TextGrid};
use crate::results::{Decoupling, RunInfo};
use std::path::Path;

impl ResultKind for Decoupling {
    const CSV_ONLY: Option<&'static str> = Some("--decoupling");

    fn info(&self) -> &RunInfo {
        &self.info
    }

    fn is_kind_of(info: &RunInfo) -> bool {
        info.search.as_ref().is_some_and(|search| !search.snippet.is_empty())
    }

    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error> {
        to.csv(&self.items)?;
        to.csv(&self.contenders)
    }

    fn read(folder: &Path, info: RunInfo) -> Result<Decoupling, ReadError> {
        Ok(Decoupling { items: table(folder, Presence::Always)?, contenders: table(folder, Presence::Always)?, info })
    }

    fn charts(&self) -> Vec<Chart> {
        charts::of_decoupling(self)
    }

    fn grids(&self) -> Vec<Grid> {
        vec![listings::contenders(self).into(), listings::items(self).into()]
    }

    fn terminal(&self, style: TerminalStyle) -> String {
        let listings = [listings::contenders(self), listings::items(self)];
        listings.map(|listing| TextGrid::listed(&listing).render(style) + "\n").concat()
    }

    fn json(&self) -> String {
        let found = self;
        let items = found.items.iter().map(|row| {
            serde_json::json!({
                "item": row.item, "held": row.held == "yes", "saves": row.saves, "costs": row.costs, "net": row.net,
                "ci_low": row.net_low, "ci_high": row.net_high, "met_otherwise": row.met_otherwise == "yes",
            })
        });
        let contenders = found.contenders.iter().map(|row| {
            serde_json::json!({
                "strategy": row.strategy, "holds": row.holds, "reached": row.reached == "yes", "money": row.money,
                "unit": row.unit, "cost": row.cost, "ci_low": row.cost_low, "ci_high": row.cost_high,
                "difference": row.difference, "difference_low": row.difference_low, "difference_high": row.difference_high,
                "p_best": row.p_best, "target": row.target, "service": row.service,
            })
        });
        let (items, contenders): (Vec<_>, Vec<_>) = (items.collect(), contenders.collect());
        let info = &found.info;
        let all = serde_json::json!({
            "scenario": info.scenario, "search": info.search, "verdict": info.verdict, "contenders": contenders,
            "items": items, "findings": info.findings,
        });
        serde_json::to_string_pretty(&all).expect("strings and numbers always serialise")
    }
}
