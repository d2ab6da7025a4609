//! What a user wrote, with the place of every key and value, and how it is read: a value, or the default of its row.
//!
//! *Architecture invariant:* it judges nothing: what is wrong is said by whoever reads, with a place from here.

mod cells;
mod cursor;
mod moment;
mod name;
mod nearest;
mod place;
mod problem;
mod tree;

pub use cells::{CsvCell, CsvRow, CsvRows, RowIndex, rows};
pub use cursor::{Cursor, Named};
pub use moment::{DAY, DayMonth, Moment, day_month_of, local_moment, moment, weekday};
pub use name::{LONGEST_NAME, is_like, is_name, join, outside_quotes, quote, quote_key, split_variant};
pub use nearest::nearest;
pub use place::{Place, SourceKind, SourcePosition, SourceText, Sources};
pub use problem::{Problem, Problems, TOLD};
pub use tree::{RawEntry, RawKey, RawNode, RawTable, RawValue};
