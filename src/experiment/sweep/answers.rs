//! From the records of a point to its answer, and from answers to the rows of a sweep.

use super::boundary;
use super::points::{Points, Scheme};
use super::subjects::Outcomes;
use crate::experiment::findings;
use crate::experiment::raw::Kept;
use crate::experiment::rows;
use crate::experiment::samples::Key;
use crate::experiment::verdict::Case;
use crate::measures::{Better, Measure};
use crate::model::Model;
use crate::record::{Answer, Entry, Layout, Lead, SampleMoments};
use crate::results::name_list;
use crate::results::{Finding, Pointed, StandingRow, SummaryHead, SweepSummary};
use crate::stats::{Confidence, Estimate, Extreme};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The names that an answer leaves out: the same at most points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PointNames {
    strategies: Vec<String>,
    layouts: Vec<Layout>,
    /// Words of the units of time and money.
    time: &'static str,
    currency: String,
}

impl PointNames {
    pub fn new(model: &Model, layouts: Vec<Layout>) -> PointNames {
        PointNames {
            strategies: model.strategies.iter().map(|strategy| strategy.name.clone()).collect(),
            layouts,
            time: model.time_unit.word(),
            currency: model.currency.clone(),
        }
    }

    fn name(&self, strategy: Option<&u32>) -> String {
        strategy.map_or_else(String::new, |place| self.strategies[*place as usize].clone())
    }

    fn unit(&self, measure: Measure) -> String {
        measure.definition().unit.words(self.time, &self.currency)
    }

    /// What the rows of a point are about, in the order of an answer.
    fn heads(&self, kept: &Kept) -> Vec<SummaryHead> {
        let of = |(strategy, layout): (&String, &Layout)| -> Vec<SummaryHead> {
            let head = |entry: Entry<'_>| rows::head(strategy, entry, self.unit(entry.column.measure));
            kept.entries(layout).map(head).collect()
        };
        self.strategies.iter().zip(&self.layouts).flat_map(of).collect()
    }

    /// Whether an answer has a number for each of its rows.
    pub fn fits(&self, answer: &Answer, kept: &Kept) -> bool {
        let all = self.layouts.iter().map(|layout| kept.entries(layout).count());
        let quotients =
            self.layouts.iter().map(|layout| kept.entries(layout).filter(|entry| entry.is_quotient()).count());
        all.eq(answer.moments.iter().map(Vec::len)) && quotients.eq(answer.intervals.iter().map(Vec::len))
    }
}

/// What a point leaves of its records.
pub(super) fn answer(number: usize, case: &Case<'_>, kept: &Kept, scheme: Scheme) -> Answer {
    let samples = case.samples;
    let bare = |value: Option<f64>| value.unwrap_or(f64::NAN);
    // By strategy, by entry that has a row.
    let estimates: Vec<Vec<(bool, Estimate)>> = samples
        .strategies
        .iter()
        .map(|strategy| {
            let own = strategy.samples().filter(|(entry, _)| kept.has(entry.entity.kind));
            own.map(|(entry, sample)| (entry.is_quotient(), sample.estimate(&samples.confidence))).collect()
        })
        .collect();
    let moments = |(_, own): &(bool, Estimate)| SampleMoments { mean: bare(own.mean), sd: bare(own.sd), n: own.n };
    let interval = |(quotient, own): &(bool, Estimate)| quotient.then(|| [own.se, own.low, own.high].map(bare));
    let records = || samples.strategies.iter().flat_map(|strategy| strategy.present());
    Answer {
        point: u32::try_from(number).expect("points are numbered by u32"),
        replications: u32::try_from(samples.replications.len()).expect("replications are numbered by u32"),
        events: records().map(|record| record.events).sum(),
        residual: records().map(|record| record.residual.abs()).fold(0.0, f64::max),
        confidence: samples.confidence.level(),
        moments: estimates.iter().map(|own| own.iter().map(moments).collect()).collect(),
        intervals: estimates.iter().map(|own| own.iter().filter_map(interval).collect()).collect(),
        judged: if compares_points(case, scheme) { judged(case) } else { Vec::new() },
        lead: lead(case),
        findings: findings::of_point(case).into_iter().map(|said| [said.id, said.symptom, said.advice]).collect(),
    }
}

