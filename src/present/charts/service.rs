//! Service beside cost: one point with its intervals per strategy.

use super::Chart;
use super::axis::Range;
use super::frame::{self, HEIGHT, NAME, WIDTH, colored};
use super::palette::{self, looks};
use super::scene::{Anchor, Area, Dash, Stroke, at};
use crate::present::look::{self, Look};
use crate::present::numbers::{self, Measured};

/// A strategy's point.
struct Point<'a> {
    strategy: &'a str,
    service: Measured<'a>,
    cost: Measured<'a>,
}

/// The service measure that is shown: the target's, else on time, else filled at once.
fn measure<'a>(look: &Look<'a>) -> Option<&'a str> {
    let asked = look.tables.info.target.as_ref().map(|target| target.measure.as_str());
    asked.into_iter().chain(["on_time_rate", "order_fill_rate"]).find(|measure| look.any(measure))
}

/// The chart; none when no strategy has a service and a cost.
pub fn chart(look: &Look) -> Option<Chart> {
    let id = measure(look)?;
    let point = |strategy| {
        Some(Point { strategy, service: look.system(strategy, id)?, cost: look.system(strategy, "cost_total")? })
    };
    let points: Vec<Point> = look.strategies().into_iter().filter_map(point).collect();
    let first = points.first()?;
    let info = &look.tables.info;
    let (words, unit) = (look::label(id, &info.time_unit), first.service.unit);
    let title = title(&points, &words);
    let subtitle = format!(
        "{words} beside total cost per strategy; crosses: intervals, {}; lower and further right is better",
        frame::sample(look)
    );
    let (mut scene, y) = frame::begin(look, HEIGHT, &title, &subtitle);
    let area = Area { left: 88.0, top: y + 40.0, right: WIDTH - 40.0, bottom: HEIGHT - 78.0 };
    let costs = points.iter().flat_map(|p| [p.cost.mean - half(&p.cost), p.cost.mean + half(&p.cost)]);
    let range = Range::of(costs).padded(0.12);
    let vertical =
        frame::vertical_axis(&mut scene, area, &range.ticks(5), &format!("Total cost ({})", first.cost.unit));
    let factor = numbers::scale(unit);
    let services = points.iter().flat_map(|p| [p.service.mean - half(&p.service), p.service.mean + half(&p.service)]);
    let target = info.target.as_ref().filter(|target| target.measure == id).map(|target| target.value);
    let spread = Range::of(services.chain(target).map(|value| value * factor)).padded(0.06);
    let spread =
        if unit == "share" { Range { low: spread.low.max(-3.0), high: spread.high.min(103.0) } } else { spread };
    let horizontal =
        frame::horizontal_axis(&mut scene, area, spread, &format!("{words} ({})", numbers::unit_words(unit)));
    if let Some(value) = target {
        let x = horizontal.at(value * factor);
        let pen = Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed };
        scene.line(at(x, area.top), at(x, area.bottom), pen);
        let anchor = if x > (area.left + area.right) / 2.0 { Anchor::End } else { Anchor::Start };
        let shift = if anchor == Anchor::End { -6.0 } else { 6.0 };
        scene.text(at(x + shift, area.top + 10.0), anchor, frame::LABEL, "target");
    }
    let looks = looks(&points.iter().map(|point| point.strategy).collect::<Vec<_>>());
    let wanted: Vec<f64> = points.iter().map(|point| vertical.at(point.cost.mean) - 10.0).collect();
    let labels = frame::spread(&wanted, 15.0, area.top + 6.0, area.bottom - 4.0);
    for ((point, own), label) in points.iter().zip(&looks).zip(labels) {
        let center = at(horizontal.at(point.service.mean * factor), vertical.at(point.cost.mean));
        let pen = Stroke::solid(own.paint, 1.6);
        let (wide, high) = (half(&point.service) * factor, half(&point.cost));
        scene.line(
            at(horizontal.at(point.service.mean * factor - wide), center.y),
            at(horizontal.at(point.service.mean * factor + wide), center.y),
            pen,
        );
        scene.line(
            at(center.x, vertical.at(point.cost.mean - high)),
            at(center.x, vertical.at(point.cost.mean + high)),
            pen,
        );
        palette::mark(&mut scene, own, center, 5.5);
        let right = center.x > (area.left + area.right) / 2.0;
        let (anchor, shift) = if right { (Anchor::End, -10.0) } else { (Anchor::Start, 10.0) };
        scene.text(at(center.x + shift, label), anchor, colored(NAME, own.ink), point.strategy);
    }
    let description = points
        .iter()
        .map(|p| {
            format!("{}: {words} {}, cost {}", p.strategy, p.service.shown().with_unit(), p.cost.shown().with_unit())
        })
        .collect::<Vec<_>>()
        .join("; ");
    Some(Chart { name: "service", title, description, scene })
}

fn half(measured: &Measured) -> f64 {
    measured.half().unwrap_or(0.0)
}

fn title(points: &[Point], words: &str) -> String {
    let best = points.iter().max_by(|a, b| a.service.mean.total_cmp(&b.service.mean));
    match best {
        Some(best) if points.len() > 1 => {
            format!("{} serves best: {} {}", best.strategy, words.to_lowercase(), best.service.shown().with_unit())
        }
        Some(best) => format!("{}: {} {}", best.strategy, words.to_lowercase(), best.service.shown().with_unit()),
        None => String::new(),
    }
}
