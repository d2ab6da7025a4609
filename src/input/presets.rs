//! The strategies of a scenario that names none.

use super::key_path::parts;
use crate::reader::{Place, RawNode, RawTable, RawValue, is_like};
use crate::results::Finding;
use std::collections::BTreeSet;

/// The presets: name and kinds held.
const PRESETS: [(&str, &[&str]); 3] =
    [("MTS", &["products", "subassemblies", "parts"]), ("ATO", &["subassemblies", "parts"]), ("MTO", &[])];

/// Where customers ask for every item themselves.
const ALIKE: &str = "ATO = MTO";

/// Adds the presets to a scenario that has no strategies. Where nothing is assembled ATO and MTO both hold nothing and are one strategy,
/// unless one of `keys` or `names` is about one of them; a finding says so.
pub fn add<'k>(scenario: &mut RawTable, keys: impl Iterator<Item = &'k str>, names: &[String]) -> Option<Finding> {
    if scenario.get("strategies").is_some() {
        return None;
    }
    let is_one = |name: &str| ["ATO", "MTO"].iter().any(|preset| is_like(name, preset));
    let names_one = |key: &str| {
        let path = parts(key).unwrap_or_default();
        path.len() > 1 && path[0].key == "strategies" && is_one(&path[1].key)
    };
    let are_one =
        !keys.into_iter().any(names_one) && !names.iter().any(|name| is_one(name)) && nothing_is_assembled(scenario);
    let place = Place::default();
    let node = |value| RawNode { place, value };
    let strategies = scenario.table_at("strategies", place).expect("the key is new");
    for (name, kinds) in PRESETS {
        let name = match name {
            "ATO" if are_one => continue,
            "MTO" if are_one => ALIKE,
            name => name,
        };
        let hold = kinds.iter().map(|kind| node(RawValue::Text((*kind).into()))).collect();
        let strategy = strategies.table_at(name, place).expect("the key is new");
        strategy.put("hold", place, node(RawValue::List(hold)));
    }
    are_one.then(|| Finding {
        id: "presets_alike".into(),
        symptom: "ATO and MTO are the same here and stand in one row: customers ask for every item themselves, so there are no parts \
                  that a strategy could hold without holding products"
            .into(),
        advice: "Nothing to do; where some items are worth holding and others are not, name them: `[strategies.NAME]` with `hold = [\"…\"]`."
            .into(),
    })
}

/// Whether every item is asked for by customers and goes into no other.
fn nothing_is_assembled(scenario: &RawTable) -> bool {
    let section = |name: &str| scenario.get(name).and_then(RawNode::table).map(RawTable::entries).unwrap_or_default();
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for stream in section("demand") {
        let of = |key: &str| stream.node.table().and_then(|table| table.get(key));
        match of("mix").and_then(RawNode::table) {
            Some(mix) => asked.extend(mix.entries().iter().map(|entry| &*entry.key)),
            None => {
                asked.insert(of("item").and_then(RawNode::text).unwrap_or(&stream.key));
            }
        }
    }
    let is_made_of = |make: &RawTable| {
        ["parts", "optional", "options"]
            .iter()
            .any(|key| make.get(key).and_then(RawNode::table).is_some_and(|lines| !lines.entries().is_empty()))
    };
    let items = section("items");
    !items.is_empty()
        && items.iter().all(|item| {
            let make = item.node.table().and_then(|table| table.get("make")?.table());
            asked.contains(&*item.key) && !make.is_some_and(is_made_of)
        })
}
