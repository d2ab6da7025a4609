//! From one vector of base stocks to another, and back: the queues say what changes, and it is carried on from here.

use super::item_times::{ItemTimes, NONE, Reach};
use super::journal::Undo;
use super::network::Step;
use super::sample_path::{News, SamplePath};
use super::station_queue::{QueuePlace, Turn, place};
use crate::model::Ticks;

/// Whether only what hangs on a change is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Changed,
    All,
}

impl SamplePath {
    /// Moves to other base stocks: (item, units) pairs.
    pub fn set(&mut self, stocks: impl IntoIterator<Item = (u32, u32)>) {
        let mut changed = vec![false; self.items.len()];
        for (item, stock) in stocks {
            let times = &mut self.items[item as usize];
            if times.stock != stock {
                self.undos.note_item(&self.totals, item as usize);
                self.undos.note(|| Undo::Stock(item, times.stock));
                self.totals.stock(item as usize, i64::from(stock) - i64::from(times.stock));
                times.stock = stock;
                changed[item as usize] = true;
            }
        }
        self.carry_on(&changed, Scope::Changed);
    }

    /// To no stock at all, from times as if every part were there when it is asked for.
    pub(super) fn start_without_stock(&mut self) {
        self.items.iter_mut().for_each(|times| times.stock = 0);
        self.carry_on(&vec![true; self.items.len()], Scope::All);
        self.overrun = false;
    }

    fn carry_on(&mut self, changed: &[bool], scope: Scope) {
        for step in 0..self.steps.len() {
            match self.steps[step] {
                Step::Item(item) => {
                    let item = item as usize;
                    if !self.pending[item].is_empty() || scope == Scope::All {
                        self.complete(item, scope);
                    }
                    if changed[item] || !self.swapped.is_empty() {
                        self.serve(item);
                    }
                }
                Step::Station(station) => self.run_station(station as usize, changed, scope),
            }
        }
    }

    /// What a move would come to: makes it, looks, and takes it back.
    pub fn attempt<T>(
        &mut self,
        stocks: impl IntoIterator<Item = (u32, u32)>,
        look: impl FnOnce(&SamplePath) -> T,
    ) -> T {
        self.undos.open = true;
        self.set(stocks);
        let seen = look(self);
        self.undos.open = false;
        while let Some(undo) = self.undos.entries.pop() {
            let Some(undo) = self.undos.restore(&mut self.totals, undo) else { continue };
            match undo {
                Undo::Stock(item, stock) => {
                    let times = &mut self.items[item as usize];
                    (times.stock, times.stood) = (stock, stock);
                }
                Undo::Last(item, request, time) => self.items[item as usize].last[request as usize] = time,
                Undo::Work(item, work, times) => self.items[item as usize].set_times(work as usize, times),
                Undo::Receipts(item, receipts) => self.items[item as usize].receipts = receipts,
                Undo::Places(station, places) => self.stations[station as usize].places = places,
                Undo::Item(..) | Undo::Flow(..) | Undo::Sale(..) | Undo::Option(..) => {}
            }
        }
        seen
    }

    /// Work orders of an item without a station whose parts come at other times.
    fn complete(&mut self, item: usize, scope: Scope) {
        let mut times = std::mem::take(&mut self.items[item]);
        let mut pending = std::mem::take(&mut self.pending[item]);
        for news in &pending {
            let work = news.work as usize;
            if let Some(ready) = self.kit(&times, news) {
                let new = [ready, ready, (ready + times.delay[work]).min(Ticks::LATEST.0)];
                self.retime(item, &mut times, work, new);
            }
        }
        match scope {
            Scope::Changed => self.hand_over(item, &mut times, pending.iter().map(|news| news.work as usize)),
            Scope::All => self.hand_over_all(item, &mut times),
        }
        pending.clear();
        self.pending[item] = pending;
        self.items[item] = times;
    }

    /// Everything a station works on.
    fn run_station(&mut self, station: usize, changed: &[bool], scope: Scope) {
        let made = std::mem::take(&mut self.stations[station].made);
        let mut moved: Vec<(QueuePlace, QueuePlace)> = Vec::new();
        for item in made.iter().map(|item| *item as usize) {
            let mut times = std::mem::take(&mut self.items[item]);
            let mut pending = std::mem::take(&mut self.pending[item]);
            for news in &pending {
                let work = news.work as usize;
                if let Some(ready) = self.kit(&times, news) {
                    moved.push((place(item, &times, work, times.kitted_at[work]), place(item, &times, work, ready)));
                    let new = [ready, times.start[work], times.finish[work]];
                    self.retime(item, &mut times, work, new);
                }
            }
            pending.clear();
            self.pending[item] = pending;
            self.items[item] = times;
        }
        let mut turns: Vec<Turn> = Vec::new();
        if !moved.is_empty() || scope == Scope::All {
            let before = self.stations[station].change(&mut moved);
            self.undos.note(|| Undo::Places(station as u32, before));
            let latest;
            (turns, latest) = self.stations[station].turns(&self.items, self.totals.warm_up..self.totals.end);
            self.overrun |= latest >= self.until;
        }
        for item in made.iter().map(|item| *item as usize) {
            self.take_turns(item, turns.iter().filter(|turn| turn.item as usize == item), scope);
            if changed[item] || !self.swapped.is_empty() {
                self.serve(item);
            }
        }
        self.stations[station].made = made;
    }

