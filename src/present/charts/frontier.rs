//! The frontier: the least money for each service, a line per strategy, and below it what the next point costs.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::labels::Placer;
use super::palette::{self, GRID, MUTED, Style, styles};
use super::scene::{Anchor, Area, Dash, Position, Scene, Stroke, at};
use super::text;
use crate::measures::{Better, Column, Unit};
use crate::present::numbers;
use crate::present::summary_index::{self, SummaryIndex};
use crate::results::{Frontier, FrontierRow};

/// Heights of the panels and of what is between them, pixels.
const UPPER: f64 = 330.0;
const LOWER: f64 = 150.0;
const BETWEEN: f64 = 84.0;
const RADIUS: f64 = 4.4;
/// Most nines that are told apart.
const MOST_NINES: f64 = 4.0;
/// Shares that may stand on a stretched axis, per cent.
const SHARES: [f64; 14] = [0.0, 20.0, 50.0, 80.0, 90.0, 95.0, 98.0, 99.0, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99];
/// Space a label of the axis takes, pixels.
const TICK: f64 = 58.0;

/// A strategy's rows, each once, and how it looks.
struct Line<'a> {
    name: &'a str,
    style: Style,
    rows: Vec<&'a FrontierRow>,
}

impl<'a> Line<'a> {
    /// What the line runs through, by service.
    fn best(&self) -> Vec<&'a FrontierRow> {
        let mut best: Vec<&FrontierRow> = self.rows.iter().filter(|row| !row.is_dominated()).copied().collect();
        best.sort_by(|a, b| a.service.unwrap_or(0.0).total_cmp(&b.service.unwrap_or(0.0)));
        best
    }
}

/// The chart; none when no strategy has a service and a cost.
pub fn chart(look: &SummaryIndex, frontier: &Frontier) -> Option<Chart> {
    let names = look.strategies();
    let styles = styles(&names);
    let with = |name: &str| -> Vec<&FrontierRow> {
        let own = frontier.points.iter().filter(|row| row.strategy == name);
        own.filter(|row| row.service.is_some() && row.cost.is_some()).collect()
    };
    let lines: Vec<Line> = names
        .iter()
        .zip(styles)
        .map(|(name, style)| Line { name, style, rows: with(name) })
        .filter(|line| !line.rows.is_empty())
        .collect();
    let first = lines.first()?.rows[0];
    let info = &frontier.info;
    let target = info.target_of_system(&first.measure);
    let across = Across::of(look, &lines, target);
    let priced = lines.iter().any(|line| line.rows.iter().any(|row| row.next_point.is_some()));
    let profit = first.money == "profit";
    let what = if profit { "Greatest profit" } else { "Least cost" };
    let mut subtitle = format!(
        "{what} for each {}, at the best levels of each strategy; crosses: intervals, {}, cut at the frame; \
         pale: another level gives as much for no more",
        across.words.to_lowercase(),
        frame::sample(look)
    );
    if across.share {
        subtitle += "; the axis is stretched towards 100 %";
    }
    let body = 40.0 + UPPER + if priced { BETWEEN + LOWER } else { 0.0 } + 52.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &info.verdict.headline, &subtitle);
    let area = Area { left: 88.0, top: y + 40.0, right: WIDTH - 40.0, bottom: y + 40.0 + UPPER };
    let money = format!("{} ({})", summary_index::label(&first.money, &info.time_unit), first.unit);
    upper(&mut scene, area, &lines, &across, &money, target);
    if priced {
        let top = area.bottom + BETWEEN;
        let area = Area { top, bottom: top + LOWER, ..area };
        lower(&mut scene, area, &lines, &across, first, target);
    }
    let description = info.verdict.sentences.join(" ");
    Some(Chart { name: "frontier", title: info.verdict.headline.clone(), description, scene })
}

/// The axis of the service.
struct Across {
    words: String,
    share: bool,
    /// Whether less is better.
    lower: bool,
    range: AxisRange,
    /// 100 for shares.
    factor: f64,
}

impl Across {
    fn of(look: &SummaryIndex, lines: &[Line], target: Option<f64>) -> Across {
        let info = &look.tables.info;
        let id = &lines[0].rows[0].measure;
        let column = Column::parse(id);
        let unit = column.as_ref().map(|column| column.measure.definition().unit);
        let lower = column.is_some_and(|column| column.measure.definition().better == Better::Lower);
        let share = unit == Some(Unit::Share) && !lower;
        let shown = match unit {
            Some(unit) => unit.words(&numbers::plural(&info.time_unit), &info.currency),
            None => String::new(),
        };
        let words = format!("{} ({})", summary_index::label(id, &info.time_unit), numbers::unit_words(&shown));
        let mut across =
            Across { words, share, lower, range: AxisRange { low: 0.0, high: 1.0 }, factor: numbers::scale(&shown) };
        let rows = lines.iter().flat_map(|line| &line.rows);
        let services = rows.filter_map(|row| row.service).chain(target);
        across.range = AxisRange::of(services.map(|service| across.place(service))).padded(0.05);
        if !share {
            across.range.low = across.range.low.max(0.0);
        }
        across
    }

