//! Laws: checks of constructors, and moments against the cdf and against hand calculation.

mod fit;
mod golden;

use super::*;

/// What a law's constructor gives.
pub(crate) type Made<L> = Result<Checked<L>, LawError>;

/// Draws of the same law by `rand_distr` alone.
pub(crate) type Theirs = Box<dyn Fn(&mut StreamRng) -> f64>;

/// What the file of a law adds for the tests of all laws.
pub(crate) trait Tested: NamedLaw {
    /// The law, ordinary and extreme.
    fn examples() -> Vec<Made<Self>>;

    /// The same law as `rand_distr` draws it.
    fn theirs(&self) -> Theirs;
}

/// Every law but the constants.
fn zoo() -> Vec<Law> {
    Law::examples().into_iter().filter(|law| law.as_constant().is_none()).collect()
}

fn close(left: f64, right: f64, tolerance: f64, what: &str) {
    assert!((left - right).abs() <= tolerance * right.abs().max(1e-300), "{what}: {left} against {right}");
}

/// E[X] and Var[X] from the cdf alone: midpoint sums of 1 − F and 2x (1 − F) on a grid that is fine near 0.
fn moments_from_cdf(law: &Law) -> Moments {
    if law.is_integer() {
        let (mut first, mut second, mut k) = (0.0, 0.0, 1.0);
        loop {
            let above = 1.0 - law.cdf(k - 1.0);
            if above < 1e-15 && k > law.mean() {
                return Moments { mean: first, variance: second - first * first };
            }
            first += above;
            second += (2.0 * k - 1.0) * above;
            k += 1.0;
        }
    }
    // x = scale (e^t − 1): cells grow with x.
    let (steps, top) = (10_000, 45.0);
    let scale = law.mean() * 1e-8;
    let (mut first, mut second) = (0.0, 0.0);
    let at = |step: i32| scale * libm::expm1(top * f64::from(step) / f64::from(steps));
    for step in 0..steps {
        let (left, right) = (at(step), at(step + 1));
        let middle = 0.5 * (left + right);
        let above = 1.0 - law.cdf(middle);
        first += above * (right - left);
        second += 2.0 * middle * above * (right - left);
    }
    Moments { mean: first, variance: second - first * first }
}

#[test]
fn moments_are_those_of_the_cdf() {
    // Left out: laws narrower than the grid (cells of 0.45 %), and wide laws of counts, which take long to sum.
    let fits = |law: &Law| if law.is_integer() { law.sd() < 20.0 } else { law.sd() > 0.1 * law.mean() };
    for law in zoo().into_iter().filter(fits) {
        let found = moments_from_cdf(&law);
        close(found.mean, law.mean(), 1e-3, &format!("mean of {law}"));
        // The grid's error is relative to the second moment.
        let second = law.variance() + law.mean() * law.mean();
        assert!((found.variance - law.variance()).abs() <= 2e-3 * second, "variance of {law}: {found:?}");
    }
}

#[test]
fn a_cdf_rises_from_0_to_1() {
    for law in zoo() {
        assert_eq!(law.cdf(-1e-9), 0.0, "{law}");
        let far = law.mean() + 4_000.0 * law.sd();
        close(law.cdf(far), 1.0, 1e-6, &format!("far out in {law}"));
        let mut last = 0.0;
        for step in 0..200 {
            let here = law.cdf(far * libm::pow(f64::from(step) / 200.0, 3.0));
            assert!(here >= last - 1e-12 && here <= 1.0, "{law} falls at step {step}: {last} to {here}");
            last = here;
        }
    }
}

