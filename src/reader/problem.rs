//! Problems: what is wrong, where, and what to do about it.

use super::nearest::nearest;
use super::place::Place;

/// One thing wrong with a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where; `None` when it is no text's fault (a file that cannot be opened).
    pub place: Option<Place>,
    /// What is wrong and what was expected.
    pub message: String,
    /// The next step, if one is known: the nearest name, the key to use.
    pub help: Option<String>,
    /// Other places that belong to it, each with a word: `first given here`.
    pub also: Vec<(Place, String)>,
}

impl Problem {
    /// A problem at a place.
    #[must_use]
    pub fn new(place: Place, message: impl Into<String>) -> Problem {
        Problem { place: Some(place), message: message.into(), help: None, also: Vec::new() }
    }

    /// A problem of no place in a text.
    #[must_use]
    pub fn nowhere(message: impl Into<String>) -> Problem {
        Problem { place: None, message: message.into(), help: None, also: Vec::new() }
    }

    /// The same with a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// The same with the nearest of some names, if one is near.
    #[must_use]
    pub fn nearest<'a>(mut self, name: &str, among: impl IntoIterator<Item = &'a str>) -> Problem {
        if let Some(near) = nearest(name, among) {
            self.help = Some(format!("did you mean `{near}`?"));
        }
        self
    }

    /// The same with another place that belongs to it.
    #[must_use]
    pub fn also(mut self, place: Place, word: impl Into<String>) -> Problem {
        self.also.push((place, word.into()));
        self
    }
}

/// Collects problems.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Takes one more.
    pub fn add(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Shorthand for a problem without a next step.
    pub fn at(&mut self, place: Place, message: impl Into<String>) {
        self.add(Problem::new(place, message));
    }

    /// Takes all of another collection.
    pub fn extend(&mut self, other: Problems) {
        self.list.extend(other.list);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by place, each once.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Problem> {
        self.list.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.message.cmp(&b.message)));
        self.list.dedup();
        self.list
    }
}
