//! Checks that need one key at a time: known, of the right type, in range, not excluded by its neighbour.

use super::advice;
use super::keys::{Default, Exclusive, Key, KeyNode, Kind, Names, Need, Range, root};
use super::laws;
use super::place::Place;
use super::problem::{Problem, Problems};
use super::sweep;
use super::tree::{Entry, Node, Table, Value};
use crate::laws::Cut;

/// What is right and yet worth a finding.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Keys of laws that the cut at 0 changes.
    pub cuts: Vec<(String, Cut)>,
    /// Keys of times with more than nine decimals.
    pub rounded: Vec<String>,
    /// Yearly rates so high that per cents may have been meant.
    pub percent: Vec<(String, f64)>,
}

/// Checks a whole scenario against the table of keys.
pub fn check(scenario: &Table, problems: &mut Problems) -> Notes {
    let mut walk = Walk { problems, path: Vec::new(), notes: Notes::default() };
    walk.group(scenario, root(), Place::default());
    walk.notes
}

/// Whether a name may be given to something: letters, digits, `_` and `-`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= 100 && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// A key path as it is written: parts that are not bare are quoted.
#[must_use]
pub fn join<'a>(path: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<String> = path.into_iter().map(quote_key).collect();
    parts.join(".")
}

/// A key as it is written in TOML.
#[must_use]
pub fn quote_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.into() } else { quote(key) }
}

/// Text as it is written in TOML.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Most numbers of a list: each adds columns to every result.
const LONGEST_LIST: usize = 100;

struct Walk<'a, 'p> {
    problems: &'p mut Problems,
    path: Vec<&'a str>,
    notes: Notes,
}

