//! From a TOML scenario (and CSV tables) to a checked [`Model`](crate::model::Model), or *all* problems at once, each at
//! its place.
//!
//! ```text
//! bytes ──document, tables, overrides──► raw tree with places ──validate──► keys, types, ranges are right
//!       ──resolve──► presets and precedence made explicit ──build──► Model
//! ```
//!
//! Parse, do not validate: the raw tree mirrors what the user typed; the model is what the program works with, and
//! holding one proves that every rule of `docs/SCENARIO.md` is met. Every key has one row in [`keys::table`]; what is
//! known, in range and by default, the JSON Schema and the reference come from it.
//!
//! *Architecture invariant:* knows nothing of the engine. No other module reads a scenario or sees its raw tree.

mod accepted;
mod advice;
mod always_lost;
mod axis_label;
mod beside;
mod build;
mod canonical;
mod classes;
mod data;
mod defaults;
mod document;
mod empirical;
mod ends;
mod finding;
mod findings;
mod hours;
mod key_at;
mod key_path;
pub mod keys;
mod limits;
mod optimize;
mod origin;
mod overrides;
mod own_models;
mod own_settings;
mod patterns;
mod presets;
mod reading;
mod reference;
mod rejected_kind;
mod render;
mod resolve;
mod scaling;
mod schema;
mod seasons;
mod sources;
#[cfg(feature = "xlsx")]
mod spreadsheet;
mod sweep;
mod table_file;
mod table_text;
mod tables;
mod templates;
#[cfg(test)]
mod tests;
mod trace_rows;
mod traces;
mod tree_changes;
mod validate;
mod without_effect;

pub use crate::keys::Design;
pub use crate::reader::{DAY, Place, Problem, SourceKind, Sources, nearest, quote, quote_key, weekday};
pub use accepted::{Accepted, LocatedProblem, Rejected};
pub use beside::{Beside, ReadFor};
pub use data::{AskedOfRecord, MeasuredColumn, OrderRecord, RecordRequest, Recorded, read_record, time_units};
pub use optimize::{Bounds, Money, Optimize, Start, Wanted};
pub use overrides::{Change, Said};
pub use reading::{read, read_str, read_text, read_with};
pub use reference::reference_markdown;
pub use rejected_kind::RejectedKind;
pub use render::Colour;
pub use schema::schema_json;
pub use sweep::{Coordinate, SweepAxis, SweepRequest, overlap};
pub use table_text::DecimalSign;
pub use templates::{TEMPLATES, Template};
