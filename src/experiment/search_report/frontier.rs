//! The frontier: the least money for each level of a service, per strategy, estimated on fresh replications.

use super::missed;
use super::moved::{cost_of_levels, is_few};
use super::phrases::{Phrases, level, money, money_words};
use crate::experiment::optimize::{Best, Goal, Objective, ServiceTarget};
use crate::experiment::target_verdict::asked;
use crate::experiment::words::{Words, list};
use crate::measures::{Better, EntityKind, Unit};
use crate::model::Model;
use crate::results::numbers::{percent, plain, precise};
use crate::results::search::{ENTITIES, axes, yes};
use crate::results::{
    AxisValue, Frontier, FrontierRow, Pointed, RunInfo, Search, Searched, SummaryRow, TargetVerdict, Verdict,
};

/// The verb of a profit below 0.
const LOSES: &str = "loses";

/// Along which service, at which levels, for which money.
#[derive(Clone, Debug)]
pub struct Along {
    /// The money.
    pub objective: Objective,
    /// Of the whole system; its value is the level that the user asks for, NaN for none.
    pub service: ServiceTarget,
    /// Ascending.
    pub levels: Vec<f64>,
}

/// The tables of a frontier: `found` by strategy and level, and the summary of the sweep over the levels at what was found.
#[must_use]
pub fn frontier(
    model: &Model,
    along: &Along,
    found: &[Vec<Best>],
    (rows, mut info): (Vec<Pointed<SummaryRow>>, RunInfo),
) -> Frontier {
    let names = found.iter().flatten().flat_map(|best| best.variables.iter().map(level));
    let names: Vec<String> = names.collect();
    let numbers = axes(names.iter().map(String::as_str));
    let place = |value: &AxisValue| along.levels.iter().position(|level| Some(*level) == value.number());
    let strategy = |name: &str| model.strategies.iter().position(|strategy| strategy.name == name);
    let points = points(model, along, found, &rows);
    let rows = rows.into_iter().filter(|row| ENTITIES.contains(&row.row.entity_kind));
    let rows = rows.filter_map(|Pointed { mut point, row }| {
        let best = found.get(strategy(&row.strategy)?)?.get(place(point.first()?)?)?;
        point.extend(numbers.iter().map(|name| number(best, name)));
        Some(Pointed { point, row })
    });
    let rows = rows.collect();
    info.axes = ["level".to_string()].into_iter().chain(numbers).collect();
    info.targets = if along.service.value.is_nan() { Vec::new() } else { vec![asked(&along.service)] };
    let goal = Goal { objective: along.objective, targets: vec![along.service.clone()] };
    let phrases = Phrases { model, words: Words::new(model), goal: &goal };
    info.search = Some(Search {
        goal: format!("{} for each {}", Phrases { goal: &plain_goal(along), ..phrases }.goal(), label(model, along)),
        along: along.service.column.id(),
        money: money(along.objective).definition().id.into(),
        strategies: found.iter().map(|found| along_moved(searched(model, found), model, &points)).collect(),
        snippet: String::new(),
    });
    info.verdict = Told { model, along, points: &points }.verdict();
    info.findings.extend(missed::on_frontier(model, &goal, found, &points));
    Frontier { rows, points, info }
}

fn plain_goal(along: &Along) -> Goal {
    Goal { objective: along.objective, targets: Vec::new() }
}

fn label(model: &Model, along: &Along) -> String {
    Words::new(model).label(&along.service.column)
}

/// What was found for a number; nothing where the strategy has no such number.
fn number(best: &Best, name: &str) -> AxisValue {
    let found = best.variables.iter().zip(&best.point).find(|(variable, _)| level(variable) == name);
    found.map_or(AxisValue::missing(), |(variable, value)| AxisValue::Number(variable.shown(*value) as f64))
}

