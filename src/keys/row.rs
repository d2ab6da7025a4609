//! What a row of the table of keys says.

use super::range::Range;

/// Unit of times and of laws of times.
pub const TIME: &str = "time units";
/// Unit of money per piece.
pub const PER_PIECE: &str = "currency per unit";
/// Unit of money per piece and time.
pub const RATE: &str = "currency per unit and time unit";
/// Most numbers of a list: each adds columns to every result.
pub const LONGEST_LIST: usize = 100;

/// What a number or law measures: decides the check of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawUse {
    /// Times, in time units.
    Time,
    /// The same, or a date.
    Moment,
    /// Gaps between orders: times whose mean is above 0.
    Gap,
    /// Whole units; a constant must be at least 1.
    Units,
    /// Shares, of which 1 is all: the mean is above 0.
    Share,
}

/// What a name must be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefersTo {
    /// An item.
    Item,
    /// A station.
    Station,
    /// A supplier.
    Supplier,
    /// A calendar.
    Calendar,
}

/// What the keys of a table are, when the user chooses them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// New names: any text without control characters.
    New,
    /// Names of items.
    Items,
    /// Names of items, or of variants of configured products.
    ItemsOrVariants,
    /// Names of classes of customers, which need not be declared.
    Classes,
    /// Names of items, in which `*` stands for any letters.
    Patterns,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueKind {
    /// A table with the keys below it.
    Group,
    /// A table whose keys are names; what each takes is the row `*` below.
    Named(NameKind),
    /// Any text.
    Text,
    /// A name, of something that need not be declared; may be empty.
    Label,
    /// `true` or `false`.
    Flag,
    /// `true`, `false` or one of some words.
    FlagOrWord(&'static [&'static str]),
    /// A number.
    Number(Range),
    /// A time in time units, kept to 10⁻⁹.
    Time(Range),
    /// A whole number.
    Whole(Range),
    /// A law, or a number for a constant.
    Law(LawUse),
    /// One of some words.
    Word(&'static [&'static str]),
    /// One of some words, or a table with the keys below.
    WordOrGroup(&'static [&'static str]),
    /// A name, or a table with the keys below.
    TextOrGroup,
    /// A number, or a table with the keys below.
    NumberOrGroup(Range),
    /// A whole number, or a table with the keys below.
    WholeOrGroup(Range),
    /// A table with the keys below, or a list of such tables.
    Groups,
    /// A list of numbers, or a table with the keys below.
    NumbersOrGroup(Range),
    /// The name of something in the file.
    Name(RefersTo),
    /// A list of numbers.
    Numbers(Range),
    /// A list of times.
    Times(Range),
    /// A list of kinds of items, items and variants.
    Holds,
    /// A list of numbers, as long as it needs to be.
    Series(Range),
    /// A list of laws, or of numbers for constants.
    Laws(LawUse),
    /// A list of lists of numbers.
    Weights(Range),
    /// A date, or a date and a time of day.
    Date,
    /// The same, or a time in time units.
    Moment(Range),
    /// A list of dates, and of spans from one to another of dates or times.
    Spans(Range),
    /// What cells of a column must say: a value, a list of them, or `{ min, max }`.
    Wanted,
    /// A list of texts.
    Texts,
    /// Values of an axis: a list, a range, or keys that move together.
    Axis,
    /// Whatever the key of the scenario takes that this one is called like.
    Setting,
    /// A number that the value of the key is multiplied by that this one is called like.
    Factor(Range),
    /// Described, but not available in this version: refused.
    Later,
}

impl ValueKind {
    /// Whether it is read as text, whatever it looks like.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            ValueKind::Text | ValueKind::Label | ValueKind::Word(_) | ValueKind::Name(_) | ValueKind::TextOrGroup
        )
    }

    /// Whether its value may be a table of further keys.
    #[must_use]
    pub fn may_be_group(&self) -> bool {
        matches!(
            self,
            ValueKind::Group
                | ValueKind::Groups
                | ValueKind::WordOrGroup(_)
                | ValueKind::TextOrGroup
                | ValueKind::NumberOrGroup(_)
                | ValueKind::WholeOrGroup(_)
                | ValueKind::NumbersOrGroup(_)
        )
    }
}

