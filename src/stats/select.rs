//! Selecting the best with a guarantee, one replication at a time.

use super::Extreme;

/// The fully sequential procedure of Kim & Nelson (2001): candidates drop out as soon as the data allow it, and the last
/// one is the best with the confidence asked for, provided it is better than every other by the indifference zone or
/// more. Candidates may share random numbers: the procedure works on the differences of every pair, and the more alike
/// two candidates fare, the sooner one of them is out.
///
/// ```text
/// first stage of n₀ replications of all ──► new ──► alive ──► simulate them once more ──► observe ──┐
///                                                     ▲                                             │
///                                                     └──────────────── until best() ◄──────────────┘
/// ```
///
/// Several replications may be simulated at once: what is observed after `best()` is known changes nothing.
#[derive(Clone, Debug)]
pub struct KimNelson {
    goal: Extreme,
    indifference: f64,
    /// h²·S² of candidates i < j at place(i, j).
    spreads: Vec<f64>,
    /// By candidate, over the replications observed; negated when the largest is best.
    sums: Vec<f64>,
    n: usize,
    alive: Vec<usize>,
}

impl KimNelson {
    /// Begins with the first stage: by candidate one value per replication, the same n₀ ≥ 2 replications for all (10 or
    /// more are recommended), all finite. `indifference` is the smallest difference worth detecting, in the unit of the values;
    /// `level` the confidence.
    ///
    /// # Panics
    /// When there is no candidate, the first stages differ in length or are shorter than 2, `indifference` is not above 0, or
    /// `level` is not in (1 ÷ number of candidates, 1).
    #[must_use]
    pub fn new(first: &[&[f64]], goal: Extreme, indifference: f64, level: f64) -> KimNelson {
        let (candidates, n) = (first.len(), first[0].len());
        assert!(n >= 2 && first.iter().all(|values| values.len() == n), "one first stage of two or more for all");
        assert!(indifference > 0.0, "an indifference zone is above 0");
        assert!(level * candidates as f64 > 1.0 && level < 1.0 || candidates == 1, "more confidence than by chance");
        let sign = if goal == Extreme::Largest { -1.0 } else { 1.0 };
        // Bonferroni over the others, as dependent candidates need; c = 1, the choice the authors recommend.
        let error = (1.0 - level) / candidates.saturating_sub(1).max(1) as f64;
        let freedom = (n - 1) as f64;
        let eta = (libm::pow(2.0 * error, -2.0 / freedom) - 1.0) / 2.0;
        let mut spreads = Vec::new();
        for j in 0..candidates {
            for i in 0..j {
                spreads.push(2.0 * eta * squares(first[i], first[j]));
            }
        }
        let sums = first.iter().map(|values| sign * values.iter().sum::<f64>()).collect();
        let mut selection = KimNelson { goal, indifference, spreads, sums, n, alive: (0..candidates).collect() };
        selection.screen();
        selection
    }

    /// Candidates still in, ascending.
    #[must_use]
    pub fn alive(&self) -> &[usize] {
        &self.alive
    }

    /// Replications observed, the first stage included.
    #[must_use]
    pub fn replications(&self) -> usize {
        self.n
    }

    /// The selected candidate, once there is one.
    #[must_use]
    pub fn best(&self) -> Option<usize> {
        if let [only] = self.alive[..] {
            return Some(only);
        }
        // Candidates that never differ stay in together: the first of them.
        self.remaining().eq(&0).then(|| self.leader())
    }

    /// The candidate in the lead.
    #[must_use]
    pub fn leader(&self) -> usize {
        let by_sum = |a: &usize, b: &usize| self.sums[*a].total_cmp(&self.sums[*b]).then(a.cmp(b));
        self.alive.iter().copied().min_by(by_sum).expect("one candidate is always in")
    }

