//! Classes of customers in a plan: what priority each has, and whether anything asks.

use crate::model::{Model, Ranking, Stock};
use crate::rules::queue::{self, Discipline, Urgency};
use crate::rules::stock::RESTOCK;

/// A class of customers, or that of what is made for nobody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanClass {
    /// Its name in the scenario; empty where a stream names none.
    pub name: String,
    /// 1 is served first.
    pub priority: u16,
}

/// The classes of a strategy.
#[derive(Clone, Debug)]
pub struct Classes {
    /// Those that have orders, in the order of the file, and then that of restocking.
    pub list: Vec<PlanClass>,
    /// Who is before whom.
    pub discipline: Discipline,
    /// Whether priority and class of a request are asked for.
    pub bind: bool,
}

impl Classes {
    pub(super) fn new(model: &Model, strategy: usize) -> Classes {
        let strategy = &model.strategies[strategy];
        let mut list: Vec<PlanClass> = Vec::new();
        for demand in &model.demands {
            if list.iter().all(|class| class.name != demand.class) {
                let priority = match strategy.ranking {
                    Ranking::ByClass => model.priority_of(&demand.class),
                    Ranking::Alike => 1,
                };
                list.push(PlanClass { name: demand.class.clone(), priority });
            }
        }
        let priorities: Vec<u16> = list.iter().map(|class| class.priority).collect();
        // Restocking comes behind customers.
        let least = priorities.iter().copied().max().unwrap_or(1);
        list.push(PlanClass { name: RESTOCK.into(), priority: least });
        let discipline = queue::discipline(&priorities);
        let variants = strategy.variants.iter().map(|variant| &variant.stock);
        let mut stocks = strategy.holds.iter().chain(variants).flatten();
        let bind = discipline != Discipline::FirstCome || stocks.any(|stock| !stock.reserve.is_empty());
        Classes { list, discipline, bind }
    }

    /// What requests of a class are bound to.
    #[must_use]
    pub fn urgency(&self, class: &str) -> Urgency {
        let place = self.list.iter().position(|known| known.name == class).unwrap_or(0);
        self.at(place)
    }

    /// What a work order for the pool is bound to where nobody waits.
    #[must_use]
    pub fn restock(&self) -> Urgency {
        self.at(self.list.len() - 1)
    }

    fn at(&self, place: usize) -> Urgency {
        Urgency { priority: self.list[place].priority, class: place as u16 }
    }

    /// Units that each class leaves on a shelf; nothing where none leaves any.
    pub(super) fn reserves(&self, stock: Option<&Stock>) -> Vec<i64> {
        let Some(stock) = stock.filter(|stock| !stock.reserve.is_empty()) else { return Vec::new() };
        let of = |class: &PlanClass| stock.reserve.iter().find(|reserve| reserve.class == class.name);
        self.list.iter().map(|class| of(class).map_or(0, |reserve| reserve.units)).collect()
    }
}
