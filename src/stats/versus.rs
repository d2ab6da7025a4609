//! Multiple comparisons with the best: simultaneous intervals of each strategy against the best of the others.

use super::{Extreme, equicoordinate};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// What is assumed of the covariance of the strategies, which common random numbers make dependent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Widths {
    /// Nothing: each pair has the standard deviation of its own differences, and the chance of error is shared out
    /// between the pairs (Bonferroni). Never below the confidence asked for.
    #[default]
    Pairwise,
    /// All differences have one variance (sphericity): one pooled standard deviation and the multivariate t (Nelson &
    /// Matejcik 1995). Narrower where that holds.
    Spherical,
}

/// A strategy against the best of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versus {
    /// Its mean − the best mean of the others, over replications where both have a value.
    pub difference: f64,
    /// Lower end of the interval of that difference of means; the intervals of all strategies hold together.
    pub low: f64,
    /// Upper end. One of the two ends is 0 or both lie on either side of it.
    pub high: f64,
    /// Whether it may be the best; the best one is among those that may with the confidence asked for.
    pub may_be_best: bool,
}

/// Simultaneous intervals for μᵢ − min_{j≠i} μⱼ (or max, by `goal`), one per strategy, at `level` (Hsu 1984; with unequal
/// widths Edwards & Hsu 1983; under common random numbers Nelson & Matejcik 1995). They rest on one event, that the
/// true best beats each of the others by no less than its difference − its width, whose chance is at least `level`.
///
/// `strategies` has one value per replication each, NaN where there is none. One without any value is no contestant
/// (`None`); nobody is with fewer than two contestants, or when two of them share fewer than two replications.
///
/// # Panics
/// When the slices differ in length, or `level` does not lie in (0, 1).
#[must_use]
pub fn versus_best(strategies: &[&[f64]], goal: Extreme, level: f64, widths: Widths) -> Vec<Option<Versus>> {
    assert!(level > 0.0 && level < 1.0, "a confidence lies between 0 and 1");
    let mut judged = vec![None; strategies.len()];
    let contestants: Vec<usize> =
        (0..strategies.len()).filter(|s| strategies[*s].iter().any(|v| !v.is_nan())).collect();
    let values: Vec<&[f64]> = contestants.iter().map(|s| strategies[*s]).collect();
    let Some(gaps) = Gaps::of(&values, goal, level, widths) else { return judged };
    for (place, strategy) in contestants.into_iter().enumerate() {
        let found = gaps.judge(place);
        judged[strategy] = Some(match goal {
            Extreme::Smallest => found,
            Extreme::Largest => {
                Versus { difference: 0.0 - found.difference, low: 0.0 - found.high, high: 0.0 - found.low, ..found }
            }
        });
    }
    judged
}

/// How many replications make every interval of [`versus_best`] reach at most `indifference` beyond the difference, judged from
/// a first stage (Stein 1945: Clark & Yang 1986 pairwise, Nelson & Matejcik 1995 under sphericity). With so many in all,
/// the one with the best mean is the best or within `indifference` of it with confidence `level`, whatever the means are.
/// `None` where [`versus_best`] judges nobody.
///
/// # Panics
/// When the slices differ in length, `level` does not lie in (0, 1) or `indifference` is not above 0.
#[must_use]
pub fn replications_for(first: &[&[f64]], indifference: f64, level: f64, widths: Widths) -> Option<u64> {
    assert!(indifference > 0.0, "an indifference zone is above 0");
    let gaps = Gaps::of(first, Extreme::Smallest, level, widths)?;
    let needed = gaps.all().map(|gap| (gap.width / indifference).powi(2) * f64::from(gap.n)).fold(0.0, f64::max);
    // A float to an integer saturates.
    Some((needed.ceil() as u64).max(first[0].len() as u64))
}

/// One strategy − another.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    mean: f64,
    /// Of a one-sided bound.
    width: f64,
    n: u32,
}

/// All differences, the smallest being best.
struct Gaps {
    /// Row − column; the diagonal is not used.
    table: Vec<Vec<Gap>>,
}

