//! All base stocks at once, along the slopes of relaxed sample paths: where a search begins.
//!
//! ```text
//! scale:    every stock in standard deviations of the demand of its own lead time
//! descent:  Adam (Kingma and Ba 2015) on money and lateness at a price; the price of each target follows how far the orders are from it;
//!           first on one short replication, then on as many as the search has time for
//! landing:  all stocks together, in their scale, to where whole stocks just meet the targets on all search replications
//! ```
//!
//! A search that changes one stock at a time ends where no unit more or less is better, and on large networks there are
//! many such points: followers that cover for a part without stock leave no reason to hold any. Here everything is held at the
//! beginning, and falls together.

mod adam;
mod land;
mod prices;
mod sample;
mod scale;
mod scorer;

use super::progress::SearchProgress;
use super::service::service;
use super::{FIRST_SEARCH_REPLICATION, Goal, Point, ScorerChoice, SearchSettings, ServiceTarget, Space};
use crate::model::Model;
use crate::path::{NotScored, Priced};
use crate::plan::Plan;
use crate::rules::stock::RuleNumber;
use crate::stats::Confidence;
use crate::watch::SearchStep;
use adam::Adam;
use land::land;
use prices::Prices;
use sample::RelaxedSample;
use scale::StockScale;
use scorer::PassScorer;

/// Requests of the replications that a descent goes over in each pass, at most, and of those that are kept for the landing.
const MOST_REQUESTS: usize = 2_500_000;
const MOST_TO_LAND: usize = 8_000_000;
/// Variables times requests beyond which single units are not looked at.
const MOST_TO_POLISH: usize = 1_000_000_000;
/// Passes over one replication, over all, and over all from where another target was met.
const FIRST: Stage = Stage { passes: 50, step: 0.2, widths: (1.0, 1.0) };
const SECOND: Stage = Stage { passes: 60, step: 0.08, widths: (1.0, 0.5) };
const NEXT: Stage = Stage { passes: 20, step: 0.08, widths: (0.5, 0.5) };
/// What a price is multiplied by on the way to a harder target.
const DEARER: f64 = 1.3;
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
    /// Whole stocks that meet the targets on the search replications, if they could be found.
    pub point: Point,
    /// Passes over the replications.
    pub passes: u64,
    /// Variables that are known to a part of their scale and no better, but in few units: a unit may matter.
    pub coarse: Vec<usize>,
}

/// Where a search begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum SearchStart {
    /// Its numbers are few: from all of them together.
    #[default]
    Narrow,
    /// Where slopes have led.
    Led(Descended),
    /// As if its numbers were few: why there are no slopes.
    NotLed(String),
}

/// Descends along the slopes of one strategy, where relaxed paths cover it and its targets.
pub(super) struct Descent<'a> {
    model: &'a Model,
    plan: &'a Plan,
    sample: RelaxedSample<'a>,
    scale: StockScale,
    /// Search replications.
    count: u32,
    /// By variable: stock in its scale.
    x: Vec<f64>,
    /// None before the first descent.
    prices: Option<Prices>,
    passes: u64,
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
        let (sample, x, count) = (RelaxedSample::new(model, plan, space)?, scale.start(), settings.count(model));
        Ok(Descent { model, plan, sample, scale, count, x, prices: None, passes: 0 })
    }

    /// To the least money within these targets; from where the descent before ended, if there was one, whose targets were
    /// the same services' and easier.
    ///
    /// # Errors
    /// Why a target has no slopes, or a replication cannot be kept.
    pub fn to(&mut self, targets: &[ServiceTarget], progress: &SearchProgress<'_>) -> Result<Descended, NotScored> {
        self.sample.judge(self.services(targets)?);
        progress.begins(SearchStep::Descent);
        match self.prices.take() {
            None => {
                self.sample.draw(FIRST_SEARCH_REPLICATION, 1, MOST_REQUESTS)?;
                self.prices = Some(Prices::first(&mut self.sample, &self.scale, &self.x));
                self.stage(FIRST, progress);
                if !progress.is_enough() {
                    self.sample.draw(FIRST_SEARCH_REPLICATION, self.count, MOST_REQUESTS)?;
                    self.stage(SECOND, progress);
                }
            }
            Some(prices) => {
                self.prices = Some(prices.next(DEARER, self.sample.most()));
                self.stage(NEXT, progress);
            }
        }
        self.sample.chosen_on_all();
        if !progress.is_enough() {
            self.sample.draw(FIRST_SEARCH_REPLICATION, self.count, MOST_TO_LAND)?;
        }
        progress.begins(SearchStep::Landing);
        let (sample, passes) = (&mut self.sample, &mut self.passes);
        let mut meets = |stocks: &[i64]| {
            *passes += 1;
            progress.scored(*passes - 1, *passes);
            sample.meets(stocks)
        };
        let point = land(&self.scale, &self.x, &mut meets)
            .ok_or_else(|| NotScored("the targets are out of reach of where slopes lead".into()))?;
        Ok(Descended { point, passes: self.passes, coarse: self.coarse() })
    }

    /// Variables of which single units are looked at: none where that takes too long.
    fn coarse(&self) -> Vec<usize> {
        let coarse = self.scale.coarse();
        if self.x.len() * self.sample.requests() > MOST_TO_POLISH { Vec::new() } else { coarse }
    }

    /// What scores points in passes over all search replications, where no stock is so small that single units matter: they
    /// are then as quick as a move of a path that is kept unit by unit.
    pub fn scorer(mut self, goal: &Goal) -> Option<PassScorer<'a>> {
        self.sample.judge(self.services(&goal.targets).ok()?);
        self.sample.draw(FIRST_SEARCH_REPLICATION, self.count, MOST_TO_LAND).ok()?;
        if !self.coarse().is_empty() {
            return None;
        }
        let services = goal.targets.iter().map(|target| service(self.model, self.plan, target).ok());
        PassScorer::new(self.sample, goal, services.collect::<Option<Vec<_>>>()?, self.scale.width())
    }

    /// Stocks beside a point, all moved together, of which every target's whole interval on the replications of a run
    /// meets the target.
    ///
    /// # Errors
    /// Why a target has no slopes, or a replication cannot be kept.
    pub fn surely(&mut self, point: &[i64], targets: &[ServiceTarget]) -> Result<Point, NotScored> {
        let run = &self.model.run;
        self.sample.judge(self.services(targets)?);
        self.sample.draw(0, run.replications, MOST_TO_LAND)?;
        let confidence = Confidence::new(run.confidence, run.replications.max(2));
        let sample = &mut self.sample;
        let mut meets = |stocks: &[i64]| {
            let each = sample.each_exactly(stocks);
            let ends = sample.estimates(&each, &confidence).into_iter().map(|found| found.high);
            ends.zip(sample.most()).all(|(high, most)| high.is_some_and(|high| high <= *most))
        };
        land(&self.scale, &self.scale.scaled(point), &mut meets)
            .ok_or_else(|| NotScored("the targets are out of reach of where slopes lead".into()))
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
            if pass % EXACT_EVERY == 0 && !prices.values().is_empty() {
                prices.correct(&mut self.sample, &stocks, width);
                self.passes += 2;
            }
            let found = self.sample.slopes(&stocks, 1.0, prices.values(), width);
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
