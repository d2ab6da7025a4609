//! What a search found, as tables of words: the same on the terminal and in the report.

use super::numbers::{self, Measured};
use super::summary_index;
use crate::measures::{Column, Unit};
use crate::results::{
    ContenderRow, Decoupling, Frontier, FrontierRow, HeldRow, LevelRow, PointRow, Pointed, StandingRow, SummaryRow,
    Sweep, Tables, level_name, name_list,
};

/// Rows of one table, at most; all of them stand in the files.
const ROWS: usize = 40;

/// A table of words.
pub(super) struct Listing {
    pub title: String,
    /// What is not shown; may be empty.
    pub note: String,
    /// Of the names, then of the values.
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Listing {
    /// The columns up to the first whose head begins so: what a terminal has room for.
    pub fn narrowed(mut self, last: &str) -> Listing {
        let columns = self.heads.iter().position(|head| head.starts_with(last)).map_or(self.heads.len(), |at| at + 1);
        self.heads.truncate(columns);
        self.rows.iter_mut().for_each(|row| row.truncate(columns));
        self
    }
}

/// The rows of a strategy.
pub(super) fn of<'a>(tables: &'a Tables, strategy: &str) -> Vec<&'a LevelRow> {
    tables.levels.iter().filter(|row| row.strategy == strategy).collect()
}

/// A level for people: `case`, for a base stock; with the number's name otherwise.
pub(super) fn name(row: &LevelRow) -> String {
    level_name(&row.level)
}

/// The same beside a column that says how many items move together: the first of them.
fn first_name(row: &LevelRow) -> String {
    let name = name(row);
    name.strip_suffix(&format!(" and {} like it", row.items - 1)).unwrap_or(&name).into()
}

/// A change with its sign, down to the first digit of its standard error.
pub(super) fn change(value: f64, se: Option<f64>, unit: &str) -> String {
    // What is exact but for rounding has digits that decide nothing.
    let is_exact = se.is_none_or(|se| se < 1e-3 * value.abs());
    let (value, se) = if is_exact { (numbers::three_digits(value), None) } else { (value, se) };
    let ends = se.map(|se| 2.0 * se);
    let (ci_low, ci_high) = (ends.map(|half| value - half), ends.map(|half| value + half));
    let text = Measured { mean: value, se, ci_low, ci_high, unit }.shown().value;
    match text.trim_matches(['−', '0', '.']) {
        "" => "0".into(),
        _ if value > 0.0 => format!("+{text}"),
        _ => text,
    }
}

/// The best levels of every strategy that has any.
pub(super) fn levels(tables: &Tables) -> Vec<Listing> {
    let strategies = tables.info.strategies.iter();
    strategies.filter_map(|strategy| levels_of(tables, &strategy.name)).collect()
}

fn levels_of(tables: &Tables, strategy: &str) -> Option<Listing> {
    let all = of(tables, strategy);
    let first = all.first()?;
    let several = all.iter().any(|row| row.items > 1);
    let mut heads = vec![format!("best levels of {strategy}")];
    heads.extend(several.then(|| "items".to_string()));
    heads.extend(["scenario".into(), "best".into()]);
    heads.extend([format!("one more ({})", first.unit), format!("one less ({})", first.unit)]);
    let service = (!first.measure.is_empty()).then(|| summary_index::label(&first.measure, &tables.info.time_unit));
    let (unit, factor) = points(&first.measure, &tables.info.time_unit);
    if let Some(label) = &service {
        let label = label.to_lowercase();
        heads.extend([format!("one more, {label} ({unit})"), format!("one less, {label} ({unit})")]);
    }
    let money = |value: Option<f64>, se: Option<f64>| value.map_or_else(|| "–".into(), |value| change(value, se, ""));
    let value = |value: Option<f64>| value.map_or_else(|| "–".into(), |value| change(value * factor, None, ""));
    let row = |row: &&LevelRow| {
        let mut cells = vec![if several && row.items > 1 { first_name(row) } else { name(row) }];
        cells.extend(several.then(|| row.items.to_string()));
        cells.extend([numbers::plain(row.start), numbers::plain(row.best)]);
        cells.extend([money(row.one_more, row.one_more_se), money(row.one_less, row.one_less_se)]);
        if service.is_some() {
            cells.extend([value(row.measure_more), value(row.measure_less)]);
        }
        cells
    };
    let note = left_out(all.len(), "levels.csv");
    let rows = all.iter().take(ROWS).map(row).collect();
    Some(Listing { title: format!("Best levels of {strategy}"), note, heads, rows })
}

