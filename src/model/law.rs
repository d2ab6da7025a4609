//! Probability laws of times and quantities: checked constructors, exact mean, variance and cdf.
//!
//! Every law lives on [0, ∞). A [`Law`] can only be made by a constructor that checked its parameters, so that
//! everything behind it may trust them; a constructor that refuses says which parameter, what it expected, and what
//! it was given. Conditions are written so that NaN fails. A spread of 0 makes a constant wherever it is a limit of
//! the law. The normal law is the only one that could be negative: it is cut, max(0, x), and its mean, variance and
//! cdf are those of the cut law.
//!
//! Random draws are made from a [`Form`] by `random::Sampler`; nothing here is random.
//!
//! *Architecture invariant:* laws know numbers only: no files, no random numbers, no time unit.

mod cdf;
mod counts;
mod densities;
mod rounded;
pub(crate) mod special;

use std::fmt;

/// A checked probability law on the non-negative numbers, in the unit of its key (time units or units).
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    form: Form,
    mean: f64,
    variance: f64,
    words: String,
}

/// The family of a law and its parameters. A value taken from a [`Law`] met the conditions in brackets.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Always `value` (≥ 0).
    Constant { value: f64 },
    /// Evenly spread (0 ≤ min < max).
    Uniform { min: f64, max: f64 },
    /// A density of two straight sides (0 ≤ min ≤ mode ≤ max, min < max).
    Triangular { min: f64, mode: f64, max: f64 },
    /// max(0, x), x normal with this mean and standard deviation (sd > 0).
    Normal { mean: f64, sd: f64 },
    /// e to the power of a normal law with mean `mu` and standard deviation `sigma` (sigma > 0).
    Lognormal { mu: f64, sigma: f64 },
    /// Density proportional to x^(shape − 1) e^(−x / scale) (both > 0).
    Gamma { shape: f64, scale: f64 },
    /// Exponential (mean > 0).
    Exponential { mean: f64 },
    /// P(X > x) = exp(−(x / scale)^shape) (both > 0).
    Weibull { shape: f64, scale: f64 },
    /// min + (max − min) B, B standard beta (0 ≤ min < max, alpha and beta > 0).
    Beta { min: f64, max: f64, alpha: f64, beta: f64 },
    /// Poisson (mean > 0).
    Poisson { mean: f64 },
    /// Trials up to and with the first success: 1, 2, … (0 < p < 1).
    Geometric { p: f64 },
    /// Successes in n trials (n ≥ 1, 0 < p < 1).
    Binomial { n: u64, p: f64 },
    /// Failures before the r-th success, r real (r > 0, 0 < p < 1).
    NegativeBinomial { r: f64, p: f64 },
    /// `values[k]` with probability `weights[k]` ÷ their sum (same number of both, values ≥ 0, weights ≥ 0, sum > 0).
    Discrete { values: Vec<f64>, weights: Vec<f64> },
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
    pub mean: f64,
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

impl fmt::Display for Law {
    /// The law as the scenario gave it: `gamma(mean 10, cv 0.5)`, or a bare number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

const NOT_NEGATIVE: &str = "a finite number of at least 0";
const ABOVE_ZERO: &str = "a finite number above 0";
const IN_REACH: &str = "such that mean and variance are finite and the law can be told from a constant";

/// The error of one parameter.
fn wrong(parameter: &'static str, expected: &'static str, value: f64) -> LawError {
    LawError { parameter, index: None, expected, value }
}

fn finite(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value.is_finite() { Ok(()) } else { Err(wrong(parameter, "a finite number", value)) }
}

fn not_negative(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value >= 0.0 && value.is_finite() { Ok(()) } else { Err(wrong(parameter, NOT_NEGATIVE, value)) }
}

fn above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    if value > 0.0 && value.is_finite() { Ok(()) } else { Err(wrong(parameter, ABOVE_ZERO, value)) }
}

impl Spread {
    /// Checks the number and gives its key, itself, and the coefficient of variation at this mean.
    fn checked(self, mean: f64) -> Result<(&'static str, f64, f64), LawError> {
        match self {
            Spread::Cv(cv) => not_negative("cv", cv).map(|()| ("cv", cv, cv)),
            Spread::Sd(sd) => not_negative("sd", sd).map(|()| ("sd", sd, sd / mean)),
        }
    }
}

impl Law {
    fn made(form: Form, mean: f64, variance: f64, words: String) -> Law {
        Law { form, mean, variance, words }
    }

    fn fixed(value: f64, words: String) -> Law {
        Law::made(Form::Constant { value }, value, 0.0, words)
    }

    /// Refuses a law whose parameters are right one by one but too large or too small together.
    fn in_reach(self, parameter: &'static str, value: f64) -> Result<Law, LawError> {
        let mut whole = self.mean.is_finite() && self.variance.is_finite();
        whole &= match self.form {
            Form::Gamma { shape, scale } | Form::Weibull { shape, scale } => {
                shape.is_finite() && scale.is_finite() && shape > 0.0 && scale > 0.0
            }
            Form::Lognormal { mu, sigma } => mu.is_finite() && sigma.is_finite() && sigma > 0.0,
            Form::NegativeBinomial { r, p } => r.is_finite() && r > 0.0 && p > 0.0 && p < 1.0,
            _ => true,
        };
        if whole { Ok(self) } else { Err(wrong(parameter, IN_REACH, value)) }
    }

    /// Always `value` ≥ 0.
    ///
    /// # Errors
    /// When `value` is negative or not finite.
    pub fn constant(value: f64) -> Result<Law, LawError> {
        not_negative("value", value)?;
        Ok(Law::fixed(value, format!("{value}")))
    }

    /// Exact mean (of the cut law where the law is cut).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Exact variance (of the cut law where the law is cut).
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// Exact standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        libm::sqrt(self.variance)
    }

    /// Family and parameters.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The value, when the law is a constant.
    #[must_use]
    pub fn as_constant(&self) -> Option<f64> {
        match self.form {
            Form::Constant { value } => Some(value),
            _ => None,
        }
    }

    /// Whether every draw is a whole number.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.form {
            Form::Constant { value } => value.fract() == 0.0,
            Form::Discrete { values, .. } => values.iter().all(|value| value.fract() == 0.0),
            Form::Poisson { .. } | Form::Geometric { .. } | Form::Binomial { .. } | Form::NegativeBinomial { .. } => {
                true
            }
            _ => false,
        }
    }

    /// How far cutting at 0 lifts the mean, relative to the mean written: 0 for every law but the normal,
    /// infinite when the mean written is not above 0.
    #[must_use]
    pub fn cut_shift(&self) -> f64 {
        match self.form {
            Form::Normal { mean, .. } if mean > 0.0 => self.mean / mean - 1.0,
            Form::Normal { .. } => f64::INFINITY,
            _ => 0.0,
        }
    }
}

/// Mean and variance of values with weights, the variance around the mean.
fn weighted(values: impl Iterator<Item = f64> + Clone, weights: &[f64]) -> Moments {
    let sum: f64 = weights.iter().sum();
    let mean = values.clone().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / sum;
    let square = |(value, weight): (f64, &f64)| (value - mean) * (value - mean) * weight;
    Moments { mean, variance: values.zip(weights).map(square).sum::<f64>() / sum }
}

#[cfg(test)]
pub(crate) mod tests;
