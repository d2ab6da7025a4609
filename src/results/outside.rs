//! Text from outside (names, file names, headings, cells, arguments) as a line of ours may show it.

/// What stands for a character that is not shown.
const MARK: char = '\u{fffd}';

/// The text without what could steer a terminal or turn the order of letters around: control characters (escapes, NUL),
/// bidirectional marks, embeddings, overrides and isolates, separators of lines. Each is one mark; a tab is one blank.
///
/// Every line that is printed goes through here, and so does every text of a chart.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// One character of such a text.
#[must_use]
pub fn shown(letter: char) -> char {
    match letter {
        '\t' => ' ',
        letter if letter.is_control() => MARK,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => MARK,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => MARK,
        letter => letter,
    }
}

/// The same of a text of several lines, whose line ends stay.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// What the system says of a file that it refuses, without its number.
#[must_use]
pub fn system_words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split_once(" (os error").map_or(words.as_str(), |(words, _)| words).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(clean("a\u{1b}[2Jb\0c\u{9b}d\te\r"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d e\u{fffd}");
        assert_eq!(clean("a\u{202e}b\u{2066}c\u{200f}d\u{2028}e"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e");
        assert_eq!(clean("Schraube M8/20 部品 e\u{301}"), "Schraube M8/20 部品 e\u{301}");
        assert_eq!(clean_lines("a\nb\u{1b}\n"), "a\nb\u{fffd}\n");
    }
}
