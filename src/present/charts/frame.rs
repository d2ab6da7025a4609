//! What all charts share: title, subtitle, footer, grid and axes.

use super::axis::{Range, Scale, Ticks};
use super::palette::{AXIS, GRID, INK, MUTED, PAPER};
use super::scene::{Anchor, Area, Paint, Scene, Stroke, Type, Weight, at};
use super::text;
use crate::present::look::Look;
use crate::present::numbers;

/// Size of a chart, pixels.
pub const WIDTH: f64 = 820.0;
pub const HEIGHT: f64 = 480.0;
const MARGIN: f64 = 20.0;

/// Text of axes and labels.
pub const LABEL: Type = Type { size: 11.5, weight: Weight::Regular, paint: MUTED };
/// Names in the picture.
pub const NAME: Type = Type { size: 12.0, weight: Weight::Bold, paint: INK };

/// A type in another colour.
pub fn colored(style: Type, paint: Paint) -> Type {
    Type { paint, ..style }
}

/// A chart begun: white ground, title, subtitle, footer. Gives the picture and the y below the subtitle.
pub fn begin(look: &Look, height: f64, title: &str, subtitle: &str) -> (Scene, f64) {
    let mut scene = Scene::new(WIDTH, height);
    scene.fill(Area { left: 0.0, top: 0.0, right: WIDTH, bottom: height }, PAPER);
    let most = WIDTH - 2.0 * MARGIN;
    let mut y = 32.0;
    let heading = Type { size: 18.0, weight: Weight::Bold, paint: INK };
    for line in text::wrap(title, most, 2, (heading.size, heading.weight)) {
        scene.text(at(MARGIN, y), Anchor::Start, heading, line);
        y += 23.0;
    }
    let small = Type { size: 12.0, weight: Weight::Regular, paint: MUTED };
    for line in text::wrap(subtitle, most, 2, (small.size, small.weight)) {
        scene.text(at(MARGIN, y), Anchor::Start, small, line);
        y += 17.0;
    }
    let foot = Type { size: 10.0, weight: Weight::Regular, paint: MUTED };
    let words = text::fit(&footer(look), most, foot.size, foot.weight);
    scene.text(at(MARGIN, height - 11.0), Anchor::Start, foot, words);
    (scene, y)
}

/// Provenance: scenario, replications, window, seed, version.
fn footer(look: &Look) -> String {
    let info = &look.tables.info;
    format!(
        "{} · {} · warm-up {}, measured {} · seed {} · pushpull {}",
        info.scenario,
        numbers::counted(u64::from(info.replications), "replication"),
        numbers::plain(info.warm_up),
        numbers::time(info.horizon, &info.time_unit),
        info.seed,
        info.version
    )
}

/// `30 replications, 95 % confidence`.
pub fn sample(look: &Look) -> String {
    let info = &look.tables.info;
    format!(
        "{}, {} confidence",
        numbers::counted(u64::from(info.replications), "replication"),
        numbers::percent(info.confidence)
    )
}

/// A horizontal grid with labels on the left, and the axis' title above them. Gives the scale.
pub fn vertical_axis(scene: &mut Scene, area: Area, ticks: &Ticks, title: &str) -> Scale {
    let range = ticks.outer();
    let scale = Scale { from: range.low, to: range.high, start: area.bottom, end: area.top };
    for value in ticks.outer_values() {
        let y = scale.at(value);
        let paint = if value == 0.0 { AXIS } else { GRID };
        scene.line(at(area.left, y), at(area.right, y), Stroke::solid(paint, 1.0));
        scene.text(at(area.left - 8.0, y + 4.0), Anchor::End, LABEL, ticks.label(value));
    }
    scene.text(at(MARGIN, area.top - 14.0), Anchor::Start, LABEL, title);
    scale
}

/// Labels and a title below the plot. Gives the scale.
pub fn horizontal_axis(scene: &mut Scene, area: Area, range: Range, title: &str) -> Scale {
    let scale = Scale { from: range.low, to: range.high, start: area.left, end: area.right };
    let ticks = range.ticks(7);
    for value in ticks.values() {
        let x = scale.at(value);
        scene.line(at(x, area.bottom), at(x, area.bottom + 4.0), Stroke::solid(AXIS, 1.0));
        scene.text(at(x, area.bottom + 18.0), Anchor::Middle, LABEL, ticks.label(value));
    }
    scene.line(at(area.left, area.bottom), at(area.right, area.bottom), Stroke::solid(AXIS, 1.0));
    scene.text(at((area.left + area.right) / 2.0, area.bottom + 37.0), Anchor::Middle, LABEL, title);
    scale
}

/// Pushes labels apart that would overlap: gives a y for each, in the same order, at least `gap` apart, within bounds.
pub fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places = wanted.to_vec();
    let mut last = f64::NEG_INFINITY;
    for place in &order {
        places[*place] = wanted[*place].max(last + gap).max(top);
        last = places[*place];
    }
    let mut next = f64::INFINITY;
    for place in order.iter().rev() {
        places[*place] = places[*place].min(next - gap).min(bottom);
        next = places[*place];
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_pushed_apart() {
        let places = spread(&[10.0, 11.0, 50.0, 10.5], 14.0, 0.0, 60.0);
        let mut sorted = places.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 14.0 - 1e-9), "{places:?}");
    }
}
