//! Which engine runs a strategy. Both give the same records, so this changes no number, only the time it takes.

use super::run::{Outcome, RunOptions, Simulate, Source, run_source};
use super::watch::{Stopped, Watch, stoppable};
use crate::collect::{PathRunner, Runner};
use crate::model::Model;
use crate::path::{self, Reason};
use crate::plan::Plan;
use crate::record::{Archive, Layout, RunKey, RunRecord};

/// The engine asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// For each strategy the faster one that covers it.
    #[default]
    Auto,
    /// The event engine, which covers everything.
    Event,
    /// The path engine, which covers what [`path::qualify`] says.
    Path,
}

/// The engine asked for does not cover a strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCovered {
    pub strategy: String,
    pub reason: Reason,
}

/// The engine of one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chosen {
    path: bool,
    why: String,
}

impl Chosen {
    fn words(&self) -> String {
        format!("{}: {}", if self.path { "path" } else { "event" }, self.why)
    }
}

/// A model ready to run: its plans, and the engine of each.
pub struct Setup<'m> {
    model: &'m Model,
    /// By strategy.
    plans: Vec<Plan>,
    engines: Vec<Chosen>,
    kept: Option<Kept<'m>>,
}

/// Where records are looked for before they are made.
#[derive(Clone, Copy)]
struct Kept<'m> {
    archive: &'m dyn Archive,
    extent: Extent,
}

/// How much of its records a run needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All there is.
    Whole,
    /// What a summary is made from, without distributions and series, for the point of a design.
    Summary { point: u32 },
}

impl Extent {
    fn point(self) -> u32 {
        match self {
            Extent::Whole => 0,
            Extent::Summary { point } => point,
        }
    }

    fn of(self, record: RunRecord) -> RunRecord {
        match self {
            Extent::Whole => record,
            Extent::Summary { .. } => {
                RunRecord { sketches: Vec::new(), series: Vec::new(), pilot: Vec::new(), ..record }
            }
        }
    }
}

impl<'m> Setup<'m> {
    /// Plans every strategy and chooses its engine.
    ///
    /// # Errors
    /// When the path engine is asked for and does not cover a strategy.
    pub fn new(model: &'m Model, engine: Engine) -> Result<Setup<'m>, NotCovered> {
        let plans: Vec<Plan> = (0..model.strategies.len()).map(|strategy| Plan::new(model, strategy)).collect();
        let engines = plans.iter().map(|plan| choose(model, plan, engine)).collect::<Result<_, _>>()?;
        Ok(Setup { model, plans, engines, kept: None })
    }

    /// Takes the records that an archive has, and keeps there those it has to make.
    #[must_use]
    pub fn keeping(self, archive: &'m dyn Archive, extent: Extent) -> Setup<'m> {
        Setup { kept: Some(Kept { archive, extent }), ..self }
    }

    /// The engine of a strategy at work.
    fn simulate(&self, strategy: usize) -> Simulate<'_> {
        let plan = &self.plans[strategy];
        let levels = plan.levels();
        let by_path = if self.engines[strategy].path { PathRunner::new(self.model, plan, &levels).ok() } else { None };
        match by_path {
            Some(mut runner) => Box::new(move |replication| runner.run(&levels, replication)),
            None => {
                let mut runner = Runner::new(self.model, plan);
                Box::new(move |replication| runner.run(&levels, replication))
            }
        }
    }

    /// Runs every strategy × replication; the outcome depends neither on the number of threads nor on the engine.
    ///
    /// # Errors
    /// When the watch stops it.
    pub fn run(&self, options: &RunOptions, watch: &dyn Watch) -> Result<Outcome, Stopped> {
        let (layouts, records) = stoppable(watch, |teller| run_source(self, self.model, options, teller))?;
        Ok(Outcome { layouts, records, engines: self.engines.iter().map(Chosen::words).collect() })
    }
}

fn choose(model: &Model, plan: &Plan, engine: Engine) -> Result<Chosen, NotCovered> {
    if engine == Engine::Event {
        return Ok(Chosen { path: false, why: "asked for".into() });
    }
    match (path::qualify(model, plan, &plan.levels()), engine) {
        (Ok(_), Engine::Path) => Ok(Chosen { path: true, why: "asked for".into() }),
        (Ok(network), _) => match network.slower() {
            None => Ok(Chosen { path: true, why: "the faster of the two".into() }),
            Some(why) => Ok(Chosen { path: false, why: why.into() }),
        },
        (Err(reason), Engine::Path) => {
            Err(NotCovered { strategy: model.strategies[plan.strategy].name.clone(), reason })
        }
        (Err(reason), _) => Ok(Chosen { path: false, why: reason.to_string() }),
    }
}

impl Source for Setup<'_> {
    fn layout(&self, strategy: usize) -> Layout {
        Runner::new(self.model, &self.plans[strategy]).layout().clone()
    }

    fn runner(&self, strategy: usize) -> Simulate<'_> {
        let Some(Kept { archive, extent }) = self.kept else { return self.simulate(strategy) };
        let number = u32::try_from(strategy).expect("strategies are numbered by u32");
        // Made when the first record is missing: what is all there needs no engine.
        let mut simulate: Option<Simulate<'_>> = None;
        Box::new(move |replication| -> RunRecord {
            let key = RunKey { strategy: number, replication };
            archive.find(extent.point(), key).unwrap_or_else(|| {
                let record = extent.of(simulate.get_or_insert_with(|| self.simulate(strategy))(replication));
                archive.keep(extent.point(), &record);
                record
            })
        })
    }
}
