//! The mean of independent replications with its interval.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A confidence level with its Student-t factors.
#[derive(Clone, Debug)]
pub struct Confidence {
    level: f64,
    /// Two-sided t factor by degrees of freedom − 1.
    factors: Vec<f64>,
}

impl Confidence {
    /// Intervals at `level` (0.95 is 95 %) for samples of up to `largest` values.
    ///
    /// # Panics
    /// When `level` is not in (0, 1).
    #[must_use]
    pub fn new(level: f64, largest: u32) -> Confidence {
        assert!(level > 0.0 && level < 1.0, "a confidence lies between 0 and 1");
        let mut confidence = Confidence { level, factors: Vec::new() };
        confidence.reach(largest.max(2));
        confidence
    }

    /// Takes samples of up to `largest` values from now on, at least.
    pub fn reach(&mut self, largest: u32) {
        let level = self.level;
        let factor = |freedom: u32| {
            let law = StudentsT::new(0.0, 1.0, f64::from(freedom)).expect("degrees of freedom are at least 1");
            law.inverse_cdf(0.5 + level / 2.0)
        };
        let known = u32::try_from(self.factors.len()).expect("replications are numbered by u32");
        self.factors.extend((known + 1..largest).map(factor));
    }

    /// The level, in (0, 1).
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }

    /// t(n − 1, (1 + level) / 2): the half width of an interval in standard errors.
    ///
    /// # Panics
    /// When `n` < 2 or above the largest sample this was made for.
    #[must_use]
    pub fn factor(&self, n: u32) -> f64 {
        self.factors[n as usize - 2]
    }
}

/// What independent replications say about a mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Mean of the values there are; `None` without any.
    pub mean: Option<f64>,
    /// Standard deviation between replications (divisor n − 1); `None` below two values, as the next three.
    pub sd: Option<f64>,
    /// Standard error of the mean, sd ÷ √n.
    pub se: Option<f64>,
    /// Lower end of the Student-t interval.
    pub low: Option<f64>,
    /// Upper end of the Student-t interval.
    pub high: Option<f64>,
    /// Replications with a value.
    pub n: u32,
}

impl Estimate {
    /// Mean and interval X̄ ± t(n − 1, 1 − α/2)·s/√n (Law 2015, eq. 4.12) of one value per replication;
    /// NaN stands for a replication without one and is left out.
    #[must_use]
    pub fn of(values: &[f64], confidence: &Confidence) -> Estimate {
        let present = || values.iter().copied().filter(|v| !v.is_nan());
        let Some(first) = present().next() else {
            return Estimate::default();
        };
        let n = present().count();
        // Shifted by the first value, so that equal values have exactly their value as mean and deviation 0.
        let mean = first + present().map(|v| v - first).sum::<f64>() / n as f64;
        let count = u32::try_from(n).expect("replications are numbered by u32");
        if n < 2 {
            return Estimate { mean: Some(mean), n: count, ..Estimate::default() };
        }
        let squares: f64 = present().map(|v| (v - mean) * (v - mean)).sum();
        Estimate::of_moments(mean, (squares / (n - 1) as f64).sqrt(), count, confidence)
    }

    /// The same from mean and standard deviation (divisor n − 1) of `n` values, two at least.
    #[must_use]
    pub fn of_moments(mean: f64, sd: f64, n: u32, confidence: &Confidence) -> Estimate {
        let se = sd / f64::from(n).sqrt();
        let half = confidence.factor(n) * se;
        Estimate { mean: Some(mean), sd: Some(sd), se: Some(se), low: Some(mean - half), high: Some(mean + half), n }
    }

    /// Half the width of the interval; `None` when there is none.
    #[must_use]
    pub fn half_width(&self) -> Option<f64> {
        Some((self.high? - self.low?) / 2.0)
    }

    /// Whether the interval reaches to both sides of `value`, or touches it; `false` without an interval.
    #[must_use]
    pub fn straddles(&self, value: f64) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low <= value && value <= high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, digits: f64) {
        assert!((found - expected).abs() <= 0.5 * digits, "{found} is not {expected}");
    }

    /// Fisher & Yates 1963, table III: two-sided points of Student's t, three decimals.
    #[test]
    fn factors_are_those_of_the_published_table() {
        let at95 = Confidence::new(0.95, 200);
        for (freedom, t) in [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (29, 2.045), (60, 2.000), (120, 1.980)] {
            close(at95.factor(freedom + 1), t, 0.001);
        }
        let at99 = Confidence::new(0.99, 200);
        for (freedom, t) in [(1, 63.657), (5, 4.032), (10, 3.169), (30, 2.750), (120, 2.617)] {
            close(at99.factor(freedom + 1), t, 0.001);
        }
        close(Confidence::new(0.90, 20).factor(10), 1.833, 0.001);
    }

    /// Law 2015, example 4.26: ten values, 90 % interval 1.34 ± 0.24.
    #[test]
    fn interval_of_a_textbook_sample() {
        let values = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09];
        let estimate = Estimate::of(&values, &Confidence::new(0.90, 10));
        close(estimate.mean.unwrap(), 1.343, 1e-9);
        close(estimate.sd.unwrap().powi(2), 0.17, 0.01);
        close(estimate.half_width().unwrap(), 0.24, 0.01);
        assert_eq!(estimate.n, 10);
    }

    #[test]
    fn missing_values_are_left_out_and_counted() {
        let confidence = Confidence::new(0.95, 4);
        let with_gap = Estimate::of(&[1.0, f64::NAN, 2.0, 4.5], &confidence);
        assert_eq!(with_gap, Estimate::of(&[1.0, 2.0, 4.5], &confidence));
        assert_eq!(with_gap.n, 3);
        assert_eq!(Estimate::of(&[f64::NAN], &confidence), Estimate::default());
        let single = Estimate::of(&[7.0], &confidence);
        assert_eq!((single.mean, single.sd, single.low, single.n), (Some(7.0), None, None, 1));
    }

    #[test]
    fn equal_values_have_no_deviation_at_all() {
        let estimate = Estimate::of(&[0.1; 7], &Confidence::new(0.95, 7));
        assert_eq!(
            (estimate.mean, estimate.sd, estimate.low, estimate.high),
            (Some(0.1), Some(0.0), Some(0.1), Some(0.1))
        );
        assert!(estimate.straddles(0.1) && !estimate.straddles(0.2));
    }
}
