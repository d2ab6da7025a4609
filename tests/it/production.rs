//! In which order a station works, and what lies between its jobs: worked by hand to the tick, and the same as without words where they
//! say nothing else.

use super::fixture::{Fixture, by_hand};
use pushpull::input::{self, Colour};

/// Two streams at constant gaps at one server; the fast one is due sooner. Over whole periods of twelve.
#[test]
fn the_first_due_goes_first() {
    let text = "name = \"due\"\nrun = { warm_up = 12, horizon = 120, replications = 1 }\n\
        items.x.make = { time = 2.2, station = \"s\" }\nstations.s.queue = [\"due\"]\n\
        demand.slow = { item = \"x\", class = \"slow\", due = 20, arrivals.every = 4 }\n\
        demand.fast = { item = \"x\", class = \"fast\", due = 3, arrivals.every = 6 }\nstrategies.MTO = {}\n";
    let wanted = [
        ("response_mean(class slow)", 10.0 / 3.0),
        ("response_mean(class fast)", 2.5),
        ("on_time_rate(class fast)", 1.0),
        ("utilization(station s)", 11.0 / 12.0),
    ];
    by_hand(text, "MTO", &wanted);
}

/// Hours, changeovers, failures after seven hours of work, repairs of an hour and a half, the first due first: worked through by another program.
#[test]
fn a_shop_of_two_products_by_hand() {
    let text = "name = \"shop\"\ntime_unit = \"hour\"\nrun = { warm_up = 360, horizon = 1440, replications = 1 }\n\
        items.A.make = { time = 2, station = \"s\" }\nitems.B.make = { time = 1.5, station = \"s\" }\n\
        stations.s = { queue = [\"due\"], by = \"busy\", up = 7, down = 1.5, interrupted = \"repeat\", calendar = \"d\", at_close = \"pause\" }\n\
        stations.s.changeover = { A.B = 1, B.A = 0.5 }\ncalendars.d.pattern = { every = 24, open = [[6, 22]] }\n\
        demand.A = { due = 18, arrivals.every = 9 }\ndemand.B = { due = 7, arrivals.every = 12.5 }\nstrategies.MTO = {}\n"
        .replace("stations.s = { queue", "[stations.s]\nqueue")
        .replace(", by = ", "\nby = ")
        .replace(", up = 7, down = 1.5, interrupted", "\nup = 7\ndown = 1.5\ninterrupted")
        .replace(", calendar = \"d\", at_close = \"pause\" }\nstations.s.changeover", "\ncalendar = \"d\"\nat_close = \"pause\"\nchangeover")
        .replace("\ncalendars.d.pattern", "\n[calendars.d]\npattern")
        .replace("\ndemand.A =", "\n[demand]\nA =")
        .replace("\ndemand.B =", "\nB =")
        .replace("\nstrategies.MTO", "\n[strategies]\nMTO");
    let wanted = [
        ("response_mean(product A)", 16.040_625),
        ("on_time_rate(product A)", 0.581_25),
        ("response_mean(product B)", 10.795_652_173_913_043),
        ("on_time_rate(product B)", 0.139_130_434_782_608_7),
        ("wait_station_mean(system)", 9.658_181_818_181_818),
        ("process_mean(system)", 4.189_090_909_090_909),
    ];
    by_hand(&text, "MTO", &wanted);
}

/// Red, red, blue, red: the first job needs none, a change within a family only what is written, and each is paid once by its job's item.
#[test]
fn changeovers_are_worked_and_paid() {
    let text = "name = \"paint\"\nrun = { horizon = 40, replications = 1 }\n\
        items.r.make = { time = 1, station = \"s\", family = \"red\" }\nitems.s.make = { time = 1, station = \"s\", family = \"red\" }\n\
        items.b.make = { time = 1, station = \"s\", family = \"blue\" }\n\
        stations.s.changeover = { red.blue = { time = 2, cost = 40 }, \"*\".\"*\" = 3, red.red = 0.5 }\n\
        demand.r.arrivals.every = 10\ndemand.b = { arrivals.every = 35 }\n\
        demand.s.arrivals.every = 10\nstrategies.MTO = {}\n";
    // r and s come at 10, 20 and 30, b at 35: 1 and 1.5, then 1.5 each; b takes 3, and nothing comes after it in the window.
    let wanted = [
        ("process_mean(product r)", (1.0 + 1.5 + 1.5) / 3.0),
        ("process_mean(product s)", 1.5),
        ("process_mean(product b)", 3.0),
        ("changeover_rate(station s)", 1.0 / 40.0),
        ("cost_setup(item b)", 40.0 / 40.0),
        ("cost_setup(system)", 1.0),
        ("cost_total(system)", 1.0),
    ];
    by_hand(text, "MTO", &wanted);
}

