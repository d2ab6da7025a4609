//! The requests for one item, as far as means need them, and the law of what they ask in a span of time.
//!
//! Sizes are independent of each other and of the times of requests. The number of requests of a stream in a span is Poisson
//! for a Poisson stream; for another renewal stream in the long run it is worked out gap by gap (D. R. Cox, Renewal Theory, 1962,
//! 2.2), and where it is large fitted to the long-run variance. Numbers and sizes are summed up exactly
//! (H. H. Panjer, ASTIN Bulletin 12, 1981, or by repeated convolution).

use super::sizes::{Sizes, put};
use crate::laws::{Binomial, Constant, Gamma, Law, Moments, NegativeBinomial, Poisson, Spread};

/// Products of cells and sizes that one law of a span may take.
const WORK: f64 = 2e6;
/// Cells whose convolution by themselves takes no longer.
const SQUARED: f64 = 700.0;
/// A number of requests that is larger in the mean is smooth, and so is its sum.
const MANY: f64 = 500.0;
/// A number of gaps that is larger in the mean has the moments of the long run.
const LONG: f64 = 40.0;
/// Standard deviations above the mean that are followed.
const FAR: f64 = 12.0;
/// Mean and variance that are nearer than this, relatively, count as equal: a law would not be told apart.
pub(crate) const EQUAL: f64 = 1e-6;
/// Streams of one item that are told apart, at most; the others are taken as one.
const STREAMS: usize = 6;
/// Cells of a span in which gaps are added up, and places in each where a law of gaps is looked at.
const POINTS: usize = 200;
const FINER: u32 = 4;

/// Requests for one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requests<'a> {
    /// Requests per time unit, each of at least one unit.
    pub rate: f64,
    /// Units of one.
    pub sizes: Sizes,
    /// The streams that they are made of: their requests may come several at one instant, as one of the stream.
    pub streams: Vec<Stream<'a>>,
}

/// When requests of a stream come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gaps<'a> {
    /// One gap after the other, of which each ends with a request with some probability.
    Renewal {
        /// Of the gaps.
        law: &'a Law,
        /// Times as fast as the law says.
        tempo: f64,
        /// Probability of a request.
        kept: f64,
    },
    /// At times this far apart, with some probability.
    Regular(f64, f64),
    /// As their variance says.
    Fitted,
}

/// One stream of requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream<'a> {
    /// Requests per time unit, each of at least one unit.
    pub rate: f64,
    /// Units of one.
    pub sizes: Sizes,
    /// Variance of the units asked, per time unit in the long run.
    pub variance: f64,
    /// When they come.
    pub gaps: Gaps<'a>,
}

impl<'a> Requests<'a> {
    /// The requests of some streams.
    #[must_use]
    pub fn of(streams: Vec<Stream<'a>>) -> Requests<'a> {
        let sizes = streams.iter().flat_map(|stream| stream.sizes.iter().map(|(size, p)| (size, p * stream.rate)));
        let sizes = Sizes::weighted(sizes.collect());
        let rate = streams.iter().map(|stream| stream.rate).sum();
        Requests { rate, sizes, streams: Stream::few(streams) }
    }

    /// Mean units per time unit.
    #[must_use]
    pub fn units(&self) -> f64 {
        self.rate * self.sizes.mean()
    }

    /// Variance of the units asked, per time unit in the long run.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.streams.iter().map(|stream| stream.variance).sum()
    }

    /// Whether all come as Poisson streams.
    #[must_use]
    pub fn is_poisson(&self) -> bool {
        self.streams.iter().all(Stream::is_poisson)
    }

    /// Units asked in so much time where they can be told apart one by one.
    #[must_use]
    pub fn units_over(&self, span: f64) -> Option<Sizes> {
        let (reach, cells) = self.extent(span);
        (self.rate * span <= MANY && reach <= cells).then(|| self.over(span))
    }

    /// How many units a span may ask at most, but for what has next to no probability, and how many cells are worked out.
    fn extent(&self, span: f64) -> (f64, f64) {
        let squares: f64 = self.streams.iter().map(|stream| stream.rate * span * stream.sizes.square()).sum();
        let reach = self.units() * span + FAR * squares.max(self.variance() * span).sqrt() + 1.0;
        let sizes = self.streams.iter().map(|stream| stream.sizes.iter().len()).max().unwrap_or(1);
        let cells = match &self.streams[..] {
            [only] if only.is_poisson() => (WORK / sizes as f64).min(WORK / 500.0),
            _ => SQUARED,
        };
        (reach, cells)
    }

