//! What the benchmarks share: the clock, rounds, the words of the command line, and how a scenario is read.

#![allow(dead_code, reason = "every benchmark uses a part of it")]

pub mod many;

use pushpull::input;
use pushpull::model::Model;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// CPU time of this thread in seconds where the system tells it, wall time elsewhere. It ticks in milliseconds.
pub fn clock() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// The most memory this process has had so far, in MB; NaN where the system does not tell.
pub fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    peak.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
}

/// Nanoseconds per unit of work, by round.
#[derive(Clone, Debug, Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    /// One round: times `work`, which says how many units it did; gives the round's figure.
    pub fn time(&mut self, work: impl FnOnce() -> f64) -> f64 {
        let begun = clock();
        let units = work();
        let figure = (clock() - begun) * 1e9 / units;
        self.add(figure);
        figure
    }

    pub fn add(&mut self, figure: f64) {
        self.0.push(figure);
        self.0.sort_by(f64::total_cmp);
    }

    pub fn least(&self) -> f64 {
        self.0[0]
    }

    pub fn median(&self) -> f64 {
        self.0[self.0.len() / 2]
    }

    pub fn show(&self, name: &str) {
        let greatest = self.0[self.0.len() - 1];
        println!("{name:<48} least {:8.2}  median {:8.2}  greatest {greatest:8.2}", self.least(), self.median());
    }
}

/// Times `work` in `rounds` rounds and prints the figures; `work` does round `n` and says how many units it did.
pub fn time(name: &str, rounds: u32, mut work: impl FnMut(u32) -> f64) -> Figures {
    let mut figures = Figures::default();
    (0..rounds).for_each(|round| _ = figures.time(|| work(round)));
    figures.show(name);
    figures
}

/// Words of the command line that are no flags (`cargo bench` adds some).
pub fn words() -> Vec<String> {
    std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect()
}

/// The word at a place, or what stands for it.
pub fn word(place: usize, default: &str) -> String {
    words().get(place).cloned().unwrap_or_else(|| default.to_owned())
}

/// Reads a scenario with `KEY=VALUE` overrides.
pub fn scenario(path: &str, overrides: &[&str]) -> Model {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    let read = input::read(Path::new(path), &overrides);
    read.unwrap_or_else(|refused| panic!("{}", refused.render(input::Colour::Plain))).model
}

/// The place of a strategy of a model.
pub fn strategy(model: &Model, name: &str) -> usize {
    model.strategies.iter().position(|known| known.name == name).expect("a strategy of the scenario")
}
