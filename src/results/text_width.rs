//! Columns of text as a terminal shows them: a character may be two cells wide, or none.

use unicode_width::UnicodeWidthStr as _;

/// Cells that a text takes in a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The widest of some texts, cells.
pub fn widest<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    texts.into_iter().map(width).max().unwrap_or(0)
}

/// The text at the left of so many cells; longer texts stay whole.
#[must_use]
pub fn left(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The text at the right of so many cells; longer texts stay whole.
#[must_use]
pub fn right(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The words of a text between which a line may end: a figure keeps its interval and its `%`.
#[must_use]
pub fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut goes_on = false;
    for word in text.split(' ') {
        match words.last_mut() {
            Some(last) if goes_on || word.starts_with(['±', '%']) => *last += &format!(" {word}"),
            _ => words.push(word.to_string()),
        }
        goes_on = word == "±";
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_wide_characters_line_up() {
        assert_eq!(widest(["部品", "abc"]), 4);
        assert_eq!([left("部品", 5), left("e\u{301}", 3)], ["部品 ", "e\u{301}  "]);
        assert_eq!([right("±1", 4), right("部品", 3)], ["  ±1", "部品"]);
    }
}
