//! Two runs beside each other: what differs in their scenarios, and what that does to every measure that both have.

use crate::measures::{Better, EntityKind, Measure};
use crate::results::numbers::{self, Measured};
use crate::results::{
    Compared, ComparedRow, ComparedRuns, Pairing, ReplicationRow, RunInfo, SummaryRow, Tables, Verdict, differences,
};
use crate::stats::{Confidence, Estimate, RunDifference, correlated, holm, welch};
use std::collections::BTreeMap;

/// Keys of a stream of demand that leave its customers what they are: promises, shipping and money.
const TERMS: [&str; 10] = [
    "due",
    "class",
    "shortage",
    "accept_substitute",
    "quote",
    "returns",
    "ship",
    "delivery",
    "backorder_cost",
    "lost_cost",
];
/// Names that a sentence has before it counts the others.
const NAMED: usize = 3;
/// Two means that should be the same differ by less, relatively.
const SAME: f64 = 1e-9;

/// Names one value of the tables.
type Key<'a> = (&'a str, EntityKind, &'a str, &'a str);

/// The second run against the first; `names` are what the two are called.
///
/// # Errors
/// The two cannot be compared, in words.
pub fn compared([before, now]: [&Tables; 2], names: [&str; 2]) -> Result<Compared, String> {
    comparable([&before.info, &now.info], names)?;
    let keys = differences(&before.info.resolved, &now.info.resolved);
    let why = unpaired([before, now], keys.iter().map(|key| key.key.as_str()));
    let rows = rows([before, now], why.is_none())?;
    let has = |info: &RunInfo, name: &str| info.strategies.iter().any(|own| own.name == name);
    let only = |info: &RunInfo, other: &RunInfo, of: &str| -> Vec<String> {
        let own = info.strategies.iter().filter(|own| !has(other, &own.name));
        own.map(|own| format!("{} (of {of})", own.name)).collect()
    };
    let alone = [only(&before.info, &now.info, names[0]), only(&now.info, &before.info, names[1])].concat();
    let runs = ComparedRuns {
        before: names[0].into(),
        now: names[1].into(),
        pairing: if why.is_none() { Pairing::Paired } else { Pairing::Welch },
        why: why.unwrap_or_default(),
        keys: keys.iter().map(ToString::to_string).collect(),
        alone,
    };
    let mut info = RunInfo { verdict: verdict(&rows, &runs, &now.info), ..now.info.clone() };
    info.strategies.retain(|strategy| has(&before.info, &strategy.name));
    info.replications = before.info.replications.min(now.info.replications);
    (info.findings, info.search, info.left_out) = (Vec::new(), None, Vec::new());
    info.compared = Some(runs);
    Ok(Compared { rows, info })
}

/// Whether two runs measure the same things.
fn comparable([before, now]: [&RunInfo; 2], names: [&str; 2]) -> Result<(), String> {
    let differ = |what: &str, one: &str, other: &str| {
        Err(format!("{} has {what} {one} and {} has {other}; run both scenarios with the same", names[0], names[1]))
    };
    if before.version != now.version {
        return Err(format!(
            "{} was made by pushpull {} and {} by {}: their numbers may differ for that alone; run the older scenario again",
            names[0], before.version, names[1], now.version
        ));
    }
    if before.time_unit != now.time_unit {
        return differ("the time unit", &before.time_unit, &now.time_unit);
    }
    if before.currency != now.currency {
        return differ("the currency", &before.currency, &now.currency);
    }
    let list = |info: &RunInfo| info.strategies.iter().map(|own| own.name.as_str()).collect::<Vec<_>>().join(", ");
    if !before.strategies.iter().any(|own| now.strategies.iter().any(|other| other.name == own.name)) {
        return Err(format!(
            "no strategy has the same name in both runs: {} has {}, {} has {}",
            names[0],
            list(before),
            names[1],
            list(now)
        ));
    }
    Ok(())
}

