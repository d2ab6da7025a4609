//! Whether the run is long enough, and repeated often enough, to say what it says.

use super::super::samples::Key;
use super::super::stopping;
use super::super::verdict::Case;
use super::super::words::sentence;
use super::said::{finding, rounded_up};
use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::Aim;
use crate::record::Entity;
use crate::results::numbers::{count, percent, plain};
use crate::results::{Finding, TargetVerdict};

/// Half width an interval may have: share of the mean, or absolute for shares.
const RELATIVE: f64 = 0.05;
const ABSOLUTE: f64 = 0.02;
/// Beyond this many replications the advice is to lengthen the run instead.
const MANY: u32 = 1_000;
/// Most that `run.max_replications` takes.
const MOST: f64 = 1e6;
/// Services that a finding names before it counts them.
const SHOWN: usize = 3;
/// Orders that should lie beyond a quantile in each replication.
const TAIL: f64 = 20.0;

/// One estimate that is not known well enough.
struct Wide {
    /// Half width ÷ allowed half width.
    excess: f64,
    measure: Measure,
    strategy: usize,
    half: f64,
}

/// Every replication says the same.
pub(super) fn nothing_random(case: &Case<'_>) -> Option<Finding> {
    let count = case.samples.replications.len();
    case.is_certain().then(|| {
        let symptom = format!("all {count} replications are alike: nothing is random here, and intervals mean nothing");
        let advice =
            "set run.replications = 1, or let something be drawn: a law for a time, or `bootstrap` for a record";
        finding("nothing_random", sentence(&symptom), advice.into())
    })
}

/// Intervals wider than 5 % of the mean (2 points for shares) of what a decision may still turn on.
pub(super) fn few_replications(case: &Case<'_>, lasting: &[usize]) -> Option<Finding> {
    let n = u32::try_from(case.samples.replications.len()).unwrap_or(u32::MAX);
    if n < 2 {
        let symptom = "one replication gives no interval: differences may be chance".into();
        return Some(finding("few_replications", symptom, "set run.replications = 30".into()));
    }
    let widest = lasting.iter().flat_map(|s| wide(case, *s)).max_by(|a, b| a.excess.total_cmp(&b.excess))?;
    let column = Column::plain(widest.measure);
    let unit = widest.measure.definition().unit;
    let symptom = format!(
        "{} under {} is known to ± {} only, from {} replications",
        case.words.label(&column),
        case.called(widest.strategy),
        case.words.given(widest.half, unit),
        count(n.into()),
    );
    let needed = rounded_up(f64::from(n) * widest.excess * widest.excess);
    let advice = if !case.is_steady() {
        format!("set run.replications = {} (now {})", plain(needed.ceil()), count(n.into()))
    } else if needed <= f64::from(MANY) || n >= MANY {
        more(case, n, needed)
    } else {
        let times = plain(rounded_up(widest.excess * widest.excess * f64::from(n) / f64::from(MANY)));
        format!("set run.replications = {MANY} and make run.horizon {times} times as long")
    };
    Some(finding("few_replications", sentence(&symptom), advice))
}

/// `set run.replications = 120 (now 30)`, or a longer horizon for who has very many already.
fn more(case: &Case<'_>, n: u32, needed: f64) -> String {
    if n < MANY || !case.is_steady() {
        return format!("set run.replications = {} (now {})", plain(needed.ceil()), count(n.into()));
    }
    let horizon = case.samples.model.run.horizon.units();
    let longer = rounded_up(horizon * needed / f64::from(n));
    format!("lengthen run.horizon to {} (now {}): replications are many already", plain(longer), plain(horizon))
}

/// What a decision may still turn on: the money of a single strategy, or of several while the best cannot be told from
/// another; the response where nothing costs anything; the service.
fn deciding(case: &Case<'_>) -> Vec<Measure> {
    let means = || case.money.estimates.iter().filter_map(|estimate| estimate.mean);
    let is_free = case.money_measure == Measure::CostTotal && means().all(|mean| mean == 0.0);
    let leader = case.money_leader();
    let alone = case.everyone().len() == 1;
    let is_open = alone || leader.is_some_and(|leader| leader.tied.iter().any(|tied| apart(case, leader.best, *tied)));
    let own = match (is_free, is_open) {
        (true, _) => Some(Measure::ResponseMean),
        (false, true) => Some(case.money_measure),
        (false, false) => None,
    };
    own.into_iter().chain(case.service.iter().map(|service| service.column.measure)).collect()
}

/// Whether two strategies differ in money at all.
fn apart(case: &Case<'_>, first: usize, second: usize) -> bool {
    case.money.pair(first, second).is_some_and(|pair| pair.paired.difference.sd != Some(0.0))
}

