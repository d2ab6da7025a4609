//! The report: one self-contained page with the verdict, the charts and the tables. No network, prints well.
//!
//! *Architecture invariant:* a pure function of the tables; everything that comes from a scenario is escaped.

use super::grid::Grid;
use crate::present::charts::{self, Chart};
use crate::present::kind::{ResultKind, labelled};
use crate::present::numbers;
use crate::results::{Finding, LeftOut, RunInfo, Search, StrategyInfo, Verdict};
use minijinja::{Environment, context};
use serde::Serialize;

const TEMPLATE: &str = include_str!("report.html.j2");

/// A picture, as the template sees it.
#[derive(Serialize)]
struct Picture<'a> {
    name: &'a str,
    title: &'a str,
    /// The SVG document, whose texts are escaped already.
    svg: &'a str,
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
    /// Whether it is of two runs: the first sentence is then the third line of the verdict.
    is_compared: bool,
}

/// The report as one HTML page.
///
/// # Errors
/// When a chart cannot be drawn or the template not be filled, in words: a bug of ours.
pub fn page(results: &impl ResultKind) -> Result<String, String> {
    let labelled = labelled(results);
    let results = labelled.as_ref().unwrap_or(results);
    page_with(results, &results.charts())
}

/// The same with its charts, where they are made already.
pub(in crate::present) fn page_with(results: &impl ResultKind, charts: &[Chart]) -> Result<String, String> {
    let pictures = charts.iter().map(Chart::svg_in_page).collect::<Result<Vec<_>, _>>()?;
    filled(results.info(), results.grids(), (charts, &pictures))
}

fn filled(info: &RunInfo, mut grids: Vec<Grid>, (charts, svgs): (&[Chart], &[String])) -> Result<String, String> {
    let glance = grids.remove(0);
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
        typeface: charts::typeface::style_sheet(),
        pictures,
        grids,
        hash: &info.scenario_hash,
        scheme: &info.stream_scheme,
        version: &info.version,
        resolved: &info.resolved,
        residual: (info.events > 0).then_some(info.residual),
        left_out: &info.left_out,
        search: info.search.as_ref(),
        is_compared: info.compared.is_some(),
    };
    let mut environment = Environment::new();
    environment.add_template("report.html", TEMPLATE).map_err(|error| error.to_string())?;
    let template = environment.get_template("report.html").map_err(|error| error.to_string())?;
    template.render(context! { page => minijinja::value::Serde(&page) }).map_err(|error| format!("{error:#}"))
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

#[cfg(test)]
mod tests {
    use super::page;
    use crate::present::fixture;

    /// Every link of a page leads somewhere on it, and nowhere else.
    #[test]
    fn links_lead_somewhere() {
        let (tables, found) = (fixture::custom_pcs(), fixture::decoupling(4));
        let frontier = fixture::frontier(&["MTS", "ATO"], &[0.5, 0.9], "on_time_rate");
        let pages = [page(&tables), page(&frontier), page(&found)];
        for page in pages.map(|html| html.expect("fills")) {
            let links: Vec<&str> = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(links.len() > 2, "{links:?}");
            for link in links {
                let place = link.strip_prefix('#').expect("on the page");
                assert!(page.contains(&format!("id=\"{place}\"")), "{link}");
            }
        }
    }

    /// No byte is asked for from elsewhere and nothing runs; what scrolls is reached by keyboard and has a name.
    #[test]
    fn pages_ask_for_nothing_and_are_read_by_keyboard() {
        for html in [page(&fixture::custom_pcs()), page(&fixture::decoupling(4))].map(|html| html.expect("fills")) {
            let policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:";
            assert!(html.contains(&format!("content=\"{policy}\"")));
            assert!(html.split("url(").skip(1).all(|url| url.trim_start_matches(['"', '\'']).starts_with("data:")));
            assert!(!html.contains("<script") && !html.contains("src=\"http"));
            let count = |part: &str| html.matches(part).count();
            assert_eq!((count("<main>"), count("</main>")), (1, 1));
            assert!(count("class=\"scroll\"") > 1);
            assert_eq!(count("class=\"scroll\""), count("class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label="));
        }
    }

    #[test]
    fn what_a_scenario_says_is_escaped() {
        let mut tables = fixture::custom_pcs();
        tables.info.scenario = "<script>alert(1)</script>".into();
        tables.info.verdict.headline = "a < b & \"c\"".into();
        let page = page(&tables).expect("fills");
        assert!(!page.contains("<script>alert"), "the scenario's name is escaped");
        assert!(page.contains("a &lt; b &amp;"));
        assert!(!page.contains("http://") || !page.replace("http://www.w3.org/2000/svg", "").contains("http://"));
    }
}
