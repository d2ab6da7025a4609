//! The rows of a record that count, as its file has them.

use std::collections::BTreeMap;

/// A row that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TraceRow {
    /// Seconds since 1970, or time units.
    pub time: f64,
    /// Whether that is a date without a time of day.
    pub is_bare: bool,
    /// Place of the product among the items, where the row names one.
    pub item: Option<u32>,
    /// Units, where the row says them; below 0 where they come back.
    pub quantity: Option<i64>,
    /// Place of the class among those of the record, where the row names one.
    pub class: Option<u32>,
    /// When it is due, where the row says it: time units after it, or seconds since 1970.
    pub due: Option<TraceDue>,
    /// Place of the customer among those of the record, where the row names one.
    pub customer: Option<u32>,
}

/// When a row is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TraceDue {
    /// Time units after it.
    After(f64),
    /// Seconds since 1970.
    At(f64),
}

/// The rows of a record.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The file as it is named.
    pub file: String,
    /// In the order of the file.
    pub rows: Vec<TraceRow>,
    /// Whether times are dates.
    pub is_dated: bool,
    /// Classes that rows name.
    pub classes: Vec<String>,
    /// Customers that rows name.
    pub customers: Vec<String>,
    /// What was left out, in words: how many, and what.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// Counts, by what was counted.
pub type Counts = BTreeMap<&'static str, usize>;

/// Adds to a count.
pub fn note(counts: &mut Counts, what: &'static str, count: usize) {
    if count > 0 {
        *counts.entry(what).or_default() += count;
    }
}
