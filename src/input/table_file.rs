//! A table or record from the disk as text: encodings, sheets, and what stands between its cells.

use super::origin::TableFiles;
use super::rejected_kind::RejectedKind;
use super::table_text::{DecimalSign, XLSX, decode, foreign, separator};
use super::tables::TableText;
use crate::reader::{Place, Problem, SourceKind, Sources};
use crate::results::outside::system_words;
use std::sync::Arc;

/// What is said of how a file is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct HowWritten {
    /// Between cells; else as its header shows.
    pub separator: Option<u8>,
    /// Of numbers; else as its cells show.
    pub decimal: Option<DecimalSign>,
}

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct TableFile {
    text: Arc<str>,
    source: u32,
    kind: SourceKind,
    reading: HowWritten,
}

impl TableFile {
    /// Its text with what is known of it.
    pub fn table(&self) -> TableText<'_> {
        let HowWritten { separator, decimal } = self.reading;
        TableText { text: &self.text, source: self.source, separator: separator.unwrap_or(b','), decimal }
    }
}

impl TableFile {
    /// The same among the sources of another reading.
    pub fn listed(self, file: &str, sources: &mut Sources) -> TableFile {
        TableFile { source: sources.add(file, self.text.clone(), self.kind), ..self }
    }
}

/// Takes in a file that is named at a place.
///
/// # Errors
/// What is wrong with it as a whole, and whose fault that is.
pub fn open(
    files: &mut TableFiles,
    sources: &mut Sources,
    (file, place): (&str, Option<Place>),
    said: HowWritten,
) -> Result<TableFile, (Problem, RejectedKind)> {
    let refused = |why: String| Problem { place, ..Problem::nowhere(why) };
    let (path, sheet) = sheet_of(file);
    let bytes = files.get(path).map_err(|error| {
        (refused(format!("cannot read the table {path}: {}", system_words(&error))), RejectedKind::Io)
    })?;
    let wrong = |problem: Problem| (problem, RejectedKind::Scenario);
    let (text, kind, reading) = if let Some(what) = foreign(&bytes) {
        let text = sheet_text(&bytes, sheet, what);
        let text = text.map_err(|why| wrong(refused(format!("cannot read the table {file}: {why}"))))?;
        (text, SourceKind::Sheet, HowWritten { separator: Some(b','), decimal: Some(DecimalSign::Point) })
    } else {
        match decode(&bytes) {
            Ok(text) => {
                let separator = said.separator.unwrap_or_else(|| separator(&text));
                (text, SourceKind::Table(separator), HowWritten { separator: Some(separator), ..said })
            }
            Err((valid, at)) => {
                let source = sources.add(file, valid, SourceKind::Table(b','));
                let place = Place { source, start: at as u32, end: at as u32 + 1 };
                return Err(wrong(Problem::new(place, "not UTF-8").help("save the file as UTF-8")));
            }
        }
    };
    let text: Arc<str> = text.into();
    let source = sources.add(file, text.clone(), kind);
    Ok(TableFile { text, source, kind, reading })
}

/// The file and the sheet of `items.xlsx#Sheet`.
fn sheet_of(file: &str) -> (&str, Option<&str>) {
    let is_book = |path: &str| path.to_ascii_lowercase().ends_with(".xlsx");
    match file.split_once('#').filter(|(path, _)| is_book(path)) {
        Some((path, sheet)) => (path, Some(sheet)),
        None => (file, None),
    }
}

/// The text of a sheet, or why there is none.
fn sheet_text(bytes: &[u8], sheet: Option<&str>, what: &str) -> Result<String, String> {
    if what != XLSX {
        return Err(format!("it is {what}; save it as `.xlsx` without a password, or as CSV"));
    }
    #[cfg(feature = "xlsx")]
    return super::spreadsheet::csv(bytes, sheet);
    #[cfg(not(feature = "xlsx"))]
    {
        let _ = (bytes, sheet);
        Err(format!(
            "it is {what}, and this build reads none: build it with `--features xlsx`, or save the sheet as CSV"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_named_behind_its_file() {
        assert_eq!(sheet_of("items.xlsx#Teile & Co"), ("items.xlsx", Some("Teile & Co")));
        assert_eq!(sheet_of("Lager.XLSX#2"), ("Lager.XLSX", Some("2")));
        assert_eq!([sheet_of("items.xlsx"), sheet_of("a#1.csv")], [("items.xlsx", None), ("a#1.csv", None)]);
    }

    #[test]
    fn what_is_no_spreadsheet_of_ours_is_told_with_the_way_out() {
        let old = foreign(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).expect("an old one");
        let why = sheet_text(&[], None, old).unwrap_err();
        assert!(why.contains("`.xls`") && why.contains("password") && why.ends_with("as CSV"), "{why}");
        let new = foreign(b"PK\x03\x04 and no more").expect("a new one");
        let why = sheet_text(b"PK\x03\x04 and no more", None, new).unwrap_err();
        let wanted = if cfg!(feature = "xlsx") { "it is damaged" } else { "build it with `--features xlsx`" };
        assert!(why.contains(wanted), "{why}");
    }
}
