//! Variance-based sensitivity: which share of the variance of an answer each input is behind.

use super::sample::quantile;
use crate::random::ResamplingRng;

/// Answers at the points of Saltelli's design: two independent samples A and B of the inputs, and for each input the
/// sample A with that input taken from B. All slices have one answer per row of the samples.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// Values at the rows of the first sample.
    pub a: &'a [f64],
    /// Values at the rows of the second sample.
    pub b: &'a [f64],
    /// By input.
    pub mixed: &'a [Vec<f64>],
}

/// An index with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The estimate, a share of the variance.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// The two indices of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Share of the variance that goes when this input alone is known (Sobol' 1993).
    pub first: Index,
    /// Share that stays while this input alone is unknown: first order and every interaction (Homma & Saltelli 1996).
    pub total: Index,
}

/// First-order indices by the estimator of Saltelli et al. (Comput. Phys. Commun. 181, 2010, table 2 b), total ones by
/// that of Jansen (1999; table 2 f), with percentile intervals at `level` from `resamples` bootstrap samples of rows.
/// Rows with a missing answer (NaN) are left out; empty when the answer does not vary.
#[must_use]
pub fn indices(answers: &Answers<'_>, level: f64, resamples: usize, seed: u64) -> Vec<Indices> {
    let there = |row: &usize| {
        let mixed = answers.mixed.iter().map(|answers| answers[*row]);
        mixed.chain([answers.a[*row], answers.b[*row]]).all(f64::is_finite)
    };
    let rows: Vec<usize> = (0..answers.a.len()).filter(there).collect();
    let Some(values) = shares(answers, &rows) else { return Vec::new() };
    let mut stream = ResamplingRng::new(seed ^ 0x736f_626f_6c27_5f69);
    let samples: Vec<Vec<Shares>> = (0..resamples)
        .filter_map(|_| {
            let drawn: Vec<usize> = rows.iter().map(|_| rows[stream.below(rows.len())]).collect();
            shares(answers, &drawn)
        })
        .collect();
    let interval = |value: f64, of: &dyn Fn(&[Shares]) -> f64| {
        let mut sample: Vec<f64> = samples.iter().map(|sample| of(sample)).collect();
        sample.sort_by(f64::total_cmp);
        let tail = (1.0 - level) / 2.0;
        Index { value, low: quantile(&sample, tail), high: quantile(&sample, 1.0 - tail) }
    };
    let both = |(input, own): (usize, &Shares)| Indices {
        first: interval(own.first, &|sample| sample[input].first),
        total: interval(own.total, &|sample| sample[input].total),
    };
    values.iter().enumerate().map(both).collect()
}

/// A standard deviation below this share of the mean is one of rounding.
const ROUNDING: f64 = 1e-12;

/// The indices of an input over some rows.
struct Shares {
    first: f64,
    total: f64,
}

/// Those of each input; `None` without variance.
fn shares(answers: &Answers<'_>, rows: &[usize]) -> Option<Vec<Shares>> {
    let count = rows.len() as f64;
    let both = || rows.iter().flat_map(|row| [answers.a[*row], answers.b[*row]]);
    let mean = both().sum::<f64>() / (2.0 * count);
    let variance = both().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (2.0 * count);
    // Equal answers differ from their mean by its rounding.
    if rows.is_empty() || variance <= (ROUNDING * mean).powi(2) {
        return None;
    }
    let of_input = |mixed: &Vec<f64>| {
        // Taking the mean from B changes no expectation and much variance.
        let first: f64 = rows.iter().map(|row| (answers.b[*row] - mean) * (mixed[*row] - answers.a[*row])).sum();
        let total: f64 = rows.iter().map(|row| (answers.a[*row] - mixed[*row]).powi(2)).sum();
        Shares { first: first / count / variance, total: total / (2.0 * count) / variance }
    };
    Some(answers.mixed.iter().map(of_input).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y = 3 x₁ + x₂ with uniform inputs: shares 0.9 and 0.1, nothing in common. Rows with a gap are left out.
    #[test]
    fn a_linear_answer_splits_its_variance() {
        let mut stream = ResamplingRng::new(3);
        let mut uniform = || stream.unit();
        let rows: Vec<[f64; 4]> = (0..4_000).map(|_| [uniform(), uniform(), uniform(), uniform()]).collect();
        let answer = |x: f64, y: f64| 3.0 * x + y;
        let mut a: Vec<f64> = rows.iter().map(|row| answer(row[0], row[1])).collect();
        let b: Vec<f64> = rows.iter().map(|row| answer(row[2], row[3])).collect();
        let mixed = [
            rows.iter().map(|row| answer(row[2], row[1])).collect(),
            rows.iter().map(|row| answer(row[0], row[3])).collect(),
        ];
        a[7] = f64::NAN;
        let found = indices(&Answers { a: &a, b: &b, mixed: &mixed }, 0.999, 500, 1);
        for (index, exact) in found.iter().flat_map(|i| [i.first, i.total]).zip([0.9, 0.9, 0.1, 0.1]) {
            assert!(index.low <= exact && exact <= index.high, "{index:?} {exact}");
            assert!(index.high - index.low < 0.2, "{index:?}");
        }
    }

    #[test]
    fn what_does_not_vary_has_no_indices() {
        // The mean of equal numbers is not always that number.
        for one in [1.0, 0.1, 59.265_214_066_813_996].map(|value| [value; 7]) {
            let answers = Answers { a: &one, b: &one, mixed: &[one.to_vec()] };
            assert!(indices(&answers, 0.95, 10, 1).is_empty(), "{one:?}");
        }
        let none = Answers { a: &[], b: &[], mixed: &[] };
        assert!(indices(&none, 0.95, 10, 1).is_empty());
    }
}
