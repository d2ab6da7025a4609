//! `run.json`: provenance and words of a run, and the mark by which a result folder of ours is known.

use crate::results::RunInfo;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Name of the file in a result folder.
pub(super) const FILE: &str = "run.json";

/// Name of the file in the folder of a fit.
pub(super) const FIT: &str = "fit.json";

/// Value of the first key of the file.
const MARK: &str = "pushpull result folder";
/// Version of the layout of a result folder.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    kind: &'a str,
    format: u32,
    run: &'a RunInfo,
}

#[derive(Deserialize)]
struct Mark {
    kind: String,
    format: u32,
}

#[derive(Deserialize)]
struct Read {
    run: RunInfo,
}

/// The file: keys in the order of [`RunInfo`].
#[must_use]
pub(super) fn bytes(info: &RunInfo) -> Vec<u8> {
    let written = Written { kind: MARK, format: FORMAT, run: info };
    let mut bytes = serde_json::to_vec_pretty(&written).expect("strings, numbers and lists always serialise");
    bytes.push(b'\n');
    bytes
}

/// Reads the file back.
///
/// # Errors
/// In words: not ours, of a later version, or damaged.
pub(super) fn parse(bytes: &[u8]) -> Result<RunInfo, String> {
    let mark: Mark = serde_json::from_slice(bytes).map_err(|_| "its run.json is not ours".to_string())?;
    if mark.kind != MARK {
        return Err("its run.json is not ours".into());
    }
    if mark.format != FORMAT {
        return Err(format!("its format is {}, this version reads {FORMAT}", mark.format));
    }
    let read: Read =
        serde_json::from_slice(bytes).map_err(|error| format!("its run.json is damaged (line {})", error.line()))?;
    Ok(read.run)
}

/// True when the folder carries our mark, of whatever version.
pub(super) fn marks(folder: &Path) -> bool {
    let mark = |name: &&str| serde_json::from_slice::<Mark>(&std::fs::read(folder.join(name)).ok()?).ok();
    [FILE, FIT].iter().find_map(mark).is_some_and(|mark| mark.kind == MARK)
}

/// The keys of our mark.
pub(super) fn mark() -> [(String, serde_json::Value); 2] {
    [("kind".into(), MARK.into()), ("format".into(), FORMAT.into())]
}
