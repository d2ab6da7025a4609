//! The scale of each stock: a standard deviation of the demand of its own lead time.

use crate::experiment::optimize::{Point, Space};
use crate::model::Model;
use crate::plan::Plan;
use crate::plan::sizing::{lead_times, rates};

/// Standard deviations of safety stock at the beginning, of what customers ask for and of all else.
const ASKED: f64 = 1.5;
const ELSE: f64 = 0.5;
/// Units of a standard deviation below which a single one may matter.
const COARSE: f64 = 20.0;
/// Width of what is nearly late, in the time that a standard deviation of stock lasts.
const WIDTH: f64 = 0.25;
/// The least scale, units.
const LEAST: f64 = 0.25;

/// Base stocks as multiples of standard deviations.
#[derive(Clone, Debug)]
pub(super) struct StockScale {
    /// By variable: units of one standard deviation, mean demand of the lead time, and bounds.
    deviations: Vec<f64>,
    means: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    asked: Vec<bool>,
    /// How long a standard deviation of stock lasts, ticks: the median over the variables.
    time: f64,
}

impl StockScale {
    pub fn new(model: &Model, plan: &Plan, space: &Space) -> StockScale {
        let (rates, leads) = (rates(model, plan), lead_times(model, plan));
        let mut asked = vec![false; plan.items.len()];
        for target in plan.demands.iter().flat_map(|demand| &demand.targets) {
            target.variants.iter().chain([&target.item]).for_each(|item| asked[*item as usize] = true);
        }
        let (mut deviations, mut means, mut lasts) = (Vec::new(), Vec::new(), Vec::new());
        for variable in &space.variables {
            let first = variable.items[0] as usize;
            let (rate, lead) = (rates[first], leads[first]);
            // From one order to the next passes, too.
            let span = lead.mean + if rate.orders > 0.0 { 1.0 / rate.orders } else { 0.0 };
            let variance = rate.variance * span + rate.mean * rate.mean * lead.variance;
            let deviation = if variance.is_finite() { variance.max(0.0).sqrt().max(LEAST) } else { LEAST };
            deviations.push(deviation);
            means.push(rate.mean * lead.mean);
            if rate.mean > 0.0 {
                lasts.push(deviation / rate.mean);
            }
        }
        lasts.sort_by(f64::total_cmp);
        let last = lasts.get(lasts.len() / 2).copied().unwrap_or(1.0);
        StockScale {
            deviations,
            means,
            bounds: space.variables.iter().map(|v| (v.bounds.0 as f64, v.bounds.1 as f64)).collect(),
            asked: space.variables.iter().map(|v| v.items.iter().any(|item| asked[*item as usize])).collect(),
            time: (last * crate::model::TICKS_PER_UNIT as f64).max(1.0),
        }
    }

    /// Where a descent begins: everything is held.
    pub fn start(&self) -> Vec<f64> {
        let at = |place: usize| {
            let safety = if self.asked[place] { ASKED } else { ELSE };
            self.means[place] / self.deviations[place] + safety
        };
        let mut x = (0..self.deviations.len()).map(at).collect::<Vec<f64>>();
        self.clamp(&mut x);
        x
    }

    /// Every stock at its greatest.
    pub fn greatest(&self) -> Point {
        self.bounds.iter().map(|(_, most)| *most as i64).collect()
    }

    /// Brings every stock within its bounds.
    pub fn clamp(&self, x: &mut [f64]) {
        for ((x, deviation), (least, most)) in x.iter_mut().zip(&self.deviations).zip(&self.bounds) {
            *x = x.clamp(least / deviation, most / deviation);
        }
    }

    /// Scaled stocks from units.
    pub fn scaled(&self, stocks: &[i64]) -> Vec<f64> {
        stocks.iter().zip(&self.deviations).map(|(stock, deviation)| *stock as f64 / deviation).collect()
    }

    /// Units.
    pub fn stocks(&self, x: &[f64]) -> Vec<f64> {
        x.iter().zip(&self.deviations).map(|(x, deviation)| x * deviation).collect()
    }

    /// Slopes by scaled stock from those by unit.
    pub fn of_scaled(&self, slopes: &[f64]) -> Vec<f64> {
        slopes.iter().zip(&self.deviations).map(|(slope, deviation)| slope * deviation).collect()
    }

    /// Whole stocks, those above their least moved by so many standard deviations.
    pub fn whole(&self, x: &[f64], moved: f64) -> Point {
        let bounds = self.bounds.iter().zip(&self.deviations);
        let all = x.iter().zip(bounds).map(|(x, ((least, most), deviation))| {
            let units = x * deviation;
            // What is not worth holding stays away.
            let units = if units < least + 0.5 { units } else { units + moved * deviation };
            units.clamp(*least, *most).round() as i64
        });
        all.collect()
    }

    /// Variables of which a unit is much of a standard deviation.
    pub fn coarse(&self) -> Vec<usize> {
        (0..self.deviations.len()).filter(|place| self.deviations[*place] < COARSE).collect()
    }

    /// The width of what is nearly late, ticks.
    pub fn width(&self) -> f64 {
        self.time * WIDTH
    }
}
