//! One measure, all strategies against each other.

use super::samples::{Key, Samples};
use crate::measures::{Better, Measure};
use crate::stats::{
    Bootstrap, Estimate, Extreme, Paired, Sample, Versus, Widths, holm, paired, versus_best, without_rounding,
};
use std::borrow::Cow;

/// Replications below which the draws of a bootstrap are too few to give a probability.
const FEWEST: usize = 10;

/// How the strategies stand in one measure.
pub(super) struct Comparison {
    pub better: Better,
    /// By strategy; without a mean where it has no value.
    pub estimates: Vec<Estimate>,
    /// Probability of being best, by strategy; `None` for facts that are neither good nor bad, below ten replications and
    /// where nothing varies over them.
    pub best: Vec<Option<f64>>,
    /// Against the best of the others, by strategy; `None` as in `best`.
    pub versus: Vec<Option<Versus>>,
    /// Strategies i < j at place(i, j).
    pairs: Vec<Option<Pair>>,
}

/// First − second.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub paired: Paired,
    pub p_adjusted: Option<f64>,
}

/// Who leads, and who cannot be told from the leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leader {
    pub best: usize,
    /// Others without a significant difference to the best, by mean.
    pub tied: Vec<usize>,
}

impl Leader {
    /// The best and the tied, by mean.
    pub fn all(&self) -> Vec<usize> {
        let mut all = vec![self.best];
        all.extend(&self.tied);
        all
    }
}

/// Which mean of a measure wins; none of a fact that is neither good nor bad.
pub(super) fn goal(measure: Measure) -> Option<Extreme> {
    match measure.definition().better {
        Better::Higher => Some(Extreme::Largest),
        Better::Lower => Some(Extreme::Smallest),
        Better::Neither => None,
    }
}

impl Comparison {
    pub fn new(samples: &Samples<'_>, key: &Key<'_>, bootstrap: &Bootstrap) -> Comparison {
        let missing = vec![f64::NAN; samples.replications.len()];
        let all: Vec<Sample<'_>> =
            (0..samples.strategies.len()).map(|s| samples.sample(s, key).unwrap_or(Sample::Plain(&missing))).collect();
        let values: Vec<Cow<'_, [f64]>> = all.iter().map(Sample::pseudo_values).collect();
        let told_apart = without_rounding(&values.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        let values: Vec<&[f64]> = told_apart.iter().map(Vec::as_slice).collect();
        let better = key.measure.definition().better;
        let (best, versus) = match goal(key.measure) {
            Some(goal) => {
                let versus = versus_best(&values, goal, samples.confidence.level(), Widths::Pairwise);
                (bootstrap.probability_best(&values, goal), versus)
            }
            None => (vec![None; values.len()], vec![None; values.len()]),
        };
        let mut compared = Vec::new();
        for second in 0..values.len() {
            for first in 0..second {
                let mut pair = paired(values[first], values[second], &samples.confidence);
                if pair.difference.se == Some(0.0)
                    && let Some([low, high]) = Sample::apart(&all[first], &all[second], &samples.confidence)
                {
                    (pair.difference.low, pair.difference.high) = (Some(low), Some(high));
                }
                compared.push((pair.difference.n > 0).then_some(pair));
            }
        }
        let p: Vec<Option<f64>> = compared.iter().map(|pair| pair.and_then(|pair| pair.p)).collect();
        let adjusted = holm(&p);
        let pairs: Vec<Option<Pair>> = compared
            .into_iter()
            .zip(adjusted)
            .map(|(paired, p_adjusted)| paired.map(|paired| Pair { paired, p_adjusted }))
            .collect();
        // Of the same values the same estimate, to the last bit.
        let first = |own: usize| (0..own).find(|other| differ_nowhere(values[*other], values[own])).unwrap_or(own);
        let estimates = (0..all.len()).map(|own| all[first(own)].estimate(&samples.confidence)).collect();
        let best = if is_judged(samples.replications.len(), &pairs) { best } else { vec![None; best.len()] };
        Comparison { better, estimates, best, versus, pairs }
    }

    /// `first` − `second`; `None` without a common replication.
    pub fn pair(&self, first: usize, second: usize) -> Option<Pair> {
        let (low, high) = (first.min(second), first.max(second));
        let pair = self.pairs[high * (high - 1) / 2 + low]?;
        Some(if first < second { pair } else { pair.turned() })
    }

    /// Whether two strategies differ by more than chance: Holm's p below `alpha`.
    pub fn differ(&self, first: usize, second: usize, alpha: f64) -> bool {
        self.pair(first, second).and_then(|pair| pair.p_adjusted).is_some_and(|p| p < alpha)
    }

    /// `among` with a value, best mean first; of equal ones the scenario's order.
    pub fn ranking(&self, among: &[usize]) -> Vec<usize> {
        let mut ranked: Vec<(f64, usize)> = among.iter().filter_map(|s| Some((self.estimates[*s].mean?, *s))).collect();
        let sign = if self.better == Better::Higher { -1.0 } else { 1.0 };
        ranked.sort_by(|a, b| (sign * a.0).total_cmp(&(sign * b.0)).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, strategy)| strategy).collect()
    }

    /// The best of `among` and its ties; `None` when none has a value.
    pub fn leader(&self, among: &[usize], alpha: f64) -> Option<Leader> {
        let ranked = self.ranking(among);
        let (best, others) = ranked.split_first()?;
        let tied = others.iter().copied().filter(|s| !self.differ(*s, *best, alpha)).collect();
        Some(Leader { best: *best, tied })
    }

    /// By how much a strategy may be worse than the best of the others, with the confidence of the run; 0 where none is
    /// better.
    pub fn behind(&self, strategy: usize) -> Option<f64> {
        let Versus { low, high, .. } = self.versus[strategy]?;
        Some(if self.better == Better::Higher { 0.0 - low } else { high })
    }

    /// Strategies, in the scenario's order.
    pub fn everyone(&self) -> Vec<usize> {
        (0..self.estimates.len()).collect()
    }
}

/// Whether a probability of being best says anything: there are replications enough, and some difference varies over them.
fn is_judged(replications: usize, pairs: &[Option<Pair>]) -> bool {
    let varies = |pair: &Pair| pair.paired.difference.se.is_some_and(|se| se > 0.0);
    replications >= FEWEST && pairs.iter().flatten().any(varies)
}

fn differ_nowhere(first: &[f64], second: &[f64]) -> bool {
    first.iter().zip(second).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
}

impl Pair {
    fn turned(self) -> Pair {
        let Estimate { mean, sd, se, low, high, n } = self.paired.difference;
        let minus = |value: Option<f64>| value.map(|v| 0.0 - v);
        let difference = Estimate { mean: minus(mean), sd, se, low: minus(high), high: minus(low), n };
        Pair { paired: Paired { difference, ..self.paired }, ..self }
    }
}
