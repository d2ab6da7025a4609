//! What becomes of an order that stock cannot serve.

/// Whether an order stays when not all it needs from stock is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortOrder {
    /// It waits for the rest.
    Waits,
    /// It is lost whole.
    IsLost,
    /// It loses the units that are short, and stays with the rest.
    LosesUnits,
}
