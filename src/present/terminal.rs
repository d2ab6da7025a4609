//! What `run` prints on stdout: compact tables, the verdict, findings; or one JSON object for scripts.

use super::columns::Row;
use super::found;
use super::look::Look;
use super::numbers::{self, Measured};
use crate::measures::{EntityKind, Measure};
use crate::results::{AxisValue, Decoupling, Frontier, Pointed, RunInfo, Sweep, Tables};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// Whether the terminal shows bold and faint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    Always,
    #[default]
    Never,
}

/// Measures of the first table, with the short heads of their columns.
const HEADS: [(&str, &str); 8] = [
    ("cost_total", "cost"),
    ("profit", "profit"),
    ("order_fill_rate", "filled at once"),
    ("on_time_rate", "on time"),
    ("response_mean", "response"),
    ("response_p95", "response p95"),
    ("inventory_value_mean", "stock value"),
    ("lost_rate", "lost"),
];

/// Longest name of a strategy in a table, in characters.
const NAME_WIDTH: usize = 28;

/// Tables, verdict and findings. Tables wider than `width` characters are broken between columns.
#[must_use]
pub fn summary(tables: &Tables, color: Color, width: Option<usize>) -> String {
    let look = Look::new(tables);
    let style = Style(color, width);
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", style.bold(&headline(&tables.info)));
    out.push_str(&main_table(&look).render(style));
    if let Some(costs) = cost_table(&look) {
        out.push('\n');
        out.push_str(&costs.render(style));
    }
    for listing in found::levels(tables) {
        let _ = write!(out, "\n{}", Grid::listed(&listing).render(style));
        if !listing.note.is_empty() {
            let _ = writeln!(out, "{}", style.faint(&listing.note));
        }
    }
    out.push('\n');
    out.push_str(&searched(&tables.info, style));
    out.push_str(&verdict(&tables.info, style));
    out
}

/// What each level of service costs, and how it was found.
#[must_use]
pub fn frontier(frontier: &Frontier, color: Color, width: Option<usize>) -> String {
    let style = Style(color, width);
    let mut out = format!("{}\n\n", style.bold(&headline(&frontier.info)));
    out.push_str(&Grid::listed(&found::frontier(frontier)).render(style));
    out.push('\n');
    out.push_str(&searched(&frontier.info, style));
    out.push_str(&verdict(&frontier.info, style));
    out
}

/// The best set of held items as a strategy to copy, the sets compared, and why.
#[must_use]
pub fn decoupling(found: &Decoupling, color: Color, width: Option<usize>) -> String {
    let style = Style(color, width);
    let mut out = format!("{}\n\n", style.bold(&headline(&found.info)));
    for listing in [found::contenders(found), found::items(found)] {
        let _ = writeln!(out, "{}", Grid::listed(&listing).render(style));
    }
    out.push_str(&searched(&found.info, style));
    if let Some(search) = &found.info.search {
        search.snippet.lines().for_each(|line| out += &format!("{}\n", clean(line)));
        out.push('\n');
    }
    out.push_str(&verdict(&found.info, style));
    out
}

