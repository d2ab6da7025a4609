//! Response lines of a sweep: money and service of each strategy along an axis, with their intervals. Words have no
//! order: along an axis of words there are marks beside each other instead of lines.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::axis_values::{label, place_of, values};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, MUTED, Style, styles};
use super::scene::{Anchor, Area, Dash, Position, Scene, Stroke, at};
use super::text;
use crate::present::numbers;
use crate::present::summary_index::{self, SummaryIndex};
use crate::results::{AxisValue, Sweep};

/// Names of the charts, one per axis.
const NAMES: [&str; 8] = ["lines-1", "lines-2", "lines-3", "lines-4", "lines-5", "lines-6", "lines-7", "lines-8"];
const PANEL: f64 = 190.0;
const BETWEEN: f64 = 62.0;
/// Height of a line of a word below a panel, and lines there at most.
const LINE: f64 = 15.0;
const LINES: usize = 3;
/// Words that find room beside each other; who asks for more reads the table.
const MOST_WORDS: usize = 24;
/// Places that a line has room for; of more, one in so many is drawn.
const MOST_PLACES: usize = 1_000;
/// Widest distance between the marks of two strategies at one word, pixels.
const BESIDE: f64 = 16.0;

/// One chart for each of the first axes that has two values or more.
pub fn charts(look: &SummaryIndex, sweep: &Sweep) -> Vec<Chart> {
    (0..sweep.info.axes.len().min(NAMES.len())).filter_map(|axis| chart(look, sweep, axis)).collect()
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

/// What lies along the horizontal axis.
struct Along {
    range: AxisRange,
    values: Vec<AxisValue>,
    /// By place: its value, or of words its number.
    places: Vec<f64>,
    /// By place, in lines; empty where places are numbers.
    words: Vec<Vec<String>>,
    drawn: Drawn,
}

impl Along {
    /// None of an axis with a single place or too many words.
    fn new(sweep: &Sweep, axis: usize, width: f64) -> Option<Along> {
        let values = values(sweep, axis);
        if values.len() < 2 {
            return None;
        }
        let numbers: Vec<f64> = values.iter().filter_map(AxisValue::number).collect();
        if numbers.len() == values.len() {
            // Points that share no value with another are no line: each has its own values on the other axes.
            let scattered = sweep.info.axes.len() > 1 && values.len() == sweep.standings.len();
            let drawn = if scattered { Drawn::Points } else { Drawn::Lines };
            return Some(Along {
                range: AxisRange::of(numbers.iter().copied()),
                values,
                places: numbers,
                words: Vec::new(),
                drawn,
            });
        }
        if values.len() > MOST_WORDS {
            return None;
        }
        let count = values.len() as f64;
        let fold =
            |value: &AxisValue| text::fold(&label(value), width / count - 6.0, LINES, (LABEL.size, LABEL.weight));
        Some(Along {
            range: AxisRange { low: -0.5, high: count - 0.5 },
            places: (0..values.len()).map(|place| place as f64).collect(),
            words: values.iter().map(fold).collect(),
            values,
            drawn: Drawn::Marks,
        })
    }

    /// Which of the places are drawn: all of them, or one in so many.
    fn step(&self) -> usize {
        self.places.len().div_ceil(MOST_PLACES)
    }

    /// What the lines of the words take beyond that of a number.
    fn more(&self) -> f64 {
        LINE * self.words.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1) as f64
    }

    fn axis(&self, scene: &mut Scene, area: Area, title: &str) {
        if self.words.is_empty() {
            frame::horizontal_axis(scene, area, self.range, title);
            return;
        }
        let scale = Scale { from: self.range.low, to: self.range.high, start: area.left, end: area.right };
        for (place, lines) in self.places.iter().zip(&self.words) {
            for (line, words) in lines.iter().enumerate() {
                let y = area.bottom + 18.0 + LINE * line as f64;
                scene.text(at(scale.at(*place), y), Anchor::Middle, LABEL, words.as_str());
            }
        }
        frame::horizontal_ticks(scene, area, &[], "");
        let middle = (area.left + area.right) / 2.0;
        scene.text(at(middle, area.bottom + 37.0 + self.more()), Anchor::Middle, LABEL, title);
    }
}

