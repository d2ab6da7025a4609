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
}

impl Incumbent {
    /// The points known so far were judged on other replications.
    pub fn judged_anew(&mut self) {
        self.before = self.best.take().map(|(_, point)| point).or_else(|| self.before.take());
    }

    /// Takes a point that is better than the best so far; says whether it is.
    pub fn improves(&mut self, order: Order, point: &[i64]) -> bool {
        let (violation, response, money) = order;
        let better = self.best.as_ref().is_none_or(|((least, shortest, cheapest), _)| {
            let first = violation.total_cmp(least);
            let second = if violation > 0.0 { response.total_cmp(shortest) } else { std::cmp::Ordering::Equal };
            first.then(second).then(money.total_cmp(cheapest)).is_lt()
        });
        if better {
            self.best = Some((order, point.to_vec()));
        }
        better
    }

    /// The point, on which replications ever it was judged.
    pub fn point(&mut self) -> Option<Point> {
        self.best.take().map(|(_, point)| point).or_else(|| self.before.take())
    }
}
