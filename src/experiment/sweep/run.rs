//! All points of a sweep, and what is said of them together.

use super::answers::Gathered;
use super::points::{Points, Scheme, SweepOptions, with_extremes};
use super::work::{SweepWork, kept};
use super::{best_point, idle, one_strategy, sensitivity, tornado, words};
use crate::experiment::raw::Kept;
use crate::experiment::records::Setup;
use crate::experiment::stopping;
use crate::experiment::tables::{Facts, Provenance, info};
use crate::model::Model;
use crate::record::Answer;
use crate::results::{Raw, RunInfo, Sweep, what_the_best_does};
use crate::threads;
use crate::watch::{Stopped, Watch, stoppable};
use std::ops::Range;

/// Points whose answers are in memory before they are packed. Threads help each other with the last of them, so that waiting for
/// those costs next to nothing.
const BLOCK: usize = 256;

/// Runs every point and says who is best where.
///
/// # Errors
/// When the watch stops it.
///
/// # Panics
/// When there is no point.
pub fn sweep(
    points: &Points<'_>,
    provenance: Provenance,
    options: &SweepOptions<'_>,
    watch: &dyn Watch,
) -> Result<Sweep, Stopped> {
    let base = &(points.model)(0);
    let kept = &kept(&Setup::new(base).layouts(), points.whole.points, provenance.raw);
    let money = points.whole.money();
    let all = stoppable(watch, |teller| {
        let work = SweepWork::new(points, options, teller, (money, kept));
        let mut all = Gathered::new(money, base.run.confidence);
        threads::within(options.threads, || {
            for block in (0..points.points.len()).step_by(BLOCK) {
                let size = BLOCK.min(points.points.len() - block);
                for (answer, names) in threads::numbered(size, |number| work.point(block + number)) {
                    all.take(answer, &names, points, (money, kept));
                }
            }
        });
        all
    })?;
    Ok(finish(all, base, (points, kept), provenance))
}

/// What some points of a design come to, in their order: [`sweep`] with an archive that has these answers takes them in place of
/// running the points.
///
/// # Errors
/// When the watch stops it.
pub fn point_answers(
    points: &Points<'_>,
    raw: Raw,
    numbers: Range<u32>,
    options: &SweepOptions<'_>,
    watch: &dyn Watch,
) -> Result<Vec<Answer>, Stopped> {
    let base = &(points.model)(0);
    let kept = &kept(&Setup::new(base).layouts(), points.whole.points, raw);
    stoppable(watch, |teller| {
        let work = SweepWork::new(points, options, teller, (points.whole.money(), kept));
        let one = |number: usize| work.point(numbers.start as usize + number).0;
        threads::within(options.threads, || threads::numbered(numbers.len(), one))
    })
}

fn finish(all: Gathered, base: &Model, (points, kept): (&Points<'_>, &Kept), provenance: Provenance) -> Sweep {
    let mut found = provenance.findings.clone();
    found.extend(words::left_undone(&points.surveys));
    found.extend(idle::axes(points, &all.rows));
    found.extend(
        all.findings.values().map(|(count, first, said)| words::finding(points, (*count, *first), said.clone())),
    );
    let swung = match points.scheme {
        Scheme::OneAtATime => tornado::rows(points, &all.outcomes, base),
        _ => Vec::new(),
    };
    let sensitivity = match points.scheme {
        Scheme::Saltelli => sensitivity::rows(points, &all.outcomes, base),
        _ => Vec::new(),
    };
    found.extend(sensitivity::few_rows(&sensitivity, points));
    let best_points = match points.scheme {
        Scheme::Free => best_point::rows(points, &all, base),
        _ => Vec::new(),
    };
    let replications = all.replications.unwrap_or_default();
    let facts = Facts {
        replications: replications.0,
        events: all.events,
        residual: all.residual,
        verdict: match best_points.is_empty() {
            true => {
                let what = what_the_best_does(&all.rows, &all.standings);
                words::verdict(points, (&all.standings, what), (&swung, &sensitivity), base)
            }
            false => one_strategy::verdict(points, &best_points, base),
        },
        findings: found,
        left_out: kept.left_out(),
        axes: points.axes.clone(),
    };
    let stop_rule = stopping::words_of_points(base, replications);
    let info = with_extremes(RunInfo { stop_rule, ..info(base, provenance, facts) }, &points.surveys);
    let tornado = swung.into_iter().map(|swung| swung.row).collect();
    Sweep { rows: all.rows, standings: all.standings, points: best_points, tornado, sensitivity, info }
}
