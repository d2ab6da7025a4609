//! `{ empirical = { file, … } }`: the values of a record in the place of the file, so that all that follows has numbers, and the
//! resolved scenario stands for itself.

use super::data::{DataFile, Filter, MeasuredColumn, Record, measured};
use super::origin::TableFiles;
use super::rejected_kind::RejectedKind;
use super::table_file::{self, HowWritten};
use super::table_text::DecimalSign;
use crate::laws::BetweenValues;
use crate::model::TimeUnit;
use crate::reader::{Place, Problem, Problems, RawNode, RawTable, RawValue, Sources, join, nearest};
use std::collections::BTreeMap;

/// Name of the law.
pub const TAG: &str = "empirical";
/// Keys of a record.
pub const KEYS: [&str; 8] = ["file", "column", "from", "to", "where", "kind", "separator", "decimal"];

/// Takes the records of a scenario in, each once.
#[derive(Debug, Default)]
pub struct Records {
    /// By the place of the law, which stands for all items that a pattern or the defaults give it to.
    known: BTreeMap<Place, RawNode>,
    /// Files with rows that were left out for an empty cell, in words.
    pub left_out: Vec<String>,
}

/// What taking a record in needs.
pub struct Needs<'a> {
    /// Files that are there.
    pub files: &'a mut TableFiles,
    /// Texts with their places.
    pub sources: &'a mut Sources,
    /// What is wrong.
    pub problems: &'a mut Problems,
    /// Whose fault it is.
    pub kind: &'a mut RejectedKind,
}

impl Records {
    /// Puts values in the place of every record that a tree names.
    pub fn take(&mut self, tree: &mut RawTable, needs: &mut Needs<'_>) {
        let unit = tree.get("time_unit").and_then(RawNode::text).unwrap_or("day");
        let unit = TimeUnit::ALL.into_iter().find(|(word, _)| *word == unit).map_or(TimeUnit::Day, |(_, unit)| unit);
        self.walk(tree, &mut Vec::new(), unit, needs);
    }

    fn walk(&mut self, table: &mut RawTable, path: &mut Vec<String>, unit: TimeUnit, needs: &mut Needs<'_>) {
        for (key, node) in table.nodes_mut() {
            path.push(key.to_string());
            match &mut node.value {
                RawValue::Table(record) if key == TAG && !is_taken(record) => {
                    let place = node.place;
                    if !self.known.contains_key(&place) {
                        let values = self.record(record, (path, place), unit, needs);
                        // One that is wrong is told; what stands in its place causes no further complaint.
                        self.known.insert(place, values.unwrap_or_else(|| listed(&[1.0], "steps", place)));
                    }
                    *node = self.known[&place].clone();
                }
                RawValue::Table(below) => self.walk(below, path, unit, needs),
                RawValue::List(list) => {
                    for item in list {
                        if let RawValue::Table(below) = &mut item.value {
                            self.walk(below, path, unit, needs);
                        }
                    }
                }
                _ => {}
            }
            path.pop();
        }
    }

    /// The values of one record.
    fn record(
        &mut self,
        given: &RawTable,
        (path, place): (&[String], Place),
        unit: TimeUnit,
        needs: &mut Needs<'_>,
    ) -> Option<RawNode> {
        let Said { file, what, kind, reading, filters } = said(given, (path, place), needs.problems)?;
        if matches!(what, MeasuredColumn::Between { .. }) && matches!(unit, TimeUnit::Month | TimeUnit::Year) {
            needs.problems.at(place, "times between dates need a `time_unit` from second to week");
            return None;
        }
        let (file, at) = file;
        let taken = match table_file::open(needs.files, needs.sources, (file, Some(at)), reading) {
            Ok(taken) => taken,
            Err((problem, kind)) => {
                *needs.kind = kind;
                needs.problems.add(problem);
                return None;
            }
        };
        let file = DataFile { name: file, place: Some(at), table: taken.table() };
        let mut record = Record::new(file, filters, needs.problems)?;
        let values = measured(&mut record, &what, unit, needs.problems)?;
        if values.empty > 0 {
            self.left_out.push(format!("{} of `{}`", values.empty, file.name));
        }
        let values: Vec<f64> = values.values.into_iter().map(|(value, _)| value).collect();
        Some(listed(&values, kind, place))
    }
}

