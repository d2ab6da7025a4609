//! Room for chance: what further replications may come to, from some that stocks were not chosen on.

use crate::stats::Confidence;

/// What one replication comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    /// By service: late orders, or responses added up; and the orders.
    pub judged: Vec<f64>,
    pub orders: Vec<f64>,
}

/// How surely further replications are to meet the targets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sure {
    /// Replications that are to meet them in the mean.
    pub further: f64,
    /// With this confidence (one-sided, of all services together).
    pub confidence: f64,
}

/// By service: the share of all orders that is late, or their mean response.
pub(super) fn shares(seen: &[Seen], services: usize) -> Vec<f64> {
    let sum = |of: fn(&Seen) -> &[f64], at: usize| seen.iter().map(|one| of(one)[at]).sum::<f64>();
    (0..services).map(|at| sum(|one| &one.judged, at) / sum(|one| &one.orders, at).max(1.0)).collect()
}

/// How far shares are above what may be late, relative to that: the greatest of all services, 0 and less where all are met.
pub(super) fn excess(shares: impl Iterator<Item = f64>, most: &[f64]) -> f64 {
    shares.zip(most).map(|(share, most)| share / most - 1.0).fold(f64::NEG_INFINITY, f64::max)
}

impl Sure {
    /// By service: the share, and how much more further replications may come to in the mean (the ratio estimator's variance;
    /// the bound is one of prediction: Hahn and Meeker 1991). No room from a single replication.
    pub fn room(self, seen: &[Seen], services: usize) -> Vec<(f64, f64)> {
        let count = seen.len();
        let own = 1.0 - (1.0 - self.confidence) / services.max(1) as f64;
        let factor = Confidence::new(2.0 * own - 1.0, count.max(2) as u32).factor(count.max(2) as u32);
        let of = |(at, ratio): (usize, f64)| {
            if count < 2 {
                return (ratio, 0.0);
            }
            let mean = (seen.iter().map(|one| one.orders[at]).sum::<f64>() / count as f64).max(1.0);
            let off = seen.iter().map(|one| one.judged[at] - ratio * one.orders[at]);
            let variance = off.map(|off| off * off).sum::<f64>() / (count - 1) as f64 / (mean * mean);
            (ratio, factor * (variance * (1.0 / count as f64 + 1.0 / self.further)).sqrt())
        };
        shares(seen, services).into_iter().enumerate().map(of).collect()
    }

    /// How far the upper ends of what further replications may come to are above what may be late.
    pub fn excess(self, seen: &[Seen], most: &[f64]) -> f64 {
        excess(self.room(seen, most.len()).into_iter().map(|(share, room)| share + room), most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of replications with as many orders each it is the interval of their mean and that of further ones.
    #[test]
    fn room_is_that_of_a_prediction() {
        let seen: Vec<Seen> =
            [4.0, 6.0, 5.0, 9.0].map(|late| Seen { judged: vec![late], orders: vec![100.0] }).to_vec();
        let found = Sure { further: 12.0, confidence: 0.95 }.room(&seen, 1);
        // Variance of 4, 6, 5, 9: 14 / 3; t(3, 0.95) = 2.35336; a quarter and a twelfth of the variance.
        let wanted = 2.353_363 * (14.0 / 3.0 * (1.0 / 4.0 + 1.0 / 12.0) / 1e4_f64).sqrt();
        assert!((found[0].0 - 0.06).abs() < 1e-12 && (found[0].1 - wanted).abs() < 1e-6, "{found:?} {wanted}");
        let of_one = Sure { further: 12.0, confidence: 0.95 }.room(&seen[..1], 1);
        assert_eq!(of_one, [(0.04, 0.0)]);
    }
}
