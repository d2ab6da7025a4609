//! Rates that change: when orders come, what they are, and what follows from the mean.

use super::fixture::{Fixture, by_hand};
use pushpull::engine::{Observer, Order, Simulator};
use pushpull::input;
use pushpull::model::TICKS_PER_UNIT;

/// Orders as they come: (tick, demand, number, product, quantity, configuration, delivery).
struct Placed(Vec<(i64, Order)>);

impl Observer for Placed {
    fn placed(&mut self, now: i64, order: &Order) {
        self.0.push((now, order.clone()));
    }
}

/// Orders of a replication, in time units.
fn orders(bench: &Fixture, strategy: &str, replication: u32) -> Vec<(f64, Order)> {
    let plan = bench.plan(strategy);
    let mut heard = Placed(Vec::new());
    Simulator::new(plan).run(&plan.levels(), replication, &[], &mut heard);
    let inside = heard.0.into_iter().filter(|(now, _)| *now < plan.end);
    inside.map(|(now, order)| (now as f64 / TICKS_PER_UNIT as f64, order)).collect()
}

fn times(text: &str) -> Vec<f64> {
    orders(&Fixture::new(text, &[]), "S", 0).into_iter().map(|(time, _)| time).collect()
}

fn one(run: &str, arrivals: &str) -> String {
    format!(
        "name = \"one\"\n{run}\nitems.x = {{ buy.lead_time = 1, stock.base_stock = 3 }}\n\
         [demand.x.arrivals]\n{arrivals}\n[strategies.S]\nhold = [\"x\"]\n"
    )
}

/// The hours of a shop over Christmas, by hand: nothing on the 25th and on Sunday, half a Saturday, a busy Monday.
#[test]
fn hours_days_and_dates_multiply() {
    let text = one(
        "time_unit = \"hour\"\nrun = { horizon = 104, replications = 1, start = 2026-12-24T06:00:00 }",
        "every = 1\n\
         profile.hour = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0.5, 1.5, 1.5, 1.5, 1.5, 1.5, 0, 0, 0, 0, 0, 0]\n\
         profile.weekday = { sat = 0.5, sun = 0 }\n\
         profile.dates = { \"2026-12-25\" = 0, \"2026-12-28\" = 2 }",
    );
    let third = 1.0 / 3.0;
    // 24 December 8:00 is 2; the fifth order ends at 13:20.
    let thursday = [3.0, 4.0, 5.0, 6.0, 7.0 + third, 8.0, 8.0 + 2.0 * third, 9.0 + third, 10.0, 10.0 + 2.0 * third];
    let thursday = thursday.into_iter().chain([11.0 + third, 12.0]);
    let saturday = [52.0, 54.0, 56.0, 57.0 + third, 58.0 + 2.0 * third, 60.0];
    let monday = [98.5, 99.0, 99.5, 100.0, 100.5, 101.0, 101.5, 102.0, 103.0, 103.0 + third, 103.0 + 2.0 * third];
    let wanted: Vec<f64> = thursday.chain(saturday).chain(monday).collect();
    let found = times(&text);
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert!((found - wanted).abs() < 2e-9, "{found}, not {wanted}");
    }
}

const SHOP: &str = r#"
name = "shop"
run = { warm_up = 5, horizon = 100, replications = 2 }
environments.market = { factor = [0.5, 3], stay = [{ exponential.mean = 7 }, 4] }
items.a = { buy.lead_time.exponential.mean = 3, stock.base_stock = 9, cost = 5, holding_cost = 1 }
items.red.buy.lead_time = 1
items.blue.buy.lead_time = 2
items.p.make = { parts.a = 1, options.colour = { red = 1, blue = 2 }, time = 0.5 }
items.q.make = { parts.a = 2, time = 0.5 }
[demand.shop]
mix = { p = 1, q = 2 }
quantity.poisson.mean = 1.5
delivery.time.exponential.mean = 1
shortage = { patience.exponential.mean = 8 }
arrivals.every.gamma = { mean = 0.5, cv = 1.4 }
[strategies.ATO]
hold = ["a"]
[strategies.MTO]
"#;

