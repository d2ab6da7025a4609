//! Rows as CSV: UTF-8, one header line, comma, line feed; numbers in the shortest digits that read back to the same
//! number; a missing value is an empty cell.
//!
//! A spreadsheet runs a text cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula.
//! Such a cell gets an apostrophe in front, and so does one that begins with an apostrophe, so that reading back
//! (which takes one leading apostrophe away) gives the text as it was.

use super::columns::{Cell, CellType, Row};
use crate::results::{AxisValue, Pointed, SummaryRow, SweepSummary};
use crate::threads;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

/// Rows that are put into words together.
const CHUNK: usize = 1024;
/// Chunks that are in memory as words at once.
const CHUNKS: usize = 64;

/// Writes the table.
pub(super) fn write<R: Row>(rows: &[R], mut out: impl io::Write) -> io::Result<()> {
    let header = line(R::COLUMNS.iter().map(|column| column.name.as_bytes()))?;
    out.write_all(&header)?;
    write_rows(rows, out, |row, writer, number| {
        row.cells().into_iter().try_for_each(|cell| write_cell(writer, cell, number))
    })
}

/// Writes a table with one column per axis before its own.
pub(super) fn write_pointed<R: Row>(axes: &[String], rows: &[Pointed<R>], mut out: impl io::Write) -> io::Result<()> {
    out.write_all(&pointed_header::<R>(axes)?)?;
    write_rows(rows, out, put_pointed)
}

/// Writes the summary of a sweep, a row at a time, as [`write_pointed`] does.
pub(super) fn write_sweep(axes: &[String], rows: &SweepSummary, mut out: impl io::Write) -> io::Result<()> {
    out.write_all(&pointed_header::<SummaryRow>(axes)?)?;
    let each = (CHUNK * rows.points() / rows.len().max(1)).max(1);
    write_chunks(rows.points().div_ceil(each), out, |chunk| {
        let points = chunk * each..((chunk + 1) * each).min(rows.points());
        let cells = points.flat_map(|number| rows.of_point(number));
        let rows = cells.map(|cell| Pointed { point: cell.point.to_vec(), row: cell.row() });
        words(rows, |row, writer, number| put_pointed(&row, writer, number))
    })
}

fn pointed_header<R: Row>(axes: &[String]) -> io::Result<Vec<u8>> {
    let axes: Vec<Cow<'_, str>> = axes.iter().map(|axis| neutral(axis)).collect();
    let names = axes.iter().map(|axis| axis.as_bytes());
    line(names.chain(R::COLUMNS.iter().map(|column| column.name.as_bytes())))
}

fn put_pointed<R: Row>(row: &Pointed<R>, writer: &mut Writer, number: &mut String) -> io::Result<()> {
    let mut cells = row.point.iter().map(cell_of_axis).chain(row.row.cells());
    cells.try_for_each(|cell| write_cell(writer, cell, number))
}

/// Writes into memory.
type Writer = ::csv::Writer<Vec<u8>>;

fn writer() -> Writer {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(Vec::new())
}

fn finished(writer: Writer) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| error.into_error())
}

fn line<'a>(cells: impl Iterator<Item = &'a [u8]>) -> io::Result<Vec<u8>> {
    let mut writer = writer();
    writer.write_record(cells)?;
    finished(writer)
}

/// Writes rows in their order, `put` the cells of one.
fn write_rows<T: Sync>(
    rows: &[T],
    out: impl io::Write,
    put: impl Fn(&T, &mut Writer, &mut String) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let chunks: Vec<&[T]> = rows.chunks(CHUNK).collect();
    write_chunks(chunks.len(), out, |chunk| words(chunks[chunk].iter(), |row, writer, number| put(row, writer, number)))
}

/// Writes so many chunks in their order; all threads turn them into words.
fn write_chunks(
    count: usize,
    mut out: impl io::Write,
    words: impl Fn(usize) -> io::Result<Vec<u8>> + Sync,
) -> io::Result<()> {
    for first in (0..count).step_by(CHUNKS) {
        for chunk in threads::numbered(CHUNKS.min(count - first), |number| words(first + number)) {
            out.write_all(&chunk?)?;
        }
    }
    out.flush()
}

/// Rows as lines.
fn words<T>(
    rows: impl Iterator<Item = T>,
    put: impl Fn(T, &mut Writer, &mut String) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let (mut writer, mut number) = (writer(), String::new());
    for row in rows {
        put(row, &mut writer, &mut number)?;
        writer.write_record(None::<&[u8]>)?;
    }
    finished(writer)
}

fn cell_of_axis(value: &AxisValue) -> Cell<'_> {
    match value {
        AxisValue::Number(number) => Cell::Number(Some(*number)),
        AxisValue::Text(text) => Cell::Text(text),
    }
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// In words, with line and column.
pub(super) fn read<R: Row>(input: impl io::Read) -> Result<Vec<R>, String> {
    Ok(read_pointed(0, input)?.into_iter().map(|pointed| pointed.row).collect())
}

/// Reads what [`write_pointed`] wrote with so many axes.
///
/// # Errors
/// In words, with line and column.
pub(super) fn read_pointed<R: Row>(axes: usize, input: impl io::Read) -> Result<Vec<Pointed<R>>, String> {
    let mut rows = Vec::new();
    read_each(axes, input, |row| rows.push(row))?;
    Ok(rows)
}

