//! The command line: arguments, commands, progress, exit codes.
//!
//! [`Args`] mirrors what was typed and does nothing; each command is one module with one function, named in
//! `src/main.rs`. stdout carries results and stderr everything else, so that results can be piped; a reader that
//! goes away is no error. A [`Failure`] says who can mend it and with that the exit code; a panic is our bug.
//!
//! *Architecture invariant:* knows no simulation: it names scenarios, jobs and results.

mod args;
mod check;
mod clean;
mod cluster;
mod compare;
mod decoupling;
mod failure;
mod fit;
mod frontier;
mod goal;
mod interrupt;
mod memory;
mod nearest;
mod new;
mod optimize;
mod progress;
mod report;
mod results;
mod resume;
mod run;
mod scenario;
mod scenario_args;
mod search_words;
mod session;
mod shell;
mod sweep;
mod trace;
mod usage;
mod verify;

pub use args::{Args, ColorWhen, Command};
pub use check::check;
pub use clean::clean;
pub use cluster::{merge, plan, work};
pub use compare::compare;
pub use decoupling::decoupling;
pub use failure::{Failure, guarded};
pub use fit::fit;
pub use frontier::frontier;
pub use interrupt::listen;
pub use memory::Memory;
pub use new::new;
pub use optimize::{at_best, optimize};
pub use report::report;
pub use run::run;
pub use shell::{completions, man, schema};
pub use sweep::sweep;
pub use trace::trace;
pub use verify::verify;
