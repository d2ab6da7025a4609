//! Paired differences: a dot per replication, the mean difference with its interval, against zero.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, styles};
use super::scene::{Anchor, Area, Scene, Stroke, at};
use super::text;
use crate::measures::EntityKind;
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::SummaryIndex;
use crate::results::ComparisonRow;
use crate::stats::apart;

/// Height of a row, pixels.
const ROW: f64 = 46.0;
/// Pairs shown at most.
const PAIRS: usize = 10;
/// Below the rows of a panel: the axis, and the space to the next, pixels.
const AXIS: f64 = 46.0;
const BETWEEN: f64 = 20.0;
/// Widest name of a pair, pixels.
const WIDEST: f64 = 220.0;
/// Differences that are so many times larger than the next smaller ones get a panel of their own.
const APART: f64 = 8.0;

struct Pair<'a> {
    row: &'a ComparisonRow,
    differences: Vec<f64>,
}

impl Pair<'_> {
    /// The farthest from zero that is drawn.
    fn reach(&self) -> f64 {
        let ends = [self.row.ci_low, self.row.ci_high, self.row.difference].into_iter().flatten();
        self.differences.iter().copied().chain(ends).map(f64::abs).fold(0.0, f64::max)
    }

    /// Whether the difference is beyond chance, all pairs judged together.
    fn sure(&self, confidence: f64) -> bool {
        self.row.p_adjusted.is_some_and(|p| p < 1.0 - confidence)
    }
}

/// The pairs that are shown, and how many there are.
fn pairs<'a>(look: &SummaryIndex<'a>, measure: &str) -> (Vec<Pair<'a>>, usize) {
    let rows =
        look.tables.comparison.iter().filter(|row| row.measure == measure && row.entity_kind == EntityKind::System);
    // Both directions stand in the table; one is enough to look at.
    let names = look.strategies();
    let place = |name: &str| names.iter().position(|own| *own == name);
    let rows: Vec<&ComparisonRow> =
        rows.filter(|row| row.difference.is_some() && place(&row.strategy) > place(&row.reference)).collect();
    let found = rows.len();
    // Of too many pairs, those with the cheapest strategy tell who is second.
    let cheapest = names.iter().copied().filter(|name| look.system(name, measure).is_some());
    let cheapest = cheapest.min_by(|a, b| look.system_mean(a, measure).total_cmp(&look.system_mean(b, measure)));
    let shown = rows
        .into_iter()
        .filter(|row| found <= PAIRS || cheapest.is_some_and(|best| row.strategy == best || row.reference == best));
    let pair = |row: &'a ComparisonRow| {
        let (own, other) = (look.replications(&row.strategy, measure), look.replications(&row.reference, measure));
        let differences = own.iter().filter_map(|(key, value)| Some(apart(*value, *other.get(key)?))).collect();
        Pair { row, differences }
    };
    (shown.take(PAIRS).map(pair).collect(), found)
}

/// Pairs by panel: one, or the small differences and the large ones.
fn panels<'p, 'a>(all: &'p [Pair<'a>]) -> Vec<Vec<&'p Pair<'a>>> {
    let mut reaches: Vec<f64> = all.iter().map(Pair::reach).filter(|reach| *reach > 0.0).collect();
    reaches.sort_by(f64::total_cmp);
    let gap = reaches.windows(2).map(|pair| (pair[1] / pair[0], pair[0])).max_by(|a, b| a.0.total_cmp(&b.0));
    match gap {
        Some((ratio, last)) if ratio >= APART => {
            let (small, large): (Vec<&Pair>, Vec<&Pair>) = all.iter().partition(|pair| pair.reach() <= last);
            vec![large, small]
        }
        _ => vec![all.iter().collect()],
    }
}

/// The chart of cost differences; none with a single strategy.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let (all, found) = pairs(look, "cost_total");
    let first = all.first()?;
    let unit = first.row.unit.as_str();
    let confidence = look.tables.info.confidence;
    let (sure, count) = (all.iter().filter(|pair| pair.sure(confidence)).count(), all.len());
    let title = match (sure, count) {
        _ if all.iter().all(|pair| pair.row.p_adjusted.is_none()) => {
            "Differences of cost between strategies".to_string()
        }
        (1, 1) => format!("The cost of {} differs from that of {}", first.row.strategy, first.row.reference),
        (0, 1) => format!("{} and {} tie in cost", first.row.strategy, first.row.reference),
        (0, _) => "No difference of cost is beyond chance".to_string(),
        _ if sure == count => format!("All {count} differences of cost are beyond chance"),
        _ => format!("{sure} of {count} differences of cost are beyond chance"),
    };
    let split = panels(&all);
    let mut subtitle = format!(
        "Total cost, strategy − reference, on the same random customers and lead times; dots: replications, bar: mean and \
         interval, {}; variance ÷: what meeting the same customers won",
        frame::sample(look)
    );
    if split.len() > 1 {
        subtitle += "; two panels, each with its own scale";
    }
    if found > count {
        subtitle += &format!("; {count} of {found} pairs: those with the cheapest strategy");
    }
    let rows = ROW * count as f64;
    let body = 14.0 + rows + split.len() as f64 * AXIS + (split.len() - 1) as f64 * BETWEEN;
    let (mut scene, y) = frame::begin(look, Size::Body(body), &title, &subtitle);
    let names = look.strategies();
    let styles = styles(&names);
    let words: Vec<String> = all.iter().map(|pair| pair_name(pair.row)).collect();
    let left = 36.0 + frame::names_width(words.iter().map(String::as_str), WIDEST).max(80.0);
    let mut top = y + 14.0;
    for (number, panel) in split.iter().enumerate() {
        let area = Area { left, top, right: WIDTH - 150.0, bottom: top + ROW * panel.len() as f64 };
        let title =
            if number + 1 == split.len() { format!("Difference of total cost ({unit})") } else { String::new() };
        let means = panel.iter().flat_map(|pair| [pair.row.ci_low, pair.row.ci_high, pair.row.difference]).flatten();
        let values = panel.iter().flat_map(|pair| pair.differences.iter().copied()).chain(means);
        let range = AxisRange::of(values).with_zero().padded(0.04);
        let scale = frame::horizontal_axis(&mut scene, area, range, &title);
        let zero = scale.at(0.0);
        scene.line(at(zero, area.top), at(zero, area.bottom), Stroke::solid(palette::INK, 1.2));
        for (place, pair) in panel.iter().enumerate() {
            let middle = area.top + ROW * (place as f64 + 0.5);
            let style = names.iter().position(|name| *name == pair.row.strategy).map_or(styles[0], |at| styles[at]);
            draw(&mut scene, pair, (style, middle), area, &|value| scale.at(value));
        }
        top = area.bottom + AXIS - if number + 1 == split.len() { 0.0 } else { 14.0 } + BETWEEN;
    }
    let description = all.iter().map(in_words).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "differences", title, description, scene })
}

