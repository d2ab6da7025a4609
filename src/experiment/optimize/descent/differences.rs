//! The same descent where a strategy has no slopes: along differences between two simulations on the same customers.
//!
//! In each pass all stocks move at once, some up and some down, and back: what differs between the two points, divided by
//! what a stock moved, is its slope, and something of all others' (simultaneous perturbation; Spall 1992). The signs are
//! rows of a Hadamard matrix, so that what is the others' cancels as soon as there are as many rows as stocks.

use super::adam::Adam;
use super::land::land;
use super::prices::Prices;
use super::room::{Seen, excess, shares};
use super::scale::StockScale;
use super::{Descended, LAST_STEP, LedBy, OUT_OF_REACH, SETTLED, SURE};
use crate::experiment::optimize::progress::SearchProgress;
use crate::experiment::optimize::{
    FIRST_SEARCH_REPLICATION, Goal, Point, Scorer as _, Scores, SearchSettings, ServiceTarget, SimulationScorer, Space,
};
use crate::measures::{Better, Measure};
use crate::model::Model;
use crate::path::NotScored;
use crate::plan::Plan;
use crate::watch::SearchStep;

/// Passes, of so many pairs of points, from nothing and from where another target was met.
const PASSES: usize = 60;
const NEXT_PASSES: usize = 12;
const PAIRS: usize = 8;
/// The first step of each, standard deviations.
const STEP: f64 = 0.2;
const NEXT_STEP: f64 = 0.08;
/// How far a stock is moved from where it stands, standard deviations, at the beginning and at the end.
const REACH: (f64, f64) = (0.4, 0.15);
/// Replications that it lands on, at least.
const LANDINGS: u32 = 60;
/// The least that may be late.
const LEAST_SHARE: f64 = 1e-4;
/// What makes neighbouring rows of a Hadamard matrix unlike: an odd number (Knuth's multiplier).
const SPREAD: usize = 2_654_435_761;

/// Descends along differences of simulations, whatever the strategy.
pub(in super::super) struct Differences<'a> {
    /// One replication after the other.
    walk: SimulationScorer<'a>,
    /// Those of the search, and others that stocks are not chosen on.
    search: SimulationScorer<'a>,
    landing: SimulationScorer<'a>,
    scale: StockScale,
    count: u32,
    x: Vec<f64>,
    prices: Option<Prices>,
    /// By target: how it is read, and what may be late.
    bad: Vec<Bad>,
    most: Vec<f64>,
    /// Pairs looked at, and points.
    pairs: usize,
    points: u64,
    is_out_of_reach: bool,
    has_landed: bool,
}

/// What of a service there is to be little of.
#[derive(Clone, Copy, Debug)]
enum Bad {
    /// The orders that it does not count.
    Rest,
    /// Itself.
    Own,
}

impl Bad {
    fn of(target: &ServiceTarget) -> Bad {
        let measure: Measure = target.column.measure;
        if measure.definition().better == Better::Lower { Bad::Own } else { Bad::Rest }
    }

    fn read(self, service: f64) -> f64 {
        match self {
            Bad::Rest => 1.0 - service,
            Bad::Own => service,
        }
    }
}

/// Slopes of all stocks in their scale, by what they are of.
struct Slopes {
    money: Vec<f64>,
    /// By target.
    bad: Vec<Vec<f64>>,
    /// By target: what is late about there.
    shares: Vec<f64>,
}

