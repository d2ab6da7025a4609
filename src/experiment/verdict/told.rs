//! A case told: facts; the choice, its worth and the next step; one sentence each for cost, response, service, targets and
//! reasons.

use super::case::Case;
use super::phrases::FactWords;
use super::{facts, headline, impact, sentences, why, worth};
use crate::results::{ComparedAt, Verdict};

/// The verdict of a case, compared at given or at best levels.
pub(in crate::experiment) fn verdict(case: &Case<'_>, compared_at: ComparedAt) -> Verdict {
    let facts = facts::facts(case, compared_at);
    // Sentences call things by their labels, data by their names.
    let mut called = facts.clone();
    case.words.book().iter().for_each(|book| book.facts(&mut called));
    let told = FactWords { facts: &called, words: &case.words, strategies: case.samples.strategies.len() };
    let mut said = Vec::new();
    if told.is_delivering() {
        said.extend(sentences::money(&told));
        said.extend(sentences::selection(&told));
        said.extend(sentences::response(&told));
        said.extend(sentences::service(&told));
        said.extend(sentences::classes(&told));
        said.extend(impact::sentence(&told));
        said.extend(sentences::targets(&told));
        said.extend(why::reasons(case));
        said.extend(sentences::nothing_random(&told));
    }
    let (next, command) = worth::next(&told);
    Verdict {
        headline: headline::headline(&told),
        worth: worth::worth(&told),
        next,
        command,
        sentences: said,
        caution: worth::caution(&told),
        facts: Some(facts),
    }
}
