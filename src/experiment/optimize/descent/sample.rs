//! Replications that are relaxed together.

use super::room::Seen;
use crate::experiment::optimize::Space;
use crate::model::Model;
use crate::path::{Exactly, Judged, NotScored, Path, Priced, RelaxedPath, Weighed, qualify};
use crate::plan::{Mode, Plan};
use crate::stats::pseudo_values;
use crate::threads;
use std::ops::Range;

/// The least that may be late: no order at all would have an endless price.
const LEAST_SHARE: f64 = 1e-4;
/// Times the walk of a replication with stations goes on after the last order of the window, at first and at most.
const FURTHER: u32 = 1;
const FURTHEST: u32 = 1_024;

/// One strategy, the services that are judged under it, and how its replications are drawn.
#[derive(Clone)]
pub(super) struct Judge<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    pub services: Vec<Priced>,
    /// By service: what may be late, as a share of the orders, or how long they may take.
    pub most: Vec<f64>,
    /// By item of the plan: its base stock where no variable sets it.
    fixed: Vec<f64>,
}

impl<'a> Judge<'a> {
    /// Of no services.
    ///
    /// # Errors
    /// Why the strategy has no sample paths.
    pub fn new(model: &'a Model, plan: &'a Plan, space: &'a Space) -> Result<Judge<'a>, NotScored> {
        qualify(model, plan, &space.levels(&space.start()))?;
        let level =
            |item: usize| if plan.items[item].mode == Mode::Held { space.base.0[item].high as f64 } else { 0.0 };
        let fixed = (0..plan.items.len()).map(level).collect();
        Ok(Judge { model, plan, space, services: Vec::new(), most: Vec::new(), fixed })
    }

    /// From now on these services are judged; each comes with what may be late.
    pub fn judge(&mut self, services: Vec<(Priced, f64)>) {
        (self.services, self.most) = services.into_iter().map(|(one, most)| (one, most.max(LEAST_SHARE))).unzip();
    }

    /// And the responses of all orders, behind the others.
    pub fn judge_responses(&mut self) {
        self.services.push(Priced { flows: vec![true; self.plan.flows.len()], judged: Judged::Response });
        self.most.push(f64::INFINITY);
    }

    /// A replication, walked so many times as long as it takes without stock.
    pub fn draw(&self, replication: u32, further: u32) -> Result<RelaxedPath, NotScored> {
        let network = qualify(self.model, self.plan, &self.space.levels(&self.space.start()))?;
        Path::new(self.plan, network).relaxed(self.model, replication, further)
    }

    /// A replication, and what it comes to at some points, walked as far as these need.
    pub fn draw_at(&self, replication: u32, points: &[Vec<i64>]) -> Result<(RelaxedPath, Vec<Exactly>), NotScored> {
        let mut further = FURTHER;
        loop {
            let mut path = self.draw(replication, further)?;
            let each = points.iter().map(|point| path.exactly(&self.by_item(point), &self.services)).collect();
            if !path.overrun() || further >= FURTHEST {
                return Ok((path, each));
            }
            further *= 4;
        }
    }

    /// Base stocks by item from those by variable.
    pub fn by_item<S: Copy + IntoStock>(&self, stocks: &[S]) -> Vec<f64> {
        let mut all = self.fixed.clone();
        for (variable, stock) in self.space.variables.iter().zip(stocks) {
            variable.items.iter().for_each(|item| all[*item as usize] = stock.units());
        }
        all
    }
}

/// Whole stocks and others.
pub(super) trait IntoStock {
    fn units(self) -> f64;
}

impl IntoStock for i64 {
    fn units(self) -> f64 {
        self as f64
    }
}

impl IntoStock for f64 {
    fn units(self) -> f64 {
        self
    }
}

/// Relaxed paths of one strategy, and the services that are judged on them.
pub(super) struct RelaxedSample<'a> {
    pub judge: Judge<'a>,
    /// Number of the first replication.
    first: u32,
    paths: Vec<RelaxedPath>,
    /// Of these the first so many are what stocks are chosen on: slopes go over them.
    chosen_on: usize,
    /// By service: orders of the paths that stocks are chosen on; and of each path.
    orders: Vec<f64>,
    of_each: Vec<Vec<f64>>,
    further: u32,
}

