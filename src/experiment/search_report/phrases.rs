//! Sentences on one search: its goal, how it was done, how good its levels can be at most, and what the next unit is worth.

use crate::experiment::optimize::{
    Best, Goal, MarginalValue, Objective, OneUnit, SearchSettings, ServiceTarget, SureLevels, Variable,
};
use crate::experiment::words::{Words, list};
use crate::measures::{Better, Column, EntityKind, Measure, Unit};
use crate::model::Model;
use crate::plan::Plan;
use crate::record::Entity;
use crate::results::numbers::{count, counted, percent, plain};
use crate::results::{LevelRow, MeanInterval, Searched, SureLevel, Surely, level_name};
use crate::stats::Estimate;

/// Items that a sentence names before it stops.
pub(super) const NAMED: usize = 3;
/// Changed levels that a sentence names before it stops; all of them stand in `run.json`.
const CHANGES: usize = 8;

/// A service of the orders of the system (an empty name), of a product or of a class.
#[must_use]
pub fn service(column: Column, kind: EntityKind, name: &str, value: f64) -> ServiceTarget {
    ServiceTarget { column, entity: Entity { kind, name: name.into() }, value }
}

/// The key of a level for people and for columns: `case.base_stock`.
pub(super) fn level(variable: &Variable) -> String {
    let first = variable.keys.first().map_or("", |key| key.strip_prefix("stock.").unwrap_or(key));
    match variable.keys.len() {
        0 | 1 => first.into(),
        more => format!("{first} and {} like it", more - 1),
    }
}

/// The money of an objective.
pub(super) fn money(objective: Objective) -> Measure {
    match objective {
        Objective::Cost => Measure::CostTotal,
        Objective::Profit => Measure::Profit,
    }
}

/// The words of a search.
pub(super) struct Phrases<'a> {
    pub model: &'a Model,
    pub words: Words<'a>,
    pub goal: &'a Goal,
}