/// How the search of a strategy went, over all levels.
fn searched(model: &Model, found: &[Best]) -> Searched {
    let Some(first) = found.first() else { return Searched::default() };
    let strategy = model.strategies[first.strategy].name.clone();
    let evaluations: u64 = found.iter().map(|best| best.how.evaluations).sum();
    let least = found.iter().map(|best| best.how.proven).min();
    let called = Words::new(model).strategy(&strategy);
    let how = match first.variables.is_empty() {
        true => format!("{called} holds nothing, so there is nothing to search: it stands as it is."),
        false => format!(
            "{called}: {}, {}, {} scored by {}; {}.",
            crate::results::numbers::counted(first.variables.len() as u64, "number"),
            crate::results::numbers::counted(found.len() as u64, "level"),
            crate::results::numbers::counted(evaluations, "point"),
            first.how.scorer,
            least.map_or("", |proven| proven.words()),
        ),
    };
    let ended_early = !found.iter().all(Best::is_complete);
    Searched {
        strategy,
        reached: found.iter().all(|best| best.reached),
        sentences: vec![how],
        ended_early,
        ..Searched::default()
    }
}

/// With a word on what of the cost the levels move, where that is hardly seen in the sum.
fn along_moved(mut searched: Searched, model: &Model, points: &[FrontierRow]) -> Searched {
    let own: Vec<&FrontierRow> = points.iter().filter(|row| row.strategy == searched.strategy).collect();
    let ends = own.first().zip(own.last()).and_then(|(first, last)| {
        let few = |row: &FrontierRow| row.cost.zip(row.cost_of_levels).is_some_and(|(cost, moved)| is_few(moved, cost));
        (own.len() > 1 && own.iter().all(|row| few(row))).then_some(())?;
        Some((first.level, first.cost_of_levels?, last.level, last.cost_of_levels?))
    });
    if let Some((first, least, last, most)) = ends {
        let words = Words::new(model);
        let money = |value: f64| words.given(value, Unit::MoneyPerTime);
        let unit = own[0].measure.as_str();
        searched.sentences.push(format!(
            "Of what {} costs its levels move {} at {unit} {} and {} at {}; purchases, work and what is in process hardly change \
             with them.",
            words.strategy(&searched.strategy),
            money(least),
            plain(first),
            money(most),
            plain(last)
        ));
    }
    searched
}

/// A row per strategy and level, strategies in the order of the scenario.
fn points(model: &Model, along: &Along, found: &[Vec<Best>], rows: &[Pointed<SummaryRow>]) -> Vec<FrontierRow> {
    let (service, money) = (along.service.column.id(), money(along.objective).definition().id);
    let mut points = Vec::new();
    for (strategy, found) in model.strategies.iter().zip(found) {
        let own = |at: f64, measure: &str| {
            rows.iter().find(|row| {
                let own = row.row.strategy == strategy.name && row.row.entity_kind == EntityKind::System;
                own && row.row.measure == measure && row.point.first().and_then(AxisValue::number) == Some(at)
            })
        };
        let mut mine: Vec<FrontierRow> = Vec::new();
        for (at, best) in along.levels.iter().zip(found) {
            let (got, paid) = (own(*at, &service).map(|row| &row.row), own(*at, money).map(|row| &row.row));
            let target = ServiceTarget { value: *at, ..along.service.clone() };
            let interval = got.map_or([None; 3], |row| [row.mean, row.ci_low, row.ci_high]);
            let target = missed::against(&target, &missed::estimate(interval));
            mine.push(FrontierRow {
                strategy: strategy.name.clone(),
                measure: service.clone(),
                level: *at,
                reached: yes(best.reached),
                service: got.and_then(|row| row.mean),
                service_low: got.and_then(|row| row.ci_low),
                service_high: got.and_then(|row| row.ci_high),
                target: target.word().into(),
                money: money.into(),
                unit: money_words(model),
                cost: paid.and_then(|row| row.mean),
                cost_low: paid.and_then(|row| row.ci_low),
                cost_high: paid.and_then(|row| row.ci_high),
                cost_of_levels: cost_of_levels(|measure| own(*at, measure.definition().id)?.row.mean),
                dominated: yes(false),
                next_point: None,
                sure_cost: None,
                sure_level: None,
            });
        }
        judge(&mut mine, along);
        make_sure(&mut mine, along);
        points.extend(mine);
    }
    points
}

