//! Obsolescence that comes again and again: after each gap all free units are worth nothing.
//!
//! Use it for stock that fashion, a new version or a new price makes worthless at moments nobody knows. With exponential gaps it acts on a
//! level as holding cost does: a unit on the shelf costs so much more per time unit as the rate of the gaps times what it is worth (G.
//! Hadley & T. M. Whitin, Analysis of Inventory Systems, 1963).

use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, LawUse, ValueKind};
use crate::laws::{Law, law_of};
use crate::reader::Cursor;

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("items.*.obsolete", ValueKind::Group, "", Fallback::None, "Moments at which all free units of the item are written off; its rule then replaces them."),
    key("items.*.obsolete.every", ValueKind::Law(LawUse::Gap), TIME, Fallback::Required, "Independent gaps between them; the first comes one gap after 0."),
];

/// The gaps.
pub(super) fn read(at: Cursor) -> Option<Law> {
    law_of(at.at("every").node()?)
}
