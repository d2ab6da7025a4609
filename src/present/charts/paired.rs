//! Paired differences: a dot per replication, the mean difference with its interval, against zero.

use super::Chart;
use super::axis::Range;
use super::frame::{self, LABEL, NAME, WIDTH, colored};
use super::palette::{self, looks};
use super::scene::{Anchor, Area, Scene, Stroke, at};
use crate::measures::EntityKind;
use crate::present::look::Look;
use crate::present::numbers::Measured;
use crate::results::ComparisonRow;

/// Height of a row, pixels.
const ROW: f64 = 46.0;
/// Pairs shown at most.
const PAIRS: usize = 10;

struct Pair<'a> {
    row: &'a ComparisonRow,
    differences: Vec<f64>,
}

fn pairs<'a>(look: &Look<'a>, measure: &str) -> Vec<Pair<'a>> {
    let values = |strategy: &str| -> Vec<(u32, f64)> {
        let own =
            look.tables.replications.iter().filter(|row| {
                row.entity_kind == EntityKind::System && row.measure == measure && row.strategy == strategy
            });
        own.filter_map(|row| Some((row.replication, row.value?))).collect()
    };
    let rows =
        look.tables.comparison.iter().filter(|row| row.measure == measure && row.entity_kind == EntityKind::System);
    // Both directions stand in the table; one is enough to look at.
    let names = look.strategies();
    let place = |name: &str| names.iter().position(|own| *own == name);
    rows.filter(|row| row.difference.is_some() && place(&row.strategy) > place(&row.reference))
        .take(PAIRS)
        .map(|row| {
            let (own, other) = (values(&row.strategy), values(&row.reference));
            let differences = own
                .iter()
                .filter_map(|(key, value)| other.iter().find(|(k, _)| k == key).map(|(_, base)| value - base))
                .collect();
            Pair { row, differences }
        })
        .collect()
}

/// The chart of cost differences; none with a single strategy.
pub fn chart(look: &Look) -> Option<Chart> {
    let all = pairs(look, "cost_total");
    let first = all.first()?;
    let unit = first.row.unit.as_str();
    let sure = all
        .iter()
        .filter(|pair| pair.row.ci_low.zip(pair.row.ci_high).is_some_and(|(low, high)| low > 0.0 || high < 0.0));
    let (sure, count) = (sure.count(), all.len());
    let title = if sure == count {
        "Costs differ between all strategies beyond doubt".to_string()
    } else {
        format!("{sure} of {count} cost differences between strategies are beyond doubt")
    };
    let subtitle = format!(
        "Total cost, strategy minus reference, on the same random customers and lead times; dots: replications, bar: mean and interval, {}",
        frame::sample(look)
    );
    let height = 186.0 + ROW * count as f64;
    let (mut scene, y) = frame::begin(look, height, &title, &subtitle);
    let area = Area { left: 190.0, top: y + 14.0, right: WIDTH - 150.0, bottom: y + 14.0 + ROW * count as f64 };
    let means = all.iter().flat_map(|pair| [pair.row.ci_low, pair.row.ci_high, pair.row.difference]).flatten();
    let values = all.iter().flat_map(|pair| pair.differences.iter().copied()).chain(means);
    let range = Range::of(values).with_zero().padded(0.04);
    let scale = frame::horizontal_axis(&mut scene, area, range, &format!("Difference of total cost ({unit})"));
    let zero = scale.at(0.0);
    scene.line(at(zero, area.top), at(zero, area.bottom), Stroke::solid(palette::INK, 1.2));
    let names = look.strategies();
    let styles = looks(&names);
    for (place, pair) in all.iter().enumerate() {
        let middle = area.top + ROW * (place as f64 + 0.5);
        let style = names.iter().position(|name| *name == pair.row.strategy).map_or(styles[0], |at| styles[at]);
        draw(&mut scene, pair, (style, middle), area, &|value| scale.at(value));
    }
    let description = all.iter().map(words).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "differences", title, description, scene })
}

fn draw(scene: &mut Scene, pair: &Pair, place: (palette::Look, f64), area: Area, x: &dyn Fn(f64) -> f64) {
    let (style, y) = place;
    scene.line(at(area.left, y + ROW / 2.0), at(area.right, y + ROW / 2.0), Stroke::solid(palette::GRID, 1.0));
    for (number, difference) in pair.differences.iter().enumerate() {
        // A fixed pattern keeps the dots apart.
        let shift = ((number * 7) % 11) as f64 - 5.0;
        scene.disc(at(x(*difference), y + 1.6 * shift), 2.2, style.paint.with_alpha(0.45));
    }
    let row = pair.row;
    let pen = Stroke::solid(palette::INK, 2.0);
    if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
        scene.line(at(x(low), y), at(x(high), y), pen);
        for end in [low, high] {
            scene.line(at(x(end), y - 6.0), at(x(end), y + 6.0), pen);
        }
    }
    if let Some(mean) = row.difference {
        scene.line(at(x(mean), y - 9.0), at(x(mean), y + 9.0), Stroke::solid(palette::INK, 2.6));
    }
    let most = area.left - 34.0;
    let name = super::text::fit(&format!("{} − {}", row.strategy, row.reference), most, NAME.size, NAME.weight);
    scene.text(at(area.left - 12.0, y + 4.0), Anchor::End, colored(NAME, style.ink), name);
    if let Some(shown) = Measured::of_comparison(row) {
        let words = super::text::fit(&shown.shown().text(), 136.0, NAME.size, NAME.weight);
        scene.text(at(area.right + 10.0, y), Anchor::Start, NAME, words);
    }
    if let Some(ratio) = row.variance_ratio {
        let words = format!("variance ÷ {}", crate::present::numbers::grouped(ratio, usize::from(ratio < 100.0)));
        scene.text(at(area.right + 10.0, y + 14.0), Anchor::Start, LABEL, words);
    }
}

fn words(pair: &Pair) -> String {
    let shown = Measured::of_comparison(pair.row).map(|measured| measured.shown().with_unit()).unwrap_or_default();
    format!("{} minus {}: {shown}", pair.row.strategy, pair.row.reference)
}
