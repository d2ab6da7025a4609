//! Numbers for people: thousands separated, trimmed by their standard error, with ± the half width of the interval.
//!
//! A mean is shown down to the place of the first digit of its standard error and no further (Wieland and Nelson
//! 2009): the digits behind it are noise. Files carry full precision; this is for reading.

use super::{ComparisonRow, SummaryRow};

/// Most significant digits that are ever shown.
const MOST_DIGITS: i32 = 6;
/// Significant digits of a number without a standard error.
const PLAIN_DIGITS: i32 = 4;

/// A standard error below this share of the mean is one of rounding.
const ROUNDING: f64 = 1e-12;

/// A number in words, ready to be set beside its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The mean, trimmed.
    pub value: String,
    /// Half width of the interval with the same decimals; none when there is no interval or it is too small to show.
    pub half: Option<String>,
    /// The ends of an interval in place of `half`, where value and half would leave what the value can be: `0.1–15`.
    pub ends: Option<String>,
    /// `%` for shares, else as in the tables.
    pub unit: String,
}

impl Shown {
    /// `97.1 ± 0.3`, `0.6 (0.1–15)`, or `97.1` alone.
    #[must_use]
    pub fn text(&self) -> String {
        match (&self.ends, &self.half) {
            (Some(ends), _) => format!("{} ({ends})", self.value),
            (None, Some(half)) => format!("{} ± {half}", self.value),
            (None, None) => self.value.clone(),
        }
    }

    /// `97.1 ± 0.3 %`.
    #[must_use]
    pub fn with_unit(&self) -> String {
        format!("{} {}", self.text(), self.unit).trim_end().into()
    }
}

/// A mean with what is known of its error.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The mean, in `unit`.
    pub mean: f64,
    /// Standard error, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the interval, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// As in the tables: `share`, `USD/day`.
    pub unit: &'a str,
}

impl<'a> Measured<'a> {
    /// From a row of `summary`; none when the mean is missing.
    #[must_use]
    pub fn of_summary(row: &'a SummaryRow) -> Option<Measured<'a>> {
        let SummaryRow { se, ci_low, ci_high, .. } = *row;
        Some(Measured { mean: row.mean?, se, ci_low, ci_high, unit: &row.unit })
    }

    /// From a row of `comparison`; none when the difference is missing.
    #[must_use]
    pub fn of_comparison(row: &'a ComparisonRow) -> Option<Measured<'a>> {
        let ComparisonRow { se, ci_low, ci_high, .. } = *row;
        Some(Measured { mean: row.difference?, se, ci_low, ci_high, unit: &row.unit })
    }

    /// Half the width of the interval.
    #[must_use]
    pub fn half(&self) -> Option<f64> {
        Some((self.ci_high? - self.ci_low?) / 2.0)
    }

    /// In words.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let factor = scale(self.unit);
        let mean = self.mean * factor;
        let Some(se) = self.se.filter(|se| *se > ROUNDING * self.mean.abs()) else {
            return Shown { value: plain(mean), half: None, ends: None, unit: unit_words(self.unit).into() };
        };
        let lopsided = self.lopsided();
        // Of a lopsided interval the nearer end says how well the value is known.
        let error = lopsided.map_or(se, |[low, high]| se.max((self.mean - low).min(high - self.mean)));
        let decimals = decimals(mean, Some(error * factor));
        let shown = |value: f64| grouped(value * factor, decimals);
        let half = self.half().filter(|_| lopsided.is_none()).map(shown).filter(|half| !is_zero(half));
        let ends = lopsided.map(|ends| ends.map(|end| without_zeros(shown(end))).join("–"));
        Shown { value: grouped(mean, decimals), half, ends, unit: unit_words(self.unit).into() }
    }

    /// The ends of the interval of a share that value ± half would leave: it reaches further to where the share is not.
    fn lopsided(&self) -> Option<[f64; 2]> {
        let ([low, high], half) = ([self.ci_low?, self.ci_high?], self.half()?);
        let leaves = self.mean - half < 0.0 || self.mean + half > 1.0;
        (self.unit == "share" && low >= 0.0 && high <= 1.0 && low < high && leaves).then_some([low, high])
    }
}

/// A whole number without the zeros after its point.
fn without_zeros(text: String) -> String {
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.into(),
        _ => text,
    }
}

