//! What a source has sent, and where the units of a replenishment stand in it.

/// What a source has sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceState {
    /// Replenishments.
    pub sent: u64,
    /// Units of them.
    pub units: u64,
}

/// Where the units of a replenishment stand among those of its source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch {
    /// Place of the source in the plan.
    pub source: u32,
    /// Number of the replenishment among those of the source, from 0.
    pub number: u64,
    /// Number of its first unit among those of the source, from 0.
    pub first: u64,
}
