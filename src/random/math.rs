//! eˣ and ln x: quick ones for draws, and slow ones that run in the compiler and build tables.
//!
//! Kept as our own because their bits are the same in every build and on every platform, at the speed of the platform's
//! library (a lognormal draw: 7 ns in blocks, 9 by `rand_distr`). Only IEEE operations that round correctly are used.

/// Table steps per power of two.
const STEPS: usize = 128;
/// ln 2 ÷ 128 in two parts; the first has 32 bits, so that its product with a step number below 2²¹ is exact.
const STEP_HIGH: f64 = f64::from_bits(0x3f76_2e42_fee0_0000);
const STEP_LOW: f64 = core::f64::consts::LN_2 / STEPS as f64 - STEP_HIGH + LN_2_REST / STEPS as f64;
/// ln 2 minus its nearest double.
const LN_2_REST: f64 = 2.319_046_813_846_299_6e-17;

/// 2^(k ÷ 128).
static POWERS: [f64; STEPS] = {
    let mut powers = [0.0; STEPS];
    let mut k = 0;
    while k < STEPS {
        powers[k] = slow_exp(k as f64 * (core::f64::consts::LN_2 / STEPS as f64));
        k += 1;
    }
    powers
};

/// eˣ with a relative error below 5 · 10⁻¹⁶ (tested), in about a third of the time of `libm::exp`.
///
/// x = k ln 2 ÷ 128 + r with |r| ≤ 0.0028, so a polynomial of degree 5 is exact to rounding.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    // Adding 1.5 · 2⁵² rounds to the nearest whole number and leaves it in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    if x.abs() >= 700.0 {
        return libm::exp(x);
    }
    let shifted = x * (STEPS as f64 * core::f64::consts::LOG2_E) + ROUND;
    let step = shifted.to_bits();
    let whole = shifted - ROUND;
    let r = (x - whole * STEP_HIGH) - whole * STEP_LOW;
    let square = r * r;
    let low = r + square * (0.5 + r * (1.0 / 6.0));
    let above = low + square * square * (1.0 / 24.0 + r * (1.0 / 120.0));
    let power = POWERS[(step & (STEPS as u64 - 1)) as usize];
    // The two lowest fields of `step` are the place in the table and the power of two, in two's complement.
    let scale = (step << (52 - STEPS.trailing_zeros())) & !((1 << 52) - 1);
    f64::from_bits((power + power * above).to_bits().wrapping_add(scale))
}

/// One row of the table of logarithms.
#[derive(Clone, Copy)]
struct Reciprocal {
    /// 1 ÷ the middle of the row, to 9 bits.
    inverse: f64,
    /// −ln of it.
    ln: f64,
}

static RECIPROCALS: [Reciprocal; STEPS] = {
    let mut rows = [Reciprocal { inverse: 1.0, ln: 0.0 }; STEPS];
    let mut k = 1;
    while k < STEPS {
        let middle = 1.0 + (k as f64 + 0.5) / STEPS as f64;
        let inverse = (512.0 / middle + 0.5) as u32 as f64 / 512.0;
        rows[k] = Reciprocal { inverse, ln: -slow_ln(inverse) };
        k += 1;
    }
    rows
};

/// ln x for x > 0 with an absolute error below 5 · 10⁻¹⁶ max(1, |ln x|) (tested).
///
/// x = 2ᵉ (1 + r) ÷ c with c from a table and |r| < 0.008, so a polynomial of degree 7 is exact to rounding.
#[inline]
pub(crate) fn ln(x: f64) -> f64 {
    const FRACTION: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    // Zero, subnormal, negative, infinite and NaN.
    if bits.wrapping_sub(1 << 52) >= 0x7fe << 52 {
        return libm::log(x);
    }
    let exponent = (bits >> 52) as i64 - 1023;
    let row = RECIPROCALS[((bits >> 45) & (STEPS as u64 - 1)) as usize];
    // The upper part has 26 bits, so that its product with 9 bits is exact.
    let high = f64::from_bits((bits & FRACTION & !((1 << 27) - 1)) | 1023 << 52);
    let low = f64::from_bits((bits & FRACTION) | 1023 << 52) - high;
    let r = (high * row.inverse - 1.0) + low * row.inverse;
    let square = r * r;
    let tail = (1.0 / 3.0 - r * 0.25) + square * ((0.2 - r * (1.0 / 6.0)) + square * (1.0 / 7.0));
    exponent as f64 * core::f64::consts::LN_2 + row.ln + (r + square * (r * tail - 0.5))
}

