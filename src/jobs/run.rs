//! A run: every strategy on the same customers, at the levels of the scenario or at those that a search found.

use super::{Prepared, Settings};
use crate::experiment::optimize::{Best, Goal};
use crate::experiment::{self, Extent, Provenance, RunOptions, Setup};
use crate::input::Accepted;
use crate::record::{Archive, RunRecord};
use crate::results::{LevelRow, Search, Tables};
use crate::watch::{Stopped, Watch};

/// A run that is prepared.
#[derive(Clone, Debug)]
pub struct RunJob {
    scenario: Accepted,
    found: Option<FoundLevels>,
}

/// What a search of the best levels leaves to a run at them.
#[derive(Clone, Debug)]
pub(super) struct FoundLevels {
    pub goal: Goal,
    pub best: Vec<Best>,
    pub search: Search,
    pub levels: Vec<LevelRow>,
}

/// Prepares a run of a scenario as it stands.
#[must_use]
pub fn run(scenario: Accepted) -> RunJob {
    RunJob { scenario, found: None }
}

/// The fingerprint of a run, from its resolved scenario: see [`Prepared::fingerprint`].
#[must_use]
pub fn run_fingerprint(resolved: &str) -> String {
    experiment::fingerprint(resolved, "")
}

impl RunJob {
    /// Prepares a run at levels that were found.
    pub(super) fn at_best(scenario: Accepted, found: FoundLevels) -> RunJob {
        RunJob { scenario, found: Some(found) }
    }
}

impl Prepared for RunJob {
    type Results = Tables;

    fn fingerprint(&self) -> String {
        run_fingerprint(&self.scenario.resolved)
    }

    fn resolved(&self) -> String {
        let asked = self.found.as_ref().map_or("", |_| self.scenario.optimize.toml.as_str());
        self.scenario.resolved.clone() + asked
    }

    fn is_repeatable(&self) -> bool {
        self.found.as_ref().is_none_or(|found| found.best.iter().all(Best::is_complete))
    }

    fn results_with(
        self,
        settings: &Settings,
        archive: &dyn Archive,
        watch: &dyn Watch,
    ) -> Result<(Tables, Vec<RunRecord>), Stopped> {
        let resolved = self.resolved();
        let RunJob { scenario, found } = self;
        let model = &scenario.model;
        settings.within(|| {
            let setup = Setup::new(model).keeping(archive, Extent::Whole);
            let outcome = experiment::run_setup(&setup, &RunOptions { threads: settings.threads }, watch)?;
            let orders = if model.report.orders { experiment::orders(model, &outcome) } else { Vec::new() };
            let provenance = Provenance {
                scenario_hash: scenario.hash,
                resolved,
                findings: scenario.findings,
                orders,
                raw: settings.raw,
                search: found.as_ref().map(|found| found.search.clone()),
            };
            let mut tables = experiment::tables(model, &outcome.layouts, &outcome.records, provenance);
            if let Some(found) = found {
                // Targets that the fresh replications miss are a finding.
                let missed = experiment::missed(model, &found.goal, &found.best, &tables.summary);
                tables.info.findings.extend(missed);
                if let Some(search) = &mut tables.info.search {
                    experiment::add_moved_costs(model, search, &tables.summary);
                }
                tables.levels = found.levels;
            }
            Ok((tables, outcome.records))
        })
    }
}
