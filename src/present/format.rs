//! Formats of tables.

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Csv,
    Json,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// All formats of this build.
    #[cfg(feature = "parquet")]
    pub const ALL: &'static [Format] = &[Format::Csv, Format::Json, Format::Parquet];
    /// All formats of this build.
    #[cfg(not(feature = "parquet"))]
    pub const ALL: &'static [Format] = &[Format::Csv, Format::Json];

    /// The word on the command line, and the ending of the files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
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
        if word == "parquet" {
            return Err("this build has no Parquet; build it with `--features parquet`".into());
        }
        let words: Vec<&str> = Self::ALL.iter().map(|format| format.word()).collect();
        Err(format!("unknown format `{word}`; there are {}", words.join(", ")))
    }
}