    /// Place of a service on the axis: in nines, or as it is.
    fn place(&self, service: f64) -> f64 {
        if !self.share {
            return service * self.factor;
        }
        -libm::log10((1.0 - service).clamp(libm::pow(10.0, -MOST_NINES), 1.0))
    }

    fn scale(&self, area: Area) -> Scale {
        Scale { from: self.range.low, to: self.range.high, start: area.left, end: area.right }
    }

    /// Draws grid and labels.
    fn draw(&self, scene: &mut Scene, area: Area) {
        if !self.share {
            frame::horizontal_axis(scene, area, self.range, &self.words);
            return;
        }
        let scale = self.scale(area);
        let inside = |place: f64| (self.range.low - 1e-9..=self.range.high + 1e-9).contains(&place);
        let mut ticks: Vec<(f64, String)> = Vec::new();
        // Round shares first, so that those between them give way.
        for share in [95.0, 99.0, 90.0, 50.0, 99.9, 0.0, 99.99].iter().chain(&SHARES) {
            let place = self.place(share / 100.0);
            let x = scale.at(place);
            if inside(place) && ticks.iter().all(|(taken, _)| (taken - x).abs() >= TICK) {
                let open = if *share >= 99.99 { "≥ " } else { "" };
                ticks.push((x, format!("{open}{share} %")));
            }
        }
        ticks.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (x, _) in &ticks {
            scene.line(at(*x, area.top), at(*x, area.bottom), Stroke::solid(GRID, 1.0));
        }
        frame::horizontal_ticks(scene, area, &ticks, &self.words);
    }
}

/// Money beside service.
fn upper(scene: &mut Scene, area: Area, lines: &[Line], across: &Across, money: &str, target: Option<f64>) {
    let rows = || lines.iter().flat_map(|line| line.rows.iter());
    let range = shown_costs(rows());
    let padded = range.padded(0.06);
    let range = if range.low >= 0.0 { AxisRange { low: padded.low.max(0.0), ..padded } } else { padded };
    let up = frame::vertical_axis(scene, area, &range.ticks(6), money);
    across.draw(scene, area);
    let x = across.scale(area);
    let place = |service: f64, cost: f64| at(x.at(across.place(service)), up.at(cost));
    let center = |row: &FrontierRow| place(row.service.unwrap_or(0.0), row.cost.unwrap_or(0.0));
    let mut placer = Placer::new(Area { left: area.left + 2.0, right: area.right + 36.0, ..area });
    if let Some(target) = target {
        mark_target(scene, area, x.at(across.place(target)));
        placer.block_line(at(x.at(across.place(target)), area.top), at(x.at(across.place(target)), area.bottom));
    }
    for line in lines {
        for row in line.rows.iter().filter(|row| row.is_dominated()) {
            let pale = Style { paint: line.style.paint.with_alpha(0.25), ..line.style };
            palette::mark(scene, &pale, center(row), 0.8 * RADIUS);
        }
    }
    for line in lines {
        for row in line.best() {
            for (from, to) in cross(row, (&place, area)) {
                scene.line(from, to, Stroke::solid(line.style.paint.with_alpha(0.4), 1.1));
                placer.block_line(from, to);
            }
        }
    }
    for line in lines {
        let points: Vec<Position> = line.best().iter().map(|row| center(row)).collect();
        scene.path(points.clone(), line.style.stroke(1.8));
        for point in &points {
            palette::mark(scene, &line.style, *point, RADIUS);
            let r = RADIUS + 1.0;
            placer.block(Area { left: point.x - r, top: point.y - r, right: point.x + r, bottom: point.y + r });
        }
        block_path(&mut placer, &points);
    }
    for line in lines {
        if let Some(last) = line.best().last() {
            let name = frame::name(line.name, 220.0);
            placer.set(scene, center(last), colored(NAME, line.style.ink), &name);
        }
    }
    if let Some(target) = target {
        let words = format!("target {}", level(target, across));
        placer.set(scene, at(x.at(across.place(target)), area.top + 8.0), LABEL, &words);
    }
}

