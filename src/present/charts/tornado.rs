//! The tornado of a sweep: what each axis does on its own, the widest swing on top.

use super::Chart;
use super::axis::{Range, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, INK, looks};
use super::scene::{Anchor, Area, Dash, Paint, Point, Scene, Stroke, at};
use super::text;
use crate::present::look::{self, Look};
use crate::present::numbers;
use crate::results::{Sweep, TornadoRow};

const ROW: f64 = 30.0;
const BAR: f64 = 9.0;
/// Below a panel: its axis and the heading of the next.
const BETWEEN: f64 = 74.0;
/// Axes and panels shown, at most.
const ROWS: usize = 12;
const PANELS: usize = 4;
/// Pixels for a label at the end of a bar, and for the swing in figures.
const END: f64 = 64.0;
const FIGURES: f64 = 138.0;
/// Bars of a difference: no strategy's colour.
const NEUTRAL: Paint = Paint::solid(0x55_65_78);

/// The rows of one subject, the widest swing first.
pub struct Panel<'a, R> {
    pub strategy: &'a str,
    /// Empty for a strategy alone.
    pub reference: &'a str,
    pub rows: Vec<&'a R>,
}

impl<R> Panel<'_, R> {
    /// The strategy's colour; of a difference that of nobody.
    pub fn paint(&self, strategies: &[&str]) -> Paint {
        let own = strategies.iter().position(|name| *name == self.strategy && self.reference.is_empty());
        own.map_or(NEUTRAL, |place| looks(strategies)[place].paint)
    }

    /// `MTS − ATO`, or `ATO`.
    pub fn name(&self) -> String {
        match self.reference {
            "" => self.strategy.into(),
            reference => format!("{} − {reference}", self.strategy),
        }
    }
}

/// Rows by subject, in the order of the table: the closest difference, then the strategies alone.
pub fn panels<'a, R>(rows: &'a [R], subject: impl Fn(&'a R) -> (&'a str, &'a str)) -> Vec<Panel<'a, R>> {
    let mut all: Vec<Panel<'a, R>> = Vec::new();
    for row in rows {
        let (strategy, reference) = subject(row);
        match all.last_mut() {
            Some(last) if last.strategy == strategy && last.reference == reference => last.rows.push(row),
            _ => all.push(Panel { strategy, reference, rows: vec![row] }),
        }
    }
    let mut differences = 0;
    all.retain(|panel| {
        differences += usize::from(!panel.reference.is_empty());
        panel.reference.is_empty() || differences == 1
    });
    all.truncate(PANELS);
    all.iter_mut().for_each(|panel| panel.rows.truncate(ROWS));
    all
}

/// The chart; none unless the design was one at a time.
pub fn chart(look: &Look, sweep: &Sweep) -> Option<Chart> {
    let panels = panels(&sweep.tornado, |row| (&row.strategy, &row.reference));
    let first = *panels.first()?.rows.first()?;
    let what = look::label(&first.measure, &sweep.info.time_unit);
    let title = sweep.info.verdict.sentences.first().unwrap_or(&sweep.info.verdict.headline).clone();
    let subtitle = format!(
        "{what} when one axis moves from its low (pale) to its high value (dark) and the others stay as in the scenario \
         (line); figures: high − low with its paired interval, {}",
        frame::sample(look)
    );
    let rows: usize = panels.iter().map(|panel| panel.rows.len()).sum();
    let (mut scene, y) =
        frame::begin(look, Size::Body(rows as f64 * ROW + panels.len() as f64 * BETWEEN), &title, &subtitle);
    let names = look.strategies();
    let widest = panels.iter().flat_map(|panel| &panel.rows).map(|row| row.axis.as_str());
    let left = 40.0 + frame::names_width(widest, 230.0);
    let mut top = y + 28.0;
    for panel in &panels {
        let area = Area { left, top, right: WIDTH - FIGURES - 14.0, bottom: top + ROW * panel.rows.len() as f64 };
        draw(&mut scene, panel, area, panel.paint(&names));
        scene.text(at(20.0, top - 10.0), Anchor::Start, NAME, frame::name(&panel.name(), 560.0));
        top = area.bottom + BETWEEN;
    }
    let description = panels[0].rows.iter().map(|row| in_words(row)).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "tornado", title, description, scene })
}

