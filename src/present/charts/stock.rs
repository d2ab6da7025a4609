//! Stock over time, one panel per strategy: median and 5–95 % band of the replications, backlog below the axis.

use super::Chart;
use super::axis::{AxisRange, AxisTicks, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, Style, styles};
use super::scene::{Anchor, Area, Position, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;
use crate::results::SeriesRow;

/// Height of a panel and of the space between two, pixels.
const PANEL: f64 = 130.0;
/// Height of the largest panel on a shared scale, pixels.
const HIGHEST: f64 = 150.0;
/// Ranges that differ by more than this factor have no scale in common on which both can be read.
const APART: f64 = 6.0;
const BETWEEN: f64 = 30.0;

struct Panel<'a> {
    strategy: &'a str,
    stock: Vec<&'a SeriesRow>,
    owed: Vec<&'a SeriesRow>,
}

fn panels<'a>(look: &SummaryIndex<'a>) -> Vec<Panel<'a>> {
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
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let all = panels(look);
    let mean = |panel: &Panel| average(&panel.stock);
    let most = all.iter().max_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let least = all.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let info = &look.tables.info;
    let whole =
        |value: f64| if value == 0.0 { "none".into() } else { numbers::grouped(value, usize::from(value < 10.0)) };
    let title = if all.len() > 1 && whole(mean(most)) == whole(mean(least)) {
        format!("All strategies carry {} units on average", whole(mean(most)))
    } else if all.len() > 1 {
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
    let scales = Scales::of(&all);
    let subtitle = format!(
        "Units on the shelf (above 0) and owed to customers (below), all items; line: median, band: 5–95 % of {}; \
         grey: warm-up{}",
        numbers::counted(u64::from(info.replications), "replication"),
        if scales.shared { "" } else { "; scales differ between strategies" },
    );
    let body = 34.0 + 46.0 + scales.panels.iter().map(|panel| panel.height + BETWEEN).sum::<f64>() - BETWEEN;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let names = look.strategies();
    let styles = styles(&names);
    let style =
        |panel: &Panel| names.iter().position(|name| *name == panel.strategy).map_or(styles[0], |at| styles[at]);
    let end = most.stock.last().map_or(1.0, |row| row.end);
    let mut area = Area { left: 88.0, top: y + 34.0, right: WIDTH - 30.0, bottom: y + 34.0 };
    for (panel, extent) in all.iter().zip(&scales.panels) {
        area.bottom = area.top + extent.height;
        let time = Scale { from: 0.0, to: end, start: area.left, end: area.right };
        draw(&mut scene, panel, (&style(panel), extent), area, (time, info.warm_up));
        area.top = area.bottom + BETWEEN;
    }
    area.top = area.bottom;
    let title_below = format!("Time ({})", numbers::plural(&info.time_unit));
    frame::horizontal_axis(&mut scene, area, AxisRange { low: 0.0, high: end }, &title_below);
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

/// Where a panel's values lie, and how high it is drawn.
struct Extent {
    ticks: AxisTicks,
    /// Pixels.
    height: f64,
    /// Whether what is owed gets room below the axis.
    owes: bool,
}

/// The panels' scales: one for all where that leaves each to be read, else one each.
struct Scales {
    panels: Vec<Extent>,
    shared: bool,
}

impl Scales {
    fn of(panels: &[Panel]) -> Scales {
        let ranges: Vec<(AxisRange, bool)> = panels.iter().map(values).collect();
        let span = |range: &AxisRange| range.high - range.low;
        let largest = ranges.iter().map(|(range, _)| span(range)).fold(0.0, f64::max);
        let shared = ranges.iter().all(|(range, _)| span(range) * APART >= largest);
        // Steps of the largest panel are everybody's, so a unit is as high in every panel.
        let step = ranges.iter().map(|(range, _)| range.ticks(4)).map(|ticks| ticks.step).fold(0.0, f64::max);
        let ticks = |range: &AxisRange| if shared { range.ticks_by(step) } else { range.ticks(4) };
        let highest = ranges.iter().map(|(range, _)| span(&ticks(range).outer())).fold(0.0, f64::max);
        let extent = |(range, owes): &(AxisRange, bool)| {
            let ticks = ticks(range);
            let height = if shared { HIGHEST * span(&ticks.outer()) / highest } else { PANEL };
            Extent { ticks, height, owes: *owes }
        };
        Scales { panels: ranges.iter().map(extent).collect(), shared }
    }
}

/// The range of a panel with zero in it, and whether what is owed is part of it.
fn values(panel: &Panel) -> (AxisRange, bool) {
    let highs = panel.stock.iter().map(|row| row.p95);
    let lows = panel.owed.iter().map(|row| -row.p95);
    let whole = AxisRange::of(highs.chain(lows).chain([0.0])).with_zero();
    // A backlog too small to be seen gets no room below the axis, nor the other way round.
    let owes = -whole.low >= 0.05 * whole.high && whole.low < 0.0;
    let stocks = whole.high >= -0.03 * whole.low;
    let range = AxisRange { low: if owes { whole.low } else { 0.0 }, high: if stocks { whole.high } else { 0.0 } };
    (if range.low < range.high { range } else { AxisRange { low: 0.0, high: 1.0 } }, owes)
}

fn draw(scene: &mut Scene, panel: &Panel, look: (&Style, &Extent), area: Area, time: (Scale, f64)) {
    let ((style, extent), (time, warm_up)) = (look, time);
    if warm_up > 0.0 {
        let right = time.at(warm_up.min(time.to));
        scene.fill(Area { right, ..area }, palette::SHADE);
    }
    let scale = frame::vertical_axis(scene, area, &extent.ticks, "");
    let up = |value: f64| scale.at(value);
    let down = |value: f64| scale.at(-value);
    band(scene, &panel.stock, style, time, &up);
    if extent.owes {
        band(scene, &panel.owed, style, time, &down);
    }
    let most = 0.6 * area.width();
    let name = frame::name(panel.strategy, most);
    let after = area.left + frame::names_width([name.as_str()], most) + 10.0;
    scene.text(at(area.left, area.top - 7.0), Anchor::Start, colored(NAME, style.ink), name);
    let owed = average(&panel.owed);
    let words = match extent.owes {
        true => "units on hand; below 0: units owed".to_string(),
        false if owed > 0.0 => format!("units on hand; owed: {} on average, too few to see", numbers::plain(owed)),
        false => "units on hand; none owed".to_string(),
    };
    scene.text(at(after, area.top - 7.0), Anchor::Start, LABEL, words);
}

fn band(scene: &mut Scene, rows: &[&SeriesRow], style: &Style, time: Scale, y: &dyn Fn(f64) -> f64) {
    if rows.iter().all(|row| row.p95 == 0.0) {
        return;
    }
    let steps = |value: &dyn Fn(&SeriesRow) -> f64| -> Vec<Position> {
        rows.iter()
            .flat_map(|row| [at(time.at(row.start), y(value(row))), at(time.at(row.end), y(value(row)))])
            .collect()
    };
    let mut outline = steps(&|row| row.p95);
    outline.extend(steps(&|row| row.p05).into_iter().rev());
    scene.polygon(outline, style.paint.with_alpha(0.22));
    scene.path(steps(&|row| row.p50), Stroke::solid(style.paint, 1.5));
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    #[test]
    fn a_unit_is_as_high_in_every_panel_of_a_shared_scale() {
        let tables = fixture::custom_pcs();
        let look = SummaryIndex::new(&tables);
        let scales = Scales::of(&panels(&look));
        let per_unit = |extent: &Extent| {
            let range = extent.ticks.outer();
            extent.height / (range.high - range.low)
        };
        assert!(scales.shared && scales.panels.len() == 3);
        assert!(scales.panels.windows(2).all(|pair| (per_unit(&pair[0]) - per_unit(&pair[1])).abs() < 1e-9));
        assert!(scales.panels[2].owes && !scales.panels[0].owes, "make to order owes, make to stock hardly");
    }

    #[test]
    fn a_strategy_with_a_thousandfold_stock_does_not_flatten_the_others() {
        let mut tables = fixture::custom_pcs();
        for row in tables.series.iter_mut().filter(|row| row.strategy == "MTO") {
            row.p95 *= 1000.0;
        }
        let look = SummaryIndex::new(&tables);
        let scales = Scales::of(&panels(&look));
        assert!(!scales.shared && scales.panels.iter().all(|extent| extent.height == PANEL));
    }
}
