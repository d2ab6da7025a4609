//! What follows from who uses whom: kinds, cycles, values.

use super::builder::Builder;
use crate::input::keys::table::HOLD_KINDS;
use crate::model::{Demand, Item, ItemId, ItemKind, Make, Supply};
use crate::reader::{Named, Problem};

/// Every part an item can need, once per mention.
pub fn uses(make: &Make) -> impl Iterator<Item = ItemId> + '_ {
    let lines = make.parts.iter().chain(&make.optional).map(|line| line.item);
    lines.chain(make.families.iter().flat_map(|family| family.choices.iter().map(|choice| choice.item)))
}

/// How far the search for cycles is with an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

impl Builder<'_> {
    /// Derives kinds and values, and checks what needs them. Returns whether the network has no cycle.
    pub fn network(&mut self, items: &mut [Item], demands: &[Demand]) {
        let named: Vec<Named> = self.scenario.at("items").names().collect();
        let users = users(items);
        let demanded = demanded(items.len(), demands);
        for (place, item) in items.iter_mut().enumerate() {
            item.kind = match &item.supply {
                _ if demanded[place] && users[place].is_none() => ItemKind::Product,
                Supply::Make(make) if uses(make).next().is_some() => ItemKind::Subassembly,
                _ => ItemKind::Part,
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
        if let Some(order) = self.parts_first(items, &named) {
            for place in order {
                items[place].value = value(&items[place], items);
            }
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

    /// Places of items, parts before what is made of them; `None` (and a problem) if there is a cycle.
    fn parts_first(&mut self, items: &[Item], named: &[Named]) -> Option<Vec<usize>> {
        let parts: Vec<Vec<usize>> = items.iter().map(parts_of).collect();
        let mut marks = vec![Mark::New; items.len()];
        let mut order = Vec::with_capacity(items.len());
        let before = self.problems.len();
        for start in 0..items.len() {
            if marks[start] == Mark::New {
                self.visit(start, &parts, &mut marks, &mut order, named);
            }
        }
        (self.problems.len() == before).then_some(order)
    }

    /// Depth first, without recursion: chains may be long.
    fn visit(
        &mut self,
        start: usize,
        parts: &[Vec<usize>],
        marks: &mut [Mark],
        order: &mut Vec<usize>,
        named: &[Named],
    ) {
        let mut path = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((item, next)) = path.last_mut() {
            let item = *item;
            let Some(&part) = parts[item].get(*next) else {
                marks[item] = Mark::Done;
                order.push(item);
                path.pop();
                continue;
            };
            *next += 1;
            match marks[part] {
                Mark::New => {
                    marks[part] = Mark::Open;
                    path.push((part, 0));
                }
                Mark::Open => {
                    let cycle = path.iter().map(|(item, _)| *item).skip_while(|item| *item != part);
                    self.cycle(&cycle.collect::<Vec<_>>(), named);
                }
                Mark::Done => {}
            }
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

fn parts_of(item: &Item) -> Vec<usize> {
    match &item.supply {
        Supply::Make(make) => uses(make).map(ItemId::index).collect(),
        Supply::Buy(_) => Vec::new(),
    }
}

/// For each item, the first other item that uses it.
fn users(items: &[Item]) -> Vec<Option<ItemId>> {
    let mut users = vec![None; items.len()];
    for (user, item) in items.iter().enumerate() {
        for part in parts_of(item) {
            users[part].get_or_insert(ItemId(user as u32));
        }
    }
    users
}

/// For each item, whether a stream asks for it.
pub fn demanded(items: usize, demands: &[Demand]) -> Vec<bool> {
    let mut demanded = vec![false; items];
    for share in demands.iter().flat_map(|demand| &demand.mix) {
        demanded[share.item.index()] = true;
    }
    demanded
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