#[test]
fn rounding_keeps_whole_numbers_and_sums_the_rest() {
    for law in zoo().into_iter().filter(Law::is_integer) {
        assert_eq!(law.rounded_moments(), Moments { mean: law.mean(), variance: law.variance() }, "{law}");
    }
    // Uniform on [0, 2]: 0 below 0.5, 1 up to 1.5, else 2.
    let found = Law::new(Uniform::new(0.0, 2.0)).expect("legal").rounded_moments();
    close(found.mean, 1.0, 1e-14, "mean");
    close(found.variance, 0.5, 1e-14, "variance");
    // Exponential: a geometric law shifted by half a unit, P(N ≥ k) = e^(−(k − ½)/m).
    let found = Law::new(Exponential::new(3.0)).expect("legal").rounded_moments();
    let q = libm::exp(-1.0 / 3.0);
    let first = libm::exp(0.5 / 3.0) * q / (1.0 - q);
    let second = libm::exp(0.5 / 3.0) * q * (1.0 + q) / ((1.0 - q) * (1.0 - q));
    close(found.mean, first, 1e-12, "mean");
    close(found.variance, second - first * first, 1e-12, "variance");
    let found = Law::new(Constant::new(2.5)).expect("legal").rounded_moments();
    assert_eq!(found, Moments { mean: 3.0, variance: 0.0 });
    let found = Law::new(Discrete::new(vec![0.5, 2.25], vec![1.0, 1.0])).expect("legal").rounded_moments();
    assert_eq!(found, Moments { mean: 1.5, variance: 0.25 });
}

#[test]
fn rounding_of_wide_laws_adds_a_twelfth() {
    for law in [
        Law::new(Gamma::new(1e5, Spread::Cv(0.3))),
        Law::new(Lognormal::new(50.0, Spread::Cv(60.0))),
        Law::new(Weibull::new(0.15, 5.0)),
        Law::new(Uniform::new(0.0, 1e6)),
        Law::new(Normal::new(30_000.0, Spread::Cv(0.2))),
    ] {
        let law = law.expect("legal");
        let found = law.rounded_moments();
        // Only the part near 0 is not smooth over one unit: at most half a unit of mean.
        assert!((found.mean - law.mean()).abs() < 0.5, "{law}: {found:?}");
        close(found.variance, law.variance() + 1.0 / 12.0, 1e-5, &format!("variance of {law}"));
    }
    // Across the switch from summing to the tail formula the answer must not jump.
    let near = Law::new(Weibull::new(0.3, 10.0)).expect("legal");
    let summed: f64 = (1..400_000).map(|k| 1.0 - near.cdf(f64::from(k) - 0.5)).sum();
    close(near.rounded_moments().mean, summed, 1e-7, "Weibull of shape 0.3");
}

#[test]
fn a_cut_normal_law_has_the_moments_of_the_cut_law() {
    let half = Law::new(Normal::new(0.0, Spread::Sd(1.0))).expect("legal");
    let tau = 2.0 * core::f64::consts::PI;
    close(half.mean(), 1.0 / libm::sqrt(tau), 1e-14, "mean of max(0, z)");
    close(half.variance(), 0.5 - 1.0 / tau, 1e-14, "variance of max(0, z)");
    assert_eq!(half.cut(), Some(Cut { stated: 0.0, sd: 1.0, mean: half.mean() }));
    assert_eq!(half.cdf(0.0), 0.5);
    let wide = Law::new(Normal::new(1.0, Spread::Sd(1.0))).expect("legal");
    close(wide.mean() - 1.0, 0.083_315_470_587_6, 1e-10, "shift of normal(1, 1)");
    assert!(wide.cut().is_some());
    assert_eq!(Law::new(Normal::new(10.0, Spread::Cv(0.2))).expect("legal").cut(), None);
    assert_eq!(Law::new(Gamma::new(1.0, Spread::Cv(3.0))).expect("legal").cut(), None);
}

#[test]
fn no_spread_makes_a_constant() {
    for law in [
        Law::new(Gamma::new(3.0, Spread::Cv(0.0))),
        Law::new(Lognormal::new(3.0, Spread::Sd(0.0))),
        Law::new(Normal::new(3.0, Spread::Cv(0.0))),
        Law::new(Uniform::new(3.0, 3.0)),
        Law::new(Triangular::new(3.0, 3.0, 3.0)),
        Law::new(Beta::new(3.0, 3.0, 1.0, 1.0)),
        Law::new(Binomial::new(3, 1.0)),
        Law::new(Discrete::new(vec![3.0, 3.0], vec![1.0, 2.0])),
    ] {
        let law = law.expect("legal");
        assert_eq!(law.as_constant(), Some(3.0), "{law}");
        assert_eq!((law.mean(), law.variance()), (3.0, 0.0), "{law}");
    }
    assert_eq!(Law::new(Normal::new(-3.0, Spread::Sd(0.0))).expect("legal").as_constant(), Some(0.0));
    assert_eq!(Law::new(Geometric::new(1.0)).expect("legal").as_constant(), Some(1.0));
    assert_eq!(Law::new(Poisson::new(0.0)).expect("legal").as_constant(), Some(0.0));
}

