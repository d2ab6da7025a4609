//! Names that read like the joined name of a variant, a source, a step or a server.

use super::builder::Builder;
use crate::keys::RefersTo;
use crate::reader::Problem;

/// Sections whose keys are names.
const NAMED: [&str; 5] = ["items", "stations", "suppliers", "demand", "strategies"];

impl Builder<'_> {
    /// Refuses names that read like a joined one of another: results could not tell them apart.
    pub fn check_names(&mut self) {
        for named in NAMED.into_iter().flat_map(|section| self.scenario.at(section).names()) {
            let known = |name: &str| {
                self.names.find(RefersTo::Item, name).or_else(|| self.names.find(RefersTo::Station, name)).is_some()
            };
            if let Some((of, what)) = joined(named.name, known) {
                let message = format!("`{}` reads like {what} of `{of}`", named.name);
                self.problems.add(Problem::new(named.place, message).help("give one of them another name"));
            }
        }
    }
}

/// The name that a name begins with, and what it then reads like: a variant `pc[a,b]`, a source `cpu@asia`, a step `cut#2`.
fn joined(name: &str, known: impl Fn(&str) -> bool) -> Option<(&str, &'static str)> {
    let before = |sign: char| name.match_indices(sign).map(|(at, _)| &name[..at]).find(|before| known(before));
    let numbered = |before: &&str| name[before.len() + 1..].bytes().all(|digit| digit.is_ascii_digit());
    let variant = before('[').filter(|_| name.ends_with(']')).map(|of| (of, "a variant"));
    let source = || before('@').map(|of| (of, "a source"));
    let step = || before('#').filter(numbered).map(|of| (of, "a step or server"));
    variant.or_else(source).or_else(step)
}