impl Phrases<'_> {
    /// `least cost with on-time rate at least 95 %`.
    pub fn goal(&self) -> String {
        let money = match self.goal.objective {
            Objective::Cost => "least cost",
            Objective::Profit => "greatest profit",
        };
        let wanted: Vec<String> = self.goal.targets.iter().map(|target| self.wanted(target)).collect();
        match wanted.len() {
            0 => money.into(),
            1..=4 => format!("{money} with {}", list(&wanted)),
            more => format!("{money} with {} and {} more targets", wanted[..NAMED].join(", "), more - NAMED),
        }
    }

    /// `on-time rate of tower at least 95 %`.
    pub fn wanted(&self, target: &ServiceTarget) -> String {
        let bound = if lower(target) { "at most" } else { "at least" };
        format!("{} {bound} {}", self.service(target), self.words.given(target.value, unit(target)))
    }

    /// The level of a base stock by its item alone.
    pub(super) fn name(&self, variable: &Variable) -> String {
        level_name(&self.words.level(&level(variable)))
    }

    pub fn service(&self, target: &ServiceTarget) -> String {
        let label = self.words.label(&target.column);
        match target.entity.kind {
            EntityKind::System => label,
            kind => format!("{label} of {}", self.words.entity(kind, &target.entity.name)),
        }
    }

    pub fn searched(&self, best: &Best, sure: Option<&SureLevels>) -> Searched {
        let strategy = self.model.strategies[best.strategy].name.clone();
        let called = self.words.strategy(&strategy);
        let mut sentences = vec![self.how(&called, best)];
        sentences.extend((!best.is_complete()).then(|| {
            format!("The search of {called} ended before its time: these are the best levels found till then.")
        }));
        sentences.extend(self.selected(&called, best));
        sentences.extend(self.missed(&called, best));
        sentences.extend(sure.map(|sure| self.surely(&called, best, sure)));
        sentences.extend(self.bound(&called, best).or_else(|| self.starts(&called, best)));
        sentences.extend(self.not_worth_holding(&called, best));
        sentences.extend(self.next(&called, best));
        sentences.extend(self.limits(&called, best));
        let sure = sure.map(|sure| self.sure(best, sure));
        let starts = best.how.starts.as_ref();
        Searched {
            strategy,
            reached: best.reached,
            sentences,
            sure,
            ended_early: !best.is_complete(),
            starts: starts.map_or(0, |starts| starts.count),
            spread: starts.and_then(|starts| starts.spread),
            last_tenth: starts.and_then(|starts| starts.last_tenth),
            cost_of_levels: None,
            not_worth_holding: best.not_worth_holding().into_iter().map(level).collect(),
        }
    }

    /// Levels beside the best ones that meet the targets with the confidence of the run, and what they cost more.
    pub fn surely(&self, strategy: &str, best: &Best, sure: &SureLevels) -> String {
        let wanted: Vec<String> = self.goal.targets.iter().take(NAMED).map(|target| self.wanted(target)).collect();
        let changed = best.variables.iter().zip(&sure.point).zip(&best.point).filter(|((_, own), best)| own != best);
        let mut levels: Vec<String> = changed
            .map(|((variable, value), _)| format!("{} {}", self.name(variable), variable.shown(*value)))
            .collect();
        if levels.len() > CHANGES {
            let more = format!("{} more", count((levels.len() - CHANGES) as u64));
            levels.truncate(CHANGES);
            levels.push(more);
        }
        let more = self.words.size(&sure.above_best, Unit::MoneyPerTime);
        let way = match (self.goal.objective, sure.above_best.mean.is_some_and(|mean| mean < 0.0)) {
            (Objective::Cost, false) => "more",
            (Objective::Cost, true) => "less",
            (Objective::Profit, false) => "less profit",
            (Objective::Profit, true) => "more profit",
        };
        format!(
            "Whether {strategy} meets {} at these levels chance leaves open or denies; with {} confidence it does with {}: {more} {way}.",
            list(&wanted),
            percent(self.model.run.confidence),
            list(&levels)
        )
    }

    /// The same as data.
    pub fn sure(&self, best: &Best, sure: &SureLevels) -> Surely {
        let sign = if self.goal.objective == Objective::Profit { -1.0 } else { 1.0 };
        let level = |(variable, value): (&Variable, &i64)| SureLevel {
            level: level(variable),
            value: variable.shown(*value) as f64,
        };
        Surely {
            levels: best.variables.iter().zip(&sure.point).map(level).collect(),
            sets: sure.sets.clone(),
            money: interval(&sure.money, sign),
            more: interval(&sure.above_best, sign),
            services: sure.services.iter().map(|service| interval(service, 1.0)).collect(),
        }
    }

    fn how(&self, strategy: &str, best: &Best) -> String {
        let how = &best.how;
        if best.variables.is_empty() {
            return format!("{strategy} holds nothing, so there is nothing to search: it stands as it is.");
        }
        format!(
            "{strategy}: {}, {} scored by {}; {}.",
            counted(best.variables.len() as u64, "number"),
            counted(how.evaluations, "point"),
            how.scorer,
            how.proven.words()
        )
    }

    /// What the selection among the last points promises.
    fn selected(&self, strategy: &str, best: &Best) -> Option<String> {
        let selection = best.how.selection.as_ref()?;
        let money = |value: f64| self.words.given(value, Unit::MoneyPerTime);
        let zone = money(selection.indifference);
        let points = counted(selection.candidates as u64, "point");
        let replications = counted(selection.replications as u64, "replication");
        let wider = match selection.indifference > selection.asked {
            true => format!(
                " To tell {} (optimize.indifference) could have taken {} of each.",
                money(selection.asked),
                counted(selection.needed, "replication")
            ),
            false => String::new(),
        };
        Some(format!(
            "The levels of {strategy} were selected among {points} on up to {replications} that the search did not see: \
             with {} confidence they are the best of them if it leads by {zone}; others may be nearer.{wider}",
            percent(selection.confidence)
        ))
    }

    /// Targets that cannot be met, and what can.
    fn missed(&self, strategy: &str, best: &Best) -> Option<String> {
        if best.reached {
            return None;
        }
        let services = best.scores.services();
        let missed =
            self.goal.targets.iter().zip(&services).filter(|(target, service)| target.violation(**service) > 0.0);
        let words: Vec<String> = missed
            .take(NAMED)
            .map(|(target, service)| {
                let reachable = match service.is_nan() {
                    true => "has no value".into(),
                    false if !best.is_complete() => format!("is {}", self.words.given(*service, unit(target))),
                    false => format!("is {} at best", self.words.given(*service, unit(target))),
                };
                format!("{} {reachable}", self.service(target))
            })
            .collect();
        let wanted: Vec<String> = self.goal.targets.iter().take(NAMED).map(|target| self.wanted(target)).collect();
        let how = if best.variables.is_empty() { "" } else { " within the bounds" };
        Some(match best.is_complete() {
            true => format!("{strategy} cannot reach {}{how}: {}.", list(&wanted), list(&words)),
            false => format!("{strategy} had not reached {} by then: {}.", list(&wanted), list(&words)),
        })
    }

    /// How far from what no point can beat.
    fn bound(&self, strategy: &str, best: &Best) -> Option<String> {
        let bound = best.bound.as_ref()?;
        let own = best.scores.money();
        let (verb, value, gap) = match self.goal.objective {
            Objective::Cost => ("cost less than", bound.money, own - bound.money),
            Objective::Profit if bound.money > 0.0 => ("lose less than", bound.money, own - bound.money),
            Objective::Profit => ("earn more than", -bound.money, own - bound.money),
        };
        let value = self.words.given(value, Unit::MoneyPerTime);
        let far = match gap > 1e-9 * own.abs() {
            true => format!(
                "these are {} off, {}",
                self.words.given(gap, Unit::MoneyPerTime),
                percent(gap / own.abs().max(f64::MIN_POSITIVE))
            ),
            false => match self.goal.objective {
                Objective::Cost => "these cost just that".into(),
                Objective::Profit => "these come to just that".into(),
            },
        };
        Some(format!("No levels of {strategy} {verb} {value} ({}): {far}.", bound.why))
    }

    /// What the next unit is worth, where it is worth most.
    fn next(&self, strategy: &str, best: &Best) -> Option<String> {
        let more = || {
            best.variables.iter().zip(&best.marginal_values).filter_map(|(v, value)| Some((v, value.more.as_ref()?)))
        };
        let Some(target) = self.goal.targets.first() else {
            let (variable, next) = more().min_by(|a, b| a.1.money.total_cmp(&b.1.money))?;
            let price = self.price(next);
            return Some(match next.money < 0.0 {
                // The last selection is made on other replications than what the next unit is worth is estimated from.
                true => format!(
                    "On the replications searched one unit more of {} under {strategy} is better, {price}: a difference of chance, \
                     or nearer than the selection tells apart.",
                    self.name(variable)
                ),
                false => {
                    format!("The next unit under {strategy} that hurts least is of {}: {price}.", self.name(variable))
                }
            });
        };
        let gain = |next: &OneUnit| -> f64 {
            let change = next.service.first().copied().unwrap_or(0.0);
            if lower(target) { -change } else { change }
        };
        let mut ranked: Vec<(f64, &Variable, &OneUnit)> = more()
            .filter(|(_, next)| gain(next) > 0.0)
            .map(|(variable, next)| (next.money / gain(next), variable, next))
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let words = ranked.iter().take(NAMED).map(|(_, variable, next)| {
            format!("{} ({} for {})", self.name(variable), self.price(next), self.gain(gain(next), target))
        });
        let words: Vec<String> = words.collect();
        let label = self.service(target);
        (!words.is_empty()).then(|| format!("Under {strategy} the next unit buys most {label} at {}.", list(&words)))
    }

    /// `0.82 USD/day more`.
    fn price(&self, next: &OneUnit) -> String {
        let size = self.words.given(next.money.abs(), Unit::MoneyPerTime);
        let worse = next.money > 0.0;
        if next.money == 0.0 {
            return "it changes nothing".into();
        }
        match (self.goal.objective, worse) {
            (Objective::Cost, true) => format!("{size} more"),
            (Objective::Cost, false) => format!("{size} less"),
            (Objective::Profit, true) => format!("{size} less profit"),
            (Objective::Profit, false) => format!("{size} more profit"),
        }
    }

    /// `0.12 points`, or a time.
    fn gain(&self, gain: f64, target: &ServiceTarget) -> String {
        match unit(target) {
            Unit::Share => format!("{} points", plain(100.0 * gain)),
            unit => self.words.given(gain, unit),
        }
    }

    pub fn rows(&self, best: &Best, settings: &SearchSettings) -> Vec<LevelRow> {
        let plan = Plan::new(self.model, best.strategy);
        let start = settings.space(self.model.under(best.strategy), &plan).start();
        let numbers = best.variables.iter().zip(&best.point).zip(&best.marginal_values).zip(start);
        numbers.map(|(((variable, found), value), start)| self.row(best, (variable, value), *found, start)).collect()
    }

    fn row(&self, best: &Best, (variable, value): (&Variable, &MarginalValue), found: i64, start: i64) -> LevelRow {
        let sign = if self.goal.objective == Objective::Profit { -1.0 } else { 1.0 };
        let money = |next: &Option<OneUnit>| next.as_ref().map(|next| sign * next.money);
        let service = |next: &Option<OneUnit>| next.as_ref().and_then(|next| next.service.first().copied());
        let words = money_words(self.model);
        LevelRow {
            strategy: self.model.strategies[best.strategy].name.clone(),
            level: level(variable),
            items: u32::try_from(variable.items.len()).unwrap_or(u32::MAX),
            low: variable.shown(variable.bounds.0) as f64,
            high: variable.shown(variable.bounds.1) as f64,
            start: variable.shown(start) as f64,
            best: variable.shown(found) as f64,
            unit: words,
            one_more: money(&value.more),
            one_less: money(&value.less),
            one_more_se: value.more.as_ref().and_then(|next| next.money_se),
            one_less_se: value.less.as_ref().and_then(|next| next.money_se),
            measure: self.goal.targets.first().map(|target| target.column.id()).unwrap_or_default(),
            measure_more: service(&value.more).filter(|change| change.is_finite()),
            measure_less: service(&value.less).filter(|change| change.is_finite()),
        }
    }

    /// Numbers that end at their greatest value.
    fn limits(&self, strategy: &str, best: &Best) -> Option<String> {
        let ends = best.how.at_limit.iter().filter_map(|place| best.variables.get(*place));
        // A bound that leaves no choice was meant.
        let ends: Vec<&Variable> = ends.filter(|variable| variable.bounds.0 < variable.bounds.1).collect();
        let first = ends.first()?;
        let others = match ends.len() - 1 {
            0 => String::new(),
            more => format!(" and {} others", count(more as u64)),
        };
        Some(format!(
            "Under {strategy} {}{others} ends at the greatest number searched, {}: `optimize.bounds` can widen it.",
            self.name(first),
            counted(first.shown(first.bounds.1).unsigned_abs(), "unit")
        ))
    }
}

/// An estimate as data, with this sign.
fn interval(estimate: &Estimate, sign: f64) -> MeanInterval {
    let signed = |value: Option<f64>| value.map(|value| sign * value);
    let (low, high) = if sign < 0.0 { (estimate.high, estimate.low) } else { (estimate.low, estimate.high) };
    MeanInterval { mean: signed(estimate.mean), se: estimate.se, ci_low: signed(low), ci_high: signed(high) }
}

/// `USD/day`.
pub(super) fn money_words(model: &Model) -> String {
    Unit::MoneyPerTime.words(model.time_unit.word(), &model.currency)
}

pub(super) fn unit(target: &ServiceTarget) -> Unit {
    target.column.measure.definition().unit
}

fn lower(target: &ServiceTarget) -> bool {
    target.column.measure.definition().better == Better::Lower
}
