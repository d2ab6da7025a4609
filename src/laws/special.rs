//! The special functions behind exact cdfs: error function, incomplete gamma and beta, and point probabilities.
//!
//! Written over `libm`, so that a value has the same bits in every build. Own functions, because those of statrs end their
//! fractions after 140 terms: I_½(10⁶, 10⁶) is 0.4912 there and not ½. Point probabilities use the saddle-point
//! form of Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*, which keeps its relative
//! accuracy where the textbook form loses it to the cancellation of large logarithms.

use core::f64::consts::{PI, SQRT_2};

/// Largest number of terms of a series or fraction. Terms needed grow as the square root of the parameters.
const MAX_TERMS: usize = 2_000_000;
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

/// Regularised lower incomplete gamma P(a, x), a > 0: series (DLMF 8.11.4) below a + 1, else 1 − Q.
pub(crate) fn gamma_p(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        gamma_series(a, x)
    } else {
        1.0 - gamma_fraction(a, x)
    }
}

/// Regularised upper incomplete gamma Q(a, x), a > 0.
pub(crate) fn gamma_q(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(a, x)
    } else {
        gamma_fraction(a, x)
    }
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..MAX_TERMS {
        term *= x / (a + n as f64);
        sum += term;
        if term < sum * TINY {
            break;
        }
    }
    (libm::exp(ln_poisson(a, x)) * sum).min(1.0)
}

/// Q by its continued fraction (DLMF 8.9.2), evaluated by Lentz's method.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut product = d;
    for n in 1..MAX_TERMS {
        let n = n as f64;
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / guarded(numerator * d + b);
        c = guarded(b + numerator / c);
        product *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    // x^a e^-x / Γ(a) = a times the Poisson point probability of a.
    (a * libm::exp(ln_poisson(a, x)) * product).min(1.0)
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
    } else if x <= (a + 1.0) / (a + b + 2.0) {
        beta_fraction(a, b, x, y)
    } else {
        1.0 - beta_fraction(b, a, y, x)
    }
}

/// I_x(a, b) by its continued fraction (DLMF 8.17.22), evaluated by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for m in 1..MAX_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        product *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        product *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    // x^a y^b / (a B(a, b)) = b / (a + b) times the binomial point probability of a among a + b.
    (b / (a + b) * libm::exp(ln_binomial(a, a + b, x, y)) * product).min(1.0)
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

    #[test]
    fn point_probabilities_of_a_small_case_are_exact() {
        near(libm::exp(ln_binomial(2.0, 5.0, 0.3, 0.7)), 0.3087, 1e-14, "C(5,2) .3² .7³");
        near(libm::exp(ln_poisson(3.0, 2.0)), 8.0 / 6.0 * libm::exp(-2.0), 1e-14, "Poisson(2) at 3");
    }
}
