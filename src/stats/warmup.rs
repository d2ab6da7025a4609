//! MSER-5: where the start of a series stops to matter.

/// Observations per batch.
const BATCH: usize = 5;

/// What MSER-5 says of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncation {
    /// Leave out this many observations (a multiple of 5, at most half of the series).
    At(usize),
    /// The best place lies in the second half: the series is too short to judge.
    TooShort,
}

/// The truncation rule MSER-5 (White & Minnox 1994; batches of 5: Spratt 1998) on a series averaged over
/// replications. The series is cut into means of 5, Z₁ … Zₙ (a rest below 5 is left out), and
///
/// MSER(d) = Σ_{i>d} (Zᵢ − Z̄_d)² ÷ (n − d)²,
///
/// the squared standard error of the mean Z̄_d of what remains, is made least over d ≤ n − 5 (of equal ones the
/// smallest d). `None` below 10 batches; `At(0)` for a series that never varies.
#[must_use]
pub fn mser5(series: &[f64]) -> Option<Truncation> {
    let batches: Vec<f64> = series.chunks_exact(BATCH).map(|chunk| chunk.iter().sum::<f64>() / BATCH as f64).collect();
    let n = batches.len();
    if n < 10 || batches.iter().any(|z| !z.is_finite()) {
        return None;
    }
    if batches.iter().all(|z| *z == batches[0]) {
        return Some(Truncation::At(0));
    }
    let mut best = (f64::INFINITY, 0);
    let (mut mean, mut squares) = (0.0, 0.0);
    // Backwards with Welford's update: the remaining batches grow from 1 to n.
    for d in (0..n).rev() {
        let size = (n - d) as f64;
        let deviation = batches[d] - mean;
        mean += deviation / size;
        squares += deviation * (batches[d] - mean);
        let mser = squares / (size * size);
        if d <= n - BATCH && mser <= best.0 {
            best = (mser, d);
        }
    }
    Some(if 2 * best.1 > n { Truncation::TooShort } else { Truncation::At(best.1 * BATCH) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Batches of five equal values.
    fn series(batches: &[f64]) -> Vec<f64> {
        batches.iter().flat_map(|z| [*z; BATCH]).collect()
    }

    /// Four low batches, then 16 that swing by ±1 around 10: the variance of what remains is 1, so
    /// MSER(4) = 16/16² = 1/16, MSER(5) = (15 − 1/15)/15² > 1/16, and every earlier cut has more.
    #[test]
    fn cuts_exactly_the_start() {
        let mut batches = vec![0.0, 2.0, 4.0, 6.0];
        batches.extend((0..16).map(|i| if i % 2 == 0 { 9.0 } else { 11.0 }));
        assert_eq!(mser5(&series(&batches)), Some(Truncation::At(20)));
    }

    #[test]
    fn a_level_series_needs_no_cut() {
        assert_eq!(mser5(&[3.5; 100]), Some(Truncation::At(0)));
        let level: Vec<f64> = (0..20).map(|i| if i % 2 == 0 { 9.0 } else { 11.0 }).collect();
        assert_eq!(mser5(&series(&level)), Some(Truncation::At(0)));
    }

    #[test]
    fn a_series_that_never_settles_is_too_short() {
        let rising: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(mser5(&rising), Some(Truncation::TooShort));
    }

    #[test]
    fn too_few_or_missing_values_are_not_judged() {
        assert_eq!(mser5(&[1.0; 49]), None);
        assert_eq!(mser5(&[f64::NAN; 100]), None);
    }

    #[test]
    fn agrees_with_the_definition() {
        let batches: Vec<f64> = (0..40).map(|i| 10.0 - 10.0 * 0.7f64.powi(i) + f64::from((i * 7) % 5)).collect();
        let mser = |d: usize| {
            let rest = &batches[d..];
            let mean = rest.iter().sum::<f64>() / rest.len() as f64;
            rest.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / (rest.len() * rest.len()) as f64
        };
        let least = (0..=35).min_by(|a, b| mser(*a).total_cmp(&mser(*b))).unwrap();
        assert_eq!(mser5(&series(&batches)), Some(Truncation::At(least * BATCH)));
    }
}
