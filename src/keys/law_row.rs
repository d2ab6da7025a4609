//! Rows of the table of laws.

use super::range::{Ends, Range};

/// One law.
#[derive(Debug)]
pub struct LawRow {
    /// Its tag: `gamma`.
    pub tag: &'static str,
    /// Alternative sets of parameters; the first is the usual one.
    pub forms: &'static [&'static [Parameter]],
    /// What it is, in one line.
    pub doc: &'static str,
    /// Whether this version has it.
    pub status: Status,
}

/// Whether this version has a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has it.
    Here,
    /// A later version will: described, and refused.
    Later,
}

/// One parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its key.
    pub name: &'static str,
    /// Its values.
    pub takes: Takes,
    /// What it may be.
    pub range: Range,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A list of numbers.
    Numbers,
    /// One of some words.
    Word(&'static [&'static str]),
}

impl LawRow {
    /// A law of this version.
    #[must_use]
    pub const fn new(tag: &'static str, forms: &'static [&'static [Parameter]], doc: &'static str) -> LawRow {
        LawRow { tag, forms, doc, status: Status::Here }
    }

    /// A law of a later version: described, and refused.
    #[must_use]
    pub const fn later(tag: &'static str, doc: &'static str) -> LawRow {
        LawRow { tag, forms: &[], doc, status: Status::Later }
    }
}

impl Parameter {
    /// A number.
    #[must_use]
    pub const fn number(name: &'static str, range: Range) -> Parameter {
        Parameter { name, takes: Takes::Number, range }
    }

    /// A whole number from 1 to `high`.
    #[must_use]
    pub const fn whole(name: &'static str, high: f64) -> Parameter {
        Parameter { name, takes: Takes::Whole, range: Range { low: 1.0, high, ends: Ends::Closed } }
    }

    /// One of some words; a law gets its place among them.
    #[must_use]
    pub const fn word(name: &'static str, words: &'static [&'static str]) -> Parameter {
        let range = Range { low: 0.0, high: words.len() as f64 - 1.0, ends: Ends::Closed };
        Parameter { name, takes: Takes::Word(words), range }
    }

    /// A list of numbers.
    #[must_use]
    pub const fn numbers(name: &'static str, range: Range) -> Parameter {
        Parameter { name, takes: Takes::Numbers, range }
    }
}
