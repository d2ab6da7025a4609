//! What the progress of a search is told in: strategies, money, service, and the time it may take.

use crate::input::{Accepted, Money};
use crate::measures::{Column, Unit};
use crate::results::numbers::{percent, plain};
use crate::watch::{BestSoFar, SearchStep};

/// What the progress of a search is told in.
#[derive(Debug, Default)]
pub(super) struct SearchWords {
    /// Those that it goes through, in their order.
    pub strategies: Vec<String>,
    /// `cost` or `profit`, and its unit.
    pub money: &'static str,
    pub unit: String,
    /// Of the first target.
    pub service: Option<Column>,
    /// Seconds that it may take.
    pub budget: Option<f64>,
}

impl SearchWords {
    /// Of a search for best levels, or for what to hold.
    pub fn of(accepted: &Accepted) -> SearchWords {
        let service = accepted.optimize.targets.first().map(|target| target.column.clone());
        SearchWords { service, ..SearchWords::along(accepted) }
    }

    /// Of a frontier.
    pub fn along(accepted: &Accepted) -> SearchWords {
        let (model, asked) = (&accepted.model, &accepted.optimize);
        SearchWords {
            strategies: accepted.strategies(),
            money: match asked.money {
                Money::Cost => "cost",
                Money::Profit => "profit",
            },
            unit: Unit::MoneyPerTime.words(model.time_unit.word(), &model.currency),
            service: Some(asked.measure.clone()),
            budget: asked.budget,
        }
    }

    /// `best so far: cost 2,861 USD/day, on_time_rate 94.8 %`.
    pub fn best(&self, best: &BestSoFar) -> String {
        let money = if self.money == "profit" { -best.money } else { best.money };
        let service = best.service.zip(self.service.as_ref()).map(|(value, column)| {
            let value = match column.measure.definition().unit {
                Unit::Share => percent(value),
                _ => plain(value),
            };
            format!(", {} {value}", column.id())
        });
        format!("best so far: {} {} {}{}", self.money, plain(money), self.unit, service.unwrap_or_default())
    }
}

/// What is done, in a word or two.
pub(super) fn step(step: SearchStep) -> &'static str {
    match step {
        SearchStep::Descent => "descent",
        SearchStep::Landing => "landing",
        SearchStep::LocalSearch => "one item at a time",
        SearchStep::Selection => "selection",
        SearchStep::Fresh => "fresh replications",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_so_far_is_money_and_service() {
        let words = SearchWords { money: "cost", unit: "USD/day".into(), ..SearchWords::default() };
        let best = BestSoFar { money: 2861.0, service: Some(0.948) };
        assert_eq!(words.best(&best), "best so far: cost 2,861 USD/day");
        let words = SearchWords { money: "profit", service: Column::parse("on_time_rate"), ..words };
        assert_eq!(words.best(&best), "best so far: profit −2,861 USD/day, on_time_rate 94.8 %");
    }
}
