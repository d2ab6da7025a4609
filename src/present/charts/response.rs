//! The response-time distribution of each strategy: a step curve, its atoms as marks, the due time as a line. Where
//! one strategy takes many times as long as the others, a second panel shows the short times at a larger scale.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, HEIGHT, LABEL, NAME, Size, WIDTH, colored};
use super::labels::Placer;
use super::palette::{self, Style, styles};
use super::scene::{Anchor, Area, Dash, Position, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;

/// Share of orders that makes one value an atom worth a mark, and worth words.
const ATOM: f64 = 0.02;
const TELLING: f64 = 0.1;
/// Share of orders the axis must reach.
const REACH: f64 = 0.998;
/// Share of orders that says how long a strategy takes, when short times are told from long ones.
const TYPICAL: f64 = 0.95;
/// A strategy that takes so many times longer than the next gets the others a panel of their own.
const APART: f64 = 4.0;
/// Heights of the panels of two, and what an axis takes below each, pixels.
const CLOSE: f64 = 250.0;
const ALL: f64 = 150.0;
const BELOW: f64 = 62.0;
/// Widest name, pixels.
const WIDEST: f64 = 190.0;

/// Cumulated shares of one strategy's orders.
struct Curve<'a> {
    strategy: &'a str,
    look: Style,
    /// (response, cumulated share), ascending.
    steps: Vec<(f64, f64)>,
    /// (response, share, cumulated share) of atoms.
    atoms: Vec<(f64, f64, f64)>,
}

impl Curve<'_> {
    /// The response within which a share of the orders is delivered.
    fn quantile(&self, share: f64) -> f64 {
        self.steps.iter().find(|step| step.1 >= share).map_or(0.0, |step| step.0)
    }

    /// Cumulated share at a response.
    fn at(&self, response: f64) -> f64 {
        self.steps.iter().take_while(|step| step.0 <= response).last().map_or(0.0, |step| step.1)
    }
}

fn curves<'a>(look: &SummaryIndex<'a>) -> Vec<Curve<'a>> {
    let names = look.strategies();
    let curve = |(strategy, style): (&'a str, Style)| {
        let rows: Vec<_> = look
            .tables
            .distribution
            .iter()
            .filter(|row| row.strategy == strategy && row.entity_kind == EntityKind::System)
            .collect();
        let all: u64 = rows.iter().map(|row| row.orders).sum();
        if all == 0 {
            return None;
        }
        let (mut below, mut steps, mut atoms) = (0, Vec::new(), Vec::new());
        for row in rows {
            below += row.orders;
            let (share, cumulated) = (row.orders as f64 / all as f64, below as f64 / all as f64);
            steps.push((row.value, cumulated));
            if share >= ATOM {
                atoms.push((row.value, share, cumulated));
            }
        }
        Some(Curve { strategy, look: style, steps, atoms })
    };
    let styles = styles(&names);
    names.into_iter().zip(styles).filter_map(curve).collect()
}

/// Where the axes end: of all times, and of the short ones where those need a panel of their own.
fn ends(all: &[Curve], due: &[f64]) -> (f64, Option<f64>) {
    let reach = all.iter().map(|curve| curve.quantile(REACH)).chain(due.iter().copied()).fold(0.0, f64::max);
    let whole = if reach > 0.0 { 1.05 * reach } else { 1.0 };
    let mut typical: Vec<f64> = all.iter().map(|curve| curve.quantile(TYPICAL)).collect();
    typical.sort_by(f64::total_cmp);
    let gap = typical.windows(2).rev().find(|pair| pair[0] > 0.0 && pair[1] >= APART * pair[0]);
    let close = gap.map(|pair| 1.3 * due.iter().copied().filter(|due| 3.0 * due < pair[1]).fold(pair[0], f64::max));
    (whole, close.filter(|close| 3.0 * close < whole))
}

