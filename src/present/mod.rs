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
pub mod folder;
mod found;
mod json;
pub mod look;
pub use crate::results::numbers;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
pub mod reference;
pub mod report;
mod run_json;
pub mod terminal;

pub use error::{ReadError, WriteError};
pub use folder::{
    Charts, Format, RECORDS, WriteOptions, check_folder, clear_leftovers, folder_name, journal_of, write_decoupling,
    write_folder, write_frontier, write_sweep,
};
pub use read::{formats_of, read_decoupling, read_folder, read_frontier, read_info, read_records, read_sweep};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
