//! The winner map of a sweep over two axes: whose cell it is, how surely, and by how much.

use super::Chart;
use super::axis_values::{label, place_of, values};
use super::contour::{GridPoint, Piece, zero_lines};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, INK, Style, styles};
use super::scene::{Anchor, Area, Dash, Paint, Position, Scene, Stroke, at};
use super::text::{self, Weight};
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;
use crate::results::{AxisValue, Pointed, StandingRow, Sweep, what_the_best_does};
use crate::stats::apart;

/// Height of a cell, and widths it may have, pixels.
const CELL: f64 = 38.0;
/// Height of a line below the columns, and lines of a label there at most.
const LINE: f64 = 15.0;
const LINES: usize = 3;
/// The line of the closed form.
const EXACT: Stroke = Stroke { paint: palette::INK, width: 2.2, dash: Dash::Dashed };
/// Distance of the strokes of a hatch.
const HATCH: f64 = 9.0;

/// The map; none unless there are two axes with a few values each and strategies to compare.
pub fn chart(look: &SummaryIndex, sweep: &Sweep) -> Option<Chart> {
    let [across, up] = sweep.info.axes.as_slice() else { return None };
    let [across, up] = [across, up].map(|axis| sweep.info.axis_label(axis));
    let (columns, rows) = (values(sweep, 0), values(sweep, 1));
    let full = columns.len() * rows.len() == sweep.standings.len();
    if !full || columns.len() < 2 || rows.len() < 2 || columns.len() > 40 || rows.len() > 30 {
        return None;
    }
    let strategies = look.strategies();
    let first = sweep.standings.first().filter(|_| strategies.len() > 1)?;
    let title = sweep.info.verdict.headline.clone();
    let what = what_the_best_does(&sweep.rows, &sweep.standings);
    let row_label = |value: &AxisValue| text::fit_middle(&label(value), 160.0, LABEL.size, LABEL.weight);
    let names = rows.iter().map(|value| text::width(&row_label(value), LABEL.size, LABEL.weight));
    let left = 40.0 + names.fold(20.0, f64::max);
    let width = (WIDTH - 24.0 - left) / columns.len() as f64;
    let missed =
        if sweep.standings.iter().any(|row| row.row.best.is_empty()) { "; white: none meets the target" } else { "" };
    let has_figures = sweep.standings.iter().any(|row| fitting_lead(&row.row, width).is_some());
    let figures =
        if has_figures { format!(". Figures: lead over the second, {}", first.row.unit) } else { String::new() };
    let subtitle = format!(
        "Colour: who {what}; the paler the less surely; hatched: cannot be told from another{missed} ({}){figures}",
        frame::sample(look),
    );
    let heads = heads(&columns, width);
    let below = LINE * heads.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1) as f64;
    let body = 70.0 + rows.len() as f64 * CELL + below + 31.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let styles = styles(&strategies);
    legend(&mut scene, &strategies, &styles, y + 18.0);
    let area = Area { left, top: y + 66.0, right: WIDTH - 24.0, bottom: y + 66.0 + rows.len() as f64 * CELL };
    scene.text(at(20.0, area.top - 12.0), Anchor::Start, LABEL, text::fit_middle(&up, 430.0, LABEL.size, LABEL.weight));
    let grid = Grid { area, columns: &columns, rows: &rows };
    let style = |row: &Pointed<StandingRow>| {
        strategies.iter().position(|name| *name == row.row.best).map(|place| &styles[place])
    };
    for row in &sweep.standings {
        ground(&mut scene, &grid, row, style(row), strategies.len());
    }
    let numeric = columns.iter().chain(&rows).all(|value| value.number().is_some());
    // Where a target decides too, money is not equal at a border.
    let by_money = numeric && sweep.info.targets.is_empty();
    let (equal, exact) =
        if by_money { (equal_lines(&grid, sweep, &strategies), exact_lines(&grid, sweep)) } else { Default::default() };
    if !by_money {
        borders(&mut scene, &grid, sweep);
    }
    grid.draw(&mut scene, &equal, Stroke::solid(INK, 2.2));
    grid.draw(&mut scene, &exact, EXACT);
    for row in &sweep.standings {
        figure(&mut scene, &grid, row, style(row), strategies.len());
    }
    let profit = first.row.measure == "profit";
    let names = [
        (!equal.is_empty()).then_some((if profit { "equal profit" } else { "equal cost" }, Stroke::solid(INK, 2.2))),
        (!exact.is_empty()).then_some(("exact: λL = ln(1 + h/b)", EXACT)),
    ];
    lines_legend(&mut scene, names.into_iter().flatten(), area.top - 12.0);
    for (place, lines) in heads {
        let cell = grid.cell(place, 0);
        for (number, words) in lines.into_iter().enumerate() {
            let y = area.bottom + 17.0 + LINE * number as f64;
            scene.text(at((cell.left + cell.right) / 2.0, y), Anchor::Middle, LABEL, words);
        }
    }
    for (place, value) in rows.iter().enumerate() {
        let cell = grid.cell(0, place);
        scene.text(at(area.left - 8.0, (cell.top + cell.bottom) / 2.0 + 4.0), Anchor::End, LABEL, row_label(value));
    }
    let words = text::fit_middle(&across, area.width(), LABEL.size, LABEL.weight);
    scene.text(at((area.left + area.right) / 2.0, area.bottom + 22.0 + below), Anchor::Middle, LABEL, words);
    Some(Chart { name: "winners", description: sweep.info.verdict.sentences.join(" "), title, scene })
}