/// A number without an error: four significant digits.
#[must_use]
pub fn plain(value: f64) -> String {
    let text = grouped(value, decimals(value, None));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// Five significant digits: for values whose differences are known better than they are themselves.
#[must_use]
pub fn precise(value: f64) -> String {
    // Zeros say what is known beside a number with other digits there.
    without_zeros(grouped(value, decimals(value, None) + usize::from(value.abs() < 1000.0)))
}

/// Two significant digits, for a decision that needs no more: `120`, `45,000`, `2.3 million`.
#[must_use]
pub fn two_digits(value: f64) -> String {
    let at = |value: f64| {
        let step = libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 1.0);
        plain((value / step).round() * step)
    };
    match value.abs() {
        0.0 => "0".into(),
        size if size >= 999.5e6 => format!("{} billion", at(value / 1e9)),
        size if size >= 999.5e3 => format!("{} million", at(value / 1e6)),
        _ => at(value),
    }
}

/// Rounded to three significant digits.
#[must_use]
pub fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let step = libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 2.0);
    (value / step).round() * step
}

/// A share as a percentage without an error, `%` included: one decimal, more near 0 and 1.
#[must_use]
pub fn percent(share: f64) -> String {
    let edge = share.min(1.0 - share).abs();
    let decimals = match edge {
        0.0 => 0,
        // A share that misses 1 by less than a thousandth of a per cent does not read as 100 %.
        _ if edge < 0.000_005 => (-libm::floor(libm::log10(edge)) as usize - 2).min(12),
        _ if edge < 0.0005 => 3,
        _ if edge < 0.005 => 2,
        _ => 1,
    };
    let text = grouped(share * 100.0, decimals);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// 100 for shares, which are shown as percentages.
#[must_use]
pub fn scale(unit: &str) -> f64 {
    if unit == "share" { 100.0 } else { 1.0 }
}

/// The unit as people read it.
#[must_use]
pub fn unit_words(unit: &str) -> &str {
    if unit == "share" { "%" } else { unit }
}

/// Decimals that a value with this standard error deserves.
#[must_use]
pub fn decimals(value: f64, se: Option<f64>) -> usize {
    let magnitude = |number: f64| libm::floor(libm::log10(number.abs())) as i32;
    let size = if value == 0.0 || !value.is_finite() { 0 } else { magnitude(value) };
    let most = MOST_DIGITS - 1 - size;
    let wanted = match se {
        Some(se) if se > 0.0 && se.is_finite() => -magnitude(se),
        _ => PLAIN_DIGITS - 1 - size,
    };
    usize::try_from(wanted.min(most).clamp(0, 12)).expect("clamped to 0 … 12")
}

/// Fixed decimals, thousands separated by commas, a true minus sign; `–` for what is not finite.
#[must_use]
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = String::new();
    if value < 0.0 && !is_zero(&digits) {
        text.push('−');
    }
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A time in words: `1 day`, `2,000 days`.
#[must_use]
pub fn time(value: f64, unit: &str) -> String {
    if value == 1.0 { format!("1 {unit}") } else { format!("{} {}", plain(value), plural(unit)) }
}

/// The plural of a unit of time: `days`.
#[must_use]
pub fn plural(unit: &str) -> String {
    let regular = unit.ends_with(|last: char| last.is_ascii_alphabetic() && last != 's');
    format!("{unit}{}", if regular { "s" } else { "" })
}

/// A number beside its unit, units of time in the plural: `2.5 days`, `1 day`, `97.1 ± 0.3 %`.
#[must_use]
pub fn with_plural_unit(shown: &Shown) -> String {
    let unit = if is_time(&shown.unit) && shown.text() != "1" { plural(&shown.unit) } else { shown.unit.clone() };
    format!("{} {unit}", shown.text()).trim_end().into()
}

/// Whether a unit is a plain word, as units of time are.
fn is_time(unit: &str) -> bool {
    !unit.is_empty() && unit.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// A whole number, thousands separated.
#[must_use]
pub fn count(value: u64) -> String {
    grouped(value as f64, 0)
}

/// `1 replication`, `30 replications`.
#[must_use]
pub fn counted(value: u64, noun: &str) -> String {
    if value == 1 { format!("1 {noun}") } else { format!("{} {noun}s", count(value)) }
}

/// A size in the words of people: `12.3 MB`.
#[must_use]
pub fn bytes(count: u64) -> String {
    let units = ["kB", "MB", "GB", "TB"];
    let mut size = count as f64 / 1e3;
    let mut unit = 0;
    // What would be rounded to 1,000 is one of the next.
    while size >= 999.5 && unit + 1 < units.len() {
        (size, unit) = (size / 1e3, unit + 1);
    }
    let decimals = if size < 9.95 { 1 } else { 0 };
    format!("{} {}", grouped(size, decimals), units[unit])
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(mean: f64, se: Option<f64>, unit: &str) -> String {
        let half = se.map(|se| 2.0 * se);
        let (ci_low, ci_high) = (half.map(|half| mean - half), half.map(|half| mean + half));
        Measured { mean, se, ci_low, ci_high, unit }.shown().with_unit()
    }

    #[test]
    fn digits_stop_at_the_first_digit_of_the_error() {
        assert_eq!(shown(4812.347, Some(11.6), "USD/day"), "4,812 ± 23 USD/day");
        assert_eq!(shown(1.23456, Some(0.0123), "day"), "1.23 ± 0.02 day");
        assert_eq!(shown(0.971_34, Some(0.0014), "share"), "97.1 ± 0.3 %");
        assert_eq!(shown(-1_234_567.8, Some(900.0), "USD/day"), "−1,234,568 ± 1,800 USD/day");
    }

    /// No share is below 0 or above 1, and what is said of it is not either.
    #[test]
    fn a_share_near_its_end_has_the_ends_of_its_interval() {
        let share = |mean, se, ci_low, ci_high| {
            let measured = Measured { mean, se: Some(se), ci_low: Some(ci_low), ci_high: Some(ci_high), unit: "share" };
            measured.shown().with_unit()
        };
        assert_eq!(share(0.006, 0.005, 0.0005, 0.146), "0.6 (0.1–14.6) %");
        assert_eq!(share(0.9992, 0.0004, 0.996, 0.9998), "99.92 (99.60–99.98) %");
        assert_eq!(share(0.999_986, 0.000_01, 0.999_865, 0.999_999), "99.999 (99.987–100) %");
        assert_eq!(share(0.9713, 0.0014, 0.9684, 0.9742), "97.1 ± 0.3 %");
        // A difference of shares can be below 0.
        assert_eq!(share(0.001, 0.001, -0.001, 0.003), "0.1 ± 0.2 %");
    }

    #[test]
    fn without_an_error_four_digits() {
        assert_eq!(shown(4812.347, None, "USD"), "4,812 USD");
        assert_eq!(shown(0.123_456, None, "day"), "0.1235 day");
        assert_eq!(shown(0.0, None, "day"), "0 day");
        assert_eq!(shown(3.0, Some(0.0), "day"), "3 day");
        assert_eq!(plain(0.0), "0");
        assert_eq!(plain(1200.0), "1,200");
        assert_eq!(plain(2.5), "2.5");
    }

    #[test]
    fn an_error_of_rounding_is_not_shown() {
        assert_eq!(shown(100.0, Some(1e-13), "USD"), "100 USD");
        assert_eq!(shown(-0.2, Some(1e-15), "USD"), "−0.2 USD");
        assert_eq!(shown(100.0, Some(1e-9), "USD"), "100.000 USD");
    }

    #[test]
    fn percentages_keep_their_nines() {
        assert_eq!(percent(0.5), "50 %");
        assert_eq!(percent(0.9954), "99.54 %");
        assert_eq!(percent(0.99994), "99.994 %");
        assert_eq!(percent(0.999_999_9), "99.99999 %");
        assert_eq!(percent(0.000_004), "0.0004 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }

    #[test]
    fn a_decision_needs_two_digits() {
        let words = [123.4, 45_041.0, 2_321_765.0, 0.001_234, 0.0, 999_600.0, -31.26].map(two_digits);
        assert_eq!(words, ["120", "45,000", "2.3 million", "0.0012", "0", "1 million", "−31"]);
    }

    #[test]
    fn five_digits_keep_their_zeros() {
        assert_eq!([654.9, 654.914, 15_624.4, 137.0, 0.0].map(precise), ["654.90", "654.91", "15,624", "137", "0"]);
    }

    #[test]
    fn signs_and_groups() {
        assert_eq!(grouped(-0.001, 2), "0.00");
        assert_eq!(grouped(999.5, 0), "1,000");
        assert_eq!(grouped(f64::NAN, 2), "–");
        assert_eq!(time(2000.0, "day"), "2,000 days");
        assert_eq!(time(1.0, "day"), "1 day");
        assert_eq!(counted(1, "replication"), "1 replication");
        assert_eq!(counted(1000, "order"), "1,000 orders");
    }

    #[test]
    fn sizes_have_two_or_three_digits() {
        let sizes = [(0, "0.0 kB"), (840, "0.8 kB"), (12_345, "12 kB"), (999_700, "1.0 MB"), (356_000_000, "356 MB")];
        sizes.iter().for_each(|(count, words)| assert_eq!(bytes(*count), *words));
    }
}
