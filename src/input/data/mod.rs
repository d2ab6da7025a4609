//! Records in data files: the columns that a law or a fit is made of.
//!
//! A record is read like a table of items: separator, decimal sign and encoding as the file shows them, sheets of spreadsheets too.
//! Whatever is wrong in it is told by row and column, all of it at once.

mod filter;
mod order_rows;
mod record;
mod request;

pub use filter::Filter;
pub use order_rows::{DueCell, OrderColumns, each_order};
pub use record::{Clock, DataFile, MeasuredColumn, Record, measured};
pub use request::{AskedOfRecord, OrderRecord, RecordRequest, Recorded, read_record, time_units};
