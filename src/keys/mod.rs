//! What a row of the table of keys is made of: ranges with their words, and the parameters of a law.
//!
//! The laws declare their own rows with these types, and `input` reads, checks and describes scenarios by them.
//!
//! *Architecture invariant:* plain data that says what may be written; it reads nothing and names no other layer.

mod law_row;
mod range;

pub use law_row::{LawRow, Parameter, Status, Takes};
pub use range::{Ends, LARGEST, Range, short};
