//! The rows of a result folder, as values: `experiment` makes them, `present` writes and draws them,
//! and `pushpull report` reads them back.
//!
//! *Architecture invariant:* plain data; knows neither files nor how the numbers came about.

mod compared;
mod compared_runs;
mod differences;
mod facts;
mod fit;
mod held;
mod info;
mod labels;
pub mod name_list;
pub mod numbers;
pub mod outside;
mod point;
mod rows;
pub mod search;
mod sure;
mod sweep;
mod sweep_summary;
mod tables;
pub mod text_width;

pub use compared::{Compared, ComparedRow};
pub use compared_runs::{ComparedRuns, Pairing};
pub use differences::{Difference, differences};
pub use facts::{
    AskedTarget, ClassFacts, ComparedAt, ImpactFacts, MeanInterval, NoLongRun, RankedMeasure, RankedStrategy,
    SelectionFacts, ServiceFacts, TargetFact, TargetFacts, TargetValue, TargetVerdict, VerdictFacts, WorthFacts,
};
pub use fit::{CountsPicture, FitCountRow, FitCurve, FitPicture, FitResults, FitRow, HistogramBar};
pub use held::{ContenderRow, Decoupling, HeldRow};
pub use info::{EntityLabel, FIXED, Finding, LeftOut, Most, Raw, RunInfo, Search, Searched, StrategyInfo, Verdict};
pub use labels::{LabelBook, Labelled, level_name};
pub use point::{AxisValue, Pointed};
pub use rows::{
    ArrivalRow, ComparisonRow, ControlledRow, DistributionRow, FactRow, LevelRow, OrderRow, ReplicationRow, SeriesRow,
    SummaryRow,
};
pub use search::{Frontier, FrontierRow};
pub use sure::{SureLevel, Surely};
pub use sweep::{PointRow, SensitivityRow, StandingRow, Sweep, TornadoRow, what_the_best_does};
pub use sweep_summary::{SummaryCell, SummaryHead, SweepSummary};
pub use tables::Tables;
