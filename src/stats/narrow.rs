//! How many replications make intervals narrow enough.

use super::Confidence;

/// How narrow is narrow enough: the half width of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfWidth {
    /// At most this share of the mean, in size.
    Relative(f64),
    /// At most this, in the unit of the values.
    Absolute(f64),
}

/// A mean whose interval is watched.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// One value per replication, NaN where there is none.
    pub values: Vec<f64>,
    /// What a relative aim is a share of: the mean of these values, the largest in size; of `values` itself when empty.
    pub scales: Vec<Vec<f64>>,
}

/// How far the watched intervals are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Narrowing {
    /// The number of replications from which all were narrow enough and stayed so; `None` as long as they are not.
    pub reached: Option<usize>,
    /// The number after which to stop: `reached`, and the look-ahead beyond it.
    pub ends: Option<usize>,
    /// Largest half width ÷ allowed half width, after `ends` replications or after all there are; infinite where an
    /// interval does not exist yet.
    pub excess: f64,
    /// Which of the watched it is.
    pub worst: usize,
}

/// How many further replications must confirm that `n` were enough: 5, and 5 % of n above 100 (Hoad, Robinson & Davies
/// 2010). One lucky look in many would else end a run too early.
#[must_use]
pub fn look_ahead(n: usize) -> usize {
    5 * n.max(100) / 100
}

/// Looks at all intervals after `first`, `first` + 1, … replications and says where to stop: a function of the values in
/// their order, so that more of them change nothing once it has stopped.
///
/// # Panics
/// When nothing is watched, or `confidence` was made for fewer values.
#[must_use]
pub fn narrowing(watched: &[Watched], aim: HalfWidth, first: usize, confidence: &Confidence) -> Narrowing {
    let mut looks: Vec<RunningMoments> =
        watched.iter().map(|watched| RunningMoments::new(watched.scales.len())).collect();
    let mut now = Narrowing { reached: None, ends: None, excess: f64::INFINITY, worst: 0 };
    for n in 1..=watched.iter().map(|one| one.values.len()).max().expect("something is watched") {
        looks.iter_mut().zip(watched).for_each(|(look, watched)| look.take(watched, n - 1));
        if n < first {
            continue;
        }
        let excesses = looks.iter().map(|look| look.excess(aim, confidence)).enumerate();
        (now.worst, now.excess) = excesses.max_by(|a, b| a.1.total_cmp(&b.1)).expect("something is watched");
        now.reached = if now.excess <= 1.0 { now.reached.or(Some(n)) } else { None };
        now.ends = now.reached.map(|reached| reached + look_ahead(reached)).filter(|end| *end <= n);
        if now.ends.is_some() {
            break;
        }
    }
    now
}

/// Moments of what was seen so far.
struct RunningMoments {
    values: Moments,
    scales: Vec<Moments>,
}

impl RunningMoments {
    fn new(scales: usize) -> RunningMoments {
        RunningMoments { values: Moments::default(), scales: vec![Moments::default(); scales] }
    }

    fn take(&mut self, watched: &Watched, place: usize) {
        self.values.take(watched.values[place]);
        self.scales.iter_mut().zip(&watched.scales).for_each(|(moments, values)| moments.take(values[place]));
    }

    /// Half width ÷ allowed half width.
    fn excess(&self, aim: HalfWidth, confidence: &Confidence) -> f64 {
        let Some(half) = self.values.half(confidence) else { return f64::INFINITY };
        let allowed = match aim {
            HalfWidth::Absolute(allowed) => allowed,
            HalfWidth::Relative(share) if self.scales.is_empty() => share * self.values.mean.abs(),
            HalfWidth::Relative(share) => share * self.scales.iter().map(|scale| scale.mean.abs()).fold(0.0, f64::max),
        };
        // An interval without width is narrow whatever is allowed.
        if half == 0.0 { 0.0 } else { half / allowed }
    }
}

