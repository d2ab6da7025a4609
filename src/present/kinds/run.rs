//! The results of a run: summary, comparison, raw values, series, distributions, and the levels of a search.

use crate::measures::EntityKind;
use crate::present::charts::{self, Chart};
use crate::present::error::ReadError;
use crate::present::files::{Presence, TableSink, table};
use crate::present::kind::ResultKind;
use crate::present::listings;
use crate::present::numbers;
use crate::present::report::{Grid, run_grids};
use crate::present::summary_index::SummaryIndex;
use crate::present::terminal::{TerminalStyle, TextGrid, short};
use crate::results::{RunInfo, Tables};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

impl ResultKind for Tables {
    const CSV_ONLY: Option<&'static str> = None;

    fn info(&self) -> &RunInfo {
        &self.info
    }

    fn is_kind_of(info: &RunInfo) -> bool {
        info.axes.is_empty()
            && info.compared.is_none()
            && info.search.as_ref().is_none_or(|search| search.snippet.is_empty())
    }

    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error> {
        to.table(&self.summary)?;
        to.table(&self.comparison)?;
        to.table(&self.replications)?;
        to.table(&self.series)?;
        to.table(&self.distribution)?;
        if !self.controlled.is_empty() {
            to.table(&self.controlled)?;
        }
        if !self.arrivals.is_empty() {
            to.table(&self.arrivals)?;
        }
        if !self.orders.is_empty() {
            to.table(&self.orders)?;
        }
        if self.info.search.is_some() {
            to.table(&self.levels)?;
            let (axes, rows) = self.optimum();
            to.pointed(OPTIMUM, &axes, &rows)?;
        }
        Ok(())
    }

    fn read(folder: &Path, info: RunInfo) -> Result<Tables, ReadError> {
        Ok(Tables {
            summary: table(folder, Presence::Always)?,
            comparison: table(folder, Presence::Always)?,
            replications: table(folder, Presence::Always)?,
            series: table(folder, Presence::Always)?,
            distribution: table(folder, Presence::Always)?,
            controlled: table(folder, Presence::OnRequest)?,
            arrivals: table(folder, Presence::OnRequest)?,
            orders: table(folder, Presence::OnRequest)?,
            levels: table(folder, Presence::OnRequest)?,
            info,
        })
    }

    fn charts(&self) -> Vec<Chart> {
        charts::charts(self)
    }

    fn grids(&self) -> Vec<Grid> {
        let index = SummaryIndex::new(self);
        let mut grids = vec![run_grids::glance(&index, &heads(&index))];
        grids.extend(listings::levels(self).into_iter().map(Grid::from));
        grids.extend(run_grids::entities_and_pairs(&index));
        grids
    }

    fn terminal(&self, style: TerminalStyle) -> String {
        let look = SummaryIndex::new(self);
        let mut out = main_table(&look).render(style);
        for listing in listings::levels(self) {
            let note = listing.note.clone();
            let _ = write!(out, "\n{}", TextGrid::listed(&listing.narrowed("one less")).render(style));
            if !note.is_empty() {
                let _ = writeln!(out, "{}", style.faint(&note));
            }
        }
        out.push('\n');
        out
    }

    fn json(&self) -> String {
        json(self)
    }
}

/// The summary at the best levels, with a column per level.
const OPTIMUM: &str = "optimum";

/// Measures of the first table, with the short heads of their columns.
const HEADS: [(&str, &str); 8] = [
    ("cost_total", "cost"),
    ("profit", "profit"),
    ("order_fill_rate", "at once"),
    ("on_time_rate", "on time"),
    ("response_mean", "response"),
    ("response_p95", "p95"),
    ("inventory_value_mean", "stock"),
    ("lost_rate", "lost"),
];

/// Measures of the first table that have something to say here, with the short heads of their columns.
fn heads<'a>(look: &SummaryIndex<'a>) -> Vec<(&'static str, &'static str)> {
    let strategies = look.strategies();
    let some = |id: &'static str| strategies.iter().any(|name| look.system(name, id).is_some_and(|it| it.mean != 0.0));
    let shown = |(id, _): &(&'static str, &'static str)| match *id {
        "profit" => some("revenue"),
        "lost_rate" => some("lost_rate"),
        id => look.any(id),
    };
    HEADS.into_iter().filter(shown).collect()
}

