//! Services against their targets, on replications that are fresh: the interval decides, and every target counts.

use super::optimize::ServiceTarget;
use crate::measures::{Better, Column, EntityKind};
use crate::model::{Model, TargetOf};
use crate::record::Entity;
use crate::results::{AskedTarget, TargetVerdict};
use crate::stats::Estimate;

/// The targets of the verdict (`report.target`, and those of a search), each of one measure of some orders.
pub(super) fn targets(model: &Model) -> Vec<ServiceTarget> {
    let service = |target: &crate::model::Target| {
        let (kind, name) = match &target.of {
            TargetOf::System => (EntityKind::System, ""),
            TargetOf::Product(name) => (EntityKind::Product, name.as_str()),
            TargetOf::Class(name) => (EntityKind::Class, name.as_str()),
        };
        let entity = Entity { kind, name: name.into() };
        Some(ServiceTarget { column: Column::parse(&target.measure)?, entity, value: target.value })
    };
    model.report.targets.iter().filter_map(service).collect()
}

/// A target as results name it.
pub(super) fn asked(target: &ServiceTarget) -> AskedTarget {
    let Entity { kind, name } = &target.entity;
    let (measure, value) = (target.column.id(), target.value);
    AskedTarget { measure, entity_kind: kind.word().into(), entity: name.clone(), value }
}

/// A strategy, a set of held items or a point of a search, against all its targets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AgainstTargets {
    /// By target.
    pub verdicts: Vec<TargetVerdict>,
    /// The largest violation of a mean, relative to its target: 0 where every mean meets its own, infinite where one has
    /// no value.
    pub violation: f64,
}

impl AgainstTargets {
    /// By the estimates of its services, one for each target.
    pub fn new(targets: &[ServiceTarget], services: &[Estimate]) -> AgainstTargets {
        let judge = |(target, found): (&ServiceTarget, &Estimate)| {
            judged(found, target.value, target.column.measure.definition().better)
        };
        let violated = |(target, found): (&ServiceTarget, &Estimate)| {
            target.violation(found.mean.unwrap_or(f64::NAN)).max(0.0) / target.scale()
        };
        AgainstTargets {
            verdicts: targets.iter().zip(services).map(judge).collect(),
            violation: targets.iter().zip(services).map(violated).fold(0.0, f64::max),
        }
    }

    /// Missed where one target surely is, met where all surely are.
    pub fn verdict(&self) -> TargetVerdict {
        let any = |verdict| self.verdicts.contains(&verdict);
        match (any(TargetVerdict::Missed), any(TargetVerdict::Inconclusive)) {
            (true, _) => TargetVerdict::Missed,
            (false, true) => TargetVerdict::Inconclusive,
            (false, false) => TargetVerdict::Met,
        }
    }
}

/// Places of those that may be called best: they meet every target or may.
pub(super) fn able(all: &[AgainstTargets]) -> Vec<usize> {
    (0..all.len()).filter(|place| all[*place].verdict() != TargetVerdict::Missed).collect()
}

/// Where none is able, the place of the one that is nearest to the targets: with the least violation, of equal ones the
/// first; none where one target or another has no value under any.
pub(super) fn nearest(all: &[AgainstTargets]) -> Option<usize> {
    let finite = (0..all.len()).filter(|place| all[*place].violation.is_finite());
    finite.min_by(|a, b| all[*a].violation.total_cmp(&all[*b].violation)).filter(|_| able(all).is_empty())
}

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
    use crate::measures::Measure;

    fn targets() -> Vec<ServiceTarget> {
        let of = |measure, name: &str, value| ServiceTarget {
            column: Column::plain(measure),
            entity: Entity { kind: EntityKind::Product, name: name.into() },
            value,
        };
        vec![of(Measure::OnTimeRate, "a", 0.9), of(Measure::OnTimeRate, "b", 0.9), of(Measure::ResponseMean, "b", 4.0)]
    }

    fn around(mean: f64, half: f64) -> Estimate {
        Estimate { mean: Some(mean), low: Some(mean - half), high: Some(mean + half), ..Estimate::default() }
    }

    /// One target surely missed is enough, and where all miss the nearest is the one with the least violation.
    #[test]
    fn every_target_counts() {
        let targets = targets();
        let of = |means: [f64; 3]| AgainstTargets::new(&targets, &means.map(|mean| around(mean, 0.01)));
        let (good, open) = (of([0.95, 0.95, 3.0]), of([0.95, 0.895, 3.0]));
        let (late, slow) = (of([0.95, 0.0, 3.0]), of([0.95, 0.95, 5.0]));
        assert_eq!([&good, &open, &late, &slow].map(AgainstTargets::verdict), {
            use TargetVerdict::{Inconclusive, Met, Missed};
            [Met, Inconclusive, Missed, Missed]
        });
        assert_eq!((late.violation, slow.violation, good.violation), (1.0, 0.25, 0.0));
        let all = [late.clone(), open.clone(), good.clone()];
        assert_eq!((able(&all), nearest(&all)), (vec![1, 2], None));
        let unknown = AgainstTargets::new(&targets, &[around(1.0, 0.0), Estimate::default(), around(1.0, 0.0)]);
        assert_eq!(unknown.verdict(), TargetVerdict::Missed);
        assert_eq!(nearest(&[unknown.clone(), late, slow]), Some(2));
        assert_eq!((able(std::slice::from_ref(&unknown)), nearest(&[unknown])), (vec![], None));
        let untargeted = AgainstTargets::new(&[], &[]);
        assert_eq!((untargeted.verdict(), untargeted.violation), (TargetVerdict::Met, 0.0));
    }

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
