//! Fits against exact values, and laws against samples of their own.

use super::*;
use crate::laws::{self, Distribution as _, Law, Sampler, Spread};
use crate::random::{Purpose, StreamKey, StreamRng};

/// Twenty lead times. The values wanted of them were found by two other programs: maximum likelihood, D and A² by their
/// order-statistic formulas (Stephens 1974).
const TIMES: [f64; 20] =
    [3.2, 4.1, 4.8, 5.5, 6.0, 6.6, 7.1, 7.3, 8.4, 9.0, 9.9, 10.7, 12.5, 13.1, 15.8, 18.2, 21.0, 27.4, 33.3, 48.9];
/// Lead times in whole days.
const DAYS: [f64; 20] =
    [3.0, 4.0, 4.0, 5.0, 5.0, 5.0, 6.0, 6.0, 7.0, 7.0, 8.0, 8.0, 9.0, 10.0, 10.0, 12.0, 14.0, 15.0, 19.0, 26.0];
/// Orders per day.
const COUNTS: [f64; 26] = [
    4.0, 0.0, 3.0, 12.0, 1.0, 0.0, 7.0, 2.0, 2.0, 15.0, 5.0, 0.0, 1.0, 3.0, 9.0, 0.0, 6.0, 2.0, 1.0, 4.0, 11.0, 0.0,
    2.0, 8.0, 3.0, 1.0,
];

fn law<'a>(ranked: &'a RankedLaws, name: &str) -> &'a Fitted {
    ranked.laws.iter().find(|law| law.name == name).unwrap_or_else(|| panic!("{name} is fitted"))
}

/// Near in relation to the size; an iteration that stops near its top knows its place to half the digits.
#[track_caller]
fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1e-3), "{found}, not {wanted}");
}

#[track_caller]
fn parameters(ranked: &RankedLaws, name: &str, wanted: &[f64], tolerance: f64) {
    let (_, at) = law(ranked, name).curve.expect("a formula");
    at.iter().zip(wanted).for_each(|(found, wanted)| near(*found, *wanted, tolerance));
}

#[track_caller]
fn judged_as(ranked: &RankedLaws, name: &str, [ln_likelihood, aic, ks]: [f64; 3], ad: Option<f64>) {
    let law = law(ranked, name);
    near(law.ln_likelihood, ln_likelihood, 1e-9);
    near(law.aic(), aic, 1e-9);
    near(law.ks, ks, 1e-5);
    if let Some(ad) = ad {
        near(law.ad.expect("finite"), ad, 1e-6);
    }
}

#[test]
fn times_are_fitted_by_maximum_likelihood() {
    let ranked = rank(&TIMES, HowRecorded::Exact, 0);
    judged_as(
        &ranked,
        "exponential",
        [-72.26013304830632, 146.52026609661263, 0.20961614941470647],
        Some(1.0827502927492674),
    );
    judged_as(
        &ranked,
        "lognormal",
        [-68.285510193003, 140.571020386006, 0.09624662434698772],
        Some(0.19671044115286662),
    );
    judged_as(
        &ranked,
        "gamma",
        [-69.81915757697007, 143.63831515394014, 0.13741777961331425],
        Some(0.4954467376279368),
    );
    judged_as(
        &ranked,
        "weibull",
        [-70.64688327273593, 145.29376654547187, 0.13866910055347237],
        Some(0.5811683901584495),
    );
    parameters(&ranked, "exponential", &[13.64], 1e-12);
    parameters(&ranked, "lognormal", &[2.3486353739569927, 0.7023675773670931], 1e-12);
    parameters(&ranked, "gamma", &[2.042269145625046, 6.678845454439558], 1e-9);
    parameters(&ranked, "weibull", &[1.3737657067116864, 15.082254916083889], 1e-9);
    assert_eq!(ranked.laws[0].name, "lognormal");
    // The ends of a uniform law are the outermost values, where A² is infinite.
    parameters(&ranked, "uniform", &[3.2, 48.9], 1e-12);
    assert_eq!(law(&ranked, "uniform").ad, None);
    // Near 0 nothing is cut: mean and standard deviation of the sample.
    let (_, [mean, sd, _]) = law(&ranked, "normal").curve.expect("a formula");
    near(mean, 13.64, 1e-12);
    near(sd, ranked.sample.variance().sqrt(), 1e-12);
}

