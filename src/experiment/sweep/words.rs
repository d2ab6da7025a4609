//! A sweep in words: who is best at how many points, and where the answer changes.

use super::Points;
use crate::experiment::words::list;
use crate::model::Model;
use crate::results::numbers::{count, percent, plain};
use crate::results::{AxisValue, Finding, Pointed, SensitivityRow, StandingRow, TornadoRow, Verdict};

type Row = Pointed<StandingRow>;

/// Headline and one sentence per change along a single axis, or per strategy.
pub(super) fn verdict(
    axes: &[String],
    standings: &[Row],
    (tornado, sensitivity): (&[TornadoRow], &[SensitivityRow]),
    model: &Model,
) -> Verdict {
    let names: Vec<&str> = model.strategies.iter().map(|strategy| strategy.name.as_str()).collect();
    let sure = |row: &&Row| row.row.tied.is_empty() && !row.row.best.is_empty();
    let wins = |name: &str| standings.iter().filter(sure).filter(|row| row.row.best == name).count();
    let ties = standings.iter().filter(|row| !row.row.tied.is_empty()).count();
    let mut counted: Vec<(usize, &str)> = names.iter().map(|name| (wins(name), *name)).filter(|w| w.0 > 0).collect();
    counted.sort_by_key(|(wins, _)| std::cmp::Reverse(*wins));
    let what =
        if standings.first().is_some_and(|row| row.row.measure == "profit") { "earns most" } else { "costs least" };
    let number = standings.len();
    let points = count(number as u64);
    let headline = match counted.as_slice() {
        _ if names.len() == 1 => format!("{} was run at {points} points.", names[0]),
        [] => format!("At none of {points} points one strategy is surely better than the others."),
        [(_, name)] if number == 1 => format!("{name} {what} at the one point."),
        [(wins, name)] if *wins == number => format!("{name} {what} at all {points} points."),
        several => {
            let parts: Vec<String> =
                several.iter().map(|(wins, name)| format!("{name} at {}", count(*wins as u64))).collect();
            format!("Who {what}: {} of {points} points{}.", list(&parts), tied(ties))
        }
    };
    let sentences = if !tornado.is_empty() {
        swings(tornado)
    } else if !sensitivity.is_empty() {
        shares(sensitivity)
    } else if axes.len() == 1 {
        changes(&axes[0], standings)
    } else {
        closest(standings)
    };
    Verdict { headline, sentences }
}

/// `MTS − ATO`, or the strategy alone.
fn subject(strategy: &str, reference: &str) -> String {
    if reference.is_empty() { strategy.into() } else { format!("{strategy} − {reference}") }
}

/// The axis with the widest swing of each subject; where it turns the difference around, that too.
fn swings(rows: &[TornadoRow]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut last = None;
    for row in rows {
        let own = (row.strategy.as_str(), row.reference.as_str());
        let (Some(low), Some(high)) = (row.at_low, row.at_high) else { continue };
        if last != Some(own) {
            sentences.push(format!(
                "{} moves {} most: {} {} at {}, {} at {}.",
                row.axis,
                subject(own.0, own.1),
                plain(low),
                row.unit,
                row.low,
                plain(high),
                row.high
            ));
        }
        let turns = row.at_base.is_some_and(|base| base * low < 0.0 || base * high < 0.0);
        if !row.reference.is_empty() && turns {
            sentences.push(format!(
                "Between {} and {}, {} alone changes who is better, {} or {}.",
                row.low, row.high, row.axis, own.0, own.1
            ));
        }
        last = Some(own);
    }
    sentences
}

/// The axis with the largest share of each subject's variance.
fn shares(rows: &[SensitivityRow]) -> Vec<String> {
    let mut last = None;
    let first_of = |row: &&SensitivityRow| {
        let own = Some((row.strategy.clone(), row.reference.clone()));
        std::mem::replace(&mut last, own.clone()) != own
    };
    let sentence = |row: &SensitivityRow| {
        format!(
            "{} is behind {} of the variance of {} alone, {} together with the other axes.",
            row.axis,
            percent(row.first_order),
            subject(&row.strategy, &row.reference),
            percent(row.total)
        )
    };
    rows.iter().filter(first_of).map(sentence).collect()
}

fn tied(ties: usize) -> String {
    match ties {
        0 => String::new(),
        1 => "; a tie at 1".into(),
        more => format!("; ties at {more}"),
    }
}

/// Where the best changes along one axis.
fn changes(axis: &str, standings: &[Row]) -> Vec<String> {
    let mut sentences = Vec::new();
    for pair in standings.windows(2) {
        let [before, after] = pair else { continue };
        if before.row.best != after.row.best {
            sentences.push(format!(
                "Between {axis} = {} and {} the best changes from {} to {}.",
                before.point[0], after.point[0], before.row.best, after.row.best
            ));
        }
    }
    sentences
}

/// The point where the best leads by least.
fn closest(standings: &[Row]) -> Vec<String> {
    let margin = |row: &&Row| row.row.margin.unwrap_or(f64::INFINITY);
    let rows = standings.iter().filter(|row| row.row.margin.is_some());
    let Some(row) = rows.min_by(|a, b| margin(a).total_cmp(&margin(b))) else { return Vec::new() };
    let at: Vec<String> = row.point.iter().map(AxisValue::to_string).collect();
    vec![format!(
        "The race is closest at ({}): {} before {} by {} {}.",
        at.join(", "),
        row.row.best,
        row.row.second,
        crate::results::numbers::plain(row.row.margin.unwrap_or(f64::NAN)),
        row.row.unit
    )]
}

/// Tables that a scenario asks for and no sweep writes.
pub(super) fn left_undone(models: &[Model]) -> Option<Finding> {
    let asked = |asks: fn(&Model) -> bool, key: &'static str| models.iter().any(asks).then_some(key);
    let keys: Vec<String> = [
        asked(|model| model.run.control_variates, "run.control_variates"),
        asked(|model| model.report.orders, "report.orders"),
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
pub(super) fn finding(points: &Points, (count, first): (usize, usize), finding: Finding) -> Finding {
    let at: Vec<String> =
        points.axes.iter().zip(&points.points[first]).map(|(axis, value)| format!("{axis} = {value}")).collect();
    let where_ = format!("At {count} of {} points, first at {}: ", points.points.len(), at.join(", "));
    Finding { symptom: where_ + &finding.symptom, ..finding }
}