    /// Most replications that the decision can still take.
    #[must_use]
    pub fn remaining(&self) -> u64 {
        let pairs = self.alive.iter().flat_map(|j| self.alive.iter().map(move |i| (*i, *j))).filter(|(i, j)| i < j);
        // N = ⌊h²·S² ÷ δ²⌋, and one more decides. A float to an integer saturates.
        let most = pairs.map(|(i, j)| (self.spread(i, j) / (self.indifference * self.indifference)) as u64).max();
        most.map_or(0, |most| most.saturating_add(1).saturating_sub(self.n as u64))
    }

    /// Most replications that a decision could take from the beginning, whoever is out by now.
    #[must_use]
    pub fn longest(&self) -> u64 {
        ((self.widest() / (self.indifference * self.indifference)) as u64).saturating_add(1)
    }

    /// The smallest zone with which a decision surely takes no more than this many replications. It follows from the
    /// variances of the first stage alone, of which the means are independent where values are normal: begun again on the
    /// same first stage with that zone, the procedure keeps its promise.
    ///
    /// # Panics
    /// When the replications are fewer than 2.
    #[must_use]
    pub fn indifference_within(&self, replications: u64) -> f64 {
        assert!(replications >= 2, "one decides after the last that is weighed");
        (self.widest() / (replications - 1) as f64).sqrt()
    }

    fn widest(&self) -> f64 {
        self.spreads.iter().copied().fold(0.0, f64::max)
    }

    /// One replication more: a finite value for each of [`KimNelson::alive`], in that order.
    ///
    /// # Panics
    /// When there is not one value for each.
    pub fn observe(&mut self, values: &[f64]) {
        if self.best().is_some() {
            return;
        }
        assert_eq!(values.len(), self.alive.len(), "one value for each candidate still in");
        let sign = if self.goal == Extreme::Largest { -1.0 } else { 1.0 };
        for (candidate, value) in self.alive.iter().zip(values) {
            self.sums[*candidate] += sign * value;
        }
        self.n += 1;
        self.screen();
    }

    /// Whoever is behind another by more than W = max(0, δ/2n · (h²S²/δ² − n)) in the mean is out.
    fn screen(&mut self) {
        let n = self.n as f64;
        let behind = |i: usize, j: usize| {
            // Everything times n: sums in place of means.
            let allowed = (self.spread(i, j) / self.indifference - n * self.indifference).max(0.0) / 2.0;
            self.sums[i] - self.sums[j] > allowed
        };
        let stays = |i: &usize| !self.alive.iter().any(|j| i != j && behind(*i, *j));
        self.alive = self.alive.iter().copied().filter(stays).collect();
    }

    fn spread(&self, i: usize, j: usize) -> f64 {
        let (low, high) = (i.min(j), i.max(j));
        self.spreads[high * (high - 1) / 2 + low]
    }
}

