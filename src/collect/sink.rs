//! What a walk over all entities writes to.

use super::measurer::Count;
use crate::measures::{Column, EntityKind, Measure};
use crate::record::{Entity, Entries};

/// What the walk writes to: names once, values for every record.
pub(super) trait Sink {
    /// The walk comes to an entity.
    fn entity(&mut self, kind: EntityKind, name: &str);
    /// One value of the entity.
    fn put(&mut self, measure: Measure, parameter: Option<&str>, value: f64);
    /// The same of a measure that is a quotient of two sums: see [`crate::measures::Definition::per`].
    fn divide(&mut self, measure: Measure, parameter: Option<&str>, above: f64, below: f64) {
        self.put(measure, parameter, above / below);
    }
}

impl Sink for Entries {
    fn entity(&mut self, kind: EntityKind, name: &str) {
        self.open(Entity { kind, name: name.into() });
    }
    fn put(&mut self, measure: Measure, parameter: Option<&str>, _value: f64) {
        self.push(Column { measure, parameter: parameter.map(Into::into) });
    }
}

/// RecordValues, and what those that are quotients were divided by.
pub(super) struct RecordValues {
    pub values: Vec<f64>,
    pub divisors: Vec<f64>,
}

impl Sink for RecordValues {
    fn entity(&mut self, _kind: EntityKind, _name: &str) {}
    fn put(&mut self, measure: Measure, _parameter: Option<&str>, value: f64) {
        debug_assert!(measure.definition().per.is_none(), "{measure:?} is a quotient");
        self.values.push(value);
    }
    fn divide(&mut self, measure: Measure, _parameter: Option<&str>, above: f64, below: f64) {
        debug_assert!(measure.definition().per.is_some(), "{measure:?} is no quotient");
        self.values.push(ratio(above, below));
        self.divisors.push(below);
    }
}

impl Sink for Count {
    fn entity(&mut self, _kind: EntityKind, _name: &str) {}
    fn put(&mut self, measure: Measure, _parameter: Option<&str>, _value: f64) {
        self.values += 1;
        self.divisors += usize::from(measure.definition().per.is_some());
    }
}

/// `a / b`, or NaN where there is nothing to judge: also where `b` is so small that no variance of quotients can be computed.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    let quotient = a / b;
    if b > 0.0 && (quotient * quotient).is_finite() { quotient } else { f64::NAN }
}
