//! Response lines of a sweep: money and service of each strategy along an axis, with their intervals.

use super::Chart;
use super::axis::{Range, Scale};
use super::frame::{self, NAME, Size, WIDTH, colored};
use super::palette::{self, Look as Style, looks};
use super::scene::{Anchor, Area, Point, Scene, at};
use super::text;
use crate::measures::EntityKind;
use crate::present::look::{self, Look};
use crate::present::numbers;
use crate::results::{AxisValue, SummaryRow, Sweep};

/// Names of the charts, one per axis.
const NAMES: [&str; 8] = ["lines-1", "lines-2", "lines-3", "lines-4", "lines-5", "lines-6", "lines-7", "lines-8"];
const PANEL: f64 = 190.0;
const BETWEEN: f64 = 62.0;

/// One chart for each of the first axes that has numbers.
pub fn charts(look: &Look, sweep: &Sweep) -> Vec<Chart> {
    (0..sweep.info.axes.len().min(NAMES.len())).filter_map(|axis| chart(look, sweep, axis)).collect()
}

/// Distinct values of an axis, numbers ascending, words as they come.
pub fn values(sweep: &Sweep, axis: usize) -> Vec<AxisValue> {
    let mut values: Vec<AxisValue> = Vec::new();
    for row in &sweep.standings {
        if !values.contains(&row.point[axis]) {
            values.push(row.point[axis].clone());
        }
    }
    if values.iter().all(|value| value.number().is_some()) {
        values.sort_by(|a, b| a.number().unwrap_or(0.0).total_cmp(&b.number().unwrap_or(0.0)));
    }
    values
}

/// A strategy's means along the axis.
struct Line<'a> {
    strategy: &'a str,
    points: Vec<Knot>,
}

/// One place of a line.
#[derive(Clone, Copy, Default)]
struct Knot {
    /// On the axis.
    x: f64,
    /// Sum, in the end mean, over the points there.
    mean: f64,
    count: u32,
    /// Ends of the interval, summed as the means are; the points meet the same random numbers, so the mean of their
    /// intervals is one of their mean, at worst too wide.
    ends: Option<(f64, f64)>,
}

fn chart(look: &Look, sweep: &Sweep, axis: usize) -> Option<Chart> {
    let places = values(sweep, axis);
    let numeric: Vec<f64> = places.iter().filter_map(AxisValue::number).collect();
    if numeric.len() != places.len() || numeric.len() < 2 {
        return None;
    }
    let info = &sweep.info;
    let name = &info.axes[axis];
    let money = &sweep.standings.first()?.row.measure;
    let panels: Vec<(&str, Vec<Line>)> = [money.as_str(), service(sweep), "response_mean"]
        .into_iter()
        .map(|measure| (measure, lines(look, sweep, axis, measure)))
        .filter(|(_, lines)| lines.iter().any(|line| !line.points.is_empty()))
        .collect();
    // Points that share no value with another are no line: each has its own values on the other axes.
    let scattered = info.axes.len() > 1 && places.len() == sweep.standings.len();
    let others = match info.axes.len() {
        _ if scattered => "; each point has its own values on the other axes",
        1 => "; bands: intervals",
        _ => "; mean over the other axes, bands: mean of the intervals",
    };
    let title = match info.verdict.sentences.first() {
        Some(sentence) if info.axes.len() == 1 => sentence.clone(),
        None if info.axes.len() == 1 => info.verdict.headline.clone(),
        _ => format!("What {name} does to each strategy"),
    };
    let subtitle = format!("Means along {name}{others}, {}", frame::sample(look));
    let body = 44.0 + panels.len() as f64 * (PANEL + BETWEEN);
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let styles = looks(&look.strategies());
    let range = Range::of(numeric.iter().copied());
    let mut top = y + 44.0;
    for (measure, lines) in &panels {
        let area = Area { left: 88.0, top, right: WIDTH - 150.0, bottom: top + PANEL };
        let drawn = if scattered { Drawn::Points } else { Drawn::Lines };
        panel(&mut scene, sweep, (measure, lines, drawn), &styles, (area, range));
        let last = top + PANEL + BETWEEN > y + 44.0 + (panels.len() as f64 - 0.5) * (PANEL + BETWEEN);
        frame::horizontal_axis(&mut scene, area, range, if last { name } else { "" });
        top += PANEL + BETWEEN;
    }
    let description = info.verdict.sentences.join(" ");
    Some(Chart { name: NAMES[axis], title, description, scene })
}

/// The service shown: the target's measure, else on time, else filled at once.
fn service(sweep: &Sweep) -> &str {
    let asked = sweep.info.target.as_ref().map(|target| target.measure.as_str());
    let there = |measure: &&str| {
        sweep.rows.iter().any(|row| row.row.measure == *measure && system(&row.row) && row.row.mean.is_some())
    };
    asked.into_iter().chain(["on_time_rate"]).find(there).unwrap_or("order_fill_rate")
}

