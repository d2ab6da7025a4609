//! Whether orders come as a Poisson stream: the index of dispersion of their counts (Cochran 1954), as they are, and with weekdays and
//! a linear trend taken out.

use super::maximize::root;
use crate::laws::{gamma_p, gamma_q};

/// Confidence of the interval.
const TAIL: f64 = 0.025;
/// Steps of the estimate of weekdays and trend, at most.
const STEPS: usize = 200;

/// What was taken out before counts were judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenOut {
    /// Nothing: one mean for all.
    Nothing,
    /// A mean for each weekday.
    Weekdays,
    /// The same times a line over time.
    WeekdaysAndTrend,
}

impl TakenOut {
    /// Each with what those before it take out.
    pub const ALL: [TakenOut; 3] = [TakenOut::Nothing, TakenOut::Weekdays, TakenOut::WeekdaysAndTrend];

    /// As the table has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TakenOut::Nothing => "",
            TakenOut::Weekdays => "weekdays",
            TakenOut::WeekdaysAndTrend => "weekdays and trend",
        }
    }
}

/// Orders per bucket, in order, each with the weekday of its bucket (all the same where there are none).
#[derive(Clone, Debug, PartialEq)]
pub struct BucketCounts {
    /// Orders of each bucket.
    pub counts: Vec<f64>,
    /// Weekday of each bucket, from 0.
    pub weekdays: Vec<usize>,
}

/// The index of dispersion of counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispersion {
    /// What was taken out.
    pub taken_out: TakenOut,
    /// Buckets.
    pub buckets: usize,
    /// Mean of each bucket.
    pub means: Vec<f64>,
    /// Degrees of freedom.
    pub freedom: f64,
    /// Mean count.
    pub mean: f64,
    /// Σ (count − its mean)² ÷ degrees of freedom.
    pub variance: f64,
    /// Σ (count − its mean)² ÷ its mean, ÷ degrees of freedom: 1 where orders are a Poisson stream.
    pub dispersion: f64,
    /// Ends of its interval of 95 %.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Two-sided probability of a dispersion so far from 1 where it is 1.
    pub p: f64,
    /// Factor of each weekday to the mean of all, where weekdays were taken out.
    pub factors: Option<[f64; 7]>,
    /// The mean runs from 1 − slope times that of all in the first bucket to 1 + slope times it in the last; 0 where no trend was
    /// taken out.
    pub slope: f64,
}

/// p below which a dispersion is not that of a Poisson stream.
const SURE: f64 = 0.05;

impl Dispersion {
    /// Whether nothing speaks against a Poisson stream.
    #[must_use]
    pub fn is_poisson(&self) -> bool {
        self.p >= SURE
    }
}

/// The dispersion of counts; `None` where too few are left to tell.
#[must_use]
pub fn dispersion(of: &BucketCounts, taken_out: TakenOut) -> Option<Dispersion> {
    let n = of.counts.len();
    let total: f64 = of.counts.iter().sum();
    if n < 2 || total <= 0.0 {
        return None;
    }
    let mean = total / n as f64;
    let (means, parameters, factors, slope) = match taken_out {
        TakenOut::Nothing => (vec![mean; n], 1, None, 0.0),
        TakenOut::Weekdays => {
            let by_day = by_weekday(of, &vec![1.0; n]);
            (of.weekdays.iter().map(|day| by_day[*day]).collect(), busy(&by_day), Some(by_day), 0.0)
        }
        TakenOut::WeekdaysAndTrend => {
            let (by_day, slope) = with_trend(of)?;
            let line = lines(n, slope);
            let means = of.weekdays.iter().zip(&line).map(|(day, line)| by_day[*day] * line).collect();
            (means, busy(&by_day) + 1, Some(by_day), slope)
        }
    };
    let counted: Vec<(f64, f64)> =
        of.counts.iter().copied().zip(means.iter().copied()).filter(|(_, mean): &(f64, f64)| *mean > 0.0).collect();
    let freedom = counted.len().checked_sub(parameters).filter(|freedom| *freedom > 0)? as f64;
    let squares = |scale: &dyn Fn(f64) -> f64| -> f64 {
        counted.iter().map(|(count, mean)| (count - mean) * (count - mean) / scale(*mean)).sum()
    };
    let statistic = squares(&|mean| mean);
    let (below, above) = (gamma_p(0.5 * freedom, 0.5 * statistic), gamma_q(0.5 * freedom, 0.5 * statistic));
    Some(Dispersion {
        taken_out,
        buckets: n,
        means,
        freedom,
        mean,
        variance: squares(&|_| 1.0) / freedom,
        dispersion: statistic / freedom,
        low: statistic / chi_square_quantile(1.0 - TAIL, freedom),
        high: statistic / chi_square_quantile(TAIL, freedom),
        p: (2.0 * below.min(above)).min(1.0),
        factors: factors.map(|by_day| by_day.map(|of_day| of_day / mean)),
        slope,
    })
}

