//! Bytes of a table → text: encodings, separators and decimal signs as spreadsheets of different countries write them.

use crate::keys::ValueKind;
use crate::reader::{CsvRow, outside_quotes};
use std::borrow::Cow;

/// The text of a table in UTF-8, in UTF-16, or in Windows-1252 (the one-byte letters of Western Europe that spreadsheets of
/// Windows write). Where it is none of these: what is valid of UTF-8, with a mark for the rest, and the first byte that is not.
pub fn decode(bytes: &[u8]) -> Result<String, (String, usize)> {
    if let Some(order) = utf16(bytes) {
        let unit = |pair: &[u8]| order([pair[0], pair[1]]);
        let text = String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<u16>>());
        return Ok(without_mark(text));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(without_mark(text.into())),
        Err(error) => {
            let letters: Option<String> = bytes.iter().map(|byte| windows_1252(*byte)).collect();
            letters.ok_or_else(|| (String::from_utf8_lossy(bytes).into_owned(), error.valid_up_to()))
        }
    }
}

fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text)
}

/// How two bytes make a unit of UTF-16, if that is what they are: by the mark, or by the zeros beside Latin letters.
pub fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// The letter of a byte of Windows-1252; none for a control character other than those of tables, and for the five bytes that it
/// leaves free.
fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”',
        '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let letter = match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    (!letter.is_control() || matches!(letter, '\t' | '\n' | '\r')).then_some(letter)
}

/// What [`foreign`] says of a spreadsheet that can be read.
pub const XLSX: &str = "a spreadsheet (`.xlsx`)";

/// What a file is that is no text, by its first bytes.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some(XLSX),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Some("a spreadsheet of the old format (`.xls`), or one that a password protects")
        }
        _ => None,
    }
}

/// The separator that stands most often in the first row that says something: a comma, a semicolon or a tab.
pub fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim_matches([' ', ',', ';', '\t']).is_empty()).unwrap_or_default();
    let count = |sign: char| {
        let (mut rest, mut found) = (header, 0);
        while let Some(at) = outside_quotes(rest, sign) {
            found += 1;
            rest = &rest[at + 1..];
        }
        found
    };
    let counts = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))];
    // The first of equals: `max_by_key` would take the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}

/// About how many cells a table has: its lines times the columns of its header.
pub fn cells(text: &str, separator: u8) -> usize {
    let count = |text: &str, sign: u8| text.bytes().filter(|byte| *byte == sign).count();
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    count(text, b'\n') * (count(header, separator) + 1)
}

/// What stands between the whole and the fraction of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalSign {
    /// `0.5`.
    Point,
    /// `0,5`.
    Comma,
}

impl DecimalSign {
    /// The number of a cell as TOML writes it; none where its fraction stands behind the other sign. Any other text stays.
    pub fn number(self, text: &str) -> Option<Cow<'_, str>> {
        match (self, shape(text).map(|shape| shape.sign)) {
            (DecimalSign::Comma, Some(DecimalSign::Comma)) => Some(Cow::Owned(text.replace(',', "."))),
            (own, Some(sign)) if own != sign => None,
            _ => Some(Cow::Borrowed(text)),
        }
    }

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            DecimalSign::Point => ".",
            DecimalSign::Comma => ",",
        }
    }
}

/// How a number with a fraction is written.
struct Shape {
    sign: DecimalSign,
    /// Whether the sign may as well stand between thousands: `1,500`.
    is_grouped: bool,
}

/// The shape of a text that is one number with a fraction.
fn shape(text: &str) -> Option<Shape> {
    let digits = text.trim_start_matches(['+', '-']);
    let at = digits.find([',', '.'])?;
    let (whole, rest) = (&digits[..at], &digits[at + 1..]);
    let fraction = rest.find(['e', 'E']).map_or(rest, |end| &rest[..end]);
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = rest[fraction.len()..].trim_start_matches(['e', 'E']).trim_start_matches(['+', '-']);
    if !all(whole) || !all(fraction) || (fraction.len() < rest.len() && !all(exponent)) {
        return None;
    }
    let sign = if digits.as_bytes()[at] == b',' { DecimalSign::Comma } else { DecimalSign::Point };
    let is_grouped = fraction.len() == 3 && fraction == rest && whole.len() <= 3 && !whole.starts_with('0');
    Some(Shape { sign, is_grouped })
}

/// The first cell of each way to write a number: row below the header, and column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumbersSeen {
    /// `0,5`.
    pub comma: Option<(usize, usize)>,
    /// `0.5`.
    pub point: Option<(usize, usize)>,
    /// `1,500`.
    pub grouped_by_comma: Option<(usize, usize)>,
    /// `1.500`.
    pub grouped_by_point: Option<(usize, usize)>,
}

