//! Levels over time from times that come in no order: changes are dropped into the spans between the marks, and added
//! up when all are there. Exact, as [`super::meter::Meter`].

/// Changes of one level within one span between marks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    /// −Σ change × time.
    moment: i128,
    change: i64,
}

impl Span {
    /// A change at a time of the span.
    #[inline]
    pub fn add(&mut self, time: i64, change: i64) {
        self.moment -= i128::from(change) * i128::from(time);
        self.change += change;
    }
}

/// Levels by slot, and when they changed by span.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    /// Ticks, ascending.
    marks: Vec<i64>,
    cells: Vec<Span>,
}

impl Spans {
    pub fn new(marks: &[i64], slots: usize) -> Spans {
        Spans { marks: marks.to_vec(), cells: vec![Span::default(); slots * (marks.len() + 1)] }
    }

    pub fn clear(&mut self) {
        self.cells.fill(Span::default());
    }

    /// The span of a time: marks up to and at it. `hint` is a span not behind it.
    #[inline]
    pub fn find(&self, time: i64, hint: u32) -> u32 {
        let mut span = hint as usize;
        while span < self.marks.len() && self.marks[span] <= time {
            span += 1;
        }
        span as u32
    }

    /// A level changes by `change` units at `time`, which lies in `span`.
    #[inline]
    pub fn add(&mut self, slot: usize, span: u32, time: i64, change: i64) {
        self.cells[slot * (self.marks.len() + 1) + span as usize].add(time, change);
    }

    /// Adds changes of a span: Σ change × time, and Σ change.
    #[inline]
    pub fn add_sum(&mut self, slot: usize, span: usize, moment: i128, change: i64) {
        let cell = &mut self.cells[slot * (self.marks.len() + 1) + span];
        cell.moment -= moment;
        cell.change += change;
    }

    /// Adds changes by span, each so many times.
    pub fn add_all(&mut self, slot: usize, spans: &[Span], times: i64) {
        let width = self.marks.len() + 1;
        for (cell, span) in self.cells[slot * width..(slot + 1) * width].iter_mut().zip(spans) {
            cell.moment += span.moment * i128::from(times);
            cell.change += span.change * times;
        }
    }

    /// At each mark in turn: its place, the level of a slot just before it, and its time integral since 0.
    pub fn at_marks(&self, slot: usize, mut visit: impl FnMut(usize, i64, i128)) {
        let width = self.marks.len() + 1;
        let (mut moment, mut level) = (0, 0);
        for (place, cell) in self.cells[slot * width..(slot + 1) * width - 1].iter().enumerate() {
            moment += cell.moment;
            level += cell.change;
            visit(place, level, moment + i128::from(level) * i128::from(self.marks[place]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::meter::Meter;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_agree_with_a_meter(mut changes in prop::collection::vec((0i64..100, -5i64..5), 0..50)) {
            let marks = [10, 40, 41, 90];
            let mut spans = Spans::new(&marks, 2);
            for (time, change) in &changes {
                spans.add(1, spans.find(*time, 0), *time, *change);
            }
            changes.sort();
            let mut meter = Meter::starting(0);
            let mut expected = Vec::new();
            let mut left = changes.as_slice();
            for mark in marks {
                while let [(time, change), rest @ ..] = left && *time < mark {
                    meter.add(*time, *change);
                    left = rest;
                }
                expected.push((meter.level, meter.integral(mark)));
            }
            let mut found = Vec::new();
            spans.at_marks(1, |_, level, integral| found.push((level, integral)));
            prop_assert_eq!(found, expected);
        }
    }
}
