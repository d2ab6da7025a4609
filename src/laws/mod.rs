//! Probability laws of times and quantities: one file per law, from its keys to its draws.
//!
//! Every law lives on [0, ∞). A [`Law`] can only be made by a constructor that checked its parameters, so that
//! everything behind it may trust them; a constructor that refuses says which parameter, what it expected, and what
//! it was given. Each file has the same parts in the same order: what the law is and when it is used; its checked type
//! and constructors; its rows of the table of laws and how it is read ([`NamedLaw`]); its sampler ([`Variates`]); its cdf and
//! what else is known of it ([`Probabilities`]); its tests. A new law is such a file and its two lines here.
//!
//! *Architecture invariant:* laws know numbers and random streams only: no files, no time unit, nothing of a supply
//! chain.

mod beta;
mod binomial;
mod blocks;
mod checked;
mod constant;
mod discrete;
mod empirical;
mod exponential;
mod gamma;
mod geometric;
mod given;
mod lognormal;
mod named;
mod negative_binomial;
mod normal;
mod poisson;
mod reading;
mod rounded;
mod special;
mod standard_normal;
mod table;
#[cfg(test)]
mod tests;
mod triangular;
mod uniform;
mod weibull;

pub use checked::{Checked, LawError, Moments, Spread};
pub use empirical::BetweenValues;
pub use given::Given;
pub use named::{NamedLaw, Probabilities, Variates};
pub use rand_distr::Distribution;
pub use reading::{is_constant, law, law_of, read, smaller_units, written, zero};

pub(crate) use special::{beta_inc, gamma_p};
#[cfg(feature = "jobs")]
pub(crate) use special::{gamma_q, ln_binomial, ln_poisson, normal_cdf};

use crate::keys::LawRow;
use crate::random::StreamRng;
use rand::Rng;
use std::fmt;
#[cfg(test)]
use tests::Tested;

/// A checked probability law on the non-negative numbers, in the unit of its key (time units or units).
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    form: Form,
    mean: f64,
    variance: f64,
    words: String,
}

/// Draws from a [`Law`]. A constant uses no random number and costs next to nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler(Kind);

/// Makes the closed set of laws, and everything that tells them apart.
macro_rules! laws {
    ($($file:ident::$law:ident,)*) => {
        $(pub use $file::$law;)*

        /// A law and its parameters.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Form {
            $(#[doc = concat!("See [`", stringify!($law), "`].")] $law($law),)*
        }

        /// The samplers, matched in one place, so that the common laws are inlined where they are drawn.
        #[derive(Clone, Debug, PartialEq)]
        enum Kind {
            $($law(<$law as NamedLaw>::Sampler),)*
        }

        $(impl From<$law> for Form {
            fn from(law: $law) -> Form {
                Form::$law(law)
            }
        })*

        /// Rows of the table of laws, law by law, in the order of the reference.
        const ROWS: &[&[LawRow]] = &[$($law::ROWS,)*];

        impl Form {
            fn law(&self) -> &dyn Probabilities {
                match self {
                    $(Form::$law(law) => law,)*
                }
            }
        }

        impl Law {
            /// The law of a row of the table, from the parameters of one of the row's forms.
            ///
            /// # Errors
            /// What does not fit together although each parameter is inside its range.
            ///
            /// # Panics
            /// When no row of a law of this version has the tag, or when `given` is none of its forms.
            pub fn read(tag: &str, given: &Given) -> Result<Law, LawError> {
                $(if $law::ROWS.iter().any(|row| row.tag == tag) {
                    return Law::new($law::read(tag, given));
                })*
                unreachable!("a row has the tag")
            }
        }

        impl Sampler {
            /// The sampler of a law.
            #[must_use]
            pub fn new(law: &Law) -> Sampler {
                Sampler(match &law.form {
                    $(Form::$law(law) => Kind::$law(law.sampler()),)*
                })
            }

        }

        impl Distribution<f64> for Sampler {
            /// The next draw, in the law's unit; not negative.
            #[inline]
            fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                match &self.0 {
                    $(Kind::$law(draws) => draws.sample(rng),)*
                }
            }
        }

        #[cfg(test)]
        impl Law {
            /// The examples of every law.
            fn examples() -> Vec<Law> {
                let mut all = Vec::new();
                $(all.extend($law::examples().into_iter().map(|made| Law::new(made).expect("a legal example")));)*
                all
            }

            /// The same law as `rand_distr` draws it.
            fn theirs(&self) -> tests::Theirs {
                match &self.form {
                    $(Form::$law(law) => law.theirs(),)*
                }
            }
        }

        impl Variates for Sampler {
            fn fill(&self, rng: &mut StreamRng, out: &mut [f64]) {
                match &self.0 {
                    $(Kind::$law(draws) => draws.fill(rng, out),)*
                }
            }
        }
    };
}