/// What all paths come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// By service: of all orders, the share that is late, or the mean response.
    pub shares: Vec<f64>,
    /// By variable: the slope of the objective.
    pub slopes: Vec<f64>,
}

impl<'a> RelaxedSample<'a> {
    /// An empty sample, of replications from this number on.
    pub fn new(judge: Judge<'a>, first: u32) -> RelaxedSample<'a> {
        let (orders, of_each) = (Vec::new(), Vec::new());
        RelaxedSample { judge, first, paths: Vec::new(), chosen_on: 0, orders, of_each, further: FURTHER }
    }

    /// From now on these services are judged; each comes with what may be late.
    pub fn judge(&mut self, services: Vec<(Priced, f64)>) {
        self.judge.judge(services);
        self.count_orders();
    }

    /// And the responses of all orders, behind the others.
    pub fn judge_responses(&mut self) {
        self.judge.judge_responses();
        self.count_orders();
    }

    fn count_orders(&mut self) {
        self.of_each = self.paths.iter().map(|path| path.judged_orders(&self.judge.services)).collect();
        self.orders = sums(&self.of_each[..self.chosen_on], self.judge.services.len());
    }

    /// From now on stocks are chosen on all that is drawn.
    pub fn choose_on_all(&mut self) {
        self.chosen_on = self.paths.len();
        self.count_orders();
    }

    /// Units asked for on all paths.
    pub fn units(&self) -> f64 {
        self.paths.iter().map(RelaxedPath::units).sum()
    }

    /// Replications, `few` at least and `many` at most, of so many requests together; those that are kept already are not
    /// drawn again.
    ///
    /// # Errors
    /// Why one of them cannot be relaxed.
    pub fn draw(&mut self, (few, many): (usize, usize), most_requests: usize) -> Result<(), NotScored> {
        if self.paths.is_empty() {
            self.paths.push(self.judge.draw(self.first, self.further)?);
        }
        let count = (most_requests / self.paths[0].requests().max(1)).clamp(few.min(many), many);
        let count = count.max(self.paths.len());
        let (judge, further) = (&self.judge, self.further);
        let more: Vec<u32> = (self.paths.len()..count).map(|number| self.first + number as u32).collect();
        let more = threads::map(&more, |number| judge.draw(*number, further));
        self.paths.extend(more.into_iter().collect::<Result<Vec<RelaxedPath>, NotScored>>()?);
        self.count_orders();
        Ok(())
    }

    /// By service: what may be late.
    pub fn most(&self) -> &[f64] {
        &self.judge.most
    }

    /// Services and slopes at stocks by variable: of money, counted so many times, and lateness at prices for all orders.
    pub fn slopes(&mut self, stocks: &[f64], money: f64, prices: &[f64], width: f64) -> Found {
        let by_item = self.judge.by_item(stocks);
        let prices: Vec<f64> = prices.iter().zip(&self.orders).map(|(price, orders)| price / orders.max(1.0)).collect();
        let paths = &mut self.paths[..self.chosen_on];
        let weighed = Weighed { money: money / paths.len() as f64, prices: &prices, width };
        let services = &self.judge.services;
        let each = threads::map_mut(paths, |path| path.slopes(&by_item, services, &weighed));
        let (mut by_item, mut judged) = (vec![0.0; by_item.len()], vec![0.0; services.len()]);
        for one in &each {
            by_item.iter_mut().zip(&one.slopes).for_each(|(sum, slope)| *sum += slope);
            judged.iter_mut().zip(&one.judged).for_each(|(sum, judged)| *sum += judged);
        }
        let variables = self.judge.space.variables.iter();
        Found {
            shares: self.shares(&judged),
            slopes: variables.map(|v| v.items.iter().map(|item| by_item[*item as usize]).sum()).collect(),
        }
    }

    /// Money at whole stocks, where stocks are chosen.
    pub fn money(&mut self, stocks: &[i64]) -> f64 {
        let each = self.exactly_of(0..self.chosen_on, stocks);
        each.iter().map(|one| one.cost).sum::<f64>() / each.len().max(1) as f64
    }

    /// What every path comes to at whole stocks by variable. Paths that do not reach so far are drawn again.
    pub fn each_exactly(&mut self, stocks: &[i64]) -> Vec<Exactly> {
        self.exactly_of(0..self.paths.len(), stocks)
    }

    fn exactly_of(&mut self, paths: Range<usize>, stocks: &[i64]) -> Vec<Exactly> {
        let by_item = self.judge.by_item(stocks);
        loop {
            let (judge, own) = (&self.judge, &mut self.paths[paths.clone()]);
            let each = threads::map_mut(own, |path| path.exactly(&by_item, &judge.services));
            if self.further >= FURTHEST || !self.paths.iter().any(RelaxedPath::overrun) {
                return each;
            }
            self.further *= 4;
            let (first, further) = (self.first, self.further);
            let again = threads::numbered(self.paths.len(), |number| judge.draw(first + number as u32, further));
            match again.into_iter().collect() {
                Ok(paths) => self.paths = paths,
                // Further on nothing is certain either: what there is stays.
                Err(_) => return each,
            }
        }
    }

    /// By service: the share of the orders that is late at whole stocks, or their mean response, where stocks are chosen.
    pub fn exactly(&mut self, stocks: &[i64]) -> Vec<f64> {
        let each: Vec<Vec<f64>> =
            self.exactly_of(0..self.chosen_on, stocks).into_iter().map(|one| one.judged).collect();
        self.shares(&sums(&each, self.judge.services.len()))
    }

    /// What the paths from this one on come to at whole stocks, to be judged by.
    pub fn judged(&mut self, first: usize, stocks: &[i64]) -> Vec<Seen> {
        let each = self.exactly_of(first..self.paths.len(), stocks).into_iter();
        each.zip(&self.of_each[first..])
            .map(|(one, orders)| Seen { judged: one.judged, orders: orders.clone() })
            .collect()
    }

    /// What levels change of the money at whole stocks, by the first path: what it comes to without any stock is less by that.
    pub fn money_of_levels(&self, stocks: &[i64]) -> f64 {
        // A copy: it need not reach so far that no stock is certain.
        let Some(mut path) = self.paths.first().cloned() else { return 0.0 };
        let mut money = |stocks: &[i64]| path.exactly(&self.judge.by_item(stocks), &self.judge.services).cost;
        money(stocks) - money(&vec![0; stocks.len()])
    }

    /// By service the same of every replication, as pseudo-values of the quotient.
    pub fn by_replication(&self, each: &[Exactly]) -> Vec<Vec<f64>> {
        let of = |at: usize| {
            let own = each.iter().zip(&self.of_each);
            pseudo_values(own.map(|(one, orders)| (one.judged[at] / orders[at], Some(orders[at]))))
        };
        (0..self.judge.services.len()).map(of).collect()
    }

    /// Replications that stocks are chosen on.
    pub fn chosen_on(&self) -> usize {
        self.chosen_on
    }

    /// Replications drawn.
    pub fn replications(&self) -> usize {
        self.paths.len()
    }

    fn shares(&self, judged: &[f64]) -> Vec<f64> {
        judged.iter().zip(&self.orders).map(|(judged, orders)| judged / orders.max(1.0)).collect()
    }
}

/// Values added up over paths.
fn sums(each: &[Vec<f64>], count: usize) -> Vec<f64> {
    (0..count).map(|at| each.iter().map(|one| one[at]).sum()).collect()
}
