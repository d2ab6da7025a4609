//! Laws of times, each with the parameters of greatest likelihood (Law 2015, § 6.5; Johnson, Kotz & Balakrishnan 1994).

use super::family::{LawFamily, Tails, digits, effort};
use super::maximize::{Parameters, SearchEffort, maximize, root};
use super::sample::{HowRecorded, RecordedSample};
use crate::laws::{self, Law, Spread, gamma_p, gamma_q, normal_cdf};

/// Every one, in the order of ties.
pub const TIMES: [&dyn LawFamily; 7] = [
    &ExponentialFamily,
    &GammaFamily,
    &LognormalFamily,
    &WeibullFamily,
    &NormalFamily,
    &UniformFamily,
    &TriangularFamily,
];

/// Different values that a search for an estimate begins with, at most.
const SEARCHED: usize = 2_000;

/// What a rounded 0 stands for where a law has no 0: a quarter of the grain, the middle of what rounds to it.
const ZERO: f64 = 0.25;

/// Whether a law with no density at 0 can give the sample.
fn is_positive(sample: &RecordedSample) -> bool {
    sample.kind != HowRecorded::Exact || sample.least() > 0.0
}

/// Starts from the estimate as if nothing was rounded, and moves it where values are.
fn refined(
    family: &dyn LawFamily,
    sample: &RecordedSample,
    start: Parameters,
    free: Free,
    from: Option<&Parameters>,
) -> Parameters {
    if (sample.kind == HowRecorded::Exact || sample.is_fine()) && free.is_exact {
        return start;
    }
    let find = |sample: &RecordedSample, begin: &Parameters, effort| {
        let found = maximize(family.parameters(), (free.of)(sample, begin), effort, |at| {
            family.ln_likelihood(sample, &(free.to)(sample, at))
        });
        (free.to)(sample, &found)
    };
    let begin = from.copied().unwrap_or(start);
    if sample.values.len() <= SEARCHED {
        return find(sample, &begin, effort(from));
    }
    find(sample, &find(&sample.thinned(SEARCHED), &begin, effort(from)), SearchEffort::LAST)
}

/// Parameters without bounds, and back.
struct Free {
    /// Whether the start is the estimate itself where nothing is rounded.
    is_exact: bool,
    of: fn(&RecordedSample, &Parameters) -> Parameters,
    to: fn(&RecordedSample, &Parameters) -> Parameters,
}

/// Parameters above 0: their logarithms.
const LOGARITHMS: Free =
    Free { is_exact: true, of: |_, at| at.map(|value| libm::log(value.max(1e-300))), to: |_, at| at.map(libm::exp) };

/// Exponential, by its mean.
pub struct ExponentialFamily;

impl LawFamily for ExponentialFamily {
    fn name(&self) -> &'static str {
        "exponential"
    }

    fn parameters(&self) -> usize {
        1
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        let mean = sample.mean();
        (mean > 0.0).then(|| refined(self, sample, [mean, 1.0, 1.0], LOGARITHMS, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        -libm::log(at[0]) - x / at[0]
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        Tails { below: -libm::expm1(-x / at[0]), above: libm::exp(-x / at[0]) }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        format!("{{ exponential = {{ mean = {} }} }}", digits(at[0] * grain))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        Law::new(laws::Exponential::new(at[0] * grain)).ok()
    }
}

/// Gamma, by shape and scale.
pub struct GammaFamily;

impl LawFamily for GammaFamily {
    fn name(&self) -> &'static str {
        "gamma"
    }

    fn parameters(&self) -> usize {
        2
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if !is_positive(sample) || sample.values.len() < 2 {
            return None;
        }
        let mean = sample.sum(|x| x.max(least(sample))) / sample.count;
        // ln a − ψ(a) falls from ∞ to 0.
        let wanted = libm::log(mean) - sample.sum(|x| libm::log(x.max(least(sample)))) / sample.count;
        let shape = root(-3.0, 3.0, |t| t - digamma(libm::exp(t)) - wanted)?;
        let shape = libm::exp(shape);
        Some(refined(self, sample, [shape, mean / shape, 1.0], LOGARITHMS, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        (at[0] - 1.0) * libm::log(x) - x / at[1] - libm::lgamma(at[0]) - at[0] * libm::log(at[1])
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let x = x / at[1];
        if x < at[0] + 1.0 {
            let below = gamma_p(at[0], x);
            return Tails { below, above: 1.0 - below };
        }
        let above = gamma_q(at[0], x);
        Tails { below: 1.0 - above, above }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        let cv = 1.0 / libm::sqrt(at[0]);
        format!("{{ gamma = {{ mean = {}, cv = {} }} }}", digits(at[0] * at[1] * grain), digits(cv))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        Law::new(laws::Gamma::new(at[0] * at[1] * grain, Spread::Cv(1.0 / libm::sqrt(at[0])))).ok()
    }
}

/// The least value that a law without 0 is fitted to.
fn least(sample: &RecordedSample) -> f64 {
    if sample.kind == HowRecorded::Exact { 0.0 } else { ZERO }
}

/// ψ(x), x > 0: the recurrence up to 8, then the series (DLMF 5.11.2).
pub fn digamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < 8.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square
        * (1.0 / 12.0
            - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square * (1.0 / 132.0)))));
    sum + libm::log(x) - 0.5 / x - series
}

