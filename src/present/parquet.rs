//! Rows as Parquet, without Arrow: one row group per million rows, Snappy, text as dictionary-encoded UTF-8.
//! Unit and meaning of each column stand in the file's key-value metadata as `<column>.unit` and `<column>.meaning`.

use super::columns::{Cell, CellType, Row, TableColumn};
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::record::Field;
use ::parquet::schema::types::Type;
use std::io;
use std::sync::Arc;

const ROWS_PER_GROUP: usize = 1 << 20;

/// Writes the table; `time_unit` goes into the metadata.
pub(super) fn write<R: Row>(rows: &[R], time_unit: &str, out: impl io::Write + Send) -> io::Result<()> {
    write_inner(rows, time_unit, out).map_err(io::Error::other)
}

fn write_inner<R: Row>(rows: &[R], time_unit: &str, out: impl io::Write + Send) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("pushpull ", env!("CARGO_PKG_VERSION")).into())
        .set_key_value_metadata(Some(metadata::<R>(time_unit)))
        .build();
    let mut writer = SerializedFileWriter::new(out, Arc::new(schema::<R>()?), Arc::new(properties))?;
    for group in rows.chunks(ROWS_PER_GROUP) {
        let cells: Vec<Vec<Cell<'_>>> = group.iter().map(Row::cells).collect();
        let mut row_group = writer.next_row_group()?;
        for (place, column) in R::COLUMNS.iter().enumerate() {
            write_column(&mut row_group, column, cells.iter().map(|row| row[place]))?;
        }
        row_group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn metadata<R: Row>(time_unit: &str) -> Vec<KeyValue> {
    let entry = |key: String, value: String| KeyValue { key, value: Some(value) };
    R::COLUMNS
        .iter()
        .flat_map(|column| {
            [
                entry(format!("{}.unit", column.name), column.unit.words(time_unit)),
                entry(format!("{}.meaning", column.name), column.meaning.into()),
            ]
        })
        .collect()
}

fn schema<R: Row>() -> Result<Type, ParquetError> {
    let field = |column: &TableColumn| {
        let (physical, repetition) = match column.cell {
            CellType::Text => (Physical::BYTE_ARRAY, Repetition::REQUIRED),
            CellType::OptionalNumber => (Physical::DOUBLE, Repetition::OPTIONAL),
            CellType::Number => (Physical::DOUBLE, Repetition::REQUIRED),
            CellType::Count => (Physical::INT64, Repetition::REQUIRED),
        };
        let logical = (physical == Physical::BYTE_ARRAY).then_some(LogicalType::String);
        let builder = Type::primitive_type_builder(column.name, physical);
        builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
    };
    let fields = R::COLUMNS.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(R::TABLE).with_fields(fields).build()
}

fn write_column<'a, W: io::Write + Send>(
    row_group: &mut SerializedRowGroupWriter<'_, W>,
    column: &TableColumn,
    cells: impl Iterator<Item = Cell<'a>>,
) -> Result<(), ParquetError> {
    let mut writer =
        row_group.next_column()?.ok_or_else(|| ParquetError::General("more columns than the schema has".into()))?;
    match column.cell {
        CellType::Text => {
            let texts: Vec<ByteArray> = cells.map(|cell| ByteArray::from(text(cell))).collect();
            writer.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
        }
        CellType::Count => {
            let counts: Vec<i64> = cells.map(count).collect();
            writer.typed::<Int64Type>().write_batch(&counts, None, None)?;
        }
        CellType::Number => {
            let numbers: Vec<f64> = cells.filter_map(number).collect();
            writer.typed::<DoubleType>().write_batch(&numbers, None, None)?;
        }
        CellType::OptionalNumber => {
            let numbers: Vec<Option<f64>> = cells.map(number).collect();
            let levels: Vec<i16> = numbers.iter().map(|value| i16::from(value.is_some())).collect();
            let present: Vec<f64> = numbers.into_iter().flatten().collect();
            writer.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
        }
    }
    writer.close()
}

fn text(cell: Cell<'_>) -> &str {
    match cell {
        Cell::Text(text) => text,
        _ => "",
    }
}

/// Counts above 2⁶³ (no run has them) are stored by their bits.
fn count(cell: Cell<'_>) -> i64 {
    match cell {
        Cell::Count(count) => count.cast_signed(),
        _ => 0,
    }
}

fn number(cell: Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Number(number) => number,
        _ => None,
    }
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// In words, with row and column.
pub(super) fn read<R: Row>(file: impl ChunkReader + 'static) -> Result<Vec<R>, String> {
    let reader = SerializedFileReader::new(file).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for record in reader.get_row_iter(None).map_err(|error| error.to_string())? {
        let record = record.map_err(|error| error.to_string())?;
        let cells: Vec<Cell<'_>> = record.get_column_iter().map(|(_, field)| cell_of(field)).collect();
        let place = rows.len() + 1;
        rows.push(R::from_cells(&cells).map_err(|(column, why)| format!("row {place}, {column}: {why}"))?);
    }
    Ok(rows)
}

fn cell_of(field: &Field) -> Cell<'_> {
    match field {
        Field::Str(text) => Cell::Text(text),
        Field::Long(count) => Cell::Count(count.cast_unsigned()),
        Field::Double(number) => Cell::Number(Some(*number)),
        _ => Cell::Number(None),
    }
}
