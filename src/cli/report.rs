//! `report`: charts and report again, from a result folder.

use std::path::Path;

use super::failure::{Failure, say};
use super::progress::Audience;
use super::results::write;
use crate::present::{self, Charts, WriteOptions};

/// Reads the folder and writes it anew, in the same table formats, with charts and report.
///
/// # Errors
/// The folder is not one of ours, or holds other files; reading or writing failed.
pub fn report(folder: &Path) -> Result<(), Failure> {
    if let Some(sweep) = present::read_sweep(folder)? {
        let files = present::write_sweep(folder, &sweep, &WriteOptions::default())?;
        say(&format!("{} files in {}", files.len(), folder.display()));
        return Ok(());
    }
    let tables = present::read_folder(folder)?;
    let options = WriteOptions { formats: present::formats_of(folder), charts: Charts::Draw };
    write(folder, &tables, &options, Audience::of_stderr(false))
}
