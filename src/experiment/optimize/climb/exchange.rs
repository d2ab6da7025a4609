//! More of one variable for less of another.

use super::{Change, Climb, Standing, missing};
use crate::experiment::optimize::moved;

/// Units that a variable is changed by, where there are few variables and where there are many.
const FINELY: [i64; 8] = [1, 2, 3, 4, -1, -2, -3, -4];
const COARSELY: [i64; 4] = [1, 3, -1, -3];
const FEW: usize = 12;
/// Exchanges that are looked at from one point, and those in a row that may bring nothing before the rest is given up.
const MOST: usize = 96;
const IN_VAIN: usize = 24;
/// What an exchange is to save at least, relative to all that is paid.
const WORTHWHILE: f64 = 1e-6;

/// What a change of one variable comes to.
struct Alone {
    variable: usize,
    units: i64,
    money: f64,
    /// By target: what it adds to what is missing.
    shorts: Vec<f64>,
}

impl Climb<'_> {
    /// Some units more of one variable for some less of another, as long as that is better.
    pub(super) fn exchange(&mut self, mut standing: Standing) -> Standing {
        loop {
            let next = self.exchanges(&standing);
            if !self.saves(&next, &standing) {
                return standing;
            }
            standing = next;
        }
    }

    /// A point after exchanges of different variables, those first that promise to save most as if each came to what it
    /// comes to alone.
    fn exchanges(&mut self, standing: &Standing) -> Standing {
        let (mut now, mut moved, mut in_vain) = (standing.clone(), Vec::new(), 0);
        for change in self.promising_exchanges(standing) {
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

    fn promising_exchanges(&mut self, standing: &Standing) -> Vec<Change> {
        let alone = self.steps_alone(standing);
        let (more, less): (Vec<&Alone>, Vec<&Alone>) = alone.iter().partition(|alone| alone.units > 0);
        let mut promising: Vec<(f64, Change)> = Vec::new();
        for up in &more {
            for down in less.iter().filter(|down| down.variable != up.variable) {
                let money = up.money + down.money;
                let shorts = standing.shorts.iter().zip(up.shorts.iter().zip(&down.shorts));
                let shorts: Vec<f64> = shorts.map(|(now, (up, down))| now + up + down).collect();
                if money < 0.0 && missing(&shorts) <= self.allowed {
                    promising.push((money, vec![(up.variable, up.units), (down.variable, down.units)]));
                }
            }
        }
        promising.sort_by(|a, b| a.0.total_cmp(&b.0));
        promising.truncate(MOST);
        promising.into_iter().map(|(_, change)| change).collect()
    }

    fn saves(&self, next: &Standing, than: &Standing) -> bool {
        next.money < than.money - WORTHWHILE * than.money.abs()
    }

    /// What steps of each variable come to.
    fn steps_alone(&mut self, standing: &Standing) -> Vec<Alone> {
        let count = standing.point.len();
        let units: &[i64] = if count <= FEW { &FINELY } else { &COARSELY };
        let changes = (0..count).flat_map(|variable| units.iter().map(move |units| vec![(variable, *units)]));
        let changes: Vec<Change> =
            changes.filter(|change| self.space.admits(&moved(&standing.point, change))).collect();
        let found = self.looks(&standing.point, changes.clone());
        let alone = changes.iter().zip(found).map(|(change, next)| Alone {
            variable: change[0].0,
            units: change[0].1,
            money: next.money - standing.money,
            shorts: next.shorts.iter().zip(&standing.shorts).map(|(new, old)| new - old).collect(),
        });
        alone.collect()
    }
}
