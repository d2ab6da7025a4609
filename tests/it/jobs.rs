//! Jobs as a library user asks for them: from a text, in memory, watched, stopped, on the threads given.

use pushpull::input::{self, Accepted, Beside, Colour};
use pushpull::jobs::{self, JobError, Prepared as _, Settings, Silent, Stopped, Told, Watch};
use pushpull::present::{ResultKind, report};
use pushpull::record::{Answer, Archive, RunKey, RunRecord};
use pushpull::results::{Tables, TargetVerdict};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

const SCENARIO: &str = "name = \"jobs\"\nrun = { warm_up = 5, horizon = 60, replications = 6 }\n\
    costs.holding_rate = 0.2\n\
    items.a = { cost = 10, buy.lead_time = 2, stock.base_stock = 4 }\n\
    items.p = { make.parts.a = 1, make.time = 0.5, holding_cost = 2, stock.base_stock = 2 }\n\
    demand.p = { arrivals.poisson.rate = 1, backorder_cost = 5, due = 1 }\n\
    strategies.MTS.hold = [\"p\"]\nstrategies.ATO.hold = [\"a\"]\n\
    sweep = { \"demand.p.arrivals.poisson.rate\" = [0.5, 1.0, 1.5] }\n";

fn scenario(sets: &[&str]) -> Accepted {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    input::read_str("jobs", SCENARIO, &sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain)))
}

const ONE: Settings = Settings { threads: 1, raw: jobs::Raw::Fitting };
const TWO: Settings = Settings { threads: 2, raw: jobs::Raw::Fitting };

/// Stops at the question of this number, counted from 1.
struct StopAt {
    number: u64,
    asked: AtomicU64,
}

impl StopAt {
    fn new(number: u64) -> StopAt {
        StopAt { number, asked: AtomicU64::new(0) }
    }
}