/// Whether points are held against each other: by the design, or because there is a single strategy.
fn compares_points(case: &Case<'_>, scheme: Scheme) -> bool {
    scheme != Scheme::Free || case.samples.strategies.len() == 1
}

/// Money by strategy and replication.
fn judged(case: &Case<'_>) -> Vec<Vec<f64>> {
    let (samples, key) = (case.samples, Key::system(case.money_measure));
    let none = vec![f64::NAN; samples.replications.len()];
    let values = |strategy| samples.values(strategy, &key).map_or_else(|| none.clone(), Cow::into_owned);
    case.everyone().into_iter().map(values).collect()
}

/// The standing in money at a point of the strategies that do not surely miss a target.
fn lead(case: &Case<'_>) -> Lead {
    let (money, able) = (&case.money, case.able());
    let ranked = money.ranking(&able);
    let pair = ranked.first().zip(ranked.get(1)).and_then(|(best, second)| money.pair(*best, *second));
    // A margin is good: how much less the best costs, or how much more it earns.
    let sign = if money.better == Better::Higher { 1.0 } else { -1.0 };
    let difference = pair.map(|pair| pair.paired.difference);
    let (ci_low, ci_high) = difference.map_or((None, None), |d| {
        let ends = [d.low.map(|value| value * sign), d.high.map(|value| value * sign)];
        if sign > 0.0 { (ends[0], ends[1]) } else { (ends[1], ends[0]) }
    });
    let places = |strategies: &[usize]| strategies.iter().map(|place| *place as u32).collect();
    Lead {
        tied: places(&money.leader(&able, case.samples.alpha()).map_or_else(Vec::new, |leader| leader.tied)),
        p_best: ranked.first().and_then(|best| chance(case, *best, &able)),
        margin: difference.and_then(|d| d.mean).map(|mean| mean * sign),
        ci_low,
        ci_high,
        boundary: boundary::of(case.samples.model),
        ranking: places(&ranked),
    }
}

/// Probability that `best` is the best of those that are able; as of all strategies, `None` where it cannot be judged.
fn chance(case: &Case<'_>, best: usize, able: &[usize]) -> Option<f64> {
    let of_all = case.money.best[best]?;
    if able.len() == case.samples.strategies.len() {
        return Some(of_all);
    }
    let key = Key::system(case.money_measure);
    let values: Vec<Cow<'_, [f64]>> =
        able.iter().map(|strategy| case.samples.values(*strategy, &key)).collect::<Option<_>>()?;
    let values: Vec<&[f64]> = values.iter().map(AsRef::as_ref).collect();
    let goal = if case.money.better == Better::Higher { Extreme::Largest } else { Extreme::Smallest };
    let found = case.bootstrap.probability_best(&values, goal);
    found[able.iter().position(|strategy| *strategy == best)?]
}

/// Everything kept of all points, taken point by point.
pub(super) struct Gathered {
    pub rows: SweepSummary,
    /// Of the last answer.
    confidence: Confidence,
    /// Names of points, with the number of their list in the rows.
    lists: Vec<(Arc<PointNames>, usize)>,
    pub standings: Vec<Pointed<StandingRow>>,
    /// By id: how many points, and the first of each.
    pub findings: BTreeMap<String, (usize, usize, Finding)>,
    pub outcomes: Outcomes,
    /// Least and most of a point.
    pub replications: Option<(u32, u32)>,
    pub events: u64,
    pub residual: f64,
}

