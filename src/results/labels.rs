//! Labels: what charts, tables and sentences call things whose names are part numbers.

use super::{
    Compared, Decoupling, EntityLabel, Frontier, RankedMeasure, RunInfo, Sweep, Tables, VerdictFacts, WorthFacts,
    name_list,
};
use crate::measures::EntityKind;
use std::collections::BTreeMap;

/// Labels by kind and name.
pub struct LabelBook<'a> {
    labels: BTreeMap<(&'a str, &'a str), &'a str>,
}

impl<'a> LabelBook<'a> {
    /// The labels of a result; `None` where there are none.
    #[must_use]
    pub fn of(labels: &'a [EntityLabel]) -> Option<LabelBook<'a>> {
        let one = |it: &'a EntityLabel| ((it.kind.as_str(), it.name.as_str()), it.label.as_str());
        (!labels.is_empty()).then(|| LabelBook { labels: labels.iter().map(one).collect() })
    }

    fn put(&self, kind: &str, name: &mut String) {
        if let Some(label) = self.labels.get(&(kind, name.as_str())) {
            *name = (*label).to_string();
        }
    }

    /// Puts the label of a strategy in the place of its name.
    pub fn strategy(&self, name: &mut String) {
        self.put("strategy", name);
    }

    /// Puts the label of an entity in the place of its name.
    pub fn entity(&self, kind: EntityKind, name: &mut String) {
        match kind {
            EntityKind::Product | EntityKind::Item => self.put("item", name),
            EntityKind::Class => self.put("class", name),
            EntityKind::Station => self.put("station", name),
            EntityKind::Supplier => self.put("supplier", name),
            EntityKind::Source => self.source(name),
            _ => {}
        }
    }

    /// Puts the label of an item in the place of its name in `cpu@asia`.
    fn source(&self, name: &mut String) {
        if let Some((item, source)) = name.rsplit_once('@') {
            let mut item = item.to_string();
            self.put("item", &mut item);
            *name = format!("{item}@{source}");
        }
    }

    /// The same of the item in the key of a level: `"4711.02".base_stock`.
    pub fn level(&self, key: &mut String) {
        let (name, rest) = split_level(key);
        if let Some(label) = self.labels.get(&("item", name.as_str())) {
            *key = format!("{label}{rest}");
        }
    }

    /// The same in the facts of a verdict, from which its sentences are made.
    pub fn facts(&self, facts: &mut VerdictFacts) {
        let ranked = |ranked: &mut RankedMeasure| {
            ranked.best.iter_mut().chain(&mut ranked.tied).for_each(|name| self.strategy(name));
            ranked.strategies.iter_mut().for_each(|one| self.strategy(&mut one.strategy));
        };
        ranked(&mut facts.money);
        ranked(&mut facts.response);
        facts.service.iter_mut().for_each(|service| ranked(&mut service.ranked));
        for class in &mut facts.classes {
            self.put("class", &mut class.class);
            ranked(&mut class.ranked);
        }
        facts.impact.iter_mut().for_each(|impact| self.strategy(&mut impact.strategy));
        if let Some(targets) = &mut facts.targets {
            for asked in &mut targets.asked {
                self.put(if asked.entity_kind == "class" { "class" } else { "item" }, &mut asked.entity);
            }
            targets.strategies.iter_mut().for_each(|fact| self.strategy(&mut fact.strategy));
            targets.nearest.iter_mut().chain(&mut targets.surely_best).for_each(|name| self.strategy(name));
        }
        facts.choice.iter_mut().for_each(|name| self.strategy(name));
        facts.worth.iter_mut().for_each(|WorthFacts { over, .. }| self.strategy(over));
        facts.selection.iter_mut().for_each(|selection| self.strategy(&mut selection.best));
        facts.no_long_run.iter_mut().for_each(|one| self.strategy(&mut one.strategy));
    }

    fn names(&self, kind: &str, list: &mut String) {
        let mut names = name_list::split(list, ',');
        names.iter_mut().for_each(|name| self.put(kind, name));
        *list = name_list::joined(&names, ',');
    }

    /// Strategies with their labels, and the names that keys and files have for them.
    fn info(&self, info: &mut RunInfo) {
        for strategy in &mut info.strategies {
            let name = strategy.name.clone();
            self.strategy(&mut strategy.name);
            if strategy.name != name {
                strategy.holds = format!("{} (its name: {name})", strategy.holds);
            }
        }
        let searched = info.search.iter_mut().flat_map(|search| &mut search.strategies);
        searched.for_each(|it| self.strategy(&mut it.strategy));
    }
}

/// The item in the key of a level, without the quotes and escapes of TOML, and what follows: `"4711.02".base_stock`. A label that
/// stands there has no quotes.
fn split_level(key: &str) -> (String, &str) {
    let Some(quoted) = key.strip_prefix('"') else {
        let end = key.find('.').unwrap_or(key.len());
        return (key[..end].into(), &key[end..]);
    };
    let (mut name, mut letters) = (String::new(), quoted.char_indices());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (name, &quoted[at + 1..]),
            '\\' => name.extend(letters.next().map(|(_, letter)| letter)),
            _ => name.push(letter),
        }
    }
    (key.into(), "")
}

