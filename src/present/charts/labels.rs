//! Labels beside points: each at the first place near its point where it covers nothing.

use super::scene::{Anchor, Area, Position, Stroke, Text, Type, at};
use super::{palette, scene::Scene};

/// What is taken in a plot, and where labels may stand.
pub struct Placer {
    bounds: Area,
    taken: Vec<Area>,
    /// Labels set already: worse to cover than anything else.
    texts: Vec<Area>,
}

/// Distances from the point at which places are tried, in pixels.
const REACHES: [f64; 5] = [10.0, 18.0, 30.0, 46.0, 66.0];
/// A label farther away than this gets a thin line to its point.
const FAR: f64 = 24.0;
/// What a line through another label counts, in pixels covered; and points of a line that are looked at.
const CROSSED: f64 = 300.0;
const STEPS: u32 = 24;
/// Space kept around a label.
const AIR: f64 = 1.5;

impl Placer {
    pub fn new(bounds: Area) -> Placer {
        Placer { bounds, taken: Vec::new(), texts: Vec::new() }
    }

    /// Keeps labels off an area.
    pub fn block(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Keeps labels off a straight line, level or upright.
    pub fn block_line(&mut self, from: Position, to: Position) {
        self.block(Area {
            left: from.x.min(to.x) - 1.5,
            top: from.y.min(to.y) - 1.5,
            right: from.x.max(to.x) + 1.5,
            bottom: from.y.max(to.y) + 1.5,
        });
    }

    /// Sets the words near a point, at the place that covers least, nearest first.
    pub fn set(&mut self, scene: &mut Scene, near: Position, style: Type, words: &str) {
        let (text, reach) = self.best(near, style, words);
        self.put(scene, near, text, reach);
    }

    /// Sets the words near a point unless they would cover others.
    pub fn set_if_free(&mut self, scene: &mut Scene, near: Position, style: Type, words: &str) {
        let (text, reach) = self.best(near, style, words);
        if self.texts.iter().all(|other| !other.overlaps(&text.area())) {
            self.put(scene, near, text, reach);
        }
    }

    fn best(&self, near: Position, style: Type, words: &str) -> (Text, f64) {
        let label = |(point, anchor): (Position, Anchor)| Text { point, anchor, style, text: words.into() };
        let mut best = (label((near, Anchor::Middle)), 0.0, f64::INFINITY);
        for reach in REACHES {
            for place in around(near, reach, style.size) {
                let text = label(place);
                let area = text.area();
                let line = leader(near, &area, reach);
                let crossed = line.map_or(0, |line| self.texts.iter().filter(|text| crosses(line, text)).count());
                let covered = self.covered(&area) + CROSSED * crossed as f64;
                if covered < best.2 {
                    best = (text, reach, covered);
                }
            }
        }
        (best.0, best.1)
    }

    fn put(&mut self, scene: &mut Scene, near: Position, text: Text, reach: f64) {
        let area = text.area();
        if let Some((from, to)) = leader(near, &area, reach) {
            scene.line(from, to, Stroke::solid(palette::AXIS, 0.8));
        }
        self.texts.push(area);
        // Thin lines that cannot be avoided, such as whiskers, end at the words.
        scene.fill(area, palette::PAPER.with_alpha(0.8));
        scene.text(text.point, text.anchor, text.style, text.text);
    }

    /// Pixels of an area that are taken or out of bounds.
    fn covered(&self, area: &Area) -> f64 {
        let own =
            Area { left: area.left - AIR, top: area.top - AIR, right: area.right + AIR, bottom: area.bottom + AIR };
        let shared = |other: &Area| {
            let width = own.right.min(other.right) - own.left.max(other.left);
            let height = own.bottom.min(other.bottom) - own.top.max(other.top);
            if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
        };
        let outside = own.width() * own.height() - shared(&self.bounds);
        let texts: f64 = self.texts.iter().map(shared).sum();
        self.taken.iter().map(shared).sum::<f64>() + 4.0 * outside + 50.0 * texts
    }
}

/// The thin line from a label that far away to its point.
fn leader(near: Position, area: &Area, reach: f64) -> Option<(Position, Position)> {
    let nearest = at(near.x.clamp(area.left, area.right), near.y.clamp(area.top, area.bottom));
    (reach > FAR).then_some((nearest, near))
}

/// Whether a short line runs through an area.
fn crosses((from, to): (Position, Position), area: &Area) -> bool {
    (0..=STEPS).any(|step| {
        let share = f64::from(step) / f64::from(STEPS);
        let (x, y) = (from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
        (area.left..=area.right).contains(&x) && (area.top..=area.bottom).contains(&y)
    })
}

/// Places around a point: right, left, above, below, then the corners.
fn around(near: Position, reach: f64, size: f64) -> [(Position, Anchor); 8] {
    let (level, up, down) = (near.y + 0.35 * size, near.y - reach, near.y + reach + 0.7 * size);
    [
        (at(near.x + reach, level), Anchor::Start),
        (at(near.x - reach, level), Anchor::End),
        (at(near.x, up), Anchor::Middle),
        (at(near.x, down), Anchor::Middle),
        (at(near.x + 0.6 * reach, up + 2.0), Anchor::Start),
        (at(near.x - 0.6 * reach, up + 2.0), Anchor::End),
        (at(near.x + 0.6 * reach, down - 2.0), Anchor::Start),
        (at(near.x - 0.6 * reach, down - 2.0), Anchor::End),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::frame::NAME;
    use super::super::scene::Shape;
    use super::*;

    /// Two points at one place in a corner of lines: the line to the second label does not run through the first.
    #[test]
    fn a_line_to_a_label_runs_through_no_other() {
        let bounds = Area { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };
        let (mut placer, mut scene) = (Placer::new(bounds), Scene::new(300.0, 200.0));
        let point = at(120.0, 120.0);
        placer.block(Area { left: 114.0, top: 114.0, right: 126.0, bottom: 126.0 });
        placer.block(Area { left: 95.0, top: 118.0, right: 145.0, bottom: 122.0 });
        placer.block_line(at(85.0, 0.0), at(85.0, 200.0));
        placer.block(Area { left: 126.0, top: 60.0, right: 200.0, bottom: 105.0 });
        for name in ["ATO", "MTS_with_parts", "MTO"] {
            placer.set(&mut scene, point, NAME, name);
        }
        let areas: Vec<Area> = scene.texts().map(Text::area).collect();
        let lines = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Path { points, .. } => Some((points[0], points[1])),
            _ => None,
        });
        let lines: Vec<(Position, Position)> = lines.collect();
        assert!(!lines.is_empty(), "no label is far away");
        for (place, area) in areas.iter().enumerate() {
            assert!(areas[..place].iter().all(|other| !area.overlaps(other)), "{areas:?}");
            let through = |line: &(Position, Position)| {
                crosses(
                    *line,
                    &Area {
                        top: area.top + 1.0,
                        bottom: area.bottom - 1.0,
                        left: area.left + 1.0,
                        right: area.right - 1.0,
                    },
                )
            };
            assert!(!lines.iter().any(through), "{areas:?} {lines:?}");
        }
    }

    #[test]
    fn labels_cover_neither_each_other_nor_lines() {
        let bounds = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };
        let (mut placer, mut scene) = (Placer::new(bounds), Scene::new(400.0, 300.0));
        placer.block_line(at(340.0, 0.0), at(340.0, 300.0));
        let points = [at(350.0, 200.0), at(356.0, 212.0), at(358.0, 216.0), at(20.0, 10.0)];
        for point in points {
            placer.block(Area { left: point.x - 6.0, top: point.y - 6.0, right: point.x + 6.0, bottom: point.y + 6.0 });
        }
        let line = Area { left: 339.0, top: 0.0, right: 341.0, bottom: 300.0 };
        for (point, name) in points.into_iter().zip(["MTS", "MTS_with_parts", "ATO", "MTO"]) {
            placer.set(&mut scene, point, NAME, name);
        }
        let areas: Vec<Area> = scene.texts().map(Text::area).collect();
        for (place, area) in areas.iter().enumerate() {
            assert!(!area.overlaps(&line), "{area:?} crosses the line");
            assert!(areas[..place].iter().all(|other| !area.overlaps(other)), "{areas:?}");
            assert!(area.left >= 0.0 && area.right <= 400.0 && area.top >= 0.0, "{area:?}");
        }
    }
}
