//! The probability of being best, by bootstrap over replications.

use crate::random::ResamplingRng;

/// Which mean wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The smallest mean is best.
    Smallest,
    /// The largest mean is best.
    Largest,
}

/// Resamples of whole replications, drawn once and used for every measure: correlation between strategies
/// (common random numbers) is kept, and answers for different measures speak of the same resamples.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    resamples: usize,
    replications: usize,
    /// How often a replication stands in each resample: replication-major, so that sums run over resamples.
    weights: Vec<f32>,
}

impl Bootstrap {
    /// `resamples` samples of size `replications` with replacement (Efron 1979), from an own stream keyed by `seed`.
    #[must_use]
    pub fn new(replications: usize, resamples: usize, seed: u64) -> Bootstrap {
        let mut weights = vec![0.0f32; replications * resamples];
        let mut stream = ResamplingRng::new(seed ^ 0x626f_6f74_7374_7261);
        for resample in 0..resamples {
            for _ in 0..replications {
                weights[stream.below(replications) * resamples + resample] += 1.0;
            }
        }
        Bootstrap { resamples, replications, weights }
    }

    /// For each strategy (one slice of per-replication values) the share of resamples in which its mean is best;
    /// equal means share. Judged on the replications where every contestant has a value; a strategy without any
    /// value is no contestant (`None`), and without common replications nobody is.
    ///
    /// # Panics
    /// When a slice does not have one value per replication.
    #[must_use]
    pub fn probability_best(&self, strategies: &[&[f64]], goal: Extreme) -> Vec<Option<f64>> {
        let contests = |values: &&[f64]| values.iter().any(|v| !v.is_nan());
        let contestants: Vec<usize> = (0..strategies.len()).filter(|s| contests(&strategies[*s])).collect();
        let common: Vec<usize> =
            (0..self.replications).filter(|r| contestants.iter().all(|s| !strategies[*s][*r].is_nan())).collect();
        let mut shares = vec![None; strategies.len()];
        if common.is_empty() {
            return shares;
        }
        if let Some(winner) = always_best(strategies, &contestants, &common, goal) {
            contestants.iter().for_each(|s| shares[*s] = Some(f64::from(*s == winner)));
            return shares;
        }
        let sums: Vec<Vec<f64>> = contestants.iter().map(|s| self.sums(strategies[*s], &common, goal)).collect();
        // A resample may miss all common replications: then it says nothing.
        let sizes = self.sums(&vec![1.0; self.replications], &common, Extreme::Smallest);
        let mut wins = vec![0.0; contestants.len()];
        let mut judged = 0.0;
        for resample in (0..self.resamples).filter(|b| sizes[*b] > 0.0) {
            let best = sums.iter().map(|s| s[resample]).fold(f64::INFINITY, f64::min);
            let winners = sums.iter().filter(|s| s[resample] == best).count();
            for (wins, sums) in wins.iter_mut().zip(&sums) {
                if sums[resample] == best {
                    *wins += 1.0 / winners as f64;
                }
            }
            judged += 1.0;
        }
        for (place, wins) in contestants.into_iter().zip(wins) {
            shares[place] = (judged > 0.0).then_some(wins / judged);
        }
        shares
    }

    /// Weighted sum of the values per resample, negated when the largest wins: the smallest is best.
    fn sums(&self, values: &[f64], common: &[usize], goal: Extreme) -> Vec<f64> {
        assert_eq!(values.len(), self.replications, "one value per replication");
        let mut sums = vec![0.0; self.resamples];
        for replication in common {
            let value = match goal {
                Extreme::Smallest => values[*replication],
                Extreme::Largest => -values[*replication],
            };
            let weights = &self.weights[replication * self.resamples..][..self.resamples];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * f64::from(*weight);
            }
        }
        sums
    }
}

