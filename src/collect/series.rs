//! The series over time: averages of buckets, and steps by which a warm-up is judged.

use super::items::ItemCell;
use super::marks::STEPS_PER_BUCKET;
use super::measurer::Measurer;
use crate::costs::wide;
use crate::engine::LevelKind;

impl Measurer<'_> {
    /// A mark of the window, of a series or of a bucket.
    pub(super) fn pass(&mut self, now: i64, place: usize) {
        let mark = self.marks.kinds[place];
        if mark.opens_window {
            self.inside = true;
            self.windowed(|meter| meter.open(now));
            self.items.iter_mut().for_each(|item| item.open(now));
            self.stock_at_start(now);
        }
        if mark.closes_window {
            self.inside = false;
            self.windowed(|meter| meter.close(now));
            self.items.iter_mut().for_each(|item| item.close(now));
            self.stock_at_end(now);
        }
        if let Some(step) = mark.step {
            self.end_step(now, step);
        }
        if let Some(bucket) = mark.bucket {
            self.end_bucket(now, bucket);
        }
    }

    /// Time averages of a bucket of the series.
    pub(super) fn end_bucket(&mut self, now: i64, bucket: u32) {
        let width = (now - self.last_edge).max(1) as f64;
        let buckets = self.model.report.buckets as usize;
        let (series, last) = (&mut self.series, &mut self.last);
        let mut put = |place: usize, integral: i128| {
            series[place * buckets + bucket as usize] = wide(integral - last[place]) / width;
            last[place] = integral;
        };
        let mut tracked = 0;
        for (item, place) in self.tracked.iter().zip((2..).step_by(2)) {
            let cell = &self.items[*item as usize];
            let physical = cell.physical(now);
            tracked += physical;
            put(place, physical);
            put(place + 1, cell.levels[LevelKind::Backlog as usize].meter.integral(now));
        }
        put(0, self.physical.kept(now).map_or(tracked, |(_, integral)| integral));
        put(1, self.backlog.integral(now));
        self.last_edge = now;
    }

    /// Open orders and physical units at a step of the warm-up series.
    pub(super) fn end_step(&mut self, now: i64, step: u32) {
        let steps = (self.model.report.buckets * STEPS_PER_BUCKET) as usize;
        let added_up = || self.items.iter().map(ItemCell::physical_units).sum();
        let physical = self.physical.kept(now).map_or_else(added_up, |(units, _)| units);
        self.pilot[step as usize] = self.open_orders as f64;
        self.pilot[steps + step as usize] = physical as f64;
    }
}
