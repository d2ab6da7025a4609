//! Points scored in whole passes over relaxed paths.

use super::sample::RelaxedSample;
use crate::experiment::optimize::service::{Reading, Service};
use crate::experiment::optimize::{Goal, Objective, Scorer, Scores, UnitSlopes};

/// The search replications of one strategy, passed over for every point.
pub(in super::super) struct PassScorer<'a> {
    sample: RelaxedSample<'a>,
    objective: Objective,
    readings: Vec<Reading>,
    /// Ticks within which an order is nearly late, for slopes.
    width: f64,
}

impl<'a> PassScorer<'a> {
    /// Of a sample that holds the search replications; `None` where a target is not a quotient of sums.
    pub(super) fn new(
        mut sample: RelaxedSample<'a>,
        goal: &Goal,
        services: Vec<Service>,
        width: f64,
    ) -> Option<PassScorer<'a>> {
        if services.iter().any(|service| matches!(service.reading, Reading::Quantile(_))) {
            return None;
        }
        sample.judge_responses();
        sample.choose_on_all();
        let readings = services.iter().map(|service| service.reading).collect();
        Some(PassScorer { sample, objective: goal.objective, readings, width })
    }
}

/// A service from what is late, or from responses.
pub(super) fn read(reading: Reading, judged: f64) -> f64 {
    if reading.is_share() { 1.0 - judged } else { judged }
}

impl Scorer for PassScorer<'_> {
    fn replications(&self) -> usize {
        self.sample.replications()
    }

    fn words(&self) -> String {
        format!("{} replications, drawn once and passed over for each point", self.replications())
    }

    fn score(&mut self, point: &[i64]) -> Scores {
        let each = self.sample.each_exactly(point);
        let mut judged = self.sample.by_replication(&each);
        let response = judged.pop().unwrap_or_default();
        let read =
            |(reading, values): (&Reading, Vec<f64>)| values.into_iter().map(|judged| read(*reading, judged)).collect();
        Scores {
            money: each
                .iter()
                .map(|one| if self.objective == Objective::Cost { one.cost } else { one.cost - one.revenue })
                .collect(),
            service: self.readings.iter().zip(judged).map(read).collect(),
            response,
        }
    }

    fn slopes(&mut self, point: &[i64]) -> Option<Vec<UnitSlopes>> {
        let stocks: Vec<f64> = point.iter().map(|stock| *stock as f64).collect();
        let services = self.readings.len() + 1;
        let nothing = vec![0.0; services];
        let money = self.sample.slopes(&stocks, 1.0, &nothing, self.width).slopes;
        let of = |place: usize| {
            let mut prices = nothing.clone();
            prices[place] = 1.0;
            self.sample.slopes(&stocks, 0.0, &prices, self.width).slopes
        };
        let mut judged: Vec<Vec<f64>> = (0..services).map(of).collect();
        let response = judged.pop().unwrap_or_default();
        let one = |variable: usize| UnitSlopes {
            money: money[variable],
            service: self
                .readings
                .iter()
                .zip(&judged)
                .map(|(reading, slopes)| if reading.is_share() { -slopes[variable] } else { slopes[variable] })
                .collect(),
            response: response[variable],
        };
        Some((0..point.len()).map(one).collect())
    }
}
