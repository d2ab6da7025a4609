//! The values of a record: lead times, times and quantities as they were measured, where no law with a formula fits (Law 2015,
//! § 6.2.4). In steps, each of the n values comes with probability 1 ÷ n; interpolated, the cdf runs straight from one sorted
//! value to the next, the i-th at (i − 1) ÷ (n − 1).

use super::checked::{Checked, LawError, Moments, not_negative, wrong};
use super::given::{Given, VALUE};
use super::named::{NamedLaw, Probabilities, Variates};
use crate::keys::{Ends, LawRow, Parameter, Range};
use rand::Rng;
use rand_distr::{Distribution, StandardUniform};
use std::sync::Arc;

const COUNT: Range = Range { low: 1.0, high: MOST as f64, ends: Ends::Closed };
/// Values of a record, at most.
const MOST: usize = 100_000_000;

/// What lies between the values of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetweenValues {
    /// Nothing: each value alike.
    Steps,
    /// Straight lines of the cdf.
    Interpolated,
}

impl BetweenValues {
    /// The words of a scenario, in the order of the variants.
    pub const WORDS: &'static [&'static str] = &["steps", "interpolated"];
}

/// The law of recorded values, sorted, more than one of them different.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    values: Arc<[f64]>,
    between: BetweenValues,
}

impl Empirical {
    /// The law of these values in any order; a constant when all are the same.
    ///
    /// # Errors
    /// When there are none, or one is negative or not finite.
    pub fn new(mut values: Vec<f64>, between: BetweenValues) -> Result<Checked<Empirical>, LawError> {
        if values.is_empty() {
            return Err(wrong("values", "a list with at least one number", 0.0));
        }
        for (index, value) in values.iter().enumerate() {
            not_negative("values", *value).map_err(|error| LawError { index: Some(index), ..error })?;
        }
        values.sort_unstable_by(f64::total_cmp);
        let (first, last) = (values[0], values[values.len() - 1]);
        let kind = BetweenValues::WORDS[between as usize];
        let words = format!("empirical({} values from {first} to {last}, {kind})", values.len());
        if first == last {
            return Ok(Checked::constant(first, words));
        }
        let law = Empirical { values: values.into(), between };
        let Moments { mean, variance } = law.moments();
        Checked::new(law, mean, variance, words).in_reach(true, "values", mean)
    }

    fn moments(&self) -> Moments {
        match self.between {
            BetweenValues::Steps => {
                let mean = self.mean_of(|value| value);
                Moments { mean, variance: self.mean_of(|value| (value - mean) * (value - mean)) }
            }
            BetweenValues::Interpolated => {
                let pieces = (self.values.len() - 1) as f64;
                let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
                    self.values.windows(2).map(|ends| of(ends[0], ends[1])).sum::<f64>() / pieces
                };
                let mean = sum(&|a, b| 0.5 * (a + b));
                let variance = sum(&|a, b| {
                    let (a, b) = (a - mean, b - mean);
                    (a * a + a * b + b * b) / 3.0
                });
                Moments { mean, variance }
            }
        }
    }

    fn mean_of(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.values.iter().map(|value| of(*value)).sum::<f64>() / self.values.len() as f64
    }
}

