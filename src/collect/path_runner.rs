//! Records from paths.

use super::Runner;
use super::measurer::Measurer;
use super::path_cells::PathCells;
use crate::model::Model;
use crate::path::{Path, Reason, qualify};
use crate::plan::{Levels, Plan};
use crate::record::{Layout, RunKey, RunRecord};

/// Runs replications of one plan without an event list and measures them: the same records as [`Runner`]'s.
#[derive(Debug)]
pub struct PathRunner<'a> {
    path: Path<'a>,
    measurer: Measurer<'a>,
    cells: PathCells<'a>,
    layout: Layout,
    /// For the replications that the path engine leaves to the event engine; made when first needed.
    events: Option<Box<Runner<'a>>>,
    left: u32,
    model: &'a Model,
    plan: &'a Plan,
}

impl<'a> PathRunner<'a> {
    /// A runner of a plan of this model, for levels that are base stocks where these are.
    ///
    /// # Errors
    /// Why the path engine does not cover it.
    pub fn new(model: &'a Model, plan: &'a Plan, levels: &Levels) -> Result<PathRunner<'a>, Reason> {
        let network = qualify(model, plan, levels)?;
        let measurer = Measurer::new(model, plan);
        let layout = measurer.layout();
        let cells = PathCells::new(model, plan, &measurer);
        Ok(PathRunner { path: Path::new(plan, network), measurer, cells, layout, events: None, left: 0, model, plan })
    }

    /// What stands at each place of the records.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// One replication.
    pub fn run(&mut self, levels: &Levels, replication: u32) -> RunRecord {
        match self.path.replicate(levels, replication) {
            Ok(stop) => {
                self.cells.fill(&self.path, levels, &mut self.measurer);
                let key = RunKey { strategy: self.plan.strategy as u32, replication };
                self.measurer.record(key, stop.events)
            }
            Err(_) => {
                self.left += 1;
                let events = self.events.get_or_insert_with(|| Box::new(Runner::new(self.model, self.plan)));
                events.run(levels, replication)
            }
        }
    }

    /// Replications so far that were left to the event engine.
    #[must_use]
    pub fn left_to_events(&self) -> u32 {
        self.left
    }
}
