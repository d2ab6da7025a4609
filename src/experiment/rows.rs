//! Rows of the tables that look at one strategy at a time.

use super::raw::Kept;
use super::samples::{Key, Samples, StrategySamples};
use crate::model::{TICKS_PER_UNIT, Ticks};
use crate::record::Entry;
use crate::results::{DistributionRow, ReplicationRow, SeriesRow, SummaryHead, SummaryRow};
use crate::stats::{Estimate, Sketch, quantile};

/// strategy × entity × measure.
pub(super) fn summary(samples: &Samples<'_>) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    for strategy in &samples.strategies {
        for (entry, sample) in strategy.samples() {
            let estimate = sample.estimate(&samples.confidence);
            rows.push(head(strategy.name, entry, samples.unit(entry.column.measure)).row(estimate));
        }
    }
    rows
}

/// What the row of a value is about.
pub(super) fn head(strategy: &str, entry: Entry<'_>, unit: String) -> SummaryHead {
    SummaryHead {
        strategy: strategy.into(),
        entity_kind: entry.entity.kind,
        entity: entry.entity.name.clone(),
        measure: Key::of(entry).id(),
        unit,
    }
}

/// strategy × replication × entity × measure, of the kinds of entities that are kept.
pub(super) fn replications(samples: &Samples<'_>, kept: &Kept) -> Vec<ReplicationRow> {
    let mut rows = Vec::new();
    for strategy in &samples.strategies {
        let ids: Vec<String> = strategy.layout.values.iter().map(|entry| Key::of(entry).id()).collect();
        for record in strategy.present() {
            let entries = strategy.layout.values.iter().zip(&ids).zip(&record.values);
            for ((entry, id), value) in entries.filter(|((entry, _), _)| kept.has(entry.entity.kind)) {
                rows.push(ReplicationRow {
                    strategy: strategy.name.into(),
                    replication: record.key.replication,
                    entity_kind: entry.entity.kind,
                    entity: entry.entity.name.clone(),
                    measure: id.clone(),
                    value: (!value.is_nan()).then_some(*value),
                });
            }
        }
    }
    rows
}

/// strategy × level × time bucket, with bands over replications; a bucket without a value has no row.
pub(super) fn series(samples: &Samples<'_>) -> Vec<SeriesRow> {
    let span = samples.model.run.warm_up + samples.model.run.horizon;
    let mut rows = Vec::new();
    for strategy in &samples.strategies {
        let buckets = strategy.layout.buckets as usize;
        for (track, of) in strategy.layout.tracks.iter().enumerate() {
            for bucket in 0..buckets {
                let values: Vec<f64> =
                    strategy.present().map(|r| r.series[track * buckets + bucket]).filter(|v| !v.is_nan()).collect();
                let Some(mean) = Estimate::of(&values, &samples.confidence).mean else { continue };
                let mut sorted = values;
                sorted.sort_by(f64::total_cmp);
                rows.push(SeriesRow {
                    strategy: strategy.name.into(),
                    entity_kind: of.entity.kind,
                    entity: of.entity.name.clone(),
                    measure: of.measure.definition().id.into(),
                    start: edge(span, bucket, buckets),
                    end: edge(span, bucket + 1, buckets),
                    mean: rounded(mean),
                    p05: rounded(quantile(&sorted, 0.05)),
                    p25: rounded(quantile(&sorted, 0.25)),
                    p50: rounded(quantile(&sorted, 0.50)),
                    p75: rounded(quantile(&sorted, 0.75)),
                    p95: rounded(quantile(&sorted, 0.95)),
                });
            }
        }
    }
    rows
}

/// Six significant digits: bands over replications are known to two or three, and the file is half as long.
fn rounded(value: f64) -> f64 {
    by_division(value).unwrap_or_else(|| format!("{value:.5e}").parse().unwrap_or(value))
}

/// The same where it takes one division: a whole number of six digits and a power of ten that are exact have the quotient
/// that the digits are read as (Clinger 1990); 0 stays. `None` where the power is not exact, or the value lies too near to the
/// middle of two to tell in doubles which is nearer.
fn by_division(value: f64) -> Option<f64> {
    // 10²² is the greatest power of ten that a double is.
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    if value == 0.0 {
        return Some(value);
    }
    let power = POWERS.iter().find(|power| value.abs() * **power >= 100_000.0)?;
    let digits = value.abs() * power;
    let whole = digits.round();
    let undecided = (digits - digits.floor() - 0.5).abs() < 1e-6;
    let six = (100_000.0..1_000_000.0).contains(&whole);
    (six && !undecided).then(|| (whole / power).copysign(value))
}

/// Where bucket `number` of `buckets` begins, in time units.
pub(super) fn edge(span: Ticks, number: usize, buckets: usize) -> f64 {
    let ticks = i128::from(span.0) * number as i128 / buckets as i128;
    Ticks(i64::try_from(ticks).expect("within the span")).units()
}

/// strategy × entity × value: the sketches pooled over replications, in run-key order.
pub(super) fn distribution(samples: &Samples<'_>) -> Vec<DistributionRow> {
    samples.strategies.iter().flat_map(of_strategy).collect()
}

fn of_strategy(strategy: &StrategySamples<'_>) -> Vec<DistributionRow> {
    let mut rows = Vec::new();
    let mut pooled = Sketch::new();
    for (place, entity) in strategy.layout.sketches.iter().enumerate() {
        pooled.clear();
        strategy.present().for_each(|record| pooled.merge(&record.sketches[place]));
        for (ticks, orders) in pooled.bins() {
            rows.push(DistributionRow {
                strategy: strategy.name.into(),
                entity_kind: entity.kind,
                entity: entity.name.clone(),
                value: ticks / TICKS_PER_UNIT as f64,
                orders,
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn series_keep_six_digits() {
        let kept = [0.0, 44_161.277_258_889_88, -1.0 / 3.0, 2e-9, 1e15].map(rounded);
        assert_eq!(kept, [0.0, 44_161.3, -0.333_333, 2e-9, 1e15]);
    }

    /// Values of all sizes, and those in the middle of two of six digits or beside it.
    fn value() -> impl Strategy<Value = f64> {
        let near = (100_000i64..1_000_000, 0i32..20, -2i64..3).prop_map(|(digits, power, ulps)| {
            let middle = (digits as f64 + 0.5) / 10f64.powi(power);
            f64::from_bits((middle.to_bits() as i64 + ulps) as u64)
        });
        prop_oneof![(-20.0..20.0f64).prop_map(|power| 10f64.powf(power)), -1e7..1e7f64, near]
    }

    proptest! {
        #[test]
        fn by_division_gives_what_the_digits_read_as(value in value()) {
            let read: f64 = format!("{value:.5e}").parse().unwrap();
            prop_assert_eq!(rounded(value).to_bits(), read.to_bits());
            prop_assert_eq!(rounded(-value).to_bits(), (-read).to_bits());
        }
    }

    #[test]
    fn the_quick_way_is_taken() {
        let found = [123_456.7, 0.333_333_333, 99_999.96, 12.5].map(by_division);
        assert_eq!(found, [Some(123_457.0), Some(0.333_333), None, Some(12.5)]);
    }
}
