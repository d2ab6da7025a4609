//! Rows of results as columns, which other libraries take as they are.

use super::error::support;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array as _, ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchIterator,
    StringArray, ffi_stream::FFI_ArrowArrayStream,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{Field, Schema};
use pushpull::present::TableSink;
use pushpull::present::columns::{Cell, CellType, Row, TableColumn};
use pushpull::results::{AxisValue, Pointed, SummaryRow, SweepSummary};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;

/// Rows that a notebook shows.
const SHOWN: usize = 20;

/// A table of results. pandas, polars, pyarrow, duckdb and whatever else takes Arrow tables take it as it is; text is in dictionaries,
/// a missing number is null.
///
/// >>> import pushpull as pp
/// >>> table = pp.template("classes").run(replications=4, progress=False).summary
/// >>> table.name, table.columns[:2], len(table) > 100
/// ('summary', ['strategy', 'entity_kind'], True)
/// >>> table.meaning("mean")
/// 'Mean over replications.'
#[pyclass(frozen, module = "pushpull")]
pub struct Table {
    name: String,
    /// What a row is about.
    grain: &'static str,
    /// Unit and meaning of each column are in its metadata.
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    /// Name of its file, without ending.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// What a row is about.
    #[getter]
    fn grain(&self) -> &str {
        self.grain
    }

    /// Names of the columns, in order.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// What a column holds, in a sentence.
    fn meaning(&self, column: &str) -> PyResult<String> {
        self.word(column, "meaning")
    }

    /// The unit of a column; empty where there is none.
    fn unit(&self, column: &str) -> PyResult<String> {
        self.word(column, "unit")
    }

    /// The columns by name: numpy arrays, or lists where numpy is not installed.
    fn to_dict<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        support(slf.py(), "to_dict")?.call1((slf,))
    }

    /// A pandas data frame; text is categorical.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        support(slf.py(), "to_pandas")?.call1((slf,))
    }

    /// A polars data frame.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.getattr("DataFrame")?.call1((slf,))
    }

    /// A pyarrow table.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.getattr("table")?.call1((slf,))
    }

    /// The table as a stream of Arrow, for other libraries.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A wish, which may be left unfulfilled.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    /// Raw columns for the Python half: the bytes of the numbers, or the codes and the words of text.
    fn _raw<'py>(&self, py: Python<'py>, column: &str) -> PyResult<(&'static str, Bound<'py, PyBytes>, Vec<String>)> {
        let array = self.batch.column(self.place(column)?).as_any();
        let numbers = |kind, bytes: &[u8]| Ok((kind, PyBytes::new(py, bytes), Vec::new()));
        if let Some(array) = array.downcast_ref::<Float64Array>() {
            return numbers("d", array.values().inner().as_slice());
        }
        if let Some(array) = array.downcast_ref::<Int64Array>() {
            return numbers("q", array.values().inner().as_slice());
        }
        let text = array.downcast_ref::<DictionaryArray<Int32Type>>().expect("a column is numbers or text");
        let words = text.values().as_any().downcast_ref::<StringArray>().expect("words are text");
        let words = words.iter().map(|word| word.unwrap_or_default().to_string()).collect();
        Ok(("i", PyBytes::new(py, text.keys().values().inner().as_slice()), words))
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<Table {}: {} rows, one per {}>", self.name, self.batch.num_rows(), self.grain)
    }

    fn _repr_html_(&self) -> String {
        let fields = self.batch.schema();
        let heads = fields.fields().iter().map(|field| {
            let meaning = field.metadata().get("meaning").map_or("", String::as_str);
            format!("<th title=\"{}\">{}</th>", escaped(meaning), escaped(field.name()))
        });
        let mut out = format!("<table><thead><tr>{}</tr></thead><tbody>", heads.collect::<String>());
        for row in 0..self.batch.num_rows().min(SHOWN) {
            let cells = self.batch.columns().iter().map(|column| format!("<td>{}</td>", escaped(&word(column, row))));
            let _ = write!(out, "<tr>{}</tr>", cells.collect::<String>());
        }
        let note = match self.batch.num_rows() {
            all if all > SHOWN => format!("<p>The first {SHOWN} of {all} rows.</p>"),
            _ => String::new(),
        };
        out + "</tbody></table>" + &note
    }
}

