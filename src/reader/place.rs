//! Where a value stands: a source (scenario, table, `--set`) and a byte span in it.

use super::cells;

/// What kind of text a source is; decides how its places are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The TOML scenario: `file:line:column`.
    Scenario,
    /// A CSV table: `file:line:column`, with row and column name.
    Table,
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
    pub text: String,
    /// What it is.
    pub kind: SourceKind,
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
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>, kind: SourceKind) -> u32 {
        self.list.push(SourceText { name: name.into(), text: text.into(), kind });
        (self.list.len() - 1) as u32
    }

    /// The source behind an index.
    #[must_use]
    pub fn get(&self, source: u32) -> &SourceText {
        &self.list[source as usize]
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
        self.list
            .get(place.source as usize)
            .is_some_and(|source| !matches!(source.kind, SourceKind::Scenario | SourceKind::Table))
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
        let line = source.text[..at].matches('\n').count() + 1;
        let column = source.text[start..at].chars().count();
        let (title, cell) = match source.kind {
            SourceKind::Set => (format!("--set {}", source.name), String::new()),
            SourceKind::Flag => (source.name.clone(), String::new()),
            SourceKind::Axis => (format!("--axis {}", source.name), String::new()),
            SourceKind::Point => (format!("axis {}", source.name), String::new()),
            SourceKind::Scenario => (format!("{}:{line}:{}", source.name, column + 1), String::new()),
            SourceKind::Table => {
                let cell = cells::locate(&source.text, at).map(|cell| format!(" ({cell})"));
                (format!("{}:{line}:{}", source.name, column + 1), cell.unwrap_or_default())
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
