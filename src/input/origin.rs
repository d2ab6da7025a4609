//! The texts behind a scenario: read once, and read again from memory with other changes.

use super::{Accepted, Beside, Change, Rejected};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// A scenario's text and tables, and what was said beside them.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// What messages call the text.
    pub name: String,
    pub text: String,
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

    /// The bytes of a table; read from the disk at most once.
    pub fn get(&mut self, name: &str) -> io::Result<Arc<[u8]>> {
        if let Some(bytes) = self.loaded.get(name) {
            return Ok(bytes.clone());
        }
        let Some(folder) = &self.folder else {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no table of this name was handed in"));
        };
        let bytes: Arc<[u8]> = super::load(&folder.join(name))?.into();
        self.loaded.insert(name.into(), bytes.clone());
        Ok(bytes)
    }
}

impl Accepted {
    /// The changes that it was read with.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.origin.beside.changes
    }

    /// The same scenario, read again with more changes after those it was read with. Nothing is read from the disk that was
    /// read before.
    ///
    /// # Errors
    /// All problems of the scenario with these changes.
    pub fn changed(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        self.again(self.changes().iter().cloned().chain(changes).collect())
    }

    /// The same at a point of a design, whose changes stand before those it was read with.
    ///
    /// # Errors
    /// As [`Accepted::changed`].
    pub fn at_point(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        self.again(changes.into_iter().chain(self.changes().iter().cloned()).collect())
    }

    fn again(&self, changes: Vec<Change>) -> Result<Accepted, Rejected> {
        let Origin { name, text, tables, beside } = &*self.origin;
        super::read_again(name, text, tables.clone(), Beside { changes, ..beside.clone() })
    }
}