laws! {
    constant::Constant,
    uniform::Uniform,
    triangular::Triangular,
    normal::Normal,
    lognormal::Lognormal,
    gamma::Gamma,
    exponential::Exponential,
    weibull::Weibull,
    beta::Beta,
    poisson::Poisson,
    geometric::Geometric,
    binomial::Binomial,
    negative_binomial::NegativeBinomial,
    discrete::Discrete,
    empirical::Empirical,
}

/// Every row of the table of laws, in the order of the reference.
pub fn rows() -> impl Iterator<Item = &'static LawRow> {
    ROWS.iter().copied().flatten()
}

/// The row of a tag.
#[must_use]
pub fn row(tag: &str) -> Option<&'static LawRow> {
    rows().find(|row| row.tag == tag)
}

/// What the cut at 0 does to a law that could be negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Mean before the cut.
    pub stated: f64,
    /// Standard deviation before the cut.
    pub sd: f64,
    /// Mean of the cut law.
    pub mean: f64,
}

/// What rounding to whole units does to the mean of a law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rounded {
    /// Mean of the law.
    pub stated: f64,
    /// Mean of the rounded draws.
    pub mean: f64,
}

impl fmt::Display for Law {
    /// The law as the scenario gave it: `gamma(mean 10, cv 0.5)`, or a bare number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Law {
    /// A law from what its constructor gave: `Law::new(Gamma::new(10.0, Spread::Cv(0.5)))`.
    ///
    /// # Errors
    /// Those of the constructor.
    pub fn new<L: Into<Form>>(checked: Result<Checked<L>, LawError>) -> Result<Law, LawError> {
        let Checked { law, mean, variance, words } = checked?;
        let form = law.map_or(Form::Constant(Constant { value: mean }), L::into);
        Ok(Law { form, mean, variance, words })
    }

    /// Exact mean (of the cut law where the law is cut).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Exact variance (of the cut law where the law is cut).
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// Exact standard deviation.
    #[must_use]
    pub fn sd(&self) -> f64 {
        libm::sqrt(self.variance)
    }

    /// P(X ≤ x), exact to about 10⁻¹² (of the cut law where the law is cut).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 { 0.0 } else { self.form.law().cdf(x) }
    }

    /// The value, when the law is a constant.
    #[must_use]
    pub fn as_constant(&self) -> Option<f64> {
        match self.form {
            Form::Constant(Constant { value }) => Some(value),
            _ => None,
        }
    }

    /// Whether the law is exponential: as gaps, whether orders come as a Poisson stream.
    #[must_use]
    pub fn is_exponential(&self) -> bool {
        matches!(self.form, Form::Exponential(_))
    }

    /// Whether every draw is a whole number.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.form.law().is_integer()
    }

    /// The lower end of what can be drawn.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.form.law().least()
    }

    /// The least value that has a probability above 0; `None` for a law with a density.
    #[must_use]
    pub fn least_atom(&self) -> Option<f64> {
        self.form.law().least_atom()
    }

    /// Mean and variance of the law rounded half up, ⌊X + ½⌋: the law of a quantity.
    ///
    /// Exact (to about 10⁻¹²) for laws of whole numbers and for every law that has run out by 16,384 units, else with a
    /// relative error below 1/16,384.
    #[must_use]
    pub fn rounded_moments(&self) -> Moments {
        rounded::rounded(self.form.law(), Moments { mean: self.mean, variance: self.variance })
    }

    /// Probability that a draw rounds to 0 units.
    #[must_use]
    pub fn zero_share(&self) -> f64 {
        self.cdf(0.5_f64.next_down())
    }

    /// What rounding to whole units does to the mean, where it moves it by more than 1 %.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounded> {
        // It moves no mean by more than half a unit.
        let rounded = (self.mean < 50.0).then(|| self.rounded_moments().mean)?;
        ((rounded / self.mean - 1.0).abs() > 0.01).then_some(Rounded { stated: self.mean, mean: rounded })
    }

    /// The values with their probabilities, of a constant or a list of values; they may repeat.
    #[must_use]
    pub fn atoms(&self) -> Option<Vec<(f64, f64)>> {
        self.form.law().atoms()
    }

    /// ln P(X = k) for a whole number k ≥ 0 of the Poisson, binomial and negative binomial laws, else `None`.
    pub(crate) fn ln_point(&self, k: f64) -> Option<f64> {
        self.form.law().ln_point(k)
    }

    /// P(X = k + 1) ÷ P(X = k) of the laws that have [`Law::ln_point`], else `None`.
    pub(crate) fn point_ratio(&self, k: f64) -> Option<f64> {
        self.form.law().point_ratio(k)
    }

    /// What the cut at 0 does to the law, where it lifts the mean by more than 1 % or the spread makes that likely.
    #[must_use]
    pub fn cut(&self) -> Option<Cut> {
        let (stated, sd) = self.form.law().uncut()?;
        let lift = if stated > 0.0 { self.mean / stated - 1.0 } else { f64::INFINITY };
        (lift > 0.01 || sd > stated).then_some(Cut { stated, sd, mean: self.mean })
    }
}

impl Sampler {
    /// Whether every draw is the same and uses no random number.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        matches!(self.0, Kind::Constant(_))
    }
}