impl Watch for StopAt {
    fn told(&self, _: Told<'_>) -> ControlFlow<()> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        if asked == self.number { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// After a stop between replications or between scored points nothing of it is left: the same job gives its results.
#[test]
fn a_run_a_sweep_and_a_search_stop_and_begin_again() {
    let expected = jobs::run(scenario(&[])).results(&TWO, &Silent).unwrap();
    for number in [1, 2, 11] {
        let watch = StopAt::new(number);
        assert_eq!(jobs::run(scenario(&[])).results(&ONE, &watch).unwrap_err(), Stopped);
        assert_eq!(watch.asked.load(Ordering::Relaxed), number, "not asked again on one thread");
        assert!(jobs::run(scenario(&[])).results(&TWO, &StopAt::new(number)).is_err());
        assert!(jobs::run(scenario(&[])).results(&TWO, &Silent).unwrap() == expected);
    }
    assert!(matches!(jobs::sweep(scenario(&[]), &TWO, &StopAt::new(2)), Err(JobError::Stopped)), "laying out");
    let swept = || jobs::sweep(scenario(&[]), &TWO, &Silent).unwrap();
    assert_eq!(swept().results(&TWO, &StopAt::new(20)).unwrap_err(), Stopped);
    assert_eq!(swept().results(&TWO, &Silent).unwrap().standings.len(), 3);
    let search = |watch: &dyn Watch| jobs::optimize(&scenario(&[]), &TWO, watch);
    for number in [1, 5] {
        assert!(matches!(search(&StopAt::new(number)), Err(JobError::Stopped)));
    }
    let found = search(&Silent).unwrap().results(&TWO, &Silent).unwrap();
    assert!(!found.levels.is_empty() && found.info.verdict.headline.starts_with("At their best levels"));
    assert!(matches!(jobs::decoupling(&scenario(&[]), &TWO, &StopAt::new(3)), Err(JobError::Stopped)));
}

/// A process that forks has none of the threads that live as long as it does: no job may make them. The test calls itself, so
/// that no other test is in the process.
#[test]
fn no_job_uses_threads_that_outlive_it() {
    let mut own = Command::new(std::env::current_exe().unwrap());
    let call = own.args(["--exact", "jobs::all_jobs_alone", "--ignored", "--nocapture"]).output().unwrap();
    assert!(call.status.success(), "{}", String::from_utf8_lossy(&call.stderr));
    assert!(String::from_utf8_lossy(&call.stdout).contains("1 passed"), "the test below is not found");
}

#[test]
#[ignore = "called by no_job_uses_threads_that_outlive_it, in a process of its own"]
fn all_jobs_alone() {
    let (plain, asked) = (scenario(&[]), scenario(&["optimize.frontier.levels=[0.5, 0.7]"]));
    shown(&jobs::run(plain.clone()).results(&ONE, &Silent).unwrap());
    shown(&jobs::optimize(&plain, &ONE, &Silent).unwrap().results(&ONE, &Silent).unwrap());
    shown(&jobs::sweep(plain.clone(), &ONE, &Silent).unwrap().results(&ONE, &Silent).unwrap());
    shown(&jobs::frontier(asked, &ONE, &Silent).unwrap().results(&ONE, &Silent).unwrap());
    shown(&jobs::decoupling(&plain, &ONE, &Silent).unwrap());
    let global = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    assert!(global.is_ok(), "somebody has made the threads that outlive a job");
}

/// Keeps the bytes of answers, and counts records.
#[derive(Default)]
struct Memory {
    answers: Mutex<BTreeMap<u32, Vec<u8>>>,
    records: AtomicU64,
}

impl Archive for Memory {
    fn find(&self, _: u32, _: RunKey) -> Option<RunRecord> {
        None
    }

    fn keep(&self, _: u32, _: &RunRecord) {
        self.records.fetch_add(1, Ordering::Relaxed);
    }

    fn answer(&self, point: u32) -> Option<Answer> {
        self.answers.lock().unwrap().get(&point).map(|bytes| Answer::from_bytes(bytes).unwrap())
    }

    fn keep_answer(&self, answer: &Answer) {
        self.answers.lock().unwrap().insert(answer.point, answer.to_bytes());
    }
}

/// Of many points a sweep holds some 30 bytes for each row of its table, and an archive one answer each and no records; with the
/// answers nothing is simulated again. All that on any number of threads.
#[test]
fn many_points_are_held_and_kept_by_their_answers() {
    let axis = "sweep.'items.a.stock.base_stock'={ from = 1, to = 100, steps = 100 }";
    let swept = |settings: &Settings, archive: &Memory, watch: &dyn Watch| {
        let job = jobs::sweep(scenario(&[axis]), settings, &Silent).unwrap();
        job.results_with(settings, archive, watch).map(|(swept, _)| swept)
    };
    let kept = Memory::default();
    let first = swept(&TWO, &kept, &Silent).unwrap();
    assert_eq!((first.rows.points(), kept.answers.lock().unwrap().len()), (300, 300));
    assert_eq!(kept.records.load(Ordering::Relaxed), 0);
    let rows = first.rows.len() / 300;
    assert!(first.rows.bytes() <= 30 * first.rows.len(), "{} for {} rows", first.rows.bytes(), first.rows.len());
    let bytes: usize = kept.answers.lock().unwrap().values().map(Vec::len).sum();
    assert!(bytes <= 300 * (30 * rows + 300), "{bytes}");

    let stopped = Memory::default();
    assert_eq!(swept(&TWO, &stopped, &StopAt::new(2_000)).unwrap_err(), Stopped);
    let done = stopped.answers.lock().unwrap().len();
    assert!((100..300).contains(&done), "{done}");
    assert!(swept(&ONE, &stopped, &Silent).unwrap() == first);
    assert!(*stopped.answers.lock().unwrap() == *kept.answers.lock().unwrap());
    // Asked once for each point that is there already.
    let watch = StopAt::new(u64::MAX);
    assert!(swept(&ONE, &kept, &watch).unwrap() == first);
    assert_eq!(watch.asked.load(Ordering::Relaxed), 300);
    // An answer without all the numbers of its table is none.
    kept.answers.lock().unwrap().values_mut().for_each(|bytes| {
        let mut answer = Answer::from_bytes(bytes).unwrap();
        answer.moments[0].pop();
        *bytes = answer.to_bytes();
    });
    assert!(swept(&TWO, &kept, &Silent).unwrap() == first);
}

/// Everything that is made of results: charts, report, terminal, JSON, and the files of a folder.
fn shown(results: &impl ResultKind) {
    let folder = tempfile::tempdir().unwrap();
    let options = pushpull::present::WriteOptions { threads: 1, ..Default::default() };
    pushpull::present::write_folder(&folder.path().join("out"), results, &options).unwrap();
    assert!(results.charts().iter().all(|chart| chart.svg().is_ok() && chart.png().is_ok()));
    assert!(report::page(results).unwrap().contains("</html>"));
    assert!(!results.json().is_empty());
}

/// Text and tables in memory, all that may stand beside them, and nothing from the disk.
#[test]
fn a_scenario_needs_no_disk() {
    let text = SCENARIO.replace("items.a = ", "tables.items = \"parts.csv\"\nitems.b = ");
    let files = [("parts.csv".to_string(), b"name,cost,buy.lead_time,stock.base_stock\na,10,2,4\n".to_vec())];
    let axes = vec!["items.a.stock.base_stock=[2, 4]".to_string()];
    let strategies = vec!["ATO".to_string()];
    let beside = Beside { axes, strategies, files: Some(files.into()), ..Beside::default() };
    let accepted =
        input::read_text("memory", &text, beside).unwrap_or_else(|no| panic!("{}", no.render(Colour::Plain)));
    let swept = jobs::sweep(accepted, &TWO, &Silent).unwrap().results(&TWO, &Silent).unwrap();
    assert_eq!((swept.standings.len(), swept.info.axes.len(), swept.info.strategies.len()), (6, 2, 1));
    let none = Beside { files: Some([].into()), ..Beside::default() };
    let rejected = input::read_text("memory", &text, none).unwrap_err();
    assert!(rejected.render(Colour::Plain).contains("no table of this name was handed in"));
}

/// What the sentences say stands beside them as data, and agrees with the tables.
#[test]
fn facts_are_those_of_the_tables() {
    let target = "report.target={ measure = \"on_time_rate\", value = 0.5 }";
    let tables = jobs::run(scenario(&[target])).results(&TWO, &Silent).unwrap();
    let facts = tables.info.verdict.facts.as_ref().unwrap();
    assert_eq!((facts.confidence, facts.replications, facts.money.measure.as_str()), (0.95, 6, "cost_total"));
    let mean = |tables: &Tables, strategy: &str, id: &str| {
        let of = |row: &&pushpull::results::SummaryRow| {
            row.strategy == strategy && row.measure == id && row.entity.is_empty()
        };
        tables.summary.iter().find(of).unwrap().mean
    };
    let best = facts.money.best.as_deref().unwrap();
    for ranked in &facts.money.strategies {
        assert_eq!(ranked.value.mean, mean(&tables, &ranked.strategy, "cost_total"));
        assert!(ranked.value.mean >= mean(&tables, best, "cost_total"), "the best costs least");
        let row = tables.comparison.iter().find(|row| {
            row.measure == "cost_total"
                && row.entity.is_empty()
                && row.strategy == ranked.strategy
                && row.reference == best
        });
        assert_eq!(ranked.difference.map(|it| (it.mean, it.ci_low)), row.map(|row| (row.difference, row.ci_low)));
        assert!(ranked.difference.is_some() != (ranked.strategy == best));
    }
    let targets = facts.targets.as_ref().unwrap();
    assert_eq!((targets.asked[0].value, targets.strategies.len()), (0.5, 2));
    assert!(targets.strategies.iter().all(|fact| fact.verdict != TargetVerdict::Missed) || facts.choice.len() < 2);
    let json: serde_json::Value = serde_json::from_str(&tables.json()).unwrap();
    assert_eq!(json["verdict"]["facts"]["money"]["best"], best);
    assert!(tables.info.verdict.sentences[0].starts_with(best), "{:?}", tables.info.verdict.sentences);
}
