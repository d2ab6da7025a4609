//! Recorded orders: the rows of a file, in the order in which they came.

use std::sync::Arc;

/// One recorded order, or units that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedOrder {
    /// Ticks.
    pub time: i64,
    /// Which part of its stream it belongs to: rows of one class for one item.
    pub part: u32,
    /// Units; 0 where they are drawn, below 0 where so many come back.
    pub quantity: i64,
    /// Ticks from placement to the promised time, where the row says it.
    pub due: Option<i64>,
}

/// What becomes of a record in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// The same orders in every replication, once.
    Once,
    /// The same, again after so many ticks.
    Repeated(i64),
    /// Blocks of so many ticks, drawn with replacement.
    Blocks(i64),
    /// Rows, drawn with replacement.
    Rows,
}

/// The orders of one file for one stream.
#[derive(Clone, Debug)]
pub struct RecordedOrders {
    /// The file as the scenario names it.
    pub file: String,
    /// By time, then as in the file.
    pub rows: Vec<RecordedOrder>,
    /// End of the record, ticks.
    pub end: i64,
    /// What becomes of it.
    pub replay: Replay,
    /// Shares of the products of an order whose row names none; nothing where all rows do.
    pub mix: Vec<f64>,
    /// Customers that rows name: labels.
    pub customers: Vec<String>,
    /// By row: place among the customers; nothing where no row names one.
    pub customer: Vec<Option<u32>>,
}

impl RecordedOrders {
    /// Whether units come back.
    #[must_use]
    pub fn restocks(&self) -> bool {
        self.rows.iter().any(|row| row.quantity < 0)
    }

    /// Whether rows say when they are due.
    #[must_use]
    pub fn says_due(&self) -> bool {
        self.rows.iter().any(|row| row.due.is_some())
    }
}

/// What a stream has of a record: the orders of one class for one item.
#[derive(Clone, Debug)]
pub struct RecordedPart {
    /// All of the stream.
    pub orders: Arc<RecordedOrders>,
    /// Which part this is; the first stands for the stream, and the others follow it.
    pub part: u32,
    /// Place of its class among those of the stream.
    pub terms: u32,
    /// Units of an order whose row does not say them.
    pub quantity: crate::laws::Law,
}
