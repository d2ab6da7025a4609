//! Values of independent replications, and the ratio of means where they are quotients of sums.

use super::{Confidence, Estimate};
use statrs::function::beta::beta_reg;
use std::borrow::Cow;

/// One value per replication, NaN where there is nothing to judge.
#[derive(Clone, Copy, Debug)]
pub enum Sample<'a> {
    /// Each replication counts alike: the mean of the values is estimated.
    Plain(&'a [f64]),
    /// Quotients: Σ of what is divided over Σ of what it is divided by is estimated, the ratio of the two means.
    Quotient {
        /// The replications' own quotients.
        values: &'a [f64],
        /// What each was divided by, above 0 where there is a value.
        divisors: &'a [f64],
    },
    /// The same of cases counted: a share of them.
    Share {
        /// The replications' own shares.
        values: &'a [f64],
        /// Cases of each.
        divisors: &'a [f64],
    },
}

/// Fewer cases of a kind, that is fewer than ten whatever is lost in rounding, and nothing is said of how few they may be.
const FEW: f64 = 9.5;
/// The design effect that failures have before any were seen: that of bunches of 4.5 in the mean, geometric (2 · 4.5 − 1).
const BUNCHES: f64 = 8.0;
/// So many failures seen weigh as much as [`BUNCHES`].
const WEIGHT: f64 = 10.0;

