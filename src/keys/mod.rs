//! What may stand in a scenario: the types of a row of the table of keys, and of the tree the rows form.
//!
//! The rows themselves are declared where their keys are read; `input` puts them together. Unknown-key detection, range
//! checks and their messages, the JSON Schema and `docs/SCENARIO.md` come from them.
//!
//! *Architecture invariant:* plain data and words; it knows no value of a scenario.

mod design;
mod law_row;
mod node;
pub mod range;
pub mod row;

pub use design::Design;
pub use law_row::{LawRow, Parameter, Status, Takes};
pub use node::KeyNode;
pub use range::{Ends, LARGEST, Range, short};
pub use row::{Exclusive, Fallback, KeyRow, LawUse, NameKind, Need, RefersTo, Swap, ValueKind};
