//! Suppliers, stations and docks that are not always at work: worked by hand to the tick, the same as always at work where nothing
//! stops, and what is wrong is said. Long runs against theory stand among the cases of `pushpull verify`.

use super::fixture::{Fixture, by_hand};
use super::program::pushpull;
use pushpull::input::{self, Colour};
use std::fs;
use tempfile::tempdir;

/// One unit a day, lead time 4, base stock 6; the supplier stops at 100 for ten days.
const OUTAGE: &str = "name = \"outage\"\nrun = { warm_up = 50, horizon = 150, replications = 1 }\n\
    items.x = { buy = { supplier = \"m\", lead_time = 4 }, stock.base_stock = 6 }\n\
    suppliers.m = { STOPS, outages = [{ at = 100, lasts = 10 }] }\n\
    demand.x.arrivals.every = 1\nstrategies.S.hold = [\"x\"]\n";

/// Receipt k serves order k + 6. What is released at the instant of the outage waits, what comes then comes.
#[test]
fn an_outage_by_hand() {
    // Released at 100 … 109 and received at 114 instead of 104 … 113.
    let starts = [
        ("order_fill_rate(system)", 142.0 / 150.0),
        ("response_mean(system)", 36.0 / 150.0),
        ("backlog_mean(item x)", 0.24),
        ("open_share(supplier m)", 1.0),
        ("down_share(supplier m)", 10.0 / 150.0),
    ];
    by_hand(&OUTAGE.replace("STOPS", "stops = \"starts\""), "S", &starts);
    // Those on their way stand still, too: three more are late.
    let all = [("order_fill_rate(system)", 139.0 / 150.0), ("response_mean(system)", 60.0 / 150.0)];
    by_hand(&OUTAGE.replace("STOPS", "stops = \"all\""), "S", &all);
}

/// Six units every second day; the supplier is open on five days of seven and sends five units a day. What a closed day has expires.
#[test]
fn an_allotment_of_working_days_by_hand() {
    let text = "name = \"allotment\"\nrun = { warm_up = 28, horizon = 140, replications = 1 }\n\
        items.x.buy = { supplier = \"m\", lead_time = 2 }\n\
        suppliers.m = { calendar = \"w\", allotment = { units = 5, every = 1 } }\n\
        calendars.w.pattern = { every = 7, open = [[0, 5]] }\n\
        demand.x = { quantity = 6, arrivals.every = 2 }\nstrategies.S = {}\n";
    let mean = 3.857_142_857_142_857;
    by_hand(
        text,
        "S",
        &[("response_mean(system)", mean), ("lead_time_mean(item x)", mean), ("orders_placed(system)", 70.0)],
    );
}

/// Twenty working hours of office days with a lunch break and a holiday; orders every thirty hours from a Monday on.
#[test]
fn lead_times_in_office_hours_by_hand() {
    let text = "name = \"office\"\ntime_unit = \"hour\"\nrun = { start = 2026-01-05T00:00:00, horizon = 271, replications = 1 }\n\
        items.x.buy = { supplier = \"m\", lead_time = 20 }\n\
        suppliers.m = { calendar = \"office\", stops = \"all\" }\n\
        calendars.office = { week.mon-fri = [\"08:00-12:00\", \"13:00-17:00\"], closed = [2026-01-06] }\n\
        demand.x.arrivals.every = 30\nstrategies.S = {}\n";
    by_hand(text, "S", &[("response_mean(system)", 760.0 / 9.0), ("orders_placed(system)", 9.0)]);
    // The same hours in other words: days one by one, a span for the holiday, a Sunday that is open and closed.
    let same = text.replace(
        "{ week.mon-fri = [\"08:00-12:00\", \"13:00-17:00\"], closed = [2026-01-06] }",
        "{ week = { mon-wed = [\"08:00-12:00\", \"13:00-17:00\"], thu-fri = [\"13:00-17:00\", \"08:00-12:00\"] }, \
         closed = [[24, 2026-01-07T00:00:00], 2026-01-11], extra = [[2026-01-11T06:00:00, 2026-01-11T14:00:00]] }",
    );
    assert_eq!(Fixture::new(text, &[]).responses("S", 0), Fixture::new(&same, &[]).responses("S", 0));
    // Night shifts run into the next day, and from Sunday into Monday.
    let nights = text.replace("lead_time = 20", "lead_time = 2").replace(
        "week.mon-fri = [\"08:00-12:00\", \"13:00-17:00\"], closed = [2026-01-06]",
        "week.mon-sun = [\"22:00-06:00\"]",
    );
    // At 30 (06:00 of Tuesday) it closes: sent at 46. At 60, 90, … what is left of the night.
    let first: Vec<i64> =
        Fixture::new(&nights, &[]).responses("S", 0).values().map(|ticks| ticks / 1_000_000_000).collect();
    assert_eq!(first[..4], [18, 12, 6, 2]);
}

