//! More of one variable for less of another.

use super::alone::Alone;
use super::evaluate::{Evaluated, LocalSearch};
use crate::experiment::optimize::space::Move;

/// Units that a variable is changed by, where there are few variables and where there are many.
const FINELY: [i64; 8] = [1, 2, 3, 4, -1, -2, -3, -4];
const COARSELY: [i64; 4] = [1, 3, -1, -3];
const FEW: usize = 12;
/// Swaps that are looked at from one point, and those in a row that may bring nothing before the rest is given up.
const MOST: usize = 96;
const IN_VAIN: usize = 24;
/// What a swap is to save at least, relative to all that is paid.
const WORTHWHILE: f64 = 1e-6;

impl LocalSearch<'_> {
    /// Some units more of one variable for some less of another, as long as that is better.
    pub(super) fn swap(&mut self, mut current: Evaluated) -> Evaluated {
        loop {
            let next = self.swaps(&current);
            if !self.saves(&next, &current) {
                return current;
            }
            current = next;
        }
    }

    /// A point after swaps of different variables, those first that promise to save most as if each came to what it
    /// comes to alone.
    fn swaps(&mut self, current: &Evaluated) -> Evaluated {
        let (mut now, mut moved, mut in_vain) = (current.clone(), Vec::new(), 0);
        for change in self.promising_swaps(current) {
            if in_vain >= IN_VAIN {
                break;
            }
            if change.iter().any(|(variable, _)| moved.contains(variable)) {
                continue;
            }
            in_vain += 1;
            let Some(next) = self.looks(&now.point, vec![change.clone()]).pop() else { continue };
            if self.allows(&next) && self.saves(&next, &now) {
                moved.extend(change.iter().map(|(variable, _)| *variable));
                (now, in_vain) = (next, 0);
            }
        }
        now
    }

    fn promising_swaps(&mut self, current: &Evaluated) -> Vec<Move> {
        let alone = self.steps_alone(current);
        let (more, less): (Vec<&Alone>, Vec<&Alone>) = alone.iter().partition(|alone| alone.units > 0);
        let mut promising: Vec<(f64, Move)> = Vec::new();
        for up in &more {
            for down in less.iter().filter(|down| down.variable != up.variable) {
                let (money, better) = self.promise(current, up, down);
                if better {
                    promising.push((money, vec![(up.variable, up.units), (down.variable, down.units)]));
                }
            }
        }
        promising.sort_by(|a, b| a.0.total_cmp(&b.0));
        promising.truncate(MOST);
        promising.into_iter().map(|(_, change)| change).collect()
    }

    fn saves(&self, next: &Evaluated, than: &Evaluated) -> bool {
        next.money < than.money - WORTHWHILE * than.money.abs()
    }

    /// What steps of each variable come to.
    fn steps_alone(&mut self, current: &Evaluated) -> Vec<Alone> {
        let count = current.point.len();
        let units: &[i64] = if count <= FEW { &FINELY } else { &COARSELY };
        let changes = (0..count).flat_map(|variable| units.iter().map(move |units| vec![(variable, *units)]));
        let found = self.looks(&current.point, changes.collect());
        found.iter().filter_map(|next| self.alone(current, next)).collect()
    }
}