fn left_out(all: usize, file: &str) -> String {
    if all <= ROWS {
        return String::new();
    }
    format!("The first {ROWS} of {}; all stand in {file}.", numbers::count(all as u64))
}

/// The unit of a change of a measure, and what to multiply by: points of a share.
fn points(measure: &str, time_unit: &str) -> (String, f64) {
    match Column::parse(measure).map(|column| column.measure.definition().unit) {
        Some(Unit::Share) => ("points".into(), 100.0),
        _ => (numbers::plural(time_unit), 1.0),
    }
}

/// Who is best at each point of a sweep, by how much and how surely.
pub(super) fn standings(sweep: &Sweep) -> Listing {
    let unit = sweep.standings.first().map_or("", |row| row.row.unit.as_str());
    let mut heads: Vec<String> = sweep.info.axes.iter().map(|axis| sweep.info.axis_label(axis)).collect();
    heads.extend(["best".into(), "P(best)".into(), format!("lead ({unit})"), "over".into(), "tied with".into()]);
    let row = |Pointed { point, row }: &Pointed<StandingRow>| {
        let mut cells: Vec<String> = point.iter().map(ToString::to_string).collect();
        cells.push(row.best.clone());
        cells.push(row.p_best.map_or_else(String::new, numbers::percent));
        cells.push(row.margin.map_or_else(String::new, numbers::plain));
        cells.extend([row.second.clone(), name_list::split(&row.tied, ',').join(", ")]);
        cells
    };
    let note = left_out(sweep.standings.len(), "winners.csv");
    let rows = sweep.standings.iter().take(ROWS).map(row).collect();
    Listing { title: "The points".into(), note, heads, rows }
}

/// Values of the points of a sweep of one strategy, and how they compare with the best one.
pub(super) fn sweep_points(sweep: &Sweep) -> Listing {
    let unit = sweep.points.first().map_or("", |point| point.row.unit.as_str());
    let money = sweep.points.first().map_or("", |point| point.row.measure.as_str());
    let services: Vec<&str> = SHOWN.into_iter().filter(|measure| at_points(sweep, measure).is_some()).collect();
    let mut heads: Vec<String> = sweep.info.axes.iter().map(|axis| sweep.info.axis_label(axis)).collect();
    heads.push(format!("{} ({unit})", summary_index::label(money, &sweep.info.time_unit).to_lowercase()));
    heads.extend(["− best".into(), "P(best)".into()]);
    heads.extend(services.iter().map(|measure| summary_index::label(measure, &sweep.info.time_unit).to_lowercase()));
    heads.push(String::new());
    let columns: Vec<Vec<SummaryRow>> = services.iter().filter_map(|measure| at_points(sweep, measure)).collect();
    let row = |(place, Pointed { point, row }): (usize, &Pointed<PointRow>)| {
        let mut cells: Vec<String> = point.iter().map(ToString::to_string).collect();
        cells.push(with_half(row.value, row.ci_low, row.ci_high, ""));
        cells.push(match (row.standing.as_str(), row.difference) {
            ("best", _) | (_, Some(0.0)) => "0".into(),
            _ => with_half(row.difference, row.difference_low, row.difference_high, ""),
        });
        cells.push(row.p_best.map_or_else(|| "–".into(), numbers::percent));
        cells.extend(columns.iter().map(|rows| with_unit(&rows[place])));
        let missed = if row.target == "missed" { "misses the target" } else { "" };
        cells.push(if row.standing.is_empty() { missed.into() } else { row.standing.clone() });
        cells
    };
    let note = left_out(sweep.points.len(), "points.csv");
    let rows = sweep.points.iter().enumerate().take(ROWS).map(row).collect();
    Listing { title: "The points".into(), note, heads, rows }
}