impl<'a> Walk<'a, '_> {
    fn name(&self) -> String {
        join(self.path.iter().copied())
    }

    fn below(&self, key: &str) -> String {
        join(self.path.iter().copied().chain([key]))
    }

    fn group(&mut self, table: &'a Table, key: &KeyNode, at: Place) {
        for entry in table.entries() {
            match key.child(&entry.key) {
                Some(child) => {
                    self.path.push(&entry.key);
                    self.value(&entry.node, child, entry.place);
                    self.path.pop();
                }
                None => self.unknown(entry, key),
            }
        }
        for child in &key.children {
            if child.row.default == Default::Required && table.get(child.name).is_none() {
                self.missing(child, at);
            }
        }
        for exclusive in &key.exclusive {
            self.exclusive(table, exclusive, at);
        }
    }

    fn value(&mut self, node: &'a Node, key: &KeyNode, at: Place) {
        match (key.row.kind, &node.value) {
            (Kind::Later, _) => self
                .problems
                .add(Problem::new(at, format!("`{}` is not available in this version of pushpull", self.name()))),
            (
                Kind::Group | Kind::Groups | Kind::WordOrGroup(_) | Kind::NumberOrGroup(_) | Kind::NumbersOrGroup(_),
                Value::Table(table),
            ) => self.group(table, key, at),
            (Kind::Groups, Value::List(list)) if list.iter().all(|item| item.table().is_some()) => {
                for (item, table) in list.iter().filter_map(|item| Some((item, item.table()?))) {
                    self.group(table, key, item.place);
                }
            }
            (Kind::Named(names), Value::Table(table)) => self.named(table, key, names),
            (Kind::Axis, _) => {
                let key = self.path.last().map(|name| (*name).to_string()).unwrap_or_default();
                sweep::check_axis(&Entry { key, place: at, node: node.clone() }, self.problems);
            }
            (Kind::Law(takes), _) => {
                let path = self.name();
                if let Some(law) = laws::read(node, takes, &path, self.problems) {
                    self.notes.cuts.extend(law.cut().map(|cut| (path, cut)));
                    self.note_decimals(node);
                }
            }
            _ => match leaf(&node.value, key.row) {
                Ok(()) if matches!(key.row.kind, Kind::Time(_)) => self.note_decimals(node),
                Ok(()) if node.number().is_some_and(|value| advice::looks_like_percent(key.row, value)) => {
                    self.notes.percent.push((self.name(), node.number().unwrap_or(0.0)));
                }
                Ok(()) => {}
                Err(expected) => self.refuse(node, key, &expected),
            },
        }
    }

    /// A tick is 1e-9 time units: what is finer is rounded.
    fn note_decimals(&mut self, node: &Node) {
        let digits = node.number().map(|value| format!("{value}"));
        let decimals = digits.as_deref().and_then(|digits| digits.split_once('.')).map_or(0, |(_, after)| after.len());
        if decimals > 9 {
            self.notes.rounded.push(self.name());
        }
    }

    fn named(&mut self, table: &'a Table, key: &KeyNode, names: Names) {
        let child = key.child("*").expect("a table of names has a row for them");
        for entry in table.entries() {
            if names == Names::New && !is_name(&entry.key) {
                let message = format!("`{}` is not a name: names are letters, digits, `_` and `-`", entry.key);
                let mut problem = Problem::new(entry.place, message);
                if entry.key.contains('[') {
                    problem = problem.help("variants come from `make.options`; give their stock in a strategy");
                }
                self.problems.add(problem);
            }
            self.path.push(&entry.key);
            self.value(&entry.node, child, entry.place);
            self.path.pop();
        }
    }

    fn refuse(&mut self, node: &Node, key: &KeyNode, expected: &str) {
        let row = key.row;
        let node = wrong_element(node, row.kind).unwrap_or(node);
        let mut problem =
            Problem::new(node.place, format!("`{}` must be {expected}; {} is not", self.name(), describe(&node.value)));
        if let (Kind::Word(words) | Kind::WordOrGroup(words), Some(text)) = (row.kind, node.text()) {
            problem = problem.nearest(text, words.iter().copied());
        }
        if problem.help.is_none() {
            problem.help = advice::value(&node.value, key);
        }
        self.problems.add(problem);
    }

    fn unknown(&mut self, entry: &Entry, key: &KeyNode) {
        let message = format!("unknown key `{}`", self.below(&entry.key));
        let mut problem = Problem::new(entry.place, message).nearest(&entry.key, key.children.iter().map(|c| c.name));
        if problem.help.is_none() {
            let paths = advice::elsewhere(&entry.key, key);
            let written: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
            problem.help = (!paths.is_empty() && paths.len() <= 4)
                .then(|| format!("`{}` stands further down: {}", entry.key, written.join(" or ")));
        }
        if problem.help.is_none() && !key.children.is_empty() {
            let words: Vec<&str> = key.children.iter().map(|child| child.name).collect();
            problem.help = Some(format!("known here: {}", words.join(", ")));
        }
        self.problems.add(problem);
    }

    fn missing(&mut self, child: &KeyNode, at: Place) {
        let required: Vec<&str> = (child.children.iter())
            .filter(|below| below.row.default == Default::Required)
            .map(|below| below.name)
            .collect();
        let path = self.below(child.name);
        if required.is_empty() {
            let message = format!("`{path}` is missing: {}", child.row.doc.trim_end_matches('.'));
            self.problems.add(Problem::new(at, message));
        }
        for name in required {
            self.problems.add(Problem::new(at, format!("`{path}.{name}` is missing")));
        }
    }

    fn exclusive(&mut self, table: &Table, exclusive: &Exclusive, at: Place) {
        let given: Vec<&Entry> = exclusive.keys.iter().filter_map(|key| table.entry(key)).collect();
        let or = exclusive.keys.join("` or `");
        match given.as_slice() {
            [] if exclusive.need == Need::One => {
                self.problems.at(at, format!("`{}` needs `{or}`", self.name()));
            }
            [first, second, ..] => {
                let message = format!("`{}` and `{}` exclude each other", self.below(&first.key), second.key);
                let mut problem = Problem::new(second.place, message).also(first.place, "the other is here");
                problem.help = (!exclusive.help.is_empty()).then(|| exclusive.help.into());
                self.problems.add(problem);
            }
            _ => {}
        }
    }
}

