//! From a point to a local optimum, by steps that begin wide and end at one unit.
//!
//! ```text
//! at a point: every number one step up and down ─► the better ones together ─► pairs that trade ─► half the step
//! ```
//!
//! A pattern search (Hooke and Jeeves, 1961) on the integers, for scorers whose every score costs a simulation. With
//! common random numbers the score over a fixed set of replications is an ordinary function, and the point left at the
//! end is a local optimum of it: no number changed by one unit, none of a rule's two numbers moved together, and none
//! of the pairs that promised most gives a better score.

mod moves;
mod standing;

pub(super) use moves::{Change, singles};
pub(super) use standing::Standing;

use super::{Goal, Point, Scorer, Space, Variable, moved};
use std::collections::BTreeSet;

/// Pairs tried where no single number helps, in a search that is to be thorough.
pub(super) const PAIRS: usize = 24;

/// Where a search stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Peak {
    pub point: Point,
    pub standing: Standing,
}

/// A search under way.
pub(super) struct Pattern<'s> {
    pub scorer: &'s mut dyn Scorer,
    pub space: &'s Space,
    pub goal: &'s Goal,
    /// Pairs tried where no single number helps.
    pub pairs: usize,
    pub evaluations: u64,
}

impl Pattern<'_> {
    /// What a point comes to.
    pub fn look(&mut self, point: &[i64]) -> Peak {
        self.evaluations += 1;
        Peak { standing: Standing::of(&self.scorer.score(point), self.goal), point: point.to_vec() }
    }

    /// From a point, with steps of this share of each range (then of half of it, …, then of one unit), to a local
    /// optimum.
    pub fn climb(&mut self, from: &[i64], share: f64) -> Peak {
        let step = |v: &Variable| (((v.bounds.1 - v.bounds.0) as f64 * share) as i64).max(1);
        let steps = self.space.variables.iter().map(step).collect();
        let all: Vec<usize> = (0..from.len()).collect();
        self.climb_by(from, steps, &all)
    }

    /// The same with a first step for each number, moving only those of `free`.
    pub fn climb_by(&mut self, from: &[i64], mut steps: Vec<i64>, free: &[usize]) -> Peak {
        let mut peak = self.look(from);
        loop {
            while let Some(better) = self.improve(&peak, &steps, free) {
                peak = better;
            }
            if free.iter().all(|variable| steps[*variable] == 1) {
                return peak;
            }
            steps.iter_mut().for_each(|step| *step = (*step / 2).max(1));
        }
    }

    /// The best point found beside this one, if any is better.
    fn improve(&mut self, at: &Peak, steps: &[i64], free: &[usize]) -> Option<Peak> {
        let singles = singles(self.space, &at.point, steps, free);
        let standings = self.standings(at, &singles);
        let joint = self.untried(at, together(at, &singles, &standings, self.goal), &singles);
        let jointly = self.standings(at, &joint);
        let best = pick(best_of(at, &singles, &standings), best_of(at, &joint, &jointly));
        best.or_else(|| {
            let pairs = self.untried(at, self.pairs(at, &singles, &standings), &singles);
            let standings = self.standings(at, &pairs);
            best_of(at, &pairs, &standings)
        })
    }

    /// The changes by one unit that are looked at from a point: single numbers, rules, and the pairs that promise most.
    pub fn neighbours(&mut self, at: &Peak) -> Vec<Point> {
        let all: Vec<usize> = (0..at.point.len()).collect();
        let singles = singles(self.space, &at.point, &vec![1; at.point.len()], &all);
        let standings = self.standings(at, &singles);
        let pairs = self.untried(at, self.pairs(at, &singles, &standings), &singles);
        singles.iter().chain(&pairs).map(|change| moved(&at.point, change)).collect()
    }

    fn pairs(&self, at: &Peak, singles: &[Change], standings: &[Standing]) -> Vec<Change> {
        if self.pairs == 0 {
            return Vec::new();
        }
        let mut ranked = ranked(at, singles, standings, self.goal);
        ranked.truncate(self.pairs);
        ranked
    }

    fn standings(&mut self, at: &Peak, changes: &[Change]) -> Vec<Standing> {
        self.evaluations += changes.len() as u64;
        let scores = self.scorer.score_changes(&at.point, changes);
        scores.iter().map(|scores| Standing::of(scores, self.goal)).collect()
    }

    /// Those that keep to bounds and rules and were not tried.
    fn untried(&self, at: &Peak, changes: Vec<Change>, tried: &[Change]) -> Vec<Change> {
        let mut seen: BTreeSet<Point> = tried.iter().map(|change| moved(&at.point, change)).collect();
        let fits = |change: &Change| {
            let point = moved(&at.point, change);
            self.space.admits(&point) && seen.insert(point)
        };
        changes.into_iter().filter(fits).collect()
    }
}

fn pick(one: Option<Peak>, other: Option<Peak>) -> Option<Peak> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.standing.beats(&one.standing) { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// The best of these changes, if it is better than staying. While the targets are missed, what brings most for its
/// money is best.
fn best_of(at: &Peak, changes: &[Change], standings: &[Standing]) -> Option<Peak> {
    let mut best: Option<((u8, f64), usize)> = None;
    for (place, standing) in standings.iter().enumerate() {
        let Some(worth) = at.standing.worth(standing) else { continue };
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, place));
        }
    }
    best.map(|(_, place)| Peak { point: moved(&at.point, &changes[place]), standing: standings[place].clone() })
}

/// The changes that help, taken together as long as their sum is expected to help: all of them, and the better half.
fn together(at: &Peak, changes: &[Change], standings: &[Standing], goal: &Goal) -> Vec<Change> {
    let mut left: Vec<usize> = (0..changes.len()).collect();
    let (mut sum, mut expected): (Vec<Change>, Standing) = (Vec::new(), at.standing.clone());
    loop {
        let next = |place: usize| standings[place].on_top_of(&at.standing, &expected, goal);
        let worth = left.iter().filter_map(|place| expected.worth(&next(*place)).map(|worth| (worth, *place)));
        let Some((_, place)) = worth.reduce(|a, b| if b.0 > a.0 { b } else { a }) else { break };
        expected = next(place);
        sum.push(changes[place].clone());
        let taken = |other: &usize| changes[*other].iter().any(|(a, _)| changes[place].iter().any(|(b, _)| a == b));
        left.retain(|other| !taken(other));
    }
    let join = |count: usize| sum[..count].concat();
    match sum.len() {
        0 | 1 => Vec::new(),
        2 | 3 => vec![join(sum.len())],
        count => vec![join(count), join(count / 2)],
    }
}

/// Pairs of changes, those expected to help most first.
fn ranked(at: &Peak, changes: &[Change], standings: &[Standing], goal: &Goal) -> Vec<Change> {
    let mut found: Vec<(f64, f64, Change)> = Vec::new();
    for (place, one) in changes.iter().enumerate() {
        for (other, second) in changes.iter().enumerate().skip(place + 1) {
            if one.iter().any(|(a, _)| second.iter().any(|(b, _)| a == b)) {
                continue;
            }
            let both = standings[other].on_top_of(&at.standing, &standings[place], goal);
            found.push((both.violation, both.money, [one.as_slice(), second].concat()));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then_with(|| a.2.cmp(&b.2)));
    found.into_iter().map(|(_, _, change)| change).collect()
}
