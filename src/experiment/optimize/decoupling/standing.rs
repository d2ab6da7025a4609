//! How sets of held items stand on fresh replications: who meets the targets, what each costs more than the best one, and
//! how surely each is the best.

use super::best_set::{Contender, SetStanding};
use crate::experiment::optimize::Goal;
use crate::experiment::optimize::scorer::mean;
use crate::experiment::target_verdict::{AgainstTargets, able, nearest};
use crate::stats::{Bootstrap, Confidence, Extreme, paired, without_rounding};

/// Resamples behind the probability of being best: its error is at most 0.011.
const RESAMPLES: usize = 2_000;
/// Replications below which no probability of being best is told: too few to resample.
const ENOUGH: usize = 10;

/// Where the sets stand against all targets on fresh replications.
fn against(goal: &Goal, contenders: &[Contender]) -> Vec<AgainstTargets> {
    contenders.iter().map(|contender| AgainstTargets::new(&goal.targets, &contender.services)).collect()
}

/// Sets among which the best is looked for: those that met the targets where they were searched and do not surely miss
/// them on fresh replications; without any, all that do not.
fn admitted(contenders: &[Contender], targets: &[AgainstTargets]) -> Vec<usize> {
    let able = able(targets);
    let reached: Vec<usize> = able.iter().copied().filter(|place| contenders[*place].best.reached).collect();
    if reached.is_empty() { able } else { reached }
}

/// The set to take: the one that the search found, unless on fresh replications it surely misses a target or another one
/// is surely better; where all surely miss one, the nearest to the targets.
pub(super) fn winner(goal: &Goal, contenders: &[Contender], found: usize, confidence: &Confidence) -> usize {
    let targets = against(goal, contenders);
    let admitted = admitted(contenders, &targets);
    let money = |place: usize| &contenders[place].fresh.money;
    let cheapest = admitted.iter().copied().min_by(|a, b| mean(money(*a)).total_cmp(&mean(money(*b))));
    let Some(cheapest) = cheapest else { return nearest(&targets).unwrap_or(found) };
    let surely = || paired(money(cheapest), money(found), confidence).difference.high.is_some_and(|high| high < 0.0);
    if admitted.contains(&found) && !surely() { found } else { cheapest }
}

/// How the sets stand beside the one at `best`.
pub(super) fn standings(
    goal: &Goal,
    contenders: &[Contender],
    best: usize,
    (confidence, seed): (&Confidence, u64),
) -> Vec<SetStanding> {
    let money: Vec<&[f64]> = contenders.iter().map(|contender| contender.fresh.money.as_slice()).collect();
    let money = without_rounding(&money);
    let targets = against(goal, contenders);
    let admitted = admitted(contenders, &targets);
    let missing = vec![f64::NAN; money[best].len()];
    let values = |place: usize| if admitted.contains(&place) { money[place].as_slice() } else { missing.as_slice() };
    let contest: Vec<&[f64]> = (0..contenders.len()).map(values).collect();
    let p_best = match missing.len() {
        few if few < ENOUGH => vec![None; contenders.len()],
        many => Bootstrap::new(many, RESAMPLES, seed).probability_best(&contest, Extreme::Smallest),
    };
    let one = |place: usize| SetStanding {
        target: (!goal.targets.is_empty()).then(|| targets[place].verdict()),
        is_admitted: admitted.contains(&place),
        above_best: paired(&money[place], &money[best], confidence).difference,
        p_best: p_best[place],
    };
    (0..contenders.len()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::optimize::{Best, Ending, How, Objective, Proven, Scores, ServiceTarget};
    use crate::measures::{Column, EntityKind};
    use crate::record::Entity;
    use crate::results::TargetVerdict;
    use crate::stats::Estimate;

    fn contender(money: &[f64], service: &[f64]) -> Contender {
        let how = How {
            scorer: String::new(),
            search: String::new(),
            evaluations: 1,
            replications: money.len(),
            proven: Proven::Nothing,
            selection: None,
            at_limit: Vec::new(),
            ending: Ending::Complete,
            starts: None,
        };
        let (fresh, none) =
            (Scores { money: money.into(), service: vec![service.into()], response: Vec::new() }, Vec::new);
        let best = Best {
            strategy: 0,
            variables: Vec::new(),
            point: Vec::new(),
            scores: fresh.clone(),
            sets: none(),
            reached: true,
            how,
            bound: None,
            marginal_values: Vec::new(),
        };
        let name = String::new;
        let services = vec![Estimate::of(service, &Confidence::new(0.95, service.len() as u32))];
        Contender { name: name(), held: none(), empty: none(), key: name(), sets: none(), best, fresh, services }
    }

    fn goal() -> Goal {
        let entity = Entity { kind: EntityKind::System, name: String::new() };
        let target = ServiceTarget { column: Column::parse("on_time_rate").unwrap(), entity, value: 0.9 };
        Goal { objective: Objective::Cost, targets: vec![target] }
    }

    /// Money of ten replications that differ much among themselves, each this much more than in the first set.
    fn money(more: f64) -> Vec<f64> {
        (0..10)
            .map(|replication| 10.0 * f64::from(replication % 5) + more + 0.01 * f64::from(replication % 2))
            .collect()
    }

    #[test]
    fn sets_are_told_apart_by_paired_differences_where_their_intervals_overlap() {
        let met = [0.95; 10];
        let sets = [contender(&money(0.0), &met), contender(&money(1.0), &met), contender(&money(0.5), &[0.5; 10])];
        let confidence = Confidence::new(0.95, 10);
        let intervals = [0, 1].map(|place: usize| Estimate::of(&sets[place].fresh.money, &confidence));
        assert!(intervals[0].high > intervals[1].low, "they overlap");
        let found = standings(&goal(), &sets, 0, (&confidence, 1));
        let more = found[1].above_best;
        assert!((more.mean.unwrap() - 1.0).abs() < 1e-9 && more.low.unwrap() > 0.9, "{more:?}");
        assert_eq!(found.iter().map(|set| set.p_best).collect::<Vec<_>>(), [Some(1.0), Some(0.0), None]);
        assert_eq!(found[2].target, Some(TargetVerdict::Missed));
        let few = [contender(&money(0.0)[..9], &met[..9]), contender(&money(1.0)[..9], &met[..9])];
        let found = standings(&goal(), &few, 0, (&confidence, 1));
        assert_eq!(found[0].p_best, None, "nine replications are too few to resample");
    }

    /// The set that a search found is not taken where it surely misses on fresh replications; of sets that all miss, the
    /// nearest is.
    #[test]
    fn a_set_that_surely_misses_a_target_is_not_the_best() {
        let confidence = Confidence::new(0.95, 10);
        let sets = |services: [f64; 3]| -> Vec<Contender> {
            services.iter().zip([1.0, 2.0, 3.0]).map(|(own, more)| contender(&money(more), &[*own; 10])).collect()
        };
        let winner = |services: [f64; 3], found| winner(&goal(), &sets(services), found, &confidence);
        assert_eq!(winner([0.5, 0.95, 0.95], 0), 1, "the cheapest of those that meet it");
        assert_eq!(winner([0.95, 0.95, 0.95], 2), 0, "one that is surely cheaper on fresh replications");
        assert_eq!(winner([0.5, 0.6, 0.55], 0), 1, "the nearest");
        assert_eq!(winner([0.5, 0.4, 0.95], 2), 2);
    }
}
