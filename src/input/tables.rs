//! CSV tables → the same raw tree as the TOML, cell by cell, each with its place.

use super::key_path::{Part, parts};
use super::keys::at;
use super::overrides::scalar;
use super::table_text::{DecimalSign, NumbersSeen, has_numbers};
use crate::keys::ValueKind;
use crate::reader::{
    CsvCell, CsvRow, CsvRows, Place, Problem, Problems, RawKey, RawNode, RawTable, RawValue, nearest, rows,
};
use std::collections::{BTreeMap, BTreeSet};

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
    let sign = decimal_sign(&rows, &numbers, table, SAY_SIGN, problems)?;
    // Rows of entities that stood in the scenario before; another one's own place says that it has a row.
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for row in rows.iter() {
        let Some(name) = row.cells.get(columns.name).filter(|cell| !cell.text.is_empty()) else {
            problems.at(cell_place(source, &row.cells[0]), "the row has no name");
            continue;
        };
        let place = cell_place(source, name);
        let all = tree.table_at(under, place);
        let first = match all.as_ref().and_then(|all| all.entry(&name.text)).map(|entry| entry.place) {
            None => None,
            Some(there) if there.source == source => Some(there),
            Some(_) => seen.insert(name.text.to_string(), place),
        };
        if let Some(first) = first {
            let problem = Problem::new(place, format!("`{}` has two rows", name.text));
            problems.add(problem.also(first, "the first is here"));
            continue;
        }
        let new = || (name.text.to_string().into(), RawTable::with_room(columns.own_keys));
        let Some(entity) = all.and_then(|all| all.table_or_new(&name.text, place, new)) else {
            problems.at(place, format!("`{under}.{}` is no table in the scenario", name.text));
            continue;
        };
        for column in &columns.keys {
            if let Some(cell) = row.cells.get(column.at).filter(|cell| !cell.text.is_empty()) {
                put(entity, column, (cell, sign), source, problems);
            }
        }
        too_wide(&row, header.cells.len(), source, problems);
    }
    Some(())
}

/// Decimal signs that are open in a table.
const SAY_SIGN: &str = "say it: `tables.decimal = \",\"` or `\".\"`";

/// One column of keys.
struct Column {
    at: usize,
    path: Vec<RawKey>,
    kind: Option<ValueKind>,
}

struct Columns {
    name: usize,
    keys: Vec<Column>,
    /// Keys right below the entity.
    own_keys: usize,
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
                Ok((path, kind)) => keys.push(Column { at, path, kind }),
                Err(near) => {
                    let message = format!("unknown column `{}`", cell.text);
                    let help = near.map_or_else(|| own(&cell.text), |near| format!("did you mean `{near}`?"));
                    problems.add(Problem::new(place, message).help(help));
                }
            },
            Err(message) => problems.at(place, message),
        }
    }
    let own_keys: BTreeSet<&str> = keys.iter().map(|column| &*column.path[0]).collect();
    let own_keys = own_keys.len();
    name.map(|name| Columns { name, keys, own_keys })
}

