//! Service by class of customers: a line of marks with their intervals for each class, one for each strategy.

use super::Chart;
use super::frame::{self, NAME, Size, WIDTH, colored};
use super::palette::{self, styles};
use super::scene::{Anchor, Area, Dash, Scene, Stroke, at};
use super::service::measure;
use super::service_axis::{ServiceAxis, ends};
use crate::measures::{Better, Column, EntityKind};
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::{self, SummaryIndex};

/// Height of a row and of the head of a class, pixels.
const ROW: f64 = 20.0;
const HEAD: f64 = 30.0;
/// Widest name, pixels.
const WIDEST: f64 = 200.0;
/// Classes shown at most.
const CLASSES: usize = 12;
/// Radius of a mark, pixels.
const RADIUS: f64 = 5.0;

/// A class under a strategy.
struct Served<'a> {
    class: &'a str,
    /// Place of the strategy.
    strategy: usize,
    service: Measured<'a>,
}

/// The chart; none where there are fewer than two classes.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let id = measure(look)?;
    let names = look.strategies();
    let classes = look.entities(EntityKind::Class);
    let shown = &classes[..classes.len().min(CLASSES)];
    let mut served = Vec::new();
    for class in shown {
        for (strategy, name) in names.iter().enumerate() {
            let value = look.of(name, EntityKind::Class, class, id);
            served.extend(value.map(|service| Served { class, strategy, service }));
        }
    }
    let unit = served.first()?.service.unit;
    if shown.len() < 2 {
        return None;
    }
    let info = &look.tables.info;
    let words = summary_index::label(id, &info.time_unit);
    let target = info.target_of_system(id);
    let axis = ServiceAxis::of(served.iter().map(|one| &one.service), target);
    let title = title(look, &served, id);
    let rest = match classes.len() - shown.len() {
        0 => String::new(),
        more => format!("; {more} more classes stand in summary.csv"),
    };
    let subtitle = format!("{words} by class of customers; lines: intervals, {}{rest}", frame::sample(look));
    let heights = shown.len() as f64 * (HEAD + names.len() as f64 * ROW);
    let (mut scene, y) = frame::begin(look, Size::Body(heights + 60.0), &title, &subtitle);
    let left = 46.0 + frame::names_width(names.iter().copied(), WIDEST);
    let area = Area { left, top: y + 8.0, right: WIDTH - 40.0, bottom: y + 8.0 + heights };
    let unit_words = if unit == info.time_unit { numbers::plural(unit) } else { numbers::unit_words(unit).into() };
    let x = axis.draw(&mut scene, area, &format!("{words} ({unit_words})"));
    if let Some(value) = target {
        let pen = Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed };
        scene.line(at(x(value), area.top), at(x(value), area.bottom), pen);
    }
    for (place, class) in shown.iter().enumerate() {
        let top = area.top + place as f64 * (HEAD + names.len() as f64 * ROW);
        scene.text(at(34.0, top + 19.0), Anchor::Start, NAME, frame::name(class, WIDTH / 2.0));
        rows(&mut scene, (top + HEAD, left), &names, served.iter().filter(|one| one.class == *class), &x);
    }
    let said = served
        .iter()
        .map(|one| format!("{} under {}: {}", one.class, names[one.strategy], one.service.shown().with_unit()));
    let description = format!("{words}; {}", said.collect::<Vec<_>>().join("; "));
    Some(Chart { name: "classes", title, description, scene })
}

/// The rows of a class, from this place down and to the left of it.
fn rows<'a>(
    scene: &mut Scene,
    (top, left): (f64, f64),
    names: &[&str],
    served: impl Iterator<Item = &'a Served<'a>>,
    x: &dyn Fn(f64) -> f64,
) {
    let styles = styles(names);
    for Served { strategy, service, .. } in served {
        let (own, y) = (&styles[*strategy], top + (*strategy as f64 + 0.5) * ROW);
        let name = frame::name(names[*strategy], WIDEST);
        scene.text(at(left - 12.0, y + 4.0), Anchor::End, colored(NAME, own.ink), name);
        let [low, high] = ends(service, service.unit == "share").map(x);
        scene.line(at(low, y), at(high, y), Stroke::solid(own.paint, 1.6));
        palette::mark(scene, own, at(x(service.mean), y), RADIUS);
    }
}

/// Where classes are served most differently.
fn title(look: &SummaryIndex, served: &[Served], id: &str) -> String {
    let names = look.strategies();
    let lower = Column::parse(id).is_some_and(|column| column.measure.definition().better == Better::Lower);
    let words = summary_index::label(id, &look.tables.info.time_unit).to_lowercase();
    let spread = |strategy: usize| -> Option<[&Served; 2]> {
        let own = || served.iter().filter(|one| one.strategy == strategy);
        let by = |a: &&Served, b: &&Served| a.service.mean.total_cmp(&b.service.mean);
        let (least, most) = (own().min_by(by)?, own().max_by(by)?);
        Some(if lower { [least, most] } else { [most, least] })
    };
    let gap = |pair: &[&Served; 2]| (pair[0].service.mean - pair[1].service.mean).abs();
    let widest = (0..names.len()).filter_map(spread).max_by(|a, b| gap(a).total_cmp(&gap(b)));
    match widest {
        Some([best, worst]) if best.service.shown().text() != worst.service.shown().text() => format!(
            "Under {} {} is served best and {} worst: {words} {} and {}",
            names[best.strategy],
            best.class,
            worst.class,
            numbers::with_plural_unit(&best.service.shown()),
            numbers::with_plural_unit(&worst.service.shown()),
        ),
        _ => format!("All classes are served alike: {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    #[test]
    fn every_class_has_a_mark_under_every_strategy() {
        let tables = fixture::with_classes(&["breakdown", "overhaul"]);
        let chart = chart(&SummaryIndex::new(&tables)).expect("a chart");
        for (name, times) in [("MTS", 2), ("ATO", 2), ("MTO", 2), ("breakdown", 1), ("overhaul", 1)] {
            assert_eq!(chart.scene.texts().filter(|text| text.text == name).count(), times, "{name}");
        }
        assert!(
            chart.title.starts_with("Under MTS breakdown is served best and overhaul worst: on-time rate"),
            "{}",
            chart.title
        );
        let alone = fixture::with_classes(&["breakdown"]);
        assert!(super::chart(&SummaryIndex::new(&alone)).is_none());
    }
}
