//! Servers of a station or a supplier.

use crate::model::Ticks;

/// When each server is free, ticks.
#[derive(Debug)]
pub(super) struct Servers(Vec<i64>);

impl Servers {
    /// So many, all free.
    pub fn new(count: u32) -> Servers {
        Servers(vec![0; count as usize])
    }

    /// Start and finish of a job at the server that is free first, the lowest number of equal ones.
    #[inline]
    pub fn serve(&mut self, may_start: i64, delay: i64) -> (i64, i64) {
        let mut first = 0;
        for (place, free_at) in self.0.iter().enumerate().skip(1) {
            if *free_at < self.0[first] {
                first = place;
            }
        }
        let start = self.0[first].max(may_start);
        let finish = (start + delay).min(Ticks::LATEST.0);
        self.0[first] = finish;
        (start, finish)
    }
}
