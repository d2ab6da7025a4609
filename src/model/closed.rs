//! Spans of time in which a place is closed, and what is open between them.

/// Disjoint half-open spans [from, to), ascending; open everywhere else. Times in ticks, from 0 on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedSpans {
    spans: Vec<ClosedSpan>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ClosedSpan {
    from: i64,
    to: i64,
    /// Ticks closed before it.
    before: i64,
}

impl ClosedSpans {
    /// Spans in any order, which may overlap; what is before 0, and empty ones, count for nothing.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = (i64, i64)>) -> ClosedSpans {
        let mut given: Vec<(i64, i64)> = spans.into_iter().map(|(from, to)| (from.max(0), to)).collect();
        given.retain(|(from, to)| from < to);
        given.sort_unstable();
        let mut closed = ClosedSpans::default();
        given.into_iter().for_each(|(from, to)| closed.add(from, to));
        closed
    }

    /// Another span, which begins no earlier than the last one.
    pub fn add(&mut self, from: i64, to: i64) {
        match self.spans.last_mut() {
            Some(last) if from <= last.to => last.to = last.to.max(to),
            last => {
                let before = last.map_or(0, |last| last.before + last.to - last.from);
                if from < to {
                    self.spans.push(ClosedSpan { from, to, before });
                }
            }
        }
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.spans.clear();
    }

    /// The spans, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.spans.iter().map(|span| (span.from, span.to))
    }

    /// The first span that ends after a time.
    fn after(&self, time: i64) -> Option<ClosedSpan> {
        self.spans.get(self.spans.partition_point(|span| span.to <= time)).copied()
    }

    /// Whether it is open at a time.
    #[must_use]
    pub fn is_open(&self, time: i64) -> bool {
        self.next_open(time) == time
    }

    /// The first time from this one on at which it is open.
    #[must_use]
    pub fn next_open(&self, time: i64) -> i64 {
        self.after(time).filter(|span| span.from <= time).map_or(time, |span| span.to)
    }

    /// When it closes next, of a time at which it is open; `i64::MAX` for never.
    #[must_use]
    pub fn next_closing(&self, time: i64) -> i64 {
        self.after(time).map_or(i64::MAX, |span| span.from)
    }

    /// Ticks open in [0, time).
    fn open_until(&self, time: i64) -> i64 {
        let passed = self.spans.partition_point(|span| span.from < time);
        let closed = passed.checked_sub(1).map_or(0, |last| {
            let span = self.spans[last];
            span.before + span.to.min(time) - span.from
        });
        time - closed
    }

    /// Ticks open in [from, to).
    #[must_use]
    pub fn open_between(&self, from: i64, to: i64) -> i64 {
        if from >= to { 0 } else { self.open_until(to) - self.open_until(from) }
    }

    /// The first time from `from` on at which so many ticks have been open since then.
    #[must_use]
    pub fn end_of(&self, from: i64, open: i64) -> i64 {
        if open == 0 {
            return from;
        }
        let wanted = self.open_until(from).saturating_add(open);
        let passed = self.spans.partition_point(|span| span.from - span.before < wanted);
        let closed = passed.checked_sub(1).map_or(0, |last| {
            let span = self.spans[last];
            span.before + span.to - span.from
        });
        wanted.saturating_add(closed)
    }

    /// Closed where either is.
    #[must_use]
    pub fn union(&self, other: &ClosedSpans) -> ClosedSpans {
        ClosedSpans::new(self.iter().chain(other.iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_of_eight_hours() {
        let nights = ClosedSpans::new([(16, 32), (0, 8), (40, 56)]);
        assert_eq!([0, 7, 8, 15, 16, 31, 32].map(|time| nights.next_open(time)), [8, 8, 8, 15, 32, 32, 32]);
        // Eight hours end as the day does, and one more in the next.
        assert_eq!([0, 8, 9].map(|hours| nights.end_of(8, hours)), [8, 16, 33]);
        assert_eq!((nights.open_between(0, 40), nights.next_closing(9)), (16, 16));
        assert_eq!((nights.next_closing(56), nights.is_open(56)), (i64::MAX, true));
    }

    proptest! {
        /// Tick by tick.
        #[test]
        fn what_is_open_is_counted(spans in prop::collection::vec((0i64..60, 0i64..9), 0..8), from in 0i64..60, open in 0i64..40) {
            let spans: Vec<(i64, i64)> = spans.into_iter().map(|(from, lasts)| (from, from + lasts)).collect();
            let closed = ClosedSpans::new(spans.iter().copied());
            let is_open = |time: i64| !spans.iter().any(|(from, to)| (*from..*to).contains(&time));
            prop_assert_eq!(closed.is_open(from), is_open(from));
            prop_assert_eq!(closed.next_open(from), (from..).find(|time| is_open(*time)).expect("at last"));
            prop_assert_eq!(closed.open_between(from, from + open), (from..from + open).filter(|time| is_open(*time)).count() as i64);
            let end = (from..).find(|end| (from..*end).filter(|time| is_open(*time)).count() as i64 >= open);
            prop_assert_eq!(Some(closed.end_of(from, open)), end);
        }
    }
}
