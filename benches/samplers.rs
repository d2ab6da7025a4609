//! Nanoseconds per draw of every sampler, one by one and in blocks as the engine draws, beside `rand_distr`:
//! `cargo bench --bench samplers`.
//!
//! Each figure is the least of many short rounds, in which the ways take turns, so that other work on the machine
//! counts little. A law without a figure for `rand_distr` is its sampler as it is.

use pushpull::laws::{
    Beta, Binomial, Constant, Discrete, Distribution, Exponential, Gamma, Geometric, Law, LawError, Lognormal,
    NegativeBinomial, Normal, Poisson, Sampler, Spread, Triangular, Uniform, Variates, Weibull,
};
use pushpull::model::Ticks;
use pushpull::plan::{Rounding, VariateStream};
use pushpull::random::{AliasTable, Purpose, StreamKey, StreamRng};
use rand_distr::weighted::WeightedAliasIndex;
use std::hint::black_box;
use std::time::Instant;

const DRAWS: usize = 1 << 14;
const ROUNDS: u32 = 400;
/// Draws that a stream makes ahead at most.
const BLOCK: usize = 32;

/// Makes [`DRAWS`] draws and gives their sum.
type Way<'a> = Box<dyn FnMut(&mut StreamRng) -> f64 + 'a>;

/// As many draws, one after the other.
fn singly<'a>(mut draw: impl FnMut(&mut StreamRng) -> f64 + 'a) -> Way<'a> {
    Box::new(move |rng| (0..DRAWS).map(|_| draw(rng)).sum())
}

/// As many draws in blocks.
fn in_blocks(sampler: &Sampler) -> Way<'_> {
    Box::new(move |rng| {
        let mut block = [0.0; BLOCK];
        let mut sum = 0.0;
        for _ in 0..DRAWS / BLOCK {
            sampler.fill(rng, black_box(&mut block));
            sum += block[0];
        }
        sum
    })
}