fn main_table(look: &SummaryIndex<'_>) -> TextGrid {
    let strategies = look.strategies();
    let mut grid = TextGrid::new("strategy");
    for (id, head) in heads(look) {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        let unit = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        grid.column(format!("{head} ({unit})"), values.iter().map(|value| value.map(|it| it.shown().text())));
    }
    grid.rows = strategies.iter().map(|name| short(name)).collect();
    grid
}

#[derive(Serialize)]
struct Script<'a> {
    scenario: &'a str,
    version: &'a str,
    seed: u64,
    replications: u32,
    confidence: f64,
    strategies: Vec<ScriptStrategy<'a>>,
    comparison: Vec<ScriptPair<'a>>,
    verdict: &'a crate::results::Verdict,
    findings: &'a [crate::results::Finding],
    /// How the levels were found, and what they are: of a search only.
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<&'a crate::results::Search>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    levels: Vec<ScriptLevel<'a>>,
}

#[derive(Serialize)]
struct ScriptLevel<'a> {
    strategy: &'a str,
    level: &'a str,
    start: f64,
    best: f64,
    one_more: Option<f64>,
    one_less: Option<f64>,
    measure_more: Option<f64>,
    measure_less: Option<f64>,
}

#[derive(Serialize)]
struct ScriptStrategy<'a> {
    name: &'a str,
    holds: &'a str,
    /// Measures of the system by id.
    measures: BTreeMap<&'a str, ScriptValue<'a>>,
}

#[derive(Serialize)]
struct ScriptValue<'a> {
    unit: &'a str,
    mean: Option<f64>,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
}

#[derive(Serialize)]
struct ScriptPair<'a> {
    measure: &'a str,
    strategy: &'a str,
    reference: &'a str,
    difference: Option<f64>,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
    p_best: Option<f64>,
}

impl<'a> ScriptLevel<'a> {
    fn of(row: &'a crate::results::LevelRow) -> ScriptLevel<'a> {
        ScriptLevel {
            strategy: &row.strategy,
            level: &row.level,
            start: row.start,
            best: row.best,
            one_more: row.one_more,
            one_less: row.one_less,
            measure_more: row.measure_more,
            measure_less: row.measure_less,
        }
    }
}

/// The summary for scripts: one JSON object with the measures of the system, the pairs, verdict and findings.
fn json(tables: &Tables) -> String {
    let info = &tables.info;
    let measures = |name: &str| {
        let rows = tables.summary.iter().filter(|row| row.entity_kind == EntityKind::System && row.strategy == name);
        rows.map(|row| {
            let value = ScriptValue { unit: &row.unit, mean: row.mean, ci_low: row.ci_low, ci_high: row.ci_high };
            (row.measure.as_str(), value)
        })
        .collect()
    };
    let strategy = |it: &'_ crate::results::StrategyInfo| measures(&it.name);
    let pairs = tables.comparison.iter().filter(|row| row.entity_kind == EntityKind::System);
    let script = Script {
        scenario: &info.scenario,
        version: &info.version,
        seed: info.seed,
        replications: info.replications,
        confidence: info.confidence,
        strategies: info
            .strategies
            .iter()
            .map(|it| ScriptStrategy { name: &it.name, holds: &it.holds, measures: strategy(it) })
            .collect(),
        comparison: pairs
            .map(|row| ScriptPair {
                measure: &row.measure,
                strategy: &row.strategy,
                reference: &row.reference,
                difference: row.difference,
                ci_low: row.ci_low,
                ci_high: row.ci_high,
                p_best: row.p_best,
            })
            .collect(),
        verdict: &info.verdict,
        findings: &info.findings,
        search: info.search.as_ref(),
        levels: tables.levels.iter().map(ScriptLevel::of).collect(),
    };
    let mut text = serde_json::to_string_pretty(&script).expect("strings and numbers always serialise");
    text.push('\n');
    text
}
