//! Dotted keys: `items."4711.02".cost`.

use super::document;
use super::keys::root;
use crate::keys::{KeyNode, ValueKind};
use crate::reader::{RawValue, outside_quotes};

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

/// The first part of a key that has no row, with what stands above it. Names, and the parameters of laws, are taken as they are.
pub fn unknown_part(path: &[Part]) -> Option<(usize, &'static KeyNode)> {
    let mut key = root();
    for (depth, part) in path.iter().enumerate() {
        if matches!(key.row.kind, ValueKind::Law(_)) {
            return None;
        }
        match key.child(&part.key) {
            Some(child) => key = child,
            None => return Some((depth, key)),
        }
    }
    None
}

/// The row of a key, if it has one of its own; of what a strategy sets the row of the key that it sets.
pub fn row_at(path: &[Part]) -> Option<&'static KeyNode> {
    let key = path.iter().try_fold(root(), |key, part| key.child(&part.key))?;
    match key.row.kind {
        ValueKind::Setting => row_at(&parts(&path.last()?.key).ok()?),
        _ => Some(key),
    }
}

/// What a key takes that has a row.
pub fn kind_at(path: &[Part]) -> Option<ValueKind> {
    row_at(path).map(|key| key.row.kind)
}
