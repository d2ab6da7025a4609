//! Times on the clock of the machine, as people write them: `90s`, `2m`, `1h30m`.

/// Seconds of each unit.
const UNITS: [(&str, f64); 7] =
    [("ms", 0.001), ("s", 1.0), ("sec", 1.0), ("m", 60.0), ("min", 60.0), ("h", 3_600.0), ("d", 86_400.0)];

/// The longest time: a hundred years.
const LONGEST: f64 = 3.2e9;

/// Seconds of a time above 0, the sum of numbers with their units, greater units first; a number alone is seconds. `None` of anything else.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (mut rest, mut sum, mut least) = (text.as_str(), 0.0, f64::INFINITY);
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(rest.len());
        let (number, behind) = rest.split_at(digits);
        let letters = behind.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(letters);
        let alone = unit.is_empty() && least.is_infinite() && behind.is_empty();
        let unit = if alone { 1.0 } else { UNITS.iter().find(|(name, _)| *name == unit)?.1 };
        if unit >= least {
            return None;
        }
        sum += number.parse::<f64>().ok()? * unit;
        (rest, least) = (behind, unit);
    }
    Some(sum).filter(|seconds| *seconds > 0.0 && *seconds <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let all = [("90s", 90.0), ("2m", 120.0), ("1h30m", 5_400.0), ("0.5", 0.5), (" 1 h 5 s", 3_605.0)];
        for (text, expected) in all.into_iter().chain([("250ms", 0.25), ("1d", 86_400.0), ("2 min", 120.0)]) {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        let long = "9".repeat(40);
        let wrong =
            ["", "0", "0s", "-2m", "2 minutes", "m", "5m2", "30m1h", "1m1m", "1e3", "1.2.3s", "inf", "1e", &long];
        for wrong in wrong {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
