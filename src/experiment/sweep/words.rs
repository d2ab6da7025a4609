//! A sweep in words: who is best at how many points, and where the answer changes.

use super::points::{Points, Scheme, Survey};
use super::tornado::{Swung, high};
use crate::experiment::words::{Words, list};
use crate::measures::Unit;
use crate::model::Model;
use crate::results::name_list;
use crate::results::numbers::{count, percent, plain};
use crate::results::{AxisValue, Finding, Pointed, SensitivityRow, StandingRow, TornadoRow, Verdict};

type Row = Pointed<StandingRow>;
/// From the name of a strategy to what it is called.
type Called<'a> = &'a dyn Fn(&str) -> String;

/// Headline and one sentence per change along a single axis, or per strategy; `what` is what the best of a point does.
pub(super) fn verdict(
    points: &Points<'_>,
    (standings, what): (&[Row], &str),
    (tornado, sensitivity): (&[Swung], &[SensitivityRow]),
    model: &Model,
) -> Verdict {
    let names: Vec<&str> = model.strategies.iter().map(|strategy| strategy.name.as_str()).collect();
    let words = Words::new(model);
    let called: Called<'_> = &|name| words.strategy(name);
    let sure = |row: &&Row| row.row.tied.is_empty() && !row.row.best.is_empty();
    let wins = |name: &str| standings.iter().filter(sure).filter(|row| row.row.best == name).count();
    let ties = standings.iter().filter(|row| !row.row.tied.is_empty()).count();
    let mut counted: Vec<(usize, &str)> = names.iter().map(|name| (wins(name), *name)).filter(|w| w.0 > 0).collect();
    counted.sort_by_key(|(wins, _)| std::cmp::Reverse(*wins));
    let within = if model.report.targets.is_empty() { "" } else { WITHIN };
    let what = format!("{what}{within}");
    let number = standings.len();
    let unmet = if within.is_empty() { 0 } else { standings.iter().filter(|row| row.row.best.is_empty()).count() };
    let many = count(number as u64);
    let headline = match counted.as_slice() {
        _ if names.len() == 1 => format!("{} was run at {many} points.", called(names[0])),
        [] if unmet == number => format!("Every strategy misses the target at each of {many} points."),
        [] => format!("At none of {many} points one strategy is surely better than the others."),
        [(_, name)] if number == 1 => format!("{} {what} at the one point.", called(name)),
        [(wins, name)] if *wins == number => format!("{} {what} at all {many} points.", called(name)),
        several => {
            let parts: Vec<String> =
                several.iter().map(|(wins, name)| format!("{} at {}", called(name), count(*wins as u64))).collect();
            format!("Who {what}: {} of {many} points{}{}.", list(&parts), tied(ties), missed(unmet))
        }
    };
    let sentences = if !tornado.is_empty() {
        swings(tornado, called)
    } else if !sensitivity.is_empty() {
        shares(sensitivity, called)
    } else if let [axis] = points.axes.as_slice() {
        changes(axis, standings, called)
    } else {
        closest(standings, called)
    };
    let worth = match tornado.first() {
        Some(widest) => swing(&widest.row, &words),
        None if sensitivity.is_empty() => dearest(points, standings, &words),
        None => String::new(),
    };
    let (next, command) = match unmet == number && unmet > 0 {
        true => ("Next, search levels that meet it".into(), "pushpull optimize FILE".into()),
        false => next(points, standings, tornado.first()),
    };
    Verdict { headline, worth, next, command, sentences, ..Verdict::default() }
}

/// The command that runs one point, with words for it.
pub(super) fn run_of(points: &Points<'_>, number: usize, words: &str) -> (String, String) {
    let quoted = |set: String| format!(" --set '{}'", set.replace('\'', r"'\''"));
    let sets: String = (points.sets)(number).into_iter().map(quoted).collect();
    (format!("Next, {words}"), format!("pushpull run FILE{sets}"))
}

