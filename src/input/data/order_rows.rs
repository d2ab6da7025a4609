//! Rows of recorded orders: every cell that is read, with what is wrong in it.

use super::record::{Clock, Record, TimeColumn};
use crate::reader::{Moment, Place, Problem, Problems};

/// Columns that are read, by their place in the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderColumns {
    /// When the order came.
    pub time: usize,
    /// What was asked for.
    pub item: Option<usize>,
    /// Units.
    pub quantity: Option<usize>,
    /// Class of the customer.
    pub class: Option<usize>,
    /// When it was promised.
    pub due: Option<usize>,
    /// Who the customer was.
    pub customer: Option<usize>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct OrderCells<'t> {
    /// Seconds since 1970, or time units.
    pub time: f64,
    /// Whether that is a date without a time of day.
    pub is_bare: bool,
    /// The product, with its place.
    pub item: Option<(&'t str, Place)>,
    /// Units.
    pub quantity: Option<(f64, Place)>,
    /// The class, with its place.
    pub class: Option<(&'t str, Place)>,
    /// When it is due: time units after the order, or a moment.
    pub due: Option<DueCell>,
    /// The customer.
    pub customer: Option<&'t str>,
}

/// When an order is due.
#[derive(Clone, Copy, Debug)]
pub enum DueCell {
    /// Time units after it came.
    After(f64),
    /// A moment.
    At(Moment),
}

/// Reads the rows that count, in the order of the file; says what clock their times go by.
pub fn each_order(
    record: &Record<'_>,
    columns: OrderColumns,
    problems: &mut Problems,
    mut take: impl FnMut(OrderCells<'_>, &mut Problems),
) -> Clock {
    let Some(mut times) = record.time_column(columns.time, problems) else { return Clock::Numbers };
    let due_times = columns.due.map_or(Some(TimeColumn::default()), |due| record.time_column(due, problems));
    let Some(due_times) = due_times else { return Clock::Numbers };
    record.each(|row| {
        let text =
            |column: Option<usize>| row.cells.get(column?).map(|cell| &*cell.text).filter(|text| !text.is_empty());
        let place = |column: usize| record.place_of(row, column);
        let Some(time) = text(Some(columns.time)) else {
            if problems.wants(place(columns.time)) {
                problems.at(place(columns.time), "a row without a time");
            }
            return;
        };
        let Some((time, moment)) = times.read(record.number(time), (time, place(columns.time)), problems) else {
            return;
        };
        let word = |column: Option<usize>| text(column).map(|text| (text, place(column.expect("it has a text"))));
        let cells = OrderCells {
            time,
            is_bare: moment.is_some_and(|moment| moment.is_bare),
            item: word(columns.item),
            class: word(columns.class),
            quantity: word(columns.quantity).and_then(|cell| number(record, cell, problems)),
            customer: text(columns.customer),
            due: word(columns.due).and_then(|cell| due(record, &due_times, cell, problems)),
        };
        take(cells, problems);
    });
    times.clock()
}

fn number(record: &Record<'_>, (text, place): (&str, Place), problems: &mut Problems) -> Option<(f64, Place)> {
    let number = record.number(text);
    if number.is_none() && problems.wants(place) {
        problems.at(place, format!("`{text}` is not a number"));
    }
    Some((number?, place))
}

fn due(
    record: &Record<'_>,
    times: &TimeColumn,
    (text, place): (&str, Place),
    problems: &mut Problems,
) -> Option<DueCell> {
    let due = record.number(text).map(DueCell::After).or_else(|| times.moment(text).map(DueCell::At));
    if due.is_none() && problems.wants(place) {
        let problem = Problem::new(place, format!("`{text}` is neither a number nor a date"));
        problems.add(problem.help("a number is the time after the order, a date the promised day: 2026-01-05"));
    }
    due
}
