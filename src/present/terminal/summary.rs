//! What a command prints on stdout: tables, what was searched for, verdict and findings.

use super::text::{Color, TerminalStyle, spoken};
use crate::present::kind::{ResultKind, labelled};
use crate::results::RunInfo;
use crate::results::outside::clean;
use std::fmt::Write as _;

/// Reasons shown, the first ones; the report has all.
const REASONS: usize = 1;

/// What to do, what it is worth and what to do next; then tables, details and findings. Tables wider than `width`
/// characters are broken between columns, sentences between words. Commands that are advised name the scenario as the
/// command line does.
#[must_use]
pub fn summary(results: &impl ResultKind, color: Color, width: Option<usize>, scenario: &str) -> String {
    let (info, style) = (results.info(), TerminalStyle { color, width });
    let page = &Page { style, scenario };
    let mut out = verdict(info, page);
    let heads = [info.setting(), info.window()].map(|setting| headline(info, &setting) + &results.size());
    // Where the line would break, it goes without the seed.
    let head = heads.iter().find(|head| style.fits(head)).unwrap_or(&heads[1]);
    out.push_str(&style.bold_text(head));
    out.push('\n');
    out.push_str(&labelled(results).as_ref().unwrap_or(results).terminal(style));
    out.push_str(&searched(info, page));
    out.push_str(&details(info, page));
    out
}

/// What stands for the scenario in the commands of a verdict, which files must not name.
const FILE: &str = " FILE";
/// Commands that take a scenario.
const COMMANDS: [&str; 6] = ["run", "check", "optimize", "frontier", "trace", "sweep"];

/// How words are set, and what their commands call the scenario.
struct Page<'a> {
    style: TerminalStyle,
    scenario: &'a str,
}

impl Page<'_> {
    fn said(&self, text: &str) -> String {
        COMMANDS.iter().fold(spoken(text), |text, name| {
            text.replace(&format!("pushpull {name}{FILE}"), &format!("pushpull {name} {}", self.scenario))
        })
    }
}

/// How the levels were found.
fn searched(info: &RunInfo, page: &Page<'_>) -> String {
    let style = page.style;
    let Some(search) = &info.search else { return String::new() };
    let mut out = style.bold_text(&format!("Searched for {}", spoken(&search.goal)));
    // How it was searched stands in the report.
    let sentences = search.strategies.iter().flat_map(|strategy| &strategy.sentences);
    for sentence in sentences.filter(|said| !said.starts_with("The way of the search")) {
        out += &style.wrapped(&page.said(sentence), "  ");
    }
    out.push('\n');
    if !search.snippet.is_empty() {
        search.snippet.lines().for_each(|line| out += &format!("{}\n", clean(line)));
        out.push('\n');
    }
    out
}

/// Scenario, size of the experiment, provenance: one line.
fn headline(info: &RunInfo, setting: &str) -> String {
    let mut line = clean(&info.scenario);
    let _ = write!(
        line,
        " · {} × {} · {}",
        counted_strategies(info.strategies.len()),
        info.counted_replications(),
        clean(setting),
    );
    line
}

fn counted_strategies(count: usize) -> String {
    if count == 1 { "1 strategy".into() } else { format!("{count} strategies") }
}