impl<'a> Sample<'a> {
    /// The replications' own values.
    #[must_use]
    pub fn own(&self) -> &'a [f64] {
        match *self {
            Sample::Plain(values) | Sample::Quotient { values, .. } | Sample::Share { values, .. } => values,
        }
    }

    /// What the values of quotients were divided by, by replication.
    #[must_use]
    pub fn divisors(&self) -> Option<&'a [f64]> {
        match *self {
            Sample::Plain(_) => None,
            Sample::Quotient { divisors, .. } | Sample::Share { divisors, .. } => Some(divisors),
        }
    }

    /// The first `n` replications.
    #[must_use]
    pub fn first(&self, n: usize) -> Sample<'a> {
        match *self {
            Sample::Plain(values) => Sample::Plain(&values[..n]),
            Sample::Quotient { values, divisors } => {
                Sample::Quotient { values: &values[..n], divisors: &divisors[..n] }
            }
            Sample::Share { values, divisors } => Sample::Share { values: &values[..n], divisors: &divisors[..n] },
        }
    }

    /// Values whose mean is the estimate and whose spread gives its standard error. A plain sample has its own. Of quotients
    /// they are the pseudo-values of the jackknife, n R − (n − 1) R₋ᵢ with R₋ᵢ the ratio without replication i (Tukey 1958;
    /// for ratios Durbin 1959), moved together so that their mean is R and not R less its bias of order 1/n.
    #[must_use]
    pub fn pseudo_values(&self) -> Cow<'a, [f64]> {
        match *self {
            Sample::Plain(values) => Cow::Borrowed(values),
            Sample::Quotient { values, divisors } | Sample::Share { values, divisors } => {
                Cow::Owned(jackknife(values, divisors).1)
            }
        }
    }

    /// The same of some replications, all with a value, for a rule that adds them one by one to `first`: no value changes with
    /// those that come later. A later one is the pseudo-value of its replication beside the first ones alone.
    #[must_use]
    pub fn one_by_one(&self, replications: &[usize], first: usize) -> Vec<f64> {
        let of = |all: &[f64]| replications.iter().map(|replication| all[*replication]).collect::<Vec<f64>>();
        let values = of(self.own());
        let (Sample::Quotient { divisors, .. } | Sample::Share { divisors, .. }) = self else { return values };
        let divisors = of(divisors);
        let (ratio, mut pseudo) = jackknife(&values[..first], &divisors[..first]);
        let (n, total) = (first as f64 + 1.0, divisors[..first].iter().sum::<f64>());
        let later = values.iter().zip(&divisors).skip(first);
        pseudo.extend(later.map(|(value, divisor)| ratio + n * divisor * (value - ratio) / (total + divisor)));
        pseudo
    }

    /// The estimate with its interval. `sd` is that of the replications' own values. The interval is R ± t times the standard
    /// error of the jackknife. That of a share is one of its logit, which is skewed as a share near 0 or 1 is (Newcombe 2001), with
    /// as many degrees of freedom as the spread of the pseudo-values has; with fewer than 10 cases of a kind it is an exact bound.
    #[must_use]
    pub fn estimate(&self, confidence: &Confidence) -> Estimate {
        let own = Estimate::of(self.own(), confidence);
        let (Some(_), Sample::Quotient { values, divisors } | Sample::Share { values, divisors }) = (own.sd, *self)
        else {
            return own;
        };
        let (ratio, pseudo) = jackknife(values, divisors);
        let Estimate { se, .. } = Estimate::of(&pseudo, confidence);
        let spread = se.unwrap_or(0.0);
        let half = confidence.factor(own.n) * spread;
        let few = self.bounds(ratio, se, confidence.level());
        let [low, high] = few.unwrap_or_else(|| match self {
            Sample::Share { .. } => of_logit(ratio, confidence.factor(freedom(&pseudo) + 1) * spread),
            _ => [ratio - half, ratio + half],
        });
        Estimate { mean: Some(ratio), se, low: Some(low), high: Some(high), ..own }
    }

    /// Cases in all replications.
    fn cases(&self) -> Option<f64> {
        let Sample::Share { values, divisors } = self else { return None };
        Some(values.iter().zip(*divisors).filter(|(value, _)| !value.is_nan()).map(|(_, cases)| cases).sum())
    }

    /// How many cases count as one independent case (Kish 1965): the variance of the jackknife over that of independent cases, 1
    /// where failures come apart or did not come.
    fn design_effect(&self, share: f64, se: Option<f64>) -> f64 {
        let independent = share * (1.0 - share) / self.cases().unwrap_or(1.0);
        se.filter(|_| independent > 0.0).map_or(1.0, |se| (se * se / independent).max(1.0))
    }

    /// A share with fewer than 10 cases of a kind: from 0 or to 1, with a bound of Clopper & Pearson (1934) on the cases of all
    /// replications at the other side. Cases of a replication depend on each other: they count as so many independent ones as
    /// their design effect says (Korn & Graubard 1998). Few failures say little of how much they come together, so what they say
    /// is averaged with a design effect of 8, which weighs as much as ten failures; it is at most that of replications that
    /// fail as a whole. `examples/coverage` counts how often the bound holds. `None` where there are enough.
    fn bounds(&self, share: f64, se: Option<f64>, level: f64) -> Option<[f64; 2]> {
        let cases = self.cases()?;
        let few = [1.0 - share, share].map(|kind| kind * cases < FEW);
        if few == [false, false] {
            return None;
        }
        let judged = self.own().iter().filter(|value| !value.is_nan()).count() as f64;
        let before = BUNCHES.min(cases / judged).max(1.0);
        let most = |kind: f64| {
            let seen = kind * cases;
            let effect = (seen * self.design_effect(share, se) + WEIGHT * before) / (seen + WEIGHT);
            at_most(seen / effect, cases / effect, (1.0 - level) / 2.0)
        };
        Some([if few[0] { 1.0 - most(1.0 - share) } else { 0.0 }, if few[1] { most(share) } else { 1.0 }])
    }

    /// The interval of first − second where they never differ and both are shares with bounds: what the bounds leave.
    #[must_use]
    pub fn apart(first: &Sample<'_>, second: &Sample<'_>, confidence: &Confidence) -> Option<[f64; 2]> {
        let bounds = |sample: &Sample<'_>| {
            let found = sample.estimate(confidence);
            sample.bounds(found.mean?, found.se, confidence.level())
        };
        let (first, second) = (bounds(first)?, bounds(second)?);
        Some([first[0] - second[1], first[1] - second[0]])
    }
}

/// Degrees of freedom of the variance of values, by its own variance (Satterthwaite 1946): fewer than n − 1 where few of them
/// make the spread, as where failures come in bunches. A whole number from 1.
fn freedom(values: &[f64]) -> u32 {
    let judged = || values.iter().filter(|value| !value.is_nan());
    let n = judged().count() as f64;
    let mean = judged().sum::<f64>() / n;
    let squares = || judged().map(|value| (value - mean) * (value - mean));
    let (second, fourth) = (squares().sum::<f64>() / n, squares().map(|square| square * square).sum::<f64>() / n);
    if second == 0.0 {
        return n as u32 - 1;
    }
    (2.0 * n / (fourth / (second * second) - (n - 3.0) / (n - 1.0))).clamp(1.0, n - 1.0) as u32
}