/// The contestant that is better than every other in each of the common replications, as with common random numbers it
/// often is: no resample says anything else.
fn always_best(strategies: &[&[f64]], contestants: &[usize], common: &[usize], goal: Extreme) -> Option<usize> {
    let better = |one: f64, other: f64| match goal {
        Extreme::Smallest => one < other,
        Extreme::Largest => one > other,
    };
    let beats = |one: usize, other: usize| common.iter().all(|r| better(strategies[one][*r], strategies[other][*r]));
    contestants.iter().copied().find(|one| contestants.iter().all(|other| other == one || beats(*one, *other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(strategies: &[&[f64]], goal: Extreme) -> Vec<Option<f64>> {
        Bootstrap::new(strategies[0].len(), 2_000, 1).probability_best(strategies, goal)
    }

    #[test]
    fn always_better_is_certain() {
        let (low, high) = ([1.0, 9.0, 4.0], [1.1, 9.1, 4.1]);
        assert_eq!(shares(&[&low, &high], Extreme::Smallest), [Some(1.0), Some(0.0)]);
        assert_eq!(shares(&[&low, &high], Extreme::Largest), [Some(0.0), Some(1.0)]);
    }

    /// The short way for a strategy that is always better says what the resamples do.
    #[test]
    fn always_better_is_what_resampling_says() {
        let (low, high, mixed) = ([1.0, 9.0, 4.0], [1.1, 9.1, 4.1], [1.2, 10.0, 4.2]);
        assert_eq!(always_best(&[&high, &mixed, &low], &[0, 1, 2], &[0, 1, 2], Extreme::Smallest), Some(2));
        assert_eq!(shares(&[&high, &mixed, &low], Extreme::Smallest), [Some(0.0), Some(0.0), Some(1.0)]);
        let nearly = [0.9, 9.1, 3.9];
        assert_eq!(always_best(&[&low, &nearly], &[0, 1], &[0, 1, 2], Extreme::Smallest), None);
        // A value that misses in a replication they do not share.
        let missing = [f64::NAN, 9.1, 4.1];
        assert_eq!(shares(&[&low, &missing], Extreme::Smallest), [Some(1.0), Some(0.0)]);
    }

    #[test]
    fn identical_strategies_share() {
        let values = [0.1, 0.7, 0.3];
        assert_eq!(shares(&[&values, &values], Extreme::Smallest), [Some(0.5), Some(0.5)]);
        assert_eq!(shares(&[&values], Extreme::Smallest), [Some(1.0)]);
    }

    /// Differences +1 and −1: a resample of two has sum 2, 0 (a tie) or −2 with chances ¼, ½, ¼.
    #[test]
    fn two_replications_by_hand() {
        let found = shares(&[&[1.0, 0.0], &[0.0, 1.0]], Extreme::Smallest);
        // Standard error of a share with variance 1/8 over 2,000 resamples: 0.0079; four of them.
        assert!((found[0].unwrap() - 0.5).abs() < 0.032, "{found:?}");
        assert!((found[0].unwrap() + found[1].unwrap() - 1.0).abs() < 1e-12);
    }

    /// One of three replications favours the first: it wins a resample of three when that one is drawn, as −3 + 1 + 1 < 0.
    #[test]
    fn three_replications_by_hand() {
        let found = shares(&[&[-3.0, 1.0, 1.0], &[0.0, 0.0, 0.0]], Extreme::Smallest)[0].unwrap();
        let exact: f64 = 1.0 - 8.0 / 27.0;
        let error = 4.0 * (exact * (1.0 - exact) / 2_000.0).sqrt();
        assert!((found - exact).abs() < error, "{found} {exact}");
    }

    #[test]
    fn missing_values_are_no_contest() {
        let nan = f64::NAN;
        assert_eq!(shares(&[&[1.0, 2.0], &[nan, nan]], Extreme::Smallest), [Some(1.0), None]);
        assert_eq!(shares(&[&[1.0, nan], &[nan, 2.0]], Extreme::Smallest), [None, None]);
        assert_eq!(shares(&[&[1.0, nan], &[0.0, 2.0]], Extreme::Smallest), [Some(0.0), Some(1.0)]);
    }

    #[test]
    fn the_stream_depends_on_the_seed_alone() {
        assert_eq!(Bootstrap::new(5, 50, 9).weights, Bootstrap::new(5, 50, 9).weights);
        assert_ne!(Bootstrap::new(5, 50, 9).weights, Bootstrap::new(5, 50, 8).weights);
    }
}