impl<'a> Differences<'a> {
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        goal: &Goal,
        settings: &SearchSettings,
    ) -> Differences<'a> {
        let count = settings.count(model);
        let scorer = |first: u32, replications: u32| {
            let mut scorer = SimulationScorer::new(model, plan, space, goal, replications as usize);
            scorer.begin_at(first);
            scorer
        };
        let scale = StockScale::new(model, plan, space);
        Differences {
            walk: scorer(FIRST_SEARCH_REPLICATION, 1),
            search: scorer(FIRST_SEARCH_REPLICATION, count),
            landing: scorer(FIRST_SEARCH_REPLICATION + count, count.max(LANDINGS)),
            x: scale.start(),
            scale,
            count,
            prices: None,
            bad: goal.targets.iter().map(Bad::of).collect(),
            most: Vec::new(),
            pairs: 0,
            points: 0,
            is_out_of_reach: false,
            has_landed: false,
        }
    }

    /// To the least money within these targets; from where the descent before ended, if there was one.
    ///
    /// # Errors
    /// The targets are out of reach of where it leads.
    pub fn to(&mut self, targets: &[ServiceTarget], progress: &SearchProgress<'_>) -> Result<Descended, NotScored> {
        progress.begins(SearchStep::Descent);
        let before = self.simulated();
        let most = targets.iter().zip(&self.bad).map(|(target, bad)| bad.read(target.value).max(LEAST_SHARE));
        self.most = most.collect();
        self.come_within_reach(progress);
        let (passes, step) = match self.prices.take() {
            None => (PASSES, STEP),
            Some(prices) => {
                self.prices = Some(prices.next(&self.most));
                (NEXT_PASSES, NEXT_STEP)
            }
        };
        self.walk_down(passes, step, progress);
        Ok(Descended {
            point: self.land(progress)?,
            passes: self.points,
            prices: Vec::new(),
            coarse: Vec::new(),
            led_by: LedBy::Differences,
            simulated: self.simulated() - before,
            starts: 1,
        })
    }

    /// Whether the last landing met the targets with room for chance.
    pub fn has_landed(&self) -> bool {
        self.has_landed
    }

    /// Replications simulated so far.
    fn simulated(&self) -> u64 {
        [&self.walk, &self.search, &self.landing].iter().map(|scorer| scorer.simulated()).sum()
    }

    /// Where not even the greatest stocks meet the targets, as much may be late as there, and a little more.
    fn come_within_reach(&mut self, progress: &SearchProgress<'_>) {
        if self.most.is_empty() {
            return;
        }
        let late = shares(&self.seen(&self.scale.greatest(), Judges::Search), self.most.len());
        self.count(1, progress);
        self.is_out_of_reach = late.iter().zip(&self.most).any(|(late, most)| late > most);
        if self.is_out_of_reach {
            self.most.iter_mut().zip(late).for_each(|(most, late)| *most = most.max(late * OUT_OF_REACH));
        }
    }

    /// Passes in steps that shrink; ends at the mean of the last ones.
    fn walk_down(&mut self, passes: usize, first: f64, progress: &SearchProgress<'_>) {
        let mut adam = Adam::new(self.x.len());
        let settled = (passes as f64 * (1.0 - SETTLED)) as usize;
        let (mut sum, mut sums) = (vec![0.0; self.x.len()], 0.0);
        for pass in 0..passes {
            if progress.is_enough() {
                break;
            }
            let done = pass as f64 / passes as f64;
            let step = LAST_STEP + (first - LAST_STEP) * (1.0 + libm::cos(std::f64::consts::PI * done)) / 2.0;
            let found = self.slopes(REACH.0 + (REACH.1 - REACH.0) * done);
            self.count(2 * PAIRS as u64, progress);
            let mut prices = match self.prices.take() {
                Some(prices) => prices,
                None => first_prices(&found, &self.most),
            };
            prices.follow(&found.shares, 1.0 - 0.7 * done);
            let mut slopes = found.money;
            for (price, bad) in prices.values().iter().zip(&found.bad) {
                slopes.iter_mut().zip(bad).for_each(|(slope, bad)| *slope += price * bad);
            }
            self.prices = Some(prices);
            adam.step(&mut self.x, &slopes, step);
            self.scale.clamp(&mut self.x);
            if pass >= settled {
                sum.iter_mut().zip(&self.x).for_each(|(sum, x)| *sum += x);
                sums += 1.0;
            }
        }
        if sums > 0.0 {
            self.x = sum.iter().map(|sum| sum / sums).collect();
        }
    }

    /// Slopes from the next pairs, on the next replication.
    fn slopes(&mut self, reach: f64) -> Slopes {
        let number = (self.pairs / PAIRS) as u32 % self.count;
        self.walk.begin_at(FIRST_SEARCH_REPLICATION + number);
        let (scale, x) = (&self.scale, &self.x);
        let rows = (x.len() + 1).next_power_of_two();
        let beside = |pair: usize, way: f64| {
            let row = pair.wrapping_mul(SPREAD) % rows;
            scale.beside(x, |place| way * sign(row, place + 1) * scale.reach(place, reach))
        };
        let numbers = self.pairs..self.pairs + PAIRS;
        let points: Vec<Point> = numbers.flat_map(|pair| [beside(pair, 1.0), beside(pair, -1.0)]).collect();
        self.pairs += PAIRS;
        let scores = self.walk.score_all(&points);
        let mut found = Slopes {
            money: vec![0.0; x.len()],
            bad: vec![vec![0.0; x.len()]; self.bad.len()],
            shares: vec![0.0; self.bad.len()],
        };
        let bad = |scores: &Scores, at: usize| {
            let bad = self.bad[at].read(scores.services()[at]);
            // Where nothing is judged nothing is late.
            if bad.is_nan() { 0.0 } else { bad }
        };
        for (points, scores) in points.chunks_exact(2).zip(scores.chunks_exact(2)) {
            let differs = |of: &dyn Fn(&Scores) -> f64| of(&scores[0]) - of(&scores[1]);
            let moved = |place: usize| self.scale.in_deviations(place, points[0][place] - points[1][place]);
            add(&mut found.money, differs(&|scores| scores.money()), moved);
            for at in 0..self.bad.len() {
                add(&mut found.bad[at], differs(&|scores| bad(scores, at)), moved);
                found.shares[at] += f64::midpoint(bad(&scores[0], at), bad(&scores[1], at)) / PAIRS as f64;
            }
        }
        found
    }

    /// All stocks together to where whole ones just meet the targets.
    fn land(&mut self, progress: &SearchProgress<'_>) -> Result<Point, NotScored> {
        let (scale, x, most) = (self.scale.clone(), self.x.clone(), self.most.clone());
        if most.is_empty() {
            return Ok(scale.whole(&x, 0.0));
        }
        progress.begins(SearchStep::Landing);
        let on_others = !self.is_out_of_reach && !progress.is_enough();
        let mut how_far = |stocks: &[i64]| {
            self.count(1, progress);
            if on_others {
                return SURE.excess(&self.seen(stocks, Judges::Landing), &most);
            }
            excess(shares(&self.seen(stocks, Judges::Search), most.len()).into_iter(), &most)
        };
        let found = land(&scale, &x, &mut how_far);
        self.has_landed = found.is_some() && on_others;
        found.ok_or_else(|| NotScored("the targets are out of reach of where differences lead".into()))
    }

    fn seen(&mut self, stocks: &[i64], judges: Judges) -> Vec<Seen> {
        let scorer = match judges {
            Judges::Search => &mut self.search,
            Judges::Landing => &mut self.landing,
        };
        let scores = scorer.score(stocks);
        let one = |replication: usize| {
            let read = |(bad, values): (&Bad, &Vec<f64>)| bad.read(values[replication]);
            let judged: Vec<f64> = self.bad.iter().zip(&scores.service).map(read).collect();
            // A replication without orders judges nothing.
            let orders = judged.iter().map(|bad| if bad.is_nan() { 0.0 } else { 1.0 }).collect();
            Seen { judged: judged.into_iter().map(|bad| if bad.is_nan() { 0.0 } else { bad }).collect(), orders }
        };
        (0..scores.money.len()).map(one).collect()
    }

    fn count(&mut self, points: u64, progress: &SearchProgress<'_>) {
        progress.scored(self.points, self.points + points);
        self.points += points;
    }
}

