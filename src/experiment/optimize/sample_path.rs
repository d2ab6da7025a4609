//! Points scored on saved paths: the search replications are drawn once and moved from point to point.

use super::service::{Reading, Service, service};
use super::space::{Move, moved};
use super::{Goal, Objective, Point, Scorer, Scores, ServiceTarget, Space, Variable};
use crate::model::Model;
use crate::path::{Charge, LowerBound, NotScored, Path, SamplePath, StockSpan, qualify};
use crate::plan::Plan;
use crate::stats::pseudo_values;
use crate::threads;

/// Requests of all replications together that are kept, at most; some 100 bytes each.
const MOST_REQUESTS: usize = 8_000_000;
/// Times the walk of a replication goes on after the last order of the window, at first and at most.
const FURTHER: u32 = 1;
const FURTHEST: u32 = 1_024;
/// Requests looked at for a proof at the end of a search: some ten seconds.
const EFFORT: usize = 16_000_000_000;

/// The search replications of one strategy, each kept as a path.
pub(super) struct SamplePathScorer<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    objective: Objective,
    services: Vec<Service>,
    replications: Vec<u32>,
    further: u32,
    paths: Vec<SamplePath>,
    /// The first so many count.
    used: usize,
}

/// Stocks around a value that a floor is looked at one by one, and parts that the whole range is cut into.
const NEAR: i64 = 6;
const FAR: i64 = 24;

/// What one replication of one point comes to; of quotients with what they were divided by.
struct Seen {
    money: f64,
    response: (f64, Option<f64>),
    services: Vec<(f64, Option<f64>)>,
}

impl<'a> SamplePathScorer<'a> {
    /// Draws the search replications, or as many of them as may be kept.
    ///
    /// # Errors
    /// Why the points of this space cannot be scored on paths.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        goal: &Goal,
        replications: Vec<u32>,
    ) -> Result<SamplePathScorer<'a>, NotScored> {
        let services = goal.targets.iter().map(|target| service(model, plan, target)).collect::<Result<_, _>>()?;
        let mut paths = SamplePathScorer {
            model,
            plan,
            space,
            objective: goal.objective,
            services,
            replications,
            further: FURTHER,
            paths: Vec::new(),
            used: 0,
        };
        let first = paths.draw(paths.replications[0])?;
        let kept = (MOST_REQUESTS / first.requests().max(1)).clamp(1, paths.replications.len());
        paths.replications.truncate(kept);
        let rest = threads::map(&paths.replications[1..], |number| paths.draw(*number));
        paths.paths = std::iter::once(Ok(first)).chain(rest).collect::<Result<Vec<SamplePath>, NotScored>>()?;
        paths.used = kept;
        Ok(paths)
    }

    fn draw(&self, replication: u32) -> Result<SamplePath, NotScored> {
        let network = qualify(self.model, self.plan, &self.space.levels(&self.space.start()))?;
        Path::new(self.plan, network).sample_path(self.model, replication, self.further)
    }

    /// Base stocks of a point by item.
    fn stocks<'s>(&'s self, point: &'s [i64]) -> impl Iterator<Item = (u32, u32)> + 's {
        let own = self.space.variables.iter().zip(point);
        own.flat_map(|(variable, value)| variable.items.iter().map(move |item| (*item, *value as u32)))
    }

    /// What every path says, after a move of all of them that may need a longer walk.
    fn on_all<T: Send>(&mut self, visit: impl Fn(&SamplePathScorer<'_>, &mut SamplePath) -> T + Sync) -> Vec<T> {
        loop {
            let mut paths = std::mem::take(&mut self.paths);
            let this = &*self;
            let seen = threads::map_mut(&mut paths[..this.used], |path| visit(this, path));
            self.paths = paths;
            if self.further >= FURTHEST || !self.paths.iter().any(SamplePath::overrun) {
                return seen;
            }
            self.further *= 4;
            let this = &*self;
            let again: Result<Vec<SamplePath>, NotScored> =
                threads::map(&this.replications, |number| this.draw(*number)).into_iter().collect();
            match again {
                Ok(paths) => self.paths = paths,
                // Further on nothing is certain either: what there is stays.
                Err(_) => return seen,
            }
        }
    }

    /// Items whose stock is searched.
    fn varied(&self) -> Vec<u32> {
        self.space.variables.iter().flat_map(|variable| variable.items.iter().copied()).collect()
    }

    fn look(&self, path: &SamplePath) -> Seen {
        let money = match self.objective {
            Objective::Cost => path.cost(),
            Objective::Profit => path.cost() - path.revenue(),
        };
        let all = Service { reading: Reading::Mean, flows: vec![true; path.flows().len()] };
        Seen {
            money,
            response: all.read(path),
            services: self.services.iter().map(|service| service.read(path)).collect(),
        }
    }
}

/// Stocks that a floor is looked at: all near a value, and some on the way to both bounds.
fn grid(bounds: (i64, i64), value: i64) -> Vec<u32> {
    let near = (value - NEAR).max(bounds.0)..=(value + NEAR).min(bounds.1);
    let some = (0..=FAR).map(|part| bounds.0 + (bounds.1 - bounds.0) * part / FAR);
    let mut stocks: Vec<u32> = near.chain(some).map(|stock| stock as u32).collect();
    stocks.sort_unstable();
    stocks.dedup();
    stocks
}

