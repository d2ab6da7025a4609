//! Quantities are whole units.

/// What to do about a quantity that is not whole: count in smaller units, with how many of them make one unit. None where the
/// quantity is whole or no short factor makes it so.
#[must_use]
pub fn smaller_units(quantity: f64) -> Option<String> {
    const FACTORS: [f64; 13] = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 20.0, 25.0, 100.0, 1000.0, 10_000.0];
    let close = |number: f64| (number - number.round()).abs() <= 1e-6 * number.abs();
    if !quantity.is_finite() || quantity <= 0.0 || close(quantity) {
        return None;
    }
    let factor = FACTORS.into_iter().find(|factor| close(quantity * factor))?;
    Some(format!(
        "quantities are whole: count in smaller units, {factor} to one, and this is {} (what one unit costs is then \
         divided by {factor})",
        (quantity * factor).round()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_meter_is_one_of_two_halves() {
        let words = |quantity| smaller_units(quantity).unwrap_or_default();
        assert!(words(0.5).contains("2 to one, and this is 1 "), "{}", words(0.5));
        assert!(words(0.35).contains("20 to one, and this is 7 "), "{}", words(0.35));
        assert!(words(1.25).contains("4 to one, and this is 5 "));
        assert_eq!(
            [smaller_units(2.0), smaller_units(-0.5), smaller_units(f64::NAN), smaller_units(0.123_456_789)],
            [None, None, None, None]
        );
    }
}
