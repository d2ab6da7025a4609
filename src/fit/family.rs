//! What every law that is fitted answers.

use super::maximize::{Parameters, SearchEffort};
use super::sample::{HowRecorded, RecordedSample};
use crate::laws::Law;

/// P(X ≤ x) and P(X > x), each to its own digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// P(X ≤ x).
    pub below: f64,
    /// P(X > x).
    pub above: f64,
}

impl Tails {
    /// P(from < X ≤ to) of the tails at both, without cancellation in either tail.
    #[must_use]
    pub fn between(from: Tails, to: Tails) -> f64 {
        if from.below < 0.5 { to.below - from.below } else { from.above - to.above }
    }
}

/// A law with parameters that a sample can tell. Parameters are in units of the sample's grain.
pub trait LawFamily: Sync {
    /// Its tag in a scenario.
    fn name(&self) -> &'static str;

    /// How many parameters are fitted.
    fn parameters(&self) -> usize;

    /// The parameters of greatest likelihood; near `from`, where that is given. `None` where the law cannot give the sample, or is
    /// at its end a law of fewer parameters.
    fn fit(&self, sample: &RecordedSample, from: Option<&Parameters>) -> Option<Parameters>;

    /// ln of the density, of a law of counts of the probability.
    fn ln_point(&self, at: &Parameters, x: f64) -> f64;

    /// Both tails at x ≥ 0.
    fn tails(&self, at: &Parameters, x: f64) -> Tails;

    /// The law as a scenario writes it, for values in grains of this size.
    fn written(&self, at: &Parameters, grain: f64) -> String;

    /// The law itself; `None` where its parameters are beyond what laws may have.
    fn law(&self, at: &Parameters, grain: f64) -> Option<Law>;

    /// ln of the likelihood of a sample: of rounded values, of the probabilities of what they stand for.
    fn ln_likelihood(&self, sample: &RecordedSample, at: &Parameters) -> f64 {
        if !matches!(sample.kind, HowRecorded::Rounded(_)) {
            return sample.values.iter().map(|(value, count)| count * self.ln_point(at, *value)).sum();
        }
        let mut sum = 0.0;
        let mut last: Option<(f64, Tails)> = None;
        for (value, count) in &sample.values {
            let upper = self.tails(at, value + 0.5);
            let share = match last {
                _ if *value == 0.0 => upper.below,
                Some((edge, lower)) if edge == value - 0.5 => Tails::between(lower, upper),
                _ => Tails::between(self.tails(at, value - 0.5), upper),
            };
            sum += count * libm::log(share.max(f64::MIN_POSITIVE));
            last = Some((value + 0.5, upper));
        }
        sum
    }
}

/// How much work an estimate is worth.
#[must_use]
pub fn effort(from: Option<&Parameters>) -> SearchEffort {
    if from.is_some() { SearchEffort::QUICK } else { SearchEffort::FULL }
}

/// A number with the digits that an estimate needs.
#[must_use]
pub fn digits(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}
