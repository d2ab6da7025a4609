//! A record for `pushpull fit`: what is asked of a file, and what stands in it.

use super::filter::Filter;
use super::record::{Cells, Clock, DataFile, MeasuredColumn, MeasuredValues, Record, measured};
use crate::input::accepted::Rejected;
use crate::input::origin::TableFiles;
use crate::input::overrides::scalar;
use crate::input::rejected_kind::RejectedKind;
use crate::input::table_file::{self, HowWritten};
use crate::input::table_text::DecimalSign;
use crate::model::TimeUnit;
use crate::reader::DAY;
use crate::reader::{Place, Problem, Problems, SourceKind, Sources, outside_quotes};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is asked of a file.
#[derive(Clone, Debug)]
pub struct RecordRequest {
    /// The file; of a spreadsheet `book.xlsx#Sheet`.
    pub file: PathBuf,
    /// What it holds; `None` reads it from the disk.
    pub bytes: Option<Vec<u8>>,
    /// What in it.
    pub asked: AskedOfRecord,
    /// Which rows count: `column=value`, as a `where` of a law has it.
    pub filters: Vec<String>,
    /// What one unit of time is, a word of [`time_units`].
    pub unit: String,
    /// Between cells, where the header does not show it.
    pub separator: Option<u8>,
    /// Of numbers, where the cells do not show it.
    pub decimal: Option<DecimalSign>,
    /// Values must be multiples of it.
    pub grain: Option<f64>,
}

/// Words of the units of time.
#[must_use]
pub fn time_units() -> [&'static str; 7] {
    TimeUnit::ALL.map(|(word, _)| word)
}

impl RecordRequest {
    /// The unit of time that its word says; days for any other.
    #[must_use]
    pub fn time_unit(&self) -> TimeUnit {
        TimeUnit::ALL.into_iter().find(|(word, _)| *word == self.unit).map_or(TimeUnit::Day, |(_, unit)| unit)
    }
}

/// What in a file is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum AskedOfRecord {
    /// Times.
    Times(MeasuredColumn),
    /// Whole numbers of a column.
    Counts(String),
    /// Orders, a row each.
    Orders {
        /// Column of their times.
        time: String,
        /// Column of their units.
        quantity: Option<String>,
        /// Column of what was ordered.
        item: Option<String>,
    },
}

/// What stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// Values, in the order of the file.
    Values {
        /// In time units, or whole numbers.
        values: Vec<f64>,
        /// Rows that were left out for an empty cell.
        empty: usize,
    },
    /// Orders.
    Orders(OrderRecord),
}

/// Orders of a record, by time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderRecord {
    /// When they came, in time units since time 0, ascending.
    pub times: Vec<f64>,
    /// Time 0 in seconds since 1970: the midnight before the first; `None` where times are numbers.
    pub start: Option<f64>,
    /// Whether their times are dates without a time of day.
    pub is_bare: bool,
    /// Units of each, in the order of the file; `None` where none are asked for.
    pub quantities: Option<Vec<f64>>,
    /// What was ordered and how often, by name.
    pub items: Vec<(String, usize)>,
    /// Rows that were left out for an empty cell, or because they come before time 0.
    pub left_out: usize,
}

/// Reads what is asked of a file.
///
/// # Errors
/// Everything that is wrong with it, by row and column, or that it cannot be read.
pub fn read_record(request: &RecordRequest) -> Result<Recorded, Rejected> {
    let (mut sources, mut problems, mut kind) = (Sources::default(), Problems::default(), RejectedKind::Scenario);
    let recorded = read(request, &mut sources, &mut problems, &mut kind);
    match recorded {
        Some(recorded) if problems.is_empty() => Ok(recorded),
        _ => {
            let (problems, more) = problems.sorted();
            Err(Rejected { problems, more, kind, sources })
        }
    }
}

fn read(
    request: &RecordRequest,
    sources: &mut Sources,
    problems: &mut Problems,
    kind: &mut RejectedKind,
) -> Option<Recorded> {
    let filters = filters(&request.filters, sources, problems)?;
    let name = request.file.display().to_string();
    let given = request.bytes.clone().map(|bytes| BTreeMap::from([(name.clone(), bytes)]));
    let mut files = TableFiles::new(given, Path::new("").into());
    let reading = HowWritten { separator: request.separator, decimal: request.decimal };
    let taken = match table_file::open(&mut files, sources, (&name, None), reading) {
        Ok(taken) => taken,
        Err((problem, why)) => {
            *kind = why;
            problems.add(problem);
            return None;
        }
    };
    let file = DataFile { name: &name, place: None, table: taken.table() };
    let mut record = Record::new(file, filters, problems)?;
    match &request.asked {
        AskedOfRecord::Times(what) => {
            let values = measured(&mut record, what, request.time_unit(), problems)?;
            check_grain(&values, request.grain, problems);
            Some(plain(values))
        }
        AskedOfRecord::Counts(column) => {
            let values = measured(&mut record, &MeasuredColumn::Column(column.clone()), request.time_unit(), problems)?;
            check_whole(values.values.iter().copied(), problems);
            Some(plain(values))
        }
        AskedOfRecord::Orders { time, quantity, item } => {
            let columns = (time.as_str(), quantity.as_deref(), item.as_deref());
            orders(&mut record, columns, request.time_unit(), problems).map(Recorded::Orders)
        }
    }
}

