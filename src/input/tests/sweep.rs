//! `[sweep]`: what is read, and what is refused where.

use super::{SMALL, accept, refused};
use crate::input::{Coordinate, Design};
use crate::results::AxisValue;

fn with(section: &str) -> String {
    format!("{SMALL}\n[sweep]\n{section}\n")
}

#[test]
fn axes_are_read_in_the_order_of_the_file() {
    let text = with(
        r#""items.widget.stock.base_stock" = [1, 2]
"demand.widget.arrivals.poisson.rate" = { from = 1, to = 2, steps = 3 }
"items.widget.buy.lead_time" = [3, { gamma = { mean = 3, cv = 1 } }]
size = { "items.widget.cost" = [1, 2], "items.widget.holding_rate" = [0.1, 0.2] }"#,
    );
    let sweep = accept(&text, &[]).sweep.expect("a sweep");
    assert_eq!((sweep.design, sweep.points, sweep.axes.len()), (Design::Grid, None, 4));
    let sets = |axis: usize, place| sweep.axes[axis].sets(Coordinate::Place(place));
    assert_eq!(sets(0, 1), ["items.widget.stock.base_stock=2"]);
    assert_eq!(sets(1, 1), ["demand.widget.arrivals.poisson.rate=1.5"]);
    assert_eq!(sets(2, 1), ["items.widget.buy.lead_time={ gamma = { mean = 3, cv = 1 } }"]);
    assert_eq!(sets(3, 1), ["items.widget.cost=2", "items.widget.holding_rate=0.2"]);
    assert_eq!(sweep.axes[3].value(Coordinate::Place(1)), AxisValue::Number(2.0));
    // Every set is one that reading takes.
    for axis in 0..4 {
        let sets = sets(axis, 0);
        accept(SMALL, &sets.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn spans_cover_whole_numbers_evenly_and_others_anywhere() {
    let text = with(
        "\"items.widget.stock.base_stock\" = { from = 1, to = 4 }\n\"items.widget.cost\" = { from = 1, to = 4 }\n\
         design = \"sobol\"\npoints = 8",
    );
    let sweep = accept(&text, &[]).sweep.expect("a sweep");
    let value = |axis: usize, share| sweep.axes[axis].value(Coordinate::Share(share)).number();
    let stocks: Vec<_> = [0.0, 0.24, 0.26, 0.74, 0.76, 0.999].iter().map(|share| value(0, *share)).collect();
    assert_eq!(stocks, [1.0, 1.0, 2.0, 3.0, 4.0, 4.0].map(Some));
    assert_eq!(value(1, 0.5), Some(2.5));
}

/// Ends as written, whole numbers whole, no two places the same, and short where that will do.
#[test]
fn ranges_keep_their_ends_and_whole_numbers() {
    let shown = |key: &str, range: &str| -> Vec<f64> {
        let axis = accept(&with(&format!("\"{key}\" = {{ {range} }}")), &[]).sweep.expect("a sweep").axes.remove(0);
        let places = 0..axis.places().expect("a list");
        places.map(|place| axis.value(Coordinate::Place(place)).number().expect("a number")).collect()
    };
    let seeds = shown("run.seed", "from = 1000000, to = 1000004, steps = 5");
    assert_eq!(seeds, [1e6, 1_000_001.0, 1_000_002.0, 1_000_003.0, 1_000_004.0]);
    assert_eq!(shown("run.seed", "from = 1234567, to = 7654321, steps = 3"), [1_234_567.0, 4_444_444.0, 7_654_321.0]);
    let third = shown("items.widget.cost", "from = 1, to = 2, steps = 4");
    assert_eq!(third, [1.0, 1.33333, 1.66667, 2.0]);
    let close = shown("items.widget.cost", "from = 1234567.25, to = 1234568.25, steps = 5");
    assert_eq!(close, [1_234_567.25, 1_234_567.5, 1_234_567.75, 1_234_568.0, 1_234_568.25]);
    let many = shown("items.widget.cost", "from = 0.99, to = 1.0999999, steps = 10000");
    assert_eq!((many[0], many[9_999]), (0.99, 1.099_999_9));
    assert!(many.windows(2).all(|pair| pair[0] < pair[1]));
}

/// What is wrong with the number of points is shown there, not at an axis that happens to come first.
#[test]
fn wrong_points_are_shown_where_they_are() {
    for (section, shown) in [("design = \"grid\"\npoints = 4", "4"), ("design = \"lhs\"", "\"lhs\"")] {
        let text = with(&format!("\"items.widget.cost\" = [1, 2]\n{section}"));
        let rejected = refused(&text, &[]);
        let place = rejected.problems[0].place.expect("a place");
        assert_eq!(rejected.sources.text(place), shown, "{:?}", rejected.problems);
    }
}

#[test]
fn a_tornado_knows_what_the_scenario_says() {
    let text = with(
        r#""items.widget.stock.base_stock" = { from = 1, to = 9 }
"demand.widget.arrivals.poisson.rate" = [0.5, 2]
"items.widget.buy.lead_time.gamma.mean" = [1, 3]
"items.widget.holding_rate" = [0.1, 0.3]
design = "tornado""#,
    );
    let sweep = accept(&text, &[]).sweep.expect("a sweep");
    let base = |axis: usize| sweep.axes[axis].value(Coordinate::Base);
    assert_eq!([0, 1, 2].map(base), [5.0, 1.0, 2.0].map(AxisValue::Number));
    assert_eq!(base(3), AxisValue::Text(String::new()), "it says nothing there");
    assert!(sweep.axes[0].sets(Coordinate::Base).is_empty());
    let ends = sweep.axes[0].ends().map(|end| sweep.axes[0].sets(end).concat());
    assert_eq!(ends, ["items.widget.stock.base_stock=1", "items.widget.stock.base_stock=9"]);
}

#[test]
fn the_ends_of_an_axis_are_its_lowest_and_highest_value() {
    let ends = |values: &str| {
        let sweep = accept(&with(&format!("{values}\ndesign = \"tornado\"")), &[]).sweep.expect("a sweep");
        sweep.axes[0].ends().map(|end| sweep.axes[0].value(end))
    };
    let cost = |values: &str| ends(&format!("\"items.widget.cost\" = {values}"));
    assert_eq!(cost("[9, 1, 40, 5]"), [1.0, 40.0].map(AxisValue::Number));
    assert_eq!(cost("{ from = 2, to = 3 }"), [2.0, 3.0].map(AxisValue::Number));
    assert_eq!(cost("{ from = 2, to = 3, steps = 5 }"), [2.0, 3.0].map(AxisValue::Number));
    assert_eq!(cost("[7]"), [7.0, 7.0].map(AxisValue::Number));
    let laws = ends("\"items.widget.buy.lead_time\" = [9, { exponential = { mean = 1 } }, 2]");
    assert_eq!(laws, [9.0, 2.0].map(AxisValue::Number), "the first and the last, where not all are numbers");
}

#[test]
fn wrong_axes_are_refused_in_place() {
    let wrong = [
        ("\"items.widget.stock.base_stock\" = 3", "must be a list of values, or a range"),
        ("\"items.widget.stock.base_stock\" = []", "it is empty"),
        ("\"items.widget.cost\" = { from = 1, to = 2 }", "needs `steps`"),
        ("\"items.widget.cost\" = { from = 2, to = 1, steps = 3 }", "the range is empty"),
        ("\"items.widget.cost\" = { from = 1, to = 2, steps = 1 }", "`steps` must be a whole number"),
        ("\"items.widget.cost\" = { from = 1, to = 2, step = 1 }", "`step` is none of these"),
        ("\"items.widget.buy.lead_time\" = { gamma = { mean = 2, cv = 1 } }", "`gamma` is none of these"),
        ("\"items.widget.sotck\" = [1]", "unknown key `items.widget.sotck`: `items.widget` has no `sotck`"),
        ("\"itmes.widget.cost\" = [1]", "unknown key `itmes.widget.cost`"),
        ("\"sweep.points\" = [1, 2]\ndesign = \"lhs\"\npoints = 3", "`sweep.points` cannot be an axis"),
        ("\"optimize.replications\" = [4, 8]", "`optimize.replications` cannot be an axis"),
        ("\"items.widget.stock.base_stock\" = { from = 1, to = 4, steps = 3 }", "3 steps from 1 to 4 give 2.5"),
        ("\"items.widget.cost\" = { from = -1e308, to = 1e308, steps = 3 }", "is wider than numbers go"),
        ("\"items.widget.cost\" = { from = 1, to = 1.0000000000000002, steps = 3 }", "too close to be different"),
        ("\"run.seed\" = { from = 0.5, to = 4.5 }\ndesign = \"tornado\"", "takes whole numbers"),
        ("\"run.seed\" = { from = 1, to = 9007199254740994 }\ndesign = \"tornado\"", "ends up to 2^53"),
        ("desing = \"grid\"", "unknown key `sweep.desing`"),
        ("items.widget.cost = [1, 2]", "`widget` is not a key of the scenario"),
        ("size = { \"items.widget.cost\" = [1, 2], \"items.widget.price\" = [1] }", "lists of one length"),
        ("\"items.widget.cost\" = [1, 2]\npoints = 4", "is for the designs lhs, sobol and sensitivity"),
        ("\"items.widget.cost\" = [1, 2]\ndesign = \"lhs\"", "`sweep.points` is missing"),
        ("\"items.widget.cost\" = [1, 2]\ndesign = \"sensitivity\"", "`sweep.points` is missing"),
        ("\"items.widget.cost\" = [1, 2]\ndesign = \"tornado\"\npoints = 3", "is for the designs lhs"),
    ];
    for (section, message) in wrong {
        let problems = refused(&with(section), &[]).problems;
        assert!(problems.iter().any(|problem| problem.message.contains(message)), "{section}: {problems:?}");
        assert!(problems.iter().all(|problem| problem.place.is_some()), "{section}");
    }
}

#[test]
fn a_sweep_is_no_part_of_the_scenario_of_a_run() {
    let plain = accept(SMALL, &[]);
    let swept = accept(&with("\"items.widget.cost\" = [1, 2]"), &[]);
    assert_eq!((plain.resolved, plain.hash), (swept.resolved, swept.hash));
}
