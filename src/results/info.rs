//! Provenance and words: what `run.json` holds.

use super::numbers;
use super::{AskedTarget, ComparedRuns, Surely, VerdictFacts};

/// Provenance and words: `run.json`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct RunInfo {
    /// Version of pushpull.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What the scenario asks, in words.
    pub question: String,
    /// Name of the time unit: `day`.
    pub time_unit: String,
    /// Name of the currency: `EUR`.
    pub currency: String,
    /// SHA-256 of the resolved scenario, hexadecimal.
    pub scenario_hash: String,
    /// The resolved scenario, canonical TOML.
    pub resolved: String,
    /// Of a sweep over seeds the least; so with `warm_up` and `horizon`.
    pub seed: u64,
    /// Name of the way streams are keyed and drawn.
    pub stream_scheme: String,
    /// Of each strategy; of a sweep whose points end by a rule, the least of a point.
    pub replications: u32,
    /// In time units.
    pub warm_up: f64,
    /// Length of the window, time units.
    pub horizon: f64,
    /// Longest time after the window, time units.
    pub drain_limit: f64,
    /// Confidence of every interval, a share: 0.95.
    pub confidence: f64,
    /// Why the number of replications is what it is: [`FIXED`], or the rule and how it ended.
    pub stop_rule: String,
    /// Strategies in the order of the scenario.
    pub strategies: Vec<StrategyInfo>,
    /// Whether receipts of a supplier may overtake each other, in words for people: `independent`, or
    /// `sequential: taipei; else independent`.
    pub crossing: String,
    /// What services are asked (`report.target`): charts mark those of the whole system.
    #[cfg_attr(feature = "present", serde(default))]
    pub targets: Vec<AskedTarget>,
    /// Due times of the demands, distinct, ascending, in time units: charts mark them.
    pub due: Vec<f64>,
    /// Events simulated in all.
    pub events: u64,
    /// Largest self-check residual of all runs.
    pub residual: f64,
    /// What the results say, in sentences.
    pub verdict: Verdict,
    /// Problems and hints, each with the next step.
    pub findings: Vec<Finding>,
    /// Rows that `replications` does not hold because they are too many (see `--full`); empty when it is complete.
    #[cfg_attr(feature = "present", serde(default))]
    pub left_out: Vec<LeftOut>,
    /// Names of the axes of a sweep; empty for a run.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub axes: Vec<String>,
    /// What charts call the axes: words and a unit; empty where the names do.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub axis_labels: Vec<String>,
    /// The greatest of all points, where an axis of a sweep varies one of them.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub most: Option<Most>,
    /// What people call things, where the scenario says so.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub labels: Vec<EntityLabel>,
    /// Of units of a plan of which some are missing: `12 of 40 points`; empty where all there is to do was done.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "String::is_empty"))]
    pub partial: String,
    /// What was searched for; none for a plain run.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub search: Option<Search>,
    /// Which two runs were compared; none for results of one.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub compared: Option<ComparedRuns>,
}

impl RunInfo {
    /// `30 replications`; of a sweep whose points have different numbers `at least 10 replications`.
    pub fn counted_replications(&self) -> String {
        let counted = numbers::counted(u64::from(self.replications), "replication");
        let is_varied = self.axes.iter().any(|axis| axis == "run.replications");
        let all_alike = self.axes.is_empty() || (self.stop_rule == FIXED && !is_varied);
        if all_alike { counted } else { format!("at least {counted}") }
    }

    /// What a chart calls an axis: `pc: due (days)`.
    pub fn axis_label(&self, axis: &str) -> String {
        let labelled = self.axes.iter().zip(&self.axis_labels).find(|(own, _)| *own == axis);
        labelled.map_or(axis, |(_, label)| label).into()
    }

    /// Takes what people call the axes, and calls them so in the verdict and in what was seen.
    pub fn name_axes(&mut self, labels: Vec<String>) {
        self.axis_labels = labels;
        let mut verdict = std::mem::take(&mut self.verdict);
        verdict.headline = self.in_words(&verdict.headline);
        verdict.sentences.iter_mut().for_each(|said| *said = self.in_words(said));
        let mut findings = std::mem::take(&mut self.findings);
        findings.iter_mut().for_each(|finding| finding.symptom = self.in_words(&finding.symptom));
        (self.verdict, self.findings) = (verdict, findings);
    }

    /// A sentence with the words of the axes in place of their keys, without units.
    #[must_use]
    pub fn in_words(&self, sentence: &str) -> String {
        // The longest keys first: one may begin as another does.
        let mut known: Vec<(&String, &String)> = self.axes.iter().zip(&self.axis_labels).collect();
        known.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
        known.into_iter().fold(sentence.to_string(), |text, (key, label)| {
            text.replace(key.as_str(), label.rsplit_once(" (").map_or(label, |(words, _)| words))
        })
    }

    /// The value asked of a measure of the whole system, if one is.
    pub fn target_of_system(&self, measure: &str) -> Option<f64> {
        let own = |target: &&AskedTarget| target.measure == measure && target.entity.is_empty();
        self.targets.iter().find(own).map(|target| target.value)
    }

    /// `warm-up 50, measured 500 days · seed 1`.
    pub fn setting(&self) -> String {
        format!("{} · seed {}", self.window(), self.seeds())
    }

