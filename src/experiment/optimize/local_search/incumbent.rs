//! The best point of a search so far.

use crate::experiment::optimize::Point;

/// Violation, mean response and money of a point.
type Order = (f64, f64, f64);

/// The best point of a search so far: what it would give if it ended now.
#[derive(Clone, Debug, Default)]
pub(super) struct Incumbent {
    /// On the replications in use.
    best: Option<(Order, Point)>,
    /// On those before.
    before: Option<Point>,
    /// Whether what is under way may end early.
    pub may_end: bool,
    /// Points scored, violation and money at each step forward, on the replications in use.
    steps: Vec<(u64, f64, f64)>,
}

impl Incumbent {
    /// The points known so far were judged on other replications.
    pub fn judged_anew(&mut self) {
        self.steps.clear();
        self.before = self.best.take().map(|(_, point)| point).or_else(|| self.before.take());
    }

    /// Takes a point that is better than the best so far; says whether it is.
    pub fn improves(&mut self, order: Order, point: &[i64], evaluations: u64) -> bool {
        let (violation, response, money) = order;
        let better = self.best.as_ref().is_none_or(|((least, shortest, cheapest), _)| {
            let first = violation.total_cmp(least);
            let second = if violation > 0.0 { response.total_cmp(shortest) } else { std::cmp::Ordering::Equal };
            first.then(second).then(money.total_cmp(cheapest)).is_lt()
        });
        if better {
            self.best = Some((order, point.to_vec()));
            self.steps.push((evaluations, violation, money));
        }
        better
    }

    /// What the search gained after so many points: money, from the best that it had then; none where that missed the targets by
    /// more, or was judged on other replications.
    pub fn gained_after(&self, evaluations: u64, violation: f64, money: f64) -> Option<f64> {
        let then = self.steps.iter().take_while(|(at, ..)| *at <= evaluations).last()?;
        (then.1 <= violation).then_some((then.2 - money).max(0.0))
    }

    /// The point, on whichever replications it was judged.
    pub fn point(&mut self) -> Option<Point> {
        self.best.take().map(|(_, point)| point).or_else(|| self.before.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_last_points_gained_is_money_at_targets_as_near() {
        let mut best = Incumbent::default();
        let steps = [(1, 0.5, 9.0), (10, 0.0, 8.0), (50, 0.0, 6.0), (95, 0.0, 5.5)];
        assert!(steps.iter().all(|(at, violation, money)| best.improves(
            (*violation, 0.0, *money),
            &[*at],
            *at as u64
        )));
        assert!(!best.improves((0.0, 0.0, 5.5), &[96], 96));
        let gained = |after: u64| best.gained_after(after, 0.0, 5.5);
        assert_eq!([gained(90), gained(49), gained(95)], [Some(0.5), Some(2.5), Some(0.0)]);
        assert_eq!([gained(0), gained(5)], [None, None], "nothing was known, or it missed the targets");
        best.judged_anew();
        assert_eq!((best.gained_after(90, 0.0, 5.5), best.point()), (None, Some(vec![95])));
    }
}