/// Labels of the columns: of numbers as many as have room, words in lines.
fn heads(columns: &[AxisValue], width: f64) -> Vec<(usize, Vec<String>)> {
    let style = (LABEL.size, LABEL.weight);
    let labels = || columns.iter().map(label).enumerate();
    if columns.iter().any(|value| value.number().is_none()) {
        return labels().map(|(place, words)| (place, text::fold(&words, width - 6.0, LINES, style))).collect();
    }
    let widest = labels().map(|(_, words)| text::width(&words, style.0, style.1)).fold(1.0, f64::max);
    let step = ((widest + 8.0) / width).ceil().max(1.0) as usize;
    labels().step_by(step).map(|(place, words)| (place, vec![words])).collect()
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
        Some((place_of(self.columns, point.first()?)?, place_of(self.rows, point.get(1)?)?))
    }
}

impl Grid<'_> {
    /// The pixel of a place between centres.
    fn spot(&self, (column, row): GridPoint) -> Position {
        let wide = self.area.width() / self.columns.len() as f64;
        at(self.area.left + wide * (column + 0.5), self.area.bottom - CELL * (row + 0.5))
    }

    /// By column, then row; NaN where there is no point.
    fn values<'s>(&self, rows: impl Iterator<Item = (&'s [AxisValue], f64)>) -> Vec<Vec<f64>> {
        let mut values = vec![vec![f64::NAN; self.rows.len()]; self.columns.len()];
        for (point, value) in rows {
            if let Some((column, row)) = self.place(point) {
                values[column][row] = value;
            }
        }
        values
    }

    /// Lines on a white rim, so that they are seen on every colour.
    fn draw(&self, scene: &mut Scene, pieces: &[Piece], pen: Stroke) {
        for (from, to) in pieces {
            scene.line(self.spot(*from), self.spot(*to), Stroke::solid(palette::PAPER, pen.width + 2.4));
        }
        for (from, to) in pieces {
            scene.line(self.spot(*from), self.spot(*to), pen);
        }
    }
}

