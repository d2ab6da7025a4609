//! TOML text → raw tree. The only file that touches the TOML parser.

use super::advice;
use crate::reader::{Place, Problem, Problems, RawKey, RawNode, RawTable, RawValue};
use std::ops::Range;
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

/// What the parser says of a key of too many parts, or of too many brackets inside each other; it gives no place.
const TOO_DEEP: &str = "recursion limit";

/// Where the line begins that goes deepest.
fn deepest(text: &str) -> Range<usize> {
    let depth = |line: &str| line.bytes().filter(|byte| matches!(byte, b'.' | b'[' | b'{')).count();
    let mut found = (0, 0..0);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if depth(line) > found.0 {
            let first = line.chars().next().map_or(0, char::len_utf8);
            found = (depth(line), start..start + first);
        }
        start += line.len();
    }
    found.1
}

/// Reads a whole document. Syntax errors become problems; the tree holds what could be read.
pub fn parse(text: &str, source: u32, problems: &mut Problems) -> RawTable {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let is_deep = error.message() == TOO_DEEP;
        let at = error.span().filter(|_| !is_deep).unwrap_or_else(|| deepest(text));
        let place = span(source, at);
        let why =
            if is_deep { "keys or values stand too deep inside each other".into() } else { one_line(error.message()) };
        let mut problem = Problem::new(place, format!("not TOML: {why}"));
        problem.help = advice::syntax(text, place.start as usize);
        problems.add(problem);
    }
    table(document.get_ref(), source)
}

/// Reads one value that begins `offset` bytes into its source; the message of the first syntax error otherwise.
pub fn value(text: &str, source: u32, offset: u32) -> Result<RawNode, String> {
    let parsed = DeValue::parse(text).map_err(|error| one_line(error.message()))?;
    let mut node = convert(parsed.get_ref(), source, parsed.span());
    shift(&mut node, offset);
    Ok(node)
}

/// What the parser says, and what we say; what it expected instead is left out where only a parser knows the word.
const WORDS: [(&str, &str); 19] = [
    ("string values must be quoted", "a text stands in quotes"),
    ("invalid literal string", "a text is not closed by its quote"),
    ("invalid basic string", "a text is not closed by its quote"),
    ("invalid multi-line basic string", "a text is not closed by its three quotes"),
    ("invalid multi-line literal string", "a text is not closed by its three quotes"),
    ("unclosed array table", "a heading is not closed by `]]`"),
    ("unclosed array", "a list is not closed by `]`"),
    ("unclosed inline table", "a table is not closed by `}`"),
    ("unclosed table", "a heading is not closed by `]`"),
    ("duplicate key", "the key stands there twice"),
    ("missing assignment between key-value pairs", "`=` is missing after a key"),
    ("key with no value", "`=` and a value are missing after a key"),
    ("missing value for key", "a value is missing after `=`"),
    ("missing comma between", "a comma is missing"),
    (
        "missing escaped value",
        "a backslash in a text in double quotes begins an escape: write it twice, or take single quotes",
    ),
    ("too few unicode value digits", "`\\u` begins a character by its number: write `\\\\u`, or take single quotes"),
    ("unexpected key or value", "one line holds one key and its value; something stands behind it"),
    ("unexpected leading zero", "a number begins with no 0"),
    ("invalid unquoted key", "a key with such a character stands in quotes"),
];

fn one_line(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    WORDS.iter().find(|(theirs, _)| first.starts_with(theirs)).map_or(first, |(_, ours)| ours).into()
}

fn span(source: u32, range: Range<usize>) -> Place {
    Place { source, start: range.start as u32, end: range.end as u32 }
}

fn table(from: &DeTable, source: u32) -> RawTable {
    // The parser sorts by key; the file's order is that of the spans.
    let mut entries: Vec<_> = from.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut into = RawTable::default();
    for (key, value) in entries {
        let node = convert(value.get_ref(), source, value.span());
        into.put(key.get_ref().to_string(), span(source, key.span()), node);
    }
    into
}

fn convert(value: &DeValue, source: u32, range: Range<usize>) -> RawNode {
    let value = match value {
        DeValue::String(text) => RawValue::Text(text.to_string()),
        DeValue::Integer(number) => whole(number),
        DeValue::Float(number) => RawValue::Number(float(number)),
        DeValue::Boolean(flag) => RawValue::Flag(*flag),
        DeValue::Datetime(date) => RawValue::Date(date.to_string()),
        DeValue::Array(list) => {
            RawValue::List(list.iter().map(|item| convert(item.get_ref(), source, item.span())).collect())
        }
        DeValue::Table(inner) => RawValue::Table(table(inner, source)),
    };
    RawNode { place: span(source, range), value }
}

fn whole(number: &DeInteger) -> RawValue {
    match i64::from_str_radix(number.as_str(), number.radix()) {
        Ok(value) => RawValue::Whole(value),
        // Too large for a whole number of ours: the range check will say so.
        Err(_) => RawValue::Number(number.as_str().parse().unwrap_or(f64::INFINITY)),
    }
}

fn float(number: &DeFloat) -> f64 {
    number.as_str().parse().unwrap_or(f64::NAN)
}

/// Moves every place of a tree by `offset` bytes.
fn shift(node: &mut RawNode, offset: u32) {
    node.place.start += offset;
    node.place.end += offset;
    match &mut node.value {
        RawValue::List(list) => list.iter_mut().for_each(|item| shift(item, offset)),
        RawValue::Table(table) => {
            let keys: Vec<RawKey> = table.entries().iter().map(|entry| entry.key.clone()).collect();
            for key in keys {
                let entry = table.entry_mut(&key).expect("the key was just listed");
                entry.place.start += offset;
                entry.place.end += offset;
                shift(&mut entry.node, offset);
            }
        }
        _ => {}
    }
}
