//! The words of a verdict: for the measures that decide, and for the facts of one.

use crate::experiment::words::{Words, list};
use crate::measures::{Better, Column, Measure, Unit};
use crate::results::{
    AskedTarget, MeanInterval, RankedMeasure, ServiceFacts, TargetFacts, TargetVerdict, VerdictFacts,
};
use crate::stats::Estimate;

/// Targets that a sentence names before it counts them.
const NAMED: usize = 2;

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
    /// How the best differs from another: `less`, `more`, `earlier`.
    pub ahead: &'static str,
    /// How the worse differs from another: `more`, `less`, `later`.
    pub back: &'static str,
    /// What is said is a loss: a profit below 0, without its sign.
    is_loss: bool,
    /// `cheapest`.
    pub title: &'static str,
    /// `cheaper`.
    pub better: &'static str,
    /// `cost`: what a tie is a tie in.
    pub noun: &'static str,
    /// `, the next cheapest`.
    pub next: &'static str,
    /// `would cost less`.
    pub would: &'static str,
    pub unit: Unit,
}

const COST: MeasurePhrases = MeasurePhrases {
    verb: "costs",
    ahead: "less",
    back: "more",
    is_loss: false,
    title: "cheapest",
    better: "cheaper",
    noun: "cost",
    next: ", the next cheapest",
    would: "would cost less",
    unit: Unit::MoneyPerTime,
};
const PROFIT: MeasurePhrases = MeasurePhrases {
    verb: "earns",
    ahead: "more",
    back: "less",
    is_loss: false,
    title: "most profitable",
    better: "more profitable",
    noun: "profit",
    next: ", the next best",
    would: "would earn more",
    unit: Unit::MoneyPerTime,
};
/// Of a profit below 0.
const LOSS: MeasurePhrases = MeasurePhrases {
    verb: "loses",
    ahead: "better",
    back: "worse",
    is_loss: true,
    title: "least loss-making",
    better: "less loss-making",
    would: "would lose less",
    ..PROFIT
};
const RESPONSE: MeasurePhrases = MeasurePhrases {
    verb: "answers in",
    ahead: "earlier",
    back: "later",
    is_loss: false,
    title: "fastest",
    better: "faster",
    noun: "response time",
    next: ", the next fastest",
    would: "would be faster",
    unit: Unit::Time,
};

impl MeasurePhrases {
    /// Of cost, profit, the response or a service, by the id of the measure.
    pub fn of(measure: &str) -> MeasurePhrases {
        let is = |one: Measure| measure == one.definition().id;
        match Column::parse(measure) {
            _ if is(Measure::Profit) => PROFIT,
            _ if is(Measure::CostTotal) => COST,
            _ if is(Measure::ResponseMean) => RESPONSE,
            column => {
                let unit = column.map_or(Unit::Share, |column| column.measure.definition().unit);
                MeasurePhrases { title: "best serving", better: "better", noun: "service", unit, ..COST }
            }
        }
    }
}

impl MeasurePhrases {
    /// The size of a value: of a loss without its sign.
    pub fn sized(&self, value: &MeanInterval) -> MeanInterval {
        let MeanInterval { mean, se, ci_low, ci_high } = *value;
        if !self.is_loss {
            return *value;
        }
        let turned = |end: Option<f64>| end.map(|end| -end);
        MeanInterval { mean: turned(mean), se, ci_low: turned(ci_high), ci_high: turned(ci_low) }
    }
}

