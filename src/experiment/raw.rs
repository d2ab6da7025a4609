//! Which raw values stand in `replications`: all of them, or as many kinds of entities as a file of sensible size holds.

use super::samples::Samples;
use crate::measures::EntityKind;
use crate::record::{Entry, Layout};
use crate::results::{LeftOut, Raw};

/// Most rows that single entities get unless everything is asked for: about five megabytes of CSV.
pub const RAW_ROWS: usize = 100_000;

/// Kinds with the number of their rows, the most wanted first.
pub(super) struct Kept {
    kinds: Vec<(EntityKind, usize, bool)>,
    table: &'static str,
}

impl Kept {
    /// From fewest entities to most: a configured product has hundreds of variants, each an item.
    const ORDER: [EntityKind; 7] = [
        EntityKind::System,
        EntityKind::Product,
        EntityKind::Class,
        EntityKind::Station,
        EntityKind::Supplier,
        EntityKind::Source,
        EntityKind::Item,
    ];

    pub fn new(samples: &Samples<'_>, raw: Raw) -> Kept {
        let rows = |kind: EntityKind| -> usize {
            let of_kind = |strategy: &super::samples::StrategySamples<'_>| {
                strategy.layout.values.iter().filter(|entry| entry.entity.kind == kind).count()
                    * strategy.present().count()
            };
            samples.strategies.iter().map(of_kind).sum()
        };
        Kept::of("replications", rows, raw)
    }

    /// Kinds of a table that has so many rows of each.
    pub fn of(table: &'static str, rows: impl Fn(EntityKind) -> usize, raw: Raw) -> Kept {
        Kept { table, ..Kept::choose(Kept::ORDER.map(|kind| (kind, rows(kind))), raw) }
    }

    fn choose(rows: [(EntityKind, usize); 7], raw: Raw) -> Kept {
        let mut taken = 0;
        let kinds = rows.map(|(kind, rows)| {
            let keep = raw == Raw::Everything || kind == EntityKind::System || taken + rows <= RAW_ROWS;
            taken += if keep && kind != EntityKind::System { rows } else { 0 };
            (kind, rows, keep)
        });
        Kept { kinds: kinds.into(), table: "replications" }
    }

    /// Whether the rows of a kind are kept.
    pub fn has(&self, kind: EntityKind) -> bool {
        self.kinds.iter().any(|(own, _, kept)| *own == kind && *kept)
    }

    /// The entries of a layout that have rows.
    pub fn entries<'a>(&'a self, layout: &'a Layout) -> impl Iterator<Item = Entry<'a>> {
        layout.values.iter().filter(|entry| self.has(entry.entity.kind))
    }

    /// What `run.json` says about the others.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let gone = self.kinds.iter().filter(|(_, _, kept)| !kept);
        gone.map(|(kind, rows, _)| LeftOut {
            table: self.table.into(),
            entity_kind: kind.word().into(),
            rows: *rows as u64,
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: [usize; 7]) -> [(EntityKind, usize); 7] {
        let mut of = of.into_iter();
        Kept::ORDER.map(|kind| (kind, of.next().expect("seven")))
    }

    #[test]
    fn kinds_are_kept_whole_as_long_as_they_fit() {
        let all = |kept: &Kept| Kept::ORDER.map(|kind| kept.has(kind));
        let kept = Kept::choose(rows([500_000, 60_000, 50_000, 40_000, 0, 0, 1]), Raw::Fitting);
        assert_eq!(
            all(&kept),
            [true, true, false, true, true, true, false],
            "class and item do not fit beside the others"
        );
        let said: Vec<(String, u64)> = kept.left_out().into_iter().map(|out| (out.entity_kind, out.rows)).collect();
        assert_eq!(said, [("class".to_string(), 50_000), ("item".to_string(), 1)]);
        let kept = Kept::choose(rows([0, 0, 0, 0, 0, 0, RAW_ROWS]), Raw::Fitting);
        assert!(kept.left_out().is_empty());
        let kept = Kept::choose(rows([1, 1, 1, 1, 1, 1, 10 * RAW_ROWS]), Raw::Everything);
        assert!(all(&kept) == [true; 7] && kept.left_out().is_empty());
    }
}
