//! `[optimize]`: what a search for the best stock levels is asked for.

use crate::measures::{Column, EntityKind};
use crate::reader::is_like;

/// What is searched for, defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimize {
    /// What is made least or most.
    pub money: Money,
    /// Services that are to be met; none for money alone.
    pub targets: Vec<Wanted>,
    /// In the order of the file; a name in full goes before patterns, of patterns the last.
    pub bounds: Vec<Bounds>,
    /// Whether what classes leave on shelves is searched, too.
    pub reserves: bool,
    /// Replications that are searched on, if the scenario says how many.
    pub replications: Option<u32>,
    /// The smallest difference of money that matters, if the scenario says so.
    pub indifference: Option<f64>,
    /// Seconds that the search may take, if the scenario says so.
    pub budget: Option<f64>,
    /// What is on the shelves at time 0.
    pub start: Start,
    /// The service of the frontier, of the whole system.
    pub measure: Column,
    /// Its levels, ascending; `None` where only the user can say them.
    pub levels: Option<Vec<f64>>,
    /// The section as TOML, as it was given; empty when it was not.
    pub toml: String,
}

/// The money that is made least or most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// `cost_total` of the system, as little as possible.
    Cost,
    /// `profit` of the system, as much as possible.
    Profit,
}

/// What is on the shelves at time 0, while levels are searched and at the best ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Of each item as much as its level.
    #[default]
    Full,
    /// `stock.initial` where it is written, whatever the level.
    AsWritten,
}

/// A service that is to be met.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The measure.
    pub column: Column,
    /// System, product or class.
    pub kind: EntityKind,
    /// Name of the product or class; empty for the system.
    pub entity: String,
    /// In the unit of the measure.
    pub value: f64,
}

/// Between which numbers the rules of some items are searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Name of an item; `*` stands for any letters.
    pub pattern: String,
    /// Where they are of what a class leaves on its shelf: the class.
    pub class: Option<String>,
    /// Least number, units.
    pub low: i64,
    /// Greatest number, units.
    pub high: i64,
}

impl Bounds {
    /// Whether these bounds are for an item of this name.
    #[must_use]
    pub fn cover(&self, name: &str) -> bool {
        is_like(&self.pattern, name)
    }

    /// Whether they are for one item or variant, named in full.
    #[must_use]
    pub fn is_name(&self) -> bool {
        !self.pattern.contains('*')
    }
}

/// Levels from one value to another, the ends included and exact: of a share evenly in −log10 of the share missed.
/// Those between are short numbers, of no more digits than keep them even; `steps` of them unless numbers are too coarse.
#[must_use]
pub fn spaced(from: f64, to: f64, steps: usize, share: bool) -> Vec<f64> {
    let last = steps.max(2) - 1;
    let between = |low: f64, high: f64, step: usize| low + (high - low) * step as f64 / last as f64;
    let nines = |level: f64| -libm::log10(1.0 - level);
    // What is rounded: of a share what is missed.
    let exact: Vec<f64> = (0..=last)
        .map(
            |step| {
                if share { libm::pow(10.0, -between(nines(from), nines(to), step)) } else { between(from, to, step) }
            },
        )
        .collect();
    let even = |digits: usize| {
        exact.windows(2).all(|pair| (rounded(pair[0], digits) - pair[0]).abs() <= (pair[1] - pair[0]).abs() / 4.0)
    };
    let digits = (3..MOST_DIGITS).find(|digits| even(*digits)).unwrap_or(MOST_DIGITS);
    let level = |step: usize| match (step, rounded(exact[step], digits)) {
        (0, _) => from,
        (step, _) if step == last => to,
        (_, missed) if share => short(1.0 - missed),
        (_, value) => value,
    };
    let mut levels: Vec<f64> = (0..=last).map(level).collect();
    levels.dedup();
    levels
}

/// As many as numbers have for sure.
const MOST_DIGITS: usize = 15;

fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

/// Without the digits that a subtraction leaves behind.
fn short(value: f64) -> f64 {
    format!("{value:.15}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_what_they_look_like() {
        let bounds = |pattern: &str| Bounds { pattern: pattern.into(), class: None, low: 0, high: 1 };
        assert!(bounds("case").cover("case") && !bounds("case").cover("cases"));
        assert!(bounds("graphics_*").cover("graphics_office") && !bounds("graphics_*").cover("my_graphics_office"));
        assert!(bounds("*_office").cover("graphics_office") && bounds("*").cover("x"));
        assert!(bounds("a*c*").cover("abcd") && !bounds("a*c").cover("abcd"));
    }

    #[test]
    fn levels_of_a_share_are_even_in_nines() {
        assert_eq!(spaced(0.9, 0.999, 3, true), [0.9, 0.99, 0.999]);
        let levels = spaced(0.5, 0.999, 20, true);
        assert_eq!((levels.len(), levels[0], levels[19]), (20, 0.5, 0.999));
        assert!(levels.windows(2).all(|pair| pair[0] < pair[1]), "{levels:?}");
        assert_eq!(spaced(1.0, 4.0, 4, false), [1.0, 2.0, 3.0, 4.0]);
    }

    /// Each step within a quarter of a step of its place, the ends exact, none twice.
    #[test]
    fn close_levels_stay_apart() {
        for (from, to, steps, share) in
            [(0.940_12, 0.9404, 6, true), (0.999_999_8, 0.999_999_9, 9, true), (1_000.0, 1_003.0, 7, false)]
        {
            let levels = spaced(from, to, steps, share);
            assert_eq!((levels.len(), levels[0], levels[steps - 1]), (steps, from, to), "{levels:?}");
            let nines = |level: f64| if share { -libm::log10(1.0 - level) } else { level };
            let step = (nines(to) - nines(from)) / (steps - 1) as f64;
            for pair in levels.windows(2) {
                let own = nines(pair[1]) - nines(pair[0]);
                assert!(0.5 * step < own && own < 1.5 * step, "{levels:?}");
            }
        }
        // Short where that will do, and fewer where numbers are too coarse.
        assert_eq!(spaced(0.940_12, 0.9404, 3, true), [0.940_12, 0.940_26, 0.9404]);
        assert_eq!(spaced(1.0, 1.0 + f64::EPSILON, 5, false), [1.0, 1.0 + f64::EPSILON]);
    }
}
