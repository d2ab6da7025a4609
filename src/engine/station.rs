//! Work orders from a complete kit to their finish, through a station's queue or as a pure delay.

use super::calendar::Load;
use super::event::{Event, Rank};
use super::observer::{LevelKind, Observer};
use super::simulator::Simulator;
use super::state::{Replenishment, Work, WorkStatus};

impl Simulator<'_> {
    /// All parts are there: into process.
    pub(super) fn kit_complete<O: Observer>(&mut self, slot: u32, o: &mut O) {
        if self.state.works[slot].in_pieces {
            self.add_unit_times(slot);
        }
        let work = &mut self.state.works[slot];
        work.kitted_at = self.now;
        work.status = WorkStatus::Queued;
        let kit = &self.state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize];
        if work.waited {
            for state in kit {
                o.level(self.now, state.item, LevelKind::Committed, -state.needed);
            }
        }
        o.kit_complete(self.now, work, kit);
        match work.station {
            u32::MAX => self.start(slot, o),
            station => self.enqueue(station, slot),
        }
    }

    /// Into the station's queue, by (priority, kit complete, created, item, number); these times never fall, so only ties move and
    /// those who are more urgent.
    #[inline(always)]
    fn enqueue(&mut self, station: u32, slot: u32) {
        let (works, classes) = (&self.state.works, &self.plan.classes);
        let overtakes = |other: &Work| classes.bind && classes.discipline.overtakes(works[slot].urgency, other.urgency);
        let key = |slot: u32| {
            let work = &works[slot];
            (work.kitted_at, work.created, work.item, work.number)
        };
        let state = &mut self.state.stations[station as usize];
        state.queue.push_back(slot);
        let mut place = state.queue.len() - 1;
        while let Some(before) = place.checked_sub(1)
            && let Some(&other) = state.queue.get(before)
            && (overtakes(&works[other])
                || works[other].kitted_at == self.now
                    && works[other].urgency.priority == works[slot].urgency.priority
                    && key(other) > key(slot))
        {
            state.queue.swap(before, place);
            place = before;
        }
        if let Some(keys) = &self.plan.ties {
            let priority = self.state.works[slot].urgency.priority;
            self.queue_by_draw(station, priority, keys);
        }
        self.note_may_start(station);
    }

    /// Remembers that the station may start something at the end of this instant.
    #[inline(always)]
    pub(super) fn note_may_start(&mut self, station: u32) {
        let state = &mut self.state.stations[station as usize];
        if state.idle > 0 && !state.may_start && !state.queue.is_empty() {
            state.may_start = true;
            self.may_start.push(station);
            self.horizon = self.now;
        }
    }

    /// The last rank of an instant: free servers take the queue's first.
    pub(super) fn start_what_may<O: Observer>(&mut self, o: &mut O) {
        if self.may_start.len() > 1 {
            self.may_start.sort_unstable();
        }
        for place in 0..self.may_start.len() {
            let station = self.may_start[place] as usize;
            self.state.stations[station].may_start = false;
            if self.has_hours && self.plan.stations[station].tells_servers_apart() {
                self.start_in_hours(station, o);
                continue;
            }
            while self.state.stations[station].idle > 0 {
                let Some(slot) = self.state.stations[station].queue.pop_front() else { break };
                self.state.stations[station].idle -= 1;
                self.start(slot, o);
            }
        }
        self.may_start.clear();
    }

    #[inline(always)]
    pub(super) fn start<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let at = if self.has_hours { Some(self.finish_in_hours(slot, o)) } else { None };
        let work = &mut self.state.works[slot];
        work.start = self.now;
        work.status = WorkStatus::Started;
        let finish = at.unwrap_or(self.now + work.duration);
        let event = Event::new(finish, Rank::Completion, work.item, work.number);
        self.calendar.send(event, Load { tag: i64::from(slot), units: work.units });
        o.started(self.now, work);
    }

    /// A work order is finished: the server is free, the units are received.
    #[inline(never)]
    pub(super) fn completion<O: Observer>(&mut self, slot: u32, o: &mut O) {
        let work = &self.state.works[slot];
        let Work { item, number, units, created: released, claim, station, .. } = *work;
        o.finished(self.now, work, &self.state.lines[work.lines_at as usize..(work.lines_at + work.lines) as usize]);
        if let Some(state) = self.state.stations.get_mut(station as usize) {
            state.idle += 1;
            if self.has_hours {
                self.free_server(station, slot);
            }
            self.note_may_start(station);
        }
        let made = Replenishment { item, number, units, released, claim };
        if self.state.stocks[item as usize].sourced {
            self.receive_batch(made, self.state.work_batches[slot as usize], Some(slot), o);
        } else {
            self.receive(made, Some(slot), o);
        }
        self.state.works.remove(slot);
    }
}
