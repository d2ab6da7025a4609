//! What the constructors of all laws share: the checks of their parameters, the errors, and what they give back.
//!
//! Conditions are written so that NaN fails. A spread of 0 makes a constant wherever it is a limit of the law.

use std::fmt;

/// A law as its constructor leaves it: checked, with its exact mean and variance and the words it was given in.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<L> {
    /// The law; `None` for the limit without spread, which is always its mean.
    pub(super) law: Option<L>,
    pub(super) mean: f64,
    pub(super) variance: f64,
    pub(super) words: String,
}

/// How the width of a law is given beside its mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Coefficient of variation: standard deviation ÷ mean.
    Cv(f64),
    /// Standard deviation, in the law's unit.
    Sd(f64),
}

/// Mean and variance of a law or of a sum of draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// In the law's unit.
    pub mean: f64,
    /// In the square of that unit.
    pub variance: f64,
}

/// Why a law cannot be.
#[derive(Clone, Debug, PartialEq)]
pub struct LawError {
    /// The parameter at fault, as written in a scenario (`cv`, `values`, …); `value` for a bare number.
    pub parameter: &'static str,
    /// Place in `values` or `weights`.
    pub index: Option<usize>,
    /// What would have been right, in words: "a finite number above 0".
    pub expected: &'static str,
    /// What was given.
    pub value: f64,
}

impl fmt::Display for LawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.parameter)?;
        if let Some(index) = self.index {
            write!(f, " number {}", index + 1)?;
        }
        write!(f, " should be {}, not {}", self.expected, self.value)
    }
}

impl std::error::Error for LawError {}

impl<L> Checked<L> {
    pub(super) fn new(law: L, mean: f64, variance: f64, words: String) -> Checked<L> {
        Checked { law: Some(law), mean, variance, words }
    }

    /// The limit of a law that has no spread.
    pub(super) fn constant(value: f64, words: String) -> Checked<L> {
        Checked { law: None, mean: value, variance: 0.0, words }
    }

    /// Refuses a law whose parameters are right one by one but too large or too small together: when mean or variance
    /// is not finite, or when its own parameters are not `whole`.
    pub(super) fn in_reach(self, whole: bool, parameter: &'static str, value: f64) -> Result<Checked<L>, LawError> {
        let finite = self.mean.is_finite() && self.variance.is_finite();
        if finite && whole { Ok(self) } else { Err(wrong(parameter, IN_REACH, value)) }
    }
}

/// Largest count that laws of counts reach: whole numbers are exact in a double up to about 9 · 10¹⁵.
pub(super) const COUNT_LIMIT: f64 = 1e15;

pub(super) const IN_REACH: &str = "such that mean and variance are finite and the law can be told from a constant";
const NOT_NEGATIVE: &str = "a finite number of at least 0";
const ABOVE_ZERO: &str = "a finite number above 0";

/// The error of one parameter.
pub(super) fn wrong(parameter: &'static str, expected: &'static str, value: f64) -> LawError {
    LawError { parameter, index: None, expected, value }
}

pub(super) fn finite(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value.is_finite() { Ok(()) } else { Err(wrong(parameter, "a finite number", value)) }
}

pub(super) fn not_negative(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value >= 0.0 && value.is_finite() { Ok(()) } else { Err(wrong(parameter, NOT_NEGATIVE, value)) }
}

pub(super) fn above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value > 0.0 && value.is_finite() { Ok(()) } else { Err(wrong(parameter, ABOVE_ZERO, value)) }
}

/// The upper end of an interval that begins at a checked `min`.
pub(super) fn at_least_min(min: f64, max: f64) -> Result<(), LawError> {
    finite("max", max)?;
    if min <= max { Ok(()) } else { Err(wrong("max", "at least `min`", max)) }
}

/// Whether two derived parameters are finite and above 0.
pub(super) fn both_usable(one: f64, other: f64) -> bool {
    one.is_finite() && other.is_finite() && one > 0.0 && other > 0.0
}

impl Spread {
    /// Checks the number and gives its key, itself, and the coefficient of variation at this mean.
    pub(super) fn checked(self, mean: f64) -> Result<(&'static str, f64, f64), LawError> {
        match self {
            Spread::Cv(cv) => not_negative("cv", cv).map(|()| ("cv", cv, cv)),
            Spread::Sd(sd) => not_negative("sd", sd).map(|()| ("sd", sd, sd / mean)),
        }
    }
}