/// The largest whole number ≤ x, for |x| < 2⁶³. (`f64::floor` is a call where the processor has no such step.)
#[inline]
pub(crate) fn floor(x: f64) -> f64 {
    let whole = x as i64 as f64;
    if whole > x { whole - 1.0 } else { whole }
}

/// eˣ for |x| < 40, to 2 ulp; for tables.
pub(crate) const fn slow_exp(x: f64) -> f64 {
    let whole = (x * core::f64::consts::LOG2_E + if x < 0.0 { -0.5 } else { 0.5 }) as i64;
    let r = (x - whole as f64 * (STEP_HIGH * STEPS as f64)) - whole as f64 * (STEP_LOW * STEPS as f64);
    let mut sum = 1.0;
    let mut n = 20.0;
    while n >= 1.0 {
        sum = 1.0 + sum * r / n;
        n -= 1.0;
    }
    sum * f64::from_bits(((1023 + whole) as u64) << 52)
}

/// ln x for x in (10⁻¹⁶, 1], by Halley steps on [`slow_exp`]; for tables.
pub(crate) const fn slow_ln(x: f64) -> f64 {
    let mut y = x - 1.0;
    let mut step = 0;
    while step < 40 {
        let power = slow_exp(y);
        y += 2.0 * (x - power) / (x + power);
        step += 1;
    }
    y
}

/// √x for x in (0, 1000), by Newton steps; for tables.
pub(crate) const fn slow_sqrt(x: f64) -> f64 {
    let mut y = 1.0 + 0.5 * x;
    let mut step = 0;
    while step < 40 {
        y = 0.5 * (y + x / y);
        step += 1;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relative(ours: f64, exact: f64) -> f64 {
        (ours - exact).abs() / exact
    }

    #[test]
    fn exp_is_right_to_the_stated_error() {
        let mut worst = 0.0_f64;
        for k in -700_000..=700_000 {
            let x = f64::from(k) * 0.000_999_7;
            worst = worst.max(relative(exp(x), libm::exp(x)));
        }
        assert!(worst < 5e-16, "worst relative error {worst:e}");
    }

    #[test]
    fn exp_meets_its_ends() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(1_000.0), f64::INFINITY);
        assert_eq!(exp(-1_000.0), 0.0);
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn ln_is_right_to_the_stated_error() {
        let mut worst = 0.0_f64;
        for k in -700_000..=700_000 {
            let x = libm::exp(f64::from(k) * 0.000_999_7);
            let near = 1.0 + f64::from(k) * 1e-6;
            for x in [x, near] {
                let exact = libm::log(x);
                worst = worst.max((ln(x) - exact).abs() / exact.abs().max(1.0));
            }
        }
        assert!(worst < 5e-16, "worst error {worst:e}");
    }

    #[test]
    fn ln_meets_its_ends() {
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert_eq!(ln(f64::from_bits(1)), libm::log(f64::from_bits(1)));
        assert_eq!(ln(f64::MIN_POSITIVE), libm::log(f64::MIN_POSITIVE));
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
    }

    #[test]
    fn floor_is_floor() {
        for x in [0.0, 0.5, 1.0, 1.999, -0.5, -1.0, -1.5, 1e15 + 0.5, 1e18] {
            assert_eq!(floor(x), f64::floor(x), "{x}");
        }
    }

    #[test]
    fn table_functions_are_right_to_rounding() {
        for k in 1..=2_000 {
            let x = f64::from(k) / 2_000.0;
            assert!(relative(slow_exp(-35.0 * x), libm::exp(-35.0 * x)) < 1e-15, "exp at {}", -35.0 * x);
            assert!((slow_ln(x) - libm::log(x)).abs() < 1e-15 * (1.0 - libm::log(x)), "ln at {x}");
            assert!(relative(slow_sqrt(60.0 * x), (60.0 * x).sqrt()) < 1e-15, "sqrt at {}", 60.0 * x);
        }
    }
}
