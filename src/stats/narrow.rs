//! How many replications make intervals narrow enough.

use super::{Confidence, Estimate, Sample, paired};

/// How narrow is narrow enough: the half width of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfWidth {
    /// At most this share of the mean, in size.
    Relative(f64),
    /// At most this, in the unit of the values.
    Absolute(f64),
}

/// An interval that is watched.
#[derive(Clone, Copy, Debug)]
pub enum Watched<'a> {
    /// Of an estimate.
    Estimate(Sample<'a>),
    /// Of first − second; a relative aim is a share of the larger of the two.
    Difference(Sample<'a>, Sample<'a>),
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

/// Replications between two looks: 1, and a thousandth of n where they are thousands, as a look takes n steps.
fn step(n: usize) -> usize {
    (n / 1_000).max(1)
}

/// Looks at all intervals after `first`, `first` + 1, … replications (beyond 2,000 at every thousandth of them) and says where
/// to stop: a function of the values in their order, so that more of them change nothing once it has stopped.
///
/// # Panics
/// When nothing is watched, or `confidence` was made for fewer values.
#[must_use]
pub fn narrowing(watched: &[Watched<'_>], aim: HalfWidth, first: usize, confidence: &Confidence) -> Narrowing {
    let all = watched.iter().map(Watched::replications).max().expect("something is watched");
    let look = |n: usize| {
        let excesses = watched.iter().map(|one| one.excess(n, aim, confidence)).enumerate();
        excesses.max_by(|a, b| a.1.total_cmp(&b.1)).expect("something is watched")
    };
    let told = |reached: Option<usize>, ends: Option<usize>| {
        let (worst, excess) = look(ends.unwrap_or(all));
        Narrowing { reached, ends, excess, worst }
    };
    if all < first {
        return Narrowing { reached: None, ends: None, excess: f64::INFINITY, worst: 0 };
    }
    let looks: Vec<usize> =
        std::iter::successors(Some(first), |n| Some(n + step(*n))).take_while(|n| *n <= all).collect();
    // Where all may be narrow from, and the look after those that are known to be. A wide one is looked for from the end of
    // the look-ahead: what lies before it need not be looked at.
    let (mut from, mut unknown) = (0, 0);
    while let Some(reached) = looks.get(from).copied() {
        let ends = reached + look_ahead(reached);
        let end = looks.partition_point(|n| *n <= ends);
        match (unknown..end).rev().find(|place| look(looks[*place]).1 > 1.0) {
            Some(wide) => (from, unknown) = (wide + 1, end.max(unknown)),
            None => return told(Some(reached), Some(ends).filter(|ends| *ends <= all)),
        }
    }
    told(None, None)
}

impl Watched<'_> {
    fn replications(&self) -> usize {
        let (Watched::Estimate(sample) | Watched::Difference(sample, _)) = self;
        sample.own().len()
    }

    /// The interval after the first `n` replications.
    #[must_use]
    pub fn estimate(&self, n: usize, confidence: &Confidence) -> Estimate {
        match self {
            Watched::Estimate(sample) => sample.first(n).estimate(confidence),
            Watched::Difference(first, second) => {
                let [first, second] = [first, second].map(|sample| sample.first(n).pseudo_values());
                paired(&first, &second, confidence).difference
            }
        }
    }

    /// Half width ÷ allowed half width after the first `n` replications.
    fn excess(&self, n: usize, aim: HalfWidth, confidence: &Confidence) -> f64 {
        let estimate = self.estimate(n, confidence);
        let Some(half) = estimate.half_width() else { return f64::INFINITY };
        let size = |sample: &Sample<'_>| sample.first(n).estimate(confidence).mean.unwrap_or(0.0).abs();
        let allowed = match (aim, self) {
            (HalfWidth::Absolute(allowed), _) => allowed,
            (HalfWidth::Relative(share), Watched::Estimate(_)) => share * estimate.mean.unwrap_or(0.0).abs(),
            (HalfWidth::Relative(share), Watched::Difference(first, second)) => share * size(first).max(size(second)),
        };
        // An interval without width is narrow whatever is allowed.
        if half == 0.0 { 0.0 } else { half / allowed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;

    fn of(values: &[f64]) -> [Watched<'_>; 1] {
        [Watched::Estimate(Sample::Plain(values))]
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
        let other: Vec<f64> = wide.iter().map(|value| -300.0 - value).collect();
        let watched = [
            Watched::Estimate(Sample::Plain(&narrow)),
            Watched::Difference(Sample::Plain(&wide), Sample::Plain(&other)),
        ];
        let found = narrowing(&watched, HalfWidth::Relative(0.01), 2, &confidence);
        // t(2, 97.5 %) = 4.30265, sd 6, √3; allowed is 1 % of 304.
        assert_eq!(found.worst, 1);
        let alone = narrowing(&watched[1..], HalfWidth::Relative(0.01), 2, &confidence);
        assert!((alone.excess - 4.302_65 * 6.0 / 3f64.sqrt() / 3.04).abs() < 1e-4, "{alone:?}");
        let missing = narrowing(&of(&[1.0, f64::NAN, f64::NAN]), HalfWidth::Absolute(1.0), 2, &confidence);
        assert_eq!((missing.excess, missing.ends), (f64::INFINITY, None));
    }
}
