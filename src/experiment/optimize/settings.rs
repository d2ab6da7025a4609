//! How to search.

use super::Goal;
use super::reserves::{ReserveSearch, opened, with_reserves};
use super::simulation::lean;
use super::space::Space;
use super::variables::{Limit, space};
use crate::model::Model;
use crate::plan::Plan;
use crate::watch::Deadline;

/// Search replications unless the settings say otherwise: as many as the scenario runs, but at most this many.
const REPLICATIONS: u32 = 30;

/// What scores the points of a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScorerChoice {
    /// Sample paths that are kept and moved from point to point, where they cover the strategy; else simulation.
    #[default]
    SamplePath,
    /// Simulation, always.
    Simulation,
}

/// What is on the shelves at time 0 at every point of a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InitialStock {
    /// Of each item as much as its level.
    #[default]
    Full,
    /// The initial stock of a rule that has one, whatever the level.
    AsWritten,
}

/// How to search. Threads change no result.
#[derive(Clone, Debug, Default)]
pub struct SearchSettings {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
    /// Search replications; `None` is as many as the scenario runs, 30 at most.
    pub replications: Option<u32>,
    /// Ranges of single numbers.
    pub limits: Vec<Limit>,
    /// Which reserves are searched, too.
    pub reserves: ReserveSearch,
    /// The smallest difference of money that matters where the best is selected by simulation; `None` is a thousandth
    /// of the money.
    pub indifference: Option<f64>,
    /// What is on the shelves at time 0.
    pub start: InitialStock,
    /// When it is to end with the best found so far, a result that depends on the machine.
    pub until: Deadline,
    /// What scores the points.
    pub scorer: ScorerChoice,
}

impl SearchSettings {
    /// The numbers that a strategy's search may choose, beginning as these settings say.
    pub(in crate::experiment) fn space(&self, model: &Model, plan: &Plan) -> Space {
        let space = with_reserves(space(model, plan, &self.limits), model, plan, &self.reserves);
        match self.start {
            InitialStock::Full => space,
            InitialStock::AsWritten => space.beginning_as_written(model, plan),
        }
    }

    /// The [`lean`] model of a strategy, with a place for every reserve that is searched.
    pub(super) fn searched(&self, model: &Model, strategy: usize, goal: &Goal) -> Model {
        opened(lean(model.under(strategy), goal), strategy, &self.reserves)
    }

    /// Search replications for a model.
    pub(super) fn count(&self, model: &Model) -> u32 {
        self.replications.unwrap_or_else(|| model.run.replications.min(REPLICATIONS)).max(2)
    }
}
