//! What a run says in words: the verdict and the findings.

use super::facts::VerdictFacts;

/// The verdict: sentences for the terminal and the top of the report.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Verdict {
    /// One line that answers the question.
    pub headline: String,
    /// Cost, service, probability, why: one sentence each.
    pub sentences: Vec<String>,
    /// What headline and sentences are made from; of a run only, since the rows of a sweep or a search say theirs.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub facts: Option<VerdictFacts>,
}

/// A finding: what was seen and what to do about it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Finding {
    /// Stable id: `few_replications`, `warm_up_short`, `station_overloaded`, …
    pub id: String,
    /// What was seen.
    pub symptom: String,
    /// The next step.
    pub advice: String,
}
