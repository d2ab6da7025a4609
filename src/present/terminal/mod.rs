//! What a command prints on stdout: tables of text, verdict and findings.

mod summary;
mod text;

pub use summary::summary;
pub(super) use text::TextGrid;
pub use text::{Color, TerminalStyle, short};
