//! Text for a terminal: tables, bold and faint, and nothing that could steer it.

use crate::present::listings::Listing;
use crate::results::outside::clean;
use crate::results::text_width::{left, right, unbroken, widest, width};
use std::fmt::Write as _;
use std::ops::Range;

/// Whether the terminal shows bold and faint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// It does.
    Always,
    /// Plain text.
    #[default]
    Never,
}

/// Words for a person: without what marks a key or a command on a page.
pub fn spoken(text: &str) -> String {
    clean(text).replace('`', "")
}

/// Longest name of a strategy in a table, in characters.
const NAME_WIDTH: usize = 28;

/// A name of a strategy as a table has it: cut off where it is long.
pub fn short(name: &str) -> String {
    let name = clean(name);
    if name.chars().count() <= NAME_WIDTH {
        return name;
    }
    name.chars().take(NAME_WIDTH - 1).chain(['…']).collect()
}

/// Colours, and characters in a line; none where nothing limits them.
#[derive(Clone, Copy, Debug)]
pub struct TerminalStyle {
    /// Whether there is bold and faint.
    pub color: Color,
    /// Characters in a line, at most.
    pub width: Option<usize>,
}

impl TerminalStyle {
    /// Text in bold.
    pub fn bold(self, text: &str) -> String {
        self.wrap("\u{1b}[1m", text)
    }

    /// Faint text.
    pub fn faint(self, text: &str) -> String {
        self.wrap("\u{1b}[2m", text)
    }

    /// Lines of no more than the width, broken between words; those after the first are set in by two more.
    pub fn wrapped(self, text: &str, indent: &str) -> String {
        let mut lines = vec![indent.to_string()];
        for (place, word) in unbroken(text).iter().enumerate() {
            let line = lines.last_mut().expect("one at least");
            let fits = self.width.is_none_or(|most| width(line) + 1 + width(word) <= most);
            match place {
                0 => line.push_str(word),
                _ if fits => *line += &format!(" {word}"),
                _ => lines.push(format!("{indent}  {word}")),
            }
        }
        lines.join("\n") + "\n"
    }

    /// Whether a line needs no break.
    pub fn fits(self, line: &str) -> bool {
        self.width.is_none_or(|most| width(line) <= most)
    }

    /// Words and the command that they lead to, which stays whole: a terminal copies a broken line as two.
    pub fn with_command(self, words: &str, command: &str) -> String {
        if command.is_empty() {
            return self.wrapped(words, "");
        }
        let beside = format!("{words}: {command}");
        match self.fits(&beside) {
            true => beside + "\n",
            false => format!("{}  {command}\n", self.wrapped(&format!("{words}:"), "")),
        }
    }

    /// The same in bold, not set in.
    pub fn bold_text(self, text: &str) -> String {
        self.wrapped(text, "").lines().map(|line| self.bold(line) + "\n").collect()
    }

    fn wrap(self, code: &str, text: &str) -> String {
        match self.color {
            Color::Always => format!("{code}{text}\u{1b}[0m"),
            Color::Never => text.into(),
        }
    }
}

/// A table of text: names left, values right.
pub struct TextGrid {
    corner: String,
    pub rows: Vec<String>,
    columns: Vec<(String, Vec<String>)>,
}

impl TextGrid {
    pub fn new(corner: &str) -> TextGrid {
        TextGrid { corner: corner.into(), rows: Vec::new(), columns: Vec::new() }
    }

    pub fn listed(listing: &Listing) -> TextGrid {
        let clean_all = |cells: &[String]| cells.iter().map(|cell| clean(cell)).collect::<Vec<_>>();
        let (heads, rows): (_, Vec<Vec<String>>) =
            (clean_all(&listing.heads), listing.rows.iter().map(|row| clean_all(row)).collect());
        let mut grid = TextGrid::new(heads.first().map_or("", String::as_str));
        for (place, head) in heads.iter().enumerate().skip(1) {
            grid.column(head.clone(), rows.iter().map(|row| row.get(place).cloned()));
        }
        grid.rows = rows.iter().filter_map(|row| row.first().map(|name| short(name))).collect();
        grid
    }

    /// A missing value shows as `–`.
    pub fn column(&mut self, head: String, values: impl Iterator<Item = Option<String>>) {
        self.columns.push((head, values.map(|value| value.unwrap_or_else(|| "–".into())).collect()));
    }

    pub fn render(&self, style: TerminalStyle) -> String {
        let first = widest(self.rows.iter().chain([&self.corner]).map(String::as_str));
        let widths: Vec<usize> =
            self.columns.iter().map(|(head, values)| widest(values.iter().chain([head]).map(String::as_str))).collect();
        let mut out = String::new();
        let mut begin = 0;
        while begin < widths.len() {
            // At least one column, then as many as fit.
            let mut taken = first;
            let fits = |width: &&usize| {
                taken += 2 + **width;
                style.width.is_none_or(|most| taken <= most)
            };
            let end = begin + widths[begin..].iter().take_while(fits).count().max(1);
            if begin > 0 {
                out.push('\n');
            }
            out.push_str(&self.block(begin..end, first, &widths, style));
            begin = end;
        }
        out
    }

    /// The columns of a range, beside the names.
    fn block(&self, columns: Range<usize>, first: usize, widths: &[usize], style: TerminalStyle) -> String {
        let mut head = left(&self.corner, first);
        for ((text, _), width) in self.columns[columns.clone()].iter().zip(&widths[columns.clone()]) {
            let _ = write!(head, "  {}", right(text, *width));
        }
        let mut out = format!("{}\n", style.faint(&head));
        for (place, name) in self.rows.iter().enumerate() {
            out.push_str(&left(name, first));
            for ((_, values), width) in self.columns[columns.clone()].iter().zip(&widths[columns.clone()]) {
                let _ = write!(out, "  {}", right(&values[place], *width));
            }
            out.push('\n');
        }
        out
    }
}
