//! `strategies`: what each holds, and by which rule.

use super::builder::Builder;
use crate::input::keys::table::HOLD_KINDS;
use crate::keys::RefersTo;
use crate::model::{Allocation, Item, ItemId, ItemKind, Pegging, Split, Stock, Strategy, Supply, VariantStock};
use crate::reader::{Cursor, Named, Place, Problem, RawNode, nearest, quote_key, split_variant};
use crate::results::name_list;
use crate::rules::stock;
use crate::rules::{allocation, queue};
use std::collections::BTreeMap;

/// Most variants of a held product.
const MOST_VARIANTS: u64 = 10_000;

/// A product's variant: the choice of each family.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Variant {
    product: ItemId,
    choices: Vec<u32>,
}

/// What `hold` or `stock` may name.
enum Target {
    Item(usize),
    Variant(Variant),
}

/// One strategy while it is read.
struct Draft<'a> {
    named: Named<'a>,
    /// Per item, where it was said to be held.
    held: Vec<Option<Place>>,
    /// Variants held by name, or released.
    variants: BTreeMap<Variant, Option<Stock>>,
}

impl<'a> Builder<'a> {
    /// Strategies, in the order of the file.
    pub fn strategies(&mut self, items: &[Item]) -> Vec<Strategy> {
        let at = self.scenario.at("strategies");
        // What sets keys of its own is built from a tree of its own.
        let sets = |named: &Named| named.at.at("set").is_given() || named.at.at("sourcing").names().next().is_some();
        let plain = at.names().filter(|named| !sets(named));
        let strategies: Vec<Strategy> = plain.map(|named| self.strategy(named, items)).collect();
        self.report_ruleless();
        if at.names().next().is_none() {
            let problem = Problem::new(at.place, "no strategy: `strategies` is empty");
            self.problems.add(problem.help("leave `[strategies]` out to compare MTS, ATO and MTO"));
        }
        strategies
    }

    fn strategy(&mut self, named: Named<'a>, items: &[Item]) -> Strategy {
        let mut draft = Draft { named, held: vec![None; items.len()], variants: BTreeMap::new() };
        let mut by_name = vec![None; items.len()];
        for node in named.at.at("hold").list().unwrap_or_default() {
            self.hold(&mut draft, node, &mut by_name, items);
        }
        let mut own: Vec<Option<Cursor>> = vec![None; items.len()];
        for entry in named.at.at("stock").names() {
            self.check_reserve(entry.at);
            self.own_stock(&mut draft, entry, &mut own, &by_name, items);
        }
        let holds: Vec<Option<Stock>> =
            (0..items.len()).map(|item| self.rule(&draft, item, own[item], &items[item])).collect();
        self.check_variants(&draft, &holds, items);
        let pegging = self.pegging(named, &holds, items);
        let allocation = allocation::read(named.at.at("allocation"));
        self.check_pieces(named, allocation, items);
        let variants = draft.variants.into_iter();
        Strategy {
            name: named.name.into(),
            sets: Vec::new(),
            holds,
            variants: variants
                .map(|(variant, stock)| VariantStock { product: variant.product, choices: variant.choices, stock })
                .collect(),
            allocation,
            pegging,
            ranking: queue::read(named.at.at("priorities")),
        }
    }

    /// Without holdback a kit is taken whole, and nothing of it goes before.
    fn check_pieces(&mut self, strategy: Named, allocation: Allocation, items: &[Item]) {
        let in_pieces = |item: &Item| matches!(&item.supply, Supply::Make(make) if make.split == Split::Available);
        if let (Allocation::NoHoldback, Some(place)) = (allocation, items.iter().position(in_pieces)) {
            let message = format!(
                "strategy `{}` holds nothing back, which does not go with `split = \"available\"`",
                strategy.name
            );
            let problem = Problem::new(strategy.at.at("allocation").value_place(), message);
            self.problems.add(problem.also(self.item_place(place), format!("`{}` is here", items[place].name)));
        }
    }

