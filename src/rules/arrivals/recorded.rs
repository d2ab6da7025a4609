//! Recorded orders: what came, when it came; or blocks or rows of it, drawn anew.
//!
//! The customers of last year, where no law is to be trusted. Replayed, every replication meets the same orders. Blocks keep what
//! depends on each other within them, seasons and weekdays too, where they are whole ones (the block bootstrap: H. R. Künsch, Annals
//! of Statistics 17, 1989); rows one by one keep the laws of gaps and sizes and nothing else (B. Efron, Annals of Statistics 7, 1979).

use crate::keys::range::SPAN_ABOVE_0;
use crate::keys::row::{TIME, key};
use crate::keys::{Exclusive, Fallback, KeyRow, NameKind, Need, Swap, ValueKind};
use crate::model::{FOREVER, RecordedOrder, RecordedOrders, RecordedPart, Replay};
use crate::random::{AliasTable, Purpose, StreamKey, StreamRng};
use std::sync::Arc;

/// What stands between cells.
const SEPARATORS: &[&str] = &[",", ";", "tab", "|"];

/// Its keys, of every demand stream.
#[rustfmt::skip]
pub const ROWS: &[KeyRow] = &[
    key("demand.*.arrivals.trace", ValueKind::Group, "", Fallback::None, "Recorded orders: a row of a file is an order. What no column or an empty cell gives comes from the keys of the stream."),
    key("demand.*.arrivals.trace.file", ValueKind::Text, "file", Fallback::Required, "CSV file or sheet of a spreadsheet, relative to the scenario."),
    key("demand.*.arrivals.trace.columns", ValueKind::Group, "", Fallback::None, "Headings, where they are others than these."),
    key("demand.*.arrivals.trace.columns.time", ValueKind::Text, "", Fallback::Is("\"time\""), "When the order came: time units from 0, or a date, with a time of day or without."),
    key("demand.*.arrivals.trace.columns.item", ValueKind::Text, "", Fallback::Follows("`item`, if there is such a column"), "The product asked for."),
    key("demand.*.arrivals.trace.columns.quantity", ValueKind::Text, "", Fallback::Follows("`quantity`, if there is such a column"), "Units asked for; 0 is no order."),
    key("demand.*.arrivals.trace.columns.class", ValueKind::Text, "", Fallback::Follows("`class`, if there is such a column"), "Class of the customer."),
    key("demand.*.arrivals.trace.columns.due", ValueKind::Text, "", Fallback::Follows("`due`, if there is such a column"), "When it was promised: a date, of which the end of the day counts, or time units after the order."),
    key("demand.*.arrivals.trace.columns.customer", ValueKind::Text, "", Fallback::Follows("`customer`, if there is such a column"), "Who asked: a label in `orders.csv` that changes nothing."),
    key("demand.*.arrivals.trace.where", ValueKind::Named(NameKind::New), "", Fallback::None, "Which rows count, by heading; all must hold."),
    key("demand.*.arrivals.trace.where.*", ValueKind::Wanted, "", Fallback::None, "A value, a list of them, or `{ min, max }`."),
    key("demand.*.arrivals.trace.names", ValueKind::Group, "", Fallback::None, "From names of the file to names of the scenario."),
    key("demand.*.arrivals.trace.names.item", ValueKind::Named(NameKind::New), "", Fallback::None, "Of products: `{ \"CPU 8100/x\" = \"cpu\" }`."),
    key("demand.*.arrivals.trace.names.item.*", ValueKind::Text, "", Fallback::None, "The item."),
    key("demand.*.arrivals.trace.names.class", ValueKind::Named(NameKind::New), "", Fallback::None, "Of classes: `{ VIP = \"gold\" }`."),
    key("demand.*.arrivals.trace.names.class.*", ValueKind::Text, "", Fallback::None, "The class."),
    key("demand.*.arrivals.trace.unknown", ValueKind::Word(&["error", "skip"]), "", Fallback::Is("\"error\""), "What a product is that the scenario does not know: an error, or left out."),
    key("demand.*.arrivals.trace.negative", ValueKind::Word(&["error", "skip", "restock"]), "", Fallback::Is("\"error\""), "What a quantity below 0 is: an error, left out, or units that come back to the shelf."),
    key("demand.*.arrivals.trace.duplicates", ValueKind::Word(&["keep", "skip"]), "", Fallback::Is("\"keep\""), "Rows that are alike in every column read: all count, or the first alone."),
    key("demand.*.arrivals.trace.spread", ValueKind::Flag, "", Fallback::Is("false"), "Whether the orders of a date without a time of day are spread evenly over it; else they come at its midnight."),
    key("demand.*.arrivals.trace.until", ValueKind::Moment(SPAN_ABOVE_0), TIME, Fallback::Follows("the last row; of a date without a time of day its end"), "End of the record, itself not in it."),
    key("demand.*.arrivals.trace.repeat", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::Follows("once"), "The record again every so many time units, at least its length."),
    key("demand.*.arrivals.trace.bootstrap", ValueKind::Group, "", Fallback::None, "Orders drawn from the record in place of the record itself."),
    key("demand.*.arrivals.trace.bootstrap.block", ValueKind::Time(SPAN_ABOVE_0), TIME, Fallback::None, "Length of the blocks that are drawn; streams of one file draw the same."),
    key("demand.*.arrivals.trace.bootstrap.rows", ValueKind::Flag, "", Fallback::None, "Rows one by one, each with the gap to the row before it."),
    key("demand.*.arrivals.trace.separator", ValueKind::Word(SEPARATORS), "", Fallback::Follows("what the first row shows"), "What stands between cells."),
    key("demand.*.arrivals.trace.decimal", ValueKind::Word(&[".", ","]), "", Fallback::Follows("what the numbers show"), "The decimal sign."),
];

