//! Several sources of one item.

use super::{Buy, Item, Lot, Make, SourceWay, Supply, Yield};

/// The name of a source of an item in results and streams.
#[must_use]
pub fn joined(item: &str, source: &str) -> String {
    format!("{item}@{source}")
}

/// A way in which an item comes, with the share of the units released that come so.
#[derive(Clone, Copy, Debug)]
pub enum SupplyWay<'m> {
    /// Made.
    Make(&'m Make),
    /// Bought.
    Buy(&'m Buy),
}

impl<'m> SupplyWay<'m> {
    /// Bounds of a replenishment.
    #[must_use]
    pub fn lot(&self) -> &'m Lot {
        match self {
            SupplyWay::Make(make) => &make.lot,
            SupplyWay::Buy(buy) => &buy.lot,
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
            SupplyWay::Make(make) => make.yields.as_ref(),
            SupplyWay::Buy(buy) => buy.yields.as_ref(),
        }
    }
}

impl Buy {
    /// Whether each purchase is followed to its price and payment.
    #[must_use]
    pub fn is_accounted(&self) -> bool {
        self.breaks.is_some() || self.pay_after.0 > 0
    }
}

impl Item {
    /// Whether each purchase of it is followed to its price and payment.
    #[must_use]
    pub fn is_accounted(&self) -> bool {
        self.ways().iter().any(|(_, way)| matches!(way, SupplyWay::Buy(buy) if buy.is_accounted()))
    }

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
    pub fn ways(&self) -> Vec<(f64, SupplyWay<'_>)> {
        if self.sources.is_empty() {
            return vec![(1.0, way(&self.supply))];
        }
        let ways = self.sources.iter().map(|source| match &source.way {
            SourceWay::Make => way(&self.supply),
            SourceWay::Buy(buy) => SupplyWay::Buy(buy),
        });
        self.sourcing.shares(self.sources.len()).into_iter().zip(ways).collect()
    }

    /// The way in which most of it comes.
    #[must_use]
    pub fn main_way(&self) -> SupplyWay<'_> {
        let most = self.ways().into_iter().reduce(|most, next| if next.0 > most.0 { next } else { most });
        most.expect("an item comes in one way at least").1
    }

    /// Share of the units released that are made.
    #[must_use]
    pub fn made_share(&self) -> f64 {
        self.mean_of(|way| if matches!(way, SupplyWay::Make(_)) { 1.0 } else { 0.0 })
    }

    /// Mean share of good units of all that come.
    #[must_use]
    pub fn mean_yield(&self) -> f64 {
        self.mean_of(|way| way.mean_yield())
    }

    /// Whether not all that comes may be good.
    #[must_use]
    pub fn has_yield(&self) -> bool {
        let is_alone = self.sources.is_empty();
        if is_alone {
            way(&self.supply).yields().is_some()
        } else {
            self.ways().iter().any(|(_, way)| way.yields().is_some())
        }
    }

    /// Mean over all sources of what each of them has, by their shares of the units.
    pub fn mean_of(&self, value: impl Fn(SupplyWay<'_>) -> f64) -> f64 {
        if self.sources.is_empty() {
            return value(way(&self.supply));
        }
        self.ways().into_iter().filter(|(share, _)| *share > 0.0).map(|(share, way)| share * value(way)).sum()
    }
}

fn way(supply: &Supply) -> SupplyWay<'_> {
    match supply {
        Supply::Make(make) => SupplyWay::Make(make),
        Supply::Buy(buy) => SupplyWay::Buy(buy),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Sourcing;

    #[test]
    fn shares_are_those_of_the_rule() {
        assert_eq!(Sourcing::One(1).shares(3), [0.0, 1.0, 0.0]);
        assert_eq!(Sourcing::First(vec![2, 0]).shares(3), [0.0, 0.0, 1.0]);
        assert_eq!(Sourcing::Rotate(vec![0, 0, 1, 2]).shares(3), [0.5, 0.25, 0.25]);
        assert_eq!(Sourcing::Shares(vec![3.0, 1.0]).shares(2), [0.75, 0.25]);
        assert_eq!(Sourcing::Split(vec![3.0, 0.0]).chosen(2).collect::<Vec<_>>(), [0]);
    }
}
