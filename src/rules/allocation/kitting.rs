//! What every allocation rule comes down to.

/// Who is next? How a work order takes its parts, which decides what happens to units that arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kitting {
    /// Each line takes what is free and keeps it; units that arrive go to the oldest claim, whatever its other lines lack.
    LineByLine,
    /// A kit is taken only whole; units that arrive stay free, and claims are tried oldest first, passing over those that lack
    /// something else.
    AllTogether,
}
