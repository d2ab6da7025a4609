//! Simulating the cases, on all cores.

use super::formula::FormulaError;
use super::judge::{Agreement, Effort, Judgement};
use super::library::{Case, CaseText};
use crate::collect::Runner;
use crate::input;
use crate::model::Model;
use crate::plan::{Levels, Plan};
use crate::record::{Layout, RunRecord, ValuePlace};
use crate::stats::{Confidence, Estimate, pseudo_values};
use crate::threads;

/// What a case came to.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// [`Case::name`].
    pub name: String,
    /// [`Case::title`].
    pub title: String,
    /// [`Case::source`].
    pub source: String,
    /// Replications simulated, of every strategy.
    pub replications: u32,
    /// One per expectation: its formula as written, and the judgement.
    pub judgements: Vec<(String, Judgement)>,
    /// Largest self-check residual of all its runs.
    pub residual: f64,
}

impl CaseResult {
    /// Whether every value passes.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.judgements.iter().all(|(_, judgement)| judgement.outcome == Agreement::Pass)
    }

    /// Largest |z|.
    #[must_use]
    pub fn worst(&self) -> f64 {
        self.judgements.iter().map(|(_, judgement)| judgement.z.abs()).fold(0.0, f64::max)
    }
}

/// A case that could not be run: a bug of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifyError {
    /// The case.
    pub case: String,
    /// What is wrong.
    pub message: String,
}

/// Runs the cases on all cores; results in the order of `cases`. `progress` hears of each
/// case as it is done, in any order.
///
/// # Errors
/// When a case's scenario or one of its formulas does not fit this version.
pub fn run(
    cases: &[Case],
    effort: Effort,
    progress: impl Fn(&CaseResult) + Sync,
) -> Result<Vec<CaseResult>, VerifyError> {
    let one = |case: &Case| {
        let result = simulate(case, effort).map_err(|message| VerifyError { case: case.name.clone(), message })?;
        progress(&result);
        Ok(result)
    };
    threads::within(0, || threads::map(cases, one)).into_iter().collect()
}

/// A strategy of a case, ready to run.
struct Ready {
    plan: Plan,
    levels: Levels,
}

fn simulate(case: &Case, effort: Effort) -> Result<CaseResult, String> {
    let model = read(case)?;
    let needed = strategies(case, &model);
    let ready: Vec<Ready> = needed
        .iter()
        .map(|&strategy| {
            let plan = Plan::new(&model, strategy);
            Ready { levels: plan.levels(), plan }
        })
        .collect();
    let runners = || -> Vec<Runner> { ready.iter().map(|one| Runner::new(&model, &one.plan)).collect() };
    let names: Vec<String> = needed.iter().map(|&place| model.strategies[place].name.clone()).collect();
    let places = resolve(case, &names, &runners()).map_err(|error| error.0)?;
    let replications = match effort {
        Effort::Quick => model.run.replications,
        Effort::Full => model.run.replications * case.full,
    };
    let rows: Vec<ReplicationTerms> = threads::numbered_with(replications as usize, runners, |runners, replication| {
        let run = |(runner, one): (&mut Runner<'_>, &Ready)| runner.run(&one.levels, replication as u32);
        let records: Vec<RunRecord> = runners.iter_mut().zip(&ready).map(run).collect();
        terms(&places, &records)
    });
    Ok(judge(case, effort, &rows, replications))
}

/// Where the terms of each expectation stand: (strategy, value).
type Places = Vec<Vec<(usize, ValuePlace)>>;

/// The strategies that the formulas of a case name; all when one names none.
fn strategies(case: &Case, model: &Model) -> Vec<usize> {
    let terms = || case.expectations.iter().flat_map(|row| &row.formula.terms);
    let all = terms().any(|term| term.strategy.is_none());
    let named = |name: &String| terms().any(|term| term.strategy.as_ref() == Some(name));
    (0..model.strategies.len()).filter(|&place| all || named(&model.strategies[place].name)).collect()
}

fn resolve(case: &Case, strategies: &[String], runners: &[Runner]) -> Result<Places, FormulaError> {
    let layouts: Vec<&Layout> = runners.iter().map(|runner| runner.layout()).collect();
    case.expectations.iter().map(|row| row.formula.resolve(strategies, &layouts)).collect()
}

/// What is kept of a replication.
struct ReplicationTerms {
    /// By expectation, by term of its formula: a value, and what it was divided by.
    values: Vec<Vec<(f64, Option<f64>)>>,
    residual: f64,
}

fn terms(places: &Places, records: &[RunRecord]) -> ReplicationTerms {
    let read = |(strategy, place): &(usize, ValuePlace)| records[*strategy].read(*place);
    ReplicationTerms {
        values: places.iter().map(|terms| terms.iter().map(read).collect()).collect(),
        residual: records.iter().map(|record| record.residual).fold(0.0, f64::max),
    }
}

fn judge(case: &Case, effort: Effort, rows: &[ReplicationTerms], replications: u32) -> CaseResult {
    let confidence = Confidence::new(0.95, replications);
    let judgement = |(place, expectation): (usize, &super::Expectation)| {
        let formula = &expectation.formula;
        let term = |term: usize| pseudo_values(rows.iter().map(|row| row.values[place][term]));
        let terms: Vec<Vec<f64>> = (0..formula.terms.len()).map(term).collect();
        let value = |replication: usize| formula.evaluate(terms.iter().map(|values| values[replication]));
        let values: Vec<f64> = (0..rows.len()).map(value).collect();
        let estimate = Estimate::of(&values, &confidence);
        (expectation.formula.text.clone(), Judgement::of(expectation, &estimate, case.exactness, effort))
    };
    CaseResult {
        name: case.name.clone(),
        title: case.title.clone(),
        source: case.source.clone(),
        replications,
        judgements: case.expectations.iter().enumerate().map(judgement).collect(),
        residual: rows.iter().map(|row| row.residual).fold(0.0, f64::max),
    }
}

fn read(case: &Case) -> Result<Model, String> {
    let (name, text) = match &case.text {
        CaseText::Own(text) => (case.name.as_str(), text.as_str()),
        CaseText::Shipped(name, text) => (*name, *text),
    };
    let accepted = input::read_str(name, text, &case.sets);
    accepted.map(|accepted| accepted.model).map_err(|rejected| rejected.render(input::Colour::Plain))
}
