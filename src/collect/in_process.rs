//! Time in process: of work orders, and of the chosen and optional parts in them.

use super::measurer::Measurer;
use super::meter::{span, times};
use crate::engine::{LineState, Work, WorkStatus};

impl Measurer<'_> {
    /// Time in process of chosen and optional parts, whose holding rates are added to the made item's.
    #[inline(always)]
    pub(super) fn spend_extras(&mut self, wip: i64, work: &Work, lines: &[LineState]) {
        for line in lines.get(self.making[work.item as usize].extras as usize..).unwrap_or_default() {
            self.items[line.item as usize].in_process += times(wip, line.needed);
        }
    }

    /// A work order is over, or the run is: its time in each stage, inside the window.
    #[inline(never)]
    pub(super) fn spend(&mut self, now: i64, work: &Work, lines: &[LineState]) {
        let window = self.window;
        self.spend_stages(now, work, lines, |from, to| window.overlap(from, to));
    }

    /// The same, where `inside` says how many ticks of a stretch count.
    #[inline(always)]
    pub(super) fn spend_stages(
        &mut self,
        now: i64,
        work: &Work,
        lines: &[LineState],
        inside: impl Fn(i64, i64) -> i64,
    ) {
        let ready = if work.status == WorkStatus::WaitingParts { now } else { work.kitted_at };
        let (waiting, wip) = (inside(work.created, ready), inside(ready, now));
        let cell = &mut self.items[work.item as usize];
        cell.waiting_parts += times(waiting, work.units);
        cell.wip += times(wip, work.units);
        if !self.inside || ready < self.window.start {
            self.count_in_process(ready, now, work);
        }
        self.spend_extras(wip, work, lines);
        if let Some(station) = self.stations.get_mut(work.station as usize) {
            match work.status {
                WorkStatus::WaitingParts => {}
                WorkStatus::Queued => station.waited += span(wip),
                WorkStatus::Started if station.has_hours => {}
                WorkStatus::Started => station.worked += span(inside(work.start, now)),
            }
        }
    }
}
