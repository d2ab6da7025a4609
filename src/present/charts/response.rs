//! The response-time distribution of each strategy: a step curve, its atoms as dots, the due time as a line.

use super::Chart;
use super::axis::Range;
use super::frame::{self, HEIGHT, LABEL, NAME, WIDTH, colored};
use super::palette::{self, Look as Style, looks};
use super::scene::{Anchor, Area, Dash, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::look::Look;
use crate::present::numbers;

/// Share of orders that makes one value an atom worth a dot.
const ATOM: f64 = 0.02;
/// Share of orders the axis must reach.
const REACH: f64 = 0.998;

/// Cumulated shares of one strategy's orders.
struct Curve<'a> {
    strategy: &'a str,
    /// (response, cumulated share), ascending.
    steps: Vec<(f64, f64)>,
    /// (response, share, cumulated share) of atoms.
    atoms: Vec<(f64, f64, f64)>,
}

fn curves<'a>(look: &Look<'a>) -> Vec<Curve<'a>> {
    let curve = |strategy: &'a str| {
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
        Some(Curve { strategy, steps, atoms })
    };
    look.strategies().into_iter().filter_map(curve).collect()
}

/// The chart; none when no order was delivered.
pub fn chart(look: &Look) -> Option<Chart> {
    let all = curves(look);
    let info = &look.tables.info;
    let mean = |curve: &Curve| look.system_mean(curve.strategy, "response_mean");
    let best = all.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let unit = &info.time_unit;
    let title = match all.len() {
        1 => format!("{} answers in {} on average", best.strategy, numbers::time(significant(mean(best)), unit)),
        _ => format!("{} answers fastest: {} on average", best.strategy, numbers::time(significant(mean(best)), unit)),
    };
    let subtitle = format!(
        "Share of orders delivered within a time of placement, all orders of {}; dots: times that many orders share",
        numbers::counted(u64::from(info.replications), "replication")
    );
    let (mut scene, y) = frame::begin(look, HEIGHT, &title, &subtitle);
    let area = Area { left: 88.0, top: y + 36.0, right: WIDTH - 110.0, bottom: HEIGHT - 78.0 };
    let percent = Range { low: 0.0, high: 100.0 };
    let vertical = frame::vertical_axis(&mut scene, area, &percent.ticks(5), "Share of orders (%)");
    let reach = |curve: &Curve| curve.steps.iter().find(|step| step.1 >= REACH).map_or(0.0, |step| step.0);
    let far = all.iter().map(reach).chain(info.due.iter().copied()).fold(0.0, f64::max);
    let range = Range::of([0.0, if far > 0.0 { 1.05 * far } else { 1.0 }]);
    let horizontal = frame::horizontal_axis(&mut scene, area, range, &format!("Response time ({unit})"));
    for due in info.due.iter().filter(|due| **due <= range.high) {
        let pen = Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed };
        let x = horizontal.at(*due);
        scene.line(at(x, area.top), at(x, area.bottom), pen);
        scene.text(at(x + 5.0, area.bottom - 8.0), Anchor::Start, LABEL, format!("due {}", numbers::plain(*due)));
    }
    let looks = looks(&all.iter().map(|curve| curve.strategy).collect::<Vec<_>>());
    for (curve, own) in all.iter().zip(&looks) {
        draw(&mut scene, curve, own, area, (&|v| horizontal.at(v), &|v| vertical.at(100.0 * v), range.high));
    }
    let pairs: Vec<_> = all.iter().zip(&looks).collect();
    label_atoms(&mut scene, &pairs, area, (&|v| horizontal.at(v), &|v| vertical.at(100.0 * v), range.high));
    let ends: Vec<f64> = all
        .iter()
        .map(|curve| {
            let end = curve.steps.iter().take_while(|step| step.0 <= range.high).last().map_or(0.0, |step| step.1);
            vertical.at(100.0 * end) + 4.0
        })
        .collect();
    for ((curve, own), y) in all.iter().zip(&looks).zip(frame::spread(&ends, 15.0, area.top, area.bottom)) {
        let name = super::text::fit(curve.strategy, 100.0, NAME.size, NAME.weight);
        scene.text(at(area.right + 8.0, y), Anchor::Start, colored(NAME, own.ink), name);
    }
    Some(Chart { name: "response", title, description: description(look, &all), scene })
}

fn significant(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

type Map<'a> = &'a dyn Fn(f64) -> f64;

fn draw(scene: &mut Scene, curve: &Curve, style: &Style, area: Area, maps: (Map, Map, f64)) {
    let (x, y, last) = maps;
    let mut points = vec![at(area.left, y(0.0))];
    let mut height = y(0.0);
    for (value, cumulated) in curve.steps.iter().take_while(|step| step.0 <= last) {
        let place = x(*value);
        let previous = points[points.len() - 1];
        if place - previous.x > 0.4 || (y(*cumulated) - height).abs() > 1.0 {
            points.push(at(place, height));
            height = y(*cumulated);
            points.push(at(place, height));
        }
    }
    points.push(at(area.right, height));
    scene.path(points, style.stroke(2.2));
    for (value, _, cumulated) in curve.atoms.iter().filter(|atom| atom.0 <= last) {
        palette::mark(scene, style, at(x(*value), y(*cumulated)), 4.5);
    }
}

/// Share of orders that makes an atom worth words.
const TELLING: f64 = 0.1;

/// Words beside the telling atoms of all curves, pushed apart.
fn label_atoms(scene: &mut Scene, curves: &[(&Curve, &Style)], area: Area, maps: (Map, Map, f64)) {
    let (x, y, last) = maps;
    let atoms: Vec<(&Style, f64, f64, f64)> = curves
        .iter()
        .flat_map(|(curve, style)| curve.atoms.iter().map(|atom| (*style, atom.0, atom.1, atom.2)))
        .filter(|atom| atom.1 <= last && atom.2 >= TELLING)
        .collect();
    let wanted: Vec<f64> = atoms.iter().map(|atom| y(atom.3) + 18.0).collect();
    let places = frame::spread(&wanted, 15.0, area.top + 18.0, area.bottom - 22.0);
    // Words stand right of the rightmost atom near them, so that no curve runs through them.
    for ((style, value, share, _), place) in atoms.iter().zip(places) {
        let words = format!("{} at {}", numbers::percent((share * 1000.0).round() / 1000.0), numbers::plain(*value));
        let width = super::text::width(&words, LABEL.size, LABEL.weight);
        let blocked =
            atoms.iter().map(|other| x(other.1)).filter(|other| *other >= x(*value) && *other < x(*value) + width);
        let left = blocked.fold(x(*value), f64::max);
        let right = left + width + 12.0 < area.right;
        let (anchor, at_x) = if right { (Anchor::Start, left + 9.0) } else { (Anchor::End, x(*value) - 9.0) };
        scene.text(at(at_x, place), anchor, colored(LABEL, style.ink), words);
    }
}

fn description(look: &Look, curves: &[Curve]) -> String {
    let words: Vec<String> = curves
        .iter()
        .map(|curve| {
            let mean = look.system(curve.strategy, "response_mean").map(|mean| mean.shown().with_unit());
            let atoms: Vec<String> = curve
                .atoms
                .iter()
                .map(|atom| format!("{} of orders at {}", numbers::percent(atom.1), numbers::plain(atom.0)))
                .collect();
            format!("{}: mean {}; {}", curve.strategy, mean.unwrap_or_default(), atoms.join(", "))
        })
        .collect();
    words.join(". ")
}
