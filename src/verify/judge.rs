//! Is a simulated mean the exact value?

use super::library::{Exactness, Expectation};
use crate::stats::Estimate;

/// How long to simulate, and so how small an error can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Four standard errors within 10 % of a mean or 0.01 of a share: what the tests run.
    Quick,
    /// Within 3 % or 0.003: what `pushpull verify` runs by default.
    Full,
}

impl Effort {
    /// Largest four standard errors of a share.
    #[must_use]
    pub fn share(self) -> f64 {
        match self {
            Effort::Quick => 0.01,
            Effort::Full => 0.003,
        }
    }

    /// Largest four standard errors of anything else, relative to the exact value.
    #[must_use]
    pub fn relative(self) -> f64 {
        match self {
            Effort::Quick => 0.10,
            Effort::Full => 0.03,
        }
    }
}

/// Standard errors beyond which a difference is an error of ours.
pub const LARGEST_Z: f64 = 4.0;
/// Difference that rounding explains, relative to the larger of 1 and the exact value.
const ROUNDING: f64 = 1e-9;

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The value, as far as the effort can tell.
    Pass,
    /// Another value.
    Fail,
    /// Too little was simulated to tell.
    Weak,
}

impl Agreement {
    /// The word for tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Agreement::Pass => "ok",
            Agreement::Fail => "FAIL",
            Agreement::Weak => "weak",
        }
    }
}

/// A simulated mean against its exact value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The exact (or published) value.
    pub exact: f64,
    /// Simulated mean over replications; NaN when no replication had a value.
    pub mean: f64,
    /// Its standard error; 0 without randomness.
    pub se: f64,
    /// (mean − exact) ÷ standard error (that of a published value included); 0 when rounding explains the difference.
    pub z: f64,
    /// What was found.
    pub outcome: Agreement,
}

impl Judgement {
    /// Judges an estimate. `Exactness::ToRounding` allows no sampling error at all.
    #[must_use]
    pub fn of(expectation: &Expectation, estimate: &Estimate, exactness: Exactness, effort: Effort) -> Judgement {
        let exact = expectation.value;
        let mean = estimate.mean.unwrap_or(f64::NAN);
        let se = estimate.se.unwrap_or(0.0);
        let difference = mean - exact;
        if difference.abs() <= ROUNDING * exact.abs().max(1.0) && (exactness == Exactness::ToRounding || se < ROUNDING)
        {
            return Judgement { exact, mean, se, z: 0.0, outcome: Agreement::Pass };
        }
        let spread = se.hypot(expectation.se);
        let z = if spread > 0.0 { difference / spread } else { f64::INFINITY.copysign(difference) };
        let precise = match expectation.formula.is_share() {
            true => LARGEST_Z * se <= effort.share(),
            false => LARGEST_Z * se <= effort.relative() * exact.abs(),
        };
        let outcome = if exactness == Exactness::ToRounding || z.is_nan() || z.abs() > LARGEST_Z {
            Agreement::Fail
        } else if precise {
            Agreement::Pass
        } else {
            Agreement::Weak
        };
        Judgement { exact, mean, se, z, outcome }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Confidence;
    use crate::verify::Formula;

    fn judge(formula: &str, value: f64, values: &[f64], exactness: Exactness) -> Agreement {
        let expectation = Expectation { formula: Formula::parse(formula).unwrap(), value, se: 0.0 };
        let estimate = Estimate::of(values, &Confidence::new(0.95, 100));
        Judgement::of(&expectation, &estimate, exactness, Effort::Quick).outcome
    }

    #[test]
    fn wrong_weak_and_right_are_told_apart() {
        let tight: Vec<f64> = (0..40).map(|k| 0.5 + 0.001 * f64::from(k % 3 - 1)).collect();
        let wide: Vec<f64> = (0..40).map(|k| 0.5 + 0.2 * f64::from(k % 3 - 1)).collect();
        let random = Exactness::Statistical;
        assert_eq!(judge("lost_rate(system)", 0.5, &tight, random), Agreement::Pass);
        assert_eq!(judge("lost_rate(system)", 0.502, &tight, random), Agreement::Fail);
        assert_eq!(judge("lost_rate(system)", 0.5, &wide, random), Agreement::Weak);
        assert_eq!(judge("lost_rate(system)", 0.9, &wide, random), Agreement::Fail);
        assert_eq!(judge("lost_rate(system)", 0.5, &[f64::NAN; 3], random), Agreement::Fail);
    }

    #[test]
    fn without_randomness_only_rounding_is_allowed() {
        let exact = Exactness::ToRounding;
        assert_eq!(judge("on_hand_mean(item a)", 0.3, &[0.1 + 0.2; 2], exact), Agreement::Pass);
        assert_eq!(judge("on_hand_mean(item a)", 0.3, &[0.300001; 2], exact), Agreement::Fail);
        assert_eq!(judge("on_hand_mean(item a)", 0.3, &[0.300001; 2], Exactness::Statistical), Agreement::Fail);
    }
}
