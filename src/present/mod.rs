//! From [`Tables`](crate::results::Tables) to files and the terminal, and back.
//!
//! ```text
//!                ┌─► csv, json, parquet ─┐
//! Tables ────────┼─► run.json            ├─► folder (written beside, then renamed)
//!                ├─► charts (svg, png)   │
//!                ├─► report.html ────────┘
//!                └─► terminal
//! folder ──read──► Tables                      so that a report can be drawn again, byte for byte
//! ```
//!
//! A table is a list of columns, each declared once in [`columns`]; every format is a plain function from rows to
//! bytes. Charts come in two steps: `charts` computes what is to be seen from the tables (and can be tested
//! without a picture), the drawing modules turn that into SVG and PNG.
//!
//! *Architecture invariant:* knows nothing of the engine. Everything here is a pure function of the tables: no clock,
//! no path of this machine, no thread count and no hash-map order reach a byte that is written.

pub mod charts;
pub mod columns;
mod csv;
mod error;
mod files;
mod fit;
pub mod folder;
mod format;
mod json;
mod kind;
mod kinds;
mod listings;
#[cfg(feature = "parquet")]
mod parquet;
mod place;
pub mod reference;
pub mod report;
mod run_json;
pub mod summary_index;
pub mod terminal;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use crate::results::numbers;
pub use error::{ReadError, WriteError};
pub use files::TableSink;
pub use fit::{fit_json, fit_text, write_fit};
pub use folder::{
    Charts, WriteOptions, WrittenFolder, check_folder, folder_name, formats_of, journal_of, read_folder, read_info,
    read_records, write_folder,
};
pub use format::Format;
pub use kind::{ResultKind, charts_of};
pub use place::{Leftover, RECORDS, clear_leftovers_in, clear_leftovers_of, journals_in};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