/// Sum of squared deviations of the differences.
fn squares(first: &[f64], second: &[f64]) -> f64 {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let mean = differences[0] + differences.iter().map(|d| d - differences[0]).sum::<f64>() / differences.len() as f64;
    differences.iter().map(|d| (d - mean).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;

    /// Differences 0 and 2 in the first stage: S² = 2, ν = 1, η = ((2α)⁻² − 1)/2 with α = ¼ is 1.5, h² = 3, h²S² = 6.
    /// With δ = 1 a candidate may be behind by (6 − n)/2 in sum, and at most 7 replications are needed.
    #[test]
    fn two_candidates_by_hand() {
        let mut selection = KimNelson::new(&[&[1.0, 1.0], &[1.0, 3.0]], Extreme::Smallest, 1.0, 0.75);
        // Behind by 2 = (6 − 2)/2: still in.
        assert_eq!((selection.alive(), selection.remaining()), (&[0, 1][..], 5));
        selection.observe(&[1.0, 0.4]);
        // Now by 1.4, and 1.5 is allowed.
        assert_eq!((selection.alive(), selection.replications(), selection.leader()), (&[0, 1][..], 3, 0));
        selection.observe(&[1.0, 1.0]);
        assert_eq!((selection.best(), selection.replications()), (Some(0), 4));
        selection.observe(&[1.0]);
        assert_eq!(selection.replications(), 4, "decided");
    }

    #[test]
    fn the_largest_wins_when_asked() {
        let values: [&[f64]; 3] = [&[1.0, 1.1, 1.0], &[9.0, 9.1, 9.2], &[5.0, 5.0, 5.1]];
        assert_eq!(KimNelson::new(&values, Extreme::Largest, 0.5, 0.95).best(), Some(1));
        assert_eq!(KimNelson::new(&values, Extreme::Smallest, 0.5, 0.95).best(), Some(0));
        assert_eq!(KimNelson::new(&values[..1], Extreme::Smallest, 0.5, 0.95).best(), Some(0));
    }

    #[test]
    fn candidates_that_never_differ_are_decided_at_once() {
        let values: [&[f64]; 2] = [&[1.0, 7.0], &[1.0, 7.0]];
        let selection = KimNelson::new(&values, Extreme::Smallest, 0.5, 0.95);
        assert_eq!((selection.alive(), selection.best()), (&[0, 1][..], Some(0)));
    }

    /// A zone as wide as a budget asks for is known after the first stage, is kept to, and where it is no wider than what
    /// the best leads by, the best is selected as promised.
    #[test]
    fn a_zone_for_a_budget_keeps_the_promise() {
        let mut normal = ResamplingRng::new(11);
        let mut draw = |alive: &[usize]| -> Vec<f64> {
            let own = [1.0, 0.5, 2.0].map(|sd| sd * normal.normal());
            alive.iter().map(|i| own[*i] + if *i == 0 { 0.0 } else { 1.0 }).collect()
        };
        let (mut right, mut fair) = (0.0, 0.0);
        for _ in 0..1_500 {
            let rows: Vec<Vec<f64>> = (0..10).map(|_| draw(&[0, 1, 2])).collect();
            let columns: Vec<Vec<f64>> = (0..3).map(|i| rows.iter().map(|row| row[i]).collect()).collect();
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let indifference = KimNelson::new(&slices, Extreme::Smallest, 0.01, 0.90).indifference_within(30);
            let mut selection = KimNelson::new(&slices, Extreme::Smallest, indifference, 0.90);
            assert!((29..=30).contains(&selection.longest()));
            while selection.best().is_none() {
                selection.observe(&draw(selection.alive()));
            }
            assert!(selection.replications() <= 30);
            if indifference <= 1.0 {
                (fair, right) = (fair + 1.0, right + f64::from(u8::from(selection.best() == Some(0))));
            }
        }
        assert!((300.0..1_400.0).contains(&fair), "the budget is wide enough at times: {fair}");
        // Three standard errors of a share of 0.9.
        assert!(right / fair > 0.9 - 3.0 * (0.09f64 / fair).sqrt(), "{right} of {fair}");
    }

    /// The hardest case, all others worse by just the zone, with a shared part and unequal variances: the best is
    /// selected at least with the confidence asked for.
    #[test]
    fn slippage_keeps_the_promise() {
        let (trials, first) = (1_500, 10);
        let deviations = [1.0, 0.5, 2.0];
        let mut normal = ResamplingRng::new(5);
        let mut right = 0.0;
        for _ in 0..trials {
            let mut draw = |alive: &[usize]| -> Vec<f64> {
                let shared = 5.0 * normal.normal();
                let own: Vec<f64> = deviations.iter().map(|sd| sd * normal.normal()).collect();
                alive.iter().map(|i| shared + own[*i] + if *i == 0 { 0.0 } else { 1.0 }).collect()
            };
            let rows: Vec<Vec<f64>> = (0..first).map(|_| draw(&[0, 1, 2])).collect();
            let columns: Vec<Vec<f64>> = (0..3).map(|i| rows.iter().map(|row| row[i]).collect()).collect();
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let mut selection = KimNelson::new(&slices, Extreme::Smallest, 1.0, 0.90);
            while selection.best().is_none() {
                selection.observe(&draw(selection.alive()));
            }
            right += f64::from(u8::from(selection.best() == Some(0))) / f64::from(trials);
        }
        // Three standard errors of a share of 0.9 over the trials: 0.023.
        assert!(right > 0.877, "{right}");
    }
}
