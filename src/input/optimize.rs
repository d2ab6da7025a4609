//! `[optimize]`: what a search for the best stock levels is asked for.

use crate::measures::{Column, EntityKind};

/// What is searched for, defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimize {
    pub money: Money,
    /// Services that are to be met; none for money alone.
    pub targets: Vec<Wanted>,
    /// In the order of the file; a name in full goes before patterns, of patterns the last.
    pub bounds: Vec<Bounds>,
    /// Replications that are searched on, if the scenario says how many.
    pub replications: Option<u32>,
    /// The smallest difference of money that matters, if the scenario says so.
    pub zone: Option<f64>,
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

/// A service that is to be met.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
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
    /// Least and greatest, units.
    pub low: i64,
    pub high: i64,
}

impl Bounds {
    /// Whether these bounds are for an item of this name.
    #[must_use]
    pub fn cover(&self, name: &str) -> bool {
        like(&self.pattern, name)
    }

    /// Whether they are for one item or variant, named in full.
    #[must_use]
    pub fn is_name(&self) -> bool {
        !self.pattern.contains('*')
    }
}

/// Whether a name is like a pattern in which `*` stands for any letters.
fn like(pattern: &str, name: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(head) else { return false };
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| like(tail, &rest[at..]))
}

/// Levels from one value to another, the ends included: of a share evenly in −log10 of the share missed.
#[must_use]
pub fn spaced(from: f64, to: f64, steps: usize, share: bool) -> Vec<f64> {
    let last = steps.max(2) - 1;
    let between = |low: f64, high: f64, step: usize| low + (high - low) * step as f64 / last as f64;
    let level = |step: usize| match step {
        0 => from,
        step if step == last => to,
        step if share => {
            let nines = |level: f64| -libm::log10(1.0 - level);
            let missed = libm::pow(10.0, -between(nines(from), nines(to), step));
            1.0 - rounded(missed)
        }
        step => rounded(between(from, to, step)),
    };
    (0..=last).map(level).map(short).collect()
}

/// Three significant digits: a level is a round number.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// Without the digits that a subtraction leaves behind.
fn short(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_what_they_look_like() {
        let bounds = |pattern: &str| Bounds { pattern: pattern.into(), low: 0, high: 1 };
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
}
