//! The steps from bytes to a model.

use super::accepted::{Accepted, Rejected, RejectedKind};
use super::beside::Beside;
use super::build::Builder;
use super::origin::{Origin, TableFiles, load};
use super::overrides::{Change, Override};
use super::{canonical, document, findings, limits, overrides, resolve, sweep, tables, validate};
use crate::keys::Design;
use crate::reader::{Place, Problem, Problems, RawNode, RawTable, RawValue, SourceKind, Sources};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Reads a scenario file with its tables and `--set` overrides.
///
/// # Errors
/// Everything that is wrong with it, or that a file cannot be read.
pub fn read(path: &Path, sets: &[String]) -> Result<Accepted, Rejected> {
    read_with(path, Beside::sets(sets))
}

/// Reads a scenario file with everything that stands beside it.
///
/// # Errors
/// Everything that is wrong with it, or that a file cannot be read.
pub fn read_with(path: &Path, beside: Beside) -> Result<Accepted, Rejected> {
    Reading::new(path.parent().unwrap_or(Path::new("")), beside).file(path)
}

/// Reads a scenario from text; `name` stands in messages, tables are looked for in the current folder.
///
/// # Errors
/// Everything that is wrong with it, or that a table cannot be read.
pub fn read_str(name: &str, text: &str, sets: &[String]) -> Result<Accepted, Rejected> {
    read_text(name, text, Beside::sets(sets))
}

/// Reads a scenario from text with everything that stands beside it; `name` stands in messages. With `beside.files`
/// nothing is read from the disk, without them tables are looked for in the current folder.
///
/// # Errors
/// Everything that is wrong with it, or that a table cannot be read.
pub fn read_text(name: &str, text: &str, beside: Beside) -> Result<Accepted, Rejected> {
    Reading::new(Path::new(""), beside).text(name, text)
}

impl Accepted {
    /// The changes that it was read with.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.origin.beside.changes
    }

    /// The same scenario, read again with more changes after those it was read with. Nothing is read from the disk that was
    /// read before.
    ///
    /// # Errors
    /// All problems of the scenario with these changes.
    pub fn changed(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        self.again(self.changes().iter().cloned().chain(changes).collect())
    }

    /// The same at a point of a design, whose changes stand before those it was read with.
    ///
    /// # Errors
    /// As [`Accepted::changed`].
    pub fn at_point(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        self.again(changes.into_iter().chain(self.changes().iter().cloned()).collect())
    }

    fn again(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        let Origin { name, text, tables, beside } = &*self.origin;
        let reading = Reading::new(Path::new(""), Beside { changes, ..beside.clone() });
        Reading { tables: tables.clone(), ..reading }.text(name, text)
    }
}

/// Collects sources and problems on the way to a model.
struct Reading {
    tables: TableFiles,
    sources: Sources,
    problems: Problems,
    io: RejectedKind,
    /// Whether a table could not be taken in at all.
    unread: bool,
    beside: Beside,
}

impl Reading {
    fn new(folder: &Path, mut beside: Beside) -> Reading {
        let (sources, problems) = (Sources::default(), Problems::default());
        let tables = TableFiles::new(beside.files.take(), folder.into());
        Reading { tables, sources, problems, io: RejectedKind::Scenario, unread: false, beside }
    }

    fn reject(self, kind: RejectedKind) -> Rejected {
        Rejected { problems: self.problems.sorted(), kind, sources: self.sources }
    }

    fn file(mut self, path: &Path) -> Result<Accepted, Rejected> {
        let name = path.display().to_string();
        match load(path) {
            Ok(bytes) => self.bytes(&name, bytes),
            Err(error) => {
                self.problems.add(Problem::nowhere(format!("cannot read {name}: {error}")));
                Err(self.reject(RejectedKind::Io))
            }
        }
    }

    fn bytes(mut self, name: &str, bytes: Vec<u8>) -> Result<Accepted, Rejected> {
        match utf8(bytes) {
            Ok(text) => self.text(name, &text),
            Err((valid, at)) => {
                let source = self.sources.add(name, valid, SourceKind::Scenario);
                self.not_utf8(source, at);
                Err(self.reject(RejectedKind::Scenario))
            }
        }
    }

    fn not_utf8(&mut self, source: u32, at: usize) {
        let place = Place { source, start: at as u32, end: at as u32 + 1 };
        self.problems.add(Problem::new(place, "not UTF-8").help("save the file as UTF-8"));
    }