    /// Units asked in so much time, 0 included.
    #[must_use]
    pub fn over(&self, span: f64) -> Sizes {
        let number: f64 = self.streams.iter().map(|stream| stream.rate * span).sum();
        if number <= 0.0 {
            return Sizes::constant(0);
        }
        let units = Moments { mean: self.units() * span, variance: self.variance() * span };
        let (reach, cells) = self.extent(span);
        if number > MANY {
            return points(&fitted(units), reach);
        }
        let step = libm::ceil(reach / cells).max(1.0) as u64;
        let cells = (reach / step as f64) as usize + 2;
        let sum =
            self.streams.iter().fold(vec![1.0], |sum, stream| convolved(&sum, &stream.over(span, step, cells), cells));
        Sizes::weighted(sum.into_iter().enumerate().map(|(cell, p)| (cell as u64 * step, p)).collect())
    }
}

impl<'a> Stream<'a> {
    /// Streams of one item, so many that each can be looked at.
    #[must_use]
    pub fn few(mut streams: Vec<Stream<'a>>) -> Vec<Stream<'a>> {
        if streams.len() > STREAMS {
            let rest = streams.split_off(STREAMS - 1);
            streams.push(Stream::merged(&rest));
        }
        streams
    }

    /// Several streams as one.
    fn merged(streams: &[Stream<'a>]) -> Stream<'a> {
        let sizes = streams.iter().flat_map(|stream| stream.sizes.iter().map(|(size, p)| (size, p * stream.rate)));
        Stream {
            sizes: Sizes::weighted(sizes.collect()),
            rate: streams.iter().map(|stream| stream.rate).sum(),
            variance: streams.iter().map(|stream| stream.variance).sum(),
            gaps: Gaps::Fitted,
        }
    }

    /// Variance ÷ mean of the number of requests in the long run: 1 for a Poisson stream, 0 for a regular one.
    #[must_use]
    pub fn dispersion(&self) -> f64 {
        let (mean, square) = (self.sizes.mean(), self.sizes.square());
        let numbers = self.variance - self.rate * (square - mean * mean);
        (numbers / (self.rate * mean * mean)).max(0.0)
    }

    fn is_poisson(&self) -> bool {
        match self.gaps {
            Gaps::Renewal { law, .. } => law.is_exponential(),
            Gaps::Regular(..) => false,
            Gaps::Fitted => (self.dispersion() - 1.0).abs() < EQUAL,
        }
    }

    /// What it asks in a span, in steps of so many units.
    fn over(&self, span: f64, step: u64, cells: usize) -> Vec<f64> {
        let mut sizes = self.sizes.in_steps(step, cells);
        // Sizes that round to no step are no requests: the others are a thinned stream.
        let some = 1.0 - sizes[0];
        let number = self.rate * span;
        if self.is_poisson() || number > LONG {
            sizes[0] = 0.0;
            sizes.iter_mut().for_each(|p| *p /= some);
            let dispersion = if self.is_poisson() { 1.0 } else { 1.0 + (self.dispersion() - 1.0) * some };
            return compound(number * some, dispersion, &sizes, cells);
        }
        let fit;
        let (law, tempo, kept) = match self.gaps {
            Gaps::Renewal { law, tempo, kept } => (law, tempo, kept),
            Gaps::Regular(gap, kept) => {
                fit = Law::new(Constant::new(gap));
                (fit.as_ref().expect("a gap is a positive number"), 1.0, kept)
            }
            Gaps::Fitted => {
                let cv = Spread::Cv(self.dispersion().sqrt());
                fit = Law::new(Gamma::new(1.0 / self.rate, cv)).or_else(|_| Law::new(Constant::new(1.0 / self.rate)));
                (fit.as_ref().expect("a gap is a positive number"), 1.0, 1.0)
            }
        };
        sizes.iter_mut().for_each(|p| *p *= kept);
        sizes[0] += 1.0 - kept;
        let mut sum = vec![0.0; cells];
        let mut power = vec![1.0];
        for p in gaps_ended(law, span * tempo) {
            sum.iter_mut().zip(&power).for_each(|(sum, own)| *sum += p * own);
            power = convolved(&power, &sizes, cells);
        }
        sum
    }
}

/// Probabilities of 0, 1, 2, … ends of gaps in a span that begins at any time (D. R. Cox, Renewal Theory, 1962, 2.2): the n-th end
/// comes within it with the probability that the rest of a gap, of density (1 − F) ÷ mean, and n − 1 gaps after it are no longer.
fn gaps_ended(gap: &Law, span: f64) -> Vec<f64> {
    let number = span / gap.mean();
    if gap.as_constant().is_some() {
        let whole = libm::floor(number);
        let mut law = vec![0.0; whole as usize];
        law.extend([1.0 - (number - whole), number - whole]);
        return law;
    }
    let grid = Grid::new(gap, span);
    let mut within = grid.first(gap.mean());
    let mut reached = vec![1.0];
    while within[POINTS] > 1e-11 && (reached.len() as f64) < 10.0 * LONG {
        reached.push(within[POINTS]);
        within = grid.after(&within);
    }
    // The first is as exact as its integral; those after it are brought to the mean, which is known.
    let first = reached.get(1).copied().unwrap_or(0.0);
    let others: f64 = reached.iter().skip(2).sum();
    let factor = if others > 0.0 { ((number - first) / others).max(0.0) } else { 1.0 };
    for n in 2..reached.len() {
        reached[n] = (reached[n] * factor).min(reached[n - 1]);
    }
    reached.push(0.0);
    reached.windows(2).map(|pair| pair[0] - pair[1]).collect()
}

/// A law of gaps on a span in equal cells.
struct Grid {
    width: f64,
    /// By cell: the mean of the distribution function in it, and the probability that a gap ends there, laid on its two ends so that
    /// the mean is kept.
    cells: Vec<(f64, [f64; 2])>,
    /// Probability of a gap of 0.
    none: f64,
}

impl Grid {
    fn new(gap: &Law, span: f64) -> Grid {
        let width = span / POINTS as f64;
        let below = |at: f64| gap.cdf(at * width);
        let cell = |cell: usize| {
            let start = cell as f64;
            let inside = (0..FINER).map(|part| below(start + (f64::from(part) + 0.5) / f64::from(FINER)));
            let mean = inside.sum::<f64>() / f64::from(FINER);
            let (low, high) = (below(start), below(start + 1.0));
            // Where the distribution function is high at once, the gap ends at the start of the cell.
            let at_start = (mean - low).clamp(0.0, high - low);
            (mean, [at_start, high - low - at_start])
        };
        Grid { width, cells: (0..POINTS).map(cell).collect(), none: below(0.0) }
    }

    /// By end of a cell: the probability that the rest of a gap is no longer.
    fn first(&self, mean: f64) -> Vec<f64> {
        let mut within = vec![0.0];
        for (cell, (below, _)) in self.cells.iter().enumerate() {
            within.push((within[cell] + self.width * (1.0 - below) / mean).min(1.0));
        }
        within
    }

    /// The same with one more gap.
    fn after(&self, within: &[f64]) -> Vec<f64> {
        let at = |end: usize| -> f64 {
            let cells = self.cells[..end].iter().enumerate();
            let ends =
                cells.map(|(cell, (_, [start, stop]))| start * within[end - cell] + stop * within[end - cell - 1]);
            self.none * within[end] + ends.sum::<f64>()
        };
        (0..=POINTS).map(at).collect()
    }
}

/// The law of a sum of a random number of independent sizes; `sizes[0]` is 0.
fn compound(number: f64, dispersion: f64, sizes: &[f64], cells: usize) -> Vec<f64> {
    if dispersion < 1.0 - EQUAL {
        let trials = trials(Moments { mean: number, variance: dispersion * number });
        let chance = (number / trials).min(1.0);
        let mut once: Vec<f64> = sizes.iter().map(|p| p * chance).collect();
        once[0] = 1.0 - chance;
        return power(once, trials as u64, cells);
    }
    // P(N = n) = (a + b ÷ n) P(N = n − 1).
    let (none, a, b) = if dispersion <= 1.0 + EQUAL {
        (libm::exp(-number), 0.0, number)
    } else {
        let (successes, p) = (number / (dispersion - 1.0), 1.0 / dispersion);
        (libm::pow(p, successes), 1.0 - p, (successes - 1.0) * (1.0 - p))
    };
    let mut sum = vec![none];
    for x in 1..cells {
        let own = sizes.iter().enumerate().take(x + 1).skip(1).filter(|(_, p)| **p > 0.0);
        sum.push(own.map(|(size, p)| (a + b * size as f64 / x as f64) * p * sum[x - size]).sum());
    }
    sum
}

/// The law of the sum of so many independent draws.
fn power(mut law: Vec<f64>, mut times: u64, cells: usize) -> Vec<f64> {
    let mut sum = vec![1.0];
    while times > 0 {
        if times % 2 == 1 {
            sum = convolved(&sum, &law, cells);
        }
        times /= 2;
        if times > 0 {
            law = convolved(&law, &law, cells);
        }
    }
    sum
}

fn convolved(one: &[f64], other: &[f64], cells: usize) -> Vec<f64> {
    let mut sum = vec![0.0; (one.len() + other.len() - 1).min(cells)];
    for (place, p) in one.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        sum[place.min(cells)..].iter_mut().zip(other).for_each(|(cell, q)| *cell += p * q);
    }
    sum
}

/// Trials of the binomial law with this mean and at least this variance, which is below the mean.
#[must_use]
pub(crate) fn trials(demand: Moments) -> f64 {
    let Moments { mean, variance } = demand;
    libm::ceil(mean * mean / (mean - variance.max(0.0)) - 1e-9).max(libm::ceil(mean - 1e-9))
}

/// The law of whole numbers with this mean and variance: Poisson, negative binomial above it, binomial below it.
/// A binomial law has a whole number of trials: the mean is met, the variance from above by the next one.
#[must_use]
pub fn fitted(demand: Moments) -> Law {
    let Moments { mean, variance } = demand;
    let law = if (variance - mean).abs() <= EQUAL * mean {
        Law::new(Poisson::new(mean))
    } else if variance > mean {
        Law::new(NegativeBinomial::with_successes(mean * (mean / (variance - mean)), mean / variance))
    } else {
        let trials = trials(demand);
        Law::new(Binomial::new(trials as u64, (mean / trials).min(1.0)))
    };
    law.or_else(|_| Law::new(Constant::new(libm::ceil(mean))))
        .expect("a demand over a lead time is finite and not negative")
}

/// A law of whole numbers up to `reach`, in cells where it is wide.
#[must_use]
pub fn points(law: &Law, reach: f64) -> Sizes {
    if let Some(value) = law.as_constant() {
        return Sizes::constant(value as u64);
    }
    let (mean, sd) = (law.mean(), law.sd());
    let step = libm::ceil(2.0 * FAR * sd / 2_000.0).max(1.0);
    let first = libm::floor((mean - FAR * sd).max(0.0));
    let mut weights = Vec::new();
    let (mut start, mut below) = (first, 0.0);
    while start <= reach && below < 1.0 {
        let upto = law.cdf(start + step - 1.0);
        put(start + (step - 1.0) / 2.0, upto - below, &mut weights);
        (start, below) = (start + step, upto);
    }
    Sizes::weighted(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests(rate: f64, sizes: &[(u64, f64)], dispersion: f64) -> Requests<'static> {
        let sizes = Sizes::weighted(sizes.to_vec());
        let (mean, square) = (sizes.mean(), sizes.square());
        let variance = rate * (square + (dispersion - 1.0) * mean * mean);
        Requests { rate, sizes: sizes.clone(), streams: vec![Stream { rate, sizes, variance, gaps: Gaps::Fitted }] }
    }

    #[track_caller]
    fn check(requests: &Requests, span: f64, none: f64) {
        let law = requests.over(span);
        let (mean, variance) = (law.mean(), law.square() - law.mean() * law.mean());
        assert!((mean / (requests.units() * span) - 1.0).abs() < 1e-5, "mean {mean}");
        // A part of a request more or less is spread that no long run has.
        let part = requests.rate * span - libm::floor(requests.rate * span);
        let long_run = requests.variance() * span;
        let is_known = requests.streams[0].dispersion() > 0.5 || part == 0.0;
        assert!(!is_known || (variance - long_run).abs() < 1e-3 * long_run.max(0.01), "{variance}, not {long_run}");
        assert!((law.none() - none).abs() < 1e-6, "nothing: {}", law.none());
    }

    #[test]
    fn what_is_asked_in_a_span_has_its_moments_and_its_chance_of_nothing() {
        check(&requests(2.0, &[(1, 1.0)], 1.0), 1.5, (-3.0_f64).exp());
        check(&requests(2.0, &[(1, 0.5), (3, 0.5)], 1.0), 2.0, (-4.0_f64).exp());
        check(&requests(0.3, &[(5, 0.9), (400, 0.1)], 1.0), 4.0, (-1.2_f64).exp());
        // One request every two time units, in a span of one and of six.
        check(&requests(0.5, &[(4, 0.5), (6, 0.5)], 0.0), 1.0, 0.5);
        check(&requests(0.5, &[(4, 0.5), (6, 0.5)], 0.0), 6.0, 0.0);
    }

    /// Erlang gaps of two stages of rate 2: in a span t none ends with the probability (1 + t) e^(−2t).
    #[test]
    fn the_chance_that_no_gap_ends_is_exact() {
        let erlang = Law::new(Gamma::new(1.0, Spread::Cv(0.5_f64.sqrt()))).unwrap();
        for span in [1e-6_f64, 0.1, 1.0, 3.0] {
            let ended = gaps_ended(&erlang, span);
            assert!((ended[0] - (1.0 + span) * (-2.0 * span).exp()).abs() < 1e-5, "{span}: {}", ended[0]);
            let sum: f64 = ended.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{span}: {sum}");
            let mean: f64 = ended.iter().enumerate().map(|(number, p)| number as f64 * p).sum();
            assert!((mean - span).abs() < 1e-6, "{span}: {mean}");
        }
    }

    /// Ends of exponential gaps are Poisson; of Erlang gaps of two stages an end is every second of a Poisson stream, the first or
    /// the second of which is next with equal chances; of a constant gap it is one number or the next.
    #[test]
    fn the_law_of_the_number_of_gaps_is_exact() {
        let near = |found: &[f64], exact: &dyn Fn(i32) -> f64| {
            for (number, found) in found.iter().enumerate() {
                let exact = exact(number as i32);
                assert!((found - exact).abs() < 5e-5, "{number}: {found}, not {exact}");
            }
        };
        let poisson = |mean: f64, number: i32| match number {
            0.. => (1..=number).fold((-mean).exp(), |p, n| p * mean / f64::from(n)),
            _ => 0.0,
        };
        let exponential = Law::new(crate::laws::Exponential::new(0.5)).unwrap();
        let erlang = Law::new(Gamma::new(1.0, Spread::Cv(0.5_f64.sqrt()))).unwrap();
        for span in [0.2, 1.0, 4.0] {
            near(&gaps_ended(&exponential, span), &|number| poisson(2.0 * span, number));
            near(&gaps_ended(&erlang, span), &|number| {
                let stages = |number: i32| poisson(2.0 * span, number);
                stages(2 * number) + (stages(2 * number + 1) + stages(2 * number - 1)) / 2.0
            });
        }
        assert_eq!(gaps_ended(&Law::new(Constant::new(2.0)).unwrap(), 5.0), [0.0, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn two_regular_requests_are_the_sum_of_two_sizes() {
        let law = requests(1.0, &[(1, 0.5), (4, 0.5)], 0.0).over(2.0);
        let law: Vec<(u64, f64)> = law.iter().filter(|(_, p)| *p > 1e-12).collect();
        assert_eq!(law, [(2, 0.25), (5, 0.5), (8, 0.25)]);
    }

    #[test]
    fn very_many_requests_are_one_smooth_law() {
        let law = requests(5_000.0, &[(1, 0.5), (9, 0.5)], 1.0).over(10.0);
        let (mean, variance) = (law.mean(), law.square() - law.mean() * law.mean());
        assert!((mean / 250_000.0 - 1.0).abs() < 1e-4, "{mean}");
        assert!((variance / (50_000.0 * 41.0) - 1.0).abs() < 0.01, "{variance}");
    }

    #[test]
    fn fitted_laws_have_their_moments() {
        for (mean, variance) in [(3.0, 3.0), (5.0, 12.0), (6.0, 3.0), (400.0, 900.0), (4.0, 0.0), (1e7, 3e9)] {
            let law = fitted(Moments { mean, variance });
            assert!((law.mean() - mean).abs() < 1e-9 * mean, "{law}");
            assert!((law.variance() - variance).abs() < 1e-6 * mean, "{law}");
        }
        // No whole number of trials has mean 6 and variance 2.6; the next has more variance, not less.
        let law = fitted(Moments { mean: 6.0, variance: 2.6 });
        assert!((law.mean() - 6.0).abs() < 1e-12 && law.variance() >= 2.6 && law.variance() < 3.0, "{law}");
    }
}
