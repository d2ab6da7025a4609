//! The mean rate of streams whose rate changes or whose orders were recorded, beside the orders of one replication.

use crate::model::{Demand, FOREVER, Model, Replay, TICKS_PER_UNIT, Ticks};
use crate::plan::{OrderStreams, Plan, PlanDemand};
use crate::results::ArrivalRow;

/// The replication shown.
const REPLICATION: u32 = 0;
/// Buckets at most, and where orders are few at least.
const MOST: f64 = 120.0;
const LEAST: f64 = 24.0;
/// Orders that a bucket should have on average.
const WANTED: f64 = 2.0;
/// Periods that are shown where there are many, and mean gaps at least.
const PERIODS: i64 = 4;
const GAPS: f64 = 100.0;

/// The rows of all streams with a profile or a record; the orders do not depend on the strategy.
pub fn rows(model: &Model) -> Vec<ArrivalRow> {
    let changes = |demand: &Demand| demand.profile.is_some() || demand.recorded.is_some();
    let Some(model) = (!model.strategies.is_empty()).then(|| model.under(0)) else { return Vec::new() };
    if !model.demands.iter().any(changes) {
        return Vec::new();
    }
    let plan = Plan::new(model, 0);
    // A plan has its streams by name, a model as they are written.
    let planned = |place: usize| plan.flows.iter().find(|flow| flow.origin as usize == place).map(|flow| flow.demand);
    let streams = (0..).zip(&model.demands).filter(|(_, demand)| changes(demand));
    let own = streams.filter_map(|(place, demand)| Some((demand, &plan.demands[planned(place)? as usize])));
    own.flat_map(|(demand, own)| of_stream(demand, own, &plan)).collect()
}

fn of_stream(demand: &Demand, own: &PlanDemand, plan: &Plan) -> Vec<ArrivalRow> {
    let rate = 1.0 / (demand.gaps.mean() * TICKS_PER_UNIT as f64);
    let edges = edges(demand, plan.end);
    let Some(means) = own.arrivals.mean_orders(rate, (plan.seed, REPLICATION), &edges) else { return Vec::new() };
    let source = match (&demand.profile, own.arrivals.recorded()) {
        (Some(profile), _) if profile.environment.is_some() => "environment",
        (Some(_), _) => "profile",
        (None, Some(record)) if matches!(record.replay(), Replay::Blocks(_) | Replay::Rows) => "drawn record",
        (None, _) => "record",
    };
    let counts = counts(own, plan.seed, &edges);
    let row = |((pair, mean), orders): ((&[i64], f64), u64)| {
        let (start, end) = (Ticks(pair[0]).units(), Ticks(pair[1]).units());
        let rate = mean / (end - start);
        ArrivalRow { demand: demand.name.clone(), source: source.into(), start, end, orders, rate }
    };
    edges.windows(2).zip(means).zip(counts).map(row).collect()
}

/// Orders of the replication between each two edges.
fn counts(own: &PlanDemand, seed: u64, edges: &[i64]) -> Vec<u64> {
    let mut stream = OrderStreams::closed();
    stream.open(seed, REPLICATION, own);
    let mut counts = vec![0; edges.len() - 1];
    let (mut now, mut bucket) = (0, 0);
    let last = edges[edges.len() - 1];
    loop {
        now = stream.next_arrival(own, now);
        if now == FOREVER || now >= last {
            return counts;
        }
        while edges[bucket + 1] <= now {
            bucket += 1;
        }
        counts[bucket] += u64::from(!stream.comes_back(own));
    }
}

/// Ends of the buckets, ticks: over the whole run, or over some periods of a rate that has many.
fn edges(demand: &Demand, end: i64) -> Vec<i64> {
    let periods = periods(demand);
    let gap = mean_gap(demand);
    let wanted = |period: i64| (PERIODS.saturating_mul(period) as f64).max(GAPS * gap).min(end as f64);
    let span = periods.iter().copied().max().map_or(end as f64, wanted);
    let rough = (span / MOST).max((WANTED * gap).min(span / LEAST));
    // A whole number of buckets to a period, or of periods to a bucket: else the rate would beat against them.
    let width = match periods.iter().copied().min().filter(|_| demand.profile.is_some()) {
        Some(period) if rough >= period as f64 => (rough / period as f64).ceil() as i64 * period,
        Some(period) => period / ((period as f64 / rough) as i64).max(1),
        None => round(rough),
    };
    (0..=(span / width as f64).ceil() as i64).map(|place| (place * width).min(end)).collect()
}

/// Mean time between the orders of a stream, ticks: of all parts of a record.
fn mean_gap(demand: &Demand) -> f64 {
    match &demand.recorded {
        Some(part) => part.orders.end as f64 / part.orders.rows.len().max(1) as f64,
        None => demand.gaps.mean() / demand.factor().max(1e-9) * TICKS_PER_UNIT as f64,
    }
    .max(1.0)
}

/// After how many ticks the rate begins again; nothing where it never does.
fn periods(demand: &Demand) -> Vec<i64> {
    match (&demand.profile, &demand.recorded) {
        (Some(profile), _) if profile.environment.is_none() && profile.last_change() == 0 => profile.periods(),
        (_, Some(part)) => match part.orders.replay {
            Replay::Repeated(length) | Replay::Blocks(length) => vec![length],
            Replay::Once | Replay::Rows => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// 1, 2 or 5 times a power of ten time units that is not less, in ticks.
fn round(ticks: f64) -> i64 {
    let units = (ticks / TICKS_PER_UNIT as f64).max(1e-6);
    let power = libm::pow(10.0, libm::floor(libm::log10(units)));
    let fitting = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|width| *width >= 0.999 * units);
    Ticks::from_units(fitting.unwrap_or(units)).0.max(1)
}
