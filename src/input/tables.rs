//! CSV tables → the same raw tree as the TOML, cell by cell, each with its place.

use super::keys::at;
use super::overrides::{Part, parts, scalar};
use crate::keys::ValueKind;
use crate::reader::{CsvCell, CsvRow, Place, Problem, Problems, RawNode, RawTable, nearest, rows};
use std::collections::BTreeMap;

/// Merges a table of items (`under = "items"`) or demand streams (`under = "demand"`); `None` when its header is
/// wrong and nothing was merged.
pub fn merge_entities(
    tree: &mut RawTable,
    under: &str,
    text: &str,
    source: u32,
    problems: &mut Problems,
) -> Option<()> {
    let (header, rows) = split(text, source, problems)?;
    let columns = entity_columns(&header, under, source, problems)?;
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
                put(entity, column, cell, source, problems);
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

fn entity_columns(header: &CsvRow, under: &str, source: u32, problems: &mut Problems) -> Option<Columns> {
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
        if let Some(first) = seen.insert(&cell.text, place) {
            problems.add(Problem::new(place, format!("two columns `{}`", cell.text)).also(first, "the first is here"));
            continue;
        }
        if Some(at) == name || cell.text.is_empty() {
            continue;
        }
        match parts(&cell.text) {
            Ok(path) => match known(under, &path) {
                Ok(kind) => keys.push(Column { at, path, kind }),
                Err(near) => {
                    let message = format!("unknown column `{}`", cell.text);
                    let mut problem = Problem::new(place, message);
                    problem.help = near.map(|near| format!("did you mean `{near}`?"));
                    problems.add(problem);
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

fn put(entity: &mut RawTable, column: &Column, cell: &CsvCell, source: u32, problems: &mut Problems) {
    let place = cell_place(source, cell);
    let node = match scalar(&cell.text, place, column.kind) {
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

/// Merges the table of bill-of-materials lines; `None` when its header is wrong and nothing was merged.
pub fn merge_parts(tree: &mut RawTable, text: &str, source: u32, problems: &mut Problems) -> Option<()> {
    let (header, rows) = split(text, source, problems)?;
    let columns = part_columns(&header, source, problems)?;
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
        match scalar(&quantity.text, quantity_place, None) {
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
fn part_columns(header: &CsvRow, source: u32, problems: &mut Problems) -> Option<[Option<usize>; 4]> {
    const NAMES: [&str; 4] = ["item", "part", "quantity", "optional"];
    for (at, cell) in header.cells.iter().enumerate() {
        let place = cell_place(source, cell);
        if !NAMES.contains(&&*cell.text) {
            problems.add(Problem::new(place, format!("unknown column `{}`", cell.text)).nearest(&cell.text, NAMES));
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
fn split<'a>(text: &'a str, source: u32, problems: &mut Problems) -> Option<(CsvRow<'a>, Vec<CsvRow<'a>>)> {
    let rows = match rows(text) {
        Ok(rows) => rows,
        Err(open) => {
            let place = Place { source, start: open as u32, end: open as u32 + 1 };
            problems.at(place, "a quote that is never closed");
            return None;
        }
    };
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else {
        problems.at(Place { source, start: 0, end: 0 }, "the table is empty: its first row names the columns");
        return None;
    };
    if let [only] = header.cells.as_slice()
        && let Some(sign) = [(';', "`;`"), ('\t', "tabs")].into_iter().find(|(sign, _)| only.text.contains(*sign))
    {
        let problem =
            Problem::new(cell_place(source, only), format!("the columns are separated by {}, not by `,`", sign.1));
        problems.add(problem.help("save the table as CSV with commas and decimal points"));
        return None;
    }
    Some((header, rows.filter(|row| !row.is_blank()).collect()))
}

fn too_wide(row: &CsvRow, columns: usize, source: u32, problems: &mut Problems) {
    if let Some(cell) = row.cells.iter().skip(columns).find(|cell| !cell.text.is_empty()) {
        problems.at(cell_place(source, cell), format!("the row has more cells than the {columns} columns"));
    }
}

fn cell_place(source: u32, cell: &CsvCell) -> Place {
    Place { source, start: cell.span.start as u32, end: cell.span.end as u32 }
}