/// Where to look closer: at the point where the race is closest, or where the axis that moves most stands highest.
fn next(points: &Points<'_>, standings: &[Row], widest: Option<&Swung>) -> (String, String) {
    if let Some(Swung { row, .. }) = widest {
        let axis = points.axes.iter().position(|axis| *axis == row.axis).unwrap_or(0);
        return run_of(points, high(axis), &format!("see in full what {} does at {}", key_of(&row.axis), row.high));
    }
    if points.scheme == Scheme::Saltelli {
        return ("Next, see the scenario itself in full".into(), "pushpull run FILE".into());
    }
    let closest = nearest_race(standings).and_then(|row| points.points.iter().position(|point| *point == row.point));
    run_of(points, closest.unwrap_or(0), "see one point in full, where the race is closest")
}

/// `That is worth about 120 USD/day (44,000 USD/year).` of the axis that moves the first subject most.
fn swing(row: &TornadoRow, words: &Words<'_>) -> String {
    match row.swing.filter(|swing| *swing != 0.0 && row.unit == words.unit(Unit::MoneyPerTime)) {
        Some(swing) => format!("From one to the other it moves by about {}.", words.per_year(swing.abs())),
        None => String::new(),
    }
}

/// What the choice is worth where it is worth most.
fn dearest(points: &Points<'_>, standings: &[Row], words: &Words<'_>) -> String {
    let margin = |row: &&Row| row.row.margin.unwrap_or(0.0);
    let Some(row) = standings.iter().max_by(|a, b| margin(a).total_cmp(&margin(b))) else { return String::new() };
    let Some(margin) = row.row.margin.filter(|margin| *margin > 0.0 && row.row.tied.is_empty()) else {
        return String::new();
    };
    let [best, second] = [&row.row.best, &row.row.second].map(|name| words.strategy(name));
    format!(
        "The choice is worth most at {}: {best} is about {} better than {second} there.",
        at(points, &row.point),
        words.per_year(margin)
    )
}

/// `due = 2`; of an axis that multiplies, `items.*.cost × 2`.
pub(super) fn axis_at(axis: &str, value: &AxisValue) -> String {
    match axis.strip_suffix(MULTIPLIES) {
        Some(key) => format!("{key} × {value}"),
        None => format!("{axis} = {value}"),
    }
}

/// What stands behind the key of an axis that multiplies.
const MULTIPLIES: &str = " *";

/// The key of an axis.
fn key_of(axis: &str) -> &str {
    axis.strip_suffix(MULTIPLIES).unwrap_or(axis)
}

/// `due = 2, rate = 3`.
fn at(points: &Points<'_>, point: &[AxisValue]) -> String {
    let at: Vec<String> = points.axes.iter().zip(point).map(|(axis, value)| axis_at(axis, value)).collect();
    at.join(", ")
}

/// `MTS − ATO`, or the strategy alone.
fn subject((strategy, reference): (&str, &str), called: Called<'_>) -> String {
    let strategy = called(strategy);
    if reference.is_empty() { strategy } else { format!("{strategy} − {}", called(reference)) }
}

/// The axis with the widest swing of each subject; where it turns the difference around, that too.
fn swings(rows: &[Swung], called: Called<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut last = None;
    for Swung { row, turns } in rows {
        let own = (row.strategy.as_str(), row.reference.as_str());
        let (Some(low), Some(high)) = (row.at_low, row.at_high) else { continue };
        let is_first = last != Some(own);
        if is_first && row.swing == Some(0.0) {
            sentences.push(format!("No axis moves {}.", subject(own, called)));
        } else if is_first {
            sentences.push(format!(
                "{} moves {} most: {} {} at {}, {} at {}.",
                key_of(&row.axis),
                subject(own, called),
                plain(low),
                row.unit,
                row.low,
                plain(high),
                row.high
            ));
        }
        if *turns {
            sentences.push(format!(
                "Between {} and {}, {} alone changes who is better, {} or {}.",
                row.low,
                row.high,
                key_of(&row.axis),
                called(own.0),
                called(own.1)
            ));
        }
        last = Some(own);
    }
    sentences
}

/// The axis with the largest share of each subject's variance.
fn shares(rows: &[SensitivityRow], called: Called<'_>) -> Vec<String> {
    let mut last = None;
    let first_of = |row: &&SensitivityRow| {
        let own = Some((row.strategy.clone(), row.reference.clone()));
        std::mem::replace(&mut last, own.clone()) != own
    };
    rows.iter().filter(first_of).map(|row| largest(row, called)).collect()
}

