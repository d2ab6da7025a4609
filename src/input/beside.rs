//! What a caller says beside a scenario file.

use super::overrides::Change;
use std::collections::BTreeMap;

/// What a scenario is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadFor {
    /// To be simulated: with its canonical text, by which results are known.
    #[default]
    Results,
    /// To be looked at: without that text and its hash, which take longer than the model of a table of a million rows.
    Outline,
}

/// Everything that stands beside a scenario file.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Axes (`key=[values]`, as `--axis` gives them) beside those of `[sweep]`.
    pub axes: Vec<String>,
    /// Changes, the later before the earlier; those of a design point come first.
    pub changes: Vec<Change>,
    /// Names of the strategies to keep, in the order of the scenario; all of them when empty.
    pub strategies: Vec<String>,
    /// The tables, by the names that `[tables]` has for them; `None` reads them from the disk, beside the scenario.
    pub files: Option<BTreeMap<String, Vec<u8>>>,
    /// What it is read for.
    pub read_for: ReadFor,
}

impl Beside {
    /// Nothing but `key=value`s.
    #[must_use]
    pub fn sets(sets: &[String]) -> Beside {
        Beside { changes: sets.iter().map(Change::set).collect(), ..Beside::default() }
    }
}
