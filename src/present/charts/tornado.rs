//! The tornado of a sweep: what each axis does on its own, the widest swing on top.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::axis_values::label;
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, INK, styles};
use super::scene::{Anchor, Area, Dash, Paint, Position, Scene, Stroke, at};
use super::text;
use crate::present::numbers;
use crate::present::summary_index::{self, SummaryIndex};
use crate::results::{AxisValue, Sweep, TornadoRow};

const ROW: f64 = 30.0;
const BAR: f64 = 9.0;
/// Below a panel: its axis and the heading of the next.
const BETWEEN: f64 = 74.0;
/// Axes and panels shown, at most.
const ROWS: usize = 12;
const PANELS: usize = 5;
/// Pixels for the labels at an end of a bar, at least and at most, and for the swing in figures.
const END: (f64, f64) = (40.0, 160.0);
/// Between a bar and its words, and behind them.
const AIR: f64 = 12.0;
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
        own.map_or(NEUTRAL, |place| styles(strategies)[place].paint)
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
pub fn chart(look: &SummaryIndex, sweep: &Sweep) -> Option<Chart> {
    let in_words = |row: &TornadoRow| TornadoRow { axis: sweep.info.axis_label(&row.axis), ..row.clone() };
    let rows: Vec<TornadoRow> = sweep.tornado.iter().map(in_words).collect();
    let panels = panels(&rows, |row| (&row.strategy, &row.reference));
    let first = *panels.first()?.rows.first()?;
    let what = summary_index::label(&first.measure, &sweep.info.time_unit);
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
    let description = panels[0].rows.iter().map(|row| described(row)).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "tornado", title, description, scene })
}

fn draw(scene: &mut Scene, panel: &Panel<TornadoRow>, area: Area, paint: Paint) {
    let values = panel.rows.iter().flat_map(|row| [row.at_low, row.at_base, row.at_high]).flatten();
    let range = AxisRange::of(values);
    let range = if panel.reference.is_empty() { range } else { range.with_zero() };
    let sides: Vec<[String; 2]> = panel.rows.iter().map(|row| sides(row)).collect();
    let inner = inner(panel, &sides, area, range);
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
    for ((place, row), sides) in panel.rows.iter().enumerate().zip(&sides) {
        let y = area.top + ROW * (place as f64 + 0.5);
        names(scene, row, (area, y));
        beside_bar(scene, row, sides, (&scale, area, y));
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

/// What stands left and right of a bar: the axis' value at each end, on the side of the base where its bar is. Where both
/// are on one side, the outer one is the outer word.
fn sides(row: &TornadoRow) -> [String; 2] {
    let base = row.at_base.unwrap_or(0.0);
    let mut ends: Vec<(f64, String)> =
        ends(row).into_iter().map(|(value, words, _)| (value, label(&AxisValue::read(words)))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let is_left = |(place, value): (usize, f64)| value < base || (value == base && place == 0 && ends.len() == 2);
    let left = ends.iter().enumerate().filter(|(place, end)| is_left((*place, end.0))).count();
    let joined = |ends: &[(f64, String)]| ends.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", ");
    [joined(&ends[..left]), joined(&ends[left..])]
}

/// The axis at the left, the swing at the right.
fn names(scene: &mut Scene, row: &TornadoRow, (area, y): (Area, f64)) {
    scene.text(
        at(area.left - 8.0, y + 4.0),
        Anchor::End,
        LABEL,
        text::fit_middle(&row.axis, area.left - 32.0, LABEL.size, LABEL.weight),
    );
    let figures = text::fit(&swing(row), FIGURES - 8.0, NAME.size, NAME.weight);
    scene.text(at(area.right + 14.0, y + 4.0), Anchor::Start, colored(NAME, INK), figures);
}

/// The bars' part of a panel: beside it there is room for the words at the ends of the bars, as long as it stays wide enough.
fn inner(panel: &Panel<TornadoRow>, sides: &[[String; 2]], area: Area, range: AxisRange) -> Area {
    let mut inner = Area { left: area.left + END.0, right: area.right - END.0, ..area };
    let wide = |words: &String| if words.is_empty() { 0.0 } else { text::width(words, LABEL.size, LABEL.weight) + AIR };
    // What is given at one side moves the bars of the other: a few rounds come near enough.
    for _ in 0..6 {
        let scale = Scale { from: range.low, to: range.high, start: inner.left, end: inner.right };
        let (mut left, mut right) = (0.0f64, 0.0f64);
        for (row, words) in panel.rows.iter().zip(sides) {
            let (first, last) = reach(row, &scale);
            left = left.max(wide(&words[0]) - (first - area.left));
            right = right.max(wide(&words[1]) - (area.right - last));
        }
        inner.left = (inner.left + left).min(area.left + END.1);
        inner.right = (inner.right - right).max(area.right - END.1);
    }
    inner
}

/// How far the bars of a row go to the left and to the right.
fn reach(row: &TornadoRow, scale: &Scale) -> (f64, f64) {
    let places = ends(row).into_iter().map(|(value, ..)| value).chain([row.at_base.unwrap_or(0.0)]);
    places
        .map(|value| scale.at(value))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), x| (first.min(x), last.max(x)))
}

/// The values of the axis beside the bar.
fn beside_bar(scene: &mut Scene, row: &TornadoRow, sides: &[String; 2], (scale, area, y): (&Scale, Area, f64)) {
    let (first, last) = reach(row, scale);
    let places = [(first - 6.0, Anchor::End, first - area.left), (last + 6.0, Anchor::Start, area.right - last)];
    for (words, (end, anchor, room)) in sides.iter().zip(places) {
        if !words.is_empty() {
            beside(scene, at(end, y), anchor, text::fit_middle(words, room - 8.0, LABEL.size, LABEL.weight));
        }
    }
}

/// A word on its own ground, so that the line of 0 does not run through it.
fn beside(scene: &mut Scene, end: Position, anchor: Anchor, words: String) {
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

fn described(row: &TornadoRow) -> String {
    format!("{} from {} to {}: {} {}", row.axis, row.low, row.high, swing(row), row.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_on_the_side_of_their_bars() {
        let row = |low: f64, base: f64, high: f64| TornadoRow {
            low: "10".into(),
            high: "{ gamma = { mean = 2, cv = 0.5 } }".into(),
            at_low: Some(low),
            at_base: Some(base),
            at_high: Some(high),
            ..TornadoRow::default()
        };
        let law = "gamma mean 2, cv 0.5";
        assert_eq!(sides(&row(-1.0, 0.0, 2.0)), ["10", law]);
        assert_eq!(sides(&row(3.0, 0.0, -2.0)), [law, "10"]);
        // Both on one side: the outer one outside.
        assert_eq!(sides(&row(5.0, 0.0, 2.0)), ["".into(), format!("{law}, 10")]);
        assert_eq!(sides(&row(-5.0, 0.0, -2.0)), [format!("10, {law}"), "".into()]);
        // Where nothing moves, one at each side.
        assert_eq!(sides(&row(0.0, 0.0, 0.0)), ["10", law]);
    }
}
