//! The words of every kind of problem, as users see them.

use super::{COMPLETE, SMALL, refuse, refused};
use crate::input::{Colour, RejectedKind, read, read_str};
use insta::assert_snapshot;
use std::path::Path;

/// A scenario with SMALL's heads and these items, demand and strategies.
fn network(rest: &str) -> String {
    format!("name = \"t\"\nrun.horizon = 100\n{rest}")
}

#[test]
fn five_mistakes_five_messages() {
    let text = "name = \"five\"\nrun.horizn = 100\n[items.widget]\ncost = -10\nlead_time = 2\nbuy.lead_time = { gama = { mean = 1 } }\n\
                [demand.widgit]\narrivals.poisson.rate = 1\n";
    assert_snapshot!(refuse(text, &[]));
}

/// What was meant for a key that is needed is told by itself: unknown and like it.
#[test]
fn one_cause_is_one_problem() {
    let text = |arrivals: &str| {
        network(&format!("[items.x]\nbuy.lead_time = 1\nstock.base_stock = 1\n[demand.x]\narrivals.{arrivals}\n"))
    };
    for (arrivals, told) in [
        ("poison.rate = 3", "unknown key `demand.x.arrivals.poison`"),
        ("poisson.rat = 3", "unknown key `demand.x.arrivals.poisson.rat`"),
    ] {
        let problems = refused(&text(arrivals), &[]).problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.starts_with(told), "{problems:?}");
    }
    // A rule of another name is none, and no strategy is to blame for that.
    let rule = text("every = 1").replace("base_stock = 1", "cover = 1") + "[strategies.S]\nhold = [\"x\"]\n";
    let problems = refused(&rule, &[]).problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.starts_with("unknown key `items.x.stock.cover`"), "{problems:?}");
    let other = refused(&text("colour = 3"), &[]).problems;
    assert!(other.iter().any(|problem| problem.message.contains("needs `poisson`, `every` or `trace`")), "{other:?}");
}

#[test]
fn broken_toml() {
    assert_snapshot!(refuse("name = \"a\"\nname = \"b\"\n[items.x\ncost = 1 2\n", &[]));
}

#[test]
fn an_empty_file() {
    assert_snapshot!(refuse("", &[]));
}

