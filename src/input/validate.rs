//! Checks that need one key at a time: known, of the right type, in range, not excluded by its neighbour.

use super::advice;
use super::keys::root;
use super::{own_settings, sweep};
use crate::keys::row::LONGEST_LIST;
use crate::keys::{Exclusive, Fallback, KeyNode, KeyRow, LawUse, NameKind, Need, Range, ValueKind};
use crate::laws::{self, Cut, Rounded};
use crate::reader::{
    LONGEST_NAME, Place, Problem, Problems, RawEntry, RawNode, RawTable, RawValue, is_name, join, moment, nearest,
    quote,
};

/// What is right and yet worth a finding.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Keys of laws that the cut at 0 changes.
    pub cuts: Vec<(String, Cut)>,
    /// Keys of quantities that rounding to whole units changes.
    pub quantities: Vec<(String, Rounded)>,
    /// Keys of times with more than nine decimals.
    pub rounded: Vec<String>,
    /// Rows of records that were left out for an empty cell, in words.
    pub left_out: Vec<String>,
    /// Terms of classes that reach no stream.
    pub unreached: Vec<String>,
    /// Yearly rates so high that per cents may have been meant.
    pub percent: Vec<(String, f64)>,
    /// Whether items may have a stock rule that is not for these strategies: one of the defaults, or of a strategy left out.
    pub rules_are_shared: bool,
}

impl Notes {
    /// Takes what is otherwise in the tree of a strategy, by the keys that it sets.
    pub fn take_own(&mut self, strategy: &str, own: Notes) {
        fn take<T: PartialEq>(notes: &mut Vec<(String, T)>, own: Vec<(String, T)>, key: &dyn Fn(&str) -> String) {
            let new: Vec<(String, T)> = own.into_iter().filter(|note| !notes.contains(note)).collect();
            notes.extend(new.into_iter().map(|(path, note)| (key(&path), note)));
        }
        let key = |path: &str| join(["strategies", strategy, "set", path]);
        take(&mut self.cuts, own.cuts, &key);
        take(&mut self.quantities, own.quantities, &key);
        take(&mut self.percent, own.percent, &key);
        let new: Vec<String> = own.rounded.into_iter().filter(|path| !self.rounded.contains(path)).collect();
        self.rounded.extend(new.iter().map(|path| key(path)));
    }
}

/// Checks a whole scenario against the table of keys. What is wrong in the defaults is told there, not for each item again.
pub fn check(scenario: &RawTable, problems: &mut Problems) -> Notes {
    let mut found = Problems::default();
    let mut walk = Walk { problems: &mut found, path: Vec::new(), notes: Notes::default() };
    walk.group(scenario, root(), Place::default());
    let notes = walk.notes;
    problems.extend(found.without_copies_of(&of_defaults(scenario)));
    notes
}

/// What is wrong in the defaults and in the terms of classes.
fn of_defaults(scenario: &RawTable) -> Problems {
    let mut problems = Problems::default();
    for section in ["defaults", "classes"] {
        if let Some(entry) = scenario.entry(section) {
            let mut walk = Walk { problems: &mut problems, path: vec![section], notes: Notes::default() };
            let key = root().child(section).expect("the section has a row");
            walk.value(&entry.node, key, entry.place);
        }
    }
    problems
}

struct Walk<'a, 'p> {
    problems: &'p mut Problems,
    path: Vec<&'a str>,
    notes: Notes,
}

