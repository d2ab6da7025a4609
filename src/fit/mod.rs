//! Which law a record follows: fits of greatest likelihood, ranked by Akaike's criterion, each with its distance from the record and how
//! often a sample of the law would be as far; and whether orders come as a Poisson stream.
//!
//! *Architecture invariant:* knows values and laws, no files and no words for people; the same values give the same bits, on any
//! number of threads.

mod bootstrap;
mod counts;
mod dispersion;
mod family;
mod goodness;
mod maximize;
mod sample;
#[cfg(test)]
mod tests;
mod times;

pub use bootstrap::{JUDGED, RESAMPLES};
pub use dispersion::{BucketCounts, Dispersion, TakenOut, chi_square_quantile, dispersion};
pub use family::{LawFamily, Tails};
pub use maximize::Parameters;
pub use sample::{HowRecorded, RecordedSample};

use crate::threads;
use bootstrap::{judged, p_value};
use family::digits;
use goodness::{ChiSquare, ad, chi_square, ks};

/// Values of a discrete law, at most.
const DISCRETE: usize = 20;

/// One law fitted to a record.
#[derive(Clone)]
pub struct Fitted {
    /// Its tag in a scenario.
    pub name: &'static str,
    /// As a scenario writes it.
    pub written: String,
    /// ln of the likelihood.
    pub ln_likelihood: f64,
    /// Parameters that were fitted.
    pub parameters: usize,
    /// D.
    pub ks: f64,
    /// p of D; `None` of laws that are the record itself.
    pub p: Option<f64>,
    /// A².
    pub ad: Option<f64>,
    /// χ².
    pub chi_square: Option<ChiSquare>,
    /// Mean of the law, in the unit of the record.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// The law with its parameters, where it has a formula.
    pub curve: Option<(&'static dyn LawFamily, Parameters)>,
}

impl std::fmt::Debug for Fitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

impl Fitted {
    /// Akaike's criterion, 2 × parameters − 2 ln L: less is better.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters as f64 - 2.0 * self.ln_likelihood
    }
}

/// All laws that fit a record, best first.
#[derive(Clone, Debug)]
pub struct RankedLaws {
    /// By AIC.
    pub laws: Vec<Fitted>,
    /// The record.
    pub sample: RecordedSample,
    /// Values that p is of.
    pub p_of: usize,
}

/// Fits every law of times, or of whole numbers, to values in their unit. `resamples` for p; none without.
#[must_use]
pub fn rank(values: &[f64], kind: HowRecorded, resamples: u32) -> RankedLaws {
    let sample = RecordedSample::new(values.iter().copied(), kind);
    let some = judged(values);
    let small = some.as_ref().map(|some| RecordedSample::new(some.iter().copied(), kind));
    let families: &[&'static dyn LawFamily] = if kind == HowRecorded::Counts { &counts::COUNTS } else { &times::TIMES };
    let mut laws: Vec<Fitted> = match sample.values.len() {
        0 => Vec::new(),
        1 => vec![constant(&sample)],
        _ => threads::map(families, |family| fitted(*family, &sample)).into_iter().flatten().collect(),
    };
    for law in laws.iter_mut().filter(|_| resamples > 0) {
        law.p = law.curve.and_then(|curve| p_of(curve, (&sample, small.as_ref()), resamples));
    }
    if kind == HowRecorded::Counts && (2..=DISCRETE).contains(&sample.values.len()) {
        laws.push(discrete(&sample));
    }
    laws.sort_by(|a, b| a.aic().total_cmp(&b.aic()));
    RankedLaws { laws, p_of: small.map_or(values.len(), |small| small.count as usize), sample }
}

fn fitted(family: &'static dyn LawFamily, sample: &RecordedSample) -> Option<Fitted> {
    let at = family.fit(sample, None)?;
    let law = family.law(&at, sample.grain())?;
    let ln_likelihood = family.ln_likelihood(sample, &at);
    ln_likelihood.is_finite().then(|| Fitted {
        name: family.name(),
        written: family.written(&at, sample.grain()),
        ln_likelihood,
        parameters: family.parameters(),
        ks: ks(sample, family, &at),
        p: None,
        ad: ad(sample, family, &at),
        chi_square: chi_square(sample, family, &at),
        mean: law.mean(),
        sd: law.sd(),
        curve: Some((family, at)),
    })
}

/// p of a law: of the record, or of a part of it that the law is fitted to again.
fn p_of(
    (family, at): (&dyn LawFamily, Parameters),
    (sample, small): (&RecordedSample, Option<&RecordedSample>),
    resamples: u32,
) -> Option<f64> {
    let (judged, at) = match small {
        None => (sample, at),
        Some(small) => (small, family.fit(small, Some(&at))?),
    };
    Some(p_value(judged, (family, &at), &family.law(&at, judged.grain())?, resamples))
}

/// The law of a record whose values are all the same.
fn constant(sample: &RecordedSample) -> Fitted {
    let value = sample.least() * sample.grain();
    Fitted { written: digits(value).to_string(), ..itself("constant", 1, 0.0, (value, 0.0)) }
}

/// The shares of the values themselves.
fn discrete(sample: &RecordedSample) -> Fitted {
    let list = |of: &dyn Fn(&(f64, f64)) -> f64| {
        sample.values.iter().map(|value| of(value).to_string()).collect::<Vec<_>>().join(", ")
    };
    let written =
        format!("{{ discrete = {{ values = [{}], weights = [{}] }} }}", list(&|value| value.0), list(&|value| value.1));
    let ln_likelihood = sample.values.iter().map(|(_, count)| count * libm::log(count / sample.count)).sum();
    let moments = (sample.mean(), libm::sqrt(sample.variance()));
    Fitted { written, ..itself("discrete", sample.values.len() - 1, ln_likelihood, moments) }
}

/// A law that is the record itself: nothing lies between the two.
fn itself(name: &'static str, parameters: usize, ln_likelihood: f64, (mean, sd): (f64, f64)) -> Fitted {
    Fitted {
        name,
        written: String::new(),
        ln_likelihood,
        parameters,
        ks: 0.0,
        p: None,
        ad: None,
        chi_square: None,
        mean,
        sd,
        curve: None,
    }
}
