//! What is counted of a level that follows a forecast.

use super::meter::Period;
use crate::rules::stock::LevelLook;

/// Sums over the reviews of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ForecastCell {
    pub reviews: u64,
    pub levels: i128,
    /// Of forecasts made in the window for a period that ends in it: how many, their errors and the squares of these.
    pub judged: u64,
    pub errors: f64,
    pub squares: f64,
}

impl ForecastCell {
    /// A look at a review, `period` ticks after the one before.
    pub fn look(&mut self, now: i64, period: i64, look: LevelLook, window: Period) {
        if window.holds(now) {
            self.reviews += 1;
            self.levels += i128::from(look.level);
        }
        if let Some(error) = look.error.filter(|_| window.covers(now - period, now)) {
            self.judged += 1;
            self.errors += error;
            self.squares += error * error;
        }
    }
}