impl Table {
    fn place(&self, column: &str) -> PyResult<usize> {
        self.batch.schema_ref().index_of(column).map_err(|_| PyKeyError::new_err(column.to_string()))
    }

    fn word(&self, column: &str, which: &str) -> PyResult<String> {
        let place = self.place(column)?;
        Ok(self.batch.schema_ref().field(place).metadata().get(which).cloned().unwrap_or_default())
    }
}

/// Text as HTML has it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A cell in words.
fn word(column: &ArrayRef, row: usize) -> String {
    let array = column.as_any();
    if column.is_null(row) {
        return String::new();
    }
    if let Some(array) = array.downcast_ref::<Float64Array>() {
        return array.value(row).to_string();
    }
    if let Some(array) = array.downcast_ref::<Int64Array>() {
        return array.value(row).to_string();
    }
    let text = array.downcast_ref::<DictionaryArray<Int32Type>>().and_then(|text| text.downcast_dict::<StringArray>());
    text.map_or_else(String::new, |text| arrow_array::ArrayAccessor::value(&text, row).to_string())
}

/// Takes the names of all tables.
#[derive(Default)]
pub struct Names(pub Vec<String>);

impl TableSink for Names {
    type Error = Infallible;

    fn table<R: Row>(&mut self, _: &[R]) -> Result<(), Infallible> {
        self.0.push(R::TABLE.into());
        Ok(())
    }

    fn csv<R: Row>(&mut self, rows: &[R]) -> Result<(), Infallible> {
        self.table(rows)
    }

    fn pointed<R: Row>(&mut self, name: &str, _: &[String], _: &[Pointed<R>]) -> Result<(), Infallible> {
        self.0.push(name.into());
        Ok(())
    }

    fn sweep(&mut self, name: &str, _: &[String], _: &SweepSummary) -> Result<(), Infallible> {
        self.0.push(name.into());
        Ok(())
    }
}

/// Takes one table.
pub struct Wanted<'a> {
    pub name: &'a str,
    pub time_unit: &'a str,
    pub found: Option<Table>,
}

impl<'a> Wanted<'a> {
    pub fn new(name: &'a str, time_unit: &'a str) -> Wanted<'a> {
        Wanted { name, time_unit, found: None }
    }
}

impl TableSink for Wanted<'_> {
    type Error = Infallible;

    fn table<R: Row>(&mut self, rows: &[R]) -> Result<(), Infallible> {
        if R::TABLE == self.name {
            self.take::<R>(&[], rows.iter().map(|row| (Vec::new(), row)));
        }
        Ok(())
    }

    fn csv<R: Row>(&mut self, rows: &[R]) -> Result<(), Infallible> {
        self.table(rows)
    }

    fn pointed<R: Row>(&mut self, name: &str, axes: &[String], rows: &[Pointed<R>]) -> Result<(), Infallible> {
        if name == self.name {
            let at = |row: &Pointed<R>| row.point.clone();
            self.take::<R>(
                &columns_of(axes, rows.iter().map(|row| row.point.as_slice())),
                rows.iter().map(|row| (at(row), &row.row)),
            );
        }
        Ok(())
    }

    fn sweep(&mut self, name: &str, axes: &[String], rows: &SweepSummary) -> Result<(), Infallible> {
        if name == self.name {
            let axes = columns_of(axes, rows.cells().map(|cell| cell.point));
            self.take::<SummaryRow>(&axes, rows.cells().map(|cell| (cell.point.to_vec(), cell.row())));
        }
        Ok(())
    }
}

