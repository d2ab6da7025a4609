//! A service target, as it is read off a sample path.

use super::ServiceTarget;
use crate::measures::{EntityKind, Measure};
use crate::model::{Model, TICKS_PER_UNIT};
use crate::path::{Charge, FlowTotals, Judged, LateAfter, NotScored, Priced, SamplePath};
use crate::plan::Plan;
use crate::stats::Sketch;

/// A service, as it is read off a path.
pub(super) struct Service {
    pub reading: Reading,
    /// By flow of the plan: whether its orders count.
    pub flows: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Reading {
    AtOnce,
    OnTime,
    /// The window's place in the report.
    Within(usize),
    Mean,
    Quantile(f64),
}

impl Service {
    /// The flows whose orders count.
    fn flows<'p>(&'p self, path: &'p SamplePath) -> impl Iterator<Item = &'p FlowTotals> {
        let due = |flow: &FlowTotals| !matches!(self.reading, Reading::OnTime) || flow.is_due();
        path.flows().iter().zip(&self.flows).filter(move |(flow, counts)| **counts && due(flow)).map(|(flow, _)| flow)
    }

    /// Orders that count.
    pub fn orders(&self, path: &SamplePath) -> f64 {
        self.flows(path).map(|flow| flow.orders).sum::<i64>() as f64
    }

    pub fn read(&self, path: &SamplePath) -> (f64, Option<f64>) {
        let orders = self.orders(path);
        let share = |of: fn(&FlowTotals) -> i64| self.flows(path).map(of).sum::<i64>() as f64;
        let above = match self.reading {
            Reading::AtOnce => share(|flow| flow.at_once),
            Reading::OnTime => share(|flow| flow.on_time),
            Reading::Within(window) => self.flows(path).map(|flow| flow.within[window]).sum::<i64>() as f64,
            Reading::Mean => self.flows(path).map(|flow| flow.response).sum::<i128>() as f64 / TICKS_PER_UNIT as f64,
            Reading::Quantile(q) => {
                let mut responses = Sketch::default();
                path.each_response(|flow, response| {
                    if self.flows[flow as usize] {
                        responses.add(response);
                    }
                });
                return (responses.quantile(q).map_or(f64::NAN, |ticks| ticks / TICKS_PER_UNIT as f64), None);
            }
        };
        (above / orders, Some(orders))
    }

    /// A price on the orders that are late, if the service is a share: `price` for as many as a replication has in the mean.
    pub fn charge(&self, model: &Model, path: &SamplePath, (price, orders): (f64, f64)) -> Option<Charge> {
        let limit = match self.reading {
            Reading::AtOnce => LateAfter::AtOnce,
            Reading::OnTime => LateAfter::Due,
            Reading::Within(window) => LateAfter::Within(model.report.windows[window].length.0),
            Reading::Mean | Reading::Quantile(_) => return None,
        };
        let counts = |(flow, counts): (&FlowTotals, &bool)| *counts && (limit != LateAfter::Due || flow.is_due());
        let flows: Vec<bool> = path.flows().iter().zip(&self.flows).map(counts).collect();
        Some(Charge { flows, limit, price: price / orders.max(1.0) })
    }
}

impl Service {
    /// What a pass over relaxed paths counts for it, and what there may be of that for each order: a share that is late, or
    /// a response.
    pub fn relaxed(&self, model: &Model, target: &ServiceTarget) -> (Priced, f64) {
        let within = |limit: f64| LateAfter::Within(crate::model::Ticks::from_units(limit).0);
        let (judged, most) = match self.reading {
            Reading::AtOnce => (Judged::Late(LateAfter::AtOnce), 1.0 - target.value),
            Reading::OnTime => (Judged::Late(LateAfter::Due), 1.0 - target.value),
            Reading::Within(window) => {
                (Judged::Late(LateAfter::Within(model.report.windows[window].length.0)), 1.0 - target.value)
            }
            Reading::Mean => (Judged::Response, target.value),
            Reading::Quantile(share) => (Judged::Late(within(target.value)), 1.0 - share),
        };
        (Priced { flows: self.flows.clone(), judged }, most)
    }
}

impl Reading {
    pub fn is_share(self) -> bool {
        matches!(self, Reading::AtOnce | Reading::OnTime | Reading::Within(_))
    }
}

/// How a target is read off a path.
pub(super) fn service(model: &Model, plan: &Plan, target: &ServiceTarget) -> Result<Service, NotScored> {
    let no = || NotScored(format!("{} is not read off a path", target.column.id()));
    let parameter = target.column.parameter.as_deref();
    let reading = match target.column.measure {
        Measure::OrderFillRate => Reading::AtOnce,
        Measure::OnTimeRate => Reading::OnTime,
        Measure::ResponseMean => Reading::Mean,
        Measure::ResponseWithin => {
            let window = model.report.windows.iter().position(|window| Some(window.label.as_str()) == parameter);
            Reading::Within(window.ok_or_else(no)?)
        }
        Measure::ResponseQuantile => {
            let digits = parameter.ok_or_else(no)?;
            Reading::Quantile(format!("0.{digits}").parse().map_err(|_| no())?)
        }
        _ => return Err(no()),
    };
    let counts = |flow: &crate::plan::Flow| match target.entity.kind {
        EntityKind::System => true,
        EntityKind::Product => model.item(flow.product).name == target.entity.name,
        EntityKind::Class => model.demands[flow.origin as usize].class == target.entity.name,
        EntityKind::Item | EntityKind::Station | EntityKind::Supplier | EntityKind::Source => false,
    };
    Ok(Service { reading, flows: plan.flows.iter().map(counts).collect() })
}
