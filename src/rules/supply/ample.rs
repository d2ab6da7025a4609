//! An ample supplier: every purchase is received one lead time after its release, however much else is on order.
//!
//! The usual assumption where the supplier is large beside the buyer; lead times are independent (C. Palm's theorem gives
//! the units on order, Ericsson Technics, 1938).

/// The receipt, ticks.
#[inline(always)]
pub(super) fn receipt(now: i64, time: i64) -> i64 {
    now + time
}
