//! The winner map of a sweep over two axes: whose cell it is, how surely, and by how much.

use super::Chart;
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, INK, Look as Style, looks};
use super::scene::{Anchor, Area, Paint, Scene, Stroke, Weight, at};
use super::text;
use crate::present::look::Look;
use crate::present::numbers;
use crate::results::{AxisValue, Pointed, StandingRow, Sweep};

/// Height of a cell, and widths it may have, pixels.
const CELL: f64 = 38.0;
/// Distance of the strokes of a hatch.
const HATCH: f64 = 9.0;

/// The map; none unless there are two axes with a few values each and strategies to compare.
pub fn chart(look: &Look, sweep: &Sweep) -> Option<Chart> {
    let [across, up] = sweep.info.axes.as_slice() else { return None };
    let (columns, rows) = (super::lines::values(sweep, 0), super::lines::values(sweep, 1));
    let full = columns.len() * rows.len() == sweep.standings.len();
    if !full || columns.len() < 2 || rows.len() < 2 || columns.len() > 40 || rows.len() > 30 {
        return None;
    }
    let strategies = look.strategies();
    let first = sweep.standings.first().filter(|_| strategies.len() > 1)?;
    let title = sweep.info.verdict.headline.clone();
    let what = if first.row.measure == "profit" { "earns most" } else { "costs least" };
    let subtitle = format!(
        "Colour: who {what}; the paler the less surely; hatched: cannot be told from another ({}). Figures: lead over the second, {}",
        frame::sample(look),
        first.row.unit
    );
    let body = 92.0 + rows.len() as f64 * CELL + 46.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let styles = looks(&strategies);
    legend(&mut scene, &strategies, &styles, y + 18.0);
    let left =
        40.0 + rows.iter().map(|value| text::width(&label(value), LABEL.size, LABEL.weight)).fold(20.0, f64::max);
    let area = Area { left, top: y + 66.0, right: WIDTH - 24.0, bottom: y + 66.0 + rows.len() as f64 * CELL };
    scene.text(at(20.0, area.top - 12.0), Anchor::Start, LABEL, text::fit_middle(up, 500.0, LABEL.size, LABEL.weight));
    let grid = Grid { area, columns: &columns, rows: &rows };
    for row in &sweep.standings {
        let style = strategies.iter().position(|name| *name == row.row.best).map(|place| &styles[place]);
        cell(&mut scene, &grid, row, style, strategies.len());
    }
    borders(&mut scene, &grid, sweep);
    for (place, value) in columns.iter().enumerate() {
        let cell = grid.cell(place, 0);
        let words = text::fit(&label(value), cell.width() - 4.0, LABEL.size, LABEL.weight);
        scene.text(at((cell.left + cell.right) / 2.0, area.bottom + 17.0), Anchor::Middle, LABEL, words);
    }
    for (place, value) in rows.iter().enumerate() {
        let cell = grid.cell(0, place);
        scene.text(at(area.left - 8.0, (cell.top + cell.bottom) / 2.0 + 4.0), Anchor::End, LABEL, label(value));
    }
    let words = text::fit_middle(across, area.width(), LABEL.size, LABEL.weight);
    scene.text(at((area.left + area.right) / 2.0, area.bottom + 37.0), Anchor::Middle, LABEL, words);
    Some(Chart { name: "winners", description: sweep.info.verdict.sentences.join(" "), title, scene })
}

fn label(value: &AxisValue) -> String {
    match value {
        AxisValue::Number(number) => numbers::plain(*number),
        AxisValue::Text(words) => text::fit(words, 160.0, LABEL.size, LABEL.weight),
    }
}

struct Grid<'a> {
    area: Area,
    columns: &'a [AxisValue],
    /// From the lowest up.
    rows: &'a [AxisValue],
}

impl Grid<'_> {
    fn cell(&self, column: usize, row: usize) -> Area {
        let wide = self.area.width() / self.columns.len() as f64;
        let (left, bottom) = (self.area.left + wide * column as f64, self.area.bottom - CELL * row as f64);
        Area { left, top: bottom - CELL, right: left + wide, bottom }
    }

    /// Column and row of a point.
    fn place(&self, point: &[AxisValue]) -> Option<(usize, usize)> {
        let find = |values: &[AxisValue], value: &AxisValue| values.iter().position(|known| known == value);
        Some((find(self.columns, point.first()?)?, find(self.rows, point.get(1)?)?))
    }
}