    fn text(mut self, name: &str, text: &str) -> Result<Accepted, Rejected> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = self.sources.add(name, text, SourceKind::Scenario);
        let mut tree = document::parse(text, source, &mut self.problems);
        if !self.problems.is_empty() {
            return Err(self.reject(RejectedKind::Scenario));
        }
        let beside = Beside { axes: Vec::new(), ..self.beside.clone() };
        self.complete(&mut tree);
        let notes = validate::check(&tree, &mut self.problems);
        if self.unread {
            // What a table would have said is missing everywhere: complaints about that would hide the cause.
            let kind = self.io;
            return Err(self.reject(kind));
        }
        let mut sweep =
            if self.problems.is_empty() { sweep::read(&tree, &self.sources, &mut self.problems) } else { None };
        resolve::presets(&mut tree);
        resolve::only(&mut tree, &self.beside.strategies, &mut self.problems);
        resolve::strategies(&mut tree, &self.sources);
        resolve::targets(&mut tree);
        let scenario = RawNode { place: Place { source, start: 0, end: 0 }, value: RawValue::Table(tree) };
        let mut builder = Builder::new(&scenario, &self.sources);
        let model = builder.model();
        let mut optimize = builder.optimize(&model);
        self.problems.extend(builder.finish());
        if self.problems.is_empty() {
            limits::check(&model, &scenario, &mut self.problems);
        }
        if !self.problems.is_empty() {
            let kind = self.io;
            return Err(self.reject(kind));
        }
        let tree = scenario.table();
        let resolved = tree.map(|tree| canonical::write(tree, &self.sources)).unwrap_or_default();
        if let Some(sweep) = sweep.as_mut().filter(|sweep| sweep.design == Design::Tornado) {
            sweep::find_bases(sweep, &resolved);
        }
        optimize.toml = tree.map(|tree| canonical::section(tree, "optimize", &self.sources)).unwrap_or_default();
        let hash = Sha256::digest(&resolved).iter().map(|byte| format!("{byte:02x}")).collect();
        let origin = Arc::new(Origin { name: name.into(), text: text.into(), tables: self.tables, beside });
        Ok(Accepted { findings: findings::findings(&model, notes), model, resolved, hash, sweep, optimize, origin })
    }

    /// Brings tables and overrides into the tree.
    fn complete(&mut self, tree: &mut RawTable) {
        for axis in std::mem::take(&mut self.beside.axes) {
            overrides::add_axis(tree, &axis, &mut self.sources, &mut self.problems);
        }
        let changes = std::mem::take(&mut self.beside.changes);
        let mut read = |change: &Change| overrides::read(change, &mut self.sources, &mut self.problems);
        let sets: Vec<Override> = changes.iter().filter_map(&mut read).collect();
        let is_of = |set: &Override, key: &str| set.path[0].key == key;
        for set in sets.iter().filter(|set| is_of(set, "tables")) {
            overrides::apply(tree, set, &mut self.problems);
        }
        self.take_tables(tree);
        if sets.iter().any(|set| is_of(set, "strategies")) {
            resolve::presets(tree);
        }
        for set in sets.iter().filter(|set| !is_of(set, "tables")) {
            overrides::apply(tree, set, &mut self.problems);
        }
    }

    fn take_tables(&mut self, tree: &mut RawTable) {
        for kind in ["items", "parts", "demand"] {
            let node = tree.get("tables").and_then(RawNode::table).and_then(|tables| tables.get(kind)).cloned();
            let Some((node, file)) = node.as_ref().and_then(|node| Some((node, node.text()?))) else { continue };
            let bytes = match self.tables.get(file) {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.io = RejectedKind::Io;
                    self.unread = true;
                    self.problems.at(node.place, format!("cannot read the table {file}: {error}"));
                    continue;
                }
            };
            match utf8(bytes.to_vec()) {
                Ok(text) => {
                    let source = self.sources.add(file, text.clone(), SourceKind::Table);
                    let taken = match kind {
                        "parts" => tables::merge_parts(tree, &text, source, &mut self.problems),
                        _ => tables::merge_entities(tree, kind, &text, source, &mut self.problems),
                    };
                    self.unread |= taken.is_none();
                }
                Err((valid, at)) => {
                    self.unread = true;
                    let source = self.sources.add(file, valid, SourceKind::Table);
                    self.not_utf8(source, at);
                }
            }
        }
    }
}

/// Text without a byte-order mark; or what is valid, with a mark for the rest, and the first byte that is not.
fn utf8(bytes: Vec<u8>) -> Result<String, (String, usize)> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Err((String::from_utf8_lossy(error.as_bytes()).into_owned(), at))
        }
    }
}
