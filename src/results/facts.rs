//! What a verdict says, as data: its headline and sentences are made from nothing else but these facts and the reasons.

/// A mean over replications with its interval; missing where there is nothing to estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct MeanInterval {
    /// The mean, in the unit of the measure.
    pub mean: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Ends of the Student-t interval, with the confidence of the run.
    pub ci_low: Option<f64>,
    /// Upper end of the interval.
    pub ci_high: Option<f64>,
}

/// One strategy in one measure.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct RankedStrategy {
    /// Name of the strategy.
    pub strategy: String,
    /// Its mean with the interval.
    pub value: MeanInterval,
    /// Value of this strategy − value of the best one, paired by replication; none for the best one itself.
    pub difference: Option<MeanInterval>,
    /// Probability that it is the best of all, by bootstrap over replications.
    pub p_best: Option<f64>,
    /// By how much it may be worse than the best of the others, with the confidence of the run; 0 where none is better.
    pub behind: Option<f64>,
}

/// How the strategies stand in one measure of the whole system.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct RankedMeasure {
    /// Id of the measure: `cost_total`.
    pub measure: String,
    /// The strategy with the best mean; none where no strategy has a value.
    pub best: Option<String>,
    /// Others that cannot be told from it by Holm's p, the nearest first.
    pub tied: Vec<String>,
    /// Those with a value, best mean first.
    pub strategies: Vec<RankedStrategy>,
}

/// Where a service stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum TargetVerdict {
    /// All of the interval meets it.
    Met,
    /// All of the interval misses it, or there is no value.
    Missed,
    /// The interval reaches to both sides: nobody knows yet.
    Inconclusive,
}

impl TargetVerdict {
    /// `met`, `missed` or `inconclusive`, as a cell says it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TargetVerdict::Met => "met",
            TargetVerdict::Missed => "missed",
            TargetVerdict::Inconclusive => "inconclusive",
        }
    }
}

/// A measure and the value asked of it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct AskedTarget {
    /// Id of the measure: `on_time_rate`.
    pub measure: String,
    /// Whose orders: `system`, `product` or `class`.
    pub entity_kind: String,
    /// Name of the product or class; empty for the system.
    pub entity: String,
    /// In the unit of the measure; at least this for a service, at most this for a response.
    pub value: f64,
}

/// What a target asks for came to under a strategy.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetValue {
    /// In the unit of the measure.
    pub value: MeanInterval,
    /// Met, missed or inconclusive.
    pub verdict: TargetVerdict,
}

/// A strategy against all targets.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetFact {
    /// Name of the strategy.
    pub strategy: String,
    /// Missed where one target surely is, met where all surely are.
    pub verdict: TargetVerdict,
    /// By target.
    pub values: Vec<TargetValue>,
}

/// Who meets the targets.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetFacts {
    /// The targets; all of them are to be met.
    pub asked: Vec<AskedTarget>,
    /// In the order of the scenario.
    pub strategies: Vec<TargetFact>,
    /// Where every strategy surely misses one, the one with the least violation, relative to the target.
    pub nearest: Option<String>,
    /// The best among those that surely meet all, then its ties.
    pub surely_best: Vec<String>,
}

/// The service of the whole system that strategies are held against.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceFacts {
    /// Strategies by service.
    pub ranked: RankedMeasure,
    /// Whether no other strategy differs from the service of the best in money; none where there is nothing to compare.
    pub is_equal: Option<bool>,
}

/// The service of a class of customers.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct ClassFacts {
    /// Its name.
    pub class: String,
    /// Strategies by its service.
    pub ranked: RankedMeasure,
}

/// What outages did to a strategy, against the same replications without them.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct ImpactFacts {
    /// Name of the strategy.
    pub strategy: String,
    /// When its first outage begins and ends, time units of the run.
    pub outage: (f64, f64),
    /// `impact_orders`: orders delivered later, or not delivered only with outages.
    pub orders: MeanInterval,
    /// `survive_time`, time units from the beginning of the first outage.
    pub survive: MeanInterval,
    /// `recover_time`, time units from the beginning of the first outage.
    pub recover: MeanInterval,
    /// Id of the measure of money: `impact_cost`, or `impact_profit` where something has a price.
    pub measure: String,
    /// Its value.
    pub money: MeanInterval,
}

