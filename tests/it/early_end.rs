//! Searches that end before their time: the best found so far, judged on fresh replications, and said so.

use super::fixture::Fixture;
use super::program::{Done, SMALL, bytes_below, command, pushpull, scenario};
use pushpull::experiment::Told;
use pushpull::experiment::optimize::{
    Best, Ending, Goal, Objective, ScorerChoice, SearchSettings, ServiceTarget, decouple, frontier, search,
};
use pushpull::measures::{Column, EntityKind};
use pushpull::record::Entity;
use pushpull::watch::{Deadline, Silent, Watch};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;
use tempfile::tempdir;

/// Has enough after so many points.
struct EnoughAfter(u64, AtomicU64);

impl EnoughAfter {
    fn points(most: u64) -> EnoughAfter {
        EnoughAfter(most, AtomicU64::new(0))
    }
}

impl Watch for EnoughAfter {
    fn told(&self, told: Told<'_>) -> ControlFlow<()> {
        if let Told::Scored { points, .. } = told {
            self.1.fetch_max(points, Ordering::Relaxed);
        }
        ControlFlow::Continue(())
    }

    fn is_enough(&self) -> bool {
        self.1.load(Ordering::Relaxed) >= self.0
    }
}

fn served(share: f64) -> ServiceTarget {
    let entity = Entity { kind: EntityKind::System, name: String::new() };
    ServiceTarget { column: Column::parse("order_fill_rate").unwrap(), entity, value: share }
}

fn serving(share: f64) -> Goal {
    Goal { objective: Objective::Cost, targets: vec![served(share)] }
}

/// So many items that are bought and sold; more than 16 are searched along slopes.
fn shelves(items: usize) -> Fixture {
    let mut text = String::from("name = \"shelves\"\nrun = { warm_up = 20, horizon = 200, replications = 6 }\n");
    for item in 1..=items {
        let _ = writeln!(text, "items.x{item} = {{ holding_cost = 1, buy.lead_time = 3, stock.base_stock = 6 }}");
        let _ = writeln!(text, "demand.x{item} = {{ arrivals.poisson.rate = {} }}", 0.5 * item as f64);
    }
    Fixture::new(&(text + "[strategies.MTS]\nhold = [\"products\"]\n"), &[])
}

/// An early end is no worse than the beginning, and more points are never worse; without a limit the search is the same as ever.
#[test]
fn the_best_so_far_gets_better_with_time() {
    for (items, scorer) in
        [(4, ScorerChoice::SamplePath), (4, ScorerChoice::Simulation), (18, ScorerChoice::SamplePath)]
    {
        let (bench, goal) = (shelves(items), serving(0.9));
        let settings = SearchSettings { scorer, threads: 2, ..SearchSettings::default() };
        let by = |watch: &dyn Watch| search(&bench.model, 0, &goal, &settings, watch).unwrap();
        let whole = by(&Silent);
        assert_eq!(whole.how.ending, Ending::Complete);
        let all = EnoughAfter::points(u64::MAX);
        assert_eq!(by(&all), whole);
        let most = all.1.into_inner();
        let money = |part: u64| {
            let early = by(&EnoughAfter::points(most * part / 100));
            assert_eq!(early.how.ending, Ending::Early, "{items} {scorer:?} {part} %");
            assert!(early.how.evaluations < whole.how.evaluations + 10, "{} {most}", early.how.evaluations);
            assert!(early.reached, "the greatest levels meet the target: {items} {scorer:?} {part} %");
            assert_eq!(early.marginal_values.len(), items);
            early.scores.money()
        };
        let way = [1, 40, 75].map(money);
        let least = whole.scores.money();
        if items > 16 {
            // A whole search lands with room for chance, an early end on the replications searched alone: it may cost less.
            assert!(way.iter().all(|own| (0.95 * least..1.1 * least).contains(own)), "{way:?} {least}");
            continue;
        }
        assert!(way[0] > 1.005 * least && way[1] <= 1.1 * way[0], "{way:?} {least}");
        assert!((least..1.1 * least).contains(&way[2]), "{way:?} {least}");
    }
}

