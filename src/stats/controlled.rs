//! Control variates: a mean made more precise by something whose mean is known.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean adjusted by control variates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Controlled {
    /// Adjusted mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// Ends of the Student-t interval with n − 1 − `controls` degrees of freedom.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Controls used: those that vary, and are no combination of those before them.
    pub controls: u32,
    /// Replications with a value.
    pub n: u32,
    /// Squared standard error without the controls ÷ with them: how many times the replications they are worth. `None`
    /// when the controls explain everything.
    pub variance_ratio: Option<f64>,
}

/// Squared length, as a share of the whole, below which a control is a combination of those before it.
const SAME: f64 = 1e-10;

/// The mean of `values`, one per replication (NaN where there is none), adjusted by linear regression on controls
/// (Lavenberg & Welch 1981). A control is given as its deviation from its *known* mean, replication by replication; one
/// that lacks a value where `values` has one is left out. The estimate is the intercept of the regression, with its
/// standard error: exact where values and controls are jointly normal, else biased by O(1/n). `None` when no control is
/// left or there are not two replications more than controls and intercept.
///
/// # Panics
/// When a control differs in length from the values.
#[must_use]
pub fn controlled(values: &[f64], controls: &[&[f64]], level: f64) -> Option<Controlled> {
    assert!(controls.iter().all(|control| control.len() == values.len()), "one value per replication");
    let present: Vec<usize> = (0..values.len()).filter(|r| !values[*r].is_nan()).collect();
    let of = |all: &[f64]| -> Vec<f64> { present.iter().map(|r| all[*r]).collect() };
    let (values, n) = (of(values), present.len() as f64);
    let controls: Vec<Vec<f64>> = controls.iter().map(|all| of(all)).collect();
    let (mean, mut rest) = centred(&values);
    let plain = squares(&rest) / (n - 1.0) / n;
    let axes = orthogonal(controls.into_iter().filter(|control| control.iter().all(|value| !value.is_nan())));
    let freedom = n - 1.0 - axes.len() as f64;
    if axes.is_empty() || freedom < 1.0 {
        return None;
    }
    let (mut adjusted, mut leverage) = (mean, 1.0 / n);
    for axis in &axes {
        let slope = dot(&axis.values, &rest) / axis.square;
        rest.iter_mut().zip(&axis.values).for_each(|(rest, value)| *rest -= slope * value);
        adjusted -= slope * axis.off;
        leverage += axis.off * axis.off / axis.square;
    }
    let se = (squares(&rest) / freedom * leverage).sqrt();
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are at least 1");
    let half = law.inverse_cdf(0.5 + level / 2.0) * se;
    Some(Controlled {
        mean: adjusted,
        se,
        low: adjusted - half,
        high: adjusted + half,
        controls: u32::try_from(axes.len()).ok()?,
        n: u32::try_from(present.len()).ok()?,
        variance_ratio: (se > 0.0).then(|| plain / (se * se)),
    })
}

/// A control without what the controls before it have in common with it.
struct Axis {
    /// Deviations from the mean over replications.
    values: Vec<f64>,
    square: f64,
    /// Mean over replications − known mean.
    off: f64,
}

/// The controls made orthogonal one after the other (Gram and Schmidt).
fn orthogonal(controls: impl Iterator<Item = Vec<f64>>) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for control in controls {
        let (mut off, mut values) = centred(&control);
        let whole = squares(&values);
        for axis in &axes {
            let share = dot(&axis.values, &values) / axis.square;
            values.iter_mut().zip(&axis.values).for_each(|(value, other)| *value -= share * other);
            off -= share * axis.off;
        }
        let square = squares(&values);
        if square > SAME * whole {
            axes.push(Axis { values, square, off });
        }
    }
    axes
}

/// Mean, and the deviations from it.
fn centred(values: &[f64]) -> (f64, Vec<f64>) {
    let first = values.first().copied().unwrap_or(f64::NAN);
    let mean = first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|value| value - mean).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn squares(values: &[f64]) -> f64 {
    dot(values, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::ResamplingRng;

    /// Anscombe (1973), first set: y = 3.00 + 0.50 x, standard error of the intercept 1.125 with 9 degrees of freedom.
    #[test]
    fn the_intercept_of_a_published_regression() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let found = controlled(&y, &[&x], 0.95).unwrap();
        assert!((found.mean - 3.0001).abs() < 1e-4 && (found.se - 1.1247).abs() < 1e-4, "{found:?}");
        // t(9, 97.5 %) = 2.26216.
        assert!((found.high - found.mean - 2.262_16 * found.se).abs() < 1e-4);
        assert_eq!((found.controls, found.n), (1, 11));
    }

    #[test]
    fn useless_controls_are_left_out() {
        let (y, c) = ([1.0, 4.0, 2.0, 8.0, 5.0], [0.5, -1.0, 0.25, 2.0, -0.5]);
        let twice = c.map(|value| 2.0 * value);
        let (constant, holey) = ([3.0; 5], [f64::NAN, 1.0, 2.0, 3.0, 4.0]);
        let one = controlled(&y, &[&c], 0.95).unwrap();
        assert_eq!(controlled(&y, &[&constant, &holey, &c, &twice], 0.95), Some(one));
        assert_eq!(controlled(&y, &[&constant], 0.95), None);
        assert_eq!(controlled(&y[..2], &[&c[..2]], 0.95), None);
        let missing = [1.0, 4.0, f64::NAN, 8.0, 5.0];
        assert_eq!(controlled(&missing, &[&c], 0.95).unwrap().n, 4);
        let exact = controlled(&c.map(|value| 7.0 - 3.0 * value), &[&c], 0.95).unwrap();
        assert!((exact.mean - 7.0).abs() < 1e-12 && exact.se < 1e-12);
    }

    /// With ρ² = 0.8 the variance falls to (1 − ρ²)(n − 2)/(n − 3) of what it was, and the intervals keep their level.
    #[test]
    fn the_variance_falls_as_it_should() {
        let (trials, n) = (3_000, 20);
        let mut normal = ResamplingRng::new(17);
        let (mut held, mut square) = (0.0, 0.0);
        for _ in 0..trials {
            let control: Vec<f64> = (0..n).map(|_| normal.normal()).collect();
            let values: Vec<f64> = control.iter().map(|c| 5.0 + 2.0 * c + normal.normal()).collect();
            let found = controlled(&values, &[&control], 0.95).unwrap();
            held += f64::from(u8::from(found.low <= 5.0 && 5.0 <= found.high)) / f64::from(trials);
            square += (found.mean - 5.0).powi(2) / f64::from(trials);
        }
        let expected = (1.0 / f64::from(n)) * f64::from(n - 2) / f64::from(n - 3);
        // Four standard errors: of a share of 0.95, and of a mean square of normal values.
        assert!((held - 0.95).abs() < 0.016, "{held}");
        assert!((square / expected - 1.0).abs() < 4.0 * (2.0 / f64::from(trials)).sqrt(), "{square} {expected}");
    }
}
