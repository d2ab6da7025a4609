//! All base stocks at once, along the slopes of relaxed sample paths: where a search begins.
//!
//! ```text
//! scale:    every stock in standard deviations of the demand of its own lead time
//! descent:  Adam (Kingma and Ba 2015) on money and lateness at a price; the price of each target follows how far the orders are from it;
//!           first on one short replication, then on as many as the search has time for
//! landing:  all stocks together, in their scale, to where whole stocks just meet the targets where they were chosen, and on
//!           replications that they were not chosen on with room for chance
//! ```
//!
//! A search that changes one stock at a time ends where no unit more or less is better, and on large networks there are
//! many such points: followers that cover for a part without stock leave no reason to hold any. Here everything is held at the
//! beginning, and falls together.

mod adam;
mod differences;
mod land;
mod leader;
mod prices;
mod room;
mod run_levels;
mod sample;
mod scale;
mod scorer;

pub(super) use leader::Leader;
pub(super) use run_levels::RunLevels;

use super::progress::SearchProgress;
use super::service::{Reading, service};
use super::{FIRST_SEARCH_REPLICATION, Goal, Point, ScorerChoice, SearchSettings, ServiceTarget, Space};
use crate::model::Model;
use crate::path::{NotScored, Priced};
use crate::plan::Plan;
use crate::rules::stock::RuleNumber;
use crate::watch::SearchStep;
use adam::Adam;
use land::land;
use prices::Prices;
use room::{Seen, Sure, excess, shares};
use sample::{Judge, RelaxedSample};
use scale::StockScale;
use scorer::PassScorer;

/// Requests of the replications that a descent goes over in each pass, at most; of fewer replications than this, so many; and
/// of those that it lands on.
const MOST_REQUESTS: usize = 2_500_000;
const FEW: usize = 8;
const MOST_OF_FEW: usize = 8_000_000;
const MOST_TO_LAND: usize = 8_000_000;
/// Replications that a descent lands on, at least and at most.
const LANDINGS: (usize, usize) = (4, 100);
/// So many further replications are to meet the targets in the mean, with this confidence.
const SURE: Sure = Sure { further: 100.0, confidence: 0.95 };
/// Room for chance that costs more than this part of what levels change is worth a landing on twice as many replications, and
/// on four times as many.
const GIVEN_AWAY: f64 = 0.015;
const MORE_TO_LAND: [usize; 2] = [2, 4];
/// Where a target is out of reach, so much more may be late than where everything is at its greatest.
const OUT_OF_REACH: f64 = 1.05;
/// Variables times units asked for beyond which single units are not looked at.
const MOST_TO_POLISH: f64 = 3e9;
/// Passes over one replication, over some, over as many as there is time for, and where each target
/// has got room of its own.
const FIRST: Stage = Stage { passes: 50, step: 0.2, widths: (1.0, 1.0) };
const SECOND: Stage = Stage { passes: 60, step: 0.08, widths: (1.0, 0.5) };
const THIRD: Stage = Stage { passes: 20, step: 0.04, widths: (0.5, 0.5) };
const NEXT: Stage = Stage { passes: 20, step: 0.08, widths: (0.5, 0.5) };
/// Passes from where an easier level of one service was met.
const NEXT_LEVEL: Stage = Stage { passes: 6, step: 0.05, widths: (0.5, 0.5) };
/// The way between the last two levels is gone on with so many times at most.
const MOST_OF_THE_TRAIL: f64 = 2.0;
/// The last step of a stage.
const LAST_STEP: f64 = 0.01;
/// Passes from one exact pass to the next.
const EXACT_EVERY: usize = 8;
/// The part of a stage's last passes whose mean is its end.
const SETTLED: f64 = 0.2;

/// Passes of one kind.
#[derive(Clone, Copy, Debug)]
struct Stage {
    passes: usize,
    /// The first step, standard deviations.
    step: f64,
    /// Width of what is nearly late at the beginning and at the end, against that of the first pass.
    widths: (f64, f64),
}

