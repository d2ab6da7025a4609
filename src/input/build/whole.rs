//! The model as a whole.

use super::builder::Builder;
use super::items;
use crate::input::trace_rows::Trace;
use crate::model::{Model, RunSettings, TimeUnit};
use crate::reader::{DAY, Problem};
use crate::rules::arrivals::{self, Surroundings};
use crate::rules::at_work::{self, RunTimes};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Builder<'_> {
    /// The model; it is a model only if no problem was found here or before.
    pub fn model(&mut self) -> Model {
        self.check_names();
        let at = self.scenario;
        let traces = self.traces();
        self.recorded_classes = traces.values().flat_map(|trace| trace.classes.iter().cloned()).collect();
        let unit = at.at("time_unit").text();
        let time_unit =
            TimeUnit::ALL.into_iter().find(|(word, _)| *word == unit).map_or(TimeUnit::Day, |(_, unit)| unit);
        let run = self.run();
        let calendar = self.calendar(time_unit, first_day(&traces));
        let until = run.warm_up.0.saturating_add(run.horizon.0).saturating_add(run.drain_limit.0);
        let times = RunTimes { civil: calendar, calendars: &[], until };
        let calendars = at_work::read_calendars(at.at("calendars"), times, &mut self.problems);
        let times = RunTimes { calendars: &calendars, ..times };
        let suppliers = items::suppliers(self.scenario, times, &mut self.problems);
        let stations = items::stations(self.scenario, times, &mut self.problems);
        let mut items = self.items(&suppliers, times);
        if items.is_empty() {
            let problem = Problem::new(self.scenario.at("items").place, "no item: a scenario needs at least one");
            self.problems.add(problem.help("for example `[items.NAME]` with `cost = 10`"));
        }
        let classes = self.classes();
        let environments = arrivals::read_environments(at.at("environments"), &mut self.problems);
        let window = (run.warm_up.0, (run.warm_up + run.horizon).0);
        let demands = self.demands(&traces, Surroundings { calendar, environments: &environments, window });
        self.network(&mut items, &demands);
        let strategies = self.strategies(&items);
        let name = at.at("name");
        if name.is_given() && name.text().trim().is_empty() {
            self.problems.at(name.value_place(), "`name` is empty");
        }
        let report = self.report();
        let stopping = self.stopping(&report, &items);
        let run = RunSettings { stopping, ..run };
        let mut model = Model {
            name: name.text().into(),
            question: at.at("question").text().into(),
            time_unit,
            currency: at.at("currency").text().into(),
            costs: self.costs(&run, &items),
            run,
            report,
            items,
            suppliers,
            stations,
            classes,
            calendar,
            environments,
            demands,
            strategies,
            labels: Vec::new(),
            own: Vec::new(),
        };
        model.report.targets = self.report_targets(&model);
        model
    }
}

/// The midnight before the first row of dated records, seconds from the beginning of 1970.
fn first_day(traces: &BTreeMap<String, Arc<Trace>>) -> Option<i64> {
    let dated = traces.values().filter(|trace| trace.is_dated);
    let first = dated.flat_map(|trace| trace.rows.iter().map(|row| row.time)).min_by(f64::total_cmp)?;
    Some((first / DAY).floor() as i64 * DAY as i64)
}
