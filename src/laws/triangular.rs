//! A density of two straight sides: a time of which the least, the most and the commonest value are guessed
//! (Law 2015, § 6.11).

use super::checked::{Checked, LawError, at_least_min, not_negative, wrong};
use super::given::{Given, VALUE};
use super::named::{Distribution, Draw, NamedLaw};
use crate::keys::{LawRow, Parameter};
use crate::random::Rng;

/// Triangular on [min, max] with its peak at mode (0 ≤ min ≤ mode ≤ max, min < max).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    min: f64,
    mode: f64,
    max: f64,
}

impl Triangular {
    /// Triangular on [min, max] with its peak at mode; a constant when min = max.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ mode ≤ max, all finite.
    pub fn new(min: f64, mode: f64, max: f64) -> Result<Checked<Triangular>, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        if !(min <= mode && mode <= max) {
            return Err(wrong("mode", "a number from `min` to `max`", mode));
        }
        let words = format!("triangular(min {min}, mode {mode}, max {max})");
        if min == max {
            return Ok(Checked::constant(min, words));
        }
        let (left, right) = (mode - min, max - mode);
        let variance = (left * left + left * right + right * right) / 18.0;
        let mean = min + (2.0 * left + right) / 3.0;
        Checked::new(Triangular { min, mode, max }, mean, variance, words).in_reach(true, "max", max)
    }
}

impl NamedLaw for Triangular {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "triangular",
        &[&[Parameter::number("min", VALUE), Parameter::number("mode", VALUE), Parameter::number("max", VALUE)]],
        "From min to max, most often near mode.",
    )];

    type Sampler = TriangularDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Triangular>, LawError> {
        Triangular::new(given.number("min"), given.number("mode"), given.number("max"))
    }

    fn sampler(&self) -> TriangularDraw {
        let Triangular { min, mode, max } = *self;
        let width = max - min;
        TriangularDraw { min, max, turn: (mode - min) / width, left: width * (mode - min), right: width * (max - mode) }
    }
}

/// Inverse of the triangular cdf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriangularDraw {
    min: f64,
    max: f64,
    /// cdf at the mode.
    turn: f64,
    /// (max − min) × the width of the left and of the right side.
    left: f64,
    right: f64,
}

impl Draw for TriangularDraw {
    #[inline]
    fn draw(&self, rng: &mut Rng) -> f64 {
        let u = rng.unit();
        if u <= self.turn { self.min + (u * self.left).sqrt() } else { self.max - ((1.0 - u) * self.right).sqrt() }
    }
}

impl Distribution for Triangular {
    fn cdf(&self, x: f64) -> f64 {
        let Triangular { min, mode, max } = *self;
        if x <= min {
            0.0
        } else if x >= max {
            1.0
        } else if x < mode {
            (x - min) * (x - min) / ((max - min) * (mode - min))
        } else {
            1.0 - (max - x) * (max - x) / ((max - min) * (max - mode))
        }
    }

    fn least(&self) -> f64 {
        self.min
    }
}