fn draw(scene: &mut Scene, panel: &Panel<TornadoRow>, area: Area, paint: Paint) {
    let values = panel.rows.iter().flat_map(|row| [row.at_low, row.at_base, row.at_high]).flatten();
    let range = Range::of(values);
    let range = if panel.reference.is_empty() { range } else { range.with_zero() };
    let inner = Area { left: area.left + END, right: area.right - END, ..area };
    let unit = panel.rows.first().map_or("", |row| row.unit.as_str());
    let scale =
        frame::horizontal_axis(scene, inner, range, &format!("{} ({})", panel.name(), numbers::unit_words(unit)));
    for (place, row) in panel.rows.iter().enumerate() {
        bar(scene, row, area.top + ROW * (place as f64 + 0.5), &scale, paint);
    }
    let upright = |scene: &mut Scene, value: f64, stroke: Stroke| {
        scene.line(at(scale.at(value), area.top), at(scale.at(value), area.bottom), stroke);
    };
    if !panel.reference.is_empty() {
        upright(scene, 0.0, Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed });
    }
    if let Some(base) = panel.rows.first().and_then(|row| row.at_base) {
        upright(scene, base, Stroke::solid(INK, 1.4));
    }
    for (place, row) in panel.rows.iter().enumerate() {
        words(scene, row, (area, area.top + ROW * (place as f64 + 0.5)), &scale);
    }
}

/// The ends of a bar that have a value: value, word and opacity.
fn ends(row: &TornadoRow) -> Vec<(f64, &str, f64)> {
    let ends = [(row.at_low, &row.low, 0.45), (row.at_high, &row.high, 1.0)];
    ends.into_iter().filter_map(|(value, label, alpha)| Some((value?, label.as_str(), alpha))).collect()
}

fn bar(scene: &mut Scene, row: &TornadoRow, y: f64, scale: &Scale, paint: Paint) {
    let base = row.at_base.unwrap_or(0.0);
    for (value, _, alpha) in ends(row) {
        let (from, to) = (scale.at(base.min(value)), scale.at(base.max(value)));
        scene.fill(Area { left: from, top: y - BAR, right: to, bottom: y + BAR }, paint.with_alpha(alpha));
    }
}

/// The axis at the left, its values beside the bar, the swing at the right.
fn words(scene: &mut Scene, row: &TornadoRow, (area, y): (Area, f64), scale: &Scale) {
    scene.text(
        at(area.left - 8.0, y + 4.0),
        Anchor::End,
        LABEL,
        text::fit_middle(&row.axis, area.left - 32.0, LABEL.size, LABEL.weight),
    );
    let base = row.at_base.unwrap_or(0.0);
    let known = ends(row);
    let high_is_right = row.at_high >= row.at_low;
    for (place, (value, label, _)) in known.iter().enumerate() {
        let words = text::fit(label, END - 10.0, LABEL.size, LABEL.weight);
        // Both may lie on one side of the base: the outer one stands outside, the inner one opposite.
        if (place == 1) == high_is_right {
            let x = known.iter().map(|(value, ..)| scale.at(*value)).fold(scale.at(base), f64::max);
            beside(scene, at(x + 6.0, y), Anchor::Start, words);
        } else {
            let x = known.iter().map(|(value, ..)| scale.at(*value)).fold(scale.at(base.min(*value)), f64::min);
            beside(scene, at(x - 6.0, y), Anchor::End, words);
        }
    }
    let figures = text::fit(&swing(row), FIGURES - 8.0, NAME.size, NAME.weight);
    scene.text(at(area.right + 14.0, y + 4.0), Anchor::Start, colored(NAME, INK), figures);
}

/// A word on its own ground, so that the line of 0 does not run through it.
fn beside(scene: &mut Scene, end: Point, anchor: Anchor, words: String) {
    let wide = text::width(&words, LABEL.size, LABEL.weight);
    let left = if anchor == Anchor::Start { end.x } else { end.x - wide };
    let ground = Area { left: left - 2.0, top: end.y - BAR, right: left + wide + 2.0, bottom: end.y + BAR };
    scene.fill(ground, palette::PAPER);
    scene.text(at(end.x, end.y + 4.0), anchor, LABEL, words);
}

fn swing(row: &TornadoRow) -> String {
    let Some(value) = row.swing else { return "–".into() };
    if value == 0.0 {
        return "0".into();
    }
    let half = row.ci_low.zip(row.ci_high).map(|(low, high)| (high - low) / 2.0);
    let decimals = numbers::decimals(value, row.se);
    let sign = if value > 0.0 { "+" } else { "" };
    let half = half.map_or(String::new(), |half| format!(" ± {}", numbers::grouped(half, decimals)));
    format!("{sign}{}{half}", numbers::grouped(value, decimals))
}

fn in_words(row: &TornadoRow) -> String {
    format!("{} from {} to {}: {} {}", row.axis, row.low, row.high, swing(row), row.unit)
}