fn chart(look: &SummaryIndex, sweep: &Sweep, axis: usize) -> Option<Chart> {
    let (left, right) = (88.0, WIDTH - 150.0);
    let along = Along::new(sweep, axis, right - left)?;
    let info = &sweep.info;
    let label = info.axis_label(&info.axes[axis]);
    let name = info.in_words(&info.axes[axis]);
    let money = &sweep.standings.first()?.row.measure;
    let panels: Vec<(&str, Vec<Line>)> = [money.as_str(), service(sweep), "response_mean"]
        .into_iter()
        .map(|measure| (measure, lines(look, sweep, (axis, &along), measure)))
        .filter(|(_, lines)| lines.iter().any(|line| !line.points.is_empty()))
        .collect();
    let drawn = if along.drawn == Drawn::Marks { "lines" } else { "bands" };
    let others = match info.axes.len() {
        _ if along.drawn == Drawn::Points => "; each point has its own values on the other axes".into(),
        1 => format!("; {drawn}: intervals"),
        _ => format!("; mean over the other axes, {drawn}: mean of the intervals"),
    };
    let one_strategy = !sweep.points.is_empty();
    let title = match info.verdict.sentences.first() {
        _ if one_strategy && info.axes.len() == 1 => info.verdict.headline.clone(),
        Some(sentence) if info.axes.len() == 1 => sentence.clone(),
        None if info.axes.len() == 1 => info.verdict.headline.clone(),
        _ => format!("What {name} does to each strategy"),
    };
    let thinned = match along.step() {
        1 => String::new(),
        step => format!("; one value in {} is drawn", numbers::count(step as u64)),
    };
    let subtitle = format!("Means along {name}{others}{thinned}, {}", frame::sample(look));
    let step = PANEL + BETWEEN + along.more();
    let (mut scene, y) = frame::begin(look, Size::Body(44.0 + panels.len() as f64 * step), &title, &subtitle);
    let styles = styles(&look.strategies());
    let best = sweep.points.iter().find(|point| point.row.standing == "best");
    let best = best.and_then(|best| place_of(&along.values, &best.point[axis]));
    let best = best.map(|place| along.places[place]);
    for (number, (measure, lines)) in panels.iter().enumerate() {
        let top = y + 44.0 + number as f64 * step;
        let area = Area { left, top, right, bottom: top + PANEL };
        if let Some(best) = best.filter(|_| info.axes.len() == 1) {
            mark_best(&mut scene, area, along.range, best, number == 0);
        }
        panel(&mut scene, sweep, (measure, lines, along.drawn), &styles, (area, along.range));
        along.axis(&mut scene, area, if number + 1 == panels.len() { &label } else { "" });
    }
    let description = info.verdict.sentences.join(" ");
    Some(Chart { name: NAMES[axis], title, description, scene })
}

/// A line through the best point of one strategy; the first panel names it.
fn mark_best(scene: &mut Scene, area: Area, x: AxisRange, best: f64, is_first: bool) {
    let x = Scale { from: x.low, to: x.high, start: area.left, end: area.right }.at(best);
    scene.line(at(x, area.top), at(x, area.bottom), Stroke { paint: MUTED, width: 1.2, dash: Dash::Dashed });
    if is_first {
        scene.text(at(x, area.top - 6.0), Anchor::Middle, LABEL, "best");
    }
}

/// The service shown: the target's measure, else on time, else filled at once.
fn service(sweep: &Sweep) -> &str {
    let asked = sweep.info.targets.first().map(|target| target.measure.as_str());
    let there =
        |measure: &&str| sweep.rows.wanted(|head| head.is_of_system(measure)).any(|cell| cell.estimate.mean.is_some());
    asked.into_iter().chain(["on_time_rate"]).find(there).unwrap_or("order_fill_rate")
}

