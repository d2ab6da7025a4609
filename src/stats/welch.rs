//! The difference of the means of two runs, whose values may or may not belong together.

use super::{Confidence, Estimate};
use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::beta::beta_reg;

/// A difference of two means with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunDifference {
    /// Second − first; `None` where one has no value.
    pub mean: Option<f64>,
    /// Standard error; `None` where one has fewer than two values, as the next three.
    pub se: Option<f64>,
    /// Lower end of the Student-t interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Two-sided p that the difference is 0.
    pub p: Option<f64>,
}

/// The difference of two independent runs: se² = s₁² ÷ n₁ + s₂² ÷ n₂, with the degrees of freedom of Welch (1947) and
/// Satterthwaite (1946), se⁴ ÷ (se₁⁴ ÷ (n₁ − 1) + se₂⁴ ÷ (n₂ − 1)).
#[must_use]
pub fn welch(first: &Estimate, second: &Estimate, confidence: &Confidence) -> RunDifference {
    let of = |estimate: &Estimate| Some((estimate.se?, f64::from(estimate.n) - 1.0));
    let errors = of(first).zip(of(second)).map(|((one, lone), (other, lother))| {
        let square = one * one + other * other;
        let below = one.powi(4) / lone + other.powi(4) / lother;
        (square.sqrt(), if below > 0.0 { square * square / below } else { lone.min(lother) })
    });
    told(first, second, errors, confidence)
}

/// The difference of two runs whose replications belong together, from the two estimates and the `correlation` of their values:
/// se² = se₁² + se₂² − 2 r se₁ se₂. Of a plain mean this is the paired t interval (Law 2015, § 10.2.1) to the last digits.
#[must_use]
pub fn correlated(first: &Estimate, second: &Estimate, correlation: f64, confidence: &Confidence) -> RunDifference {
    let errors = first.se.zip(second.se).map(|(one, other)| {
        let square = one * one + other * other - 2.0 * correlation * one * other;
        (square.max(0.0).sqrt(), f64::from(first.n.min(second.n)) - 1.0)
    });
    told(first, second, errors, confidence)
}

/// Mean, interval and p from the standard error and its degrees of freedom.
fn told(first: &Estimate, second: &Estimate, errors: Option<(f64, f64)>, confidence: &Confidence) -> RunDifference {
    let Some(mean) = first.mean.zip(second.mean).map(|(first, second)| super::apart(second, first)) else {
        return RunDifference::default();
    };
    let Some((se, freedom)) = errors.filter(|(_, freedom)| *freedom > 0.0) else {
        return RunDifference { mean: Some(mean), ..RunDifference::default() };
    };
    let law = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are above 0");
    let half = law.inverse_cdf(0.5 + confidence.level() / 2.0) * se;
    let p = match (se == 0.0, mean == 0.0) {
        (true, true) => 1.0,
        (true, false) => 0.0,
        // I_x(ν/2, 1/2) at x = ν / (ν + t²) (Abramowitz & Stegun 1964, 26.7.1 with 26.5.27).
        _ => beta_reg(freedom / 2.0, 0.5, (freedom / (freedom + (mean / se) * (mean / se))).max(f64::MIN_POSITIVE)),
    };
    RunDifference { mean: Some(mean), se: Some(se), low: Some(mean - half), high: Some(mean + half), p: Some(p) }
}

#[cfg(test)]
mod tests {
    use super::super::paired;
    use super::*;

    fn close(found: Option<f64>, expected: f64, tolerance: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    /// By hand: means 15 and 12, squared errors 4 and 1, so se = √5 and ν = 25 ÷ (16 ÷ 3 + 1 ÷ 5) = 4.518; between the table's
    /// t(4, 0.975) = 2.776 and t(5, 0.975) = 2.571.
    #[test]
    fn independent_runs_by_hand() {
        let confidence = Confidence::new(0.95, 6);
        let estimate = |mean, se, n| Estimate { mean: Some(mean), se: Some(se), n, ..Estimate::default() };
        let found = welch(&estimate(15.0, 2.0, 4), &estimate(12.0, 1.0, 6), &confidence);
        close(found.mean, -3.0, 0.0);
        close(found.se, 5.0_f64.sqrt(), 1e-15);
        let factor = (found.high.unwrap() - found.mean.unwrap()) / found.se.unwrap();
        assert!(2.571 < factor && factor < 2.776, "{factor}");
        // t = 1.342 with 4.5 degrees of freedom: two-sided p between 0.2 and 0.3.
        assert!((0.2..0.3).contains(&found.p.unwrap()), "{found:?}");
        let single =
            welch(&estimate(1.0, 1.0, 4), &Estimate { mean: Some(2.0), n: 1, ..Estimate::default() }, &confidence);
        assert_eq!((single.mean, single.se, single.p), (Some(1.0), None, None));
    }

    /// Equal numbers and errors: ν = 2 (n − 1), the pooled t of two samples.
    #[test]
    fn equal_errors_have_the_freedom_of_both() {
        let confidence = Confidence::new(0.95, 11);
        let one = Estimate { mean: Some(0.0), se: Some(1.0), n: 6, ..Estimate::default() };
        let found = welch(&one, &one, &confidence);
        close(found.high, confidence.factor(11) * 2.0_f64.sqrt(), 1e-9);
    }

    #[test]
    fn values_that_belong_together_give_the_paired_interval() {
        let confidence = Confidence::new(0.9, 5);
        let (before, now) = ([126.97, 124.31, 126.68, 122.66, 127.23], [118.21, 120.22, 122.45, 122.68, 119.40]);
        let of = |values: &[f64]| Estimate::of(values, &confidence);
        let (first, second) = (of(&before), of(&now));
        let cross: f64 =
            before.iter().zip(&now).map(|(a, b)| (a - first.mean.unwrap()) * (b - second.mean.unwrap())).sum();
        let r = cross / 4.0 / (first.sd.unwrap() * second.sd.unwrap());
        let (found, direct) = (correlated(&first, &second, r, &confidence), paired(&now, &before, &confidence));
        close(found.mean, direct.difference.mean.unwrap(), 1e-12);
        close(found.low, direct.difference.low.unwrap(), 1e-9);
        close(found.high, direct.difference.high.unwrap(), 1e-9);
        close(found.p, direct.p.unwrap(), 1e-9);
    }
}