impl<'a> Walk<'a, '_> {
    fn name(&self) -> String {
        join(self.path.iter().copied())
    }

    fn below(&self, key: &str) -> String {
        join(self.path.iter().copied().chain([key]))
    }

    /// Whether these are the defaults of all items or streams: they say as much as they want to.
    fn is_in_defaults(&self) -> bool {
        matches!(self.path.as_slice(), ["defaults", _])
    }

    /// Whether it is a part of the defaults to which items and streams add keys of their own.
    fn is_completed_later(&self) -> bool {
        self.is_in_defaults() || self.path.as_slice() == ["defaults", "demand", "arrivals"]
    }

    fn group(&mut self, table: &'a RawTable, key: &KeyNode, at: Place) {
        for entry in table.entries() {
            match key.child(&entry.key) {
                Some(child) => {
                    self.path.push(&entry.key);
                    self.value(&entry.node, child, entry.place);
                    self.path.pop();
                }
                None => self.unknown(entry, key),
            }
        }
        let is_default = self.is_in_defaults();
        for child in key.children.iter().filter(|_| !is_default) {
            let is_missing = child.row.default == Fallback::Required && table.get(child.name).is_none();
            if is_missing && !is_mistyped(table, key, &[child.name]) {
                self.missing(child, at);
            }
        }
        for exclusive in &key.exclusive {
            self.exclusive(table, (key, exclusive), at);
        }
    }

    fn value(&mut self, node: &'a RawNode, key: &KeyNode, at: Place) {
        match (key.row.kind, &node.value) {
            (ValueKind::Later, _) => self
                .problems
                .add(Problem::new(at, format!("`{}` is not available in this version of pushpull", self.name()))),
            (kind, RawValue::Table(table)) if kind.may_be_group() => self.group(table, key, at),
            (ValueKind::Groups, RawValue::List(list)) if list.iter().all(|item| item.table().is_some()) => {
                for (item, table) in list.iter().filter_map(|item| Some((item, item.table()?))) {
                    self.group(table, key, item.place);
                }
            }
            (ValueKind::Named(names), RawValue::Table(table)) => self.named(table, key, names),
            (ValueKind::Setting, _) => own_settings::check_key(&self.entry(node, at), self.problems),
            (ValueKind::Factor(range), _) if number_fits(&node.value, range) => {
                own_settings::check_key(&self.entry(node, at), self.problems);
            }
            (ValueKind::Axis, _) => {
                let entry = self.entry(node, at);
                let is_factor = self.path.len() == 3;
                sweep::check_axis(&if is_factor { sweep::of_factors(&entry) } else { entry }, self.problems);
            }
            // Most laws of large tables are bare numbers: their path is written only where it is told.
            (ValueKind::Law(takes), _) if node.number().is_some_and(|value| laws::is_constant(value, takes)) => {
                self.note_decimals(node);
            }
            (ValueKind::Laws(takes), RawValue::List(list)) => {
                let path = self.name();
                list.iter().for_each(|node| {
                    self.notes.cuts.extend(
                        laws::read(node, takes, &path, self.problems).and_then(|law| Some((path.clone(), law.cut()?))),
                    );
                });
            }
            (ValueKind::Law(_), RawValue::Whole(_) | RawValue::Number(_)) if !self.problems.wants(node.place) => {}
            (ValueKind::Law(LawUse::Moment), RawValue::Text(text) | RawValue::Date(text)) => {
                // By the clock of the scenario, as the date of time 0 is.
                if moment(text).is_none_or(|moment| moment.offset.is_some()) {
                    self.refuse(node, key);
                }
            }
            (ValueKind::Law(takes), _) => {
                let path = self.name();
                if let Some(law) = laws::read(node, takes, &path, self.problems) {
                    let rounding = law.rounding().filter(|_| takes == LawUse::Units);
                    self.notes.quantities.extend(rounding.map(|rounded| (path.clone(), rounded)));
                    self.notes.cuts.extend(law.cut().map(|cut| (path, cut)));
                    self.note_decimals(node);
                }
            }
            _ => match leaf(&node.value, key.row) {
                Ok(()) if matches!(key.row.kind, ValueKind::Time(_)) => self.note_decimals(node),
                Ok(()) if node.number().is_some_and(|value| advice::looks_like_percent(key.row, value)) => {
                    self.notes.percent.push((self.name(), node.number().unwrap_or(0.0)));
                }
                Ok(()) => {}
                Err(()) if self.problems.wants(wrong_element(node, key.row.kind).unwrap_or(node).place) => {
                    self.refuse(node, key);
                }
                Err(()) => {}
            },
        }
    }

    /// What stands at the path.
    fn entry(&self, node: &RawNode, place: Place) -> RawEntry {
        let key = self.path.last().map(|name| (*name).to_string()).unwrap_or_default().into();
        RawEntry { key, place, node: node.clone() }
    }

    /// A tick is 1e-9 time units: what is finer is rounded.
    fn note_decimals(&mut self, node: &RawNode) {
        let digits = node.number().filter(|value| value.fract() != 0.0).map(|value| format!("{value}"));
        let decimals = digits.as_deref().and_then(|digits| digits.split_once('.')).map_or(0, |(_, after)| after.len());
        if decimals > 9 {
            self.notes.rounded.push(self.name());
        }
    }

    fn named(&mut self, table: &'a RawTable, key: &KeyNode, names: NameKind) {
        let child = key.child("*").expect("a table of names has a row for them");
        for entry in table.entries() {
            if names == NameKind::New && !is_name(&entry.key) {
                let message = format!(
                    "`{}` is not a name: a name is text of 1 to {LONGEST_NAME} characters, without control characters",
                    entry.key
                );
                self.problems.at(entry.place, message);
            }
            self.path.push(&entry.key);
            self.value(&entry.node, child, entry.place);
            self.path.pop();
        }
    }

    fn refuse(&mut self, node: &RawNode, key: &KeyNode) {
        let (row, expected) = (key.row, key.row.takes());
        let node = wrong_element(node, row.kind).unwrap_or(node);
        let mut problem =
            Problem::new(node.place, format!("`{}` must be {expected}; {} is not", self.name(), node.value.shown()));
        if let (ValueKind::Word(words) | ValueKind::WordOrGroup(words), Some(text)) = (row.kind, node.text()) {
            problem = problem.nearest(text, words.iter().copied());
        }
        if problem.help.is_none() {
            problem.help = advice::value(&node.value, key);
        }
        self.problems.add(problem);
    }

    fn unknown(&mut self, entry: &RawEntry, key: &KeyNode) {
        let message = format!("unknown key `{}`", self.below(&entry.key));
        let mut problem = Problem::new(entry.place, message).nearest(&entry.key, key.children.iter().map(|c| c.name));
        if problem.help.is_none() {
            let paths = advice::elsewhere(&entry.key, key);
            let written: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
            problem.help = (!paths.is_empty() && paths.len() <= 4)
                .then(|| format!("`{}` stands further down: {}", entry.key, written.join(" or ")));
        }
        if let Some(new) = advice::renamed(&self.below(&entry.key)) {
            problem.help = Some(format!("it is called `{new}` now"));
        }
        // What stands below it would stand below the name.
        let below =
            entry.node.table().filter(|table| table.entries().iter().any(|below| key.child(&below.key).is_some()));
        if let ([.., name], "*", Some(_), None) = (self.path.as_slice(), key.name, below, &problem.help) {
            let whole = quote(&format!("{name}.{}", entry.key));
            let above = join(self.path[..self.path.len() - 1].iter().copied());
            problem.help = Some(format!("a name with a dot stands in quotes: `{above}.{whole}`"));
        }
        if problem.help.is_none() && !key.children.is_empty() {
            let words: Vec<&str> = key.children.iter().map(|child| child.name).collect();
            problem.help = Some(format!("known here: {}", words.join(", ")));
        }
        self.problems.add(problem);
    }

    fn missing(&mut self, child: &KeyNode, at: Place) {
        let required: Vec<&str> = (child.children.iter())
            .filter(|below| below.row.default == Fallback::Required)
            .map(|below| below.name)
            .collect();
        let path = self.below(child.name);
        if required.is_empty() {
            let message = format!("`{path}` is missing: {}", child.row.doc.trim_end_matches('.'));
            self.problems.add(Problem::new(at, message));
        }
        for name in required {
            self.problems.add(Problem::new(at, format!("`{path}.{name}` is missing")));
        }
    }

    fn exclusive(&mut self, table: &RawTable, (key, exclusive): (&KeyNode, &Exclusive), at: Place) {
        let mut given = exclusive.keys.iter().filter_map(|key| table.entry(key));
        match (given.next(), given.next()) {
            (None, _) if exclusive.need == Need::One && !self.is_completed_later() => {
                // One cause is one problem: what stands there in place of these keys is told by itself.
                let is_later = |entry: &RawEntry| key.child(&entry.key).is_some_and(|c| c.row.kind == ValueKind::Later);
                if table.entries().iter().any(is_later) || is_mistyped(table, key, exclusive.keys) {
                    return;
                }
                self.problems.at(at, format!("`{}` needs {}", self.name(), one_of(exclusive.keys)));
            }
            (Some(first), Some(second)) => {
                let message = format!("`{}` and `{}` exclude each other", self.below(&first.key), second.key);
                let mut problem = Problem::new(second.place, message).also(first.place, "the other is here");
                problem.help = (!exclusive.help.is_empty()).then(|| exclusive.help.into());
                self.problems.add(problem);
            }
            _ => {}
        }
    }
}

