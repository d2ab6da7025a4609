//! Classes of customers.

/// A class of customers: its terms stand in its streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// As written; unique.
    pub name: String,
    /// 1 is served first.
    pub priority: u16,
}

/// What a class leaves on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// The class; `restock` is that of what is made for no order that waits.
    pub class: String,
    /// Units.
    pub units: i64,
}
