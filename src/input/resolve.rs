//! The raw tree, made explicit: what a strategy says of an item's stock laid over what the item says. Precedence for one key:
//! default < scenario < strategy < `--set`.

use crate::reader::{Problem, Problems, RawNode, RawTable, RawValue, Sources, split_variant};
use crate::rules::stock::{self, ONE_RULE, reserve};

/// Whatever a search is asked for, the verdict is asked for, too: `optimize.target` joins `report.target`, in the place of
/// what asks for the same measure of the same orders.
pub fn targets(scenario: &mut RawTable) {
    let groups = |scenario: &RawTable, section: &str| -> Vec<RawNode> {
        match scenario.get(section).and_then(RawNode::table).and_then(|table| table.get("target")) {
            Some(RawNode { value: RawValue::List(list), .. }) => list.clone(),
            other => other.cloned().into_iter().collect(),
        }
    };
    let subject = |node: &RawNode| {
        let text = |key| node.table().and_then(|table| table.get(key)?.text()).map(str::to_string);
        ["measure", "product", "class", "each"].map(text)
    };
    let mut asked = groups(scenario, "optimize");
    let Some(place) = asked.first().map(|node| node.place) else { return };
    let others = groups(scenario, "report");
    asked.extend(
        others.into_iter().filter(|own| !asked.iter().any(|other| subject(other) == subject(own))).collect::<Vec<_>>(),
    );
    if let Some(report) = scenario.table_at("report", place) {
        report.put("target", place, RawNode { place, value: RawValue::List(asked) });
    }
}

/// Leaves the strategies named, in the order of the scenario; all of them when none is named.
pub fn only(scenario: &mut RawTable, names: &[String], problems: &mut Problems) {
    let Some(strategies) = table_of(scenario, "strategies").filter(|_| !names.is_empty()) else { return };
    let known = keys(strategies);
    let mut right = true;
    for name in names.iter().filter(|name| !known.contains(name)) {
        right = false;
        let message = format!("`--strategies` names `{name}`, and the scenario has no such strategy");
        let help = format!("the scenario has {}", known.join(", "));
        problems.add(Problem::nowhere(message).help(help).nearest(name, known.iter().map(String::as_str)));
    }
    // Nothing is left out for a typo: "no strategy" would hide it.
    for name in known.iter().filter(|name| right && !names.contains(name)) {
        strategies.remove(name);
    }
}

/// Completes the stock rules of every strategy from those of the items.
pub fn strategies(scenario: &mut RawTable, sources: &Sources) {
    // A copy: what is written in it depends on what stands in the tree beside it.
    let Some(mut node) = scenario.entry_mut("strategies").map(|entry| entry.node.clone()) else { return };
    let empty = RawTable::default();
    let items = scenario.get("items").and_then(RawNode::table).unwrap_or(&empty);
    if let RawValue::Table(strategies) = &mut node.value {
        complete(strategies, items, sources);
    }
    if let Some(entry) = scenario.entry_mut("strategies") {
        entry.node = node;
    }
}

fn complete(strategies: &mut RawTable, items: &RawTable, sources: &Sources) {
    for name in keys(strategies) {
        let stock = table_of(strategies, &name).and_then(|strategy| table_of(strategy, "stock"));
        let Some(stock) = stock else { continue };
        // Items first: a variant builds on what the strategy says of its product.
        let mut names = keys(stock);
        let is_item = |name: &str| items.get(name).is_some();
        names.sort_by_key(|name| split_variant(name, is_item).is_some());
        for name in names {
            let product = split_variant(&name, is_item).map_or(name.as_str(), |(product, _)| product).to_string();
            let own_product =
                (product != name).then(|| stock.get(&product).and_then(RawNode::table).cloned()).flatten();
            let of_item = || items.get(&product)?.table()?.get("stock")?.table().cloned();
            let Some(below) = own_product.or_else(of_item) else { continue };
            // An item's own entry that names but its reserves holds nothing.
            let is_reserve =
                |above: &RawTable| product == name && above.entries().iter().all(|it| it.key == reserve::KEY);
            if let Some(above) = table_of(stock, &name).filter(|above| !is_reserve(above)) {
                *above = overlay(&below, above, sources);
            }
        }
    }
}

fn keys(table: &RawTable) -> Vec<String> {
    table.entries().iter().map(|entry| entry.key.to_string()).collect()
}

fn table_of<'a>(table: &'a mut RawTable, key: &str) -> Option<&'a mut RawTable> {
    match &mut table.entry_mut(key)?.node.value {
        RawValue::Table(inner) => Some(inner),
        _ => None,
    }
}

/// One stock rule over another: key by key; a new rule replaces the old one whole; a `--set` is never overlaid by the file.
fn overlay(below: &RawTable, above: &RawTable, sources: &Sources) -> RawTable {
    let rule = |table: &RawTable| ONE_RULE.keys.iter().copied().find(|key| table.get(key).is_some());
    let (mut below, mut above) = (below.clone(), above.clone());
    if let (Some(old), Some(new)) = (rule(&below), rule(&above))
        && old != new
    {
        let below_wins = below.get(old).is_some_and(|node| is_set(node, sources))
            && !above.get(new).is_some_and(|node| is_set(node, sources));
        let (loser, lost) = if below_wins { (&mut above, new) } else { (&mut below, old) };
        loser.remove(lost);
        ONE_RULE.with.iter().for_each(|key| loser.remove(key));
    }
    for choice in stock::EXCLUSIVE {
        // What the rule above says goes before the other way to say it below.
        let chosen = above.get(choice.pattern).and_then(RawNode::table);
        let chosen = choice.keys.iter().find(|key| chosen.is_some_and(|table| table.get(key).is_some()));
        if let (Some(chosen), Some(table)) = (chosen, table_of(&mut below, choice.pattern)) {
            choice.keys.iter().filter(|key| *key != chosen).for_each(|key| table.remove(key));
        }
    }
    // Reserves are said as a whole.
    if above.get(reserve::KEY).is_some() && !below.get(reserve::KEY).is_some_and(|node| is_set(node, sources)) {
        below.remove(reserve::KEY);
    }
    merge(&mut below, &above, sources);
    below
}

fn merge(below: &mut RawTable, above: &RawTable, sources: &Sources) {
    for entry in above.entries() {
        let keep = match below.entry_mut(&entry.key).map(|old| &mut old.node) {
            Some(RawNode { value: RawValue::Table(old), .. }) if entry.node.table().is_some() => {
                merge(old, entry.node.table().expect("just seen"), sources);
                true
            }
            Some(old) => is_set(old, sources) && !is_set(&entry.node, sources),
            None => false,
        };
        if !keep {
            below.put(entry.key.clone(), entry.place, entry.node.clone());
        }
    }
}

/// Whether a value, or something in it, comes from a `--set`.
fn is_set(node: &RawNode, sources: &Sources) -> bool {
    let inside = |table: &RawTable| table.entries().iter().any(|entry| is_set(&entry.node, sources));
    sources.is_set(node.place) || node.table().is_some_and(inside)
}
