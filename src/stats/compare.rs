//! Paired differences between strategies, and the price of looking at many pairs.

use super::{Confidence, Estimate};
use statrs::function::beta::beta_reg;

/// What paired replications say about the difference of two strategies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// First − second, over replications where both have a value.
    pub difference: Estimate,
    /// Two-sided p of the paired t test that the mean difference is 0; `None` below two pairs.
    pub p: Option<f64>,
    /// (s_a² + s_b²) ÷ s_d²: how many times fewer replications the pairing needs than independent runs would.
    /// `None` below two pairs and when the difference never varies.
    pub variance_ratio: Option<f64>,
}

/// What sums of the same amounts in another order differ by, relatively, at most.
const ROUNDING: f64 = 1e-10;

/// Whether two values differ by rounding alone.
fn are_same(first: f64, second: f64) -> bool {
    (first - second).abs() <= ROUNDING * first.abs().max(second.abs())
}

/// The values of several strategies, where one that differs from an earlier strategy's by rounding alone is that: nobody
/// is better for the order in which the same amounts were added.
#[must_use]
pub fn without_rounding(strategies: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut found: Vec<Vec<f64>> = Vec::with_capacity(strategies.len());
    for values in strategies {
        let earlier = |replication: usize, value: f64| {
            let mut others = found.iter().filter_map(|other| other.get(replication).copied());
            others.find(|other| are_same(*other, value)).unwrap_or(value)
        };
        let own = values.iter().enumerate().map(|(replication, value)| earlier(replication, *value)).collect();
        found.push(own);
    }
    found
}

/// What a value is above another; what differs by rounding alone is the same.
#[must_use]
pub fn apart(first: f64, second: f64) -> f64 {
    if are_same(first, second) { 0.0 } else { first - second }
}

/// What `first` is above `second`, replication by replication as far as both go, each [`apart`].
#[must_use]
pub fn differences(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| apart(*a, *b)).collect()
}