impl Wanted<'_> {
    fn take<R: Row>(
        &mut self,
        axes: &[(String, CellType)],
        rows: impl Iterator<Item = (Vec<AxisValue>, impl std::borrow::Borrow<R>)>,
    ) {
        let kinds = axes.iter().map(|axis| axis.1).chain(R::COLUMNS.iter().map(|column| column.cell));
        let mut columns: Vec<Column> = kinds.map(Column::of).collect();
        for (point, row) in rows {
            let (own, others) = columns.split_at_mut(axes.len());
            own.iter_mut().zip(&point).for_each(|(column, value)| column.put_value(value));
            others.iter_mut().zip(row.borrow().cells()).for_each(|(column, cell)| column.put(cell));
        }
        let axes = axes.iter().map(|(name, _)| field(name, "", "Value on the axis of this name."));
        let own = |column: &TableColumn| field(column.name, &column.unit.words(self.time_unit), column.meaning);
        let fields: Vec<(Field, ArrayRef)> = axes
            .chain(R::COLUMNS.iter().map(own))
            .zip(columns)
            .map(|(field, column)| {
                let array = column.array();
                (field.with_data_type(array.data_type().clone()), array)
            })
            .collect();
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = fields.into_iter().unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("columns have one length");
        self.found = Some(Table { name: self.name.into(), grain: R::GRAIN, batch });
    }
}

fn field(name: &str, unit: &str, meaning: &str) -> Field {
    let words = [("unit".to_string(), unit.to_string()), ("meaning".to_string(), meaning.to_string())];
    Field::new(name, arrow_schema::DataType::Null, true).with_metadata(HashMap::from(words))
}

/// The axes with what their columns hold: numbers where all values are.
fn columns_of<'a>(axes: &[String], points: impl Iterator<Item = &'a [AxisValue]>) -> Vec<(String, CellType)> {
    let mut are_numbers = vec![true; axes.len()];
    for point in points {
        for (is_number, value) in are_numbers.iter_mut().zip(point) {
            *is_number &= value.number().is_some() || *value == AxisValue::missing();
        }
    }
    let kind = |is_number| if is_number { CellType::OptionalNumber } else { CellType::Text };
    axes.iter().cloned().zip(are_numbers.into_iter().map(kind)).collect()
}

/// A column that is being filled.
enum Column {
    /// Codes, and words with their codes.
    Text(Vec<i32>, Vec<String>, BTreeMap<String, i32>),
    /// NaN where there is none.
    Numbers(Vec<f64>),
    Counts(Vec<i64>),
}

impl Column {
    fn of(kind: CellType) -> Column {
        match kind {
            CellType::Text => Column::Text(Vec::new(), Vec::new(), BTreeMap::new()),
            CellType::OptionalNumber | CellType::Number => Column::Numbers(Vec::new()),
            CellType::Count => Column::Counts(Vec::new()),
        }
    }

    fn put(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Column::Text(codes, words, known), Cell::Text(text)) => {
                // Most rows say what the row before says.
                let last = codes.last().copied().filter(|last| words[*last as usize] == text);
                let code = last.or_else(|| known.get(text).copied()).unwrap_or_else(|| {
                    let code = i32::try_from(words.len()).expect("fewer words than rows");
                    words.push(text.into());
                    known.insert(text.into(), code);
                    code
                });
                codes.push(code);
            }
            (Column::Numbers(numbers), Cell::Number(number)) => numbers.push(number.unwrap_or(f64::NAN)),
            (Column::Counts(counts), Cell::Count(count)) => counts.push(count.cast_signed()),
            _ => unreachable!("a row has the cells that its columns say"),
        }
    }

    fn put_value(&mut self, value: &AxisValue) {
        match (&*self, value) {
            (Column::Text(..), value) => self.put(Cell::Text(&value.to_string())),
            (_, value) => self.put(Cell::Number(value.number())),
        }
    }

    fn array(self) -> ArrayRef {
        match self {
            Column::Text(codes, words, _) => {
                let words = Arc::new(StringArray::from(words));
                Arc::new(DictionaryArray::new(Int32Array::from(codes), words))
            }
            Column::Numbers(numbers) => {
                let there: NullBuffer = numbers.iter().map(|number| !number.is_nan()).collect::<Vec<bool>>().into();
                let nulls = Some(there).filter(|there| there.null_count() > 0);
                Arc::new(Float64Array::new(numbers.into(), nulls))
            }
            Column::Counts(counts) => Arc::new(Int64Array::from(counts)),
        }
    }
}