    /// `warm-up 50, measured 500 days`; of a sweep that varies them, from the least to the greatest: `100 to 500 days`.
    pub fn window(&self) -> String {
        let most = self.most();
        let range = |least: f64, most: f64| match least == most {
            true => String::new(),
            false => format!("{} to ", numbers::plain(least)),
        };
        format!(
            "warm-up {}{}, measured {}{}",
            range(self.warm_up, most.warm_up),
            numbers::plain(most.warm_up),
            range(self.horizon, most.horizon),
            numbers::time(most.horizon, &self.time_unit),
        )
    }

    /// `1`; of a sweep over seeds `1 to 5`.
    pub fn seeds(&self) -> String {
        match self.most().seed {
            most if most == self.seed => most.to_string(),
            most => format!("{} to {most}", self.seed),
        }
    }

    fn most(&self) -> Most {
        self.most.unwrap_or(Most { warm_up: self.warm_up, horizon: self.horizon, seed: self.seed })
    }
}

/// The greatest values at the points of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Most {
    /// In time units.
    pub warm_up: f64,
    /// In time units.
    pub horizon: f64,
    /// Greatest seed.
    pub seed: u64,
}

/// `stop_rule` where the number of replications was given.
pub const FIXED: &str = "fixed";

/// How much of the raw values is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Raw {
    /// The system always; then one kind of entity after the other, as long as all its rows fit.
    #[default]
    Fitting,
    /// Every row.
    Everything,
}

/// Rows of a table that were not kept.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct LeftOut {
    /// File name without its ending: `replications`.
    pub table: String,
    /// The kind of entity that has no rows in it: `item`.
    pub entity_kind: String,
    /// How many rows there would be.
    pub rows: u64,
}

/// What one thing is called in charts, tables for people and sentences.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct EntityLabel {
    /// `item`, `station`, `supplier`, `class` or `strategy`.
    pub kind: String,
    /// Its name in the scenario.
    pub name: String,
    /// Its label.
    pub label: String,
}

/// One strategy as it was run.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct StrategyInfo {
    /// Its name in the scenario.
    pub name: String,
    /// Kinds or names held, in words for people.
    pub holds: String,
    /// What else it sets of the scenario for itself, as `key = value`.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub sets: Vec<String>,
    /// Who gets short parts: `commit` or `no_holdback`.
    pub allocation: String,
    /// `pegged` or `pooled`, and where it is otherwise, in words for people.
    pub pegging: String,
    /// Order-driven items that are pooled for one reason: their lots can exceed a request.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub pooled_for_lots: Vec<String>,
}

/// The verdict: sentences for the terminal and the top of the report.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Verdict {
    /// What to do, in one line.
    pub headline: String,
    /// What that is worth, per time unit and per year; empty where there is nothing to say.
    #[cfg_attr(feature = "present", serde(default))]
    pub worth: String,
    /// What to do next, in words that `command` does; empty where nothing follows.
    #[cfg_attr(feature = "present", serde(default))]
    pub next: String,
    /// The command that does it; `FILE` stands for the scenario.
    #[cfg_attr(feature = "present", serde(default))]
    pub command: String,
    /// The details: cost, service, probability, why: one sentence each.
    pub sentences: Vec<String>,
    /// What is not to be forgotten, said last; empty where there is nothing.
    #[cfg_attr(feature = "present", serde(default))]
    pub caution: String,
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

/// A search in words, for `run.json`; its numbers stand in `levels` or `frontier_points`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Search {
    /// What was searched for: `least cost with on-time rate at least 95 %`.
    pub goal: String,
    /// Id of the measure along a frontier; empty for a search of best levels.
    pub along: String,
    /// Id of the money: `cost_total` or `profit`.
    pub money: String,
    /// By strategy.
    pub strategies: Vec<Searched>,
    /// The strategy found, as TOML; empty unless what is held was searched.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "String::is_empty"))]
    pub snippet: String,
}

/// How the search of one strategy went.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Searched {
    /// Name of the strategy.
    pub strategy: String,
    /// Whether the targets were met on the replications searched.
    pub reached: bool,
    /// How it was found, how good it can be at most, what the next unit is worth: one sentence each.
    pub sentences: Vec<String>,
    /// The cheapest levels found that meet the targets with the confidence of the run on fresh replications; none where the
    /// best levels do so themselves, or where no such levels were found.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sure: Option<Surely>,
    /// Whether the search ended before its time, by its budget or because it was interrupted; of a frontier, at any level.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "is_false"))]
    pub ended_early: bool,
    /// Ways from different beginnings that were followed to an end; 0 where nothing was searched.
    #[cfg_attr(feature = "present", serde(default))]
    pub starts: usize,
    /// Money of the worst of their ends less that of the best; none of a single one.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub spread: Option<f64>,
    /// Money that the last tenth of the search gained; none where it cannot be told.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last_tenth: Option<f64>,
    /// Of the cost on fresh replications, the lines that levels move: holding of what is finished, waiting, and lost orders. Purchases,
    /// work and what is in process or on the way hardly change with them.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cost_of_levels: Option<f64>,
    /// Levels that are best at 0: items that the strategy may hold and that are not worth holding.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub not_worth_holding: Vec<String>,
}

#[cfg(feature = "present")]
fn is_false(value: &bool) -> bool {
    !value
}
