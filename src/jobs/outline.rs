//! What a scenario comes to before anything is simulated.

use crate::experiment;
use crate::input::Accepted;

/// Items and strategies, sized levels, offered loads, expected events and findings, in words.
#[must_use]
pub fn outline(scenario: &Accepted) -> String {
    experiment::outline(&scenario.model, &scenario.findings)
}
