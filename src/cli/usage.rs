//! What is wrong with a command line, in our words.

use std::fmt::Display;

use crate::input::DecimalSign;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Reads a whole number within bounds, as flags take them.
///
/// # Errors
/// What the flag takes, to be said after its name.
pub(super) fn whole<T: TryFrom<u64>, const LEAST: u64, const MOST: u64>(text: &str) -> Result<T, String> {
    let number = text.parse::<u64>().ok().filter(|number| (LEAST..=MOST).contains(number));
    let words = || match MOST < 1_000_000 {
        true => format!("takes a whole number from {LEAST} to {MOST}"),
        false => format!("takes a whole number, at least {LEAST}"),
    };
    number.and_then(|number| T::try_from(number).ok()).ok_or_else(words)
}

/// A number above 0, as flags take them.
pub(super) fn positive(text: &str) -> Result<f64, String> {
    from_zero(text).ok().filter(|number| *number > 0.0).ok_or_else(|| "takes a number above 0".into())
}

/// A number of at least 0.
pub(super) fn from_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=1e9).contains(number));
    number.ok_or_else(|| "takes a number, at least 0 and at most 1e9".into())
}

/// What stands between cells.
pub(super) fn separator(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\t" => Ok(b'\t'),
        "," | ";" | "|" => Ok(text.as_bytes()[0]),
        _ => Err("takes one of , ; | tab".into()),
    }
}

/// A decimal sign.
pub(super) fn decimal(text: &str) -> Result<DecimalSign, String> {
    match text {
        "," => Ok(DecimalSign::Comma),
        "." => Ok(DecimalSign::Point),
        _ => Err("takes . or ,".into()),
    }
}

/// The message for a command line that cannot be read.
pub(super) fn told(error: &clap::Error) -> String {
    let text = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (flag(&text(ContextKind::InvalidArg)), text(ContextKind::InvalidValue));
    let said = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand);
            format!("there is no command `{typed}`{}", meant(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument if argument == "--engine" => {
            return "--engine is gone: one engine records every run; leave the flag out".into();
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("there is no flag `{argument}` here{}", meant(error, ContextKind::SuggestedArg))
        }
        ErrorKind::UnknownArgument => format!("`{argument}` is one word too many"),
        ErrorKind::MissingRequiredArgument => format!("{argument} is missing"),
        ErrorKind::ArgumentConflict => match flag(&text(ContextKind::PriorArg)) {
            prior if prior == argument || prior.is_empty() => format!("{argument} is given twice"),
            prior => format!("{argument} and {prior} exclude each other"),
        },
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} needs a value"),
        ErrorKind::InvalidValue => {
            format!("{argument} takes one of {}; `{value}` is not", text(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => match std::error::Error::source(error).map(ToString::to_string) {
            Some(takes) if takes.starts_with("takes ") => format!("{argument} {takes}; `{value}` is not"),
            Some(why) => format!("{argument}: {why}"),
            None => format!("{argument} does not take `{value}`"),
        },
        _ => error.render().to_string().trim_start_matches("error: ").trim_end().into(),
    };
    format!("{said}\n{}", next(error))
}

/// Where all flags are told.
fn next(error: &clap::Error) -> String {
    let usage = error.get(ContextKind::Usage).map(shown).unwrap_or_default();
    let words = usage.trim_start_matches("Usage: ").split_whitespace();
    let command: Vec<&str> = words.take_while(|word| !word.starts_with(['[', '<', '-'])).collect();
    let command = if command.is_empty() { "pushpull".into() } else { command.join(" ") };
    format!("{command} --help lists what there is")
}

fn meant(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind).map(shown) {
        Some(name) if !name.is_empty() => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}

/// `--formats` for `--formats <A,B>`; `FILE` for `<FILE>`.
fn flag(argument: &str) -> String {
    match argument.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(name) => name.into(),
        None => argument.split(' ').next().unwrap_or_default().into(),
    }
}

fn shown(value: &ContextValue) -> String {
    let list = |words: &[String]| words.join(", ");
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => list(texts),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => as_text(number),
        ContextValue::Bool(is_so) => as_text(is_so),
        _ => String::new(),
    }
}

fn as_text(value: impl Display) -> String {
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::super::args::Args;
    use super::*;
    use clap::Parser as _;

    /// The first line of what is said.
    fn said(line: &str) -> String {
        let error = Args::try_parse_from(["pushpull"].into_iter().chain(line.split(' '))).expect_err(line);
        told(&error).lines().next().unwrap_or_default().into()
    }

    #[test]
    fn every_slip_is_told_in_words_of_ours() {
        for (line, expected) in [
            ("rum", "there is no command `rum`; did you mean `run`?"),
            ("run", "FILE is missing"),
            ("run a.toml b.toml", "`b.toml` is one word too many"),
            ("run a.toml --replication 3", "there is no flag `--replication` here; did you mean `--replications`?"),
            ("run a.toml --replications x", "--replications takes a whole number, at least 1; `x` is not"),
            ("run a.toml --replications 0", "--replications takes a whole number, at least 1; `0` is not"),
            ("run a.toml --seed -1", "--seed takes a whole number, at least 0; `-1` is not"),
            ("run a.toml --threads 9999", "--threads takes a whole number from 1 to 1024; `9999` is not"),
            ("run a.toml --color blue", "--color takes one of auto, always, never; `blue` is not"),
            ("run a.toml --set", "--set needs a value"),
            ("run a.toml --extend 3 --replications 4", "--extend and --replications exclude each other"),
            ("run a.toml --quiet --quiet", "--quiet is given twice"),
            ("trace a.toml --order 0", "--order takes a whole number, at least 1; `0` is not"),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
        assert!(said("run a.toml --formats pdf").starts_with("--formats: unknown format `pdf`; there are csv"));
    }
}
