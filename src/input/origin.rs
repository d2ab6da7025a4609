//! The texts behind a scenario: read once, and kept to be read again with other changes.

use super::beside::Beside;
use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A scenario's text and tables, and what was said beside them.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// What messages call the text.
    pub name: String,
    /// What stands in it.
    pub text: String,
    /// The tables it names.
    pub tables: TableFiles,
    /// Without axes: they say nothing at a point.
    pub beside: Beside,
}

/// Tables by the names that the scenario has for them.
#[derive(Clone, Debug, Default)]
pub(super) struct TableFiles {
    loaded: BTreeMap<String, Arc<[u8]>>,
    /// Where others lie; `None` where nothing is read from the disk.
    folder: Option<PathBuf>,
}

impl TableFiles {
    /// Tables that are there already, or else those of a folder.
    pub fn new(given: Option<BTreeMap<String, Vec<u8>>>, folder: PathBuf) -> TableFiles {
        match given {
            None => TableFiles { loaded: BTreeMap::new(), folder: Some(folder) },
            Some(files) => {
                let loaded = files.into_iter().map(|(name, bytes)| (name, bytes.into())).collect();
                TableFiles { loaded, folder: None }
            }
        }
    }

    /// Those that were read.
    pub fn loaded(&self) -> &BTreeMap<String, Arc<[u8]>> {
        &self.loaded
    }

    /// The bytes of a table; read from the disk at most once.
    pub fn get(&mut self, name: &str) -> io::Result<Arc<[u8]>> {
        if let Some(bytes) = self.loaded.get(name) {
            return Ok(bytes.clone());
        }
        let Some(folder) = &self.folder else {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no table of this name was handed in"));
        };
        let bytes: Arc<[u8]> = load(&folder.join(name))?.into();
        self.loaded.insert(name.into(), bytes.clone());
        Ok(bytes)
    }
}

/// Largest file that is read, in bytes.
pub(super) const LARGEST_FILE: u64 = 256 << 20;

pub(super) fn load(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::Error::other("it is larger than 256 MB"));
    }
    Ok(bytes)
}