/// Where a descent ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Descended {
    /// Whole stocks that meet the targets, or come as near to them as they can.
    pub point: Point,
    /// Passes over the replications.
    pub passes: u64,
    /// By target: what its service costs there, money per unit of it; empty where one is not an additive one.
    pub prices: Vec<f64>,
    /// Variables that are known to a part of their scale and no better, but in few units: a unit may matter.
    pub coarse: Vec<usize>,
    pub led_by: LedBy,
    /// Replications simulated on the way there.
    pub simulated: u64,
    /// Where it began: so many beginnings were looked at.
    pub starts: usize,
}

/// What a descent went along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LedBy {
    /// Slopes of relaxed sample paths.
    Slopes,
    /// Differences of simulations.
    Differences,
}

/// Where a search begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum SearchStart {
    /// Its numbers are few: from all of them together.
    #[default]
    Narrow,
    /// Where slopes have led.
    Led(Descended),
    /// As if its numbers were few: why slopes did not lead to the targets.
    NotLed(String),
}

/// Descends along the slopes of one strategy, where relaxed paths cover it and its targets.
pub(super) struct Descent<'a> {
    model: &'a Model,
    plan: &'a Plan,
    /// What stocks are chosen on.
    sample: RelaxedSample<'a>,
    /// What they were not chosen on.
    landing: RelaxedSample<'a>,
    scale: StockScale,
    /// Search replications.
    count: u32,
    /// By variable: stock in its scale.
    x: Vec<f64>,
    /// None before the first descent.
    prices: Option<Prices>,
    /// The last two ends: the logarithm of what might be late, and the stocks.
    trail: Vec<(f64, Vec<f64>)>,
    /// Beginnings that were looked at.
    starts: usize,
    passes: u64,
    /// Whether a target cannot be met.
    is_out_of_reach: bool,
    /// Whether the last landing met the targets with room for chance.
    has_landed: bool,
}

