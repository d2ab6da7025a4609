//! The steps from bytes to a model.

use super::accepted::{Accepted, Rejected};
use super::beside::{Beside, ReadFor};
use super::build::Builder;
use super::origin::{Origin, TableFiles, load};
use super::overrides::{Change, Override};
use super::own_settings::OwnTree;
use super::rejected_kind::RejectedKind;
use super::table_text::{foreign, utf16};
use super::tables::TableOptions;
use super::traces::Traces;
use super::validate::Notes;
use super::{
    canonical, defaults, document, empirical, findings, limits, overrides, own_models, own_settings, presets, resolve,
    sweep, table_file, table_text, tables, validate,
};
use crate::keys::Design;
use crate::reader::{Place, Problem, Problems, RawNode, RawTable, RawValue, SourceKind, Sources};
use crate::results::Finding;
use crate::results::outside::system_words;
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
        let traces = Traces::sharing(self.known.clone());
        Reading { tables: tables.clone(), traces, ..reading }.text(name, text)
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
    records: empirical::Records,
    traces: Traces,
    beside: Beside,
    /// What is to be said of the presets.
    presets: Option<Finding>,
}

impl Reading {
    fn new(folder: &Path, mut beside: Beside) -> Reading {
        let (sources, problems) = (Sources::default(), Problems::default());
        let tables = TableFiles::new(beside.files.take(), folder.into());
        let io = RejectedKind::Scenario;
        Reading {
            tables,
            sources,
            problems,
            io,
            unread: false,
            records: empirical::Records::default(),
            traces: Traces::default(),
            beside,
            presets: None,
        }
    }

    fn reject(self, kind: RejectedKind) -> Rejected {
        let (problems, more) = self.problems.sorted();
        Rejected { problems, more, kind, sources: self.sources }
    }

    fn file(mut self, path: &Path) -> Result<Accepted, Rejected> {
        let name = path.display().to_string();
        match load(path) {
            Ok(bytes) => self.bytes(&name, bytes),
            Err(error) => {
                self.problems.add(Problem::nowhere(format!("cannot read {name}: {}", system_words(&error))));
                Err(self.reject(RejectedKind::Io))
            }
        }
    }