/// The path of a column's key as the table of keys has it, and what it takes (`None` inside a law); or the nearest known key.
fn known(under: &str, path: &[Part]) -> Result<(Vec<RawKey>, Option<ValueKind>), Option<String>> {
    let mut node = at([under, "*"]).expect("the table has rows for entities");
    let mut known: Vec<RawKey> = Vec::new();
    for (depth, part) in path.iter().enumerate() {
        if matches!(node.row.kind, ValueKind::Law(_)) {
            known.extend(path[depth..].iter().map(|part| part.key.clone().into()));
            return Ok((known, None));
        }
        let Some(child) = node.child(&part.key) else {
            let near = nearest(&part.key, node.children.iter().map(|child| child.name));
            let before: Vec<&str> = path[..depth].iter().map(|part| part.key.as_str()).collect();
            return Err(near.map(|near| [before.as_slice(), &[near]].concat().join(".")));
        };
        node = child;
        known.push(if node.name == "*" { part.key.clone().into() } else { node.name.into() });
    }
    Ok((known, Some(node.row.kind)))
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
        let there = table.entry(part).map(|entry| entry.node.place);
        match table.table_or_new(part, place, || (part.clone(), RawTable::default())) {
            Some(below) => table = below,
            None => return clash(place, there.unwrap_or(place), part, problems),
        }
    }
    match table.entry(last) {
        Some(there) => clash(place, there.node.place, last, problems),
        None => {
            table.put(last.clone(), place, node);
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

/// The decimal sign of a table; a problem with this help where its cells leave it open.
pub fn decimal_sign(
    rows: &TableRows,
    columns: &[usize],
    table: TableText,
    help: &str,
    problems: &mut Problems,
) -> Option<DecimalSign> {
    if table.decimal.is_some() {
        return table.decimal;
    }
    let seen = NumbersSeen::of(rows.iter(), columns);
    let sign = seen.sign(table.separator);
    if sign.is_none() {
        let cell =
            |(row, column): (usize, usize)| rows.iter().nth(row).and_then(|row| row.cells.into_iter().nth(column));
        let cells: Vec<CsvCell> = seen.doubtful().into_iter().flatten().filter_map(cell).collect();
        let places: Vec<(Place, &str)> =
            cells.iter().map(|cell| (cell_place(table.source, cell), &*cell.text)).collect();
        let words: Vec<String> = places.iter().map(|(_, text)| format!("`{text}`")).collect();
        let message = format!(
            "{} leave{} open what the decimal sign is",
            words.join(" and "),
            if words.len() == 1 { "s" } else { "" }
        );
        let problem = Problem::new(places[0].0, message).help(help);
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
    let sign = decimal_sign(&rows, &[columns[2]?], table, SAY_SIGN, problems)?;
    for row in rows.iter() {
        let [item, part, quantity] =
            [0, 1, 2].map(|place| row.cells.get(columns[place]?).filter(|c| !c.text.is_empty()));
        let (Some(item), Some(part), Some(quantity)) = (item, part, quantity) else {
            problems.at(cell_place(source, &row.cells[0]), "a part line needs `item`, `part` and `quantity`");
            continue;
        };
        let Ok(list) = line_list(&row, columns[3], source, problems) else { continue };
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
        too_wide(&row, header.cells.len(), source, problems);
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
    problems.add(problem.nearest(name, near.iter().map(|entry| &*entry.key)));
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

/// The rows of a table below its header, without those that say nothing. They are split anew each time: kept, they would take
/// more memory than what they say.
pub struct TableRows<'a> {
    rows: CsvRows<'a>,
}

impl<'a> TableRows<'a> {
    /// From the first.
    pub fn iter(&self) -> impl Iterator<Item = CsvRow<'a>> {
        self.rows.clone().filter_map(Result::ok).filter(|row| !row.is_blank())
    }
}

/// Header and rows.
pub fn split<'a>(table: TableText<'a>, problems: &mut Problems) -> Option<(CsvRow<'a>, TableRows<'a>)> {
    let TableText { text, source, separator, .. } = table;
    if let Some(open) = rows(text, separator).find_map(Result::err) {
        let place = Place { source, start: open as u32, end: open as u32 + 1 };
        problems.at(place, "a quote that is never closed");
        return None;
    }
    let mut below = rows(text, separator);
    let Some(header) = below.by_ref().filter_map(Result::ok).find(|row| !row.is_blank()) else {
        problems.at(Place { source, start: 0, end: 0 }, "the table is empty: its first row names the columns");
        return None;
    };
    Some((header, TableRows { rows: below }))
}

fn too_wide(row: &CsvRow, columns: usize, source: u32, problems: &mut Problems) {
    if let Some(cell) = row.cells.iter().skip(columns).find(|cell| !cell.text.is_empty()) {
        problems.at(cell_place(source, cell), format!("the row has more cells than the {columns} columns"));
    }
}

/// Where a cell stands.
pub fn cell_place(source: u32, cell: &CsvCell) -> Place {
    Place { source, start: cell.span.start as u32, end: cell.span.end as u32 }
}
