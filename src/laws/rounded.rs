//! What becomes of a law when its draws are rounded half up to whole units.

use super::checked::Moments;
use super::named::Probabilities;

/// Whole numbers summed one by one; beyond them a law is smooth on the scale of one unit.
const CELLS: u32 = 16_384;
/// Probability that is no longer told from 0 in 1 − cdf.
const NOTHING: f64 = 1e-15;

/// Mean and variance of a law rounded half up, ⌊X + ½⌋: the law of a quantity. `plain` are those of the law.
///
/// Exact (to about 10⁻¹²) for laws of whole numbers and for every law that has run out by 16,384 units.
/// For larger ones the part beyond uses that rounding adds a variance of 1/12 and no mean where a density is
/// smooth over one unit (Sheppard 1898); the relative error is then below 1/16,384.
pub(super) fn rounded(law: &dyn Probabilities, plain: Moments) -> Moments {
    if law.is_integer() {
        return plain;
    }
    law.rounded().unwrap_or_else(|| rounded_density(law, plain))
}

/// E[N] = Σ P(N ≥ k) and E[N²] = Σ (2k − 1) P(N ≥ k), k = 1, 2, …, for a law with a density above 0.
fn rounded_density(law: &dyn Probabilities, plain: Moments) -> Moments {
    let (mut first, mut second) = (0.0, 0.0);
    for k in 1..=CELLS {
        let above = 1.0 - law.cdf(f64::from(k) - 0.5);
        if above < NOTHING && f64::from(k) > plain.mean {
            return Moments { mean: first, variance: second - first * first };
        }
        first += above;
        second += (2.0 * f64::from(k) - 1.0) * above;
    }
    let Some(tail) = tail(law, f64::from(CELLS) + 0.5) else {
        return Moments { mean: plain.mean, variance: plain.variance + 1.0 / 12.0 };
    };
    let count = f64::from(CELLS);
    // Σ_{k ≤ K} counts min(N, K); what lies beyond adds N − K and N² − K² over {N > K}.
    let mean = first + tail.first - count * tail.zeroth;
    let square = second + tail.second + (1.0 / 12.0 - count * count) * tail.zeroth;
    Moments { mean, variance: square - mean * mean }
}

/// E[Xʲ; X > x] for j = 0, 1, 2, for the laws that have them.
fn tail(law: &dyn Probabilities, x: f64) -> Option<Tail> {
    let above = |j: f64| law.moment_beyond(j, x);
    Some(Tail { zeroth: above(0.0)?, first: above(1.0)?, second: above(2.0)? })
}

/// E[Xʲ; X > x].
struct Tail {
    zeroth: f64,
    first: f64,
    second: f64,
}
