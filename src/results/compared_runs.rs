//! Which two runs stand beside each other, and how they were compared.

/// Which runs were compared, and how.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
pub struct ComparedRuns {
    /// What the first run is called: its folder.
    pub before: String,
    /// What the second run is called.
    pub now: String,
    /// How the whole system was compared.
    pub pairing: Pairing,
    /// Why it was not paired; empty where it was.
    pub why: String,
    /// Keys that the two scenarios say differently, in words: one each.
    pub keys: Vec<String>,
    /// Strategies that only one of the runs has.
    pub alone: Vec<String>,
}

/// How the values of two runs belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "present", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "present", serde(rename_all = "lowercase"))]
pub enum Pairing {
    /// Replication by replication: both runs meet the same customers.
    Paired,
    /// As two independent samples (Welch 1947).
    #[default]
    Welch,
}

impl Pairing {
    /// As it stands in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Pairing::Paired => "paired",
            Pairing::Welch => "welch",
        }
    }
}