/// Keys of which one is given.
#[rustfmt::skip]
pub const EXCLUSIVE: &[Exclusive] = &[
    Exclusive { pattern: "demand.*.arrivals", keys: &["profile", "trace"], need: Need::AtMostOne, swap: Swap::Clashes, with: &[], help: "what was recorded has its seasons in it" },
    Exclusive { pattern: "demand.*.arrivals.trace", keys: &["repeat", "bootstrap"], need: Need::AtMostOne, swap: Swap::Clashes, with: &[], help: "drawn orders never end" },
    Exclusive { pattern: "demand.*.arrivals.trace.bootstrap", keys: &["block", "rows"], need: Need::One, swap: Swap::Replaces, with: &[], help: "" },
];

/// A record as a plan has it.
#[derive(Clone, Debug)]
pub struct RecordedPlan {
    orders: Arc<RecordedOrders>,
    /// First row of each whole block, and the row after the last one's.
    blocks: Vec<usize>,
    /// Draws the product of an order whose row does not say it.
    pub mix: Option<AliasTable>,
    block_key: StreamKey,
    row_key: StreamKey,
    /// Nobody looks at orders after this tick.
    until: i64,
}

impl RecordedPlan {
    /// The record of a stream of this name, for a run that is over at a tick.
    #[must_use]
    pub fn new(part: &RecordedPart, stream: &str, until: i64) -> RecordedPlan {
        let orders = part.orders.clone();
        let blocks = match orders.replay {
            Replay::Blocks(length) => {
                let first = |block: i64| orders.rows.partition_point(|row| row.time < block * length);
                (0..=orders.end / length).map(first).collect()
            }
            _ => Vec::new(),
        };
        let (block_key, row_key) = (StreamKey::new(Purpose::Block, &orders.file), StreamKey::new(Purpose::Row, stream));
        let mix = (orders.mix.len() > 1).then(|| AliasTable::new(&orders.mix));
        RecordedPlan { mix, orders, blocks, block_key, row_key, until }
    }

