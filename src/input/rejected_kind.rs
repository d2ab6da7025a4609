//! Whose fault a refusal is.

/// Whose fault a refusal is: decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectedKind {
    /// The scenario is wrong: exit code 2.
    Scenario,
    /// A file could not be read: exit code 1.
    Io,
}
