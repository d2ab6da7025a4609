//! `label`: what charts, tables and sentences call things.

use super::builder::Builder;
use crate::model::Label;
use crate::reader::{Named, Problem};
use std::collections::BTreeMap;

/// Sections whose names may have labels, with what one of them is.
pub const LABELLED: [(&str, &str); 5] = [
    ("items", "item"),
    ("stations", "station"),
    ("suppliers", "supplier"),
    ("classes", "class"),
    ("strategies", "strategy"),
];

impl Builder<'_> {
    /// All labels, in the order of the file. Two things of one kind with the same label or name could not be told apart.
    pub fn labels(&mut self) -> Vec<Label> {
        let mut labels = Vec::new();
        for (section, kind) in LABELLED {
            let named: Vec<Named> = self.scenario.at(section).names().collect();
            if named.iter().all(|named| !named.at.at("label").is_given()) {
                continue;
            }
            let mut seen = BTreeMap::new();
            for named in &named {
                let at = named.at.at("label");
                let label = at.given_text().filter(|label| !label.is_empty()).unwrap_or(named.name);
                let place = if at.is_given() { at.value_place() } else { named.place };
                if let Some(first) = seen.insert(label, place) {
                    let problem =
                        Problem::new(place, format!("two {section} are called `{label}` in charts and sentences"));
                    self.problems.add(problem.also(first, "the other is here"));
                }
                if label != named.name {
                    labels.push(Label { kind, name: named.name.into(), label: label.into() });
                }
            }
        }
        labels
    }
}
