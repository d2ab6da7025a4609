//! One record: its rows that count, and the numbers, moments and words in its columns.

use super::filter::{Filter, column};
use crate::input::table_text::DecimalSign;
use crate::input::tables::{TableRows, TableText, cell_place, decimal_sign, split};
use crate::model::TimeUnit;
use crate::reader::{CsvRow, DAY, DayMonth, Moment, Place, Problem, Problems, day_month_of, local_moment};

/// A file that was taken in, and how its numbers are written where that is said.
#[derive(Clone, Copy)]
pub struct DataFile<'a> {
    /// What messages call it.
    pub name: &'a str,
    /// Where it is named.
    pub place: Option<Place>,
    /// Its text.
    pub table: TableText<'a>,
}

/// A record whose header was read.
pub struct Record<'a> {
    file: DataFile<'a>,
    headings: Vec<String>,
    rows: TableRows<'a>,
    /// With their columns, and the order of the dates there.
    filters: Vec<(usize, Filter, Option<DayMonth>)>,
    sign: DecimalSign,
}

/// A value of each row that counts, with its place; `None` of an empty cell.
pub type Cells<T> = Vec<(Option<T>, Place)>;

/// What a column of times has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Numbers.
    Numbers,
    /// Dates without a time of day.
    Dates,
    /// Moments, at least one of them with a time of day.
    Moments,
}

/// The times of a column as they are read: all numbers, or all moments by one clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeColumn {
    order: Option<DayMonth>,
    first: Option<(Place, Option<Moment>)>,
    clock: Option<Clock>,
}

impl TimeColumn {
    /// What the cells so far have.
    pub fn clock(&self) -> Clock {
        self.clock.unwrap_or(Clock::Numbers)
    }

    /// The moment of a cell.
    pub fn moment(&self, text: &str) -> Option<Moment> {
        local_moment(text, self.order)
    }

    /// One more cell, a number or a moment in seconds since 1970; what is wrong goes to the problems.
    pub fn read(
        &mut self,
        number: Option<f64>,
        (text, place): (&str, Place),
        problems: &mut Problems,
    ) -> Option<(f64, Option<Moment>)> {
        let (value, moment) = match (number, number.map_or_else(|| self.moment(text), |_| None)) {
            (Some(number), _) => (number, None),
            (None, Some(moment)) => (moment.seconds, Some(moment)),
            (None, None) => {
                if problems.wants(place) {
                    let message = format!("`{text}` is neither a number nor a date");
                    let help =
                        "dates are 2026-01-05, 2026-01-05T10:30, 5.1.2026 or 1/5/2026 9:30 AM, all of a column alike";
                    problems.add(Problem::new(place, message).help(help));
                }
                return None;
            }
        };
        let (first_place, before) = *self.first.get_or_insert((place, moment));
        let is_like = before.is_some() == moment.is_some();
        let is_same = before.and_then(|it| it.offset) == moment.and_then(|it| it.offset);
        if (!is_like || !is_same) && problems.wants(place) {
            let what = if is_like {
                "has another offset from UTC than the first"
            } else {
                "stands among others: a column has numbers or dates"
            };
            problems.add(Problem::new(place, format!("`{text}` {what}")).also(first_place, "the first is here"));
        }
        self.clock = match (moment, self.clock) {
            (None, before) => Some(before.unwrap_or(Clock::Numbers)),
            (Some(moment), Some(Clock::Dates) | None) if moment.is_bare => Some(Clock::Dates),
            (Some(_), _) => Some(Clock::Moments),
        };
        Some((value, moment))
    }
}

/// What is measured in each row.
#[derive(Clone, Debug, PartialEq)]
pub enum MeasuredColumn {
    /// The number in this column.
    Column(String),
    /// The time from one column to another.
    Between {
        /// The earlier.
        from: String,
        /// The later.
        to: String,
    },
}

/// Decimal signs that are open in a file.
const SAY_SIGN: &str = "say it: `decimal = \",\"` or `\".\"`";

