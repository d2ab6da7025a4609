//! The report: one self-contained page with the verdict, the charts and the tables. No network, prints well.
//!
//! *Architecture invariant:* a pure function of the tables; everything that comes from a scenario is escaped.

use super::charts::Chart;
use super::look::{self, Look};
use super::{found, numbers, terminal};
use crate::measures::{Better, Column, EntityKind, MEASURES};
use crate::results::{Decoupling, Finding, Frontier, LeftOut, RunInfo, Search, StrategyInfo, Sweep, Tables, Verdict};
use minijinja::{Environment, context};
use serde::Serialize;

/// Rows a table of items shows, at most; all of them stand in `summary.csv`.
const ROWS: usize = 60;

const TEMPLATE: &str = include_str!("report.html.j2");

/// A picture, as the template sees it.
#[derive(Serialize)]
struct Picture<'a> {
    name: &'a str,
    title: &'a str,
    /// The SVG document, whose texts are escaped already.
    svg: &'a str,
}

/// A table: a row per measure or entity, a column per strategy or measure.
#[derive(Serialize)]
struct Grid {
    title: String,
    /// A note below the title; may be empty.
    note: String,
    heads: Vec<Head>,
    rows: Vec<Vec<Cell>>,
}

#[derive(Serialize)]
struct Head {
    text: String,
    /// What it means, on hovering.
    tip: String,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    tip: String,
}

#[derive(Serialize)]
struct Page<'a> {
    scenario: &'a str,
    question: &'a str,
    provenance: String,
    verdict: &'a Verdict,
    findings: &'a [Finding],
    strategies: &'a [StrategyInfo],
    crossing: &'a str,
    glance: Grid,
    /// `@font-face` rules.
    typeface: String,
    pictures: Vec<Picture<'a>>,
    grids: Vec<Grid>,
    hash: &'a str,
    scheme: &'a str,
    version: &'a str,
    resolved: &'a str,
    residual: Option<f64>,
    left_out: &'a [LeftOut],
    search: Option<&'a Search>,
}

/// The report as one HTML page; `svgs` are the charts' documents.
///
/// # Errors
/// When the template cannot be filled: a bug of ours.
pub fn html(tables: &Tables, charts: &[Chart], svgs: &[String]) -> Result<String, String> {
    let look = Look::new(tables);
    page(&tables.info, glance(&look), grids(&look), (charts, svgs))
}

/// The report of a sweep, likewise.
///
/// # Errors
/// As [`html`].
pub fn of_sweep(sweep: &Sweep, charts: &[Chart], svgs: &[String]) -> Result<String, String> {
    page(&sweep.info, listed(found::standings(sweep)), Vec::new(), (charts, svgs))
}

/// The report of a frontier, likewise.
///
/// # Errors
/// As [`html`].
pub fn of_frontier(frontier: &Frontier, charts: &[Chart], svgs: &[String]) -> Result<String, String> {
    page(&frontier.info, listed(found::frontier(frontier)), Vec::new(), (charts, svgs))
}

/// The report of a search over what is held, likewise.
///
/// # Errors
/// As [`html`].
pub fn of_decoupling(found: &Decoupling, charts: &[Chart], svgs: &[String]) -> Result<String, String> {
    let items = listed(found::items(found));
    page(&found.info, listed(found::contenders(found)), vec![items], (charts, svgs))
}

fn page(
    info: &RunInfo,
    glance: Grid,
    grids: Vec<Grid>,
    (charts, svgs): (&[Chart], &[String]),
) -> Result<String, String> {
    let pictures =
        charts.iter().zip(svgs).map(|(chart, svg)| Picture { name: chart.name, title: &chart.title, svg }).collect();
    let page = Page {
        scenario: &info.scenario,
        question: &info.question,
        provenance: provenance(info),
        verdict: &info.verdict,
        findings: &info.findings,
        strategies: &info.strategies,
        crossing: &info.crossing,
        glance,
        typeface: super::charts::typeface::style_sheet(),
        pictures,
        grids,
        hash: &info.scenario_hash,
        scheme: &info.stream_scheme,
        version: &info.version,
        resolved: &info.resolved,
        residual: (info.events > 0).then_some(info.residual),
        left_out: &info.left_out,
        search: info.search.as_ref(),
    };
    let mut environment = Environment::new();
    environment.add_template("report.html", TEMPLATE).map_err(|error| error.to_string())?;
    let template = environment.get_template("report.html").map_err(|error| error.to_string())?;
    template.render(context! { page => minijinja::value::Serde(&page) }).map_err(|error| format!("{error:#}"))
}

