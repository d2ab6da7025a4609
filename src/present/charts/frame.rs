//! What all charts share: title, subtitle, footer, grid and axes.

use super::axis::{AxisRange, AxisTicks, Scale};
use super::palette::{AXIS, GRID, INK, MUTED, PAPER};
use super::scene::{Anchor, Area, Paint, Scene, Shape, Stroke, Type, at};
use super::text::{self, Weight};
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;
use crate::results::outside::clean;

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

/// Height of the picture: given, or of what is drawn between the subtitle and the footer.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    Whole(f64),
    Body(f64),
}

/// Height of the footer, pixels.
pub const FOOT: f64 = 28.0;

/// A chart of a run begun: white ground, title, subtitle, footer. Gives the picture and the y below the subtitle.
pub fn begin(look: &SummaryIndex, size: Size, title: &str, subtitle: &str) -> (Scene, f64) {
    begin_with(&footer(look), size, title, subtitle)
}

/// A chart begun, with this footer.
pub fn begin_with(footer: &str, size: Size, title: &str, subtitle: &str) -> (Scene, f64) {
    let mut scene = Scene::new(WIDTH, 0.0);
    scene.fill(Area { left: 0.0, top: 0.0, right: WIDTH, bottom: 0.0 }, PAPER);
    let most = WIDTH - 2.0 * MARGIN;
    let mut y = 32.0;
    let heading = Type { size: 18.0, weight: Weight::Bold, paint: INK };
    for line in text::wrap(title, most, 2, (heading.size, heading.weight)) {
        scene.text(at(MARGIN, y), Anchor::Start, heading, line);
        y += 23.0;
    }
    let small = Type { size: 12.0, weight: Weight::Regular, paint: MUTED };
    for line in text::wrap(subtitle, most, 3, (small.size, small.weight)) {
        scene.text(at(MARGIN, y), Anchor::Start, small, line);
        y += 17.0;
    }
    let height = match size {
        Size::Whole(height) => height,
        Size::Body(body) => libm::ceil(y + body + FOOT),
    };
    scene.height = height;
    scene.shapes[0] = Shape::Box { area: Area { left: 0.0, top: 0.0, right: WIDTH, bottom: height }, paint: PAPER };
    let foot = Type { size: 10.0, weight: Weight::Regular, paint: MUTED };
    let words = text::fit(footer, most, foot.size, foot.weight);
    scene.text(at(MARGIN, height - 11.0), Anchor::Start, foot, words);
    (scene, y)
}

/// Provenance: scenario, replications, window, seed, version.
fn footer(look: &SummaryIndex) -> String {
    let info = &look.tables.info;
    format!("{} · {} · {} · pushpull {}", info.scenario, info.counted_replications(), info.setting(), info.version)
}

/// `30 replications, 95 % confidence`.
pub fn sample(look: &SummaryIndex) -> String {
    let info = &look.tables.info;
    format!("{}, {} confidence", info.counted_replications(), numbers::percent(info.confidence))
}

/// A horizontal grid with labels on the left, and the axis' title above them. Gives the scale.
pub fn vertical_axis(scene: &mut Scene, area: Area, ticks: &AxisTicks, title: &str) -> Scale {
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
pub fn horizontal_axis(scene: &mut Scene, area: Area, range: AxisRange, title: &str) -> Scale {
    let scale = Scale { from: range.low, to: range.high, start: area.left, end: area.right };
    let labels = |wanted: usize| -> Vec<(f64, String)> {
        let ticks = range.ticks(wanted);
        ticks.values().into_iter().map(|value| (scale.at(value), ticks.label(value))).collect()
    };
    let apart = |labels: &Vec<(f64, String)>| {
        let half = |words: &str| text::width(words, LABEL.size, LABEL.weight) / 2.0 + 4.0;
        labels.windows(2).all(|pair| pair[1].0 - pair[0].0 >= half(&pair[0].1) + half(&pair[1].1))
    };
    let fitting = (2..=7).rev().map(labels).find(apart).unwrap_or_else(|| labels(1));
    horizontal_ticks(scene, area, &fitting, title);
    scale
}

/// A line below the plot with labels at places (in pixels) and a title.
pub fn horizontal_ticks(scene: &mut Scene, area: Area, ticks: &[(f64, String)], title: &str) {
    for (x, words) in ticks {
        scene.line(at(*x, area.bottom), at(*x, area.bottom + 4.0), Stroke::solid(AXIS, 1.0));
        // The outermost labels stay inside the picture.
        let half = text::width(words, LABEL.size, LABEL.weight) / 2.0;
        let middle = x.min(WIDTH - 2.0 - half);
        scene.text(at(middle, area.bottom + 18.0), Anchor::Middle, LABEL, words.as_str());
    }
    scene.line(at(area.left, area.bottom), at(area.right, area.bottom), Stroke::solid(AXIS, 1.0));
    scene.text(at((area.left + area.right) / 2.0, area.bottom + 37.0), Anchor::Middle, LABEL, title);
}

/// Pixels that the widest of the names takes, at most `most`.
pub fn names_width<'a>(names: impl IntoIterator<Item = &'a str>, most: f64) -> f64 {
    let width = |name: &str| text::width(&clean(name), NAME.size, NAME.weight);
    names.into_iter().map(width).fold(0.0, f64::max).min(most)
}

/// A name cut to a width in the middle, so that names that differ at their ends stay apart.
pub fn name(name: &str, most: f64) -> String {
    text::fit_middle(name, most, NAME.size, NAME.weight)
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
