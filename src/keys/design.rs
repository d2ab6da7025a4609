//! `sweep.design`.

/// How points are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Every combination.
    #[default]
    Grid,
    /// A Latin hypercube: every axis evenly covered.
    Lhs,
    /// Points of a Sobol sequence: every box evenly covered.
    Sobol,
    /// One axis at a time, from its lowest to its highest value.
    Tornado,
    /// Rows of two Sobol samples, mixed axis by axis: shares of the variance.
    Sensitivity,
}

impl Design {
    /// The words of `sweep.design`.
    pub const WORDS: &'static [&'static str] = &["grid", "lhs", "sobol", "tornado", "sensitivity"];
    /// Every design, in the order of the words.
    pub const ALL: [Design; 5] = [Design::Grid, Design::Lhs, Design::Sobol, Design::Tornado, Design::Sensitivity];

    /// Whether the design has as many points as `sweep.points` says.
    #[must_use]
    pub fn takes_points(self) -> bool {
        matches!(self, Design::Lhs | Design::Sobol | Design::Sensitivity)
    }

    /// The word of the design.
    #[must_use]
    pub fn word(self) -> &'static str {
        Design::WORDS[self as usize]
    }
}