/// Under every profile, environment and strategy the k-th order is the same order; only when it comes changes.
#[test]
fn orders_keep_their_draws() {
    let arrivals = |more: &str| SHOP.replace("[demand.shop]", &format!("[demand.shop]\n{more}"));
    let profiles = [
        "",
        "arrivals.profile.sine = { amplitude = 1, period = 13, phase = -2 }",
        "arrivals.profile = { weekday = { sun = 0, sat = 0.25 }, line = { at = [0, 50, 90], factor = [2, 0.1, 1] } }",
        "arrivals.profile = { environment = \"market\", steps = { at = [0, 20], factor = [0, 1.5] } }",
    ];
    let mut first: Option<Vec<(i64, u32, u32, i64)>> = None;
    let mut began = Vec::new();
    for profile in profiles {
        let bench = Fixture::new(&arrivals(profile), &[]);
        for strategy in ["ATO", "MTO"] {
            let placed = orders(&bench, strategy, 1);
            assert!(placed.len() > 50, "{profile}: {}", placed.len());
            let facts = |(_, o): &(f64, Order)| {
                (o.number as i64, o.flow, o.config, o.quantity << 32 | o.delivery & 0xffff_ffff)
            };
            let own: Vec<_> = placed.iter().map(facts).collect();
            let known = first.get_or_insert_with(|| own.clone());
            let both = known.len().min(own.len());
            assert_eq!(known[..both], own[..both], "{profile} {strategy}");
            began.push(placed[0].0);
        }
    }
    began.dedup();
    assert!(began.len() > 3, "profiles move orders: {began:?}");
}

/// A profile that is 1 everywhere is none: same bytes.
#[test]
fn a_factor_of_one_changes_nothing() {
    let plain = Fixture::new(SHOP, &[]);
    let ones = [
        "steps = { at = [0, 3], factor = [1, 1], period = 8 }",
        "sine = { amplitude = 0, period = 5 }",
        "line = { at = [2, 9], factor = [1, 1] }",
        "weekday = { mon = 1, sun = 1 }",
        "hour = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "environment = \"flat\"",
    ];
    for profile in ones {
        let text = SHOP.replace("[demand.shop]", &format!("[demand.shop]\narrivals.profile.{profile}"));
        let text = text.replace("items.a", "environments.flat = { factor = [1, 1], stay = [2, 3] }\nitems.a");
        let own = Fixture::new(&text, &[]);
        for strategy in ["ATO", "MTO"] {
            assert_eq!(own.run(strategy, 1).bits(), plain.run(strategy, 1).bits(), "{profile}");
        }
    }
    // Twice the rate half as fast is taken in the time of the profile: the same ticks.
    let doubled = "name = \"d\"\nrun = { horizon = 60, replications = 1 }\nitems.x = { buy.lead_time = 1.5, stock.base_stock = 2 }\n\
                   strategies.S.hold = [\"x\"]\ndemand.x.arrivals.every";
    let plain = Fixture::new(&format!("{doubled}.gamma = {{ mean = 1, cv = 1.3 }}\n"), &[]);
    let halved = format!(
        "{doubled}.gamma = {{ mean = 2, cv = 1.3 }}\ndemand.x.arrivals.profile.steps = {{ at = [0], factor = [2] }}\n"
    );
    let times = |bench: &Fixture| -> Vec<f64> { orders(bench, "S", 0).into_iter().map(|(time, _)| time).collect() };
    let (one, two) = (times(&plain), times(&Fixture::new(&halved, &[])));
    assert_eq!(one.len(), two.len());
    assert!(one.iter().zip(&two).all(|(one, two)| (one - two).abs() <= 1e-9 * one.max(10.0)), "{one:?} {two:?}");
}

