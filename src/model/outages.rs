//! Outages at known times: the first one, and the same network without any.

use super::{AtWork, Model};

impl Model {
    /// Where something is said of when it is at work.
    fn places(&self) -> impl Iterator<Item = &AtWork> {
        self.suppliers.iter().map(|supplier| &supplier.work).chain(self.stations.iter().map(|station| &station.work))
    }

    /// Begin and end of the first outage of any supplier or station, ticks; `None` where there is none.
    #[must_use]
    pub fn first_outage(&self) -> Option<(i64, i64)> {
        self.places().filter_map(|work| work.outages.as_ref()?.iter().next()).min()
    }

    /// The same network without any outage, which is compared with nothing.
    #[must_use]
    pub fn without_outages(&self) -> Model {
        let mut model = self.clone();
        model.report.impact = false;
        // A strategy with keys of its own is this model itself.
        model.own.clear();
        model.suppliers.iter_mut().for_each(|supplier| supplier.work.outages = None);
        model.stations.iter_mut().for_each(|station| station.work.outages = None);
        model
    }
}
