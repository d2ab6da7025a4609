//! Cost per time unit, stacked by line, with the interval of what the bar shows.

use super::Chart;
use super::axis::AxisRange;
use super::frame::{self, HEIGHT, LABEL, NAME, Size, WIDTH, colored};
use super::palette;
use super::scene::{Anchor, Area, Scene, Stroke, at};
use super::text;
use crate::measures::{Column, Measure};
use crate::present::numbers::{self, Measured};
use crate::present::summary_index::SummaryIndex;

/// Lines of a name below its bar, and the height of one, pixels.
const NAME_LINES: usize = 3;
const NAME_LINE: f64 = 15.0;
/// Room above the highest bar for its figure, pixels.
const FIGURE: f64 = 24.0;
/// A bar this high has room for its figure, pixels.
const READABLE: f64 = 17.0;

/// Cost lines of a strategy that are not 0, in table order.
struct Bar<'a> {
    strategy: &'a str,
    /// What is drawn.
    lines: Vec<(Measure, f64)>,
    total: Measured<'a>,
    /// The sum of the drawn lines, with its own error; the total when nothing is left out.
    shown: Measured<'a>,
}

impl Bar<'_> {
    /// Ends of the whisker: costs are not negative, whatever the interval says.
    fn ends(&self) -> Option<(f64, f64)> {
        let half = self.shown.half().filter(|half| *half > 0.0)?;
        let low = self.shown.mean - half;
        Some((if self.shown.mean >= 0.0 { low.max(0.0) } else { low }, self.shown.mean + half))
    }

    /// Costs upwards from 0 and, where a line is negative, downwards.
    fn sums(&self) -> (f64, f64) {
        let sum = |lines: &dyn Fn(f64) -> f64| self.lines.iter().map(|(_, cost)| lines(*cost)).sum::<f64>();
        (sum(&|cost| cost.max(0.0)), sum(&|cost| cost.min(0.0)))
    }

    fn top(&self) -> f64 {
        let total = self.ends().map_or(self.shown.mean, |(_, high)| high);
        if self.sums().1 < 0.0 { total.max(self.sums().0) } else { total }
    }
}

/// Share of the spread of the other costs that the spread of purchase may have for it to count as the same everywhere.
const ALIKE: f64 = 0.25;

/// What is the same everywhere hides what differs: purchase is left out when it dwarfs the rest and decides nothing.
fn purchase_hides(look: &SummaryIndex) -> bool {
    let all: Vec<(f64, f64)> = look
        .strategies()
        .into_iter()
        .filter_map(|name| Some((look.system(name, "cost_total")?.mean, look.system(name, "cost_purchase")?.mean)))
        .collect();
    hides(&all)
}

/// `costs`: total and purchase of each strategy.
fn hides(costs: &[(f64, f64)]) -> bool {
    let spread = |value: &dyn Fn(&(f64, f64)) -> f64| {
        let values = || costs.iter().map(value);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    let rest = |cost: &(f64, f64)| cost.0 - cost.1;
    let largest = costs.iter().map(rest).fold(0.0, f64::max);
    let dwarfs = largest > 0.0 && costs.iter().any(|(_, purchase)| *purchase > 2.0 * largest);
    dwarfs && spread(&|cost| cost.1) <= ALIKE * spread(&rest)
}

fn bars<'a>(look: &SummaryIndex<'a>, hide: bool) -> Vec<Bar<'a>> {
    let bar = |strategy: &'a str| {
        let total = look.system(strategy, "cost_total")?;
        let line = |line: Measure| {
            let mean = look.system(strategy, line.definition().id)?.mean;
            (mean != 0.0 && !(hide && line == Measure::CostPurchase)).then_some((line, mean))
        };
        let shown = if hide { without_purchase(look, strategy, total) } else { total };
        Some(Bar { strategy, lines: Measure::COST_LINES.into_iter().filter_map(line).collect(), total, shown })
    };
    look.strategies().into_iter().filter_map(bar).collect()
}

