//! Exact cumulative distribution functions.

use super::special::{beta_inc, gamma_p, gamma_q, ln_binomial, ln_poisson, normal_cdf};
use super::{Form, Law};

impl Law {
    /// P(X ≤ x), exact to about 10⁻¹² (of the cut law where the law is cut).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        match self.form() {
            Form::Constant { value } => f64::from(u8::from(x >= *value)),
            Form::Uniform { min, max } => ((x - min) / (max - min)).clamp(0.0, 1.0),
            Form::Triangular { min, mode, max } => triangular(*min, *mode, *max, x),
            Form::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Form::Lognormal { mu, sigma } => normal_cdf((libm::log(x) - mu) / sigma),
            Form::Gamma { shape, scale } => gamma_p(*shape, x / scale),
            Form::Exponential { mean } => -libm::expm1(-x / mean),
            Form::Weibull { shape, scale } => -libm::expm1(-libm::pow(x / scale, *shape)),
            Form::Beta { min, max, alpha, beta } => {
                let width = max - min;
                beta_inc(*alpha, *beta, ((x - min) / width).clamp(0.0, 1.0), ((max - x) / width).clamp(0.0, 1.0))
            }
            Form::Poisson { mean } => gamma_q(x.floor() + 1.0, *mean),
            Form::Geometric { p } => -libm::expm1(x.floor() * libm::log1p(-p)),
            Form::Binomial { n, p } => {
                let (k, n) = (x.floor(), *n as f64);
                if k >= n { 1.0 } else { beta_inc(n - k, k + 1.0, 1.0 - p, *p) }
            }
            Form::NegativeBinomial { r, p } => beta_inc(*r, x.floor() + 1.0, *p, 1.0 - p),
            Form::Discrete { values, weights } => {
                let below: f64 = values.iter().zip(weights).filter(|(v, _)| **v <= x).map(|(_, w)| w).sum();
                (below / weights.iter().sum::<f64>()).min(1.0)
            }
        }
    }

    /// ln P(X = k) for a whole number k ≥ 0 of the Poisson, binomial and negative binomial laws, else `None`.
    pub(crate) fn ln_point(&self, k: f64) -> Option<f64> {
        match self.form() {
            Form::Poisson { mean } => Some(ln_poisson(k, *mean)),
            Form::Binomial { n, .. } if k > *n as f64 => Some(f64::NEG_INFINITY),
            Form::Binomial { n, p } => Some(ln_binomial(k, *n as f64, *p, 1.0 - p)),
            // P(k) = r / (r + k) C(r + k, k) pʳ (1 − p)ᵏ.
            Form::NegativeBinomial { r, p } if k == 0.0 => Some(r * libm::log(*p)),
            Form::NegativeBinomial { r, p } => Some(libm::log(r / (r + k)) + ln_binomial(*r, r + k, *p, 1.0 - p)),
            _ => None,
        }
    }
}

fn triangular(min: f64, mode: f64, max: f64, x: f64) -> f64 {
    if x <= min {
        0.0
    } else if x >= max {
        1.0
    } else if x < mode {
        (x - min) * (x - min) / ((max - min) * (mode - min))
    } else {
        1.0 - (max - x) * (max - x) / ((max - min) * (max - mode))
    }
}