/// Lognormal, by mean and standard deviation of the logarithm.
pub struct LognormalFamily;

impl LawFamily for LognormalFamily {
    fn name(&self) -> &'static str {
        "lognormal"
    }

    fn parameters(&self) -> usize {
        2
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if !is_positive(sample) || sample.values.len() < 2 {
            return None;
        }
        let ln = |x: f64| libm::log(x.max(least(sample)));
        let mu = sample.sum(ln) / sample.count;
        let sigma = libm::sqrt(sample.sum(|x| (ln(x) - mu) * (ln(x) - mu)) / sample.count);
        let free = Free {
            is_exact: true,
            of: |_, at| [at[0], libm::log(at[1]), 0.0],
            to: |_, at| [at[0], libm::exp(at[1]), 0.0],
        };
        Some(refined(self, sample, [mu, sigma, 0.0], free, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        let z = (libm::log(x) - at[0]) / at[1];
        -0.5 * z * z - libm::log(x * at[1]) - LN_ROOT_TAU
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let z = (libm::log(x) - at[0]) / at[1];
        Tails { below: normal_cdf(z), above: normal_cdf(-z) }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        let (mean, cv) = mean_and_cv(at, grain);
        format!("{{ lognormal = {{ mean = {}, cv = {} }} }}", digits(mean), digits(cv))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        let (mean, cv) = mean_and_cv(at, grain);
        Law::new(laws::Lognormal::new(mean, Spread::Cv(cv))).ok()
    }
}

fn mean_and_cv(at: &Parameters, grain: f64) -> (f64, f64) {
    (grain * libm::exp(at[0] + 0.5 * at[1] * at[1]), libm::sqrt(libm::expm1(at[1] * at[1])))
}

/// ln √(2π).
const LN_ROOT_TAU: f64 = 0.918_938_533_204_672_7;

/// Weibull, by shape and scale.
pub struct WeibullFamily;

impl LawFamily for WeibullFamily {
    fn name(&self) -> &'static str {
        "weibull"
    }

    fn parameters(&self) -> usize {
        2
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if !is_positive(sample) || sample.values.len() < 2 {
            return None;
        }
        let logs: Vec<(f64, f64)> =
            sample.values.iter().map(|(x, count)| (libm::log(x.max(least(sample))), *count)).collect();
        let n = sample.count;
        let mean = logs.iter().map(|(ln, count)| ln * count).sum::<f64>() / n;
        let square = logs.iter().map(|(ln, count)| count * (ln - mean) * (ln - mean)).sum::<f64>() / n;
        // The logarithm of a Weibull law has standard deviation π ÷ (√6 shape).
        let guess = libm::log(1.282_55 / libm::sqrt(square));
        let moments = |shape: f64| {
            logs.iter().fold((0.0, 0.0), |(sum, weighted), (ln, count)| {
                let power = count * libm::exp(shape * (ln - mean));
                (sum + power, weighted + power * ln)
            })
        };
        let t = root(guess - 0.3, guess + 0.3, |t| {
            let (sum, weighted) = moments(libm::exp(t));
            libm::exp(-t) + mean - weighted / sum
        })?;
        let shape = libm::exp(t);
        let scale = libm::exp(mean + libm::log(moments(shape).0 / n) / shape);
        Some(refined(self, sample, [shape, scale, 1.0], LOGARITHMS, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        let t = libm::log(x / at[1]);
        libm::log(at[0] / at[1]) + (at[0] - 1.0) * t - libm::exp(at[0] * t)
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let power = libm::pow(x / at[1], at[0]);
        Tails { below: -libm::expm1(-power), above: libm::exp(-power) }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        format!("{{ weibull = {{ shape = {}, scale = {} }} }}", digits(at[0]), digits(at[1] * grain))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        Law::new(laws::Weibull::new(at[0], at[1] * grain)).ok()
    }
}

/// Normal, cut at 0: what would be negative is 0. By mean and standard deviation before the cut.
pub struct NormalFamily;

impl LawFamily for NormalFamily {
    fn name(&self) -> &'static str {
        "normal"
    }

    fn parameters(&self) -> usize {
        2
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if sample.values.len() < 2 {
            return None;
        }
        let sd = libm::sqrt(sample.variance());
        let free = Free {
            is_exact: sample.least() > 0.0,
            // A mean is at least 0.
            of: |_, at| [at[0], libm::log(at[1]), 0.0],
            to: |_, at| [at[0].abs(), libm::exp(at[1]), 0.0],
        };
        Some(refined(self, sample, [sample.mean(), sd, 0.0], free, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        if x == 0.0 {
            return libm::log(normal_cdf(-at[0] / at[1]).max(f64::MIN_POSITIVE));
        }
        let z = (x - at[0]) / at[1];
        -0.5 * z * z - libm::log(at[1]) - LN_ROOT_TAU
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let z = (x - at[0]) / at[1];
        Tails { below: normal_cdf(z), above: normal_cdf(-z) }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        format!("{{ normal = {{ mean = {}, sd = {} }} }}", digits(at[0] * grain), digits(at[1] * grain))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        Law::new(laws::Normal::new(at[0] * grain, Spread::Sd(at[1] * grain))).ok()
    }
}

/// Uniform, by its ends.
pub struct UniformFamily;

impl LawFamily for UniformFamily {
    fn name(&self) -> &'static str {
        "uniform"
    }

    fn parameters(&self) -> usize {
        2
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if sample.values.len() < 2 {
            return None;
        }
        let free = Free {
            is_exact: true,
            // Each end lies in what the outermost values stand for.
            of: |sample, at| [odds(at[0] - lower_edge(sample)), odds(at[1] - (sample.most() - 0.5)), 0.0],
            to: |sample, at| {
                let room = sample.least() + 0.5 - lower_edge(sample);
                [lower_edge(sample) + room * share(at[0]), sample.most() - 0.5 + share(at[1]), 0.0]
            },
        };
        Some(refined(self, sample, [sample.least(), sample.most(), 0.0], free, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        if (at[0]..=at[1]).contains(&x) { -libm::log(at[1] - at[0]) } else { f64::NEG_INFINITY }
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let below = ((x - at[0]) / (at[1] - at[0])).clamp(0.0, 1.0);
        Tails { below, above: 1.0 - below }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        format!("{{ uniform = {{ min = {}, max = {} }} }}", digits(at[0] * grain), digits(at[1] * grain))
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        Law::new(laws::Uniform::new(at[0] * grain, at[1] * grain)).ok()
    }
}

/// The lower edge of what the least value stands for.
fn lower_edge(sample: &RecordedSample) -> f64 {
    if sample.kind == HowRecorded::Exact { sample.least() } else { (sample.least() - 0.5).max(0.0) }
}

/// A share in (0, 1) from any number, and back.
fn share(free: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-free))
}

fn odds(share: f64) -> f64 {
    let share = share.clamp(1e-3, 1.0 - 1e-3);
    libm::log(share / (1.0 - share))
}

/// Triangular, by least, most frequent and largest value.
pub struct TriangularFamily;

impl LawFamily for TriangularFamily {
    fn name(&self) -> &'static str {
        "triangular"
    }

    fn parameters(&self) -> usize {
        3
    }

    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters> {
        if sample.values.len() < 3 {
            return None;
        }
        let free = Free {
            is_exact: false,
            // The ends lie outside the values, the least at 0 or above.
            of: |sample, at| {
                let (inner, outer) = inner_ends(sample);
                let width = (at[2] - at[0]).max(1e-300);
                [
                    odds(at[0] / inner.max(1e-300)),
                    odds((at[1] - at[0]) / width),
                    libm::log(((at[2] - outer) / (outer - inner)).max(1e-4)),
                ]
            },
            to: |sample, at| {
                let (inner, outer) = inner_ends(sample);
                let (low, high) = (inner * share(at[0]), outer + (outer - inner) * libm::exp(at[2]));
                [low, low + (high - low) * share(at[1]), high]
            },
        };
        let (mean, sd) = (sample.mean(), libm::sqrt(sample.variance()));
        let (low, high) = ((sample.least() - 0.3 * sd).max(0.0), sample.most() + 0.3 * sd);
        let mode = (3.0 * mean - low - high).clamp(low, high);
        Some(refined(self, sample, [low, mode, high], free, from))
    }

    fn ln_point(&self, at: &Parameters, x: f64) -> f64 {
        let [low, mode, high] = *at;
        let side = if x < mode { (x - low) / (mode - low) } else { (high - x) / (high - mode) };
        if side > 0.0 { libm::log(2.0 * side / (high - low)) } else { f64::NEG_INFINITY }
    }

    fn tails(&self, at: &Parameters, x: f64) -> Tails {
        let [low, mode, high] = *at;
        let x = x.clamp(low, high);
        if x < mode {
            let below = (x - low) * (x - low) / ((high - low) * (mode - low));
            return Tails { below, above: 1.0 - below };
        }
        let above = if high > mode { (high - x) * (high - x) / ((high - low) * (high - mode)) } else { 0.0 };
        Tails { below: 1.0 - above, above }
    }

    fn written(&self, at: &Parameters, grain: f64) -> String {
        let [low, mode, high] = at.map(|value| digits(value * grain));
        format!("{{ triangular = {{ min = {low}, mode = {mode}, max = {high} }} }}")
    }

    fn law(&self, at: &Parameters, grain: f64) -> Option<Law> {
        let [low, mode, high] = at.map(|value| value * grain);
        Law::new(laws::Triangular::new(low, mode, high)).ok()
    }
}

/// The largest that the least value of a law may be, and the least that its largest may be.
fn inner_ends(sample: &RecordedSample) -> (f64, f64) {
    if sample.kind == HowRecorded::Exact {
        (sample.least(), sample.most())
    } else {
        (sample.least() + 0.5, sample.most() - 0.5)
    }
}