impl Gaps {
    fn of(values: &[&[f64]], goal: Extreme, level: f64, widths: Widths) -> Option<Gaps> {
        let others = u32::try_from(values.len().checked_sub(1)?).expect("strategies are numbered by u32");
        if others == 0 {
            return None;
        }
        let sign = if goal == Extreme::Largest { -1.0 } else { 1.0 };
        let mut table = vec![vec![Gap::default(); values.len()]; values.len()];
        let mut factor = (0, 0.0);
        for i in 0..values.len() {
            for j in 0..i {
                let (n, mean, sd) = moments(values[i], values[j])?;
                // Most often all pairs have the same replications.
                if widths == Widths::Pairwise && factor.0 != n {
                    let law = StudentsT::new(0.0, 1.0, f64::from(n - 1)).expect("two pairs or more");
                    // Below a confidence of one half the bound itself holds often enough.
                    factor = (n, law.inverse_cdf(1.0 - (1.0 - level) / f64::from(others)).max(0.0));
                }
                let width = factor.1 * sd / f64::from(n).sqrt();
                table[i][j] = Gap { mean: sign * mean, width, n };
                table[j][i] = Gap { mean: -sign * mean, width, n };
            }
        }
        if widths == Widths::Spherical {
            let width = spherical(values, level)?;
            table.iter_mut().flatten().for_each(|gap| gap.width = width);
        }
        Some(Gaps { table })
    }

    fn of_one(&self, i: usize) -> impl Iterator<Item = (usize, &Gap)> {
        self.table[i].iter().enumerate().filter(move |(j, _)| *j != i)
    }

    fn all(&self) -> impl Iterator<Item = &Gap> {
        (0..self.table.len()).flat_map(|i| self.of_one(i)).map(|(_, gap)| gap)
    }

    /// Not worse than any other by more than the width.
    fn may_be_best(&self, i: usize) -> bool {
        self.of_one(i).all(|(_, gap)| gap.mean - gap.width <= 0.0)
    }

    fn judge(&self, i: usize) -> Versus {
        let difference = self.of_one(i).map(|(_, gap)| gap.mean).fold(f64::NEG_INFINITY, f64::max);
        let may_be_best = self.may_be_best(i);
        // If it is the best, then it is better than each by no more than this.
        let at_best = self.of_one(i).map(|(_, gap)| gap.mean - gap.width).fold(f64::NEG_INFINITY, f64::max);
        // If another is, then one that may be.
        let rivals = self.of_one(i).filter(|(j, _)| self.may_be_best(*j));
        let high = rivals.map(|(_, gap)| gap.mean + gap.width).fold(0.0, f64::max);
        Versus { difference, low: if may_be_best { at_best.min(0.0) } else { 0.0 }, high, may_be_best }
    }
}

/// Number, mean and standard deviation of the differences; `None` below two.
fn moments(first: &[f64], second: &[f64]) -> Option<(u32, f64, f64)> {
    assert_eq!(first.len(), second.len(), "paired values come from the same replications");
    let pairs = first.iter().zip(second).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let differences: Vec<f64> = pairs.map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    if differences.len() < 2 {
        return None;
    }
    // Shifted by the first, so that equal differences have deviation 0.
    let mean = differences[0] + differences.iter().map(|d| d - differences[0]).sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|d| (d - mean).powi(2)).sum();
    Some((u32::try_from(differences.len()).ok()?, mean, (squares / (n - 1.0)).sqrt()))
}

