//! Where a place is not always at work: what is released there waits, servers start what they may, docks open.
//!
//! Whether a place is at work does not depend on what it has to do, and a job stays with its server: a receipt is known at release and a
//! finish at the start. Only a station that has work and no server at work has an event of its own, at the next time at which one is.

use super::event::{Event, Rank};
use super::observer::Observer;
use super::simulator::Simulator;
use crate::model::ClosedSpans;
use crate::rules::at_work::{Sent, StationServer};

/// The job of a server that has none.
const FREE: u32 = u32::MAX;

/// When what arrives at a dock is received: at once if that is open, or closes as it arrives, else as it opens.
pub(super) fn received_at(dock: &ClosedSpans, arrives: i64) -> i64 {
    if arrives > 0 && dock.is_open(arrives - 1) { arrives } else { dock.next_open(arrives) }
}

impl Simulator<'_> {
    /// The beginning of a replication: all servers are free.
    pub(super) fn reset_hours(&mut self) {
        let (plan, seed, replication) = (self.plan, self.plan.seed, self.replication);
        self.state.supplier_work.resize_with(plan.suppliers.len(), Default::default);
        for (work, supplier) in self.state.supplier_work.iter_mut().zip(&plan.suppliers) {
            if let Some(hours) = &supplier.hours {
                work.begin(hours, seed, replication);
            }
        }
        self.state.benches.resize_with(plan.stations.len(), Default::default);
        for (bench, station) in self.state.benches.iter_mut().zip(&plan.stations) {
            if !station.tells_servers_apart() {
                continue;
            }
            let servers = station.servers as usize;
            (bench.wake, bench.wakes) = (-1, 0);
            for slots in [&mut bench.jobs, &mut bench.families] {
                slots.clear();
                slots.resize(servers, FREE);
            }
            let Some(hours) = &station.hours else { continue };
            bench.servers.resize_with(servers, StationServer::default);
            for (place, server) in bench.servers.iter_mut().enumerate() {
                server.begin(hours, place, seed, replication);
            }
        }
    }

    /// A purchase is released to a supplier that is not always at work.
    #[inline(never)]
    pub(super) fn send_in_hours<O: Observer>(&mut self, supplier: u32, units: i64, time: i64, o: &mut O) -> Sent {
        let plan = &self.plan.suppliers[supplier as usize];
        let Some(hours) = &plan.hours else { return Sent { sent: self.now, receipt: self.now + time, job: None } };
        let pool = plan.servers.map(|_| &mut self.state.suppliers[supplier as usize]);
        let sent = self.state.supplier_work[supplier as usize].send(hours, (self.now, units), time, (supplier, pool));
        if let Some(job) = sent.job {
            o.supplier_job(job);
        }
        sent
    }

    /// Whether a supplier that is not always at work would send so many units at once.
    pub(super) fn sends_now(&mut self, supplier: u32, units: i64) -> bool {
        let Some(hours) = &self.plan.suppliers[supplier as usize].hours else { return true };
        let pool = self.plan.suppliers[supplier as usize].servers.map(|_| &self.state.suppliers[supplier as usize]);
        pool.is_none_or(|pool| pool.has_idle(self.now))
            && self.state.supplier_work[supplier as usize].sends_now(hours, (self.now, units))
    }

    /// Whether a station would start a job at once: nothing waits there, and a free server is at work.
    pub(super) fn starts_now(&mut self, station: usize) -> bool {
        let state = &self.state.stations[station];
        if state.idle == 0 || !state.queue.is_empty() {
            return false;
        }
        let Some(hours) = &self.plan.stations[station].hours else { return true };
        let (bench, now) = (&mut self.state.benches[station], self.now);
        let mut servers = bench.servers.iter_mut().zip(&bench.jobs).enumerate();
        servers.any(|(place, (server, job))| *job == FREE && server.next_start(hours, place, now) == now)
    }

    /// Free servers at work, in the order of their numbers, each take the first of the queue; if work is left and none is at work, the
    /// station is looked at again when one is.
    #[inline(never)]
    pub(super) fn start_in_hours<O: Observer>(&mut self, station: usize, o: &mut O) {
        let hours = self.plan.stations[station].hours.as_ref();
        let mut next = i64::MAX;
        for place in 0..self.state.benches[station].jobs.len() {
            if self.state.stations[station].queue.is_empty() {
                return;
            }
            let bench = &mut self.state.benches[station];
            if bench.jobs[place] != FREE {
                continue;
            }
            let at = hours.map_or(self.now, |hours| bench.servers[place].next_start(hours, place, self.now));
            if at > self.now {
                next = next.min(at);
                continue;
            }
            let Some(slot) = self.take_next(station, place) else { return };
            self.state.stations[station].idle -= 1;
            self.state.benches[station].jobs[place] = slot;
            self.change_over(station, place, slot, o);
            self.start(slot, o);
        }
        let bench = &mut self.state.benches[station];
        let is_awaited = self.now < bench.wake && bench.wake <= next;
        if !self.state.stations[station].queue.is_empty() && next <= self.plan.drain_end && !is_awaited {
            self.calendar.push(Event::new(next, Rank::Change, station as u32, bench.wakes));
            (bench.wake, bench.wakes) = (next, bench.wakes + 1);
        }
    }

    /// When a work order is finished that starts now.
    #[inline(never)]
    pub(super) fn finish_in_hours<O: Observer>(&mut self, slot: u32, o: &mut O) -> i64 {
        let work = &self.state.works[slot];
        let (now, finish, station) = (self.now, self.now + work.duration, work.station);
        let Some(plan) = self.plan.stations.get(station as usize) else {
            let dock = self.plan.items[work.item as usize].receiving.as_ref();
            return dock.map_or(finish, |dock| received_at(dock, finish));
        };
        let bench = &mut self.state.benches[station as usize];
        let place = bench.jobs.iter().position(|job| *job == slot);
        match (&plan.hours, place) {
            (Some(hours), Some(place)) => {
                let tell = |from, to| o.worked(station, from, to);
                bench.servers[place].work(hours, place, (now, work.duration), tell)
            }
            _ => finish,
        }
    }

    /// The server of a finished work order is free.
    #[inline(never)]
    pub(super) fn free_server(&mut self, station: u32, slot: u32) {
        let jobs = &mut self.state.benches[station as usize].jobs;
        if let Some(job) = jobs.iter_mut().find(|job| **job == slot) {
            *job = FREE;
        }
    }

    /// The run is over: tells what suppliers and stations lost of the window.
    pub(super) fn tell_lost_time<O: Observer>(&mut self, o: &mut O) {
        let window = (self.plan.warm_up, self.plan.end);
        for (place, supplier) in self.plan.suppliers.iter().enumerate() {
            if let Some(hours) = &supplier.hours {
                let (open, lost) = self.state.supplier_work[place].lost(hours, window);
                o.supplier_hours(place as u32, open, lost);
            }
        }
        for (station, plan) in self.plan.stations.iter().enumerate() {
            let Some(hours) = &plan.hours else { continue };
            for (place, server) in self.state.benches[station].servers.iter_mut().enumerate() {
                o.server_hours(
                    station as u32,
                    hours.open_between(window.0, window.1),
                    server.lost(hours, place, window),
                );
            }
        }
    }
}
