//! The price of each target's service: it rises while more orders are late than may be.

use super::sample::RelaxedSample;
use super::scale::StockScale;

/// How fast a price follows, and how far apart late orders and the target may pull it at once.
const RATE: f64 = 0.15;
const FARTHEST: f64 = 1.0;
/// Of the orders that may be late, so many count at least as late: lateness that is smoothed away says nothing more.
const LEAST: f64 = 0.05;
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
        let values: Vec<f64> = (0..targets).map(price).collect();
        Prices {
            logs: values.iter().map(|value| libm::log(*value)).collect(),
            values,
            most: sample.most().to_vec(),
            left_out: vec![0.0; targets],
        }
    }

    /// Prices so many times as high, for other targets of the same services.
    pub fn next(mut self, dearer: f64, most: &[f64]) -> Prices {
        self.values.iter_mut().for_each(|value| *value *= dearer);
        self.logs = self.values.iter().map(|value| libm::log(*value)).collect();
        self.most = most.to_vec();
        self
    }

    /// From now on each target is aimed at with room.
    pub fn leave(&mut self, room: impl Iterator<Item = f64>) {
        self.most.iter_mut().zip(room).for_each(|(most, room)| *most = (*most - room).max(*most * LEAST_AIM));
    }

    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Looks what smoothing leaves out at these stocks.
    pub fn correct(&mut self, sample: &mut RelaxedSample<'_>, stocks: &[f64], width: f64) {
        let whole: Vec<i64> = stocks.iter().map(|stock| stock.round() as i64).collect();
        let exact = sample.exactly(&whole);
        let smooth = sample.slopes(stocks, 0.0, &vec![0.0; self.values.len()], width).shares;
        self.left_out = exact.iter().zip(&smooth).map(|(exact, smooth)| exact - smooth).collect();
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
