//! `report`: charts and report again, from a result folder.

use std::path::Path;

use super::failure::Failure;
use super::progress::Audience;
use super::results::{write, write_decoupling, write_frontier, write_sweep};
use crate::present::{self, Charts, WriteOptions};

/// Reads the folder and writes it anew, in the same table formats, with charts and report.
///
/// # Errors
/// The folder is not one of ours, or holds other files; reading or writing failed.
pub fn report(folder: &Path) -> Result<(), Failure> {
    if let Some(sweep) = present::read_sweep(folder)? {
        return write_sweep(folder, &sweep, &WriteOptions::default(), Audience::of_stderr(false));
    }
    if let Some(found) = present::read_decoupling(folder)? {
        return write_decoupling(folder, &found, &WriteOptions::default(), Audience::of_stderr(false));
    }
    if let Some(frontier) = present::read_frontier(folder)? {
        return write_frontier(folder, &frontier, &WriteOptions::default(), Audience::of_stderr(false));
    }
    let tables = present::read_folder(folder)?;
    let records = present::read_records(folder)?;
    let options = WriteOptions { formats: present::formats_of(folder), charts: Charts::Draw, records };
    write(folder, &tables, &options, Audience::of_stderr(false))
}
