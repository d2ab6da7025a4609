//! Progress of long work on stderr: a bar on a terminal, a line every few seconds elsewhere, nothing when quiet.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::say;
use crate::experiment::{self, Done};

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// After so long it is said, once, what an interruption costs.
const LONG: Duration = Duration::from_secs(15);

/// Who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Nobody: `--quiet`.
    Nobody,
    /// A person at a terminal.
    Terminal,
    /// A file or a pipe.
    Log,
}

impl Audience {
    /// The audience of stderr.
    pub fn of_stderr(quiet: bool) -> Audience {
        match (quiet, io::stderr().is_terminal()) {
            (true, _) => Audience::Nobody,
            (false, true) => Audience::Terminal,
            (false, false) => Audience::Log,
        }
    }
}

/// Shows how far a run is. Any thread may tell it.
pub struct Progress {
    audience: Audience,
    begun: Instant,
    /// Replications that an earlier start left: they cost no time.
    found: u64,
    bar: ProgressBar,
    /// When the last line was written, where there is no terminal.
    last_line: Mutex<Instant>,
    /// Said once that the work takes long.
    hint: Once,
}

impl Progress {
    /// Begins to watch.
    pub fn begin(audience: Audience) -> Progress {
        let begun = Instant::now();
        Progress { audience, begun, found: 0, bar: bar(audience), last_line: Mutex::new(begun), hint: Once::new() }
    }

    /// Who sits before long work should know that it may be stopped: told once.
    fn may_be_stopped(&self) -> Option<&'static str> {
        let mut told = None;
        if self.audience != Audience::Nobody && self.begun.elapsed() >= LONG {
            self.hint
                .call_once(|| told = Some("Ctrl-C loses nothing: the same command with --resume goes on from there"));
        }
        told
    }

    /// So many replications are there already: the time left is judged by the others.
    pub fn resuming(self, found: usize) -> Progress {
        Progress { found: found as u64, ..self }
    }

    /// All is done: takes the bar away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }

    fn speed(&self, done: Done) -> String {
        let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
        format!("{} events/s", HumanCount((done.events as f64 / seconds) as u64))
    }

    fn line(&self, done: Done) -> String {
        let own = done.replications.saturating_sub(self.found).max(1);
        let yet = done.total.saturating_sub(done.replications) as f64 / own as f64;
        let left = HumanDuration(Duration::from_secs(self.begun.elapsed().mul_f64(yet).as_secs()));
        format!("{} of {} replications, {}, {left} left", done.replications, done.total, self.speed(done))
    }
}

impl experiment::Progress for Progress {
    fn advance(&self, done: Done) {
        if let Some(hint) = self.may_be_stopped() {
            self.bar.suspend(|| say(hint));
        }
        match self.audience {
            Audience::Nobody => {}
            Audience::Terminal => {
                self.bar.set_length(done.total);
                self.bar.set_message(self.speed(done));
                // Threads report out of order: never back.
                self.bar.set_position(done.replications.max(self.bar.position()));
            }
            Audience::Log => {
                let mut last = self.last_line.lock().expect("nobody panics while holding the lock");
                if last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    say(&self.line(done));
                }
            }
        }
    }
}

/// Shows how far a search is: points scored, since nobody knows how many it will take.
pub struct Watch {
    audience: Audience,
    begun: Instant,
    bar: ProgressBar,
    last_line: Mutex<Instant>,
    scored: Mutex<Scored>,
}

/// Points scored for a strategy, over all its searches.
#[derive(Debug, Default)]
struct Scored {
    strategy: String,
    /// Of searches that are over, and of the one under way.
    before: u64,
    now: u64,
}

impl Watch {
    /// Begins to watch.
    pub fn begin(audience: Audience) -> Watch {
        let begun = Instant::now();
        let style = ProgressStyle::with_template("{spinner} {msg}")
            .expect("the template is a constant, and a test makes a bar of it");
        let bar = ProgressBar::with_draw_target(None, target(audience)).with_style(style);
        Watch { audience, begun, bar, last_line: Mutex::new(begun), scored: Mutex::default() }
    }

    /// So many points have been scored for a strategy.
    pub fn points(&self, strategy: &str, points: u64) {
        let points = self.sum(strategy, points);
        match self.audience {
            Audience::Nobody => {}
            Audience::Terminal => {
                self.bar.set_message(self.line(strategy, points));
                self.bar.tick();
            }
            Audience::Log => {
                let mut last = self.last_line.lock().expect("nobody panics while holding the lock");
                if last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    say(&self.line(strategy, points));
                }
            }
        }
    }

    /// The points of a strategy in all: a search that begins anew counts from 0.
    fn sum(&self, strategy: &str, points: u64) -> u64 {
        let mut scored = self.scored.lock().expect("nobody panics while holding the lock");
        if scored.strategy != strategy {
            *scored = Scored { strategy: strategy.into(), ..Scored::default() };
        }
        if points < scored.now {
            scored.before += scored.now;
        }
        scored.now = points;
        scored.before + points
    }

    fn line(&self, strategy: &str, points: u64) -> String {
        let clean: String = strategy.chars().filter(|letter| !letter.is_control()).collect();
        let since = HumanDuration(Duration::from_secs(self.begun.elapsed().as_secs()));
        format!("searching {clean}: {} points scored, {since}", HumanCount(points))
    }

    /// All is done: takes the line away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

fn target(audience: Audience) -> ProgressDrawTarget {
    match audience {
        Audience::Terminal => ProgressDrawTarget::stderr(),
        Audience::Nobody | Audience::Log => ProgressDrawTarget::hidden(),
    }
}

fn bar(audience: Audience) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} replications  {msg}  {eta} left")
        .expect("the template is a constant, and a test makes a bar of it");
    ProgressBar::with_draw_target(None, target(audience)).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After a while, once, and to nobody who wants to hear nothing.
    #[test]
    fn how_to_go_on_after_an_interruption_is_told_once() {
        let long_ago = Instant::now().checked_sub(LONG).expect("the machine has run for longer");
        for (audience, told) in [(Audience::Nobody, false), (Audience::Terminal, true), (Audience::Log, true)] {
            let progress = Progress::begin(audience);
            assert_eq!(progress.may_be_stopped(), None, "too early");
            let progress = Progress { begun: long_ago, ..progress };
            let hint = progress.may_be_stopped();
            assert_eq!(hint.is_some_and(|hint| hint.contains("--resume")), told, "{audience:?}");
            assert_eq!(progress.may_be_stopped(), None, "once is enough");
            progress.end();
        }
    }

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long_yet() {
        let progress = Progress::begin(Audience::Nobody);
        let line = progress.line(Done { replications: 1, total: 4, events: 10 });
        assert!(line.starts_with("1 of 4 replications, "), "{line}");
        assert!(line.contains("events/s") && line.ends_with(" left"), "{line}");
        progress.end();
        let watch = Watch::begin(Audience::Nobody);
        let line = watch.line("AT\u{1b}O", 1200);
        assert_eq!([5, 9, 2, 4].map(|points| watch.sum("ATO", points)), [5, 9, 11, 13]);
        assert!(line.starts_with("searching ATO: 1,200 points scored, "), "{line}");
        watch.end();
    }
}
