//! The price of each target's service: it rises while more orders are late than may be.

use super::sample::RelaxedSample;
use super::scale::StockScale;

/// How fast a price follows, and how far apart late orders and the target may pull it at once.
const RATE: f64 = 0.15;
const FARTHEST: f64 = 1.0;
/// Of the orders that may be late, so many count at least as late: lateness that is smoothed away says nothing more.
const LEAST: f64 = 0.05;
/// By how much a price rises where less may be late, in logarithms, about (that of a normal law's upper end); and as far as that is
/// followed.
const ELASTICITY: f64 = 0.8;
const FARTHEST_APART: f64 = 8.0;
/// Of what may be late, so much is aimed at at least.
const LEAST_AIM: f64 = 0.25;

/// Prices of lateness, money per time unit for all orders.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    logs: Vec<f64>,
    values: Vec<f64>,
    /// By target: what may be late, and what smoothing leaves out.
    most: Vec<f64>,
    left_out: Vec<f64>,
}

impl Prices {
    /// Prices at which money and lateness pull alike at a point.
    pub fn first(sample: &mut RelaxedSample<'_>, scale: &StockScale, x: &[f64]) -> Prices {
        let (stocks, width) = (scale.stocks(x), scale.width());
        let targets = sample.most().len();
        let pull = |slopes: &[f64]| scale.of_scaled(slopes).iter().map(|slope| slope.abs()).sum::<f64>();
        let money =
            if targets == 0 { 0.0 } else { pull(&sample.slopes(&stocks, 1.0, &vec![0.0; targets], width).slopes) };
        let price = |target: usize| {
            let mut one = vec![0.0; targets];
            one[target] = 1.0;
            let lateness = pull(&sample.slopes(&stocks, 0.0, &one, width).slopes);
            if lateness > 0.0 && money > 0.0 { money / lateness } else { money.max(1.0) }
        };
        Prices::new((0..targets).map(price).collect(), sample.most())
    }

    /// These prices, with what may be late by target.
    pub fn new(values: Vec<f64>, most: &[f64]) -> Prices {
        let logs = values.iter().map(|value| libm::log(*value)).collect();
        Prices { logs, left_out: vec![0.0; values.len()], values, most: most.to_vec() }
    }

    /// Prices for other targets of the same services: the fewer may be late, the dearer each is.
    pub fn next(mut self, most: &[f64]) -> Prices {
        let rises = |(before, now): (&f64, &f64)| {
            libm::pow(before / now, ELASTICITY).clamp(1.0 / FARTHEST_APART, FARTHEST_APART)
        };
        let rises: Vec<f64> = self.most.iter().zip(most).map(rises).collect();
        self.values.iter_mut().zip(rises).for_each(|(value, rise)| *value *= rise);
        Prices::new(self.values, most)
    }

    /// From now on each target is aimed at with room.
    pub fn leave(&mut self, room: impl Iterator<Item = f64>) {
        self.most.iter_mut().zip(room).for_each(|(most, room)| *most = (*most - room).max(*most * LEAST_AIM));
    }

    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Looks what smoothing leaves out at these stocks, of which it says this.
    pub fn correct(&mut self, sample: &mut RelaxedSample<'_>, stocks: &[f64], smooth: &[f64]) {
        let whole: Vec<i64> = stocks.iter().map(|stock| stock.round() as i64).collect();
        let exact = sample.exactly(&whole);
        self.left_out = exact.iter().zip(smooth).map(|(exact, smooth)| exact - smooth).collect();
    }

    /// Follows what is late, at a part of the usual rate.
    pub fn follow(&mut self, smooth: &[f64], part: f64) {
        for (place, late) in smooth.iter().enumerate() {
            let most = self.most[place];
            let late = (late + self.left_out[place]).max(LEAST * most);
            self.logs[place] += RATE * part * libm::log(late / most).clamp(-FARTHEST, FARTHEST);
            self.values[place] = libm::exp(self.logs[place]);
        }
    }
}
