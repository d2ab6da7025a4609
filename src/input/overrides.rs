//! `--set key=value`: changes to the raw tree, made before anything is judged.
//!
//! The value is read as TOML, a bare word as text. A new tag (a law, a stock rule) replaces the old one whole.

use super::document;
use super::keys::{at, root};
use crate::keys::{KeyNode, NameKind, Swap, ValueKind};
use crate::reader::{
    Place, Problem, Problems, RawNode, RawTable, RawValue, SourceKind, Sources, outside_quotes, quote,
};

/// One part of a dotted key, with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The part, unquoted.
    pub key: String,
    /// First byte, quotes included.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One `--set`, read but not yet applied.
#[derive(Clone, Debug)]
pub struct Override {
    /// The key.
    pub path: Vec<Part>,
    value: RawNode,
    source: u32,
}

/// One `key=value` that changes a scenario, and how the user said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key and its value, as a `--set` has them.
    pub text: String,
    /// What messages call it.
    pub said: Said,
}

/// How a user said a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// `--set key=value`.
    Set,
    /// By a flag that is short for one: `--target`.
    Flag(&'static str),
    /// By an axis of the scenario, at a design point.
    Sweep,
    /// By an `--axis`, at a design point.
    Axis,
}

impl Change {
    /// A `--set`.
    #[must_use]
    pub fn set(text: impl Into<String>) -> Change {
        Change { text: text.into(), said: Said::Set }
    }

    /// What a flag is short for.
    #[must_use]
    pub fn flag(flag: &'static str, text: impl Into<String>) -> Change {
        Change { text: text.into(), said: Said::Flag(flag) }
    }

    /// The flag with the key, for a sentence: `--set run.seed`, `--seed`.
    #[must_use]
    pub fn flag_words(&self) -> String {
        match self.said {
            Said::Flag(flag) => flag.into(),
            Said::Set | Said::Sweep | Said::Axis => format!("--set {}", self.key()),
        }
    }

    /// The key, as written.
    #[must_use]
    pub fn key(&self) -> &str {
        self.text[..outside_quotes(&self.text, '=').unwrap_or(self.text.len())].trim()
    }
}

/// Reads one change.
pub fn read(change: &Change, sources: &mut Sources, problems: &mut Problems) -> Option<Override> {
    let (argument, key) = (change.text.as_str(), change.key());
    let equals = outside_quotes(argument, '=');
    let source = match change.said {
        Said::Set => sources.add(key, argument, SourceKind::Set),
        Said::Flag(flag) => sources.add(flag, argument, SourceKind::Flag),
        Said::Sweep => sources.add(key, argument, SourceKind::Point),
        Said::Axis => sources.add(key, argument, SourceKind::Axis),
    };
    let whole = Place { source, start: 0, end: argument.len() as u32 };
    let Some(equals) = equals else {
        problems.add(Problem::new(whole, "`--set` takes `key=value`").help("for example `--set run.replications=100`"));
        return None;
    };
    let path = match parts(&argument[..equals]) {
        Ok(path) => path,
        Err(message) => {
            problems.at(Place { end: equals as u32, ..whole }, message);
            return None;
        }
    };
    let raw = &argument[equals + 1..];
    let text = raw.trim();
    let start = equals + 1 + (raw.len() - raw.trim_start().len());
    let place = Place { source, start: start as u32, end: (start + text.len()) as u32 };
    let takes = at(path.iter().map(|part| part.key.as_str())).map(|key| key.row.kind);
    match scalar(text, place, takes) {
        Ok(value) => Some(Override { path, value, source }),
        Err(message) => {
            problems.at(place, message);
            None
        }
    }
}

/// Adds one `--axis key=values` to `[sweep]`, in place of the axis of that key if there is one.
pub fn add_axis(tree: &mut RawTable, argument: &str, sources: &mut Sources, problems: &mut Problems) {
    let equals = outside_quotes(argument, '=');
    let key = argument[..equals.unwrap_or(argument.len())].trim();
    let source = sources.add(key, argument, SourceKind::Axis);
    let whole = Place { source, start: 0, end: argument.len() as u32 };
    let Some(equals) = equals else {
        let help = "for example `--axis items.case.stock.base_stock=[10, 20, 30]`";
        problems.add(Problem::new(whole, "`--axis` takes `key=values`").help(help));
        return;
    };
    let start = equals + 1 + (argument[equals + 1..].len() - argument[equals + 1..].trim_start().len());
    let text = argument[start..].trim_end();
    let place = Place { source, start: start as u32, end: (start + text.len()) as u32 };
    match document::value(text, source, start as u32) {
        Ok(node) => {
            if tree.get("sweep").and_then(RawNode::table).is_none() {
                tree.put("sweep".into(), whole, RawNode { place: whole, value: RawValue::Table(RawTable::default()) });
            }
            let sweep = tree.table_at("sweep", whole).expect("a table was just made sure of");
            sweep.put(key.to_string(), Place { end: equals as u32, ..whole }, node);
        }
        Err(message) => problems.add(
            Problem::new(place, format!("not a list of values: {message}"))
                .help("values are TOML: `[10, 20]`, or `{ from = 1, to = 6, steps = 6 }`"),
        ),
    }
}