#[test]
fn a_wrong_parameter_is_named() {
    let nan = f64::NAN;
    let cases = [
        (Law::new(Constant::new(-1.0)), "value"),
        (Law::new(Constant::new(nan)), "value"),
        (Law::new(Uniform::new(-1.0, 2.0)), "min"),
        (Law::new(Uniform::new(3.0, 2.0)), "max"),
        (Law::new(Uniform::new(3.0, nan)), "max"),
        (Law::new(Triangular::new(1.0, 5.0, 4.0)), "mode"),
        (Law::new(Triangular::new(1.0, nan, 4.0)), "mode"),
        (Law::new(Normal::new(nan, Spread::Sd(1.0))), "mean"),
        (Law::new(Normal::new(1.0, Spread::Sd(-1.0))), "sd"),
        (Law::new(Normal::new(-1.0, Spread::Cv(1.0))), "mean"),
        (Law::new(Lognormal::new(0.0, Spread::Cv(1.0))), "mean"),
        (Law::new(Lognormal::new(1.0, Spread::Cv(nan))), "cv"),
        (Law::new(Lognormal::new(1.0, Spread::Cv(1e200))), "cv"),
        (Law::new(Lognormal::of_logarithm(nan, 1.0)), "mu"),
        (Law::new(Lognormal::of_logarithm(800.0, 1.0)), "mu"),
        (Law::new(Gamma::new(1.0, Spread::Cv(1e-200))), "cv"),
        (Law::new(Gamma::with_shape(0.0, 1.0)), "shape"),
        (Law::new(Gamma::with_shape(1.0, f64::INFINITY)), "scale"),
        (Law::new(Gamma::erlang(0, 1.0)), "stages"),
        (Law::new(Exponential::new(0.0)), "mean"),
        (Law::new(Exponential::with_rate(-2.0)), "rate"),
        (Law::new(Weibull::new(1e-5, 1.0)), "shape"),
        (Law::new(Beta::new(0.0, 1.0, 0.0, 1.0)), "alpha"),
        (Law::new(Beta::new(0.0, 1.0, 1.0, nan)), "beta"),
        (Law::new(Poisson::new(-0.1)), "mean"),
        (Law::new(Geometric::new(0.0)), "p"),
        (Law::new(Binomial::new(3, 1.1)), "p"),
        (Law::new(NegativeBinomial::new(4.0, Spread::Sd(2.0))), "sd"),
        (Law::new(NegativeBinomial::with_successes(1.0, nan)), "p"),
        (Law::new(Discrete::new(vec![], vec![])), "values"),
        (Law::new(Discrete::new(vec![1.0], vec![0.0])), "weights"),
        (Law::new(Discrete::new(vec![1.0, 2.0], vec![1.0])), "weights"),
        (Law::new(Discrete::new(vec![1.0, -2.0], vec![1.0, 1.0])), "values"),
    ];
    for (place, (made, parameter)) in cases.into_iter().enumerate() {
        let error = made.expect_err(&format!("case {place} is illegal"));
        assert_eq!(error.parameter, parameter, "case {place}: {error}");
    }
    let error = Law::new(Discrete::new(vec![1.0, -2.0], vec![1.0, 1.0])).expect_err("negative");
    assert_eq!(error.to_string(), "`values` number 2 should be a finite number of at least 0, not -2");
}

#[test]
fn a_law_reads_as_written() {
    let words = |law: Result<Law, LawError>| law.expect("legal").to_string();
    assert_eq!(words(Law::new(Gamma::new(10.0, Spread::Cv(0.5)))), "gamma(mean 10, cv 0.5)");
    assert_eq!(words(Law::new(Lognormal::new(3.0, Spread::Sd(6.0)))), "lognormal(mean 3, sd 6)");
    assert_eq!(words(Law::new(Constant::new(4.0))), "4");
    assert_eq!(words(Law::new(Exponential::with_rate(3.2))), "exponential(rate 3.2)");
    assert_eq!(words(Law::new(Discrete::new(vec![20.0, 25.0], vec![4.0, 6.0]))), "discrete(20: 0.400, 25: 0.600)");
}