/// Where two strategies come to the same and no third one is better.
fn equal_lines(grid: &Grid, sweep: &Sweep, strategies: &[&str]) -> Vec<Piece> {
    let Some(first) = sweep.standings.first() else { return Vec::new() };
    let sign = if first.row.measure == "profit" { -1.0 } else { 1.0 };
    let of = |strategy: &str| {
        let own = sweep.rows.wanted(|head| head.is_of_system(&first.row.measure) && head.strategy == strategy);
        grid.values(own.map(|cell| (cell.point, sign * cell.estimate.mean.unwrap_or(f64::NAN))))
    };
    let costs: Vec<Vec<Vec<f64>>> = strategies.iter().map(|strategy| of(strategy)).collect();
    let mut lines = Vec::new();
    for second in 0..costs.len() {
        for first in 0..second {
            let pieces = zero_lines(&differences(&costs[first], &costs[second]));
            let leading = |(from, to): &Piece| {
                let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
                let own = between(&costs[first], middle);
                let others = (0..costs.len()).filter(|s| ![first, second].contains(s));
                others.map(|s| between(&costs[s], middle)).all(|third| third.is_nan() || own <= third)
            };
            lines.extend(pieces.into_iter().filter(leading));
        }
    }
    lines
}

/// By column and row what one costs more than the other.
fn differences(one: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let column = |(one, other): (&Vec<f64>, &Vec<f64>)| one.iter().zip(other).map(|(a, b)| apart(*a, *b)).collect();
    one.iter().zip(other).map(column).collect()
}

/// A value between four centres, bilinear.
fn between(values: &[Vec<f64>], (x, y): GridPoint) -> f64 {
    let (column, row) = ((x as usize).min(values.len() - 2), (y as usize).min(values[0].len() - 2));
    let (right, up) = (x - column as f64, y - row as f64);
    let along = |row: usize| values[column][row] * (1.0 - right) + values[column + 1][row] * right;
    along(row) * (1.0 - up) + along(row + 1) * up
}

/// Where the closed form changes its answer.
fn exact_lines(grid: &Grid, sweep: &Sweep) -> Vec<Piece> {
    let known = sweep.standings.iter().map(|row| (row.point.as_slice(), row.row.boundary.unwrap_or(f64::NAN)));
    zero_lines(&grid.values(known))
}

