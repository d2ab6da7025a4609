//! A service against its target, on replications that are fresh: the interval decides.

use crate::measures::Better;
use crate::results::TargetVerdict;
use crate::stats::Estimate;

/// Where an estimate stands against a target; of one without interval (one replication) the mean decides.
pub(super) fn judged(estimate: &Estimate, target: f64, better: Better) -> TargetVerdict {
    let Some(mean) = estimate.mean else { return TargetVerdict::Missed };
    let misses = |value: f64| if better == Better::Lower { value > target } else { value < target };
    match [estimate.low, estimate.high].map(|end| misses(end.unwrap_or(mean))) {
        [true, true] => TargetVerdict::Missed,
        [false, false] => TargetVerdict::Met,
        _ => TargetVerdict::Inconclusive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_decides() {
        let of = |low: f64, high: f64, better| {
            let estimate =
                Estimate { mean: Some(low.midpoint(high)), low: Some(low), high: Some(high), ..Estimate::default() };
            judged(&estimate, 0.95, better)
        };
        assert_eq!(of(0.96, 0.98, Better::Higher), TargetVerdict::Met);
        assert_eq!(of(0.95, 0.95, Better::Higher), TargetVerdict::Met);
        assert_eq!(of(0.93, 0.949, Better::Higher), TargetVerdict::Missed);
        assert_eq!(
            of(0.943, 0.951, Better::Higher),
            TargetVerdict::Inconclusive,
            "94.7 is not met, and not surely missed"
        );
        assert_eq!(of(0.949, 0.957, Better::Higher), TargetVerdict::Inconclusive, "95.3 is not surely met");
        assert_eq!(
            [of(0.96, 0.98, Better::Lower), of(0.1, 0.2, Better::Lower)],
            [TargetVerdict::Missed, TargetVerdict::Met]
        );
        let single = |mean| Estimate { mean: Some(mean), n: 1, ..Estimate::default() };
        assert_eq!(judged(&single(0.94), 0.95, Better::Higher), TargetVerdict::Missed);
        assert_eq!(judged(&single(0.95), 0.95, Better::Higher), TargetVerdict::Met);
        assert_eq!(judged(&Estimate::default(), 0.95, Better::Lower), TargetVerdict::Missed);
    }
}
