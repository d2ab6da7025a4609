//! One sampler per law.

use super::counts::{Binomial, NegativeBinomial, Poisson};
use super::gamma::Gamma;
use super::math::{exp, floor, ln};
use super::{Pick, Rng};
use crate::model::{Form, Law};

/// Draws from a [`Law`]. A constant uses no random number and costs next to nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler(Kind);

/// A closed set matched in one place, so that the common laws are inlined where they are drawn.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Constant { value: f64 },
    Uniform { min: f64, width: f64 },
    Triangular(Triangular),
    Normal { mean: f64, sd: f64 },
    Lognormal { mu: f64, sigma: f64 },
    Gamma { gamma: Gamma, scale: f64 },
    Exponential { mean: f64 },
    Weibull { power: f64, scale: f64 },
    Beta(Box<Beta>),
    Poisson(Poisson),
    Geometric { per_step: f64 },
    Binomial(Binomial),
    NegativeBinomial(NegativeBinomial),
    Discrete { pick: Pick, values: Box<[f64]> },
}

/// Inverse of the triangular cdf.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Triangular {
    min: f64,
    max: f64,
    /// cdf at the mode.
    turn: f64,
    /// (max − min) × the width of the left and of the right side.
    left: f64,
    right: f64,
}

/// X / (X + Y) of two gamma draws, stretched.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Beta {
    min: f64,
    width: f64,
    alpha: Gamma,
    beta: Gamma,
}

impl Sampler {
    /// The sampler of a law.
    #[must_use]
    pub fn new(law: &Law) -> Sampler {
        Sampler(match law.form() {
            Form::Constant { value } => Kind::Constant { value: *value },
            Form::Uniform { min, max } => Kind::Uniform { min: *min, width: max - min },
            Form::Triangular { min, mode, max } => Kind::Triangular(Triangular::new(*min, *mode, *max)),
            Form::Normal { mean, sd } => Kind::Normal { mean: *mean, sd: *sd },
            Form::Lognormal { mu, sigma } => Kind::Lognormal { mu: *mu, sigma: *sigma },
            // One stage is an exponential law.
            Form::Gamma { shape: 1.0, scale } => Kind::Exponential { mean: *scale },
            Form::Gamma { shape, scale } => Kind::Gamma { gamma: Gamma::new(*shape), scale: *scale },
            Form::Exponential { mean } => Kind::Exponential { mean: *mean },
            Form::Weibull { shape, scale } => Kind::Weibull { power: 1.0 / shape, scale: *scale },
            Form::Beta { min, max, alpha, beta } => Kind::Beta(Box::new(Beta {
                min: *min,
                width: max - min,
                alpha: Gamma::new(*alpha),
                beta: Gamma::new(*beta),
            })),
            Form::Poisson { mean } => Kind::Poisson(Poisson::new(law, *mean)),
            Form::Geometric { p } => Kind::Geometric { per_step: -1.0 / libm::log1p(-p) },
            Form::Binomial { n, p } => Kind::Binomial(Binomial::new(law, *n as f64, *p)),
            Form::NegativeBinomial { r, p } => Kind::NegativeBinomial(NegativeBinomial::new(law, *r, *p)),
            Form::Discrete { values, weights } => {
                Kind::Discrete { pick: Pick::new(weights), values: values.as_slice().into() }
            }
        })
    }

    /// The next draw, in the law's unit; finite and ≥ 0.
    #[inline]
    pub fn sample(&self, rng: &mut Rng) -> f64 {
        match &self.0 {
            Kind::Constant { value } => *value,
            Kind::Exponential { mean } => rng.exponential() * mean,
            Kind::Lognormal { mu, sigma } => exp(mu + sigma * rng.normal()),
            Kind::Gamma { gamma, scale } => gamma.draw(rng) * scale,
            Kind::Normal { mean, sd } => (mean + sd * rng.normal()).max(0.0),
            Kind::Uniform { min, width } => min + width * rng.unit(),
            Kind::Discrete { pick, values } => values[pick.pick(rng)],
            Kind::Poisson(poisson) => poisson.draw(rng),
            Kind::Geometric { per_step } => floor(rng.exponential() * per_step) + 1.0,
            Kind::Triangular(triangular) => triangular.at(rng.unit()),
            _ => self.rare(rng),
        }
    }

    /// Laws that are long to draw or seldom used, kept out of the caller's code.
    #[inline(never)]
    fn rare(&self, rng: &mut Rng) -> f64 {
        match &self.0 {
            Kind::Weibull { power, scale } => scale * exp(power * ln(rng.exponential())),
            Kind::Beta(beta) => beta.draw(rng),
            Kind::Binomial(binomial) => binomial.draw(rng),
            Kind::NegativeBinomial(negative) => negative.draw(rng),
            _ => unreachable!("drawn in `sample`"),
        }
    }

    /// The next draws, one after the other: the values that as many calls of [`Sampler::sample`] would give.
    pub fn fill(&self, rng: &mut Rng, out: &mut [f64]) {
        match &self.0 {
            // Normals first and then the powers: the processor overlaps the steps of neighbours.
            Kind::Lognormal { mu, sigma } => {
                let mut own = rng.clone();
                out.iter_mut().for_each(|value| *value = own.normal());
                *rng = own;
                out.iter_mut().for_each(|value| *value = exp(mu + sigma * *value));
            }
            Kind::Exponential { mean } => out.iter_mut().for_each(|value| *value = rng.exponential() * mean),
            Kind::Gamma { gamma: Gamma::Wide(wide), scale } => {
                out.iter_mut().for_each(|value| *value = wide.draw(rng) * scale);
            }
            _ => out.iter_mut().for_each(|value| *value = self.sample(rng)),
        }
    }

    /// Whether every draw is the same and uses no random number.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        matches!(self.0, Kind::Constant { .. })
    }
}

impl Triangular {
    fn new(min: f64, mode: f64, max: f64) -> Triangular {
        let width = max - min;
        Triangular { min, max, turn: (mode - min) / width, left: width * (mode - min), right: width * (max - mode) }
    }

    #[inline]
    fn at(&self, u: f64) -> f64 {
        if u <= self.turn { self.min + (u * self.left).sqrt() } else { self.max - ((1.0 - u) * self.right).sqrt() }
    }
}

impl Beta {
    fn draw(&self, rng: &mut Rng) -> f64 {
        // Gamma draws of a small shape run into 0; their logarithms do not.
        let share = match (self.alpha, self.beta) {
            (Gamma::Narrow { .. }, _) | (_, Gamma::Narrow { .. }) => {
                let (x, y) = (self.alpha.draw_log(rng), self.beta.draw_log(rng));
                1.0 / (1.0 + exp(y - x))
            }
            (alpha, beta) => {
                let x = alpha.draw(rng);
                x / (x + beta.draw(rng))
            }
        };
        self.min + self.width * share
    }
}
