//! The records, turned so that one measure's values over replications lie side by side.

use crate::measures::{Column, EntityKind, Measure};
use crate::model::Model;
use crate::record::{Entity, Entry, Layout, RunRecord};
use crate::stats::{Confidence, Estimate};
use std::collections::BTreeMap;

/// Everything the tables are made from.
pub(super) struct Samples<'a> {
    pub model: &'a Model,
    /// Numbers of the replications, ascending; the places of all per-replication slices.
    pub replications: Vec<u32>,
    /// By place in the model.
    pub strategies: Vec<StrategySamples<'a>>,
    pub confidence: Confidence,
}

/// One strategy.
pub(super) struct StrategySamples<'a> {
    pub name: &'a str,
    pub layout: &'a Layout,
    /// By replication; `None` where a record is missing.
    pub records: Vec<Option<&'a RunRecord>>,
    /// By entry of the layout: one value per replication, NaN where there is none.
    pub values: Vec<Vec<f64>>,
    /// Look-up only: never iterated.
    places: BTreeMap<Key<'a>, usize>,
}

/// Names one value of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    pub kind: EntityKind,
    pub entity: &'a str,
    pub measure: Measure,
    pub parameter: Option<&'a str>,
}

impl<'a> Key<'a> {
    pub fn of(entry: Entry<'a>) -> Key<'a> {
        Key::new(entry.entity, entry.column)
    }

    pub fn new(entity: &'a Entity, column: &'a Column) -> Key<'a> {
        Key { kind: entity.kind, entity: &entity.name, measure: column.measure, parameter: column.parameter.as_deref() }
    }

    /// A plain measure of the whole system.
    pub fn system(measure: Measure) -> Key<'static> {
        Key { kind: EntityKind::System, entity: "", measure, parameter: None }
    }

    /// A column of the whole system.
    pub fn system_column(column: &'a Column) -> Key<'a> {
        Key { parameter: column.parameter.as_deref(), ..Key::system(column.measure) }
    }

    /// The id of the measure in files.
    pub fn id(&self) -> String {
        Column { measure: self.measure, parameter: self.parameter.map(Into::into) }.id()
    }
}

impl<'a> Samples<'a> {
    /// # Panics
    /// When a record does not fit the layout of its strategy: they come from different scenarios.
    pub fn new(model: &'a Model, layouts: &'a [Layout], records: &'a [RunRecord]) -> Samples<'a> {
        assert_eq!(layouts.len(), model.strategies.len(), "one layout per strategy");
        let mut replications: Vec<u32> = records.iter().map(|record| record.key.replication).collect();
        replications.sort_unstable();
        replications.dedup();
        let largest = u32::try_from(replications.len()).expect("replications are numbered by u32");
        let confidence = Confidence::new(model.run.confidence, largest);
        let strategies = layouts
            .iter()
            .zip(&model.strategies)
            .enumerate()
            .map(|(place, (layout, strategy))| {
                let mut mine = vec![None; replications.len()];
                for record in records.iter().filter(|record| record.key.strategy as usize == place) {
                    assert_eq!(record.values.len(), layout.values.len(), "a record of this scenario");
                    let at = replications.binary_search(&record.key.replication).expect("collected above");
                    mine[at] = Some(record);
                }
                StrategySamples::new(&strategy.name, layout, mine)
            })
            .collect();
        Samples { model, replications, strategies, confidence }
    }

    /// A strategy's values of one measure, by replication.
    pub fn values(&self, strategy: usize, key: &Key<'_>) -> Option<&[f64]> {
        self.strategies[strategy].values_of(key)
    }

    pub fn estimate(&self, strategy: usize, key: &Key<'_>) -> Estimate {
        self.values(strategy, key).map_or_else(Estimate::default, |values| Estimate::of(values, &self.confidence))
    }

    /// Mean of a measure of the whole system; `None` where it has no value.
    pub fn system_mean(&self, strategy: usize, measure: Measure) -> Option<f64> {
        self.estimate(strategy, &Key::system(measure)).mean
    }

    /// Words of a measure's unit: `USD/day`.
    pub fn unit(&self, measure: Measure) -> String {
        measure.definition().unit.words(self.model.time_unit.word(), &self.model.currency)
    }

    /// Chance of error that intervals and tests allow.
    pub fn alpha(&self) -> f64 {
        1.0 - self.confidence.level()
    }
}

impl<'a> StrategySamples<'a> {
    fn new(name: &'a str, layout: &'a Layout, records: Vec<Option<&'a RunRecord>>) -> StrategySamples<'a> {
        let value = |record: &Option<&RunRecord>, entry: usize| record.map_or(f64::NAN, |r| r.values[entry]);
        let values =
            (0..layout.values.len()).map(|entry| records.iter().map(|record| value(record, entry)).collect()).collect();
        let places = layout.values.iter().enumerate().map(|(place, entry)| (Key::of(entry), place)).collect();
        StrategySamples { name, layout, records, values, places }
    }

    pub fn values_of(&self, key: &Key<'_>) -> Option<&[f64]> {
        self.places.get(key).map(|place| self.values[*place].as_slice())
    }

    /// The records there are, by replication.
    pub fn present(&self) -> impl Iterator<Item = &'a RunRecord> + '_ {
        self.records.iter().flatten().copied()
    }
}