/// A value written in a `--set` or a table cell: TOML, or a bare word for text.
/// Under a key that takes text, anything that is not quoted is text.
pub fn scalar(text: &str, place: Place, kind: Option<ValueKind>) -> Result<RawNode, String> {
    let word = || RawNode { place, value: RawValue::Text(text.to_string()) };
    if text.is_empty() {
        return Err("a value is missing".into());
    }
    let structured = text.starts_with(['{', '[', '"', '\'']);
    if !structured && kind.is_some_and(|kind| kind.is_text()) {
        return Ok(word());
    }
    match document::value(text, place.source, place.start) {
        Ok(node) => Ok(node),
        Err(message) if structured => Err(format!("not TOML: {message}")),
        Err(_) => Ok(word()),
    }
}

/// Splits a dotted key; parts with dots or other special characters are quoted.
pub fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut start = 0;
    loop {
        let dot = outside_quotes(&text[start..], '.').map(|at| start + at);
        let raw = &text[start..dot.unwrap_or(text.len())];
        let trimmed = raw.trim();
        let from = start + (raw.len() - raw.trim_start().len());
        let key = match trimmed.chars().next() {
            None => return Err("a part of the key is empty".into()),
            Some('"' | '\'') => match document::value(trimmed, 0, 0).map(|node| node.value) {
                Ok(RawValue::Text(key)) => key,
                _ => return Err(format!("`{trimmed}` is no quoted part of a key")),
            },
            Some(_) => trimmed.into(),
        };
        parts.push(Part { key, start: from, end: from + trimmed.len() });
        match dot {
            Some(dot) => start = dot + 1,
            None => return Ok(parts),
        }
    }
}

/// Applies one `--set` to the tree.
pub fn apply(tree: &mut RawTable, set: &Override, problems: &mut Problems) {
    let (last, groups) = set.path.split_last().expect("a key has at least one part");
    let mut table = tree;
    let mut key = Some(root());
    for (depth, part) in groups.iter().enumerate() {
        let place = Place { source: set.source, start: part.start as u32, end: part.end as u32 };
        if depth == 1 && is_new_entity(table, key, part, place, problems) {
            return;
        }
        replace_tags(table, key, &part.key);
        let entry = match table.entry(&part.key) {
            Some(entry) if entry.node.table().is_some() => entry.place,
            _ => {
                table.put(part.key.clone(), place, RawNode { place, value: RawValue::Table(RawTable::default()) });
                place
            }
        };
        table = table.table_at(&part.key, entry).expect("a table was just made sure of");
        key = key.and_then(|key| descend(key, &part.key));
    }
    let place = Place { source: set.source, start: last.start as u32, end: last.end as u32 };
    if groups.len() == 1 && is_new_entity(table, key, last, place, problems) {
        return;
    }
    replace_tags(table, key, &last.key);
    table.put(last.key.clone(), place, set.value.clone());
}

/// The key below; a law stays itself: its tag and parameters have no rows.
fn descend(key: &'static KeyNode, name: &str) -> Option<&'static KeyNode> {
    if matches!(key.row.kind, ValueKind::Law(_)) { None } else { key.child(name) }
}

/// A `--set` changes what is there; a name it does not know is a typo.
fn is_new_entity(table: &RawTable, key: Option<&KeyNode>, part: &Part, place: Place, problems: &mut Problems) -> bool {
    let Some(key) = key.filter(|key| key.row.kind == ValueKind::Named(NameKind::New)) else {
        return false;
    };
    if table.get(&part.key).is_some() {
        return false;
    }
    let names = || table.entries().iter().map(|entry| entry.key.as_str());
    let message = format!("`{}` has no `{}`", key.name, part.key);
    let problem = Problem::new(place, message).nearest(&part.key, names());
    let dotted = names().find(|name| name.strip_prefix(part.key.as_str()).is_some_and(|rest| rest.starts_with('.')));
    problems.add(match dotted {
        Some(name) => problem.help(format!("a name with a dot stands in quotes: `{}.{}`", key.name, quote(name))),
        None => problem,
    });
    true
}

/// Removes what a new tag replaces.
fn replace_tags(table: &mut RawTable, key: Option<&KeyNode>, name: &str) {
    let Some(key) = key else { return };
    if matches!(key.row.kind, ValueKind::Law(_)) {
        let others: Vec<String> =
            table.entries().iter().map(|entry| entry.key.clone()).filter(|tag| tag != name).collect();
        others.iter().for_each(|tag| table.remove(tag));
    }
    let choices = key.exclusive.iter().filter(|choice| choice.swap == Swap::Replaces && choice.keys.contains(&name));
    for choice in choices {
        let had = choice.keys.iter().any(|other| *other != name && table.get(other).is_some());
        if had {
            choice.keys.iter().filter(|other| **other != name).for_each(|other| table.remove(other));
            choice.with.iter().for_each(|companion| table.remove(companion));
        }
    }
}
