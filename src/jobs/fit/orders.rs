//! How recorded orders come: their dispersion, the laws of their gaps or counts, and of their units.

use super::fragment::{self, OrderFit};
use super::request::{FitRequest, begun, rounding, rows};
use super::{JobError, advice, pictures};
use crate::fit::{BucketCounts, Dispersion, HowRecorded, RankedLaws, TakenOut, chi_square_quantile, dispersion, rank};
use crate::input::{DAY, OrderRecord, weekday};
use crate::model::TimeUnit;
use crate::results::numbers::{counted, grouped, percent, time};
use crate::results::{CountsPicture, FitCountRow, FitResults};

/// A Monday, in seconds since 1970: what time 0 is where nothing says otherwise.
const MONDAY: f64 = 4.0 * DAY;
/// Points that a chart over time has room for.
const POINTS: usize = 360;

/// Of more nothing could be seen, and a time that was mistyped would take all memory.
const MOST_BUCKETS: f64 = 1e7;

/// How sure it must be that orders differ by weekday or have a trend.
const SURELY: f64 = 0.99;

/// All that is to say of orders.
pub fn results(request: &FitRequest, orders: &OrderRecord) -> Result<FitResults, JobError> {
    let unit = request.record.time_unit();
    let default = if orders.start.is_some() { 1.0 / unit.days() } else { 1.0 };
    let width = request.bucket.unwrap_or(default);
    let bucket = if width == 1.0 { unit.word().to_string() } else { time(width, unit.word()) };
    let last = orders.times.last().copied().unwrap_or(0.0);
    if last / width > MOST_BUCKETS {
        let why = format!(
            "{} spans more than {} buckets of {}",
            request.record.file.display(),
            grouped(MOST_BUCKETS, 0),
            time(width, unit.word())
        );
        return Err(JobError::Refused(format!("{why}; --bucket says how wide they are, in {}s", unit.word())));
    }
    let counts = counted_in(orders, width, unit.days());
    let all = dispersions(&counts, width * unit.days() <= 1.0 + 1e-9);
    if all.is_empty() {
        let why =
            format!("{} spans less than two buckets of {}", request.record.file.display(), time(width, unit.word()));
        return Err(JobError::Refused(format!("{why}; --bucket says how wide they are, in {}s", unit.word())));
    }
    let chosen = chosen(&all).clone();
    let mut results = begun(request, counted(orders.times.len() as u64, "order"));
    results.counts = all.iter().map(row).collect();
    results.advice = advice::of_orders(&all, &chosen, &bucket);
    let gaps: Vec<f64> = orders.times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if orders.is_bare {
        add(
            &mut results,
            ("counts", format!("orders per {bucket}")),
            &rank(&counts.counts, HowRecorded::Counts, request.resamples),
        );
    } else {
        let ranked = rank(&gaps, rounding(&gaps, request.record.grain), request.resamples);
        results.advice.extend(at_once(&gaps));
        add(&mut results, ("gaps", format!("gap between orders ({}s)", unit.word())), &ranked);
    }
    let quantity = orders.quantities.as_ref().map(|units| rank(units, HowRecorded::Counts, request.resamples));
    if let Some(ranked) = &quantity {
        results.advice.extend(advice::of_law(ranked, "the units of an order"));
        add(&mut results, ("quantity", "units of an order".into()), ranked);
    }
    results.advice.extend(advice::left_out(orders.left_out));
    results.over_time = Some(over_time(&counts, &chosen, (width, &bucket), unit));
    let fitted = OrderFit { width, chosen, quantity };
    results.fragment = fragment::of_orders(&results, orders, &fitted);
    Ok(results)
}

fn add(results: &mut FitResults, (of, axis): (&str, String), ranked: &RankedLaws) {
    results.laws.extend(rows(of, ranked));
    results.pictures.extend(pictures::picture(of, axis, ranked));
}

