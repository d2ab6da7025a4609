//! `run.precision`, `run.select` and `run.max_replications`.

use super::builder::Builder;
use super::settings::check_measure;
use crate::measures::{Better, Column, EntityKind, Measure};
use crate::model::{Aim, Item, Precision, ReportSettings, Select, Stopping, Whose};
use crate::reader::{Cursor, Problem};

/// `run.max_replications` where it is not given.
const MOST: i64 = 1_000;

/// Whether a measure must have a better and a worse.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Needed,
    Open,
}

impl Builder<'_> {
    /// What adds replications, if anything does.
    pub fn stopping(&mut self, report: &ReportSettings, items: &[Item]) -> Option<Stopping> {
        let at = self.scenario.at("run");
        let (precision, select, most) = (at.at("precision"), at.at("select"), at.at("max_replications"));
        if !precision.is_given() && !select.is_given() {
            if most.is_given() {
                let problem =
                    Problem::new(most.place, "`run.max_replications` goes with a rule that adds replications");
                let help = "add `run.precision` or `run.select`, or set `run.replications` instead";
                self.problems.add(problem.help(help));
            }
            return None;
        }
        let (first, confidence) = (at.at("replications"), at.at("confidence"));
        if select.is_given() && confidence.number() <= 0.5 {
            let message = "a selection needs a `run.confidence` above 0.5: with less the first guess would do";
            self.problems.at(confidence.value_place(), message);
        }
        let max_replications = most.given_whole().unwrap_or_else(|| MOST.max(first.whole()));
        self.first_stage(first, most, max_replications);
        Some(Stopping {
            precision: if precision.is_given() { self.precision(precision, report) } else { None },
            select: if select.is_given() { self.select(select, report, items) } else { None },
            max_replications: u32::try_from(max_replications).unwrap_or(1),
        })
    }

    fn first_stage(&mut self, first: Cursor, most: Cursor, max_replications: i64) {
        if first.is_given() && first.whole() == 1 {
            let message =
                "a first stage of 1 replication has no variance to go by: `run.replications` must be at least 2";
            self.problems
                .add(Problem::new(first.value_place(), message).help("30 is usual, 10 the least that is advised"));
        }
        if max_replications < first.whole() {
            let message = format!(
                "`run.max_replications` is {max_replications}, and the first stage alone has {} (`run.replications`)",
                first.whole()
            );
            let help = format!("raise run.max_replications to {} or more, or lower run.replications", first.whole());
            self.problems.add(Problem::new(most.value_place(), message).help(help));
        }
    }

    fn precision(&mut self, at: Cursor, report: &ReportSettings) -> Option<Precision> {
        let measure = self.measured(at.at("measure"), report, Sense::Open)?;
        let aim = match (at.at("relative").given_number(), at.at("absolute").given_number()) {
            (Some(share), _) => Aim::Relative(share),
            (None, absolute) => Aim::Absolute(absolute?),
        };
        let of = if at.at("of").text() == "differences" { Whose::Differences } else { Whose::Means };
        Some(Precision { measure, aim, of })
    }

    fn select(&mut self, at: Cursor, report: &ReportSettings, items: &[Item]) -> Option<Select> {
        let priced = items.iter().any(|item| item.price > 0.0);
        let usual = if priced { Measure::Profit } else { Measure::CostTotal };
        let measure = if at.at("measure").is_given() {
            self.measured(at.at("measure"), report, Sense::Needed)?
        } else {
            usual.definition().id.into()
        };
        Some(Select { measure, indifference: at.at("indifference").given_number()? })
    }

    /// A measure of the whole system, if it is one.
    fn measured(&mut self, at: Cursor, report: &ReportSettings, sense: Sense) -> Option<String> {
        let id = at.given_text()?;
        let neutral = |column: Column| column.measure.definition().better == Better::Neither;
        let problem = match check_measure(id, EntityKind::System, &report.windows, &report.quantiles) {
            Some(_) if Column::parse(id).is_some_and(neutral) && sense == Sense::Open => None,
            Some(_) if Column::parse(id).is_some_and(neutral) => {
                Some(Problem::nowhere(format!("`{id}` has no better and worse, so nothing is the best in it")))
            }
            problem => problem,
        };
        if let Some(problem) = problem {
            self.problems.add(Problem { place: Some(at.value_place()), ..problem });
            return None;
        }
        Some(id.into())
    }
}
