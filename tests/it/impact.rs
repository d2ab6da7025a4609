//! What outages did: the same orders with and without them, by hand, and the books of both runs.

use super::fixture::{Fixture, by_hand, close};
use pushpull::input::{self, Colour};

/// One unit a day, lead time 4, base stock 6; the supplier stops at 100 for ten days.
const OUTAGE: &str = "name = \"impact\"\nrun = { warm_up = 50, horizon = 150, replications = 1 }\nreport.impact = true\n\
    items.x = { buy = { supplier = \"m\", lead_time = 4 }, stock.base_stock = 6 }\n\
    suppliers.m = { STOPS, outages = [{ at = 100, lasts = 10 }] }\n\
    demand.x = { arrivals.every = 1 }\nstrategies.S.hold = [\"x\"]\n";

#[test]
fn orders_late_by_hand() {
    // Released at 100 … 109 and received at 114 instead of 104 … 113, for the orders of 106 … 115, of which two were served later.
    let starts = [
        ("impact_orders(system)", 8.0),
        ("impact_delay(system)", 36.0),
        ("survive_time(product x)", 6.0),
        ("recover_time(system)", 14.0),
    ];
    by_hand(&OUTAGE.replace("STOPS", "stops = \"starts\""), "S", &starts);
    // Those on their way stand still, too: three more are late.
    let all = [("impact_orders(system)", 11.0), ("impact_delay(system)", 60.0), ("survive_time(system)", 3.0)];
    by_hand(&OUTAGE.replace("STOPS", "stops = \"all\""), "S", &all);
    // To order, those of 97 … 99 wait already as it begins.
    let to_order = OUTAGE.replace("STOPS", "stops = \"all\"").replace(".hold = [\"x\"]", " = {}");
    let all = [("impact_orders(system)", 13.0), ("survive_time(system)", -3.0), ("recover_time(system)", 14.0)];
    by_hand(&to_order.replace("stock.base_stock = 6", ""), "S", &all);
}

/// Who cannot wait is lost: no order is late, so that nothing says when the outage was felt.
#[test]
fn orders_lost_only_with_outages_by_hand() {
    // Six units last to 105; what is released at 100 … 105 comes at 114 at once.
    let lost = OUTAGE
        .replace("STOPS", "stops = \"starts\"")
        .replace("arrivals.every = 1", "arrivals.every = 1, shortage = \"lost\"");
    let expected = [
        ("impact_orders(system)", 8.0),
        ("orders_lost(system)", 8.0),
        ("impact_delay(system)", 0.0),
        ("survive_time(system)", f64::NAN),
    ];
    by_hand(&lost, "S", &expected);
}

/// The impact on money is the difference of two runs, product by product, and a run whose outages come too late has none.
#[test]
fn money_is_that_of_the_run_without_outages() {
    let text = "name = \"books\"\nrun = { warm_up = 20, horizon = 300, replications = 1 }\nreport.impact = true\n\
        items.a = { cost = 5, holding_cost = 1, buy = { supplier = \"m\", lead_time.exponential.mean = 3 }, stock.base_stock = 9 }\n\
        items.p = { price = 20, make = { parts = { a = 1 }, time.exponential.mean = 0.3, station = \"s\" }, stock.base_stock = 2 }\n\
        items.q = { price = 30, make = { parts = { a = 2 }, time.exponential.mean = 0.2, station = \"s\" }, stock.base_stock = 1 }\n\
        suppliers.m = { up.exponential.mean = 30, down.exponential.mean = 2 OUT }\nstations.s = { servers = 1 BREAK }\n\
        demand.p = { arrivals.poisson.rate = 1, backorder_cost = 2 }\ndemand.q = { arrivals.poisson.rate = 0.5, shortage.patience = 9 }\n\
        strategies.MTS.hold = [\"products\", \"parts\"]\nstrategies.ATO.hold = [\"parts\"]\nstrategies.MTO = {}\n";
    let fill = |supplier: &str, station: &str| text.replace(" OUT", supplier).replace(" BREAK", station);
    let with = Fixture::new(
        &fill(", outages = [{ at = 60, lasts = 20, every = 100 }]", ", outages = { at = 200, lasts = 8 }"),
        &[],
    );
    let without = Fixture::new(&fill("", ""), &[]);
    let late = Fixture::new(&fill(", outages = { at = 5000, lasts = 20 }", ""), &[]);
    for strategy in ["MTS", "ATO", "MTO"] {
        let (hit, plain, none) = (with.run(strategy, 0), without.run(strategy, 0), late.run(strategy, 0));
        for of in ["system", "product p", "product q"] {
            let change = 300.0 * (hit.value(&format!("profit({of})")) - plain.value(&format!("profit({of})")));
            assert!(change != 0.0 && close(hit.value(&format!("impact_profit({of})")), change), "{strategy}, {of}");
            for measure in ["impact_orders", "impact_delay", "impact_cost", "impact_profit"] {
                assert_eq!(none.value(&format!("{measure}({of})")), 0.0, "{strategy}: {measure} of {of}");
            }
        }
        let cost = 300.0 * (hit.value("cost_total(system)") - plain.value("cost_total(system)"));
        assert!(close(hit.value("impact_cost(system)"), cost), "{strategy}");
        let orders = ["product p", "product q"].map(|of| hit.value(&format!("impact_orders({of})")));
        assert_eq!(hit.value("impact_orders(system)"), orders.iter().sum::<f64>(), "{strategy}");
        // But for the rows of the impact, the run with outages is the same whether it is compared or not.
        assert!(none.value("recover_time(system)").is_nan() && hit.value("recover_time(system)") > 0.0, "{strategy}");
        assert_eq!(none.value("response_mean(system)"), plain.value("response_mean(system)"), "{strategy}");
    }
}

/// Without outages there is nothing to compare with.
#[test]
fn an_impact_of_nothing_is_told() {
    let text = OUTAGE.replace("STOPS, outages = [{ at = 100, lasts = 10 }]", "servers = 3");
    let accepted =
        input::read_str("told", &text, &[]).unwrap_or_else(|wrong| panic!("{}", wrong.render(Colour::Plain)));
    let told = accepted.findings.iter().find(|finding| finding.id == "without_effect").expect("a finding");
    assert!(told.symptom.contains("`report.impact`"), "{}", told.symptom);
}
