//! A sweep of one strategy in words: the best point of the design, what it is worth over the next one, and whether a better
//! one may lie beyond an axis.

use super::points::Points;
use super::words::{axis_at, run_of};
use crate::experiment::words::{Words, chance, list};
use crate::measures::Unit;
use crate::model::Model;
use crate::results::numbers::count;
use crate::results::{AxisValue, PointRow, Pointed, TargetVerdict, Verdict};
use crate::stats::Estimate;

type Row = Pointed<PointRow>;

/// Points tied with the best one that a sentence names before it stops.
const NAMED: usize = 3;

/// Headline, and a sentence each on the next point, the ties and the ends of the axes.
pub(super) fn verdict(design: &Points<'_>, points: &[Row], model: &Model) -> Verdict {
    let words = Words::new(model);
    let strategy = words.strategy(&model.strategies[0].name);
    let told = Told { axes: &design.axes, points, words, strategy };
    let Some(best) = told.best() else {
        let (next, command) = ("Next, search levels that meet it".into(), "pushpull optimize FILE".into());
        return Verdict { headline: told.none(), next, command, ..Verdict::default() };
    };
    let number = design.points.iter().position(|point| *point == best.point).unwrap_or(0);
    let (next, command) = run_of(design, number, "see the best point in full");
    let sentences = [told.next(best), told.ties(), told.edges(best), told.missing()];
    Verdict {
        headline: told.headline(best),
        worth: told.worth(best),
        next,
        command,
        sentences: sentences.into_iter().flatten().collect(),
        ..Verdict::default()
    }
}

struct Told<'a> {
    axes: &'a [String],
    points: &'a [Row],
    words: Words<'a>,
    strategy: String,
}

impl<'a> Told<'a> {
    fn best(&self) -> Option<&'a Row> {
        self.points.iter().find(|point| point.row.standing == "best")
    }

    /// `stock.p.base_stock = 12`.
    fn at(&self, point: &Row) -> String {
        let one = |(axis, value): (&String, &AxisValue)| axis_at(axis, value);
        self.axes.iter().zip(&point.point).map(one).collect::<Vec<_>>().join(", ")
    }

    fn is_profit(&self) -> bool {
        self.points.first().is_some_and(|point| point.row.measure == "profit")
    }

    fn value(&self, point: &Row) -> String {
        let PointRow { value: mean, ci_low: low, ci_high: high, .. } = point.row;
        self.words.size(&estimate([mean, low, high]), Unit::MoneyPerTime)
    }

    fn headline(&self, best: &Row) -> String {
        let is_below_0 = best.row.value.is_some_and(|value| value < 0.0);
        let what = match (self.is_profit(), is_below_0) {
            (true, true) => "loses least",
            (true, false) => "earns most",
            (false, _) => "costs least",
        };
        let points = count(self.points.len() as u64);
        let minus = if is_below_0 && (!self.is_profit() || self.points.len() == 1) { "−" } else { "" };
        match self.points.len() {
            1 => format!("{} at {}: {minus}{}.", self.strategy, self.at(best), self.value(best)),
            _ => format!(
                "Of {points} points {} {what} at {}: {minus}{}.",
                self.strategy,
                self.at(best),
                self.value(best)
            ),
        }
    }

    /// What the best point costs or earns, per time unit and per year, and how that is against the worst of the others.
    fn worth(&self, best: &Row) -> String {
        let Some(own) = best.row.value else { return String::new() };
        let verb = match (self.is_profit(), own < 0.0) {
            (true, true) => "loses",
            (true, false) => "earns",
            (false, _) => "costs",
        };
        let own = self.words.per_year(if verb == "loses" { -own } else { own });
        let away = self.points.iter().filter_map(|point| point.row.difference).map(f64::abs).fold(0.0, f64::max);
        let better = if self.is_profit() { "better" } else { "less" };
        let most = match away > 0.0 {
            true => format!(", up to {} {better} than at the other points", self.words.per_year(away)),
            false => String::new(),
        };
        format!("There it {verb} about {own}{most}.")
    }

    /// Where no point may be the best one.
    fn none(&self) -> String {
        let points = count(self.points.len() as u64);
        match self.points.iter().any(|point| point.row.target == TargetVerdict::Missed.word()) {
            true => format!("{} meets the target at none of {points} points.", self.strategy),
            false => format!("{} was run at {points} points.", self.strategy),
        }
    }

    /// The next best point.
    fn next(&self, best: &Row) -> Option<String> {
        let worse = |point: &&Row| {
            let difference = point.row.difference.unwrap_or(f64::INFINITY);
            if self.is_profit() { -difference } else { difference }
        };
        let may = |point: &&Row| point.row.standing != "best" && point.row.target != TargetVerdict::Missed.word();
        let others = self.points.iter().filter(may).filter(|point| point.row.difference.is_some());
        let next = others.min_by(|a, b| worse(a).total_cmp(&worse(b)))?;
        let PointRow { difference, difference_low, difference_high, .. } = next.row;
        let more = self.words.size(&estimate([difference, difference_low, difference_high]), Unit::MoneyPerTime);
        let more = match (difference, self.is_profit()) {
            (Some(0.0), _) => "comes to the same".into(),
            (_, true) => format!("earns {more} less"),
            (_, false) => format!("costs {more} more"),
        };
        let sure =
            best.row.p_best.map(|p| format!("; no point is better than the best one with probability {}", chance(p)));
        Some(format!("The next point, {}, {more}{}.", self.at(next), sure.unwrap_or_default()))
    }

    fn ties(&self) -> Option<String> {
        let tied: Vec<&Row> = self.points.iter().filter(|point| point.row.standing == "tied").collect();
        let mut named: Vec<String> = tied.iter().take(NAMED).map(|point| self.at(point)).collect();
        if tied.len() > NAMED {
            named.push(format!("{} more", count((tied.len() - NAMED) as u64)));
        }
        (!tied.is_empty()).then(|| format!("Points that cannot be told from it: {}.", list(&named)))
    }

    /// Axes at whose least or greatest number the best point lies.
    fn edges(&self, best: &Row) -> Option<String> {
        let end = |axis: usize| {
            let numbers = self.points.iter().map(|point| point.point[axis].number()).collect::<Option<Vec<f64>>>()?;
            let (least, most) =
                numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), v| (l.min(*v), m.max(*v)));
            let own = best.point[axis].number().filter(|_| least < most)?;
            let which = [(least, "least"), (most, "greatest")].into_iter().find(|(end, _)| *end == own)?.1;
            Some(format!("the {which} value of {}", self.axes[axis]))
        };
        let ends: Vec<String> = (0..self.axes.len()).filter_map(end).collect();
        (!ends.is_empty()).then(|| format!("The best point lies at {}: a better one may lie beyond.", list(&ends)))
    }

    /// How many points surely miss the target.
    fn missing(&self) -> Option<String> {
        let missed = self.points.iter().filter(|point| point.row.target == TargetVerdict::Missed.word()).count();
        let points = count(self.points.len() as u64);
        (missed > 0).then(|| format!("{} of {points} points surely miss the target.", count(missed as u64)))
    }
}

