//! Outages at known times: a fire, a strike, maintenance that comes back every so often.

use super::{RunTimes, instant};
use crate::model::{ClosedSpans, Ticks};
use crate::reader::{Cursor, Problems};
use std::sync::Arc;

/// Spans of a run, at most: with more an outage is a mistake of units.
const MOST_SPANS: i64 = 2_000_000;

/// The keys of the outages of one kind of place.
macro_rules! rows {
    ($place:literal) => {
        [
            crate::keys::row::key(
                concat!($place, ".*.outages"),
                crate::keys::ValueKind::Groups,
                "",
                crate::keys::Fallback::None,
                "Outages at known times: a table, or a list of them.",
            ),
            crate::keys::row::key(
                concat!($place, ".*.outages.at"),
                crate::keys::ValueKind::Moment(crate::keys::range::SPAN),
                crate::keys::row::TIME,
                crate::keys::Fallback::Required,
                "When it begins: a time of the run, warm-up included, or a date.",
            ),
            crate::keys::row::key(
                concat!($place, ".*.outages.lasts"),
                crate::keys::ValueKind::Time(crate::keys::range::SPAN_ABOVE_0),
                crate::keys::row::TIME,
                crate::keys::Fallback::Required,
                "How long it lasts.",
            ),
            crate::keys::row::key(
                concat!($place, ".*.outages.every"),
                crate::keys::ValueKind::Time(crate::keys::range::SPAN_ABOVE_0),
                crate::keys::row::TIME,
                crate::keys::Fallback::Follows("once"),
                "After this it comes again, and again; longer than it lasts.",
            ),
        ]
    };
}
pub(super) use rows;

/// The outages of a place; `None` where none is given.
pub(super) fn read(at: Cursor, around: RunTimes, problems: &mut Problems) -> Option<Arc<ClosedSpans>> {
    if !at.is_given() {
        return None;
    }
    let all: Vec<Cursor> = match at.list() {
        Some(list) => list.iter().map(|node| at.instead(node)).collect(),
        None => vec![at],
    };
    let mut spans = Vec::new();
    for outage in all {
        let time = |key: &str| Ticks::from_units(outage.at(key).number()).0;
        let (lasts, every) = (time("lasts"), time("every"));
        let Some(first) = outage.at("at").node().and_then(|node| instant(node, around.civil, problems)) else {
            continue;
        };
        if !outage.at("every").is_given() {
            spans.push((first, first + lasts));
        } else if every <= lasts {
            let message = "`every` must be longer than the outage lasts, or it never ends";
            problems.at(outage.at("every").value_place(), message);
        } else if (around.until - first) / every > MOST_SPANS {
            problems.at(outage.at("every").value_place(), format!("more than {MOST_SPANS} outages in the run"));
        } else {
            let begins = (0..).map(|round| first + round * every).take_while(|begin| *begin <= around.until);
            spans.extend(begins.map(|begin| (begin, begin + lasts)));
        }
    }
    Some(Arc::new(ClosedSpans::new(spans)))
}