/// Names of the lines, at the right.
fn lines_legend<'n>(scene: &mut Scene, lines: impl Iterator<Item = (&'n str, Stroke)>, y: f64) {
    let mut x = WIDTH - 24.0;
    for (name, pen) in lines {
        scene.text(at(x, y), Anchor::End, LABEL, name);
        x -= text::width(name, LABEL.size, LABEL.weight) + 8.0;
        scene.line(at(x - 26.0, y - 4.0), at(x, y - 4.0), pen);
        x -= 46.0;
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

/// How surely the best is best: 0 is a coin's chance, 1 is certainty.
fn sure(row: &StandingRow, strategies: usize) -> f64 {
    let chance = 1.0 / strategies as f64;
    row.p_best.map_or(0.0, |p| ((p - chance) / (1.0 - chance)).clamp(0.0, 1.0))
}

/// Colour and hatch of a cell.
fn ground(scene: &mut Scene, grid: &Grid, row: &Pointed<StandingRow>, style: Option<&Style>, strategies: usize) {
    let Some((column, line)) = grid.place(&row.point) else { return };
    let area = grid.cell(column, line);
    let Some(style) = style else { return };
    let sure = sure(&row.row, strategies);
    let paint = style.paint.with_alpha(opacity(sure));
    scene.fill(
        Area { left: area.left + 0.5, top: area.top + 0.5, right: area.right - 0.5, bottom: area.bottom - 0.5 },
        paint,
    );
    if !row.row.tied.is_empty() {
        hatch(scene, area);
    }
}

/// The lead in figures.
fn figure(scene: &mut Scene, grid: &Grid, row: &Pointed<StandingRow>, style: Option<&Style>, strategies: usize) {
    let Some((column, line)) = grid.place(&row.point) else { return };
    let area = grid.cell(column, line);
    let Some(style) = style else { return };
    let sure = sure(&row.row, strategies);
    let Some((words, wide)) = fitting_lead(&row.row, area.width()) else { return };
    let middle = at((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0 + 4.0);
    let half = wide / 2.0 + 3.0;
    let below = Area { left: middle.x - half, top: middle.y - 12.0, right: middle.x + half, bottom: middle.y + 5.0 };
    let tied = !row.row.tied.is_empty();
    // A figure stands on its own ground, so that hatch and lines do not run through it.
    scene.fill(below, palette::PAPER);
    scene.fill(below, style.paint.with_alpha(if tied { 0.12 } else { opacity(sure) }));
    let ink = if sure > 0.6 && !tied { palette::on(style.paint) } else { INK };
    scene.text(middle, Anchor::Middle, colored(LABEL, ink), words);
}

/// The lead in words and their width, where a cell of this width has room for it.
fn fitting_lead(row: &StandingRow, width: f64) -> Option<(String, f64)> {
    let words = lead(row.margin?, row);
    let wide = text::width(&words, LABEL.size, Weight::Regular);
    (wide <= width - 6.0).then_some((words, wide))
}

/// The lead with the digits that its interval deserves.
fn lead(margin: f64, row: &StandingRow) -> String {
    let quarter = row.ci_low.zip(row.ci_high).map(|(low, high)| (high - low) / 4.0);
    match quarter {
        Some(se) if se > 0.0 && numbers::decimals(margin, Some(se)) < numbers::decimals(margin, None) => {
            numbers::grouped(margin, numbers::decimals(margin, Some(se)))
        }
        _ => numbers::plain(margin),
    }
}

/// Paler where the best is less sure.
fn opacity(sure: f64) -> f64 {
    0.18 + 0.72 * sure
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_an_axis_can_be_told_apart() {
        let columns: Vec<AxisValue> =
            ["{ gamma = { mean = 2, cv = 0.5 } }", "{ gamma = { mean = 2, cv = 1.5 } }"].map(AxisValue::read).into();
        let heads: Vec<Vec<String>> = heads(&columns, 70.0).into_iter().map(|(_, lines)| lines).collect();
        assert!(heads[0] != heads[1] && heads.iter().all(|lines| lines.len() <= LINES), "{heads:?}");
        // Of many numbers every other one, or fewer.
        let many: Vec<AxisValue> = (0..30).map(|number| AxisValue::Number(1000.0 + f64::from(number))).collect();
        let heads = super::heads(&many, 20.0);
        assert!(heads.len() < 20 && heads[1].0 == 30_usize.div_ceil(heads.len()), "{heads:?}");
    }

    /// Means of two strategies that are the same at three of four points differ there in the last digit, either way.
    #[test]
    fn no_line_of_equal_cost_is_drawn_from_rounding() {
        let one = [vec![100.3, 7.1], vec![0.3, 5.0]];
        let other = [vec![100.3 + 2e-14, 7.1 - 1e-15], vec![0.1 + 0.2, 6.0]];
        assert!(one[0][0] != other[0][0] && one[0][1] != other[0][1] && one[1][0] != other[1][0]);
        let found = differences(&one, &other);
        assert_eq!(found, [vec![0.0, 0.0], vec![0.0, -1.0]]);
        assert!(zero_lines(&found).is_empty());
    }

    #[test]
    fn a_lead_has_the_digits_that_are_known() {
        let lead = |margin: f64, half: f64| {
            let row =
                StandingRow { ci_low: Some(margin - half), ci_high: Some(margin + half), ..StandingRow::default() };
            super::lead(margin, &row)
        };
        let row = StandingRow { margin: Some(1234.5), ..StandingRow::default() };
        assert!(fitting_lead(&row, 60.0).is_some() && fitting_lead(&row, 20.0).is_none());
        assert_eq!([lead(400.0, 0.001), lead(1234.5, 200.0), lead(0.123, 0.1)], ["400", "1,234", "0.12"]);
    }
}
