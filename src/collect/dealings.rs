//! What is counted of customers who do more than wait: substitutes, promises, orders that come back.

/// Which of these rules customers have: then they have rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct DealingsInUse {
    pub substitutes: bool,
    pub quotes: bool,
    pub returns: bool,
}

/// What customers of a cohort did beside waiting.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dealings {
    pub in_use: DealingsInUse,
    pub substituted: u64,
    pub declined: u64,
    pub returned: u64,
    /// Orders whose customers consented to a promise, and the sum of these, ticks.
    pub consented: u64,
    pub promised: i128,
    /// Delivered by the promise.
    pub kept: u64,
}

impl Dealings {
    pub fn merge(&mut self, other: &Dealings) {
        let in_use = &mut self.in_use;
        in_use.substitutes |= other.in_use.substitutes;
        in_use.quotes |= other.in_use.quotes;
        in_use.returns |= other.in_use.returns;
        self.substituted += other.substituted;
        self.declined += other.declined;
        self.returned += other.returned;
        self.consented += other.consented;
        self.promised += other.promised;
        self.kept += other.kept;
    }
}
