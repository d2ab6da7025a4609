//! `verify`: the built-in exact cases, simulated against exact.

use std::io::{self, Write as _};

use super::args::VerifyArgs;
use super::failure::{Failure, say};
use crate::verify::{self, Effort};

/// Simulates the built-in cases and prints simulated against exact values.
///
/// # Errors
/// When a value is wrong (or too uncertain to tell), or an unknown case is asked for.
pub fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let mut cases = verify::cases();
    if !args.cases.is_empty() {
        cases.retain(|case| args.cases.iter().any(|name| case.name.starts_with(name.as_str())));
    }
    if cases.is_empty() {
        return Err(Failure::usage("no built-in case has such a name; `pushpull verify` runs all of them"));
    }
    let effort = if args.quick { Effort::Quick } else { Effort::Full };
    let quiet = args.quiet;
    let results = verify::run(&cases, effort, |result| {
        if !quiet {
            say(&format!("{} {}", if result.passes() { "ok  " } else { "FAIL" }, result.name));
        }
    })
    .map_err(|error| Failure::bug(format!("{}: {}", error.case, error.message)))?;
    let words = match args.markdown {
        true => verify::markdown(&results),
        false => format!("{}\n{}", verify::text(&results).trim_end(), verify::summary(&results)),
    };
    writeln!(io::stdout(), "{}", words.trim_end())?;
    if results.iter().all(verify::CaseResult::passes) {
        Ok(())
    } else {
        Err(Failure::bug("a value is wrong or too uncertain to tell"))
    }
}
