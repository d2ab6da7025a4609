//! What a kind of results has to say for itself; everything else is done once for all kinds.

use super::charts::Chart;
use super::error::ReadError;
use super::files::TableSink;
use super::report::Grid;
use super::terminal::TerminalStyle;
use crate::results::{LabelBook, Labelled, RunInfo};
use std::path::Path;

/// Results of one kind: those of a run, a sweep, a frontier, a search over what is held, or two runs beside each other.
pub trait ResultKind: Clone + Labelled + Sized + Sync {
    /// What to call it where its tables are CSV alone; `None` where they may have any format.
    const CSV_ONLY: Option<&'static str>;

    /// Provenance and words.
    fn info(&self) -> &RunInfo;

    /// Whether a folder with this `run.json` holds results of this kind.
    fn is_kind_of(info: &RunInfo) -> bool;

    /// Hands out its tables.
    ///
    /// # Errors
    /// Where one is not taken: no others follow.
    fn write<S: TableSink>(&self, to: &mut S) -> Result<(), S::Error>;

    /// Reads its tables back.
    ///
    /// # Errors
    /// When a table is missing or damaged.
    fn read(folder: &Path, info: RunInfo) -> Result<Self, ReadError>;

    /// The charts that have something to show, in report order.
    fn charts(&self) -> Vec<Chart>;

    /// The tables of the report; the first stands beside the verdict.
    fn grids(&self) -> Vec<Grid>;

    /// How large the experiment was, beside strategies and replications: ` · 12 points`.
    fn size(&self) -> String {
        String::new()
    }

    /// The tables of the terminal, each with an empty line after it.
    fn terminal(&self, style: TerminalStyle) -> String;

    /// The results as one JSON object for scripts.
    fn json(&self) -> String;
}

/// The charts of results as people see them, with labels in the place of names.
#[must_use]
pub fn charts_of<K: ResultKind>(results: &K) -> Vec<Chart> {
    labelled(results).as_ref().unwrap_or(results).charts()
}

/// The results with labels in the place of names, for people; `None` where nothing has a label.
pub(super) fn labelled<K: ResultKind>(results: &K) -> Option<K> {
    let book = LabelBook::of(&results.info().labels)?;
    let mut labelled = results.clone();
    labelled.label(&book);
    Some(labelled)
}