/// The interval of a share whose logit has an interval as wide as `half` is for the share: the odds times and divided by a
/// factor.
fn of_logit(share: f64, half: f64) -> [f64; 2] {
    let factor = libm::exp(half / (share * (1.0 - share)));
    [share / (share + (1.0 - share) * factor), share / (share + (1.0 - share) / factor)]
}

/// [`Sample::pseudo_values`] of values that come with what they were divided by, where they are quotients.
#[must_use]
pub fn pseudo_values(read: impl Iterator<Item = (f64, Option<f64>)>) -> Vec<f64> {
    let (values, divisors): (Vec<f64>, Vec<Option<f64>>) = read.unzip();
    match divisors.into_iter().collect::<Option<Vec<f64>>>() {
        Some(divisors) => jackknife(&values, &divisors).1,
        None => values,
    }
}

/// The ratio Σ x ÷ Σ y of quotients x/y, and its pseudo-values, in O(n): R − R₋ᵢ = (xᵢ − R yᵢ) ÷ (Σ y − yᵢ).
fn jackknife(values: &[f64], divisors: &[f64]) -> (f64, Vec<f64>) {
    assert_eq!(values.len(), divisors.len(), "each quotient has its divisor");
    let judged = || values.iter().zip(divisors).filter(|(value, _)| !value.is_nan());
    let Some((first, _)) = judged().next() else { return (f64::NAN, values.to_vec()) };
    let (n, total) = (judged().count() as f64, judged().map(|(_, divisor)| divisor).sum::<f64>());
    // About the first quotient, so that equal ones have exactly their value as ratio and deviation 0.
    let ratio = first + judged().map(|(value, divisor)| divisor * (value - first)).sum::<f64>() / total;
    // A replication that has all of the sum but for rounding leaves nothing to divide by.
    let rest = |divisor: f64| (total - divisor).max(total * f64::EPSILON);
    let off = |value: f64, divisor: f64| (n - 1.0) * divisor * (value - ratio) / rest(divisor);
    let bias = judged().map(|(value, divisor)| off(*value, *divisor)).sum::<f64>() / n;
    let pseudo = values.iter().zip(divisors).map(|(value, divisor)| ratio + (off(*value, *divisor) - bias));
    (ratio, pseudo.collect())
}