/// Streams that name one environment move together, and no other chance moves it.
#[test]
fn an_environment_is_one_for_all() {
    let text = r#"
name = "together"
run = { horizon = 400, replications = 1 }
environments.market = { factor = [0, 1], stay = [{ exponential.mean = 3 }, { uniform = { min = 1, max = 4 } }] }
items.x = { buy.lead_time = 1, stock.base_stock = 3 }
demand.a = { item = "x", arrivals = { every = 0.05, profile.environment = "market" } }
demand.b = { item = "x", arrivals = { poisson.rate = 10, profile.environment = "market" } }
strategies.S.hold = ["x"]
"#;
    let placed = orders(&Fixture::new(text, &[]), "S", 0);
    let of = |demand: u32| placed.iter().filter(move |(_, order)| order.demand == demand).map(|(time, _)| *time);
    let a: Vec<f64> = of(0).collect();
    // In a pause of `a` there is none of `b` but for the step of `a` at its ends.
    let pauses: Vec<(f64, f64)> =
        a.windows(2).filter(|w| w[1] - w[0] > 0.3).map(|w| (w[0] + 0.051, w[1] - 0.051)).collect();
    assert!(pauses.len() > 50);
    let inside = of(1).filter(|time| pauses.iter().any(|(from, to)| (*from..*to).contains(time))).count();
    assert_eq!(inside, 0);
    assert!(of(1).count() > 1000);
}

/// Offered loads, sized levels and the words of `check` take the exact mean factor of the window.
#[test]
fn what_follows_from_means_takes_the_mean_of_the_window() {
    let text = |rate: &str| {
        one("run = { warm_up = 12, horizon = 24, replications = 1 }", rate)
            .replace("stock.base_stock = 3", "stock.fill_rate = 0.9")
            .replace("lead_time = 1,", "lead_time = 4,")
    };
    let seasonal = Fixture::new(
        &text("poisson.rate = 2\nprofile.steps = { at = [0, 6, 9], factor = [0.5, 2.5, 1], period = 12 }"),
        &[],
    );
    let plain = Fixture::new(&text("poisson.rate = 2.25"), &[]);
    assert_eq!(seasonal.plan("S").levels(), plain.plan("S").levels());
    assert!((seasonal.model.demands[0].order_rate() - 2.25).abs() < 1e-12);
    // A ramp: ∫ from 12 to 36 of what rises from 0 at 12 to 1 at 24.
    let ramp = Fixture::new(&text("poisson.rate = 2\nprofile.line = { at = [12, 24], factor = [0, 1] }"), &[]);
    assert!((ramp.model.demands[0].order_rate() - 2.0 * (6.0 + 12.0) / 24.0).abs() < 1e-12);
    let words = |bench: &Fixture| pushpull::experiment::outline(&bench.model, &[]);
    assert!(words(&seasonal).contains("factor 1.125 in the mean, 2.5 at most"), "{}", words(&seasonal));
}

/// Steps against arithmetic, by hand: 2 orders a day while open.
#[test]
fn a_closed_stretch_lets_nobody_in() {
    let text = one(
        "run = { horizon = 8, replications = 1 }",
        "every = 1\nprofile.steps = { at = [0, 3, 5], factor = [0.5, 0, 2], period = 8 }",
    );
    assert_eq!(times(&text), [2.0, 5.25, 5.75, 6.25, 6.75, 7.25, 7.75]);
    by_hand(&text, "S", &[("orders_placed(system)", 7.0)]);
}

fn refused(arrivals: &str, run: &str) -> String {
    let rejected = input::read_str("one", &one(run, arrivals), &[]).expect_err("refused");
    rejected
        .problems
        .iter()
        .map(|problem| format!("{} | {}\n", problem.message, problem.help.clone().unwrap_or_default()))
        .collect()
}