/// Why replications do not belong together; `None` where they do.
fn unpaired<'k>([before, now]: [&Tables; 2], mut keys: impl Iterator<Item = &'k str>) -> Option<String> {
    let (one, other) = (&before.info, &now.info);
    if one.seed != other.seed {
        return Some(format!("their seeds are {} and {}", one.seed, other.seed));
    }
    if one.stream_scheme != other.stream_scheme {
        return Some("their random streams are drawn in different ways".into());
    }
    if (one.warm_up, one.horizon) != (other.warm_up, other.horizon) {
        return Some("they measure different windows".into());
    }
    if one.replications != other.replications {
        return Some(format!("they have {} and {} replications", one.replications, other.replications));
    }
    keys.find(|key| is_of_customers(key)).map(|key| format!("`{key}` makes other customers"))
}

/// Whether a key says who comes, when, or for what.
fn is_of_customers(key: &str) -> bool {
    if key.starts_with("environments") || key.starts_with("run.start") || key.starts_with("run.kind") {
        return true;
    }
    let Some(rest) = key.strip_prefix("demand.") else { return false };
    // A name with dots in it stands in quotes.
    let after = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some((_, after)) => after.trim_start_matches('.'),
        None => rest.split_once('.').map_or("", |(_, after)| after),
    };
    !TERMS.contains(&after.split('.').next().unwrap_or_default())
}

/// Both runs, row by row of the first.
fn rows([before, now]: [&Tables; 2], are_paired: bool) -> Result<Vec<ComparedRow>, String> {
    let key = |row: &'_ SummaryRow| -> (String, EntityKind, String, String) {
        (row.strategy.clone(), row.entity_kind, row.entity.clone(), row.measure.clone())
    };
    let others: BTreeMap<_, &SummaryRow> = now.summary.iter().map(|row| (key(row), row)).collect();
    let values = |tables| if are_paired { by_key(tables) } else { BTreeMap::new() };
    let (own, theirs) = (values(&before.replications), values(&now.replications));
    let most = before.summary.iter().chain(&now.summary).map(|row| row.replications).max().unwrap_or(2);
    let confidence = Confidence::new(before.info.confidence, most);
    let mut rows = Vec::new();
    for row in &before.summary {
        let Some(other) = others.get(&key(row)) else { continue };
        let measured: Key<'_> = (&row.strategy, row.entity_kind, &row.entity, &row.measure);
        let pair = own.get(&measured).zip(theirs.get(&measured)).map(|(one, other)| (&one[..], &other[..]));
        rows.push(compared_row([row, other], pair, &confidence));
    }
    adjust(&mut rows);
    Ok(rows)
}

/// Values by replication, NaN where there is none.
fn by_key(rows: &[ReplicationRow]) -> BTreeMap<Key<'_>, Vec<f64>> {
    let mut values: BTreeMap<Key<'_>, Vec<f64>> = BTreeMap::new();
    for row in rows {
        let of = values.entry((&row.strategy, row.entity_kind, &row.entity, &row.measure)).or_default();
        of.push(row.value.unwrap_or(f64::NAN));
    }
    values
}

fn compared_row(
    [before, now]: [&SummaryRow; 2],
    pair: Option<(&[f64], &[f64])>,
    confidence: &Confidence,
) -> ComparedRow {
    let estimate = |row: &SummaryRow| Estimate {
        mean: row.mean,
        sd: row.sd,
        se: row.se,
        n: row.replications,
        ..Estimate::default()
    };
    let (first, second) = (estimate(before), estimate(now));
    let correlation = pair.and_then(|(one, other)| correlation(one, other));
    let mut found = match correlation {
        Some(r) => correlated(&first, &second, r, confidence),
        None => welch(&first, &second, confidence),
    };
    // Of shares without a failure nothing varies, and that does not say that they are the same.
    if before.unit == "share" && found.se == Some(0.0) && pair.is_none_or(|(one, other)| one != other) {
        found = RunDifference { mean: found.mean, ..RunDifference::default() };
    }
    ComparedRow {
        strategy: before.strategy.clone(),
        entity_kind: before.entity_kind,
        entity: before.entity.clone(),
        measure: before.measure.clone(),
        unit: before.unit.clone(),
        before: before.mean,
        now: now.mean,
        difference: found.mean,
        se: found.se,
        ci_low: found.low,
        ci_high: found.high,
        change: found.mean.zip(before.mean).filter(|(_, base)| *base != 0.0).map(|(by, base)| by / base.abs()),
        p: found.p,
        p_adjusted: None,
        method: if correlation.is_some() { Pairing::Paired } else { Pairing::Welch }.word().into(),
    }
}