/// Orders that come at the time of the one before.
fn at_once(gaps: &[f64]) -> Option<String> {
    let share = gaps.iter().filter(|gap| **gap == 0.0).count() as f64 / gaps.len().max(1) as f64;
    (share > 0.01).then(|| {
        format!(
            "{} of the orders come at the same time as the one before: where they are lines of one order, add their units up.",
            percent(share)
        )
    })
}

/// Orders per bucket from time 0 up to the last one that has ended with the last order, with the weekdays on which they begin.
fn counted_in(orders: &OrderRecord, width: f64, days: f64) -> BucketCounts {
    let last = orders.times.last().copied().unwrap_or(0.0);
    let mut counts = vec![0.0; (last / width + 1e-9) as usize];
    for time in &orders.times {
        if let Some(count) = counts.get_mut((time / width + 1e-9) as usize) {
            *count += 1.0;
        }
    }
    let start = orders.start.unwrap_or(MONDAY);
    let of = |bucket: usize| weekday(start + (bucket as f64 + 1e-9) * width * days * DAY);
    let weekdays = (0..counts.len()).map(of).collect();
    BucketCounts { counts, weekdays }
}

/// The dispersion as it is; and, where buckets tell weekdays apart, with these and a trend taken out.
fn dispersions(counts: &BucketCounts, tells_weekdays: bool) -> Vec<Dispersion> {
    let all = if tells_weekdays { &TakenOut::ALL[..] } else { &TakenOut::ALL[..1] };
    all.iter().filter_map(|taken_out| dispersion(counts, *taken_out)).collect()
}

/// What has to be taken out: what lowers the dispersion by more than chance would, by the ratio test of quasi-likelihoods (McCullagh &
/// Nelder 1989, § 9.2).
fn chosen(all: &[Dispersion]) -> &Dispersion {
    let mut chosen = &all[0];
    for next in &all[1..] {
        let lower = chosen.dispersion * chosen.freedom - next.dispersion * next.freedom;
        let parameters = chosen.freedom - next.freedom;
        if parameters > 0.0 && lower / next.dispersion > chi_square_quantile(SURELY, parameters) {
            chosen = next;
        }
    }
    chosen
}

fn row(of: &Dispersion) -> FitCountRow {
    FitCountRow {
        taken_out: of.taken_out.word().into(),
        buckets: of.buckets as u64,
        mean: of.mean,
        variance: of.variance,
        dispersion: of.dispersion,
        low: of.low,
        high: of.high,
        p: of.p,
    }
}

fn over_time(
    counts: &BucketCounts,
    chosen: &Dispersion,
    (width, bucket): (f64, &str),
    unit: TimeUnit,
) -> CountsPicture {
    let (unit, days) = (unit.word(), unit.days());
    let group = match counts.counts.len().div_ceil(POINTS) {
        1 => 1,
        // Whole weeks, in which weekdays do not beat against the groups.
        group => group.next_multiple_of(((7.0 / (width * days)).round() as usize).max(1)),
    };
    let points = |of: &[f64]| -> Vec<[f64; 2]> {
        let mean = |group: &[f64]| group.iter().sum::<f64>() / group.len() as f64;
        let place = |number: usize, of: &[f64]| (number * group) as f64 * width + 0.5 * of.len() as f64 * width;
        of.chunks(group).enumerate().map(|(number, of)| [place(number, of), mean(of)]).collect()
    };
    let title = match chosen.taken_out {
        TakenOut::Nothing if chosen.is_poisson() => "Orders come as a Poisson stream of one rate".to_string(),
        TakenOut::Nothing => {
            format!("Orders per {bucket} have {:.2} times the variance of a Poisson stream", chosen.dispersion)
        }
        TakenOut::Weekdays => format!("Orders per {bucket} depend on the weekday"),
        TakenOut::WeekdaysAndTrend => format!("Orders per {bucket} depend on the weekday, and have a trend"),
    };
    let means = if group > 1 { format!(", means of {group}") } else { String::new() };
    CountsPicture {
        title,
        axis: format!("orders per {bucket}{means}"),
        time: format!("time ({unit}s)"),
        counts: points(&counts.counts),
        expected: points(&chosen.means),
    }
}
