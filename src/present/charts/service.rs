//! Service beside cost: one point with its intervals per strategy.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, HEIGHT, NAME, Size, WIDTH, colored};
use super::labels::Placer;
use super::palette::{self, styles};
use super::scene::{Area, Dash, Scene, Stroke, at};
use super::service_axis::{ServiceAxis, ends};
use crate::measures::{Better, Column};
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::{self, SummaryIndex};

/// Radius of a mark, pixels.
const RADIUS: f64 = 5.5;
/// Widest name, pixels.
const WIDEST: f64 = 260.0;

/// A strategy's point.
struct Plotted<'a> {
    strategy: &'a str,
    service: Measured<'a>,
    cost: Measured<'a>,
}

/// The service measure that is shown: the target's, else on time, else filled at once; where some strategy can fill
/// nothing at once (it assembles), the response that 95 % of the orders keep to.
pub(super) fn measure<'a>(look: &SummaryIndex<'a>) -> Option<&'a str> {
    let asked = look.tables.info.targets.first().map(|target| target.measure.as_str());
    let fills = look.strategies().into_iter().all(|name| look.system_mean(name, "order_fill_rate") > 0.0);
    let filled = fills.then_some("order_fill_rate");
    let rest = ["response_p95", "response_mean", "order_fill_rate"];
    asked.into_iter().chain(["on_time_rate"]).chain(filled).chain(rest).find(|measure| look.any(measure))
}

