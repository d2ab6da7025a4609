//! A search over the items to hold, described: the best set as a strategy to copy, what it gains, and why per item.

use super::missed;
use super::phrases::{Phrases, money, money_words};
use crate::experiment::optimize::{BestDecoupling, Contender, Ending, Goal, Objective, Reason, SetStanding};
use crate::experiment::tables::{Facts, Provenance, allocation, info, names, pegging, setting};
use crate::experiment::words::{Words, chance, kinds_held, list};
use crate::measures::Unit;
use crate::model::Model;
use crate::reader::{outside_quotes, quote_key};
use crate::results::name_list;
use crate::results::numbers::counted;
use crate::results::search::yes;
use crate::results::{
    ContenderRow, Decoupling, HeldRow, Search, Searched, StrategyInfo, Surely, TargetVerdict, Verdict,
};
use crate::stats::{Confidence, Estimate};

/// Items that a description names before it stops.
const NAMED: usize = 12;

/// The tables of a search over what is held.
#[must_use]
pub fn decoupling(model: &Model, goal: &Goal, found: &BestDecoupling, provenance: Provenance) -> Decoupling {
    let phrases = Phrases { model, words: Words::new(model), goal };
    let told =
        Told { phrases, found, confidence: Confidence::new(model.run.confidence, model.run.replications.max(2)) };
    let missed = missed::of_sets(model, goal, found);
    let facts = Facts {
        replications: model.run.replications,
        events: 0,
        residual: 0.0,
        verdict: told.verdict(),
        findings: provenance.findings.iter().cloned().chain(missed).collect(),
        left_out: Vec::new(),
        axes: Vec::new(),
    };
    let mut info = info(model, provenance, facts);
    let base = &model.strategies[0];
    let strategy = |contender: &Contender| {
        let driven = model.items.iter().filter(|item| !contender.held.contains(&item.name));
        let pooled = names(driven.filter(|item| base.pegging_of(item) != base.pegging));
        StrategyInfo {
            name: contender.name.clone(),
            holds: holds(contender, &Words::new(model)),
            sets: base.sets.iter().map(|set| setting(set)).collect(),
            allocation: allocation(model, base),
            pegging: pegging(base.pegging, &pooled),
            pooled_for_lots: pooled,
        }
    };
    info.strategies = found.contenders.iter().map(strategy).collect();
    info.search = Some(told.search());
    Decoupling {
        items: found.items.iter().map(|reason| told.item(reason)).collect(),
        contenders: found
            .contenders
            .iter()
            .zip(&found.standings)
            .map(|(set, standing)| told.contender(set, standing))
            .collect(),
        info,
    }
}

/// The best set as lines of TOML, to be copied into a scenario.
fn snippet(model: &Model, found: &BestDecoupling) -> String {
    let Some(best) = found.contenders.last() else { return String::new() };
    let section = format!("strategies.{}", quote_key(&best.key));
    let mut lines = vec![format!("[{section}]")];
    let own = best.sets.iter().filter_map(|set| set.strip_prefix(&section)?.strip_prefix('.'));
    lines.extend(own.filter_map(|set| {
        let (key, value) = set.split_at(outside_quotes(set, '=')?);
        Some(format!("{key} = {}", &value[1..]))
    }));
    lines.extend(model.strategies[0].sets.iter().map(|set| format!("set.{set}")));
    lines.join("\n")
}

/// `a, b, and c with a base stock of 0`.
fn holds(contender: &Contender, words: &Words<'_>) -> String {
    match contender.empty.as_slice() {
        [] => short(&contender.held, words),
        empty => format!("{}, and {} with a base stock of 0", short(&stocked(contender), words), short(empty, words)),
    }
}

/// Items held with something in stock.
fn stocked(contender: &Contender) -> Vec<String> {
    contender.held.iter().filter(|item| !contender.empty.contains(item)).cloned().collect()
}