fn plain(values: MeasuredValues) -> Recorded {
    Recorded::Values { values: values.values.into_iter().map(|(value, _)| value).collect(), empty: values.empty }
}

fn filters(given: &[String], sources: &mut Sources, problems: &mut Problems) -> Option<Vec<Filter>> {
    let mut filters = Vec::new();
    for text in given {
        let source = sources.add("--where", text.as_str(), SourceKind::Flag);
        let whole = Place { source, start: 0, end: text.len() as u32 };
        let Some(at) = outside_quotes(text, '=') else {
            let problem = Problem::new(whole, "`--where` takes `column=value`");
            problems.add(problem.help("for example `--where region=EU` or `--where 'qty={ min = 1 }'`"));
            continue;
        };
        let (column, value) = (text[..at].trim().trim_matches('"'), text[at + 1..].trim());
        match scalar(value, Place { start: at as u32 + 1, ..whole }, None) {
            Ok(node) => filters.extend(Filter::of(column, whole, &node, problems)),
            Err(message) => problems.at(whole, message),
        }
    }
    (filters.len() == given.len()).then_some(filters)
}

fn check_grain(values: &MeasuredValues, grain: Option<f64>, problems: &mut Problems) {
    let Some(grain) = grain.filter(|grain| *grain > 0.0) else { return };
    for (value, place) in &values.values {
        let steps = value / grain;
        if (steps - steps.round()).abs() > 1e-6 && problems.wants(*place) {
            problems.at(*place, format!("{value} is no multiple of the grain {grain}"));
        }
    }
}

fn check_whole(values: impl Iterator<Item = (f64, Place)>, problems: &mut Problems) {
    for (value, place) in values {
        if (value.fract() != 0.0 || value < 0.0) && problems.wants(place) {
            let what = if value < 0.0 { "is negative" } else { "is no whole number of units" };
            problems.add(Problem::new(place, format!("{value} {what}")).help("leave such rows out with a `where`"));
        }
    }
}

fn orders(
    record: &mut Record<'_>,
    (time, quantity, item): (&str, Option<&str>, Option<&str>),
    unit: TimeUnit,
    problems: &mut Problems,
) -> Option<OrderRecord> {
    let [time, of_quantity, of_item] =
        record.columns([time, quantity.unwrap_or(time), item.unwrap_or(time)], problems)?;
    let (times, clock) = record.times(time, problems);
    let quantities = quantity.map(|_| record.numbers(of_quantity, problems));
    let items = item.map(|_| record.words(of_item));
    if let Some(quantities) = &quantities {
        check_whole(quantities.iter().filter_map(|(value, place)| Some(((*value)?, *place))), problems);
    }
    let is_dated = clock != Clock::Numbers;
    if is_dated && matches!(unit, TimeUnit::Month | TimeUnit::Year) {
        problems.add(Problem::nowhere("dates need a unit from second to week"));
    }
    let first = times.iter().filter_map(|(time, _)| *time).fold(f64::INFINITY, f64::min);
    let start = (is_dated && first.is_finite()).then(|| (first / DAY).floor() * DAY);
    let per_unit = if is_dated { DAY * unit.days() } else { 1.0 };
    let is_there = |cells: &Option<Cells<f64>>, row: usize| cells.as_ref().is_none_or(|cells| cells[row].0.is_some());
    let mut found = OrderRecord { start, is_bare: clock == Clock::Dates, ..OrderRecord::default() };
    let mut counted: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let mut units = Vec::new();
    for (row, (time, _)) in times.iter().enumerate() {
        let at = time.map(|time| (time - start.unwrap_or(0.0)) / per_unit).filter(|at| *at >= 0.0);
        let word = items.as_ref().map(|items| items[row].0.as_deref());
        let (Some(at), true, true) = (at, is_there(&quantities, row), word != Some(None)) else {
            found.left_out += 1;
            continue;
        };
        found.times.push(at);
        units.extend(quantities.as_ref().and_then(|cells| cells[row].0));
        if let Some(Some(word)) = word {
            *counted.entry(word).or_default() += 1;
        }
    }
    if found.times.is_empty() && problems.is_empty() {
        problems.add(Problem::nowhere(format!("{} has no order in the rows that count", record.name())));
    }
    found.times.sort_by(f64::total_cmp);
    found.quantities = quantity.map(|_| units);
    found.items = counted.into_iter().map(|(name, count)| (name.to_string(), count)).collect();
    Some(found)
}