fn wide(case: &Case<'_>, strategy: usize) -> Vec<Wide> {
    deciding(case)
        .into_iter()
        .filter_map(|measure| {
            let estimate = case.samples.estimate(strategy, &Key::system(measure));
            let half = estimate.half_width()?;
            let allowed = match measure.definition().unit {
                Unit::Share => ABSOLUTE,
                // A profit near 0 is not badly known: it is held against the cost it comes from.
                Unit::MoneyPerTime => {
                    let cost = case.samples.system_mean(strategy, Measure::CostTotal).unwrap_or(0.0);
                    RELATIVE * estimate.mean?.abs().max(cost)
                }
                _ => RELATIVE * estimate.mean?.abs(),
            };
            (allowed > 0.0 && half > allowed).then(|| Wide { excess: half / allowed, measure, strategy, half })
        })
        .collect()
}

/// `run.max_replications` ended a run before its intervals were narrow enough.
pub(super) fn not_met(case: &Case<'_>) -> Option<Finding> {
    let rules = case.samples.model.run.stopping.as_ref()?;
    let rule = rules.precision.as_ref()?;
    let Some(narrowing) = stopping::judge(case.samples).precision else {
        return Some(nothing_to_judge("precision", &rule.measure));
    };
    if narrowing.ends.is_some() {
        return None;
    }
    let (strategies, watched) = stopping::watched(case.samples, rule).swap_remove(narrowing.worst);
    let column = Column::parse(&rule.measure)?;
    let unit = column.measure.definition().unit;
    let whose = match strategies.as_slice() {
        [one] => format!("under {}", case.called(*one)),
        _ => format!("of {} apart", case.all_called(&strategies)),
    };
    let n = count(case.samples.replications.len() as u64);
    let found = watched.estimate(case.samples.replications.len(), &case.samples.confidence);
    let Some(half) = found.half_width() else {
        let some = found.n;
        let symptom = format!("{} {whose} has a value in {some} of {n} replications only", case.words.label(&column));
        let advice = match case.is_steady() {
            true => "lengthen run.horizon, or choose another run.precision.measure",
            false => "choose another run.precision.measure",
        };
        let advice = advice.into();
        return Some(finding("precision_not_met", sentence(&symptom), advice));
    };
    let symptom = if narrowing.excess > 1.0 {
        let (half, asked) = (case.words.given(half, unit), case.words.given(half / narrowing.excess, unit));
        format!(
            "{} {whose} is known to ± {half} only after {n} replications; ± {asked} was asked",
            case.words.label(&column)
        )
    } else {
        format!("{} {whose} has just become narrow enough after {n} replications", case.words.label(&column))
    };
    let needed = rounded_up(f64::from(rules.max_replications) * narrowing.excess.max(1.0).powi(2) * 1.1).ceil();
    let advice = if needed <= MOST {
        format!("set run.max_replications = {needed} (now {})", rules.max_replications)
    } else {
        wider(&rule.aim, needed)
    };
    Some(finding("precision_not_met", sentence(&symptom), advice))
}

/// An aim that the most replications there may be reach, as half widths go with the root of their number.
fn wider(aim: &Aim, needed: f64) -> String {
    let (key, aim) = match aim {
        Aim::Relative(aim) => ("relative", aim),
        Aim::Absolute(aim) => ("absolute", aim),
    };
    // A share of a mean of 0 is out of reach.
    if !needed.is_finite() {
        return "set run.precision.absolute instead of run.precision.relative".into();
    }
    let wide = rounded_up(aim * (needed / MOST).sqrt());
    let (needed, most) = (plain(needed), plain(MOST));
    format!(
        "set run.precision.{key} = {wide} (now {aim}): what is asked would take {needed} replications, and {most} is the most"
    )
}

/// A rule whose measure has no value, or whose differences have no two strategies.
fn nothing_to_judge(rule: &str, measure: &str) -> Finding {
    let symptom =
        format!("run.{rule} had nothing to judge: {measure} has no value in the first stage, or only one strategy has");
    finding("rule_without_values", symptom, format!("choose another run.{rule}.measure, or leave out run.{rule}"))
}

