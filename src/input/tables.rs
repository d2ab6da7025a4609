//! CSV tables → the same raw tree as the TOML, cell by cell, each with its place.

use super::key_path::{Part, parts};
use super::keys::at;
use super::overrides::scalar;
use super::table_text::{DecimalSign, NumbersSeen, has_numbers};
use crate::keys::ValueKind;
use crate::reader::{CsvCell, CsvRow, Place, Problem, Problems, RawNode, RawTable, RawValue, nearest, rows};
use std::collections::BTreeMap;

/// One table as text.
#[derive(Clone, Copy)]
pub struct TableText<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it stands among the sources.
    pub source: u32,
    /// What stands between its cells.
    pub separator: u8,
    /// Of its numbers, where it is known before they are looked at.
    pub decimal: Option<DecimalSign>,
}

/// What `[tables]` says of all tables.
#[derive(Clone, Debug, Default)]
pub struct TableOptions {
    /// Between cells; else as the header of each table shows.
    pub separator: Option<u8>,
    /// Of numbers; else as the cells of each table show.
    pub decimal: Option<DecimalSign>,
    /// Headings of columns that say nothing to us, each with its place and whether a table has it.
    ignored: Vec<(String, Place, bool)>,
}

impl TableOptions {
    /// What the section says; what is wrong in it is said by the check of all keys.
    pub fn of(section: &RawTable) -> TableOptions {
        let text = |key: &str| section.get(key).and_then(RawNode::text);
        let ignored = match section.get("ignore").map(|node| &node.value) {
            Some(RawValue::List(list)) => {
                list.iter().filter_map(|it| Some((it.text()?.into(), it.place, false))).collect()
            }
            _ => Vec::new(),
        };
        TableOptions {
            separator: text("separator").and_then(|word| match word {
                "tab" => Some(b'\t'),
                word => word.bytes().next(),
            }),
            decimal: text("decimal").map(|word| if word == "," { DecimalSign::Comma } else { DecimalSign::Point }),
            ignored,
        }
    }

    /// Whether a column is one of the user's own.
    fn ignores(&mut self, heading: &str) -> bool {
        let mut found = heading.starts_with('#');
        for (_, _, seen) in self.ignored.iter_mut().filter(|(name, ..)| name == heading) {
            (*seen, found) = (true, true);
        }
        found
    }

    /// Tells which of the columns to be ignored no table has.
    pub fn tell_unseen(&self, problems: &mut Problems) {
        for (name, place, _) in self.ignored.iter().filter(|(.., seen)| !seen) {
            problems.at(*place, format!("no table has a column `{name}`"));
        }
    }
}

/// Merges a table of items (`under = "items"`) or demand streams (`under = "demand"`); `None` when its header or its decimal
/// sign is wrong and nothing was merged.
pub fn merge_entities(
    tree: &mut RawTable,
    under: &str,
    table: TableText,
    options: &mut TableOptions,
    problems: &mut Problems,
) -> Option<()> {
    let source = table.source;
    let (header, rows) = split(table, problems)?;
    let columns = entity_columns(&header, (under, source), options, problems)?;
    let numbers: Vec<usize> = columns.keys.iter().filter(|it| has_numbers(it.kind)).map(|it| it.at).collect();
    let sign = decimal(&rows, &numbers, table, options, problems)?;
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for row in &rows {
        let Some(name) = row.cells.get(columns.name).filter(|cell| !cell.text.is_empty()) else {
            problems.at(cell_place(source, &row.cells[0]), "the row has no name");
            continue;
        };
        let place = cell_place(source, name);
        if let Some(first) = seen.insert(&name.text, place) {
            let problem = Problem::new(place, format!("`{}` has two rows", name.text));
            problems.add(problem.also(first, "the first is here"));
            continue;
        }
        let Some(entity) = tree.table_at(under, place).and_then(|all| all.table_at(&name.text, place)) else {
            problems.at(place, format!("`{under}.{}` is no table in the scenario", name.text));
            continue;
        };
        for column in &columns.keys {
            if let Some(cell) = row.cells.get(column.at).filter(|cell| !cell.text.is_empty()) {
                put(entity, column, (cell, sign), source, problems);
            }
        }
        too_wide(row, header.cells.len(), source, problems);
    }
    Some(())
}

