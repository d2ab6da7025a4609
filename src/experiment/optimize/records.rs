//! Points scored by whole replications: covers every strategy, at the price of simulating each point.

use super::{Goal, Objective, Point, Scorer, Scores, Space};
use crate::collect::{PathRunner, Runner};
use crate::measures::{Column, EntityKind, Measure};
use crate::model::Model;
use crate::plan::{Levels, Plan};
use crate::record::{Entity, Layout, RunRecord};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Scores points by simulating the search replications, each by the engine that covers it; remembers what it scored.
pub(super) struct Records<'a> {
    model: &'a Model,
    plan: &'a Plan,
    space: &'a Space,
    replications: Vec<u32>,
    /// Places in a record: money and its sign, mean response, services.
    money: (usize, f64),
    response: Option<usize>,
    services: Vec<Option<usize>>,
    known: BTreeMap<Point, Scores>,
}

impl<'a> Records<'a> {
    pub fn new(model: &'a Model, plan: &'a Plan, space: &'a Space, goal: &Goal, replications: Vec<u32>) -> Records<'a> {
        let layout = Runner::new(model, plan).layout().clone();
        let system = Entity { kind: EntityKind::System, name: String::new() };
        let of_system = |measure| find(&layout, &system, &Column::plain(measure));
        let (measure, sign) = match goal.objective {
            Objective::Cost => (Measure::CostTotal, 1.0),
            Objective::Profit => (Measure::Profit, -1.0),
        };
        Records {
            model,
            plan,
            space,
            replications,
            money: (of_system(measure).expect("every record has the money of the system"), sign),
            response: of_system(Measure::ResponseMean),
            services: goal.targets.iter().map(|target| find(&layout, &target.entity, &target.column)).collect(),
            known: BTreeMap::new(),
        }
    }

    fn simulate(&self, levels: &Levels) -> Scores {
        let run = |replication: &u32| match PathRunner::new(self.model, self.plan, levels) {
            Ok(mut runner) => runner.run(levels, *replication),
            Err(_) => Runner::new(self.model, self.plan).run(levels, *replication),
        };
        let records: Vec<RunRecord> = self.replications.par_iter().map(run).collect();
        let column = |place: usize| records.iter().map(move |record| record.values[place]);
        let missing = || vec![f64::NAN; records.len()];
        Scores {
            money: column(self.money.0).map(|money| money * self.money.1).collect(),
            service: self
                .services
                .iter()
                .map(|place| place.map_or_else(missing, |place| column(place).collect()))
                .collect(),
            response: self.response.map_or_else(missing, |place| column(place).collect()),
        }
    }
}

fn find(layout: &Layout, entity: &Entity, column: &Column) -> Option<usize> {
    layout.values.iter().position(|entry| entry.entity == *entity && entry.column == *column)
}

impl Scorer for Records<'_> {
    fn replications(&self) -> usize {
        self.replications.len()
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        if let Some(known) = self.known.get(point) {
            return known.clone();
        }
        let scores = self.simulate(&self.space.levels(point));
        self.known.insert(point.to_vec(), scores.clone());
        scores
    }
}
