//! When the measurer looks: window marks, buckets of the series, steps of the warm-up series.

use crate::plan::Plan;

/// Steps of the warm-up series per bucket of the series.
pub const STEPS_PER_BUCKET: u32 = 5;

/// One moment to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub opens_window: bool,
    pub closes_window: bool,
    /// Ends this bucket of the series.
    pub bucket: Option<u32>,
    /// Ends this step of the warm-up series.
    pub step: Option<u32>,
}

/// The times (ticks, ascending, no two alike) and what each is for.
#[derive(Clone, Debug)]
pub struct Marks {
    pub times: Vec<i64>,
    pub kinds: Vec<Mark>,
}

impl Marks {
    pub fn new(plan: &Plan, buckets: u32) -> Marks {
        let mut all: Vec<(i64, Mark)> = vec![
            (plan.warm_up, Mark { opens_window: true, ..Mark::default() }),
            (plan.end, Mark { closes_window: true, ..Mark::default() }),
        ];
        let steps = i64::from(buckets * STEPS_PER_BUCKET);
        for step in 0..buckets * STEPS_PER_BUCKET {
            let time = edge(plan.end, i64::from(step) + 1, steps);
            let bucket = (step % STEPS_PER_BUCKET == STEPS_PER_BUCKET - 1).then_some(step / STEPS_PER_BUCKET);
            all.push((time, Mark { bucket, step: Some(step), ..Mark::default() }));
        }
        all.sort_by_key(|(time, _)| *time);
        let mut marks = Marks { times: Vec::new(), kinds: Vec::new() };
        for (time, mark) in all {
            marks.add(time, mark);
        }
        marks
    }

    fn add(&mut self, time: i64, mark: Mark) {
        match (self.times.last(), self.kinds.last_mut()) {
            (Some(last), Some(kind)) if *last == time => {
                kind.opens_window |= mark.opens_window;
                kind.closes_window |= mark.closes_window;
                kind.bucket = mark.bucket.or(kind.bucket);
                kind.step = mark.step.or(kind.step);
            }
            _ => {
                self.times.push(time);
                self.kinds.push(mark);
            }
        }
    }
}

/// The end of part `place` of `parts` equal parts of [0, end), ticks.
pub fn edge(end: i64, place: i64, parts: i64) -> i64 {
    (i128::from(end) * i128::from(place) / i128::from(parts)) as i64
}