fn legend(scene: &mut Scene, strategies: &[&str], styles: &[Style], y: f64) {
    let most = (WIDTH - 40.0) / strategies.len() as f64 - 34.0;
    let mut x = 20.0;
    for (name, style) in strategies.iter().zip(styles) {
        scene.fill(Area { left: x, top: y - 9.0, right: x + 12.0, bottom: y + 3.0 }, style.paint);
        let words = text::fit(name, most.max(40.0), NAME.size, NAME.weight);
        let wide = text::width(&words, NAME.size, NAME.weight);
        scene.text(at(x + 18.0, y + 2.0), Anchor::Start, colored(NAME, style.ink), words);
        x += wide + 42.0;
    }
}

fn cell(scene: &mut Scene, grid: &Grid, row: &Pointed<StandingRow>, style: Option<&Style>, strategies: usize) {
    let Some((column, line)) = grid.place(&row.point) else { return };
    let area = grid.cell(column, line);
    let Some(style) = style else { return };
    // From a coin's chance to certainty.
    let chance = 1.0 / strategies as f64;
    let sure = row.row.p_best.map_or(0.0, |p| ((p - chance) / (1.0 - chance)).clamp(0.0, 1.0));
    let paint = style.paint.with_alpha(0.18 + 0.72 * sure);
    scene.fill(
        Area { left: area.left + 0.5, top: area.top + 0.5, right: area.right - 0.5, bottom: area.bottom - 0.5 },
        paint,
    );
    if !row.row.tied.is_empty() {
        hatch(scene, area);
    }
    let words = row.row.margin.map(numbers::plain).unwrap_or_default();
    let style = colored(LABEL, if sure > 0.6 { palette::on(style.paint) } else { INK });
    if text::width(&words, style.size, Weight::Regular) < area.width() - 6.0 {
        let middle = at((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0 + 4.0);
        if !row.row.tied.is_empty() {
            let half = text::width(&words, style.size, Weight::Regular) / 2.0 + 3.0;
            let ground =
                Area { left: middle.x - half, top: middle.y - 12.0, right: middle.x + half, bottom: middle.y + 5.0 };
            scene.fill(ground, palette::PAPER.with_alpha(0.75));
        }
        scene.text(middle, Anchor::Middle, style, words);
    }
}

/// Strokes from lower left to upper right, inside the cell.
fn hatch(scene: &mut Scene, area: Area) {
    let pen = Stroke::solid(Paint::solid(0xff_ff_ff), 1.6);
    let mut start = area.left - area.height() + HATCH / 2.0;
    while start < area.right {
        // y falls from bottom as x grows from `start`; clipped at both sides.
        let (from, to) = (start.max(area.left), (start + area.height()).min(area.right));
        if to > from {
            scene.line(at(from, area.bottom - (from - start)), at(to, area.bottom - (to - start)), pen);
        }
        start += HATCH;
    }
}

/// A line where neighbours have different winners.
fn borders(scene: &mut Scene, grid: &Grid, sweep: &Sweep) {
    let mut best = vec![vec![""; grid.rows.len()]; grid.columns.len()];
    for row in &sweep.standings {
        if let Some((column, line)) = grid.place(&row.point) {
            best[column][line] = &row.row.best;
        }
    }
    let pen = Stroke::solid(INK, 2.0);
    for column in 0..grid.columns.len() {
        for line in 0..grid.rows.len() {
            let area = grid.cell(column, line);
            if column + 1 < grid.columns.len() && best[column][line] != best[column + 1][line] {
                scene.line(at(area.right, area.top), at(area.right, area.bottom), pen);
            }
            if line + 1 < grid.rows.len() && best[column][line] != best[column][line + 1] {
                scene.line(at(area.left, area.top), at(area.right, area.top), pen);
            }
        }
    }
}