fn largest(row: &SensitivityRow, called: Called<'_>) -> String {
    let of = subject((&row.strategy, &row.reference), called);
    // A share lies between 0 and 1, whatever its estimate.
    let share = |value: f64| percent(value.clamp(0.0, 1.0));
    let known = |value: f64, low: f64, high: f64| format!("{} ({} to {})", share(value), share(low), share(high));
    format!(
        "{} is behind {} of the variance of {of} alone, {} together with the other axes.",
        key_of(&row.axis),
        known(row.first_order, row.first_low, row.first_high),
        known(row.total, row.total_low, row.total_high)
    )
}

/// Said of the best where there are targets.
const WITHIN: &str = " within the target";

fn missed(unmet: usize) -> String {
    if unmet == 0 { String::new() } else { format!("; none meets the target at {}", count(unmet as u64)) }
}

fn tied(ties: usize) -> String {
    match ties {
        0 => String::new(),
        1 => "; a tie at 1".into(),
        more => format!("; ties at {more}"),
    }
}

/// Changes along an axis that are told before the sentences stop: near a tie, an axis of many values has hundreds.
const MOST_CHANGES: usize = 12;

/// Where the best changes along one axis: from its least value to its greatest, or in the order of its words.
fn changes(axis: &str, standings: &[Row], called: Called<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut ordered: Vec<&Row> = standings.iter().collect();
    let place = |row: &Row| row.point.first().and_then(AxisValue::number);
    if ordered.iter().all(|row| place(row).is_some()) {
        ordered.sort_by(|a, b| place(a).unwrap_or(0.0).total_cmp(&place(b).unwrap_or(0.0)));
    }
    for pair in ordered.windows(2) {
        let [before, after] = pair else { continue };
        let [from, to] = [before, after].map(|row| leading(&row.row, called));
        if from != to {
            sentences.push(format!(
                "Between {} and {} the best changes from {from} to {to}.",
                axis_at(axis, &before.point[0]),
                after.point[0]
            ));
        }
    }
    let more = sentences.len().saturating_sub(MOST_CHANGES);
    sentences.truncate(MOST_CHANGES);
    if more > 0 {
        let times = if more == 1 { "once".into() } else { format!("{} times", count(more as u64)) };
        sentences.push(format!("Beyond these it changes {times} more along {}: see winners.csv.", key_of(axis)));
    }
    sentences
}

/// `ATO`, or `a tie of ATO and MTS`.
fn leading(row: &StandingRow, called: Called<'_>) -> String {
    if row.best.is_empty() {
        return "none".into();
    }
    if row.tied.is_empty() {
        return called(&row.best);
    }
    let all = name_list::split(&row.tied, ',').into_iter().chain([row.best.clone()]);
    let mut all: Vec<String> = all.map(|name| called(&name)).collect();
    all.sort();
    format!("a tie of {}", list(&all))
}

fn nearest_race(standings: &[Row]) -> Option<&Row> {
    let margin = |row: &&Row| row.row.margin.unwrap_or(f64::INFINITY);
    let rows = standings.iter().filter(|row| row.row.margin.is_some());
    rows.min_by(|a, b| margin(a).total_cmp(&margin(b)))
}

/// The point where the best leads by least.
fn closest(standings: &[Row], called: Called<'_>) -> Vec<String> {
    let Some(row) = nearest_race(standings) else { return Vec::new() };
    let at = row.point.iter().map(AxisValue::to_string).collect::<Vec<_>>().join(", ");
    let StandingRow { margin, unit, .. } = &row.row;
    let [best, second] = [&row.row.best, &row.row.second].map(|name| called(name));
    vec![match margin {
        Some(margin) if *margin > 0.0 => {
            format!("The race is closest at ({at}): {best} before {second} by {} {unit}.", plain(*margin))
        }
        _ => format!("At ({at}) {best} and {second} are level."),
    }]
}

