//! Cost per time unit, stacked by line, with the interval of the total.

use super::Chart;
use super::axis::Range;
use super::frame::{self, HEIGHT, LABEL, NAME, WIDTH, colored};
use super::palette;
use super::scene::{Anchor, Area, Scene, Stroke, Weight, at};
use super::text;
use crate::measures::{Column, Measure};
use crate::present::look::Look;
use crate::present::numbers::{self, Measured};

/// Cost lines of a strategy that are not 0, in table order.
struct Bar<'a> {
    strategy: &'a str,
    lines: Vec<(Measure, f64)>,
    total: Measured<'a>,
}

fn bars<'a>(look: &Look<'a>) -> Vec<Bar<'a>> {
    let bar = |strategy: &'a str| {
        let total = look.system(strategy, "cost_total")?;
        let line = |line: Measure| {
            let mean = look.system(strategy, line.definition().id)?.mean;
            (mean != 0.0).then_some((line, mean))
        };
        Some(Bar { strategy, lines: Measure::COST_LINES.into_iter().filter_map(line).collect(), total })
    };
    look.strategies().into_iter().filter_map(bar).collect()
}

/// The chart; none when nothing costs anything.
pub fn chart(look: &Look) -> Option<Chart> {
    let all = bars(look);
    // What is the same everywhere hides what differs: purchase is left out when it dwarfs the rest.
    let others = |bar: &Bar| bar.total.mean - purchase(bar);
    let largest = all.iter().map(others).fold(0.0, f64::max);
    let hide = largest > 0.0 && all.iter().any(|bar| purchase(bar) > 2.0 * largest);
    let shown = |bar: &Bar| if hide { others(bar) } else { bar.total.mean };
    let best = all.iter().min_by(|a, b| a.total.mean.total_cmp(&b.total.mean))?;
    if all.iter().all(|bar| bar.total.mean == 0.0) {
        return None;
    }
    let unit = best.total.unit;
    let title = match all.len() {
        1 => format!("{} costs {} {unit}", best.strategy, best.total.shown().text()),
        _ => format!("{} costs least: {} {unit}", best.strategy, best.total.shown().text()),
    };
    let left_out = if hide { "; purchase is left out of the bars, not of the totals" } else { "" };
    let subtitle = format!(
        "Mean cost by line; figures above the bars: total with its interval, {}{left_out}; lower is better",
        frame::sample(look)
    );
    let (mut scene, y) = frame::begin(look, HEIGHT, &title, &subtitle);
    let y = legend(&mut scene, &all, hide, y + 6.0);
    let area = Area { left: 88.0, top: y + 48.0, right: WIDTH - 24.0, bottom: HEIGHT - 62.0 };
    let range = Range::of(all.iter().flat_map(|bar| [0.0, shown(bar), half(bar) + shown(bar)])).with_zero();
    let scale = frame::vertical_axis(&mut scene, area, &range.ticks(5), &format!("Cost ({unit})"));
    let step = area.width() / all.len() as f64;
    for (place, bar) in all.iter().enumerate() {
        let middle = area.left + (place as f64 + 0.5) * step;
        let width = (0.56 * step).min(110.0);
        draw_bar(&mut scene, bar, hide, (middle, width), |value| scale.at(value));
        let name = text::fit(bar.strategy, step - 6.0, NAME.size, NAME.weight);
        scene.text(at(middle, area.bottom + 20.0), Anchor::Middle, NAME, name);
    }
    Some(Chart { name: "costs", title, description: description(&all), scene })
}

fn purchase(bar: &Bar) -> f64 {
    bar.lines.iter().filter(|(line, _)| *line == Measure::CostPurchase).map(|(_, cost)| *cost).sum()
}

fn half(bar: &Bar) -> f64 {
    bar.total.half().unwrap_or(0.0)
}

fn legend(scene: &mut Scene, bars: &[Bar], hide: bool, top: f64) -> f64 {
    let (mut x, mut y) = (20.0, top + 8.0);
    for line in Measure::COST_LINES {
        let used = bars.iter().any(|bar| bar.lines.iter().any(|(own, _)| *own == line));
        if !used || (hide && line == Measure::CostPurchase) {
            continue;
        }
        let words = line.definition().label;
        let width = text::width(words, LABEL.size, LABEL.weight) + 34.0;
        if x + width > WIDTH - 20.0 {
            (x, y) = (20.0, y + 19.0);
        }
        scene.fill(Area { left: x, top: y - 9.5, right: x + 12.0, bottom: y + 2.5 }, palette::cost_line(line));
        scene.text(at(x + 18.0, y), Anchor::Start, colored(LABEL, palette::INK), words);
        x += width;
    }
    y
}

fn draw_bar(scene: &mut Scene, bar: &Bar, hide: bool, place: (f64, f64), y: impl Fn(f64) -> f64) {
    let (middle, width) = place;
    let (left, right) = (middle - width / 2.0, middle + width / 2.0);
    let mut height = 0.0;
    for (line, cost) in &bar.lines {
        if hide && *line == Measure::CostPurchase {
            continue;
        }
        let area = Area { left, top: y(height + cost), right, bottom: y(height) };
        let paint = palette::cost_line(*line);
        scene.fill(area, paint);
        scene.line(at(left, area.top), at(right, area.top), Stroke::solid(palette::PAPER, 1.0));
        if area.height() > 17.0 {
            let style = colored(LABEL, palette::on(paint));
            scene.text(at(middle, (area.top + area.bottom) / 2.0 + 4.0), Anchor::Middle, style, numbers::plain(*cost));
        }
        height += cost;
    }
    let pen = Stroke::solid(palette::INK, 1.6);
    let spread = half(bar);
    if spread > 0.0 {
        let x = right + 9.0;
        scene.line(at(x, y(height - spread)), at(x, y(height + spread)), pen);
        for end in [height - spread, height + spread] {
            scene.line(at(x - 4.0, y(end)), at(x + 4.0, y(end)), pen);
        }
    }
    let words = bar.total.shown().text();
    let style = if words.len() > 18 { colored(LABEL, palette::INK) } else { NAME };
    debug_assert!(style.weight == Weight::Bold || style.size <= NAME.size);
    scene.text(at(middle, y(height + spread) - 8.0), Anchor::Middle, style, words);
}

fn description(bars: &[Bar]) -> String {
    let words: Vec<String> = bars
        .iter()
        .map(|bar| {
            let lines: Vec<String> = bar
                .lines
                .iter()
                .map(|(line, cost)| {
                    format!("{} {}", Column::plain(*line).measure.definition().label, numbers::plain(*cost))
                })
                .collect();
            format!("{}: total {} ({})", bar.strategy, bar.total.shown().with_unit(), lines.join(", "))
        })
        .collect();
    words.join("; ")
}