/// A listing as the template sees it.
fn listed(listing: found::Listing) -> Grid {
    let heads = listing.heads.into_iter().map(|text| Head { text, tip: String::new() }).collect();
    let cells = |row: Vec<String>| row.into_iter().map(|text| Cell { text, tip: String::new() }).collect();
    let rows = listing.rows.into_iter().map(cells).collect();
    Grid { title: listing.title, note: listing.note, heads, rows }
}

fn provenance(info: &RunInfo) -> String {
    // The limit goes with the window, where a sweep varies that.
    let drained = match info.most {
        Some(_) => String::new(),
        None => format!(", drained for at most {}", numbers::time(info.drain_limit, &info.time_unit)),
    };
    // A search over what is held counts none.
    let events = if info.events > 0 { format!(", {} events", numbers::count(info.events)) } else { String::new() };
    format!(
        "{}, {}{drained}, seed {}, intervals at {}{events}",
        info.counted_replications(),
        info.window(),
        info.seeds(),
        numbers::percent(info.confidence),
    )
}

/// All tables that have something to show.
fn grids(look: &Look) -> Vec<Grid> {
    let mut grids: Vec<Grid> = found::levels(look.tables).into_iter().map(listed).collect();
    grids.push(system(look));
    for (kind, title) in [
        (EntityKind::Product, "Products"),
        (EntityKind::Class, "Customer classes"),
        (EntityKind::Item, "Items"),
        (EntityKind::Station, "Stations"),
        (EntityKind::Supplier, "Suppliers"),
    ] {
        grids.extend(look.strategies().into_iter().filter_map(|strategy| entities(look, kind, title, strategy)));
    }
    grids.extend(comparison(look));
    grids
}

/// The figures of the terminal's first table: a row per strategy.
fn glance(look: &Look) -> Grid {
    let strategies = look.strategies();
    let mut heads = vec![Head { text: "strategy".into(), tip: String::new() }];
    let mut rows: Vec<Vec<Cell>> =
        strategies.iter().map(|name| vec![Cell { text: (*name).into(), tip: String::new() }]).collect();
    for (id, head) in terminal::heads(look) {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        let unit = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        heads.push(Head { text: format!("{head} ({unit})"), tip: look::definition(id).into() });
        for (row, value) in rows.iter_mut().zip(values) {
            let text = value.map_or_else(|| "–".into(), |value| value.shown().text());
            row.push(Cell { text, tip: String::new() });
        }
    }
    Grid { title: String::new(), note: String::new(), heads, rows }
}

/// The whole system: a row per measure, a column per strategy.
fn system(look: &Look) -> Grid {
    let strategies = look.strategies();
    let unit = &look.tables.info.time_unit;
    let mut heads = vec![Head { text: "measure".into(), tip: String::new() }];
    heads.extend(strategies.iter().map(|name| Head { text: (*name).into(), tip: String::new() }));
    let mut rows = Vec::new();
    for id in look.measures(EntityKind::System) {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        if values.iter().flatten().all(|value| value.mean == 0.0) {
            continue;
        }
        let words = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        let mut row =
            vec![Cell { text: format!("{} ({words})", look::label(id, unit)), tip: look::definition(id).into() }];
        row.extend(values.iter().map(|value| Cell {
            text: value.map_or_else(|| "–".into(), |value| value.shown().text()),
            tip: String::new(),
        }));
        rows.push(row);
    }
    let note = "Mean ± half width of the interval, down to the first digit of the standard error; rows that are 0 \
                everywhere are left out.";
    Grid { title: "The whole system".into(), note: note.into(), heads, rows }
}