/// The chart; none when no order was delivered.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let all = curves(look);
    let info = &look.tables.info;
    let mean = |curve: &Curve| look.system_mean(curve.strategy, "response_mean");
    let best = all.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let fastest = look.system(best.strategy, "response_mean").map(|mean| numbers::with_plural_unit(&mean.shown()));
    let fastest = fastest.unwrap_or_default();
    let title = match all.len() {
        1 => format!("{} answers in {fastest} on average", best.strategy),
        _ => {
            let who = look.best_in_words(best.strategy, "response_mean", "answers fastest", "the fastest answer");
            format!("{who}: {fastest} on average")
        }
    };
    let (whole, close) = ends(&all, &info.due);
    let mut subtitle = format!(
        "Share of delivered orders that were delivered within a time of placement, all of {}; marks: times that many orders share",
        numbers::counted(u64::from(info.replications), "replication")
    );
    if close.is_some() {
        subtitle += "; above: the short times, below: all";
    }
    let size = match close {
        Some(_) => Size::Body(36.0 + CLOSE + BELOW + ALL + BELOW - 16.0),
        None => Size::Whole(HEIGHT),
    };
    let (mut scene, y) = frame::begin(look, size, &title, &subtitle);
    let names = frame::names_width(all.iter().map(|curve| curve.strategy), WIDEST);
    let area = Area { left: 88.0, top: y + 36.0, right: WIDTH - names.max(60.0) - 24.0, bottom: HEIGHT - 78.0 };
    let frame = Frame { unit: numbers::plural(&info.time_unit), due: &info.due, told: -1.0 };
    match close {
        None => panel(&mut scene, &all, area, whole, &frame),
        Some(close) => {
            let upper = Area { bottom: area.top + CLOSE, ..area };
            panel(&mut scene, &all, upper, close, &frame);
            let top = upper.bottom + BELOW;
            let frame = Frame { told: close, ..frame };
            panel(&mut scene, &all, Area { top, bottom: top + ALL, ..area }, whole, &frame);
        }
    }
    Some(Chart { name: "response", title, description: description(look, &all), scene })
}

/// What the panels share.
struct Frame<'a> {
    /// Of time, plural.
    unit: String,
    due: &'a [f64],
    /// Times up to this are told in the panel above; below 0 where there is none.
    told: f64,
}

/// One panel: axes, due times, curves, marks, words.
fn panel(scene: &mut Scene, all: &[Curve], area: Area, end: f64, frame: &Frame) {
    let percent = AxisRange { low: 0.0, high: 100.0 };
    let steps = if area.height() < 200.0 { 2 } else { 5 };
    let vertical = frame::vertical_axis(scene, area, &percent.ticks(steps), "Share of delivered orders (%)");
    let range = AxisRange { low: 0.0, high: end };
    let horizontal = frame::horizontal_axis(scene, area, range, &format!("Response time ({})", frame.unit));
    let mut placer = Placer::new(area);
    for due in frame.due.iter().filter(|due| **due <= end) {
        let pen = Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed };
        let x = horizontal.at(*due);
        scene.line(at(x, area.top), at(x, area.bottom), pen);
        placer.block_line(at(x, area.top), at(x, area.bottom));
    }
    let maps = (horizontal, vertical);
    for curve in all {
        let points = steps_of(curve, area, maps, end);
        // What a curve passes is taken, piece by piece.
        for pair in points.windows(2) {
            placer.block_line(pair[0], pair[1]);
        }
        scene.path(points, curve.look.stroke(2.2));
    }
    for curve in all {
        for (value, _, cumulated) in curve.atoms.iter().filter(|atom| atom.0 <= end) {
            let place = at(horizontal.at(*value), vertical.at(100.0 * cumulated));
            palette::mark(scene, &curve.look, place, 4.5);
            placer.block(Area { left: place.x - 5.0, top: place.y - 5.0, right: place.x + 5.0, bottom: place.y + 5.0 });
        }
    }
    for due in frame.due.iter().filter(|due| **due <= end && **due > frame.told) {
        let words = format!("due {}", numbers::plain(*due));
        placer.set_if_free(scene, at(horizontal.at(*due), area.bottom - 12.0), LABEL, &words);
    }
    for curve in all {
        let telling = |atom: &&(f64, f64, f64)| atom.0 <= end && atom.0 > frame.told && atom.1 >= TELLING;
        for (value, share, cumulated) in curve.atoms.iter().filter(telling) {
            let words = format!("{} % at {}", numbers::grouped(100.0 * share, 1), numbers::plain(*value));
            let near = at(horizontal.at(*value), vertical.at(100.0 * cumulated));
            placer.set_if_free(scene, near, colored(LABEL, curve.look.ink), &words);
        }
    }
    let ends: Vec<f64> = all.iter().map(|curve| vertical.at(100.0 * curve.at(end)) + 4.0).collect();
    let gap = 15.0_f64.min((area.height() + 8.0) / all.len() as f64);
    for (curve, y) in all.iter().zip(frame::spread(&ends, gap, area.top, area.bottom + 4.0)) {
        let name = frame::name(curve.strategy, WIDEST);
        scene.text(at(area.right + 8.0, y), Anchor::Start, colored(NAME, curve.look.ink), name);
    }
}