/// Weekdays that have orders.
fn busy(by_day: &[f64; 7]) -> usize {
    by_day.iter().filter(|mean| **mean > 0.0).count()
}

/// Σ counts ÷ Σ weights of each weekday: the estimates of greatest likelihood, weights known.
fn by_weekday(of: &BucketCounts, weights: &[f64]) -> [f64; 7] {
    let mut sums = [(0.0, 0.0); 7];
    for ((count, day), weight) in of.counts.iter().zip(&of.weekdays).zip(weights) {
        sums[*day].0 += count;
        sums[*day].1 += weight;
    }
    sums.map(|(counts, weights)| if weights > 0.0 { counts / weights } else { 0.0 })
}

/// 1 + slope × place, places from −1 at the first bucket to 1 at the last.
fn lines(n: usize, slope: f64) -> Vec<f64> {
    (0..n).map(|place| 1.0 + slope * at(place, n)).collect()
}

fn at(place: usize, n: usize) -> f64 {
    2.0 * place as f64 / (n - 1) as f64 - 1.0
}

/// Weekdays and slope of greatest likelihood, in turn until the slope stays.
fn with_trend(of: &BucketCounts) -> Option<([f64; 7], f64)> {
    let n = of.counts.len();
    let mut slope = 0.0;
    for _ in 0..STEPS {
        let by_day = by_weekday(of, &lines(n, slope));
        // The derivative of the likelihood by the slope falls with it.
        let derivative = |slope: f64| -> f64 {
            let one = |place: usize| {
                let x = at(place, n);
                x * of.counts[place] / (1.0 + slope * x) - by_day[of.weekdays[place]] * x
            };
            (0..n).map(one).sum()
        };
        let end = 1.0 - 1e-9;
        let next = if derivative(end) > 0.0 {
            end
        } else if derivative(-end) < 0.0 {
            -end
        } else {
            root(-end, end, derivative)?
        };
        let moved = (next - slope).abs();
        slope = next;
        if moved < 1e-12 {
            break;
        }
    }
    Some((by_weekday(of, &lines(n, slope)), slope))
}

/// The x with P(χ² ≤ x) = share.
#[must_use]
pub fn chi_square_quantile(share: f64, freedom: f64) -> f64 {
    // Wilson and Hilferty (1931) to begin with.
    let z = if share > 0.5 { 1.96 } else { -1.96 };
    let tail = 2.0 / (9.0 * freedom);
    let guess = freedom * (1.0 - tail + z * libm::sqrt(tail)).powi(3).max(1e-3);
    let upper = share > 0.5;
    let of = |ln: f64| {
        let x = 0.5 * libm::exp(ln);
        if upper { gamma_q(0.5 * freedom, x) - (1.0 - share) } else { share - gamma_p(0.5 * freedom, x) }
    };
    root(libm::log(guess) - 0.3, libm::log(guess) + 0.3, of).map_or(guess, libm::exp)
}
