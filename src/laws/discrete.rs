//! One of some values with given weights: order sizes, lead times that were counted.

use super::checked::{Checked, LawError, Moments, not_negative, wrong};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{Ends, LawRow, Parameter, Range};
use crate::random::AliasTable;
use rand::Rng;
use rand_distr::Distribution;

const WEIGHT: Range = Range { low: 0.0, high: 1e15, ends: Ends::Closed };

/// `values[k]` with probability `weights[k]` ÷ their sum (same number of both, values ≥ 0, weights ≥ 0, sum > 0).
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    values: Vec<f64>,
    weights: Vec<f64>,
}

impl Discrete {
    /// `values[k]` with probability proportional to `weights[k]`. Values may repeat; weights need not sum to 1.
    ///
    /// # Errors
    /// When the lists are empty or of different length, when a value or weight is negative or not finite, when all
    /// weights are 0.
    pub fn new(values: Vec<f64>, weights: Vec<f64>) -> Result<Checked<Discrete>, LawError> {
        checked_list("values", &values)?;
        checked_list("weights", &weights)?;
        if values.len() != weights.len() {
            return Err(wrong("weights", "as many as `values`", weights.len() as f64));
        }
        let sum: f64 = weights.iter().sum();
        if !(sum > 0.0 && sum.is_finite()) {
            return Err(wrong("weights", "a list with a sum above 0", sum));
        }
        let words = listed(&values, &weights);
        let Moments { mean, variance } = weighted(values.iter().copied(), &weights);
        if let Some(first) = values.first().filter(|first| values.iter().all(|value| value == *first)) {
            return Ok(Checked::constant(*first, words));
        }
        Checked::new(Discrete { values, weights }, mean, variance, words).in_reach(true, "values", mean)
    }
}

/// A list of numbers that are finite and not negative, at least one.
fn checked_list(parameter: &'static str, list: &[f64]) -> Result<(), LawError> {
    if list.is_empty() {
        return Err(wrong(parameter, "a list with at least one number", 0.0));
    }
    for (index, value) in list.iter().enumerate() {
        not_negative(parameter, *value).map_err(|error| LawError { index: Some(index), ..error })?;
    }
    Ok(())
}

/// Words of a discrete law; long lists are cut short.
fn listed(values: &[f64], weights: &[f64]) -> String {
    const SHOWN: usize = 6;
    let total: f64 = weights.iter().sum();
    let shown: Vec<String> = values
        .iter()
        .zip(weights)
        .take(SHOWN)
        .map(|(value, weight)| format!("{value}: {:.3}", weight / total))
        .collect();
    let rest = if values.len() > SHOWN { format!(", … {} values", values.len()) } else { String::new() };
    format!("discrete({}{rest})", shown.join(", "))
}

/// Mean and variance of values with weights, the variance around the mean.
fn weighted(values: impl Iterator<Item = f64> + Clone, weights: &[f64]) -> Moments {
    let sum: f64 = weights.iter().sum();
    let mean = values.clone().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / sum;
    let square = |(value, weight): (f64, &f64)| (value - mean) * (value - mean) * weight;
    Moments { mean, variance: values.zip(weights).map(square).sum::<f64>() / sum }
}

impl NamedLaw for Discrete {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "discrete",
        &[&[Parameter::numbers("values", VALUE), Parameter::numbers("weights", WEIGHT)]],
        "One of some values; weights need not sum to 1, values may repeat.",
    )];

    type Sampler = DiscreteDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Discrete>, LawError> {
        Discrete::new(given.list("values").to_vec(), given.list("weights").to_vec())
    }

    fn sampler(&self) -> DiscreteDraw {
        DiscreteDraw { table: AliasTable::new(&self.weights), values: self.values.as_slice().into() }
    }
}

/// The values, and a draw among their places.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscreteDraw {
    table: AliasTable,
    values: Box<[f64]>,
}

impl Distribution<f64> for DiscreteDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.values[self.table.draw(rng)]
    }
}

impl Variates for DiscreteDraw {}

impl Probabilities for Discrete {
    fn cdf(&self, x: f64) -> f64 {
        let below: f64 = self.values.iter().zip(&self.weights).filter(|(v, _)| **v <= x).map(|(_, w)| w).sum();
        (below / self.weights.iter().sum::<f64>()).min(1.0)
    }

    fn least(&self) -> f64 {
        self.values.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn least_atom(&self) -> Option<f64> {
        Some(self.least())
    }

    fn is_integer(&self) -> bool {
        self.values.iter().all(|value| value.fract() == 0.0)
    }

    fn atoms(&self) -> Option<Vec<(f64, f64)>> {
        let sum: f64 = self.weights.iter().sum();
        Some(self.values.iter().zip(&self.weights).map(|(value, weight)| (*value, weight / sum)).collect())
    }

    fn rounded(&self) -> Option<Moments> {
        Some(weighted(self.values.iter().map(|value| (value + 0.5).floor()), &self.weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};
    use rand_distr::weighted::WeightedAliasIndex;

    impl Tested for Discrete {
        fn examples() -> Vec<Made<Discrete>> {
            vec![
                Discrete::new(vec![1.0, 5.0, 1.0, 20.0], vec![6.0, 3.0, 0.0, 1.0]),
                Discrete::new(vec![0.5, 2.25, 0.5], vec![1.0, 2.0, 1.5]),
            ]
        }

        fn theirs(&self) -> Theirs {
            let places = WeightedAliasIndex::new(self.weights.clone()).expect("legal");
            let values = self.values.clone();
            Box::new(move |rng| values[places.sample(rng)])
        }
    }
}
