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

/// Problems that are told, at most; the others are counted.
pub const TOLD: usize = 100;
/// Problems that are kept at a time; of more the first of the text stay.
const KEPT: usize = 20 * TOLD;

/// Collects problems.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// Those that were only counted.
    more: usize,
    /// Place of the last that is kept, once some were only counted.
    last_kept: Option<Place>,
}

impl Problems {
    /// Takes one more.
    pub fn add(&mut self, problem: Problem) {
        self.list.push(problem);
        if self.list.len() >= 2 * KEPT {
            sort(&mut self.list);
            self.more += self.list.len() - KEPT;
            self.list.truncate(KEPT);
            self.last_kept = self.list.last().and_then(|problem| problem.place);
        }
    }

    /// Shorthand for a problem without a next step.
    pub fn at(&mut self, place: Place, message: impl Into<String>) {
        self.add(Problem::new(place, message));
    }

    /// Whether one at this place would be told as far as is known now; one that would not is counted in its place, and its words
    /// need not be made.
    pub fn wants(&mut self, place: Place) -> bool {
        let is_wanted = self.last_kept.is_none_or(|last| place <= last);
        self.more += usize::from(!is_wanted);
        is_wanted
    }

    /// Whether there are more than are kept: nothing that only follows from them need be looked for.
    #[must_use]
    pub fn are_too_many(&self) -> bool {
        self.more > 0
    }

    /// Takes all of another collection.
    pub fn extend(&mut self, other: Problems) {
        self.more += other.more;
        other.list.into_iter().for_each(|problem| self.add(problem));
    }

    /// Those that are not at a place of another collection in other words.
    #[must_use]
    pub fn without_copies_of(mut self, other: &Problems) -> Problems {
        let is_copy =
            |problem: &Problem| other.list.iter().any(|it| it.place == problem.place) && !other.list.contains(problem);
        if !other.is_empty() {
            self.list.retain(|problem| !is_copy(problem));
        }
        self
    }

    /// Those that are not in another collection.
    #[must_use]
    pub fn without(mut self, other: &Problems) -> Problems {
        self.list.retain(|problem| !other.list.contains(problem));
        self
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len() + self.more
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Those to tell, by place, each once, and how many more there are.
    #[must_use]
    pub fn sorted(mut self) -> (Vec<Problem>, usize) {
        sort(&mut self.list);
        self.list.dedup();
        let more = self.more + self.list.len().saturating_sub(TOLD);
        self.list.truncate(TOLD);
        (self.list, more)
    }
}

fn sort(list: &mut [Problem]) {
    list.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.message.cmp(&b.message)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_many_problems_are_told_and_all_are_counted() {
        let mut problems = Problems::default();
        for start in (0..50_000).rev().chain(50_000..100_000) {
            let place = Place { source: 0, start, end: start };
            if problems.wants(place) {
                problems.at(place, "wrong");
            }
        }
        let (told, more) = problems.sorted();
        assert_eq!((told.len(), more), (TOLD, 100_000 - TOLD));
        assert!(told.iter().enumerate().all(|(at, problem)| problem.place.unwrap().start == at as u32));
    }
}