impl NamedLaw for Empirical {
    const ROWS: &'static [LawRow] = &[LawRow::new(
        "empirical",
        &[&[
            Parameter::numbers("values", VALUE),
            Parameter::numbers("counts", COUNT),
            Parameter::word("kind", BetweenValues::WORDS),
        ]],
        "The values of a record, `{ file, column }` or `{ file, from, to }`: see *Laws from records*. The parameters here are \
         what a resolved scenario has in place of the file: its values, and how often each is there.",
    )];

    type Sampler = EmpiricalDraw;

    fn read(_tag: &str, given: &Given) -> Result<Checked<Empirical>, LawError> {
        let (values, counts) = (given.list("values"), given.list("counts"));
        if values.len() != counts.len() {
            return Err(wrong("counts", "as many as `values`", counts.len() as f64));
        }
        let wrong_count = |(index, count): (usize, &f64)| (count.fract() != 0.0).then_some((index, *count));
        if let Some((index, count)) = counts.iter().enumerate().find_map(wrong_count) {
            return Err(LawError { index: Some(index), ..wrong("counts", "a whole number", count) });
        }
        let all: f64 = counts.iter().sum();
        if all > MOST as f64 {
            return Err(wrong("counts", "a list with a sum of at most 1e8", all));
        }
        let many = values.iter().zip(counts).flat_map(|(value, count)| std::iter::repeat_n(*value, *count as usize));
        let between = if given.number("kind") == 0.0 { BetweenValues::Steps } else { BetweenValues::Interpolated };
        Empirical::new(many.collect(), between)
    }

    fn sampler(&self) -> EmpiricalDraw {
        EmpiricalDraw { values: self.values.clone(), between: self.between }
    }
}

/// One uniform, by inversion.
#[derive(Clone, Debug, PartialEq)]
pub struct EmpiricalDraw {
    values: Arc<[f64]>,
    between: BetweenValues,
}

impl Distribution<f64> for EmpiricalDraw {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let u: f64 = StandardUniform.sample(rng);
        let last = self.values.len() - 1;
        match self.between {
            BetweenValues::Steps => self.values[((u * self.values.len() as f64) as usize).min(last)],
            BetweenValues::Interpolated => {
                let at = u * last as f64;
                let piece = (at as usize).min(last - 1);
                let (from, to) = (self.values[piece], self.values[piece + 1]);
                from + (at - piece as f64) * (to - from)
            }
        }
    }
}

impl Variates for EmpiricalDraw {}

impl Probabilities for Empirical {
    fn cdf(&self, x: f64) -> f64 {
        let below = self.values.partition_point(|value| *value <= x);
        match self.between {
            BetweenValues::Steps => below as f64 / self.values.len() as f64,
            BetweenValues::Interpolated if below == 0 => 0.0,
            BetweenValues::Interpolated if below == self.values.len() => 1.0,
            BetweenValues::Interpolated => {
                let (from, to) = (self.values[below - 1], self.values[below]);
                ((below - 1) as f64 + (x - from) / (to - from)) / (self.values.len() - 1) as f64
            }
        }
    }

    fn least(&self) -> f64 {
        self.values[0]
    }

    fn least_atom(&self) -> Option<f64> {
        match self.between {
            BetweenValues::Steps => Some(self.least()),
            // Where a value is there more than once the cdf jumps.
            BetweenValues::Interpolated => self.values.windows(2).find(|ends| ends[0] == ends[1]).map(|ends| ends[0]),
        }
    }

    fn is_integer(&self) -> bool {
        self.between == BetweenValues::Steps && self.values.iter().all(|value| value.fract() == 0.0)
    }

    fn atoms(&self) -> Option<Vec<(f64, f64)>> {
        let share = |alike: &[f64]| (alike[0], alike.len() as f64 / self.values.len() as f64);
        (self.between == BetweenValues::Steps)
            .then(|| self.values.chunk_by(|left, right| left == right).map(share).collect())
    }