/// One column of keys.
struct Column {
    at: usize,
    path: Vec<Part>,
    kind: Option<ValueKind>,
}

struct Columns {
    name: usize,
    keys: Vec<Column>,
}

fn entity_columns(
    header: &CsvRow,
    (under, source): (&str, u32),
    options: &mut TableOptions,
    problems: &mut Problems,
) -> Option<Columns> {
    let name = header.cells.iter().position(|cell| cell.text == "name");
    if name.is_none() {
        let near = header.cells.iter().find(|cell| nearest(&cell.text, ["name"]).is_some());
        let problem =
            Problem::new(cell_place(source, near.unwrap_or(&header.cells[0])), "the table has no column `name`");
        problems.add(match near {
            Some(_) => problem.help("its heading is `name`, in small letters"),
            None => problem,
        });
        return None;
    }
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    let mut keys = Vec::new();
    for (at, cell) in header.cells.iter().enumerate() {
        let place = cell_place(source, cell);
        if cell.text.is_empty() || options.ignores(&cell.text) {
            continue;
        }
        if let Some(first) = seen.insert(&cell.text, place) {
            problems.add(Problem::new(place, format!("two columns `{}`", cell.text)).also(first, "the first is here"));
            continue;
        }
        if Some(at) == name {
            continue;
        }
        match parts(&cell.text) {
            Ok(path) => match known(under, &path) {
                Ok(kind) => keys.push(Column { at, path, kind }),
                Err(near) => {
                    let message = format!("unknown column `{}`", cell.text);
                    let help = near.map_or_else(|| own(&cell.text), |near| format!("did you mean `{near}`?"));
                    problems.add(Problem::new(place, message).help(help));
                }
            },
            Err(message) => problems.at(place, message),
        }
    }
    name.map(|name| Columns { name, keys })
}

/// What a column's key takes (`None` inside a law), or the nearest known key.
fn known(under: &str, path: &[Part]) -> Result<Option<ValueKind>, Option<String>> {
    let mut node = at([under, "*"]).expect("the table has rows for entities");
    for (depth, part) in path.iter().enumerate() {
        if matches!(node.row.kind, ValueKind::Law(_)) {
            return Ok(None);
        }
        let Some(child) = node.child(&part.key) else {
            let near = nearest(&part.key, node.children.iter().map(|child| child.name));
            let before: Vec<&str> = path[..depth].iter().map(|part| part.key.as_str()).collect();
            return Err(near.map(|near| [before.as_slice(), &[near]].concat().join(".")));
        };
        node = child;
    }
    Ok(Some(node.row.kind))
}

/// How a column of one's own is told from a slip.
fn own(heading: &str) -> String {
    format!("a column of your own begins with `#`, or stands in `tables.ignore = [{}]`", crate::reader::quote(heading))
}

fn put(
    entity: &mut RawTable,
    column: &Column,
    (cell, sign): (&CsvCell, DecimalSign),
    source: u32,
    problems: &mut Problems,
) {
    let place = cell_place(source, cell);
    let Some(text) =
        (if has_numbers(column.kind) { number(cell, sign, place, problems) } else { Some(cell.text.as_ref().into()) })
    else {
        return;
    };
    let node = match scalar(&text, place, column.kind) {
        Ok(mut node) => {
            node.place = place;
            node
        }
        Err(message) => return problems.at(place, message),
    };
    let (last, groups) = column.path.split_last().expect("a key has at least one part");
    let mut table = entity;
    for part in groups {
        let there = table.entry(&part.key).map(|entry| entry.node.place);
        match table.table_at(&part.key, place) {
            Some(below) => table = below,
            None => return clash(place, there.unwrap_or(place), &part.key, problems),
        }
    }
    match table.entry(&last.key) {
        Some(there) => clash(place, there.node.place, &last.key, problems),
        None => {
            table.put(last.key.clone(), place, node);
        }
    }
}

