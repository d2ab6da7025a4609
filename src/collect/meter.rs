//! Exact time integrals of a level, in moment form: one multiply-add per change.

/// A level and its time integral since 0, in unit·ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// Units now.
    pub level: i64,
    /// −Σ change × time.
    moment: i128,
}

impl Meter {
    /// A meter that shows `level` from time 0 on.
    pub fn starting(level: i64) -> Meter {
        Meter { level, moment: 0 }
    }

    /// The level changes by `delta` at `now`.
    #[inline]
    pub fn add(&mut self, now: i64, delta: i64) {
        if delta >= 0 { self.rise(now, delta) } else { self.fall(now, -delta) }
    }

    /// The level rises by `units` ≥ 0 at `now`.
    #[inline]
    pub fn rise(&mut self, now: i64, units: i64) {
        self.level += units;
        self.moment -= times(now, units);
    }

    /// The level falls by `units` ≥ 0 at `now`.
    #[inline]
    pub fn fall(&mut self, now: i64, units: i64) {
        self.level -= units;
        self.moment += times(now, units);
    }

    /// The level falls by 1 at `now` if `is`.
    #[inline]
    pub fn fall_if(&mut self, now: i64, is: bool) {
        self.level -= i64::from(is);
        self.moment += span(if is { now } else { 0 });
    }

    /// Integral over [0, now].
    #[inline]
    pub fn integral(&self, now: i64) -> i128 {
        self.moment + i128::from(self.level) * i128::from(now)
    }
}

/// A meter with its window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Windowed {
    pub meter: Meter,
    /// Integral over the window, once it is closed.
    total: i128,
}

impl Windowed {
    pub fn starting(level: i64) -> Windowed {
        Windowed { meter: Meter::starting(level), total: 0 }
    }

    #[inline]
    pub fn add(&mut self, now: i64, delta: i64) {
        self.meter.add(now, delta);
    }

    #[inline]
    pub fn rise(&mut self, now: i64, units: i64) {
        self.meter.rise(now, units);
    }

    #[inline]
    pub fn fall(&mut self, now: i64, units: i64) {
        self.meter.fall(now, units);
    }

    /// The window begins.
    pub fn open(&mut self, now: i64) {
        self.total = -self.meter.integral(now);
    }

    /// The window ends.
    pub fn close(&mut self, now: i64) {
        self.total += self.meter.integral(now);
    }

    /// Integral over the window, unit·ticks.
    pub fn total(&self) -> i128 {
        self.total
    }
}

/// The window: times from `start` until before `end`, ticks.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub start: i64,
    pub end: i64,
}

impl Period {
    /// Whether it holds this time.
    #[inline]
    pub fn holds(self, time: i64) -> bool {
        // One comparison for two: what is before the start wraps round.
        (time.wrapping_sub(self.start) as u64) < (self.end - self.start) as u64
    }

    /// Ticks of [from, to) inside it.
    #[inline]
    pub fn overlap(self, from: i64, to: i64) -> i64 {
        overlap(from, to, self.start, self.end)
    }

    /// Whether all of [from, to) lies inside, so that nothing of it is cut off: as it nearly always does.
    #[inline]
    pub fn covers(self, from: i64, to: i64) -> bool {
        from >= self.start && to <= self.end
    }
}

/// Unit·ticks of two numbers ≥ 0: as unsigned ones they take one multiplication.
#[inline]
pub fn times(ticks: i64, units: i64) -> i128 {
    debug_assert!(ticks >= 0 && units >= 0, "{ticks} ticks, {units} units");
    (u128::from(ticks as u64) * u128::from(units as u64)) as i128
}

/// Adds the square of ticks ≥ 0. A sum that is full stays full, so that it is never taken for a small one.
#[inline]
pub fn add_square(sum: &mut u128, ticks: i64) {
    #[cold]
    #[inline(never)]
    fn fill(sum: &mut u128) {
        *sum = u128::MAX;
    }
    let (next, full) = sum.overflowing_add(times(ticks, ticks) as u128);
    *sum = next;
    if full {
        fill(sum);
    }
}

/// Ticks ≥ 0, to be added up.
#[inline]
pub fn span(ticks: i64) -> i128 {
    debug_assert!(ticks >= 0, "{ticks} ticks");
    i128::from(ticks as u64)
}

/// Ticks of [from, to) inside [start, end).
#[inline]
pub fn overlap(from: i64, to: i64, start: i64, end: i64) -> i64 {
    (to.min(end) - from.max(start)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_are_exact() {
        let mut meter = Windowed::starting(3);
        meter.add(10, -1);
        meter.open(20);
        meter.add(30, 4);
        meter.close(50);
        meter.add(60, 100);
        assert_eq!(meter.total(), 2 * 10 + 6 * 20);
        assert_eq!(meter.meter.level, 106);
    }

    #[test]
    fn overlaps_are_clipped() {
        assert_eq!(overlap(0, 10, 5, 20), 5);
        assert_eq!(overlap(30, 40, 5, 20), 0);
        assert_eq!(overlap(0, 100, 5, 20), 15);
    }
}
