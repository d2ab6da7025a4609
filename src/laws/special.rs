//! The special functions behind exact cdfs: error function, incomplete gamma and beta, and point probabilities.
//!
//! Written over `libm`, so that a value has the same bits in every build. Own functions, because those of statrs end their
//! fractions after 140 terms: I_½(10⁶, 10⁶) is 0.4912 there and not ½. Point probabilities use the saddle-point
//! form of Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*, which keeps its relative
//! accuracy where the textbook form loses it to the cancellation of large logarithms.
//!
//! Terms of a series or fraction grow as the square root of the parameters. From [`WIDE`] on the density is nearly normal, and
//! its tail is integrated by Gauss's rule instead, which takes as long for any mean. Its relative error is that of its
//! places, some 2·10⁻¹⁶ √a z at z standard deviations from the mean: 10⁻¹¹ for a mean of 10⁹.

use core::f64::consts::{PI, SQRT_2};

/// Largest number of terms of a series or fraction; those of parameters below [`WIDE`] need fewer.
const MAX_TERMS: usize = 10_000;
/// Parameters from which tails are integrated.
const WIDE: f64 = 1e5;
/// Standard deviations from the mean beyond which a nearly normal tail is below the smallest number.
const FAR: f64 = 40.0;
/// Panels of a tail; eight at most add anything.
const PANELS: u32 = 12;
/// Places above 0 and weights of Gauss's rule of 16 points on [−1, 1]; the others are their mirror images.
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];
/// Relative size at which a term no longer counts.
const TINY: f64 = 1e-17;

/// Standard normal cdf.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// Standard normal density.
pub(crate) fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * PI)
}

/// ln Γ(n + 1) − ln(√(2πn) (n/e)ⁿ): the error of Stirling's formula, n > 0.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(2.0 * PI);
    }
    let square = n * n;
    let tail = 1.0 / 1680.0 - (1.0 / 1188.0) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - tail / square) / square) / square) / n
}

/// x ln(x / m) + m − x for x ≥ 0, m > 0, without cancellation near x = m.
fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut power = 2.0 * x * v;
    let mut odd = 3.0;
    loop {
        power *= v * v;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
        odd += 2.0;
    }
}

/// ln of mᵏ e⁻ᵐ / Γ(k + 1): the Poisson point probability, for real k ≥ 0 and m > 0 too.
pub(crate) fn ln_poisson(k: f64, m: f64) -> f64 {
    if k == 0.0 {
        return -m;
    }
    -stirling_error(k) - deviance(k, m) - 0.5 * libm::log(2.0 * PI * k)
}

/// ln of C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ, for real 0 ≤ k ≤ n too; `q` is 1 − p.
pub(crate) fn ln_binomial(k: f64, n: f64, p: f64, q: f64) -> f64 {
    if k == 0.0 {
        return if p < 0.1 { n * libm::log1p(-p) } else { n * libm::log(q) };
    }
    if k == n {
        return if q < 0.1 { n * libm::log1p(-q) } else { n * libm::log(p) };
    }
    let error = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    error - deviance(k, n * p) - deviance(n - k, n * q) - 0.5 * libm::log(2.0 * PI * k * ((n - k) / n))
}

/// Regularised lower incomplete gamma P(a, x), a > 0.
pub(crate) fn gamma_p(a: f64, x: f64) -> f64 {
    match gamma_tail(a, x) {
        Tail::Below(value) => value,
        Tail::Above(value) => 1.0 - value,
    }
}

/// Regularised upper incomplete gamma Q(a, x), a > 0.
pub(crate) fn gamma_q(a: f64, x: f64) -> f64 {
    match gamma_tail(a, x) {
        Tail::Below(value) => 1.0 - value,
        Tail::Above(value) => value,
    }
}

/// The part of a law that keeps its digits: below a place left of the mean, above one right of it.
enum Tail {
    Below(f64),
    Above(f64),
}

/// P by its series (DLMF 8.11.4) below a + 1, else Q by its fraction; of a wide law the integral.
fn gamma_tail(a: f64, x: f64) -> Tail {
    if x <= 0.0 {
        Tail::Below(0.0)
    } else if a >= WIDE {
        let sd = libm::sqrt(a);
        let density = |t: f64| libm::exp(ln_poisson(a - 1.0, t.max(0.0)));
        let below = x < a;
        let value =
            if below { wide_tail(a - x, sd, |s| density(x - s)) } else { wide_tail(x - a, sd, |s| density(x + s)) };
        if below { Tail::Below(value) } else { Tail::Above(value) }
    } else if x < a + 1.0 {
        Tail::Below(gamma_series(a, x).0)
    } else {
        Tail::Above(gamma_fraction(a, x).0)
    }
}