/// Checks one value that is no table of keys; the words for what was expected otherwise.
fn leaf(value: &Value, row: &Key) -> Result<(), String> {
    let fits = match (row.kind, value) {
        (Kind::Text | Kind::Name(_), Value::Text(text)) => !text.chars().any(char::is_control),
        (Kind::Label, Value::Text(text)) => text.is_empty() || is_name(text),
        (Kind::Flag, Value::Flag(_)) => true,
        (Kind::Number(range) | Kind::Time(range) | Kind::NumberOrGroup(range), _) => number_fits(value, range),
        (Kind::Whole(range), _) => whole_fits(value, range),
        (Kind::Word(words) | Kind::WordOrGroup(words), Value::Text(text)) => words.contains(&text.as_str()),
        (Kind::Numbers(range) | Kind::Times(range) | Kind::NumbersOrGroup(range), Value::List(list)) => {
            list.len() <= LONGEST_LIST && list.iter().all(|item| number_fits(&item.value, range))
        }
        (Kind::Holds, Value::List(list)) => list.iter().all(|item| matches!(item.value, Value::Text(_))),
        _ => false,
    };
    if fits { Ok(()) } else { Err(expected(row)) }
}

/// The first element of a list that does not fit.
fn wrong_element(node: &Node, kind: Kind) -> Option<&Node> {
    let Value::List(list) = &node.value else { return None };
    match kind {
        Kind::Numbers(range) | Kind::Times(range) | Kind::NumbersOrGroup(range) => {
            list.iter().find(|item| !number_fits(&item.value, range))
        }
        Kind::Groups => list.iter().find(|item| item.table().is_none()),
        Kind::Holds => list.iter().find(|item| item.text().is_none()),
        _ => None,
    }
}

fn number_fits(value: &Value, range: Range) -> bool {
    match value {
        Value::Whole(number) => range.contains(*number as f64),
        Value::Number(number) => range.contains(*number),
        _ => false,
    }
}

fn whole_fits(value: &Value, range: Range) -> bool {
    match value {
        Value::Whole(number) => range.contains(*number as f64),
        Value::Number(number) => number.fract() == 0.0 && number.abs() < 9.0e15 && range.contains(*number),
        _ => false,
    }
}

/// What a key takes, in words: `a number of at least 0 (currency per unit)`.
#[must_use]
pub fn expected(row: &Key) -> String {
    let unit = if row.unit.is_empty() { String::new() } else { format!(" ({})", row.unit) };
    let quoted = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ");
    match row.kind {
        Kind::Group | Kind::Named(_) => "a table".into(),
        Kind::Text => "text without control characters".into(),
        Kind::Label => "text of letters, digits, `_` and `-`".into(),
        Kind::Flag => "true or false".into(),
        Kind::Number(range) => format!("a number, {}{unit}", range.words()),
        Kind::Time(range) => format!("a time, {}{unit}", range.words()),
        Kind::Whole(range) => format!("a whole number, {}{unit}", range.words()),
        Kind::Law(_) => format!("a number or a law{unit}"),
        Kind::Word(words) => quoted(words),
        Kind::WordOrGroup(words) => format!("{} or a table", quoted(words)),
        Kind::NumberOrGroup(range) => format!("a number, {}{unit}, or a table", range.words()),
        Kind::Name(_) => "a name (text)".into(),
        Kind::Groups => "a table, or a list of tables".into(),
        Kind::NumbersOrGroup(range) => {
            format!("a list of at most {LONGEST_LIST} numbers, each {}{unit}, or a table", range.words())
        }
        Kind::Numbers(range) => format!("a list of at most {LONGEST_LIST} numbers, each {}{unit}", range.words()),
        Kind::Times(range) => format!("a list of at most {LONGEST_LIST} times, each {}{unit}", range.words()),
        Kind::Holds => "a list of names in quotes".into(),
        Kind::Axis => "a list of values, a range `{ from, to, steps }`, or a table of keys with lists".into(),
        Kind::Later => "left out".into(),
    }
}

/// A value as a message shows it.
#[must_use]
pub fn describe(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::Text(text) if text.chars().count() <= 40 => format!("\"{text}\""),
        other => other.kind().into(),
    }
}