/// A job of eight hours and a day of seven: done one hour into the next.
#[test]
fn a_job_longer_than_the_day() {
    let text = "name = \"day\"\ntime_unit = \"hour\"\nrun = { horizon = 1000, replications = 1 }\n\
        items.job.make = { time = 8, station = \"bench\" }\nstations.bench = { calendar = \"day\", EXTRA }\n\
        calendars.day.pattern = { every = 24, open = [[0, 7]] }\ndemand.job.arrivals.every = 240\nstrategies.MTO = {}\n";
    let pause =
        [("response_mean(product job)", 25.0), ("process_mean(system)", 25.0), ("wait_station_mean(system)", 0.0)];
    by_hand(&text.replace(", EXTRA", ""), "MTO", &pause);
    // In overtime it is done the same day, an hour after closing; four such hours of 291 open ones.
    let open = 42.0 * 7.0 - 0.0;
    let finish = [
        ("response_mean(product job)", 8.0),
        ("overtime_share(station bench)", 4.0 / (open + 4.0)),
        ("utilization(station bench)", 32.0 / (open + 4.0)),
        ("open_share(station bench)", open / 1000.0),
    ];
    by_hand(&text.replace("EXTRA", "at_close = \"finish\""), "MTO", &finish);
}

/// Failures after seven hours of work and repairs of one and a half, outages and hours of a day together, worked by hand for three jobs.
#[test]
fn failures_by_use_and_hours_by_hand() {
    let text = "name = \"wear\"\ntime_unit = \"hour\"\nrun = { horizon = 40, drain_limit = 100, replications = 1 }\n\
        items.a.make = { time = 5, station = \"s\" }\nstations.s = { by = \"busy\", up = 7, down = 1.5, calendar = \"d\", HOW }\n\
        calendars.d.pattern = { every = 24, open = [[6, 22]] }\ndemand.a.arrivals.every = 12\nstrategies.S = {}\n";
    // Placed at 12, 24 and 36. The first is done at 17. The second starts at 30, fails at 32 and goes on at 33.5 to 36.5; the third
    // starts then, and fails at 40.5 when it has worked four hours: it goes on at 42 to 43.
    by_hand(
        &text.replace(", HOW", ""),
        "S",
        &[("response_mean(system)", (5.0 + 12.5 + 7.0) / 3.0), ("process_mean(system)", (5.0 + 6.5 + 6.5) / 3.0)],
    );
    // Again from the beginning: the second is worked on from 33.5 to 38.5, the third from then for two hours, and from 42 to 46, when it
    // is 22:00, and an hour the next morning.
    let repeat = text.replace("HOW", "interrupted = \"repeat\"");
    by_hand(&repeat, "S", &[("response_mean(system)", (5.0 + 14.5 + 19.0) / 3.0)]);
    // An outage at 15 for four hours interrupts the first: two hours are left at 19.
    let outage = text.replace("HOW", "outages = [{ at = 15, lasts = 4 }]");
    by_hand(&outage, "S", &[("response_mean(system)", (9.0 + 12.5 + 7.0) / 3.0)]);
}

/// A truck that arrives at night is unloaded in the morning; one that arrives as the dock closes is unloaded.
#[test]
fn docks_have_hours() {
    let text = "name = \"dock\"\nrun = { horizon = 10, replications = 1 }\n\
        items.x = { buy.lead_time = LEAD, receiving = \"d\" }\ncalendars.d.pattern = { every = 1, open = [[0.25, 0.75]] }\n\
        demand.x.arrivals.every = 1\nstrategies.S = {}\n";
    for (lead, received) in [(0.2, 0.25), (0.25, 0.25), (0.5, 0.5), (0.75, 0.75), (0.8, 1.25)] {
        let by_truck = text.replace("LEAD", &lead.to_string());
        by_hand(&by_truck, "S", &[("response_mean(system)", received), ("lead_time_mean(item x)", received)]);
        let transport = by_truck.replace(&format!("buy.lead_time = {lead}"), &format!("make.time = {lead}"));
        by_hand(&transport, "S", &[("response_mean(system)", received)]);
    }
}

