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

/// A strategy against the target.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetFact {
    /// Name of the strategy.
    pub strategy: String,
    /// Met, missed or inconclusive.
    pub verdict: TargetVerdict,
}

/// Who meets the target of the report.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetFacts {
    /// In the unit of the measure; at least this for a service, at most this for a response.
    pub value: f64,
    /// In the order of the scenario.
    pub strategies: Vec<TargetFact>,
    /// The best in money of those that meet it or may, then its ties; of those that surely meet it likewise.
    pub best: Vec<String>,
    /// Names of the best strategies among those that surely meet it.
    pub surely_best: Vec<String>,
}

/// The service that strategies are held against.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct ServiceFacts {
    /// Strategies by service.
    pub ranked: RankedMeasure,
    /// Whether no other strategy differs from the service of the best in money; none where there is nothing to compare.
    pub is_equal: Option<bool>,
    /// Where the scenario names one.
    pub target: Option<TargetFacts>,
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
    /// The selection of `run.select`, if it was asked for.
    pub selection: Option<SelectionFacts>,
    /// Strategies that have no long run, in the order of the scenario: what is said of them is of the window alone.
    #[cfg_attr(feature = "present", serde(default))]
    pub no_long_run: Vec<NoLongRun>,
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
    /// Strategies of which this is said, in the order of the scenario.
    #[must_use]
    pub fn that(&self, verdict: TargetVerdict) -> Vec<&str> {
        self.strategies.iter().filter(|fact| fact.verdict == verdict).map(|fact| fact.strategy.as_str()).collect()
    }
}