impl NumbersSeen {
    /// The numbers of some columns.
    pub fn of<'t>(rows: impl Iterator<Item = CsvRow<'t>>, columns: &[usize]) -> NumbersSeen {
        let mut seen = NumbersSeen::default();
        for (at, row) in rows.enumerate() {
            for column in columns.iter().filter(|column| **column < row.cells.len()) {
                let Some(Shape { sign, is_grouped }) = shape(&row.cells[*column].text) else { continue };
                let first = match (sign, is_grouped) {
                    (DecimalSign::Comma, false) => &mut seen.comma,
                    (DecimalSign::Point, false) => &mut seen.point,
                    (DecimalSign::Comma, true) => &mut seen.grouped_by_comma,
                    (DecimalSign::Point, true) => &mut seen.grouped_by_point,
                };
                first.get_or_insert((at, *column));
            }
        }
        seen
    }

    /// The decimal sign that they show; none where they leave it open. Spreadsheets separate cells by semicolons where the comma
    /// is the decimal sign.
    pub fn sign(&self, separator: u8) -> Option<DecimalSign> {
        let is_there =
            [self.comma, self.point, self.grouped_by_comma, self.grouped_by_point].map(|cell| cell.is_some());
        match is_there {
            [true, false, _, false] => Some(DecimalSign::Comma),
            [false, true, false, _] => Some(DecimalSign::Point),
            [false, false, true, false] if separator == b';' => Some(DecimalSign::Comma),
            [false, false, false, true] if separator != b';' => Some(DecimalSign::Point),
            [false, false, false, false] => Some(DecimalSign::Point),
            _ => None,
        }
    }

    /// Two cells that say different things, or one that says both.
    pub fn doubtful(&self) -> [Option<(usize, usize)>; 2] {
        [self.comma.or(self.grouped_by_comma), self.point.or(self.grouped_by_point)]
    }
}

/// Whether the cells of a column with this kind of value are read as numbers.
pub fn has_numbers(kind: Option<ValueKind>) -> bool {
    !kind.is_some_and(|kind| kind.is_text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::rows;

    #[test]
    fn bytes_of_spreadsheets_become_text() {
        let text = "name;cost\nGehäuse €;1,5\n";
        let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for bytes in [
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            marked(&[0xff, 0xfe], utf16(u16::to_le_bytes)),
            marked(&[0xfe, 0xff], utf16(u16::to_be_bytes)),
        ] {
            assert_eq!(decode(&bytes), Ok(text.into()));
        }
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), Ok(text.into()));
        let latin = [b"name;cost\nGeh", [0xe4].as_slice(), b"use ", &[0x80], b";1,5\n"].concat();
        assert_eq!(decode(&latin), Ok(text.into()));
        assert_eq!(decode(b"ab\xe4\x00"), Err(("ab\u{fffd}\0".into(), 2)));
    }

    #[test]
    fn the_header_shows_the_separator() {
        for (header, wanted) in
            [("a,b;c,d", b','), ("a;b;\"c,d,e,f\"", b';'), ("a\tb", b'\t'), ("alone", b','), (";;\n\na;b", b';')]
        {
            assert_eq!(separator(header), wanted, "{header}");
        }
    }

    #[test]
    fn the_cells_show_the_decimal_sign() {
        let of = |text: &str, separator: u8| {
            let rows: Vec<_> = rows(text, separator).map(Result::unwrap).collect();
            NumbersSeen::of(rows.into_iter(), &[0, 1]).sign(separator)
        };
        let (comma, point) = (Some(DecimalSign::Comma), Some(DecimalSign::Point));
        assert_eq!([of("0,5;1,500", b';'), of("1,500;2", b';'), of("\"0,5\",1", b',')], [comma; 3]);
        assert_eq!([of("0.5;1", b';'), of("12;2", b';'), of("1.500,0.25", b','), of("1.500\t2", b'\t')], [point; 4]);
        assert_eq!(of("{ gamma = { mean = 1.5, cv = 0.5 } };0,5", b';'), comma);
        assert_eq!([of("0,5;0.5", b';'), of("\"1,500\",1", b','), of("1.500;2", b';')], [None; 3]);
        let number = |text| DecimalSign::Comma.number(text).map(Cow::into_owned);
        assert_eq!(number("-1,5e3").as_deref(), Some("-1.5e3"));
        assert_eq!(number("[1,5]").as_deref(), Some("[1,5]"));
        assert_eq!(number("1.500"), None);
    }
}
