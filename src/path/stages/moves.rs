//! From one vector to another, and back.

use super::books::{FlowSums, ItemSums};
use super::line::Job;
use super::{ItemTimes, KeptOrder, Reach, SamplePath};
use crate::model::Ticks;
use crate::path::network::Step;
use crate::path::replication::NONE;

/// A part that a work order gets at another time, ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct News {
    pub work: u32,
    old: i64,
    new: i64,
}

/// What to put back.
#[derive(Clone, Debug)]
pub(super) enum Undo {
    /// Item and its base stock.
    Stock(u32, u32),
    /// Item, request, when it had its last unit.
    Last(u32, u32, i64),
    /// Item, work order, and its times.
    Work(u32, u32, [i64; 3]),
    Receipts(u32, Vec<i64>),
    /// The jobs of a station, in their order.
    Jobs(u32, Vec<Job>),
    Item(u32, Box<ItemSums>),
    Flow(u32, Box<FlowSums>),
}

/// What happened since a trial began.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    open: bool,
    entries: Vec<Undo>,
    /// By item and by flow: whether its sums are in the journal.
    items: Vec<bool>,
    flows: Vec<bool>,
}

impl Journal {
    pub fn new(items: usize, flows: usize) -> Journal {
        Journal { open: false, entries: Vec::new(), items: vec![false; items], flows: vec![false; flows] }
    }

    #[inline]
    pub fn note(&mut self, undo: impl FnOnce() -> Undo) {
        if self.open {
            self.entries.push(undo());
        }
    }
}

impl SamplePath {
    /// Moves to other base stocks: (item, units) pairs.
    pub fn set(&mut self, stocks: impl IntoIterator<Item = (u32, u32)>) {
        let mut changed = vec![false; self.items.len()];
        for (item, stock) in stocks {
            let stage = &mut self.items[item as usize];
            if stage.stock != stock {
                self.journal.note(|| Undo::Stock(item, stage.stock));
                stage.stock = stock;
                changed[item as usize] = true;
            }
        }
        for step in 0..self.steps.len() {
            match self.steps[step] {
                Step::Item(item) => {
                    let item = item as usize;
                    if !self.pending[item].is_empty() {
                        self.complete(item);
                    }
                    if changed[item] || !self.swapped.is_empty() {
                        self.serve(item);
                    }
                }
                Step::Station(station) => self.run_station(station as usize, &changed),
            }
        }
    }

    /// What a move would come to: makes it, looks, and takes it back.
    pub fn attempt<T>(
        &mut self,
        stocks: impl IntoIterator<Item = (u32, u32)>,
        look: impl FnOnce(&SamplePath) -> T,
    ) -> T {
        self.journal.open = true;
        self.set(stocks);
        let seen = look(self);
        self.journal.open = false;
        while let Some(undo) = self.journal.entries.pop() {
            match undo {
                Undo::Stock(item, stock) => {
                    let stage = &mut self.items[item as usize];
                    (stage.stock, stage.stood) = (stock, stock);
                }
                Undo::Last(item, request, time) => self.items[item as usize].last[request as usize] = time,
                Undo::Work(item, work, times) => {
                    let (stage, work) = (&mut self.items[item as usize], work as usize);
                    [stage.ready[work], stage.start[work], stage.finish[work]] = times;
                }
                Undo::Receipts(item, receipts) => self.items[item as usize].receipts = receipts,
                Undo::Jobs(station, jobs) => self.stations[station as usize].jobs = jobs,
                Undo::Item(item, sums) => {
                    self.books.items[item as usize] = *sums;
                    self.journal.items[item as usize] = false;
                }
                Undo::Flow(flow, sums) => {
                    self.books.flows[flow as usize] = *sums;
                    self.journal.flows[flow as usize] = false;
                }
            }
        }
        seen
    }

    #[inline]
    fn note_item(&mut self, item: usize) {
        if self.journal.open && !self.journal.items[item] {
            self.journal.items[item] = true;
            self.journal.entries.push(Undo::Item(item as u32, Box::new(self.books.items[item])));
        }
    }