/// Keeps labels off a line that is not level: boxes along it.
fn block_path(placer: &mut Placer, points: &[Position]) {
    for pair in points.windows(2) {
        let steps = (((pair[1].x - pair[0].x).abs() + (pair[1].y - pair[0].y).abs()) / 8.0).ceil().max(1.0) as i32;
        for step in 0..=steps {
            let share = f64::from(step) / f64::from(steps);
            let between = |a: f64, b: f64| a + share * (b - a);
            let (x, y) = (between(pair[0].x, pair[1].x), between(pair[0].y, pair[1].y));
            placer.block(Area { left: x - 2.0, top: y - 2.0, right: x + 2.0, bottom: y + 2.0 });
        }
    }
}

fn mark_target(scene: &mut Scene, area: Area, x: f64) {
    let pen = Stroke { paint: MUTED, width: 1.2, dash: Dash::Dashed };
    scene.line(at(x, area.top), at(x, area.bottom), pen);
}

/// The costs that the axis shows: the intervals too, unless they are mostly chance that all points have in common.
fn shown_costs<'a>(rows: impl Iterator<Item = &'a &'a FrontierRow> + Clone) -> AxisRange {
    let means = AxisRange::of(rows.clone().filter_map(|row| row.cost));
    let all = AxisRange::of(rows.flat_map(|row| [row.cost, row.cost_low, row.cost_high]).flatten());
    if all.high - all.low <= 2.0 * (means.high - means.low) { all } else { means.padded(0.2) }
}

/// Intervals of service and money, within the frame: the ends of their lines.
fn cross(row: &FrontierRow, (place, area): (&dyn Fn(f64, f64) -> Position, Area)) -> Vec<(Position, Position)> {
    let (Some(service), Some(cost)) = (row.service, row.cost) else { return Vec::new() };
    let within = |point: Position| at(point.x.clamp(area.left, area.right), point.y.clamp(area.top, area.bottom));
    let level = row.service_low.zip(row.service_high).map(|(low, high)| (place(low, cost), place(high, cost)));
    let upright = row.cost_low.zip(row.cost_high).map(|(low, high)| (place(service, low), place(service, high)));
    level.into_iter().chain(upright).map(|(from, to)| (within(from), within(to))).collect()
}

/// `95 %`, or a time.
fn level(value: f64, across: &Across) -> String {
    let words = numbers::plain(value * across.factor);
    if across.factor == 100.0 { format!("{words} %") } else { words }
}

/// Money for one more point of service, as steps from each point to the next.
fn lower(scene: &mut Scene, area: Area, lines: &[Line], across: &Across, first: &FrontierRow, target: Option<f64>) {
    let prices = || lines.iter().flat_map(|line| &line.rows).filter_map(|row| row.next_point);
    let (least, most) = prices()
        .filter(|price| *price > 0.0)
        .fold((f64::INFINITY, 0.0f64), |(low, high), price| (low.min(price), high.max(price)));
    let unit = if across.factor == 100.0 { "point" } else { "unit" };
    let title = format!("Price of one more {unit} of service ({})", first.unit);
    // Prices grow with every nine: powers of ten, one step apart.
    let (low, high) = match least <= most {
        true => {
            (libm::floor(libm::log10(least)).max(libm::floor(libm::log10(most)) - 5.0), libm::ceil(libm::log10(most)))
        }
        false => (0.0, 1.0),
    };
    let high = if high <= low { low + 1.0 } else { high };
    let up = Scale { from: low, to: high, start: area.bottom, end: area.top };
    for power in (low as i32)..=(high as i32) {
        let y = up.at(f64::from(power));
        scene.line(at(area.left, y), at(area.right, y), Stroke::solid(GRID, 1.0));
        let words = numbers::plain(libm::pow(10.0, f64::from(power)));
        scene.text(at(area.left - 8.0, y + 4.0), Anchor::End, LABEL, words);
    }
    scene.text(at(20.0, area.top - 14.0), Anchor::Start, LABEL, text::fit(&title, 700.0, LABEL.size, LABEL.weight));
    across.draw(scene, area);
    let x = across.scale(area);
    let height = |price: f64| up.at(libm::log10(price.max(1e-300)).clamp(low, high));
    if let Some(target) = target {
        mark_target(scene, area, x.at(across.place(target)));
    }
    for line in lines {
        let best = line.best();
        for pair in best.windows(2) {
            // From the worse of the two to the better.
            let worse = if across.lower { pair[1] } else { pair[0] };
            let Some(price) = worse.next_point.filter(|price| *price > 0.0) else { continue };
            let ends = [pair[0], pair[1]].map(|row| x.at(across.place(row.service.unwrap_or(0.0))));
            let y = height(price);
            scene.line(at(ends[0], y), at(ends[1], y), Stroke::solid(line.style.paint, 2.0));
            palette::mark(scene, &line.style, at((ends[0] + ends[1]) / 2.0, y), 0.8 * RADIUS);
        }
    }
}