#[test]
fn whole_days_are_fitted_as_rounded() {
    let ranked = rank(&DAYS, HowRecorded::Rounded(1.0), 0);
    judged_as(&ranked, "exponential", [-64.26511513944733, 130.53023027889466, 0.26811556100873396], None);
    judged_as(&ranked, "gamma", [-58.382405819371925, 120.76481163874385, 0.08010140631907281], None);
    judged_as(&ranked, "weibull", [-59.597075813508006, 123.19415162701601, 0.10954340397756024], None);
    judged_as(&ranked, "lognormal", [-57.383810039380485, 118.76762007876097, 0.044870410000867555], None);
    parameters(&ranked, "exponential", &[9.140885283552688], 1e-6);
    parameters(&ranked, "gamma", &[3.3766441345071865, 2.7092715355803065], 1e-6);
    parameters(&ranked, "weibull", &[1.7875587046778363, 10.367727204187652], 1e-6);
    parameters(&ranked, "lognormal", &[2.0586299690802807, 0.5429135034322929], 1e-6);
    // In hours with a grain of a day it is the same fit, and the law is in hours.
    let hours = rank(&DAYS.map(|days| 24.0 * days), HowRecorded::Rounded(24.0), 0);
    near(law(&hours, "gamma").ln_likelihood, law(&ranked, "gamma").ln_likelihood, 1e-12);
    near(law(&hours, "gamma").mean, 24.0 * law(&ranked, "gamma").mean, 1e-12);
}

#[test]
fn counts_are_fitted_by_maximum_likelihood() {
    let ranked = rank(&COUNTS, HowRecorded::Counts, 0);
    near(law(&ranked, "poisson").ln_likelihood, -85.76972313787631, 1e-12);
    near(law(&ranked, "poisson").aic(), 173.53944627575262, 1e-12);
    near(law(&ranked, "negative_binomial").aic(), 133.16209613378237, 1e-10);
    parameters(&ranked, "negative_binomial", &[1.0816322253707442, 0.21612289411588265], 1e-7);
    // A law of 1, 2, … gives no 0; a variance above the mean is no binomial law's.
    assert!(ranked.laws.iter().all(|law| law.name != "geometric" && law.name != "binomial"));
    assert!(ranked.laws.iter().any(|law| law.name == "discrete"));
}

#[test]
fn dispersion_has_the_interval_of_cochran() {
    let counts = BucketCounts { counts: COUNTS.to_vec(), weekdays: vec![0; COUNTS.len()] };
    let found = dispersion(&counts, TakenOut::Nothing).expect("enough buckets");
    near(found.mean, 3.923076923076923, 1e-14);
    near(found.variance, 16.953846153846154, 1e-14);
    near(found.dispersion, 4.321568627450981, 1e-14);
    near(found.p, 5.371403992547379e-12, 1e-3);
    near(found.low, 2.658022160955245, 1e-10);
    near(found.high, 8.234872046119513, 1e-10);
}

/// Means of 1 and 9 in turn by weekday: the counts are as even as a Poisson stream once weekdays are taken out, and a line over time
/// goes with them.
#[test]
fn weekdays_and_a_trend_are_taken_out() {
    let mut rng = StreamRng::keyed(7, 0, StreamKey::new(Purpose::Fit, "weeks"));
    let days = 700;
    let drawn = |grows: f64, rng: &mut StreamRng| BucketCounts {
        counts: (0..days)
            .map(|day| {
                let line = 1.0 + grows * (2.0 * f64::from(day) / f64::from(days - 1) - 1.0);
                let mean = line * if day % 7 < 5 { 9.0 } else { 1.0 };
                Sampler::new(&Law::new(laws::Poisson::new(mean)).expect("legal")).sample(rng)
            })
            .collect(),
        weekdays: (0..days as usize).map(|day| day % 7).collect(),
    };
    let level = drawn(0.0, &mut rng);
    let [plain, weekdays] = [TakenOut::Nothing, TakenOut::Weekdays].map(|out| dispersion(&level, out).expect("enough"));
    assert!(plain.p < 1e-9 && plain.low > 1.5, "{plain:?}");
    assert!(weekdays.p > 0.001 && weekdays.low < 1.0 && weekdays.high > 1.0, "{weekdays:?}");
    let factors = weekdays.factors.expect("weekdays");
    // Each is the mean of 100 days, with a standard error of a tenth of the root of its mean.
    near(factors[0], 9.0 / (47.0 / 7.0), 4.0 * 0.3 / 9.0);
    near(factors[6], 1.0 / (47.0 / 7.0), 4.0 * 0.1);
    let rising = drawn(0.6, &mut rng);
    let both = dispersion(&rising, TakenOut::WeekdaysAndTrend).expect("enough");
    assert!(dispersion(&rising, TakenOut::Weekdays).expect("enough").p < 1e-3);
    assert!(both.p > 0.001, "{both:?}");
    // The slope has a standard error of some √(3 ÷ orders).
    near(both.slope, 0.6, 4.0 * (3.0 / rising.counts.iter().sum::<f64>()).sqrt() / 0.6);
}

