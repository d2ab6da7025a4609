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

/// How the parser's messages begin, and what we say in their place; a longer beginning stands before a shorter one. What it
/// expected instead is left out: only a parser knows the words.
const WORDS: [(&str, &str); 47] = [
    ("string values must be quoted", "a text stands in quotes"),
    ("invalid literal string", "a text is not closed by its quote"),
    ("invalid basic string", "a text is not closed by its quote"),
    ("invalid multi-line basic string", "a text is not closed by its three quotes"),
    ("invalid multi-line literal string", "a text is not closed by its three quotes"),
    ("missing opening quote", "a text is not opened by a quote"),
    ("unclosed array table", "a heading is not closed by `]]`"),
    ("unclosed array", "a list is not closed by `]`"),
    ("unclosed inline table", "a table is not closed by `}`"),
    ("unclosed table", "a heading is not closed by `]`"),
    ("duplicate key", "the key stands there twice"),
    ("missing assignment between key-value pairs", "`=` is missing after a key"),
    ("extra assignment between key-value pairs", "one `=` is too many"),
    ("extra `=`", "one `=` is too many"),
    ("key with no value", "`=` and a value are missing after a key"),
    ("missing value for key", "a value is missing after `=`"),
    ("missing value", "a value is missing"),
    ("missing comma between", "a comma is missing"),
    ("extra comma in", "one comma is too many"),
    (
        "missing escaped value",
        "a backslash in a text in double quotes begins an escape: write it twice, or take single quotes",
    ),
    ("too few unicode value digits", "`\\u` begins a character by its number: write `\\\\u`, or take single quotes"),
    ("unexpected key or value", "one line holds one key and its value; something stands behind it"),
    ("unexpected content", "something stands behind the value"),
    ("unexpected `=` in array", "a list holds values, and no keys with `=`"),
    ("unexpected leading zero", "a number begins with no 0"),
    ("unexpected sign", "a number has one sign, before its first digit"),
    ("redundant numeric sign", "a number has one sign, before its first digit"),
    ("redundant integer number prefix", "a number has one `0x`, `0o` or `0b`"),
    ("radix must be lowercase", "`0x`, `0o` and `0b` are written with a small letter"),
    ("integers with a radix cannot be signed", "a number with `0x`, `0o` or `0b` has no sign"),
    ("`_` may only go between digits", "`_` in a number stands between two digits"),
    ("invalid float", "this is no number"),
    ("invalid integer number", "this is no number"),
    ("invalid hexadecimal number", "this is no number"),
    ("invalid octal number", "this is no number"),
    ("invalid binary number", "this is no number"),
    ("invalid boolean", "`true` and `false` are written with small letters"),
    ("invalid unquoted key", "a key with such a character stands in quotes"),
    ("unquoted keys cannot be empty", "a key is missing"),
    ("missing key for inline table element", "a key is missing"),
    ("keys cannot be multi-line", "a key stands in one line"),
    ("invalid key-value pair", "a key, `=` and a value are expected"),
    ("invalid inline table element", "a table in braces holds keys, `=` and values"),
    ("invalid comment character", "a comment has a character that no text has"),
    (
        "carriage return must be followed by newline",
        "a line ends with a carriage return alone: save the file with line feeds",
    ),
    // The parts of a date, and words that a parser of dates knows.
    ("invalid ", "this is no value: a text stands in quotes"),
    ("cannot recurse further", "keys or values stand too deep inside each other"),
];
/// Of a message that is none of these.
const OTHERWISE: &str = "this is not as TOML writes it";

fn one_line(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    WORDS.iter().find(|(theirs, _)| first.starts_with(theirs)).map_or(OTHERWISE, |(_, ours)| ours).into()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that are no TOML, each with a word of what is said of it: never the parser's own.
    #[test]
    fn what_is_no_toml_is_said_in_words_of_ours() {
        for (text, said) in [
            ("a = 1,5", "behind"),
            ("a = +-3", "one sign"),
            ("a = 1__0", "between two digits"),
            ("a = 0X1F", "small letter"),
            ("a = -0x1F", "no sign"),
            ("a = 007", "begins with no 0"),
            ("a = 1.2.3", "no number"),
            ("a = TRUE", "small letters"),
            ("a = 2026-13-45", "no value"),
            ("a = [1, 2", "not closed"),
            ("a = [1,, 2]", "one comma is too many"),
            ("a = [b = 1]", "values, and no keys"),
            ("a = { b = 1,, c = 2 }", "one comma is too many"),
            ("a = { = 1 }", "a key is missing"),
            ("a = { b 1 }", "is missing"),
            ("a = \"x", "not closed"),
            ("a = 'x", "not closed"),
            ("a = \"\"\"x", "three quotes"),
            ("a = \"\\d\"", "backslash"),
            ("= 3", "a key is missing"),
            ("a = = 3", "too many"),
            ("a", "missing"),
            ("[a", "not closed"),
            ("[[a]", "not closed"),
            ("a = 1\ra = 2", "carriage return"),
            ("# \u{1}\na = 1", "no text has"),
            ("a = 1 b = 2", "one line holds one key"),
            ("ä = 1", "stands in quotes"),
        ] {
            let mut problems = Problems::default();
            parse(text, 0, &mut problems);
            let all: Vec<String> = problems.sorted().0.into_iter().map(|problem| problem.message).collect();
            let ours = |message: &String| {
                let why = message.strip_prefix("not TOML: ").unwrap_or_default();
                WORDS.iter().any(|(_, ours)| *ours == why)
            };
            assert!(all.iter().all(ours) && all.iter().any(|message| message.contains(said)), "{text:?}: {all:?}");
        }
    }
}
