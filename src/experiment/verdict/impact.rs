//! What outages did to each strategy, against the same replications without them.

use super::case::{Case, interval};
use super::phrases::FactWords;
use crate::experiment::samples::Key;
use crate::measures::{Column, Measure, Unit};
use crate::model::Ticks;
use crate::results::ImpactFacts;
use crate::results::numbers::plain;

/// Strategies that the sentence names.
const NAMED: usize = 4;

/// The facts of every strategy whose runs are compared with ones without outages, in the order of the scenario.
pub(super) fn facts(case: &Case<'_>) -> Vec<ImpactFacts> {
    case.everyone().into_iter().filter_map(|strategy| of(case, strategy)).collect()
}

fn of(case: &Case<'_>, strategy: usize) -> Option<ImpactFacts> {
    let key = |measure: Measure| Key::system(measure);
    case.samples.sample(strategy, &key(Measure::ImpactOrders))?;
    let value = |measure: Measure| interval(&case.samples.estimate(strategy, &key(measure)));
    let (from, to) = case.samples.model.under(strategy).first_outage()?;
    let units = |ticks: i64| Ticks(ticks).units();
    let money = match case.money_measure {
        Measure::Profit => Measure::ImpactProfit,
        _ => Measure::ImpactCost,
    };
    Some(ImpactFacts {
        strategy: case.name(strategy).into(),
        outage: (units(from), units(to)),
        orders: value(Measure::ImpactOrders),
        survive: value(Measure::SurviveTime),
        recover: value(Measure::RecoverTime),
        measure: money.definition().id.into(),
        money: value(money),
    })
}

/// `What the outage from 400 to 460 days did: MTO 300 ± 4 orders late or lost, from its beginning on for 95 days, at 40,000 USD; …`
pub(super) fn sentence(told: &FactWords<'_>) -> Option<String> {
    let all = &told.facts.impact;
    let first = all.first()?;
    let span =
        |(from, to): (f64, f64)| format!("the outage from {} to {}", plain(from), told.words.given(to, Unit::Time));
    let is_one = all.iter().all(|own| own.outage == first.outage);
    let which = if is_one { span(first.outage) } else { "the outages".into() };
    let each: Vec<String> = all.iter().take(NAMED).map(|own| format!("{} {}", own.strategy, one(told, own))).collect();
    let more = all.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; {more} more stand in the report") } else { String::new() };
    Some(format!("What {which} did, against the same customers without it: {}{more}.", each.join("; ")))
}

fn one(told: &FactWords<'_>, own: &ImpactFacts) -> String {
    if own.orders.mean == Some(0.0) {
        return format!("no order late{}", money(told, own));
    }
    let mut said = format!("{} late or not served", told.size(&own.orders, Unit::Orders));
    if let (Some(survive), Some(_)) = (own.survive.mean, own.recover.mean) {
        let [survived, until] = [&own.survive, &own.recover].map(|value| told.mean(value, Unit::Time));
        said += &match survive <= 0.0 {
            true => format!(", from its beginning on and until {until} after that"),
            false => format!(", the first placed {survived} and the last delivered {until} after it began"),
        };
    }
    said + &money(told, own)
}

/// `, 40,000 ± 900 USD more cost`.
fn money(told: &FactWords<'_>, own: &ImpactFacts) -> String {
    let Some(mean) = own.money.mean.filter(|mean| *mean != 0.0) else { return String::new() };
    let noun = if Column::parse(&own.measure).is_some_and(|it| it.measure == Measure::ImpactProfit) {
        "profit"
    } else {
        "cost"
    };
    let way = if mean > 0.0 { "more" } else { "less" };
    format!(", {} {way} {noun}", told.size(&own.money, Unit::Money))
}
