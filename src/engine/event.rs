//! An event is its key: time, rank, entity and number, in that order, so that the order of events at one instant
//! follows from names and numbers and never from the history of the list that keeps them. What the event is about it
//! carries beside the key ([`super::Load`]), or it is found by (entity, number) in the state.

/// What happens, in the order in which it happens at one instant (`docs/MODEL.md`, time). Marks of the window come
/// before all of these and starts at stations after; neither needs an entry here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Rank {
    /// Units that were on order at time 0 are received: (item, place among them).
    Opening = 0,
    /// A purchase order is received: (item, replenishment number).
    Receipt = 1,
    /// A delivered order comes back: (demand, order number).
    Return = 2,
    /// A work order is finished: (item, replenishment number).
    Completion = 3,
    /// A station is at work again: (station, number).
    Change = 4,
    /// A customer's patience ends: (demand, order number).
    PatienceEnd = 5,
    /// Free units are written off: (item, number with its cause).
    WriteOff = 6,
    /// A stock rule is looked at: (place among the reviews, review number).
    Review = 7,
    /// A customer order arrives: (demand, order number).
    Arrival = 8,
}

const NUMBER_BITS: u32 = 36;
const ENTITY_BITS: u32 = 24;

/// One event: 64 bits of time, 4 of rank, 24 of entity, 36 of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event(u128);

impl Event {
    /// Later than every event.
    pub const NONE: Event = Event((i64::MAX as u128) << 64 | u64::MAX as u128);

    /// `time` in ticks ≥ 0, `entity` < 2²⁴, `number` < 2³⁶.
    #[inline]
    #[must_use]
    pub fn new(time: i64, rank: Rank, entity: u32, number: u64) -> Event {
        debug_assert!(time >= 0 && entity < 1 << ENTITY_BITS && number < 1 << NUMBER_BITS);
        let low = (rank as u64) << (ENTITY_BITS + NUMBER_BITS) | u64::from(entity) << NUMBER_BITS | number;
        Event(u128::from(time as u64) << 64 | u128::from(low))
    }

    /// Not after any event of this time, ticks, and after every event before it.
    #[inline]
    pub(crate) fn first_at(time: i64) -> Event {
        Event(u128::from(time as u64) << 64)
    }

    /// Ticks; `i64::MAX` for [`Event::NONE`].
    #[inline]
    #[must_use]
    pub fn time(self) -> i64 {
        (self.0 >> 64) as i64
    }

    #[inline]
    pub(crate) fn rank(self) -> Rank {
        match (self.0 as u64) >> (ENTITY_BITS + NUMBER_BITS) {
            0 => Rank::Opening,
            1 => Rank::Receipt,
            2 => Rank::Return,
            3 => Rank::Completion,
            4 => Rank::Change,
            5 => Rank::PatienceEnd,
            6 => Rank::WriteOff,
            7 => Rank::Review,
            _ => Rank::Arrival,
        }
    }

    #[inline]
    pub(crate) fn entity(self) -> u32 {
        (self.0 as u64 >> NUMBER_BITS) as u32 & ((1 << ENTITY_BITS) - 1)
    }

    #[inline]
    pub(crate) fn number(self) -> u64 {
        self.0 as u64 & ((1 << NUMBER_BITS) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_parts() {
        let event = Event::new(123_456_789_012, Rank::Review, 16_777_215, (1 << 36) - 1);
        assert_eq!(
            (event.time(), event.rank(), event.entity(), event.number()),
            (123_456_789_012, Rank::Review, 16_777_215, (1 << 36) - 1)
        );
    }
}