/// Entities of a kind under a strategy: a row per entity, a column per telling measure.
fn entities(look: &Look, kind: EntityKind, title: &str, strategy: &str) -> Option<Grid> {
    const TELLING: [&str; 20] = [
        "order_fill_rate",
        "parts_fill_rate",
        "on_time_rate",
        "lost_rate",
        "response_mean",
        "response_p95",
        "wait_parts_mean",
        "revenue",
        "orders_placed",
        "unit_fill_rate",
        "on_hand_mean",
        "committed_mean",
        "backlog_mean",
        "on_order_mean",
        "wait_mean",
        "lead_time_mean",
        "blocking_share",
        "utilization",
        "queue_mean",
        "cost_total",
    ];
    let info = &look.tables.info;
    let name = info.strategies.iter().find(|own| own.name == strategy)?.name.as_str();
    let all = look.entities(kind);
    let ids: Vec<&str> = TELLING
        .into_iter()
        .filter(|id| {
            MEASURES
                .iter()
                .any(|row| Column::parse(id).is_some_and(|c| c.measure == row.measure) && row.grain.contains(&kind))
        })
        .filter(|id| all.iter().any(|entity| look.of(name, kind, entity, id).is_some_and(|value| value.mean != 0.0)))
        .collect();
    let present: Vec<&str> =
        all.into_iter().filter(|entity| ids.iter().any(|id| look.of(name, kind, entity, id).is_some())).collect();
    if present.is_empty() || ids.is_empty() {
        return None;
    }
    let mut heads = vec![Head { text: kind.word().into(), tip: String::new() }];
    for id in &ids {
        let unit = present
            .iter()
            .find_map(|entity| look.of(name, kind, entity, id))
            .map_or("", |v| numbers::unit_words(v.unit));
        let arrow = match Column::parse(id).map(|column| column.measure.definition().better) {
            Some(Better::Higher) => " ▲",
            Some(Better::Lower) => " ▼",
            _ => "",
        };
        heads.push(Head {
            text: format!("{} ({unit}){arrow}", look::label(id, &info.time_unit)),
            tip: look::definition(id).into(),
        });
    }
    let rows = present.iter().take(ROWS).map(|entity| {
        let mut row = vec![Cell { text: (*entity).into(), tip: String::new() }];
        row.extend(ids.iter().map(|id| Cell {
            text: look.of(name, kind, entity, id).map_or_else(|| "–".into(), |value| value.shown().text()),
            tip: String::new(),
        }));
        row
    });
    let rows: Vec<_> = rows.collect();
    let note = if present.len() > ROWS {
        format!("The first {ROWS} of {}; all stand in summary.csv.", numbers::count(present.len() as u64))
    } else {
        String::new()
    };
    Some(Grid { title: format!("{title} under {strategy}"), note, heads, rows })
}

/// Paired differences of the whole system in the measures that decide.
fn comparison(look: &Look) -> Option<Grid> {
    const DECIDING: [&str; 6] =
        ["cost_total", "profit", "response_mean", "order_fill_rate", "on_time_rate", "inventory_value_mean"];
    let info = &look.tables.info;
    let rows: Vec<Vec<Cell>> = look
        .tables
        .comparison
        .iter()
        .filter(|row| row.entity_kind == EntityKind::System && DECIDING.contains(&row.measure.as_str()))
        .filter_map(|row| {
            let shown = numbers::Measured::of_comparison(row)?.shown();
            let number =
                |value: Option<f64>, decimals| value.map_or("–".to_string(), |v| numbers::grouped(v, decimals));
            let texts = [
                look::label(&row.measure, &info.time_unit),
                format!("{} − {}", row.strategy, row.reference),
                shown.with_unit(),
                number(row.p_adjusted, 4),
                number(row.p_best, 3),
                number(row.variance_ratio, 1),
            ];
            Some(texts.into_iter().map(|text| Cell { text, tip: String::new() }).collect())
        })
        .collect();
    let heads = [
        ("measure", ""),
        ("pair", ""),
        ("difference", "Paired by replication: both meet the same customers and lead times."),
        ("p (Holm)", "Two-sided p value of the paired t test, adjusted over the pairs of the measure."),
        ("P(best)", "Probability that the first strategy is the best of all, by bootstrap over replications."),
        ("variance ratio", "(s_a² + s_b²) ÷ s_d²: what common random numbers won."),
    ];
    let heads = heads.into_iter().map(|(text, tip)| Head { text: text.into(), tip: tip.into() }).collect();
    (!rows.is_empty()).then(|| Grid { title: "Paired differences".into(), note: String::new(), heads, rows })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// Every link of a page leads somewhere on it, and nowhere else.
    #[test]
    fn links_lead_somewhere() {
        let (tables, found) = (fixture::custom_pcs(), fixture::decoupling(4));
        let frontier = fixture::frontier(&["MTS", "ATO"], &[0.5, 0.9], "on_time_rate");
        let pages = [html(&tables, &[], &[]), of_frontier(&frontier, &[], &[]), of_decoupling(&found, &[], &[])];
        for page in pages.map(|page| page.expect("fills")) {
            let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(links.len() > 2, "{links:?}");
            for link in links {
                let place = link.strip_prefix('#').expect("on the page");
                assert!(page.contains(&format!("id=\"{place}\"")), "{link}");
            }
        }
    }

    #[test]
    fn what_a_scenario_says_is_escaped() {
        let mut tables = fixture::custom_pcs();
        tables.info.scenario = "<script>alert(1)</script>".into();
        tables.info.verdict.headline = "a < b & \"c\"".into();
        let charts = super::super::charts::charts(&tables);
        let svgs: Vec<String> = charts.iter().map(|chart| chart.svg_in_page().expect("draws")).collect();
        let page = html(&tables, &charts, &svgs).expect("fills");
        assert!(!page.contains("<script>alert"), "the scenario's name is escaped");
        assert!(page.contains("a &lt; b &amp;"));
        assert!(!page.contains("http://") || !page.replace("http://www.w3.org/2000/svg", "").contains("http://"));
    }
}
