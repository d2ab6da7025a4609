//! The scale of each stock: a standard deviation of the demand of its own lead time.

use crate::experiment::optimize::{Point, Space};
use crate::model::{Model, Ticks};
use crate::plan::Plan;
use crate::plan::sizing::{lead_times, placed_for, rates};
use crate::rules::stock::RuleNumber;

/// Standard deviations of safety stock at the beginning, of what customers ask for and of all else.
const ASKED: f64 = 1.5;
const ELSE: f64 = 0.5;
/// And of demand that a guaranteed-service placement covers.
const GUARANTEED: f64 = 1.645;
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
    space: Space,
    /// By variable: its value in the scenario.
    written: Vec<i64>,
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
            // From one order to the next, and from one review to the next, passes, too.
            let review = Ticks(plan.items[first].review).units();
            let span = lead.mean + review + if rate.orders > 0.0 { 1.0 / rate.orders } else { 0.0 };
            let variance = rate.variance * span + rate.mean * rate.mean * lead.variance;
            let deviation = if variance.is_finite() { variance.max(0.0).sqrt().max(LEAST) } else { LEAST };
            deviations.push(deviation);
            means.push(rate.mean * (lead.mean + review));
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
            space: space.clone(),
            written: space.start(),
            asked: space.variables.iter().map(|v| v.items.iter().any(|item| asked[*item as usize])).collect(),
            time: (last * crate::model::TICKS_PER_UNIT as f64).max(1.0),
        }
    }

    /// Where a descent begins: everything is held. Quantities and reserves are those of the scenario, and so is what a maximum is above its
    /// minimum.
    pub fn start(&self) -> Vec<f64> {
        let mut x: Vec<f64> = Vec::with_capacity(self.deviations.len());
        for (place, deviation) in self.deviations.iter().enumerate() {
            let safety = if self.asked[place] { ASKED } else { ELSE };
            let written = self.written[place] as f64;
            x.push(match self.number(place) {
                RuleNumber::Quantity | RuleNumber::Rush | RuleNumber::Reserve(_) => written / deviation,
                RuleNumber::Max => x[place - 1] + (written - self.written[place - 1] as f64) / deviation,
                RuleNumber::Level | RuleNumber::Min | RuleNumber::Point => self.means[place] / deviation + safety,
            });
        }
        self.clamp(&mut x);
        x
    }

    /// Where another descent begins: a guaranteed-service placement (Graves and Willems 2000), which holds nothing of many items.
    pub fn placed(&self, model: &Model, plan: &Plan) -> Vec<f64> {
        let mut factors = vec![None; plan.items.len()];
        let items = self.space.variables.iter().flat_map(|variable| &variable.items);
        items.for_each(|item| factors[*item as usize] = Some(GUARANTEED));
        let mut units = vec![0.0; plan.items.len()];
        placed_for(model, plan, factors).iter().for_each(|placed| units[placed.item] = placed.units as f64);
        let variables = self.space.variables.iter().zip(&self.deviations);
        let mut x: Vec<f64> = variables.map(|(variable, sd)| units[variable.items[0] as usize] / sd).collect();
        self.clamp(&mut x);
        x
    }

    /// Every stock at its greatest, with the quantities and reserves of the scenario.
    pub fn greatest(&self) -> Point {
        let most =
            |place: usize| if self.is_position(place) { self.bounds[place].1 as i64 } else { self.written[place] };
        let mut point = (0..self.bounds.len()).map(most).collect::<Point>();
        self.space.fit_reserves(&mut point);
        point
    }

    fn number(&self, place: usize) -> RuleNumber {
        self.space.variables[place].number
    }

    /// Whether a number is one that stock is brought to, and no quantity or reserve.
    fn is_position(&self, place: usize) -> bool {
        !matches!(self.number(place), RuleNumber::Quantity | RuleNumber::Rush | RuleNumber::Reserve(_))
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

    /// Whole stocks, those above their least moved by so many standard deviations; no quantity and no reserve moves with them.
    pub fn whole(&self, x: &[f64], moved: f64) -> Point {
        let moves = |place: usize| {
            // What is not worth holding stays away.
            let is_held = x[place] * self.deviations[place] >= self.bounds[place].0 + 0.5;
            if is_held && self.is_position(place) { moved } else { 0.0 }
        };
        self.beside(x, moves)
    }

    /// Whole stocks, each moved by so many standard deviations, minima below maxima.
    pub fn beside(&self, x: &[f64], moved: impl Fn(usize) -> f64) -> Point {
        let mut point: Point = Vec::with_capacity(x.len());
        for (place, (least, most)) in self.bounds.iter().enumerate() {
            let units = (x[place] + moved(place)) * self.deviations[place];
            let units = units.clamp(*least, *most).round() as i64;
            let above = match self.number(place) {
                RuleNumber::Max => point[place - 1] + 1,
                _ => units,
            };
            point.push(units.max(above));
        }
        self.space.fit_reserves(&mut point);
        point
    }

    /// So many standard deviations, but half a unit at least.
    pub fn reach(&self, place: usize, deviations: f64) -> f64 {
        deviations.max(0.5 / self.deviations[place])
    }

    /// Standard deviations of a variable in so many units.
    pub fn in_deviations(&self, place: usize, units: i64) -> f64 {
        units as f64 / self.deviations[place]
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