/// Services beside the money of a point.
const SHOWN: [&str; 3] = ["on_time_rate", "order_fill_rate", "response_mean"];

/// The rows of a measure of the system at the points listed, one per point of one strategy; `None` where it has no value at any.
fn at_points(sweep: &Sweep, measure: &str) -> Option<Vec<SummaryRow>> {
    let own = || sweep.rows.wanted(|head| head.is_of_system(measure));
    let (count, has_value) =
        own().fold((0, false), |(count, any), cell| (count + 1, any || cell.estimate.mean.is_some()));
    (count == sweep.points.len() && has_value).then(|| own().take(ROWS).map(|cell| cell.row()).collect())
}

/// A mean with its interval and unit.
fn with_unit(row: &SummaryRow) -> String {
    let SummaryRow { mean, se, ci_low, ci_high, unit, .. } = row;
    let measured = |mean| Measured { mean, se: *se, ci_low: *ci_low, ci_high: *ci_high, unit };
    mean.map_or_else(|| "–".into(), |mean| numbers::with_plural_unit(&measured(mean).shown()))
}

/// A level in words: `95 %`, `2.5 days`.
pub(super) fn level(row: &FrontierRow, time_unit: &str) -> String {
    match Column::parse(&row.measure).map(|column| column.measure.definition().unit) {
        Some(Unit::Share) => numbers::percent(row.level),
        _ => numbers::time(row.level, time_unit),
    }
}

/// Money and price by level, a row per level and two columns per strategy.
pub(super) fn frontier(frontier: &Frontier) -> Listing {
    let info = &frontier.info;
    let mut levels: Vec<&FrontierRow> = Vec::new();
    for row in &frontier.points {
        if levels.iter().all(|known| known.level != row.level) {
            levels.push(row);
        }
    }
    let first = frontier.points.first();
    let (unit, label) = first.map_or((String::new(), String::new()), |row| {
        (row.unit.clone(), summary_index::label(&row.measure, &info.time_unit))
    });
    let point = match first.map(|row| points(&row.measure, &info.time_unit).1) {
        Some(1.0) => "next unit",
        _ => "next point",
    };
    let mut heads = vec![label.to_lowercase()];
    for strategy in &info.strategies {
        heads.extend([format!("{} ({unit})", strategy.name), "reaches".into(), point.to_string()]);
    }
    let at = |level: f64, name: &str| frontier.points.iter().find(|row| row.level == level && row.strategy == name);
    let rows = levels.iter().map(|row| {
        let mut cells = vec![level(row, &info.time_unit)];
        for strategy in &info.strategies {
            let own = at(row.level, &strategy.name);
            cells.push(own.map_or_else(|| "–".into(), |row| money(row, &info.time_unit)));
            let service = own.filter(|row| row.is_reached()).and_then(|row| row.service);
            cells.push(service.map_or_else(|| "–".into(), |service| served(own, service, &info.time_unit)));
            let price = own.filter(|row| row.is_reached()).and_then(|row| row.next_point);
            cells.push(price.map_or_else(|| "–".into(), numbers::plain));
        }
        cells
    });
    let rows = rows.collect();
    Listing { title: "Money for each level".into(), note: String::new(), heads, rows }
}

/// What a row comes to in its service, `!` where that surely misses the level.
fn served(row: Option<&FrontierRow>, service: f64, time_unit: &str) -> String {
    let words = row.map_or_else(String::new, |row| level(&FrontierRow { level: service, ..row.clone() }, time_unit));
    if row.is_some_and(|row| row.is_reached() && row.target == "missed") { words + " !" } else { words }
}

