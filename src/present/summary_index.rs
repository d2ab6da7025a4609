//! Looking things up in the tables: by strategy, entity and measure.

use super::numbers::Measured;
use crate::measures::{Column, EntityKind, MEASURES};
use crate::results::{SummaryRow, Tables};
use std::collections::{BTreeMap, BTreeSet};

/// The summary, indexed.
pub struct SummaryIndex<'a> {
    /// The tables it looks things up in.
    pub tables: &'a Tables,
    rows: BTreeMap<Key<'a>, &'a SummaryRow>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    strategy: &'a str,
    kind: EntityKind,
    entity: &'a str,
    measure: &'a str,
}

impl<'a> SummaryIndex<'a> {
    /// An index of the summary of these tables.
    #[must_use]
    pub fn new(tables: &'a Tables) -> SummaryIndex<'a> {
        let key = |row: &'a SummaryRow| Key {
            strategy: &row.strategy,
            kind: row.entity_kind,
            entity: &row.entity,
            measure: &row.measure,
        };
        SummaryIndex { tables, rows: tables.summary.iter().map(|row| (key(row), row)).collect() }
    }

    /// Names of the strategies, in the order of the scenario.
    #[must_use]
    pub fn strategies(&self) -> Vec<&'a str> {
        self.tables.info.strategies.iter().map(|strategy| strategy.name.as_str()).collect()
    }

    /// A measure of an entity under a strategy; none when there is no such row or its mean is missing.
    #[must_use]
    pub fn of(&self, strategy: &'a str, kind: EntityKind, entity: &'a str, measure: &'a str) -> Option<Measured<'a>> {
        self.rows.get(&Key { strategy, kind, entity, measure }).and_then(|row| Measured::of_summary(row))
    }

    /// A measure of the whole system under a strategy.
    #[must_use]
    pub fn system(&self, strategy: &'a str, measure: &'a str) -> Option<Measured<'a>> {
        self.of(strategy, EntityKind::System, "", measure)
    }

    /// The mean of a measure of the whole system; NaN when it is missing.
    #[must_use]
    pub fn system_mean(&self, strategy: &'a str, measure: &'a str) -> f64 {
        self.system(strategy, measure).map_or(f64::NAN, |measured| measured.mean)
    }

    /// Values of a measure of the whole system by replication.
    #[must_use]
    pub fn replications(&self, strategy: &str, measure: &str) -> BTreeMap<u32, f64> {
        let own =
            self.tables.replications.iter().filter(|row| {
                row.entity_kind == EntityKind::System && row.measure == measure && row.strategy == strategy
            });
        own.filter_map(|row| Some((row.replication, row.value?))).collect()
    }

    /// The others that cannot be told from a strategy in a measure of the whole system, all pairs judged together; with
    /// one replication nobody can be told from anybody.
    #[must_use]
    pub fn ties(&self, strategy: &str, measure: &str) -> Vec<&'a str> {
        let alpha = 1.0 - self.tables.info.confidence;
        let rows =
            self.tables.comparison.iter().filter(|row| {
                row.entity_kind == EntityKind::System && row.measure == measure && row.strategy == strategy
            });
        let open: BTreeSet<&str> =
            rows.filter(|row| row.p_adjusted.is_none_or(|p| p >= alpha)).map(|row| row.reference.as_str()).collect();
        self.strategies().into_iter().filter(|name| open.contains(name)).collect()
    }

    /// Who is best in a measure, in words: `ATO costs least`, or `ATO and MTS tie for the least cost`.
    #[must_use]
    pub fn best_in_words(&self, best: &str, measure: &str, alone: &str, together: &str) -> String {
        let ties = self.ties(best, measure);
        let Some((last, others)) = ties.split_last() else { return format!("{best} {alone}") };
        match others.len() {
            0 => format!("{best} and {last} tie for {together}"),
            1 => format!("{best}, {} and {last} tie for {together}", others[0]),
            more => format!("{best} and {} others tie for {together}", more + 1),
        }
    }

    /// Whether any strategy has a value of the measure for the system.
    #[must_use]
    pub fn any(&self, measure: &'a str) -> bool {
        self.strategies().into_iter().any(|strategy| self.system(strategy, measure).is_some())
    }

    /// Entities of a kind that have rows, in the order of the table.
    #[must_use]
    pub fn entities(&self, kind: EntityKind) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let rows = self.tables.summary.iter().filter(|row| row.entity_kind == kind);
        rows.map(|row| row.entity.as_str()).filter(|entity| seen.insert(*entity)).collect()
    }

    /// Ids of the measures a kind of entity has values for, in the order of the table of measures, then of their
    /// parameter.
    #[must_use]
    pub fn measures(&self, kind: EntityKind) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let rows = self.tables.summary.iter().filter(|row| row.entity_kind == kind && row.mean.is_some());
        let mut ids: Vec<&str> = rows.map(|row| row.measure.as_str()).filter(|id| seen.insert(*id)).collect();
        ids.sort_by_key(|id| Column::parse(id).map_or(MEASURES.len(), |column| column.measure as usize));
        ids
    }
}

/// The label of a measure for people: `Response time, 95 % quantile`, `Delivered within 2 days`.
#[must_use]
pub fn label(id: &str, time_unit: &str) -> String {
    let Some(column) = Column::parse(id) else { return id.into() };
    let label = column.measure.definition().label;
    match &column.parameter {
        None => label.into(),
        Some(parameter) if label.ends_with("quantile") => {
            let (whole, rest) = parameter.split_at(parameter.len().min(2));
            let point = if rest.is_empty() { "" } else { "." };
            format!("{} {whole}{point}{rest} %", label.trim_end_matches("quantile").trim_end())
        }
        Some(parameter) => {
            let unit = if parameter == "1" { time_unit.into() } else { super::numbers::plural(time_unit) };
            format!("{} {parameter} {unit}", label.trim_end_matches("the window").trim_end())
        }
    }
}

/// What a measure means, for tooltips; empty for an unknown id.
#[must_use]
pub fn definition(id: &str) -> &'static str {
    Column::parse(id).map_or("", |column| column.measure.definition().definition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_carry_their_parameter() {
        assert_eq!(label("cost_total", "day"), "Total cost");
        assert_eq!(label("response_p95", "day"), "Response time, 95 %");
        assert_eq!(label("response_p999", "day"), "Response time, 99.9 %");
        assert_eq!(label("response_within_0.5", "day"), "Delivered within 0.5 days");
        assert_eq!(label("wait_within_2", "hour"), "Served within 2 hours");
        assert_eq!(label("mystery", "day"), "mystery");
    }
}
