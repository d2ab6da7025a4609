//! `strategies.NAME.set`: what a strategy changes of the scenario for itself.
//!
//! A strategy that sets keys has a tree of its own: the scenario with these keys in it, before whatever a sweep or a `--set` says.
//! It is checked and built like the scenario itself.

use super::build::Promises;
use super::key_path::{Part, parts};
use super::keys::root;
use super::keys::table::FACTORS;
use super::overrides::{Changed, Override, Precedence, apply_all, written};
use super::sweep::no_row;
use crate::keys::ValueKind;
use crate::reader::{Place, Problem, Problems, RawEntry, RawNode, RawTable, RawValue, Sources};

/// Sections of which a strategy may set keys.
pub const SECTIONS: [&str; 8] =
    ["items", "stations", "suppliers", "classes", "calendars", "warehouses", "costs", "demand"];

/// The tree of one strategy that sets keys.
pub struct OwnTree {
    /// The strategy.
    pub name: String,
    /// The scenario as it has it; the only strategy in it is this one.
    pub tree: RawTable,
    /// What it sets.
    pub sets: Vec<Override>,
}

/// Whether a strategy sets keys, or a change may let it.
pub fn are_there(tree: &RawTable, changes: &[&Override]) -> bool {
    let strategies = tree.get("strategies").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let by_change = changes.iter().any(|change| change.path[0].key == "strategies");
    by_change || strategies.iter().any(|strategy| set_of(strategy).is_some() || sourcing_of(strategy).is_some())
}

fn set_of(strategy: &RawEntry) -> Option<&RawTable> {
    strategy.node.table()?.get("set")?.table()
}

/// Sourcing of items under a strategy: short for keys that it sets.
fn sourcing_of(strategy: &RawEntry) -> Option<&RawTable> {
    strategy.node.table()?.get("sourcing")?.table().filter(|table| !table.entries().is_empty())
}

/// The same as changes of a scenario.
fn sourcing_overrides(sourcing: &RawTable, sources: &Sources) -> Vec<Override> {
    let one = |entry: &RawEntry| {
        let Place { source, start, end } = entry.place;
        let part = |key: &str| Part { key: key.into(), start: start as usize, end: end as usize };
        let path = vec![part("items"), part(&entry.key), part("sourcing")];
        let level = Precedence::of(sources.get(source).kind);
        Override { path, change: Changed::To(entry.node.clone()), source, level }
    };
    sourcing.entries().iter().map(one).collect()
}

/// The trees of all strategies that set keys: `before` is the scenario before any change, `tree` the one after `changes`.
pub fn trees(
    (tree, before): (&RawTable, &RawTable),
    changes: &[Override],
    sources: &Sources,
    problems: &mut Problems,
) -> Vec<OwnTree> {
    let Some(strategies) = tree.entry("strategies") else { return Vec::new() };
    let mut trees = Vec::new();
    for strategy in strategies.node.table().map(RawTable::entries).unwrap_or_default() {
        let mut sets = set_of(strategy).map(|set| overrides_of(set, sources)).unwrap_or_default();
        sets.extend(sourcing_of(strategy).map(|own| sourcing_overrides(own, sources)).unwrap_or_default());
        if sets.is_empty() {
            continue;
        }
        let mut own = before.clone();
        // What a change says of the strategy alone stands before what it says of all of them.
        let all: Vec<&Override> = changes.iter().chain(&sets).collect();
        apply_all(&mut own, &all, problems);
        let (mut alone, mut node) = (RawTable::default(), strategy.node.clone());
        if let RawValue::Table(table) = &mut node.value {
            table.remove("set");
            table.remove("sourcing");
        }
        alone.put(strategy.key.clone(), strategy.place, node);
        let node = RawNode { place: strategies.node.place, value: RawValue::Table(alone) };
        own.put("strategies", strategies.place, node);
        trees.push(OwnTree { name: strategy.key.to_string(), tree: own, sets });
    }
    trees
}

/// Whether a strategy gives a stream a promised time.
pub fn promises(trees: &[OwnTree]) -> Promises {
    let streams = |own: &OwnTree| {
        own.tree
            .get("demand")
            .and_then(RawNode::table)
            .map(RawTable::entries)
            .unwrap_or_default()
            .iter()
            .any(|stream| stream.node.table().is_some_and(|stream| stream.get("due").is_some()))
    };
    if trees.iter().any(streams) { Promises::OfStrategies } else { Promises::OfScenario }
}

