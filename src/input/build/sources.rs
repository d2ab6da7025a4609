//! Several sources of one item, and which of them gets a replenishment.

use super::builder::Builder;
use crate::model::{Item, Source, SourceWay, Sourcing, Stock, Supplier, Supply};
use crate::reader::{Cursor, Named, Place, Problem, RawNode, RawTable, RawValue, nearest};

/// Names that sources of an item have by themselves, or that mean several.
const TAKEN: [&str; 3] = ["make", "buy", "rotate"];
/// Of two keys that say one thing in two ways a source has its own.
const EITHER: [[&str; 2]; 2] = [["supplier", "crossing"], ["yield", "lot_yield"]];

/// How an item comes.
pub(super) struct Supplied {
    /// How it is made, or how its first source buys.
    pub supply: Supply,
    /// Its sources, where they have names.
    pub sources: Vec<Source>,
    /// Which of them is next.
    pub sourcing: Sourcing,
    /// What a unit costs that is bought.
    pub cost: f64,
}

impl Builder<'_> {
    /// How an item comes: made, bought, or several ways.
    pub(super) fn supplied(&mut self, item: Named, suppliers: &[Supplier]) -> Supplied {
        let at = item.at;
        let (make, buy, cost) = (at.at("make"), at.at("buy"), at.at("cost"));
        let named: Vec<Named> = buy.at("sources").names().collect();
        self.check_ways(item, &named);
        let shared = cost.given_number().or_else(|| named.first()?.at.at("cost").given_number()).unwrap_or(0.0);
        let mut sources = Vec::new();
        if make.is_given() && buy.is_given() {
            sources.push(Source { name: "make".into(), way: SourceWay::Make });
        }
        for source in &named {
            let merged = RawNode { place: source.place, value: RawValue::Table(merged(buy, source.at)) };
            let price = source.at.at("cost").given_number().unwrap_or(shared);
            let way = SourceWay::Buy(Box::new(self.buy(buy.instead(&merged), price, suppliers)));
            sources.push(Source { name: source.name.into(), way });
        }
        if sources.len() == 1 && named.is_empty() {
            let way = SourceWay::Buy(Box::new(self.buy(buy, shared, suppliers)));
            sources.push(Source { name: "buy".into(), way });
        }
        let supply = if make.is_given() {
            Supply::Make(self.make(make))
        } else {
            let first = sources.iter().find_map(|source| match &source.way {
                SourceWay::Buy(buy) => Some(buy.as_ref().clone()),
                SourceWay::Make => None,
            });
            Supply::Buy(first.unwrap_or_else(|| self.buy(buy, shared, suppliers)))
        };
        let sourcing = self.sourcing(item, &sources);
        Supplied { supply, sources, sourcing, cost: shared }
    }

    /// What does not go together where an item comes.
    fn check_ways(&mut self, item: Named, named: &[Named]) {
        let at = item.at;
        let (make, buy, cost) = (at.at("make"), at.at("buy"), at.at("cost"));
        if make.is_given() && cost.is_given() && !buy.is_given() {
            let message = format!("`items.{}.cost` and `make` exclude each other", item.name);
            let problem = Problem::new(cost.place, message);
            let help = "`cost` is the price of a bought item; what making adds is `make.cost`";
            self.problems.add(problem.help(help).also(make.place, "`make` is here"));
        }
        for key in ["options", "optional"] {
            if buy.is_given() && make.at(key).is_given() {
                let message = format!("`{}` is made with `{key}`, so it cannot be bought, too", item.name);
                self.problems.add(Problem::new(buy.place, message).also(make.at(key).place, "they are here"));
            }
        }
        for source in named.iter().filter(|source| TAKEN.contains(&source.name)) {
            let message = format!("a source cannot be called `{}`", source.name);
            let problem = Problem::new(source.place, message);
            self.problems
                .add(problem.help(
                    "`make` and `buy` are those of an item that is made and bought, and `rotate` is all in turn",
                ));
        }
        if buy.at("sources").is_given() && named.is_empty() {
            self.problems.at(buy.at("sources").place, format!("`{}` has no source: `sources` is empty", item.name));
        }
    }

    /// Which source gets a replenishment.
    fn sourcing(&mut self, item: Named, sources: &[Source]) -> Sourcing {
        let at = item.at.at("sourcing");
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        if !at.is_given() {
            if names.len() > 1 {
                let message = format!("`{}` has several sources ({}) and no `sourcing`", item.name, names.join(", "));
                let help = "say which gets an order: `sourcing = \"NAME\"`, `\"rotate\"`, `{ rotate = […] }`, `{ shares = { … } }` or `{ first = […] }`";
                self.problems.add(Problem::new(item.at.at("buy").place, message).help(help));
            }
            return Sourcing::default();
        }
        if names.is_empty() {
            let message = format!("`{}` has one source: there is nothing to choose", item.name);
            let problem = Problem::new(at.place, message);
            self.problems.add(problem.help("name several under `buy.sources`, or give it `make` and `buy`"));
            return Sourcing::default();
        }
        match at.given_text() {
            Some("rotate") => Sourcing::Rotate((0..names.len() as u32).collect()),
            Some(name) => self.source(name, at.value_place(), &names).map_or_else(Sourcing::default, Sourcing::One),
            None => self.choice(at, &names).unwrap_or_default(),
        }
    }

    /// A choice among several.
    fn choice(&mut self, at: Cursor, names: &[&str]) -> Option<Sourcing> {
        for (key, rule) in [("rotate", Sourcing::Rotate as fn(Vec<u32>) -> Sourcing), ("first", Sourcing::First)] {
            let Some(list) = at.at(key).list() else { continue };
            if list.is_empty() {
                self.problems.at(at.at(key).value_place(), format!("`{key}` names no source"));
                return None;
            }
            let known = list.iter().filter_map(|node| self.source(node.text()?, node.place, names));
            let known: Vec<u32> = known.collect();
            return (known.len() == list.len()).then(|| rule(known));
        }
        for (key, rule) in [("shares", Sourcing::Shares as fn(Vec<f64>) -> Sourcing), ("split", Sourcing::Split)] {
            if !at.at(key).is_given() {
                continue;
            }
            let mut weights = vec![0.0; names.len()];
            for named in at.at(key).names() {
                if let Some(source) = self.source(named.name, named.place, names) {
                    weights[source as usize] = named.at.number();
                }
            }
            let sum: f64 = weights.iter().sum();
            if sum <= 0.0 {
                self.problems.at(at.at(key).place, format!("the weights of `{key}` sum to 0"));
                return None;
            }
            return Some(rule(weights));
        }
        None
    }

    /// The place of a source by its name.
    fn source(&mut self, name: &str, place: Place, names: &[&str]) -> Option<u32> {
        let found = names.iter().position(|known| *known == name);
        if found.is_none() {
            let near = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| format!("its sources: {}", names.join(", ")));
            self.problems.add(Problem::new(place, format!("unknown source `{name}`")).help(help));
        }
        found.map(|place| place as u32)
    }

    /// Checks the emergency orders of a stock rule of an item.
    pub(super) fn check_rush(&mut self, stock: Cursor, rule: &Stock, item: &Item) {
        let at = stock.at("rush").at("source");
        let Some(rush) = rule.rush.as_ref().filter(|_| at.is_given()) else { return };
        let names: Vec<&str> = item.sources.iter().map(|source| source.name.as_str()).collect();
        if names.len() < 2 {
            let message = format!("`{}` has one source, so nothing can be rushed", item.name);
            self.problems.at(stock.at("rush").place, message);
        } else {
            self.source(&rush.source, at.value_place(), &names);
        }
    }
}

/// What `buy` says for all sources, and above it what one of them says.
fn merged(buy: Cursor, source: Cursor) -> RawTable {
    let mut all = buy.table().cloned().unwrap_or_default();
    all.remove("sources");
    for entry in source.table().map(RawTable::entries).unwrap_or_default() {
        let others = EITHER.iter().filter(|either| either.contains(&&*entry.key)).flatten();
        others.for_each(|key| all.remove(key));
        if entry.key != "cost" {
            all.put(entry.key.clone(), entry.place, entry.node.clone());
        }
    }
    all
}
