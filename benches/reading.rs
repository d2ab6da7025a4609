//! The program from outside: `cargo bench --bench reading`.
//!
//! `check` of a scenario of 2,000 items and 16,000 lines of parts lists, read from tables; and `run` of a small scenario
//! without charts where there is next to nothing to simulate, so that what is left is the program's own. Milliseconds of
//! wall time, from start to end of a process.

mod common;

use common::Figures;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const ROUNDS: u32 = 15;

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let many = common::many::write_tables(folder.path(), 2_000)?;
    let output = folder.path().join("output");
    let path = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    time("check, 2,000 items and 16,000 lines", &["check", &path(&many)]);
    time("check, pc-ato", &["check", "scenarios/pc-ato.toml"]);
    time("new, list of templates", &["new"]);
    let small = ["--set", "run.horizon=1", "--set", "run.warm_up=0", "--no-charts", "--out", &path(&output)];
    for (name, scenario) in [("pc-ato", "scenarios/pc-ato.toml"), ("pc-three", "scenarios/pc-three.toml")] {
        let words = [&["run", scenario][..], &small].concat();
        time(&format!("run {name}, 10 replications of one day, no charts"), &words);
    }
    Ok(())
}

fn time(name: &str, words: &[&str]) {
    let mut figures = Figures::default();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let done =
            Command::new(env!("CARGO_BIN_EXE_pushpull")).args(words).output().expect("the program can be started");
        figures.add(begun.elapsed().as_secs_f64() * 1e3);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    figures.show(name);
}
