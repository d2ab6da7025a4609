//! What counts as best: money, once the services asked for are met.

use crate::measures::{Better, Column};
use crate::record::Entity;

/// What counts as best.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The money.
    pub objective: Objective,
    /// All of them are to be met; none for least cost alone.
    pub targets: Vec<ServiceTarget>,
}

/// The money that is made least or most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// `cost_total` of the system, as little as possible.
    #[default]
    Cost,
    /// `profit` of the system, as much as possible.
    Profit,
}

/// A service that is to be met, in the mean over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTarget {
    /// `order_fill_rate`, `on_time_rate`, `response_within_…`: at least `value`; `response_mean`, `response_p95`, …: at
    /// most `value`.
    pub column: Column,
    /// The system, a product or a class.
    pub entity: Entity,
    /// A share, or time units.
    pub value: f64,
}

impl ServiceTarget {
    /// What a violation is relative to: the value, where it is not 0.
    #[must_use]
    pub fn scale(&self) -> f64 {
        if self.value == 0.0 { 1.0 } else { self.value.abs() }
    }

    /// How far a service is from the target, in its unit: 0 and less where it is met; infinite where nothing is judged.
    #[must_use]
    pub fn violation(&self, service: f64) -> f64 {
        let violation = match self.column.measure.definition().better {
            Better::Lower => service - self.value,
            Better::Higher | Better::Neither => self.value - service,
        };
        if violation.is_nan() { f64::INFINITY } else { violation }
    }
}
