//! Where a value stands: a source (scenario, table, `--set`) and a byte span in it.

use super::cells::RowIndex;
use std::sync::{Arc, OnceLock};

/// What kind of text a source is; decides how its places are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The TOML scenario: `file:line:column`.
    Scenario,
    /// A CSV table with this separator: `file:line:column`, with row and column name.
    Table(u8),
    /// A sheet of a spreadsheet, as CSV with commas: `file!C4`, with row and column name.
    Sheet,
    /// One `--set key=value`: `--set key`.
    Set,
    /// A flag that is short for a `--set`: by its own name, `--target`.
    Flag,
    /// One `--axis key=values`, or its `key=value` at a design point: `--axis key`.
    Axis,
    /// One `key=value` of an axis of the scenario at a design point: `axis key`.
    Point,
}

/// One text that keys and values come from.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// File name, the key of a `--set`, or a flag.
    pub name: String,
    /// Its whole text.
    pub text: Arc<str>,
    /// What it is.
    pub kind: SourceKind,
    /// The byte each line begins at, once a place is asked for.
    lines: OnceLock<Vec<u32>>,
    /// The rows of a table, likewise.
    rows: OnceLock<RowIndex>,
}

impl SourceText {
    /// Number of the line a byte stands on, from 0.
    fn line_of(&self, at: usize) -> usize {
        let starts = || {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        };
        self.lines.get_or_init(starts).partition_point(|start| *start as usize <= at) - 1
    }

    fn rows(&self, separator: u8) -> &RowIndex {
        self.rows.get_or_init(|| RowIndex::of(&self.text, separator))
    }
}

/// A span of bytes in a source. Ordered by source, then start: the order problems are printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the source.
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place in words a person can follow. Lines, columns and rows count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// `pc.toml:5:1`, or `--set run.seed`.
    pub title: String,
    /// ` (row 3, column cost)` for tables, else empty.
    pub cell: String,
    /// Line of the source, from 1.
    pub line: usize,
    /// Characters before the span on its line.
    pub column: usize,
}

/// Every source read so far.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<SourceText>,
}

impl Sources {
    /// Adds a source and returns its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>, kind: SourceKind) -> u32 {
        let (lines, rows) = (OnceLock::new(), OnceLock::new());
        self.list.push(SourceText { name: name.into(), text: text.into(), kind, lines, rows });
        (self.list.len() - 1) as u32
    }

    /// The source behind an index.
    #[must_use]
    pub fn get(&self, source: u32) -> &SourceText {
        &self.list[source as usize]
    }

    /// Whether a word stands in any of them.
    #[must_use]
    pub fn mention(&self, word: &str) -> bool {
        self.list.iter().any(|source| source.text.contains(word))
    }

    /// The text of a place, as written.
    #[must_use]
    pub fn text(&self, place: Place) -> &str {
        self.get(place.source).text.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    /// Whether the place is in a change of the scenario, which stands before what is written in it: a `--set`, a flag that
    /// is short for one, a design point.
    #[must_use]
    pub fn is_set(&self, place: Place) -> bool {
        self.list.get(place.source as usize).is_some_and(|source| {
            !matches!(source.kind, SourceKind::Scenario | SourceKind::Table(_) | SourceKind::Sheet)
        })
    }

    /// The line a place begins on: its text, and the byte it starts at.
    #[must_use]
    pub fn line(&self, place: Place) -> (&str, usize) {
        let text = &self.get(place.source).text;
        let at = floor(text, place.start as usize);
        let start = text[..at].rfind('\n').map_or(0, |byte| byte + 1);
        let end = text[at..].find('\n').map_or(text.len(), |byte| at + byte);
        (text[start..end].trim_end_matches('\r'), start)
    }

    /// Where a place is, for people.
    #[must_use]
    pub fn spot(&self, place: Place) -> SourcePosition {
        let source = self.get(place.source);
        let at = floor(&source.text, place.start as usize);
        let (_, start) = self.line(place);
        let line = source.line_of(at) + 1;
        let column = source.text[start..at].chars().count();
        let (title, cell) = match source.kind {
            SourceKind::Set => (format!("--set {}", source.name), String::new()),
            SourceKind::Flag => (source.name.clone(), String::new()),
            SourceKind::Axis => (format!("--axis {}", source.name), String::new()),
            SourceKind::Point => (format!("axis {}", source.name), String::new()),
            SourceKind::Scenario => (format!("{}:{line}:{}", source.name, column + 1), String::new()),
            SourceKind::Table(separator) => {
                let cell = source.rows(separator).locate(&source.text, at).map(|cell| format!(" ({cell})"));
                (format!("{}:{line}:{}", source.name, column + 1), cell.unwrap_or_default())
            }
            SourceKind::Sheet => {
                let rows = source.rows(b',');
                let (name, cell) = (rows.cell_name(&source.text, at), rows.locate(&source.text, at));
                let title = format!("{}!{}", source.name, name.unwrap_or_default());
                (title, cell.map(|cell| format!(" ({cell})")).unwrap_or_default())
            }
        };
        SourcePosition { title, cell, line, column }
    }
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
