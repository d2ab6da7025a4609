//! Each sampler against its own cdf and moments.
//!
//! A right sampler fails one of these tests with the probability stated in [`ERROR`]; with some 50 laws and three
//! tests each, a wrong alarm had a chance of about 10⁻⁴ when the seeds were fixed, and none since.

use super::zoo;
use crate::laws::special::gamma_q;
use crate::laws::{Exponential, Law, Sampler};
use crate::random::{Purpose, Rng, StreamKey};

/// Error probability of each single test.
const ERROR: f64 = 1e-6;
/// Draws per law.
const DRAWS: usize = 100_000;

fn draws(law: &Law) -> Vec<f64> {
    let sampler = Sampler::new(law);
    let mut rng = Rng::keyed(20_261_123, 0, StreamKey::new(Purpose::LeadTime, &law.to_string()));
    (0..DRAWS).map(|_| sampler.sample(&mut rng)).collect()
}

/// P(√n D > x) ≤ 2 e^(−2x²) for every law (Massart 1990): atoms only make it smaller.
fn check_kolmogorov_smirnov(law: &Law, mut sample: Vec<f64>) {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let mut distance = 0.0_f64;
    let mut below = 0;
    for ties in sample.chunk_by(|left, right| left == right) {
        let x = ties[0];
        let upto = below + ties.len();
        distance = distance.max((law.cdf(x) - upto as f64 / n).abs());
        distance = distance.max((law.cdf(x.next_down()) - below as f64 / n).abs());
        below = upto;
    }
    let limit = (-0.5 * (ERROR / 2.0).ln()).sqrt() / n.sqrt();
    assert!(distance < limit, "{law}: distance {distance} above {limit}");
}

/// Pearson's test on cells that hold at least 25 draws in expectation.
fn check_chi_square(law: &Law) {
    let mut sample = draws(law);
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let (mut statistic, mut cells) = (0.0, 0_u32);
    let (mut last_cdf, mut last_count) = (0.0, 0);
    let mut edge = (law.mean() - 8.0 * law.sd()).floor().max(-1.0);
    let step = (law.sd() / 50.0).floor().max(1.0);
    loop {
        edge += step;
        let cdf = law.cdf(edge);
        let ends = (1.0 - cdf) * n < 25.0;
        if (cdf - last_cdf) * n < 25.0 && !ends {
            continue;
        }
        let (upto, count) = if ends { (1.0, sample.len()) } else { (cdf, sample.partition_point(|x| *x <= edge)) };
        let expected = (upto - last_cdf) * n;
        let excess = (count - last_count) as f64 - expected;
        statistic += excess * excess / expected;
        cells += 1;
        (last_cdf, last_count) = (upto, count);
        if ends {
            break;
        }
    }
    if cells > 1 {
        let p = gamma_q(0.5 * f64::from(cells - 1), 0.5 * statistic);
        assert!(p > ERROR, "{law}: chi-square {statistic} in {cells} cells, p = {p:e}");
    }
}

#[test]
fn laws_with_a_density_follow_their_cdf() {
    for law in zoo().iter().filter(|law| !law.is_integer()) {
        check_kolmogorov_smirnov(law, draws(law));
    }
}

#[test]
fn laws_of_whole_numbers_follow_their_cdf() {
    for law in zoo().iter().filter(|law| law.is_integer()) {
        check_kolmogorov_smirnov(law, draws(law));
        check_chi_square(law);
    }
}

/// The test above must be able to fail: draws that are 4 % too long are caught.
#[test]
#[should_panic(expected = "distance")]
fn a_law_that_is_slightly_off_is_caught() {
    let law = Law::new(Exponential::new(1.0)).expect("legal");
    let sample = draws(&law).into_iter().map(|x| 1.04 * x).collect();
    check_kolmogorov_smirnov(&law, sample);
}

/// z-tests of mean and variance; the variance of the sample variance is taken from the sample's fourth moment.
#[test]
fn draws_have_the_moments_of_their_law() {
    for law in zoo() {
        let sample = draws(&law);
        let n = sample.len() as f64;
        let central = |power: i32| sample.iter().map(|x| (x - law.mean()).powi(power)).sum::<f64>() / n;
        let (first, second, fourth) = (central(1), central(2), central(4));
        // Two-sided normal quantile of ERROR. A tail heavier than the normal one would need more; the laws whose
        // fourth moment is hardly seen in the sample are left to the tests of the cdf.
        let limit = 4.9;
        let z = first / (law.variance() / n).sqrt();
        assert!(z.abs() < limit, "mean of {law} is off by {z} standard errors");
        let kurtosis = fourth / (law.variance() * law.variance());
        if kurtosis < 50.0 {
            let z = (second - law.variance()) / ((fourth - second * second) / n).sqrt();
            assert!(z.abs() < limit, "variance of {law} is off by {z} standard errors");
        }
    }
}

/// The tails of the ziggurats, where a mistake would hardly move a distance over the whole law.
#[test]
fn tails_of_exponential_and_normal_are_right() {
    let mut rng = Rng::keyed(3, 0, StreamKey::new(Purpose::Arrival, "tails"));
    let draws = 4_000_000;
    let (mut exponential, mut normal, mut negative) = ([0.0; 3], [0.0; 3], 0.0);
    let levels = [(7.0, 3.3), (8.0, 3.7), (9.0, 4.0)];
    for _ in 0..draws {
        let (e, z) = (rng.exponential(), rng.normal());
        negative += f64::from(u8::from(z < 0.0));
        for (k, (far, wide)) in levels.iter().enumerate() {
            exponential[k] += f64::from(u8::from(e > *far));
            normal[k] += f64::from(u8::from(z.abs() > *wide));
        }
    }
    let check = |count: f64, p: f64, what: &str| {
        let expected = p * f64::from(draws);
        let z = (count - expected) / (expected * (1.0 - p)).sqrt();
        assert!(z.abs() < 4.9, "{what}: {count} draws, {expected} expected");
    };
    check(negative, 0.5, "sign");
    for (k, (far, wide)) in levels.iter().enumerate() {
        check(exponential[k], libm::exp(-far), "exponential tail");
        check(normal[k], libm::erfc(wide / core::f64::consts::SQRT_2), "normal tail");
    }
}
