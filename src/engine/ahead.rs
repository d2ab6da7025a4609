//! Memory is asked for before it is needed. With thousands of stock points nothing that an event touches is in the nearest
//! memory, and one thing leads to the next: the event to its stock point, that to its next lead time. Asking early lets
//! the processor bring many at a time. It is a hint: no value depends on it.

use super::event::Rank;
use super::observer::Observer;
use super::simulator::Simulator;
use crate::plan::PlanLine;

/// Stock points up to which everything stays near by itself.
const FEW: usize = 200;
/// Bytes that memory brings at a time.
const LINE: usize = 64;

/// Asks for the first `lines` lines of a value.
#[inline(always)]
pub fn fetch<T>(value: &T, lines: usize) {
    let start = std::ptr::from_ref(value).cast::<i8>();
    for line in 0..lines.min(size_of::<T>().div_ceil(LINE)) {
        let place = start.wrapping_add(line * LINE);
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a prefetch reads nothing that the program can see and cannot fault, whatever the address.
        unsafe {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            _mm_prefetch::<_MM_HINT_T0>(place);
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = place;
    }
}

/// Whether so many stock points are worth asking early.
pub(super) fn is_wide(items: usize) -> bool {
    items > FEW
}

impl Simulator<'_> {
    /// Asks for what the events after those at hand will touch.
    #[inline(always)]
    pub(super) fn look_ahead<O: Observer>(&self, o: &O) {
        if self.wide && self.calendar.is_fresh() {
            self.fetch_coming(o);
        }
    }

    #[inline(never)]
    fn fetch_coming<O: Observer>(&self, o: &O) {
        self.calendar.coming(|event, load| {
            let item = event.entity();
            match event.rank() {
                Rank::Receipt => {}
                Rank::Completion => fetch(&self.state.works[load.tag as u32], 2),
                Rank::PatienceEnd | Rank::Review | Rank::Arrival => return,
            }
            fetch(&self.state.stocks[item as usize], 1);
            o.coming(item);
        });
    }

    /// Asks for the stock points of a kit, and then for the lead times that they will draw.
    #[inline(always)]
    pub(super) fn fetch_parts<O: Observer>(&self, parts: &[PlanLine], o: &O) {
        if self.wide {
            self.fetch_kit(parts, o);
        }
    }

    #[inline(never)]
    fn fetch_kit<O: Observer>(&self, parts: &[PlanLine], o: &O) {
        for part in parts {
            fetch(&self.state.stocks[part.item as usize], 2);
            o.coming(part.item);
        }
        for part in parts {
            if let Some(time) = self.state.stocks[part.item as usize].times.next_place() {
                fetch(time, 1);
            }
        }
    }
}