/// A level for people: its item alone for a base stock, with the number's name otherwise.
#[must_use]
pub fn level_name(key: &str) -> String {
    let (name, rest) = match key.starts_with('"') {
        true => split_level(key),
        false => (String::new(), key),
    };
    name + &rest.replacen(".base_stock", "", 1)
}

/// Results whose things can be called by their labels.
pub trait Labelled {
    /// The same with a label for every name that has one.
    fn label(&mut self, book: &LabelBook<'_>);
}

impl Labelled for Tables {
    fn label(&mut self, book: &LabelBook<'_>) {
        book.info(&mut self.info);
        for row in &mut self.summary {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
        for row in &mut self.comparison {
            book.strategy(&mut row.strategy);
            book.strategy(&mut row.reference);
            book.entity(row.entity_kind, &mut row.entity);
        }
        for row in &mut self.series {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
        for row in &mut self.distribution {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
        for row in &mut self.replications {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
        for row in &mut self.levels {
            book.strategy(&mut row.strategy);
            book.level(&mut row.level);
        }
        for row in &mut self.orders {
            book.strategy(&mut row.strategy);
            book.put("item", &mut row.blocking_part);
        }
    }
}

impl Labelled for Sweep {
    fn label(&mut self, book: &LabelBook<'_>) {
        book.info(&mut self.info);
        for head in self.rows.heads_mut() {
            book.strategy(&mut head.strategy);
            book.entity(head.entity_kind, &mut head.entity);
        }
        for row in self.standings.iter_mut().map(|row| &mut row.row) {
            book.strategy(&mut row.best);
            book.strategy(&mut row.second);
            book.names("strategy", &mut row.tied);
        }
        for row in &mut self.tornado {
            book.strategy(&mut row.strategy);
            book.strategy(&mut row.reference);
        }
        for row in &mut self.sensitivity {
            book.strategy(&mut row.strategy);
            book.strategy(&mut row.reference);
        }
    }
}

impl Labelled for Frontier {
    fn label(&mut self, book: &LabelBook<'_>) {
        book.info(&mut self.info);
        for row in self.rows.iter_mut().map(|row| &mut row.row) {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
        self.points.iter_mut().for_each(|row| book.strategy(&mut row.strategy));
    }
}

impl Labelled for Compared {
    fn label(&mut self, book: &LabelBook<'_>) {
        book.info(&mut self.info);
        for row in &mut self.rows {
            book.strategy(&mut row.strategy);
            book.entity(row.entity_kind, &mut row.entity);
        }
    }
}

impl Labelled for Decoupling {
    fn label(&mut self, book: &LabelBook<'_>) {
        book.info(&mut self.info);
        self.items.iter_mut().for_each(|row| book.put("item", &mut row.item));
        for row in &mut self.contenders {
            book.strategy(&mut row.strategy);
            book.names("item", &mut row.holds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_levels_are_read_as_they_are_written() {
        for (key, name, rest, shown) in [
            ("case.base_stock", "case", ".base_stock", "case"),
            ("case.min", "case", ".min", "case.min"),
            ("\"4711.02\".base_stock and 2 like it", "4711.02", ".base_stock and 2 like it", "4711.02 and 2 like it"),
            (r#""Rim 26\" \\ x".base_stock"#, r#"Rim 26" \ x"#, ".base_stock", r#"Rim 26" \ x"#),
        ] {
            assert_eq!((split_level(key), level_name(key)), ((name.to_string(), rest), shown.to_string()));
        }
    }
}