/// Tables that a scenario asks for and no sweep writes.
pub(super) fn left_undone(surveys: &[Survey]) -> Option<Finding> {
    let asked = |asks: fn(&Survey) -> bool, key: &'static str| surveys.iter().any(asks).then_some(key);
    let keys: Vec<String> = [
        asked(|survey| survey.asks_controls, "run.control_variates"),
        asked(|survey| survey.asks_orders, "report.orders"),
    ]
    .into_iter()
    .flatten()
    .map(String::from)
    .collect();
    let (does, it) = match keys.len() {
        0 => return None,
        1 => ("does", "it"),
        _ => ("do", "them"),
    };
    Some(Finding {
        id: "not_in_a_sweep".into(),
        symptom: format!("{} {does} nothing in a sweep, which writes no such table", list(&keys)),
        advice: format!("leave {it} out, or use `pushpull run` with a --set for each axis of the point of interest"),
    })
}

/// A finding of `count` points, shown at the first of them.
pub(super) fn finding(points: &Points<'_>, (count, first): (usize, usize), finding: Finding) -> Finding {
    let first = at(points, &points.points[first]);
    let where_ = format!("At {count} of {} points, first at {first}: ", points.points.len());
    Finding { symptom: where_ + &finding.symptom, ..finding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> String {
        name.into()
    }

    /// Estimates of a share go below 0 and above 1; a share does not.
    #[test]
    fn shares_are_told_with_their_intervals_and_within_bounds() {
        let row = SensitivityRow {
            axis: "rate".into(),
            strategy: "ATO".into(),
            reference: "MTS".into(),
            first_order: -0.17,
            first_low: -0.36,
            first_high: 0.231,
            total: 0.5,
            total_low: 0.153,
            total_high: 3.3,
            ..SensitivityRow::default()
        };
        let expected = "rate is behind 0 % (0 % to 23.1 %) of the variance of ATO − MTS alone, 50 % (15.3 % to 100 %) \
                        together with the other axes.";
        assert_eq!(shares(&[row], &named), [expected]);
    }

    /// In order of the axis, whatever the order of the points; and a tie is no best.
    #[test]
    fn the_best_changes_along_the_axis() {
        let row = |at: f64, best: &str, tied: &str| Pointed {
            point: vec![AxisValue::Number(at)],
            row: StandingRow { best: best.into(), tied: tied.into(), ..StandingRow::default() },
        };
        let rows = [row(9.0, "MTS", ""), row(1.0, "ATO", ""), row(5.0, "MTS", "ATO"), row(4.0, "ATO", "MTS")];
        let expected = [
            "Between rate = 1 and 4 the best changes from ATO to a tie of ATO and MTS.",
            "Between rate = 5 and 9 the best changes from a tie of ATO and MTS to MTS.",
        ];
        assert_eq!(changes("rate", &rows, &named), expected);
        let scaled = changes("items.*.cost *", &rows, &named);
        assert_eq!(scaled[0], "Between items.*.cost × 1 and 4 the best changes from ATO to a tie of ATO and MTS.");
    }

    #[test]
    fn of_many_changes_the_first_are_told() {
        let row = |at: u32| Pointed {
            point: vec![AxisValue::Number(f64::from(at))],
            row: StandingRow {
                best: if at.is_multiple_of(2) { "ATO" } else { "MTS" }.into(),
                ..StandingRow::default()
            },
        };
        let told = |points: u32| changes("rate", &(0..points).map(row).collect::<Vec<_>>(), &named);
        assert_eq!((told(13).len(), told(14).len()), (MOST_CHANGES, MOST_CHANGES + 1));
        assert_eq!(told(14)[MOST_CHANGES], "Beyond these it changes once more along rate: see winners.csv.");
        assert!(told(15)[MOST_CHANGES].contains("it changes 2 times more"));
    }

    #[test]
    fn where_two_are_level_nobody_is_before_the_other() {
        let row = |margin: f64| StandingRow {
            best: "ATO".into(),
            second: "MTS".into(),
            margin: Some(margin),
            unit: "EUR/day".into(),
            ..StandingRow::default()
        };
        let at = |margin: f64| closest(&[Pointed { point: vec![AxisValue::Number(2.0)], row: row(margin) }], &named);
        assert_eq!(at(0.25), ["The race is closest at (2): ATO before MTS by 0.25 EUR/day."]);
        assert_eq!(at(0.0), ["At (2) ATO and MTS are level."]);
    }
}