impl<'a> Record<'a> {
    /// The record of a file, of the rows that pass the filters; `None` when its header or what is said of it is wrong.
    pub fn new(file: DataFile<'a>, filters: Vec<Filter>, problems: &mut Problems) -> Option<Record<'a>> {
        let (header, rows) = split(file.table, problems)?;
        let headings: Vec<String> = header.cells.iter().map(|cell| cell.text.to_string()).collect();
        let mut placed = Vec::new();
        for filter in filters {
            let at = column(&headings, &filter.column, (file.name, filter.place.or(file.place)), problems)?;
            placed.push((at, filter));
        }
        let sign = file.table.decimal.unwrap_or(DecimalSign::Point);
        let mut record = Record { file, headings, rows, filters: Vec::new(), sign };
        for (at, filter) in placed {
            let times = if filter.has_ends() { record.time_column(at, problems)? } else { TimeColumn::default() };
            record.filters.push((at, filter, times.order));
        }
        Some(record)
    }

    /// Finds columns by their headings, and the decimal sign that their numbers show.
    pub fn columns<const N: usize>(&mut self, names: [&str; N], problems: &mut Problems) -> Option<[usize; N]> {
        let found = names.map(|name| column(&self.headings, name, (self.file.name, self.file.place), problems));
        if found.iter().any(Option::is_none) {
            return None;
        }
        let found = found.map(|column| column.expect("just seen"));
        let filtered = self.filters.iter().map(|(column, ..)| *column);
        let looked: Vec<usize> = found.iter().copied().chain(filtered).collect();
        self.sign = decimal_sign(&self.rows, &looked, self.file.table, SAY_SIGN, problems)?;
        Some(found)
    }

    /// What `one` makes of a cell of each row that counts and its place; `None` inside for an empty one.
    fn cells<T>(&self, column: usize, mut one: impl FnMut(&str, Place) -> Option<T>) -> Cells<T> {
        let mut cells = Vec::new();
        let text = |row: &CsvRow<'a>, at: usize| row.cells.get(at).map_or(String::new(), |cell| cell.text.to_string());
        for row in self.rows.iter() {
            if !self.filters.iter().all(|(at, filter, order)| filter.takes(&text(&row, *at), self.sign, *order)) {
                continue;
            }
            let source = self.file.table.source;
            match row.cells.get(column) {
                Some(cell) if !cell.text.is_empty() => {
                    let place = cell_place(source, cell);
                    cells.push((one(&cell.text, place), place));
                }
                other => cells.push((None, cell_place(source, other.unwrap_or(&row.cells[0])))),
            }
        }
        cells
    }

    /// The numbers of a column.
    pub fn numbers(&self, column: usize, problems: &mut Problems) -> Cells<f64> {
        self.cells(column, |text, place| {
            let number = self.number(text);
            if number.is_none() && problems.wants(place) {
                problems.at(place, format!("`{text}` is not a number"));
            }
            number
        })
    }

    /// The number of a cell.
    pub fn number(&self, text: &str) -> Option<f64> {
        let number: f64 = self.sign.number(text)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// The words of a column.
    pub fn words(&self, column: usize) -> Cells<String> {
        self.cells(column, |text, _| Some(text.to_string()))
    }

    /// The times of a column: all numbers, or all moments, in seconds since 1970. An offset from UTC is dropped where all have it.
    pub fn times(&self, column: usize, problems: &mut Problems) -> (Cells<f64>, Clock) {
        let Some(mut times) = self.time_column(column, problems) else { return (Vec::new(), Clock::Numbers) };
        let cells = self.cells(column, |text, place| {
            times.read(self.number(text), (text, place), problems).map(|(value, _)| value)
        });
        (cells, times.clock())
    }

    /// A column of times, nothing read yet; `None` where nothing tells the day from the month.
    pub fn time_column(&self, column: usize, problems: &mut Problems) -> Option<TimeColumn> {
        let mut cells = self.rows.iter().filter_map(|row| row.cells.get(column).cloned());
        let Some(first) = cells.find(|cell| !cell.text.is_empty()) else { return Some(TimeColumn::default()) };
        if day_month_of(&first.text).is_none() {
            return Some(TimeColumn::default());
        }
        let order = std::iter::once(first.clone()).chain(cells).find_map(|cell| day_month_of(&cell.text).flatten());
        if order.is_none() {
            let message =
                format!("`{}` has a day and a month, and no date of the column tells which is which", first.text);
            let help = "write dates as 2026-01-05, or as 5.1.2026 with the day first";
            problems.add(Problem::new(cell_place(self.file.table.source, &first), message).help(help));
        }
        order.map(|order| TimeColumn { order: Some(order), ..TimeColumn::default() })
    }

    /// The place of a heading; a problem where it is said and not there.
    pub fn find(&self, name: &str, said: Option<Place>, problems: &mut Problems) -> Option<usize> {
        match said {
            None => self.headings.iter().position(|heading| heading == name),
            Some(place) => column(&self.headings, name, (self.file.name, Some(place)), problems),
        }
    }

    /// Finds the decimal sign that the numbers of columns show.
    pub fn look(&mut self, columns: &[usize], problems: &mut Problems) -> Option<()> {
        self.sign = decimal_sign(&self.rows, columns, self.file.table, SAY_SIGN, problems)?;
        Some(())
    }

    /// The rows that count, in order.
    pub fn each(&self, mut one: impl FnMut(&CsvRow<'a>)) {
        for row in self.rows.iter() {
            let text = |at: usize| row.cells.get(at).map_or("", |cell| &*cell.text);
            if self.filters.iter().all(|(at, filter, order)| filter.takes(text(*at), self.sign, *order)) {
                one(&row);
            }
        }
    }

    /// Where a cell of a row stands; of one that is not there the first.
    pub fn place_of(&self, row: &CsvRow<'a>, column: usize) -> Place {
        cell_place(self.file.table.source, row.cells.get(column).unwrap_or(&row.cells[0]))
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &'a str {
        self.file.name
    }

    /// Where the file is named.
    pub fn place(&self) -> Option<Place> {
        self.file.place
    }
}

/// Values that count, and how many rows had an empty cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasuredValues {
    /// With their places.
    pub values: Vec<(f64, Place)>,
    /// Rows left out.
    pub empty: usize,
}

/// What is measured in the rows of a record, in time units where it is a time between moments; not negative.
pub fn measured(
    record: &mut Record<'_>,
    what: &MeasuredColumn,
    unit: TimeUnit,
    problems: &mut Problems,
) -> Option<MeasuredValues> {
    let before = problems.len();
    let cells = match what {
        MeasuredColumn::Column(name) => {
            let [column] = record.columns([name], problems)?;
            record.numbers(column, problems)
        }
        MeasuredColumn::Between { from, to } => {
            let [from, to] = record.columns([from, to], problems)?;
            let ((from, clock), (to, other)) = (record.times(from, problems), record.times(to, problems));
            let is_dated = clock != Clock::Numbers;
            if is_dated != (other != Clock::Numbers) && !from.is_empty() {
                let message = "one of the columns has dates and the other numbers: their difference is no time";
                problems.at(to[0].1, message);
                return None;
            }
            let per_unit = if is_dated { DAY * unit.days() } else { 1.0 };
            let span = |from: Option<f64>, to: Option<f64>| from.zip(to).map(|(from, to)| (to - from) / per_unit);
            from.iter().zip(&to).map(|(from, to)| (span(from.0, to.0), to.1)).collect()
        }
    };
    let mut values = MeasuredValues::default();
    for (value, place) in cells {
        match value {
            Some(value) if value >= 0.0 => values.values.push((value, place)),
            Some(value) if problems.wants(place) => {
                let message = match what {
                    MeasuredColumn::Column(_) => format!("{value} is negative"),
                    MeasuredColumn::Between { from, to } => format!("`{to}` is {} before `{from}`", -value),
                };
                problems.add(Problem::new(place, message).help("leave such rows out with a `where`, or mend them"));
            }
            Some(_) => {}
            None => values.empty += 1,
        }
    }
    if values.values.is_empty() && problems.len() == before {
        let message = format!("{} has no value there in the rows that count", record.name());
        problems.add(Problem { place: record.place(), ..Problem::nowhere(message) });
    }
    (problems.len() == before).then_some(values)
}