fn clash(place: Place, there: Place, key: &str, problems: &mut Problems) {
    problems.add(Problem::new(place, format!("`{key}` is given twice")).also(there, "the other is here"));
}

/// The number of a cell; a problem where its sign is not that of the table.
fn number<'c>(
    cell: &'c CsvCell,
    sign: DecimalSign,
    place: Place,
    problems: &mut Problems,
) -> Option<std::borrow::Cow<'c, str>> {
    let number = sign.number(&cell.text);
    if number.is_none() {
        let message = format!("`{}` has another decimal sign than its table, `{}`", cell.text, sign.word());
        problems.add(Problem::new(place, message).help("a number has no signs between thousands"));
    }
    number
}

/// The decimal sign of a table; a problem where its cells leave it open.
fn decimal(
    rows: &[CsvRow],
    columns: &[usize],
    table: TableText,
    options: &TableOptions,
    problems: &mut Problems,
) -> Option<DecimalSign> {
    if let Some(sign) = table.decimal.or(options.decimal) {
        return Some(sign);
    }
    let seen = NumbersSeen::of(rows.iter(), columns);
    let sign = seen.sign(table.separator);
    if sign.is_none() {
        let cells = seen.doubtful().into_iter().flatten().map(|(row, column)| &rows[row].cells[column]);
        let places: Vec<(Place, &str)> = cells.map(|cell| (cell_place(table.source, cell), &*cell.text)).collect();
        let words: Vec<String> = places.iter().map(|(_, text)| format!("`{text}`")).collect();
        let message = format!(
            "{} leave{} open what the decimal sign is",
            words.join(" and "),
            if words.len() == 1 { "s" } else { "" }
        );
        let problem = Problem::new(places[0].0, message).help("say it: `tables.decimal = \",\"` or `\".\"`");
        problems.add(places[1..].iter().fold(problem, |problem, (place, _)| problem.also(*place, "the other is here")));
    }
    sign
}

/// Merges the table of bill-of-materials lines; `None` when its header or decimal sign is wrong and nothing was merged.
pub fn merge_parts(
    tree: &mut RawTable,
    table: TableText,
    options: &mut TableOptions,
    problems: &mut Problems,
) -> Option<()> {
    let source = table.source;
    let (header, rows) = split(table, problems)?;
    let columns = part_columns(&header, source, options, problems)?;
    let sign = decimal(&rows, &[columns[2]?], table, options, problems)?;
    for row in &rows {
        let [item, part, quantity] =
            [0, 1, 2].map(|place| row.cells.get(columns[place]?).filter(|c| !c.text.is_empty()));
        let (Some(item), Some(part), Some(quantity)) = (item, part, quantity) else {
            problems.at(cell_place(source, &row.cells[0]), "a part line needs `item`, `part` and `quantity`");
            continue;
        };
        let Ok(list) = line_list(row, columns[3], source, problems) else { continue };
        let (item_place, place) = (cell_place(source, item), cell_place(source, part));
        let items = tree.table_at("items", item_place);
        let Some(entity) = items
            .filter(|items| items.get(&item.text).is_some())
            .and_then(|items| items.table_at(&item.text, item_place))
        else {
            unknown_item(tree, &item.text, item_place, problems);
            continue;
        };
        let Some(lines) = entity.table_at("make", item_place).and_then(|make| make.table_at(list, item_place)) else {
            problems.at(item_place, format!("`items.{}.make.{list}` is no table in the scenario", item.text));
            continue;
        };
        if let Some(there) = lines.entry(&part.text) {
            clash(place, there.place, &part.text, problems);
            continue;
        }
        let quantity_place = cell_place(source, quantity);
        let Some(units) = number(quantity, sign, quantity_place, problems) else { continue };
        match scalar(&units, quantity_place, None) {
            Ok(node) => {
                lines.put(part.text.to_string(), place, RawNode { place: quantity_place, ..node });
            }
            Err(message) => problems.at(quantity_place, message),
        }
        too_wide(row, header.cells.len(), source, problems);
    }
    Some(())
}