/// Compares two strategies replication by replication (paired t, Law 2015 § 10.2.1).
///
/// # Panics
/// When the slices differ in length: they must hold the same replications.
#[must_use]
pub fn paired(first: &[f64], second: &[f64], confidence: &Confidence) -> Paired {
    assert_eq!(first.len(), second.len(), "paired values come from the same replications");
    let both = first.iter().copied().zip(second.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let pairs: Vec<(f64, f64)> = both.map(|(a, b)| if are_same(a, b) { (a, a) } else { (a, b) }).collect();
    let estimate = |pick: fn(&(f64, f64)) -> f64| {
        let values: Vec<f64> = pairs.iter().map(pick).collect();
        Estimate::of(&values, confidence)
    };
    let (a, b, difference) = (estimate(|p| p.0), estimate(|p| p.1), estimate(|p| p.0 - p.1));
    let variance_ratio = match (a.sd, b.sd, difference.sd) {
        (Some(a), Some(b), Some(d)) if d > 0.0 => Some((a * a + b * b) / (d * d)),
        _ => None,
    };
    Paired { difference, p: p_of_zero(&difference), variance_ratio }
}

/// Two-sided p of "the mean is 0": I_x(ν/2, 1/2) at x = ν / (ν + t²) (Abramowitz & Stegun 1964, 26.7.1 with 26.5.27).
fn p_of_zero(estimate: &Estimate) -> Option<f64> {
    let (mean, se) = (estimate.mean?, estimate.se?);
    if se == 0.0 {
        return Some(if mean == 0.0 { 1.0 } else { 0.0 });
    }
    let freedom = f64::from(estimate.n - 1);
    let t = mean / se;
    let x = freedom / (freedom + t * t);
    Some(if x > 0.0 { beta_reg(freedom / 2.0, 0.5, x) } else { 0.0 })
}

/// Adjusts p values for having tested all of them (Holm 1979): reject where the result is below α, and the chance
/// of one or more wrong rejections is at most α. Missing values stay missing and do not count as tests.
#[must_use]
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(i, p)| Some(((*p)?, i))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let tests = order.len();
    let mut adjusted = vec![None; p.len()];
    let mut largest = 0.0f64;
    for (rank, (p, place)) in order.into_iter().enumerate() {
        largest = largest.max((p * (tests - rank) as f64).min(1.0));
        adjusted[place] = Some(largest);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    /// Law 2015, example 10.5: two (s, S) rules, five replications, paired 90 % interval [1.65, 8.31].
    #[test]
    fn paired_interval_of_a_textbook_example() {
        let first = [126.97, 124.31, 126.68, 122.66, 127.23];
        let second = [118.21, 120.22, 122.45, 122.68, 119.40];
        let result = paired(&first, &second, &Confidence::new(0.90, 5));
        close(result.difference.mean.unwrap(), 4.98, 0.005);
        close(result.difference.se.unwrap().powi(2), 2.44, 0.01);
        close(result.difference.low.unwrap(), 1.65, 0.01);
        close(result.difference.high.unwrap(), 8.31, 0.01);
        // t = 4.98 / 1.56 = 3.19 with 4 degrees of freedom lies between the table's 2.776 (5 %) and 3.747 (2 %).
        let p = result.p.unwrap();
        assert!(0.02 < p && p < 0.05, "{p}");
    }

    /// The published 5 % and 1 % points of t must come back as p values.
    #[test]
    fn p_values_invert_the_table() {
        for (freedom, t, p) in [(1u32, 12.7062, 0.05), (4, 2.7764, 0.05), (9, 3.2498, 0.01), (29, 2.0452, 0.05)] {
            let estimate = Estimate { mean: Some(-t), se: Some(1.0), n: freedom + 1, ..Estimate::default() };
            close(p_of_zero(&estimate).unwrap(), p, 2e-5 * p / 0.01);
        }
    }

    #[test]
    fn hand_computed_variance_ratio() {
        // s_a² = 1, s_b² = 4, differences 0, −1, −2 with variance 1: ratio 5.
        let result = paired(&[1.0, 2.0, 3.0], &[1.0, 3.0, 5.0], &Confidence::new(0.95, 3));
        close(result.variance_ratio.unwrap(), 5.0, 1e-12);
        assert_eq!(result.difference.mean, Some(-1.0));
    }

    #[test]
    fn equal_and_shifted_strategies() {
        let confidence = Confidence::new(0.95, 3);
        let values = [1.0, 5.0, 2.0];
        let same = paired(&values, &values, &confidence);
        assert_eq!((same.p, same.variance_ratio, same.difference.mean), (Some(1.0), None, Some(0.0)));
        let shifted = paired(&values.map(|v| v + 1.0), &values, &confidence);
        assert_eq!((shifted.p, shifted.variance_ratio), (Some(0.0), None));
        let short = paired(&[1.0, f64::NAN], &[2.0, 3.0], &Confidence::new(0.95, 2));
        assert_eq!((short.p, short.difference.n), (None, 1));
    }

    /// A tenth of 3 added 30 times is not quite 9, and no worse than it for that.
    #[test]
    fn rounding_tells_nobody_apart() {
        let sum = |tenths: &f64| (0..10).fold(0.0, |sum, _| sum + tenths / 10.0);
        let plain = [9.1, 4.7, 8.3, 5.9];
        let added = plain.each_ref().map(sum);
        assert_ne!(plain, added);
        let result = paired(&plain, &added, &Confidence::new(0.95, 4));
        assert_eq!((result.difference.mean, result.p), (Some(0.0), Some(1.0)));
        let other = [9.1, 4.7, 8.3, f64::NAN];
        let found = without_rounding(&[&plain, &added, &other]);
        assert_eq!(found[..2], [plain, plain]);
        assert!(found[2][..3] == plain[..3] && found[2][3].is_nan());
        assert_eq!(without_rounding(&[&[1.0], &[1.0 + 1e-9]]), [[1.0], [1.0 + 1e-9]]);
        let apart = differences(&[0.1 + 0.2, 655.2, 3.0], &[0.3, 655.2 * (1.0 + 1e-15), 1.0, 9.0]);
        assert_eq!(apart, [0.0, 0.0, 2.0]);
    }

    /// Holm's step-down on four p values by hand: 4 × 0.005, 3 × 0.01, 2 × 0.03, 1 × 0.04 made monotone.
    #[test]
    fn holm_by_hand() {
        let adjusted = holm(&[Some(0.01), Some(0.04), None, Some(0.03), Some(0.005)]);
        let expected = [Some(0.03), Some(0.06), None, Some(0.06), Some(0.02)];
        for (found, expected) in adjusted.iter().zip(expected) {
            match (found, expected) {
                (Some(found), Some(expected)) => close(*found, expected, 1e-15),
                (found, expected) => assert_eq!(*found, expected),
            }
        }
    }

    #[test]
    fn holm_never_exceeds_one() {
        assert_eq!(holm(&[Some(0.7), Some(0.9)]), [Some(1.0), Some(1.0)]);
    }
}