/// One row per replication to one [`Scores`] per point.
fn transposed(seen: &[Vec<Seen>], points: usize, targets: usize) -> Vec<Scores> {
    let scores = |point: usize| {
        let own = || seen.iter().map(move |row| &row[point]);
        Scores {
            money: own().map(|seen| seen.money).collect(),
            response: pseudo_values(own().map(|seen| seen.response)),
            service: (0..targets).map(|target| pseudo_values(own().map(|seen| seen.services[target]))).collect(),
        }
    };
    (0..points).map(scores).collect()
}

impl Scorer for SamplePathScorer<'_> {
    fn replications(&self) -> usize {
        self.replications.len()
    }

    fn words(&self) -> String {
        format!("{} replications, drawn once and kept as paths", self.replications())
    }

    fn affordable(&self) -> usize {
        let requests: usize = self.paths.iter().map(SamplePath::requests).sum();
        (EFFORT / requests.max(1)).clamp(500, 40_000)
    }

    fn limit(&mut self, replications: usize) {
        self.used = replications.clamp(1, self.paths.len());
    }

    fn serves_sooner(&self) -> bool {
        let varied = self.varied();
        self.paths.iter().all(|path| path.sooner_with_stock(&varied))
    }

    fn holding_rates(&self) -> Option<Vec<f64>> {
        let varied = self.varied();
        let falls = self.objective == Objective::Cost && self.paths.iter().all(|path| path.cheaper_with_stock(&varied));
        let rate =
            |variable: &Variable| variable.items.iter().map(|item| self.plan.items[*item as usize].holding).sum();
        falls.then(|| self.space.variables.iter().map(rate).collect())
    }

    /// No variable's item is made of another's, nor of anything that is: then each order meets the stock of one.
    fn separable(&self) -> bool {
        let is_part: Vec<usize> = (0..self.plan.items.len()).flat_map(|item| self.plan.bill.parts(item)).collect();
        let mut own = self.space.variables.iter().flat_map(|variable| &variable.items);
        own.all(|item| !is_part.contains(&(*item as usize)))
    }

    fn lower_bound(&mut self, point: &[i64], targets: &[ServiceTarget], prices: &[f64]) -> Option<f64> {
        if self.objective != Objective::Cost {
            return None;
        }
        let grids: Vec<Vec<u32>> =
            self.space.variables.iter().zip(point).map(|(v, value)| grid(v.bounds, *value)).collect();
        let spans: Vec<StockSpan> = self
            .space
            .variables
            .iter()
            .zip(&grids)
            .flat_map(|(variable, stocks)| {
                let span =
                    |item: &u32| StockSpan { item: *item, least: variable.bounds.0 as u32, stocks: stocks.clone() };
                variable.items.iter().map(span).collect::<Vec<_>>()
            })
            .collect();
        let used = &self.paths[..self.used];
        let mean = |service: &Service| used.iter().map(|path| service.orders(path)).sum::<f64>() / used.len() as f64;
        let orders: Vec<f64> = self.services.iter().map(mean).collect();
        let floors = self.on_all(|this, path| {
            path.set(this.stocks(point));
            let charges = this.services.iter().zip(prices.iter().copied().zip(orders.iter().copied()));
            let charges: Vec<Charge> =
                charges.filter_map(|(service, price)| service.charge(this.model, path, price)).collect();
            path.lower_bound(&charges, &spans)
        });
        let floors: Vec<LowerBound> = floors.into_iter().collect::<Option<_>>()?;
        let count = floors.len() as f64;
        let mut floor = floors.iter().map(|floor| floor.fixed).sum::<f64>() / count;
        let mut span = 0;
        for (variable, stocks) in self.space.variables.iter().zip(&grids) {
            let own = span..span + variable.items.len();
            span = own.end;
            let holding: f64 = variable.items.iter().map(|item| self.plan.items[*item as usize].holding).sum();
            let waiting: Vec<f64> = (0..stocks.len())
                .map(|at| {
                    own.clone().map(|s| floors.iter().map(|f| f.waiting[s][at]).sum::<f64>()).sum::<f64>() / count
                })
                .collect();
            // Between two stocks of the grid nothing is below the holding of the lower and the waiting of the upper.
            let between = (1..stocks.len()).map(|at| {
                let next = f64::from(stocks[at - 1] + 1);
                if next < f64::from(stocks[at]) { next * holding + waiting[at] } else { f64::INFINITY }
            });
            let on = stocks.iter().zip(&waiting).map(|(stock, waiting)| f64::from(*stock) * holding + waiting);
            floor += on.chain(between).fold(f64::INFINITY, f64::min);
        }
        let charged = targets.iter().zip(&self.services).zip(prices).filter(|((_, s), _)| s.reading.is_share());
        Some(floor + charged.map(|((target, _), price)| price * (target.value - 1.0)).sum::<f64>())
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        let targets = self.services.len();
        let seen = self.on_all(|this, path| {
            path.set(this.stocks(point));
            vec![this.look(path)]
        });
        transposed(&seen, 1, targets).pop().expect("one point gives one score")
    }

    fn score_changes(&mut self, point: &[i64], changes: &[Move]) -> Vec<Scores> {
        let targets = self.services.len();
        let seen = self.on_all(|this, path| {
            path.set(this.stocks(point));
            let attempt = |change: &Move| {
                let moved: Point = moved(point, change);
                let stocks = change.iter().flat_map(|(variable, _)| {
                    let items = &this.space.variables[*variable].items;
                    items.iter().map(|item| (*item, moved[*variable] as u32))
                });
                path.attempt(stocks, |path| this.look(path))
            };
            changes.iter().map(attempt).collect()
        });
        transposed(&seen, changes.len(), targets)
    }
}