    /// Work orders of an item start and finish at other times.
    fn take_turns<'t>(&mut self, item: usize, turns: impl Iterator<Item = &'t Turn> + Clone, scope: Scope) {
        let mut times = std::mem::take(&mut self.items[item]);
        for turn in turns.clone() {
            let ready = times.kitted_at[turn.work as usize];
            self.retime(item, &mut times, turn.work as usize, [ready, turn.start, turn.finish]);
        }
        match scope {
            Scope::Changed => self.hand_over(item, &mut times, turns.map(|turn| turn.work as usize)),
            Scope::All => self.hand_over_all(item, &mut times),
        }
        self.items[item] = times;
    }

    /// What an item's requests of their own get, for the first time.
    fn hand_over_all(&mut self, item: usize, times: &mut ItemTimes) {
        if !times.is_bought() {
            return self.hand_over(item, times, 0..times.finish.len());
        }
        for (request, (user, work)) in times.user.iter().enumerate().filter(|(_, (user, _))| *user != NONE) {
            if times.reach == Reach::Own {
                let (old, new) = (times.asked[request], times.last[request]);
                self.pending[*user as usize].push(News { work: *work, old, new });
            }
        }
    }

    /// What work orders finish for their own requests.
    fn hand_over(&mut self, item: usize, times: &mut ItemTimes, works: impl Iterator<Item = usize>) {
        if times.reach == Reach::BaseStock {
            return;
        }
        for work in works {
            let request = times.owner_of(work);
            let last = match times.reach {
                Reach::Pieces => times.last_piece(work),
                Reach::Own | Reach::BaseStock => times.finish[work],
            };
            self.serve_request(item, times, request, last);
        }
    }

    /// When a work order has its parts after the news, if that is another time than before.
    #[inline]
    fn kit(&self, times: &ItemTimes, news: &News) -> Option<i64> {
        let work = news.work as usize;
        let before = times.kitted_at[work];
        if news.new > before {
            return Some(news.new);
        }
        // A part that was not the last one and comes no later changes nothing.
        if news.old != before || news.new == before {
            return None;
        }
        let created = times.asked[times.owner_of(work)];
        let lines = times.lines_of(work).iter();
        let ready =
            lines.map(|(part, request)| self.items[*part as usize].last[*request as usize]).fold(created, i64::max);
        (ready != before).then_some(ready)
    }

    /// Gives a work order other times: ready, start, finish.
    #[inline]
    fn retime(&mut self, item: usize, times: &mut ItemTimes, work: usize, new: [i64; 3]) {
        let old = times.times_of(work);
        self.undos.note_item(&self.totals, item);
        self.undos.note(|| Undo::Work(item as u32, work as u32, old));
        self.totals.move_work(item, times.weights[work], old, new);
        times.set_times(work, new);
        if times.reach == Reach::BaseStock && new[2] != old[2] {
            self.swapped.extend((0..times.size_of(work)).map(|_| (old[2], new[2])));
        }
    }

    /// Requests of an item with another base stock or other receipts.
    fn serve(&mut self, item: usize) {
        let mut times = std::mem::take(&mut self.items[item]);
        let mut before = None;
        if !self.swapped.is_empty() {
            let receipts = super::base_stock_queue::swap(&times.receipts, &mut self.swapped);
            before = Some(std::mem::replace(&mut times.receipts, receipts));
        }
        if times.reach == Reach::BaseStock {
            let mut changed = std::mem::take(&mut self.changed);
            times.changes(&mut changed);
            for (request, last) in changed.drain(..) {
                self.ship_apart(&times, request as usize, before.as_deref());
                self.serve_request(item, &mut times, request as usize, last);
            }
            self.changed = changed;
        }
        times.stood = times.stock;
        if let Some(before) = before {
            self.undos.note(|| Undo::Receipts(item as u32, before));
        }
        self.items[item] = times;
    }

    /// Units of an order that leave one by one; receipts `before`, if they are others now.
    fn ship_apart(&mut self, times: &ItemTimes, request: usize, before: Option<&[i64]>) {
        let order = match times.user[request] {
            (NONE, order) if times.apart && order != NONE => self.orders[order as usize],
            _ => return,
        };
        if order.apart {
            for (old, new) in times.moved_units(request, before.unwrap_or(&times.receipts)) {
                self.undos.note_order(&self.totals, &order);
                self.totals.leave(&order, 1, old, -1);
                self.totals.leave(&order, 1, new, 1);
            }
        }
    }

    /// A request has its last unit at another time: whoever asked is told.
    #[inline]
    fn serve_request(&mut self, item: usize, times: &mut ItemTimes, request: usize, last: i64) {
        let old = times.last[request];
        if old == last {
            return;
        }
        self.undos.note(|| Undo::Last(item as u32, request as u32, old));
        times.last[request] = last;
        let (user, number) = times.user[request];
        if user != NONE {
            self.pending[user as usize].push(News { work: number, old, new: last });
        } else if number != NONE {
            let order = self.orders[number as usize];
            self.undos.note_order(&self.totals, &order);
            if order.apart {
                self.totals.complete(&order, old, -1);
                self.totals.complete(&order, last, 1);
            } else {
                self.totals.order(&order, old, -1);
                self.totals.order(&order, last, 1);
            }
        }
    }
}