/// Calendars that are always open, outages outside the run and failures after it: the same orders at the same times, whatever is said
/// of what would stop.
#[test]
fn what_is_always_at_work_changes_nothing() {
    let text = "name = \"always\"\nrun = { warm_up = 20, horizon = 400, replications = 2 }\n\
        items.a = { buy = { supplier = \"m\", lead_time.exponential.mean = 2 }, stock.base_stock = 5 DOCK }\n\
        items.b = { buy = { supplier = \"n\", lead_time.exponential.mean = 0.4 }, stock.reorder = { point = 3, quantity = 4 } }\n\
        items.p = { make = { parts = { a = 1, b = 2 }, time.exponential.mean = 0.7, station = \"s\" }, stock.base_stock = 2 }\n\
        suppliers.m = { MMM }\nsuppliers.n = { servers = 1 NNN }\nstations.s = { servers = 2 SSS }\n\
        demand.p.arrivals.poisson.rate = 1\n\
        strategies.MTS.hold = [\"products\", \"parts\"]\nstrategies.ATO.hold = [\"parts\"]\nstrategies.MTO = {}\n";
    let fill = |m: &str, n: &str, s: &str, dock: &str| {
        text.replace("MMM", m).replace("NNN", n).replace("SSS", s).replace("DOCK", dock)
            + "calendars.open = {}\ncalendars.wide = { closed = [[1e6, 2e6]] }\n"
    };
    let plain = Fixture::new(&fill("", "", "", ""), &[]);
    for (m, n, s, dock) in [
        (
            "calendar = \"open\", stops = \"all\"",
            ", calendar = \"wide\"",
            ", calendar = \"open\", at_close = \"finish\"",
            ", receiving = \"open\"",
        ),
        (
            "outages = [{ at = 5000, lasts = 9 }]",
            ", outages = { at = 1e5, lasts = 1, every = 7 }, stops = \"all\"",
            ", outages = [{ at = 9000, lasts = 2 }]",
            "",
        ),
        ("up = 1e6, down = 3", ", up = 1e6, down = 1", ", up = 1e6, down = 5, interrupted = \"repeat\"", ""),
        ("allotment = { units = 1000000, every = 1000 }", "", ", by = \"busy\", up = 1e6, down = 5", ""),
    ] {
        let other = Fixture::new(&fill(m, n, s, dock), &[]);
        for strategy in ["MTS", "ATO", "MTO"] {
            assert_eq!(plain.responses(strategy, 1), other.responses(strategy, 1), "{strategy}: {m} {n} {s}");
            let (a, b) = (plain.run(strategy, 1), other.run(strategy, 1));
            assert_eq!(b.record.residual, 0.0);
            for measure in
                ["utilization(station s)", "queue_mean(station s)", "utilization(supplier n)", "cost_total(system)"]
            {
                let (a, b) = (a.value(measure), b.value(measure));
                assert!((a - b).abs() < 1e-9, "{measure}: {a} {b}");
            }
        }
    }
}

