//! What must hold in every network: nothing goes missing, costs add up, the same bits come out again, and the ends of
//! the range of strategies meet, order by order.

use super::fixture::{Fixture, close, every_order_ends, releases};
use super::network::{ALL, BELOW, Network, Times, cases, networks, presets_and_no_holdback as presets, strategy};
use proptest::prelude::*;
use pushpull::measures::{EntityKind, Measure};

const RULES: [&str; 6] = [
    "base_stock = 3",
    "base_stock = 4, review = 2",
    "min_max = { min = 2, max = 5 }",
    "min_max = { min = 2, max = 5 }, trigger = \"below\", review = 3",
    "reorder = { point = 1, quantity = 3 }",
    "fill_rate = 0.9",
];

fn zeros(names: Vec<String>) -> Vec<(String, u32)> {
    names.into_iter().map(|name| (name, 0)).collect()
}

fn same_responses(bench: &Fixture, first: &str, second: &str) -> Result<(), TestCaseError> {
    for replication in 0..2 {
        let (one, other) = (bench.responses(first, replication), bench.responses(second, replication));
        prop_assert!(!one.is_empty());
        prop_assert_eq!(one, other, "{} and {}", first, second);
    }
    Ok(())
}

fn later_or_same(bench: &Fixture, quick: &str, slow: &str) -> Result<(), TestCaseError> {
    for replication in 0..2 {
        let (quick, slow) = (bench.responses(quick, replication), bench.responses(slow, replication));
        prop_assert_eq!(quick.len(), slow.len());
        for (order, response) in &quick {
            prop_assert!(*response <= slow[order], "order {:?}: {} after {}", order, response, slow[order]);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    /// Conservation and Little's law at every stock point, and cost lines that sum to the total.
    #[test]
    fn nothing_goes_missing(network in networks(Times::Any), shortage in prop_oneof![Just("backorder"), Just("lost")]) {
        let bench = Fixture::new(&(network.scenario(shortage) + &presets()), &[]);
        for strategy in bench.strategies() {
            for run in bench.runs(strategy) {
                prop_assert!(run.record.residual < 1e-9, "{}: residual {}", strategy, run.record.residual);
                let value = |measure: &str| run.value(&format!("{measure}(system)"));
                // These are paid for where they are asked for, which is not here.
                let unused = [Measure::CostObsolete, Measure::CostReturns, Measure::CostScrap, Measure::CostStockChange, Measure::CostCarbon, Measure::CostCapital];
                let paid = |line: &&Measure| !unused.contains(line);
                let lines: f64 = Measure::COST_LINES.iter().filter(paid).map(|line| value(line.definition().id)).sum();
                prop_assert_eq!(lines.to_bits(), value("cost_total").to_bits(), "{}: cost lines", strategy);
                let of_items: f64 = run
                    .layout
                    .values
                    .iter()
                    .zip(&run.record.values)
                    .filter(|(entry, _)| entry.entity.kind == EntityKind::Item && entry.column.measure == Measure::CostTotal)
                    .map(|(_, cost)| cost)
                    .sum();
                prop_assert!(close(of_items, value("cost_total")), "{}: costs by item {}", strategy, of_items);
                let judged = value("orders_delivered") + value("orders_lost");
                prop_assert_eq!(judged, value("orders_placed"));
                prop_assert!(close(value("revenue") - value("cost_total"), value("profit")));
            }
        }
    }

    /// The same where work orders go as far as their parts allow.
    #[test]
    fn nothing_goes_missing_of_what_goes_in_pieces(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost"), Just("patience")],
    ) {
        let mut text = network.scenario(shortage).replace("make = {", "make = { split = \"available\",");
        text = text.replace("\"patience\"", "{ patience.exponential.mean = 2 }");
        every_order_ends(&Fixture::new(&(text + &super::network::presets()), &[]), &["left_rate"]);
    }

    /// A transport that sends what is there brings every unit when it would come by itself. (Purchases are the same, as they are made at reviews.)
    #[test]
    fn a_transport_ships_what_is_there(law in 0usize..4, levels in prop::array::uniform3(0u32..8), time in 0u32..3) {
        let law = ["1", "{ gamma = { mean = 2, cv = 0.6 } }", "{ uniform = { min = 0.5, max = 2 } }", "0.25"][law];
        let [raw, half, done] = levels;
        let text = |split: &str| format!(
            r#"
name = "chain"
run = {{ warm_up = 7, horizon = 80, replications = 2 }}
items.raw = {{ cost = 1, buy.lead_time = {law}, stock = {{ base_stock = {raw}, review = 0.5 }} }}
items.half = {{ make = {{ parts = {{ raw = 1 }}, time = {time}, split = {split} }}, stock.base_stock = {half} }}
items.done = {{ make = {{ parts = {{ half = 2 }}, time = 1, split = {split} }}, stock.base_stock = {done} }}
demand.done = {{ arrivals.poisson.rate = 0.7, quantity.poisson.mean = 2 }}
strategies.MTS.hold = [{ALL}]
strategies.MTO.hold = ["parts"]
"#
        );
        let (pieces, units) = (Fixture::new(&text("\"available\""), &[]), Fixture::new(&text("true"), &[]));
        for strategy in ["MTS", "MTO"] {
            prop_assert_eq!(pieces.responses(strategy, 1), units.responses(strategy, 1), "{}", strategy);
            let value = |bench: &Fixture, formula: &str| bench.run(strategy, 1).value(formula);
            for stock in ["on_hand_mean(item half)", "on_hand_mean(item done)", "on_order_mean(item done)"] {
                prop_assert!(close(value(&pieces, stock), value(&units, stock)), "{} of {}", stock, strategy);
            }
        }
    }

    /// A base stock's inventory position never moves (identity of levels, exactly, even for time averages).
    #[test]
    fn positions_stand_still(network in networks(Times::Any)) {
        let bench = Fixture::new(&(network.scenario("backorder") + &presets()), &[]);
        let run = bench.run("MTS", 0);
        let mut levels: Vec<(String, u32)> = network.below().into_iter().zip(below_levels(&network)).collect();
        levels.extend(network.product_names().into_iter().zip(network.products.iter().map(|product| product.made.stock)));
        for (item, level) in levels {
            let formula = format!("on_hand_mean(item {item}) + on_order_mean(item {item}) - backlog_mean(item {item})");
            prop_assert!(close(run.value(&formula), f64::from(level)), "{}", item);
        }
    }

    /// No shelf stays dead: a held item that begins at or below its rule's threshold is sent for at time 0, whether customers
    /// can ask for it or not.
    #[test]
    fn no_shelf_stays_dead(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost")],
        rules in prop::collection::vec((0..RULES.len(), 0u32..6), 7),
        allocation in prop_oneof![Just("commit"), Just("no_holdback")],
    ) {
        let names = network.below().into_iter().chain(network.product_names());
        let mut text = network.scenario(shortage);
        text += &format!("[strategies.own]\nhold = [{ALL}]\nallocation = \"{allocation}\"\n");
        for (name, (rule, initial)) in names.zip(rules) {
            text += &format!("stock.{name} = {{ {}, initial = {initial} }}\n", RULES[rule]);
        }
        let bench = Fixture::new(&text, &[]);
        let sent = releases(&bench, "own");
        let plan = bench.plan("own");
        for (item, level) in plan.items.iter().zip(&plan.levels().0) {
            let at_0 = sent.iter().filter(|(name, time, _)| *name == item.name && *time == 0.0);
            let units: i64 = at_0.map(|(.., units)| units).sum();
            prop_assert!(units >= level.release(level.initial), "{}: {} units under {:?}\n{}", item.name, units, level, text);
        }
    }

    /// The same bits from a runner used before, from a fresh one, and on other threads.
    #[test]
    fn the_same_bits_again(network in networks(Times::Any)) {
        let bench = Fixture::new(&(network.scenario("backorder") + &presets()), &[]);
        for strategy in bench.strategies() {
            let again = bench.runs(strategy);
            let threads: Vec<_> = std::thread::scope(|scope| {
                let handles: Vec<_> = (0..3).map(|replication| {
                    let bench = &bench;
                    scope.spawn(move || bench.run(strategy, replication))
                }).collect();
                handles.into_iter().map(|handle| handle.join().unwrap()).collect()
            });
            for (one, other) in again.iter().zip(&threads) {
                prop_assert_eq!(one.bits(), other.bits());
                prop_assert_eq!(&one.record.sketches, &other.record.sketches);
                prop_assert_eq!(one.record.events, other.record.events);
            }
        }
    }

    /// An item that nobody needs, wherever its name stands in the order, changes nothing else.
    #[test]
    fn a_stranger_changes_nothing(network in networks(Times::Any), name in prop_oneof![Just("aa_stranger"), Just("zz_stranger")]) {
        let text = network.scenario("backorder");
        let stranger = format!("items.{name} = {{ buy.lead_time.exponential.mean = 1, stock.base_stock = 3 }}\n");
        let plain = Fixture::new(&(text.clone() + &presets()), &[]);
        let with = Fixture::new(&(text + &stranger + &presets()), &[]);
        for strategy in plain.strategies() {
            let (plain, with) = (plain.run(strategy, 1), with.run(strategy, 1));
            let mut with = with.bits();
            with.retain(|key, _| !key.contains(name));
            prop_assert_eq!(plain.bits(), with, "{}", strategy);
        }
    }

    /// Assemble-to-order with nothing in stock is pooled make-to-order.
    #[test]
    fn empty_shelves_are_make_to_order(network in networks(Times::Any)) {
        let strategies = strategy("empty", BELOW, "pooled", &zeros(network.below())) + &strategy("MTO", "", "pooled", &[]);
        same_responses(&Fixture::new(&(network.scenario("backorder") + &strategies), &[]), "empty", "MTO")?;
    }

    /// With constant times it is pegged make-to-order, too.
    #[test]
    fn empty_shelves_are_pegged_make_to_order(network in networks(Times::Constant)) {
        let strategies = strategy("empty", BELOW, "pegged", &zeros(network.below())) + &strategy("MTO", "", "pegged", &[]);
        same_responses(&Fixture::new(&(network.scenario("backorder") + &strategies), &[]), "empty", "MTO")?;
    }

    /// And with receipts in sequence, whatever the lead times.
    #[test]
    fn empty_shelves_are_pegged_make_to_order_in_sequence(network in networks(Times::ConstantMaking)) {
        let text = network.scenario("backorder").replace("order_cost = 2", "order_cost = 2, crossing = \"sequential\"");
        let strategies = strategy("empty", BELOW, "pegged", &zeros(network.below()))
            + &strategy("MTO", "", "pegged", &[]) + &strategy("pool", "", "pooled", &[]);
        let bench = Fixture::new(&(text + &strategies), &[]);
        same_responses(&bench, "empty", "MTO")?;
        same_responses(&bench, "pool", "MTO")?;
    }

    /// Make-to-stock without products in stock is pegged assemble-to-order, while nothing overtakes.
    #[test]
    fn no_products_is_pegged_assemble_to_order(network in prop_oneof![networks(Times::ConstantMaking), networks(Times::OneServer)]) {
        let strategies = strategy("none", ALL, "pegged", &zeros(network.product_names())) + &strategy("ATO", BELOW, "pegged", &[]);
        same_responses(&Fixture::new(&(network.scenario("backorder") + &strategies), &[]), "none", "ATO")?;
    }

    /// Make-to-stock without products in stock is assemble-to-order with the same parts.
    #[test]
    fn no_products_is_assemble_to_order(network in networks(Times::Any)) {
        let strategies = strategy("none", ALL, "pooled", &zeros(network.product_names())) + &strategy("ATO", BELOW, "pooled", &[]);
        same_responses(&Fixture::new(&(network.scenario("backorder") + &strategies), &[]), "none", "ATO")?;
    }

    /// With constant times every order is served no later from products than from parts, and from parts than from nothing.
    #[test]
    fn stock_nearer_the_customer_is_quicker(network in networks(Times::Constant)) {
        let bench = Fixture::new(&(network.scenario("backorder") + &presets()), &[]);
        later_or_same(&bench, "MTS", "ATO")?;
        later_or_same(&bench, "ATO", "MTO")?;
    }

    /// With constant times one more unit of anything delays nobody.
    #[test]
    fn more_stock_delays_nobody(network in networks(Times::Constant), place in 0usize..5) {
        let (names, levels) = (network.below(), below_levels(&network));
        let place = place % names.len();
        let more = [(names[place].clone(), levels[place] + 1)];
        let strategies = strategy("more", BELOW, "pegged", &more) + &strategy("ATO", BELOW, "pegged", &[]);
        later_or_same(&Fixture::new(&(network.scenario("backorder") + &strategies), &[]), "more", "ATO")?;
    }
}

fn below_levels(network: &Network) -> Vec<u32> {
    let parts = network.parts.iter().map(|part| part.stock);
    parts.chain(network.subassembly.iter().map(|made| made.stock)).collect()
}