/// Total less purchase, with the interval of that difference over replications: much narrower than the total's,
/// whose noise is that of the demand.
fn without_purchase<'a>(look: &SummaryIndex<'a>, strategy: &'a str, total: Measured<'a>) -> Measured<'a> {
    let values = |measure| look.replications(strategy, measure);
    let purchase = values("cost_purchase");
    let rest: Vec<f64> =
        values("cost_total").iter().filter_map(|(key, cost)| Some(cost - purchase.get(key)?)).collect();
    let count = rest.len() as f64;
    let mean = total.mean - look.system(strategy, "cost_purchase").map_or(0.0, |line| line.mean);
    let variance = rest.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
    let se = (rest.len() > 1).then(|| libm::sqrt(variance / count));
    // The quantile of the total's interval is that of every mean over the same replications.
    let half =
        total.half().zip(total.se).zip(se).map(|((half, whole), se)| if whole > 0.0 { half / whole * se } else { 0.0 });
    Measured { mean, se, ci_low: half.map(|half| mean - half), ci_high: half.map(|half| mean + half), unit: total.unit }
}

/// The chart; none when nothing costs anything.
pub fn chart(look: &SummaryIndex) -> Option<Chart> {
    let hide = purchase_hides(look);
    let all = bars(look, hide);
    let best = all.iter().min_by(|a, b| a.total.mean.total_cmp(&b.total.mean))?;
    if all.iter().all(|bar| bar.total.mean == 0.0) {
        return None;
    }
    let unit = best.total.unit;
    // The title says the figure above the bar.
    let above = format!("{} {unit}{}", best.shown.shown().text(), if hide { " without purchase" } else { "" });
    let title = match all.len() {
        1 => format!("{} costs {above}", best.strategy),
        _ => {
            let who = look.best_in_words(best.strategy, "cost_total", "costs least", "the least cost");
            format!("{who}: {above}")
        }
    };
    let what = if hide {
        "Mean cost by line without purchase; figures above the bars: their sum with its interval, below the names: the total \
         with purchase; "
    } else {
        "Mean cost by line; figures above the bars: total with its interval; "
    };
    let subtitle = format!("{what}{}; lower is better", frame::sample(look));
    let (mut scene, y) = frame::begin(look, Size::Whole(HEIGHT), &title, &subtitle);
    let y = legend(&mut scene, &all, y + 6.0);
    let step = (WIDTH - 24.0 - 88.0) / all.len() as f64;
    let folded = |bar: &Bar| text::fold(bar.strategy, step - 8.0, NAME_LINES, (NAME.size, NAME.weight));
    let lines = all.iter().map(|bar| folded(bar).len()).max().unwrap_or(1) + usize::from(hide);
    let bottom = HEIGHT - 46.0 - NAME_LINE * lines as f64;
    let area = Area { left: 88.0, top: y + 48.0, right: WIDTH - 24.0, bottom };
    let highest = all.iter().map(Bar::top).fold(0.0, f64::max) / (1.0 - FIGURE / area.height());
    let ends = all.iter().flat_map(|bar| [bar.shown.mean, bar.sums().1]);
    let range = AxisRange::of(ends.chain([0.0, highest]));
    let scale = frame::vertical_axis(&mut scene, area, &range.ticks(5), &format!("Cost ({unit})"));
    for (place, bar) in all.iter().enumerate() {
        let middle = area.left + (place as f64 + 0.5) * step;
        draw_bar(&mut scene, bar, (middle, (0.56 * step).min(110.0), step), |value| scale.at(value));
        let mut below = area.bottom + 20.0;
        for line in folded(bar) {
            scene.text(at(middle, below), Anchor::Middle, NAME, line);
            below += NAME_LINE;
        }
        if hide {
            let whole = figure(&format!("total {}", bar.total.shown().text()), &bar.total, step);
            scene.text(at(middle, below), Anchor::Middle, LABEL, whole);
        }
    }
    Some(Chart { name: "costs", title, description: description(&all), scene })
}

/// The words where they fit into a column, else the number alone.
fn figure(words: &str, measured: &Measured, width: f64) -> String {
    let fits = text::width(words, LABEL.size, LABEL.weight) <= width - 4.0;
    if fits { words.into() } else { text::fit(&measured.shown().value, width - 4.0, LABEL.size, LABEL.weight) }
}

fn legend(scene: &mut Scene, bars: &[Bar], top: f64) -> f64 {
    let (mut x, mut y) = (20.0, top + 8.0);
    for line in Measure::COST_LINES {
        if !bars.iter().any(|bar| bar.lines.iter().any(|(own, _)| *own == line)) {
            continue;
        }
        let words = line.definition().label;
        let width = text::width(words, LABEL.size, LABEL.weight) + 34.0;
        if x + width > WIDTH - 20.0 {
            (x, y) = (20.0, y + 19.0);
        }
        scene.fill(Area { left: x, top: y - 9.5, right: x + 12.0, bottom: y + 2.5 }, palette::cost_line(line));
        scene.text(at(x + 18.0, y), Anchor::Start, colored(LABEL, palette::INK), words);
        x += width;
    }
    y
}