/// What the strategy chosen is worth.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct WorthFacts {
    /// What it is compared with: the next that may be chosen, or the one that serves best.
    pub over: String,
    /// Money of the chosen − money of the other, paired by replication.
    pub difference: MeanInterval,
}

/// The stock levels at which strategies are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum ComparedAt {
    /// Those of the scenario.
    #[default]
    Given,
    /// The best ones that a search found.
    Best,
    /// None: no strategy holds anything.
    Nothing,
}

/// How the selection of the best ended (`run.select`).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct SelectionFacts {
    /// Id of the measure.
    pub measure: String,
    /// Name of the selected strategy.
    pub best: String,
    /// Replications that it took.
    pub replications: u64,
    /// The smallest difference that matters, in the unit of the measure.
    pub indifference: f64,
    /// By how much the selected one may be worse than the best of the others.
    pub behind: Option<f64>,
}

/// A strategy whose results are of the window alone: over a longer one they would differ, whatever its length.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct NoLongRun {
    /// Name of the strategy.
    pub strategy: String,
    /// Why, as a clause: `station cell is asked for 118 % of what it can do`.
    pub because: String,
}

/// What the verdict of a run says.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct VerdictFacts {
    /// Of all intervals and tests.
    pub confidence: f64,
    /// Replications they rest on.
    pub replications: u32,
    /// `cost_total`, or `profit` where something has a price.
    pub money: RankedMeasure,
    /// `response_mean`.
    pub response: RankedMeasure,
    /// Service of the strategies, if there is a measure of it.
    pub service: Option<ServiceFacts>,
    /// That of each class of customers, where there are several: of the first eight of them.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub classes: Vec<ClassFacts>,
    /// What outages did to each strategy, in the order of the scenario: with `report.impact`.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub impact: Vec<ImpactFacts>,
    /// Where the scenario names targets.
    pub targets: Option<TargetFacts>,
    /// Id of the measure that decides between strategies that meet the targets: the money; where nothing costs anything the
    /// service, or the response.
    pub decisive: String,
    /// The best by that measure of those that meet all targets or may, then its ties; nobody who surely misses one.
    pub choice: Vec<String>,
    /// What the choice is worth against another.
    pub worth: Option<WorthFacts>,
    /// Whose stock levels they were.
    pub compared_at: ComparedAt,
    /// The selection of `run.select`, if it was asked for.
    pub selection: Option<SelectionFacts>,
    /// Strategies that have no long run, in the order of the scenario: what is said of them is of the window alone.
    #[cfg_attr(feature = "present", serde(default))]
    pub no_long_run: Vec<NoLongRun>,
    /// Whether all of several replications are alike, so that no interval says anything.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub nothing_random: bool,
}

impl RankedMeasure {
    /// The best and its ties, by mean.
    #[must_use]
    pub fn leaders(&self) -> Vec<&str> {
        self.best.iter().chain(&self.tied).map(String::as_str).collect()
    }

    /// A strategy that has a value.
    #[must_use]
    pub fn of(&self, strategy: &str) -> Option<&RankedStrategy> {
        self.strategies.iter().find(|ranked| ranked.strategy == strategy)
    }
}

impl TargetFacts {
    /// A strategy against the targets.
    #[must_use]
    pub fn of(&self, strategy: &str) -> Option<&TargetFact> {
        self.strategies.iter().find(|fact| fact.strategy == strategy)
    }

    /// Strategies of which this is said, in the order of the scenario.
    #[must_use]
    pub fn that(&self, verdict: TargetVerdict) -> Vec<&str> {
        self.strategies.iter().filter(|fact| fact.verdict == verdict).map(|fact| fact.strategy.as_str()).collect()
    }
}
