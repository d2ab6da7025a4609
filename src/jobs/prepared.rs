//! A job about which nothing can be refused any more.

use super::Settings;
use crate::record::{Archive, NoArchive, RunRecord};
use crate::watch::{Stopped, Watch};

/// A job about which nothing can be refused any more.
pub trait Prepared: Sized + Send {
    /// Its results.
    type Results: Send;

    /// What determines its records, as text: records made for the same fingerprint stand for each other.
    fn fingerprint(&self) -> String;

    /// What is asked, as the results say it: of the same version, results that say the same are the same.
    fn resolved(&self) -> String;

    /// Whether the same job, prepared again, is answered by the same records: not after a search that ended before its time.
    fn is_repeatable(&self) -> bool {
        true
    }

    /// Does the job with the records of an archive, and makes and keeps there those it has not; gives its results, and the
    /// records behind them where they are whole.
    ///
    /// # Errors
    /// When the watch stops it.
    fn results_with(
        self,
        settings: &Settings,
        archive: &dyn Archive,
        watch: &dyn Watch,
    ) -> Result<(Self::Results, Vec<RunRecord>), Stopped>;

    /// Does the job and keeps no records.
    ///
    /// # Errors
    /// When the watch stops it.
    fn results(self, settings: &Settings, watch: &dyn Watch) -> Result<Self::Results, Stopped> {
        self.results_with(settings, &NoArchive, watch).map(|(results, _)| results)
    }
}
