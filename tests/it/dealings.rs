//! What customers do beside waiting: substitutes, promises with consent, patience from the due time, orders that come back.

use super::fixture::{Fixture, by_hand, estimate, every_order_ends};
use super::network::{Times, cases, networks, presets_and_no_holdback};
use proptest::prelude::*;
use pushpull::collect::{orders, trace};
use pushpull::input::{self, Colour};
use pushpull::path::qualify;

/// One of each on the shelf, and nothing more comes in time: the order of 1 takes `a`, that of 2 takes `b`, that of 3 waits.
const PAIR: &str = r#"
name = "pair"
run = { horizon = 3.5, replications = 1 }
items.a = { cost = 1, price = 5, buy.lead_time = 10, stock.base_stock = 1, substitutes = ["b"] }
items.b = { cost = 1, price = 7, buy.lead_time = 10, stock.base_stock = 1 }
demand.a.arrivals.every = 1
strategies.S.hold = ["a", "b"]
"#;

#[test]
fn a_substitute_is_sold_in_the_name_of_the_product() {
    let expected = [
        ("substituted_rate(product a)", 1.0 / 3.0),
        ("substituted_rate(system)", 1.0 / 3.0),
        ("order_fill_rate(product a)", 2.0 / 3.0),
        ("3.5 * revenue(product a)", 2.0 * 5.0),
        // What was refused at `a` was asked and not owed; at `b` it was asked and served.
        ("unit_fill_rate(item a)", 1.0 / 3.0),
        ("unit_fill_rate(item b)", 1.0),
        ("3.5 * backlog_mean(item a)", 0.5),
        ("3.5 * on_hand_mean(item b)", 2.0),
        ("3.5 * replenishment_rate(item b)", 1.0),
        ("3.5 * replenishment_rate(item a)", 2.0),
    ];
    by_hand(PAIR, "S", &expected);
    let lost = PAIR.replace("arrivals.every = 1", "shortage = \"lost\"\ndemand.a.arrivals.every = 1");
    by_hand(&lost, "S", &[("substituted_rate(system)", 1.0 / 3.0), ("lost_rate(system)", 1.0 / 3.0)]);
    let facts = trace(&Fixture::new(PAIR, &[]).model, 0, None, 0);
    let told = facts.iter().find(|fact| fact.event == "substituted").expect("it is a fact");
    assert_eq!((told.time, told.item.as_str(), told.detail.as_str(), told.order), (2.0, "b", "for a", Some(2)));
    let rows = orders(&Fixture::new(&PAIR.replace("[run]", ""), &["report.orders=true"]).model, 0, 0);
    assert!(rows.iter().all(|row| row.product == "a"), "what was asked for is told");
}

/// What may stand for another is asked for.
#[test]
fn a_substitute_is_in_use() {
    let unasked = |text: &str| {
        let accepted = input::read_str("pair", text, &[]).expect("it is right");
        accepted.findings.iter().any(|finding| finding.id == "item_unasked")
    };
    assert!(!unasked(PAIR));
    assert!(unasked(&PAIR.replace(", substitutes = [\"b\"]", "")));
}

/// Who takes none changes nothing, and neither does a list that nobody asks for; to order nothing is ever short.
#[test]
fn what_nobody_takes_changes_nothing() {
    let text =
        |more: &str| PAIR.replace("horizon = 3.5", "horizon = 60").replace("every = 1", "poisson.rate = 1") + more;
    let plain = Fixture::new(&text("").replace(", substitutes = [\"b\"]", ""), &[]).run("S", 0).bits();
    assert_eq!(plain, Fixture::new(&text("demand.a.accept_substitute = 0\n"), &[]).run("S", 0).bits());
    let idle =
        text("demand.a.returns = { share = 0, after = 1 }\n").replace("substitutes = [\"b\"]", "substitutes = []");
    assert_eq!(plain, Fixture::new(&idle, &[]).run("S", 0).bits());
    let to_order = Fixture::new(&text("strategies.MTO = {}\n"), &[]).run("MTO", 0);
    assert_eq!(to_order.value("substituted_rate(system)"), 0.0);
    assert!(Fixture::new(&text(""), &[]).run("S", 0).value("substituted_rate(system)") > 0.0);
}

/// One server takes 2 for each; open orders make the promise longer, and from 5 on nobody waits.
const WORKSHOP: &str = r#"
name = "workshop"
run = { horizon = 6.5, replications = 1 }
items.x.make = { time = 2, station = "bench" }
stations.bench.servers = 1
[demand.x]
arrivals.every = 1
quote = { base = 2, per_open = 1, accept = [[3, 1], [4, 0]] }
strategies.S = {}
"#;