    fn bytes(mut self, name: &str, bytes: Vec<u8>) -> Result<Accepted, Rejected> {
        let what = foreign(&bytes).or_else(|| utf16(&bytes).map(|_| "text in UTF-16"));
        if let Some(what) = what {
            let problem = Problem::nowhere(format!("{name} is {what}; a scenario is TOML text in UTF-8"));
            self.problems
                .add(problem.help("save the text as UTF-8, and name tables in it: `tables.items = \"items.csv\"`"));
            return Err(self.reject(RejectedKind::Scenario));
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.text(name, &text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let valid = String::from_utf8_lossy(error.as_bytes()).into_owned();
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
        let unchanged = self.complete(&mut tree);
        let mut notes = validate::check(&tree, &mut self.problems);
        notes.unreached = defaults::unreached_terms(&tree);
        notes.left_out = std::mem::take(&mut self.records.left_out);
        let default_rule = tree.get("defaults").and_then(|node| node.table()?.get("items")?.table()?.get("stock"));
        notes.rules_are_shared = default_rule.is_some() || !self.beside.strategies.is_empty();
        if self.unread || self.problems.are_too_many() {
            // What a table would have said is missing everywhere: complaints about that would hide the cause. And of more
            // problems than can be told, what follows from them is not looked for.
            let kind = self.io;
            return Err(self.reject(kind));
        }
        let mut sweep =
            if self.problems.is_empty() { sweep::read(&tree, &self.sources, &mut self.problems) } else { None };
        resolve::only(&mut tree, &self.beside.strategies, &mut self.problems);
        let own = unchanged.map(|unchanged| self.own_trees(&tree, &unchanged, &mut notes)).unwrap_or_default();
        resolve::strategies(&mut tree, &self.sources);
        resolve::targets(&mut tree);
        let mut scenario = RawNode { place: Place { source, start: 0, end: 0 }, value: RawValue::Table(tree) };
        let mut builder = Builder::new(&scenario, (&self.sources, &self.traces));
        builder.promises = own_settings::promises(&own);
        let mut model = builder.model();
        let base = scenario.table().expect("it was just made of one");
        let own =
            own_models::build(&mut model, base, own, (sweep.as_ref(), &self.sources, &self.traces), &mut self.problems);
        let mut optimize = builder.optimize(&model);
        model.labels = builder.labels();
        let of_records = builder.findings();
        self.problems.extend(builder.finish());
        if self.problems.is_empty() {
            limits::check(&model, &scenario, &mut self.problems);
        }
        if !self.problems.is_empty() {
            let kind = self.io;
            return Err(self.reject(kind));
        }
        if let RawValue::Table(tree) = &mut scenario.value {
            own_models::settle(tree, &own);
        }
        let tree = scenario.table();
        let mut tornado = sweep.as_mut().filter(|sweep| sweep.design == Design::Tornado);
        let resolved = match tree.filter(|_| self.beside.read_for == ReadFor::Results || tornado.is_some()) {
            Some(tree) => canonical::write(tree, &self.sources) + &self.traces.digests(),
            None => String::new(),
        };
        if let Some(sweep) = &mut tornado {
            sweep::find_bases(sweep, &resolved);
        }
        optimize.toml = tree.map(|tree| canonical::section(tree, "optimize", &self.sources)).unwrap_or_default();
        let hash = Sha256::digest(&resolved).iter().map(|byte| format!("{byte:02x}")).collect();
        let known = self.traces.known().clone();
        let origin = Arc::new(Origin { name: name.into(), text: text.into(), tables: self.tables, beside });
        let mut findings = findings::findings(&model, notes);
        findings.extend(own_models::findings(&own));
        findings.extend(of_records);
        findings.extend(self.presets);
        Ok(Accepted { findings, model, resolved, hash, sweep, optimize, origin, known })
    }

    /// The trees of strategies that set keys of their own, checked as the scenario itself is.
    fn own_trees(&mut self, tree: &RawTable, unchanged: &Unchanged, notes: &mut Notes) -> Vec<OwnTree> {
        let Unchanged { tree: before, changes } = unchanged;
        let mut problems = Problems::default();
        let mut trees = own_settings::trees((tree, before), changes, &self.sources, &mut problems);
        for own in &mut trees {
            self.take_records(&mut own.tree);
            notes.take_own(&own.name, validate::check(&own.tree, &mut problems));
        }
        // What is wrong with the scenario is wrong with its copies.
        self.problems.extend(problems.without(&self.problems));
        trees
    }

    /// Brings tables and overrides into the tree; gives the tree without overrides where a strategy has one of its own.
    fn complete(&mut self, tree: &mut RawTable) -> Option<Unchanged> {
        for axis in std::mem::take(&mut self.beside.axes) {
            overrides::add_axis(tree, &axis, &mut self.sources, &mut self.problems);
        }
        let changes = std::mem::take(&mut self.beside.changes);
        let mut read = |change: &Change| overrides::read(change, &mut self.sources, &mut self.problems);
        let sets: Vec<Override> = changes.iter().filter_map(&mut read).collect();
        let is_early =
            |set: &&Override| ["run", "time_unit", "tables", "defaults", "classes"].contains(&set.path[0].key.as_str());
        let (early, late): (Vec<&Override>, Vec<&Override>) = sets.iter().partition(is_early);
        overrides::apply_all(tree, &early, &mut self.problems);
        self.take_tables(tree);
        self.take_records(tree);
        // Which class a stream is of decides on its terms.
        let is_class = |set: &&Override| matches!(&*set.path, [demand, _, key] if (&*demand.key, &*key.key) == ("demand", "class"));
        let (of_class, late): (Vec<&Override>, Vec<&Override>) = late.into_iter().partition(is_class);
        overrides::apply_all(tree, &of_class, &mut self.problems);
        if self.sources.mention("trace") {
            self.traces.note_terms(tree, &sets);
        }
        defaults::apply_classes(tree);
        defaults::apply(tree);
        let axes = tree.get("sweep").and_then(RawNode::table).map(axis_keys).unwrap_or_default();
        let keys = changes.iter().map(Change::key).chain(axes.iter().map(String::as_str));
        self.presets = presets::add(tree, keys, &self.beside.strategies);
        let unchanged = own_settings::are_there(tree, &late)
            .then(|| Unchanged { tree: tree.clone(), changes: late.iter().map(|set| (*set).clone()).collect() });
        // Factors last: they multiply the values of a record, not its file.
        let (factors, values): (Vec<&Override>, Vec<&Override>) = late.into_iter().partition(|set| set.is_factor());
        overrides::apply_all(tree, &values, &mut self.problems);
        self.take_records(tree);
        overrides::apply_all(tree, &factors, &mut self.problems);
        if self.sources.mention("trace") {
            let Reading { tables, sources, problems, io, traces, .. } = self;
            traces.open(tree, &mut empirical::Needs { files: tables, sources, problems, kind: io });
        }
        unchanged
    }

    /// Puts the values of records in the place of their files.
    fn take_records(&mut self, tree: &mut RawTable) {
        if self.sources.mention("empirical") {
            let Reading { tables, sources, problems, io, records, .. } = self;
            records.take(tree, &mut empirical::Needs { files: tables, sources, problems, kind: io });
        }
    }

    fn take_tables(&mut self, tree: &mut RawTable) {
        let Some(section) = tree.get("tables").and_then(RawNode::table).cloned() else { return };
        let mut options = TableOptions::of(&section);
        for kind in ["items", "parts", "demand"] {
            let Some((node, file)) = section.get(kind).and_then(|node| Some((node, node.text()?))) else { continue };
            // After a table that could not be taken in all others would only complain about what it lacks.
            let taken = !self.unread && self.take_table(tree, kind, (file, node.place), &mut options).is_some();
            self.unread |= !taken;
        }
        if !self.unread {
            options.tell_unseen(&mut self.problems);
        }
    }

    fn take_table(
        &mut self,
        tree: &mut RawTable,
        kind: &str,
        (file, place): (&str, Place),
        options: &mut TableOptions,
    ) -> Option<()> {
        let said = table_file::HowWritten { separator: options.separator, decimal: options.decimal };
        let taken = match table_file::open(&mut self.tables, &mut self.sources, (file, Some(place)), said) {
            Ok(taken) => taken,
            Err((problem, kind)) => {
                self.io = kind;
                self.problems.add(problem);
                return None;
            }
        };
        let table = taken.table();
        let cells = table_text::cells(table.text, table.separator);
        if let Err(problem) = limits::check_reading(tree, (table.text.len(), cells), file, place) {
            self.problems.add(problem);
            return None;
        }
        match kind {
            "parts" => tables::merge_parts(tree, table, options, &mut self.problems),
            _ => tables::merge_entities(tree, kind, table, options, &mut self.problems),
        }
    }
}

/// Keys that stand in `[sweep]`, linked ones too.
fn axis_keys(sweep: &RawTable) -> Vec<String> {
    let below = |node: &RawNode| node.table().map(RawTable::entries).unwrap_or_default().to_vec();
    let entries = sweep.entries().iter().flat_map(|entry| [vec![entry.clone()], below(&entry.node)].concat());
    entries.map(|entry| entry.key.into_owned()).collect()
}

/// A tree with tables and defaults in it, and the changes that are still to be made.
struct Unchanged {
    tree: RawTable,
    changes: Vec<Override>,
}