fn lines<'a>(look: &SummaryIndex<'a>, sweep: &Sweep, (axis, along): (usize, &Along), measure: &str) -> Vec<Line<'a>> {
    let of = |strategy: &'a str| {
        let mut knots: Vec<Knot> = along.places.iter().map(|x| Knot { x: *x, ..Knot::default() }).collect();
        for cell in sweep.rows.wanted(|head| head.is_of_system(measure) && head.strategy == strategy) {
            let place = place_of(&along.values, &cell.point[axis]);
            let (Some(place), Some(mean)) = (place, cell.estimate.mean) else { continue };
            let knot = &mut knots[place];
            knot.mean += mean;
            knot.count += 1;
            let own = cell.estimate.low.zip(cell.estimate.high);
            knot.ends = match (knot.count, knot.ends) {
                (1, _) => own,
                (_, known) => known.zip(own).map(|(sum, own)| (sum.0 + own.0, sum.1 + own.1)),
            };
        }
        let met = knots.into_iter().step_by(along.step()).filter(|knot| knot.count > 0);
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
    /// Beside each other, with their intervals.
    Marks,
}

fn panel(
    scene: &mut Scene,
    sweep: &Sweep,
    (measure, lines, drawn): (&str, &[Line], Drawn),
    styles: &[Style],
    (area, x): (Area, AxisRange),
) {
    let unit = sweep.rows.wanted(|head| head.measure == measure).next().map_or("", |cell| cell.head.unit.as_str());
    let factor = numbers::scale(unit);
    let all = || lines.iter().flat_map(|line| &line.points);
    // An interval may leave what its quantity can be: shares, and times that are never negative.
    let floor = if all().all(|knot| knot.mean >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let ceiling = if unit == "share" { 1.0 } else { f64::INFINITY };
    let ends_of = |knot: &Knot| {
        let shown = knot.ends.filter(|_| drawn != Drawn::Points);
        shown.map(|(low, high)| (low.clamp(floor, ceiling), high.clamp(floor, ceiling)))
    };
    let values =
        all().flat_map(|knot| [Some(knot.mean), ends_of(knot).map(|e| e.0), ends_of(knot).map(|e| e.1)]).flatten();
    let range = AxisRange::of(values.map(|value| value * factor));
    let words = format!("{} ({})", summary_index::label(measure, &sweep.info.time_unit), numbers::unit_words(unit));
    let scale = frame::vertical_axis(scene, area, &range.ticks(4), &words);
    let across = Scale { from: x.low, to: x.high, start: area.left, end: area.right };
    let place = |x: f64, value: f64| at(across.at(x), scale.at(value * factor));
    if drawn == Drawn::Points {
        for (line, style) in lines.iter().zip(styles) {
            line.points.iter().for_each(|knot| palette::mark(scene, style, place(knot.x, knot.mean), 2.8));
        }
    }
    let beside = BESIDE.min(0.7 * (across.at(1.0) - across.at(0.0)) / lines.len() as f64);
    for (number, (line, style)) in lines.iter().zip(styles).enumerate().filter(|_| drawn == Drawn::Marks) {
        let off = beside * (number as f64 - (lines.len() as f64 - 1.0) / 2.0);
        for knot in &line.points {
            let right = |point: Position| at(point.x + off, point.y);
            if let Some((low, high)) = ends_of(knot) {
                let pen = Stroke::solid(style.paint, 2.0);
                scene.line(right(place(knot.x, low)), right(place(knot.x, high)), pen);
            }
            palette::mark(scene, style, right(place(knot.x, knot.mean)), 4.5);
        }
    }
    for (line, style) in lines.iter().zip(styles).filter(|_| drawn == Drawn::Lines) {
        let ends = |low: bool| -> Vec<Position> {
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
