//! Two runs: what the money changes by under each strategy, with its interval, against zero.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, NAME, Size, WIDTH, colored};
use super::palette::{self, styles};
use super::scene::{Anchor, Area, Stroke, at};
use crate::measures::EntityKind;
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::SummaryIndex;
use crate::results::{Compared, ComparedRow};

/// Height of a strategy, pixels.
const ROW: f64 = 40.0;
/// Strategies shown, at most.
const MOST: usize = 20;

/// The chart; none where no strategy has a cost in both runs.
pub fn chart(look: &SummaryIndex, compared: &Compared) -> Option<Chart> {
    let own = |row: &&ComparedRow| {
        row.entity_kind == EntityKind::System && row.measure == "cost_total" && row.difference.is_some()
    };
    let rows: Vec<&ComparedRow> = compared.rows.iter().filter(own).take(MOST).collect();
    let (first, runs) = (rows.first()?, compared.info.compared.as_ref()?);
    let alpha = 1.0 - compared.info.confidence;
    let sure = rows.iter().filter(|row| row.p_adjusted.is_some_and(|p| p < alpha)).count();
    let title = match (sure, rows.len()) {
        (0, _) => "No difference of cost is beyond chance".to_string(),
        (1, 1) => format!("The cost of {} changes beyond chance", first.strategy),
        (sure, all) if sure == all => format!("The cost of all {all} strategies changes beyond chance"),
        (sure, all) => format!("The cost of {sure} of {all} strategies changes beyond chance"),
    };
    let subtitle = format!(
        "Total cost of {} less that of {}: mean and interval, {}, {}",
        runs.now,
        runs.before,
        frame::sample(look),
        if first.method == "paired" { "paired by replication" } else { "as independent samples" }
    );
    let body = 14.0 + ROW * rows.len() as f64 + 46.0;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let widest = frame::names_width(rows.iter().map(|row| row.strategy.as_str()), 220.0);
    let bottom = y + 14.0 + ROW * rows.len() as f64;
    let area = Area { left: 40.0 + widest, top: y + 14.0, right: WIDTH - 170.0, bottom };
    let ends = rows.iter().flat_map(|row| [row.ci_low, row.ci_high, row.difference]).flatten();
    let range = AxisRange::of(ends).with_zero().padded(0.06);
    let scale = frame::horizontal_axis(&mut scene, area, range, &format!("Difference of total cost ({})", first.unit));
    scene.line(at(scale.at(0.0), area.top), at(scale.at(0.0), area.bottom), Stroke::solid(palette::INK, 1.2));
    let names: Vec<&str> = rows.iter().map(|row| row.strategy.as_str()).collect();
    let mut words = Vec::new();
    for ((place, row), style) in rows.iter().enumerate().zip(styles(&names)) {
        let middle = area.top + ROW * (place as f64 + 0.5);
        let name = frame::name(&row.strategy, widest);
        scene.text(at(area.left - 12.0, middle + 4.0), Anchor::End, colored(NAME, style.ink), name);
        if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
            scene.line(at(scale.at(low), middle), at(scale.at(high), middle), Stroke::solid(palette::INK, 2.0));
        }
        let mean = row.difference.unwrap_or(0.0);
        palette::mark(&mut scene, &style, at(scale.at(mean), middle), 5.0);
        let measured = Measured { mean, se: row.se, ci_low: row.ci_low, ci_high: row.ci_high, unit: &row.unit };
        scene.text(at(area.right + 10.0, middle + 4.0), Anchor::Start, NAME, measured.shown().text());
        words.push(format!("{}: {}", row.strategy, measured.shown().with_unit()));
        if let Some(change) = row.change.filter(|change| change.abs() < 10.0) {
            let percent = format!("{} %", numbers::grouped(100.0 * change, 1));
            scene.text(at(area.right + 10.0, middle + 17.0), Anchor::Start, frame::LABEL, percent);
        }
    }
    Some(Chart { name: "compared", title, description: words.join("; "), scene })
}
