//! `[optimize]`.

use super::builder::Builder;
use super::settings::check_measure;
use crate::input::optimize::{Bounds, Money, Optimize, Start, Wanted, spaced};
use crate::measures::{Column, EntityKind, Kind, Measure, Unit};
use crate::model::{Model, Shortage, Supply};
use crate::reader::{Cursor, Problem, split_variant};

/// Levels of a frontier of a share, unless the scenario says others.
const LEVELS: (f64, f64, usize) = (0.5, 0.999, 20);

impl Builder<'_> {
    /// `[optimize]`, with what follows from the rest of the scenario.
    pub fn optimize(&mut self, model: &Model) -> Optimize {
        let at = self.scenario.at("optimize");
        let money = match at.at("objective").given_text() {
            Some("profit") => Money::Profit,
            Some(_) => Money::Cost,
            None if sales_depend_on_stock(model) => Money::Profit,
            None => Money::Cost,
        };
        let target = at.at("target");
        let mut targets = Vec::new();
        for one in target.groups() {
            self.wanted(one, model, &mut targets);
        }
        if !target.is_given() {
            targets.extend(reported(model));
        }
        let bounds = self.bounds(at.at("bounds"), model);
        let frontier = at.at("frontier");
        let measure = self.frontier_measure(frontier.at("measure"), model, &targets);
        let levels = self.levels(frontier.at("levels"), &measure);
        let replications = at.at("replications").given_whole().and_then(|number| u32::try_from(number).ok());
        let indifference = at.at("indifference").given_number();
        let start = match at.at("start").given_text() {
            Some("as_written") => Start::AsWritten,
            _ => Start::Full,
        };
        Optimize { money, targets, bounds, replications, indifference, start, measure, levels, toml: String::new() }
    }

    fn wanted(&mut self, at: Cursor, model: &Model, wanted: &mut Vec<Wanted>) {
        let (product, class, each) = (at.at("product"), at.at("class"), at.at("each"));
        let products = || asked(model);
        let classes = || {
            let mut names: Vec<&str> = model.demands.iter().map(|demand| demand.class.as_str()).collect();
            names.retain(|name| !name.is_empty());
            names.sort_unstable();
            names.dedup();
            names
        };
        let (kind, names) = match (product.given_text(), class.given_text(), each.given_text()) {
            (Some(name), ..) => (EntityKind::Product, self.among(name, "product", product, products())),
            (_, Some(name), _) => (EntityKind::Class, self.among(name, "class", class, classes())),
            (_, _, Some("product")) => (EntityKind::Product, products()),
            (_, _, Some(_)) => (EntityKind::Class, classes()),
            _ => (EntityKind::System, vec![""]),
        };
        if names.is_empty() && each.is_given() {
            self.problems.at(each.value_place(), "no demand has a `class`");
        }
        let (measure, value) = (at.at("measure"), at.at("value"));
        let Some(column) = self.service(measure, kind, model) else { return };
        self.in_range(&column, value.number(), value);
        wanted.extend(names.into_iter().map(|name| Wanted {
            column: column.clone(),
            kind,
            entity: name.into(),
            value: value.number(),
        }));
    }

    /// The name, where it is one of those known.
    fn among<'n>(&mut self, name: &'n str, word: &str, at: Cursor, known: Vec<&'n str>) -> Vec<&'n str> {
        if known.contains(&name) {
            return vec![name];
        }
        let problem = Problem::new(at.value_place(), format!("no orders for the {word} `{name}`"));
        self.problems.add(problem.nearest(name, known));
        Vec::new()
    }

    /// A measure that can be asked for, of entities of a kind.
    fn service(&mut self, at: Cursor, kind: EntityKind, model: &Model) -> Option<Column> {
        let id = at.given_text()?;
        let wrong = check_measure(id, kind, &model.report.windows, &model.report.quantiles);
        let column = Column::parse(id);
        let problem = wrong.or_else(|| match &column {
            Some(column) if !is_service(column) => {
                let help = "services are shares of orders, like `on_time_rate`; responses are like `response_p95`";
                Some(Problem::nowhere(format!("`{id}` is no service and no response")).help(help))
            }
            Some(column) if column.measure == Measure::OnTimeRate && !promised(model) => {
                Some(Problem::nowhere("`on_time_rate` has no value: no demand has a `due`"))
            }
            _ => None,
        });
        match problem {
            Some(problem) => {
                self.problems.add(Problem { place: Some(at.value_place()), ..problem });
                None
            }
            None => column,
        }
    }

    /// Whether a value can be one of the measure.
    fn in_range(&mut self, column: &Column, value: f64, at: Cursor) {
        let id = column.id();
        let percent = || format!("{value} % is written {}", value / 100.0);
        let problem = match column.measure.definition().unit {
            Unit::Share if value > 1.0 && value <= 100.0 => {
                let message = format!("`{id}` is a share: the value to reach lies between 0 and 1");
                Some(Problem::new(at.value_place(), message).help(percent()))
            }
            Unit::Share if !(0.0..=1.0).contains(&value) => {
                let message = format!("`{id}` is a share: the value to reach lies between 0 and 1");
                Some(Problem::new(at.value_place(), message))
            }
            _ if value < 0.0 => Some(Problem::new(at.value_place(), format!("`{id}` is never below 0"))),
            _ => None,
        };
        problem.into_iter().for_each(|problem| self.problems.add(problem));
    }

    fn bounds(&mut self, at: Cursor, model: &Model) -> Vec<Bounds> {
        let mut all = Vec::new();
        for named in at.names() {
            let list = named.at.list().unwrap_or_default();
            let whole: Vec<i64> = list.iter().filter_map(crate::reader::RawNode::whole).collect();
            let (place, name) = (named.at.value_place(), named.name);
            match whole.as_slice() {
                [low, high] if list.len() == 2 && low <= high => {
                    let bounds = Bounds { pattern: name.into(), low: *low, high: *high };
                    let known = model.items.iter().map(|item| item.name.as_str());
                    let is_item = |name: &str| known.clone().any(|item| item == name);
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

    fn frontier_measure(&mut self, at: Cursor, model: &Model, targets: &[Wanted]) -> Column {
        let given = self.service(at, EntityKind::System, model);
        let asked = || targets.iter().find(|target| target.kind == EntityKind::System).or(targets.first());
        let asked = || asked().map(|target| target.column.clone());
        let usual = if promised(model) { Measure::OnTimeRate } else { Measure::OrderFillRate };
        given.or_else(asked).unwrap_or_else(|| Column::plain(usual))
    }

    fn levels(&mut self, at: Cursor, measure: &Column) -> Option<Vec<f64>> {
        let share = measure.measure.definition().unit == Unit::Share;
        if at.table().is_some() {
            let (from, to, steps) = (at.at("from"), at.at("to"), at.at("steps"));
            let before = self.problems.len();
            self.in_range(measure, from.number(), from);
            self.in_range(measure, to.number(), to);
            if from.number() >= to.number() {
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
        levels.iter().for_each(|level| self.in_range(measure, *level, at));
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        if levels.is_empty() {
            self.problems.at(at.value_place(), "`optimize.frontier.levels` is empty");
        }
        Some(levels)
    }
}

/// Names of the products that customers ask for, in the order of the file.
fn asked(model: &Model) -> Vec<&str> {
    let is_asked = |item: usize| model.demands.iter().flat_map(|demand| &demand.mix).any(|s| s.item.index() == item);
    (0..model.items.len()).filter(|item| is_asked(*item)).map(|item| model.items[item].name.as_str()).collect()
}

fn promised(model: &Model) -> bool {
    model.demands.iter().any(|demand| demand.due.is_some())
}

fn is_service(column: &Column) -> bool {
    matches!(column.measure.definition().kind, Kind::Service | Kind::Response)
}

/// The target of the report, where it is one of orders.
fn reported(model: &Model) -> Option<Wanted> {
    let target = model.report.target.as_ref()?;
    let column = Column::parse(&target.measure).filter(is_service)?;
    Some(Wanted { column, kind: EntityKind::System, entity: String::new(), value: target.value })
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