/// What lies beyond a place so far from the mean, of a law of this standard deviation that is nearly normal; `density` at a
/// distance beyond the place. Panels are three standard deviations wide, further out narrower as the density falls faster.
fn wide_tail(from_mean: f64, sd: f64, density: impl Fn(f64) -> f64) -> f64 {
    let z = from_mean / sd;
    if z.is_nan() || z > FAR {
        return 0.0;
    }
    let half = 1.5 * sd / (0.5 * z).max(1.0);
    let mut sum = 0.0;
    for panel in 0..PANELS {
        let middle = f64::from(2 * panel + 1) * half;
        let points =
            GAUSS.iter().map(|(at, weight)| weight * (density(middle - half * at) + density(middle + half * at)));
        let own = half * points.sum::<f64>();
        sum += own;
        if own <= sum * TINY {
            break;
        }
    }
    sum.min(1.0)
}

/// P by its series, and the terms it took.
fn gamma_series(a: f64, x: f64) -> (f64, usize) {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut terms = 1;
    while terms < MAX_TERMS && term >= sum * TINY {
        term *= x / (a + terms as f64);
        sum += term;
        terms += 1;
    }
    ((libm::exp(ln_poisson(a, x)) * sum).min(1.0), terms)
}

/// Q by its continued fraction (DLMF 8.9.2), evaluated by Lentz's method, and the terms it took.
fn gamma_fraction(a: f64, x: f64) -> (f64, usize) {
    if x.is_infinite() {
        return (0.0, 0);
    }
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut product = d;
    let mut terms = MAX_TERMS;
    for place in 1..MAX_TERMS {
        let n = place as f64;
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / guarded(numerator * d + b);
        c = guarded(b + numerator / c);
        product *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            terms = place;
            break;
        }
    }
    // x^a e^-x / Γ(a) = a times the Poisson point probability of a.
    ((a * libm::exp(ln_poisson(a, x)) * product).min(1.0), terms)
}

/// Keeps Lentz's method from dividing by zero.
fn guarded(value: f64) -> f64 {
    if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value }
}

/// Regularised incomplete beta I_x(a, b), a, b > 0; `y` is 1 − x, given apart so that neither end loses digits.
pub(crate) fn beta_inc(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if y <= 0.0 {
        1.0
    } else if a.min(b) >= WIDE {
        let whole = a + b;
        let sd = libm::sqrt(a / whole * (b / whole) / whole);
        let density = |s: f64| {
            let (x, y) = ((x + s).clamp(0.0, 1.0), (y - s).clamp(0.0, 1.0));
            (whole - 1.0) * libm::exp(ln_binomial(a - 1.0, whole - 2.0, x, y))
        };
        // (a / whole) − x, without what cancels near either end.
        let short = (a * y - b * x) / whole;
        if short > 0.0 { wide_tail(short, sd, |s| density(-s)) } else { 1.0 - wide_tail(-short, sd, density) }
    } else if x <= (a + 1.0) / (a + b + 2.0) {
        beta_fraction(a, b, x, y).0
    } else {
        1.0 - beta_fraction(b, a, y, x).0
    }
}

