//! What a sweep leaves: the summary of every design point, and who stands best there.

use super::point::Pointed;
use super::{RunInfo, SweepSummary};
use std::cmp::Ordering;

/// The tables of a sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// point × strategy × entity × measure, point by point.
    pub rows: SweepSummary,
    /// One per point, in the order of the design.
    pub standings: Vec<Pointed<StandingRow>>,
    /// One per point of a sweep of one strategy, in the order of the design; empty where strategies are compared.
    pub points: Vec<Pointed<PointRow>>,
    /// One at a time: axis × subject. Empty unless the design asks for it.
    pub tornado: Vec<TornadoRow>,
    /// Shares of the variance: axis × subject. Empty unless the design asks for it.
    pub sensitivity: Vec<SensitivityRow>,
    /// Provenance and words; `info.axes` names the axes.
    pub info: RunInfo,
}

/// Who is best in money at a point, of the strategies that do not surely miss a target, and how surely. Money is cost, or
/// profit where things have a price.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandingRow {
    /// Id of the measure judged: `cost_total` or `profit`.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Best mean; empty when no strategy has a value, or every one surely misses a target.
    pub best: String,
    /// Probability of being best, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// The next in line; empty when there is none.
    pub second: String,
    /// By how much `best` is better than `second`, in `unit`, with its paired interval.
    pub margin: Option<f64>,
    /// Lower end of the paired Student-t interval of the margin, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// Strategies that cannot be told from the best, with commas.
    pub tied: String,
    /// Where the exact answer is known: ln(λ L ÷ ln(1 + h ÷ b)), above 0 where the first unit of stock pays.
    pub boundary: Option<f64>,
}

/// What the best of every point does with money. Profit below 0 is a loss, and nobody earns most where all lose.
#[must_use]
pub fn what_the_best_does(rows: &SweepSummary, standings: &[Pointed<StandingRow>]) -> &'static str {
    if standings.first().is_none_or(|row| row.row.measure != "profit") {
        return "costs least";
    }
    // Both go point by point.
    let mut ahead = standings.iter().peekable();
    let (mut gains, mut losses) = (false, false);
    for cell in rows.wanted(|head| head.is_of_system("profit")) {
        while ahead.next_if(|row| row.point != cell.point).is_some() {}
        if ahead.peek().is_some_and(|row| row.row.best == cell.head.strategy) {
            let side = cell.estimate.mean.and_then(|mean| mean.partial_cmp(&0.0));
            losses |= side == Some(Ordering::Less);
            gains |= side.is_some_and(Ordering::is_ge);
        }
    }
    match (gains, losses) {
        (false, true) => "loses least",
        (true, true) => "earns most or loses least",
        _ => "earns most",
    }
}

/// A point of a sweep of one strategy, beside the best point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointRow {
    /// Id of the measure judged: `cost_total` or `profit`.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Its mean at the point.
    pub value: Option<f64>,
    /// Lower end of its Student-t interval, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
    /// Value of the point − that of the best one, paired by replication, in `unit`; 0 of the best one.
    pub difference: Option<f64>,
    /// Lower end of its paired Student-t interval, in `unit`.
    pub difference_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub difference_high: Option<f64>,
    /// Probability of being the best of the points that do not surely miss the target.
    pub p_best: Option<f64>,
    /// `met`, `missed` or `inconclusive`; empty without a target.
    pub target: String,
    /// `best`, `tied` with it, or empty.
    pub standing: String,
}

/// What an axis does on its own to a strategy, or to its difference to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TornadoRow {
    /// Name of the axis.
    pub axis: String,
    /// Strategy judged.
    pub strategy: String,
    /// The strategy subtracted; empty for a strategy alone.
    pub reference: String,
    /// Id of the measure: `cost_total` or `profit`.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Values of the axis: its lowest, that of the scenario, its highest.
    pub low: String,
    /// Value in the scenario; empty when it says nothing there.
    pub base: String,
    /// Highest value of the axis.
    pub high: String,
    /// Means with the axis there and the others as in the scenario.
    pub at_low: Option<f64>,
    /// Mean of the scenario as it stands, in `unit`.
    pub at_base: Option<f64>,
    /// Mean with the axis at its highest value, in `unit`.
    pub at_high: Option<f64>,
    /// `at_high` − `at_low`, paired by replication.
    pub swing: Option<f64>,
    /// Standard error of the swing, in `unit`.
    pub se: Option<f64>,
    /// Lower end of the paired Student-t interval of the swing, in `unit`.
    pub ci_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub ci_high: Option<f64>,
}

/// Which share of the variance over a design an axis is behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SensitivityRow {
    /// Name of the axis.
    pub axis: String,
    /// Strategy judged.
    pub strategy: String,
    /// The strategy subtracted; empty for a strategy alone.
    pub reference: String,
    /// Id of the measure: `cost_total` or `profit`.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Share of the axis alone, with its interval.
    pub first_order: f64,
    /// Lower end of its bootstrap interval over rows of the design.
    pub first_low: f64,
    /// Upper end of the interval.
    pub first_high: f64,
    /// Share of the axis together with the others, with its interval.
    pub total: f64,
    /// Lower end of its bootstrap interval.
    pub total_low: f64,
    /// Upper end of the interval.
    pub total_high: f64,
    /// Standard deviation over the design, in `unit`.
    pub sd: f64,
}
