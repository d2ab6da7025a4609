//! What follows from who uses whom: kinds, cycles, values.

use super::builder::Builder;
use crate::input::keys::table::HOLD_KINDS;
use crate::model::{Demand, Item, ItemId, ItemKind, Supply};
use crate::network::{BillOfMaterials, Usage, ordered};
use crate::reader::{Named, Problem};

impl Builder<'_> {
    /// Derives kinds and values, and checks what needs them.
    pub fn network(&mut self, items: &mut [Item], demands: &[Demand]) {
        let named: Vec<Named> = self.scenario.at("items").names().collect();
        let users = users(items);
        let asked = ordered(items.len(), demands);
        for (place, item) in items.iter_mut().enumerate() {
            item.kind = if asked[place] && users[place].is_none() {
                ItemKind::Product
            } else if Usage::of(item).is_empty() {
                ItemKind::Part
            } else {
                ItemKind::Subassembly
            };
        }
        for (place, item) in items.iter().enumerate() {
            self.check_options(item, named[place], users[place].map(|user| items[user.index()].name.as_str()));
            self.check_source(item, named[place]);
            if HOLD_KINDS.contains(&named[place].name) {
                let message = format!("`{}` means a kind of items in `hold`, so no item can have this name", item.name);
                self.problems.at(named[place].place, message);
            }
        }
        match BillOfMaterials::of(items) {
            Ok(bill) => bill.parts_first().for_each(|place| items[place].value = value(&items[place], items)),
            Err(cycles) => cycles.iter().for_each(|cycle| self.cycle(cycle, &named)),
        }
    }

    fn check_options(&mut self, item: &Item, named: Named, user: Option<&str>) {
        let configured = matches!(&item.supply, Supply::Make(make) if !make.families.is_empty());
        if !configured || item.kind == ItemKind::Product {
            return;
        }
        let place = named.at.at("make").at("options").place;
        let name = named.name;
        let message = match user {
            Some(user) => format!("`{name}` has options, so it cannot be a part: `{user}` uses it"),
            None => format!("`{name}` has options, but no demand asks for it: only a product is configured to order"),
        };
        self.problems.at(place, message);
    }

    /// A product with nothing but a price has no way to come about.
    fn check_source(&mut self, item: &Item, named: Named) {
        let at = named.at;
        let given = ["make", "buy", "cost", "stock"].iter().any(|key| at.at(key).is_given());
        if item.kind == ItemKind::Product && !given {
            let message = format!("nobody can make or buy the product `{}`", named.name);
            let problem = Problem::new(named.place, message);
            self.problems.add(problem.help("give it `make.parts`, `make.time`, `buy.lead_time` or a `cost`"));
        }
    }

    fn cycle(&mut self, cycle: &[usize], named: &[Named]) {
        let mut names: Vec<&str> = cycle.iter().map(|item| named[*item].name).collect();
        names.push(names[0]);
        let message = format!("part cycle: `{}`", names.join("` needs `"));
        let place = named[cycle[0]].at.at("make").place;
        self.problems.add(Problem::new(place, message).help("no item can be made of itself"));
    }
}

/// For each item, the first other item that uses it.
fn users(items: &[Item]) -> Vec<Option<ItemId>> {
    let mut users = vec![None; items.len()];
    for (user, item) in items.iter().enumerate() {
        for usage in Usage::of(item) {
            users[usage.part].get_or_insert(ItemId(user as u32));
        }
    }
    users
}

/// Value of one unit, its parts' values known. Options count with their shares.
fn value(item: &Item, items: &[Item]) -> f64 {
    let Supply::Make(make) = &item.supply else {
        return item.value;
    };
    let of = |id: ItemId| items[id.index()].value;
    let parts: f64 = make.parts.iter().map(|line| f64::from(line.quantity) * of(line.item)).sum();
    let options: f64 =
        (make.families.iter().flat_map(|family| &family.choices)).map(|choice| choice.share * of(choice.item)).sum();
    parts + options + make.cost
}
