//! The parameters of a law by name, as `input` hands them over, and the ranges that rows of laws share.

use super::checked::Spread;
use crate::keys::{Ends, LARGEST, Range};

pub(super) const VALUE: Range = Range { low: 0.0, high: LARGEST, ends: Ends::Closed };
pub(super) const MEAN: Range = Range { low: 0.0, high: LARGEST, ends: Ends::OpenLow };
pub(super) const SD: Range = Range { low: 0.0, high: LARGEST, ends: Ends::Closed };
pub(super) const CV: Range = Range { low: 0.0, high: 1000.0, ends: Ends::Closed };
pub(super) const POSITIVE: Range = Range { low: 0.0, high: f64::INFINITY, ends: Ends::OpenLow };
pub(super) const PROBABILITY: Range = Range { low: 0.0, high: 1.0, ends: Ends::OpenLow };

/// Parameters of one law, by name: those of one of the forms of its row, each inside its range.
#[derive(Clone, Debug)]
pub struct Given(pub Vec<(&'static str, Vec<f64>)>);

impl Given {
    /// Whether the form that was written has this parameter.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| *key == name)
    }

    /// A parameter that the form has.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        self.list(name).first().copied().expect("the form was matched: it has this parameter")
    }

    /// A list that the form has.
    #[must_use]
    pub fn list(&self, name: &str) -> &[f64] {
        self.0.iter().find(|(key, _)| *key == name).map_or(&[], |(_, values)| values)
    }

    /// The spread, given as `cv` or as `sd`.
    #[must_use]
    pub fn spread(&self) -> Spread {
        if self.has("cv") { Spread::Cv(self.number("cv")) } else { Spread::Sd(self.number("sd")) }
    }
}