    #[inline]
    pub(super) fn note_order(&mut self, order: &KeptOrder) {
        self.note_item(order.item as usize);
        let flow = order.flow as usize;
        if self.journal.open && !self.journal.flows[flow] {
            self.journal.flows[flow] = true;
            self.journal.entries.push(Undo::Flow(order.flow, Box::new(self.books.flows[flow].clone())));
        }
    }

    /// Work orders of an item without a station whose parts come at other times.
    fn complete(&mut self, item: usize) {
        let mut stage = std::mem::take(&mut self.items[item]);
        let mut pending = std::mem::take(&mut self.pending[item]);
        for news in &pending {
            let work = news.work as usize;
            if let Some(ready) = self.kit(&stage, news) {
                let times = [ready, ready, (ready + stage.delay[work]).min(Ticks::LATEST.0)];
                self.retime(item, &mut stage, work, times);
            }
        }
        self.hand_over(item, &mut stage, pending.iter().map(|news| news.work as usize));
        pending.clear();
        self.pending[item] = pending;
        self.items[item] = stage;
    }

    /// What work orders finish for their own requests.
    pub(super) fn hand_over(&mut self, item: usize, stage: &mut ItemTimes, works: impl Iterator<Item = usize>) {
        if stage.reach == Reach::Shelf {
            return;
        }
        for work in works {
            let request = stage.owner_of(work);
            let last = match stage.reach {
                Reach::Pieces => last_piece(stage, work),
                Reach::Own | Reach::Shelf => stage.finish[work],
            };
            self.serve_request(item, stage, request, last);
        }
    }

    /// When a work order has its parts after the news, if that is another time than before.
    #[inline]
    pub(super) fn kit(&self, stage: &ItemTimes, news: &News) -> Option<i64> {
        let work = news.work as usize;
        let before = stage.ready[work];
        if news.new > before {
            return Some(news.new);
        }
        // A part that was not the last one and comes no later changes nothing.
        if news.old != before || news.new == before {
            return None;
        }
        let created = stage.asked[stage.owner_of(work)];
        let lines = stage.lines_of(work).iter();
        let ready =
            lines.map(|(part, request)| self.items[*part as usize].last[*request as usize]).fold(created, i64::max);
        (ready != before).then_some(ready)
    }

    /// Gives a work order other times: ready, start, finish.
    #[inline]
    pub(super) fn retime(&mut self, item: usize, stage: &mut ItemTimes, work: usize, times: [i64; 3]) {
        let old = [stage.ready[work], stage.start[work], stage.finish[work]];
        self.note_item(item);
        self.journal.note(|| Undo::Work(item as u32, work as u32, old));
        self.books.move_work(item, stage.weights[work], old, times);
        [stage.ready[work], stage.start[work], stage.finish[work]] = times;
        if stage.reach == Reach::Shelf && times[2] != old[2] {
            self.swapped.extend((0..stage.size_of(work)).map(|_| (old[2], times[2])));
        }
    }

    /// A request has its last unit at another time: whoever asked is told.
    #[inline]
    pub(super) fn serve_request(&mut self, item: usize, stage: &mut ItemTimes, request: usize, last: i64) {
        let old = stage.last[request];
        if old == last {
            return;
        }
        self.journal.note(|| Undo::Last(item as u32, request as u32, old));
        stage.last[request] = last;
        let (user, number) = stage.user[request];
        if user != NONE {
            self.pending[user as usize].push(News { work: number, old, new: last });
        } else if number != NONE {
            let order = self.orders[number as usize];
            self.note_order(&order);
            self.books.order(&order, old, -1);
            self.books.order(&order, last, 1);
        }
    }
}

/// When the last of the work orders of one request is finished: they have neighbouring numbers.
fn last_piece(stage: &ItemTimes, work: usize) -> i64 {
    let same = |other: &usize| stage.owner[*other] == stage.owner[work];
    let before = (0..work).rev().take_while(same);
    let behind = (work..stage.owner.len()).take_while(same);
    before.chain(behind).map(|piece| stage.finish[piece]).fold(i64::MIN, i64::max)
}