/// The first three lines.
fn verdict(info: &RunInfo, page: &Page<'_>) -> String {
    let style = page.style;
    let verdict = &info.verdict;
    let mut out = String::new();
    if !verdict.headline.is_empty() {
        out += &style.bold_text(&page.said(&verdict.headline));
    }
    if !verdict.worth.is_empty() {
        out += &style.wrapped(&page.said(&verdict.worth), "");
    }
    if !verdict.command.is_empty() {
        out += &style.with_command(&page.said(&verdict.next), &page.said(&verdict.command));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The sentences behind the verdict, findings, and what is not to be forgotten.
fn details(info: &RunInfo, page: &Page<'_>) -> String {
    let style = page.style;
    let mut out = String::new();
    if !info.verdict.sentences.is_empty() {
        out += &style.bold_text("Details");
    }
    let (reasons, facts): (Vec<&String>, _) = info.verdict.sentences.iter().partition(|said| said.starts_with("Why: "));
    for sentence in facts.into_iter().chain(reasons.into_iter().take(REASONS)) {
        out += &style.wrapped(&page.said(sentence), "  ");
    }
    if !info.findings.is_empty() {
        out += &format!("\n{}", style.bold_text("Findings"));
    }
    for finding in &info.findings {
        out += &style.wrapped(&format!("{} → {}", page.said(&finding.symptom), page.said(&finding.advice)), "  ");
    }
    if !info.verdict.caution.is_empty() {
        let caution = spoken(&info.verdict.caution);
        let (words, command) = caution.split_once(": ").unwrap_or((&caution, ""));
        out += &format!("\n{}", style.with_command(words, command));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::fixture;
    use crate::results::Tables;

    #[test]
    fn tables_verdict_and_findings_are_there() {
        let text = summary(&fixture::custom_pcs(), Color::Never, None, "FILE");
        for part in ["Custom PCs · 3 strategies × 30 replications", "cost (USD/day)", " ± ", "ATO is cheapest"] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(!text.contains('\u{1b}'));
        assert!(summary(&fixture::custom_pcs(), Color::Always, None, "FILE").contains("\u{1b}[1m"));
    }

    #[test]
    fn tables_fit_into_a_narrow_terminal() {
        let tables = fixture::custom_pcs();
        let wide = summary(&tables, Color::Never, None, "FILE");
        let narrow = summary(&tables, Color::Never, Some(60), "FILE");
        let rows = |text: &str| -> Vec<String> {
            let from = text.find(" replications · ").map_or(0, |at| at + text[at..].find("\n\n").unwrap_or(0));
            text[from..].lines().take_while(|line| *line != "Details").map(str::to_string).collect()
        };
        assert!(rows(&wide).iter().any(|row| row.chars().count() > 60), "there is something to break");
        assert!(rows(&narrow).iter().all(|row| row.chars().count() <= 60), "{narrow}");
        for value in rows(&wide).iter().flat_map(|row| row.split("  ")).map(str::trim) {
            assert!(narrow.contains(value), "{value} is lost");
        }
        assert!(!summary(&tables, Color::Never, Some(1), "FILE").is_empty(), "one column at least");
    }

    #[test]
    fn sentences_break_between_words_and_commands_stay_whole() {
        let mut tables = fixture::custom_pcs();
        tables.info.verdict.worth = "word ".repeat(40).trim().into();
        (tables.info.verdict.next, tables.info.verdict.command) = ("Next".into(), "pushpull run FILE --at-best".into());
        tables.info.verdict.caution = "The last line.".into();
        let text = summary(&tables, Color::Never, Some(40), "a.toml");
        let wide = |line: &&str| line.chars().count() > 40 && line.contains("word");
        assert_eq!(text.lines().filter(wide).count(), 0, "{text}");
        assert!(text.contains("Next: pushpull run a.toml --at-best\n"), "{text}");
        assert!(text.starts_with("ATO is cheapest") && text.ends_with("\nThe last line.\n"), "{text}");
    }

    #[test]
    fn escape_sequences_of_names_are_harmless() {
        let mut tables = fixture::custom_pcs();
        tables.info.scenario = "\u{1b}]0;gotcha\u{7}".into();
        assert!(!summary(&tables, Color::Never, None, "FILE").contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn marks_of_a_page_are_not_printed() {
        let mut tables = fixture::custom_pcs();
        let finding = crate::results::Finding {
            id: "x".into(),
            symptom: "`items.case` is idle".into(),
            advice: "see `pushpull check`".into(),
        };
        tables.info.findings = vec![finding];
        let text = summary(&tables, Color::Never, None, "FILE");
        assert!(text.contains("items.case is idle → see pushpull check") && !text.contains('`'), "{text}");
    }

    #[test]
    fn nothing_simulated_prints_nothing_wrong() {
        let text = summary(&Tables::default(), Color::Never, None, "FILE");
        assert!(text.contains("0 strategies"), "{text}");
    }

    #[test]
    fn scripts_get_numbers_in_full() {
        let tables = fixture::custom_pcs();
        let value: serde_json::Value = serde_json::from_str(&tables.json()).expect("valid JSON");
        let row = tables.summary.iter().find(|row| row.measure == "cost_total").expect("a total");
        assert_eq!(value["strategies"][0]["measures"]["cost_total"]["mean"].as_f64(), row.mean);
        assert_eq!(value["comparison"][0]["measure"], "cost_total");
    }
}
