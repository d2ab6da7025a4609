//! The numbers that a search chooses, and the points they make.

use crate::plan::{Level, Levels, ReserveLevel};
use crate::rules::stock::RuleNumber;

/// One whole number that is searched: a number of the stock rule of one item, or of several that move together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The keys below the strategy that set it: `stock.case.base_stock`; the variants of a product that move together
    /// and are all of it have the product's one.
    pub keys: Vec<String>,
    /// Items of the plan.
    pub items: Vec<u32>,
    /// Which number of the rule.
    pub number: RuleNumber,
    /// Least and greatest value, units.
    pub bounds: (i64, i64),
    /// The key of the scenario has a value so much greater: 1 for the minimum of a rule that acts below it, 0 else.
    pub offset: i64,
}

impl Variable {
    /// Its name among the variables of one strategy: all keys that it sets.
    #[must_use]
    pub fn key(&self) -> String {
        self.keys.join(" ")
    }

    /// A value as the scenario has it, and people read it.
    #[must_use]
    pub fn shown(&self, value: i64) -> i64 {
        value + self.offset
    }
}

/// A value for each variable, units.
pub type Point = Vec<i64>;

/// The numbers that may be chosen for one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// What is searched.
    pub variables: Vec<Variable>,
    /// The levels of the scenario; a point changes the variables' ones.
    pub base: Levels,
    /// By item of the plan: units on the shelf at time 0 at every point; as much as the level where there is none. Empty
    /// where every item begins full.
    pub initial: Vec<Option<u64>>,
    /// By item of the plan: units on order at time 0 and not owed; empty where nothing is.
    pub net: Vec<i64>,
}

impl Space {
    /// The levels of the plan at a point.
    #[must_use]
    pub fn levels(&self, point: &[i64]) -> Levels {
        let mut levels = self.base.clone();
        for (variable, value) in self.variables.iter().zip(point) {
            for item in &variable.items {
                let level = &mut levels.0[*item as usize];
                match variable.number {
                    RuleNumber::Level => *level = Level::base_stock(*value),
                    RuleNumber::Min => level.low = *value,
                    RuleNumber::Max => level.high = *value,
                    RuleNumber::Point => level.low = *value,
                    RuleNumber::Quantity => level.quantity = *value,
                    RuleNumber::Reserve(class) => {
                        levels.1.push(ReserveLevel { item: *item, class, units: *value });
                        continue;
                    }
                }
                if level.quantity > 0 {
                    level.high = level.low + level.quantity;
                }
                let item = *item as usize;
                let initial = self.initial.get(item).copied().flatten();
                *level = level.starting_with(initial, self.net.get(item).copied().unwrap_or(0));
            }
        }
        levels
    }

    /// Where the scenario stands: the values of the plan's levels, brought within the bounds, minima below maxima.
    #[must_use]
    pub fn start(&self) -> Vec<i64> {
        let value = |variable: &Variable| {
            let level = self.base.0[variable.items[0] as usize];
            let value = match variable.number {
                RuleNumber::Level | RuleNumber::Max => level.high,
                RuleNumber::Min | RuleNumber::Point => level.low,
                RuleNumber::Quantity => level.quantity,
                RuleNumber::Reserve(class) => {
                    let own = |one: &&ReserveLevel| (one.item, one.class) == (variable.items[0], class);
                    self.base.1.iter().find(own).map_or(0, |one| one.units)
                }
            };
            value.clamp(variable.bounds.0, variable.bounds.1)
        };
        let mut point: Vec<i64> = self.variables.iter().map(value).collect();
        for place in 1..point.len() {
            if (self.variables[place - 1].number, self.variables[place].number) == (RuleNumber::Min, RuleNumber::Max) {
                point[place] = point[place].max(point[place - 1] + 1);
            }
        }
        self.fit_reserves(&mut point);
        point
    }

    /// Brings every reserve below the most that its shelf has.
    pub(super) fn fit_reserves(&self, point: &mut [i64]) {
        for place in 0..point.len() {
            if let Some(most) = self.greatest_reserve(place, point) {
                point[place] = point[place].min(most);
            }
        }
    }

    /// One unit less than the shelf of a reserve has at most; `None` of other numbers.
    fn greatest_reserve(&self, place: usize, point: &[i64]) -> Option<i64> {
        let RuleNumber::Reserve(_) = self.variables[place].number else { return None };
        let own = self.variables.iter().zip(point).filter(|(other, _)| other.items == self.variables[place].items);
        let base = self.base.0[self.variables[place].items[0] as usize];
        let (mut high, mut lot) = (base.high, None);
        for (variable, value) in own {
            match variable.number {
                RuleNumber::Level | RuleNumber::Max => high = *value,
                RuleNumber::Point => high = *value + lot.unwrap_or(base.quantity),
                RuleNumber::Quantity => {
                    high += *value - lot.unwrap_or(base.quantity);
                    lot = Some(*value);
                }
                RuleNumber::Min | RuleNumber::Reserve(_) => {}
            }
        }
        Some((high - 1).max(0))
    }

    /// Points within the bounds, as far as they can be counted.
    pub(super) fn points(&self) -> i64 {
        let sizes = self.variables.iter().map(|variable| variable.bounds.1 - variable.bounds.0 + 1);
        sizes.fold(1i64, i64::saturating_mul)
    }

    /// Variables that stand at the greatest value they may have.
    #[must_use]
    pub fn at_limit(&self, point: &[i64]) -> Vec<usize> {
        let ends = self.variables.iter().zip(point).map(|(variable, value)| variable.bounds.1 == *value);
        ends.enumerate().filter(|(_, ends)| *ends).map(|(place, _)| place).collect()
    }

    /// Whether a point lies within the bounds and every rule can act: min below max.
    #[must_use]
    pub fn admits(&self, point: &[i64]) -> bool {
        let inside = self.variables.iter().zip(point).all(|(v, value)| v.bounds.0 <= *value && *value <= v.bounds.1);
        let ordered = self.variables.windows(2).zip(point.windows(2)).all(|(pair, values)| {
            (pair[0].number, pair[1].number) != (RuleNumber::Min, RuleNumber::Max)
                || pair[0].items != pair[1].items
                || values[0] < values[1]
        });
        let keeps = |place: usize| self.greatest_reserve(place, point).is_none_or(|most| point[place] <= most);
        inside && ordered && (0..point.len()).all(keeps)
    }
}

/// Variables and the units they change by, together.
pub type Move = Vec<(usize, i64)>;

/// A point after a change.
#[must_use]
pub fn moved(point: &[i64], change: &[(usize, i64)]) -> Point {
    let mut moved = point.to_vec();
    change.iter().for_each(|(variable, units)| moved[*variable] += units);
    moved
}
