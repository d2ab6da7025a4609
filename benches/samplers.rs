//! Nanoseconds per draw of every sampler: `cargo bench --bench samplers`.
//!
//! Each figure is the least of several rounds, so that other work on the machine counts little.

use pushpull::laws::*;
use pushpull::model::Ticks;
use pushpull::plan::{Rounding, VariateStream};
use pushpull::random::{AliasTable, Purpose, Rng, StreamKey};
use std::hint::black_box;
use std::time::Instant;

const DRAWS: u32 = 1_000_000;
const ROUNDS: u32 = 15;

/// Least time of a draw over the rounds, in nanoseconds.
fn time(name: &str, mut draw: impl FnMut(&mut Rng) -> f64) {
    let mut least = f64::INFINITY;
    for round in 0..ROUNDS {
        let mut rng = Rng::keyed(1, round, StreamKey::new(Purpose::LeadTime, "bench"));
        let start = Instant::now();
        let mut sum = 0.0;
        for _ in 0..DRAWS {
            sum += draw(&mut rng);
        }
        black_box(sum);
        least = least.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(DRAWS));
    }
    println!("{least:8.2}  {name}");
}

/// What it costs that every item has a stream of its own: the same draws from one stream, and from many in turn. Each
/// stream is read ahead, as the engine does it; the first line is what a program with one generator would pay.
fn streams() {
    let law = Law::new(Lognormal::new(10.0, Spread::Cv(0.5))).expect("a law");
    let sampler = Sampler::new(&law);
    time("lognormal, one generator, one by one", |rng| Ticks::from_units(sampler.sample(rng)).0 as f64);
    for count in [1, 8, 1_000, 100_000] {
        let mut streams = vec![VariateStream::closed(); count];
        for (stream, number) in streams.iter_mut().zip(0..) {
            stream.open(&sampler, Rounding::Ticks, 1, number, StreamKey::new(Purpose::LeadTime, "bench"));
        }
        let mut place = 0;
        time(&format!("lognormal, {count} streams in turn, read ahead"), |_| {
            // A stride that is prime to their number, so that neighbours in memory are not neighbours in time.
            place = (place + 7_919) % count;
            streams[place].next(&sampler) as f64
        });
    }
}

fn main() -> Result<(), LawError> {
    println!(" ns/draw  law");
    time("random word", |rng| (rng.bits() >> 40) as f64);
    time("uniform (0, 1]", Rng::unit);
    time("standard exponential", Rng::exponential);
    time("standard normal", Rng::normal);
    let laws = [
        Law::new(Constant::new(4.0))?,
        Law::new(Uniform::new(1.0, 2.0))?,
        Law::new(Triangular::new(0.1, 0.2, 0.6))?,
        Law::new(Normal::new(10.0, Spread::Cv(0.2)))?,
        Law::new(Lognormal::new(10.0, Spread::Cv(0.5)))?,
        Law::new(Exponential::new(1.0))?,
        Law::new(Gamma::erlang(2, 1.0))?,
        Law::new(Gamma::erlang(3, 1.0))?,
        Law::new(Gamma::new(10.0, Spread::Cv(0.5)))?,
        Law::new(Gamma::with_shape(4.5, 1.0))?,
        Law::new(Gamma::with_shape(0.5, 1.0))?,
        Law::new(Gamma::erlang(8, 1.0))?,
        Law::new(Weibull::new(1.5, 3.0))?,
        Law::new(Beta::new(0.0, 1.0, 2.0, 3.0))?,
        Law::new(Beta::new(0.0, 1.0, 0.5, 3.0))?,
        Law::new(Poisson::new(3.0))?,
        Law::new(Poisson::new(1_000.0))?,
        Law::new(Geometric::new(0.3))?,
        Law::new(Binomial::new(10, 0.3))?,
        Law::new(Binomial::new(10_000, 0.3))?,
        Law::new(NegativeBinomial::new(10.0, Spread::Sd(5.0)))?,
        Law::new(NegativeBinomial::new(100.0, Spread::Sd(100.0)))?,
        Law::new(Discrete::new(vec![20.0, 25.0, 30.0], vec![4.0, 6.0, 1.0]))?,
    ];
    for law in laws {
        let sampler = black_box(Sampler::new(&law));
        time(&law.to_string(), |rng| sampler.sample(rng));
    }
    let table = AliasTable::new(&[0.5, 0.3, 0.2, 0.1, 0.4]);
    time("pick among 5", |rng| table.draw(rng) as f64);
    let key = StreamKey::new(Purpose::Arrival, "retail");
    streams();
    let mut replication = 0;
    time("stream reset and one word", |_| {
        replication += 1;
        (Rng::keyed(1, replication, key).bits() >> 40) as f64
    });
    Ok(())
}
