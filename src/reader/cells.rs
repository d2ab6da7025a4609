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

/// The rows of a text, one after the other. A quote never closed ends them with the byte it opened at.
#[derive(Clone, Debug)]
pub struct CsvRows<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    number: usize,
}

/// The rows of a text whose cells have a separator between them.
#[must_use]
pub fn rows(text: &str, separator: u8) -> CsvRows<'_> {
    CsvRows { text, separator, at: 0, number: 0 }
}

impl<'a> CsvRows<'a> {
    /// The byte at which the next row begins.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// The rows from the one that begins at a byte.
    #[must_use]
    pub fn from(self, at: usize, number: usize) -> CsvRows<'a> {
        CsvRows { at, number, ..self }
    }

    fn row(&mut self) -> Result<CsvRow<'a>, usize> {
        let bytes = self.text.as_bytes();
        let mut cells = Vec::new();
        loop {
            let (cell, next) = cell(self.text, self.at, self.separator)?;
            cells.push(cell);
            self.at = next;
            if bytes.get(next) != Some(&self.separator) {
                break;
            }
            self.at += 1;
        }
        self.at += match bytes.get(self.at) {
            Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => 2,
            _ => 1,
        };
        self.number += 1;
        Ok(CsvRow { number: self.number, cells })
    }
}

impl<'a> Iterator for CsvRows<'a> {
    type Item = Result<CsvRow<'a>, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let row = self.row();
        if row.is_err() {
            self.at = self.text.len();
        }
        Some(row)
    }
}

/// The length of what stands before a separator or the end of the line.
fn plain(bytes: &[u8], separator: u8) -> usize {
    bytes.iter().take_while(|byte| **byte != separator && !matches!(byte, b'\n' | b'\r')).count()
}

/// The cell that begins at a byte, and the byte after it (a separator, a line end, or the end).
fn cell(text: &str, start: usize, separator: u8) -> Result<(CsvCell<'_>, usize), usize> {
    let bytes = text.as_bytes();
    let open = start + bytes[start..].iter().take_while(|byte| **byte == b' ').count();
    if bytes.get(open) == Some(&b'"') {
        return quoted(text, open, separator);
    }
    let end = start + plain(&bytes[start..], separator);
    let raw = &text[start..end];
    let trimmed = raw.trim();
    let lead = raw.len() - raw.trim_start().len();
    let from = if trimmed.is_empty() { start } else { start + lead };
    Ok((CsvCell { text: Cow::Borrowed(trimmed), span: from..from + trimmed.len() }, end))
}

fn quoted(text: &str, open: usize, separator: u8) -> Result<(CsvCell<'_>, usize), usize> {
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
        // What stands between the closing quote and the separator belongs to the cell, as most readers take it.
        let after = close + 1;
        let end = after + plain(&bytes[after..], separator);
        content.push_str(text[after..end].trim_end());
        return Ok((CsvCell { text: Cow::Owned(content), span: open..end }, end));
    }
}

/// Where the rows of a table begin, so that each place of many is found without reading all that stands before it.
#[derive(Clone, Debug)]
pub struct RowIndex {
    separator: u8,
    starts: Vec<u32>,
}

impl RowIndex {
    /// The rows of a text.
    #[must_use]
    pub fn of(text: &str, separator: u8) -> RowIndex {
        let mut all = rows(text, separator);
        let mut starts = Vec::new();
        loop {
            starts.push(all.at() as u32);
            if !matches!(all.next(), Some(Ok(_))) {
                return RowIndex { separator, starts };
            }
        }
    }

    /// Number of the row, from 1, and its cells as far as they can be read.
    fn row<'a>(&self, text: &'a str, at: usize) -> Option<CsvRow<'a>> {
        let number = self.starts.partition_point(|start| *start as usize <= at).max(1);
        rows(text, self.separator).from(self.starts[number - 1] as usize, number - 1).next()?.ok()
    }

    /// `row 3, column cost`: the cell a byte is in.
    #[must_use]
    pub fn locate(&self, text: &str, at: usize) -> Option<String> {
        let (number, column) = self.cell(text, at)?;
        let header = rows(text, self.separator).filter_map(Result::ok).find(|row| !row.is_blank());
        Some(match header.as_ref().and_then(|header| header.cells.get(column)) {
            Some(header) if !header.text.is_empty() => format!("row {number}, column {}", header.text),
            _ => format!("row {number}, column {}", column + 1),
        })
    }

    /// `C4`: the cell a byte is in, as spreadsheets call it.
    #[must_use]
    pub fn cell_name(&self, text: &str, at: usize) -> Option<String> {
        let (number, mut column) = self.cell(text, at)?;
        let mut letters = String::new();
        loop {
            letters.insert(0, char::from(b'A' + (column % 26) as u8));
            match column / 26 {
                0 => return Some(format!("{letters}{number}")),
                more => column = more - 1,
            }
        }
    }

    /// Row, from 1, and column, from 0.
    fn cell(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let row = self.row(text, at)?;
        Some((row.number, row.cells.iter().rposition(|cell| cell.span.start <= at).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_knows_its_bytes() {
        let text = "name, cost ,note\r\na,\"1,5\",\"say \"\"hi\"\"\"\n";
        let rows: Vec<CsvRow> = rows(text, b',').map(Result::unwrap).collect();
        let cell = &rows[0].cells[1];
        assert_eq!((&*cell.text, &text[cell.span.clone()]), ("cost", "cost"));
        assert_eq!(rows[1].cells[1].text, "1,5");
        assert_eq!(rows[1].cells[2].text, "say \"hi\"");
        let (index, at) = (RowIndex::of(text, b','), text.find("1,5").unwrap());
        assert_eq!(index.locate(text, at).as_deref(), Some("row 2, column cost"));
        assert_eq!(index.cell_name(text, at).as_deref(), Some("B2"));
        let wide = ",".repeat(701);
        assert_eq!(RowIndex::of(&wide, b',').cell_name(&wide, 700).as_deref(), Some("ZY1"));
    }

    #[test]
    fn a_quote_never_closed_is_found() {
        assert_eq!(rows("a,b\n1,\"x\n2,y", b',').nth(1), Some(Err(6)));
    }

    proptest! {
        /// The widely used reader splits every text of these characters alike.
        #[test]
        fn splits_as_the_csv_crate_does(text in "([ab ]{0,3}(,|\n|\r\n)){0,12}(\"[a,\n]{0,4}\"(,|\n)){0,4}") {
            let trim = |row: Vec<&str>| row.into_iter().map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
            let some = |row: &Vec<String>| row.len() > 1 || !row[0].is_empty();
            let ours: Vec<Vec<String>> = rows(&text, b',').map(Result::unwrap)
                .map(|row| trim(row.cells.iter().map(|cell| &*cell.text).collect())).filter(some).collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader.records()
                .map(|row| trim(row.unwrap().iter().collect())).filter(some).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
