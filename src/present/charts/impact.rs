//! What an outage did under each strategy, to the same customers: from when to when it is felt, the orders hit, and the money.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, LABEL, NAME, Size, WIDTH, colored};
use super::palette::{self, Style, styles};
use super::scene::{Anchor, Area, Scene, Stroke, at};
use super::text;
use crate::measures::Measure;
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::SummaryIndex;

/// Height of a row and half the height of its bar, pixels.
const ROW: f64 = 44.0;
const BAR: f64 = 9.0;
/// Widest name, and width of each of the two columns of numbers, pixels.
const WIDEST: f64 = 170.0;
const COLUMN: f64 = 128.0;
/// Room above the rows for the heads of the columns, and below them for the axis.
const HEAD: f64 = 34.0;
const FOOT: f64 = 56.0;

/// What the outage did under a strategy.
struct Hit<'a> {
    /// Place of the strategy.
    strategy: usize,
    orders: Measured<'a>,
    /// When it is felt first and last, time units from its beginning; none where no order is late.
    felt: Option<[Measured<'a>; 2]>,
    money: Option<Measured<'a>>,
}

/// The chart; none where no run is compared with one without outages.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let names = look.strategies();
    let money = money(look);
    let id = |measure: Measure| measure.definition().id;
    let hit = |(strategy, name): (usize, &&'_ str)| {
        let of = |measure: Measure| look.system(names[strategy], id(measure));
        debug_assert_eq!(*name, names[strategy]);
        let felt = of(Measure::SurviveTime).zip(of(Measure::RecoverTime)).map(|(from, to)| [from, to]);
        Some(Hit { strategy, orders: of(Measure::ImpactOrders)?, felt, money: of(money) })
    };
    let hits: Vec<Hit> = names.iter().enumerate().filter_map(hit).collect();
    let info = &look.tables.info;
    let unit = numbers::plural(&info.time_unit);
    let (first, lasts) = (hits.first()?, lasts(look));
    let title = title(&names, &hits);
    let (band, bars) = if lasts.is_some() { ("Shaded: the outage; ", "bars") } else { ("", "Bars") };
    let subtitle = format!(
        "{band}{bars}: from the placement of the first order that is late because of it to the delivery of the last; against \
         the same customers without outages, {}",
        frame::sample(look)
    );
    let heights = HEAD + hits.len() as f64 * ROW + FOOT;
    let (mut scene, y) = frame::begin(look, Size::Body(heights), &title, &subtitle);
    let left = 46.0 + frame::names_width(names.iter().copied(), WIDEST).max(40.0);
    let top = y + HEAD;
    let area = Area { left, top, right: WIDTH - 2.0 * COLUMN - 24.0, bottom: top + hits.len() as f64 * ROW };
    let ends =
        hits.iter().flat_map(|hit| hit.felt.iter().flatten()).flat_map(|it| [Some(it.mean), it.ci_low, it.ci_high]);
    let range = AxisRange::of(ends.flatten().chain(lasts)).with_zero().padded(0.03);
    let scale = frame::horizontal_axis(&mut scene, area, range, &format!("Time since the outage began ({unit})"));
    if let Some(lasts) = lasts {
        let band = Area { left: scale.at(0.0), right: scale.at(lasts), ..area };
        scene.fill(band, palette::SHADE);
    }
    scene.line(at(scale.at(0.0), area.top), at(scale.at(0.0), area.bottom), Stroke::solid(palette::AXIS, 1.2));
    let columns = [area.right + COLUMN, area.right + 2.0 * COLUMN];
    let heads = ["orders hit".to_string(), head(money, first.money.as_ref())];
    for (x, words) in columns.iter().zip(heads) {
        scene.text(
            at(*x, area.top - 10.0),
            Anchor::End,
            LABEL,
            text::fit(&words, COLUMN - 8.0, LABEL.size, LABEL.weight),
        );
    }
    let styles = styles(&names);
    for (place, hit) in hits.iter().enumerate() {
        let middle = area.top + (place as f64 + 0.5) * ROW;
        let style = &styles[hit.strategy];
        let name = frame::name(names[hit.strategy], WIDEST);
        scene.text(at(area.left - 12.0, middle + 4.0), Anchor::End, colored(NAME, style.ink), name);
        bar(&mut scene, hit, (style, middle), &|value| scale.at(value));
        let numbers = [Some(&hit.orders), hit.money.as_ref()];
        for (x, value) in columns.iter().zip(numbers) {
            let words = value.map_or_else(|| "–".into(), |value| value.shown().text());
            let words = text::fit(&words, COLUMN - 8.0, NAME.size, NAME.weight);
            scene.text(at(*x, middle + 4.0), Anchor::End, NAME, words);
        }
    }
    let description = hits.iter().map(|hit| in_words(hit, names[hit.strategy], &unit)).collect::<Vec<_>>().join("; ");
    Some(Chart { name: "impact", title, description, scene })
}