/// Says of the rows of one strategy which are dominated, and what the next point of service costs.
fn judge(rows: &mut [FrontierRow], along: &Along) {
    let less = along.service.column.measure.definition().better == Better::Lower;
    let sign = if along.objective == Objective::Profit { -1.0 } else { 1.0 };
    // More is better in service, less in money.
    let values: Vec<Option<(f64, f64)>> =
        rows.iter().map(|row| Some((if less { -row.service? } else { row.service? }, sign * row.cost?))).collect();
    let mut best: Vec<usize> = Vec::new();
    for (place, value) in values.iter().enumerate() {
        let Some((service, money)) = value else { continue };
        let beaten = values.iter().enumerate().any(|(other, of)| {
            of.is_some_and(|(s, m)| s >= *service && m <= *money && (s > *service || m < *money || other < place))
        });
        rows[place].dominated = yes(beaten);
        if !beaten {
            best.push(place);
        }
    }
    best.sort_by(|a, b| values[*a].map_or(0.0, |v| v.0).total_cmp(&values[*b].map_or(0.0, |v| v.0)));
    let point = if along.service.column.measure.definition().unit == Unit::Share { 0.01 } else { 1.0 };
    for pair in best.windows(2) {
        if let (Some((s0, m0)), Some((s1, m1))) = (values[pair[0]], values[pair[1]]) {
            let price = Some((m1 - m0) / (s1 - s0) * point);
            // Levels with the same numbers are one point.
            let same = (0..rows.len()).filter(|row| values[*row] == Some((s0, m0)));
            same.for_each(|row| rows[row].next_point = price);
        }
    }
}

/// Says of the rows of one strategy what surely meets the level of each at the least money.
fn make_sure(rows: &mut [FrontierRow], along: &Along) {
    let sign = if along.objective == Objective::Profit { -1.0 } else { 1.0 };
    let known = rows.to_vec();
    for row in rows {
        let target = ServiceTarget { value: row.level, ..along.service.clone() };
        let meets = |other: &&FrontierRow| {
            let found = missed::estimate([other.service, other.service_low, other.service_high]);
            missed::against(&target, &found) == TargetVerdict::Met
        };
        let sure = known.iter().filter(meets).filter_map(|other| Some((other.cost?, other.level)));
        let least = sure.min_by(|a, b| (sign * a.0).total_cmp(&(sign * b.0)));
        (row.sure_cost, row.sure_level) = least.unzip();
    }
}

/// A frontier in words.
struct Told<'a> {
    model: &'a Model,
    along: &'a Along,
    points: &'a [FrontierRow],
}

impl<'a> Told<'a> {
    fn verdict(&self) -> Verdict {
        let Some(at) = self.shown() else { return Verdict::default() };
        let mut sentences: Vec<String> =
            self.model.strategies.iter().filter_map(|strategy| self.of(&strategy.name, at)).collect();
        sentences.extend(self.changes());
        let service = self.along.service.column.id();
        Verdict {
            headline: self.headline(at),
            worth: self.worth(at),
            next: "Next, decide on a service, and find the stock levels for it".into(),
            command: format!("pushpull optimize FILE --target {service}={}", plain(at).replace(',', "")),
            sentences,
            ..Verdict::default()
        }
    }

    /// The level the headline speaks of: the one asked for, else 95 %, else the middle one.
    fn shown(&self) -> Option<f64> {
        let levels = &self.along.levels;
        let near = |wanted: f64| {
            let far = |level: &&f64| (**level - wanted).abs();
            levels.iter().min_by(|a, b| far(a).total_cmp(&far(b))).copied()
        };
        match (self.along.service.value, self.unit()) {
            (value, _) if !value.is_nan() => near(value),
            (_, Unit::Share) => near(0.95),
            _ => levels.get(levels.len() / 2).copied(),
        }
    }

    fn unit(&self) -> Unit {
        self.along.service.column.measure.definition().unit
    }

    /// `95 %`, `2.5 days`.
    fn level(&self, value: f64) -> String {
        match self.unit() {
            Unit::Share => percent(value),
            unit => Words::new(self.model).given(value, unit),
        }
    }

    /// With five digits: what is common to all points makes the interval of each wider than that of their differences.
    /// Without the sign of a loss, which [`Told::verb`] says.
    fn money(&self, row: &FrontierRow) -> String {
        let sized = |cost: f64| if self.verb(row) == LOSES { -cost } else { cost };
        row.cost
            .map_or_else(|| "nothing".into(), |cost| format!("{} {}", precise(sized(cost)), money_words(self.model)))
    }