/// Which of `make`'s lists a line belongs to.
fn line_list(row: &CsvRow, column: Option<usize>, source: u32, problems: &mut Problems) -> Result<&'static str, ()> {
    match column.and_then(|column| row.cells.get(column)) {
        Some(cell) if &*cell.text == "true" => Ok("optional"),
        Some(cell) if !matches!(&*cell.text, "" | "false") => {
            let message = format!("`optional` must be true or false; {} is not", cell.text);
            problems.at(cell_place(source, cell), message);
            Err(())
        }
        _ => Ok("parts"),
    }
}

fn unknown_item(tree: &RawTable, name: &str, place: Place, problems: &mut Problems) {
    let names = tree.get("items").and_then(RawNode::table).map(|items| items.entries()).unwrap_or_default();
    let problem = Problem::new(place, format!("unknown item `{name}`"));
    // The nearest of thousands for thousands of rows would take long.
    let near = if problems.len() < 100 { names } else { &[] };
    problems.add(problem.nearest(name, near.iter().map(|entry| entry.key.as_str())));
}

/// Places of `item`, `part`, `quantity`, `optional`.
fn part_columns(
    header: &CsvRow,
    source: u32,
    options: &mut TableOptions,
    problems: &mut Problems,
) -> Option<[Option<usize>; 4]> {
    const NAMES: [&str; 4] = ["item", "part", "quantity", "optional"];
    for (at, cell) in header.cells.iter().enumerate() {
        let place = cell_place(source, cell);
        if cell.text.is_empty() || options.ignores(&cell.text) {
            continue;
        }
        if !NAMES.contains(&&*cell.text) {
            let problem = Problem::new(place, format!("unknown column `{}`", cell.text)).nearest(&cell.text, NAMES);
            problems.add(if problem.help.is_none() { problem.help(own(&cell.text)) } else { problem });
        } else if header.cells[..at].iter().any(|other| other.text == cell.text) {
            problems.at(place, format!("two columns `{}`", cell.text));
        }
    }
    let columns = NAMES.map(|name| header.cells.iter().position(|cell| cell.text == name));
    for (name, _) in NAMES[..3].iter().zip(columns).filter(|(_, column)| column.is_none()) {
        problems.at(cell_place(source, &header.cells[0]), format!("the table has no column `{name}`"));
    }
    columns[..3].iter().all(Option::is_some).then_some(columns)
}

/// Header and rows with something in them.
fn split<'a>(table: TableText<'a>, problems: &mut Problems) -> Option<(CsvRow<'a>, Vec<CsvRow<'a>>)> {
    let TableText { text, source, separator, .. } = table;
    let mut said: Vec<CsvRow> = Vec::new();
    for row in rows(text, separator) {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) => said.push(row),
            Err(open) => {
                let place = Place { source, start: open as u32, end: open as u32 + 1 };
                problems.at(place, "a quote that is never closed");
                return None;
            }
        }
    }
    let mut said = said.into_iter();
    let Some(header) = said.next() else {
        problems.at(Place { source, start: 0, end: 0 }, "the table is empty: its first row names the columns");
        return None;
    };
    Some((header, said.collect()))
}

fn too_wide(row: &CsvRow, columns: usize, source: u32, problems: &mut Problems) {
    if let Some(cell) = row.cells.iter().skip(columns).find(|cell| !cell.text.is_empty()) {
        problems.at(cell_place(source, cell), format!("the row has more cells than the {columns} columns"));
    }
}

fn cell_place(source: u32, cell: &CsvCell) -> Place {
    Place { source, start: cell.span.start as u32, end: cell.span.end as u32 }
}