/// The same, row by row.
///
/// # Errors
/// In words, with line and column.
pub(super) fn read_each<R: Row>(
    axes: usize,
    input: impl io::Read,
    mut take: impl FnMut(Pointed<R>),
) -> Result<(), String> {
    let mut reader = ::csv::ReaderBuilder::new().from_reader(input);
    let header = reader.headers().map_err(|error| error.to_string())?;
    if !header.iter().skip(axes).eq(R::COLUMNS.iter().map(|column| column.name)) {
        let expected: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
        return Err(format!("the header should be `{}`", expected.join(",")));
    }
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let own: ::csv::StringRecord = record.iter().skip(axes).collect();
        let row = row_of(&own).map_err(|(column, why)| format!("line {line}, column {column}: {why}"))?;
        let text = |cell: &str| AxisValue::read(cell.strip_prefix('\'').unwrap_or(cell));
        take(Pointed { point: record.iter().take(axes).map(text).collect(), row });
    }
    Ok(())
}

fn row_of<R: Row>(record: &::csv::StringRecord) -> Result<R, (&'static str, String)> {
    let mut cells = Vec::with_capacity(R::COLUMNS.len());
    for (column, text) in R::COLUMNS.iter().zip(record) {
        cells.push(cell_of(column.cell, text).map_err(|why| (column.name, why))?);
    }
    R::from_cells(&cells)
}

/// One cell; `digits` is memory for those of a number.
fn write_cell<W: io::Write>(writer: &mut ::csv::Writer<W>, cell: Cell<'_>, digits: &mut String) -> io::Result<()> {
    digits.clear();
    match cell {
        Cell::Text(text) => return Ok(writer.write_field(neutral(text).as_bytes())?),
        Cell::Number(number) => number.into_iter().for_each(|number| put_shortest(digits, number)),
        Cell::Count(count) => _ = write!(digits, "{count}"),
    }
    Ok(writer.write_field(&*digits)?)
}

fn cell_of(kind: CellType, text: &str) -> Result<Cell<'_>, String> {
    Ok(match kind {
        CellType::Text => Cell::Text(text.strip_prefix('\'').unwrap_or(text)),
        CellType::Count => Cell::Count(text.parse().map_err(|_| format!("`{text}` is not a whole number"))?),
        CellType::Number | CellType::OptionalNumber if text.is_empty() => Cell::Number(None),
        CellType::Number | CellType::OptionalNumber => {
            Cell::Number(Some(text.parse().map_err(|_| format!("`{text}` is not a number"))?))
        }
    })
}

/// The text as no spreadsheet runs it.
fn neutral(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) { format!("'{text}").into() } else { text.into() }
}

/// The shortest digits that read back to the same number, with an exponent where plain digits would be long.
fn put_shortest(out: &mut String, number: f64) {
    // A sum may be nothing with a minus: a reader sees 0.
    let number = if number == 0.0 { 0.0 } else { number };
    let size = number.abs();
    let whole = number as i64;
    // Writing to memory does not fail. Whole numbers, which are many, have a quick way.
    _ = if size != 0.0 && !(1e-5..1e17).contains(&size) {
        write!(out, "{number:e}")
    } else if whole != 0 && whole as f64 == number {
        write!(out, "{whole}")
    } else {
        write!(out, "{number}")
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::EntityKind;
    use crate::results::{OrderRow, ReplicationRow};
    use proptest::prelude::*;

    fn written<R: Row>(rows: &[R]) -> String {
        let mut bytes = Vec::new();
        write(rows, &mut bytes).expect("memory does not fail");
        String::from_utf8(bytes).expect("UTF-8")
    }

    fn row(entity: &str, value: Option<f64>) -> ReplicationRow {
        ReplicationRow {
            strategy: "MTS".into(),
            replication: 3,
            entity_kind: EntityKind::Item,
            entity: entity.into(),
            measure: "on_hand_mean".into(),
            value,
        }
    }

    #[test]
    fn header_and_rows_as_promised() {
        assert_eq!(
            written(&[row("case", Some(0.1)), row("cpu", None)]),
            "strategy,replication,entity_kind,entity,measure,value\n\
             MTS,3,item,case,on_hand_mean,0.1\nMTS,3,item,cpu,on_hand_mean,\n"
        );
    }

    #[test]
    fn formulas_are_neutralised_and_read_back() {
        for name in ["=1+1", "+x", "-x", "@sum", "\tx", "'quoted", "a,b", "two\nlines", "say \"hi\"", ""] {
            let text = written(&[row(name, Some(-1.5))]);
            let cell = ::csv::Reader::from_reader(text.as_bytes()).records().next().expect("a row").expect("valid");
            assert!(!cell[3].starts_with(['=', '+', '-', '@', '\t']), "{text}");
            assert_eq!(&cell[5], "-1.5");
            assert_eq!(read::<ReplicationRow>(text.as_bytes()).expect("reads back"), [row(name, Some(-1.5))]);
        }
    }

    #[test]
    fn an_empty_table_has_its_header() {
        assert!(read::<OrderRow>(written::<OrderRow>(&[]).as_bytes()).expect("reads back").is_empty());
    }

    #[test]
    fn a_wrong_cell_is_named() {
        let text = "strategy,replication,entity_kind,entity,measure,value\nMTS,0,item,x,m,1\nMTS,0,itme,x,m,1\n";
        let error = read::<ReplicationRow>(text.as_bytes()).expect_err("no such kind");
        assert_eq!(error, "line 3, column entity_kind: unknown entity kind `itme`");
    }

    proptest! {
        #[test]
        fn numbers_and_names_read_back(bits: u64, name in "\\PC*") {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let back: Vec<ReplicationRow> = read(written(&[row(&name, Some(number))]).as_bytes()).expect("reads back");
            prop_assert_eq!(back[0].value.map(f64::to_bits), Some(bits));
            prop_assert_eq!(&back[0].entity, &name);
        }
    }
}
