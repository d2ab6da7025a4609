//! How often a sample of the fitted law would lie as far from its own fit: the parametric bootstrap with refit (Stute, González
//! Manteiga and Presedo Quindimil 1993). Tables of D hold for laws that were known before; these were fitted.

use super::family::LawFamily;
use super::goodness::ks;
use super::maximize::Parameters;
use super::sample::RecordedSample;
use crate::laws::{Distribution as _, Law, Sampler};
use crate::random::{Purpose, ResamplingRng, StreamKey, StreamRng};
use crate::threads;

/// Resamples.
pub const RESAMPLES: u32 = 999;
/// Values of a sample, at most; of more a keyed sample of as many is judged.
pub const JUDGED: usize = 2_000;
/// Seed of everything that is drawn here.
const SEED: u64 = 20_261_130;

/// p of D: the share of resamples, the sample itself among them, whose D is at least as large.
#[must_use]
pub fn p_value(sample: &RecordedSample, (family, at): (&dyn LawFamily, &Parameters), law: &Law, resamples: u32) -> f64 {
    let own = ks(sample, family, at);
    let sampler = Sampler::new(law);
    let key = StreamKey::new(Purpose::Fit, family.name());
    let is_farther = |number: usize| {
        let mut rng = StreamRng::keyed(SEED, number as u32, key);
        let drawn = RecordedSample::new((0..sample.count as usize).map(|_| sampler.sample(&mut rng)), sample.kind);
        // A resample that the law cannot be fitted to says nothing against the sample.
        family.fit(&drawn, Some(at)).is_none_or(|refit| ks(&drawn, family, &refit) >= own - 1e-12)
    };
    let farther =
        threads::numbered(resamples as usize, is_farther).into_iter().filter(|is_farther| *is_farther).count();
    (farther + 1) as f64 / f64::from(resamples + 1)
}

/// A keyed sample of values without replacement, where they are too many; in any order.
#[must_use]
pub fn judged(values: &[f64]) -> Option<Vec<f64>> {
    if values.len() <= JUDGED {
        return None;
    }
    let mut rng = ResamplingRng::new(SEED);
    let mut places: Vec<u32> = (0..values.len() as u32).collect();
    // The first steps of a shuffle (Fisher and Yates).
    for place in 0..JUDGED {
        places.swap(place, place + rng.below(values.len() - place));
    }
    Some(places[..JUDGED].iter().map(|place| values[*place as usize]).collect())
}
