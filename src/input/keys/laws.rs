//! The laws a key may take, and the parameters of each; the numbers are checked by the law's own constructor.

use crate::keys::range::LARGEST;
use crate::keys::{LawRow, Parameter, Range};

const VALUE: Range = Range::closed(0.0, LARGEST);
const MEAN: Range = Range::open_low(0.0, LARGEST);
const SPREAD: Range = Range::closed(0.0, LARGEST);
const RATIO: Range = Range::closed(0.0, 1000.0);
const POSITIVE: Range = Range::open_low(0.0, f64::INFINITY);
const NOT_NEGATIVE: Range = Range::closed(0.0, 1e15);
const LOG_MEAN: Range = Range::closed(-50.0, 20.0);
const LOG_SD: Range = Range::closed(0.0, 10.0);
const CHANCE: Range = Range::open_low(0.0, 1.0);
const CHANCE_FROM_0: Range = Range::closed(0.0, 1.0);

/// Every law, in the order of the reference.
#[rustfmt::skip]
pub static LAWS: &[LawRow] = &[
    LawRow::new("constant", &[&[Parameter::number("value", VALUE)]], "Always this value; a bare number says the same."),
    LawRow::new("uniform", &[&[Parameter::number("min", VALUE), Parameter::number("max", VALUE)]], "Any value from min to max alike."),
    LawRow::new("triangular", &[&[Parameter::number("min", VALUE), Parameter::number("mode", VALUE), Parameter::number("max", VALUE)]], "From min to max, most often near mode."),
    LawRow::new("normal", &[&[Parameter::number("mean", VALUE), Parameter::number("sd", SPREAD)], &[Parameter::number("mean", VALUE), Parameter::number("cv", RATIO)]], "Bell curve, cut at 0: max(0, x). `check` prints the mean of the cut law."),
    LawRow::new("lognormal", &[&[Parameter::number("mean", MEAN), Parameter::number("cv", RATIO)], &[Parameter::number("mean", MEAN), Parameter::number("sd", SPREAD)], &[Parameter::number("mu", LOG_MEAN), Parameter::number("sigma", LOG_SD)]], "Its logarithm is normal, with mean mu and standard deviation sigma."),
    LawRow::new("gamma", &[&[Parameter::number("mean", MEAN), Parameter::number("cv", RATIO)], &[Parameter::number("mean", MEAN), Parameter::number("sd", SPREAD)], &[Parameter::number("shape", POSITIVE), Parameter::number("scale", MEAN)]], "Skewed to the right; cv 1 is the exponential law."),
    LawRow::new("erlang", &[&[Parameter::whole("stages", 1e6), Parameter::number("mean", MEAN)]], "Sum of that many equal exponential stages; mean is the whole."),
    LawRow::new("exponential", &[&[Parameter::number("mean", MEAN)], &[Parameter::number("rate", POSITIVE)]], "Without memory; rate is 1 ÷ mean."),
    LawRow::new("weibull", &[&[Parameter::number("shape", POSITIVE), Parameter::number("scale", MEAN)]], "Shape below 1: early; 1: exponential; above 1: wear."),
    LawRow::new("beta", &[&[Parameter::number("min", VALUE), Parameter::number("max", VALUE), Parameter::number("alpha", POSITIVE), Parameter::number("beta", POSITIVE)]], "Between min and max, shaped by alpha and beta."),
    LawRow::new("poisson", &[&[Parameter::number("mean", VALUE)]], "Counts 0, 1, 2, … of independent events."),
    LawRow::new("geometric", &[&[Parameter::number("p", CHANCE)]], "Trials until the first success: 1, 2, …"),
    LawRow::new("binomial", &[&[Parameter::whole("n", 1e9), Parameter::number("p", CHANCE_FROM_0)]], "Successes in n trials."),
    LawRow::new("negative_binomial", &[&[Parameter::number("mean", MEAN), Parameter::number("sd", SPREAD)], &[Parameter::number("mean", MEAN), Parameter::number("cv", RATIO)], &[Parameter::number("r", POSITIVE), Parameter::number("p", CHANCE)]], "Counts with a variance above the mean; with r and p, failures before the r-th success."),
    LawRow::new("discrete", &[&[Parameter::numbers("values", VALUE), Parameter::numbers("weights", NOT_NEGATIVE)]], "One of some values; weights need not sum to 1, values may repeat."),
    LawRow::later("empirical", "A column of a CSV file."),
];

/// The law of a tag.
#[must_use]
pub fn find(tag: &str) -> Option<&'static LawRow> {
    LAWS.iter().find(|row| row.tag == tag)
}
