//! Formats of tables.

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Comma-separated text (RFC 4180).
    Csv,
    /// A list of objects.
    Json,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// A workbook of Office Open XML.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format {
    /// All formats of this build.
    pub const ALL: &'static [Format] = &[
        Format::Csv,
        Format::Json,
        #[cfg(feature = "parquet")]
        Format::Parquet,
        #[cfg(feature = "xlsx")]
        Format::Xlsx,
    ];

    /// The word on the command line, and the ending of the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
            #[cfg(feature = "xlsx")]
            Format::Xlsx => "xlsx",
        }
    }

    /// The format behind a word of the command line.
    ///
    /// # Errors
    /// What is wrong with the word, and which words there are.
    pub fn from_word(word: &str) -> Result<Format, String> {
        if let Some(format) = Self::ALL.iter().find(|format| format.word() == word) {
            return Ok(*format);
        }
        if ["parquet", "xlsx"].contains(&word) {
            return Err(format!("this build has no {word}; build it with `--features {word}`"));
        }
        let words: Vec<&str> = Self::ALL.iter().map(|format| format.word()).collect();
        Err(format!("unknown format `{word}`; there are {}", words.join(", ")))
    }
}