    /// Mean orders from each tick to the next of an ascending list: over all draws of blocks, else at one rate up to the
    /// end of the record.
    #[must_use]
    pub fn mean_orders(&self, edges: &[i64]) -> Vec<f64> {
        let orders = &self.orders;
        let placed: Vec<i64> = orders.rows.iter().filter(|row| row.quantity >= 0).map(|row| row.time).collect();
        let (all, end) = (placed.len() as f64, orders.end.max(1));
        let up_to: Box<dyn Fn(i64) -> f64> = match orders.replay {
            Replay::Once => Box::new(move |time| all * time.min(end) as f64 / end as f64),
            Replay::Repeated(after) => Box::new(move |time| all * time as f64 / after.max(1) as f64),
            Replay::Rows => {
                let (first, last) = (placed.first().copied().unwrap_or(0), placed.last().copied().unwrap_or(0));
                Box::new(move |time| (all - 1.0) * time as f64 / (last - first).max(1) as f64)
            }
            Replay::Blocks(length) => {
                let blocks = end / length;
                let mut within: Vec<i64> =
                    placed.iter().filter(|time| **time < blocks * length).map(|time| time % length).collect();
                within.sort_unstable();
                Box::new(move |time| {
                    let before = within.partition_point(|place| *place < time % length) as f64;
                    ((time / length) as f64 * within.len() as f64 + before) / blocks as f64
                })
            }
        };
        edges.windows(2).map(|pair| up_to(pair[1]) - up_to(pair[0])).collect()
    }

    /// Whether rows name customers.
    #[must_use]
    pub fn names_customers(&self) -> bool {
        !self.orders.customer.is_empty()
    }

    /// The customer of a row; empty where it names none.
    #[must_use]
    pub fn customer(&self, row: usize) -> &str {
        let place = self.orders.customer.get(row).copied().flatten();
        place.map_or("", |place| &self.orders.customers[place as usize])
    }

    /// What becomes of the record.
    #[must_use]
    pub fn replay(&self) -> Replay {
        self.orders.replay
    }

    /// A row.
    #[must_use]
    pub fn row(&self, place: usize) -> &RecordedOrder {
        &self.orders.rows[place]
    }
}

/// Where a stream stands in its record.
#[derive(Clone, Debug)]
pub struct RecordCursor {
    stream: (u64, u32),
    /// The row that comes next, and the first that is not of its block.
    at: usize,
    end: usize,
    /// What is added to the times of rows, ticks.
    shift: i64,
    /// Blocks, repetitions or orders so far.
    number: u64,
    /// The rows of the last two arrivals that were asked for.
    coming: usize,
    here: usize,
}

impl RecordCursor {
    /// At the beginning of a replication.
    #[must_use]
    pub fn new(plan: &RecordedPlan, seed: u64, replication: u32) -> RecordCursor {
        let end = if plan.blocks.is_empty() { plan.orders.rows.len() } else { 0 };
        RecordCursor { stream: (seed, replication), at: 0, end, shift: 0, number: 0, coming: 0, here: 0 }
    }

    /// The row that has just come.
    #[must_use]
    pub fn here(&self) -> usize {
        self.here
    }

    /// The row that was asked for last.
    #[must_use]
    pub fn coming(&self) -> usize {
        self.coming
    }

    /// When the next row comes, ticks; [`FOREVER`] when none does.
    pub fn next(&mut self, plan: &RecordedPlan) -> i64 {
        self.here = self.coming;
        let rows = &plan.orders.rows;
        if plan.orders.replay == Replay::Rows {
            let row = 1 + self.drawn(plan.row_key, rows.len() - 1);
            self.coming = row;
            self.shift += rows[row].time - rows[row - 1].time;
            return self.shift;
        }
        while self.at == self.end {
            match plan.orders.replay {
                Replay::Repeated(after) => (self.at, self.shift) = (0, self.shift + after),
                Replay::Blocks(length) => {
                    let begins = self.number as i64 * length;
                    let block = self.drawn(plan.block_key, plan.blocks.len() - 1);
                    (self.at, self.end) = (plan.blocks[block], plan.blocks[block + 1]);
                    self.shift = begins - block as i64 * length;
                    if begins > plan.until {
                        return FOREVER;
                    }
                }
                Replay::Once | Replay::Rows => return FOREVER,
            }
            if self.shift > plan.until {
                return FOREVER;
            }
        }
        self.coming = self.at;
        self.at += 1;
        self.shift + rows[self.coming].time
    }

    /// One of so many, by the next number of a stream.
    fn drawn(&mut self, key: StreamKey, count: usize) -> usize {
        let (seed, replication) = self.stream;
        let uniform = StreamRng::keyed(seed, replication, key.number(self.number)).uniform();
        self.number += 1;
        ((count as f64 * uniform) as usize).min(count - 1)
    }
}