fn pair_name(row: &ComparisonRow) -> String {
    format!("{} − {}", row.strategy, row.reference)
}

fn draw(scene: &mut Scene, pair: &Pair, place: (palette::Style, f64), area: Area, x: &dyn Fn(f64) -> f64) {
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
    let most = area.left - 32.0;
    let whole = pair_name(row);
    let lines = if text::width(&whole, NAME.size, NAME.weight) <= most {
        vec![whole]
    } else {
        vec![row.strategy.clone(), format!("− {}", row.reference)]
    };
    let from = y + 4.0 - 7.5 * (lines.len() - 1) as f64;
    for (number, line) in lines.iter().enumerate() {
        let baseline = from + 15.0 * number as f64;
        scene.text(at(area.left - 12.0, baseline), Anchor::End, colored(NAME, style.ink), frame::name(line, most));
    }
    if let Some(shown) = Measured::of_comparison(row) {
        let words = text::fit(&shown.shown().text(), 136.0, NAME.size, NAME.weight);
        scene.text(at(area.right + 10.0, y), Anchor::Start, NAME, words);
    }
    if let Some(ratio) = row.variance_ratio {
        scene.text(at(area.right + 10.0, y + 14.0), Anchor::Start, LABEL, format!("variance ÷ {}", about(ratio)));
    }
}

/// A ratio to two digits: nobody needs more.
fn about(ratio: f64) -> String {
    if ratio >= 1e7 {
        return "10 million +".into();
    }
    let rounded = format!("{ratio:.1e}").parse().unwrap_or(ratio);
    numbers::grouped(rounded, usize::from(rounded < 10.0))
}

fn in_words(pair: &Pair) -> String {
    let shown = Measured::of_comparison(pair.row).map(|measured| measured.shown().with_unit()).unwrap_or_default();
    format!("{} minus {}: {shown}", pair.row.strategy, pair.row.reference)
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::{self, Shape};
    use super::*;

    #[test]
    fn small_differences_get_a_scale_on_which_they_are_seen() {
        let mut tables = fixture::custom_pcs();
        let reaches = |tables: &crate::results::Tables| -> Vec<Vec<String>> {
            let (all, _) = pairs(&SummaryIndex::new(tables), "cost_total");
            panels(&all).iter().map(|panel| panel.iter().map(|pair| pair_name(pair.row)).collect()).collect()
        };
        let narrow = |tables: &mut crate::results::Tables, factor: f64| {
            for row in tables.replications.iter_mut().filter(|row| row.measure == "cost_total") {
                let (base, middle) = if row.strategy == "MTO" { (4000.0, 4500.0) } else { (3000.0, 3100.0) };
                row.value = row.value.map(|value| base + factor * (value - middle));
            }
            for row in tables.comparison.iter_mut().filter(|row| row.measure == "cost_total") {
                let far = row.strategy == "MTO" || row.reference == "MTO";
                row.difference = Some(if far { 1000.0 } else { factor * 100.0 });
                (row.ci_low, row.ci_high) = (row.difference, row.difference);
            }
        };
        narrow(&mut tables, 0.001);
        assert_eq!(reaches(&tables), [vec!["MTO − MTS", "MTO − ATO"], vec!["ATO − MTS"]]);
        let mut tables = fixture::custom_pcs();
        narrow(&mut tables, 3.0);
        assert_eq!(reaches(&tables).len(), 1);
    }

    #[test]
    fn of_many_pairs_those_with_the_cheapest_are_shown() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let shape = Shape { scenario: "Many", strategies: &names, replications: 5, items: 2, money: 1.0 };
        let tables = fixture::made(&shape);
        let (all, found) = pairs(&SummaryIndex::new(&tables), "cost_total");
        assert_eq!((all.len(), found), (7, 28));
        assert!(all.iter().all(|pair| pair.row.strategy == "b" || pair.row.reference == "b"), "b costs least");
    }

    #[test]
    fn ratios_have_two_digits() {
        assert_eq!(about(2_651_482.0), "2,700,000");
        assert_eq!(about(2.8e15), "10 million +");
        assert_eq!(about(14.7), "15");
        assert_eq!(about(1.34), "1.3");
    }
}
