//! Service at a price in the place of targets, and the price at which they are just met.
//!
//! A target that is met to the last order forbids every unit less, so a way within targets ends where it first leans on
//! them. With service at a price it goes on: what is least then is least of all points that serve as well (Everett 1963).
//! Prices between two points that serve worse and better than asked may not exist; what is left of the way is walked within
//! the targets, from both.

use super::basins::NEAR;
use super::bound::price;
use super::evaluate::{Evaluated, LocalSearch};

/// Prices that are tried.
const TRIES: usize = 14;
/// From price to price until the target lies between two.
const FACTOR: f64 = 4.0;
/// Prices that are so near to each other are the same.
const SAME: f64 = 1.1;

/// Where the price of one target's service lies, relative to its value: missed below, met above.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    price: f64,
    missed: f64,
    met: f64,
}

impl Bracket {
    /// The next price after one at which the target was met, or not.
    fn turn(&mut self, met: bool) {
        *(if met { &mut self.met } else { &mut self.missed }) = self.price;
        self.price = match (self.missed > 0.0, self.met.is_finite()) {
            (true, true) => (self.missed * self.met).sqrt(),
            (_, true) => self.price / FACTOR,
            (_, false) => self.price * FACTOR,
        };
    }

    fn is_closed(&self) -> bool {
        self.met <= self.missed * SAME
    }
}

impl LocalSearch<'_> {
    /// Points within the targets that prices of service lead to, from `above`, an initial point that meets them; `near`, a point that
    /// no single change improves, tells what service costs about.
    pub(super) fn priced(&mut self, above: &Evaluated, near: &Evaluated) -> Vec<Evaluated> {
        let Some(mut brackets) = self.brackets(near) else { return Vec::new() };
        let stride = self.stride;
        let mut from = above.point.clone();
        let (mut met, mut missed): (Option<Evaluated>, Option<Evaluated>) = (None, None);
        for _ in 0..TRIES {
            let found = self.at_prices(&from, brackets.iter().map(|bracket| bracket.price).collect());
            let enough = self.allows(&found);
            for (bracket, violation) in brackets.iter_mut().zip(&found.violations) {
                bracket.turn(if self.targets.len() == 1 { enough } else { *violation <= self.allowed });
            }
            // From above: parts that go together fall together, but none of them rises alone.
            if enough {
                from.clone_from(&found.point);
                self.stride = NEAR;
            }
            let better = |known: &Evaluated| match enough {
                true => self.cheaper(&found, known),
                false => found.violation < known.violation,
            };
            let side = if enough { &mut met } else { &mut missed };
            if side.as_ref().is_none_or(better) {
                *side = Some(found);
            }
            if brackets.iter().all(Bracket::is_closed) {
                break;
            }
        }
        // The ways so far began where the targets were nearly missed, and went on in short steps: a long one from the top.
        self.stride = stride;
        let top = self.top().point;
        let straight = self.at_prices(&top, brackets.iter().map(|bracket| bracket.price).collect());
        let ends = met.into_iter().chain(missed).chain([straight]);
        self.stride = NEAR;
        let mut within = Vec::new();
        for end in ends {
            let start = self.repair(end);
            if self.allows(&start) {
                within.push(self.descend(start));
            }
        }
        self.stride = stride;
        within
    }

    /// Where prices begin: at what the next unit of each service costs about. `None` where no service costs anything.
    fn brackets(&mut self, near: &Evaluated) -> Option<Vec<Bracket>> {
        let units = self.marginal_values(near);
        let first = self
            .targets
            .iter()
            .enumerate()
            .map(|(place, target)| price(target, place, &units).unwrap_or(0.0) * target.scale());
        let brackets: Vec<Bracket> = first.map(|price| Bracket { price, missed: 0.0, met: f64::INFINITY }).collect();
        brackets.iter().any(|bracket| bracket.price > 0.0).then_some(brackets)
    }

    /// The least money with service at these prices, from a point; as it stands to the targets.
    fn at_prices(&mut self, from: &[i64], prices: Vec<f64>) -> Evaluated {
        self.multipliers = Some(prices);
        let start = self.look(from);
        let found = self.descend(start);
        self.meet_targets();
        self.look(&found.point)
    }
}
