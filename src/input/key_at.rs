//! Which key of a scenario stands at a place.

use super::document;
use crate::reader::{Place, Problems, RawTable, SourceKind, Sources, join, outside_quotes};

/// The key that stands there or whose value does, the deepest of them: `items.case.cost`. Of a change the key that it changes; empty
/// in a table, which has columns, and where there is none.
pub fn key_at(sources: &Sources, place: Place) -> String {
    let source = sources.get(place.source);
    if place.start == place.end {
        // What is missing stands nowhere.
        return String::new();
    }
    match source.kind {
        SourceKind::Table(_) | SourceKind::Sheet => String::new(),
        SourceKind::Scenario => {
            let tree = document::parse(&source.text, place.source, &mut Problems::default());
            deepest(&tree, place).map(|path| join(path.into_iter().rev())).unwrap_or_default()
        }
        SourceKind::Set | SourceKind::Flag | SourceKind::Axis | SourceKind::Point => {
            let end = outside_quotes(&source.text, '=').unwrap_or(source.text.len());
            source.text[..end].trim().into()
        }
    }
}

/// The path to the place, from its end. What a header opens may lie anywhere, so that every table is looked into.
fn deepest(table: &RawTable, place: Place) -> Option<Vec<&str>> {
    let mut found: Option<Vec<&str>> = None;
    for entry in table.entries() {
        let holds = |own: Place| own.start <= place.start && place.start < own.end.max(own.start + 1);
        let below = entry.node.table().and_then(|table| deepest(table, place));
        let here = || (holds(entry.place) || holds(entry.node.place)).then(Vec::new);
        let Some(mut path) = below.or_else(here) else { continue };
        path.push(&*entry.key);
        found = found.filter(|other| other.len() >= path.len()).or(Some(path));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::input::{Beside, Change, read_str, read_text};

    fn keys(text: &str, sets: &[&str]) -> Vec<(String, String)> {
        let beside = Beside { changes: sets.iter().map(|set| Change::set(*set)).collect(), ..Beside::default() };
        let rejected = read_text("t", text, beside).expect_err("it has problems");
        rejected.located().into_iter().map(|problem| (problem.key, problem.message)).collect()
    }

    const RIGHT: &str =
        "name = \"t\"\nrun.horizon = 100\n[demand.bolt]\narrivals.poisson.rate = 1\n[strategies.none]\n[items.bolt]\n";

    #[test]
    fn a_problem_names_the_key_that_it_stands_at() {
        assert!(read_str("t", &format!("{RIGHT}cost = 3\n"), &[]).is_ok());
        let found = keys(&format!("{RIGHT}cost = -1\ncots = 3\nbuy.lead_time.gamma = {{ mean = 3, cv = -2 }}\n"), &[]);
        let names: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(names, ["items.bolt.cost", "items.bolt.cots", "items.bolt.buy.lead_time.gamma.cv"], "{found:?}");
        let found = keys("name = \"t\"\n[items.\"a b\"]\ncost = \"x\"\n", &[]);
        assert!(found.iter().any(|(key, _)| key == "items.\"a b\".cost"), "{found:?}");
        assert!(found.iter().any(|(key, message)| key.is_empty() && message.contains("horizon")), "{found:?}");
    }

    #[test]
    fn a_problem_of_a_change_names_the_key_that_it_changes() {
        let found = keys(&format!("{RIGHT}cost = 3\n"), &["items.bolt.cost = -1"]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "items.bolt.cost");
    }
}