/// Largest share of which no more than `found` of `cases` come with a chance of `error` (both may be fractions).
fn at_most(found: f64, cases: f64, error: f64) -> f64 {
    if found >= cases {
        return 1.0;
    }
    if found == 0.0 {
        return -libm::expm1(libm::log(error) / cases);
    }
    let (mut low, mut high) = (found / cases, 1.0);
    while high - low > 1e-9 * high {
        let middle = f64::midpoint(low, high);
        let more_come = beta_reg(found + 1.0, cases - found, middle);
        if more_come < 1.0 - error { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;

    /// Replications of a quotient: what is divided, and what by.
    fn sums(n: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
        let mut normal = ResamplingRng::new(seed);
        let below: Vec<f64> = (0..n).map(|_| (20.0 + 5.0 * normal.normal()).round().max(1.0)).collect();
        let above = below.iter().map(|orders| 3.0 * orders + 0.02 * orders * orders + 4.0 * normal.normal()).collect();
        (above, below)
    }

    fn quotients(above: &[f64], below: &[f64]) -> Vec<f64> {
        above.iter().zip(below).map(|(x, y)| if *y > 0.0 { x / y } else { f64::NAN }).collect()
    }

    fn close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
    }

    /// Σ x ÷ Σ y, and without one replication after the other, by leaving it out.
    fn directly(above: &[f64], below: &[f64]) -> (f64, Vec<f64>) {
        let ratio = |without: usize| {
            let sum = |all: &[f64]| all.iter().enumerate().filter(|(i, _)| *i != without).map(|(_, v)| v).sum::<f64>();
            sum(above) / sum(below)
        };
        (ratio(usize::MAX), (0..above.len()).map(ratio).collect())
    }

    /// Of normal values nearly n − 1; where one value of ten makes all of the spread its kurtosis is n − 2 + 1/(n − 1), so
    /// that 20 ÷ (8.111 − 0.778) = 2.7.
    #[test]
    fn degrees_of_freedom_are_few_where_one_replication_makes_the_spread() {
        let mut normal = ResamplingRng::new(3);
        let values: Vec<f64> = (0..2_000).map(|_| normal.normal()).collect();
        assert!((1_600..2_000).contains(&freedom(&values)), "{}", freedom(&values));
        let mut one = [1.0; 10];
        one[4] = 0.996;
        assert_eq!(freedom(&one), 2);
        assert_eq!(freedom(&[one.as_slice(), &[f64::NAN]].concat()), 2);
        assert_eq!(freedom(&[0.5; 5]), 4);
        // Forty late orders of 10,000, all in one of ten replications: by far most are surely in time.
        let divisors = [1_000.0; 10];
        one[4] = 0.96;
        let found = Sample::Share { values: &one, divisors: &divisors }.estimate(&Confidence::new(0.95, 10));
        assert!((0.7..0.996).contains(&found.low.unwrap()), "{found:?}");
    }

    #[test]
    fn the_closed_form_is_the_delete_one_loop() {
        let confidence = Confidence::new(0.95, 100);
        for n in [2, 3, 30, 100] {
            let (above, below) = sums(n, 5);
            let values = quotients(&above, &below);
            let (ratio, without) = directly(&above, &below);
            let mean = without.iter().sum::<f64>() / n as f64;
            let variance = without.iter().map(|one| (one - mean).powi(2)).sum::<f64>() * (n - 1) as f64 / n as f64;
            let sample = Sample::Quotient { values: &values, divisors: &below };
            let found = sample.estimate(&confidence);
            close(found.mean.unwrap(), ratio, 1e-13);
            close(found.se.unwrap(), variance.sqrt(), 1e-10);
            assert_eq!((found.sd, found.n), (Estimate::of(&values, &confidence).sd, n as u32));
            let half = confidence.factor(n as u32) * found.se.unwrap();
            close(found.high.unwrap() - ratio, half, 1e-10);
            let pseudo = sample.pseudo_values();
            close(pseudo.iter().sum::<f64>() / n as f64, ratio, 1e-13);
            for (i, one) in pseudo.iter().enumerate() {
                let moved = n as f64 * ratio - (n - 1) as f64 * without[i] - (n - 1) as f64 * (ratio - mean);
                close(*one, moved, 1e-11);
            }
        }
    }

    #[test]
    fn differences_are_the_delete_one_loop_too() {
        let ((a, below_a), (b, below_b), n) = (sums(25, 1), sums(25, 2), 25.0);
        let (of_a, of_b) = (directly(&a, &below_a), directly(&b, &below_b));
        let without: Vec<f64> = of_a.1.iter().zip(&of_b.1).map(|(a, b)| a - b).collect();
        let mean = without.iter().sum::<f64>() / n;
        let variance = without.iter().map(|one| (one - mean).powi(2)).sum::<f64>() * (n - 1.0) / n;
        let (of_a_each, of_b_each) = (quotients(&a, &below_a), quotients(&b, &below_b));
        let first = Sample::Quotient { values: &of_a_each, divisors: &below_a };
        let second = Sample::Quotient { values: &of_b_each, divisors: &below_b };
        let confidence = Confidence::new(0.95, 25);
        let found = crate::stats::paired(&first.pseudo_values(), &second.pseudo_values(), &confidence).difference;
        close(found.mean.unwrap(), of_a.0 - of_b.0, 1e-11);
        close(found.se.unwrap(), variance.sqrt(), 1e-10);
    }

    /// Cochran (1977), 6.13: the variance of a ratio in large samples, s² of x − R y over n ȳ².
    #[test]
    fn large_samples_have_the_error_of_the_delta_method() {
        let (above, below) = sums(20_000, 9);
        let values = quotients(&above, &below);
        let (n, sum) = (above.len() as f64, |all: &[f64]| all.iter().sum::<f64>());
        let ratio = sum(&above) / sum(&below);
        let squares: f64 = above.iter().zip(&below).map(|(x, y)| (x - ratio * y).powi(2)).sum();
        let delta = (squares / (n - 1.0) / n).sqrt() / (sum(&below) / n);
        let sample = Sample::Quotient { values: &values, divisors: &below };
        close(sample.estimate(&Confidence::new(0.95, 20_000)).se.unwrap(), delta, 1e-4);
    }

    #[test]
    fn a_replication_with_nothing_to_judge_counts_in_neither_sum() {
        let (above, below) = ([3.0, 7.0, 1.0, 2.0], [1.0, 0.0, 1.0, 2.0]);
        let values = quotients(&above, &below);
        let with = Sample::Quotient { values: &values, divisors: &below };
        let without = Sample::Quotient { values: &[3.0, 1.0, 1.0], divisors: &[1.0, 1.0, 2.0] };
        let confidence = Confidence::new(0.95, 4);
        assert_eq!(with.estimate(&confidence), without.estimate(&confidence));
        assert_eq!(with.estimate(&confidence).mean, Some(1.5));
        assert!(with.pseudo_values()[1].is_nan());
        let one = Sample::Quotient { values: &[f64::NAN, 2.0], divisors: &[0.0, 9.0] };
        let found = one.estimate(&confidence);
        assert_eq!((found.mean, found.se, found.n), (Some(2.0), None, 1));
        assert_eq!(
            Sample::Quotient { values: &[f64::NAN], divisors: &[0.0] }.estimate(&confidence),
            Estimate::default()
        );
    }

    #[test]
    fn equal_quotients_have_no_deviation_at_all() {
        let (values, divisors) = ([0.1; 7], [3.0, 1.0, 7.0, 11.0, 2.0, 9.0, 5.0]);
        let sample = Sample::Quotient { values: &values, divisors: &divisors };
        let found = sample.estimate(&Confidence::new(0.95, 7));
        assert_eq!((found.mean, found.se, found.low, found.high), (Some(0.1), Some(0.0), Some(0.1), Some(0.1)));
        assert_eq!(*sample.pseudo_values(), values);
    }

    /// What is looked at replication by replication stays as it was when more come, and has the ratio in view.
    #[test]
    fn later_replications_change_nothing_before_them() {
        let (above, below) = sums(400, 3);
        let values = quotients(&above, &below);
        let sample = Sample::Quotient { values: &values, divisors: &below };
        let everyone: Vec<usize> = (0..400).collect();
        let all = sample.one_by_one(&everyone, 50);
        assert_eq!(all[..60], sample.first(60).one_by_one(&everyone[..60], 50)[..]);
        assert_eq!(all[..50], sample.first(50).pseudo_values()[..]);
        let n = 51.0;
        let (first, more) = (directly(&above[..50], &below[..50]).0, directly(&above[..51], &below[..51]).0);
        close(all[50], n * more - (n - 1.0) * first, 1e-10);
        let found = sample.estimate(&Confidence::new(0.95, 400));
        let mean = all.iter().sum::<f64>() / 400.0;
        assert!((mean - found.mean.unwrap()).abs() < 0.2 * found.se.unwrap(), "{mean} {found:?}");
    }

    fn share(failures: &[f64], cases: f64) -> Estimate {
        let values: Vec<f64> = failures.iter().map(|failures| 1.0 - failures / cases).collect();
        let divisors = vec![cases; failures.len()];
        Sample::Share { values: &values, divisors: &divisors }.estimate(&Confidence::new(0.95, 100))
    }

    /// Clopper & Pearson (1934): without a failure in n cases the share of failures is at most 1 − ε^(1/n); ε is 0.025 here, and
    /// eight cases that may have failed together count as one.
    #[test]
    fn without_a_failure_there_is_a_bound() {
        let found = share(&[0.0; 30], 20.0);
        assert_eq!((found.mean, found.high, found.se), (Some(1.0), Some(1.0), Some(0.0)));
        close(1.0 - found.low.unwrap(), 1.0 - 0.025f64.powf(8.0 / 600.0), 1e-9);
        let all = share(&[20.0; 30], 20.0);
        assert_eq!((all.mean, all.low), (Some(0.0), Some(0.0)));
        close(all.high.unwrap(), 1.0 - 0.025f64.powf(8.0 / 600.0), 1e-9);
    }

    /// Replications of one case each are independent cases, and the bound is the exact one: of 30 none, and 3 (95 % interval of
    /// Clopper & Pearson to 0.2653).
    #[test]
    fn single_cases_have_the_exact_bound() {
        close(share(&[0.0; 30], 1.0).low.unwrap(), 0.025f64.powf(1.0 / 30.0), 1e-9);
        let mut three = [0.0; 30];
        three[..3].fill(1.0);
        let found = share(&three, 1.0);
        assert_eq!(found.high, Some(1.0));
        close(1.0 - found.low.unwrap(), 0.2653, 5e-3);
    }

    /// Cases that depend on each other count as fewer: five failures of one replication say less than one in each of five.
    #[test]
    fn few_failures_are_bounded_by_their_independent_cases() {
        let mut apart = [0.0; 30];
        apart[..5].fill(1.0);
        let mut together = [0.0; 30];
        together[0] = 5.0;
        let [apart, together] = [apart, together].map(|failures| share(&failures, 20.0));
        assert_eq!((apart.high, together.high), (Some(1.0), Some(1.0)));
        assert!(together.low.unwrap() < apart.low.unwrap() - 0.003, "{together:?} {apart:?}");
        let many = share(&[1.0, 2.0, 0.0, 1.0, 3.0, 2.0, 1.0], 20.0);
        assert!(many.high.unwrap() < 1.0, "ten failures have an interval: {many:?}");
        let few_of_all = share(&[1.0, 2.0, 2.0], 4.0);
        assert!(few_of_all.low.unwrap() > 0.0 && few_of_all.high.unwrap() < 1.0, "{few_of_all:?}");
    }

    /// Bunches that are few leave few degrees of freedom: twenty failures in two replications have a wider interval than their
    /// standard error with 29 of them says. With p = 2/30 the kurtosis is (1 − 3 p (1 − p)) ÷ (p (1 − p)) = 13.07, so that there
    /// are 60 ÷ (13.07 − 27/29) = 4.9.
    #[test]
    fn few_bunches_leave_few_degrees_of_freedom() {
        let mut failures = [0.0; 30];
        failures[..2].fill(10.0);
        let found = share(&failures, 20.0);
        let [mean, se, low] = [found.mean, found.se, found.low].map(Option::unwrap);
        let confidence = Confidence::new(0.95, 30);
        let half = |n: u32| of_logit(mean, confidence.factor(n) * se)[0];
        close(low, half(4 + 1), 1e-9);
        assert!(low < half(30) - 0.03, "{low} {}", half(30));
        // The same of as many failures as one likes: what counts is how many bunches made the spread.
        let many = failures.map(|failures| failures * 50.0);
        close(share(&many, 1_000.0).low.unwrap(), low, 1e-9);
    }

    /// The interval of the logit: wider to where the share is not.
    #[test]
    fn a_rare_share_has_a_skewed_interval() {
        let found = share(&[1.0, 3.0, 2.0, 5.0, 1.0, 0.0, 4.0, 2.0, 3.0, 4.0], 100.0);
        let [mean, se, low, high] = [found.mean, found.se, found.low, found.high].map(Option::unwrap);
        assert!(mean - low > high - mean && high < 1.0, "{found:?}");
        let logit = |share: f64| (share / (1.0 - share)).ln();
        // Ten replications, none of which makes most of the spread: nine degrees of freedom.
        let half = Confidence::new(0.95, 10).factor(10) * se / (mean * (1.0 - mean));
        close(logit(high) - logit(mean), half, 1e-9);
        close(logit(mean) - logit(low), half, 1e-9);
    }

    #[test]
    fn bounds_have_their_chance() {
        for (found, cases) in [(0.0, 600.0), (0.3, 40.0), (1.0, 2.0), (7.5, 31.4), (19.0, 1e4), (19.9, 1e8)] {
            let most = at_most(found, cases, 0.05);
            assert!(most > found / cases && most < 1.0);
            let chance = 1.0 - beta_reg(found + 1.0, cases - found, most);
            assert!((chance - 0.05).abs() < 1e-6, "{found} of {cases}: {most} {chance}");
        }
        // Pearson & Hartley (1966), table 40: with 5 events a Poisson mean is at most 14.15 but for 0.5 %.
        close(at_most(5.0, 1e6, 0.005) * 1e6, 14.15, 1e-3);
        assert_eq!(at_most(3.0, 3.0, 0.05), 1.0);
    }

    #[test]
    fn shares_without_failures_may_differ_all_the_same() {
        let (ones, divisors) = ([1.0; 10], [30.0; 10]);
        let confidence = Confidence::new(0.95, 10);
        let sample = Sample::Share { values: &ones, divisors: &divisors };
        let [low, high] = Sample::apart(&sample, &sample, &confidence).unwrap();
        close(high, 1.0 - 0.025f64.powf(8.0 / 300.0), 1e-9);
        assert_eq!(low, -high);
        let many = Sample::Share { values: &[0.5; 10], divisors: &divisors };
        assert_eq!(Sample::apart(&sample, &many, &confidence), None);
    }
}
