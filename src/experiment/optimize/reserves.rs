//! Reserves that a search may choose: what each class leaves on a shelf, from nothing to all but one of its units.

use super::{Space, Variable};
use crate::model::{Model, Reserve, Strategy};
use crate::plan::{Mode, Plan, ReserveLevel};
use crate::reader::quote_key;
use crate::rules::stock::RuleNumber;
use std::collections::BTreeSet;

/// Which reserves are searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReserveSearch {
    /// None: they are those of the scenario.
    #[default]
    Fixed,
    /// All, some of them within these limits.
    Searched(Vec<ReserveLimit>),
}

/// A range for what a class leaves on the shelf of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveLimit {
    /// An item of the model.
    pub item: String,
    /// A class, or `restock`.
    pub class: String,
    /// Least and greatest value, units.
    pub range: (i64, i64),
}

/// Classes that ask for each item of a plan; that of restocking where work orders for the pool do.
fn askers(plan: &Plan) -> Vec<BTreeSet<u16>> {
    let mut asked = vec![BTreeSet::new(); plan.items.len()];
    for demand in &plan.demands {
        for target in &demand.targets {
            let items = target.variants.iter().chain(std::iter::once(&target.item));
            items.for_each(|item| {
                asked[*item as usize].insert(demand.urgency.class);
            });
        }
    }
    let restock = plan.classes.restock().class;
    for item in plan.bill.parts_first().rev() {
        let mut own = asked[item].clone();
        if plan.items[item].mode != Mode::Pegged {
            own.insert(restock);
        }
        for part in plan.bill.parts(item) {
            asked[part].extend(own.iter().copied());
        }
    }
    asked
}

/// The classes whose reserve at each held item may be searched: all that ask for it but the most urgent.
fn candidates(plan: &Plan) -> Vec<(u32, u16)> {
    let restock = plan.classes.restock().class;
    let urgency = |class: &u16| (*class == restock, plan.classes.list[*class as usize].priority, *class);
    let mut found = Vec::new();
    for (item, asked) in askers(plan).into_iter().enumerate() {
        if plan.items[item].mode != Mode::Held || plan.items[item].variant.is_some() {
            continue;
        }
        let first = asked.iter().copied().min_by_key(|class| urgency(class));
        let others = asked.iter().copied().filter(|class| Some(*class) != first);
        found.extend(others.map(|class| (item as u32, class)));
    }
    found
}

/// The space with the reserves that may be searched, each behind the numbers of its item.
pub(super) fn with_reserves(space: Space, model: &Model, plan: &Plan, searched: &ReserveSearch) -> Space {
    let ReserveSearch::Searched(limits) = searched else { return space };
    let mut space = space;
    for (item, class) in candidates(plan) {
        let own = |variable: &Variable| variable.items == [item];
        let Some(place) = space.variables.iter().rposition(own) else { continue };
        let name = &model.item(plan.items[item as usize].origin).name;
        let of = &plan.classes.list[class as usize].name;
        if of.is_empty() {
            continue;
        }
        let most = space.variables.iter().filter(|variable| own(variable)).map(|variable| variable.bounds.1).max();
        let limit = limits.iter().rfind(|limit| limit.item == *name && limit.class == *of).map(|limit| limit.range);
        let bounds = limit.unwrap_or((0, most.map_or(0, |most| (most - 1).max(0))));
        let keys = vec![format!("stock.{}.reserve.{}", quote_key(name), quote_key(of))];
        let number = RuleNumber::Reserve(class);
        space.variables.insert(place + 1, Variable { keys, items: vec![item], number, bounds, offset: 0 });
        let units = plan.items[item as usize].reserves.get(class as usize).copied().unwrap_or(0);
        space.base.1.push(ReserveLevel { item, class, units });
    }
    space
}

/// The model with a place for every reserve that is searched: the plan of a strategy binds classes to requests only where a
/// stock has one.
pub(super) fn opened(mut model: Model, strategy: usize, searched: &ReserveSearch) -> Model {
    if *searched == ReserveSearch::Fixed {
        return model;
    }
    let plan = Plan::new(&model, strategy);
    for (item, class) in candidates(&plan) {
        let (origin, class) = (plan.items[item as usize].origin, plan.classes.list[class as usize].name.clone());
        let Strategy { holds, .. } = &mut model.strategies[strategy];
        let Some(stock) = holds.get_mut(origin.index()).and_then(Option::as_mut) else { continue };
        if !class.is_empty() && stock.reserve.iter().all(|reserve| reserve.class != class) {
            stock.reserve.push(Reserve { class, units: 0 });
        }
    }
    model
}
