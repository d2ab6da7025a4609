//! `docs/SCENARIO.md`: the introduction, and the reference generated from the table of keys.

use super::keys::root;
use crate::keys::{Fallback, KeyNode, KeyRow, LawRow, Status, Takes, ValueKind};
use crate::laws;
use std::fmt::Write as _;

/// The page as Markdown.
#[must_use]
pub fn reference_markdown() -> String {
    let mut page = String::from(include_str!("reference.md"));
    let top = root().children.iter().filter(|key| !key.has_section());
    section(&mut page, "Top level", None);
    rows(&mut page, top.flat_map(|key| list(key, key.name.to_string())));
    for key in root().children.iter().filter(|key| key.has_section()) {
        section(&mut page, &format!("`[{}]`", key.name), Some(key.row.doc));
        let below = key.children.iter();
        rows(&mut page, below.flat_map(|child| list(child, format!("{}.{}", key.name, child.name))));
    }
    section(&mut page, "Laws", Some("Where a key takes a law, a bare number is a constant."));
    page.push_str("| law | parameters | meaning |\n|---|---|---|\n");
    for row in laws::rows() {
        let _ = writeln!(page, "| `{}` | {} | {} |", row.tag, parameters(row), row.doc);
    }
    page
}

impl KeyNode {
    fn has_section(&self) -> bool {
        matches!(self.row.kind, ValueKind::Group | ValueKind::Named(_))
    }
}

fn section(page: &mut String, title: &str, words: Option<&str>) {
    let _ = writeln!(page, "\n### {title}\n");
    if let Some(words) = words {
        let _ = writeln!(page, "{words}\n");
    }
}

fn rows(page: &mut String, rows: impl Iterator<Item = (String, &'static KeyRow)>) {
    page.push_str("| key | takes | default | meaning |\n|---|---|---|---|\n");
    for (path, row) in rows {
        let default = match row.default {
            Fallback::Required => "**required**".into(),
            Fallback::Is(text) => format!("`{text}`"),
            Fallback::Follows(words) => words.into(),
            Fallback::None => String::new(),
        };
        let takes = if row.kind == ValueKind::Later { "not available in this version".into() } else { row.takes() };
        let _ = writeln!(page, "| `{path}` | {takes} | {default} | {} |", row.doc);
    }
}

/// A key and those below it, in table order. The keys of a stock rule stand once, under `items`.
fn list(key: &'static KeyNode, path: String) -> Vec<(String, &'static KeyRow)> {
    let mut all = vec![(path.replace(".*", ".NAME"), key.row)];
    if ["strategies.*.stock.*", "defaults.items", "defaults.demand"].contains(&key.row.pattern) {
        return all;
    }
    // What it has of a stream stands there.
    let is_told = |child: &&KeyNode| key.row.pattern != "classes.*" || child.row.pattern.starts_with(key.row.pattern);
    for child in key.children.iter().filter(is_told) {
        all.extend(list(child, format!("{path}.{}", child.name)));
    }
    all
}

fn parameters(row: &LawRow) -> String {
    if row.status == Status::Later {
        return "not available in this version".into();
    }
    let forms = row.forms.iter().map(|form| {
        let names: Vec<String> = (form.iter())
            .map(|parameter| match parameter.takes {
                Takes::Number => parameter.name.to_string(),
                Takes::Whole => format!("{} (whole)", parameter.name),
                Takes::Numbers => format!("{} […]", parameter.name),
                Takes::Word(words) => format!("{} ({})", parameter.name, words.join(", ")),
            })
            .collect();
        format!("`{{ {} }}`", names.join(", "))
    });
    forms.collect::<Vec<_>>().join(" or ")
}