/// Least time of a draw over the rounds, in nanoseconds, of each way.
fn times(ways: &mut [Way<'_>]) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; ways.len()];
    for round in 0..ROUNDS {
        for (way, least) in ways.iter_mut().zip(&mut least) {
            let mut rng = StreamRng::keyed(1, round, StreamKey::new(Purpose::LeadTime, "bench"));
            let start = Instant::now();
            black_box(way(&mut rng));
            *least = least.min(start.elapsed().as_secs_f64() * 1e9 / DRAWS as f64);
        }
    }
    least
}

fn line(name: &str, figures: &[f64]) {
    let figures: Vec<String> = figures.iter().map(|figure| format!("{figure:8.2}")).collect();
    println!("{:<26}  {name}", figures.join(" "));
}

/// Ours one by one and in blocks, and theirs where it is another sampler.
fn law<D: Distribution<f64>>(law: Result<Law, LawError>, theirs: Option<D>) {
    let law = law.expect("a law");
    let sampler = black_box(Sampler::new(&law));
    let mut ways = vec![singly(|rng| sampler.sample(rng)), in_blocks(&sampler)];
    if let Some(theirs) = black_box(theirs) {
        ways.push(singly(move |rng| theirs.sample(rng)));
    }
    line(&law.to_string(), &times(&mut ways));
}

/// A law whose sampler is that of `rand_distr`.
fn taken(of: Result<Law, LawError>) {
    law(of, None::<rand_distr::Exp1>);
}

fn laws() {
    use rand_distr as theirs;
    taken(Law::new(Constant::new(4.0)));
    law(Law::new(Uniform::new(1.0, 2.0)), theirs::Uniform::new(1.0, 2.0).ok());
    taken(Law::new(Triangular::new(0.1, 0.2, 0.6)));
    law(Law::new(Normal::new(10.0, Spread::Cv(0.2))), theirs::Normal::new(10.0, 2.0).ok());
    law(Law::new(Lognormal::of_logarithm(2.0, 0.5)), theirs::LogNormal::new(2.0, 0.5).ok());
    law(Law::new(Exponential::new(1.0)), theirs::Exp::new(1.0).ok());
    taken(Law::new(Gamma::erlang(2, 1.0)));
    taken(Law::new(Gamma::new(10.0, Spread::Cv(0.5))));
    taken(Law::new(Gamma::with_shape(0.5, 1.0)));
    law(Law::new(Weibull::new(1.5, 3.0)), theirs::Weibull::new(3.0, 1.5).ok());
    law(Law::new(Beta::new(0.0, 1.0, 2.0, 3.0)), theirs::Beta::new(2.0, 3.0).ok());
    law(Law::new(Beta::new(0.0, 1.0, 0.5, 3.0)), theirs::Beta::new(0.5, 3.0).ok());
    law(Law::new(Poisson::new(3.0)), theirs::Poisson::new(3.0).ok());
    law(Law::new(Poisson::new(60.0)), theirs::Poisson::new(60.0).ok());
    taken(Law::new(Poisson::new(1_000.0)));
    let count = |n: u64| n as f64;
    law(Law::new(Geometric::new(0.3)), theirs::Geometric::new(0.3).ok().map(|g| g.map(|n: u64| n as f64 + 1.0)));
    law(Law::new(Binomial::new(10, 0.3)), theirs::Binomial::new(10, 0.3).ok().map(|b| b.map(count)));
    taken(Law::new(Binomial::new(10_000, 0.3)));
    // `rand_distr` has no negative binomial law: its Poisson of a mean by its gamma.
    let mixture = |shape: f64, scale: f64| {
        let draw = |mean: f64| theirs::Poisson::new(mean).expect("above 0");
        let gamma = theirs::Gamma::new(shape, scale).expect("a law");
        move |rng: &mut StreamRng| draw(gamma.sample(rng)).sample(rng)
    };
    let negative = Law::new(NegativeBinomial::new(10.0, Spread::Sd(5.0))).expect("a law");
    let sampler = black_box(Sampler::new(&negative));
    let theirs = mixture(100.0 / 15.0, 1.5);
    let mut ways = [singly(|rng| sampler.sample(rng)), in_blocks(&sampler), singly(theirs)];
    line(&negative.to_string(), &times(&mut ways));
    taken(Law::new(NegativeBinomial::new(100.0, Spread::Sd(100.0))));
    let (values, weights) = (vec![20.0, 25.0, 30.0], vec![4.0, 6.0, 1.0]);
    let places = WeightedAliasIndex::new(weights.clone()).expect("weights");
    let chosen = places.map(|place: usize| [20.0, 25.0, 30.0][place]);
    law(Law::new(Discrete::new(values, weights)), Some(chosen));
}

/// What it costs that every item has a stream of its own: the same draws from one stream, and from many in turn. Each
/// stream is read ahead, as the engine does it; the first line is what a program with one generator would pay.
fn streams() {
    let law = Law::new(Lognormal::new(10.0, Spread::Cv(0.5))).expect("a law");
    let sampler = Sampler::new(&law);
    let alone = singly(|rng| Ticks::from_units(sampler.sample(rng)).0 as f64);
    line("lognormal, one generator, one by one", &times(&mut [alone]));
    for count in [1, 8, 1_000, 100_000] {
        let mut streams = vec![VariateStream::closed(); count];
        for (stream, number) in streams.iter_mut().zip(0..) {
            stream.open(&sampler, Rounding::Ticks, 1, number, StreamKey::new(Purpose::LeadTime, "bench"));
            // Beyond the first, shorter blocks, and not all at the end of a block at once.
            (0..60 + number as usize % BLOCK).for_each(|_| {
                stream.next(&sampler);
            });
        }
        let mut place = 0;
        let in_turn = singly(|_| {
            // A stride that is prime to their number, so that neighbours in memory are not neighbours in time.
            place = (place + 7_919) % count;
            streams[place].next(&sampler) as f64
        });
        line(&format!("lognormal, {count} streams in turn, read ahead"), &times(&mut [in_turn]));
    }
}

fn main() {
    println!("ns a draw: ours one by one, ours in blocks, rand_distr where it is another");
    line("random word", &times(&mut [singly(|rng| (rng.bits() >> 40) as f64)]));
    laws();
    let weights = vec![0.5, 0.3, 0.2, 0.1, 0.4];
    let (table, places) = (AliasTable::new(&weights), WeightedAliasIndex::new(weights).expect("weights"));
    let ours = singly(|rng| table.draw(rng) as f64);
    let theirs = singly(|rng| places.sample(rng) as f64);
    let [ours, theirs] = times(&mut [ours, theirs])[..] else { unreachable!("two ways") };
    line("alias table of 5: ours, rand_distr", &[ours, theirs]);
    streams();
    let key = StreamKey::new(Purpose::Arrival, "retail");
    let mut replication = 0;
    let reset = singly(|_| {
        replication += 1;
        (StreamRng::keyed(1, replication, key).bits() >> 40) as f64
    });
    line("stream reset and one word", &times(&mut [reset]));
}
