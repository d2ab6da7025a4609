//! The mean rate of each stream that has a profile or a record, with the orders of one replication: columns and a line.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::fit::BAR;
use super::frame::{self, NAME, Size, WIDTH};
use super::palette;
use super::scene::{Anchor, Area, Scene, at};
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;
use crate::results::ArrivalRow;

/// Streams shown at most.
const STREAMS: usize = 6;
/// Height of a panel and what lies between two, pixels.
const PANEL: f64 = 170.0;
const BETWEEN: f64 = 100.0;

/// The chart; none without such a stream.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let rows = &look.tables.arrivals;
    let streams: Vec<&[ArrivalRow]> = rows.chunk_by(|a, b| a.demand == b.demand).collect();
    let shown = &streams[..streams.len().min(STREAMS)];
    let title = title(look, shown.first()?, streams.len());
    let rest = match streams.len() - shown.len() {
        0 => String::new(),
        more => format!("; {more} more streams stand in arrivals.csv"),
    };
    let subtitle = format!("Columns: orders of the first replication; line: their mean rate{rest}");
    let body = 44.0 + shown.len() as f64 * (PANEL + BETWEEN) - 36.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let unit = &look.tables.info.time_unit;
    for (number, own) in shown.iter().enumerate() {
        let top = y + 62.0 + number as f64 * (PANEL + BETWEEN);
        let area = Area { left: 88.0, top, right: WIDTH - 40.0, bottom: top + PANEL };
        let name = format!("{}, {}", own[0].demand, source(own));
        scene.text(at(20.0, top - 32.0), Anchor::Start, NAME, frame::name(&name, WIDTH - 60.0));
        panel(&mut scene, own, area, unit);
    }
    let said = shown.iter().map(|own| described(own, unit)).collect::<Vec<_>>().join(". ");
    Some(Chart { name: "arrivals", title, description: said, scene })
}

/// What the line of a stream is.
fn source(own: &[ArrivalRow]) -> &'static str {
    match own[0].source.as_str() {
        "environment" => "by its profile and its environment, as it was in this replication",
        "profile" => "by its profile",
        "record" => "recorded orders; line: their mean",
        _ => "drawn from recorded orders; line: the mean over all draws",
    }
}

/// Least and greatest mean rate, with what stands for both in words.
fn extremes(own: &[ArrivalRow]) -> (f64, f64) {
    own.iter().fold((f64::INFINITY, 0.0), |(least, most), row| (row.rate.min(least), row.rate.max(most)))
}

fn title(look: &SummaryIndex, first: &[ArrivalRow], streams: usize) -> String {
    let unit = &look.tables.info.time_unit;
    let (least, most) = extremes(first);
    let name = frame::name(&first[0].demand, WIDTH / 3.0);
    let others = match streams {
        1 => String::new(),
        2 => "; another stream below".into(),
        _ => format!("; {} other streams below", numbers::count(streams as u64 - 1)),
    };
    if numbers::two_digits(least) == numbers::two_digits(most) {
        return format!("Orders of {name} come at {} per {unit} on average{others}", numbers::two_digits(most));
    }
    let (least, most) = (numbers::two_digits(least), numbers::two_digits(most));
    format!("Orders of {name} come at {least} to {most} per {unit} on average{others}")
}

fn panel(scene: &mut Scene, own: &[ArrivalRow], area: Area, unit: &str) {
    let height = |row: &ArrivalRow| row.orders as f64 / (row.end - row.start);
    let most = own.iter().map(|row| height(row).max(row.rate)).fold(0.0, f64::max).max(1e-9);
    let range = AxisRange { low: 0.0, high: most };
    let up = frame::vertical_axis(scene, area, &range.ticks(4), &format!("Orders per {unit}"));
    let end = own[own.len() - 1].end;
    let words = format!("Time since the start of the run ({})", numbers::plural(unit));
    let across = frame::horizontal_axis(scene, area, AxisRange { low: 0.0, high: end }, &words);
    for row in own {
        let gap = 0.08 * (across.at(row.end) - across.at(row.start));
        let (left, right) = (across.at(row.start) + gap, across.at(row.end) - gap);
        scene.fill(Area { left, right, top: up.at(height(row)), bottom: up.at(0.0) }, BAR);
    }
    line(scene, own, (&across, &up));
}

/// The mean rate: level over each bucket.
fn line(scene: &mut Scene, own: &[ArrivalRow], (across, up): (&Scale, &Scale)) {
    let corners = |row: &ArrivalRow| [row.start, row.end].map(|time| at(across.at(time), up.at(row.rate)));
    let points = own.iter().flat_map(corners).collect();
    scene.path(points, palette::styles(&["rate"])[0].stroke(1.8));
}

fn described(own: &[ArrivalRow], unit: &str) -> String {
    let (least, most) = extremes(own);
    let (name, orders) = (&own[0].demand, own.iter().map(|row| row.orders).sum::<u64>());
    format!(
        "{name}, {}: {} up to {}; mean rate from {} to {} per {unit}",
        source(own),
        numbers::counted(orders, "order"),
        numbers::time(own[own.len() - 1].end, unit),
        numbers::plain(least),
        numbers::plain(most),
    )
}
