//! Progress of long work on stderr: a bar on a terminal, a line every few seconds elsewhere, nothing when quiet.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::say;
use super::interrupt;
use super::search_words::{self, SearchWords};
use crate::journal::{Journal, KeptWork};
use crate::watch::{Told, Watch};

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

/// Shows how far work is: of a run the replications done, of a search the points scored and the best of them, since nobody
/// knows how many it will take. Any thread may tell it; nothing is ever stopped from here: Ctrl-C ends the process by
/// itself, and of a search it says that the best found so far is enough.
pub struct Progress {
    audience: Audience,
    begun: Instant,
    /// Replications that an earlier start left: they cost no time.
    found: u64,
    /// Where replications are kept.
    journal: Option<KeptWork>,
    /// What a search is told in.
    words: SearchWords,
    /// Said once that nothing more is kept.
    not_kept: Once,
    bar: ProgressBar,
    /// When the last line was written, where there is no terminal.
    last_line: Mutex<Instant>,
    /// Said once that the work takes long.
    hint: Once,
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

impl Progress {
    /// Begins to watch replications.
    pub fn begin(audience: Audience) -> Progress {
        Progress::new(audience, bar(audience))
    }

    /// Begins to watch a search, or points that are read; a search is told in these words.
    pub fn of_search(audience: Audience, words: SearchWords) -> Progress {
        let style = ProgressStyle::with_template("{spinner} {msg}")
            .expect("the template is a constant, and a test makes a bar of it");
        let bar = ProgressBar::with_draw_target(None, target(audience)).with_style(style);
        Progress { words, ..Progress::new(audience, bar) }
    }

    fn new(audience: Audience, bar: ProgressBar) -> Progress {
        let begun = Instant::now();
        let (last_line, scored) = (Mutex::new(begun), Mutex::default());
        let (hint, not_kept) = (Once::new(), Once::new());
        interrupt::shows((audience == Audience::Terminal).then(|| bar.clone()));
        let (found, journal, words) = (0, None, SearchWords::default());
        Progress { audience, begun, found, journal, words, not_kept, bar, last_line, hint, scored }
    }

