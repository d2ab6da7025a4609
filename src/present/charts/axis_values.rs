//! The values of an axis of a sweep, and how they are written.

use crate::present::numbers;
use crate::results::{AxisValue, Sweep};

/// Distinct values of an axis, numbers ascending, words as they come.
pub fn values(sweep: &Sweep, axis: usize) -> Vec<AxisValue> {
    let mut values: Vec<AxisValue> = Vec::new();
    for row in &sweep.standings {
        if !values.contains(&row.point[axis]) {
            values.push(row.point[axis].clone());
        }
    }
    if values.iter().all(|value| value.number().is_some()) {
        values.sort_by(|a, b| a.number().unwrap_or(0.0).total_cmp(&b.number().unwrap_or(0.0)));
    }
    values
}

/// A value of an axis as it is written, so that close values can be told apart; rounded where that is long.
pub fn label(value: &AxisValue) -> String {
    match value {
        AxisValue::Number(number) => {
            let decimals = number.to_string().split_once('.').map_or(0, |(_, behind)| behind.len());
            if decimals <= 5 { numbers::grouped(*number, decimals) } else { numbers::plain(*number) }
        }
        // Of a table the words: `gamma mean 2, cv 0.5`.
        AxisValue::Text(words) => {
            let plain: String = words.chars().map(|sign| if "{}[]=\"".contains(sign) { ' ' } else { sign }).collect();
            let spaced = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
            let parts: Vec<String> = plain.split(',').map(spaced).filter(|part| !part.is_empty()).collect();
            // An empty list is a value too.
            if parts.is_empty() && !words.is_empty() { "none".into() } else { parts.join(", ") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_axis_can_be_told_apart() {
        let of = |number: f64| label(&AxisValue::Number(number));
        let numbers = [10.125, 100.01, 100.02, 1e6, -3.0, 0.1 + 0.2].map(of);
        assert_eq!(numbers, ["10.125", "100.01", "100.02", "1,000,000", "−3", "0.3"]);
        let words = |text: &str| label(&AxisValue::Text(text.into()));
        assert_eq!(words("{ gamma = { mean = 2, cv = 0.5 } }"), "gamma mean 2, cv 0.5");
        assert_eq!(words("{gamma={mean=2,cv=0.5}}"), "gamma mean 2, cv 0.5");
        assert_eq!(words("[\"parts\",\"products\"]"), "parts, products");
        assert_eq!((words("[]"), words("")), ("none".into(), String::new()));
        assert_eq!(words("\"pooled\""), "pooled");
    }
}