#[test]
fn unknown_names() {
    let text = network(
        "[items.tower]\nmake.parts = { cse = 1 }\nmake.station = \"bensch\"\n[items.case]\nbuy.supplier = \"tapei\"\n\
         [stations.bench]\n[suppliers.taipei]\n[demand.all]\nmix = { towr = 1, case = 1 }\narrivals.every = 1\n[demand.b]\n\
         item = \"cases\"\narrivals.every = 1\n[strategies.A]\nhold = [\"part\", \"towe\", \"subassembly\"]\nstock.cas.base_stock = 1\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn cycles() {
    let text = network(
        "[items.a]\nmake.parts = { b = 1 }\n[items.b]\nmake.parts = { c = 1, d = 1 }\n[items.c]\nmake.optional = { a = 1 }\n\
         [items.d]\nmake.parts = { d = 1 }\n[demand.a]\narrivals.every = 1\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn how_items_come_about() {
    let text = network(
        "[items.both]\nbuy.lead_time = 1\nmake.time = 1\n[items.priced]\nprice = 3\n[items.valued]\ncost = 3\nmake.time = 1\n\
         holding_cost = 1\nholding_rate = 1\n[items.lots]\nbuy = { minimum = 7, multiple = 4, maximum = 7 }\n\
         [items.named]\nbuy = { supplier = \"s\", crossing = \"sequential\" }\n[suppliers.s]\n\
         [demand.priced]\narrivals.every = 1\n[strategies.none]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn options() {
    let text = network(
        "[items.pc]\nmake.options = { board = { a = 0, b = 0 }, disk = {} }\n[items.kit]\nmake.options.x = { a = 1 }\n\
         [items.idle]\nmake.options.x = { a = 1 }\n[items.big]\nmake.parts = { kit = 1 }\n[items.a]\n[items.b]\n\
         [demand.pc]\narrivals.every = 1\n[demand.big]\narrivals.every = 1\n[strategies.none]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn stock_rules() {
    let text = network(
        "[items.a]\nstock = { base_stock = 1, fill_rate = 0.9 }\n[items.b]\nstock.min_max = { min = 5, max = 3 }\n\
         [items.c]\nstock = { base_stock = 3, trigger = \"below\" }\n[items.d]\nstock.reorder = { point = -2, quantity = 0 }\n\
         [items.e]\nstock = { base_stock = 3, review = 1e-10, initial = -1 }\n[items.f]\nstock.min_max.min = 1\n\
         [demand.a]\narrivals.every = 1\n[strategies.none]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn held_without_a_rule() {
    assert_snapshot!(refuse(&SMALL.replace("stock.base_stock = 5", ""), &[]), @r#"
    test.toml:4:8: strategy `MTS` holds `widget`, which has no stock rule
      4 | [items.widget]
        |        ^^^^^^
      help: give `items.widget.stock`, or do not hold it: `strategies.MTS.stock.widget = "none"`

    1 problem
    "#);
}

#[test]
fn strategies() {
    let rest = "[strategies.hybrid]\nhold = [\"tower\", \"pc\", \"pc[board_a]\", \"pc[board_a,ssd_9]\", \"case[x]\", \"board_a\"]\n\
                stock.tower = \"none\"\nstock.ram.initial = 3\nstock.\"pc[board_b,ssd_2]\" = \"nothing\"\nallocation = \"comit\"\n";
    let head = COMPLETE.split("[strategies.MTS]").next().unwrap();
    assert_snapshot!(refuse(&format!("{head}{rest}"), &[]));
}

#[test]
fn pegged_lots() {
    let text = network(
        "[items.a]\nbuy.minimum = 50\n[items.b]\nbuy.multiple = 4\nstock.base_stock = 4\n[items.c]\nbuy.multiple = 4\n\
         [demand.a]\narrivals.every = 1\n[strategies.none]\npegging = \"pegged\"\n[strategies.some]\nhold = [\"b\"]\n",
    );
    assert_snapshot!(refuse(&text, &[]), @r#"
    test.toml:13:11: strategy `none` pegs `a` (and 2 more), whose `minimum` or `multiple` can exceed a request
      13 | pegging = "pegged"
         |           ^^^^^^^^
      test.toml:3:8: `a` is here
      3 | [items.a]
        |        ^
      help: leave `pegging` out: such items are pooled, all others pegged; or hold them

    1 problem
    "#);
}

#[test]
fn too_many_variants() {
    let choices = |family: &str| -> String {
        let shares: Vec<String> = (0..25).map(|choice| format!("{family}{choice} = 1")).collect();
        format!("make.options.{family} = {{ {} }}\n", shares.join(", "))
    };
    let parts: String =
        ["a", "b", "c"].iter().flat_map(|f| (0..25).map(move |c| format!("[items.{f}{c}]\n"))).collect();
    let options: String = ["a", "b", "c"].map(choices).concat();
    let text = network(&format!(
        "[items.pc]\n{options}stock.base_stock = 1\n{parts}[demand.pc]\narrivals.every = 1\n[strategies.A]\nhold = [\"pc\"]\n[strategies.B]\n"
    ));
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn nothing_to_simulate() {
    assert_snapshot!(refuse("name = \" \"\nrun.horizon = 1\n[items]\n[demand]\n[strategies]\n", &[]));
}

#[test]
fn demand() {
    let text = network(
        "[items.a]\ncost = 1\n[demand.a]\nitem = \"a\"\nmix = { a = 1 }\narrivals = { poisson = { rate = 1, mean = 1 } }\n\
         quantity = 0\nclass = \"the rest\"\nshortage = \"loose\"\nbackorder_cost = { after = \"due\" }\n\
         [demand.b]\nmix = { a = 0 }\narrivals = {}\nquantity = { poisson = { mean = 0 } }\nshortage = {}\n\
         [demand.c]\nitem = \"a\"\narrivals = 3\nquantity = 1.5\n[demand.d]\nitem = \"a\"\narrivals.every = 0\n\
         [demand.e]\nitem = \"a\"\n[strategies.none]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn laws() {
    let text = network(
        "[items.a]\nbuy.lead_time = { gamma = { mean = 1, shape = 2 } }\n[items.b]\nbuy.lead_time = { uniform = { min = 3, max = 1 } }\n\
         [items.c]\nbuy.lead_time = { discrete = { values = [1, -2, 3], weights = [0, 0, 0] } }\n[items.d]\nbuy.lead_time = \"4\"\n\
         [items.e]\nbuy.lead_time = { discrete = { values = [1, 2], weights = [0, 0] } }\n[items.f]\n\
         buy.lead_time = { gamma = { mean = 1, cv = 1 }, normal = { mean = 1, sd = 1 } }\n[items.g]\nbuy.lead_time = { gamma = {} }\n\
         [items.h]\nbuy.lead_time = { empirical = { file = \"a.csv\" } }\n[items.i]\nbuy.lead_time = { erlang = { stages = 1.5, mean = 1 } }\n\
         [items.j]\nbuy.lead_time = { negative_binomial = { mean = 4, sd = 1 } }\n[items.k]\nbuy.lead_time = { gamma = { mean = 1, vc = 1 } }\n\
         [demand.a]\narrivals.every = 1\n[strategies.none]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn report_and_run() {
    let sets = [
        "report.windows=[1, 1.0, -1]",
        "report.quantiles=[0.5, 0.5]",
        "report.target={ measure = \"response_within_4\", value = 0.9 }",
        "run.warm_up=1e300",
        "run.replications=0",
        "run.precision={ measure = \"x\", absolute = -1 }",
    ];
    assert_snapshot!(refuse(SMALL, &sets));
}

#[test]
fn targets() {
    let refused = |target: &str| refuse(SMALL, &[&format!("report.target={target}")]);
    let targets = [
        "{ measure = \"on_time_rat\", value = 0.9 }",
        "{ measure = \"unit_fill_rate\", value = 0.9 }",
        "{ measure = \"orders_placed\", value = 9 }",
        "{ measure = \"response_p97\", value = 9 }",
        "{ measure = \"on_time_rate\", value = 95 }",
        "{ measure = \"on_time_rate\" }",
    ];
    assert_snapshot!(targets.map(refused).concat());
}

#[test]
fn overrides() {
    let sets = [
        "run.sead=3",
        "items.wigdet.price=3",
        "seed",
        "run..seed=3",
        "items.\"widget.price=3",
        "items.widget.buy.lead_time={ gamma = ",
        "run.horizon=",
        "run.replications=many",
        "items.widget.stock.min_max.min=3",
    ];
    assert_snapshot!(refuse(SMALL, &sets));
}

#[test]
fn too_much_to_simulate() {
    let sets = ["demand.widget.arrivals.poisson.rate=1e9", "run.horizon=1e6", "report.orders=true"];
    assert_snapshot!(refuse(SMALL, &sets));
    let raised = ["demand.widget.arrivals.poisson.rate=1e4", "run.horizon=1e6", "run.max_events=1e15"];
    super::accept(SMALL, &raised);
    // A level that nobody could keep.
    let sized = [
        "demand.widget.arrivals.poisson.rate=1e6",
        "items.widget.stock.fill_rate=0.9",
        "items.widget.buy.lead_time=1e6",
    ];
    let small = ["run.horizon=0.001", "run.drain_limit=0", "run.max_memory=1e9"];
    let refused = refuse(SMALL, &[&sized[..], &small].concat());
    assert!(refused.contains("no level that is sized may be above 1e9"), "{refused}");
}

#[test]
fn names() {
    let text = network(
        "[items.\"square table\"]\ncost = 1\n[items.\"pc[a,b]\"]\ncost = 1\n[items.\"\"]\n[items.\"Gehäuse_2\"]\ncost = 1\n[items.parts]\ncost = 1\n\
         [demand.\"Gehäuse_2\"]\narrivals.every = 1\n[strategies.\"a/b\"]\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

/// What a quantity must be: the unit to count in is said, and what no order would ask is refused.
#[test]
fn quantities_that_are_no_units() {
    let quantity = |value: &str| format!("demand.widget.quantity={value}");
    let said = [
        "0.4",
        "{ uniform = { min = 0.4, max = 0.4 } }",
        "{ discrete = { values = [0.1, 0.3], weights = [1, 1] } }",
        "{ exponential = { mean = 2e8 } }",
        "{ lognormal = { mu = 20, sigma = 2 } }",
    ]
    .map(|value| refuse(SMALL, &[&quantity(value)]));
    let cable = refuse(
        &network("[items.rope]\nmake.parts = { cable = 0.25 }\n[items.cable]\n[demand.rope]\narrivals.every = 1\n"),
        &[],
    );
    let level = refuse(SMALL, &["items.widget.stock.base_stock=2.5"]);
    let long = refuse(SMALL, &["items.widget.buy.lead_time={ lognormal = { mu = 20, sigma = 2 } }"]);
    assert_snapshot!(said.into_iter().chain([cable, level, long]).collect::<Vec<_>>().join("\n"));
}

/// The mean of gamma(mean 0.4, cv 0.5), rounded half up: Σ P(X ≥ k − ½), P of four stages of mean 0.1 each. One of mean 0.4
/// in tenths is no finding, and neither is a law of whole numbers.
#[test]
fn rounding_that_moves_a_mean_is_a_finding() {
    let finding = |quantity: &str| {
        let accepted = read_str("t.toml", SMALL, &[format!("demand.widget.quantity={quantity}")]).unwrap();
        accepted.findings.into_iter().find(|finding| finding.id == "quantity_rounded")
    };
    let above =
        |x: f64| (-10.0 * x).exp() * (0..4).map(|k| (10.0 * x).powi(k) / [1.0, 1.0, 2.0, 6.0][k as usize]).sum::<f64>();
    let mean: f64 = (1..20).map(|k| above(f64::from(k) - 0.5)).sum();
    let found = finding("{ gamma = { mean = 0.4, cv = 0.5 } }").expect("a third is lost");
    assert!(found.symptom.contains(&format!("has mean {mean:.6}")), "{} {mean}", found.symptom);
    assert!(found.advice.contains("units of 1/10:"), "{}", found.advice);
    for quantity in
        ["{ gamma = { mean = 4, cv = 0.5 } }", "{ poisson = { mean = 0.4 } }", "{ normal = { mean = 100, sd = 30 } }"]
    {
        assert_eq!(finding(quantity), None, "{quantity}");
    }
}

/// Where lots of more than one unit are made, what the time is of is said, unless it is written.
#[test]
fn a_time_of_a_unit_or_of_a_lot_is_said() {
    let text = network(
        "[items.bread]\nmake = { time = 2, station = \"oven\" }\n[items.cake]\nmake.time = 3\n[items.pie]\nmake = { time = 1, split = true }\n\
         [stations.oven]\n[demand.all]\nmix = { bread = 1, cake = 1, pie = 1 }\narrivals.every = 50\n[strategies.S]\nhold = []\n",
    );
    let said = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        let findings = read_str("t.toml", &text, &sets).unwrap().findings;
        let told = findings.into_iter().filter(|finding| finding.id == "time_per_default");
        told.map(|finding| format!("{} {}", finding.symptom, finding.advice)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(said(&[]), "");
    let (lots, bread, cake) =
        ("demand.all.quantity=10", "items.bread.make.time_per=\"lot\"", "items.cake.make.time_per=\"unit\"");
    assert_snapshot!(said(&[lots]));
    assert!(!said(&[lots, bread]).contains("bread") && !said(&[lots, cake]).contains("cake"));
    assert_eq!(said(&[lots, bread, cake]), "");
}

/// What is made from one part without a station may be a transport, which ships what is there; not where there is one unit at
/// most, or where it is said.
#[test]
fn a_transport_that_waits_for_all_of_it_is_a_finding() {
    let text = network(
        "[items.bread]\nmake.parts.flour = 1\nstock.base_stock = 2\n[items.flour]\nbuy.lead_time = 1\nstock.base_stock = 9\n\
         [demand.bread]\narrivals.every = 5\n[strategies.S]\nhold = [\"products\", \"parts\"]\n",
    );
    let said = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        let findings = read_str("t.toml", &text, &sets).unwrap().findings;
        let told = findings.into_iter().filter(|finding| finding.id == "transport_whole");
        told.map(|finding| format!("{} {}", finding.symptom, finding.advice)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(said(&[]), "");
    let lots = "demand.bread.quantity=10";
    assert_snapshot!(said(&[lots]));
    assert_eq!(said(&["items.bread.stock.review=2"]), said(&[lots]));
    assert_eq!(said(&[lots, "items.bread.make.split=\"available\""]), "");
    assert_eq!(said(&[lots, "items.bread.make.split=true"]), "");
}

/// What goes as far as its parts allow has no parts that may be skipped, and no kits that are taken whole.
#[test]
fn what_does_not_go_in_pieces_is_refused() {
    let text = network(
        "[items.desk]\nmake = { parts = { leg = 4 }, optional = { lamp = 1 }, split = \"available\" }\n\
         [items.leg]\nbuy.lead_time = 1\n[items.lamp]\nbuy.lead_time = 1\n\
         [demand.desk]\narrivals.every = 5\n[strategies.S]\nhold = []\nallocation = \"no_holdback\"\n",
    );
    assert_snapshot!(refuse(&text, &[]));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let text = SMALL.replace("small", "a\\u001b[31m").replace("cost = 10", "cost = \"\\u001b[2J\"");
    let shown = refuse(&text, &[]);
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    let plain = read_str("t.toml", &text, &[]).unwrap_err();
    assert!(plain.render(Colour::Ansi).contains('\u{1b}'));
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, b"name = \"a\"\nquestion = \"caf\xe9\"\n").unwrap();
    let rejected = read(&path, &[]).unwrap_err();
    assert_eq!(rejected.kind, RejectedKind::Scenario);
    assert!(rejected.render(Colour::Plain).contains("bad.toml:2:16: not UTF-8"), "{}", rejected.render(Colour::Plain));
}

#[test]
fn a_file_that_is_not_there_is_no_fault_of_the_scenario() {
    let rejected = read(Path::new("no/such.toml"), &[]).unwrap_err();
    assert_eq!(rejected.kind, RejectedKind::Io);
    assert!(rejected.render(Colour::Plain).starts_with("pushpull: cannot read no/such.toml"));
}

/// What is written has an effect, or is told.
/// Customers who do not wait are all lost where what they need is held with nothing on the shelf; where nothing is held, they
/// wait all the same.
#[test]
fn what_lost_comes_to_without_a_shelf_is_told() {
    let text = "name = \"t\"\nrun.horizon = 9\nitems.a = { buy.lead_time = 1, stock.base_stock = 2 }\n\
                items.p = { make = { parts.a = 1, time = 1 }, stock.base_stock = 0 }\n\
                demand.p = { arrivals.every = 1, shortage = \"lost\" }\ndemand.a.arrivals.every = 1\n\
                strategies.P.hold = [\"a\"]\nstrategies.Z.hold = [\"p\"]\nstrategies.N.hold = []\n";
    let told = |id: &str, sets: &[&str]| -> Option<String> {
        let found = super::accept(text, sets).findings;
        found.into_iter().find(|finding| finding.id == id).map(|finding| finding.symptom)
    };
    let said = told("always_lost", &[]).unwrap();
    assert!(said.starts_with("every order is lost of `p` under `Z`:"), "{said}");
    let said = told("lost_but_waiting", &[]).unwrap();
    assert!(said.contains("does nothing for orders of `p` under `N`:"), "{said}");
    assert_eq!(told("always_lost", &["items.p.stock.initial=3"]), None);
    assert_eq!(told("always_lost", &["items.p.stock.base_stock=1"]), None);
    let below = told("always_lost", &["items.a.stock.base_stock=0", "items.p.stock.base_stock=1"]).unwrap();
    assert!(below.starts_with("every order is lost of `p` under `P`:"), "{below}");
    for id in ["always_lost", "lost_but_waiting"] {
        assert_eq!(told(id, &["demand.p.shortage=\"backorder\""]), None);
    }
}

#[test]
fn keys_without_effect_are_told() {
    let text = network(
        "[items.screw]\nprice = 2\n[items.manual]\nprice = 1\n[items.kit]\nprice = 5\nmake.parts.screw = 1\n\
         [items.pc]\nprice = 9\nmake = { parts = { kit = 1 }, optional = { manual = 1 } }\n\
         [demand.pc]\narrivals.every = 1\nlost_cost = 3\n[demand.b]\nitem = \"pc\"\narrivals.every = 1\nlost_cost = 3\nshortage = \"lost\"\n\
         [items.nut]\ncost = 1\n[demand.nut]\narrivals.every = 1\nship = \"partial\"\nbackorder_cost = 2\nshortage = \"lost\"\n\
         [strategies.none]\n",
    );
    let found = super::accept(&text, &[]).findings;
    let told = found.iter().find(|finding| finding.id == "without_effect").unwrap();
    assert_eq!(
        told.symptom,
        "without effect: `items.screw.price`, `items.kit.price`, `demand.pc.lost_cost`, `demand.nut.ship`"
    );
    let has = |text: &str, key: &str| {
        let found = super::accept(text, &[]).findings;
        found.iter().any(|finding| finding.id == "without_effect" && finding.symptom.contains(&format!("`{key}`")))
    };
    // Held, the nut is there at once or lost; not held, customers wait for it.
    let held = text
        .replace("cost = 1\n", "cost = 1\nstock.base_stock = 1\n")
        .replace("[strategies.none]\n", "[strategies.S]\nhold = [\"nut\"]\n");
    assert!(has(&held, "demand.nut.backorder_cost") && !has(&text, "demand.nut.backorder_cost"));
    // Who leaves after waiting was not lost.
    let leaving = text.replacen("lost_cost = 3\n", "lost_cost = 3\nshortage = { patience = 2 }\n", 1);
    assert!(has(&leaving, "demand.pc.lost_cost"));
    let free = text.replace("backorder_cost = 2", "backorder_cost = { rate = 0, after = \"due\" }\ndue = 1");
    assert!(has(&free, "demand.nut.backorder_cost.after"));
    let classes = text.replacen("lost_cost = 3\n", "lost_cost = 3\nclass = \"k\"\ndue = 2\n", 1)
        + "[classes.k]\ndue = 3\nship = \"partial\"\n";
    let classes = classes.replace("price = 2\n", "").replace("price = 5\n", "");
    assert!(has(&classes, "classes.k.due") && !has(&classes, "classes.k.ship"));
    let refused = refuse(&text, &["report.target={ measure = \"on_time_rate\", value = 0.9 }"]);
    assert!(refused.contains("no demand has a `due`"), "{refused}");
}

/// Where the lead time is constant nothing overtakes; a supplier of one item whose lead time varies has an effect.
#[test]
fn a_sequence_that_nothing_can_disturb_is_told() {
    let told = |sets: &[&str]| {
        let text = network(
            "[items.a.buy]\nlead_time = 2\ncrossing = \"sequential\"\n[items.b.buy]\nlead_time = 3\nsupplier = \"s\"\n\
             [suppliers.s]\ncrossing = \"sequential\"\n\
             [items.pc]\nmake.parts = { a = 1, b = 1 }\n[demand.pc]\narrivals.every = 1\n[strategies.none]\n",
        );
        let found = super::accept(&text, sets).findings;
        found.into_iter().find(|finding| finding.id == "without_effect").map(|finding| finding.symptom)
    };
    let both = "without effect: `items.a.buy.crossing`, `suppliers.s.crossing`";
    assert_eq!(told(&[]).as_deref(), Some(both));
    assert_eq!(
        told(&["items.b.buy.lead_time={ exponential = { mean = 3 } }"]).as_deref(),
        Some("without effect: `items.a.buy.crossing`")
    );
    assert_eq!(told(&["items.a.buy.crossing=\"independent\"", "suppliers.s.crossing=\"independent\""]), None);
}

/// A rule of an item that no strategy holds is told, unless it is one of all items or for a strategy that the caller left out.
#[test]
fn a_stock_rule_that_no_strategy_has_is_told() {
    let text = network(
        "[items.a]\nstock.base_stock = 2\n[items.pc]\nmake.parts.a = 1\nstock.base_stock = 1\n[demand.pc]\narrivals.every = 1\n\
         [strategies.parts]\nhold = [\"a\"]\n",
    );
    let told = |text: &str| {
        let found = super::accept(text, &[]).findings;
        found.into_iter().find(|finding| finding.id == "stock_rule_unused").map(|finding| finding.symptom)
    };
    assert_eq!(told(&text).as_deref(), Some("a stock rule does nothing under any strategy, for none holds `pc`"));
    let with_both = text.clone() + "[strategies.all]\nhold = [\"products\", \"parts\"]\n";
    assert_eq!(told(&with_both), None);
    assert_eq!(told(&(text + "[defaults.items]\nstock.base_stock = 3\n")), None);
    let beside = crate::input::Beside { strategies: vec!["parts".into()], ..Default::default() };
    let accepted = crate::input::read_text("two", &with_both, beside);
    let accepted = accepted.unwrap_or_else(|refused| panic!("{}", refused.render(Colour::Plain)));
    assert!(accepted.findings.iter().all(|finding| finding.id != "stock_rule_unused"));
}