/// What holds when a key is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// It must be given (where its table is).
    Required,
    /// This value, in TOML.
    Is(&'static str),
    /// Something that follows from the rest, in words.
    Follows(&'static str),
    /// Nothing.
    None,
}

/// One row of the table.
#[derive(Debug)]
pub struct KeyRow {
    /// `items.*.buy.lead_time`; `*` stands for a name.
    pub pattern: &'static str,
    /// What it takes.
    pub kind: ValueKind,
    /// Unit of the value, in words; empty for none.
    pub unit: &'static str,
    /// What holds without it.
    pub default: Fallback,
    /// What it means, in one line.
    pub doc: &'static str,
}

/// A row of the table.
#[must_use]
pub const fn key(
    pattern: &'static str,
    kind: ValueKind,
    unit: &'static str,
    default: Fallback,
    doc: &'static str,
) -> KeyRow {
    KeyRow { pattern, kind, unit, default, doc }
}

impl KeyRow {
    /// What the key takes, in words: `a number, at least 0 (currency per unit)`.
    #[must_use]
    pub fn takes(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" ({})", self.unit) };
        let quoted = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ");
        match self.kind {
            ValueKind::Group | ValueKind::Named(_) => "a table".into(),
            ValueKind::Text => "text without control characters".into(),
            ValueKind::Label => "a name (text), or \"\"".into(),
            ValueKind::Flag => "true or false".into(),
            ValueKind::FlagOrWord(words) => format!("true, false or {}", quoted(words)),
            ValueKind::Number(range) => format!("a number, {}{unit}", range.words()),
            ValueKind::Time(range) => format!("a time, {}{unit}", range.words()),
            ValueKind::Whole(range) => format!("a whole number, {}{unit}", range.words()),
            ValueKind::Law(LawUse::Moment) => format!("a number, a date or a law{unit}"),
            ValueKind::Law(_) => format!("a number or a law{unit}"),
            ValueKind::Word(words) => quoted(words),
            ValueKind::WordOrGroup(words) => format!("{} or a table", quoted(words)),
            ValueKind::TextOrGroup => "a name (text), or a table".into(),
            ValueKind::NumberOrGroup(range) => format!("a number, {}{unit}, or a table", range.words()),
            ValueKind::WholeOrGroup(range) => format!("a whole number, {}{unit}, or a table", range.words()),
            ValueKind::Name(_) => "a name (text)".into(),
            ValueKind::Groups => "a table, or a list of tables".into(),
            ValueKind::NumbersOrGroup(range) => {
                format!("a list of at most {LONGEST_LIST} numbers, each {}{unit}, or a table", range.words())
            }
            ValueKind::Numbers(range) => {
                format!("a list of at most {LONGEST_LIST} numbers, each {}{unit}", range.words())
            }
            ValueKind::Times(range) => format!("a list of at most {LONGEST_LIST} times, each {}{unit}", range.words()),
            ValueKind::Series(range) => format!("a list of numbers, each {}{unit}", range.words()),
            ValueKind::Laws(_) => format!("a list of numbers or laws{unit}"),
            ValueKind::Weights(range) => format!("a list of lists of numbers, each {}{unit}", range.words()),
            ValueKind::Moment(range) => {
                format!("a date, with a time of day or without, or a time, {}{unit}", range.words())
            }
            ValueKind::Spans(range) => {
                format!("a list of dates, and of spans [from, to] of dates or times, {}{unit}", range.words())
            }
            ValueKind::Wanted => "a value, a list of values, or { min, max }".into(),
            ValueKind::Date => "a date, or a date and a time of day".into(),
            ValueKind::Holds => "a list of names in quotes".into(),
            ValueKind::Texts => "a list of texts in quotes".into(),
            ValueKind::Axis => "a list of values, a range `{ from, to, steps }`, or a table of keys with lists".into(),
            ValueKind::Setting => "what the key takes".into(),
            ValueKind::Factor(range) => format!("a number, {}", range.words()),
            ValueKind::Later => "left out".into(),
        }
    }
}

/// Keys of one table that exclude each other.
#[derive(Debug)]
pub struct Exclusive {
    /// The table, as in [`KeyRow::pattern`].
    pub pattern: &'static str,
    /// The keys.
    pub keys: &'static [&'static str],
    /// Whether one of them must be there.
    pub need: Need,
    /// What a `--set` of one does to the other.
    pub swap: Swap,
    /// Keys beside them that go with the old choice.
    pub with: &'static [&'static str],
    /// What to do when two of them are given; empty where that is plain.
    pub help: &'static str,
}

/// Whether one of some keys must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Exactly one.
    One,
    /// None or one.
    AtMostOne,
}

/// What `--set` does with a key that excludes the one it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swap {
    /// They are tags of one choice: the new replaces the old whole.
    Replaces,
    /// They say different things: giving both is an error.
    Clashes,
}
