//! What a command prints on stdout: tables of text, verdict and findings.

mod summary;
mod text;

pub use summary::summary;
pub use text::{Color, TerminalStyle, short};
pub(super) use text::{TextGrid, spoken};
