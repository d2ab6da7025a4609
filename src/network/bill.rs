//! Who is made of what: the bills of materials of all items as one graph.

use crate::model::{Item, Model, Supply};
use std::collections::BTreeMap;

/// A part that an item may be made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// The part, by its place among the items.
    pub part: usize,
    /// Units per unit made.
    pub quantity: u32,
    /// Share of the units made that take it: 1 but for the choice of an option.
    pub share: f64,
    /// Place of the family of options it is a choice of.
    pub family: Option<usize>,
    /// Units made in the long run per unit asked: more than 1 where not all of them are good.
    pub tries: f64,
}

impl Usage {
    /// A line of a bill of materials, optional or not.
    #[must_use]
    pub fn line(part: usize, quantity: u32) -> Usage {
        Usage { part, quantity, share: 1.0, family: None, tries: 1.0 }
    }

    /// A choice of an option: one unit in this share of the units made.
    #[must_use]
    pub fn choice(part: usize, family: usize, share: f64) -> Usage {
        Usage { part, quantity: 1, share, family: Some(family), tries: 1.0 }
    }

    /// Everything that may go into one unit of an item: lines, optional lines, then the choices family by family.
    #[must_use]
    pub fn of(item: &Item) -> Vec<Usage> {
        let Supply::Make(make) = &item.supply else { return Vec::new() };
        let lines = make.parts.iter().chain(&make.optional);
        let lines = lines.map(|line| Usage::line(line.item.index(), line.quantity));
        let families = make.families.iter().enumerate();
        let choices = families.flat_map(|(place, family)| {
            family.choices.iter().map(move |choice| Usage::choice(choice.item.index(), place, choice.share))
        });
        lines.chain(choices).map(|usage| usage.of_tries(item)).collect()
    }

    /// The same of an item that is made so many times per unit asked.
    #[must_use]
    pub fn of_tries(self, made: &Item) -> Usage {
        Usage { tries: 1.0 / made.mean_yield(), ..self }
    }
}

/// Items of which each needs the next, and the last the first.
pub type Cycle = Vec<usize>;

/// All items with their parts, and an order in which parts stand before what is made of them.
#[derive(Clone, Debug, Default)]
pub struct BillOfMaterials {
    usages: Vec<Vec<Usage>>,
    /// Items, every part before what is made of it.
    parts_first: Vec<usize>,
    /// Place of each item in that order.
    ranks: Vec<usize>,
}

