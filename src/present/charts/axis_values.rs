//! The values of an axis of a sweep, and how they are written.

use crate::present::numbers;
use crate::results::{AxisValue, Sweep};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Distinct values of an axis, numbers ascending, words as they come.
pub fn values(sweep: &Sweep, axis: usize) -> Vec<AxisValue> {
    let all = || sweep.standings.iter().map(|row| &row.point[axis]);
    if let Some(mut numbers) = all().map(positive_zero).collect::<Option<Vec<f64>>>() {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        return numbers.into_iter().map(AxisValue::Number).collect();
    }
    let mut seen = BTreeSet::new();
    all().filter(|value| seen.insert(value.to_string())).cloned().collect()
}

/// Where a value stands among those of its axis.
pub fn place_of(values: &[AxisValue], value: &AxisValue) -> Option<usize> {
    let sorted = positive_zero(value).and_then(|number| {
        let other = |other: &AxisValue| other.number().map_or(Ordering::Less, |other| other.total_cmp(&number));
        values.binary_search_by(other).ok()
    });
    // Among words numbers are not sorted.
    sorted.or_else(|| values.iter().position(|other| other == value))
}

/// The number, if it is one; its zero has no minus.
fn positive_zero(value: &AxisValue) -> Option<f64> {
    value.number().map(|number| number + 0.0)
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
    use crate::results::{Pointed, StandingRow};

    /// Numbers ascend, whichever sign their zero has; words come in the order of the points, numbers among them too.
    #[test]
    fn every_value_has_its_place() {
        let of = |texts: &[&str]| {
            let point = |text: &&str| Pointed { point: vec![AxisValue::read(text)], row: StandingRow::default() };
            let sweep = Sweep { standings: texts.iter().map(point).collect(), ..Sweep::default() };
            let values = values(&sweep, 0);
            let places: Vec<usize> =
                sweep.standings.iter().map(|row| place_of(&values, &row.point[0]).unwrap()).collect();
            (values.iter().map(ToString::to_string).collect::<Vec<_>>(), places)
        };
        assert_eq!(of(&["3", "-0", "0", "-2", "3"]), (["-2", "0", "3"].map(String::from).into(), vec![2, 1, 1, 0, 2]));
        let words = ["b", "2", "a", "1", "b"];
        assert_eq!(of(&words), (words[..4].iter().map(ToString::to_string).collect(), vec![0, 1, 2, 3, 0]));
        assert_eq!(place_of(&[AxisValue::Number(1.0)], &AxisValue::Number(2.0)), None);
    }

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
