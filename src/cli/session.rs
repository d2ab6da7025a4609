//! One command at work: its result folder, its journal, who watches, what is written and printed.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{ColorWhen, RunArgs, ScenarioArgs};
use super::failure::Failure;
use super::interrupt::{UnderWay, is_under_way};
use super::progress::{Audience, Progress};
use super::results::write;
use super::resume::{self, Extension};
use super::scenario::answered;
use super::search_words::SearchWords;
use crate::jobs::{JobError, Prepared, RunRecord, Settings};
use crate::journal;
use crate::present::{self, Charts, Format, ResultKind, WriteOptions, terminal};
use crate::results::Raw;
use crate::watch::Watch;

/// One command at work, on a result folder that takes what it will write.
pub(super) struct Session<'a> {
    out: PathBuf,
    args: &'a RunArgs,
    color: ColorWhen,
    audience: Audience,
    /// How the command line names the scenario, with what it changes in it.
    scenario: String,
}

impl<'a> Session<'a> {
    /// Of this scenario: commands that the verdict advises name it, with what was changed in it.
    pub fn of(self, scenario: &ScenarioArgs) -> Session<'a> {
        let only = (!scenario.strategies.is_empty()).then(|| format!("--strategies {}", scenario.strategies.join(",")));
        let sets = scenario.set.iter().map(|set| format!("--set {set}"));
        let words = [scenario.file.display().to_string()].into_iter().chain(only).chain(sets);
        let quoted = |word: String| match word.split_once(' ').filter(|(flag, _)| flag.starts_with("--")) {
            Some((flag, value)) => format!("{flag} {}", shell_word(value)),
            None => shell_word(&word),
        };
        Session { scenario: words.map(quoted).collect::<Vec<_>>().join(" "), ..self }
    }

    /// Chooses the result folder, by default that of the scenario's name with an ending, and sees that it can be written.
    ///
    /// # Errors
    /// The formats are not for results of this kind, or the folder is refused.
    pub fn begin<K: ResultKind>(
        (scenario, ending): (&str, &str),
        args: &'a RunArgs,
        color: ColorWhen,
    ) -> Result<Session<'a>, Failure> {
        if let Some(kind) = K::CSV_ONLY.filter(|_| args.formats.iter().any(|format| *format != Format::Csv)) {
            return Err(Failure::usage(format!("the tables of {kind} are CSV; leave out --formats")));
        }
        let default = || Path::new("output").join(present::folder_name(&format!("{scenario}{ending}")));
        let out = args.out.clone().unwrap_or_else(default);
        present::check_folder(&out)?;
        Ok(Session { out, args, color, audience: Audience::of_stderr(args.quiet), scenario: "FILE".into() })
    }

    /// The result folder.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// How jobs are done.
    pub fn settings(&self) -> Settings {
        let raw = if self.args.full { Raw::Everything } else { Raw::Fitting };
        Settings { threads: self.args.threads.map_or(0, |threads| threads as usize), raw }
    }

    /// Searches for these strategies, watched, when nobody else works on the folder.
    ///
    /// # Errors
    /// Somebody does, or the search is refused.
    pub fn search<T>(
        &self,
        words: SearchWords,
        search: impl FnOnce(&Settings, &dyn Watch) -> Result<T, JobError>,
    ) -> Result<T, Failure> {
        resume::check_free(&self.out, self.args)?;
        is_under_way(UnderWay::Search);
        let found = self.watched(words, search);
        is_under_way(UnderWay::Anything);
        found
    }

    /// Prepares a job, watched.
    ///
    /// # Errors
    /// The job is refused.
    pub fn lay_out<T>(&self, prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<T, JobError>) -> Result<T, Failure> {
        self.watched(SearchWords::default(), prepare)
    }

    fn watched<T>(
        &self,
        words: SearchWords,
        prepare: impl FnOnce(&Settings, &dyn Watch) -> Result<T, JobError>,
    ) -> Result<T, Failure> {
        let progress = Progress::of_search(self.audience, words);
        let found = prepare(&self.settings(), &progress);
        progress.end();
        self.accepted(found)
    }

    /// What a job gives, or why it gives nothing in the words of the command line.
    ///
    /// # Errors
    /// It gives nothing.
    pub fn accepted<T>(&self, result: Result<T, JobError>) -> Result<T, Failure> {
        answered(result, self.color)
    }

    /// Does a job with the records that an earlier start left, writes the folder and prints what it comes to.
    ///
    /// # Errors
    /// What was begun answers another question, or the disk refuses.
    pub fn finish<J: Prepared>(&self, job: J, extension: Extension) -> Result<(), Failure>
    where
        J::Results: ResultKind,
    {
        let fingerprint = job.fingerprint();
        if self.args.resume
            && extension.aim.is_none()
            && let Some(finished) = resume::finished::<J::Results>(&self.out, &job.resolved())?
        {
            return self.print(&finished);
        }
        if !job.is_repeatable() {
            return self.finish_once(job);
        }
        let journal =
            resume::open(&self.out, &fingerprint, self.args)?.going_to(extension.aim).beside(extension.records);
        is_under_way(UnderWay::Replications { journal: journal.kept_work(), out: self.out.clone() });
        let progress = Progress::begin(self.audience).keeping(&journal);
        let done = job.results_with(&self.settings(), &journal, &progress);
        progress.end();
        let (results, records) = self.accepted(done.map_err(JobError::from))?;
        self.write_with(&results, &records, &fingerprint)?;
        is_under_way(UnderWay::Anything);
        resume::done(journal)?;
        self.print(&results)
    }

    /// Writes and prints what the units of a plan came to.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write_merged(
        &self,
        results: &impl ResultKind,
        records: &[RunRecord],
        fingerprint: &str,
    ) -> Result<(), Failure> {
        self.write_with(results, records, fingerprint)?;
        self.print(results)
    }

    /// Writes results; the records of a run that is not too large stay with it.
    fn write_with(&self, results: &impl ResultKind, records: &[RunRecord], fingerprint: &str) -> Result<(), Failure> {
        let most = if self.args.full { usize::MAX } else { journal::FEW_BYTES };
        self.write(results, journal::kept_record_bytes(fingerprint, records, most))
    }

    /// The same of a job that no other start would prepare alike: nothing is kept on the way.
    fn finish_once<J: Prepared>(&self, job: J) -> Result<(), Failure>
    where
        J::Results: ResultKind,
    {
        is_under_way(UnderWay::Once);
        let progress = Progress::begin(self.audience);
        let done = job.results(&self.settings(), &progress);
        progress.end();
        let results = self.accepted(done.map_err(JobError::from))?;
        self.write(&results, None)?;
        is_under_way(UnderWay::Anything);
        self.print(&results)
    }

    /// Writes and prints results that no records stand behind.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write_and_print(&self, results: &impl ResultKind) -> Result<(), Failure> {
        self.write(results, None)?;
        self.print(results)
    }

    fn write(&self, results: &impl ResultKind, records: Option<Vec<u8>>) -> Result<(), Failure> {
        let formats = self.args.formats.iter().copied().collect();
        let charts = if self.args.no_charts { Charts::Skip } else { Charts::Draw };
        let options = WriteOptions { formats, charts, records, threads: self.settings().threads };
        write(&self.out, results, &options, self.audience)
    }

    fn print(&self, results: &impl ResultKind) -> Result<(), Failure> {
        let words = match self.args.json {
            true => results.json(),
            false => terminal::summary(results, self.color.on_stdout(), width(), &self.scenario),
        };
        Ok(writeln!(io::stdout(), "{}", words.trim_end())?)
    }
}

/// Characters in a line of the terminal. A file or a pipe has no end of the line, unless COLUMNS says where it is.
pub(super) fn width() -> Option<usize> {
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0);
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0)).or_else(asked)
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=,:".contains(letter);
    if word.chars().all(plain) { word.into() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
