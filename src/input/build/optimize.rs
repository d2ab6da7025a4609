//! `[optimize]`.

use super::builder::Builder;
use super::seconds::seconds;
use super::targets::{AskedBy, reported};
use crate::input::optimize::{Bounds, Money, Optimize, Start, Wanted, spaced};
use crate::measures::{Column, EntityKind, Measure, Unit};
use crate::model::{Model, Shortage, Supply};
use crate::reader::{Cursor, Place, Problem, split_variant};
use crate::rules::stock::RESTOCK;

/// Levels of a frontier of a share, unless the scenario says others.
const LEVELS: (f64, f64, usize) = (0.5, 0.999, 20);

impl Builder<'_> {
    /// `[optimize]`, with what follows from the rest of the scenario.
    pub fn optimize(&mut self, model: &Model) -> Optimize {
        let at = self.scenario.at("optimize");
        let money = match at.at("objective").given_text() {
            Some("profit") => Money::Profit,
            Some(_) => Money::Cost,
            None if model.under_each().any(sales_depend_on_stock) => Money::Profit,
            None => Money::Cost,
        };
        let target = at.at("target");
        let mut targets = Vec::new();
        for one in target.groups() {
            self.wanted((one, AskedBy::Search), model, &mut targets);
        }
        if !target.is_given() {
            targets.extend(model.report.targets.iter().filter_map(reported));
        }
        let bounds = self.bounds(at.at("bounds"), model);
        let frontier = at.at("frontier");
        let measure = self.frontier_measure(frontier.at("measure"), model, &targets);
        let levels = self.levels(frontier.at("levels"), &measure);
        let replications = at.at("replications").given_whole().and_then(|number| u32::try_from(number).ok());
        let indifference = at.at("indifference").given_number();
        let budget = self.budget(at.at("budget"));
        let reserves = at.at("reserves").flag();
        self.check_reserve_bounds(at, &bounds, reserves);
        let start = match at.at("start").given_text() {
            Some("as_written") => Start::AsWritten,
            _ => Start::Full,
        };
        let toml = String::new();
        Optimize { money, targets, bounds, reserves, replications, indifference, budget, start, measure, levels, toml }
    }

    fn budget(&mut self, at: Cursor) -> Option<f64> {
        let text = at.given_text().filter(|text| !text.contains(char::is_control))?;
        let budget = seconds(text);
        if budget.is_none() {
            let message =
                format!("`{text}` is no time to search: a number above 0 with s, m, h or d, such as 90s or 1h30m");
            self.problems.at(at.value_place(), message);
        }
        budget
    }

    fn bounds(&mut self, at: Cursor, model: &Model) -> Vec<Bounds> {
        let mut all = Vec::new();
        for named in at.names() {
            let list = named.at.list().unwrap_or_default();
            let whole: Vec<i64> = list.iter().filter_map(crate::reader::RawNode::whole).collect();
            let (place, name) = (named.at.value_place(), named.name);
            match whole.as_slice() {
                [low, high] if list.len() == 2 && low <= high => {
                    let known = model.items.iter().map(|item| item.name.as_str());
                    let is_item = |name: &str| known.clone().any(|item| item == name);
                    let of_class = name.rsplit_once(':').filter(|_| !is_item(name));
                    if let Some((item, class)) = of_class {
                        all.extend(self.reserve_bounds(named.place, (item, class), (*low, *high), model));
                        continue;
                    }
                    let bounds = Bounds { pattern: name.into(), class: None, low: *low, high: *high };
                    let variant = bounds.is_name() && split_variant(name, is_item).is_some();
                    if variant || known.clone().any(|item| bounds.cover(item)) {
                        all.push(bounds);
                    } else {
                        let problem = Problem::new(named.place, format!("no item is called `{name}`"));
                        self.problems.add(problem.nearest(name, known));
                    }
                }
                [low, high] if list.len() == 2 => {
                    let message = format!("the bounds of `{name}` are reversed: {low} is above {high}");
                    self.problems.add(Problem::new(place, message).help(format!("write [{high}, {low}]")));
                }
                _ => self.problems.at(place, format!("the bounds of `{name}` are two whole numbers, `[0, 200]`")),
            }
        }
        all
    }

    /// Bounds of reserves say nothing where none is searched.
    fn check_reserve_bounds(&mut self, at: Cursor, bounds: &[Bounds], reserves: bool) {
        if !reserves && bounds.iter().any(|bounds| bounds.class.is_some()) {
            let problem =
                Problem::new(at.at("bounds").value_place(), "these bounds are of reserves, which are not searched");
            self.problems.add(problem.help("say `optimize.reserves = true`"));
        }
    }

    /// Bounds of what a class leaves on the shelf of an item.
    fn reserve_bounds(
        &mut self,
        place: Place,
        (item, class): (&str, &str),
        (low, high): (i64, i64),
        model: &Model,
    ) -> Option<Bounds> {
        let items = model.items.iter().map(|item| item.name.as_str());
        if !items.clone().any(|known| known == item) {
            self.problems.add(Problem::new(place, format!("no item is called `{item}`")).nearest(item, items));
            return None;
        }
        let asked = model.under_each().flat_map(|model| &model.demands).map(|demand| demand.class.as_str());
        let classes: Vec<&str> = asked.chain([RESTOCK]).filter(|name| !name.is_empty()).collect();
        if !classes.contains(&class) {
            let problem = Problem::new(place, format!("no customer is of a class `{class}`"));
            self.problems.add(problem.nearest(class, classes));
            return None;
        }
        if low < 0 {
            self.problems.at(place, "a class leaves no fewer than 0 units on a shelf");
        }
        Some(Bounds { pattern: item.into(), class: Some(class.into()), low: low.max(0), high })
    }

    fn frontier_measure(&mut self, at: Cursor, model: &Model, targets: &[Wanted]) -> Column {
        let given = self.service((at, AskedBy::Search), EntityKind::System, model);
        let asked = || targets.iter().find(|target| target.kind == EntityKind::System).or(targets.first());
        let asked = || asked().map(|target| target.column.clone());
        let usual = if self.promised(model) { Measure::OnTimeRate } else { Measure::OrderFillRate };
        given.or_else(asked).unwrap_or_else(|| Column::plain(usual))
    }

    fn levels(&mut self, at: Cursor, measure: &Column) -> Option<Vec<f64>> {
        let share = measure.measure.definition().unit == Unit::Share;
        if at.table().is_some() {
            let (from, to, steps) = (at.at("from"), at.at("to"), at.at("steps"));
            let before = self.problems.len();
            self.in_range(measure, from.number(), (from, AskedBy::Search));
            self.in_range(measure, to.number(), (to, AskedBy::Search));
            if from.is_given() && to.is_given() && from.number() >= to.number() {
                let message = format!("the levels go up: from {} to {}", from.number(), to.number());
                self.problems.at(to.value_place(), message);
            } else if share && to.number() >= 1.0 && self.problems.len() == before {
                let problem = Problem::new(to.value_place(), "no number of steps in nines reaches 1");
                self.problems.add(problem.help("end at 0.999, say, or list the levels: [0.9, 0.99, 1]"));
            }
            let steps = usize::try_from(steps.whole()).unwrap_or(2);
            return (self.problems.len() == before).then(|| spaced(from.number(), to.number(), steps, share));
        }
        if !at.is_given() {
            let (from, to, steps) = LEVELS;
            return share.then(|| spaced(from, to, steps, true));
        }
        let mut levels = at.numbers();
        levels.iter().for_each(|level| self.in_range(measure, *level, (at, AskedBy::Search)));
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        if levels.is_empty() {
            self.problems.at(at.value_place(), "`optimize.frontier.levels` is empty");
        }
        Some(levels)
    }
}

/// Whether least cost would be to sell nothing: orders are lost or leave, or optional parts are sold if there are any.
fn sales_depend_on_stock(model: &Model) -> bool {
    let priced = |item: crate::model::ItemId| model.item(item).price > 0.0;
    let lost = |demand: &crate::model::Demand| {
        !matches!(demand.shortage, Shortage::Backorder) && demand.mix.iter().any(|share| priced(share.item))
    };
    let optional = model.items.iter().any(|item| match &item.supply {
        Supply::Make(make) => make.optional.iter().any(|line| priced(line.item)),
        Supply::Buy(_) => false,
    });
    optional || model.demands.iter().any(lost)
}