/// Correlation of the values of two runs over replications where both have one; 1 where they are the same, 0 where one never
/// varies; `None` where they are not of the same replications.
fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() {
        return None;
    }
    let pairs: Vec<(f64, f64)> =
        one.iter().copied().zip(other.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
    if pairs.iter().all(|(a, b)| (a - b).abs() <= SAME * a.abs().max(b.abs())) {
        return Some(1.0);
    }
    let n = pairs.len() as f64;
    let (a, b) = (pairs.iter().map(|pair| pair.0).sum::<f64>() / n, pairs.iter().map(|pair| pair.1).sum::<f64>() / n);
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let square = sum(&|pair| (pair.0 - a) * (pair.0 - a)) * sum(&|pair| (pair.1 - b) * (pair.1 - b));
    if square <= 0.0 {
        return Some(0.0);
    }
    Some((sum(&|pair| (pair.0 - a) * (pair.1 - b)) / square.sqrt()).clamp(-1.0, 1.0))
}

/// Adjusts p over the strategies of each measure.
fn adjust(rows: &mut [ComparedRow]) {
    let mut places: BTreeMap<(EntityKind, String, String), Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        places.entry((row.entity_kind, row.entity.clone(), row.measure.clone())).or_default().push(place);
    }
    for places in places.values() {
        let p: Vec<Option<f64>> = places.iter().map(|place| rows[*place].p).collect();
        places.iter().zip(holm(&p)).for_each(|(place, p)| rows[*place].p_adjusted = p);
    }
}

/// What differs, by how much, how sure: a line each.
fn verdict(rows: &[ComparedRow], runs: &ComparedRuns, info: &RunInfo) -> Verdict {
    let id = |measure: Measure| measure.definition().id;
    let of = |id: &str| -> Vec<&ComparedRow> {
        rows.iter().filter(|row| row.entity_kind == EntityKind::System && row.measure == id).collect()
    };
    let earns = of(id(Measure::Revenue)).iter().any(|row| row.now.is_some_and(|value| value != 0.0));
    let measure = if earns && of(id(Measure::Profit)).iter().any(|row| row.difference.is_some()) {
        Measure::Profit
    } else {
        Measure::CostTotal
    };
    let money = of(id(measure));
    let is_judged = |measure: &Measure| of(id(*measure)).iter().any(|row| row.difference.is_some());
    let service = [Measure::OnTimeRate, Measure::OrderFillRate].into_iter().find(is_judged);
    let mut sentences = vec![how_sure(&money, measure, runs, info)];
    sentences.extend(service.map(|service| how_served(&of(id(service)), service, runs, info)));
    sentences.extend(runs.keys.iter().skip(NAMED).map(|key| format!("Key that differs: {key}.")));
    if !runs.alone.is_empty() {
        sentences.push(format!("Only one of the runs has {}.", runs.alone.join(", ")));
    }
    Verdict { headline: what_differs(runs), worth: by_how_much(&money, measure), sentences, ..Verdict::default() }
}

fn what_differs(runs: &ComparedRuns) -> String {
    let named = runs.keys.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match runs.keys.len() {
        0 => format!("{} and {} answer the same scenario.", runs.now, runs.before),
        more if more > NAMED => {
            format!("{} against {}: {named}; and {} keys more.", runs.now, runs.before, more - NAMED)
        }
        _ => format!("{} against {}: {named}.", runs.now, runs.before),
    }
}

