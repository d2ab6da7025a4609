//! Rows as a spreadsheet: one sheet, its first row the names of the columns.

use super::columns::{Cell, Row};
use calamine::{Data, DataType as _, Reader as _, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io::{self, Read, Seek};

/// Rows of a sheet, the heading included.
const MOST_ROWS: usize = 1 << 20;

/// Writes the table.
pub(super) fn write<R: Row>(rows: &[R], mut out: impl io::Write) -> io::Result<()> {
    if rows.len() >= MOST_ROWS {
        return Err(io::Error::other(format!("{} rows are more than a sheet takes; write them as CSV", rows.len())));
    }
    let bytes = workbook(rows).and_then(|mut book| book.save_to_buffer()).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook<R: Row>(rows: &[R]) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // A date of now would make other bytes each time.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name(R::TABLE)?;
    for (place, column) in (0..).zip(R::COLUMNS) {
        sheet.write_string(0, place, column.name)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (place, cell) in (0..).zip(row.cells()) {
            match cell {
                Cell::Text("") | Cell::Number(None) => {}
                Cell::Text(text) => drop(sheet.write_string(line, place, text)?),
                Cell::Number(Some(number)) => drop(sheet.write_number(line, place, number)?),
                Cell::Count(count) => drop(sheet.write_number(line, place, count as f64)?),
            }
        }
    }
    Ok(book)
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// In words, with row and column.
pub(super) fn read<R: Row>(file: impl Read + Seek) -> Result<Vec<R>, String> {
    let mut book: Xlsx<_> = Xlsx::new(file).map_err(|error| error.to_string())?;
    let sheet = book.worksheet_range_at(0).ok_or("it has no sheet")?.map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for (line, cells) in sheet.rows().enumerate().skip(1) {
        let cell = |(place, column): (usize, &super::columns::TableColumn)| cell_of(cells.get(place), column.cell);
        let cells: Vec<Cell<'_>> = R::COLUMNS.iter().enumerate().map(cell).collect();
        rows.push(R::from_cells(&cells).map_err(|(column, why)| format!("row {}, {column}: {why}", line + 1))?);
    }
    Ok(rows)
}

fn cell_of(cell: Option<&Data>, kind: super::columns::CellType) -> Cell<'_> {
    use super::columns::CellType;
    match kind {
        CellType::Text => Cell::Text(cell.and_then(|cell| cell.get_string()).unwrap_or_default()),
        CellType::Count => Cell::Count(cell.and_then(|cell| cell.get_float()).unwrap_or_default() as u64),
        CellType::Number | CellType::OptionalNumber => Cell::Number(cell.and_then(|cell| cell.get_float())),
    }
}