    /// Who sits before long work should know that it may be stopped, and what that costs: told once.
    fn may_be_stopped(&self, told: Told<'_>) -> Option<&'static str> {
        let words = match told {
            Told::Replication { .. } => {
                "Ctrl-C loses what is under way, no more: the same command with --resume goes on"
            }
            Told::Scored { .. } => "Ctrl-C ends the search with the best found so far",
            Told::LaidOut { .. } => return None,
        };
        let mut hint = None;
        if self.audience != Audience::Nobody && self.begun.elapsed() >= LONG {
            self.hint.call_once(|| hint = Some(words));
        }
        hint
    }

    /// Replications are kept in a journal. Those that are there already cost no time: how long it takes yet is judged by the
    /// others.
    pub fn keeping(self, journal: &Journal) -> Progress {
        Progress { found: journal.found(), journal: Some(journal.kept_work()), ..self }
    }

    /// Who may count on it hears, once, when nothing more is kept; whoever else hears nothing.
    fn is_not_kept(&self) -> Option<String> {
        let why = self.journal.as_ref()?.failure()?;
        let mut told = None;
        self.not_kept.call_once(|| {
            told = Some(format!(
                "pushpull: from here on nothing is kept for --resume: {why}\n\
                 the run goes on; it would have to do again what comes"
            ));
        });
        told
    }

    /// All is done: takes the bar away.
    pub fn end(self) {
        self.bar.finish_and_clear();
        interrupt::shows(None);
    }

    fn speed(&self, events: u64) -> String {
        let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
        format!("{} events/s", HumanCount((events as f64 / seconds) as u64))
    }

    fn line(&self, told: Told<'_>) -> String {
        match told {
            Told::Replication { done, total, events } => {
                let left = self.left(done, total);
                format!(
                    "{} of {} replications, {}, {left} left",
                    HumanCount(done),
                    HumanCount(total),
                    self.speed(events)
                )
            }
            Told::LaidOut { done, total } => {
                let left = self.left(done, total);
                format!("reading the points: {} of {}, {left} left", HumanCount(done), HumanCount(total))
            }
            Told::Scored { strategy, points, step, best } => {
                let clean: String = strategy.chars().filter(|letter| !letter.is_control()).collect();
                let since = HumanDuration(Duration::from_secs(self.begun.elapsed().as_secs()));
                let place = self.words.strategies.iter().position(|name| name == strategy);
                let place = place.filter(|_| self.words.strategies.len() > 1);
                let which = place.map(|place| format!(", strategy {} of {}", place + 1, self.words.strategies.len()));
                let left =
                    self.words.budget.map(|budget| (budget - self.begun.elapsed().as_secs_f64()).max(0.0) as u64);
                let left = left.map(|left| format!(", {} left", HumanDuration(Duration::from_secs(left))));
                format!(
                    "searching {clean}{}: {}, {} points scored{}; {since}{}",
                    which.unwrap_or_default(),
                    search_words::step(step),
                    HumanCount(points),
                    best.map_or(String::new(), |best| format!("; {}", self.words.best(&best))),
                    left.unwrap_or_default(),
                )
            }
        }
    }

    /// How long it takes yet, judged by what was done since it began.
    fn left(&self, done: u64, total: u64) -> HumanDuration {
        let own = done.saturating_sub(self.found).max(1);
        let yet = total.saturating_sub(done) as f64 / own as f64;
        HumanDuration(Duration::from_secs(self.begun.elapsed().mul_f64(yet).as_secs()))
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

    fn on_terminal(&self, told: Told<'_>) {
        match told {
            Told::Replication { done, total, events } => {
                self.bar.set_length(total);
                self.bar.set_message(self.speed(events));
                // Threads report out of order: never back.
                self.bar.set_position(done.max(self.bar.position()));
            }
            Told::Scored { .. } | Told::LaidOut { .. } => {
                self.bar.set_message(self.line(told));
                self.bar.tick();
            }
        }
    }

    fn in_log(&self, told: Told<'_>) {
        let mut last = self.last_line.lock().expect("nobody panics while holding the lock");
        if last.elapsed() >= BETWEEN_LINES {
            *last = Instant::now();
            say(&self.line(told));
        }
    }
}

impl Watch for Progress {
    fn told(&self, told: Told<'_>) -> ControlFlow<()> {
        let told = match told {
            Told::Scored { strategy, points, step, best } => {
                Told::Scored { strategy, points: self.sum(strategy, points), step, best }
            }
            Told::LaidOut { .. } | Told::Replication { .. } => told,
        };
        for words in [self.may_be_stopped(told).map(String::from), self.is_not_kept()].into_iter().flatten() {
            self.bar.suspend(|| say(&words));
        }
        match self.audience {
            Audience::Nobody => {}
            Audience::Terminal => self.on_terminal(told),
            Audience::Log => self.in_log(told),
        }
        ControlFlow::Continue(())
    }

    fn is_enough(&self) -> bool {
        interrupt::is_enough()
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
    use crate::watch::{BestSoFar, SearchStep};

    /// After a while, once, and to nobody who wants to hear nothing.
    #[test]
    fn how_to_go_on_after_an_interruption_is_told_once() {
        let long_ago = Instant::now().checked_sub(LONG).expect("the machine has run for longer");
        for (audience, told) in [(Audience::Nobody, false), (Audience::Terminal, true), (Audience::Log, true)] {
            let replication = Told::Replication { done: 1, total: 4, events: 10 };
            let scored = Told::Scored { strategy: "ATO", points: 12, step: SearchStep::Landing, best: None };
            for (work, words) in [(replication, "--resume goes on"), (scored, "with the best found so far")] {
                let progress = Progress::begin(audience);
                assert_eq!(progress.may_be_stopped(work), None, "too early");
                let progress = Progress { begun: long_ago, ..progress };
                let hint = progress.may_be_stopped(work);
                assert_eq!(hint.is_some_and(|hint| hint.contains(words)), told, "{audience:?}");
                assert_eq!(progress.may_be_stopped(work), None, "once is enough");
                progress.end();
            }
        }
    }

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long_yet() {
        let progress = Progress::begin(Audience::Nobody);
        let line = progress.line(Told::Replication { done: 1, total: 4, events: 10 });
        assert!(line.starts_with("1 of 4 replications, "), "{line}");
        assert!(line.contains("events/s") && line.ends_with(" left"), "{line}");
        progress.end();
        let progress = Progress::begin(Audience::Nobody);
        let line = progress.line(Told::LaidOut { done: 1200, total: 4000 });
        assert!(line.starts_with("reading the points: 1,200 of 4,000, ") && line.ends_with(" left"), "{line}");
        progress.end();
        let strategies = ["MTS", "AT\u{1b}O"].map(String::from).into();
        let budget = Some(120.0);
        let progress =
            Progress::of_search(Audience::Nobody, SearchWords { strategies, budget, ..SearchWords::default() });
        let best = Some(BestSoFar { money: 12.5, service: None });
        let step = SearchStep::Descent;
        let line = progress.line(Told::Scored { strategy: "AT\u{1b}O", points: 1200, step, best });
        assert_eq!([5, 9, 2, 4].map(|points| progress.sum("ATO", points)), [5, 9, 11, 13]);
        assert!(
            line.starts_with("searching ATO, strategy 2 of 2: descent, 1,200 points scored; best so far: "),
            "{line}"
        );
        assert!(line.contains("12.5") && line.ends_with(" left"), "{line}");
        let line = progress.line(Told::Scored { strategy: "what to hold", points: 7, step, best: None });
        assert!(line.starts_with("searching what to hold: descent, 7 points scored; "), "{line}");
        progress.end();
    }
}