/// Whether an unknown key of a table was most likely meant for one of these.
fn is_mistyped(table: &RawTable, key: &KeyNode, meant: &[&str]) -> bool {
    let names = || key.children.iter().map(|child| child.name);
    let unknown = table.entries().iter().filter(|entry| key.child(&entry.key).is_none());
    unknown.filter_map(|entry| nearest(&entry.key, names())).any(|name| meant.contains(&name))
}

/// Checks one value that is no table of keys.
fn leaf(value: &RawValue, row: &KeyRow) -> Result<(), ()> {
    let fits = match (row.kind, value) {
        (ValueKind::Text | ValueKind::TextOrGroup | ValueKind::Name(_), RawValue::Text(text)) => {
            !text.chars().any(char::is_control)
        }
        (ValueKind::Label, RawValue::Text(text)) => text.is_empty() || is_name(text),
        (ValueKind::Flag | ValueKind::FlagOrWord(_), RawValue::Flag(_)) => true,
        (ValueKind::FlagOrWord(words), RawValue::Text(text)) => words.contains(&text.as_str()),
        (ValueKind::Number(range) | ValueKind::Time(range) | ValueKind::NumberOrGroup(range), _) => {
            number_fits(value, range)
        }
        (ValueKind::Whole(range) | ValueKind::WholeOrGroup(range), _) => whole_fits(value, range),
        (ValueKind::Word(words) | ValueKind::WordOrGroup(words), RawValue::Text(text)) => {
            words.contains(&text.as_str())
        }
        (
            ValueKind::Numbers(range) | ValueKind::Times(range) | ValueKind::NumbersOrGroup(range),
            RawValue::List(list),
        ) => list.len() <= LONGEST_LIST && list.iter().all(|item| number_fits(&item.value, range)),
        (ValueKind::Series(range), RawValue::List(list)) => list.iter().all(|item| number_fits(&item.value, range)),
        (ValueKind::Weights(range), RawValue::List(list)) => list.iter().all(|row| row_fits(row, range)),
        (ValueKind::Date, RawValue::Text(text) | RawValue::Date(text)) => {
            moment(text).is_some_and(|moment| moment.offset.is_none() && moment.seconds.fract() == 0.0)
        }
        (ValueKind::Moment(range), RawValue::Whole(_) | RawValue::Number(_)) => number_fits(value, range),
        (ValueKind::Moment(_), RawValue::Text(text) | RawValue::Date(text)) => moment(text).is_some(),
        (ValueKind::Spans(range), RawValue::List(list)) => list.iter().all(|item| is_day_or_span(item, range)),
        // What it says is looked at where the record is read.
        (ValueKind::Wanted, _) => true,
        (ValueKind::Holds | ValueKind::Texts, RawValue::List(list)) => {
            list.iter().all(|item| matches!(item.value, RawValue::Text(_)))
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(()) }
}

/// "`a`, `b` or `c`".
fn one_of(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// Whether a list has numbers of a range.
fn row_fits(row: &RawNode, range: Range) -> bool {
    matches!(row.value, RawValue::List(_)) && row.list().iter().all(|item| number_fits(&item.value, range))
}

/// Whether this is a date, or a list of two dates, date-times or times.
fn is_day_or_span(item: &RawNode, range: Range) -> bool {
    let is_instant = |node: &RawNode| match &node.value {
        RawValue::Text(text) | RawValue::Date(text) => moment(text).is_some_and(|moment| moment.offset.is_none()),
        value => number_fits(value, range),
    };
    match &item.value {
        RawValue::List(ends) => ends.len() == 2 && ends.iter().all(is_instant),
        RawValue::Text(text) | RawValue::Date(text) => moment(text).is_some_and(|moment| moment.is_bare),
        _ => false,
    }
}

/// The first element of a list that does not fit.
fn wrong_element(node: &RawNode, kind: ValueKind) -> Option<&RawNode> {
    let RawValue::List(list) = &node.value else { return None };
    match kind {
        ValueKind::Numbers(range) | ValueKind::Times(range) | ValueKind::NumbersOrGroup(range) => {
            list.iter().find(|item| !number_fits(&item.value, range))
        }
        ValueKind::Series(range) => list.iter().find(|item| !number_fits(&item.value, range)),
        ValueKind::Weights(range) => {
            let row = list.iter().find(|row| !row_fits(row, range))?;
            row.list().iter().find(|item| !number_fits(&item.value, range)).or(Some(row))
        }
        ValueKind::Spans(range) => list.iter().find(|item| !is_day_or_span(item, range)),
        ValueKind::Groups => list.iter().find(|item| item.table().is_none()),
        ValueKind::Holds | ValueKind::Texts => list.iter().find(|item| item.text().is_none()),
        _ => None,
    }
}

fn number_fits(value: &RawValue, range: Range) -> bool {
    match value {
        RawValue::Whole(number) => range.contains(*number as f64),
        RawValue::Number(number) => range.contains(*number),
        _ => false,
    }
}

fn whole_fits(value: &RawValue, range: Range) -> bool {
    match value {
        RawValue::Whole(number) => range.contains(*number as f64),
        RawValue::Number(number) => number.fract() == 0.0 && number.abs() < 9.0e15 && range.contains(*number),
        _ => false,
    }
}
