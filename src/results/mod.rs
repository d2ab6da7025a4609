//! The rows of a result folder, as values: `experiment` makes them, `present` writes and draws them,
//! and `pushpull report` reads them back.
//!
//! *Architecture invariant:* plain data; knows neither files nor how the numbers came about.

mod facts;
mod held;
pub mod numbers;
mod rows;
mod run_info;
pub mod search;
mod searched;
mod sweep;
mod tables;
mod verdict;

pub use facts::{
    MeanInterval, RankedMeasure, RankedStrategy, SelectionFacts, ServiceFacts, TargetFact, TargetFacts, TargetVerdict,
    VerdictFacts,
};
pub use held::{ContenderRow, Decoupling, HeldRow};
pub use rows::{
    ComparisonRow, ControlledRow, DistributionRow, FactRow, OrderRow, ReplicationRow, SeriesRow, SummaryRow,
};
pub use run_info::{AskedTarget, FIXED, LeftOut, Most, RunInfo, StrategyInfo};
pub use search::{Frontier, FrontierRow, LevelRow};
pub use searched::{Search, Searched};
pub use sweep::{AxisValue, Pointed, SensitivityRow, StandingRow, Sweep, TornadoRow};
pub use tables::{Raw, Tables};
pub use verdict::{Finding, Verdict};
