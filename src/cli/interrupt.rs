//! Ctrl-C: it ends the process at once, and says what is kept and which command goes on with it. A search it ends with the best
//! found so far; a second one ends the process.
//!
//! Nothing has to be finished first: a journal is whole at every moment, and a result folder takes its place in one step.

use std::env;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;

use super::failure::{INTERRUPTED, say};
use crate::journal::KeptWork;
use crate::results::numbers::{bytes, counted};

/// What is under way, and what of it outlives the process.
pub(super) enum UnderWay {
    /// Nothing that takes long, or nothing that is kept.
    Anything,
    /// A search: Ctrl-C ends it with the best found so far, a second one the process.
    Search,
    /// Replications at what a search found that ended early: nothing is kept.
    Once,
    /// Replications, kept for the next start.
    Replications { journal: KeptWork, out: PathBuf },
}

static UNDER_WAY: Mutex<UnderWay> = Mutex::new(UnderWay::Anything);
/// Whether the best that a search has found is enough.
static ENOUGH: AtomicBool = AtomicBool::new(false);
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// So long the last words may take: a terminal or a disk that does not answer must not keep the process alive.
const PATIENCE: Duration = Duration::from_secs(2);

/// Listens from now on. Where who started the process wants Ctrl-C ignored, it is.
pub fn listen() {
    let _ = ctrlc::try_set_handler(|| {
        if matches!(*locked(&UNDER_WAY), UnderWay::Search) && !ENOUGH.swap(true, Ordering::Relaxed) {
            let words = "pushpull: interrupted: going on with the best found so far; Ctrl-C again ends at once";
            return match locked(&BAR).as_ref() {
                Some(bar) => bar.suspend(|| say(words)),
                None => say(words),
            };
        }
        thread::spawn(|| {
            thread::sleep(PATIENCE);
            end();
        });
        if let Some(bar) = locked(&BAR).take() {
            bar.finish_and_clear();
        }
        say(&format!("pushpull: interrupted{}", words(&locked(&UNDER_WAY))));
        end();
    });
}

fn end() -> ! {
    process::exit(i32::from(INTERRUPTED))
}

/// Whether Ctrl-C ended the search.
pub(super) fn is_enough() -> bool {
    ENOUGH.load(Ordering::Relaxed)
}

/// Says what is under way from now on.
pub(super) fn is_under_way(what: UnderWay) {
    *locked(&UNDER_WAY) = what;
}

/// The bar that is on the terminal, which the last words must not be written into.
pub(super) fn shows(bar: Option<ProgressBar>) {
    *locked(&BAR) = bar;
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words(what: &UnderWay) -> String {
    match what {
        UnderWay::Anything => String::new(),
        UnderWay::Search => " while searching, of which nothing is kept: the same command begins anew".into(),
        UnderWay::Once => {
            ", and nothing is kept: the search had ended early, and the same command begins it anew".into()
        }
        UnderWay::Replications { journal, out } => {
            let fails = journal.failure().map_or(String::new(), |why| format!("; nothing more could be kept: {why}"));
            format!(
                ": {} in {} ({}){fails}\n  go on:     {}\n  forget it: pushpull clean {}",
                kept(journal.replications()),
                journal.path().display(),
                bytes(journal.bytes()),
                goes_on(env::args_os().map(|word| word.to_string_lossy().into_owned())),
                quoted(&out.to_string_lossy()),
            )
        }
    }
}

fn kept(replications: u64) -> String {
    let verb = if replications == 1 { "is" } else { "are" };
    format!("{} {verb} kept", counted(replications, "replication"))
}

/// The command line that goes on.
fn goes_on(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.collect();
    if !words.iter().any(|word| word == "--resume") {
        words.push("--resume".into());
    }
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it. Control characters are left out: a command line that has some is told, not copied.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_./=:,@%+-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into();
    }
    let clean: String = word.chars().filter(|letter| !letter.is_control()).collect();
    format!("'{}'", clean.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_that_goes_on_is_the_same_with_resume() {
        let words = |line: &[&str]| goes_on(line.iter().map(ToString::to_string));
        assert_eq!(words(&["pushpull", "run", "a.toml"]), "pushpull run a.toml --resume");
        assert_eq!(words(&["pushpull", "run", "--resume", "a.toml"]), "pushpull run --resume a.toml");
        assert_eq!(
            words(&["./pushpull", "sweep", "my model.toml", "--axis", "it's=[1, 2]", "\u{1b}[2J"]),
            r"./pushpull sweep 'my model.toml' --axis 'it'\''s=[1, 2]' '[2J' --resume"
        );
    }

    #[test]
    fn what_is_kept_is_counted() {
        assert_eq!(kept(1), "1 replication is kept");
        assert_eq!(kept(1200), "1,200 replications are kept");
    }
}
