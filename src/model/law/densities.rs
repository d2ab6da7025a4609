//! Constructors of the laws with a density.

use super::{Form, IN_REACH, Law, LawError, Spread, above_zero, finite, not_negative, special, wrong};

impl Law {
    /// Uniform on [min, max]; a constant when they are equal.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ max, both finite.
    pub fn uniform(min: f64, max: f64) -> Result<Law, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        let words = format!("uniform(min {min}, max {max})");
        if min == max {
            return Ok(Law::fixed(min, words));
        }
        let width = max - min;
        Law::made(Form::Uniform { min, max }, min + 0.5 * width, width * width / 12.0, words).in_reach("max", max)
    }

    /// Triangular on [min, max] with its peak at mode; a constant when min = max.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ mode ≤ max, all finite.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Law, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        if !(min <= mode && mode <= max) {
            return Err(wrong("mode", "a number from `min` to `max`", mode));
        }
        let words = format!("triangular(min {min}, mode {mode}, max {max})");
        if min == max {
            return Ok(Law::fixed(min, words));
        }
        let (left, right) = (mode - min, max - mode);
        let variance = (left * left + left * right + right * right) / 18.0;
        let mean = min + (2.0 * left + right) / 3.0;
        Law::made(Form::Triangular { min, mode, max }, mean, variance, words).in_reach("max", max)
    }

    /// max(0, x), x normal with this mean (any sign) and spread; see [`Law::cut_shift`].
    ///
    /// # Errors
    /// When the mean is not finite, or negative beside a cv; when the spread is negative or not finite.
    pub fn normal(mean: f64, spread: Spread) -> Result<Law, LawError> {
        finite("mean", mean)?;
        let (key, given, _) = spread.checked(mean)?;
        let sd = match spread {
            Spread::Sd(sd) => sd,
            Spread::Cv(cv) => {
                not_negative("mean", mean)?;
                cv * mean
            }
        };
        let words = format!("normal(mean {mean}, {key} {given})");
        if sd == 0.0 {
            return Ok(Law::fixed(mean.max(0.0), words));
        }
        let z = mean / sd;
        let (above, density) = (special::normal_cdf(z), special::normal_density(z));
        let first = sd * (z * above + density);
        // Variance of the cut law around its own mean, in units of sd²: E[x²; x > 0] − first².
        let variance = sd * sd * ((1.0 + z * z) * above + z * density) - first * first;
        Law::made(Form::Normal { mean, sd }, first.max(0.0), variance.max(0.0), words).in_reach(key, given)
    }

    /// Lognormal with this mean and spread; a constant when the spread is 0.
    ///
    /// # Errors
    /// Unless mean > 0 and spread ≥ 0, both finite.
    pub fn lognormal(mean: f64, spread: Spread) -> Result<Law, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let words = format!("lognormal(mean {mean}, {key} {given})");
        if cv == 0.0 {
            return Ok(Law::fixed(mean, words));
        }
        let sigma_square = libm::log1p(cv * cv);
        let form = Form::Lognormal { mu: libm::log(mean) - 0.5 * sigma_square, sigma: libm::sqrt(sigma_square) };
        Law::made(form, mean, (cv * mean) * (cv * mean), words).in_reach(key, given)
    }

    /// e to the power of a normal law with mean `mu` and standard deviation `sigma`; a constant when sigma is 0.
    ///
    /// # Errors
    /// Unless mu is finite and sigma ≥ 0 and finite.
    pub fn lognormal_log(mu: f64, sigma: f64) -> Result<Law, LawError> {
        finite("mu", mu)?;
        not_negative("sigma", sigma)?;
        let words = format!("lognormal(mu {mu}, sigma {sigma})");
        let mean = libm::exp(mu + 0.5 * sigma * sigma);
        if !mean.is_finite() {
            return Err(wrong("mu", IN_REACH, mu));
        }
        if sigma == 0.0 {
            return Ok(Law::fixed(mean, words));
        }
        let variance = mean * mean * libm::expm1(sigma * sigma);
        Law::made(Form::Lognormal { mu, sigma }, mean, variance, words).in_reach("sigma", sigma)
    }

    /// Gamma with this mean and spread; a constant when the spread is 0.
    ///
    /// # Errors
    /// Unless mean > 0 and spread ≥ 0, both finite.
    pub fn gamma(mean: f64, spread: Spread) -> Result<Law, LawError> {
        above_zero("mean", mean)?;
        let (key, given, cv) = spread.checked(mean)?;
        let words = format!("gamma(mean {mean}, {key} {given})");
        if cv == 0.0 {
            return Ok(Law::fixed(mean, words));
        }
        let form = Form::Gamma { shape: 1.0 / (cv * cv), scale: mean * cv * cv };
        Law::made(form, mean, (cv * mean) * (cv * mean), words).in_reach(key, given)
    }

    /// Gamma with this shape and scale; its mean is their product.
    ///
    /// # Errors
    /// Unless both are above 0 and finite.
    pub fn gamma_shape(shape: f64, scale: f64) -> Result<Law, LawError> {
        above_zero("shape", shape)?;
        above_zero("scale", scale)?;
        let words = format!("gamma(shape {shape}, scale {scale})");
        let mean = shape * scale;
        Law::made(Form::Gamma { shape, scale }, mean, mean * scale, words).in_reach("scale", scale)
    }

    /// Sum of `stages` exponential stages, `mean` in all.
    ///
    /// # Errors
    /// Unless stages ≥ 1 and mean > 0, finite.
    pub fn erlang(stages: u32, mean: f64) -> Result<Law, LawError> {
        if stages == 0 {
            return Err(wrong("stages", "a whole number of at least 1", 0.0));
        }
        above_zero("mean", mean)?;
        let words = format!("erlang(stages {stages}, mean {mean})");
        let shape = f64::from(stages);
        let scale = mean / shape;
        Law::made(Form::Gamma { shape, scale }, mean, mean * scale, words).in_reach("mean", mean)
    }

    /// Exponential with this mean.
    ///
    /// # Errors
    /// Unless mean > 0 and finite.
    pub fn exponential(mean: f64) -> Result<Law, LawError> {
        above_zero("mean", mean)?;
        let words = format!("exponential(mean {mean})");
        Law::made(Form::Exponential { mean }, mean, mean * mean, words).in_reach("mean", mean)
    }

    /// Exponential with mean 1 / rate: the gaps of a Poisson stream.
    ///
    /// # Errors
    /// Unless rate > 0 and finite.
    pub fn exponential_rate(rate: f64) -> Result<Law, LawError> {
        above_zero("rate", rate)?;
        let mean = 1.0 / rate;
        let words = format!("exponential(rate {rate})");
        Law::made(Form::Exponential { mean }, mean, mean * mean, words).in_reach("rate", rate)
    }

    /// Weibull: P(X > x) = exp(−(x / scale)^shape).
    ///
    /// # Errors
    /// Unless both are above 0 and finite.
    pub fn weibull(shape: f64, scale: f64) -> Result<Law, LawError> {
        above_zero("shape", shape)?;
        above_zero("scale", scale)?;
        let words = format!("weibull(shape {shape}, scale {scale})");
        let first = libm::lgamma(1.0 + 1.0 / shape);
        let second = libm::lgamma(1.0 + 2.0 / shape);
        let mean = scale * libm::exp(first);
        // E[X²] − E[X]² = E[X]² (e^(second − 2 first) − 1), without cancellation for a narrow law.
        let variance = mean * mean * libm::expm1(second - 2.0 * first).max(0.0);
        Law::made(Form::Weibull { shape, scale }, mean, variance, words).in_reach("shape", shape)
    }

    /// Beta with exponents alpha and beta, stretched to [min, max]; a constant when min = max.
    ///
    /// # Errors
    /// Unless 0 ≤ min ≤ max, alpha > 0 and beta > 0, all finite.
    pub fn beta(min: f64, max: f64, alpha: f64, beta: f64) -> Result<Law, LawError> {
        not_negative("min", min)?;
        at_least_min(min, max)?;
        above_zero("alpha", alpha)?;
        above_zero("beta", beta)?;
        let words = format!("beta(min {min}, max {max}, alpha {alpha}, beta {beta})");
        if min == max {
            return Ok(Law::fixed(min, words));
        }
        let sum = alpha + beta;
        let share = alpha / sum;
        let width = max - min;
        let variance = width * width * share * (beta / sum) / (sum + 1.0);
        let form = Form::Beta { min, max, alpha, beta };
        Law::made(form, min + width * share, variance, words).in_reach("alpha", alpha)
    }
}

fn at_least_min(min: f64, max: f64) -> Result<(), LawError> {
    finite("max", max)?;
    if min <= max { Ok(()) } else { Err(wrong("max", "at least `min`", max)) }
}
