//! Names of streams, and the mixing that keeps unlike names apart.

/// How a stream comes from (seed, replication, purpose word, entity name); written into every result folder.
///
/// Name bytes are absorbed eight at a time by the SplitMix64 finaliser (Steele, Lea & Flood 2014, constants of
/// Stafford's variant 13) into a 64-bit key; the key and the replication, each mixed with the seed, make two words
/// that are filled by SplitMix64 into the 256 bits of a xoshiro256++ generator (Blackman & Vigna 2021). Uniforms
/// have 53 bits; the samplers of the laws are those of `rand_distr` 0.6 and of `laws`.
pub const SCHEME: &str =
    "pushpull-streams-2: splitmix64(seed, replication, purpose word, entity name) -> xoshiro256++, rand_distr 0.6";

/// What a stream is for. The word is part of the stream's key: never change one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Gaps between orders.
    Arrival,
    /// Units per order.
    Quantity,
    /// Product of an order.
    Mix,
    /// Choices of an order.
    Options,
    /// Patience of an order.
    Patience,
    /// Delivery time of an order.
    Delivery,
    /// Lead time of a replenishment.
    LeadTime,
    /// Process time of a unit.
    ProcessTime,
    /// Set-up time of a job.
    SetupTime,
    /// What goes first among events of one instant.
    Tie,
    /// Errors of the forecasts of an item.
    Forecast,
    /// Resamples of a law fitted to a record.
    Fit,
    /// Length of a stay of an environment.
    Stay,
    /// State of an environment after a stay.
    Next,
    /// Block of a record.
    Block,
    /// Row of a record.
    Row,
    /// Time until a place fails.
    UpTime,
    /// Time until it is repaired.
    DownTime,
    /// Gaps between moments of obsolescence.
    Obsolete,
    /// End of an item.
    Ends,
    /// Source of a replenishment.
    Source,
    /// Time that a lot may lie on a shelf.
    ShelfLife,
    /// Whether a unit is good.
    Yield,
    /// Share of a replenishment that is good.
    LotYield,
    /// Whether a customer takes a substitute.
    Substitute,
    /// Whether a customer consents to a quote.
    Accept,
    /// Whether an order comes back.
    Returned,
    /// How long after delivery it does.
    ReturnTime,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 28] = [
        Purpose::Arrival,
        Purpose::Quantity,
        Purpose::Mix,
        Purpose::Options,
        Purpose::Patience,
        Purpose::Delivery,
        Purpose::LeadTime,
        Purpose::ProcessTime,
        Purpose::SetupTime,
        Purpose::Tie,
        Purpose::Forecast,
        Purpose::Fit,
        Purpose::Stay,
        Purpose::Next,
        Purpose::Block,
        Purpose::Row,
        Purpose::UpTime,
        Purpose::DownTime,
        Purpose::Obsolete,
        Purpose::Ends,
        Purpose::Source,
        Purpose::ShelfLife,
        Purpose::Yield,
        Purpose::LotYield,
        Purpose::Substitute,
        Purpose::Accept,
        Purpose::Returned,
        Purpose::ReturnTime,
    ];

    /// The word that goes into the key.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Arrival => "arrival",
            Purpose::Quantity => "quantity",
            Purpose::Mix => "mix",
            Purpose::Options => "options",
            Purpose::Patience => "patience",
            Purpose::Delivery => "delivery",
            Purpose::LeadTime => "lead_time",
            Purpose::ProcessTime => "process_time",
            Purpose::SetupTime => "setup_time",
            Purpose::Tie => "tie",
            Purpose::Forecast => "forecast",
            Purpose::Fit => "fit",
            Purpose::Stay => "stay",
            Purpose::Next => "next",
            Purpose::Block => "block",
            Purpose::Row => "row",
            Purpose::UpTime => "up_time",
            Purpose::DownTime => "down_time",
            Purpose::Obsolete => "obsolete",
            Purpose::Ends => "ends",
            Purpose::Source => "source",
            Purpose::ShelfLife => "shelf_life",
            Purpose::Yield => "yield",
            Purpose::LotYield => "lot_yield",
            Purpose::Substitute => "substitute",
            Purpose::Accept => "accept",
            Purpose::Returned => "returned",
            Purpose::ReturnTime => "return_time",
        }
    }
}

/// Step of SplitMix64: 2⁶⁴ ÷ the golden ratio, odd.
pub(super) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The SplitMix64 finaliser: a bijection in which every input bit changes every output bit about half the time.
pub(super) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Name of a stream, hashed once when a plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey(pub(super) u64);

impl StreamKey {
    /// The key of (purpose, entity name). Two different names share a key with probability about 2⁻⁶⁴.
    #[must_use]
    pub fn new(purpose: Purpose, entity: &str) -> StreamKey {
        StreamKey(absorb(absorb(0, purpose.word()), entity))
    }

    /// The key of one number of a stream that is not read in order: each number has a generator of its own.
    #[must_use]
    pub fn number(self, number: u64) -> StreamKey {
        StreamKey(mix(self.0.wrapping_add(GOLDEN) ^ mix(number)))
    }
}

/// Mixes a word into a hash: its length first, so that neighbouring words cannot run together.
fn absorb(hash: u64, word: &str) -> u64 {
    let mut hash = mix(hash.wrapping_add(GOLDEN) ^ (word.len() as u64));
    for chunk in word.as_bytes().chunks(8) {
        let mut block = [0; 8];
        block[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash.wrapping_add(GOLDEN) ^ u64::from_le_bytes(block));
    }
    hash
}
