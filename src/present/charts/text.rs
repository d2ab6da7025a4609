//! The embedded typeface and the width of texts set in it, the same on every machine.

use super::scene::Weight;
use plotters::style::{FontDesc, FontStyle, IntoFont, register_font};
use std::sync::Once;

/// The name under which the typeface is registered: what an SVG viewer without it falls back to comes after.
pub(super) const FAMILY: &str = "Inter, Helvetica, Arial, sans-serif";

/// Height of a line of the typeface in ems: plotters' font size is this times the em.
pub(super) const LINE: f64 = 1.24;

/// Regular letters (Open Font License, see `fonts/OFL.txt`).
pub static REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular-subset.otf");
/// Bold letters.
pub static BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold-subset.otf");

/// The typeface at an em of `size` pixels.
pub(super) fn font(size: f64, weight: Weight) -> FontDesc<'static> {
    static READY: Once = Once::new();
    READY.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
            let valid = register_font(FAMILY, style, bytes).is_ok();
            assert!(valid, "the embedded typeface is a valid font");
        }
    });
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    (FAMILY, size * LINE, style).into_font()
}

/// Width in pixels of a text with an em of `size` pixels.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    const EM: f64 = 1000.0;
    let measured = font(EM, weight).box_size(text).map_or(0, |(width, _)| width);
    // Letters that the typeface lacks are set by the viewer, one em wide at most.
    let foreign = text.chars().filter(|letter| !has(*letter)).count() as f64;
    (f64::from(measured) / EM + 0.35 * foreign) * size
}

/// Whether the typeface has the letter: Latin, Greek and signs.
fn has(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{17f}' | 'Α'..='ω' | '\u{2000}'..='\u{25ff}')
}

/// The text without control characters, which XML does not allow.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The text cut to a width, with `…` at its end if something is missing.
#[must_use]
pub fn fit(text: &str, most: f64, size: f64, weight: Weight) -> String {
    let text = clean(text);
    if width(&text, size, weight) <= most {
        return text;
    }
    let mut letters: Vec<char> = text.chars().collect();
    while !letters.is_empty() {
        letters.pop();
        let shorter: String = letters.iter().collect::<String>().trim_end().to_string() + "…";
        if width(&shorter, size, weight) <= most {
            return shorter;
        }
    }
    "…".into()
}

/// The text in lines of at most a width, broken at spaces; what does not fit into `lines` lines is cut with `…`.
#[must_use]
pub fn wrap(text: &str, most: f64, lines: usize, style: (f64, Weight)) -> Vec<String> {
    let (size, weight) = style;
    let text = clean(text);
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
        if line.is_empty() || done.len() + 1 >= lines || width(&longer, size, weight) <= most {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_string()));
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    done.iter().map(|line| fit(line, most, size, weight)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_grow_with_size_and_weight() {
        let regular = width("Response time", 10.0, Weight::Regular);
        assert!((50.0..80.0).contains(&regular), "{regular}");
        assert!((width("Response time", 20.0, Weight::Regular) - 2.0 * regular).abs() < 1e-9);
        assert!(width("Response time", 10.0, Weight::Bold) > regular);
    }

    #[test]
    fn long_texts_are_cut_and_wrapped() {
        let cut = fit(&"name ".repeat(50), 100.0, 12.0, Weight::Regular);
        assert!(cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= 100.0);
        assert_eq!(fit("short", 100.0, 12.0, Weight::Regular), "short");
        let lines = wrap("one two three four five six seven", 60.0, 2, (12.0, Weight::Regular));
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrap("a\u{1b}b", 60.0, 2, (12.0, Weight::Regular)), ["a b"]);
    }
}