#[test]
fn a_promise_grows_with_the_orders_open_and_may_be_declined() {
    // Promised 2, 3, 3, 4, 3, 4: the orders of 4 and 6 are declined; served at 3, 5, 7 and 9.
    let text = WORKSHOP.replace("strategies.S = {}", "[strategies.S]");
    let expected = [
        ("declined_rate(system)", 2.0 / 6.0),
        ("quoted_mean(product x)", (2.0 + 3.0 + 3.0 + 3.0) / 4.0),
        ("promise_kept_rate(system)", 2.0 / 4.0),
        ("on_time_rate(system)", 2.0 / 6.0),
        ("response_mean(system)", (2.0 + 3.0 + 4.0 + 4.0) / 4.0),
        ("orders_placed(system)", 6.0),
        ("orders_delivered(system)", 4.0),
        ("order_fill_rate(system)", 0.0),
    ];
    by_hand(&text, "S", &expected);
    let facts = trace(&Fixture::new(&text, &[]).model, 0, None, 0);
    let of = |event: &str| facts.iter().filter(|fact| fact.event == event && fact.time < 6.5).count();
    assert_eq!((of("quoted"), of("declined")), (4, 2));
    let rows = orders(&Fixture::new(&text, &["report.orders=true"]).model, 0, 0);
    assert_eq!(rows.iter().filter(|row| row.outcome == "declined").count(), 2);
    // On the way to the customer an order is open still.
    let far = text.replace("arrivals.every = 1", "arrivals.every = 1\ndelivery.time = 10");
    by_hand(&far, "S", &[("declined_rate(system)", 4.0 / 6.0)]);
}

/// Of what is there another time is promised.
#[test]
fn what_is_there_is_promised_as_such() {
    let text = PAIR.replace("demand.a.", "demand.a.quote = { base = 6, per_open = 1, in_stock = 0.5 }\ndemand.a.");
    let text = text.replace(", substitutes = [\"b\"]", "");
    // Taken at 1; at 2 none is open, at 3 one.
    by_hand(&text, "S", &[("quoted_mean(system)", (0.5 + 6.0 + 7.0) / 3.0), ("promise_kept_rate(system)", 1.0 / 3.0)]);
    let with_b = PAIR.replace("demand.a.", "demand.a.quote = { base = 6, per_open = 1, in_stock = 0.5 }\ndemand.a.");
    by_hand(
        &with_b,
        "S",
        &[("quoted_mean(system)", (0.5 + 0.5 + 6.0) / 3.0), ("promise_kept_rate(system)", 2.0 / 3.0)],
    );
}

/// Three on the shelf; each order comes back half a day after it was delivered.
const LIBERAL: &str = r#"
name = "liberal"
run = { horizon = 4.2, replications = 1 }
items.x = { cost = 1, price = 10, buy.lead_time = 1, stock.base_stock = 3 }
demand.x = { arrivals.every = 1, returns = { share = 1, after = 0.5, cost = 2 } }
strategies.S.hold = ["x"]
"#;

#[test]
fn orders_come_back() {
    let expected = [
        ("returned_rate(product x)", 1.0),
        // Four sold; those of 1, 2 and 3 were back before 4.2.
        ("4.2 * revenue(system)", 10.0),
        ("4.2 * cost_returns(system)", 6.0),
        ("4.2 * cost_returns(item x)", 6.0),
        // The order of 1 releases one; what comes back at 1.5 fills the place of the next.
        ("4.2 * replenishment_rate(item x)", 1.0),
        // 3 to 1, 2 to 1.5, 3 to 2 (back at 1.5; received and taken at 2), 3 to 2.5, 4 to 3, 3 to 3.5, 4 to 4, 3 to 4.2.
        ("4.2 * on_hand_mean(item x)", 3.0 + 1.0 + 1.5 + 1.5 + 2.0 + 1.5 + 2.0 + 0.6),
    ];
    by_hand(LIBERAL, "S", &expected);
    let scrapped = LIBERAL.replace("cost = 2", "cost = 2, restock = false");
    let written_off = [
        ("4.2 * replenishment_rate(item x)", 4.0),
        ("4.2 * revenue(system)", 10.0),
        ("4.2 * written_off_rate(item x)", 3.0),
        ("4.2 * written_off_value(system)", 3.0),
        ("4.2 * cost_obsolete(system)", -1.5),
        ("4.2 * cost_obsolete(item x)", -1.5),
    ];
    let scrapped = scrapped.replace("cost = 1,", "cost = 1, write_off_cost = -0.5,");
    by_hand(&scrapped, "S", &written_off);
    let told = trace(&Fixture::new(&scrapped, &[]).model, 0, None, 0);
    assert!(told.iter().any(|fact| (&*fact.event, fact.time, &*fact.detail) == ("written_off", 1.5, "came back")));
    let facts = trace(&Fixture::new(LIBERAL, &[]).model, 0, None, 0);
    let back: Vec<f64> = facts.iter().filter(|fact| fact.event == "came_back").map(|fact| fact.time).collect();
    assert_eq!(back[..3], [1.5, 2.5, 3.5]);
}

