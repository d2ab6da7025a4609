//! `check`: read a scenario, say what it comes to.

use std::io::{self, Write as _};

use super::args::{ColorWhen, ScenarioArgs};
use super::failure::Failure;
use super::scenario::answered;
use crate::jobs;
use crate::results::outside::clean_lines;

/// Prints what the scenario comes to: items and strategies, sized levels, offered loads, expected events, findings.
///
/// # Errors
/// All problems of the scenario, or a file that cannot be read.
pub fn check(scenario: &ScenarioArgs, color: ColorWhen) -> Result<(), Failure> {
    let accepted = scenario.read_for_outline(color)?;
    let words = answered(jobs::outline(&accepted), color)?;
    // The process ends here: giving a large scenario back piece by piece takes longer than the system takes to have it all.
    std::mem::forget(accepted);
    Ok(writeln!(io::stdout(), "{}", clean_lines(words.trim_end()))?)
}
