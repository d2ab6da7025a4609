//! The models of strategies that set keys of their own, put into the model of the scenario.

use super::build::Builder;
use super::key_path::{Part, parts};
use super::overrides::{scaled, written};
use super::own_settings::{self, OwnTree};
use super::sweep::SweepRequest;
use super::traces::Traces;
use super::tree_changes::{Changes, changes};
use super::{canonical, resolve};
use crate::model::{Model, StockChange, Strategy};
use crate::reader::{Place, Problems, RawNode, RawTable, RawValue, Sources};
use crate::results::Finding;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A strategy with a tree of its own.
pub struct OwnStrategy {
    name: String,
    /// What its tree has and that of the scenario has not.
    changed: Changes,
    /// Keys that it sets to what they are.
    idle: Vec<String>,
    /// Axes that stand before what it sets.
    axes: Vec<String>,
}

/// Builds each tree and puts its strategy and its model where they belong.
pub fn build(
    model: &mut Model,
    base: &RawTable,
    trees: Vec<OwnTree>,
    (sweep, sources, traces): (Option<&SweepRequest>, &Sources, &Traces),
    problems: &mut Problems,
) -> Vec<OwnStrategy> {
    if trees.is_empty() {
        return Vec::new();
    }
    let mut built: BTreeMap<String, Model> = BTreeMap::new();
    let promises = own_settings::promises(&trees);
    let mut told = Vec::new();
    for mut own in trees {
        let changed = changes(&own.tree, base);
        told.push(OwnStrategy {
            idle: own.idle(&changed),
            axes: sweep.map(|sweep| own.axes_before(sweep)).unwrap_or_default(),
            name: own.name.clone(),
            changed,
        });
        resolve::strategies(&mut own.tree, sources);
        resolve::targets(&mut own.tree);
        let node = RawNode { place: Place::default(), value: RawValue::Table(own.tree) };
        let mut builder = Builder::new(&node, (sources, traces));
        builder.promises = promises;
        let own_model = builder.model();
        problems.extend(builder.finish());
        built.insert(own.name, own_model);
    }
    for own in &told {
        let sets = own.changed.iter().map(|(path, node)| canonical::setting(&written(path), node, sources));
        let sets: Vec<String> = sets.flat_map(|lines| lines.lines().map(str::to_string).collect::<Vec<_>>()).collect();
        let strategy = built.get_mut(&own.name).and_then(|model| model.strategies.first_mut());
        if let Some(strategy) = strategy {
            strategy.sets = sets;
        }
    }
    join(model, base, built);
    told
}

/// Strategies in the order of the scenario, each that has a model of its own beside it.
fn join(model: &mut Model, base: &RawTable, mut built: BTreeMap<String, Model>) {
    let names = base.get("strategies").and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let mut plain: BTreeMap<String, Strategy> =
        std::mem::take(&mut model.strategies).into_iter().map(|strategy| (strategy.name.clone(), strategy)).collect();
    for name in names.iter().map(|entry| &*entry.key) {
        let own = built.remove(name);
        let strategy = own.as_ref().map_or_else(|| plain.remove(name), |own| own.strategies.first().cloned());
        if let Some(strategy) = strategy {
            model.strategies.push(strategy);
            model.own.push(own.map(Arc::new));
        }
    }
    let (run, report, strategies) = (model.run.clone(), model.report.clone(), model.strategies.clone());
    // What is left is worth the same under every strategy: where an item ends under one, it counts under all.
    if model.own.iter().flatten().any(|own| own.costs.stock_change == StockChange::Counted) {
        model.costs.stock_change = StockChange::Counted;
    }
    let costs = model.costs;
    for own in model.own.iter_mut().flatten() {
        let own = Arc::make_mut(own);
        own.costs = costs;
        (own.run, own.report, own.strategies) = (run.clone(), report.clone(), strategies.clone());
    }
}

/// Writes into the tree of the scenario what its strategies change, in the place of what they say: patterns and factors are done.
pub fn settle(base: &mut RawTable, own: &[OwnStrategy]) {
    for own in own {
        let strategy =
            base.table_at("strategies", Place::default()).and_then(|all| all.table_at(&own.name, Place::default()));
        let Some(strategy) = strategy else { continue };
        strategy.remove("set");
        let mut set = RawTable::default();
        own.changed.iter().for_each(|(path, node)| {
            set.put(written(path), node.place, node.clone());
        });
        if !own.changed.is_empty() {
            strategy.put("set", Place::default(), RawNode { place: Place::default(), value: RawValue::Table(set) });
        }
    }
}

/// What a strategy says without effect.
pub fn findings(own: &[OwnStrategy]) -> Vec<Finding> {
    let key = |strategy: &OwnStrategy, key: &String| {
        format!("strategies.{}", crate::reader::join([strategy.name.as_str(), "set", key]))
    };
    let idle: Vec<String> =
        own.iter().flat_map(|own| own.idle.iter().map(|it| format!("`{}`", key(own, it)))).collect();
    let idle = (!idle.is_empty()).then(|| Finding {
        id: "set_without_effect".into(),
        symptom: format!("without effect: {} is what the scenario says anyway", idle.join(", ")),
        advice: "Leave it out, or set another value. A `--set` or an axis of the plain key reaches every strategy and stands before what a \
                 strategy sets; of one strategy it is `--set 'strategies.NAME.set.\"KEY\"=VALUE'`."
            .into(),
    });
    let axes = own.iter().flat_map(|own| own.axes.iter().map(|axis| (own.name.as_str(), axis.as_str())));
    let axes = axes.map(|(name, axis)| Finding {
        id: "axis_before_set".into(),
        symptom: format!(
            "the axis `{axis}` reaches every strategy, and what strategy `{name}` sets there is without effect"
        ),
        advice: format!(
            "For an axis of one strategy write `strategies.{}.set` before the key in quotes.",
            crate::reader::quote_key(name)
        ),
    });
    idle.into_iter().chain(axes).collect()
}

impl OwnTree {
    /// The axes that change what the strategy sets, whatever it sets.
    fn axes_before(&self, sweep: &SweepRequest) -> Vec<String> {
        let keys = sweep.axes.iter().flat_map(|axis| &axis.keys).filter(|key| scaled(key).is_none());
        let reaches = |key: &&String| {
            let Ok(path) = parts(key) else { return false };
            super::patterns::reached(&self.tree, &path).iter().any(|path| self.sets_at(path))
        };
        keys.filter(reaches).cloned().collect()
    }

    /// Whether it sets the key, or one below or above it.
    fn sets_at(&self, path: &[Part]) -> bool {
        let overlaps = |other: &[Part]| path.iter().zip(other).all(|(one, other)| one.key == other.key);
        self.sets.iter().any(|set| super::patterns::reached(&self.tree, &set.path).iter().any(|other| overlaps(other)))
    }
}