impl BillOfMaterials {
    /// The network of the usages of each item.
    ///
    /// # Errors
    /// Every cycle found.
    pub fn new(usages: Vec<Vec<Usage>>) -> Result<BillOfMaterials, Vec<Cycle>> {
        let mut search = Search::of(&usages);
        (0..usages.len()).for_each(|item| search.visit(item));
        let Search { order, cycles, .. } = search;
        if !cycles.is_empty() {
            return Err(cycles);
        }
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, item)| ranks[*item] = rank);
        Ok(BillOfMaterials { usages, parts_first: order, ranks })
    }

    /// The bill of materials that each strategy of a checked model has.
    ///
    /// # Panics
    /// If an item is made of itself, which none of a checked model is.
    #[must_use]
    pub fn of_each(model: &Model) -> Vec<BillOfMaterials> {
        let of =
            |model: &Model| BillOfMaterials::of(&model.items).expect("no item of a checked model is made of itself");
        let plain = of(model);
        let own = |own: Option<&Model>| own.map_or_else(|| plain.clone(), of);
        (0..model.strategies.len()).map(|strategy| own(model.own.get(strategy).and_then(Option::as_deref))).collect()
    }

    /// The network of the items of a model.
    ///
    /// # Errors
    /// Every cycle found; a checked model has none.
    pub fn of(items: &[Item]) -> Result<BillOfMaterials, Vec<Cycle>> {
        BillOfMaterials::new(items.iter().map(Usage::of).collect())
    }

    /// What an item may be made of: lines, optional lines, then the choices family by family.
    #[must_use]
    pub fn usages(&self, item: usize) -> &[Usage] {
        &self.usages[item]
    }

    /// The parts of an item, once per mention.
    pub fn parts(&self, item: usize) -> impl Iterator<Item = usize> + '_ {
        self.usages[item].iter().map(|usage| usage.part)
    }

    /// All items, every part before what is made of it.
    #[must_use]
    pub fn parts_first(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.parts_first.iter().copied()
    }

    /// A value of every item that follows from those of its parts: `value(item, known)`, where the parts are known.
    pub fn from_parts<T: Clone + Default>(&self, mut value: impl FnMut(usize, &[T]) -> T) -> Vec<T> {
        let mut known = vec![T::default(); self.usages.len()];
        for item in self.parts_first() {
            known[item] = value(item, &known);
        }
        known
    }

    /// By item: the most items on a way from one that nothing uses down to it.
    #[must_use]
    pub fn depths(&self) -> Vec<u32> {
        let mut depths = vec![0; self.usages.len()];
        for item in self.parts_first().rev() {
            for part in self.parts(item) {
                depths[part] = depths[part].max(depths[item] + 1);
            }
        }
        depths
    }

    /// The choices of each family of an item, with their shares.
    #[must_use]
    pub fn families(&self, item: usize) -> Vec<Vec<(usize, f64)>> {
        let mut families: Vec<Vec<(usize, f64)>> = Vec::new();
        for (usage, family) in self.usages[item].iter().filter_map(|usage| Some((usage, usage.family?))) {
            families.resize(families.len().max(family + 1), Vec::new());
            families[family].push((usage.part, usage.share));
        }
        families
    }

    /// By how much more of every item in one unit of `root` is asked for in the long run than the lines say, because units
    /// that are bad are made again; options by their shares. `None` where nothing is.
    #[must_use]
    pub fn made_again(&self, root: usize) -> Option<BTreeMap<usize, f64>> {
        if self.usages.iter().flatten().all(|usage| usage.tries == 1.0) {
            return None;
        }
        let mut open = BTreeMap::from([(self.ranks[root], (1.0, 1.0))]);
        let mut factors = BTreeMap::new();
        while let Some((rank, (said, asked))) = open.pop_last() {
            let item = self.parts_first[rank];
            factors.insert(item, asked / said);
            for usage in &self.usages[item] {
                let units = f64::from(usage.quantity) * usage.share;
                let sums: &mut (f64, f64) = open.entry(self.ranks[usage.part]).or_default();
                (sums.0, sums.1) = (sums.0 + said * units, sums.1 + asked * units * usage.tries);
            }
        }
        Some(factors)
    }

    /// Requirements: units of every item in one unit of `root`, itself included and what its options choose left out.
    /// They saturate.
    #[must_use]
    pub fn requirements(&self, root: usize) -> Vec<(usize, u64)> {
        let mut open = BTreeMap::from([(self.ranks[root], 1_u64)]);
        let mut found = Vec::new();
        // All that needs an item has a higher rank, so its units are complete when its turn comes.
        while let Some((rank, units)) = open.pop_last() {
            let item = self.parts_first[rank];
            found.push((item, units));
            for line in self.usages[item].iter().filter(|usage| usage.family.is_none()) {
                let sum = open.entry(self.ranks[line.part]).or_default();
                *sum = sum.saturating_add(units.saturating_mul(u64::from(line.quantity)));
            }
        }
        found
    }
}

/// How far the search is with an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Depth first, without recursion: chains may be long.
struct Search<'u> {
    usages: &'u [Vec<Usage>],
    marks: Vec<Mark>,
    order: Vec<usize>,
    cycles: Vec<Cycle>,
}

