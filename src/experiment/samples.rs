//! The records, turned so that one measure's values over replications lie side by side.

use crate::measures::{Column, EntityKind, Measure};
use crate::model::Model;
use crate::record::{Entity, Entry, Layout, RunRecord};
use crate::stats::{Confidence, Estimate, Paired, Sample, paired};
use std::borrow::Cow;
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
    values: Vec<Vec<f64>>,
    /// By entry: what each value was divided by, where they are quotients.
    divisors: Vec<Option<Vec<f64>>>,
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

    /// A strategy's values of one measure.
    pub fn sample(&self, strategy: usize, key: &Key<'_>) -> Option<Sample<'_>> {
        self.strategies[strategy].sample_of(key)
    }

    /// What statistics are made from, by replication: the values of a measure, or the pseudo-values of quotients.
    pub fn values(&self, strategy: usize, key: &Key<'_>) -> Option<Cow<'_, [f64]>> {
        Some(self.sample(strategy, key)?.pseudo_values())
    }

    pub fn estimate(&self, strategy: usize, key: &Key<'_>) -> Estimate {
        self.sample(strategy, key).map_or_else(Estimate::default, |sample| sample.estimate(&self.confidence))
    }

    /// What a measure is under `first` above what it is under `second`.
    pub fn paired(&self, (first, second): (usize, usize), key: &Key<'_>) -> Option<Paired> {
        Some(paired(&self.values(first, key)?, &self.values(second, key)?, &self.confidence))
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

/// The values of a measure, and what they were divided by where they are quotients, as what statistics are made from.
pub(super) fn sample<'v>(measure: Measure, values: &'v [f64], divisors: Option<&'v [f64]>) -> Sample<'v> {
    match divisors {
        None => Sample::Plain(values),
        Some(divisors) if measure.definition().is_share_of_cases() => Sample::Share { values, divisors },
        Some(divisors) => Sample::Quotient { values, divisors },
    }
}

impl<'a> StrategySamples<'a> {
    fn new(name: &'a str, layout: &'a Layout, records: Vec<Option<&'a RunRecord>>) -> StrategySamples<'a> {
        let value = |record: &Option<&RunRecord>, entry: usize| record.map_or(f64::NAN, |r| r.values[entry]);
        let values =
            (0..layout.values.len()).map(|entry| records.iter().map(|record| value(record, entry)).collect()).collect();
        let divisor = |record: &Option<&RunRecord>, place: usize| record.map_or(f64::NAN, |r| r.divisors[place]);
        let divisors = layout.divisors().into_iter();
        let divisors = divisors
            .map(|own| own.map(|place| records.iter().map(|record| divisor(record, place)).collect()))
            .collect();
        let places = layout.values.iter().enumerate().map(|(place, entry)| (Key::of(entry), place)).collect();
        StrategySamples { name, layout, records, values, divisors, places }
    }

    fn sample_of(&self, key: &Key<'_>) -> Option<Sample<'_>> {
        self.places.get(key).map(|place| self.at(*place, key.measure))
    }

    fn at(&self, place: usize, measure: Measure) -> Sample<'_> {
        sample(measure, &self.values[place], self.divisors[place].as_deref())
    }

    /// All samples there are, in the order of the layout.
    pub fn samples(&self) -> impl Iterator<Item = (Entry<'a>, Sample<'_>)> {
        let entries = self.layout.values.iter().enumerate();
        entries.map(|(place, entry)| (entry, self.at(place, entry.column.measure)))
    }

    /// The records there are, by replication.
    pub fn present(&self) -> impl Iterator<Item = &'a RunRecord> + '_ {
        self.records.iter().flatten().copied()
    }
}
