//! `completions` and `man`, written from the one table of commands and flags, and `schema`, from that of keys.

use std::io::{self, Write as _};

use clap::CommandFactory as _;

use super::args::Args;
use super::failure::Failure;
use crate::input;

/// Prints the completions of a shell.
///
/// # Errors
/// Writing failed.
pub fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "pushpull", &mut script);
    Ok(io::stdout().write_all(&script)?)
}

/// Prints the manual page of pushpull, or of one command.
///
/// # Errors
/// No such command; writing failed.
pub fn man(command: Option<&str>) -> Result<(), Failure> {
    let mut all = Args::command();
    all.build();
    let page = match command {
        None => all,
        Some(name) => {
            let one = all.find_subcommand(name).cloned();
            let one =
                one.ok_or_else(|| Failure::usage(format!("no command `{name}`; `pushpull --help` lists them")))?;
            one.display_name(format!("pushpull-{name}"))
        }
    };
    Ok(clap_mangen::Man::new(page).render(&mut io::stdout())?)
}

/// Prints the JSON Schema of scenarios.
///
/// # Errors
/// Writing failed.
pub fn schema() -> Result<(), Failure> {
    Ok(io::stdout().write_all(input::schema_json().as_bytes())?)
}
