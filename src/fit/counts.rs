//! Laws of whole numbers, each with the parameters of greatest likelihood (Johnson, Kemp & Kotz 2005).

use super::family::{LawFamily, Tails, digits};
use super::maximize::{Parameters, root};
use super::sample::RecordedSample;
use crate::laws::{self, Law, beta_inc, gamma_p, gamma_q, ln_binomial, ln_poisson};

/// Every one, in the order of ties.
pub const COUNTS: [&dyn LawFamily; 4] = [&PoissonFamily, &GeometricFamily, &BinomialFamily, &NegativeBinomialFamily];

/// Poisson, by its mean.
pub struct PoissonFamily;

impl LawFamily for PoissonFamily {
    fn name(&self) -> &'static str {
        "poisson"
    }

    fn parameters(&self) -> usize {
        1
    }

    fn fit(&self, sample: &RecordedSample, _from: Option<&Parameters>) -> Option<Parameters> {
        let mean = sample.mean();
        (mean > 0.0).then_some([mean, 0.0, 0.0])
    }

    fn ln_point(&self, at: &Parameters, k: f64) -> f64 {
        ln_poisson(k, at[0])
    }

    fn tails(&self, at: &Parameters, k: f64) -> Tails {
        let k = k.floor() + 1.0;
        Tails { below: gamma_q(k, at[0]), above: gamma_p(k, at[0]) }
    }

    fn written(&self, at: &Parameters, _grain: f64) -> String {
        format!("{{ poisson = {{ mean = {} }} }}", digits(at[0]))
    }

    fn law(&self, at: &Parameters, _grain: f64) -> Option<Law> {
        Law::new(laws::Poisson::new(at[0])).ok()
    }
}

/// Geometric on 1, 2, …, by the probability of success.
pub struct GeometricFamily;

impl LawFamily for GeometricFamily {
    fn name(&self) -> &'static str {
        "geometric"
    }

    fn parameters(&self) -> usize {
        1
    }

    fn fit(&self, sample: &RecordedSample, _from: Option<&Parameters>) -> Option<Parameters> {
        (sample.least() >= 1.0 && sample.mean() > 1.0).then(|| [1.0 / sample.mean(), 0.0, 0.0])
    }

    fn ln_point(&self, at: &Parameters, k: f64) -> f64 {
        if k < 1.0 { f64::NEG_INFINITY } else { libm::log(at[0]) + (k - 1.0) * libm::log1p(-at[0]) }
    }

    fn tails(&self, at: &Parameters, k: f64) -> Tails {
        let ln_above = k.floor() * libm::log1p(-at[0]);
        Tails { below: -libm::expm1(ln_above), above: libm::exp(ln_above) }
    }

    fn written(&self, at: &Parameters, _grain: f64) -> String {
        format!("{{ geometric = {{ p = {} }} }}", digits(at[0]))
    }

    fn law(&self, at: &Parameters, _grain: f64) -> Option<Law> {
        Law::new(laws::Geometric::new(at[0])).ok()
    }
}

/// Binomial, by trials and probability.
pub struct BinomialFamily;

/// Trials beyond which a binomial law is a Poisson law.
const TRIALS: f64 = 1e5;

