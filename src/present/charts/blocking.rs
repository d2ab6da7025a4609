//! Blocking parts: which item the orders that waited for parts got last, as bars with their cumulated share.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, styles};
use super::scene::{Anchor, Area, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::numbers;
use crate::present::summary_index::SummaryIndex;

/// Items named per strategy: of few strategies, and of many.
const NAMED: usize = 8;
const NAMED_OF_MANY: usize = 4;
/// Strategies beyond which fewer items are named, and shown at most.
const MANY: usize = 3;
const STRATEGIES: usize = 8;
/// Widest name, pixels.
const WIDEST: f64 = 300.0;
/// Share of the worst item that makes a picture worth it.
const WORTH: f64 = 0.03;
const ROW: f64 = 24.0;
/// Space between two strategies, pixels.
const BETWEEN: f64 = 44.0;

struct Pareto<'a> {
    strategy: &'a str,
    place: usize,
    /// (item, share of the orders that waited for parts), largest first, at most [`NAMED`].
    items: Vec<(&'a str, f64)>,
    /// Share of all the others, and how many they are.
    rest: (f64, usize),
}

fn paretos<'a>(look: &SummaryIndex<'a>) -> Vec<Pareto<'a>> {
    let pareto = |(place, strategy): (usize, &'a str)| {
        let rows = look.tables.summary.iter().filter(|row| {
            row.strategy == strategy && row.entity_kind == EntityKind::Item && row.measure == "blocking_share"
        });
        let mut items: Vec<(&str, f64)> =
            rows.filter_map(|row| Some((row.entity.as_str(), row.mean?))).filter(|(_, share)| *share > 0.0).collect();
        items.sort_by(|a, b| b.1.total_cmp(&a.1));
        // A single culprit needs no picture, and hundreds of equal ones are none.
        if items.len() < 2 || items[0].1 < WORTH {
            return None;
        }
        Some(Pareto { strategy, place, items, rest: (0.0, 0) })
    };
    let mut all: Vec<Pareto> = look.strategies().into_iter().enumerate().filter_map(pareto).collect();
    let named = if all.len() > MANY { NAMED_OF_MANY } else { NAMED };
    for pareto in &mut all {
        // One item more needs no more room than the row of the others would.
        let shown = if pareto.items.len() == named + 1 { named + 1 } else { named };
        let rest = pareto.items.split_off(pareto.items.len().min(shown));
        pareto.rest = (rest.iter().map(|(_, share)| share).sum(), rest.len());
    }
    all
}

/// One decimal, so that the figures of a column line up.
fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 { "<0.1 %".into() } else { format!("{} %", numbers::grouped(100.0 * share, 1)) }
}

/// The chart; none when orders never wait for one of several items.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let mut all = paretos(look);
    let found = all.len();
    all.truncate(STRATEGIES);
    let first = all.first()?;
    let (item, share) = first.items[0];
    let title = format!(
        "Under {}, {item} is last to arrive for {} of the orders that wait for parts",
        first.strategy,
        percent(share)
    );
    let mut subtitle =
        "Share of the orders that waited for parts for which the item arrived last (ties share); dots: cumulated share"
            .to_string();
    if found > all.len() {
        subtitle += &format!("; the first {} of {found} strategies", all.len());
    }
    let rows = |pareto: &Pareto| pareto.items.len() + usize::from(pareto.rest.1 > 0);
    let body = 24.0 + all.iter().map(|pareto| rows(pareto) as f64 * ROW + BETWEEN).sum::<f64>() + 8.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let styles = styles(&look.strategies());
    let names = all.iter().flat_map(|pareto| pareto.items.iter().map(|(name, _)| *name));
    let left = 36.0 + frame::names_width(names.chain(["99 others"]), WIDEST).max(60.0);
    let mut top = y + 24.0;
    for pareto in &all {
        let area = Area { left, top, right: WIDTH - 90.0, bottom: top + rows(pareto) as f64 * ROW };
        draw(&mut scene, pareto, &styles[pareto.place], area);
        top = area.bottom + BETWEEN;
    }
    let last = top - BETWEEN;
    let axis = Area { left, top: last - 4.0, right: WIDTH - 90.0, bottom: last + 4.0 };
    frame::horizontal_axis(
        &mut scene,
        axis,
        AxisRange { low: 0.0, high: 100.0 },
        "Share of the orders that waited for parts (%)",
    );
    Some(Chart { name: "blocking", title, description: description(&all), scene })
}

fn draw(scene: &mut Scene, pareto: &Pareto, style: &palette::Style, area: Area) {
    scene.text(
        at(20.0, area.top - 8.0),
        Anchor::Start,
        colored(NAME, style.ink),
        frame::name(pareto.strategy, WIDTH - 40.0),
    );
    let x = |share: f64| area.left + share * area.width();
    let mut cumulated = 0.0;
    let mut line = Vec::new();
    let others = format!("{} others", pareto.rest.1);
    let rest = (pareto.rest.1 > 0).then_some((others.as_str(), pareto.rest.0));
    for (place, (name, share)) in pareto.items.iter().copied().chain(rest).enumerate() {
        let y = area.top + place as f64 * ROW;
        let bar = Area { left: area.left, top: y + 3.0, right: x(share).max(area.left + 1.0), bottom: y + ROW - 3.0 };
        let others = place == pareto.items.len();
        scene.fill(bar, if others { palette::AXIS } else { style.paint.with_alpha(0.85) });
        let words = super::text::fit_middle(name, area.left - 28.0, LABEL.size, LABEL.weight);
        scene.text(at(area.left - 8.0, y + ROW / 2.0 + 4.0), Anchor::End, colored(LABEL, palette::INK), words);
        cumulated += share;
        line.push(at(x(cumulated.min(1.0)), y + ROW / 2.0));
        scene.text(
            at(area.right + 62.0, y + ROW / 2.0 + 4.0),
            Anchor::End,
            colored(LABEL, palette::INK),
            percent(share),
        );
    }
    for point in &line {
        scene.disc(*point, 2.6, palette::INK);
    }
    scene.path(line, Stroke::solid(palette::INK, 1.2));
    scene.line(at(area.left, area.top), at(area.left, area.bottom), Stroke::solid(palette::AXIS, 1.0));
}

fn description(all: &[Pareto]) -> String {
    let words: Vec<String> = all
        .iter()
        .map(|pareto| {
            let items: Vec<String> =
                pareto.items.iter().map(|(item, share)| format!("{item} {}", percent(*share))).collect();
            format!("{}: {}", pareto.strategy, items.join(", "))
        })
        .collect();
    words.join(". ")
}
