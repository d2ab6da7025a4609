//! What is asked of a stock point in a span of time.

use super::point::SizingPoint;
use crate::laws::{Law, Moments};
use crate::rules::requests::{fitted, points};
use crate::rules::sizes::Sizes;

/// Standard deviations above the mean that are followed.
const FAR: f64 = 12.0;

/// The law of the units asked in a span.
#[derive(Clone, Debug)]
pub(super) enum SpanDemand {
    /// A law of whole numbers fitted to mean and variance.
    Fitted(Law),
    /// Its sizes and, before each and behind the last, probability and units of those before.
    Listed { sizes: Vec<(u64, f64)>, before: Vec<(f64, f64)> },
}

impl SpanDemand {
    /// Over so much time from an order on. Exact for Poisson streams over a constant time; else a law is fitted to mean and
    /// variance, that of the time included: Poisson where they are equal, negative binomial above, binomial below.
    pub fn before_an_order(point: &SizingPoint, span: Moments) -> SpanDemand {
        let demand = point.demand(span);
        let is_exact = span.variance == 0.0 && point.requests.is_poisson() && point.requests.sizes.largest() > 1;
        let listed = is_exact.then(|| point.requests.units_over(span.mean)).flatten();
        listed.map_or_else(|| SpanDemand::Fitted(fitted(demand)), |sizes| SpanDemand::listed(&sizes))
    }

    /// Over so much time from a review on: streams are met at any time between two of their orders.
    pub fn from_a_review(point: &SizingPoint, span: Moments) -> SpanDemand {
        if span.variance == 0.0 {
            return SpanDemand::listed(&point.requests.over(span.mean));
        }
        let demand = point.demand(span);
        SpanDemand::listed(&points(&fitted(demand), demand.mean + FAR * demand.variance.sqrt() + 1.0))
    }

    fn listed(law: &Sizes) -> SpanDemand {
        let sizes: Vec<(u64, f64)> = law.iter().collect();
        let mut before = vec![(0.0, 0.0)];
        let (mut below, mut units) = (0.0, 0.0);
        for (size, p) in &sizes {
            (below, units) = (below + p, units + *size as f64 * p);
            before.push((below, units));
        }
        SpanDemand::Listed { sizes, before }
    }

    /// P(D ≤ level).
    pub fn cdf(&self, level: i64) -> f64 {
        match self {
            SpanDemand::Fitted(law) => law.cdf(level as f64),
            SpanDemand::Listed { .. } if level < 0 => 0.0,
            SpanDemand::Listed { sizes, before } => {
                before[sizes.partition_point(|(size, _)| *size <= level.unsigned_abs())].0.min(1.0)
            }
        }
    }

    /// E (D − level)⁺, units short at its end.
    pub fn short(&self, level: i64) -> f64 {
        let SpanDemand::Listed { sizes, before } = self else { unreachable!("units short are asked of listed laws") };
        let (all, units) = before[sizes.len()];
        let place = if level < 0 { 0 } else { sizes.partition_point(|(size, _)| *size <= level.unsigned_abs()) };
        ((units - before[place].1) - level as f64 * (all - before[place].0)).max(0.0)
    }

    /// Mean units.
    pub fn mean(&self) -> f64 {
        match self {
            SpanDemand::Fitted(law) => law.mean(),
            SpanDemand::Listed { before, .. } => before[before.len() - 1].1,
        }
    }

    /// Standard deviation of the units.
    pub fn sd(&self) -> f64 {
        match self {
            SpanDemand::Fitted(law) => law.sd(),
            SpanDemand::Listed { sizes, .. } => {
                let mean = self.mean();
                sizes.iter().map(|(size, p)| p * (*size as f64 - mean) * (*size as f64 - mean)).sum::<f64>().sqrt()
            }
        }
    }

    /// P(D = k), and P(D = k + 1) from it: laws by their ratio, lists by looking.
    pub fn point(&self, k: i64) -> f64 {
        match self {
            SpanDemand::Fitted(law) => match law.ln_point(k as f64) {
                Some(ln) => libm::exp(ln),
                None => f64::from(u8::from(law.as_constant() == Some(k as f64))),
            },
            SpanDemand::Listed { .. } => self.cdf(k) - self.cdf(k - 1),
        }
    }

    /// P(D = k + 1) from P(D = k).
    pub fn next(&self, k: i64, point: f64) -> f64 {
        /// Below this a probability has lost digits.
        const TINY: f64 = 1e-290;
        let SpanDemand::Fitted(law) = self else { return self.point(k + 1) };
        let next = k as f64 + 1.0;
        if point <= TINY {
            // Before the law begins it is taken on its own; behind its end nothing comes any more.
            return if next <= law.mean() { self.point(k + 1) } else { 0.0 };
        }
        // A constant is followed by nothing.
        point * law.point_ratio(k as f64).unwrap_or(0.0)
    }
}