fn short(held: &[String], words: &Words<'_>) -> String {
    let called: Vec<String> = held.iter().take(NAMED).map(|item| words.item(item)).collect();
    match held.len() {
        0 => "nothing".into(),
        more if more > NAMED => format!("{} and {} more", called.join(", "), more - NAMED),
        _ => called.join(", "),
    }
}

/// What its fresh replications say of the targets.
fn against(standing: &SetStanding) -> &'static str {
    match standing.target {
        Some(TargetVerdict::Missed) => " and misses the target",
        Some(TargetVerdict::Inconclusive) => " and leaves open whether it meets the target",
        _ => "",
    }
}

fn negated(estimate: &Estimate) -> Estimate {
    let minus = |value: Option<f64>| value.map(|value| 0.0 - value);
    Estimate { mean: minus(estimate.mean), low: minus(estimate.high), high: minus(estimate.low), ..*estimate }
}

struct Told<'a> {
    phrases: Phrases<'a>,
    found: &'a BestDecoupling,
    confidence: Confidence,
}

impl Told<'_> {
    fn search(&self) -> Search {
        let found = self.found;
        let best = found.contenders.last();
        let on = counted(found.replications.into(), "replication");
        let on = match found.way {
            Some(way) => {
                let few = counted(way.replications.into(), "replication");
                let window = self.phrases.words.given(way.window, Unit::Time);
                format!("{few} of {window} on the way and on {on} at last")
            }
            None => on.clone(),
        };
        let (sets, points) = (counted(found.sets as u64, "set"), counted(found.evaluations, "point"));
        let how = format!("{sets} looked at, {points} scored on {on}.");
        let reached = best.is_some_and(|best| best.best.reached);
        let mut sentences = vec![how];
        let ended_early = found.ending == Ending::Early;
        sentences.push(match ended_early {
            true => "The search ended before its time: this is the best set found till then.".into(),
            false => self.proven(),
        });
        if let Some((best, sure)) = best.zip(found.sure.as_ref()) {
            sentences.push(self.phrases.surely(&self.called(best), &best.best, sure));
        }
        let strategy = best.map(|best| best.name.clone()).unwrap_or_default();
        Search {
            goal: format!("the items to hold, for {}", self.phrases.goal()),
            along: String::new(),
            money: money(self.phrases.goal.objective).definition().id.into(),
            strategies: vec![Searched {
                strategy,
                reached,
                sentences,
                sure: self.sure(best),
                ended_early,
                ..Searched::default()
            }],
            snippet: snippet(self.phrases.model, found),
        }
    }

    fn sure(&self, best: Option<&Contender>) -> Option<Surely> {
        Some(self.phrases.sure(&best?.best, self.found.sure.as_ref()?))
    }

    /// What is known of the sets beside the best one.
    fn proven(&self) -> String {
        let on = counted(self.found.replications.into(), "replication");
        let service = match self.phrases.goal.targets.is_empty() {
            true => "",
            false => ", service missed or spared paid for at what its next unit costs there",
        };
        let judged = match self.found.way {
            Some(_) => ", but for those surely worse on the way or with nothing in stock in the place of not holding",
            None => ", but for those surely worse with nothing in stock in the place of not holding",
        };
        format!(
            "No set one switch away (an item, the choices of an option, stock moved between an item and its parts) was better \
             on the {on} with the levels of what is switched searched, all others standing still{service}{judged}. Sets further away were not all looked at."
        )
    }

    fn called(&self, contender: &Contender) -> String {
        self.phrases.words.strategy(&contender.name)
    }

    fn estimate(&self, values: &[f64]) -> Estimate {
        Estimate::of(values, &self.confidence)
    }

    /// Money of a contender, as people read it.
    fn money(&self, contender: &Contender) -> Estimate {
        let sign = if self.is_profit() { -1.0 } else { 1.0 };
        let values: Vec<f64> = contender.fresh.money.iter().map(|value| sign * value).collect();
        self.estimate(&values)
    }

    fn contender(&self, contender: &Contender, standing: &SetStanding) -> ContenderRow {
        let paid = self.money(contender);
        let more = if self.is_profit() { negated(&standing.above_best) } else { standing.above_best };
        let service = contender.services.first().copied().unwrap_or_default();
        ContenderRow {
            strategy: contender.name.clone(),
            holds: name_list::joined(&stocked(contender), ','),
            reached: yes(contender.best.reached),
            money: money(self.phrases.goal.objective).definition().id.into(),
            unit: money_words(self.phrases.model),
            cost: paid.mean,
            cost_low: paid.low,
            cost_high: paid.high,
            difference: more.mean,
            difference_low: more.low,
            difference_high: more.high,
            p_best: standing.p_best,
            target: standing.target.map_or("", TargetVerdict::word).into(),
            measure: self.phrases.goal.targets.first().map(|target| target.column.id()).unwrap_or_default(),
            service: service.mean,
            service_low: service.low,
            service_high: service.high,
        }
    }

    fn item(&self, reason: &Reason) -> HeldRow {
        HeldRow {
            item: reason.item.clone(),
            held: yes(reason.held),
            unit: money_words(self.phrases.model),
            saves: reason.saves.mean,
            saves_low: reason.saves.low,
            saves_high: reason.saves.high,
            costs: reason.costs.mean,
            costs_low: reason.costs.low,
            costs_high: reason.costs.high,
            net: reason.net.mean,
            net_low: reason.net.low,
            net_high: reason.net.high,
            met_otherwise: yes(reason.met_otherwise),
        }
    }

    fn verdict(&self) -> Verdict {
        let found = self.found;
        let Some(best) = found.contenders.last() else { return Verdict::default() };
        let of = |(contender, standing): (&Contender, &SetStanding)| {
            let money = self.money(contender);
            let is_loss = self.is_profit() && money.mean.is_some_and(|mean| mean < 0.0);
            let (verb, own) = match (is_loss, self.is_profit()) {
                (true, _) => ("loses", negated(&money)),
                (false, true) => ("earns", money),
                (false, false) => ("costs", money),
            };
            let paid = self.phrases.words.mean(&own, Unit::MoneyPerTime);
            let more = self.more(standing);
            format!("{} {verb} {paid}{}{more}", self.called(contender), against(standing))
        };
        let all: Vec<String> = found.contenders.iter().zip(&found.standings).map(of).collect();
        let mut sentences = vec![format!("At their best levels: {}.", list(&all))];
        sentences.extend(self.surely(best));
        sentences
            .extend(found.items.iter().filter(|reason| reason.net.mean.is_some()).map(|reason| self.reason(reason)));
        let money = self.money(best);
        Verdict {
            headline: self.headline(best),
            worth: money.mean.map_or_else(String::new, |mean| {
                let verb = if !self.is_profit() {
                    "costs"
                } else if mean < 0.0 {
                    "loses"
                } else {
                    "earns"
                };
                let size = if verb == "loses" { -mean } else { mean };
                format!("It {verb} about {}.", self.phrases.words.per_year(size))
            }),
            next: "Next, copy the lines below into the scenario, and compare with the other strategies".into(),
            command: "pushpull run FILE".into(),
            sentences,
            ..Verdict::default()
        }
    }

    /// The best set and its lead over the next one; where every set misses a target, the nearest.
    fn headline(&self, best: &Contender) -> String {
        let found = self.found;
        let pure = if best.name == "mixed" { String::new() } else { format!(" ({})", self.called(best)) };
        if found.standings.last().is_some_and(|own| own.target == Some(TargetVerdict::Missed)) {
            return format!("No set of held items meets the target; nearest is to hold {}{pure}.", self.holds(best));
        }
        let start = format!("Best is to hold {}{pure}", self.holds(best));
        let Some((next, standing)) = self.next() else { return format!("{start}: no other set meets the target.") };
        let more = &standing.above_best;
        let size = self.phrases.words.size(more, Unit::MoneyPerTime);
        match more.low {
            _ if more.sd == Some(0.0) && more.mean == Some(0.0) => {
                format!("{start}; {} comes to the same.", self.called(next))
            }
            Some(low) if low > 0.0 => format!("{start}: {size} better than the next set, {}.", self.called(next)),
            _ => format!("{start}; the next set, {}, cannot be told from it ({size} apart).", self.called(next)),
        }
    }

    /// Whole kinds by their word: a headline has no room for every part.
    fn holds(&self, contender: &Contender) -> String {
        let model = self.phrases.model;
        match contender.empty.is_empty() && !contender.held.is_empty() {
            true => list(&kinds_held(model, |item| contender.held.contains(&model.items[item].name))),
            false => holds(contender, &self.phrases.words),
        }
    }

    /// The best of the other sets that may be the best.
    fn next(&self) -> Option<(&Contender, &SetStanding)> {
        let found = self.found;
        let others = found.contenders.iter().zip(&found.standings).rev().skip(1);
        let admitted = others.filter(|(_, standing)| standing.is_admitted);
        let more = |standing: &SetStanding| standing.above_best.mean.unwrap_or(f64::INFINITY);
        admitted.min_by(|a, b| more(a.1).total_cmp(&more(b.1)))
    }

    /// How surely the best set is the best.
    fn surely(&self, best: &Contender) -> Option<String> {
        let p_best = self.found.standings.last()?.p_best.filter(|_| self.next().is_some())?;
        let on = counted(best.fresh.money.len() as u64, "fresh replication");
        Some(format!("The set to hold is the best of these with probability {} ({on}).", chance(p_best)))
    }

    /// `, 3.1 ± 0.4 EUR/day more than the best set`.
    fn more(&self, standing: &SetStanding) -> String {
        let more = &standing.above_best;
        let Some(mean) = more.mean.filter(|mean| *mean != 0.0) else { return String::new() };
        let size = self.phrases.words.size(more, Unit::MoneyPerTime);
        // Money above that of the best set is cost, or missing profit.
        let word = match (mean > 0.0, self.is_profit()) {
            (true, true) => "worse",
            (false, true) => "better",
            (true, false) => "more",
            (false, false) => "less",
        };
        format!(" ({size} {word})")
    }

    fn is_profit(&self) -> bool {
        self.phrases.goal.objective == Objective::Profit
    }

    /// `case is held: holding it saves 3.1 ± 0.2 EUR/day and costs 0.8 EUR/day`.
    fn reason(&self, reason: &Reason) -> String {
        // Stock that is held can lower other stock by more than itself: parts that wait for the last one. And it can cost
        // more than its holding, where that is so.
        let [saves, costs] = if reason.held { ["saves", "costs"] } else { ["would save", "would cost"] };
        let rest = self.size(&reason.saves, |size| format!("{saves} {size}"), |size| format!("{costs} {size} more"));
        let turned = reason.saves.mean.is_some_and(|mean| mean < 0.0);
        let holding = self.size(
            &reason.costs,
            |size| if turned { format!("{costs} {size} of holding") } else { format!("{costs} {size}") },
            |size| format!("{saves} {size} of holding"),
        );
        let reached = self.found.contenders.last().is_some_and(|best| best.best.reached);
        let needed = match (reason.held, reason.met_otherwise || !reached) {
            (true, false) => "; without it the target is missed",
            (false, false) => "; with it the target would be missed",
            _ => "",
        };
        let state = if reason.held { "is held" } else { "is not held" };
        format!("{} {state}: holding it {rest} and {holding}{needed}.", self.phrases.words.item(&reason.item))
    }

    /// The size of an estimate, in these words if it is above nothing, in those if it is below.
    fn size(&self, estimate: &Estimate, above: impl Fn(&str) -> String, below: impl Fn(&str) -> String) -> String {
        let size = self.phrases.words.size(estimate, Unit::MoneyPerTime);
        // What is rounded to nothing has no sign.
        let shown = size.split('±').next().unwrap_or_default().contains(|c| ('1'..='9').contains(&c));
        let minus = estimate.mean.is_some_and(|mean| mean < 0.0) && shown;
        if minus { below(&size) } else { above(&size) }
    }
}
