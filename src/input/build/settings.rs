//! `[run]` and `[report]`.

use super::builder::Builder;
use crate::measures::{Better, Column, EntityKind, MEASURES, Measure};
use crate::model::{
    CivilCalendar, CostSettings, Item, ReportSettings, RunKind, RunSettings, StockChange, Ticks, Ties, TimeUnit, Window,
};
use crate::reader::{Cursor, Problem, Sources, moment, nearest};

impl Builder<'_> {
    /// `[run]`.
    pub fn run(&mut self) -> RunSettings {
        let at = self.scenario.at("run");
        let time = |key: &str| Ticks::from_units(at.at(key).number());
        let (warm_up, horizon) = (time("warm_up"), time("horizon"));
        if at.at("horizon").is_given() && horizon == Ticks::ZERO && at.at("horizon").number() > 0.0 {
            let message = "`run.horizon` is less than half of the shortest time, 1e-9 time units";
            self.problems.at(at.at("horizon").value_place(), message);
        }
        let kind = match at.at("kind").given_text() {
            Some("finite") => RunKind::Finite,
            _ => RunKind::Steady,
        };
        RunSettings {
            kind,
            warm_up,
            horizon,
            replications: u32::try_from(at.at("replications").whole()).unwrap_or(1),
            stopping: None,
            control_variates: at.at("control_variates").flag(),
            seed: u64::try_from(at.at("seed").whole()).unwrap_or(0),
            confidence: at.at("confidence").number(),
            drain_limit: at.at("drain_limit").given_number().map(Ticks::from_units).unwrap_or(warm_up + horizon),
            ties: if at.at("ties").text() == "random" { Ties::Random } else { Ties::Name },
        }
    }

    /// Where time 0 stands: at `run.start`, else at this midnight, if there is one.
    pub fn calendar(&mut self, unit: TimeUnit, midnight: Option<i64>) -> Option<CivilCalendar> {
        let at = self.scenario.at("run").at("start");
        let start = at.node().and_then(|node| moment(node.date()?));
        let calendar = CivilCalendar::new(unit, start.map(|start| start.seconds as i64).or(midnight));
        if at.is_given() && calendar.is_none() {
            let message =
                "a date of time 0 needs a `time_unit` from second to week: of months and years not all are alike";
            self.problems.at(at.value_place(), message);
        }
        calendar
    }

    /// `[costs]`, of such a run of these items.
    pub fn costs(&self, run: &RunSettings, items: &[Item]) -> CostSettings {
        let at = self.scenario.at("costs").at("stock_change");
        // What is on the shelf at time 0 is not free where a life ends.
        let end = (run.warm_up + run.horizon).units();
        let ends = || items.iter().any(|item| item.life.may_end_before(end));
        let counted = if at.is_given() { at.flag() } else { run.kind == RunKind::Finite || ends() };
        CostSettings {
            stock_change: if counted { StockChange::Counted } else { StockChange::Free },
            carbon_price: self.scenario.at("costs").at("carbon_price").number(),
            capital_rate: self.scenario.at("costs").at("capital_rate").number(),
        }
    }

    /// `[report]` but its targets, which are judged when the rest of the model is known.
    pub fn report(&mut self) -> ReportSettings {
        let at = self.scenario.at("report");
        let windows = self.windows(at.at("windows"));
        let quantiles = self.quantiles(at.at("quantiles"));
        ReportSettings {
            windows,
            targets: Vec::new(),
            buckets: u32::try_from(at.at("buckets").whole()).unwrap_or(1),
            impact: at.at("impact").flag(),
            orders: at.at("orders").flag(),
            quantiles,
            period: Ticks::from_units(at.at("period").given_number().unwrap_or(1.0)),
        }
    }

    fn windows(&mut self, at: Cursor) -> Vec<Window> {
        let mut windows: Vec<Window> = Vec::new();
        for node in at.list().unwrap_or_default() {
            let Some(units) = node.number() else { continue };
            let length = Ticks::from_units(units);
            if windows.iter().any(|other| other.length == length) {
                self.problems.at(node.place, format!("window {units} is given twice"));
            }
            windows.push(Window { label: label(self.sources, node.place, units), length });
        }
        windows
    }

    fn quantiles(&mut self, at: Cursor) -> Vec<f64> {
        let mut quantiles = at.numbers();
        quantiles.sort_by(f64::total_cmp);
        if quantiles.windows(2).any(|pair| pair[0] == pair[1]) {
            self.problems.at(at.value_place(), "a quantile is given twice");
        }
        quantiles
    }
}

/// What is wrong with a measure of entities of a kind as a target, its place still to be filled in.
pub(super) fn check_measure(id: &str, kind: EntityKind, windows: &[Window], quantiles: &[f64]) -> Option<Problem> {
    let Some(column) = Column::parse(id) else {
        let mut problem = Problem::nowhere(format!("unknown measure `{id}`"));
        let near = nearest(id, MEASURES.iter().map(|row| row.id));
        problem.help = near.map(|near| format!("did you mean `{near}`?"));
        return Some(problem);
    };
    let row = column.measure.definition();
    if !row.grain.contains(&kind) {
        let of = match kind {
            EntityKind::System => "the whole system".into(),
            kind => format!("a {}", kind.word()),
        };
        return Some(Problem::nowhere(format!("`{id}` is not measured for {of}")));
    }
    if row.better == Better::Neither {
        return Some(Problem::nowhere(format!("`{id}` has no better and worse, so it cannot be a target")));
    }
    let parameter = column.parameter.unwrap_or_default();
    let is_digits = parameter.bytes().all(|byte| byte.is_ascii_digit());
    match column.measure {
        Measure::ResponseQuantile if !is_digits => {
            let problem = Problem::nowhere(format!("`{id}` names no quantile"));
            Some(problem.help("a quantile is named by its digits: `response_p95`, `response_p999`"))
        }
        Measure::ResponseWithin if !windows.iter().any(|window| window.label == parameter) => {
            let problem = Problem::nowhere(format!("`{id}` needs the window {parameter}"));
            Some(problem.help(format!("add {parameter} to `report.windows`")))
        }
        Measure::ResponseQuantile => {
            let wanted: f64 = format!("0.{parameter}").parse().unwrap_or(f64::NAN);
            let usual = parameter.len() == 2 || (parameter.len() > 2 && !parameter.ends_with('0'));
            let known = usual && quantiles.contains(&wanted);
            let help = format!("add 0.{parameter} to `report.quantiles`");
            (!known).then(|| Problem::nowhere(format!("`{id}` needs the quantile 0.{parameter}")).help(help))
        }
        _ => None,
    }
}

/// A number as it was written, without the underscores and the plus sign of TOML.
pub fn label(sources: &Sources, place: crate::reader::Place, value: f64) -> String {
    let written: String = sources.text(place).chars().filter(|c| !matches!(c, '_' | '+')).collect();
    if written.parse() == Ok(value) { written } else { format!("{value}") }
}
