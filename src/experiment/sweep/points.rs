//! What is swept: the points of a design, and what has to be known of all their scenarios at once.

use crate::measures::Measure;
use crate::model::Model;
use crate::record::Archive;
use crate::results::{AxisValue, Most, RunInfo};

/// What is swept.
pub struct Points<'a> {
    /// Names of the axes.
    pub axes: Vec<String>,
    /// Values by axis, point by point; at least one.
    pub points: Vec<Vec<AxisValue>>,
    /// By point; none where answers of points are all that is asked for.
    pub surveys: Vec<Survey>,
    /// The design that they are all of, or a part of.
    pub whole: WholeDesign,
    /// What a point changes in the scenario, by its number, as `key=value`.
    pub sets: &'a (dyn Fn(usize) -> Vec<String> + Sync),
    /// The scenario of a point, by its number: made when its turn comes.
    pub model: &'a (dyn Fn(usize) -> Model + Sync),
    /// How the points were chosen.
    pub scheme: Scheme,
}

/// How the points hang together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Each for itself.
    #[default]
    Free,
    /// The scenario as it stands, then each axis low and high.
    OneAtATime,
    /// Row by row as [`super::design::saltelli`] gives them.
    Saltelli,
}

/// Points from which on a design keeps the answers of points that are done in place of all records: those under way, which a
/// start that was killed loses, are then a small part of the work, and the file does not grow with the replications.
const MANY: usize = 256;

/// What the points of a sweep have in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The records of their replications.
    Records,
    /// Their answers.
    Answers,
}

impl Keeps {
    /// Of a design of so many points on one machine.
    #[must_use]
    pub fn of(points: usize) -> Keeps {
        if points >= MANY { Keeps::Answers } else { Keeps::Records }
    }
}

/// What is to be known of a whole design to judge a point of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeDesign {
    /// Number of its points: how many rows there are decides which are kept.
    pub points: usize,
    /// Whether something has a price at one of them: then all are judged by profit.
    pub is_priced: bool,
}

impl WholeDesign {
    /// Of all its points.
    #[must_use]
    pub fn of(surveys: &[Survey]) -> WholeDesign {
        WholeDesign { points: surveys.len(), is_priced: surveys.iter().any(|survey| survey.is_priced) }
    }

    pub(super) fn money(self) -> Measure {
        if self.is_priced { Measure::Profit } else { Measure::CostTotal }
    }
}

/// How points are run; nothing here changes a result.
pub struct SweepOptions<'a> {
    /// Threads to use; 0 is one per core.
    pub threads: usize,
    /// Where records and answers are looked for and kept, by number of the point.
    pub archive: &'a dyn Archive,
    /// What of them it has.
    pub keeps: Keeps,
}

/// What is kept of the scenario of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Survey {
    /// Window in time units, and seed.
    pub window: Most,
    /// Replications of all strategies, before any rule adds some.
    pub replications: u64,
    /// Whether something has a price.
    pub is_priced: bool,
    /// Whether `run.control_variates` and `report.orders` are asked for, which a sweep has no tables for.
    pub asks_controls: bool,
    /// Whether `report.orders` is asked for.
    pub asks_orders: bool,
}

impl Survey {
    /// Looks over the scenario of a point.
    #[must_use]
    pub fn of(model: &Model) -> Survey {
        let run = &model.run;
        Survey {
            window: Most { warm_up: run.warm_up.units(), horizon: run.horizon.units(), seed: run.seed },
            replications: model.strategies.len() as u64 * u64::from(run.replications),
            is_priced: crate::experiment::verdict::is_priced(model),
            asks_controls: run.control_variates,
            asks_orders: model.report.orders,
        }
    }
}

/// With the least and the greatest window and seed of all points in the place of those of the first.
pub(super) fn with_extremes(info: RunInfo, surveys: &[Survey]) -> RunInfo {
    let extreme = |number: fn(f64, f64) -> f64, whole: fn(u64, u64) -> u64| {
        surveys.iter().map(|survey| survey.window).reduce(|a, b| Most {
            warm_up: number(a.warm_up, b.warm_up),
            horizon: number(a.horizon, b.horizon),
            seed: whole(a.seed, b.seed),
        })
    };
    let (least, most) = (extreme(f64::min, u64::min), extreme(f64::max, u64::max));
    let Some(Most { warm_up, horizon, seed }) = least else { return info };
    RunInfo { most: most.filter(|_| least != most), warm_up, horizon, seed, ..info }
}