    /// `pegging`; a problem where it is to peg what comes in lots of its own size.
    fn pegging(&mut self, strategy: Named, holds: &[Option<Stock>], items: &[Item]) -> Pegging {
        let at = strategy.at.at("pegging");
        if at.given_text() == Some("pegged") {
            let driven = items.iter().zip(holds).enumerate().filter(|(_, (_, held))| held.is_none());
            let mut exceeding = driven.filter(|(_, (item, _))| item.lots_can_exceed());
            if let Some((place, (item, _))) = exceeding.next() {
                let (name, more) = (&item.name, exceeding.count());
                let others = if more == 0 { String::new() } else { format!(" (and {more} more)") };
                let message = format!(
                    "strategy `{}` pegs `{name}`{others}, whose `minimum` or `multiple` can exceed a request",
                    strategy.name
                );
                let help = "leave `pegging` out: such items are pooled, all others pegged; or hold them";
                let problem = Problem::new(at.value_place(), message).help(help);
                self.problems.add(problem.also(self.item_place(place), format!("`{name}` is here")));
            }
        }
        if at.text() == "pooled" { Pegging::Pooled } else { Pegging::Pegged }
    }

    /// One word of `hold`.
    fn hold(&mut self, draft: &mut Draft, node: &RawNode, by_name: &mut [Option<Place>], items: &[Item]) {
        let Some(word) = node.text() else { return };
        let kinds = [ItemKind::Product, ItemKind::Subassembly, ItemKind::Part];
        if let Some(kind) = HOLD_KINDS.iter().position(|known| *known == word) {
            for (held, item) in draft.held.iter_mut().zip(items) {
                if item.kind == kinds[kind] {
                    held.get_or_insert(node.place);
                }
            }
            return;
        }
        match self.target(word, node.place, items) {
            Some(Target::Item(item)) => {
                draft.held[item].get_or_insert(node.place);
                by_name[item] = Some(node.place);
            }
            Some(Target::Variant(variant)) => {
                let product = &items[variant.product.index()];
                if product.stock.is_none() {
                    let message = format!("strategy `{}` holds `{word}`, which has no stock rule", draft.named.name);
                    self.problems.at(node.place, message);
                }
                draft.variants.insert(variant, product.stock.clone());
            }
            None => {}
        }
    }

    /// The item or variant of a name; a problem if there is none.
    fn target(&mut self, word: &str, place: Place, items: &[Item]) -> Option<Target> {
        if let Some(item) = self.names.find(RefersTo::Item, word) {
            return Some(Target::Item(item as usize));
        }
        if word.contains('[') {
            return self.variant(word, place, items).map(Target::Variant);
        }
        let known = HOLD_KINDS.into_iter().chain(self.names.items().iter().copied());
        let problem = Problem::new(place, format!("unknown item or kind `{word}`")).nearest(word, known);
        self.problems.add(problem);
        None
    }

    /// `pc[board_a,ssd_1]`: one choice of each family, in the order of the file.
    fn variant(&mut self, word: &str, place: Place, items: &[Item]) -> Option<Variant> {
        let is_item = |name: &str| self.names.find(RefersTo::Item, name).is_some();
        let (name, inside) = split_variant(word, is_item).or_else(|| word.split_once('[')).unwrap_or((word, ""));
        let product = self.names.need(RefersTo::Item, name, place, &mut self.problems)?;
        let families = match &items[product as usize].supply {
            Supply::Make(make) => make.families.as_slice(),
            Supply::Buy(_) => &[],
        };
        let chosen = name_list::split(inside, ',');
        if families.is_empty() || chosen.len() != families.len() || !word.ends_with(']') {
            let order: Vec<&str> = families.iter().map(|family| family.name.as_str()).collect();
            let message = format!("`{word}` is no variant of `{name}`");
            let help = match order.as_slice() {
                [] => format!("`{name}` has no options"),
                order => format!("a variant is written `{name}[…]` with one choice of each of: {}", order.join(", ")),
            };
            self.problems.add(Problem::new(place, message).help(help));
            return None;
        }
        let mut choices = Vec::with_capacity(families.len());
        for (family, wanted) in families.iter().zip(&chosen) {
            let known = || family.choices.iter().map(|choice| items[choice.item.index()].name.as_str());
            match known().position(|choice| choice == wanted || choice == wanted.trim()) {
                Some(choice) => choices.push(choice as u32),
                None => {
                    let message = format!("`{wanted}` is no choice of `{name}`'s family `{}`", family.name);
                    let near = nearest(wanted, known()).map(|near| format!("did you mean `{near}`?"));
                    let help =
                        near.unwrap_or_else(|| format!("its choices: {}", known().collect::<Vec<_>>().join(", ")));
                    self.problems.add(Problem::new(place, message).help(help));
                    return None;
                }
            }
        }
        Some(Variant { product: ItemId(product), choices })
    }