/// `place`: middle and width of the bar, width of its column.
fn draw_bar(scene: &mut Scene, bar: &Bar, place: (f64, f64, f64), y: impl Fn(f64) -> f64) {
    let (middle, width, column) = place;
    let (left, right) = (middle - width / 2.0, middle + width / 2.0);
    let (mut up, mut down) = (0.0, 0.0);
    for (line, cost) in &bar.lines {
        let from = if *cost < 0.0 { &mut down } else { &mut up };
        let ends = (*from, *from + cost);
        *from = ends.1;
        let area = Area { left, top: y(ends.0.max(ends.1)), right, bottom: y(ends.0.min(ends.1)) };
        let paint = palette::cost_line(*line);
        scene.fill(area, paint);
        if area.height() > 2.5 {
            scene.line(at(left, area.top), at(right, area.top), Stroke::solid(palette::PAPER, 1.0));
        }
        let words = numbers::plain(*cost);
        if area.height() > READABLE && text::width(&words, LABEL.size, LABEL.weight) < width {
            let style = colored(LABEL, palette::on(paint));
            scene.text(at(middle, (area.top + area.bottom) / 2.0 + 4.0), Anchor::Middle, style, words);
        }
    }
    let pen = Stroke::solid(palette::INK, 1.6);
    if let Some((low, high)) = bar.ends() {
        let x = right + 9.0;
        scene.line(at(x, y(low)), at(x, y(high)), pen);
        for end in [low, high] {
            scene.line(at(x - 4.0, y(end)), at(x + 4.0, y(end)), pen);
        }
    }
    let words = bar.shown.shown().text();
    let bold = text::width(&words, NAME.size, NAME.weight) <= column - 4.0;
    let (style, words) =
        if bold { (NAME, words) } else { (colored(LABEL, palette::INK), figure(&words, &bar.shown, column)) };
    scene.text(at(middle, y(bar.top()) - 8.0), Anchor::Middle, style, words);
}

fn description(bars: &[Bar]) -> String {
    let words: Vec<String> = bars
        .iter()
        .map(|bar| {
            let lines: Vec<String> = bar
                .lines
                .iter()
                .map(|(line, cost)| {
                    format!("{} {}", Column::plain(*line).measure.definition().label, numbers::plain(*cost))
                })
                .collect();
            format!("{}: total {} ({})", bar.strategy, bar.total.shown().with_unit(), lines.join(", "))
        })
        .collect();
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    #[test]
    fn what_is_left_out_is_left_out_of_the_interval_too() {
        let tables = fixture::custom_pcs();
        let look = SummaryIndex::new(&tables);
        assert!(purchase_hides(&look) || bars(&look, false).iter().all(|bar| bar.shown.mean == bar.total.mean));
        for bar in bars(&look, true) {
            let sum: f64 = bar.lines.iter().map(|(_, cost)| cost).sum();
            assert!((sum - bar.shown.mean).abs() < 1e-9 * bar.total.mean, "{}: {sum}", bar.strategy);
            assert!(bar.shown.half() < bar.total.half(), "{}: purchase carried most of the noise", bar.strategy);
            assert!(bar.ends().is_some_and(|(low, high)| 0.0 <= low && low < high), "{}", bar.strategy);
        }
    }

    #[test]
    fn purchase_is_left_out_only_where_it_decides_nothing() {
        assert!(hides(&[(15_637.0, 15_599.0), (16_014.0, 15_599.0), (17_304.0, 15_598.0)]));
        assert!(!hides(&[(53.3, 46.7), (60.0, 57.1), (71.0, 57.7)]), "who loses orders buys less");
        assert!(!hides(&[(150.0, 100.0), (170.0, 100.0)]), "the rest can be seen beside it");
        assert!(hides(&[(110.0, 100.0)]) && !hides(&[]) && !hides(&[(100.0, 100.0)]));
    }

    #[test]
    fn whiskers_stop_at_zero() {
        let total = Measured { mean: 1.0, se: Some(1.0), ci_low: Some(-1.0), ci_high: Some(3.0), unit: "USD/day" };
        let bar = Bar { strategy: "ATO", lines: Vec::new(), total, shown: total };
        assert_eq!(bar.ends(), Some((0.0, 3.0)));
    }
}
