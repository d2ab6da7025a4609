//! Rows as JSON: an array of objects, one per line, keys in column order; a missing value is `null`.

use super::columns::{Cell, CellType, Row};
use serde_json::{Map, Value};
use std::io;

/// Writes the table.
pub(super) fn write<R: Row>(rows: &[R], mut out: impl io::Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (place, row) in rows.iter().enumerate() {
        out.write_all(if place == 0 { b"\n{" } else { b",\n{" })?;
        for (at, (column, cell)) in R::COLUMNS.iter().zip(row.cells()).enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}\"{}\":", column.name)?;
            match cell {
                Cell::Text(text) => serde_json::to_writer(&mut out, text)?,
                // A sum may be nothing with a minus: a reader sees 0.
                Cell::Number(Some(0.0)) => out.write_all(b"0.0")?,
                Cell::Number(number) => serde_json::to_writer(&mut out, &number)?,
                Cell::Count(count) => serde_json::to_writer(&mut out, &count)?,
            }
        }
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]\n")
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// In words, with row and column.
pub(super) fn read<R: Row>(input: impl io::Read) -> Result<Vec<R>, String> {
    let objects: Vec<Map<String, Value>> = serde_json::from_reader(input).map_err(|error| error.to_string())?;
    let row = |(place, object): (usize, &Map<String, Value>)| {
        row_of(object).map_err(|(column, why)| format!("row {}, {column}: {why}", place + 1))
    };
    objects.iter().enumerate().map(row).collect()
}

fn row_of<R: Row>(object: &Map<String, Value>) -> Result<R, (&'static str, String)> {
    let cell = |column: &super::columns::TableColumn| {
        let value = object.get(column.name).ok_or((column.name, "missing".to_string()))?;
        let wrong = || (column.name, format!("unexpected {value}"));
        match column.cell {
            CellType::Text => value.as_str().map(Cell::Text).ok_or_else(wrong),
            CellType::Count => value.as_u64().map(Cell::Count).ok_or_else(wrong),
            CellType::Number | CellType::OptionalNumber if value.is_null() => Ok(Cell::Number(None)),
            CellType::Number | CellType::OptionalNumber => {
                value.as_f64().map(|number| Cell::Number(Some(number))).ok_or_else(wrong)
            }
        }
    };
    let cells = R::COLUMNS.iter().map(cell).collect::<Result<Vec<_>, _>>()?;
    R::from_cells(&cells)
}