fn by_how_much(money: &[&ComparedRow], measure: Measure) -> String {
    let label = measure.definition().label;
    let shown = money.iter().filter_map(|row| {
        let measured =
            Measured { mean: row.difference?, se: row.se, ci_low: row.ci_low, ci_high: row.ci_high, unit: &row.unit };
        let change = row.change.filter(|change| *change != 0.0);
        let words = measured.shown().with_unit();
        let plus = if measured.mean > 0.0 { "+" } else { "" };
        let change = change.map(|change| format!(" ({})", signed_percent(change))).unwrap_or_default();
        Some(format!("{} {plus}{words}{change}", row.strategy))
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { String::new() } else { format!("{label}: {}.", shown.join("; ")) }
}

/// `+2.1 %`.
fn signed_percent(share: f64) -> String {
    let words = numbers::percent(share.abs().min(1e6));
    format!("{}{words}", if share < 0.0 { "−" } else { "+" })
}

fn how_sure(money: &[&ComparedRow], measure: Measure, runs: &ComparedRuns, info: &RunInfo) -> String {
    let alpha = 1.0 - info.confidence;
    let sure = |row: &&&ComparedRow| row.p_adjusted.is_some_and(|p| p < alpha);
    let is_good = |row: &ComparedRow| (row.difference > Some(0.0)) == (measure.definition().better == Better::Higher);
    let (better, worse) =
        if measure == Measure::Profit { ("earns more", "earns less") } else { ("costs less", "costs more") };
    let names = |rows: Vec<&&ComparedRow>| rows.iter().map(|row| row.strategy.clone()).collect::<Vec<_>>().join(", ");
    let of = |good: bool| names(money.iter().filter(sure).filter(|row| is_good(row) == good).collect());
    let open = names(money.iter().filter(|row| !sure(row)).collect());
    let parts = [(of(true), better), (of(false), worse)].into_iter().filter(|(names, _)| !names.is_empty());
    let mut parts: Vec<String> =
        parts.map(|(names, verb)| format!("{} surely {verb} under {names}", runs.now)).collect();
    if !open.is_empty() {
        let money = measure.definition().label.to_lowercase();
        parts.push(format!("no difference of {money} is beyond chance under {open}"));
    }
    let how = match runs.pairing {
        Pairing::Paired => {
            format!(
                "paired by {}: both runs meet the same customers",
                numbers::counted(u64::from(info.replications), "replication")
            )
        }
        Pairing::Welch => format!("as independent samples (Welch), because {}", runs.why),
    };
    format!("At {}: {}. Compared {how}.", numbers::percent(info.confidence), parts.join("; "))
}

/// Which strategies serve better and which worse.
fn how_served(rows: &[&ComparedRow], measure: Measure, runs: &ComparedRuns, info: &RunInfo) -> String {
    let alpha = 1.0 - info.confidence;
    let label = measure.definition().label;
    let told = |row: &&ComparedRow| {
        let share = |value: Option<f64>| value.map_or("–".into(), numbers::percent);
        let sure = if row.p_adjusted.is_some_and(|p| p < alpha) { "" } else { ", which may be chance" };
        format!("{} {} ({}{sure})", row.strategy, share(row.now), share(row.before))
    };
    let moved: Vec<String> = rows.iter().filter(|row| row.difference.is_some_and(|it| it != 0.0)).map(told).collect();
    match moved.as_slice() {
        [] => format!("{label}: the same under every strategy."),
        _ => format!("{label} of {} (of {}): {}.", runs.now, runs.before, moved.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stream_is_asked_for_makes_its_customers() {
        for (key, is) in [
            ("demand.pc.arrivals.poisson.rate", true),
            ("demand.pc.mix.a", true),
            ("demand.pc.due", false),
            ("demand.pc.backorder_cost.rate", false),
            ("demand.\"a.due\".quantity", true),
            ("demand.due", true),
            ("items.case.stock.base_stock", false),
            ("environments.season.factor", true),
        ] {
            assert_eq!(is_of_customers(key), is, "{key}");
        }
    }
}