/// The order of 9 waits for what does not come: three days from its due time, or from its placement.
#[test]
fn patience_may_begin_with_the_due_time() {
    let text = |after: &str| {
        format!(
            "name = \"late\"\nrun = {{ horizon = 17, replications = 1 }}\nitems.x = {{ buy.lead_time = 900, stock.base_stock = 0 }}\n\
             demand.x = {{ arrivals.every = 9, due = 2, shortage = {{ patience = 3, after = \"{after}\" }} }}\n\
             strategies.S.hold = [\"x\"]\n"
        )
    };
    by_hand(&text("due"), "S", &[("17 * backlog_mean(item x)", 5.0)]);
    by_hand(&text("placement"), "S", &[("17 * backlog_mean(item x)", 3.0)]);
}

/// What a sample path does not follow it refuses, and says why.
#[test]
fn sample_paths_say_what_they_do_not_follow() {
    let why = |text: &str, strategy: &str| {
        let bench = Fixture::new(text, &[]);
        let plan = bench.plan(strategy);
        qualify(&bench.model, plan, &plan.levels()).map(|_| ()).unwrap_err().0
    };
    assert!(why(PAIR, "S").contains("take another product where theirs is short"), "{}", why(PAIR, "S"));
    let workshop = WORKSHOP.replace("strategies.S = {}", "[strategies.S]");
    assert!(why(&workshop, "S").contains("may decline it"), "{}", why(&workshop, "S"));
    assert!(why(LIBERAL, "S").contains("bring orders back"), "{}", why(LIBERAL, "S"));
}

/// What is wrong is told, all of it at once, with the next step.
#[test]
fn wrong_rules_of_customers_are_refused() {
    let refused = |text: &str, set: &str| {
        let rejected = input::read_str("wrong", text, &[set.to_string()]).expect_err(set);
        rejected.render(Colour::Plain)
    };
    for (text, set, message) in [
        (PAIR, "items.a.substitutes=[\"c\"]", "unknown item `c`"),
        (PAIR, "items.a.substitutes=[\"a\"]", "no substitute for itself"),
        (PAIR, "items.a.substitutes=[\"b\", \"b\"]", "twice"),
        (PAIR, "demand.a.accept_substitute=1.5", "at most 1"),
        (PAIR, "demand.a.quote={base=1, accept=[[1, 2]]}", "no share of customers"),
        (PAIR, "demand.a.quote={base=1, accept=[[2, 1], [1, 0]]}", "must rise"),
        (PAIR, "demand.a.quote={base=1, accept=[[2]]}", "a pair of a promised time and a share"),
        (PAIR, "demand.a.quote={per_open=1}", "`demand.a.quote.base` is missing"),
        (PAIR, "demand.a.returns={share=0.5}", "`demand.a.returns.after` is missing"),
        (PAIR, "demand.a.shortage={patience=1, after=\"due\"}", "needs a `due` time or a `quote`"),
    ] {
        let told = refused(text, set);
        assert!(told.contains(message), "{set}: {told}");
    }
    let both = PAIR.replace("demand.a.", "demand.a.due = 3\ndemand.a.quote.base = 1\ndemand.a.");
    assert!(refused(&both, "run.seed=1").contains("exclude each other"));
    let options = PAIR
        .replace(
            "items.b = { cost = 1, price = 7, buy.lead_time = 10, stock.base_stock = 1 }",
            "items.c = { cost = 1, buy.lead_time = 1 }\nitems.b = { price = 7, make.options.colour = { c = 1 } }",
        )
        .replace("\"a\", \"b\"", "\"a\"");
    assert!(refused(&options, "run.seed=1").contains("has options"));
}

/// Means within four standard errors of what Markov chains give, and known well enough to tell.
#[track_caller]
fn exact(text: &str, expected: &[(&str, f64)]) {
    let bench = Fixture::new(text, &[]);
    for (formula, value) in expected {
        let values: Vec<f64> = bench.recorded("S").iter().map(|run| run.value(formula)).collect();
        let (mean, error) = estimate(&values);
        assert!((mean - value).abs() < 4.0 * error, "{formula}: {mean} ± {error}, not {value}");
        assert!(error < (0.02 * value).max(0.005), "{formula}: ± {error} tells too little");
    }
}