/// Words that say nothing else, and families without changeovers: the same orders at the same times, whatever the shop.
#[test]
fn words_that_say_nothing_change_nothing() {
    let text = "name = \"same\"\nrun = { horizon = 300, replications = 2 }\n\
        items.a = { make = { time.exponential.mean = 0.5, station = \"s\" }, stock.base_stock = 3 }\n\
        items.p.make = { parts.a = 1, time.exponential.mean = 0.6, station = \"s\" }\n\
        stations.s = { servers = 2 WORDS }\nclasses.gold.priority = 1\nclasses.iron.priority = 2\n\
        demand.p = { arrivals.poisson.rate = 0.8, class = \"gold\" }\ndemand.q = { item = \"p\", arrivals.poisson.rate = 0.6, class = \"iron\" }\n\
        strategies.ATO.hold = [\"parts\"]\nstrategies.MTO = {}\n";
    let plain = Fixture::new(&text.replace("WORDS", ""), &[]);
    let kinds = [", queue = [\"priority\"]", ", queue = [\"priority\", \"due\"]", ", changeover.a.nobody = 5"];
    for words in kinds {
        let other = Fixture::new(&text.replace("WORDS", words), &[]);
        for strategy in ["ATO", "MTO"] {
            assert_eq!(plain.responses(strategy, 1), other.responses(strategy, 1), "{strategy}{words}");
            assert_eq!(other.run(strategy, 1).record.residual, 0.0);
        }
    }
    // All of it, with draws for ties: the books are right after every event.
    let all = text.replace(
        "WORDS",
        ", queue = [\"family\", \"due\", \"shortest\", \"priority\"], changeover = { a.p = 0.1, p.a = 0.2 }",
    );
    for ties in ["run.ties=name", "run.ties=random"] {
        let run = Fixture::new(&all, &[ties]).run("ATO", 1);
        assert!(run.record.residual == 0.0 && run.value("changeover_rate(station s)") > 0.1);
    }
}

#[test]
fn what_is_wrong_with_queues_and_families_is_said() {
    let text = "name = \"wrong\"\nrun.horizon = 10\nitems.x.make = { time = 1, station = \"s\" }\nitems.y.make = { time = 1, family = \"red\" }\n\
        stations.s = { queue = [\"du\", \"due\", \"due\"], changeover.x.y = -1 }\nstations.t.queue = []\ndemand.x.arrivals.every = 1\ndemand.y.arrivals.every = 1\nstrategies.MTO = {}\n";
    let said = input::read_str("wrong", text, &[]).expect_err("mistakes").render(Colour::Plain);
    assert!(said.contains("`stations.s.changeover.x.y` must be a number, at least 0"), "{said}");
    let said = input::read_str("wrong", &text.replace("= -1", "= 1"), &[]).expect_err("mistakes").render(Colour::Plain);
    for words in [
        "`du` is no word of a queue",
        "did you mean `due`?",
        "`due` stands there twice",
        "a queue needs a word",
        "`family` is what a server is set up for",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let right = text
        .replace("\"du\", ", "")
        .replace(", \"due\"]", "]")
        .replace("= -1", "= 1")
        .replace("[]", "[\"due\"]")
        .replace(", family = \"red\"", "");
    let accepted =
        input::read_str("right", &right, &[]).unwrap_or_else(|wrong| panic!("{}", wrong.render(Colour::Plain)));
    assert!(accepted.findings.iter().any(|finding| finding.id == "changeover_unmade"), "{:?}", accepted.findings);
}

/// What `check` prints with changeovers is what the station is busy.
#[test]
fn offered_loads_know_changeovers() {
    let text = "name = \"load\"\nrun = { warm_up = 100, horizon = 20000, replications = 1 }\n\
        items.A.make = { time = 4, station = \"s\" }\nitems.B.make = { time = 5, station = \"s\" }\nstations.s.changeover = { A.B = 3, B.A = 2 }\n\
        demand.d = { mix = { A = 0.6, B = 0.4 }, arrivals.every.geometric.p = 0.12 }\nstrategies.MTO = {}\n";
    let bench = Fixture::new(text, &[]);
    let bills = pushpull::network::BillOfMaterials::of_each(&bench.model);
    let flow = pushpull::network::MeanFlow::new(&bench.model, &bills[0], 0, pushpull::network::Streams::All);
    assert!((flow.station_load(&bench.model, 0) - 0.672).abs() < 1e-9);
    assert!((bench.run("MTO", 0).value("utilization(station s)") - 0.672).abs() < 0.03);
}
