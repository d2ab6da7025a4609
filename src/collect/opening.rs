//! What is under way and owed at time 0, as levels begin.

use super::measurer::Measurer;
use super::meter::Windowed;
use crate::engine::LevelKind;
use crate::plan::Level;

impl Measurer<'_> {
    /// Sets the levels of items that begin with units under way or owed; gives the units of shelves that are handed over at once.
    pub(super) fn begin_with_opening(&mut self, levels: &[Level]) -> i64 {
        let mut handed_over = 0;
        for opening in &self.plan.opening {
            let (cell, initial) = (&mut self.items[opening.item as usize], levels[opening.item as usize].initial);
            let (free, backlog) = (opening.free(initial), opening.backlog(initial));
            cell.levels[LevelKind::Free as usize] = Windowed::starting(free);
            cell.levels[LevelKind::Backlog as usize] = Windowed::starting(backlog);
            cell.free_and_on_order = Windowed::starting(free + opening.on_order(0));
            cell.in_stock = Windowed::starting(i64::from(free > 0));
            cell.in_backlog = Windowed::starting(i64::from(backlog > 0));
            handed_over += initial - free;
        }
        handed_over
    }
}
