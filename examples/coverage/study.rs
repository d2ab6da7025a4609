//! Experiments on all cores, and the table of how often they were right.

use pushpull::experiment::{Provenance, RunOptions, Silent, run, tables};
use pushpull::input::{Colour, read_str};
use pushpull::model::Model;
use pushpull::results::Tables;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a share of right answers must lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// An individual interval of 95 %.
    Individual,
    /// Simultaneous intervals, a selection, or a bound from few failures, of 95 %: they may be right more often.
    Conservative,
}

impl Range {
    fn ends(self) -> (f64, f64) {
        match self {
            Range::Individual => (0.93, 0.97),
            Range::Conservative => (0.94, 1.0),
        }
    }
}

/// What one experiment said.
#[derive(Clone, Debug)]
enum Said {
    Right { what: String, range: Range, right: bool },
    Value { what: String, value: f64 },
}

/// Takes what one experiment said.
#[derive(Default)]
pub struct Tally(Vec<Said>);

impl Tally {
    pub fn individual(&mut self, what: &str, range: Range, right: bool) {
        self.0.push(Said::Right { what: what.into(), range, right });
    }

    /// A number to be averaged, if there is one.
    pub fn average(&mut self, what: &str, value: Option<f64>) {
        self.0.extend(value.map(|value| Said::Value { what: what.into(), value }));
    }
}

/// All studies.
pub struct Study {
    experiments: u64,
    seed: u64,
    rows: Vec<String>,
    outside: usize,
}

impl Study {
    /// So many experiments of each case, with seeds from this one on.
    pub fn new(experiments: u64, seed: u64) -> Study {
        Study { experiments, seed, rows: Vec::new(), outside: 0 }
    }

    /// Runs a scenario with seeds one after the other and lets `judge` look at the tables of each.
    pub fn each(&mut self, case: &str, text: &str, sets: &[String], judge: impl Fn(&Tables, &mut Tally) + Sync) {
        let model =
            read_str(case, text, sets).unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model;
        let (next, all) = (AtomicU64::new(self.seed), Mutex::new(Vec::new()));
        let work = || loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= self.seed + self.experiments {
                return;
            }
            let mut tally = Tally::default();
            judge(&experiment(&model, seed), &mut tally);
            all.lock().expect("nobody panics while holding the lock").push(tally);
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        self.sum_up(case, &all.into_inner().expect("all threads are done"));
    }

    fn sum_up(&mut self, case: &str, tallies: &[Tally]) {
        let mut names: Vec<String> = Vec::new();
        let name = |said: &Said| match said {
            Said::Right { what, .. } | Said::Value { what, .. } => what.clone(),
        };
        for said in tallies.first().into_iter().flat_map(|tally| &tally.0) {
            names.push(name(said));
        }
        for what in names {
            let of_all: Vec<&Said> =
                tallies.iter().flat_map(|tally| &tally.0).filter(|said| name(said) == what).collect();
            let n = of_all.len() as f64;
            let row = match of_all[0] {
                Said::Value { .. } => {
                    let sum: f64 =
                        of_all.iter().map(|said| if let Said::Value { value, .. } = said { *value } else { 0.0 }).sum();
                    format!("| {case} | {what}, mean | {:.2} | |", sum / n)
                }
                Said::Right { range, .. } => {
                    let right = |said: &&&Said| matches!(said, Said::Right { right: true, .. });
                    let share = of_all.iter().filter(right).count() as f64 / n;
                    let (low, high) = range.ends();
                    let se = (share * (1.0 - share) / n).sqrt();
                    let inside = low <= share && share <= high;
                    self.outside += usize::from(!inside);
                    let verdict = if inside { "" } else { " **outside**" };
                    format!(
                        "| {case} | {what} | {:.1} ± {:.1} %{verdict} | {:.0} … {:.0} % |",
                        share * 100.0,
                        se * 100.0,
                        low * 100.0,
                        high * 100.0
                    )
                }
            };
            println!("{row}");
            self.rows.push(row);
        }
    }

    /// Prints the table; the exit code.
    pub fn print(&self) -> i32 {
        println!(
            "\n{} experiments of each case, seeds from {}:\n\n| case | what | found | to be |\n|---|---|---:|---:|",
            self.experiments, self.seed
        );
        self.rows.iter().for_each(|row| println!("{row}"));
        i32::from(self.outside > 0)
    }
}

fn experiment(model: &Model, seed: u64) -> Tables {
    let mut model = model.clone();
    model.run.seed = seed;
    let outcome = run(&model, &RunOptions { threads: 1 }, &Silent).expect("nothing stops it");
    tables(&model, &outcome.layouts, &outcome.records, Provenance::default())
}

/// Looks things up in the tables of an experiment.
pub mod says {
    use pushpull::results::{ComparisonRow, ControlledRow, SummaryRow, Tables};

    pub fn summary<'a>(tables: &'a Tables, strategy: &str, measure: &str) -> &'a SummaryRow {
        let wanted = |row: &&SummaryRow| row.entity.is_empty() && row.strategy == strategy && row.measure == measure;
        tables.summary.iter().find(wanted).expect("a row of the system")
    }

    pub fn comparison<'a>(tables: &'a Tables, measure: &str, strategy: &str, reference: &str) -> &'a ComparisonRow {
        let wanted = |row: &&ComparisonRow| {
            row.entity.is_empty() && row.measure == measure && row.strategy == strategy && row.reference == reference
        };
        tables.comparison.iter().find(wanted).expect("a row of the system")
    }

    pub fn controlled<'a>(tables: &'a Tables, measure: &str, strategy: &str, reference: &str) -> &'a ControlledRow {
        let wanted =
            |row: &&ControlledRow| row.measure == measure && row.strategy == strategy && row.reference == reference;
        tables.controlled.iter().find(wanted).expect("control variates were asked for")
    }

    /// The strategy that `run.select` came to, with the rule's words; `None` when it did not.
    pub fn selected(tables: &Tables) -> Option<(&str, &str)> {
        let words = tables.info.stop_rule.as_str();
        let (before, _) = words.split_once(" after ")?;
        Some((before.rsplit(' ').next()?, words))
    }

    pub fn holds(low: Option<f64>, high: Option<f64>, value: f64) -> bool {
        // To rounding: an interval may end at the exact value, 0.
        low.zip(high).is_some_and(|(low, high)| low - 1e-9 <= value && value <= high + 1e-9)
    }
}
