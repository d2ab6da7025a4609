//! The end of an item: from then on nothing is stocked, and what is or comes free is written off.
//!
//! Use it for a product that is taken off the market, or a part that its successor replaces. From the end on the rule is base stock 0:
//! what is owed is still ordered. What is left is the risk of the last order (R. H. Teunter & L. Fortuin,
//! International Journal of Production Economics 59, 1999).

use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, ValueKind};
use crate::laws::{Constant, Law, law};
use crate::model::{CivilCalendar, Ticks};
use crate::reader::{Cursor, Problem, Problems, moment};

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("items.*.ends", ValueKind::Law(LawUse::Moment), TIME, Fallback::Follows("never"), "When the item comes to its end: a time, a date (its midnight), or a law drawn once in each replication. From then on its rule is base stock 0, and what is or comes free is written off."),
];

/// When it is; a date by the calendar.
pub(super) fn read(at: Cursor, calendar: Option<&CivilCalendar>, problems: &mut Problems) -> Option<Law> {
    let node = at.node()?;
    let Some(date) = node.date() else { return Some(law(at)) };
    let seconds = moment(date)?.seconds;
    let Some(calendar) = calendar.filter(|calendar| calendar.is_dated()) else {
        let problem = Problem::new(at.value_place(), "the item ends at a date, but time 0 has none");
        problems.add(problem.help("set `run.start` to the date of time 0, or give a time in time units"));
        return None;
    };
    let tick = calendar.tick(seconds);
    if tick < 0 {
        problems.at(at.value_place(), "the item ends before time 0, the date of `run.start`");
        return None;
    }
    Law::new(Constant::new(Ticks(tick).units())).ok()
}
