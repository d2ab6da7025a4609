//! The standard deviation of times, from sums of integers.

use crate::model::TICKS_PER_UNIT;

/// Standard deviation of `count` integers from their sums; NaN below two, and where the sum of squares is full.
pub(super) fn deviation(count: u64, sum: i128, squares: u128) -> f64 {
    /// Up to here no product below overflows, because n (Σx/n)² ≤ Σx².
    const EXACT: u128 = 1 << 124;
    if count < 2 || squares == u128::MAX {
        return f64::NAN;
    }
    let mean = sum as f64 / count as f64;
    if squares > EXACT {
        let variance = (squares as f64 - sum as f64 * mean) / (count - 1) as f64;
        return variance.max(0.0).sqrt() / TICKS_PER_UNIT as f64;
    }
    // Σx² − (Σx)²/n about a rounded mean keeps the digits: shift by the integer nearest to it.
    let shift = mean.round() as i128;
    let n = i128::from(count);
    let shifted = sum - n * shift;
    let centred = squares as i128 - 2 * shift * sum + n * shift * shift;
    let variance = (centred as f64 - shifted as f64 * (shifted as f64 / count as f64)) / (count - 1) as f64;
    variance.max(0.0).sqrt() / TICKS_PER_UNIT as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::meter::add_square;

    #[test]
    fn deviations_keep_their_digits() {
        // 1e12 + {0, 1, 2, 3, 4} ticks: sd = √2.5 ticks.
        let values: Vec<i128> = (0..5).map(|i| 1_000_000_000_000 + i).collect();
        let sum = values.iter().sum();
        let squares = values.iter().map(|v| (v * v) as u128).sum();
        let sd = deviation(5, sum, squares) * TICKS_PER_UNIT as f64;
        assert!((sd - 2.5f64.sqrt()).abs() < 1e-9, "{sd}");
    }

    #[test]
    fn deviations_of_long_times_do_not_overflow() {
        // Half of the times 0, half 3e17 ticks (ten years of seconds): sd = 1.5e17 √(n / (n − 1)).
        let sums = |pairs: u64| {
            let mut squares = 0;
            (0..pairs).for_each(|_| add_square(&mut squares, 300_000_000_000_000_000));
            (2 * pairs, i128::from(pairs) * 300_000_000_000_000_000, squares)
        };
        for pairs in [100, 236, 1000, 3780] {
            let (count, sum, squares) = sums(pairs);
            let expected = 1.5e8 * (count as f64 / (count - 1) as f64).sqrt();
            assert!((deviation(count, sum, squares) / expected - 1.0).abs() < 1e-9, "{pairs}");
        }
        let (count, sum, squares) = sums(3782);
        assert_eq!(squares, u128::MAX);
        assert!(deviation(count, sum, squares).is_nan());
    }
}
