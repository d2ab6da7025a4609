//! Stock over time, one panel per strategy: median and 5–95 % band of the replications, backlog below the axis.

use super::Chart;
use super::axis::{Range, Scale};
use super::frame::{self, LABEL, NAME, WIDTH, colored};
use super::palette::{self, Look as Style, looks};
use super::scene::{Anchor, Area, Point, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::look::Look;
use crate::present::numbers;
use crate::results::SeriesRow;

/// Height of a panel and of the space between two, pixels.
const PANEL: f64 = 130.0;
const BETWEEN: f64 = 30.0;

struct Panel<'a> {
    strategy: &'a str,
    stock: Vec<&'a SeriesRow>,
    owed: Vec<&'a SeriesRow>,
}

fn panels<'a>(look: &Look<'a>) -> Vec<Panel<'a>> {
    let track = |strategy: &'a str, measure: &str| -> Vec<&'a SeriesRow> {
        let system = |row: &&SeriesRow| {
            row.strategy == strategy && row.entity_kind == EntityKind::System && row.measure == measure
        };
        look.tables.series.iter().filter(system).collect()
    };
    let panel =
        |strategy| Panel { strategy, stock: track(strategy, "on_hand_mean"), owed: track(strategy, "backlog_mean") };
    look.strategies().into_iter().map(panel).filter(|panel| !panel.stock.is_empty()).collect()
}

/// The chart; none without a series.
pub fn chart(look: &Look) -> Option<Chart> {
    let all = panels(look);
    let mean = |panel: &Panel| average(&panel.stock);
    let most = all.iter().max_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let least = all.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let info = &look.tables.info;
    let whole =
        |value: f64| if value == 0.0 { "none".into() } else { numbers::grouped(value, usize::from(value < 10.0)) };
    let title = if all.len() > 1 {
        format!(
            "{} carries {} units on average, {} {}",
            most.strategy,
            whole(mean(most)),
            least.strategy,
            whole(mean(least))
        )
    } else {
        format!("{} carries {} units on average", most.strategy, whole(mean(most)))
    };
    let subtitle = format!(
        "Units on the shelf, all items (above 0), and units owed to customers (below); line: median, band: 5–95 % of {}; grey: warm-up",
        numbers::counted(u64::from(info.replications), "replication")
    );
    let height = 150.0 + all.len() as f64 * (PANEL + BETWEEN);
    let (mut scene, y) = frame::begin(look, height, &title, &subtitle);
    let styles = looks(&all.iter().map(|panel| panel.strategy).collect::<Vec<_>>());
    let end = most.stock.last().map_or(1.0, |row| row.end);
    let mut area = Area { left: 88.0, top: y + 34.0, right: WIDTH - 30.0, bottom: y + 34.0 + PANEL };
    for (place, (panel, style)) in all.iter().zip(&styles).enumerate() {
        if place > 0 {
            area.top += PANEL + BETWEEN;
            area.bottom += PANEL + BETWEEN;
        }
        let time = Scale { from: 0.0, to: end, start: area.left, end: area.right };
        draw(&mut scene, panel, style, area, (time, info.warm_up));
    }
    frame::horizontal_axis(&mut scene, area, Range { low: 0.0, high: end }, &format!("Time ({})", info.time_unit));
    let description = all
        .iter()
        .map(|p| format!("{}: {} units on hand, {} owed", p.strategy, whole(mean(p)), whole(average(&p.owed))))
        .collect::<Vec<_>>()
        .join("; ");
    Some(Chart { name: "stock", title, description, scene })
}

/// Mean over the second half of the time: what it comes to once the start is forgotten.
fn average(rows: &[&SeriesRow]) -> f64 {
    let late = &rows[rows.len() / 2..];
    late.iter().map(|row| row.mean).sum::<f64>() / late.len().max(1) as f64
}

fn draw(scene: &mut Scene, panel: &Panel, style: &Style, area: Area, time: (Scale, f64)) {
    let (time, warm_up) = time;
    if warm_up > 0.0 {
        let right = time.at(warm_up.min(time.to));
        scene.fill(Area { right, ..area }, palette::SHADE);
    }
    let highs = panel.stock.iter().map(|row| row.p95);
    let lows = panel.owed.iter().map(|row| -row.p95);
    let whole = Range::of(highs.chain(lows)).with_zero();
    // A backlog too small to be seen gets no room below the axis, nor the other way round.
    let range = Range {
        low: if -whole.low < 0.03 * whole.high { 0.0 } else { whole.low },
        high: if whole.high < -0.03 * whole.low { 0.0 } else { whole.high },
    };
    let scale = frame::vertical_axis(scene, area, &range.ticks(4), "");
    let up = |value: f64| scale.at(value);
    let down = |value: f64| scale.at(-value);
    band(scene, &panel.stock, style, time, &up);
    band(scene, &panel.owed, style, time, &down);
    scene.text(at(area.left, area.top - 7.0), Anchor::Start, colored(NAME, style.ink), panel.strategy);
    let name = super::text::width(panel.strategy, NAME.size, NAME.weight);
    scene.text(at(area.left + name + 10.0, area.top - 7.0), Anchor::Start, LABEL, "units on hand; below 0: units owed");
}

fn band(scene: &mut Scene, rows: &[&SeriesRow], style: &Style, time: Scale, y: &dyn Fn(f64) -> f64) {
    if rows.iter().all(|row| row.p95 == 0.0) {
        return;
    }
    let steps = |value: &dyn Fn(&SeriesRow) -> f64| -> Vec<Point> {
        rows.iter()
            .flat_map(|row| [at(time.at(row.start), y(value(row))), at(time.at(row.end), y(value(row)))])
            .collect()
    };
    let mut outline = steps(&|row| row.p95);
    outline.extend(steps(&|row| row.p05).into_iter().rev());
    scene.polygon(outline, style.paint.with_alpha(0.22));
    scene.path(steps(&|row| row.p50), Stroke::solid(style.paint, 1.5));
}
