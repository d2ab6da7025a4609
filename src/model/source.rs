//! Several sources of one item.

use super::{Buy, Item, Lot, Make, Supply, Yield};

/// One of several sources of an item.
#[derive(Clone, Debug)]
pub struct Source {
    /// As written; `make` and `buy` where an item is made and bought.
    pub name: String,
    /// How it replenishes the item.
    pub way: SourceWay,
}

/// How a source replenishes its item.
#[derive(Clone, Debug)]
pub enum SourceWay {
    /// As the item is made.
    Make,
    /// From a supplier.
    Buy(Buy),
}

/// Which source the next replenishment is from. Sources are places in [`Item::sources`].
#[derive(Clone, Debug, PartialEq)]
pub enum Sourcing {
    /// Always this one.
    One(u32),
    /// One after the other, and again from the first.
    Rotate(Vec<u32>),
    /// Drawn, with these weights.
    Shares(Vec<f64>),
    /// All of them, units by these weights.
    Split(Vec<f64>),
    /// The first that is able to begin now, else the first.
    First(Vec<u32>),
}

impl Default for Sourcing {
    fn default() -> Self {
        Sourcing::One(0)
    }
}

impl Sourcing {
    /// Share of the units released that each of so many sources has; of the first able one all.
    #[must_use]
    pub fn shares(&self, sources: usize) -> Vec<f64> {
        let mut shares = vec![0.0; sources];
        match self {
            Sourcing::One(source) => shares[*source as usize] = 1.0,
            Sourcing::First(list) => shares[list[0] as usize] = 1.0,
            Sourcing::Rotate(list) => {
                list.iter().for_each(|source| shares[*source as usize] += 1.0 / list.len() as f64)
            }
            Sourcing::Shares(weights) | Sourcing::Split(weights) => {
                let sum: f64 = weights.iter().sum();
                shares.iter_mut().zip(weights).for_each(|(share, weight)| *share = weight / sum);
            }
        }
        shares
    }

    /// Sources that it may choose.
    pub fn chosen(&self, sources: usize) -> impl Iterator<Item = u32> + '_ {
        let may = move |source: &u32| match self {
            Sourcing::One(one) => one == source,
            Sourcing::Rotate(list) | Sourcing::First(list) => list.contains(source),
            Sourcing::Shares(weights) | Sourcing::Split(weights) => weights[*source as usize] > 0.0,
        };
        (0..sources as u32).filter(may)
    }
}

/// The name of a source of an item in results and streams.
#[must_use]
pub fn joined(item: &str, source: &str) -> String {
    format!("{item}@{source}")
}

/// A way in which an item comes, with the share of the units released that come so.
#[derive(Clone, Copy, Debug)]
pub enum Way<'m> {
    /// Made.
    Make(&'m Make),
    /// Bought.
    Buy(&'m Buy),
}

impl<'m> Way<'m> {
    /// Bounds of a replenishment.
    #[must_use]
    pub fn lot(&self) -> &'m Lot {
        match self {
            Way::Make(make) => &make.lot,
            Way::Buy(buy) => &buy.lot,
        }
    }

    /// Mean share of good units.
    #[must_use]
    pub fn mean_yield(&self) -> f64 {
        self.yields().map_or(1.0, Yield::mean)
    }

    /// How much is good; `None` is all.
    #[must_use]
    pub fn yields(&self) -> Option<&'m Yield> {
        match self {
            Way::Make(make) => make.yields.as_ref(),
            Way::Buy(buy) => buy.yields.as_ref(),
        }
    }
}

impl Item {
    /// How it is made, if it is.
    #[must_use]
    pub fn make(&self) -> Option<&Make> {
        match &self.supply {
            Supply::Make(make) => Some(make),
            Supply::Buy(_) => None,
        }
    }

    /// The ways in which it may come, rush orders included, each with the share of the units that its sourcing gives it.
    #[must_use]
    pub fn ways(&self) -> Vec<(f64, Way<'_>)> {
        if self.sources.is_empty() {
            return vec![(1.0, way(&self.supply))];
        }
        let ways = self.sources.iter().map(|source| match &source.way {
            SourceWay::Make => way(&self.supply),
            SourceWay::Buy(buy) => Way::Buy(buy),
        });
        self.sourcing.shares(self.sources.len()).into_iter().zip(ways).collect()
    }

    /// The way in which most of it comes.
    #[must_use]
    pub fn main_way(&self) -> Way<'_> {
        let most = self.ways().into_iter().reduce(|most, next| if next.0 > most.0 { next } else { most });
        most.expect("an item comes in one way at least").1
    }

    /// Share of the units released that are made.
    #[must_use]
    pub fn made_share(&self) -> f64 {
        self.ways().iter().filter(|(_, way)| matches!(way, Way::Make(_))).map(|(share, _)| share).sum()
    }

    /// Mean share of good units of all that come.
    #[must_use]
    pub fn mean_yield(&self) -> f64 {
        self.ways().iter().map(|(share, way)| share * way.mean_yield()).sum()
    }

    /// Whether not all that comes may be good.
    #[must_use]
    pub fn has_yield(&self) -> bool {
        self.ways().iter().any(|(_, way)| way.yields().is_some())
    }

    /// Mean over all sources of what each of them has, by their shares of the units.
    pub fn mean_of(&self, value: impl Fn(Way<'_>) -> f64) -> f64 {
        self.ways().into_iter().filter(|(share, _)| *share > 0.0).map(|(share, way)| share * value(way)).sum()
    }
}

fn way(supply: &Supply) -> Way<'_> {
    match supply {
        Supply::Make(make) => Way::Make(make),
        Supply::Buy(buy) => Way::Buy(buy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_rule() {
        assert_eq!(Sourcing::One(1).shares(3), [0.0, 1.0, 0.0]);
        assert_eq!(Sourcing::First(vec![2, 0]).shares(3), [0.0, 0.0, 1.0]);
        assert_eq!(Sourcing::Rotate(vec![0, 0, 1, 2]).shares(3), [0.5, 0.25, 0.25]);
        assert_eq!(Sourcing::Shares(vec![3.0, 1.0]).shares(2), [0.75, 0.25]);
        assert_eq!(Sourcing::Split(vec![3.0, 0.0]).chosen(2).collect::<Vec<_>>(), [0]);
    }
}
