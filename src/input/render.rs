//! Problems as text for people.

use crate::reader::{Place, Problem, SourcePosition, Sources};
use crate::results::outside::{clean, clean_lines, shown};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar as _;

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Plain,
    /// ANSI escapes.
    Ansi,
}

/// Characters of a source line shown around the caret.
const WIDTH: usize = 140;

/// Problems as text: `file:line:column: what`, the line with a caret, the next step.
#[must_use]
pub fn render((problems, more): (&[Problem], usize), sources: &Sources, colour: Colour) -> String {
    let mut out = String::new();
    for problem in problems {
        let (title, cell) = match problem.place {
            Some(place) => {
                let spot = sources.spot(place);
                let title = clean(&spot.title);
                // A flag is no place in a file.
                let title = if title.starts_with("--") { format!("pushpull: {title}") } else { title };
                (title, clean(&spot.cell))
            }
            None => ("pushpull".into(), String::new()),
        };
        let title = paint(colour, "1", &format!("{title}:"));
        let _ = writeln!(out, "{title} {}{cell}", paint(colour, "1;31", &clean_lines(&problem.message)));
        if let Some(place) = problem.place {
            snippet(&mut out, sources, place, colour);
        }
        for (place, word) in &problem.also {
            let SourcePosition { title, cell, .. } = sources.spot(*place);
            let _ = writeln!(out, "  {}: {}{}", clean(&title), clean(word), clean(&cell));
            snippet(&mut out, sources, *place, colour);
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(out, "  {} {}", paint(colour, "36", "help:"), clean_lines(help));
        }
        out.push('\n');
    }
    if more > 0 {
        let _ = writeln!(out, "… and {more} more");
    }
    let count = problems.len() + more;
    let _ = writeln!(out, "{count} {}", if count == 1 { "problem" } else { "problems" });
    out
}

/// The source line with a caret under the span: the caret stands where a terminal shows the span, whatever the width of
/// the characters before it.
fn snippet(out: &mut String, sources: &Sources, place: Place, colour: Colour) {
    let (line, start) = sources.line(place);
    let spot = sources.spot(place);
    let before = spot.column;
    let span_end = (place.end as usize).max(place.start as usize + 1) - start;
    let within = line.get(..span_end.min(line.len())).map_or(before + 1, |text| text.chars().count());
    let skip = before.saturating_sub(WIDTH / 2);
    let shown: Vec<char> = line.chars().skip(skip).take(WIDTH).map(shown).collect();
    let cells = |from: usize, to: usize| -> usize {
        let inside = shown.iter().skip(from).take(to.saturating_sub(from));
        inside.map(|character| character.width().unwrap_or(0)).sum()
    };
    let number = spot.line.to_string();
    let gutter = " ".repeat(number.len());
    let (cut, pad) = if skip > 0 { ("…", " ") } else { ("", "") };
    let _ = writeln!(out, "  {number} | {cut}{}", String::from_iter(&shown));
    let caret = paint(colour, "31", &"^".repeat(cells(before - skip, within - skip).max(1)));
    let _ = writeln!(out, "  {gutter} | {pad}{}{caret}", " ".repeat(cells(0, before - skip)));
}

fn paint(colour: Colour, code: &str, text: &str) -> String {
    match colour {
        Colour::Plain => text.to_string(),
        Colour::Ansi => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::SourceKind;

    #[test]
    fn the_caret_stands_below_wide_characters() {
        let text = "\t部品 = 壊れた # x";
        let mut sources = Sources::default();
        let source = sources.add("t", text, SourceKind::Scenario);
        let start = text.find('壊').unwrap() as u32;
        let place = Place { source, start, end: start + "壊れた".len() as u32 };
        let shown = render((&[Problem::new(place, "broken")], 0), &sources, Colour::Plain);
        let lines: Vec<&str> = shown.lines().collect();
        // A tab is shown as a blank; each of the characters is two cells wide.
        assert_eq!(lines[..3], ["t:1:7: broken", "  1 |  部品 = 壊れた # x", "    |         ^^^^^^"]);
    }

    /// What lies far to the right is cut off before it, and the caret does not leave the line.
    #[test]
    fn a_long_line_is_cut() {
        let text = format!("{}x{}", "a".repeat(200), "b".repeat(200));
        let mut sources = Sources::default();
        let source = sources.add("t", text.as_str(), SourceKind::Scenario);
        let shown =
            render((&[Problem::new(Place { source, start: 200, end: 400 }, "wide")], 0), &sources, Colour::Plain);
        let line = format!("  1 | …{}x{}", "a".repeat(70), "b".repeat(69));
        let caret = format!("    |  {}{}", " ".repeat(70), "^".repeat(70));
        assert_eq!(shown.lines().skip(1).take(2).collect::<Vec<_>>(), [line, caret]);
    }
}
