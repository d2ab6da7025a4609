//! CSV text → rows of cells, each with its byte span (RFC 4180: quotes, doubled quotes, line breaks in quotes).

use std::borrow::Cow;
use std::ops::Range;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvCell<'a> {
    /// Its content, unquoted and trimmed of blanks around.
    pub text: Cow<'a, str>,
    /// Its bytes in the text, quotes included.
    pub span: Range<usize>,
}

/// One row; rows count from 1, the header included, as spreadsheets show them.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvRow<'a> {
    /// Its number.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<CsvCell<'a>>,
}

impl CsvRow<'_> {
    /// Whether nothing is written in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }
}

/// Splits a text into rows. A quote never closed is an error with the byte it opened at.
pub fn rows(text: &str) -> Result<Vec<CsvRow<'_>>, usize> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let mut cells = Vec::new();
        loop {
            let (cell, next) = cell(text, at)?;
            cells.push(cell);
            at = next;
            if bytes.get(at) == Some(&b',') {
                at += 1;
            } else {
                break;
            }
        }
        at += match bytes.get(at) {
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => 2,
            _ => 1,
        };
        rows.push(CsvRow { number: rows.len() + 1, cells });
    }
    Ok(rows)
}

/// The cell that begins at a byte, and the byte after it (a comma, a line end, or the end).
fn cell(text: &str, start: usize) -> Result<(CsvCell<'_>, usize), usize> {
    let bytes = text.as_bytes();
    let open = start + bytes[start..].iter().take_while(|byte| **byte == b' ').count();
    if bytes.get(open) == Some(&b'"') {
        return quoted(text, open);
    }
    let end = start + bytes[start..].iter().take_while(|byte| !matches!(byte, b',' | b'\n' | b'\r')).count();
    let raw = &text[start..end];
    let trimmed = raw.trim();
    let lead = raw.len() - raw.trim_start().len();
    let from = if trimmed.is_empty() { start } else { start + lead };
    Ok((CsvCell { text: Cow::Borrowed(trimmed), span: from..from + trimmed.len() }, end))
}

fn quoted(text: &str, open: usize) -> Result<(CsvCell<'_>, usize), usize> {
    let bytes = text.as_bytes();
    let mut content = String::new();
    let mut at = open + 1;
    loop {
        let close = at + text[at..].find('"').ok_or(open)?;
        content.push_str(&text[at..close]);
        if bytes.get(close + 1) == Some(&b'"') {
            content.push('"');
            at = close + 2;
            continue;
        }
        // What stands between the closing quote and the comma belongs to the cell, as most readers take it.
        let after = close + 1;
        let end = after + bytes[after..].iter().take_while(|byte| !matches!(byte, b',' | b'\n' | b'\r')).count();
        content.push_str(text[after..end].trim_end());
        return Ok((CsvCell { text: Cow::Owned(content), span: open..end }, end));
    }
}

/// `row 3, column cost`: the cell a byte is in.
#[must_use]
pub fn locate(text: &str, at: usize) -> Option<String> {
    let rows = rows(text).ok()?;
    let row = rows.iter().rev().find(|row| row.cells[0].span.start <= at)?;
    let place = row.cells.iter().rposition(|cell| cell.span.start <= at).unwrap_or(0);
    Some(match rows[0].cells.get(place) {
        Some(header) if !header.text.is_empty() => format!("row {}, column {}", row.number, header.text),
        _ => format!("row {}, column {}", row.number, place + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_knows_its_bytes() {
        let text = "name, cost ,note\r\na,\"1,5\",\"say \"\"hi\"\"\"\n";
        let rows = rows(text).unwrap();
        let cell = &rows[0].cells[1];
        assert_eq!((&*cell.text, &text[cell.span.clone()]), ("cost", "cost"));
        assert_eq!(rows[1].cells[1].text, "1,5");
        assert_eq!(rows[1].cells[2].text, "say \"hi\"");
        assert_eq!(locate(text, text.find("1,5").unwrap()).as_deref(), Some("row 2, column cost"));
    }

    #[test]
    fn a_quote_never_closed_is_found() {
        assert_eq!(rows("a,b\n1,\"x\n2,y"), Err(6));
    }

    proptest! {
        /// The widely used reader splits every text of these characters alike.
        #[test]
        fn splits_as_the_csv_crate_does(text in "([ab ]{0,3}(,|\n|\r\n)){0,12}(\"[a,\n]{0,4}\"(,|\n)){0,4}") {
            let trim = |row: Vec<&str>| row.into_iter().map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
            let some = |row: &Vec<String>| row.len() > 1 || !row[0].is_empty();
            let ours: Vec<Vec<String>> = rows(&text).unwrap().iter()
                .map(|row| trim(row.cells.iter().map(|cell| &*cell.text).collect())).filter(some).collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader.records()
                .map(|row| trim(row.unwrap().iter().collect())).filter(some).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
