//! How much more what is released of an item swings than what is asked of it, period by period.

use super::meter::{Period, times};
use crate::model::Model;
use crate::plan::PlanItem;

/// Ticks between the reviews of an item, else of the periods that the report says.
pub fn period_of(model: &Model, item: &PlanItem) -> i64 {
    if item.review > 0 { item.review } else { model.report.period.0 }
}

/// Units of an item asked and released, or a number of each.
pub type AskedAndReleased = [i64; 2];

/// Sums over the whole periods of the window, which are counted from time 0. A period is closed when something happens after it: one in
/// which nothing does costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct Swings {
    /// Ticks of a period.
    length: i64,
    /// End of the period at hand, ticks.
    end: i64,
    /// Whether the window holds the period at hand from its start.
    is_whole: bool,
    /// What had been counted as the first whole period began, and as the one at hand did.
    first: AskedAndReleased,
    before: AskedAndReleased,
    squares: [i128; 2],
}

impl Swings {
    /// None yet, of periods of such a length, ticks.
    pub fn of_periods(length: i64) -> Swings {
        Swings { length: length.max(1), end: 0, is_whole: false, first: [0; 2], before: [0; 2], squares: [0; 2] }
    }

    /// Ticks of a period.
    pub fn length(&self) -> i64 {
        self.length
    }

    /// The window begins; gives the end of the first period.
    pub fn open(&mut self, now: i64) -> i64 {
        let into = now % self.length;
        self.is_whole = into == 0;
        self.end = now - into + self.length;
        self.end
    }

    /// A period is over, and so much had been counted in all; gives the end of the one at hand.
    #[inline(never)]
    pub fn close(&mut self, now: i64, counted: AskedAndReleased) -> i64 {
        if self.is_whole {
            for (place, counted) in counted.iter().enumerate() {
                let units = counted - self.before[place];
                self.squares[place] += times(units, units);
            }
        } else {
            (self.is_whole, self.first) = (true, counted);
        }
        self.before = counted;
        self.end += self.length;
        if self.end <= now {
            self.end += ((now - self.end) / self.length + 1) * self.length;
        }
        self.end
    }

    /// Variance ÷ mean of the units released per period, and of those asked; the second 0 where there is nothing to compare.
    pub fn dispersions(&self, window: Period) -> (f64, f64) {
        let periods = i128::from(window.end / self.length - (window.start + self.length - 1) / self.length);
        let sum = |place: usize| i128::from(self.before[place] - self.first[place]);
        let dispersion = |place: usize| {
            let (sum, squares) = (sum(place), self.squares[place]);
            // In whole numbers, so that the same units have the same dispersion to the last bit.
            (periods * squares - sum * sum) as f64 / ((periods - 1) * sum) as f64
        };
        if periods < 2 || sum(0) == 0 || sum(1) == 0 { (0.0, 0.0) } else { (dispersion(1), dispersion(0)) }
    }
}

impl Default for Swings {
    fn default() -> Swings {
        Swings::of_periods(1)
    }
}
