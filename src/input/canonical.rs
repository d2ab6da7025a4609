//! The resolved scenario as canonical TOML: tables and overrides merged in, defaults written out, keys in table order,
//! names in file order, every number in one form. The same question always gives the same bytes, and they read back
//! to the same model.

use super::key_path::{parts, row_at};
use super::keys::root;
use super::keys::table::CLASS_TERMS;
use crate::input::build::label;
use crate::keys::{Fallback, KeyNode, NameKind, Takes, ValueKind};
use crate::laws;
use crate::reader::{RawEntry, RawNode, RawTable, RawValue, Sources, quote, quote_key};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Writes a scenario that was accepted.
pub fn write(scenario: &RawTable, sources: &Sources) -> String {
    let mut writer = Writer { out: String::new(), path: String::new(), sources };
    for key in root()
        .children
        .iter()
        .filter(|key| !matches!(key.row.kind, ValueKind::Group | ValueKind::Named(_) | ValueKind::Later))
    {
        writer.key(scenario, key);
    }
    for key in &root().children {
        match key.row.kind {
            // What tables and defaults said stands in the tree; a sweep and a search are other questions.
            ValueKind::Group if !["tables", "defaults", "sweep", "optimize"].contains(&key.name) => {
                let empty = RawTable::default();
                let table = scenario.get(key.name).and_then(RawNode::table).unwrap_or(&empty);
                let _ = writeln!(writer.out, "\n[{}]", key.name);
                writer.group(table, key);
            }
            ValueKind::Named(_) => writer.entities(scenario, key),
            _ => {}
        }
    }
    writer.out
}

/// One section as it is given, without its defaults; empty when it is not.
pub fn section(scenario: &RawTable, name: &str, sources: &Sources) -> String {
    let mut writer = Writer { out: String::new(), path: String::new(), sources };
    let key = root().child(name).expect("a section has a row");
    if let Some(table) = scenario.get(name).and_then(RawNode::table) {
        let _ = writeln!(writer.out, "\n[{name}]");
        for child in &key.children {
            if let Some(node) = table.get(child.name) {
                writer.below(child.name, |writer| writer.given(node, child));
            }
        }
    }
    writer.out
}

/// One setting of a strategy, as `key = value`.
pub fn setting(key: &str, node: &RawNode, sources: &Sources) -> String {
    let mut table = RawTable::default();
    table.put(key.to_string(), node.place, node.clone());
    let mut writer = Writer { out: String::new(), path: String::new(), sources };
    writer.settings(&table);
    writer.out
}

struct Writer<'a> {
    out: String,
    /// The key that is being written.
    path: String,
    sources: &'a Sources,
}

