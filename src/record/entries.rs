//! What stands at each place of a record's values. Entities of one kind have the same columns, so these are written down
//! once and not with each of thousands of items.

use crate::measures::{Column, EntityKind};

/// A thing measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entity {
    /// Its kind.
    pub kind: EntityKind,
    /// Empty for the system.
    pub name: String,
}

/// One value of a record: of what, and which of its measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Whose value.
    pub entity: &'a Entity,
    /// Which value.
    pub column: &'a Column,
}

impl Entry<'_> {
    /// Whether it is a quotient of two sums.
    #[must_use]
    pub fn is_quotient(self) -> bool {
        self.column.measure.definition().per.is_some()
    }
}

/// The entries in the order of the values: entity by entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// Each with the place of its columns in `shapes`.
    entities: Vec<(Entity, u32)>,
    /// Lists of columns, no two alike.
    shapes: Vec<Vec<Column>>,
    /// Entries of the entities that are closed.
    count: usize,
    /// Columns of the last entity, until it is closed.
    pending: Vec<Column>,
}

impl Entries {
    /// An entity begins; the one before it is closed.
    pub(crate) fn open(&mut self, entity: Entity) {
        self.close();
        self.entities.push((entity, u32::MAX));
    }

    /// The open entity has this column next.
    pub(crate) fn push(&mut self, column: Column) {
        debug_assert!(!self.entities.is_empty(), "an entity comes before its values");
        self.pending.push(column);
    }

    /// The last entity is complete.
    pub(crate) fn close(&mut self) {
        let Some((_, shape)) = self.entities.last_mut().filter(|(_, shape)| *shape == u32::MAX) else { return };
        self.count += self.pending.len();
        let known = self.shapes.iter().position(|columns| *columns == self.pending);
        *shape = known.unwrap_or(self.shapes.len()) as u32;
        if known.is_none() {
            self.shapes.push(self.pending.clone());
        }
        self.pending.clear();
    }

    /// How many values a record has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether records have no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All entries, in the order of the values.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> + Clone {
        self.entities
            .iter()
            .flat_map(|(entity, shape)| self.shapes[*shape as usize].iter().map(move |column| Entry { entity, column }))
    }

    /// Where the value of an entity's column stands, if there is one.
    #[must_use]
    pub fn position(&self, entity: &Entity, column: &Column) -> Option<usize> {
        self.iter().position(|entry| entry == Entry { entity, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{EntityKind, Measure};

    #[test]
    fn entries_come_back_in_order_and_shapes_are_shared() {
        let columns = |measures: &[Measure]| measures.iter().map(|measure| Column::plain(*measure)).collect::<Vec<_>>();
        let part = columns(&[Measure::OnHandMean, Measure::WaitMean]);
        let made = columns(&[Measure::OnHandMean, Measure::WaitMean, Measure::WipMean]);
        let items = [("a", &part), ("b", &made), ("c", &part), ("d", &vec![]), ("e", &made)];
        let mut entries = Entries::default();
        let mut expected = Vec::new();
        for (name, columns) in items {
            let entity = Entity { kind: EntityKind::Item, name: name.into() };
            entries.open(entity.clone());
            for column in columns {
                entries.push(column.clone());
                expected.push((entity.clone(), column.clone()));
            }
        }
        entries.close();
        entries.close();
        let found: Vec<_> = entries.iter().map(|entry| (entry.entity.clone(), entry.column.clone())).collect();
        assert_eq!(found, expected);
        assert_eq!((entries.len(), entries.shapes.len()), (expected.len(), 3));
        for (place, (entity, column)) in expected.iter().enumerate() {
            assert_eq!(entries.position(entity, column), Some(place));
        }
        let other = Entity { kind: EntityKind::Product, name: "a".into() };
        assert_eq!(entries.position(&other, &part[0]), None);
    }
}
