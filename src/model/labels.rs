//! Labels: what people call things whose names are part numbers.

/// What one thing is called in charts, tables and sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// `item`, `station`, `supplier`, `class` or `strategy`.
    pub kind: &'static str,
    /// Its name in the scenario.
    pub name: String,
    /// Its label, unique among the labels and names of its kind.
    pub label: String,
}
