//! What determines a record, or the answer of a point, as text: those with one fingerprint can stand for each other.

use crate::results::Raw;
use std::env::consts::{ARCH, OS};

/// Keys of `[run]` that say how many records there are or what is made of them, not what stands in them.
const HOW_MANY: [&str; 5] = ["replications", "max_replications", "precision", "select", "control_variates"];

/// The fingerprint of the records of a scenario (resolved, canonical TOML): version, scheme of the streams, every key
/// that a record depends on, and the design of a sweep (empty for a run), one line per key.
#[must_use]
pub fn fingerprint(resolved: &str, design: &str) -> String {
    let mut text = version();
    let mut section = "";
    for line in resolved.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let key = line.split([' ', '.']).next().unwrap_or_default();
        if section != "[run]" || !HOW_MANY.contains(&key) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + design
}

/// The fingerprint of the answers of points, which depend on every key.
#[must_use]
pub fn fingerprint_of_answers(resolved: &str, design: &str) -> String {
    version() + "answers = true\n" + resolved + design
}

/// The question of the units of a plan, which are worked by several machines: their numbers depend on every key, and on the build,
/// and which of them there are on whether all raw values are kept.
#[must_use]
pub fn question_of_units(resolved: &str, design: &str, raw: Raw) -> String {
    format!("{}build = {:?}\nfull = {}\n{resolved}{design}", version(), build(), raw == Raw::Everything)
}

/// Target and features: another build may take another logarithm.
fn build() -> String {
    let kinds =
        [("gnu", cfg!(target_env = "gnu")), ("musl", cfg!(target_env = "musl")), ("msvc", cfg!(target_env = "msvc"))];
    let features = [
        ("present", cfg!(feature = "present")),
        ("cli", cfg!(feature = "cli")),
        ("parquet", cfg!(feature = "parquet")),
        ("xlsx", cfg!(feature = "xlsx")),
    ];
    let has = |all: &[(&'static str, bool)]| -> Vec<&str> {
        all.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect()
    };
    let target = [&[ARCH, OS], has(&kinds).as_slice()].concat();
    format!("{}, features {}", target.join("-"), has(&features).join(" "))
}

fn version() -> String {
    format!("pushpull = {:?}\nstreams = {:?}\n", env!("CARGO_PKG_VERSION"), crate::random::SCHEME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_replications_have_the_same_fingerprint() {
        let asked = |replications: u32, seed: u32| {
            let run = format!("[run]\nreplications = {replications}\nprecision.relative = 0.1\nseed = {seed}\n");
            fingerprint(&format!("name = \"x\"\n{run}\n[items.a]\nreplications = 1\n"), "\n[sweep]\n")
        };
        assert_eq!(asked(1, 7), asked(2, 7));
        assert_ne!(asked(1, 7), asked(1, 8));
        assert!(asked(1, 7).contains("[items.a]\nreplications = 1\n") && asked(1, 7).ends_with("[sweep]\n"));
    }
}