/// The corners of a curve's steps up to the end of the axis; steps too small to see are joined.
fn steps_of(curve: &Curve, area: Area, maps: (Scale, Scale), end: f64) -> Vec<Position> {
    let (x, y) = (|value| maps.0.at(value), |share: f64| maps.1.at(100.0 * share));
    let mut points = vec![at(area.left, y(0.0))];
    let mut height = y(0.0);
    for (value, cumulated) in curve.steps.iter().take_while(|step| step.0 <= end) {
        let place = x(*value);
        let previous = points[points.len() - 1];
        if place - previous.x > 0.4 || (y(*cumulated) - height).abs() > 1.0 {
            points.push(at(place, height));
            height = y(*cumulated);
            points.push(at(place, height));
        }
    }
    points.push(at(area.right, height));
    points
}

fn description(look: &SummaryIndex, curves: &[Curve]) -> String {
    let words: Vec<String> = curves
        .iter()
        .map(|curve| {
            let mean = look.system(curve.strategy, "response_mean").map(|mean| mean.shown().with_unit());
            let atoms: Vec<String> = curve
                .atoms
                .iter()
                .map(|atom| format!("; {} of orders at {}", numbers::percent(atom.1), numbers::plain(atom.0)))
                .collect();
            format!("{}: mean {}{}", curve.strategy, mean.unwrap_or_default(), atoms.concat())
        })
        .collect();
    words.join(". ")
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    fn curve(strategy: &str, atoms: &[(f64, f64)]) -> Curve<'static> {
        let mut below = 0.0;
        let steps = atoms.iter().map(|(value, share)| {
            below += share;
            (*value, below)
        });
        let steps: Vec<(f64, f64)> = steps.collect();
        let atoms = atoms.iter().zip(&steps).map(|((value, share), step)| (*value, *share, step.1)).collect();
        Curve { strategy: strategy.to_string().leak(), look: styles(&["MTS"])[0], steps, atoms }
    }

    #[test]
    fn short_times_get_their_own_panel_beside_long_ones() {
        let (fast, slow) = (curve("MTS", &[(0.0, 0.9), (0.5, 0.1)]), curve("MTO", &[(10.5, 1.0)]));
        let (whole, close) = ends(&[fast, slow], &[2.0]);
        assert!((whole - 1.05 * 10.5).abs() < 1e-9);
        assert!(close.is_some_and(|close| close > 2.0 && close < 3.0), "the due time is in it: {close:?}");
        let alike = [curve("a", &[(1.0, 1.0)]), curve("b", &[(3.0, 1.0)])];
        assert_eq!(ends(&alike, &[]).1, None);
        assert_eq!(ends(&[curve("a", &[(0.0, 1.0)])], &[]), (1.0, None));
    }

    #[test]
    fn every_atom_is_marked_and_told() {
        let tables = fixture::custom_pcs();
        let look = SummaryIndex::new(&tables);
        let chart = chart(&look).expect("a chart");
        for words in ["96.2 % at 0", "at 0.5", "due 5"] {
            assert!(chart.scene.texts().any(|text| text.text.contains(words)), "{words}");
        }
    }

    #[test]
    fn a_strategy_without_deliveries_leaves_the_others_their_looks() {
        let mut tables = fixture::custom_pcs();
        tables.info.strategies[0].name = "lean".into();
        let look = SummaryIndex::new(&tables);
        let alone = curves(&look);
        assert!(alone.iter().all(|curve| curve.strategy != "lean"));
        let all = styles(&["lean", "ATO", "MTO"]);
        assert_eq!(alone.iter().map(|curve| curve.look).collect::<Vec<_>>(), all[1..]);
    }
}