/// What a law has drawn it is fitted to again: each parameter near its own (fixed seeds; 2,000 values, so 5 % are some three
/// standard errors of a shape), no other law far better, and p no sign against it.
#[test]
fn a_law_is_found_again_in_its_own_sample() {
    let made: [(Law, HowRecorded); 9] = [
        (Law::new(laws::Exponential::new(10.0)).expect("legal"), HowRecorded::Exact),
        (Law::new(laws::Gamma::new(10.0, Spread::Cv(0.6))).expect("legal"), HowRecorded::Exact),
        (Law::new(laws::Lognormal::new(10.0, Spread::Cv(0.5))).expect("legal"), HowRecorded::Rounded(1.0)),
        (Law::new(laws::Weibull::new(2.5, 10.0)).expect("legal"), HowRecorded::Rounded(1.0)),
        (Law::new(laws::Normal::new(3.0, Spread::Sd(3.0))).expect("legal"), HowRecorded::Rounded(0.5)),
        (Law::new(laws::Triangular::new(2.0, 5.0, 14.0)).expect("legal"), HowRecorded::Exact),
        (Law::new(laws::Uniform::new(2.0, 14.0)).expect("legal"), HowRecorded::Exact),
        (Law::new(laws::Binomial::new(12, 0.3)).expect("legal"), HowRecorded::Counts),
        (Law::new(laws::NegativeBinomial::with_successes(2.0, 0.4)).expect("legal"), HowRecorded::Counts),
    ];
    for (number, (own, kind)) in made.into_iter().enumerate() {
        let mut rng = StreamRng::keyed(3, number as u32, StreamKey::new(Purpose::Fit, "own"));
        let sampler = Sampler::new(&own);
        let values: Vec<f64> =
            (0..2_000).map(|_| kind.recorded(sampler.sample(&mut rng))).map(|value| value * grain(kind)).collect();
        let ranked = rank(&values, kind, 99);
        let name = own.to_string();
        let name = name.split('(').next().expect("a name");
        let found = law(&ranked, name);
        near(found.mean, own.mean(), 0.05);
        near(found.sd, own.sd(), 0.08);
        assert!(found.p.expect("resampled") > 0.01, "{name}: {found:?} has p {:?}", found.p);
        assert!(found.aic() < ranked.laws[0].aic() + 4.0, "{name}: {:?} is far better", ranked.laws[0]);
        let freedom = found.chi_square.expect("enough values");
        // A χ² more than five standard deviations above its mean comes about once in a million times.
        let most = freedom.freedom as f64 + 5.0 * (2.0 * freedom.freedom as f64).sqrt() + 5.0;
        assert!(freedom.statistic < most, "{name}: {freedom:?}");
        assert_eq!(found.ks, ks(&ranked.sample, found.curve.expect("a formula").0, &found.curve.expect("one").1));
    }
}

fn grain(kind: HowRecorded) -> f64 {
    if let HowRecorded::Rounded(grain) = kind { grain } else { 1.0 }
}

/// p is small where the record is of another law.
#[test]
fn a_law_that_does_not_fit_has_a_small_p() {
    let mut rng = StreamRng::keyed(3, 0, StreamKey::new(Purpose::Fit, "two humps"));
    let humps =
        [3.0, 20.0].map(|mean| Sampler::new(&Law::new(laws::Normal::new(mean, Spread::Sd(1.0))).expect("legal")));
    let values: Vec<f64> = (0..300).map(|k| humps[k % 2].sample(&mut rng)).collect();
    for law in rank(&values, HowRecorded::Exact, 199).laws {
        assert_eq!(law.p, Some(0.005), "{law:?}");
    }
}

/// The tails of every law are those of its cdf.
#[test]
fn tails_are_those_of_the_laws() {
    for (values, kind) in
        [(&TIMES[..], HowRecorded::Exact), (&DAYS, HowRecorded::Rounded(1.0)), (&COUNTS, HowRecorded::Counts)]
    {
        for fitted in rank(values, kind, 0).laws {
            let Some((family, at)) = fitted.curve else { continue };
            let law = family.law(&at, 1.0).expect("legal");
            for x in [0.0, 1.0, 2.0, 3.5, 7.0, 12.0, 30.0] {
                let tails = family.tails(&at, x);
                assert!((tails.below - law.cdf(x)).abs() < 1e-9, "{fitted:?} at {x}: {} {}", tails.below, law.cdf(x));
                assert!((tails.below + tails.above - 1.0).abs() < 1e-12, "{fitted:?} at {x}");
            }
        }
    }
}

/// By three threads or one: the same bits, p included.
#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let on = |threads| {
        crate::threads::within(threads, || {
            let ranked = rank(&TIMES, HowRecorded::Exact, 99);
            let bits = |law: &Fitted| (law.name, law.ln_likelihood.to_bits(), law.p.map(f64::to_bits));
            ranked.laws.iter().map(bits).collect::<Vec<_>>()
        })
    };
    assert_eq!(on(1), on(3));
}