    /// One entry of `stock`.
    fn own_stock(
        &mut self,
        draft: &mut Draft<'a>,
        entry: Named<'a>,
        own: &mut [Option<Cursor<'a>>],
        by_name: &[Option<Place>],
        items: &[Item],
    ) {
        let released = entry.at.given_text() == Some("none");
        match self.target(entry.name, entry.place, items) {
            Some(Target::Item(item)) if released => {
                if let Some(held) = by_name[item] {
                    let problem = Problem::new(entry.place, format!("`{}` is held and released", entry.name));
                    self.problems.add(problem.also(held, "it is held here"));
                }
                draft.held[item] = None;
            }
            Some(Target::Item(item)) => {
                own[item] = Some(entry.at);
                if stock::is_named(entry.at) {
                    draft.held[item].get_or_insert(entry.place);
                } else if draft.held[item].is_none() {
                    let message = format!(
                        "strategy `{}` does not hold `{}`, so this has no effect",
                        draft.named.name, entry.name
                    );
                    self.problems
                        .add(Problem::new(entry.place, message).help("name a rule, or add the item to `hold`"));
                }
            }
            Some(Target::Variant(variant)) => {
                let rule = if released { None } else { stock::read(entry.at, &mut self.problems) };
                if rule.is_none() && !released {
                    let message = format!("strategy `{}` names no stock rule for `{}`", draft.named.name, entry.name);
                    self.problems.at(entry.place, message);
                }
                draft.variants.insert(variant, rule);
            }
            None => {}
        }
    }

    /// The rule an item is held by; a problem if it is held and has none.
    fn rule(&mut self, draft: &Draft, item: usize, own: Option<Cursor>, model: &Item) -> Option<Stock> {
        let held = draft.held[item]?;
        let rule = match own {
            Some(at) => {
                // What is left for others, or sent for in an emergency, says nothing of the rule.
                let beside = model.stock.as_ref().and_then(|stock| stock::beside(at, stock));
                let rule = beside.or_else(|| stock::read(at, &mut self.problems));
                rule.inspect(|rule| self.check_rush(at, rule, model))
            }
            None => model.stock.clone(),
        };
        // A rule that is mistyped is told where it stands.
        let written = own.unwrap_or_else(|| self.scenario.at("items").at(&model.name).at("stock"));
        if rule.is_none() && !written.has_unknown_keys() {
            // Presets have no place in the file: the item has.
            let place = if held == Place::default() { self.item_place(item) } else { held };
            let name = &model.name;
            self.ruleless.entry((place, name.clone())).or_default().push(draft.named.name.to_string());
        }
        rule
    }

    /// Held items without a rule: one problem for all strategies that hold the item by the same words.
    fn report_ruleless(&mut self) {
        for ((place, item), strategies) in std::mem::take(&mut self.ruleless) {
            let (noun, verb) = if strategies.len() == 1 { ("strategy", "holds") } else { ("strategies", "hold") };
            let message = format!("{noun} `{}` {verb} `{item}`, which has no stock rule", strategies.join("` and `"));
            let key = quote_key(&item);
            let help = format!(
                "give `items.{key}.stock`, or do not hold it: `strategies.{}.stock.{key} = \"none\"`",
                quote_key(&strategies[0])
            );
            self.problems.add(Problem::new(place, message).help(help));
        }
    }

    fn item_place(&self, item: usize) -> Place {
        self.scenario.at("items").names().nth(item).map_or(Place::default(), |named| named.place)
    }

    /// Every variant of a held product is stocked apart: there must not be too many.
    fn check_variants(&mut self, draft: &Draft, holds: &[Option<Stock>], items: &[Item]) {
        for (place, item) in items.iter().enumerate() {
            let Supply::Make(make) = &item.supply else { continue };
            let named = draft.variants.keys().any(|variant| variant.product.index() == place);
            let count =
                make.families.iter().fold(1u64, |count, family| count.saturating_mul(family.choices.len() as u64));
            if count > MOST_VARIANTS && (holds[place].is_some() || named) {
                let message = format!(
                    "strategy `{}` holds `{}`, which has {count} variants; at most {MOST_VARIANTS} can be held",
                    draft.named.name, item.name
                );
                self.problems.at(self.item_place(place), message);
            }
        }
    }
}
