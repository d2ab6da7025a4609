//! The laws a key may take, and the parameters of each; the numbers are checked by the law's own constructor.

use super::table::LARGEST;
use super::{Ends, Range};

/// One law.
#[derive(Debug)]
pub struct LawRow {
    /// Its tag: `gamma`.
    pub tag: &'static str,
    /// Alternative sets of parameters; the first is the usual one.
    pub forms: &'static [&'static [Parameter]],
    /// What it is, in one line.
    pub doc: &'static str,
    /// Whether this version has it.
    pub status: Status,
}

/// Whether this version has a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Here,
    Later,
}

/// One parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its key.
    pub name: &'static str,
    /// Its values.
    pub takes: Takes,
    /// What it may be.
    pub range: Range,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Number,
    Whole,
    Numbers,
}

const fn number(name: &'static str, range: Range) -> Parameter {
    Parameter { name, takes: Takes::Number, range }
}
const fn whole(name: &'static str, high: f64) -> Parameter {
    Parameter { name, takes: Takes::Whole, range: Range { low: 1.0, high, ends: Ends::Closed } }
}
const fn numbers(name: &'static str, range: Range) -> Parameter {
    Parameter { name, takes: Takes::Numbers, range }
}

const VALUE: Range = Range { low: 0.0, high: LARGEST, ends: Ends::Closed };
const MEAN: Range = Range { low: 0.0, high: LARGEST, ends: Ends::OpenLow };
const SPREAD: Range = Range { low: 0.0, high: LARGEST, ends: Ends::Closed };
const RATIO: Range = Range { low: 0.0, high: 1000.0, ends: Ends::Closed };
const POSITIVE: Range = Range { low: 0.0, high: f64::INFINITY, ends: Ends::OpenLow };
const NOT_NEGATIVE: Range = Range { low: 0.0, high: 1e15, ends: Ends::Closed };
const LOG_MEAN: Range = Range { low: -50.0, high: 20.0, ends: Ends::Closed };
const LOG_SD: Range = Range { low: 0.0, high: 10.0, ends: Ends::Closed };
const CHANCE: Range = Range { low: 0.0, high: 1.0, ends: Ends::OpenLow };
const CHANCE_FROM_0: Range = Range { low: 0.0, high: 1.0, ends: Ends::Closed };

/// Every law, in the order of the reference.
#[rustfmt::skip]
pub static LAWS: &[LawRow] = &[
    law("constant", &[&[number("value", VALUE)]], "Always this value; a bare number says the same."),
    law("uniform", &[&[number("min", VALUE), number("max", VALUE)]], "Any value from min to max alike."),
    law("triangular", &[&[number("min", VALUE), number("mode", VALUE), number("max", VALUE)]], "From min to max, most often near mode."),
    law("normal", &[&[number("mean", VALUE), number("sd", SPREAD)], &[number("mean", VALUE), number("cv", RATIO)]], "Bell curve, cut at 0: max(0, x). `check` prints the mean of the cut law."),
    law("lognormal", &[&[number("mean", MEAN), number("cv", RATIO)], &[number("mean", MEAN), number("sd", SPREAD)], &[number("mu", LOG_MEAN), number("sigma", LOG_SD)]], "Its logarithm is normal, with mean mu and standard deviation sigma."),
    law("gamma", &[&[number("mean", MEAN), number("cv", RATIO)], &[number("mean", MEAN), number("sd", SPREAD)], &[number("shape", POSITIVE), number("scale", MEAN)]], "Skewed to the right; cv 1 is the exponential law."),
    law("erlang", &[&[whole("stages", 1e6), number("mean", MEAN)]], "Sum of that many equal exponential stages; mean is the whole."),
    law("exponential", &[&[number("mean", MEAN)], &[number("rate", POSITIVE)]], "Without memory; rate is 1 ÷ mean."),
    law("weibull", &[&[number("shape", POSITIVE), number("scale", MEAN)]], "Shape below 1: early; 1: exponential; above 1: wear."),
    law("beta", &[&[number("min", VALUE), number("max", VALUE), number("alpha", POSITIVE), number("beta", POSITIVE)]], "Between min and max, shaped by alpha and beta."),
    law("poisson", &[&[number("mean", VALUE)]], "Counts 0, 1, 2, … of independent events."),
    law("geometric", &[&[number("p", CHANCE)]], "Trials until the first success: 1, 2, …"),
    law("binomial", &[&[whole("n", 1e9), number("p", CHANCE_FROM_0)]], "Successes in n trials."),
    law("negative_binomial", &[&[number("mean", MEAN), number("sd", SPREAD)], &[number("mean", MEAN), number("cv", RATIO)], &[number("r", POSITIVE), number("p", CHANCE)]], "Counts with a variance above the mean; with r and p, failures before the r-th success."),
    law("discrete", &[&[numbers("values", VALUE), numbers("weights", NOT_NEGATIVE)]], "One of some values; weights need not sum to 1, values may repeat."),
    LawRow { tag: "empirical", forms: &[], doc: "A column of a CSV file.", status: Status::Later },
];

const fn law(tag: &'static str, forms: &'static [&'static [Parameter]], doc: &'static str) -> LawRow {
    LawRow { tag, forms, doc, status: Status::Here }
}

/// The law of a tag.
#[must_use]
pub fn find(tag: &str) -> Option<&'static LawRow> {
    LAWS.iter().find(|row| row.tag == tag)
}
