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

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{Chart, ChartType, ExcelDateTime, Format, Formula, Workbook};

    fn bytes(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().expect("a book")
    }

    fn one_cell(book: &mut Workbook) {
        book.add_worksheet().set_name("Teile & Co").unwrap().write_string(0, 0, "name").unwrap();
    }

    #[test]
    fn cells_are_text_as_it_would_stand_in_csv() {
        let book = bytes(|book| {
            let sheet = book.add_worksheet();
            sheet.write_string(1, 1, "a \"b\", c\nd").unwrap().write_number(1, 3, 1.5).unwrap();
            sheet.write_boolean(2, 0, true).unwrap();
            let format = Format::new().set_num_format("yyyy-mm-dd hh:mm");
            for (column, hour, minute) in [(1, 0, 0), (2, 6, 30)] {
                let time = ExcelDateTime::from_ymd(2026, 3, 4).unwrap().and_hms(hour, minute, 0.0).unwrap();
                sheet.write_with_format(2, column, &time, &format).unwrap();
            }
        });
        let wanted = "\n,\"a \"\"b\"\", c d\",,1.5\ntrue,date 2026-03-04,date 2026-03-04T06:30:00";
        assert_eq!(csv(&book, None).as_deref(), Ok(wanted));
        assert_eq!(csv(&bytes(one_cell), Some("Teile & Co")).as_deref(), Ok("name"));
    }

    /// Numbers without a trailing `.0` and never rounded; of a formula its last value; of an error what the cell shows.
    #[test]
    fn numbers_and_formulas_keep_their_values() {
        let book = bytes(|book| {
            let sheet = book.add_worksheet();
            for (column, number) in (0..).zip([0.0, -3.0, 4711.02, 1e9, 0.1 + 0.2, 1e-7]) {
                sheet.write_number(0, column, number).unwrap();
            }
            for (column, result) in (0..).zip(["2.5", "#DIV/0!", "bolt, M8"]) {
                sheet.write_formula(1, column, Formula::new("=A1+2.5").set_result(result)).unwrap();
            }
            sheet.write_string(2, 0, "  4711.02 ").unwrap().write_string(2, 1, "00815").unwrap();
        });
        let wanted = "0,-3,4711.02,1000000000,0.30000000000000004,0.0000001\n2.5,#DIV/0!,\"bolt, M8\"\n4711.02,00815";
        assert_eq!(csv(&book, None).as_deref(), Ok(wanted));
    }

    #[test]
    fn a_sheet_of_nothing_is_no_text() {
        let book = bytes(|book| {
            book.add_worksheet().set_name("leer").unwrap();
            let blanks = book.add_worksheet().set_name("Leerzeichen").unwrap();
            blanks.write_string(3, 3, " \n ").unwrap().write_blank(9, 9, &Format::new().set_bold()).unwrap();
        });
        assert_eq!(
            [None, Some("leer"), Some("Leerzeichen")].map(|sheet| csv(&book, sheet)),
            [const { Ok(String::new()) }; 3]
        );
    }

    /// Parts of a book broken anywhere are read or told, and what is told are words of ours: no part of the inside of the file, no
    /// name of a type.
    #[test]
    fn what_cannot_be_read_is_told_in_words_of_ours() {
        let book = bytes(one_cell);
        assert_eq!(csv(&book, Some("Orte")).unwrap_err(), "it has no sheet `Orte`; it has `Teile & Co`");
        let ours = [
            "it is damaged",
            "it is protected",
            "its sheet has",
            "a cell lies",
            "it has no sheet",
            "its parts take",
            "its cells",
        ];
        for length in (0..book.len()).step_by(41) {
            assert!(csv(&book[..length], None).unwrap_err().starts_with("it is damaged"), "{length}");
        }
        for at in (0..book.len()).step_by(5) {
            let mut other = book.clone();
            other[at] ^= 0x55;
            if let Err(why) = csv(&other, None) {
                assert!(ours.iter().any(|begin| why.starts_with(begin)), "{at}: {why}");
                assert!(!why.contains("xml") && !why.contains("Error") && !why.contains("::"), "{at}: {why}");
            }
        }
        let chart = bytes(|book| {
            one_cell(book);
            let mut chart = Chart::new(ChartType::Line);
            chart.add_series().set_values("='Teile & Co'!$A$1:$A$2");
            book.add_chartsheet().set_name("Bild").unwrap().insert_chart(0, 0, &chart).unwrap();
        });
        let why = csv(&chart, Some("Bild")).unwrap_err();
        assert!(why.starts_with("its sheet has a chart and no cells"), "{why}");
    }

    /// The directory of an archive says how much it unpacks to: one that says too much is refused before anything is unpacked.
    #[test]
    fn an_archive_that_swells_is_not_unpacked() {
        let mut book = bytes(one_cell);
        let entry = book.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
        book[entry + 24..entry + 28].copy_from_slice(&u32::MAX.to_le_bytes());
        let why = csv(&book, None).unwrap_err();
        assert!(why.starts_with("its parts take 4096 MB unpacked"), "{why}");
    }
}
