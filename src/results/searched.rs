//! How a search went, in words.

/// A search in words, for `run.json`; its numbers stand in `levels` or `frontier_points`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Search {
    /// What was searched for: `least cost with on-time rate at least 95 %`.
    pub goal: String,
    /// Id of the measure along a frontier; empty for a search of best levels.
    pub along: String,
    /// Id of the money: `cost_total` or `profit`.
    pub money: String,
    /// By strategy.
    pub strategies: Vec<Searched>,
    /// The strategy found, as TOML; empty unless what is held was searched.
    #[cfg_attr(feature = "present", serde(default, skip_serializing_if = "String::is_empty"))]
    pub snippet: String,
}

/// How the search of one strategy went.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct Searched {
    pub strategy: String,
    /// Whether the targets were met on the replications searched.
    pub reached: bool,
    /// How it was found, how good it can be at most, what the next unit is worth: one sentence each.
    pub sentences: Vec<String>,
}