/// The same as one JSON object for scripts.
#[must_use]
pub fn decoupling_json(found: &Decoupling) -> String {
    let items = found.items.iter().map(|row| {
        serde_json::json!({
            "item": row.item, "held": row.held == "yes", "saves": row.saves, "costs": row.costs, "net": row.net,
            "ci_low": row.net_low, "ci_high": row.net_high, "met_otherwise": row.met_otherwise == "yes",
        })
    });
    let contenders = found.contenders.iter().map(|row| {
        serde_json::json!({
            "strategy": row.strategy, "holds": row.holds, "reached": row.reached == "yes", "money": row.money,
            "unit": row.unit, "cost": row.cost, "ci_low": row.cost_low, "ci_high": row.cost_high, "service": row.service,
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

/// A frontier as one JSON object for scripts.
#[must_use]
pub fn frontier_json(frontier: &Frontier) -> String {
    let interval = |low: Option<f64>, high: Option<f64>| serde_json::json!({ "ci_low": low, "ci_high": high });
    let point = |row: &crate::results::FrontierRow| {
        serde_json::json!({
            "strategy": row.strategy, "measure": row.measure, "level": row.level, "reached": row.is_reached(),
            "service": row.service, "service_interval": interval(row.service_low, row.service_high),
            "money": row.money, "unit": row.unit, "cost": row.cost,
            "cost_interval": interval(row.cost_low, row.cost_high),
            "dominated": row.is_dominated(), "next_point": row.next_point,
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

/// How the levels were found.
fn searched(info: &RunInfo, style: Style) -> String {
    let Some(search) = &info.search else { return String::new() };
    let mut out = format!("{}\n", style.bold(&format!("Searched for {}", clean(&search.goal))));
    for sentence in search.strategies.iter().flat_map(|strategy| &strategy.sentences) {
        let _ = writeln!(out, "  {}", clean(sentence));
    }
    out.push('\n');
    out
}

/// Who is best at how many points, verdict and findings of a sweep.
#[must_use]
pub fn sweep(sweep: &Sweep, color: Color, width: Option<usize>) -> String {
    let style = Style(color, width);
    let mut out = String::new();
    let points = numbers::counted(sweep.standings.len() as u64, "point");
    let _ = writeln!(out, "{}\n", style.bold(&format!("{} · {points}", headline(&sweep.info))));
    if sweep.standings.len() <= MOST_POINTS {
        out.push_str(&points_table(sweep).render(style));
        out.push('\n');
    }
    out.push_str(&verdict(&sweep.info, style));
    out
}

/// The standings of a sweep as one JSON object for scripts.
#[must_use]
pub fn sweep_json(sweep: &Sweep) -> String {
    let value = |value: &AxisValue| value.number().map_or_else(|| value.to_string().into(), serde_json::Value::from);
    let points = sweep.standings.iter().map(|Pointed { point, row }| {
        let at: serde_json::Map<_, _> = sweep.info.axes.iter().cloned().zip(point.iter().map(value)).collect();
        serde_json::json!({
            "point": at, "best": row.best, "p_best": row.p_best, "second": row.second,
            "margin": row.margin, "ci_low": row.ci_low, "ci_high": row.ci_high, "tied": row.tied,
        })
    });
    let points: Vec<serde_json::Value> = points.collect();
    let all = serde_json::json!({
        "scenario": sweep.info.scenario, "verdict": sweep.info.verdict, "points": points,
        "tornado": objects(&sweep.tornado), "sensitivity": objects(&sweep.sensitivity),
    });
    serde_json::to_string_pretty(&all).expect("strings and numbers always serialise")
}

/// The rows of a table as objects.
fn objects<R: Row>(rows: &[R]) -> serde_json::Value {
    let mut bytes = Vec::new();
    super::json::write(rows, &mut bytes).expect("memory takes what is written");
    serde_json::from_slice(&bytes).expect("what was written is JSON")
}

/// Points of a sweep that are listed.
const MOST_POINTS: usize = 40;

fn points_table(sweep: &Sweep) -> Grid {
    let mut grid = Grid::new(&sweep.info.axes.join(", "));
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

/// Scenario, size of the experiment, provenance: one line.
fn headline(info: &RunInfo) -> String {
    let mut line = clean(&info.scenario);
    let _ = write!(
        line,
        " · {} × {} · {}",
        counted_strategies(info.strategies.len()),
        info.counted_replications(),
        clean(&info.setting()),
    );
    line
}

fn counted_strategies(count: usize) -> String {
    if count == 1 { "1 strategy".into() } else { format!("{count} strategies") }
}

/// Measures of the first table that have something to say here, with the short heads of their columns.
pub(super) fn heads<'a>(look: &Look<'a>) -> Vec<(&'static str, &'static str)> {
    let strategies = look.strategies();
    let some = |id: &'static str| strategies.iter().any(|name| look.system(name, id).is_some_and(|it| it.mean != 0.0));
    let shown = |(id, _): &(&'static str, &'static str)| match *id {
        "profit" => some("revenue"),
        "lost_rate" => some("lost_rate"),
        id => look.any(id),
    };
    HEADS.into_iter().filter(shown).collect()
}

fn main_table(look: &Look<'_>) -> Grid {
    let strategies = look.strategies();
    let mut grid = Grid::new("strategy");
    for (id, head) in heads(look) {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        let unit = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        grid.column(format!("{head} ({unit})"), values.iter().map(|value| value.map(|it| it.shown().text())));
    }
    grid.rows = strategies.iter().map(|name| short(name)).collect();
    grid
}

/// Lines of cost that any strategy has, one column per strategy; none without costs or with too many strategies.
fn cost_table(look: &Look<'_>) -> Option<Grid> {
    let strategies = look.strategies();
    let lines = || Measure::COST_LINES.into_iter().map(|line| line.definition());
    let used: Vec<_> = lines()
        .filter(|line| strategies.iter().any(|name| look.system(name, line.id).is_some_and(|it| it.mean != 0.0)))
        .collect();
    if used.is_empty() || strategies.len() > 5 {
        return None;
    }
    let unit = strategies.iter().find_map(|name| look.system(name, used[0].id)).map_or("", |value| value.unit);
    let mut grid = Grid::new(&format!("cost line ({unit})"));
    for name in &strategies {
        let value = |id| look.system(name, id).map(|it: Measured<'_>| it.shown().value);
        grid.column(short(name), used.iter().map(|line| value(line.id)));
    }
    grid.rows = used.iter().map(|line| line.label.into()).collect();
    Some(grid)
}

fn verdict(info: &RunInfo, style: Style) -> String {
    let mut out = String::new();
    if !info.verdict.headline.is_empty() {
        let _ = writeln!(out, "{}", style.bold(&clean(&info.verdict.headline)));
    }
    for sentence in &info.verdict.sentences {
        let _ = writeln!(out, "  {}", clean(sentence));
    }
    if !info.findings.is_empty() {
        let _ = writeln!(out, "\n{}", style.bold("Findings"));
    }
    for finding in &info.findings {
        let _ =
            writeln!(out, "  {} {}", clean(&finding.symptom), style.faint(&format!("→ {}", clean(&finding.advice))));
    }
    out
}

/// Control characters (a name may hold escape sequences) never reach a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

fn short(name: &str) -> String {
    let name = clean(name);
    if name.chars().count() <= NAME_WIDTH {
        return name;
    }
    name.chars().take(NAME_WIDTH - 1).chain(['…']).collect()
}

#[derive(Clone, Copy)]
struct Style(Color, Option<usize>);

impl Style {
    fn bold(self, text: &str) -> String {
        self.wrap("\u{1b}[1m", text)
    }
    fn faint(self, text: &str) -> String {
        self.wrap("\u{1b}[2m", text)
    }
    fn wrap(self, code: &str, text: &str) -> String {
        match self.0 {
            Color::Always => format!("{code}{text}\u{1b}[0m"),
            Color::Never => text.into(),
        }
    }
}

/// A table of text: names left, values right.
struct Grid {
    corner: String,
    rows: Vec<String>,
    columns: Vec<(String, Vec<String>)>,
}

impl Grid {
    fn new(corner: &str) -> Grid {
        Grid { corner: corner.into(), rows: Vec::new(), columns: Vec::new() }
    }

    fn listed(listing: &found::Listing) -> Grid {
        let clean_all = |cells: &[String]| cells.iter().map(|cell| clean(cell)).collect::<Vec<_>>();
        let (heads, rows): (_, Vec<Vec<String>>) =
            (clean_all(&listing.heads), listing.rows.iter().map(|row| clean_all(row)).collect());
        let mut grid = Grid::new(heads.first().map_or("", String::as_str));
        for (place, head) in heads.iter().enumerate().skip(1) {
            grid.column(head.clone(), rows.iter().map(|row| row.get(place).cloned()));
        }
        grid.rows = rows.iter().filter_map(|row| row.first().map(|name| short(name))).collect();
        grid
    }

    /// A missing value shows as `–`.
    fn column(&mut self, head: String, values: impl Iterator<Item = Option<String>>) {
        self.columns.push((head, values.map(|value| value.unwrap_or_else(|| "–".into())).collect()));
    }

    fn render(&self, style: Style) -> String {
        let width =
            |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
        let first = width(&mut self.rows.iter().chain([&self.corner]));
        let widths: Vec<usize> =
            self.columns.iter().map(|(head, values)| width(&mut values.iter().chain([head]))).collect();
        let mut out = String::new();
        let mut begin = 0;
        while begin < widths.len() {
            // At least one column, then as many as fit.
            let mut taken = first;
            let fits = |width: &&usize| {
                taken += 2 + **width;
                style.1.is_none_or(|most| taken <= most)
            };
            let end = begin + widths[begin..].iter().take_while(fits).count().max(1);
            if begin > 0 {
                out.push('\n');
            }
            out.push_str(&self.block(begin..end, first, &widths, style));
            begin = end;
        }
        out
    }

    /// The columns of a range, beside the names.
    fn block(&self, columns: Range<usize>, first: usize, widths: &[usize], style: Style) -> String {
        let mut head = format!("{:<first$}", self.corner);
        for ((text, _), width) in self.columns[columns.clone()].iter().zip(&widths[columns.clone()]) {
            let _ = write!(head, "  {text:>width$}");
        }
        let mut out = format!("{}\n", style.faint(&head));
        for (place, name) in self.rows.iter().enumerate() {
            let _ = write!(out, "{name:<first$}");
            for ((_, values), width) in self.columns[columns.clone()].iter().zip(&widths[columns.clone()]) {
                let _ = write!(out, "  {:>width$}", values[place]);
            }
            out.push('\n');
        }
        out
    }
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
#[must_use]
pub fn json(tables: &Tables) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::fixture;

    #[test]
    fn tables_verdict_and_findings_are_there() {
        let text = summary(&fixture::custom_pcs(), Color::Never, None);
        for part in
            ["Custom PCs · 3 strategies × 30 replications", "cost (USD/day)", "Purchase", " ± ", "ATO is cheapest"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(!text.contains('\u{1b}'));
        assert!(summary(&fixture::custom_pcs(), Color::Always, None).contains("\u{1b}[1m"));
    }

    #[test]
    fn tables_fit_into_a_narrow_terminal() {
        let tables = fixture::custom_pcs();
        let wide = summary(&tables, Color::Never, None);
        let narrow = summary(&tables, Color::Never, Some(60));
        let rows = |text: &str| -> Vec<String> {
            let of_tables = text.lines().skip(1).take_while(|line| !line.starts_with(&tables.info.verdict.headline));
            of_tables.map(str::to_string).collect()
        };
        assert!(rows(&wide).iter().any(|row| row.chars().count() > 60), "there is something to break");
        assert!(rows(&narrow).iter().all(|row| row.chars().count() <= 60), "{narrow}");
        for value in rows(&wide).iter().flat_map(|row| row.split("  ")).map(str::trim) {
            assert!(narrow.contains(value), "{value} is lost");
        }
        assert!(!summary(&tables, Color::Never, Some(1)).is_empty(), "one column at least");
    }

    #[test]
    fn escape_sequences_of_names_are_harmless() {
        let mut tables = fixture::custom_pcs();
        tables.info.scenario = "\u{1b}]0;gotcha\u{7}".into();
        assert!(!summary(&tables, Color::Never, None).contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn nothing_simulated_prints_nothing_wrong() {
        let text = summary(&Tables::default(), Color::Never, None);
        assert!(text.contains("0 strategies"), "{text}");
    }

    #[test]
    fn scripts_get_numbers_in_full() {
        let tables = fixture::custom_pcs();
        let value: serde_json::Value = serde_json::from_str(&json(&tables)).expect("valid JSON");
        let row = tables.summary.iter().find(|row| row.measure == "cost_total").expect("a total");
        assert_eq!(value["strategies"][0]["measures"]["cost_total"]["mean"].as_f64(), row.mean);
        assert_eq!(value["comparison"][0]["measure"], "cost_total");
    }
}
