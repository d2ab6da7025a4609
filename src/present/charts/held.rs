//! What to hold: per item what holding it saves and costs, and the difference with its interval.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, Style};
use super::palette::{AXIS, GRID, INK, MUTED, Marker};
use super::scene::{Anchor, Area, Dash, Paint, Scene, Stroke, at};
use super::text;
use crate::present::summary_index::SummaryIndex;
use crate::results::{Decoupling, HeldRow};

/// Height of an item, pixels.
const ROW: f64 = 34.0;
/// Items shown, at most.
const MOST: usize = 30;
/// What holding saves, and what it costs.
const SAVES: Paint = Paint::solid(0x44_aa_99);
const COSTS: Paint = Paint::solid(0x6a_5a_b4);

/// The chart; none without items.
pub fn chart(look: &SummaryIndex, found: &Decoupling) -> Option<Chart> {
    let rows: Vec<&HeldRow> = found.items.iter().take(MOST).collect();
    let first = rows.first()?;
    let all = match found.items.len() {
        many if many > MOST => format!("; the first {MOST} of {many} items"),
        _ => String::new(),
    };
    let subtitle = format!(
        "Per item, upper bar: what holding it saves; lower bar: what it costs; diamond: the difference, {}; bold: held \
         ({}){all}",
        frame::sample(look),
        first.unit
    );
    let body = 24.0 + rows.len() as f64 * ROW + 50.0;
    let title = &found.info.verdict.headline;
    let (mut scene, y) = frame::begin(look, Size::Body(body), title, &subtitle);
    let widest = rows.iter().map(|row| text::width(&row.item, NAME.size, NAME.weight)).fold(40.0, f64::max).min(240.0);
    let area =
        Area { left: 34.0 + widest, top: y + 24.0, right: WIDTH - 30.0, bottom: y + 24.0 + rows.len() as f64 * ROW };
    let values = rows.iter().flat_map(|row| [row.saves, row.costs, row.net, row.net_low, row.net_high]).flatten();
    let ticks = AxisRange::of(values).with_zero().ticks(6);
    let outer = ticks.outer();
    let scale = Scale { from: outer.low, to: outer.high, start: area.left, end: area.right };
    for value in ticks.outer_values() {
        let paint = if value == 0.0 { AXIS } else { GRID };
        scene.line(at(scale.at(value), area.top), at(scale.at(value), area.bottom), Stroke::solid(paint, 1.0));
    }
    for (place, row) in rows.iter().enumerate() {
        item(&mut scene, row, (area.left, area.top + place as f64 * ROW), &scale, widest);
    }
    let labels: Vec<(f64, String)> =
        ticks.outer_values().into_iter().map(|value| (scale.at(value), ticks.label(value))).collect();
    frame::horizontal_ticks(&mut scene, area, &labels, &first.unit);
    let description = found.info.verdict.sentences.join(" ");
    Some(Chart { name: "decoupling", title: title.clone(), description, scene })
}

fn item(scene: &mut Scene, row: &HeldRow, (left, top): (f64, f64), scale: &Scale, widest: f64) {
    let middle = top + ROW / 2.0;
    let (style, paint) = if row.held == "yes" { (NAME, INK) } else { (LABEL, MUTED) };
    let name = text::fit_middle(&row.item, widest, style.size, style.weight);
    scene.text(at(left - 8.0, middle + 4.0), Anchor::End, colored(style, paint), name);
    let zero = scale.at(0.0);
    let mut bar = |value: Option<f64>, top: f64, paint: Paint| {
        let Some(end) = value.map(|value| scale.at(value)) else { return };
        scene.fill(Area { left: zero.min(end), top, right: zero.max(end), bottom: top + 9.0 }, paint);
    };
    bar(row.saves, middle - 11.0, SAVES);
    bar(row.costs, middle + 1.0, COSTS);
    let Some(net) = row.net else { return };
    if let (Some(low), Some(high)) = (row.net_low, row.net_high) {
        scene.line(at(scale.at(low), middle), at(scale.at(high), middle), Stroke::solid(INK, 1.4));
    }
    let diamond = Style { paint: INK, ink: INK, dash: Dash::Solid, mark: Marker::Diamond };
    palette::mark(scene, &diamond, at(scale.at(net), middle), 3.8);
}
