//! Each sampler against its own cdf and moments, and against `rand_distr`.
//!
//! A right sampler fails one of these tests with the probability stated in [`ERROR`]; with some 50 laws and four
//! tests each, a wrong alarm had a chance of about 10⁻⁴ when the seeds were fixed, and none since.

use super::zoo;
use crate::laws::special::gamma_q;
use crate::laws::{Distribution, Exponential, Law, Normal, Sampler, Spread, Variates};
use crate::random::{Purpose, StreamKey, StreamRng};

/// Error probability of each single test.
const ERROR: f64 = 1e-6;
/// Draws per law.
const DRAWS: usize = 100_000;

fn draws(law: &Law) -> Vec<f64> {
    let sampler = Sampler::new(law);
    let mut rng = StreamRng::keyed(20_261_123, 0, StreamKey::new(Purpose::LeadTime, &law.to_string()));
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

/// Largest distance of the empirical cdfs of two samples: above ε with a probability of at most 2 e^(−ε² n) for samples of
/// n ≥ 458 each (Wei & Dudley 2012, theorem 1).
fn check_same_law(law: &Law, mut ours: Vec<f64>, mut theirs: Vec<f64>) {
    let n = ours.len();
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    let (mut distance, mut i, mut j) = (0_usize, 0, 0);
    while i < n && j < n {
        let x = ours[i].min(theirs[j]);
        i += ours[i..].partition_point(|value| *value <= x);
        j += theirs[j..].partition_point(|value| *value <= x);
        distance = distance.max(i.abs_diff(j));
    }
    let limit = (n as f64 * -(ERROR / 2.0).ln()).sqrt();
    assert!((distance as f64) < limit, "{law}: {distance} draws apart, {limit} allowed");
}

#[test]
fn ours_and_theirs_are_the_same_law() {
    for law in Law::examples() {
        let theirs = law.theirs();
        let mut rng = StreamRng::keyed(7, 1, StreamKey::new(Purpose::LeadTime, &law.to_string()));
        check_same_law(&law, draws(&law), (0..DRAWS).map(|_| theirs(&mut rng)).collect());
    }
}

/// The test above must be able to fail.
#[test]
#[should_panic(expected = "draws apart")]
fn two_laws_that_differ_slightly_are_told_apart() {
    let law = Law::new(Exponential::new(1.0)).expect("legal");
    let longer = draws(&law).into_iter().map(|x| 1.04 * x).collect();
    check_same_law(&law, draws(&law), longer);
}

/// Blocks and single draws are the same values, and blocks of any length follow each other.
#[test]
fn a_block_is_as_many_draws() {
    for law in Law::examples() {
        let sampler = Sampler::new(&law);
        let key = StreamKey::new(Purpose::LeadTime, "blocks");
        let (mut one, mut other) = (StreamRng::keyed(3, 0, key), StreamRng::keyed(3, 0, key));
        for length in [1, 4, 32, 7, 32, 500] {
            let mut block = vec![0.0; length];
            sampler.fill(&mut one, &mut block);
            let single: Vec<f64> = (0..length).map(|_| sampler.sample(&mut other)).collect();
            assert_eq!(block, single, "{law}");
        }
    }
}

/// The tails, where a mistake would hardly move a distance over the whole law.
#[test]
fn tails_of_exponential_and_normal_are_right() {
    let (exponential, normal) = (Law::new(Exponential::new(1.0)), Law::new(Normal::new(5.0, Spread::Sd(1.0))));
    let (exponential, normal) = (exponential.expect("legal"), normal.expect("legal"));
    for (law, levels) in [(exponential, [7.0, 8.0, 9.0]), (normal, [5.0 + 3.3, 5.0 + 3.7, 5.0 + 4.0])] {
        let sampler = Sampler::new(&law);
        let mut rng = StreamRng::keyed(3, 0, StreamKey::new(Purpose::Arrival, "tails"));
        let draws = 4_000_000;
        let mut beyond = levels.map(|_| 0.0);
        for _ in 0..draws {
            let x = sampler.sample(&mut rng);
            for (count, level) in beyond.iter_mut().zip(levels) {
                *count += f64::from(u8::from(x > level));
            }
        }
        for (count, level) in beyond.into_iter().zip(levels) {
            let p = 1.0 - law.cdf(level);
            let expected = p * f64::from(draws);
            let z = (count - expected) / (expected * (1.0 - p)).sqrt();
            assert!(z.abs() < 4.9, "{law} beyond {level}: {count} draws, {expected} expected");
        }
    }
}
