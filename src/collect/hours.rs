//! Hours of suppliers and stations that are not always at work.

use super::items::QueueCell;
use super::measurer::Measurer;
use super::meter::span;
use super::sink::Sink;
use crate::costs::wide;
use crate::measures::Measure;

impl Measurer<'_> {
    /// A replication begins.
    pub(super) fn begin_hours(&mut self) {
        for (cell, plan) in self.stations.iter_mut().zip(&self.plan.stations) {
            cell.has_hours = plan.hours.is_some();
        }
    }

    /// A stretch of work at a station, as far as it lies in the window.
    pub(super) fn count_work(&mut self, station: usize, from: i64, to: i64) {
        let (from, to) = (from.max(self.window.start), to.min(self.window.end));
        if let Some(hours) = self.plan.stations[station].hours.as_ref().filter(|_| from < to) {
            let (worked, overtime) = hours.worked(from, to);
            self.stations[station].worked += span(worked);
            self.stations[station].overtime += span(overtime);
        }
    }

    /// What a place with hours of its own was of its servers' time: working, after hours, open and lost.
    pub(super) fn hours(&self, cell: &QueueCell, servers: f64, sink: &mut dyn Sink) {
        let horizon = servers * self.model.run.horizon.0 as f64;
        sink.put(Measure::OpenShare, None, wide(cell.open) / horizon);
        sink.put(Measure::DownShare, None, wide(cell.lost) / wide(cell.open));
    }
}

impl QueueCell {
    /// The run is over: a server was open so long, of which so much was lost.
    pub(super) fn count_hours(&mut self, open: i64, lost: i64) {
        self.open += span(open);
        self.lost += span(lost);
    }

    /// Time that servers work, of the time they could: open by the calendar, and after hours.
    pub(super) fn busy_share(&self) -> f64 {
        wide(self.worked) / wide(self.open + self.overtime)
    }

    /// Time that they work after hours, of that time.
    pub(super) fn overtime_share(&self) -> f64 {
        wide(self.overtime) / wide(self.open + self.overtime)
    }
}