/// Outstanding orders of both products are a Markov chain.
#[test]
fn substitutes_of_lost_orders_follow_their_chain() {
    let text = |rates: [f64; 2], bases: [u32; 2], lead: f64, more: &str| {
        format!(
            "name = \"chain\"\nrun = {{ warm_up = 30, horizon = 1000, replications = 24 }}\n\
             items.a = {{ buy.lead_time.exponential.mean = {lead}, stock.base_stock = {}, substitutes = [\"b\"] }}\n\
             items.b = {{ buy.lead_time.exponential.mean = {lead}, stock.base_stock = {}{more} }}\n\
             defaults.demand.shortage = \"lost\"\n\
             demand.a.arrivals.poisson.rate = {}\ndemand.b.arrivals.poisson.rate = {}\nstrategies.S.hold = [\"a\", \"b\"]\n",
            bases[0], bases[1], rates[0], rates[1]
        )
    };
    let one_way = [
        ("lost_rate(product a)", 0.097_583_018_271_428_73),
        ("substituted_rate(product a)", 0.248_570_827_882_417_3),
        ("unit_fill_rate(item a)", 0.653_846_153_846_154),
        ("lost_rate(product b)", 0.204_904_860_384_523_9),
        ("on_hand_mean(item a)", 1.038_461_538_461_538_3),
        ("on_hand_mean(item b)", 1.664_097_237_121_795_5),
    ];
    exact(&text([1.5, 1.0], [3, 4], 2.0, ""), &one_way);
    let both_ways = [
        ("on_hand_mean(item a)", 1.538_666_474_930_474_4),
        ("on_hand_mean(item b)", 0.917_222_208_205_791_3),
        ("lost_rate(product a)", 0.120_416_583_272_478_58),
        ("lost_rate(product b)", 0.183_509_205_485_031_4),
        ("order_fill_rate(product a) - substituted_rate(product a)", 0.821_086_093_100_727_1),
    ];
    let shares = ", substitutes = [\"a\"]";
    exact(&(text([1.0, 1.0], [3, 2], 1.5, shares) + "defaults.demand.accept_substitute = 0.6\n"), &both_ways);
}

/// Orders at one server who hear how many are before them: birth and death.
#[test]
fn quotes_with_consent_follow_birth_and_death() {
    let text = "name = \"quoted\"\nrun = { warm_up = 100, horizon = 4000, replications = 24 }\n\
                items.x.make = { time.exponential.mean = 1, station = \"bench\" }\nstations.bench.servers = 1\n\
                demand.x = { arrivals.poisson.rate = 1.1, quote = { base = 1, per_open = 0.8, accept = [[0, 1], [3, 0.9], [8, 0.2], [12, 0]] } }\n\
                strategies.S.hold = []\n";
    let expected = [
        ("declined_rate(system)", 0.217_398_243_774_854_06),
        ("open_orders_mean(system)", 3.058_122_493_731_548),
        ("response_mean(system)", 3.552_396_012_178_080_7),
        ("quoted_mean(system)", 3.041_916_809_742_464_7),
        ("promise_kept_rate(system)", 0.481_713_565_280_201_1),
    ];
    exact(text, &expected);
}

/// Units to come back and free units are a Markov chain.
#[test]
fn what_comes_back_is_free_again_by_its_chain() {
    let text = "name = \"back\"\nrun = { warm_up = 50, horizon = 2000, replications = 24 }\n\
                items.x = { buy.lead_time = 0, stock.base_stock = 5 }\n\
                demand.x = { arrivals.poisson.rate = 1, returns = { share = 0.4, after.exponential.mean = 3 } }\nstrategies.S.hold = [\"x\"]\n";
    let expected = [
        ("on_hand_mean(item x)", 5.567_533_900_639_026),
        ("replenishment_rate(item x)", 0.6),
        ("returned_rate(system)", 0.4),
    ];
    exact(text, &expected);
}

proptest! {
    #![proptest_config(cases(24))]

    /// Nothing goes missing where customers do all of it at once.
    #[test]
    fn nothing_goes_missing_between_customers(
        network in networks(Times::Any),
        shortage in prop_oneof![Just("backorder"), Just("lost"), Just("patience")],
        restock in any::<bool>(),
    ) {
        let mut text = network.scenario(shortage).replace("\"patience\"", "{ patience.exponential.mean = 2, after = \"due\" }");
        text = text.replace(" due = 2,", "");
        let names = network.product_names();
        for (place, name) in names.iter().enumerate() {
            let other = &names[(place + 1) % names.len()];
            if other != name {
                text = text.replace(&format!("items.{name} = {{"), &format!("items.{name} = {{ substitutes = [\"{other}\"],"));
            }
            let rules = format!(
                "demand.{name} = {{ accept_substitute = 0.7, quote = {{ base = 1, per_open = 0.3, in_stock = 0.5, accept = [[1, 1], [6, 0.1]] }}, \
                 returns = {{ share = 0.4, after.exponential.mean = 3, restock = {restock}, cost = 1 }},"
            );
            text = text.replace(&format!("demand.{name} = {{"), &rules);
        }
        let bench = Fixture::new(&(text + &presets_and_no_holdback()), &[]);
        every_order_ends(&bench, &["left_rate", "declined_rate"]);
    }
}