/// Running mean and sum of squares (Welford 1962).
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    n: u32,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn take(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.n += 1;
        let from = value - self.mean;
        self.mean += from / f64::from(self.n);
        self.squares += from * (value - self.mean);
    }

    fn half(&self, confidence: &Confidence) -> Option<f64> {
        let n = f64::from(self.n);
        (self.n > 1).then(|| confidence.factor(self.n) * (self.squares / (n - 1.0) / n).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;
    use crate::stats::Estimate;

    fn of(values: &[f64]) -> Vec<Watched> {
        vec![Watched { values: values.to_vec(), ..Watched::default() }]
    }

    fn values(n: usize) -> Vec<f64> {
        let mut normal = ResamplingRng::new(3);
        (0..n).map(|_| 10.0 + 2.0 * normal.normal()).collect()
    }

    #[test]
    fn the_look_ahead_grows_beyond_a_hundred() {
        assert_eq!([1, 30, 100, 200, 1_000].map(look_ahead), [5, 5, 5, 10, 50]);
    }

    /// The interval is that of `Estimate` at each look: none from `reached` to `ends` is wider, the one before is.
    #[test]
    fn stops_where_all_looks_ahead_are_narrow() {
        let (all, confidence) = (values(2_000), Confidence::new(0.95, 2_000));
        for aim in [HalfWidth::Absolute(0.3), HalfWidth::Relative(0.05)] {
            let found = narrowing(&of(&all), aim, 10, &confidence);
            let (reached, ends) = (found.reached.unwrap(), found.ends.unwrap());
            assert!(reached > 20 && ends == reached + look_ahead(reached), "{found:?}");
            let excess = |n: usize| {
                let estimate = Estimate::of(&all[..n], &confidence);
                let allowed = if aim == HalfWidth::Absolute(0.3) { 0.3 } else { 0.05 * estimate.mean.unwrap() };
                estimate.half_width().unwrap() / allowed
            };
            assert!((reached..=ends).all(|n| excess(n) <= 1.0 + 1e-9) && excess(reached - 1) > 1.0);
            assert!((found.excess - excess(ends)).abs() < 1e-9);
            // What comes after is not looked at; before the end there is none.
            assert_eq!(narrowing(&of(&all[..ends]), aim, 10, &confidence), found);
            assert_eq!(narrowing(&of(&all[..ends - 1]), aim, 10, &confidence).ends, None);
        }
    }

    /// A run of equal values looks narrow until the next one differs: the look-ahead sees it.
    #[test]
    fn a_lucky_look_does_not_end_it() {
        let (mut all, confidence) = (vec![1.0; 13], Confidence::new(0.95, 200));
        all.push(9.0);
        let found = narrowing(&of(&all), HalfWidth::Absolute(0.5), 10, &confidence);
        assert_eq!((found.reached, found.ends), (None, None));
        assert_eq!(narrowing(&of(&[1.0; 15]), HalfWidth::Relative(1e-9), 10, &confidence).ends, Some(15));
    }

    #[test]
    fn the_widest_of_several_decides() {
        let (narrow, wide, confidence) = (vec![5.0, 5.1, 5.2], vec![1.0, 4.0, 7.0], Confidence::new(0.95, 3));
        let scales = vec![vec![100.0; 3], vec![-300.0; 3]];
        let watched = [Watched { values: narrow, ..Watched::default() }, Watched { values: wide, scales }];
        let found = narrowing(&watched, HalfWidth::Relative(0.01), 2, &confidence);
        // t(2, 97.5 %) = 4.30265, sd 3, √3; allowed is 1 % of 300.
        assert_eq!(found.worst, 0);
        let alone = narrowing(&watched[1..], HalfWidth::Relative(0.01), 2, &confidence);
        assert!((alone.excess - 4.302_65 * 3.0 / 3f64.sqrt() / 3.0).abs() < 1e-4, "{alone:?}");
        let missing = narrowing(&of(&[1.0, f64::NAN, f64::NAN]), HalfWidth::Absolute(1.0), 2, &confidence);
        assert_eq!((missing.excess, missing.ends), (f64::INFINITY, None));
    }
}