fn system(row: &SummaryRow) -> bool {
    row.entity_kind == EntityKind::System
}

fn lines<'a>(look: &Look<'a>, sweep: &Sweep, axis: usize, measure: &str) -> Vec<Line<'a>> {
    let places = values(sweep, axis);
    let of = |strategy: &'a str| {
        let at = |place: &AxisValue| Knot { x: place.number().unwrap_or(0.0), ..Knot::default() };
        let mut knots: Vec<Knot> = places.iter().map(at).collect();
        let rows = sweep.rows.iter().filter(|row| row.row.measure == measure && system(&row.row));
        for row in rows.filter(|row| row.row.strategy == strategy) {
            let (Some(place), Some(mean)) = (places.iter().position(|v| *v == row.point[axis]), row.row.mean) else {
                continue;
            };
            let knot = &mut knots[place];
            knot.mean += mean;
            knot.count += 1;
            let own = row.row.ci_low.zip(row.row.ci_high);
            knot.ends = match (knot.count, knot.ends) {
                (1, _) => own,
                (_, known) => known.zip(own).map(|(sum, own)| (sum.0 + own.0, sum.1 + own.1)),
            };
        }
        let met = knots.into_iter().filter(|knot| knot.count > 0);
        let points = met.map(|knot| {
            let of_all = |sum: f64| sum / f64::from(knot.count);
            let ends = knot.ends.map(|(low, high)| (of_all(low), of_all(high)));
            Knot { mean: of_all(knot.mean), ends, ..knot }
        });
        Line { strategy, points: points.collect() }
    };
    look.strategies().into_iter().map(of).collect()
}

/// How values are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Lines,
    Points,
}

fn panel(
    scene: &mut Scene,
    sweep: &Sweep,
    (measure, lines, drawn): (&str, &[Line], Drawn),
    styles: &[Style],
    (area, x): (Area, Range),
) {
    let unit = sweep.rows.iter().find(|row| row.row.measure == measure).map_or("", |row| row.row.unit.as_str());
    let factor = numbers::scale(unit);
    let all = || lines.iter().flat_map(|line| &line.points);
    // An interval may leave what its quantity can be: shares, and times that are never negative.
    let floor = if all().all(|knot| knot.mean >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let ceiling = if unit == "share" { 1.0 } else { f64::INFINITY };
    let ends_of = |knot: &Knot| {
        let shown = knot.ends.filter(|_| drawn == Drawn::Lines);
        shown.map(|(low, high)| (low.clamp(floor, ceiling), high.clamp(floor, ceiling)))
    };
    let values =
        all().flat_map(|knot| [Some(knot.mean), ends_of(knot).map(|e| e.0), ends_of(knot).map(|e| e.1)]).flatten();
    let range = Range::of(values.map(|value| value * factor));
    let words = format!("{} ({})", look::label(measure, &sweep.info.time_unit), numbers::unit_words(unit));
    let scale = frame::vertical_axis(scene, area, &range.ticks(4), &words);
    let across = Scale { from: x.low, to: x.high, start: area.left, end: area.right };
    let place = |x: f64, value: f64| at(across.at(x), scale.at(value * factor));
    if drawn == Drawn::Points {
        for (line, style) in lines.iter().zip(styles) {
            line.points.iter().for_each(|knot| palette::mark(scene, style, place(knot.x, knot.mean), 2.8));
        }
    }
    for (line, style) in lines.iter().zip(styles).filter(|_| drawn == Drawn::Lines) {
        let ends = |low: bool| -> Vec<Point> {
            let end = |ends: (f64, f64)| if low { ends.0 } else { ends.1 };
            line.points.iter().filter_map(|knot| ends_of(knot).map(|ends| place(knot.x, end(ends)))).collect()
        };
        let mut outline = ends(true);
        outline.extend(ends(false).into_iter().rev());
        scene.polygon(outline, style.paint.with_alpha(0.18));
        scene.path(line.points.iter().map(|knot| place(knot.x, knot.mean)).collect(), style.stroke(1.8));
        line.points.iter().for_each(|knot| palette::mark(scene, style, place(knot.x, knot.mean), 3.6));
    }
    let wanted: Vec<f64> =
        lines.iter().map(|line| line.points.last().map_or(area.top, |knot| place(knot.x, knot.mean).y + 4.0)).collect();
    let labels = frame::spread(&wanted, 15.0, area.top + 4.0, area.bottom);
    for ((line, style), y) in lines.iter().zip(styles).zip(labels).filter(|((line, _), _)| !line.points.is_empty()) {
        let words = text::fit(line.strategy, 124.0, NAME.size, NAME.weight);
        scene.text(at(area.right + 12.0, y), Anchor::Start, colored(NAME, style.ink), words);
    }
}