/// The chart; none when no strategy has a service and a cost.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let id = measure(look)?;
    let point = |strategy| {
        Some(Plotted { strategy, service: look.system(strategy, id)?, cost: look.system(strategy, "cost_total")? })
    };
    let names = look.strategies();
    let points: Vec<Plotted> = names.iter().filter_map(|name| point(name)).collect();
    let first = points.first()?;
    let info = &look.tables.info;
    let (words, unit) = (summary_index::label(id, &info.time_unit), first.service.unit);
    let lower = Column::parse(id).is_some_and(|column| column.measure.definition().better == Better::Lower);
    let target = info.target_of_system(id);
    let axis = ServiceAxis::of(points.iter().map(|point| &point.service), target);
    let mut subtitle = format!(
        "{words} beside total cost; crosses: intervals, {}; lower and further {} is better",
        frame::sample(look),
        if lower { "left" } else { "right" }
    );
    if let ServiceAxis::Nines { .. } = axis {
        subtitle += "; the axis is stretched towards 100 %";
    }
    let missing: Vec<&str> = names.iter().filter(|name| points.iter().all(|p| p.strategy != **name)).copied().collect();
    if !missing.is_empty() {
        subtitle += &format!("; no value: {}", missing.join(", "));
    }
    let title = title(look, &points, id, lower);
    let (mut scene, y) = frame::begin(look, Size::Whole(HEIGHT), &title, &subtitle);
    let area = Area { left: 88.0, top: y + 40.0, right: WIDTH - 40.0, bottom: HEIGHT - 78.0 };
    let costs = AxisRange::of(points.iter().flat_map(|point| ends(&point.cost, false)));
    let padded = costs.padded(0.12);
    let costs = if costs.low >= 0.0 { AxisRange { low: padded.low.max(0.0), ..padded } } else { padded };
    let unit_words = if unit == info.time_unit { numbers::plural(unit) } else { numbers::unit_words(unit).into() };
    let cost_words = format!("Total cost ({})", first.cost.unit);
    let vertical = frame::vertical_axis(&mut scene, area, &costs.ticks(5), &cost_words);
    let x = axis.draw(&mut scene, area, &format!("{words} ({unit_words})"));
    let mut placer = Placer::new(Area { left: area.left + 2.0, top: area.top, right: area.right + 36.0, ..area });
    if let Some(value) = target {
        let place = x(value);
        let pen = Stroke { paint: palette::MUTED, width: 1.2, dash: Dash::Dashed };
        scene.line(at(place, area.top), at(place, area.bottom), pen);
        placer.block_line(at(place, area.top), at(place, area.bottom));
    }
    draw_points(&mut scene, &points, look, (&x, &|cost| vertical.at(cost)), &mut placer);
    if let Some(value) = target {
        let words = format!(
            "target {}{}",
            numbers::plain(value * numbers::scale(unit)),
            if unit == "share" { " %" } else { "" }
        );
        placer.set(&mut scene, at(x(value), area.top + 8.0), frame::LABEL, &words);
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

/// Crosses, marks and names of the points; `maps` give the pixels of a service and of a cost.
fn draw_points(scene: &mut Scene, points: &[Plotted], look: &SummaryIndex, maps: (Map, Map), placer: &mut Placer) {
    let (x, y) = maps;
    let names = look.strategies();
    let styles = styles(&names);
    let mut drawn = Vec::new();
    for point in points {
        let own = names.iter().position(|name| *name == point.strategy).map_or(styles[0], |place| styles[place]);
        let center = at(x(point.service.mean), y(point.cost.mean));
        let [left, right] = ends(&point.service, point.service.unit == "share").map(x);
        let [low, high] = ends(&point.cost, false).map(y);
        for (from, to) in [(at(left, center.y), at(right, center.y)), (at(center.x, low), at(center.x, high))] {
            scene.line(from, to, Stroke::solid(own.paint, 1.6));
            placer.block_line(from, to);
        }
        placer.block(Area {
            left: center.x - RADIUS,
            top: center.y - RADIUS,
            right: center.x + RADIUS,
            bottom: center.y + RADIUS,
        });
        drawn.push((center, own, point.strategy));
    }
    for (center, own, _) in &drawn {
        palette::mark(scene, own, *center, RADIUS);
    }
    for (center, own, name) in drawn {
        placer.set(scene, center, colored(NAME, own.ink), &frame::name(name, WIDEST));
    }
}

type Map<'a> = &'a dyn Fn(f64) -> f64;

fn title(look: &SummaryIndex, points: &[Plotted], id: &str, lower: bool) -> String {
    let by = |a: &&Plotted, b: &&Plotted| a.service.mean.total_cmp(&b.service.mean);
    let best = if lower { points.iter().min_by(by) } else { points.iter().max_by(by) };
    let Some(best) = best else { return String::new() };
    let value = numbers::with_plural_unit(&best.service.shown());
    let words = summary_index::label(id, &look.tables.info.time_unit).to_lowercase();
    if points.len() == 1 {
        return format!("{}: {words} {value}", best.strategy);
    }
    if points.iter().all(|point| point.service.mean == best.service.mean) {
        return format!("All strategies serve alike: {words} {value}");
    }
    format!("{}: {words} {value}", look.best_in_words(best.strategy, id, "serves best", "the best service"))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::super::scene::{Shape, Text};
    use super::*;

    fn point(service: f64, half: f64, unit: &str) -> Plotted<'_> {
        let measured = |mean: f64, half: f64, unit| Measured {
            mean,
            se: Some(half / 2.0),
            ci_low: Some(mean - half),
            ci_high: Some(mean + half),
            unit,
        };
        Plotted { strategy: "S", service: measured(service, half, unit), cost: measured(10.0, 1.0, "USD/day") }
    }

    #[test]
    fn shares_stay_between_0_and_1() {
        assert_eq!(ends(&point(0.999, 0.01, "share").service, true)[1], 1.0);
        assert_eq!(ends(&point(0.001, 0.01, "share").service, true)[0], 0.0);
        assert_eq!(ends(&point(0.5, 1.0, "day").service, false), [0.0, 1.5], "no response is negative");
        assert_eq!(ends(&point(-5.0, 1.0, "USD").service, false), [-6.0, -4.0]);
    }

    #[test]
    fn crosses_stay_in_the_plot() {
        let mut tables = fixture::custom_pcs();
        (tables.info.due, tables.info.targets) = (Vec::new(), Vec::new());
        tables.summary.retain(|row| row.measure != "on_time_rate");
        for row in tables.summary.iter_mut().filter(|row| row.measure == "response_p95") {
            (row.ci_low, row.ci_high) = (row.mean.map(|mean| mean - 10.0), row.mean.map(|mean| mean + 10.0));
        }
        let chart = chart(&SummaryIndex::new(&tables)).expect("a chart");
        for shape in &chart.scene.shapes {
            if let Shape::Path { points, stroke } = shape {
                let inside = points.iter().all(|point| (88.0 - 0.5..=WIDTH - 40.0 + 0.5).contains(&point.x));
                assert!(inside, "{points:?} {stroke:?}");
            }
        }
    }

    #[test]
    fn labels_stand_off_the_target_line() {
        for target in [0.95, 0.99, 0.118] {
            let mut tables = fixture::custom_pcs();
            tables.info.targets = vec![crate::results::AskedTarget {
                measure: "on_time_rate".into(),
                entity_kind: "system".into(),
                value: target,
                ..Default::default()
            }];
            let chart = chart(&SummaryIndex::new(&tables)).expect("a chart");
            let dashed = chart.scene.shapes.iter().find_map(|shape| match shape {
                Shape::Path { points, stroke } if stroke.dash == Dash::Dashed => Some(points[0].x),
                _ => None,
            });
            let line = dashed.expect("the target");
            for name in ["MTS", "ATO", "MTO"] {
                let area = chart.scene.texts().find(|text| text.text == name).map(Text::area).expect("a label");
                assert!(area.right < line || area.left > line, "{name} crosses the target of {target}: {area:?}");
            }
        }
    }

    #[test]
    fn the_best_is_the_lowest_where_lower_is_better() {
        let mut tables = fixture::custom_pcs();
        let points = |tables: &crate::results::Tables, lower| {
            let points = [point(1.0, 0.0, "day"), Plotted { strategy: "slow", ..point(9.0, 0.0, "day") }];
            title(&SummaryIndex::new(tables), &points, "response_p95", lower)
        };
        assert_eq!(points(&tables, true), "S serves best: response time, 95 % 1 day");
        assert!(points(&tables, false).starts_with("slow serves best"));
        let open = |strategy: &str| {
            let mut row = tables.comparison[0].clone();
            (row.measure, row.strategy) = ("response_p95".into(), "S".into());
            (row.reference, row.p_adjusted) = (strategy.into(), Some(0.4));
            row
        };
        let rows = [open("MTO"), open("ATO")];
        tables.comparison.extend(rows);
        assert_eq!(points(&tables, true), "S, ATO and MTO tie for the best service: response time, 95 % 1 day");
    }
}
