//! Sensitivity of a sweep: which share of the variance each axis is behind, alone and with the others.

use super::Chart;
use super::axis::{AxisRange, Scale};
use super::frame::{self, LABEL, NAME, Size, WIDTH};
use super::palette::INK;
use super::scene::{Anchor, Area, Paint, Scene, Stroke, at};
use super::text;
use super::tornado::panels;
use crate::present::numbers;
use crate::present::summary_index::{self, SummaryIndex};
use crate::results::{SensitivityRow, Sweep};

const ROW: f64 = 34.0;
const BETWEEN: f64 = 74.0;
const FIGURES: f64 = 170.0;

/// The chart; none unless the design was one of Saltelli.
pub fn chart(look: &SummaryIndex, sweep: &Sweep) -> Option<Chart> {
    let in_words = |row: &SensitivityRow| SensitivityRow { axis: sweep.info.axis_label(&row.axis), ..row.clone() };
    let rows: Vec<SensitivityRow> = sweep.sensitivity.iter().map(in_words).collect();
    let panels = panels(&rows, |row| (&row.strategy, &row.reference));
    let first = *panels.first()?.rows.first()?;
    let what = summary_index::label(&first.measure, &sweep.info.time_unit);
    let title = sweep.info.in_words(sweep.info.verdict.sentences.first().unwrap_or(&sweep.info.verdict.headline));
    let subtitle = format!(
        "{what}: share of its variance over the design that an axis is behind alone (dark, first order) and together with \
         the others (pale, total); whiskers: bootstrap intervals, all cut at 0 and 100 %, {}; {}",
        frame::sample(look),
        numbers::counted(sweep.standings.len() as u64, "point"),
    );
    let rows: usize = panels.iter().map(|panel| panel.rows.len()).sum();
    let (mut scene, y) =
        frame::begin(look, Size::Body(rows as f64 * ROW + panels.len() as f64 * BETWEEN), &title, &subtitle);
    let names = look.strategies();
    let widest = panels.iter().flat_map(|panel| &panel.rows).map(|row| row.axis.as_str());
    let left = 40.0 + frame::names_width(widest, 260.0);
    let mut top = y + 28.0;
    for panel in &panels {
        let area = Area { left, top, right: WIDTH - FIGURES, bottom: top + ROW * panel.rows.len() as f64 };
        let paint = panel.paint(&names);
        let range = AxisRange { low: 0.0, high: 100.0 };
        let scale = frame::horizontal_axis(&mut scene, area, range, "Share of the variance (%)");
        for (place, row) in panel.rows.iter().enumerate() {
            bars(&mut scene, row, (area, area.top + ROW * (place as f64 + 0.5)), &scale, paint);
        }
        scene.line(at(scale.at(0.0), area.top), at(scale.at(0.0), area.bottom), Stroke::solid(INK, 1.2));
        let deviation = panel.rows.first().map_or(String::new(), |row| {
            format!(
                "{}: standard deviation {} {}",
                panel.name(),
                numbers::plain(row.sd),
                numbers::unit_words(&row.unit)
            )
        });
        scene.text(at(20.0, top - 10.0), Anchor::Start, NAME, frame::name(&deviation, WIDTH - 40.0));
        top = area.bottom + BETWEEN;
    }
    let description = panels[0].rows.iter().map(|row| described(row)).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "sensitivity", title, description, scene })
}

fn bars(scene: &mut Scene, row: &SensitivityRow, (area, y): (Area, f64), scale: &Scale, paint: Paint) {
    let words = text::fit_middle(&row.axis, area.left - 32.0, LABEL.size, LABEL.weight);
    scene.text(at(area.left - 8.0, y + 4.0), Anchor::End, LABEL, words);
    let place = |share: f64| scale.at(100.0 * possible(share));
    let fill = |scene: &mut Scene, share: f64, (top, bottom): (f64, f64), paint: Paint| {
        scene.fill(Area { left: place(0.0), top, right: place(share), bottom }, paint);
    };
    fill(scene, row.first_order, (y - 12.0, y - 1.0), paint);
    fill(scene, row.total, (y + 1.0, y + 12.0), paint.with_alpha(0.4));
    let pen = Stroke::solid(INK, 1.4);
    for (low, high, y) in [(row.first_low, row.first_high, y - 6.5), (row.total_low, row.total_high, y + 6.5)] {
        scene.line(at(place(low), y), at(place(high), y), pen);
        [low, high].into_iter().for_each(|end| scene.line(at(place(end), y - 3.5), at(place(end), y + 3.5), pen));
    }
    let words = format!("{} alone, {} in all", percent(row.first_order), percent(row.total));
    scene.text(
        at(area.right + 14.0, y + 4.0),
        Anchor::Start,
        LABEL,
        text::fit(&words, FIGURES - 20.0, LABEL.size, LABEL.weight),
    );
}

/// A share lies between 0 and 1, whatever its estimate; the table has the estimate.
fn possible(share: f64) -> f64 {
    share.clamp(0.0, 1.0)
}

/// Whole percents: the indices are known to no more.
fn percent(share: f64) -> String {
    format!("{} %", numbers::grouped(100.0 * possible(share), 0))
}

fn described(row: &SensitivityRow) -> String {
    format!("{}: {} of the variance alone, {} in all", row.axis, percent(row.first_order), percent(row.total))
}
