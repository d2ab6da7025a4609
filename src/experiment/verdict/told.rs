//! A case told: facts, headline, and one sentence each for cost, response, service, target and reasons.

use super::case::Case;
use super::phrases::FactWords;
use super::{facts, headline, sentences, why};
use crate::results::Verdict;

/// The verdict of a case.
pub(in crate::experiment) fn verdict(case: &Case<'_>) -> Verdict {
    let facts = facts::facts(case);
    let told = FactWords { facts: &facts, words: &case.words, strategies: case.samples.strategies.len() };
    let mut said = Vec::new();
    said.extend(sentences::money(&told));
    said.extend(sentences::selection(&told));
    said.extend(sentences::response(&told));
    said.extend(sentences::service(&told));
    said.extend(sentences::target(&told));
    said.extend(why::reasons(case));
    Verdict { headline: headline::headline(&told), sentences: said, facts: Some(facts) }
}
