//! From a TOML scenario (and CSV tables) to a checked [`Model`], or *all* problems at once, each at its place.
//!
//! ```text
//! bytes ──document, tables, overrides──► raw tree with places ──walk──► keys, types, ranges are right
//!       ──resolve──► presets and precedence made explicit ──build──► Model
//! ```
//!
//! Parse, do not validate: the raw tree mirrors what the user typed; the model is what the program works with, and
//! holding one proves that every rule of `docs/SCENARIO.md` is met. Every key has one row in [`keys::table`]; what is
//! known, in range and by default, the JSON Schema and the reference come from it.
//!
//! *Architecture invariant:* knows nothing of the engine. No other module reads a scenario or sees its raw tree.

mod advice;
mod build;
mod canonical;
mod cells;
mod cursor;
mod document;
mod findings;
mod flow;
pub mod keys;
mod laws;
mod limits;
mod optimize;
mod origin;
mod overrides;
mod place;
mod problem;
mod reference;
mod resolve;
mod schema;
mod sweep;
mod tables;
mod tree;
mod walk;

pub use optimize::{Bounds, Money, Optimize, Wanted};
pub use overrides::{Change, Said};
pub use place::{Place, SourceKind, Sources};
pub use problem::{Colour, Problem, nearest};
pub use reference::reference_markdown;
pub use schema::schema_json;
pub use sweep::{Axis, Coordinate, Design, Sweep, overlap};

use crate::model::Model;
use crate::results::Finding;
use build::Builder;
use origin::{Origin, TableFiles};
use overrides::Override;
use problem::Problems;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use tree::{Node, Table, Value};

/// A scenario that was accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What is simulated.
    pub model: Model,
    /// What is allowed and yet worth a word.
    pub findings: Vec<Finding>,
    /// The scenario with tables, overrides and defaults in it, as canonical TOML: reads back to the same model.
    pub resolved: String,
    /// SHA-256 of `resolved`, hexadecimal.
    pub hash: String,
    /// `[sweep]` and `--axis`.
    pub sweep: Option<Sweep>,
    /// `[optimize]`, defaults filled in.
    pub optimize: Optimize,
    /// Its texts, to read it again with other changes.
    origin: Arc<Origin>,
}

/// A scenario that was refused.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Everything found, by place.
    pub problems: Vec<Problem>,
    /// Whose fault it is.
    pub kind: RejectedKind,
    sources: Sources,
}

/// Whose fault a refusal is: decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectedKind {
    /// The scenario is wrong: exit code 2.
    Scenario,
    /// A file could not be read: exit code 1.
    Io,
}

impl Rejected {
    /// The problems as text, each with `file:line:column`, the line and a caret.
    #[must_use]
    pub fn render(&self, colour: Colour) -> String {
        problem::render(&self.problems, &self.sources, colour)
    }
}

/// Largest file that is read, in bytes.
const LARGEST_FILE: u64 = 256 << 20;

/// Everything that stands beside a scenario file.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Axes (`key=[values]`, as `--axis` gives them) beside those of `[sweep]`.
    pub axes: Vec<String>,
    /// Changes, the later before the earlier; those of a design point come first.
    pub changes: Vec<Change>,
    /// Names of the strategies to keep, in the order of the scenario; all of them when empty.
    pub strategies: Vec<String>,
    /// Bytes of tables by their names in the scenario: where given, nothing is read from the disk.
    pub files: Option<BTreeMap<String, Vec<u8>>>,
}

/// Reads a scenario file with its tables and `--set` overrides.
pub fn read(path: &Path, sets: &[String]) -> Result<Accepted, Rejected> {
    read_with(path, Beside { changes: sets.iter().map(Change::set).collect(), ..Beside::default() })
}

/// Reads a scenario file with everything that stands beside it.
pub fn read_with(path: &Path, beside: Beside) -> Result<Accepted, Rejected> {
    Reader::new(path.parent().unwrap_or(Path::new("")), beside).file(path)
}

/// Reads a scenario from text; `name` stands in messages, tables are looked for in the current folder.
pub fn read_str(name: &str, text: &str, sets: &[String]) -> Result<Accepted, Rejected> {
    read_text(name, text, Beside { changes: sets.iter().map(Change::set).collect(), ..Beside::default() })
}

/// Reads a scenario from text with everything that stands beside it; tables are looked for in the current folder unless
/// they are handed in.
pub fn read_text(name: &str, text: &str, beside: Beside) -> Result<Accepted, Rejected> {
    Reader::new(Path::new(""), beside).text(name, text)
}

/// Reads a text with tables that were read before.
fn read_again(name: &str, text: &str, tables: TableFiles, beside: Beside) -> Result<Accepted, Rejected> {
    Reader { tables, ..Reader::new(Path::new(""), beside) }.text(name, text)
}

fn load(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(std::io::Error::other("it is larger than 256 MB"));
    }
    Ok(bytes)
}

/// Collects sources and problems on the way to a model.
struct Reader {
    tables: TableFiles,
    sources: Sources,
    problems: Problems,
    io: RejectedKind,
    /// Whether a table could not be taken in at all.
    unread: bool,
    beside: Beside,
}

impl Reader {
    fn new(folder: &Path, mut beside: Beside) -> Reader {
        let (sources, problems) = (Sources::default(), Problems::default());
        let tables = TableFiles::new(beside.files.take(), folder.into());
        Reader { tables, sources, problems, io: RejectedKind::Scenario, unread: false, beside }
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
        let notes = walk::check(&tree, &mut self.problems);
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
        let scenario = Node { place: Place { source, start: 0, end: 0 }, value: Value::Table(tree) };
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
    fn complete(&mut self, tree: &mut Table) {
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

    fn take_tables(&mut self, tree: &mut Table) {
        for kind in ["items", "parts", "demand"] {
            let node = tree.get("tables").and_then(Node::table).and_then(|tables| tables.get(kind)).cloned();
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

#[cfg(test)]
mod tests;