/// How long the first outage lasts, time units, where it is the same under all strategies.
fn lasts(look: &SummaryIndex) -> Option<f64> {
    let impact = &look.tables.info.verdict.facts.as_ref()?.impact;
    let (from, to) = impact.first()?.outage;
    impact.iter().all(|own| own.outage == (from, to)).then_some(to - from)
}

/// The money that is judged: profit where something has a price.
fn money(look: &SummaryIndex) -> Measure {
    let is_priced = look.strategies().iter().any(|name| look.system(name, "revenue").is_some_and(|it| it.mean != 0.0));
    if is_priced { Measure::ImpactProfit } else { Measure::ImpactCost }
}

fn head(money: Measure, value: Option<&Measured>) -> String {
    let noun = if money == Measure::ImpactProfit { "profit" } else { "cost" };
    value.map_or_else(|| noun.into(), |value| format!("{noun} ({})", value.unit))
}

/// A strategy's bar with the intervals of its two ends, in its style at this height.
fn bar(scene: &mut Scene, hit: &Hit<'_>, (style, y): (&Style, f64), x: &dyn Fn(f64) -> f64) {
    let Some([from, to]) = &hit.felt else {
        scene.text(at(x(0.0) + 8.0, y + 4.0), Anchor::Start, LABEL, "no order is delivered later");
        return;
    };
    let body = Area { left: x(from.mean), top: y - BAR, right: x(to.mean), bottom: y + BAR };
    scene.fill(body, style.paint.with_alpha(0.55));
    for end in [from, to] {
        if let (Some(low), Some(high)) = (end.ci_low, end.ci_high) {
            scene.line(at(x(low), y), at(x(high), y), Stroke::solid(palette::INK, 1.6));
        }
        palette::mark(scene, style, at(x(end.mean), y), 4.5);
    }
}

/// Who is hit most and who least.
fn title(names: &[&str], hits: &[Hit<'_>]) -> String {
    let by = |a: &&Hit, b: &&Hit| a.orders.mean.total_cmp(&b.orders.mean);
    let (Some(least), Some(most)) = (hits.iter().min_by(by), hits.iter().max_by(by)) else { return String::new() };
    let orders = |hit: &Hit| match hit.orders.shown().value.as_str() {
        "0" => "no order".into(),
        "1" => "1 order".into(),
        number => format!("{number} orders"),
    };
    let (few, many) = (orders(least), orders(most));
    let [few_under, many_under] = [least, most].map(|hit| frame::name(names[hit.strategy], WIDEST));
    match hits.len() {
        1 => format!("The outage hits {many} under {many_under}"),
        _ if few == many => format!("The outage hits {many} under every strategy"),
        _ => format!("The outage hits {many} under {many_under}, {few} under {few_under}"),
    }
}

fn in_words(hit: &Hit<'_>, name: &str, unit: &str) -> String {
    let orders = hit.orders.shown().text();
    let felt = hit.felt.as_ref().map_or_else(String::new, |[from, to]| {
        format!(", from {} to {} {unit} after its beginning", from.shown().text(), to.shown().text())
    });
    let money = hit.money.as_ref().map_or_else(String::new, |money| format!(", {}", money.shown().with_unit()));
    format!("{name}: {orders} orders hit{felt}{money}")
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    #[test]
    fn every_strategy_has_a_bar_of_when_the_outage_is_felt() {
        let tables = fixture::with_impact(&["MTS", "ATO", "MTO"]);
        let chart = chart(&SummaryIndex::new(&tables)).expect("a chart");
        assert_eq!(chart.title, "The outage hits 201 orders under MTO, no order under MTS");
        let shown = |words: &str| chart.scene.texts().filter(|text| text.text == words).count();
        assert_eq!([shown("MTS"), shown("ATO"), shown("MTO"), shown("no order is delivered later")], [1; 4]);
        assert!(super::chart(&SummaryIndex::new(&fixture::custom_pcs())).is_none());
    }
}