/// All of it at once on a network: the books of the engine are right after every event, in test builds, and the parts of a response sum.
#[test]
fn a_network_with_all_of_it_keeps_its_books() {
    let text = "name = \"all\"\ntime_unit = \"hour\"\nrun = { warm_up = 50, horizon = 600, replications = 2 }\n\
        calendars.day.pattern = { every = 24, open = [[6, 14], [15, 22]] }\ncalendars.week.week = { mon-fri = [\"00:00-24:00\"], sat = [\"06:00-12:00\"] }\n\
        suppliers.m = { servers = 2, stops = \"all\", calendar = \"day\", up.exponential.mean = 40, down.exponential.mean = 3 }\n\
        suppliers.n = { allotment = { units = 30, every = 24 }, calendar = \"week\", outages = [{ at = 100, lasts = 30, every = 150 }] }\n\
        items.a = { buy = { supplier = \"m\", lead_time.exponential.mean = 2 }, stock.base_stock = 12, receiving = \"day\" }\n\
        items.b = { buy = { supplier = \"n\", lead_time = 5, crossing_none = 0 }, stock = { reorder = { point = 20, quantity = 10 }, review = 8 } }\n\
        items.sub = { make = { parts.a = 1, time.exponential.mean = 1, station = \"s\" }, stock.base_stock = 6 }\n\
        items.moved = { make = { parts.sub = 1, time = 3 }, receiving = \"day\" }\n\
        items.p.make = { parts = { moved = 1, b = 1 }, time = 0.5, setup_time = 0.1, station = \"t\" }\n\
        stations.s = { servers = 2, calendar = \"day\", up.exponential.mean = 30, down.exponential.mean = 2, interrupted = \"repeat\" }\n\
        stations.t = { calendar = \"week\", at_close = \"finish\", by = \"busy\", up.exponential.mean = 9, down = 0.5 }\n\
        demand.p = { arrivals.poisson.rate = 0.4, shortage = { patience = 200 } }\n\
        strategies.ATO.hold = [\"parts\", \"sub\"]\nstrategies.MTO = {}\n"
        .replace(", crossing_none = 0", "");
    for ties in ["name", "random"] {
        let bench = Fixture::new(&text, &[&format!("run.ties={ties}")]);
        for strategy in ["ATO", "MTO"] {
            let run = bench.run(strategy, 1);
            assert_eq!(run.record.residual, 0.0);
            let parts = run.value(
                "wait_parts_mean(system) + wait_station_mean(system) + process_mean(system) + delivery_mean(system)",
            );
            assert!((parts - run.value("response_mean(system)")).abs() < 1e-9);
            assert!(run.value("down_share(station s)") > 0.0 && run.value("overtime_share(station t)") >= 0.0);
            assert!(run.value("down_share(supplier m)") > 0.0 && run.value("open_share(supplier n)") < 1.0);
        }
    }
}