impl LawFamily for BinomialFamily {
    fn name(&self) -> &'static str {
        "binomial"
    }

    fn parameters(&self) -> usize {
        2
    }

    /// Trials are a whole number: the likelihood has one top in them, found by steps that double and then halve.
    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        let (mean, variance) = (sample.mean(), sample.variance());
        let least = sample.most().max(1.0);
        if from.is_none() && (variance >= mean || mean <= 0.0) {
            return None;
        }
        let at = |n: f64| [n, (mean / n).min(1.0), 0.0];
        let value = |n: f64| self.ln_likelihood(sample, &at(n));
        let guess = if variance < mean { mean * mean / (mean - variance) } else { TRIALS };
        let mut n = guess.round().clamp(least, TRIALS.max(least));
        let mut step = 1.0;
        let mut best = value(n);
        loop {
            let tried = [n - step, n + step].map(|n| n.clamp(least, TRIALS.max(least)));
            let found = tried.map(|n| (n, value(n))).into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
            match found.filter(|found| found.1 > best) {
                Some((to, better)) => {
                    (n, best) = (to, better);
                    step *= 2.0;
                }
                None if step <= 1.0 => break,
                None => step = (step / 2.0).floor().max(1.0),
            }
        }
        (from.is_some() || n < TRIALS).then(|| at(n))
    }

    fn ln_point(&self, at: &Parameters, k: f64) -> f64 {
        if k > at[0] {
            return f64::NEG_INFINITY;
        }
        if at[1] >= 1.0 {
            return if k == at[0] { 0.0 } else { f64::NEG_INFINITY };
        }
        ln_binomial(k, at[0], at[1], 1.0 - at[1])
    }

    fn tails(&self, at: &Parameters, k: f64) -> Tails {
        let (n, k) = (at[0], k.floor());
        if k >= n {
            return Tails { below: 1.0, above: 0.0 };
        }
        let below = beta_inc(n - k, k + 1.0, 1.0 - at[1], at[1]);
        Tails { below, above: 1.0 - below }
    }

    fn written(&self, at: &Parameters, _grain: f64) -> String {
        format!("{{ binomial = {{ n = {}, p = {} }} }}", at[0], digits(at[1]))
    }

    fn law(&self, at: &Parameters, _grain: f64) -> Option<Law> {
        Law::new(laws::Binomial::new(at[0] as u64, at[1])).ok()
    }
}

/// Negative binomial, by r and p: failures before the r-th success.
pub struct NegativeBinomialFamily;

/// ln r between these; beyond them the law is a Poisson law, or has next to nothing but zeros.
const LN_R: (f64, f64) = (-12.0, 16.0);

impl LawFamily for NegativeBinomialFamily {
    fn name(&self) -> &'static str {
        "negative_binomial"
    }

    fn parameters(&self) -> usize {
        2
    }

    /// p = r ÷ (r + mean); the derivative by r of what is left is Σ [ψ(k + r) − ψ(r)] + n ln p.
    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        let (mean, variance) = (sample.mean(), sample.variance());
        let at = |r: f64| [r, r / (r + mean), 0.0];
        if mean <= 0.0 {
            return None;
        }
        if variance <= mean {
            return from.map(|_| at(libm::exp(LN_R.1)));
        }
        let slope = |ln_r: f64| {
            let r = libm::exp(ln_r);
            sample.sum(|k| rise(k, r)) + sample.count * libm::log(r / (r + mean))
        };
        let guess = libm::log(mean * mean / (variance - mean)).clamp(LN_R.0 + 1.0, LN_R.1 - 1.0);
        let ln_r = root(guess - 0.5, guess + 0.5, slope)?.clamp(LN_R.0, LN_R.1);
        Some(at(libm::exp(ln_r)))
    }

    fn ln_point(&self, at: &Parameters, k: f64) -> f64 {
        let [r, p, _] = *at;
        // C(k + r − 1, k) pʳ (1 − p)ᵏ is r ÷ (k + r) times a binomial point, which keeps its digits for large r.
        libm::log(r / (k + r)) + ln_binomial(k, k + r, 1.0 - p, p)
    }

    fn tails(&self, at: &Parameters, k: f64) -> Tails {
        let k = k.floor();
        let below = beta_inc(at[0], k + 1.0, at[1], 1.0 - at[1]);
        Tails { below, above: 1.0 - below }
    }

    fn written(&self, at: &Parameters, _grain: f64) -> String {
        format!("{{ negative_binomial = {{ r = {}, p = {} }} }}", digits(at[0]), digits(at[1]))
    }

    fn law(&self, at: &Parameters, _grain: f64) -> Option<Law> {
        Law::new(laws::NegativeBinomial::with_successes(at[0], at[1])).ok()
    }
}

/// ψ(k + r) − ψ(r) for whole k: a sum of k terms, by the difference of the series where these are many.
fn rise(k: f64, r: f64) -> f64 {
    if k <= 64.0 {
        return (0..k as u32).map(|j| 1.0 / (f64::from(j) + r)).sum();
    }
    super::times::digamma(k + r) - super::times::digamma(r)
}
