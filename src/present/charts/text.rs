//! The embedded typeface and the width of texts set in it, the same on every machine.

use crate::results::outside::clean;
use crate::results::text_width::unbroken;
use plotters::style::{FontDesc, FontStyle, IntoFont, register_font};
use std::sync::Once;

/// Thickness of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

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

/// The text cut to a width in its middle.
#[must_use]
pub fn fit_middle(text: &str, most: f64, size: f64, weight: Weight) -> String {
    let letters: Vec<char> = clean(text).chars().collect();
    let shorter = |kept: usize| -> String {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        letters[..head].iter().chain(&['…']).chain(&letters[letters.len() - tail..]).collect()
    };
    if width(&letters.iter().collect::<String>(), size, weight) <= most {
        return letters.into_iter().collect();
    }
    let fits = |kept: &usize| width(&shorter(*kept), size, weight) <= most;
    (0..letters.len()).rev().find(fits).map_or_else(|| "…".into(), shorter)
}

/// A name in lines of at most a width, broken behind spaces, `_` and `-`, else anywhere; what does not fit into
/// `lines` lines is cut in the middle of the last.
#[must_use]
pub fn fold(name: &str, most: f64, lines: usize, style: (f64, Weight)) -> Vec<String> {
    let (size, weight) = style;
    let fits = |text: &str| width(text.trim_end(), size, weight) <= most;
    let mut done: Vec<String> = Vec::new();
    let mut rest: Vec<char> = clean(name).trim().chars().collect();
    while done.len() + 1 < lines && !fits(&rest.iter().collect::<String>()) {
        let whole =
            (1..rest.len()).take_while(|cut| fits(&rest[..*cut].iter().collect::<String>())).last().unwrap_or(1);
        let pretty = (1..=whole).rev().find(|cut| matches!(rest[*cut - 1], ' ' | '_' | '-'));
        let cut = pretty.filter(|cut| 3 * cut >= whole).unwrap_or(whole);
        let tail = rest.split_off(cut);
        done.push(rest.iter().collect::<String>().trim_end().to_string());
        rest = tail;
    }
    done.push(fit_middle(rest.iter().collect::<String>().trim(), most, size, weight));
    done
}

/// The text in lines of at most a width, broken at spaces; what does not fit into `lines` lines is cut with `…`.
#[must_use]
pub fn wrap(text: &str, most: f64, lines: usize, style: (f64, Weight)) -> Vec<String> {
    let (size, weight) = style;
    let text = clean(text);
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in unbroken(&text).into_iter().filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if line.is_empty() || done.len() + 1 >= lines || width(&longer, size, weight) <= most {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word));
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
    fn long_names_are_folded_and_keep_their_ends() {
        let style = (12.0, Weight::Bold);
        let name = "make_to_stock_with_parts_and_subassemblies_B";
        let lines = fold(name, 90.0, 5, style);
        assert!(lines.len() > 2 && lines.concat() == name, "{lines:?}");
        assert!(lines.iter().all(|line| width(line, 12.0, Weight::Bold) <= 90.0), "{lines:?}");
        assert!(lines[0].ends_with('_'), "{lines:?}");
        let cut = fold(name, 90.0, 2, style);
        assert!(cut.len() == 2 && cut[1].contains('…') && cut[1].ends_with("_B"), "{cut:?}");
        assert_eq!(fold("ATO", 90.0, 2, style), ["ATO"]);
        assert_eq!(fold("", 90.0, 2, style), [""]);
        assert_eq!(fit_middle("W", 1.0, 12.0, Weight::Bold), "…");
    }

    #[test]
    fn long_texts_are_cut_and_wrapped() {
        let cut = fit(&"name ".repeat(50), 100.0, 12.0, Weight::Regular);
        assert!(cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= 100.0);
        assert_eq!(fit("short", 100.0, 12.0, Weight::Regular), "short");
        let lines = wrap("one two three four five six seven", 60.0, 2, (12.0, Weight::Regular));
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        let figure = wrap("a rate of 99.78 ± 0.15 % now", 130.0, 2, (12.0, Weight::Regular));
        assert_eq!(figure, ["a rate of", "99.78 ± 0.15 % now"]);
        assert_eq!(wrap("a\u{1b}b", 60.0, 2, (12.0, Weight::Regular)), ["a\u{fffd}b"]);
    }
}