/// `1,020.3`, or what can be reached at most.
fn money(row: &FrontierRow, time_unit: &str) -> String {
    if !row.is_reached() {
        let best = row.service.map_or_else(|| "–".into(), |service| served(Some(row), service, time_unit));
        return format!("at best {best}");
    }
    row.cost.map_or_else(|| "–".into(), numbers::precise)
}

/// A value with half its interval, without its unit.
fn with_half(mean: Option<f64>, low: Option<f64>, high: Option<f64>, unit: &str) -> String {
    let Some(mean) = mean else { return "–".into() };
    let se = low.zip(high).map(|(low, high)| (high - low) / 4.0);
    Measured { mean, se, ci_low: low, ci_high: high, unit }.shown().text()
}

/// The sets of held items compared.
pub(super) fn contenders(found: &Decoupling) -> Listing {
    let first = found.contenders.first();
    let (unit, measure) = first.map_or(("", ""), |row| (row.unit.as_str(), row.measure.as_str()));
    let label = summary_index::label(measure, &found.info.time_unit).to_lowercase();
    let share = points(measure, &found.info.time_unit).1 == 100.0;
    let service = if share { "share" } else { "" };
    let mut heads = vec!["set".to_string(), format!("money ({unit})"), "− best".into(), "P(best)".into()];
    if !measure.is_empty() {
        heads.push(if share { format!("{label} (%)") } else { label });
    }
    heads.push("holds".into());
    let row = |row: &ContenderRow| {
        let money = with_half(row.cost, row.cost_low, row.cost_high, "");
        let difference = match row.difference {
            Some(0.0) => "0".into(),
            _ => with_half(row.difference, row.difference_low, row.difference_high, ""),
        };
        let chance = row.p_best.map_or_else(|| "–".into(), numbers::percent);
        let mut cells = vec![row.strategy.clone(), money, difference, chance];
        if !measure.is_empty() {
            cells.push(with_half(row.service, row.service_low, row.service_high, service));
        }
        let held = name_list::split(&row.holds, ',');
        cells.push(match held.len() {
            0 => "nothing".into(),
            1..=4 => held.join(", "),
            more => format!("{} items", numbers::count(more as u64)),
        });
        cells
    };
    let rows = found.contenders.iter().map(row).collect();
    Listing { title: "Sets of held items, at their best levels".into(), note: String::new(), heads, rows }
}

/// Per item what holding it saves and costs.
pub(super) fn items(found: &Decoupling) -> Listing {
    let unit = found.items.first().map_or("", |row| row.unit.as_str());
    let heads = ["item", "held", "holding saves", "holding costs", "saves − costs"];
    let heads = heads.into_iter().enumerate();
    let heads = heads.map(|(place, head)| if place > 1 { format!("{head} ({unit})") } else { head.into() }).collect();
    let row = |row: &HeldRow| {
        vec![
            row.item.clone(),
            row.held.clone(),
            with_half(row.saves, row.saves_low, row.saves_high, ""),
            with_half(row.costs, row.costs_low, row.costs_high, ""),
            with_half(row.net, row.net_low, row.net_high, ""),
        ]
    };
    let rows = found.items.iter().take(ROWS).map(row).collect();
    let note = left_out(found.items.len(), "decoupling.csv");
    Listing { title: "What holding an item saves and costs".into(), note, heads, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_is_exact_but_for_rounding_has_three_digits() {
        assert_eq!(change(0.010_958_9, Some(1e-9), ""), "+0.011");
        assert_eq!(change(0.012_602_7, Some(0.0), ""), "+0.0126");
        assert_eq!(change(-1.234_5, None, ""), "−1.23");
        assert_eq!(change(1.234_5, Some(0.3), ""), "+1.2");
        assert_eq!(change(0.0, Some(0.0), ""), "0");
    }
}