    /// `costs`, `earns` or `loses`.
    fn verb(&self, row: &FrontierRow) -> &'static str {
        match self.along.objective {
            Objective::Cost => "costs",
            Objective::Profit if row.cost.is_some_and(|cost| cost < 0.0) => LOSES,
            Objective::Profit => "earns",
        }
    }

    fn rows(&self, strategy: &str) -> impl Iterator<Item = &'a FrontierRow> {
        self.points.iter().filter(move |row| row.strategy == strategy).collect::<Vec<_>>().into_iter()
    }

    /// Of each strategy the row that reaches a level and does not surely miss it on fresh replications, else the cheapest of its rows
    /// that surely meets it; cheapest first.
    fn ranked(&self, at: f64) -> Vec<&'a FrontierRow> {
        let sign = if self.along.objective == Objective::Profit { -1.0 } else { 1.0 };
        let missed = TargetVerdict::Missed.word();
        let own = self.points.iter().filter(|row| row.level == at && row.is_reached());
        let able = own.filter_map(|row| match row.target == missed {
            false => Some(row),
            true => self.rows(&row.strategy).find(|other| Some(other.level) == row.sure_level),
        });
        let mut ranked: Vec<(f64, &FrontierRow)> = able.filter_map(|row| Some((sign * row.cost?, row))).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        ranked.into_iter().map(|(_, row)| row).collect()
    }

    fn headline(&self, at: f64) -> String {
        let label = label(self.model, self.along);
        let bound = if self.lower() { "at most" } else { "at least" };
        let ranked = self.ranked(at);
        let Some((first, others)) = ranked.split_first() else {
            return format!("No strategy reaches {label} {bound} {}.", self.level(at));
        };
        let verb = self.verb(first);
        let one = |row: &FrontierRow| {
            let own = if self.verb(row) == verb { String::new() } else { format!("and {} ", self.verb(row)) };
            format!("{own}{} {}{}", self.called(&row.strategy), self.money(row), self.already(row))
        };
        let words: Vec<String> = [first].into_iter().chain(others.iter().take(3)).map(|row| one(row)).collect();
        let missing: Vec<String> = self
            .model
            .strategies
            .iter()
            .filter(|strategy| ranked.iter().all(|row| row.strategy != strategy.name))
            .map(|strategy| self.called(&strategy.name))
            .collect();
        let missing = match missing.as_slice() {
            [] => String::new(),
            names => format!("; {} cannot reach it", list(names)),
        };
        format!("{label} {bound} {} {verb} {}{missing}.", self.level(at), list(&words)).replacen(
            &label,
            &crate::experiment::words::sentence(&label),
            1,
        )
    }

    /// What the cheapest at the level comes to in a year, and what more service costs it.
    fn worth(&self, at: f64) -> String {
        let words = Words::new(self.model);
        let ranked = self.ranked(at);
        let Some((row, cost)) = ranked.first().and_then(|row| Some((row, row.cost?))) else { return String::new() };
        let own = words.per_year(if self.verb(row) == LOSES { -cost } else { cost });
        let more = row.next_point.map_or_else(String::new, |price| {
            let unit = if self.unit() == Unit::Share { "point" } else { "unit" };
            format!("; the next {unit} of it costs about {}", words.per_year(price.abs()))
        });
        format!("{} {} about {own}{more}.", self.called(&row.strategy), self.verb(row))
    }

    fn called(&self, strategy: &str) -> String {
        Words::new(self.model).strategy(strategy)
    }

    fn lower(&self) -> bool {
        self.along.service.column.measure.definition().better == Better::Lower
    }

    /// From where to where a strategy goes, and the price of the next point.
    fn of(&self, strategy: &str, at: f64) -> Option<String> {
        let called = self.called(strategy);
        let reached: Vec<&FrontierRow> = self.rows(strategy).filter(|row| row.is_reached()).collect();
        let Some((first, last)) = reached.first().zip(reached.last()) else {
            let best = self.rows(strategy).find_map(|row| row.service);
            let best = best.map_or_else(|| "none".into(), |best| self.level(best));
            return Some(format!("{called} reaches none of the levels: at best {best}."));
        };
        let verb = self.verb(first);
        let again = if self.verb(last) == verb { String::new() } else { format!("{} ", self.verb(last)) };
        let same = reached.iter().filter(|row| row.cost == first.cost && row.service == first.service).count();
        let mut text = match first.level == last.level {
            true => format!("{called} {verb} {} at {}", self.money(first), self.level(first.level)),
            false if first.cost == last.cost => {
                let levels = (self.level(first.level), self.level(last.level));
                format!("{called} {verb} {} at every level from {} to {}", self.money(first), levels.0, levels.1)
            }
            false => format!(
                "{called} {verb} {} at {} and {again}{} at {}",
                self.money(first),
                self.level(first.level),
                self.money(last),
                self.level(last.level)
            ),
        };
        if let Some(service) = first.service.filter(|_| same > 1 || !self.already(first).is_empty()) {
            text += &format!("; its cheapest levels already reach {}", self.level(service));
        }
        if reached.len() < self.along.levels.len() {
            text += ", the best it can reach of these levels";
        }
        let from = self.rows(strategy).filter(|row| row.next_point.is_some());
        let far = |row: &FrontierRow| row.service.map_or(f64::INFINITY, |service| (service - at).abs());
        let near = from.min_by(|a, b| far(a).total_cmp(&far(b)));
        if let Some((service, price)) = near.and_then(|row| row.service.zip(row.next_point)) {
            let unit = if self.unit() == Unit::Share { "point" } else { "unit" };
            let money = money_words(self.model);
            text += &format!("; the next {unit} after {} costs {} {money}", self.level(service), plain(price));
        }
        text += &self.surely(strategy, at);
        Some(text + ".")
    }

    /// ` (its cheapest levels already reach 96.7 %)`, where a level asks for nothing.
    fn already(&self, row: &FrontierRow) -> String {
        let easiest = self.rows(&row.strategy).find(|other| other.is_reached());
        let free = easiest.is_some_and(|easiest| easiest.cost == row.cost && easiest.service == row.service);
        let target = ServiceTarget { value: row.level, ..self.along.service.clone() };
        let found = missed::estimate([row.service, row.service_low, row.service_high]);
        let above = missed::against(&target, &found) == TargetVerdict::Met && self.along.levels.len() > 1;
        match row.service.filter(|service| free && above && *service != row.level) {
            Some(service) => format!(" (its cheapest levels already reach {})", self.level(service)),
            None => String::new(),
        }
    }

    /// What surely meets the level asked for, where its own row leaves that open.
    fn surely(&self, strategy: &str, at: f64) -> String {
        let open = |row: &&FrontierRow| row.level == at && row.is_reached() && row.target != TargetVerdict::Met.word();
        let Some(row) = self.rows(strategy).find(open) else { return String::new() };
        let given = self.level(at);
        let unknown = match row.target == TargetVerdict::Missed.word() {
            true => format!("; on fresh replications it misses {given}"),
            false => format!("; whether it meets {given} is left open by chance"),
        };
        let sure = row.sure_cost.zip(row.sure_level).map(|(cost, level)| {
            let money = money_words(self.model);
            format!(", its levels for {} surely meet it, at {} {money}", self.level(level), precise(cost))
        });
        unknown + &sure.unwrap_or_else(|| ", and none of its levels surely does".into())
    }

    /// Where the cheapest strategy changes along the levels.
    fn changes(&self) -> Vec<String> {
        let best: Vec<(f64, &str)> = self
            .along
            .levels
            .iter()
            .filter_map(|at| Some((*at, self.ranked(*at).first()?.strategy.as_str())))
            .collect();
        let changes = best.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        changes
            .map(|pair| {
                let what = if self.along.objective == Objective::Profit { "most profitable" } else { "cheapest" };
                format!(
                    "Between {} and {} the {what} changes from {} to {}.",
                    self.level(pair[0].0),
                    self.level(pair[1].0),
                    self.called(pair[0].1),
                    self.called(pair[1].1)
                )
            })
            .collect()
    }
}