/// Which replications judge.
#[derive(Clone, Copy, Debug)]
enum Judges {
    Search,
    Landing,
}

/// The sign of a column in a row of a Hadamard matrix (Sylvester 1867); columns from 1 on have as many of each.
fn sign(row: usize, column: usize) -> f64 {
    if (row & column).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// Adds a pair's part to slopes.
fn add(slopes: &mut [f64], difference: f64, moved: impl Fn(usize) -> f64) {
    for (place, slope) in slopes.iter_mut().enumerate() {
        let moved = moved(place);
        if moved != 0.0 {
            *slope += difference / moved / PAIRS as f64;
        }
    }
}

/// Prices at which money and lateness pull alike.
fn first_prices(found: &Slopes, most: &[f64]) -> Prices {
    let pull = |slopes: &[f64]| slopes.iter().map(|slope| slope.abs()).sum::<f64>();
    let money = pull(&found.money);
    let price = |bad: &Vec<f64>| {
        let bad = pull(bad);
        if bad > 0.0 && money > 0.0 { money / bad } else { money.max(1.0) }
    };
    Prices::new(found.bad.iter().map(price).collect(), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a sum with one term per stock every cycle of rows gives each slope, whatever the others are.
    #[test]
    fn signs_of_a_cycle_of_rows_tell_stocks_apart() {
        for one in 1..16 {
            for other in 1..16 {
                let rows = (0..16_usize).map(|pair| pair.wrapping_mul(SPREAD) % 16);
                let sum: f64 = rows.map(|row| sign(row, one) * sign(row, other)).sum();
                assert_eq!(sum, if one == other { 16.0 } else { 0.0 });
            }
        }
    }
}