/// g·S/√n with S² = 2·ΣΣ(Xᵢⱼ − X̄ᵢ − X̄ⱼ + X̄)² ÷ ((k − 1)(n − 1)), over the replications all have.
fn spherical(values: &[&[f64]], level: f64) -> Option<f64> {
    let common: Vec<usize> = (0..values[0].len()).filter(|r| values.iter().all(|v| !v[*r].is_nan())).collect();
    let (k, n) = (values.len() as f64, common.len() as f64);
    if common.len() < 2 {
        return None;
    }
    let own: Vec<f64> = values.iter().map(|v| common.iter().map(|r| v[*r]).sum::<f64>() / n).collect();
    let all = own.iter().sum::<f64>() / k;
    let mut squares = 0.0;
    for r in &common {
        let of_replication = values.iter().map(|v| v[*r]).sum::<f64>() / k;
        for (values, own) in values.iter().zip(&own) {
            squares += (values[*r] - own - of_replication + all).powi(2);
        }
    }
    let freedom = (values.len() - 1) * (common.len() - 1);
    let pooled = (2.0 * squares / freedom as f64).sqrt();
    let bounds = u32::try_from(values.len() - 1).expect("strategies are numbered by u32");
    let factor = equicoordinate(level, bounds, u32::try_from(freedom).unwrap_or(u32::MAX));
    Some(factor * pooled / n.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;

    fn judged(strategies: &[&[f64]], goal: Extreme) -> Vec<Versus> {
        let all = versus_best(strategies, goal, 0.95, Widths::Pairwise);
        all.into_iter().map(|versus| versus.expect("a contestant")).collect()
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-3, "{found} is not {expected}");
    }

    /// Two strategies, differences 1, 2, 3: mean 2, sd 1, and t(2, 95 %) = 2.91999, so 2 ± 1.68586.
    #[test]
    fn two_strategies_by_hand() {
        let (low, high) = ([1.0, 4.0, 9.0], [2.0, 6.0, 12.0]);
        let found = judged(&[&low, &high], Extreme::Smallest);
        close(found[0].difference, -2.0);
        close(found[0].low, -3.68586);
        assert!(found[0].high == 0.0 && found[0].may_be_best);
        close(found[1].high, 3.68586);
        assert!(found[1].low == 0.0 && !found[1].may_be_best);
        let turned = judged(&[&low, &high], Extreme::Largest);
        close(turned[0].low, -3.68586);
        close(turned[1].high, 3.68586);
        assert!(turned[0].high == 0.0 && turned[1].low == 0.0 && turned[1].may_be_best);
    }

    /// Differences −1 and 2: neither is out, and each interval reaches to both sides.
    #[test]
    fn a_tie_reaches_to_both_sides() {
        let found = judged(&[&[1.0, 4.0], &[2.0, 2.0]], Extreme::Smallest);
        for versus in &found {
            assert!(versus.may_be_best && versus.low < 0.0 && versus.high > 0.0);
        }
        // t(1, 95 %) = 6.31375, sd 2.12132, so ½ ± 9.4706.
        close(found[0].low, 0.5 - 9.47063);
        close(found[0].high, 0.5 + 9.47063);
    }

    #[test]
    fn identical_strategies_are_both_best() {
        let found = judged(&[&[1.0, 5.0], &[1.0, 5.0], &[2.0, 6.0]], Extreme::Smallest);
        assert_eq!((found[0].low, found[0].high), (0.0, 0.0));
        assert!(found[0].may_be_best && found[1].may_be_best && !found[2].may_be_best);
        assert_eq!((found[2].low, found[2].high), (0.0, 1.0));
    }

    #[test]
    fn missing_values() {
        let nan = f64::NAN;
        let of = |strategies: &[&[f64]]| versus_best(strategies, Extreme::Smallest, 0.95, Widths::Pairwise);
        assert_eq!(of(&[&[1.0, 2.0], &[nan, nan]]), [None, None]);
        assert_eq!(of(&[&[1.0, nan, 1.0], &[nan, 2.0, 1.0]]), [None, None]);
        let found = of(&[&[1.0, 2.0], &[nan, nan], &[3.0, 5.0]]);
        assert!(found[0].is_some() && found[1].is_none() && found[2].is_some());
    }

    /// Clark & Yang: (t·s/δ)² with t(2, 95 %) = 2.91999, s = 1 and δ = ½ is 34.1.
    #[test]
    fn second_stage_by_hand() {
        let first: [&[f64]; 2] = [&[1.0, 4.0, 9.0], &[2.0, 6.0, 12.0]];
        assert_eq!(replications_for(&first, 0.5, 0.95, Widths::Pairwise), Some(35));
        assert_eq!(replications_for(&first, 50.0, 0.95, Widths::Pairwise), Some(3));
        // With two strategies the pooled standard deviation is that of the pair, and so is the factor.
        assert_eq!(replications_for(&first, 0.5, 0.95, Widths::Spherical), Some(35));
        assert_eq!(replications_for(&first[..1], 0.5, 0.95, Widths::Pairwise), None);
    }

    /// How often all intervals hold together, for values with a shared part (common random numbers).
    fn held(trials: u32, widths: Widths) -> f64 {
        let (n, means) = (10, [0.0, 0.2, 0.2, 3.0]);
        let mut normal = ResamplingRng::new(11);
        let mut held = 0.0;
        for _ in 0..trials {
            let shared: Vec<f64> = (0..n).map(|_| 3.0 * normal.normal()).collect();
            let values: Vec<Vec<f64>> =
                means.iter().map(|mean| shared.iter().map(|s| mean + s + normal.normal()).collect()).collect();
            let slices: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
            let found = versus_best(&slices, Extreme::Smallest, 0.95, widths);
            let all = found
                .iter()
                .zip([-0.2, 0.2, 0.2, 3.0])
                .all(|(found, truth)| found.is_some_and(|versus| versus.low <= truth && truth <= versus.high));
            held += f64::from(u8::from(all));
        }
        held / f64::from(trials)
    }

    /// At least with the confidence asked for: four standard errors of a share of 0.95 below it.
    #[test]
    fn intervals_hold_together() {
        assert!(held(2_000, Widths::Pairwise) > 0.95 - 4.0 * (0.95f64 * 0.05 / 2_000.0).sqrt());
        assert!(held(300, Widths::Spherical) > 0.95 - 4.0 * (0.95f64 * 0.05 / 300.0).sqrt());
    }
}
