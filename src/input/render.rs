//! Problems as text for people.

use crate::reader::{Place, Problem, Sources};
use std::fmt::Write as _;

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
