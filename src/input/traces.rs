//! Files of recorded orders that a scenario names: opened once, and read once for all models that are made of it.

use super::empirical::Needs;
use super::keys::table::CLASS_TERMS;
use super::overrides::Override;
use super::table_file::{self, HowWritten, TableFile};
use super::table_text::DecimalSign;
use super::trace_rows::Trace;
use crate::reader::{Place, RawNode, RawTable, RawValue};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// A file by its name, its separator and its decimal sign as said.
type FileKey = (String, Option<u8>, Option<&'static str>);

/// The files, and what streams say of their terms by themselves.
#[derive(Debug, Default)]
pub struct Traces {
    /// By name, separator and decimal sign as said; `None` where it could not be opened.
    files: BTreeMap<FileKey, Option<TableFile>>,
    known: Arc<KnownRecords>,
    /// By stream: the terms that it gives by itself, before those of its class.
    own_terms: BTreeMap<String, Vec<&'static str>>,
}

/// What was read of records before, by whoever read the same scenario with other changes.
#[derive(Debug, Default)]
pub struct KnownRecords {
    /// With the SHA-256 of their text.
    files: Mutex<BTreeMap<FileKey, (TableFile, String)>>,
    rows: Mutex<BTreeMap<String, Arc<Trace>>>,
}

impl KnownRecords {
    /// The rows that were read for a key of [`rows_key`].
    pub fn rows(&self, key: &str) -> Option<Arc<Trace>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps them.
    pub fn keep_rows(&self, key: String, rows: &Arc<Trace>) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).insert(key, rows.clone());
    }

    fn file(&self, key: &FileKey) -> Option<TableFile> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(key).map(|(file, _)| file.clone())
    }

    fn keep_file(&self, key: FileKey, file: &TableFile) {
        let digest = Sha256::digest(file.table().text).iter().map(|byte| format!("{byte:02x}")).collect();
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(key, (file.clone(), digest));
    }
}

/// All that the rows of a record follow from beside its file: what is said of it, and the names of the items.
pub fn rows_key<'a>(trace: &RawNode, items: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    add_value(&mut key, trace);
    items.for_each(|name| {
        let _ = write!(key, "{name:?} ");
    });
    key
}

/// A value without the places of its parts.
fn add_value(key: &mut String, node: &RawNode) {
    let _ = match &node.value {
        RawValue::Table(table) => {
            key.push('{');
            for entry in table.entries() {
                let _ = write!(key, "{:?} ", entry.key);
                add_value(key, &entry.node);
            }
            write!(key, "}}")
        }
        RawValue::List(list) => {
            key.push('[');
            list.iter().for_each(|one| add_value(key, one));
            write!(key, "]")
        }
        other => write!(key, "{other:?} "),
    };
}

/// How a file is written, as its keys say.
fn how_written(trace: &RawTable) -> HowWritten {
    let text = |key: &str| trace.get(key).and_then(RawNode::text);
    HowWritten {
        separator: text("separator").and_then(|word| if word == "tab" { Some(b'\t') } else { word.bytes().next() }),
        decimal: text("decimal").map(|word| if word == "," { DecimalSign::Comma } else { DecimalSign::Point }),
    }
}

impl Traces {
    /// No files yet; what is known of records is shared with other readings.
    pub fn sharing(known: Arc<KnownRecords>) -> Traces {
        Traces { known, ..Traces::default() }
    }

    /// What is known of records.
    pub fn known(&self) -> &Arc<KnownRecords> {
        &self.known
    }

    /// Notes which terms each stream gives by itself, or by a change that is still to be made.
    pub fn note_terms(&mut self, tree: &RawTable, changes: &[Override]) {
        for entry in tree.get("demand").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default() {
            let given = |term: &&&str| entry.node.table().is_some_and(|own| own.get(term).is_some());
            let own = self.own_terms.entry(entry.key.to_string()).or_default();
            own.extend(CLASS_TERMS.iter().filter(given));
        }
        for change in changes {
            if let [section, name, term, ..] = &change.path[..]
                && section.key == "demand"
                && let Some(term) = CLASS_TERMS.iter().find(|known| **known == &*term.key)
            {
                self.own_terms.entry(name.key.to_string()).or_default().push(term);
            }
        }
    }

    /// Opens the files that streams name.
    pub fn open(&mut self, tree: &RawTable, needs: &mut Needs<'_>) {
        for entry in tree.get("demand").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default() {
            let arrivals = entry.node.table().and_then(|own| own.get("arrivals")?.table());
            let Some(trace) = arrivals.and_then(|own| own.get("trace")?.table()) else { continue };
            let Some((name, place)) = trace.get("file").and_then(|node| Some((node.text()?, node.place))) else {
                continue;
            };
            let key = key(name, trace);
            if self.files.contains_key(&key) {
                continue;
            }
            if let Some(known) = self.known.file(&key) {
                self.files.insert(key, Some(known.listed(name, needs.sources)));
                continue;
            }
            let opened = table_file::open(needs.files, needs.sources, (name, Some(place)), how_written(trace));
            let opened = opened.map_err(|(problem, kind)| {
                *needs.kind = kind;
                needs.problems.add(problem);
            });
            if let Ok(file) = &opened {
                self.known.keep_file(key.clone(), file);
            }
            self.files.insert(key, opened.ok());
        }
    }

    /// The file of a record; `None` where it could not be opened, which was told.
    pub fn file(&self, name: &str, trace: &RawTable) -> Option<&TableFile> {
        self.files.get(&key(name, trace))?.as_ref()
    }

    /// Whether a stream gives a term by itself.
    pub fn gives(&self, stream: &str, term: &str) -> bool {
        self.own_terms.get(stream).is_some_and(|own| own.contains(&term))
    }

    /// What stands in the files, as comments of a resolved scenario: other orders are another question.
    pub fn digests(&self) -> String {
        let known = self.known.files.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |key: &FileKey| {
            let (_, digest) = known.get(key)?;
            Some(format!("# SHA-256 of the text of {}: {digest}\n", key.0))
        };
        self.files.keys().filter_map(line).collect()
    }
}

fn key(name: &str, trace: &RawTable) -> FileKey {
    let HowWritten { separator, decimal } = how_written(trace);
    (name.into(), separator, decimal.map(DecimalSign::word))
}

/// Where the file of a record is named.
pub fn file_of(trace: &RawTable) -> Option<(&str, Place)> {
    trace.get("file").and_then(|node| Some((node.text()?, node.place)))
}
