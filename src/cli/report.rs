//! `report`: charts and report again, from a result folder.

use std::path::Path;

use super::failure::Failure;
use super::progress::Audience;
use super::results::write;
use crate::present::{self, Charts, ResultKind, WriteOptions};
use crate::results::{Compared, Decoupling, Frontier, RunInfo, Sweep, Tables};

/// Reads the folder and writes it anew, in the same table formats, with charts and report.
///
/// # Errors
/// The folder is not one of ours, or holds other files; reading or writing failed.
pub fn report(folder: &Path) -> Result<(), Failure> {
    let info = present::read_info(folder)?;
    let kinds = [again::<Sweep>, again::<Decoupling>, again::<Compared>, again::<Frontier>, again::<Tables>];
    kinds.iter().find_map(|again| again(folder, &info)).unwrap_or(Ok(()))
}

/// Writes a folder of this kind anew; `None` where it is of another.
fn again<K: ResultKind>(folder: &Path, info: &RunInfo) -> Option<Result<(), Failure>> {
    K::is_kind_of(info).then(|| {
        let results = K::read(folder, info.clone())?;
        let formats = if K::CSV_ONLY.is_some() { [present::Format::Csv].into() } else { present::formats_of(folder) };
        let records = present::read_records(folder)?;
        let options = WriteOptions { formats, charts: Charts::Draw, records, threads: 0 };
        write(folder, &results, &options, Audience::of_stderr(false))
    })
}
