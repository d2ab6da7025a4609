//! What leads a wide search: slopes where a strategy has them, differences of simulations elsewhere.

use super::differences::Differences;
use super::scorer::PassScorer;
use super::{Descended, Descent};
use crate::experiment::optimize::progress::SearchProgress;
use crate::experiment::optimize::{Goal, Point, SearchSettings, ServiceTarget, Space};
use crate::model::Model;
use crate::path::NotScored;
use crate::plan::Plan;

/// What leads a wide search.
pub(in super::super) enum Leader<'a> {
    /// Slopes of relaxed paths.
    Slopes(Box<Descent<'a>>),
    /// Differences of simulations.
    Differences(Box<Differences<'a>>),
}

impl<'a> Leader<'a> {
    /// For the services of a goal.
    pub fn new(
        model: &'a Model,
        plan: &'a Plan,
        space: &'a Space,
        goal: &Goal,
        settings: &SearchSettings,
    ) -> Leader<'a> {
        let by_slopes = Descent::new(model, plan, space, settings).and_then(|own| own.for_targets(&goal.targets));
        match by_slopes {
            Ok(descent) => Leader::Slopes(Box::new(descent)),
            Err(_) => Leader::Differences(Box::new(Differences::new(model, plan, space, goal, settings))),
        }
    }

    /// To the least money within these targets.
    ///
    /// # Errors
    /// Why it does not lead there.
    pub fn to(&mut self, targets: &[ServiceTarget], progress: &SearchProgress<'_>) -> Result<Descended, NotScored> {
        match self {
            Leader::Slopes(own) => own.to(targets, progress),
            Leader::Differences(own) => own.to(targets, progress),
        }
    }

    /// Whole stocks beside a point that was polished; none where none is.
    ///
    /// # Errors
    /// The targets are out of reach from there.
    pub fn land_again(&mut self, point: &[i64], progress: &SearchProgress<'_>) -> Result<Option<Point>, NotScored> {
        match self {
            Leader::Slopes(own) => own.land_again(point, progress).map(Some),
            Leader::Differences(_) => Ok(None),
        }
    }

    /// Whether the last landing met the targets with room for chance: on other customers than those that stocks were chosen for, who
    /// may be harder to serve.
    pub fn has_landed(&self) -> bool {
        match self {
            Leader::Slopes(own) => own.has_landed(),
            Leader::Differences(own) => own.has_landed(),
        }
    }

    /// Scores points in passes: see [`Descent::scorer`].
    pub fn scorer(&mut self, goal: &Goal) -> Option<PassScorer<'a>> {
        match self {
            Leader::Slopes(own) => own.scorer(goal),
            Leader::Differences(_) => None,
        }
    }
}
