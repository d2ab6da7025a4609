//! The next step after a typical slip: what an analyst who wrote this most likely meant.

use crate::keys::{KeyNode, KeyRow, Range, ValueKind};
use crate::laws;
use crate::reader::RawValue;

/// What to do about a value that its key does not take.
pub fn value(value: &RawValue, key: &KeyNode) -> Option<String> {
    let row = key.row;
    match (row.kind, value) {
        (ValueKind::Number(range) | ValueKind::NumberOrGroup(range), RawValue::Whole(_) | RawValue::Number(_)) => {
            percent(value, range)
        }
        (
            ValueKind::Number(_)
            | ValueKind::NumberOrGroup(_)
            | ValueKind::Time(_)
            | ValueKind::Whole(_)
            | ValueKind::WholeOrGroup(_),
            RawValue::Text(text),
        ) => number(text),
        (ValueKind::Whole(_) | ValueKind::WholeOrGroup(_), RawValue::Number(given))
            if row.unit.starts_with("units") =>
        {
            laws::smaller_units(*given)
        }
        (ValueKind::Holds, RawValue::Text(text)) => Some(format!("a list stands in brackets: [\"{text}\"]")),
        (ValueKind::Named(_), _) => Some(named(key)),
        (ValueKind::Group, _) => Some(format!("known here: {}", words(key))),
        _ => None,
    }
}

/// Keys of earlier versions, and what they are called now.
const RENAMED: [(&str, &str); 1] = [("optimize.zone", "optimize.indifference")];

/// What a key of an earlier version is called now.
pub fn renamed(path: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(old, _)| *old == path).map(|(_, new)| *new)
}

/// `{ NAME = 1 }`, the value as its row takes it.
fn named(key: &KeyNode) -> String {
    let below = key.child("*").map(|child| child.row.kind);
    match below {
        Some(ValueKind::Whole(_) | ValueKind::Number(_)) => {
            "it is written `{ NAME = 1 }`, with as many names as it takes".into()
        }
        _ => {
            let path = key.row.pattern;
            let names = path.split('.').rev().take_while(|segment| *segment == "*").count();
            let last = path.split('.').rev().nth(names).unwrap_or(key.name);
            format!("it is written with a name: `{last}{}`", ".NAME".repeat(names + 1))
        }
    }
}

fn words(key: &KeyNode) -> String {
    let words: Vec<&str> = key.children.iter().map(|child| child.name).collect();
    words.join(", ")
}

/// 95 for .95.
fn percent(value: &RawValue, range: Range) -> Option<String> {
    let given = match value {
        RawValue::Whole(number) => *number as f64,
        RawValue::Number(number) => *number,
        _ => return None,
    };
    let share = given / 100.0;
    let meant = range.high <= 1.0 && given > 1.0 && given <= 100.0 && range.contains(share);
    meant.then(|| format!("{given} % is written {share}"))
}

/// A number as text, with a decimal comma, or with its unit.
fn number(text: &str) -> Option<String> {
    if text.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(format!("a number stands without quotes: {text}"));
    }
    let pointed = text.replace(',', ".");
    if pointed.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(format!("a number has a decimal point and no other separator: {pointed}"));
    }
    // 1.234,50 and 1 234,50: the last sign is the decimal one.
    let sign =
        text.rfind([',', '.']).filter(|at| text[..*at].contains([',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’']));
    if let Some(at) = sign {
        let whole: String =
            text[..at].chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
        let number = format!("{whole}.{}", &text[at + 1..]);
        if number.parse::<f64>().is_ok_and(f64::is_finite) {
            return Some(format!("a number has no signs between thousands: {number}"));
        }
    }
    let digits = text.chars().any(|c| c.is_ascii_digit());
    digits.then(|| "a number stands alone: its unit is that of the key, money is in `currency`".into())
}

/// The end of a number range worth a word although it is allowed: a yearly rate that looks like per cents.
#[must_use]
pub fn looks_like_percent(row: &KeyRow, value: f64) -> bool {
    row.pattern.ends_with("holding_rate") && value > 2.0
}

/// Where a key stands that was looked for in the wrong table: its paths below, at most two levels down.
#[must_use]
pub fn elsewhere(name: &str, key: &KeyNode) -> Vec<String> {
    let mut found = Vec::new();
    for group in &key.children {
        for child in &group.children {
            if child.name == name {
                found.push(format!("{}.{name}", group.name));
            } else if child.children.iter().any(|below| below.name == name) && group.name != "*" && child.name != "*" {
                found.push(format!("{}.{}.{name}", group.name, child.name));
            }
        }
    }
    found
}

/// What to do about a place where the text stops being TOML.
pub fn syntax(text: &str, at: usize) -> Option<String> {
    let (before, rest) = (text.get(..at)?, text.get(at..)?);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let first = rest.chars().next()?;
    if first == ',' && digit(before.chars().last()) && digit(rest.chars().nth(1)) {
        return Some("a number has a decimal point and no other separator: 0.5, 1200".into());
    }
    if let Some(row) = laws::row(&word).filter(|row| !row.forms.is_empty()) {
        return Some(laws::written(row));
    }
    if matches!(first, '“' | '”' | '„' | '‘' | '’' | '«') {
        return Some("quotes are straight: \"text\"".into());
    }
    if first == ':' {
        return Some("a key and its value are joined by `=`".into());
    }
    let valued = before.trim_end().ends_with('=');
    if valued && first.is_ascii_digit() {
        return Some("a number stands alone: its unit is that of the key, money is in `currency`".into());
    }
    (valued && first.is_alphabetic()).then(|| format!("text stands in quotes: \"{word}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_said() {
        let said = |text: &str, at: &str| syntax(text, text.find(at).unwrap()).unwrap_or_default();
        assert!(said("cost = 1,5", ",").contains("decimal point"));
        assert!(said("t = normal(10, 2)", "normal").contains("{ normal = { mean = …, sd = … } }"));
        assert!(said("t = “day”", "“").contains("straight"));
        assert!(said("cost: 3", ":").contains("joined by `=`"));
        assert!(said("cost = 200 EUR", "200").contains("stands alone"));
        assert!(said("unit = days", "days").contains("\"days\""));
        assert_eq!(syntax("a = [1, 2", 9), None);
        assert_eq!(number("200"), Some("a number stands without quotes: 200".into()));
        assert_eq!(number("1.234,50"), Some("a number has no signs between thousands: 1234.50".into()));
        assert_eq!(number("abc"), None);
    }
}
