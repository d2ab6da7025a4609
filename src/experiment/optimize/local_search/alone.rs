//! What changes of one variable come to alone, and what two of them promise together.

use super::evaluate::{Evaluated, LocalSearch, missing};

/// What a change of one variable comes to.
#[derive(Clone, Debug)]
pub(super) struct Alone {
    pub variable: usize,
    pub units: i64,
    /// Money it adds; where it was not scored, at least.
    pub money: f64,
    /// By target: what it adds to what is missing; nothing where it was not scored.
    pub violations: Vec<f64>,
    /// Whether the targets stay as near.
    pub allowed: bool,
}

impl LocalSearch<'_> {
    /// What led from a point to one that differs in a variable; `None` where it is the same.
    pub(super) fn alone(&self, current: &Evaluated, next: &Evaluated) -> Option<Alone> {
        let mut units = next.point.iter().zip(&current.point).map(|(new, old)| new - old).enumerate();
        let (variable, units) = units.find(|(_, units)| *units != 0)?;
        let violations = next.violations.iter().zip(&current.violations).map(|(new, old)| new - old).collect();
        Some(Alone { variable, units, money: next.money - current.money, violations, allowed: self.allows(next) })
    }

    /// The money that two changes add if each comes to what it comes to alone, and whether they are better then.
    pub(super) fn promise(&self, current: &Evaluated, one: &Alone, other: &Alone) -> (f64, bool) {
        let violations = current.violations.iter().zip(one.violations.iter().zip(&other.violations));
        let violations: Vec<f64> = violations.map(|(now, (one, other))| now + one + other).collect();
        let money = one.money + other.money;
        (money, money < 0.0 && missing(&violations) <= self.allowed)
    }
}