impl Gathered {
    /// Nothing yet, judged in `money` with intervals of this confidence.
    pub fn new(money: Measure, level: f64) -> Gathered {
        Gathered {
            rows: SweepSummary::new(level),
            confidence: Confidence::new(level, 2),
            lists: Vec::new(),
            standings: Vec::new(),
            findings: BTreeMap::new(),
            outcomes: Outcomes {
                measure: money.definition().id.into(),
                unit: String::new(),
                sign: if money.definition().better == Better::Higher { 1.0 } else { -1.0 },
                values: Vec::new(),
            },
            replications: None,
            events: 0,
            residual: 0.0,
        }
    }

    /// Takes the answer of the next point.
    pub fn take(
        &mut self,
        answer: Answer,
        names: &Arc<PointNames>,
        points: &Points<'_>,
        (money, kept): (Measure, &Kept),
    ) {
        let number = answer.point as usize;
        let point = &points.points[number];
        let list = self.list(names, kept);
        if self.confidence.level() != answer.confidence {
            self.confidence = Confidence::new(answer.confidence, 2);
        }
        self.confidence.reach(answer.replications);
        self.rows.put_point(point.clone(), list, estimates(&answer, names, (kept, &self.confidence)));
        let standing = standing(&answer.lead, names, money);
        if number == 0 {
            self.outcomes.unit.clone_from(&standing.unit);
        }
        self.outcomes.values.push(answer.judged);
        self.standings.push(Pointed { point: point.clone(), row: standing });
        for [id, symptom, advice] in answer.findings {
            let finding = Finding { id: id.clone(), symptom, advice };
            self.findings.entry(id).or_insert((0, number, finding)).0 += 1;
        }
        let (least, most) = self.replications.unwrap_or((answer.replications, answer.replications));
        self.replications = Some((least.min(answer.replications), most.max(answer.replications)));
        self.events += answer.events;
        self.residual = self.residual.max(answer.residual);
    }

    fn list(&mut self, names: &Arc<PointNames>, kept: &Kept) -> usize {
        if let Some((_, list)) = self.lists.iter().find(|(known, _)| Arc::ptr_eq(known, names)) {
            return *list;
        }
        let list = self.rows.list(names.heads(kept));
        self.lists.push((names.clone(), list));
        list
    }
}

fn standing(lead: &Lead, names: &PointNames, money: Measure) -> StandingRow {
    let tied: Vec<String> = lead.tied.iter().map(|strategy| names.name(Some(strategy))).collect();
    StandingRow {
        measure: money.definition().id.into(),
        unit: names.unit(money),
        best: names.name(lead.ranking.first()),
        p_best: lead.p_best,
        second: names.name(lead.ranking.get(1)),
        margin: lead.margin,
        ci_low: lead.ci_low,
        ci_high: lead.ci_high,
        tied: name_list::joined(&tied, ','),
        boundary: lead.boundary,
    }
}

/// strategy × entity × measure at a point, in the order of [`PointNames::heads`].
fn estimates<'a>(
    answer: &'a Answer,
    names: &'a PointNames,
    (kept, confidence): (&'a Kept, &'a Confidence),
) -> impl Iterator<Item = Estimate> + 'a {
    let numbers = answer.moments.iter().zip(&answer.intervals);
    names.layouts.iter().zip(numbers).flat_map(move |(layout, (moments, intervals))| {
        let mut intervals = intervals.iter();
        let one = |(entry, moments): (Entry<'_>, &SampleMoments)| {
            estimate(*moments, entry.is_quotient().then(|| intervals.next().copied()).flatten(), confidence)
        };
        kept.entries(layout).zip(moments).map(one).collect::<Vec<_>>()
    })
}

fn estimate(
    SampleMoments { mean, sd, n }: SampleMoments,
    interval: Option<[f64; 3]>,
    confidence: &Confidence,
) -> Estimate {
    match (n, interval) {
        (0, _) => Estimate::default(),
        (1, _) => Estimate { mean: Some(mean), n, ..Estimate::default() },
        (_, None) => Estimate::of_moments(mean, sd, n, confidence),
        (_, Some(interval)) => {
            let [se, low, high] = interval.map(Some);
            Estimate { mean: Some(mean), sd: Some(sd), se, low, high, n }
        }
    }
}