impl Writer<'_> {
    fn entities(&mut self, scenario: &RawTable, key: &KeyNode) {
        let child = key.child("*").expect("a table of names has a row for them");
        for entry in scenario.get(key.name).and_then(RawNode::table).map(RawTable::entries).unwrap_or_default() {
            let _ = writeln!(self.out, "\n[{}.{}]", key.name, quote_key(&entry.key));
            if let Some(table) = entry.node.table() {
                self.group(table, child);
            }
        }
    }

    /// Writes what stands under a key that is written as this.
    fn below(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        write(self);
        self.path.truncate(before);
    }

    /// `path = value` as a line.
    fn line(&mut self, value: &str) {
        for piece in [&self.path, " = ", value, "\n"] {
            self.out.push_str(piece);
        }
    }

    /// The keys of a table.
    fn group(&mut self, table: &RawTable, key: &KeyNode) {
        for child in key.children.iter().filter(|child| child.row.kind != ValueKind::Later) {
            match child.row.kind {
                ValueKind::Setting => self.settings(table),
                _ => self.key(table, child),
            }
        }
    }

    /// What a strategy sets, each as its key is written.
    fn settings(&mut self, table: &RawTable) {
        for entry in table.entries() {
            if let Some(key) = parts(&entry.key).ok().and_then(|path| row_at(&path)) {
                self.below(&quote(&entry.key), |writer| writer.given(&entry.node, key));
            }
        }
    }

    /// One of them. Keys of the table of keys need no quotes.
    fn key(&mut self, table: &RawTable, key: &KeyNode) {
        match (table.get(key.name), key.row.default) {
            (Some(node), _) => self.below(key.name, |writer| writer.given(node, key)),
            // `cost` says what a bought item costs; a made one has none.
            // An item that is not made is bought.
            (None, _) if key.row.pattern == "items.*.buy" && table.get("make").is_none() => {
                self.below(key.name, |writer| writer.group(&RawTable::default(), key));
            }
            (None, Fallback::Is(_)) if key.row.pattern == "items.*.cost" && has_no_own_cost(table) => {}
            // Rows of a record have classes, whose terms come before what streams have by default.
            (None, Fallback::Is(_)) if CLASS_TERMS.contains(&key.name) && is_recorded(table) => {}
            (None, Fallback::Is(text)) => {
                self.below(key.name, |writer| writer.line(&default(text, key.row.kind)));
            }
            (None, _) => {}
        }
    }

    fn given(&mut self, node: &RawNode, key: &KeyNode) {
        match (key.row.kind, &node.value) {
            (ValueKind::Groups, RawValue::List(list)) => {
                let one = |item: &RawNode| {
                    let mut below = Writer { out: String::new(), path: String::new(), sources: self.sources };
                    below.group(item.table().unwrap_or(&RawTable::default()), key);
                    format!("{{ {} }}", below.out.trim_end().replace('\n', ", "))
                };
                let list = list_of(list, one);
                self.line(&list);
            }
            (kind, RawValue::Table(table)) if kind.may_be_group() => {
                let before = self.out.len();
                self.group(table, key);
                if self.out.len() == before {
                    self.line("{}");
                }
            }
            // Nobody leaves anything, whatever is left elsewhere.
            (ValueKind::Named(NameKind::Classes), RawValue::Table(table)) if table.entries().is_empty() => {
                self.line("{}");
            }
            (ValueKind::Named(_), RawValue::Table(table)) => {
                let child = key.child("*").expect("a table of names has a row for them");
                for entry in table.entries() {
                    self.below(&quote_key(&entry.key), |writer| writer.given(&entry.node, child));
                }
            }
            (kind, _) => {
                let value = self.leaf(node, kind);
                self.line(&value);
            }
        }
    }

    fn leaf(&self, node: &RawNode, kind: ValueKind) -> String {
        match (kind, &node.value) {
            (ValueKind::Law(_) | ValueKind::Laws(_), RawValue::Table(table)) => {
                table.entries().first().map(law).unwrap_or_default()
            }
            (ValueKind::Times(_), RawValue::List(list)) => {
                list_of(list, |item| label(self.sources, item.place, item.number().unwrap_or(0.0)))
            }
            // Numbers, texts, laws, and lists of numbers.
            (_, RawValue::List(list)) => list_of(list, |item| self.leaf(item, kind)),
            (ValueKind::Whole(_) | ValueKind::WholeOrGroup(_), _) => number(node, Takes::Whole),
            (_, RawValue::Text(text)) => quote(text),
            (_, RawValue::Flag(flag)) => flag.to_string(),
            (_, RawValue::Date(text)) => text.clone(),
            (_, RawValue::Whole(_) | RawValue::Number(_) | RawValue::Table(_)) => number(node, Takes::Number),
        }
    }
}

/// Whether the cost of an item is that of its parts, or of its first source.
fn has_no_own_cost(item: &RawTable) -> bool {
    let buy = item.get("buy").and_then(RawNode::table);
    match item.get("make") {
        Some(_) => buy.is_none(),
        None => buy.is_some_and(|buy| buy.get("sources").is_some()),
    }
}

/// Whether a stream of orders is a record.
fn is_recorded(stream: &RawTable) -> bool {
    stream.get("arrivals").and_then(RawNode::table).is_some_and(|arrivals| arrivals.get("trace").is_some())
}

/// A default of the table of keys in canonical form.
fn default(text: &'static str, kind: ValueKind) -> Cow<'static, str> {
    let real = |text: &'static str| text.trim().parse::<f64>().map_or(text.into(), |value| format!("{value:?}").into());
    match kind {
        ValueKind::Number(_) | ValueKind::Time(_) | ValueKind::Law(_) | ValueKind::NumberOrGroup(_) => real(text),
        _ => text.into(),
    }
}

fn number(node: &RawNode, takes: Takes) -> String {
    match takes {
        Takes::Whole => node.whole().unwrap_or(0).to_string(),
        Takes::Number | Takes::Numbers | Takes::Word(_) => format!("{:?}", node.number().unwrap_or(0.0)),
    }
}

/// `{ gamma = { mean = 10.0, cv = 0.5 } }`, the parameters in the order of the table of laws.
fn law(entry: &RawEntry) -> String {
    let given = entry.node.table();
    let forms = laws::row(&entry.key).map(|row| row.forms).unwrap_or_default();
    let form = forms.iter().find(|form| {
        given.is_some_and(|given| {
            form.len() == given.entries().len() && form.iter().all(|parameter| given.get(parameter.name).is_some())
        })
    });
    let parameters: Vec<String> = form
        .map(|form| form.iter())
        .into_iter()
        .flatten()
        .filter_map(|parameter| {
            let node = given?.get(parameter.name)?;
            let value = match &node.value {
                RawValue::List(list) => list_of(list, |item| number(item, parameter.takes)),
                RawValue::Text(text) => quote(text),
                _ => number(node, parameter.takes),
            };
            Some(format!("{} = {value}", parameter.name))
        })
        .collect();
    format!("{{ {} = {{ {} }} }}", entry.key, parameters.join(", "))
}

fn list_of(list: &[RawNode], write: impl Fn(&RawNode) -> String) -> String {
    let words: Vec<String> = list.iter().map(write).collect();
    format!("[{}]", words.join(", "))
}