impl<'a> Descent<'a> {
    /// From nothing.
    ///
    /// # Errors
    /// Why there are no slopes.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        settings: &SearchSettings,
    ) -> Result<Descent<'a>, NotScored> {
        if settings.scorer == ScorerChoice::Simulation || space.initial.iter().any(Option::is_some) {
            return Err(NotScored("points are simulated".into()));
        }
        if space.variables.iter().any(|variable| variable.number != RuleNumber::Level) {
            return Err(NotScored("a stock rule has other numbers than a base stock".into()));
        }
        let scale = StockScale::new(model, plan, space);
        let (x, count) = (scale.start(), settings.count(model));
        let judge = Judge::new(model, plan, space)?;
        let landing = RelaxedSample::new(judge.clone(), FIRST_SEARCH_REPLICATION + count);
        let sample = RelaxedSample::new(judge, FIRST_SEARCH_REPLICATION);
        Ok(Descent {
            model,
            plan,
            sample,
            landing,
            scale,
            count,
            x,
            prices: None,
            trail: Vec::new(),
            starts: 1,
            passes: 0,
            is_out_of_reach: false,
            has_landed: false,
        })
    }

    /// The same, if these targets have slopes and a replication can be kept.
    ///
    /// # Errors
    /// Why not.
    pub fn for_targets(mut self, targets: &[ServiceTarget]) -> Result<Descent<'a>, NotScored> {
        self.sample.judge(self.services(targets)?);
        self.draw((1, 1), 0)?;
        Ok(self)
    }

    /// To the least money within these targets; from where the descent before ended, if there was one, whose targets were
    /// the same services' and easier.
    ///
    /// # Errors
    /// Why a target has no slopes, or a replication cannot be kept.
    pub fn to(&mut self, targets: &[ServiceTarget], progress: &SearchProgress<'_>) -> Result<Descended, NotScored> {
        self.sample.judge(self.services(targets)?);
        progress.begins(SearchStep::Descent);
        self.draw((1, 1), 0)?;
        self.come_within_reach();
        let many = (1, self.count as usize);
        match self.prices.take() {
            None => {
                self.begin(many, progress)?;
                if !progress.is_enough() {
                    self.stage(SECOND, progress);
                }
                let before = self.sample.replications();
                if !progress.is_enough() {
                    self.draw((1, FEW.min(many.1)), MOST_OF_FEW)?;
                }
                if self.sample.replications() > before {
                    self.stage(THIRD, progress);
                }
            }
            Some(prices) => {
                self.prices = Some(prices.next(self.sample.most()));
                self.go_on_along_the_trail();
                self.stage(NEXT_LEVEL, progress);
            }
        }
        if let [most] = self.sample.most() {
            self.trail.push((libm::log(*most), self.x.clone()));
        }
        if !progress.is_enough() {
            self.leave_room(progress)?;
            self.sample.draw(many, MOST_TO_LAND)?;
        }
        let (prices, coarse) = (self.costs(targets), self.coarse());
        // What is polished at a price has to be landed afterwards.
        let is_polished = !prices.is_empty() && !coarse.is_empty() && !progress.is_enough() && !self.is_out_of_reach;
        let point = if is_polished { self.whole() } else { self.land(&self.x.clone(), progress)? };
        let (starts, led_by) = (self.starts, LedBy::Slopes);
        Ok(Descended { point, passes: self.passes, prices, coarse, led_by, simulated: 0, starts })
    }

    /// Passes over one replication from where everything is held, and from a guaranteed-service placement. The end stays that is
    /// cheaper on all replications that stocks are chosen on, service paid for at the price of the first.
    fn begin(&mut self, many: (usize, usize), progress: &SearchProgress<'_>) -> Result<(), NotScored> {
        let held = self.first_stage(self.scale.start(), progress);
        let placed = match progress.is_enough() {
            true => None,
            false => Some(self.first_stage(self.scale.placed(self.model, self.plan), progress)),
        };
        if !progress.is_enough() {
            self.draw(many, MOST_REQUESTS)?;
        }
        let mut best = held;
        if let Some(placed) = placed {
            self.starts = 2;
            let values = best.1.values().to_vec();
            if self.priced(&placed.0, &values) < self.priced(&best.0, &values) {
                best = placed;
            }
        }
        (self.x, self.prices) = (best.0, Some(best.1));
        Ok(())
    }

    /// The first passes from there: where they end, and the prices.
    fn first_stage(&mut self, x: Vec<f64>, progress: &SearchProgress<'_>) -> (Vec<f64>, Prices) {
        self.x = x;
        self.prices = Some(Prices::first(&mut self.sample, &self.scale, &self.x));
        self.stage(FIRST, progress);
        let prices = self.prices.take().expect("a stage leaves prices");
        (self.x.clone(), prices)
    }

    /// Money of whole stocks, with what is late at these prices.
    fn priced(&mut self, x: &[f64], prices: &[f64]) -> f64 {
        let point = self.scale.whole(x, 0.0);
        self.passes += 1;
        let late = self.sample.exactly(&point);
        self.sample.money(&point) + late.iter().zip(prices).map(|(late, price)| late * price).sum::<f64>()
    }

    /// Replications that stocks are chosen on.
    fn draw(&mut self, count: (usize, usize), most_requests: usize) -> Result<(), NotScored> {
        self.sample.draw(count, most_requests)?;
        self.sample.choose_on_all();
        Ok(())
    }

    /// Where not even the greatest stocks meet the targets, as much may be late as there, and a little more.
    fn come_within_reach(&mut self) {
        let late = self.sample.exactly(&self.scale.greatest());
        let judge = &mut self.sample.judge;
        self.is_out_of_reach = late.iter().zip(&judge.most).any(|(late, most)| late > most);
        if self.is_out_of_reach {
            judge.most.iter_mut().zip(late).for_each(|(most, late)| *most = most.max(late * OUT_OF_REACH));
        }
        self.landing.judge = judge.clone();
    }

    /// From level to level of one service stocks rise about evenly with the logarithm of what may be late.
    fn go_on_along_the_trail(&mut self) {
        let ([most], [.., before, last]) = (self.sample.most(), self.trail.as_slice()) else { return };
        let times = ((libm::log(*most) - last.0) / (last.0 - before.0)).min(MOST_OF_THE_TRAIL);
        if times > 0.0 && times.is_finite() {
            self.x.iter_mut().zip(&last.1).zip(&before.1).for_each(|((x, last), before)| *x += times * (last - before));
            self.scale.clamp(&mut self.x);
        }
        self.trail.remove(0);
    }

    /// Of several targets each needs room of its own for chance: a move of all stocks together would give it to all of them.
    fn leave_room(&mut self, progress: &SearchProgress<'_>) -> Result<(), NotScored> {
        if self.sample.most().len() < 2 || self.is_out_of_reach {
            return Ok(());
        }
        self.draw_landing()?;
        let point = self.whole();
        let found = SURE.room(&self.unseen(&point), self.sample.most().len());
        if let Some(prices) = &mut self.prices {
            prices.leave(found.into_iter().map(|(_, room)| room));
            self.stage(NEXT, progress);
        }
        Ok(())
    }

    fn whole(&self) -> Point {
        self.scale.whole(&self.x, 0.0)
    }

    /// Replications to land on, more of them while the room for chance costs too much.
    fn draw_landing(&mut self) -> Result<(), NotScored> {
        // All levels of a frontier land on the same ones.
        if self.landing.replications() > 0 {
            return Ok(());
        }
        self.landing.draw(LANDINGS, MOST_TO_LAND)?;
        let point = self.whole();
        let most = GIVEN_AWAY * self.sample.money_of_levels(&point);
        for times in MORE_TO_LAND {
            let unseen = self.unseen(&point);
            let prices = self.prices.as_ref().map_or(&[][..], Prices::values);
            let rooms = SURE.room(&unseen, self.sample.most().len());
            let given_away: f64 = rooms.iter().zip(prices).map(|((_, room), price)| room * price).sum();
            if most <= 0.0 || given_away <= most {
                break;
            }
            self.landing.draw(LANDINGS, times * MOST_TO_LAND)?;
        }
        Ok(())
    }

    /// What whole stocks come to on replications that they were not chosen on.
    fn unseen(&mut self, stocks: &[i64]) -> Vec<Seen> {
        let mut unseen = self.sample.judged(self.sample.chosen_on(), stocks);
        unseen.extend(self.landing.judged(0, stocks));
        unseen
    }

    /// Stocks beside these, all moved together, that just meet the targets.
    ///
    /// # Errors
    /// There are none, or a replication cannot be kept.
    pub fn land(&mut self, x: &[f64], progress: &SearchProgress<'_>) -> Result<Point, NotScored> {
        if self.sample.most().is_empty() {
            return Ok(self.scale.whole(x, 0.0));
        }
        progress.begins(SearchStep::Landing);
        if !self.is_out_of_reach && !progress.is_enough() {
            self.draw_landing()?;
        }
        let (scale, most) = (self.scale.clone(), self.sample.most().to_vec());
        let on_unseen = self.landing.replications() > 0;
        let mut how_far = |stocks: &[i64]| {
            self.passes += 1;
            progress.scored(self.passes - 1, self.passes);
            if on_unseen {
                return SURE.excess(&self.unseen(stocks), &most);
            }
            excess(shares(&self.sample.judged(0, stocks), most.len()).into_iter(), &most)
        };
        let found = land(&scale, x, &mut how_far);
        self.has_landed = found.is_some() && on_unseen && !self.is_out_of_reach;
        found.ok_or_else(|| NotScored("the targets are out of reach of where slopes lead".into()))
    }

    /// Whether the last landing met the targets with room for chance, whatever they come to where stocks were chosen.
    pub fn has_landed(&self) -> bool {
        self.has_landed
    }

    /// Whole stocks beside a point that has changed since it was landed.
    ///
    /// # Errors
    /// As [`Descent::land`].
    pub fn land_again(&mut self, point: &[i64], progress: &SearchProgress<'_>) -> Result<Point, NotScored> {
        // What comes as near as it can is near enough.
        if self.is_out_of_reach {
            return Ok(point.to_vec());
        }
        self.land(&self.scale.scaled(point), progress)
    }

    /// By target: what its service costs, where all are sums over orders.
    fn costs(&self, targets: &[ServiceTarget]) -> Vec<f64> {
        let is_sum = |target: &ServiceTarget| {
            let own = service(self.model, self.plan, target);
            own.is_ok_and(|service| !matches!(service.reading, Reading::Quantile(_)))
        };
        match &self.prices {
            Some(prices) if targets.iter().all(is_sum) => prices.values().to_vec(),
            _ => Vec::new(),
        }
    }

    /// Variables of which single units are looked at: none where that takes too long.
    fn coarse(&self) -> Vec<usize> {
        let coarse = self.scale.coarse();
        if self.x.len() as f64 * self.sample.units() > MOST_TO_POLISH { Vec::new() } else { coarse }
    }

    /// What scores points in passes over the search replications, where no stock is so small that single units matter: they
    /// are then as quick as a move of a path that is kept unit by unit.
    pub fn scorer(&mut self, goal: &Goal) -> Option<PassScorer<'a>> {
        let services = goal.targets.iter().map(|target| service(self.model, self.plan, target).ok());
        let services = services.collect::<Option<Vec<_>>>()?;
        self.sample.draw((1, self.count as usize), MOST_TO_LAND).ok()?;
        if !self.coarse().is_empty() {
            return None;
        }
        self.sample.judge(self.services(&goal.targets).ok()?);
        let mut sample = RelaxedSample::new(self.sample.judge.clone(), FIRST_SEARCH_REPLICATION);
        std::mem::swap(&mut sample, &mut self.sample);
        PassScorer::new(sample, goal, services, self.scale.width())
    }

    fn services(&self, targets: &[ServiceTarget]) -> Result<Vec<(Priced, f64)>, NotScored> {
        let one = |target: &ServiceTarget| Ok(service(self.model, self.plan, target)?.relaxed(self.model, target));
        targets.iter().map(one).collect()
    }

    /// Passes over the sample, in steps that shrink; ends at the mean of the last ones.
    fn stage(&mut self, stage: Stage, progress: &SearchProgress<'_>) {
        let Some(mut prices) = self.prices.take() else { return };
        let mut adam = Adam::new(self.x.len());
        let settled = (stage.passes as f64 * (1.0 - SETTLED)) as usize;
        let (mut sum, mut sums) = (vec![0.0; self.x.len()], 0.0);
        for pass in 0..stage.passes {
            let done = pass as f64 / stage.passes as f64;
            // A cosine from the first step to the last.
            let step = LAST_STEP + (stage.step - LAST_STEP) * (1.0 + libm::cos(std::f64::consts::PI * done)) / 2.0;
            let (from, to) = stage.widths;
            let width = self.scale.width() * (from + (to - from) * done);
            let stocks = self.scale.stocks(&self.x);
            let found = self.sample.slopes(&stocks, 1.0, prices.values(), width);
            if pass % EXACT_EVERY == 0 && !prices.values().is_empty() {
                prices.correct(&mut self.sample, &stocks, &found.shares);
                self.passes += 1;
            }
            prices.follow(&found.shares, 1.0 - 0.7 * done);
            adam.step(&mut self.x, &self.scale.of_scaled(&found.slopes), step);
            self.scale.clamp(&mut self.x);
            if pass >= settled {
                sum.iter_mut().zip(&self.x).for_each(|(sum, x)| *sum += x);
                sums += 1.0;
            }
            self.passes += 1;
            progress.scored(self.passes - 1, self.passes);
            if progress.is_enough() {
                break;
            }
        }
        if sums > 0.0 {
            self.x = sum.iter().map(|sum| sum / sums).collect();
        }
        self.prices = Some(prices);
    }
}
