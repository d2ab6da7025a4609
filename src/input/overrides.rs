//! `--set key=value`: changes to the raw tree, made before anything is judged.
//!
//! The value is read as TOML, a bare word as text. A new tag (a law, a stock rule) replaces the old one whole.

use super::document;
use super::key_path::{Part, kind_at, parts};
use super::keys::root;
use super::keys::table::FACTORS;
use super::patterns::{is_pattern, reached};
use super::scaling::multiply;
use crate::keys::{KeyNode, NameKind, Swap, ValueKind};
use crate::reader::{
    Place, Problem, Problems, RawKey, RawNode, RawTable, RawValue, SourceKind, Sources, join, outside_quotes, quote,
};

/// One `--set`, read but not yet applied.
#[derive(Clone, Debug)]
pub struct Override {
    /// The key.
    pub path: Vec<Part>,
    /// What becomes of its value.
    pub change: Changed,
    /// The text that says it.
    pub source: u32,
    /// Who says it.
    pub level: Precedence,
}

/// Who says a change: the later stands before the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// The `set` of a strategy.
    Strategy,
    /// A design point.
    Point,
    /// A `--set`.
    Set,
}

impl Precedence {
    /// Of what stands in a source.
    pub fn of(kind: SourceKind) -> Precedence {
        match kind {
            SourceKind::Set | SourceKind::Flag => Precedence::Set,
            SourceKind::Axis | SourceKind::Point => Precedence::Point,
            SourceKind::Scenario | SourceKind::Table(_) | SourceKind::Sheet => Precedence::Strategy,
        }
    }
}

impl Override {
    /// Whether it multiplies.
    pub fn is_factor(&self) -> bool {
        matches!(self.change, Changed::By(_))
    }
}

/// What becomes of a value.
#[derive(Clone, Debug)]
pub enum Changed {
    /// It is this one.
    To(RawNode),
    /// It is multiplied.
    By(f64),
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

    /// The key, as written; with ` *` behind it where its value is multiplied.
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
    let at_key = Place { end: equals as u32, ..whole };
    let factor = scaled(key);
    let path = match parts(factor.unwrap_or(&argument[..equals])) {
        Ok(path) => path,
        Err(message) => {
            problems.at(at_key, message);
            return None;
        }
    };
    let raw = &argument[equals + 1..];
    let text = raw.trim();
    let start = equals + 1 + (raw.len() - raw.trim_start().len());
    let place = Place { source, start: start as u32, end: (start + text.len()) as u32 };
    let takes = kind_at(&path);
    let level = Precedence::of(sources.get(source).kind);
    let set = |change| Some(Override { path, change, source, level });
    match scalar(text, place, takes.filter(|_| factor.is_none())) {
        Ok(value) if factor.is_none() => set(Changed::To(value)),
        Ok(value) => match value.number().filter(|factor| FACTORS.contains(*factor)) {
            Some(factor) => set(Changed::By(factor)),
            None => {
                problems
                    .at(place, format!("a factor is a number, {}; {} is not", FACTORS.words(), value.value.shown()));
                None
            }
        },
        Err(message) => {
            problems.at(place, message);
            None
        }
    }
}

/// The key of `KEY *`, where its value is multiplied. Without the blank, `*` belongs to the key: it is a pattern.
pub fn scaled(key: &str) -> Option<&str> {
    key.strip_suffix('*').filter(|key| key.ends_with(char::is_whitespace)).map(str::trim_end)
}

/// Applies changes to the tree: those of a strategy, of a design point, then the others; patterns before names, factors last.
pub fn apply_all(tree: &mut RawTable, sets: &[&Override], problems: &mut Problems) {
    let mut sets: Vec<&Override> = sets.to_vec();
    let rank = |set: &&Override| (matches!(set.change, Changed::By(_)), set.level, !is_pattern(&set.path));
    sets.sort_by_key(rank);
    for set in sets {
        let is_pattern = is_pattern(&set.path);
        let paths = if is_pattern { reached(tree, &set.path) } else { vec![set.path.clone()] };
        let end = set.path.last().map_or(0, |part| part.end);
        let place = Place { source: set.source, start: set.path[0].start as u32, end: end as u32 };
        if paths.is_empty() {
            problems.at(place, format!("`{}` reaches nothing: no name is like it and has the key", written(&set.path)));
        }
        for path in paths {
            match &set.change {
                Changed::To(value) => apply(tree, &path, (value, set.source), problems),
                Changed::By(factor) => {
                    if let Err(why) = multiply(tree, &path, *factor) {
                        problems.at(place, format!("`{}`: {why}", written(&path)));
                    }
                }
            }
        }
    }
}

/// A path as it is written.
pub fn written(path: &[Part]) -> String {
    join(path.iter().map(|part| part.key.as_str()))
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
                tree.put("sweep", whole, RawNode { place: whole, value: RawValue::Table(RawTable::default()) });
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
    if let Some(value) = plain_number(text) {
        return Ok(RawNode { place, value });
    }
    match document::value(text, place.source, place.start) {
        Ok(node) => Ok(node),
        Err(message) if structured => Err(format!("not TOML: {message}")),
        Err(_) => Ok(word()),
    }
}

/// A number of plain digits, as most cells are: the parser of TOML takes ten times as long for it.
fn plain_number(text: &str) -> Option<RawValue> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || (whole.len() > 1 && whole.starts_with('0')) || digits.len() > 15 {
        return None;
    }
    match fraction {
        None => text.parse().ok().map(RawValue::Whole),
        Some(fraction) => text.parse().ok().filter(|_| all(fraction)).map(RawValue::Number),
    }
}

/// Puts one value where its key says.
fn apply(tree: &mut RawTable, path: &[Part], (value, source): (&RawNode, u32), problems: &mut Problems) {
    let (last, groups) = path.split_last().expect("a key has at least one part");
    let mut table = tree;
    let mut key = Some(root());
    for part in groups {
        let place = Place { source, start: part.start as u32, end: part.end as u32 };
        if is_new_entity(table, key, part, place, problems) {
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
    let place = Place { source, start: last.start as u32, end: last.end as u32 };
    if is_new_entity(table, key, last, place, problems) {
        return;
    }
    replace_tags(table, key, &last.key);
    table.put(last.key.clone(), place, value.clone());
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
    let names = || table.entries().iter().map(|entry| &*entry.key);
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
        let others: Vec<RawKey> =
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
