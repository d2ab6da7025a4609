//! How a command ends when it does not end well, and the one place where exit codes are chosen.

use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo, UnwindSafe};
use std::process::ExitCode;

use crate::results::outside::{clean_lines, system_words};

/// A command that could not do what was asked. Our own bugs are panics, not failures.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    cause: Cause,
    /// For people, without a trailing line end.
    message: String,
}

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// The writer of the scenario or of the command line: exit code 2.
    Asked,
    /// The machine: a file or a disk. Exit code 1.
    Machine,
    /// Nobody yet: units of a plan are missing. Exit code 3.
    Missing,
    /// Nobody yet: a rule asks for more units of a plan. Exit code 4.
    More,
    /// Nobody, or who made the change: two runs differ as `--fail-if` says. Exit code 5.
    Changed,
    /// A machine that calculates otherwise than another. Exit code 70.
    Differs,
    /// We: a value that should be exact is not. Exit code 70.
    Us,
    /// Nobody: the reader of our output has gone. Exit code 0, in silence.
    ReaderGone,
}

impl Failure {
    /// The command line is wrong.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::of(Cause::Asked, &message.into())
    }

    fn of(cause: Cause, message: &str) -> Failure {
        Failure { cause, message: format!("pushpull: {}", clean_lines(message)) }
    }

    /// The scenario is wrong; `message` shows all its problems.
    pub fn scenario(message: impl Into<String>) -> Failure {
        Failure { cause: Cause::Asked, message: message.into() }
    }

    /// A file of the scenario cannot be read; `message` shows all its problems.
    pub(super) fn unreadable(message: impl Into<String>) -> Failure {
        Failure { cause: Cause::Machine, message: message.into() }
    }

    /// A file or a disk refused.
    pub(super) fn machine(message: impl Into<String>) -> Failure {
        Failure::of(Cause::Machine, &message.into())
    }

    /// Units of a plan are missing.
    pub(super) fn missing(message: impl Into<String>) -> Failure {
        Failure::of(Cause::Missing, &message.into())
    }

    /// A rule asks for more units of a plan.
    pub(super) fn more(message: impl Into<String>) -> Failure {
        Failure::of(Cause::More, &message.into())
    }

    /// Two runs differ by more than was accepted.
    pub(super) fn changed(message: impl Into<String>) -> Failure {
        Failure::of(Cause::Changed, &message.into())
    }

    /// A unit of a plan has two answers.
    pub(super) fn differs(message: impl Into<String>) -> Failure {
        Failure::of(Cause::Differs, &message.into())
    }

    /// The program is wrong, and found out by itself.
    pub(super) fn bug(message: impl Into<String>) -> Failure {
        Failure { cause: Cause::Us, message: format!("pushpull: this is a bug of pushpull: {}", message.into()) }
    }

    /// Reading or writing `what` failed.
    pub fn io(what: &str, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure { cause: Cause::ReaderGone, message: String::new() },
            _ => Failure::machine(format!("{what}: {}", system_words(error))),
        }
    }

    fn exit_code(&self) -> u8 {
        match self.cause {
            Cause::Asked => 2,
            Cause::Machine => MACHINE,
            Cause::Missing => MISSING,
            Cause::More => MORE,
            Cause::Changed => CHANGED,
            Cause::Us | Cause::Differs => BUG,
            Cause::ReaderGone => 0,
        }
    }
}

/// A failure of stdout; those of named files say their name through [`Failure::io`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::io("stdout", &error)
    }
}

/// Exit code of a machine that refuses.
pub(super) const MACHINE: u8 = 1;
/// Exit code where units of a plan are missing.
const MISSING: u8 = 3;
/// Exit code where a plan has more units than before.
const MORE: u8 = 4;
/// Exit code where two runs differ as `--fail-if` says.
const CHANGED: u8 = 5;
/// Exit code of an end by Ctrl-C, as shells give it.
pub(super) const INTERRUPTED: u8 = 130;
/// Exit code of a bug of ours (`EX_SOFTWARE` of `sysexits.h`).
const BUG: u8 = 70;

/// Runs the program and turns its end into an exit code: 0 done, 1 the machine, 2 what was asked, 3 and 4 units of a plan that are
/// missing or new, 5 two runs that differ too much, 70 our bug or machines that calculate differently.
/// A panic of any thread says that it is ours and what to send.
pub fn guarded(program: impl FnOnce() -> Result<(), Failure> + UnwindSafe) -> ExitCode {
    panic::set_hook(Box::new(|panic| say(&bug_report(panic))));
    ExitCode::from(outcome(panic::catch_unwind(program)))
}

fn outcome(end: std::thread::Result<Result<(), Failure>>) -> u8 {
    match end {
        Ok(Ok(())) => 0,
        Ok(Err(failure)) => {
            if failure.cause != Cause::ReaderGone {
                say(&failure.message);
            }
            failure.exit_code()
        }
        Err(_) => BUG,
    }
}

/// One message on stderr; a closed stderr is no reason to stop.
pub(super) fn say(message: &str) {
    let _ = writeln!(io::stderr(), "{}", clean_lines(message));
}

fn bug_report(panic: &PanicHookInfo<'_>) -> String {
    let words = panic.payload_as_str().unwrap_or("a panic without words");
    let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
    format!(
        "pushpull: this is a bug of pushpull, not of your scenario: {words}{place} (version {version}).\n\
         Please send this message, the command line and the scenario, with its tables, to {repository}.",
        version = env!("CARGO_PKG_VERSION"),
        repository = "the maintainers",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(program: impl FnOnce() -> Result<(), Failure> + UnwindSafe) -> u8 {
        outcome(panic::catch_unwind(program))
    }

    #[test]
    fn each_end_has_its_exit_code() {
        assert_eq!(code(|| Ok(())), 0);
        assert_eq!(code(|| Err(Failure::usage("no such flag"))), 2);
        assert_eq!(code(|| Err(Failure::scenario("demand.tower: no such item"))), 2);
        assert_eq!(code(|| Err(Failure::missing("units 3,5-7"))), 3);
        assert_eq!(code(|| Err(Failure::more("units 8-11"))), 4);
        assert_eq!(code(|| Err(Failure::changed("cost_total > 2%"))), 5);
        assert_eq!(code(|| Err(Failure::differs("unit 3"))), 70);
        assert_eq!(code(|| Err(Failure::io("a.toml", &io::ErrorKind::NotFound.into()))), 1);
        assert_eq!(code(|| Err(Failure::bug("simulated and exact values differ"))), 70);
        assert_eq!(code(|| Err(io::Error::from(io::ErrorKind::BrokenPipe).into())), 0);
        assert_eq!(code(|| panic!("an invariant does not hold")), 70);
    }
}
