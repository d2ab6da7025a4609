//! What a search over the items to hold leaves: the sets compared, and per item what holding it saves and costs.

use super::RunInfo;

/// Everything the folder of `optimize --decoupling` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoupling {
    /// By item that may be held.
    pub items: Vec<HeldRow>,
    /// The pure strategies, then the best set of held items.
    pub contenders: Vec<ContenderRow>,
    /// Provenance and words; the strategies are the contenders.
    pub info: RunInfo,
}

/// item: whether it is held under the best set, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeldRow {
    /// Name of the item.
    pub item: String,
    /// `yes` or `no`.
    pub held: String,
    /// Unit of the money.
    pub unit: String,
    /// What holding it saves: all costs but holding, less revenue, and where targets are met the service at what its
    /// next unit costs.
    pub saves: Option<f64>,
    /// Lower end of its Student-t interval, in `unit`.
    pub saves_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub saves_high: Option<f64>,
    /// What holding it costs: holding, of the whole system.
    pub costs: Option<f64>,
    /// Lower end of its interval, in `unit`.
    pub costs_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub costs_high: Option<f64>,
    /// `saves` − `costs`.
    pub net: Option<f64>,
    /// Lower end of its interval, in `unit`.
    pub net_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub net_high: Option<f64>,
    /// `yes` or `no`: whether the targets are met with the item switched.
    pub met_otherwise: String,
}

/// set of held items, at its best levels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContenderRow {
    /// `MTO`, `ATO`, `MTS`, `all` or `mixed`.
    pub strategy: String,
    /// Items held, with commas.
    pub holds: String,
    /// `yes` or `no`: whether the targets are met on the replications searched.
    pub reached: String,
    /// Id and unit of the money.
    pub money: String,
    /// Its unit.
    pub unit: String,
    /// The money on fresh replications.
    pub cost: Option<f64>,
    /// Lower end of its Student-t interval, in `unit`.
    pub cost_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub cost_high: Option<f64>,
    /// Money of this set − that of the best one, paired by replication; 0 of the best one, which stands last.
    pub difference: Option<f64>,
    /// Lower end of its paired Student-t interval, in `unit`.
    pub difference_low: Option<f64>,
    /// Upper end of the interval, in `unit`.
    pub difference_high: Option<f64>,
    /// Probability of being the best of those that do not surely miss a target, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// All targets on fresh replications: `met`, `missed` or `inconclusive`; empty without one.
    pub target: String,
    /// Id of the measure of the first target; empty without one.
    pub measure: String,
    /// That measure on the same replications.
    pub service: Option<f64>,
    /// Lower end of its Student-t interval, in the unit of the measure.
    pub service_low: Option<f64>,
    /// Upper end of the interval, in the unit of the measure.
    pub service_high: Option<f64>,
}
