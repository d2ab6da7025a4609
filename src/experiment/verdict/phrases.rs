//! The words of a verdict: for the measures that decide, and for the facts of one.

use crate::experiment::words::{Words, list};
use crate::measures::{Better, Column, Measure, Unit};
use crate::results::{MeanInterval, RankedMeasure, ServiceFacts, VerdictFacts};
use crate::stats::Estimate;

/// Facts, and the words of their scenario.
pub(super) struct FactWords<'a> {
    pub facts: &'a VerdictFacts,
    pub words: &'a Words<'a>,
    /// Strategies of the scenario.
    pub strategies: usize,
}

/// The words of one measure.
pub(super) struct MeasurePhrases {
    /// `costs`, `earns`, `answers in`.
    pub verb: &'static str,
    /// After a difference of the others: `more`, `less`, `later`.
    pub beyond: &'static str,
    /// `cheapest`.
    pub title: &'static str,
    /// `cheaper`.
    pub better: &'static str,
    /// `cost`: what a tie is a tie in.
    pub noun: &'static str,
    pub unit: Unit,
}

impl MeasurePhrases {
    /// Of cost or profit, by the id of the measure.
    pub fn money(measure: &str) -> MeasurePhrases {
        let unit = Measure::CostTotal.definition().unit;
        if measure == Measure::Profit.definition().id {
            let (title, better) = ("most profitable", "more profitable");
            MeasurePhrases { verb: "earns", beyond: "less", title, better, noun: "profit", unit }
        } else {
            MeasurePhrases { verb: "costs", beyond: "more", title: "cheapest", better: "cheaper", noun: "cost", unit }
        }
    }

    pub fn response() -> MeasurePhrases {
        let (title, better) = ("fastest", "faster");
        MeasurePhrases { verb: "answers in", beyond: "later", title, better, noun: "response time", unit: Unit::Time }
    }
}

impl FactWords<'_> {
    pub fn money(&self) -> MeasurePhrases {
        MeasurePhrases::money(&self.facts.money.measure)
    }

    /// A mean, down to the first digit of its standard error.
    pub fn mean(&self, value: &MeanInterval, unit: Unit) -> String {
        self.words.mean(&estimate(value), unit)
    }

    /// A size with half its interval.
    pub fn size(&self, value: &MeanInterval, unit: Unit) -> String {
        self.words.size(&estimate(value), unit)
    }

    /// The mean of a strategy.
    pub fn mean_of(&self, ranked: &RankedMeasure, strategy: &str, unit: Unit) -> String {
        self.mean(&value(ranked, strategy), unit)
    }

    /// `the target (on-time rate at least 95 %)`.
    pub fn wanted(&self, service: &ServiceFacts) -> String {
        let Some(column) = Column::parse(&service.ranked.measure) else { return "the target".into() };
        let target = service.target.as_ref().map_or(f64::NAN, |target| target.value);
        let definition = column.measure.definition();
        let bound = if definition.better == Better::Lower { "at most" } else { "at least" };
        format!("the target ({} {bound} {})", self.words.label(&column), self.words.given(target, definition.unit))
    }
}

/// The value of a strategy; without a mean where it has none.
pub(super) fn value(ranked: &RankedMeasure, strategy: &str) -> MeanInterval {
    ranked.of(strategy).map_or_else(MeanInterval::default, |ranked| ranked.value)
}

fn estimate(value: &MeanInterval) -> Estimate {
    let MeanInterval { mean, se, ci_low, ci_high } = *value;
    Estimate { mean, se, low: ci_low, high: ci_high, ..Estimate::default() }
}

/// The unit of a measure by its id.
pub(super) fn unit(ranked: &RankedMeasure) -> Unit {
    Column::parse(&ranked.measure).map_or(Unit::Share, |column| column.measure.definition().unit)
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn names(strategies: &[&str]) -> String {
    list(&strategies.iter().map(ToString::to_string).collect::<Vec<_>>())
}
