//! Problems: what is wrong, where, and what to do about it; and how they are printed.

use super::place::{Place, Sources};
use std::fmt::Write as _;

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

/// Letters of a name that say what it is the beginning of.
const TELLING: usize = 3;

/// The name most like `name`, if one is like it at all; else the shortest that goes on where it ends.
#[must_use]
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let letters = name.chars().count();
    let far = (letters / 3).clamp(1, 4);
    let goes_on = |other: &str| letters >= TELLING && other.to_lowercase().starts_with(&lower);
    among
        .into_iter()
        .filter_map(|other| {
            let (distance, length) =
                (strsim::damerau_levenshtein(&lower, &other.to_lowercase()), other.chars().count());
            let like = distance <= far && distance < length;
            (like || goes_on(other)).then_some(((!like, distance), other))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, other)| other)
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

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Plain,
    /// ANSI escapes.
    Ansi,
}

/// Problems beyond this many are counted, not printed.
const SHOWN: usize = 200;
/// Characters of a source line shown around the caret.
const WIDTH: usize = 140;

/// Problems as text: `file:line:column: what`, the line with a caret, the next step.
#[must_use]
pub fn render(problems: &[Problem], sources: &Sources, colour: Colour) -> String {
    let mut out = String::new();
    for problem in problems.iter().take(SHOWN) {
        let (title, cell) = match problem.place {
            Some(place) => {
                let spot = sources.spot(place);
                (spot.title, spot.cell)
            }
            None => ("error".into(), String::new()),
        };
        let title = paint(colour, "1", &format!("{title}:"));
        let _ = writeln!(out, "{title} {}{cell}", paint(colour, "1;31", &clean(&problem.message)));
        if let Some(place) = problem.place {
            snippet(&mut out, sources, place, colour);
        }
        for (place, word) in &problem.also {
            let spot = sources.spot(*place);
            let _ = writeln!(out, "  {}: {word}{}", spot.title, spot.cell);
            snippet(&mut out, sources, *place, colour);
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(out, "  {} {}", paint(colour, "36", "help:"), clean(help));
        }
        out.push('\n');
    }
    if problems.len() > SHOWN {
        let _ = writeln!(out, "… and {} more", problems.len() - SHOWN);
    }
    let count = problems.len();
    let _ = writeln!(out, "{count} {}", if count == 1 { "problem" } else { "problems" });
    out
}

/// The source line with a caret under the span.
fn snippet(out: &mut String, sources: &Sources, place: Place, colour: Colour) {
    let (line, start) = sources.line(place);
    let spot = sources.spot(place);
    let before = spot.column;
    let span_end = (place.end as usize).max(place.start as usize + 1) - start;
    let within = line.get(..span_end.min(line.len())).map_or(before + 1, |text| text.chars().count());
    let skip = before.saturating_sub(WIDTH / 2);
    let shown: String = line.chars().skip(skip).take(WIDTH).map(printable).collect();
    let carets = within.saturating_sub(before).clamp(1, WIDTH.saturating_sub(before - skip).max(1));
    let number = spot.line.to_string();
    let gutter = " ".repeat(number.len());
    let (cut, pad) = if skip > 0 { ("…", " ") } else { ("", "") };
    let _ = writeln!(out, "  {number} | {cut}{shown}");
    let caret = paint(colour, "31", &"^".repeat(carets));
    let _ = writeln!(out, "  {gutter} | {pad}{}{caret}", " ".repeat(before - skip));
}

/// Tabs as one space so that the caret stands right, other control characters as a mark.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// A message quotes what the user wrote: nothing in it may steer a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { printable(c) }).collect()
}

fn paint(colour: Colour, code: &str, text: &str) -> String {
    match colour {
        Colour::Plain => text.to_string(),
        Colour::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}
