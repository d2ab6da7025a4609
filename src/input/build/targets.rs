//! Targets: services that a search is to meet (`optimize.target`) and the verdict asks for (`report.target`).

use super::builder::{Builder, Promises};
use super::settings::check_measure;
use crate::input::optimize::Wanted;
use crate::measures::{Column, EntityKind, Kind, Measure, Unit};
use crate::model::{Model, Target, TargetOf};
use crate::reader::{Cursor, Problem};

/// Who asks for a service.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedBy {
    /// Only what orders experience can be searched for.
    Search,
    /// Any measure that has a better side.
    Verdict,
}

impl Builder<'_> {
    /// `report.target`, each product or class by itself.
    pub fn report_targets(&mut self, model: &Model) -> Vec<Target> {
        let mut targets = Vec::new();
        for one in self.scenario.at("report").at("target").groups() {
            self.wanted((one, AskedBy::Verdict), model, &mut targets);
        }
        targets.into_iter().map(target).collect()
    }

    pub(super) fn wanted(&mut self, (at, by): (Cursor, AskedBy), model: &Model, wanted: &mut Vec<Wanted>) {
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
        let Some(column) = self.service((measure, by), kind, model) else { return };
        self.in_range(&column, value.number(), (value, by));
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
    pub(super) fn service(&mut self, (at, by): (Cursor, AskedBy), kind: EntityKind, model: &Model) -> Option<Column> {
        let id = at.given_text()?;
        let wrong = check_measure(id, kind, &model.report.windows, &model.report.quantiles);
        let column = Column::parse(id);
        let problem = wrong.or_else(|| match &column {
            Some(column) if by == AskedBy::Search && !is_service(column) => {
                let help = "services are shares of orders, like `on_time_rate`; responses are like `response_p95`";
                Some(Problem::nowhere(format!("`{id}` is no service and no response")).help(help))
            }
            Some(column) if column.measure == Measure::OnTimeRate && !self.promised(model) => {
                let help = "give a stream its promised time, `demand.NAME.due`, or ask for `order_fill_rate`";
                Some(Problem::nowhere("`on_time_rate` has no value: no demand has a `due`").help(help))
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

    /// Whether some order has a promised time, under a strategy at least.
    pub(super) fn promised(&self, model: &Model) -> bool {
        self.promises == Promises::OfStrategies || model.demands.iter().any(crate::model::Demand::is_promised)
    }

    /// Whether a value can be one of the measure.
    pub(super) fn in_range(&mut self, column: &Column, value: f64, (at, by): (Cursor, AskedBy)) {
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
            // A profit may be negative.
            _ if value < 0.0 && by == AskedBy::Search => {
                Some(Problem::new(at.value_place(), format!("`{id}` is never below 0")))
            }
            _ => None,
        };
        problem.into_iter().for_each(|problem| self.problems.add(problem));
    }
}

fn target(wanted: Wanted) -> Target {
    let of = match wanted.kind {
        EntityKind::Product => TargetOf::Product(wanted.entity),
        EntityKind::Class => TargetOf::Class(wanted.entity),
        _ => TargetOf::System,
    };
    Target { measure: wanted.column.id(), of, value: wanted.value }
}

/// A target of the report as one of a search, where it is one of orders.
pub(super) fn reported(target: &Target) -> Option<Wanted> {
    let column = Column::parse(&target.measure).filter(is_service)?;
    let (kind, entity) = match &target.of {
        TargetOf::System => (EntityKind::System, ""),
        TargetOf::Product(name) => (EntityKind::Product, name.as_str()),
        TargetOf::Class(name) => (EntityKind::Class, name.as_str()),
    };
    Some(Wanted { column, kind, entity: entity.into(), value: target.value })
}

/// Names of the products that customers ask for, in the order of the file.
fn asked(model: &Model) -> Vec<&str> {
    let is_asked = |item: usize| model.demands.iter().flat_map(|demand| &demand.mix).any(|s| s.item.index() == item);
    (0..model.items.len()).filter(|item| is_asked(*item)).map(|item| model.items[item].name.as_str()).collect()
}

fn is_service(column: &Column) -> bool {
    matches!(column.measure.definition().kind, Kind::Service | Kind::Response)
}