#[test]
fn what_is_wrong_with_hours_is_said() {
    let text = "name = \"wrong\"\nrun.horizon = 10\nitems.x.buy = { supplier = \"m\", lead_time = 1 }\nitems.y = { make = { time = 1, station = \"s\" }, receiving = \"dy\" }\n\
        [suppliers.m]\nup = 3\nservers = 1\nallotment = { units = 5, every = 1 }\noutages = [{ at = 1, lasts = 0 }, { at = 2, lasts = 3, every = 3 }, { at = 2026-01-01, lasts = 1 }]\n\
        [suppliers.n]\nstops = \"all\"\n[stations.s]\nby = \"busy\"\ninterrupted = \"repeat\"\nat_close = \"pause\"\n[stations.t]\ndown = 1\ncalendar = \"never\"\n\
        [calendars.day]\nweek = { mon-fir = [\"8-12\"], sat = [\"08:00\"] }\n[calendars.both]\nweek.mon = [\"08:00-12:00\"]\npattern = { every = 5, open = [[3, 6]] }\n\
        [calendars.never]\npattern = { every = 1, open = [] }\n[calendars.back]\nclosed = [[5, 4], 2026-02-01]\n[demand.x]\narrivals.every = 1\n[demand.y]\narrivals.every = 1\n";
    let said = input::read_str("wrong", text, &[]).expect_err("many mistakes").render(Colour::Plain);
    for words in [
        "`suppliers.m.outages.lasts` must be a time, above 0",
        "`calendars.both.week` and `pattern` exclude each other",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let text = text.replace("lasts = 0", "lasts = 1").replace("week.mon = [\"08:00-12:00\"]\n", "");
    let said = input::read_str("wrong", &text, &[]).expect_err("many mistakes").render(Colour::Plain);
    for words in [
        "`down` is missing",
        "`up` is missing",
        "`allotment` and `servers` exclude each other",
        "`every` must be longer than the outage lasts",
        "time 0 has no date",
        "`stops` says what stands still",
        "`by` counts the time until a failure",
        "`interrupted` is for jobs",
        "`at_close` is for the hours",
        "unknown calendar `dy`",
        "`receiving` is for what is bought or transported",
        "`fir` is no day of the week",
        "hours are written",
        "hours of a pattern are",
        "calendar `never` is never open",
        "a span ends after it begins",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_trace_tells_what_waits_at_a_supplier() {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("outage.toml"), OUTAGE.replace("STOPS, ", "").replace("S.hold = [\"x\"]", "S = {}"))
        .expect("a file");
    let told = pushpull(folder.path(), &["trace", "outage.toml", "--order", "102"]).ends(0).stdout;
    assert!(told.contains("sent at 110"), "{told}");
    let text = "name = \"stop\"\nrun.horizon = 10\nitems.x.make = { time = 3, station = \"s\" }\n\
        stations.s.outages = { at = 6, lasts = 2 }\ndemand.x.arrivals.every = 5\nstrategies.MTO = {}\n";
    fs::write(folder.path().join("stop.toml"), text).expect("a file");
    let told = pushpull(folder.path(), &["trace", "stop.toml", "--order", "1"]).ends(0).stdout;
    assert!(told.contains("worked on from 5 to 6, 8 to 10"), "{told}");
}

/// What `check` prints is what the station is busy, of its hours; and what it is asked for of its time at work.
#[test]
fn offered_loads_know_hours_and_failures() {
    let text = "name = \"load\"\ntime_unit = \"hour\"\nrun = { warm_up = 240, horizon = 24000, replications = 4 }\n\
        items.x.make = { time.exponential.mean = 2, station = \"s\" }\n\
        stations.s = { servers = 2, calendar = \"day\", up.exponential.mean = 50, down.exponential.mean = 10 }\n\
        calendars.day.pattern = { every = 24, open = [[6, 18]] }\ndemand.x.arrivals.poisson.rate = 0.3\nstrategies.MTO = {}\n";
    let busy: f64 =
        Fixture::new(text, &[]).runs("MTO").iter().map(|run| run.value("utilization(station s)")).sum::<f64>() / 4.0;
    assert!((busy - 0.6).abs() < 0.02, "{busy}");
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("load.toml"), text).expect("a file");
    let said = pushpull(folder.path(), &["check", "load.toml"]).ends(0).stdout;
    assert!(said.contains("offered load 0.6 of its hours, 0.72 of the time at work"), "{said}");
    // What is finished after hours is not known before, and said.
    let finish = text.replace("calendar = \"day\"", "calendar = \"day\", at_close = \"finish\"");
    fs::write(folder.path().join("load.toml"), finish).expect("a file");
    let said = pushpull(folder.path(), &["check", "load.toml"]).ends(0).stdout;
    assert!(said.contains("0.72 of the time at work; less by what is finished after hours"), "{said}");
    let more = text.replace("rate = 0.3", "rate = 0.45");
    fs::write(folder.path().join("load.toml"), more).expect("a file");
    let said = pushpull(folder.path(), &["check", "load.toml"]).ends(0).stdout;
    assert!(said.contains("is asked for 108.0 % of what it can do"), "{said}");
}

#[test]
fn allotments_and_outages_that_do_nothing_good_are_told() {
    let text = OUTAGE
        .replace(
            "STOPS, outages = [{ at = 100, lasts = 10 }]",
            "outages = [{ at = 200, lasts = 1 }], allotment = { units = 6, every = 7 }",
        )
        .replace("lead_time = 4", "lead_time = 4, multiple = 8");
    let accepted =
        input::read_str("told", &text, &[]).unwrap_or_else(|wrong| panic!("{}", wrong.render(Colour::Plain)));
    let ids: Vec<&str> = accepted.findings.iter().map(|finding| finding.id.as_ref()).collect();
    for id in ["outage_outside_run", "allotment_below_demand", "allotment_below_lot"] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
}

/// A lead time in working days is longer by the calendar: a sized level covers it.
#[test]
fn sizing_knows_working_days() {
    let text = "name = \"sized\"\nrun = { horizon = 700, replications = 1 }\n\
        items.x = { buy = { supplier = \"m\", lead_time = 5 }, stock.fill_rate = 0.95 }\nsuppliers.m = { HOURS }\n\
        calendars.week.pattern = { every = 7, open = [[0, 5]] }\ndemand.x.arrivals.poisson.rate = 3\nstrategies.S.hold = [\"x\"]\n";
    let level = |text: &str| Fixture::new(text, &[]).plan("S").levels().0[0].high;
    let days = level(&text.replace("HOURS", "calendar = \"week\", stops = \"all\""));
    assert_eq!(days, level(&text.replace("HOURS", "").replace("lead_time = 5", "lead_time = 7")));
    assert_eq!(level(&text.replace("HOURS", "calendar = \"week\"")), level(&text.replace("HOURS", "")));
}