    fn rounded(&self) -> Option<Moments> {
        let round = |value: f64| (value + 0.5).floor();
        (self.between == BetweenValues::Steps).then(|| {
            let mean = self.mean_of(round);
            Moments { mean, variance: self.mean_of(|value| (round(value) - mean) * (round(value) - mean)) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laws::tests::{Made, Tested, Theirs};
    use crate::laws::{Discrete, Law};

    const VALUES: [f64; 10] = [21.0, 2.0, 3.0, 3.0, 4.0, 5.0, 5.0, 6.0, 9.0, 14.0];

    impl Tested for Empirical {
        fn examples() -> Vec<Made<Empirical>> {
            vec![
                Empirical::new(VALUES.to_vec(), BetweenValues::Steps),
                Empirical::new(VALUES.to_vec(), BetweenValues::Interpolated),
                Empirical::new(vec![0.5, 2.25, 7.0, 1.5], BetweenValues::Steps),
                Empirical::new(vec![0.5, 2.25, 7.0, 1.5], BetweenValues::Interpolated),
            ]
        }

        /// The uniform of a piece, and the piece.
        fn theirs(&self) -> Theirs {
            let Empirical { values, between } = self.clone();
            let pieces = values.len() - usize::from(between == BetweenValues::Interpolated);
            let place = rand_distr::Uniform::new(0, pieces).expect("there are some");
            let inside = rand_distr::Uniform::new(0.0, 1.0).expect("0 is below 1");
            Box::new(move |rng| {
                let piece = place.sample(rng);
                match between {
                    BetweenValues::Steps => values[piece],
                    BetweenValues::Interpolated => {
                        values[piece] + inside.sample(rng) * (values[piece + 1] - values[piece])
                    }
                }
            })
        }
    }

    fn law(values: &[f64], between: BetweenValues) -> Law {
        Law::new(Empirical::new(values.to_vec(), between)).expect("legal")
    }

    #[test]
    fn steps_are_a_discrete_law_of_equal_weights() {
        let own = law(&VALUES, BetweenValues::Steps);
        let discrete = Law::new(Discrete::new(VALUES.to_vec(), vec![1.0; 10])).expect("legal");
        assert!((own.mean() - 7.2).abs() < 1e-14 && (own.sd() - 5.688_585_061_331_157).abs() < 1e-14);
        assert!((own.variance() - discrete.variance()).abs() < 1e-13);
        for x in [0.0, 1.9, 2.0, 3.0, 5.5, 14.0, 20.9, 21.0, 30.0] {
            assert!((own.cdf(x) - discrete.cdf(x)).abs() < 1e-15, "at {x}");
        }
        assert_eq!((own.is_integer(), own.least(), own.least_atom()), (true, 2.0, Some(2.0)));
        assert_eq!(own.atoms().expect("steps")[1], (3.0, 0.2));
    }

    /// By hand: between 0 and 4 and between 4 and 10 half of the draws each.
    #[test]
    fn between_the_values_the_cdf_is_straight() {
        let own = law(&[10.0, 0.0, 4.0], BetweenValues::Interpolated);
        assert!((own.mean() - 4.5).abs() < 1e-14);
        let square = (16.0 / 3.0 + (16.0 + 40.0 + 100.0) / 3.0) / 2.0;
        assert!((own.variance() - (square - 4.5 * 4.5)).abs() < 1e-13);
        assert_eq!([0.0, 2.0, 4.0, 7.0, 10.0].map(|x| own.cdf(x)), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!((own.is_integer(), own.least_atom(), own.atoms()), (false, None, None));
        // A value that is there twice is an atom.
        let twice = law(&[1.0, 3.0, 3.0], BetweenValues::Interpolated);
        assert_eq!((twice.least_atom(), twice.cdf(3.0_f64.next_down()) < 0.51, twice.cdf(3.0)), (Some(3.0), true, 1.0));
        assert_eq!(law(&[2.5, 2.5], BetweenValues::Interpolated).as_constant(), Some(2.5));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        assert_eq!(Empirical::new(vec![], BetweenValues::Steps).expect_err("empty").parameter, "values");
        assert_eq!(Empirical::new(vec![1.0, -2.0], BetweenValues::Steps).expect_err("negative").index, Some(1));
        let given = |counts: &[f64]| {
            let list = |list: &[f64]| list.to_vec();
            Given(vec![("values", list(&[1.0, 2.0])), ("counts", list(counts)), ("kind", vec![0.0])])
        };
        let read = |counts: &[f64]| Empirical::read("empirical", &given(counts));
        assert_eq!(read(&[1.0]).expect_err("too few").parameter, "counts");
        assert_eq!(read(&[1.0, 1.5]).expect_err("not whole").index, Some(1));
        assert_eq!(read(&[1.0, 3.0]).expect("legal").mean, 1.75);
    }
}