#[test]
fn frontiers_and_sets_of_held_items_end_early_too() {
    let bench = shelves(4);
    let settings = SearchSettings { threads: 2, ..SearchSettings::default() };
    let along = |settings: &SearchSettings, watch: &dyn Watch| -> Vec<Best> {
        frontier(&bench.model, 0, Objective::Cost, &served(0.0), &[0.8, 0.9, 0.95], settings, watch).unwrap()
    };
    let early = along(&settings, &EnoughAfter::points(20));
    assert!(early.len() == 3 && early.iter().all(|best| best.reached && !best.is_complete()), "20 points");
    let no_time = SearchSettings { until: Deadline::after(Some(0.0)), ..settings.clone() };
    assert!(along(&no_time, &Silent).iter().all(|best| best.reached && !best.is_complete()));
    let long = SearchSettings { until: Deadline::after(Some(3_600.0)), ..settings.clone() };
    assert_eq!(along(&long, &Silent), along(&settings, &Silent), "there was time enough");
    let goal = serving(0.9);
    let all = EnoughAfter::points(u64::MAX);
    let whole = decouple(&bench.model, 0, &goal, &settings, &all).unwrap();
    for points in [1, 40, all.1.into_inner() / 2] {
        let early = decouple(&bench.model, 0, &goal, &settings, &EnoughAfter::points(points)).unwrap();
        assert_eq!((early.ending, early.items.len()), (Ending::Early, whole.items.len()));
        assert!(early.evaluations < whole.evaluations && early.contenders.last().is_some_and(|best| best.best.reached));
        assert!(early.items.iter().all(|item| item.net.mean.is_none()), "nothing is said of single items");
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// Every command that searches takes a budget; the folder is whole, and says that the search was not.
#[test]
fn a_budget_gives_whole_folders_that_say_so() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    let to = ["--target", "on_time_rate=0.95", "--no-charts", "--budget", "1ms"];
    let calls: [&[&str]; 3] = [&["optimize"], &["optimize", "--decoupling"], &["frontier", "--levels", "0.5,0.9"]];
    for call in calls {
        let call = [&call[..1], &["small.toml"], &call[1..], &to, &["--out", "out"]].concat();
        let done = pushpull(folder.path(), &call).ends(0);
        assert!(done.stdout.contains("ended before its time"), "{call:?}\n{}", done.stdout);
        let run = text(&folder.path().join("out/run.json"));
        assert!(run.contains("\"ended_early\": true") && run.contains("search_ended_early"), "{call:?}");
        assert!(!folder.path().join(".out.journal").exists());
        // It is not finished in the sense that nothing is left to do.
        let again = pushpull(folder.path(), &[&call[..], &["--resume"]].concat());
        assert!(!again.stderr.contains("nothing to resume; without"), "{}", again.stderr);
    }
    let at_best = ["run", "small.toml", "--at-best", "--budget", "1ms", "--no-charts", "--out", "best"];
    assert!(pushpull(folder.path(), &at_best).ends(0).stdout.contains("ended before its time"));
    // With time enough it is the search without a budget, but for what was asked.
    let plain = ["optimize", "small.toml", "--no-charts", "--out", "plain"];
    pushpull(folder.path(), &plain).ends(0);
    pushpull(folder.path(), &[&plain[..4], &["long", "--budget", "1h"]].concat()).ends(0);
    let (plain, long) = (bytes_below(&folder.path().join("plain")), bytes_below(&folder.path().join("long")));
    assert_eq!(plain.len(), long.len());
    for (file, bytes) in plain.iter().filter(|(file, _)| !file.ends_with("run.json")) {
        assert!(long.get(file) == Some(bytes), "{}", file.display());
    }
    let wrong = ["optimize", "small.toml", "--budget", "0"];
    let nothing =
        ["optimize", "small.toml", "--strategies", "MTO", "--budget", "1ms", "--no-charts", "--out", "nothing"];
    let done = pushpull(folder.path(), &nothing).ends(0);
    assert!(!done.stdout.contains("ended before its time"), "nothing was searched\n{}", done.stdout);
    pushpull(folder.path(), &["run", "small.toml", "--budget", "2m"]).ends(2).complains(&["--at-best"]);
    pushpull(folder.path(), &["optimize", "small.toml", "--budget", "-5"]).ends(2).complains(&["is no time to search"]);
    pushpull(folder.path(), &wrong).ends(2).complains(&["--budget", "`0` is no time to search", "90s or 1h30m"]);
}

/// A search that goes on until it is interrupted.
fn begun(folder: &Path, arguments: &[&str]) -> Child {
    // Where the tests run in the background of a script, Ctrl-C is ignored, and so it would be here.
    let program = command(folder, arguments);
    let mut call = Command::new("env");
    call.arg("--default-signal=INT").arg(program.get_program()).args(program.get_args());
    call.current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn ctrl_c(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

/// What the program says until its end, after Ctrl-C in its search, once or twice.
fn interrupted(folder: &Path, arguments: &[&str], times: usize) -> Done {
    let mut child = begun(folder, arguments);
    sleep(Duration::from_secs(2));
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself: make it longer");
    ctrl_c(&child);
    let (mut stderr, mut lines) = (String::new(), BufReader::new(child.stderr.take().unwrap()));
    while !stderr.contains("going on with the best found so far") {
        assert!(lines.read_line(&mut stderr).unwrap() > 0, "it says nothing of it: {stderr}");
    }
    (1..times).for_each(|_| ctrl_c(&child));
    lines.read_to_string(&mut stderr).unwrap();
    let end = child.wait_with_output().unwrap();
    let code = end.status.code().expect("no signal ends it");
    Done { code, stdout: String::from_utf8(end.stdout).unwrap(), stderr }
}

#[test]
fn ctrl_c_gives_the_best_so_far_and_a_second_one_ends_at_once() {
    let folder = tempdir().unwrap();
    scenario(folder.path(), SMALL);
    // Few numbers with wide bounds: all 3,721 points are scored.
    let bounds = ["--set", "optimize.bounds={ case = [0, 60], box = [0, 60] }"];
    let long = ["optimize", "small.toml", "--search-replications", "4000", "--no-charts", "--out", "out"];
    let long = [&long[..], &bounds, &["--target", "on_time_rate=0.95"]].concat();
    let done = interrupted(folder.path(), &long, 1).ends(0);
    assert!(done.stdout.contains("ended before its time"), "{}", done.stdout);
    assert!(text(&folder.path().join("out/run.json")).contains("\"ended_early\": true"));
    // The folder of the first stays as it is.
    let before = bytes_below(&folder.path().join("out"));
    interrupted(folder.path(), &long, 2).ends(130).complains(&["pushpull: interrupted", "nothing is kept"]);
    assert!(bytes_below(&folder.path().join("out")) == before);
    assert!(!folder.path().join(".out.journal").exists());
}
