//! The search for the best levels of every strategy, described.

use super::phrases::{Phrases, money};
use crate::experiment::optimize::{Best, Goal, SearchSettings, SureLevels};
use crate::experiment::words::Words;
use crate::model::Model;
use crate::results::search::axes;
use crate::results::{LevelRow, Search, Searched};

/// What the searches of all strategies found, and the levels that surely meet the targets where theirs leave that open, as words for `run.json` and as rows of `levels`.
#[must_use]
pub fn describe(
    model: &Model,
    (goal, settings): (&Goal, &SearchSettings),
    found: &[Best],
    sure: &[Option<SureLevels>],
) -> (Search, Vec<LevelRow>) {
    let phrases = Phrases { model, words: Words::new(model), goal };
    let mut strategies: Vec<Searched> =
        found.iter().zip(sure).map(|(best, sure)| phrases.searched(best, sure.as_ref())).collect();
    // The same words once, at the end.
    let ways = axes(found.iter().filter(|best| !best.variables.is_empty()).map(|best| best.how.search.as_str()));
    let ways = ways.iter().filter(|way| !way.is_empty()).map(|way| format!("The way of the search: {way}."));
    if let Some(last) = strategies.last_mut() {
        last.sentences.extend(ways);
    }
    let search = Search {
        goal: phrases.goal(),
        along: String::new(),
        money: money(goal.objective).definition().id.into(),
        strategies,
        snippet: String::new(),
    };
    (search, found.iter().flat_map(|best| phrases.rows(best, settings)).collect())
}