impl<'u> Search<'u> {
    fn of(usages: &'u [Vec<Usage>]) -> Search<'u> {
        let order = Vec::with_capacity(usages.len());
        Search { usages, marks: vec![Mark::New; usages.len()], order, cycles: Vec::new() }
    }

    fn visit(&mut self, start: usize) {
        if self.marks[start] != Mark::New {
            return;
        }
        let mut path = vec![(start, 0)];
        self.marks[start] = Mark::Open;
        while let Some((item, next)) = path.last_mut() {
            let item = *item;
            let Some(Usage { part, .. }) = self.usages[item].get(*next) else {
                self.marks[item] = Mark::Done;
                self.order.push(item);
                path.pop();
                continue;
            };
            *next += 1;
            match self.marks[*part] {
                Mark::New => {
                    self.marks[*part] = Mark::Open;
                    path.push((*part, 0));
                }
                Mark::Open => {
                    let cycle = path.iter().map(|(item, _)| *item).skip_while(|item| item != part);
                    self.cycles.push(cycle.collect());
                }
                Mark::Done => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Bicycle of two wheels and a frame; a wheel of 32 spokes and a rim, a frame of 4 tubes; a bell for one in four.
    fn bicycle() -> BillOfMaterials {
        let [bicycle, wheel, frame, spoke, rim, tube, bell] = [0, 1, 2, 3, 4, 5, 6];
        let mut usages = vec![Vec::new(); 7];
        usages[bicycle] = vec![
            Usage::line(wheel, 2),
            Usage::line(frame, 1),
            Usage::choice(bell, 0, 0.25),
            Usage::choice(rim, 0, 0.75),
        ];
        usages[wheel] = vec![Usage::line(spoke, 32), Usage::line(rim, 1)];
        usages[frame] = vec![Usage::line(tube, 4)];
        BillOfMaterials::new(usages).unwrap()
    }

    #[test]
    fn requirements_multiply_down_and_add_up() {
        let mut found = bicycle().requirements(0);
        found.sort_unstable();
        assert_eq!(found, [(0, 1), (1, 2), (2, 1), (3, 64), (4, 2), (5, 4)]);
        assert_eq!(bicycle().requirements(3), [(3, 1)]);
        assert_eq!(bicycle().families(0), [[(6, 0.25), (4, 0.75)]]);
        assert_eq!(bicycle().depths(), [0, 1, 1, 2, 2, 2, 1]);
    }

    #[test]
    fn every_cycle_is_found() {
        let usages = [vec![1], vec![2, 3], vec![0], vec![3]]
            .map(|parts| parts.into_iter().map(|part| Usage::line(part, 1)).collect());
        assert_eq!(BillOfMaterials::new(usages.to_vec()).unwrap_err(), [vec![0, 1, 2], vec![3]]);
    }

    proptest! {
        /// Explosion gives the row of (I − B)⁻¹ = I + B + B² + …, B the matrix of units per unit.
        #[test]
        fn requirements_are_those_of_the_matrix(lines in prop::collection::vec((0..8usize, 0..8usize, 1..5u32), 0..20)) {
            let mut matrix = [[0_u64; 8]; 8];
            let mut usages = vec![Vec::new(); 8];
            // Items are used by items of a lower number alone, so that there is no cycle.
            for (one, other, quantity) in lines.into_iter().filter(|(one, other, _)| one != other) {
                let (user, part) = (one.min(other), one.max(other));
                matrix[user][part] += u64::from(quantity);
                usages[user].push(Usage::line(part, quantity));
            }
            let bill = BillOfMaterials::new(usages).unwrap();
            for root in 0..8 {
                let mut power = [0_u64; 8];
                power[root] = 1;
                let mut sums = power;
                for _ in 0..8 {
                    power = std::array::from_fn(|part| (0..8).map(|user| power[user] * matrix[user][part]).sum());
                    sums.iter_mut().zip(power).for_each(|(sum, more)| *sum += more);
                }
                let mut found = [0; 8];
                bill.requirements(root).into_iter().for_each(|(item, units)| found[item] = units);
                prop_assert_eq!(found, sums);
            }
            let ranks: Vec<usize> = bill.parts_first().collect();
            let rank = |item: usize| ranks.iter().position(|other| *other == item);
            prop_assert!((0..8).all(|item| bill.parts(item).all(|part| rank(part) < rank(item))));
        }
    }
}