/// What is wrong is told, all of it at once, with the next step.
#[test]
fn wrong_profiles_are_refused() {
    let run = "run = { horizon = 50, replications = 1 }";
    let months = "time_unit = \"month\"\nrun = { horizon = 50, replications = 1 }";
    let tried = [
        ("every = 1\nprofile.steps = { at = [0, 5, 5], factor = [1, 2, 3] }", run, "times must rise"),
        ("every = 1\nprofile.steps = { at = [1, 5], factor = [1, 2] }", run, "the first time must be 0"),
        ("every = 1\nprofile.steps = { at = [0, 5], factor = [1, 2, 3] }", run, "as many factors as times"),
        ("every = 1\nprofile.steps = { at = [0, 5], factor = [1, 2], period = 5 }", run, "longer than the last time"),
        ("every = 1\nprofile.steps = { at = [0, 5], factor = [1, -2] }", run, "at least 0"),
        ("every = 1\nprofile.line = { at = [0, 5], factor = [0, 0] }", run, "one factor must be above 0"),
        ("every = 1\nprofile.line = { at = [0, 60, 70], factor = [0, 0, 1] }", run, "0 until the end of the run"),
        ("every = 1\nprofile.sine = { amplitude = 1.5, period = 5 }", run, "at most 1"),
        ("every = 1\nprofile.sine.amplitude = 0.5", run, "`demand.x.arrivals.profile.sine.period` is missing"),
        ("every = 1\nprofile.hour = [1, 2]", run, "24 factors"),
        ("every = 1\nprofile.weekday.sonday = 2", run, "known here: mon, tue"),
        ("every = 1\nprofile.weekday.sun = 0", months, "from second to week"),
        ("every = 1\nprofile.dates = { \"2026-12-25\" = 0 }", run, "run.start = 2026-01-05"),
        (
            "every = 1\nprofile.dates = { \"25.12.2026\" = 0 }",
            "run = { horizon = 9, start = 2026-01-05 }",
            "is no date",
        ),
        ("every = 1\nprofile.environment = \"markt\"", run, "no environment is called `markt`"),
        ("every = 1\nprofile.steps = { at = [0, 1e-8], factor = [1, 2], period = 2e-8 }", run, "changes its form"),
        ("every = 1\n[environments.m]\nfactor = [1, 2]\nstay = [1]", run, "as many as there are factors"),
        ("every = 1\n[environments.m]\nfactor = [1, 2]\nstay = [1, 0]", run, "at least 1e-9"),
        ("every = 1\n[environments.m]\nfactor = [1, 2]\nstay = [1, 1]\nnext = [[0, 1], [0, 0]]", run, "are all 0"),
        ("every = 1\n[environments.m]\nfactor = [0, 0]\nstay = [1, 1]", run, "one factor must be above 0"),
        ("every = 1", "time_unit = \"year\"\nrun = { horizon = 5, start = 2026-01-05 }", "from second to week"),
    ];
    for (arrivals, run, wanted) in tried {
        let told = refused(arrivals, run);
        assert!(told.contains(wanted), "{arrivals}: {told}");
    }
}

/// Windows of a few periods and a part of one are told; whole ones, many and finite runs are not.
#[test]
fn a_window_that_cuts_a_period_is_told() {
    let told = |run: &str| -> Vec<String> {
        let text = one(run, "every = 1\nprofile.sine = { amplitude = 0.5, period = 12 }");
        let accepted = input::read_str("one", &text, &[]).unwrap();
        accepted.findings.iter().filter(|finding| finding.id == "periods_cut").map(|f| f.advice.clone()).collect()
    };
    assert_eq!(
        told("run = { horizon = 100 }"),
        ["Set `run.horizon` to 108, or say what is asked: `run.kind = \"finite\"`."]
    );
    for whole in ["horizon = 96", "horizon = 250", "horizon = 100, kind = \"finite\""] {
        assert_eq!(told(&format!("run = {{ {whole} }}")), Vec::<String>::new(), "{whole}");
    }
}
