//! Replications that are relaxed together.

use crate::experiment::optimize::Space;
use crate::model::Model;
use crate::path::{Exactly, Judged, NotScored, Path, Priced, RelaxedPath, Weighed, qualify};
use crate::plan::{Mode, Plan};
use crate::stats::{Confidence, Estimate, Sample, pseudo_values};
use crate::threads;

/// The least that may be late: no order at all would have an endless price.
const LEAST_SHARE: f64 = 1e-4;

/// Relaxed paths of one strategy, and the services that are judged on them.
pub(super) struct RelaxedSample<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    services: Vec<Priced>,
    /// By service: what may be late, as a share of the orders, or how long they may take.
    most: Vec<f64>,
    paths: Vec<RelaxedPath>,
    /// By service: orders of all paths; and by path.
    orders: Vec<f64>,
    of_each: Vec<Vec<f64>>,
    /// The paths behind so many are not those that stocks were chosen on.
    fresh: usize,
    /// By item of the plan: its base stock where no variable sets it.
    fixed: Vec<f64>,
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
    /// An empty sample.
    ///
    /// # Errors
    /// Why the strategy has no sample paths.
    pub fn new(model: &'a Model, plan: &'a Plan, space: &'a Space) -> Result<RelaxedSample<'a>, NotScored> {
        qualify(model, plan, &space.levels(&space.start()))?;
        let level =
            |item: usize| if plan.items[item].mode == Mode::Held { space.base.0[item].high as f64 } else { 0.0 };
        Ok(RelaxedSample {
            model,
            plan,
            space,
            services: Vec::new(),
            most: Vec::new(),
            paths: Vec::new(),
            orders: Vec::new(),
            of_each: Vec::new(),
            fresh: 0,
            fixed: (0..plan.items.len()).map(level).collect(),
        })
    }

    /// From now on these services are judged; each comes with what may be late.
    pub fn judge(&mut self, services: Vec<(Priced, f64)>) {
        (self.services, self.most) = services.into_iter().map(|(one, most)| (one, most.max(LEAST_SHARE))).unzip();
        self.count_orders();
    }

    /// And the responses of all orders, behind the others.
    pub fn judge_responses(&mut self) {
        self.services.push(Priced { flows: vec![true; self.plan.flows.len()], judged: Judged::Response });
        self.most.push(f64::INFINITY);
        self.count_orders();
    }

    fn count_orders(&mut self) {
        self.of_each = self.paths.iter().map(|path| path.judged_orders(&self.services)).collect();
        self.orders = sums(&self.of_each, self.services.len());
    }

    /// From now on stocks have been chosen on the paths there are.
    pub fn chosen_on_all(&mut self) {
        self.fresh = self.paths.len();
    }

    /// Requests of all paths.
    pub fn requests(&self) -> usize {
        self.paths.iter().map(RelaxedPath::requests).sum()
    }

    /// So many replications from this number on, or as many of them as have so many requests together; those that are kept
    /// already are not drawn again.
    ///
    /// # Errors
    /// Why one of them cannot be relaxed.
    pub fn draw(&mut self, first: u32, count: u32, most_requests: usize) -> Result<(), NotScored> {
        let draw = |number: &u32| {
            let network = qualify(self.model, self.plan, &self.space.levels(&self.space.start()))?;
            Path::new(self.plan, network).relaxed(self.model, *number)
        };
        if self.paths.is_empty() {
            self.paths.push(draw(&first)?);
        }
        let count = (most_requests / self.paths[0].requests().max(1)).clamp(1, count as usize);
        let more: Vec<u32> = (self.paths.len()..count).map(|number| first + number as u32).collect();
        let more = threads::map(&more, draw).into_iter().collect::<Result<Vec<RelaxedPath>, NotScored>>()?;
        self.paths.extend(more);
        self.count_orders();
        Ok(())
    }

    /// By service: what may be late.
    pub fn most(&self) -> &[f64] {
        &self.most
    }

    fn by_item(&self, stocks: &[f64]) -> Vec<f64> {
        let mut all = self.fixed.clone();
        for (variable, stock) in self.space.variables.iter().zip(stocks) {
            variable.items.iter().for_each(|item| all[*item as usize] = *stock);
        }
        all
    }

    /// Services and slopes at stocks by variable: of money, counted so many times, and lateness at prices for all orders.
    pub fn slopes(&mut self, stocks: &[f64], money: f64, prices: &[f64], width: f64) -> Found {
        let by_item = self.by_item(stocks);
        let prices: Vec<f64> = prices.iter().zip(&self.orders).map(|(price, orders)| price / orders.max(1.0)).collect();
        let weighed = Weighed { money: money / self.paths.len() as f64, prices: &prices, width };
        let services = &self.services;
        let each = threads::map_mut(&mut self.paths, |path| path.slopes(&by_item, services, &weighed));
        let (mut by_item, mut judged) = (vec![0.0; self.plan.items.len()], vec![0.0; self.services.len()]);
        for one in &each {
            by_item.iter_mut().zip(&one.slopes).for_each(|(sum, slope)| *sum += slope);
            judged.iter_mut().zip(&one.judged).for_each(|(sum, judged)| *sum += judged);
        }
        let variables = self.space.variables.iter();
        Found {
            shares: self.shares(&judged),
            slopes: variables.map(|v| v.items.iter().map(|item| by_item[*item as usize]).sum()).collect(),
        }
    }

    /// What every path comes to at whole stocks by variable.
    pub fn each_exactly(&mut self, stocks: &[i64]) -> Vec<Exactly> {
        let by_item = self.by_item(&stocks.iter().map(|stock| *stock as f64).collect::<Vec<f64>>());
        let services = &self.services;
        threads::map_mut(&mut self.paths, |path| path.exactly(&by_item, services))
    }

    /// By service: the share of all orders that is late at whole stocks, or their mean response.
    pub fn exactly(&mut self, stocks: &[i64]) -> Vec<f64> {
        let each: Vec<Vec<f64>> = self.each_exactly(stocks).into_iter().map(|one| one.judged).collect();
        self.shares(&sums(&each, self.services.len()))
    }

    /// By service the same of every replication, as pseudo-values of the quotient.
    pub fn by_replication(&self, each: &[Exactly]) -> Vec<Vec<f64>> {
        let of = |at: usize| {
            let own = each.iter().zip(&self.of_each);
            pseudo_values(own.map(|(one, orders)| (one.judged[at] / orders[at], Some(orders[at]))))
        };
        (0..self.services.len()).map(of).collect()
    }

    /// By service: the share of all orders that is late, or their mean response, with its interval.
    pub fn estimates(&self, each: &[Exactly], confidence: &Confidence) -> Vec<Estimate> {
        let of = |(at, service): (usize, &Priced)| {
            let divisors: Vec<f64> = self.of_each.iter().map(|orders| orders[at]).collect();
            let values: Vec<f64> = each.iter().zip(&divisors).map(|(one, orders)| one.judged[at] / orders).collect();
            let (values, divisors) = (values.as_slice(), divisors.as_slice());
            match service.judged {
                Judged::Late(_) => Sample::Share { values, divisors }.estimate(confidence),
                Judged::Response => Sample::Quotient { values, divisors }.estimate(confidence),
            }
        };
        self.services.iter().enumerate().map(of).collect()
    }

    /// Replications drawn.
    pub fn replications(&self) -> usize {
        self.paths.len()
    }

    fn shares(&self, judged: &[f64]) -> Vec<f64> {
        judged.iter().zip(&self.orders).map(|(judged, orders)| judged / orders.max(1.0)).collect()
    }

    /// Whether whole stocks meet all targets, on all paths and on those that they were not chosen on, if these are as many.
    pub fn meets(&mut self, stocks: &[i64]) -> bool {
        let each: Vec<Vec<f64>> = self.each_exactly(stocks).into_iter().map(|one| one.judged).collect();
        let on = |from: usize| {
            let late = sums(&each[from..], self.most.len());
            let orders = sums(&self.of_each[from..], self.most.len());
            late.iter().zip(&orders).zip(&self.most).all(|((late, orders), most)| *late <= most * orders)
        };
        on(0) && (self.paths.len() < 2 * self.fresh || on(self.fresh))
    }
}

/// Values added up over paths.
fn sums(each: &[Vec<f64>], count: usize) -> Vec<f64> {
    (0..count).map(|at| each.iter().map(|one| one[at]).sum()).collect()
}