impl FactWords<'_> {
    /// The words of the money of a strategy, which earns it or loses it.
    pub fn money_of(&self, strategy: &str) -> MeasurePhrases {
        self.phrases_of(&self.facts.money, Some(strategy))
    }

    /// The words of the money of the best strategy.
    pub fn money(&self) -> MeasurePhrases {
        self.phrases_of(&self.facts.money, self.facts.money.best.as_deref())
    }

    /// The words of the measure that decides, by who is chosen.
    pub fn decisive(&self) -> MeasurePhrases {
        let ranked = self.decisive_ranked();
        self.phrases_of(ranked, self.facts.choice.first().or(ranked.best.as_ref()).map(String::as_str))
    }

    fn phrases_of(&self, ranked: &RankedMeasure, strategy: Option<&str>) -> MeasurePhrases {
        let phrases = MeasurePhrases::of(&ranked.measure);
        let loses = || strategy.and_then(|name| value(ranked, name).mean).is_some_and(|mean| mean < 0.0);
        if phrases.verb == PROFIT.verb && loses() { LOSS } else { phrases }
    }

    /// The ranking in the measure that decides.
    pub fn decisive_ranked(&self) -> &RankedMeasure {
        let facts = self.facts;
        match &facts.service {
            Some(service) if service.ranked.measure == facts.decisive => &service.ranked,
            _ if facts.response.measure == facts.decisive => &facts.response,
            _ => &facts.money,
        }
    }

    /// Whether nothing costs anything, so that something else than money decides.
    pub fn is_free(&self) -> bool {
        self.facts.decisive != self.facts.money.measure
    }

    /// Whether there is something to compare.
    pub fn is_delivering(&self) -> bool {
        self.facts.money.best.is_some() && self.facts.response.best.is_some()
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

    /// What a measure is called in a sentence, by its id.
    pub fn label(&self, measure: &str) -> String {
        Column::parse(measure).map_or_else(String::new, |column| self.words.label(&column))
    }

    pub fn service_label(&self, service: &ServiceFacts) -> String {
        self.label(&service.ranked.measure)
    }

    /// `the target (on-time rate at least 95 %)`, `both targets (…)`, `all 30 targets`.
    pub fn wanted(&self) -> String {
        let asked = self.facts.targets.as_ref().map_or(&[][..], |targets| &targets.asked);
        let each: Vec<String> = asked.iter().map(|target| self.asked(target)).collect();
        match each.len() {
            1 => format!("the target ({})", each[0]),
            NAMED => format!("both targets ({})", list(&each)),
            more => format!("all {more} targets"),
        }
    }

    /// `on-time rate of tower at least 95 %`.
    pub fn asked(&self, target: &AskedTarget) -> String {
        let Some(column) = Column::parse(&target.measure) else { return target.measure.clone() };
        let definition = column.measure.definition();
        let bound = if definition.better == Better::Lower { "at most" } else { "at least" };
        format!("{} {bound} {}", self.of_whom(target), self.words.given(target.value, definition.unit))
    }

    /// `on-time rate of tower`.
    fn of_whom(&self, target: &AskedTarget) -> String {
        let of = if target.entity.is_empty() { String::new() } else { format!(" of {}", target.entity) };
        self.label(&target.measure) + &of
    }

    /// What a strategy comes to in the targets that it meets, misses or leaves open: `94.7 ± 0.4 %`, or with its name where
    /// there are several targets: `on-time rate of tower 94.7 ± 0.4 %`.
    pub fn values_of(&self, targets: &TargetFacts, strategy: &str, verdict: TargetVerdict) -> Vec<String> {
        let Some(fact) = targets.of(strategy) else { return Vec::new() };
        let own = targets.asked.iter().zip(&fact.values).filter(|(_, value)| value.verdict == verdict);
        let one = |(target, value): (&AskedTarget, &crate::results::TargetValue)| {
            let unit = Column::parse(&target.measure).map_or(Unit::Share, |column| column.measure.definition().unit);
            let size = match verdict {
                TargetVerdict::Inconclusive => self.size(&value.value, unit),
                _ => self.mean(&value.value, unit),
            };
            if targets.asked.len() == 1 { size } else { format!("{} {size}", self.of_whom(target)) }
        };
        let all: Vec<String> = own.map(one).collect();
        let more = all.len().saturating_sub(NAMED);
        all.into_iter().take(NAMED).chain((more > 0).then(|| format!("{more} more"))).collect()
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
