//! Laws beside recorded values: a histogram, probabilities against shares, and orders over time.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, NAME, Size, WIDTH, colored};
use super::palette::{self, AXIS, GRID, Style};
use super::scene::{Anchor, Area, Paint, Position, Scene, Stroke, at};
use crate::present::numbers;
use crate::results::{CountsPicture, FitCurve, FitPicture, FitResults};

/// Height of a plot, pixels.
const HEIGHT: f64 = 320.0;

/// What was recorded.
pub const BAR: Paint = Paint::solid(0xd3_d7_dd);

/// Names of the two charts of a kind of values.
const NAMES: [(&str, &str, &str); 4] = [
    ("values", "laws-values", "pp-values"),
    ("gaps", "laws-gaps", "pp-gaps"),
    ("counts", "laws-counts", "pp-counts"),
    ("quantity", "laws-quantity", "pp-quantity"),
];

/// The charts of a fit.
pub fn charts(results: &FitResults) -> Vec<Chart> {
    let mut charts = Vec::new();
    charts.extend(results.over_time.as_ref().map(|counts| over_time(results, counts)));
    for picture in &results.pictures {
        if let Some((_, laws, pp)) = NAMES.iter().find(|(of, ..)| *of == picture.of) {
            charts.push(histogram(results, picture, laws));
            charts.push(probabilities(results, picture, pp));
        }
    }
    charts
}

fn foot(results: &FitResults) -> String {
    format!("{} · {} · pushpull {}", results.file, results.what, results.version)
}

fn plot(top: f64) -> Area {
    Area { left: 88.0, top: top + 40.0, right: WIDTH - 190.0, bottom: top + 40.0 + HEIGHT }
}

fn styles(picture: &FitPicture) -> Vec<Style> {
    palette::styles(&picture.curves.iter().map(|curve| curve.law.as_str()).collect::<Vec<_>>())
}

/// Names of the laws beside the plot, best first.
fn legend(scene: &mut Scene, area: Area, picture: &FitPicture) {
    for (place, (curve, style)) in picture.curves.iter().zip(styles(picture)).enumerate() {
        let y = area.top + 12.0 + 22.0 * place as f64;
        scene.line(at(area.right + 16.0, y - 4.0), at(area.right + 44.0, y - 4.0), style.stroke(2.2));
        scene.text(at(area.right + 52.0, y), Anchor::Start, colored(NAME, style.ink), frame::name(&curve.law, 120.0));
    }
}

/// Bars of the values, and a line for each law.
fn histogram(results: &FitResults, picture: &FitPicture, name: &'static str) -> Chart {
    let beyond = match picture.beyond {
        0 => String::new(),
        beyond => format!("; {} beyond the last bar", numbers::counted(beyond, "value")),
    };
    let subtitle =
        format!("Bars: share of the values; lines: share that each law expects there, best law first{beyond}");
    let (mut scene, y) = frame::begin_with(&foot(results), Size::Body(HEIGHT + 100.0), &picture.title, &subtitle);
    let area = plot(y);
    let shares = picture.bars.iter().map(|bar| bar.share);
    let curves = picture.curves.iter().flat_map(|curve| curve.shares.iter().map(|point| point[1]));
    let highest = 100.0 * shares.fold(0.0, f64::max);
    // A law that runs off at 0 does not press the others down.
    let most = curves.fold(highest, |most, share| most.max(100.0 * share)).min(1.6 * highest);
    let up =
        frame::vertical_axis(&mut scene, area, &AxisRange { low: 0.0, high: most }.ticks(5), "Share of the values (%)");
    let ends = picture.bars.first().zip(picture.bars.last()).map_or((0.0, 1.0), |(first, last)| (first.from, last.to));
    let across = frame::horizontal_axis(&mut scene, area, AxisRange { low: ends.0, high: ends.1 }, &picture.axis);
    for bar in &picture.bars {
        let gap = (0.08 * (across.at(bar.to) - across.at(bar.from))).min(2.0);
        let left = across.at(bar.from) + gap;
        let bar = Area { left, right: across.at(bar.to) - gap, top: up.at(100.0 * bar.share), bottom: area.bottom };
        scene.fill(bar, BAR);
    }
    for (curve, style) in picture.curves.iter().zip(styles(picture)) {
        let points = curve.shares.iter().map(|[x, share]| at(across.at(*x), up.at(100.0 * share).max(area.top)));
        scene.path(points.collect(), style.stroke(2.0));
    }
    scene.line(at(area.left, area.bottom), at(area.right, area.bottom), Stroke::solid(AXIS, 1.0));
    legend(&mut scene, area, picture);
    Chart { name, title: picture.title.clone(), description: words(picture), scene }
}