/// I_x(a, b) by its continued fraction (DLMF 8.17.22), evaluated by Lentz's method, and the terms it took.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> (f64, usize) {
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    let mut terms = MAX_TERMS;
    for place in 1..MAX_TERMS {
        let m = place as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        product *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        product *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            terms = place;
            break;
        }
    }
    // x^a y^b / (a B(a, b)) = b / (a + b) times the binomial point probability of a among a + b.
    ((b / (a + b) * libm::exp(ln_binomial(a, a + b, x, y)) * product).min(1.0), terms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::{beta::beta_reg, gamma::gamma_lr};

    fn near(ours: f64, theirs: f64, tolerance: f64, what: &str) {
        let error = (ours - theirs).abs() / theirs.abs().max(1e-3);
        assert!(error <= tolerance, "{what}: {ours} against {theirs}, error {error:e}");
    }

    #[test]
    fn incomplete_gamma_agrees_with_statrs() {
        for a in [0.05, 0.5, 1.0, 2.5, 10.0, 99.0, 400.0] {
            for ratio in [0.01, 0.3, 0.9, 1.0, 1.1, 1.5, 3.0] {
                near(gamma_p(a, a * ratio), gamma_lr(a, a * ratio), 1e-10, "P");
                near(gamma_p(a, a * ratio) + gamma_q(a, a * ratio), 1.0, 1e-14, "P + Q");
            }
        }
    }

    #[test]
    fn incomplete_beta_agrees_with_statrs() {
        for a in [0.3, 1.0, 4.0, 60.0] {
            for b in [0.2, 1.0, 7.0, 90.0] {
                for x in [0.001, 0.2, 0.4, 0.5, 0.9, 0.999] {
                    near(beta_inc(a, b, x, 1.0 - x), beta_reg(a, b, x), 1e-10, "I");
                }
            }
        }
    }

    /// Values by mpmath 1.3 with 40 digits.
    #[test]
    fn large_parameters_keep_their_digits() {
        near(gamma_p(1e6, 1e6), 0.500_132_980_760_872_6, 1e-12, "P(1e6, 1e6)");
        near(libm::exp(ln_poisson(1e6, 1e6)), 3.989_422_471_562_44e-4, 1e-10, "Poisson point");
        near(libm::exp(ln_binomial(500_000.0, 1e6, 0.5, 0.5)), 7.978_843_613_317_501e-4, 1e-10, "binomial point");
    }

    /// Values by mpmath 1.3 with 40 digits: integrals of the density.
    #[test]
    fn huge_parameters_keep_their_digits() {
        near(gamma_q(4e9, 4e9), 0.499_997_897_389_564_98, 1e-11, "Q(4e9, 4e9)");
        near(gamma_q(4e9, 4e9 + 2e5), 7.828_286_399_900_947e-4, 1e-10, "Q(4e9, 4e9 + 2e5)");
        assert!((gamma_q(1e12, 1e12 + 5e6) / 2.866_634_658_372_596e-7 - 1.0).abs() < 1e-8);
        near(gamma_p(4e9, 4e9 - 63_245.0), 0.158_657_370_449_879_81, 1e-10, "P(4e9, 4e9 - 63245)");
        assert!((gamma_p(2e5, 2e5 - 2_200.0) / 3.971_601_652_180_770_8e-7 - 1.0).abs() < 1e-12);
        near(beta_inc(1e9, 3e9, 0.25, 0.75), 0.500_002_427_885_401_4, 1e-10, "I(1e9, 3e9)");
        near(beta_inc(1e9, 3e9, 0.249_98, 0.750_02), 0.001_743_245_865_029_702, 1e-9, "I(1e9, 3e9) left");
        near(beta_inc(5e5, 2e12, 2.5e-7, 1.0 - 2.5e-7), 0.500_258_586_811_891_3, 1e-9, "I(5e5, 2e12)");
        assert!((beta_inc(3e5, 3e5, 0.496_093_75, 0.503_906_25) / 7.169_539_923_770_377e-10 - 1.0).abs() < 1e-11);
        let ends = [gamma_q(1e9, f64::INFINITY), gamma_p(1e9, 1.0), beta_inc(1e9, 1e9, 0.1, 0.9)];
        assert_eq!((ends, gamma_p(1e9, 1e10), beta_inc(1e9, 1e9, 0.9, 0.1)), ([0.0; 3], 1.0, 1.0));
    }

    /// Series and fractions end long before they are cut, wherever they are used, and meet the integrals where those begin.
    #[test]
    fn the_work_of_a_tail_is_bounded() {
        let (last, bound) = (WIDE.next_down(), MAX_TERMS / 2);
        for z in [-38.0, -9.0, -2.0, -0.01, 0.01, 2.0, 9.0, 38.0] {
            for a in [1e-3, 1.0, 7.5, 900.0, last] {
                let x = (a + z * libm::sqrt(a)).max(a * 1e-3);
                let (value, terms) = if x < a + 1.0 { gamma_series(a, x) } else { gamma_fraction(a, x) };
                assert!(terms < bound, "gamma {a} {z}: {terms}");
                if a == last && z.abs() < 10.0 {
                    let wide = if x < a { gamma_p(WIDE, x) } else { gamma_q(WIDE, x) };
                    assert!((wide / value - 1.0).abs() < 1e-10, "{z}: {wide} and {value}");
                }
                for b in [1e-3, 1.0, 900.0, last, 1e9, 1e15] {
                    let x = a / (a + b);
                    let x = (x + z * libm::sqrt(x * (b / (a + b)) / (a + b))).clamp(x * 1e-3, 1.0 - 1e-9);
                    let left = x <= (a + 1.0) / (a + b + 2.0);
                    let (value, terms) =
                        if left { beta_fraction(a, b, x, 1.0 - x) } else { beta_fraction(b, a, 1.0 - x, x) };
                    assert!(terms < bound, "beta {a} {b} {z}: {terms}");
                    if a == last && b == last && z.abs() < 10.0 {
                        let wide = beta_inc(WIDE, WIDE, x, 1.0 - x);
                        let wide = if left { wide } else { 1.0 - wide };
                        assert!((wide - value).abs() < 1e-10 * value + 1e-15, "{z}: {wide} and {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn point_probabilities_of_a_small_case_are_exact() {
        near(libm::exp(ln_binomial(2.0, 5.0, 0.3, 0.7)), 0.3087, 1e-14, "C(5,2) .3² .7³");
        near(libm::exp(ln_poisson(3.0, 2.0)), 8.0 / 6.0 * libm::exp(-2.0), 1e-14, "Poisson(2) at 3");
    }
}
