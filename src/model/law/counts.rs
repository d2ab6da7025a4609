//! Constructors of the laws of whole numbers and of tables.

use super::{Form, Law, LawError, Moments, Spread, above_zero, not_negative, weighted, wrong};

/// Largest count that laws of counts reach: whole numbers are exact in a double up to about 9 · 10¹⁵.
const COUNT_LIMIT: f64 = 1e15;

impl Law {
    /// Poisson with this mean; 0 when it is 0.
    ///
    /// # Errors
    /// Unless 0 ≤ mean ≤ 10¹⁵.
    pub fn poisson(mean: f64) -> Result<Law, LawError> {
        if !(0.0..=COUNT_LIMIT).contains(&mean) {
            return Err(wrong("mean", "a number from 0 to 10^15", mean));
        }
        let words = format!("poisson(mean {mean})");
        if mean == 0.0 {
            return Ok(Law::fixed(0.0, words));
        }
        Ok(Law::made(Form::Poisson { mean }, mean, mean, words))
    }

    /// Trials up to and with the first success: 1, 2, …, mean 1 / p; 1 when p = 1.
    ///
    /// # Errors
    /// Unless 10⁻¹⁵ ≤ p ≤ 1.
    pub fn geometric(p: f64) -> Result<Law, LawError> {
        if !(1.0 / COUNT_LIMIT..=1.0).contains(&p) {
            return Err(wrong("p", "a probability above 0 and at most 1", p));
        }
        let words = format!("geometric(p {p})");
        if p == 1.0 {
            return Ok(Law::fixed(1.0, words));
        }
        Ok(Law::made(Form::Geometric { p }, 1.0 / p, (1.0 - p) / (p * p), words))
    }

    /// Successes in `n` trials with probability `p` each; a constant when nothing is left to chance.
    ///
    /// # Errors
    /// Unless n ≤ 10¹⁵ and 0 ≤ p ≤ 1.
    pub fn binomial(n: u64, p: f64) -> Result<Law, LawError> {
        let trials = n as f64;
        if trials > COUNT_LIMIT {
            return Err(wrong("n", "a whole number of at most 10^15", trials));
        }
        if !(0.0..=1.0).contains(&p) {
            return Err(wrong("p", "a probability from 0 to 1", p));
        }
        let words = format!("binomial(n {n}, p {p})");
        let mean = trials * p;
        if n == 0 || p == 0.0 || p == 1.0 {
            return Ok(Law::fixed(mean, words));
        }
        Ok(Law::made(Form::Binomial { n, p }, mean, mean * (1.0 - p), words))
    }

    /// Negative binomial on 0, 1, … with this mean and spread.
    ///
    /// # Errors
    /// Unless mean > 0 and the variance is above the mean (where they are equal the law is Poisson).
    pub fn negative_binomial(mean: f64, spread: Spread) -> Result<Law, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let variance = (cv * mean) * (cv * mean);
        let above = variance > mean;
        if !above {
            return Err(wrong(
                key,
                "a spread whose variance is above the mean (use `poisson` where they are equal)",
                given,
            ));
        }
        let words = format!("negative_binomial(mean {mean}, {key} {given})");
        let form = Form::NegativeBinomial { r: mean * (mean / (variance - mean)), p: mean / variance };
        Law::made(form, mean, variance, words).in_reach(key, given)
    }

    /// Failures before the `r`-th success (r real) in trials with probability `p`; 0 when p = 1.
    ///
    /// # Errors
    /// Unless r > 0 and finite and 0 < p ≤ 1.
    pub fn negative_binomial_r(r: f64, p: f64) -> Result<Law, LawError> {
        above_zero("r", r)?;
        if !(p > 0.0 && p <= 1.0) {
            return Err(wrong("p", "a probability above 0 and at most 1", p));
        }
        let words = format!("negative_binomial(r {r}, p {p})");
        if p == 1.0 {
            return Ok(Law::fixed(0.0, words));
        }
        let mean = r * (1.0 - p) / p;
        Law::made(Form::NegativeBinomial { r, p }, mean, mean / p, words).in_reach("r", r)
    }

    /// `values[k]` with probability proportional to `weights[k]`. Values may repeat; weights need not sum to 1.
    ///
    /// # Errors
    /// When the lists are empty or of different length, when a value or weight is negative or not finite, when all
    /// weights are 0.
    pub fn discrete(values: Vec<f64>, weights: Vec<f64>) -> Result<Law, LawError> {
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
            return Ok(Law::fixed(*first, words));
        }
        Law::made(Form::Discrete { values, weights }, mean, variance, words).in_reach("values", mean)
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
