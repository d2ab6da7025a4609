//! The work of a station: one queue over its servers, kept in order from move to move.

use super::moves::Undo;
use super::shelf::swap;
use super::{ItemTimes, SamplePath};
use crate::model::Ticks;

/// A work order in the queue: ready, created (ticks), item, number. Smaller ones go first.
pub(super) type Job = (i64, i64, u32, u32);

/// Work order, its start and its finish, ticks.
type Turn = (u32, i64, i64);

/// A station.
#[derive(Clone, Debug)]
pub(super) struct Line {
    servers: u32,
    /// Items made there.
    made: Vec<u32>,
    /// All work orders in the order of their turns.
    pub jobs: Vec<Job>,
}

impl Line {
    /// A station with nothing to do yet.
    pub fn new(servers: u32, made: &[u32]) -> Line {
        Line { servers, made: made.to_vec(), jobs: Vec::new() }
    }

    /// Whether an item is made there.
    pub fn makes(&self, item: u32) -> bool {
        self.made.contains(&item)
    }
}

fn job(item: usize, stage: &ItemTimes, work: usize, ready: i64) -> Job {
    (ready, stage.asked[stage.owner_of(work)], item as u32, work as u32)
}

impl SamplePath {
    /// The work of all stations in the order of its turns.
    pub(super) fn line_up(&mut self) {
        for line in &mut self.stations {
            for item in line.made.iter().map(|item| *item as usize) {
                let stage = &self.items[item];
                line.jobs.extend(stage.ready.iter().enumerate().map(|(work, ready)| job(item, stage, work, *ready)));
            }
            line.jobs.sort_unstable();
        }
    }

    /// Everything a station works on.
    pub(super) fn run_station(&mut self, station: usize, changed: &[bool]) {
        let made = std::mem::take(&mut self.stations[station].made);
        let mut moved: Vec<(Job, Job)> = Vec::new();
        for item in made.iter().map(|item| *item as usize) {
            let mut stage = std::mem::take(&mut self.items[item]);
            let mut pending = std::mem::take(&mut self.pending[item]);
            for news in &pending {
                let work = news.work as usize;
                if let Some(ready) = self.kit(&stage, news) {
                    moved.push((job(item, &stage, work, stage.ready[work]), job(item, &stage, work, ready)));
                    let times = [ready, stage.start[work], stage.finish[work]];
                    self.retime(item, &mut stage, work, times);
                }
            }
            pending.clear();
            self.pending[item] = pending;
            self.items[item] = stage;
        }
        let mut turns: Vec<Vec<Turn>> = vec![Vec::new(); made.len()];
        if !moved.is_empty() {
            let jobs = swap(&self.stations[station].jobs, &mut moved);
            let before = std::mem::replace(&mut self.stations[station].jobs, jobs);
            self.journal.note(|| Undo::Jobs(station as u32, before));
            self.turns(station, &made, &mut turns);
        }
        for (item, turns) in made.iter().map(|item| *item as usize).zip(turns) {
            if !turns.is_empty() {
                let mut stage = std::mem::take(&mut self.items[item]);
                for (work, start, finish) in &turns {
                    let ready = stage.ready[*work as usize];
                    self.retime(item, &mut stage, *work as usize, [ready, *start, *finish]);
                }
                self.hand_over(item, &mut stage, turns.iter().map(|(work, ..)| *work as usize));
                self.items[item] = stage;
            }
            if changed[item] || !self.swapped.is_empty() {
                self.serve(item);
            }
        }
        self.stations[station].made = made;
    }

    /// Start and finish of the jobs of a station that are not what they were, by item made there.
    fn turns(&mut self, station: usize, made: &[u32], turns: &mut [Vec<Turn>]) {
        let line = &self.stations[station];
        let mut place = vec![0; self.items.len()];
        made.iter().enumerate().for_each(|(at, item)| place[*item as usize] = at);
        let mut servers = vec![0i64; line.servers as usize];
        for (ready, created, item, work) in &line.jobs {
            let mut first = 0;
            for (server, free) in servers.iter().enumerate().skip(1) {
                if *free < servers[first] {
                    first = server;
                }
            }
            let stage = &self.items[*item as usize];
            let start = servers[first].max(*ready);
            let finish = (start + stage.delay[*work as usize]).min(Ticks::LATEST.0);
            servers[first] = finish;
            if (start, finish) != (stage.start[*work as usize], stage.finish[*work as usize]) {
                turns[place[*item as usize]].push((*work, start, finish));
            }
            self.overrun |= self.books.in_window(*created) && finish >= self.until;
        }
    }
}