/// Whether values stand in the place of the file already.
fn is_taken(record: &RawTable) -> bool {
    ["values", "counts"].iter().any(|key| record.get(key).is_some())
}

/// What a record says of itself.
struct Said<'a> {
    file: (&'a str, Place),
    what: MeasuredColumn,
    kind: &'static str,
    reading: HowWritten,
    filters: Vec<Filter>,
}

/// Reads the keys of a record; `None` when something is wrong with them.
fn said<'a>(given: &'a RawTable, (path, place): (&[String], Place), problems: &mut Problems) -> Option<Said<'a>> {
    let before = problems.len();
    for entry in given.entries().iter().filter(|entry| !KEYS.contains(&&*entry.key)) {
        let problem = Problem::new(entry.place, format!("`{}` is no key of a record", entry.key));
        let near = nearest(&entry.key, KEYS);
        let help =
            near.map_or_else(|| format!("known here: {}", KEYS.join(", ")), |near| format!("did you mean `{near}`?"));
        problems.add(problem.help(help));
    }
    let file = text(given, "file", &[], problems);
    let [column, from, to] = ["column", "from", "to"].map(|key| text(given, key, &[], problems).map(|(text, _)| text));
    let kind = text(given, "kind", BetweenValues::WORDS, problems);
    let separator = text(given, "separator", &[",", ";", "\t", "tab", "|"], problems);
    let decimal = text(given, "decimal", &[".", ","], problems);
    let what = match (column, from, to) {
        (Some(column), None, None) => Some(MeasuredColumn::Column(column.into())),
        (None, Some(from), Some(to)) => Some(MeasuredColumn::Between { from: from.into(), to: to.into() }),
        _ => None,
    };
    if problems.len() == before && (file.is_none() || what.is_none()) {
        let name = join(path.iter().map(String::as_str));
        let message = format!("`{name}` needs `file`, and either `column` or both `from` and `to`");
        let problem = Problem::new(place, message);
        problems.add(problem.help("for example `{ empirical = { file = \"receipts.csv\", column = \"days\" } }`"));
    }
    let mut filters = Vec::new();
    match given.entry("where").map(|entry| (&entry.node.value, entry.node.place)) {
        Some((RawValue::Table(table), _)) => {
            let all = table.entries().iter();
            filters.extend(all.filter_map(|entry| Filter::of(&entry.key, entry.place, &entry.node, problems)));
        }
        Some((_, at)) => problems.at(at, "`where` takes a table: `{ region = \"EU\" }`"),
        None => {}
    }
    if problems.len() > before {
        return None;
    }
    let kind = BetweenValues::WORDS.iter().find(|word| kind.is_some_and(|(kind, _)| kind == **word));
    let reading = HowWritten {
        separator: separator.and_then(|(word, _)| if word == "tab" { Some(b'\t') } else { word.bytes().next() }),
        decimal: decimal.map(|(word, _)| if word == "," { DecimalSign::Comma } else { DecimalSign::Point }),
    };
    Some(Said { file: file?, what: what?, kind: kind.unwrap_or(&BetweenValues::WORDS[0]), reading, filters })
}

/// A text, one of some words where there are any.
fn text<'a>(given: &'a RawTable, key: &str, words: &[&str], problems: &mut Problems) -> Option<(&'a str, Place)> {
    let node = given.get(key)?;
    match node.text() {
        Some(text) if words.is_empty() || words.contains(&text) => Some((text, node.place)),
        _ => {
            let takes = if words.is_empty() { "text".into() } else { format!("one of {}", words.join(" ")) };
            problems.at(node.place, format!("`{key}` must be {takes}; {} is not", node.value.shown()));
            None
        }
    }
}

/// The values of a record as its law takes them: sorted, each once, with how often it is there.
fn listed(values: &[f64], kind: &str, place: Place) -> RawNode {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let node = |value| RawNode { place, value };
    let groups = || sorted.chunk_by(|left, right| left == right);
    let list = |one: &dyn Fn(&[f64]) -> f64| {
        node(RawValue::List(groups().map(|alike| node(RawValue::Number(one(alike)))).collect()))
    };
    let mut table = RawTable::with_room(3);
    table.put("values", place, list(&|alike| alike[0]));
    table.put("counts", place, list(&|alike| alike.len() as f64));
    table.put("kind", place, node(RawValue::Text(kind.into())));
    node(RawValue::Table(table))
}