/// What a `set` says, as changes of a scenario. A key that is wrong is told where it is checked.
fn overrides_of(set: &RawTable, sources: &Sources) -> Vec<Override> {
    let one = |entry: &RawEntry, change: Changed| {
        let path = path_of(entry).ok()?;
        let source = entry.place.source;
        Some(Override { path, change, source, level: Precedence::of(sources.get(source).kind) })
    };
    let values = set.entries().iter().filter(|entry| entry.key != "scale");
    let values = values.filter_map(|entry| one(entry, Changed::To(entry.node.clone())));
    let scale = set.get("scale").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let factors = scale.iter().filter_map(|entry| {
        let factor = entry.node.number().filter(|factor| FACTORS.contains(*factor))?;
        one(entry, Changed::By(factor))
    });
    values.chain(factors).collect()
}

/// The parts of a key that a strategy sets, each with its bytes in the source; or what is wrong with the key.
fn path_of(entry: &RawEntry) -> Result<Vec<Part>, Problem> {
    let (name, place) = (&entry.key, entry.place);
    let mut path = parts(name).map_err(|message| Problem::new(place, message))?;
    let words: Vec<&str> = path.iter().map(|part| part.key.as_str()).collect();
    let section = words[0];
    if !SECTIONS.contains(&section) {
        let is_here =
            |section: &&str| root().child(section).is_some_and(|own| !matches!(own.row.kind, ValueKind::Later));
        let here: Vec<&str> = SECTIONS.into_iter().filter(is_here).collect();
        let what = if root().child(section).is_some() { "a strategy cannot set" } else { "unknown key" };
        let message = format!("{what} `{name}`: it sets keys of {}", here.join(", "));
        return Err(Problem::new(place, message).nearest(section, here.into_iter().chain(["scale"])));
    }
    let refused = match words.as_slice() {
        ["demand", _, "arrivals", ..] => Some("every strategy has the same orders"),
        ["costs", "stock_change"] => Some("what is left is worth the same under every strategy"),
        ["classes", _, term, ..] if *term != "priority" => {
            Some("it stands in the streams of the class, where it is set")
        }
        [_, _, "label"] => Some("it is a name, and the same under every strategy"),
        _ => None,
    };
    if let Some(why) = refused {
        return Err(Problem::new(place, format!("a strategy cannot set `{name}`: {why}")));
    }
    if let Some(problem) = no_row(name, &path, place) {
        return Err(problem);
    }
    if path.len() < if section == "costs" { 2 } else { 3 } {
        let help = "a key stands in quotes: \"items.case.buy.lead_time\" = 2";
        return Err(Problem::new(place, format!("`{name}` is not a single key")).help(help));
    }
    // A key without escapes has as many bytes as its text, and a quote on both sides.
    let (start, length) = (place.start as usize, place.end.saturating_sub(place.start) as usize);
    for part in &mut path {
        (part.start, part.end) = match length.checked_sub(name.len()) {
            Some(quotes @ (0 | 2)) => (start + quotes / 2 + part.start, start + quotes / 2 + part.end),
            _ => (start, place.end as usize),
        };
    }
    Ok(path)
}

/// Checks a key that a strategy sets.
pub fn check_key(entry: &RawEntry, problems: &mut Problems) {
    if let Err(problem) = path_of(entry) {
        problems.add(problem);
    }
}

impl OwnTree {
    /// The keys that it sets and that change nothing, as they are written; `changed` is what its tree has and the scenario has not.
    pub fn idle(&self, changed: &[(Vec<Part>, RawNode)]) -> Vec<String> {
        let is_under = |one: &[Part], other: &[Part]| one.iter().zip(other).all(|(one, other)| one.key == other.key);
        let reached = |set: &Override| super::patterns::reached(&self.tree, &set.path);
        let tells = |set: &Override| {
            let reached = reached(set).into_iter().chain([set.path.clone()]);
            reached.into_iter().any(|path| changed.iter().any(|(other, _)| is_under(&path, other)))
        };
        self.sets.iter().filter(|set| !tells(set)).map(|set| written(&set.path)).collect()
    }
}