/// `run.max_replications` ended a run before the best was selected.
pub(super) fn not_selected(case: &Case<'_>) -> Option<Finding> {
    let rules = case.samples.model.run.stopping.as_ref()?;
    let rule = rules.select.as_ref()?;
    let Some(selection) = stopping::judge(case.samples).selection else {
        return Some(nothing_to_judge("select", &rule.measure));
    };
    if selection.ends.is_some() {
        return None;
    }
    let column = Column::parse(&rule.measure)?;
    let symptom = format!(
        "{} replications do not select the best in {}; {} leads",
        count(case.samples.replications.len() as u64),
        case.words.label(&column),
        case.called(selection.best),
    );
    let most = f64::from(rules.max_replications) + selection.remaining as f64;
    let advice = if most <= MOST {
        let (most, now) = (rounded_up(most), rules.max_replications);
        format!(
            "set run.max_replications = {most} (now {now}), which is always enough, or widen run.select.indifference"
        )
    } else {
        "widen run.select.indifference: differences as small as that are beyond any number of replications".into()
    };
    Some(finding("best_not_selected", symptom, advice))
}

/// The interval of a strategy's service reaches to both sides of a target.
pub(super) fn open_target(case: &Case<'_>) -> Option<Finding> {
    let targets = case.targets.as_ref()?;
    let n = u32::try_from(case.samples.replications.len()).unwrap_or(u32::MAX);
    let mut open = Vec::new();
    for strategy in case.able() {
        let found = targets.asked.iter().zip(&targets.found[strategy]).zip(&targets.against[strategy].verdicts);
        for ((target, estimate), _) in found.filter(|(_, verdict)| **verdict == TargetVerdict::Inconclusive) {
            let (Some(half), Some(mean)) = (estimate.half_width(), estimate.mean) else { continue };
            let ratio = half / (mean - target.value).abs();
            let unit = target.column.measure.definition().unit;
            let Entity { kind, name } = &target.entity;
            let of = if name.is_empty() { String::new() } else { format!(" of {}", case.words.entity(*kind, name)) };
            let words = format!(
                "{}{of} under {} is {}, with a target of {}",
                case.words.label(&target.column),
                case.called(strategy),
                case.words.size(estimate, unit),
                case.words.given(target.value, unit),
            );
            open.push((words, f64::from(n) * ratio * ratio));
        }
    }
    if open.is_empty() {
        return None;
    }
    let (words, needed): (Vec<String>, Vec<f64>) = open.into_iter().unzip();
    let shown: Vec<String> = words.iter().take(SHOWN).cloned().collect();
    let more = match words.len() - shown.len() {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    let symptom = format!("{}{more}: that leaves open whether it is met", shown.join("; "));
    let needed = needed.into_iter().fold(0.0, f64::max);
    let advice = if needed.is_finite() && needed <= f64::from(MANY) {
        self::more(case, n, rounded_up(needed))
    } else {
        "the service is practically at the target: raise a stock level a little to be on the safe side".into()
    };
    Some(finding("target_open", sentence(&symptom), advice))
}

/// A quantile with fewer than 20 orders beyond it in each replication.
pub(super) fn few_in_the_tail(case: &Case<'_>, lasting: &[usize]) -> Option<Finding> {
    // Who answers at once has no tail.
    let waits = |s: &usize| case.samples.system_mean(*s, Measure::ResponseMean).is_some_and(|mean| mean > 0.0);
    let delivered = lasting
        .iter()
        .copied()
        .filter(waits)
        .filter_map(|s| Some((case.samples.system_mean(s, Measure::OrdersDelivered)?, s)))
        .min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (orders, strategy) = delivered;
    let layout = case.samples.strategies[strategy].layout;
    let quantiles = layout.values.iter().filter(|entry| entry.entity.kind == EntityKind::System).filter_map(|entry| {
        let digits = entry.column.parameter.as_ref().filter(|_| entry.column.measure == Measure::ResponseQuantile)?;
        format!("0.{digits}").parse::<f64>().ok()
    });
    let highest = quantiles.fold(0.0, f64::max);
    let beyond = orders * (1.0 - highest);
    if highest == 0.0 || orders == 0.0 || beyond >= TAIL * (1.0 - 1e-9) {
        return None;
    }
    let few = plain((beyond * 10.0).round() / 10.0);
    let symptom = format!(
        "Only {few} {} beyond the {} quantile of the response under {}: it is biased",
        if few == "1" { "order of a replication lies" } else { "orders of a replication lie" },
        percent(highest),
        case.called(strategy),
    );
    let horizon = case.samples.model.run.horizon.units();
    if !case.is_steady() {
        return Some(finding("few_in_the_tail", symptom, "read the distribution pooled over replications".into()));
    }
    let advice = format!(
        "lengthen run.horizon to {} (now {}), or read the distribution pooled over replications",
        plain(rounded_up(horizon * TAIL / beyond)),
        plain(horizon),
    );
    Some(finding("few_in_the_tail", symptom, advice))
}
