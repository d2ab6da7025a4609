//! Best levels: known optima are found, and what is said to be proven is so.

use pushpull::experiment::optimize::{Best, Goal, Objective, Proven, SearchSettings, search};
use pushpull::input::{self, Colour};
use pushpull::model::Model;

fn model(text: &str, sets: &[&str]) -> Model {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let accepted = input::read_str("optimize", text, &sets);
    accepted.unwrap_or_else(|rejected| panic!("{}", rejected.render(Colour::Plain))).model
}

fn best(model: &Model, goal: &Goal) -> Best {
    search(model, 0, goal, &SearchSettings::default(), &|_| ())
}

const CHEAPEST: Goal = Goal { objective: Objective::Cost, targets: Vec::new() };

/// One product from the shelf: Poisson demand of 10 a day, two days of lead time.
const ONE: &str = r#"
schema = 1
name = "one"
time_unit = "day"
currency = "EUR"
[run]
warm_up = 20
horizon = 2000
replications = 10
[items.x]
holding_cost = 1
buy.lead_time = 2
stock.base_stock = 3
[demand.x]
arrivals = { poisson = { rate = 10 } }
backorder_cost = 19
[strategies.MTS]
hold = ["x"]
"#;

#[test]
fn one_item_gets_the_newsvendors_stock() {
    // The smallest S with P(N <= S) >= b / (b + h) = 0.95, N ~ Poisson(20): 28 (P(N <= 27) = 0.9475, P(N <= 28) = 0.9657).
    let best = best(&model(ONE, &[]), &CHEAPEST);
    assert_eq!(best.point, [28]);
    assert_eq!(best.sets, ["strategies.MTS.stock.x.base_stock=28"]);
    assert_eq!(best.how.proven, Proven::Global);
}