fn words(picture: &FitPicture) -> String {
    let farthest = |curve: &FitCurve| curve.cdfs.iter().map(|[law, share]| (law - share).abs()).fold(0.0, f64::max);
    let one = |curve: &FitCurve| format!("{}: at most {} off", curve.law, numbers::percent(farthest(curve)));
    picture.curves.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Share of the values up to each of them against its probability by the laws.
fn probabilities(results: &FitResults, picture: &FitPicture, name: &'static str) -> Chart {
    let title = format!("{}: the nearer to the diagonal, the better the law", capital(&picture.of));
    let subtitle = "P–P plot: probability up to each value by the law, against the share of the values up to it";
    let (mut scene, y) = frame::begin_with(&foot(results), Size::Body(HEIGHT + 100.0), &title, subtitle);
    let area = plot(y);
    let whole = AxisRange { low: 0.0, high: 100.0 };
    let up = frame::vertical_axis(&mut scene, area, &whole.ticks(5), "Share of the values up to it (%)");
    let across = frame::horizontal_axis(&mut scene, area, whole, "Probability by the law (%)");
    scene.line(at(area.left, area.bottom), at(area.right, area.top), Stroke::solid(GRID, 5.0));
    for (curve, style) in picture.curves.iter().zip(styles(picture)) {
        let points: Vec<Position> =
            curve.cdfs.iter().map(|[law, share]| at(across.at(100.0 * law), up.at(100.0 * share))).collect();
        let marks = points.len() <= 40;
        points.iter().filter(|_| marks).for_each(|point| palette::mark(&mut scene, &style, *point, 3.2));
        scene.path(points, style.stroke(1.8));
    }
    legend(&mut scene, area, picture);
    Chart { name, title, description: words(picture), scene }
}

fn capital(of: &str) -> String {
    let mut letters = of.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Orders of each bucket, and what is expected of it.
fn over_time(results: &FitResults, counts: &CountsPicture) -> Chart {
    let subtitle = "Columns: orders that came; line: orders expected with what was taken out of their rate";
    let (mut scene, y) = frame::begin_with(&foot(results), Size::Body(HEIGHT + 100.0), &counts.title, subtitle);
    let area = Area { right: WIDTH - 40.0, ..plot(y) };
    let all = counts.counts.iter().chain(&counts.expected);
    let most = all.clone().map(|point| point[1]).fold(0.0, f64::max).max(1e-9);
    let up =
        frame::vertical_axis(&mut scene, area, &AxisRange { low: 0.0, high: most }.ticks(5), &capital(&counts.axis));
    let step = counts.counts.get(1).map_or(1.0, |second| second[0] - counts.counts[0][0]);
    let end = counts.counts.last().map_or(1.0, |last| last[0]) + 0.5 * step;
    let across = frame::horizontal_axis(&mut scene, area, AxisRange { low: 0.0, high: end }, &counts.time);
    columns(&mut scene, counts, (&across, &up), step);
    let line = counts.expected.iter().map(|[x, mean]| at(across.at(*x), up.at(*mean))).collect();
    scene.path(line, palette::styles(&["expected"])[0].stroke(1.6));
    let description = format!("{}; {}", counts.title, counts.axis);
    Chart { name: "orders", title: counts.title.clone(), description, scene }
}

fn columns(scene: &mut Scene, counts: &CountsPicture, (across, up): (&Scale, &Scale), step: f64) {
    let half = 0.42 * step;
    for [x, count] in &counts.counts {
        let column =
            Area { left: across.at(x - half), right: across.at(x + half), top: up.at(*count), bottom: up.at(0.0) };
        scene.fill(column, BAR);
    }
}