/// Mean and interval, as rows have them.
fn estimate([mean, low, high]: [Option<f64>; 3]) -> Estimate {
    let se = low.zip(high).map(|(low, high)| (high - low) / 4.0);
    Estimate { mean, se, low, high, ..Estimate::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: f64, value: f64, difference: f64, standing: &str, target: &str) -> Row {
        let row = PointRow {
            measure: "cost_total".into(),
            unit: "USD/day".into(),
            value: Some(value),
            ci_low: Some(value - 0.2),
            ci_high: Some(value + 0.2),
            difference: Some(difference),
            difference_low: Some(difference - 0.1),
            difference_high: Some(difference + 0.1),
            p_best: Some(0.97),
            standing: standing.into(),
            target: target.into(),
        };
        Pointed { point: vec![AxisValue::Number(at)], row }
    }

    fn told(points: &[Row]) -> Verdict {
        let text = "name = \"one\"\nrun = { warm_up = 1, horizon = 10, replications = 2 }\n\
                    items.p = { buy.lead_time = 1, holding_cost = 1, stock.base_stock = 1 }\n\
                    demand.p.arrivals.poisson.rate = 1\nstrategies.S.hold = [\"p\"]\n";
        let read = crate::input::read_str("one", text, &[]);
        let model = read.unwrap_or_else(|rejected| panic!("{:?}", rejected.problems)).model;
        let design = Points {
            axes: vec!["level".into()],
            points: points.iter().map(|point| point.point.clone()).collect(),
            surveys: Vec::new(),
            whole: super::super::WholeDesign::of(&[]),
            sets: &|number| vec![format!("level={}", number + 1)],
            model: &|_| unreachable!(),
            scheme: super::super::Scheme::Free,
        };
        verdict(&design, points, &model)
    }

    #[test]
    fn the_best_point_is_told_with_its_value_and_the_next_one() {
        let said =
            told(&[point(1.0, 9.0, 5.0, "", ""), point(2.0, 4.0, 0.0, "best", ""), point(3.0, 4.5, 0.5, "", "")]);
        assert!(said.headline.starts_with("Of 3 points S costs least at level = 2: 4.0 ± 0.2 "), "{}", said.headline);
        assert!(said.sentences[0].starts_with("The next point, level = 3, costs 0.50 ± 0.10 "), "{:?}", said.sentences);
        assert!(
            said.sentences[0].ends_with("no point is better than the best one with probability 97 %."),
            "{:?}",
            said.sentences
        );
        assert_eq!(said.sentences.len(), 1, "{:?}", said.sentences);
        assert!(
            said.worth.starts_with("There it costs about 4 ") && said.worth.contains(", up to 5 "),
            "{}",
            said.worth
        );
        assert_eq!(said.command, "pushpull run FILE --set 'level=2'");
    }

    #[test]
    fn ends_ties_and_targets_are_told() {
        let said = told(&[
            point(1.0, 3.0, -1.0, "", "missed"),
            point(2.0, 4.1, 0.1, "tied", "inconclusive"),
            point(3.0, 4.0, 0.0, "best", "met"),
        ]);
        let expected = [
            "Points that cannot be told from it: level = 2.",
            "The best point lies at the greatest value of level: a better one may lie beyond.",
            "1 of 3 points surely miss the target.",
        ];
        assert_eq!(said.sentences[1..], expected);
        let none = told(&[point(1.0, 3.0, 0.0, "", "missed"), point(2.0, 4.1, 0.0, "", "missed")]);
        assert_eq!((none.headline.as_str(), none.sentences.len()), ("S meets the target at none of 2 points.", 0));
        assert_eq!(none.command, "pushpull optimize FILE");
    }
}
