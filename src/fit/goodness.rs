//! How far a fitted law is from the sample: Kolmogorov and Smirnov's D, Anderson and Darling's A², Pearson's χ².

use super::family::{LawFamily, Tails};
use super::maximize::Parameters;
use super::sample::RecordedSample;

/// Whole numbers that A² of rounded values is summed over, at most.
const MOST_CELLS: f64 = 100_000.0;
/// Values that a cell of χ² holds in expectation, at least.
const EXPECTED: f64 = 5.0;

/// The largest distance of the two cdfs: of rounded values and counts at the upper edges of whole numbers from 0.
#[must_use]
pub fn ks(sample: &RecordedSample, family: &dyn LawFamily, at: &Parameters) -> f64 {
    let (mut below, mut most) = (0.0, 0.0_f64);
    for (value, count) in &sample.values {
        let before = below / sample.count;
        below += count;
        let now = below / sample.count;
        let (lower, upper) = match sample.kind.edge(*value) {
            // All that is 0 is so by an atom: there is no share below it.
            None if *value == 0.0 => (before, family.tails(at, 0.0).below),
            None => {
                let here = family.tails(at, *value).below;
                (here, here)
            }
            Some(_) if *value == 0.0 => (before, family.tails(at, sample.kind.edge(0.0).unwrap_or(0.0)).below),
            Some(edge) => (family.tails(at, edge - 1.0).below, family.tails(at, edge).below),
        };
        most = most.max((lower - before).abs()).max((upper - now).abs());
    }
    most
}

/// A² (Anderson and Darling 1952); of rounded values and counts as Choulakian, Lockhart and Stephens (1994) have it. `None` where
/// the values are too far apart to be summed over, or one of them is beyond what the law gives.
#[must_use]
pub fn ad(sample: &RecordedSample, family: &dyn LawFamily, at: &Parameters) -> Option<f64> {
    let n = sample.count;
    if sample.kind.edge(0.0).is_some() {
        return (sample.most() <= MOST_CELLS).then(|| ad_of_cells(sample, family, at));
    }
    let (mut before, mut sum) = (0.0, 0.0);
    for (value, count) in &sample.values {
        let after = before + count;
        let Tails { below, above } = family.tails(at, *value);
        // Σ (2i − 1) over the values that are alike, from both ends.
        let (low, high) = (after * after - before * before, (n - before) * (n - before) - (n - after) * (n - after));
        sum += low * libm::log(below) + high * libm::log(above);
        before = after;
    }
    Some(-n - sum / n).filter(|statistic| statistic.is_finite())
}

fn ad_of_cells(sample: &RecordedSample, family: &dyn LawFamily, at: &Parameters) -> f64 {
    let edge = |k: f64| family.tails(at, sample.kind.edge(k).unwrap_or(k));
    let (mut recorded, mut sum, mut last) = (0.0, 0.0, Tails { below: 0.0, above: 1.0 });
    let mut values = sample.values.iter().peekable();
    let mut k = 0.0;
    while k <= sample.most() {
        if let Some((_, count)) = values.next_if(|(value, _)| *value == k) {
            recorded += count;
        }
        let here = edge(k);
        let z = recorded - sample.count * here.below;
        let weight = here.below * here.above;
        if weight > 0.0 {
            sum += z * z * Tails::between(last, here) / weight;
        }
        (last, k) = (here, k + 1.0);
    }
    sum / sample.count
}

/// Pearson's χ² and its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Σ (recorded − expected)² ÷ expected.
    pub statistic: f64,
    /// Cells − 1 − parameters.
    pub freedom: u64,
}

/// χ² over cells of equal probability, each with at least 5 values in expectation and ⌈2 n^⅖⌉ of them at most (Mann and Wald 1942);
/// of rounded values and counts each cell is closed at the first edge where it is large enough. `None` without a degree of freedom.
#[must_use]
pub fn chi_square(sample: &RecordedSample, family: &dyn LawFamily, at: &Parameters) -> Option<ChiSquare> {
    let n = sample.count;
    let cells = libm::ceil(2.0 * libm::pow(n, 0.4)).min((n / EXPECTED).floor());
    let freedom = |cells: u64| cells.checked_sub(1 + family.parameters() as u64).filter(|freedom| *freedom > 0);
    freedom(cells as u64)?;
    if sample.kind.edge(0.0).is_none() {
        let mut recorded = vec![0.0; cells as usize];
        for (value, count) in &sample.values {
            let place = (family.tails(at, *value).below * cells) as usize;
            recorded[place.min(cells as usize - 1)] += count;
        }
        let expected = n / cells;
        let statistic = recorded.iter().map(|of| (of - expected) * (of - expected) / expected).sum();
        return Some(ChiSquare { statistic, freedom: freedom(cells as u64)? });
    }
    let least = (n / cells).max(EXPECTED);
    let (mut statistic, mut closed) = (0.0, 0);
    let (mut recorded, mut begun) = (0.0, Tails { below: 0.0, above: 1.0 });
    for (value, count) in &sample.values {
        recorded += count;
        let here = family.tails(at, sample.kind.edge(*value).unwrap_or(*value));
        let expected = n * Tails::between(begun, here);
        // The last cell takes what is left, and that must be enough.
        if expected >= least && n * here.above >= least {
            statistic += (recorded - expected) * (recorded - expected) / expected;
            (closed, recorded, begun) = (closed + 1, 0.0, here);
        }
    }
    let expected = n * begun.above;
    statistic += (recorded - expected) * (recorded - expected) / expected;
    Some(ChiSquare { statistic, freedom: freedom(closed + 1)? })
}
