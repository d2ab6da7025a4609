//! A sheet of a spreadsheet as CSV with commas: the one file that touches the parser of `.xlsx`.

use super::origin::LARGEST_FILE;
use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use std::io::Cursor;

/// The sheet of this name, or the first, as text; row and column of a cell stay what they are in the sheet. Else in words why not.
pub fn csv(bytes: &[u8], sheet: Option<&str>) -> Result<String, String> {
    let unpacked = unpacked(bytes).ok_or("it is damaged: its list of parts is missing")?;
    if unpacked > LARGEST_FILE {
        return Err(format!("its parts take {} MB unpacked; the most is {} MB", unpacked >> 20, LARGEST_FILE >> 20));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names = book.sheet_names();
    let name = match sheet {
        None => names.first().ok_or("it has no sheet")?,
        Some(wanted) => names.iter().find(|name| *name == wanted).ok_or_else(|| {
            let known: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("it has no sheet `{wanted}`; it has {}", known.join(", "))
        })?,
    };
    let mut reader = book.worksheet_cells_reader(&name.clone()).map_err(unreadable)?;
    let mut text = String::new();
    let (mut row, mut column) = (0, 0);
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let content = shown(cell.get_value());
        if content.is_empty() {
            continue;
        }
        let (to_row, to_column) = cell.get_position();
        if (to_row, to_column) < (row, column) {
            return Err("its cells are out of order".into());
        }
        while row < to_row {
            text.push('\n');
            (row, column) = (row + 1, 0);
        }
        while column < to_column {
            text.push(',');
            column += 1;
        }
        text.push_str(&quoted(&content));
        if text.len() as u64 > LARGEST_FILE {
            return Err(format!("the sheet has more than {} MB of text", LARGEST_FILE >> 20));
        }
    }
    Ok(text)
}

/// What keeps a book from being read, in words of ours: the parser names the inside of its files.
fn unreadable(error: XlsxError) -> String {
    match error {
        XlsxError::Password => "it is protected by a password: save it without one".into(),
        XlsxError::NotAWorksheet(_) => {
            "its sheet has a chart and no cells: name a sheet with cells, `\"items.xlsx#Sheet\"`".into()
        }
        XlsxError::ColumnNumberOverflow | XlsxError::RowNumberOverflow => {
            "a cell lies beyond the last row or column that a sheet can have: save it again as `.xlsx`".into()
        }
        _ => "it is damaged, or not written as `.xlsx` is: open it and save it again as `.xlsx`, or the sheet as CSV"
            .into(),
    }
}

/// What a cell says, as its number or text would stand in CSV.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(time) => date(time),
        DataRef::Bool(flag) => flag.to_string(),
        other => Data::from(other.clone()).to_string().trim().to_string(),
    }
}

/// A date is text: only records have them, and a number would hide that a spreadsheet made one of `3-4`.
fn date(time: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("date {year}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
}

/// A cell with quotes where CSV needs them; a line break is a blank, so that rows stay lines.
fn quoted(content: &str) -> String {
    let content = content.replace(['\n', '\r'], " ");
    if content.contains([',', '"']) { format!("\"{}\"", content.replace('"', "\"\"")) } else { content }
}

/// Bytes of all parts of a ZIP archive as its directory states them; none where it has no directory.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let number = |at: usize, length: usize| -> Option<u64> {
        let digits = bytes.get(at..at + length)?;
        Some(digits.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let tail = bytes.len().saturating_sub(0x1_0016);
    let end = tail + bytes[tail..].windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (parts, mut at) = (number(end + 10, 2)?, number(end + 16, 4)? as usize);
    let mut sum = 0;
    for _ in 0..parts {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return None;
        }
        sum += number(at + 24, 4)?;
        at += 46 + (number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?) as usize;
    }
    Some(sum)
}
