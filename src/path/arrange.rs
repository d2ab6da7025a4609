//! Putting times in order: they are nearly so, because they are release times plus delays.

/// Memory that is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    counts: Vec<u32>,
}

/// A work order that waits for a station.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub may_start: i64,
    pub created: i64,
    pub item: u32,
    pub number: u32,
}

/// Jobs of a station by the time they are ready.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    pub times: Vec<i64>,
    pub sorted: Vec<i64>,
    pub sequence: Vec<u32>,
}

/// Sorts `times` into `sorted` with `sequence` telling where each came from; equal times keep their order.
/// Counts into as many spans of equal length as there are times, then sorts within them: linear in practice.
pub(super) fn arrange(times: &[i64], sorted: &mut Vec<i64>, sequence: &mut Vec<u32>, scratch: &mut Scratch) {
    // All places are written below; what stands there does not matter.
    sorted.resize(times.len(), 0);
    sequence.resize(times.len(), 0);
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return };
    let range = (last - first) as u64;
    let mut shift = 0;
    while (range >> shift) > 2 * times.len() as u64 {
        shift += 1;
    }
    let counts = &mut scratch.counts;
    counts.clear();
    counts.resize((range >> shift) as usize + 2, 0);
    let span = |time: i64| ((time - first) as u64 >> shift) as usize;
    for time in times {
        counts[span(*time) + 1] += 1;
    }
    let mut crowd = 0;
    let mut sum = 0;
    for count in counts.iter_mut() {
        crowd = crowd.max(*count);
        sum += *count;
        *count = sum;
    }
    for (place, time) in times.iter().enumerate() {
        let at = &mut counts[span(*time)];
        sorted[*at as usize] = *time;
        sequence[*at as usize] = place as u32;
        *at += 1;
    }
    if crowd > 32 && shift > 0 {
        sequence.sort_unstable_by_key(|place| (times[*place as usize], *place));
        for (time, place) in sorted.iter_mut().zip(sequence.iter()) {
            *time = times[*place as usize];
        }
        return;
    }
    for place in 1..sorted.len() {
        let (time, from) = (sorted[place], sequence[place]);
        let mut hole = place;
        while hole > 0 && sorted[hole - 1] > time {
            (sorted[hole], sequence[hole]) = (sorted[hole - 1], sequence[hole - 1]);
            hole -= 1;
        }
        (sorted[hole], sequence[hole]) = (time, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn times_come_in_order_and_equal_ones_keep_theirs(
            times in prop_oneof![
                prop::collection::vec(0i64..20, 0..200),
                prop::collection::vec(0i64..1_000_000_000_000, 0..200),
                prop::collection::vec(prop_oneof![0i64..100, 1_000_000_000_000i64..1_000_000_000_100], 0..200),
            ],
        ) {
            let (mut sorted, mut sequence) = (Vec::new(), Vec::new());
            arrange(&times, &mut sorted, &mut sequence, &mut Scratch::default());
            let mut expected: Vec<(i64, u32)> = times.iter().copied().zip(0..).collect();
            expected.sort();
            prop_assert_eq!(sorted.into_iter().zip(sequence).collect::<Vec<_>>(), expected);
        }
    }
}
