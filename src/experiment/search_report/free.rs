//! Stock that costs nothing to hold: then a search for least cost answers a question that nobody asked.

use super::phrases::NAMED;
use crate::experiment::optimize::{Best, BestDecoupling};
use crate::experiment::words::{Words, list};
use crate::model::Model;
use crate::plan::{Plan, PlanItem};
use crate::reader::quote_key;
use crate::results::Finding;
use crate::results::numbers::count;

/// A word where best levels put stock on the shelf that costs nothing to hold.
#[must_use]
pub fn free_levels<'b>(model: &Model, found: impl IntoIterator<Item = &'b Best>) -> Option<Finding> {
    let mut free = vec![false; model.items.len()];
    for best in found {
        let plan = Plan::new(model, best.strategy);
        let stocked = best.variables.iter().zip(&best.point).filter(|(_, value)| **value > 0);
        let items = stocked.flat_map(|(variable, _)| &variable.items).map(|item| &plan.items[*item as usize]);
        items.filter(|item| is_free(model, item)).for_each(|item| free[item.origin.index()] = true);
    }
    finding(model, &free)
}

/// The same where the best set of held items has such stock.
#[must_use]
pub fn free_holds(model: &Model, found: &BestDecoupling) -> Option<Finding> {
    let held = &found.contenders.last()?.held;
    let mut free = vec![false; model.items.len()];
    let plan = Plan::new(model, 0);
    for item in plan.items.iter().filter(|item| is_free(model, item) && item.variant.is_none()) {
        free[item.origin.index()] = held.contains(&model.item(item.origin).name);
    }
    finding(model, &free)
}

/// Whether a unit too many costs nothing: neither its time on the shelf nor its end, which takes what it has cost.
fn is_free(model: &Model, item: &PlanItem) -> bool {
    let life = &model.item(item.origin).life;
    item.holding == 0.0 && (!life.writes_off() || item.value + life.write_off_cost <= 0.0)
}

fn finding(model: &Model, free: &[bool]) -> Option<Finding> {
    let names: Vec<&str> =
        model.items.iter().zip(free).filter(|(_, free)| **free).map(|(item, _)| item.name.as_str()).collect();
    let first = quote_key(names.first()?);
    let called = Words::new(model);
    let words: Vec<String> = match names.len() {
        more if more > NAMED + 1 => {
            let shown = names[..NAMED].iter().map(|name| called.item(name));
            shown.chain([format!("{} more", count((more - NAMED) as u64))]).collect()
        }
        _ => names.iter().map(|name| called.item(name)).collect(),
    };
    let (verb, it) = if names.len() == 1 { ("costs", "it") } else { ("cost", "them") };
    Some(Finding {
        id: "free_to_hold".into(),
        symptom: format!(
            "Stock of {} {verb} nothing to hold, so keeping more of {it} is never too much: that the best levels hold {it} \
             says nothing",
            list(&words)
        ),
        advice: format!(
            "give {it} a value (items.{first}.cost with costs.holding_rate) or a rate (items.{first}.holding_cost)"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Silent;
    use crate::experiment::optimize::{Goal, SearchSettings, decouple, search};

    fn model(holding: &str) -> Model {
        let text = format!(
            "name = \"free\"\nrun = {{ warm_up = 5, horizon = 50, replications = 2 }}\n\
             items.a = {{ holding_cost = 1, buy.lead_time = 2, stock.base_stock = 3 }}\n\
             items.p = {{ make.parts.a = 1, make.time = 0.5, holding_cost = {holding}, stock.base_stock = 2 }}\n\
             demand.p = {{ arrivals.poisson.rate = 1, backorder_cost = 5 }}\n\
             strategies.MTS.hold = [\"p\"]\nstrategies.ATO.hold = [\"a\"]\n"
        );
        crate::input::read_str("free", &text, &[]).unwrap_or_else(|rejected| panic!("{:?}", rejected.problems)).model
    }

    #[test]
    fn stock_that_costs_nothing_gets_a_word() {
        let goal = Goal { objective: Default::default(), targets: Vec::new() };
        let (free, dear) = (model("0"), model("2"));
        let settings = SearchSettings::default();
        let best = |model: &Model, strategy| [search(model, strategy, &goal, &settings, &Silent).unwrap()];
        let said = free_levels(&free, &best(&free, 0)).unwrap();
        assert!(said.symptom.starts_with("Stock of p costs nothing") && said.advice.contains("items.p.holding_cost"));
        assert_eq!(free_levels(&free, &best(&free, 1)), None, "only the part is held");
        assert_eq!(free_levels(&dear, &best(&dear, 0)), None);
        let hold = |model: &Model| free_holds(model, &decouple(model, 0, &goal, &settings, &Silent).unwrap());
        assert!(hold(&free).is_some_and(|said| said.symptom.contains("Stock of p ")));
        assert_eq!(hold(&dear), None);
        // What is left of a season loses its value, whatever it costs to hold.
        let season = "name = \"season\"\nrun = { kind = \"finite\", horizon = 5, replications = 2 }\n\
                      items.p = { cost = 30, price = 55, ends = 4, write_off_cost = -12, buy.lead_time = 60, stock.base_stock = 9 }\n\
                      demand.p = { arrivals.poisson.rate = 2, shortage = \"lost\", lost_cost = 900 }\nstrategies.S.hold = [\"p\"]\n";
        let read = |text: &str| crate::input::read_str("season", text, &[]).expect("it is right").model;
        let [season, worthless] = [read(season), read(&season.replace("cost = -12", "cost = -30"))];
        let found = best(&season, 0);
        assert!(found[0].point[0] > 0 && free_levels(&season, &found).is_none());
        assert!(free_levels(&worthless, &best(&worthless, 0)).is_some());
    }
}
