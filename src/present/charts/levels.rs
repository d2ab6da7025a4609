//! The best levels: a bar per number searched, with where the scenario stood, a panel per strategy.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, INK, PAPER, styles};
use super::scene::{Anchor, Area, Stroke, at};
use super::text;
use crate::present::listings::{self, change};
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;
use crate::results::LevelRow;

/// Height of a bar with its space, pixels.
const ROW: f64 = 20.0;
/// Space above the bars of a panel for its name.
const HEAD: f64 = 30.0;
/// Bars of one strategy, at most.
const MOST: usize = 24;

/// The chart; none when nothing was searched.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let search = look.tables.info.search.as_ref()?;
    let names = look.strategies();
    let styles = styles(&names);
    let panels: Vec<(&str, palette::Style, Vec<&LevelRow>)> = names
        .iter()
        .zip(styles)
        .map(|(name, style)| (*name, style, listings::of(look.tables, name)))
        .filter(|(_, _, rows)| !rows.is_empty())
        .collect();
    let first = panels.first()?.2[0];
    let rows: usize = panels.iter().map(|(_, _, rows)| rows.len().min(MOST)).sum();
    let title = format!("The best levels, for {}", search.goal);
    let subtitle = format!(
        "Units; line: in the scenario; right: what one more unit does to the {} ({})",
        if search.money == "profit" { "profit" } else { "cost" },
        first.unit
    );
    let body = 10.0 + panels.len() as f64 * HEAD + rows as f64 * ROW + 46.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let labels = panels.iter().flat_map(|(_, _, rows)| rows.iter().take(MOST)).map(|row| listings::name(row));
    let widest = labels.map(|label| text::width(&label, LABEL.size, LABEL.weight)).fold(40.0, f64::max).min(250.0);
    let (left, right) = (32.0 + widest, WIDTH - 150.0);
    let shown = || panels.iter().flat_map(|(_, _, rows)| rows.iter().take(MOST));
    let range = AxisRange::of(shown().flat_map(|row| [row.best, row.start])).with_zero();
    let ticks = range.ticks(6);
    let outer = ticks.outer();
    let scale = Scale { from: outer.low, to: outer.high, start: left, end: right };
    let mut top = y + 10.0;
    for (name, style, rows) in &panels {
        let words = match rows.len() {
            many if many > MOST => format!("{name} (the first {MOST} of {many}; all in levels.csv)"),
            _ => (*name).to_string(),
        };
        let words = text::fit(&words, WIDTH - 40.0, NAME.size, NAME.weight);
        scene.text(at(20.0, top + 18.0), Anchor::Start, colored(NAME, style.ink), words);
        top += HEAD;
        for row in rows.iter().take(MOST) {
            let middle = top + ROW / 2.0;
            let label = text::fit_middle(&listings::name(row), widest, LABEL.size, LABEL.weight);
            scene.text(at(left - 8.0, middle + 4.0), Anchor::End, LABEL, label);
            let (zero, end) = (scale.at(0.0), scale.at(row.best));
            let bar = Area { left: zero.min(end), top: middle - 6.5, right: zero.max(end), bottom: middle + 6.5 };
            scene.fill(bar, style.paint.with_alpha(0.85));
            let from = scale.at(row.start);
            scene.line(at(from, middle - 8.5), at(from, middle + 8.5), Stroke::solid(PAPER, 4.0));
            scene.line(at(from, middle - 8.5), at(from, middle + 8.5), Stroke::solid(INK, 1.8));
            let words = numbers::plain(row.best);
            let wide = text::width(&words, LABEL.size, LABEL.weight) + 14.0;
            // Beside the bar, or beyond the line where that is in the way.
            let end = bar.right.max(zero);
            let beside = if (end - 3.0..end + wide).contains(&from) { from } else { end } + 8.0;
            scene.text(at(beside, middle + 4.0), Anchor::Start, colored(LABEL, INK), words);
            let more = row.one_more.map(|more| change(more, row.one_more_se, "")).unwrap_or_default();
            scene.text(at(WIDTH - 20.0, middle + 4.0), Anchor::End, LABEL, more);
            top += ROW;
        }
    }
    let area = Area { left, top: y + 10.0 + HEAD, right, bottom: top + 4.0 };
    let labels: Vec<(f64, String)> =
        ticks.outer_values().into_iter().map(|value| (scale.at(value), ticks.label(value))).collect();
    frame::horizontal_ticks(&mut scene, area, &labels, "Units");
    let described = shown().map(|row| format!("{} {}: {}", row.strategy, listings::name(row), row.best));
    Some(Chart { name: "levels", title, description: described.collect::<Vec<_>>().join("; "), scene })
}
