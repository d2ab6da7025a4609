//! The charts of a run: each says one thing in its title, with units on its axes and its provenance in the footer.
//!
//! A chart is made in two steps: what is to be seen is computed from the tables, then set as a [`scene::Scene`], plain
//! shapes that a test can look at. `render` paints a scene as SVG and as PNG, with the embedded typeface, so that
//! a machine without fonts draws the same bytes.
//!
//! *Architecture invariant:* a pure function of the tables; no clock, no font of this machine.

mod arrivals;
mod axis;
mod axis_values;
mod blocking;
mod chart;
mod classes;
mod compared;
mod contour;
mod costs;
mod fit;
mod frame;
mod frontier;
mod held;
mod impact;
mod labels;
mod levels;
mod lines;
mod paired;
mod palette;
mod render;
mod response;
pub mod scene;
mod sensitivity;
mod service;
mod service_axis;
mod stock;
mod text;
mod tornado;
pub mod typeface;
mod winners;

pub use chart::Chart;

use super::summary_index::SummaryIndex;
use crate::results::{Compared, Decoupling, FitResults, Frontier, Sweep, Tables};

/// The charts that have something to show, in report order.
#[must_use]
pub fn charts(tables: &Tables) -> Vec<Chart> {
    let look = SummaryIndex::new(tables);
    [
        levels::chart(&look),
        costs::chart(&look),
        service::chart(&look),
        classes::chart(&look),
        response::chart(&look),
        stock::chart(&look),
        impact::chart(&look),
        paired::chart(&look),
        blocking::chart(&look),
        arrivals::chart(&look),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The charts of a sweep.
#[must_use]
pub fn of_sweep(sweep: &Sweep) -> Vec<Chart> {
    let tables = Tables { info: sweep.info.clone(), ..Tables::default() };
    let look = SummaryIndex::new(&tables);
    let whole = [winners::chart(&look, sweep), tornado::chart(&look, sweep), sensitivity::chart(&look, sweep)];
    let mut charts: Vec<Chart> = whole.into_iter().flatten().collect();
    if sweep.tornado.is_empty() && sweep.sensitivity.is_empty() {
        charts.extend(lines::charts(&look, sweep));
    }
    charts
}

/// The chart of a frontier.
#[must_use]
pub fn of_frontier(found: &Frontier) -> Vec<Chart> {
    let tables = Tables { info: found.info.clone(), ..Tables::default() };
    frontier::chart(&SummaryIndex::new(&tables), found).into_iter().collect()
}

/// The chart of two runs.
#[must_use]
pub fn of_compared(found: &Compared) -> Vec<Chart> {
    let tables = Tables { info: found.info.clone(), ..Tables::default() };
    compared::chart(&SummaryIndex::new(&tables), found).into_iter().collect()
}

/// The charts of a fit.
#[must_use]
pub fn of_fit(found: &FitResults) -> Vec<Chart> {
    fit::charts(found)
}

/// The chart of a search over what is held.
#[must_use]
pub fn of_decoupling(found: &Decoupling) -> Vec<Chart> {
    let tables = Tables { info: found.info.clone(), ..Tables::default() };
    held::chart(&SummaryIndex::new(&tables), found).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, Shape as RunShape};
    use super::scene::{Scene, Shape, at};
    use super::*;
    use crate::results::{AxisValue, Pointed, SensitivityRow, StandingRow, SweepSummary, TornadoRow};

    const LONG: [&str; 8] = [
        "make_to_stock_of_every_variant_in_Europe",
        "make_to_stock_of_every_variant_in_Africa",
        "Fertigung auf Lager – größte Lösgröße €1",
        "组装到订单的策略名称组装到订单的策略名称组装到订单的策略名称组装到订单的策",
        "MTO",
        "MTS",
        "σ-Στρατηγική με πολύ μεγάλο όνομα εδώ, ναι",
        "x",
    ];

    /// Runs that charts have trouble with.
    fn runs() -> Vec<(&'static str, Tables)> {
        let shape = |strategies: &'static [&'static str], replications, items, money| {
            fixture::made(&RunShape { scenario: "Edge", strategies, replications, items, money })
        };
        let mut nothing = shape(&LONG[4..6], 3, 3, 1.0);
        nothing.distribution.clear();
        nothing.summary.retain(|row| !row.measure.starts_with("response") && row.measure != "on_time_rate");
        let mut unpromised = fixture::custom_pcs();
        (unpromised.info.due, unpromised.info.targets) = (Vec::new(), Vec::new());
        unpromised.summary.retain(|row| row.measure != "on_time_rate");
        let mut many_dues = fixture::custom_pcs();
        many_dues.info.due = vec![0.0, 0.1, 0.2, 5.0, 21.0, 500.0];
        vec![
            ("as usual", fixture::custom_pcs()),
            ("classes", fixture::with_classes(&["breakdown", "overhaul", LONG[2]])),
            (
                "very many classes",
                fixture::with_classes(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]),
            ),
            ("an outage", fixture::with_impact(&["MTS", "ATO", "MTO"])),
            ("an outage under many", fixture::with_impact(&LONG)),
            ("a stream with a profile", fixture::with_arrivals(&["bicycles"])),
            ("streams that change", fixture::with_arrivals(&LONG)),
            ("one strategy", shape(&["ATO"], 30, 9, 1.0)),
            ("one replication", shape(&["MTS", "ATO", "MTO"], 1, 9, 1.0)),
            ("two replications", shape(&["MTS", "ATO", "MTO"], 2, 9, 1.0)),
            ("eight strategies with long names", shape(&LONG, 5, 9, 1.0)),
            ("three hundred items", shape(&["MTS", "MTO"], 3, 300, 1.0)),
            ("no cost", shape(&["MTS", "ATO", "MTO"], 5, 3, 0.0)),
            ("very cheap", shape(&["MTS", "ATO", "MTO"], 5, 3, 1e-9)),
            ("very dear", shape(&["MTS", "ATO", "MTO"], 5, 3, 1e9)),
            ("nothing delivered", nothing),
            ("nothing promised", unpromised),
            ("many due times", many_dues),
            ("a search", fixture::searched(5)),
            ("a search of many levels", fixture::searched(60)),
            ("nothing at all", Tables::default()),
        ]
    }

    /// Frontiers that charts have trouble with, beside the charts of those runs.
    fn pictures() -> Vec<(&'static str, Chart)> {
        let shares = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
        let frontiers = [
            ("a frontier", fixture::frontier(&["MTS", "ATO", "MTO"], &shares, "on_time_rate")),
            ("a frontier of one level", fixture::frontier(&["ATO"], &[0.95], "on_time_rate")),
            ("a frontier up to certainty", fixture::frontier(&["ATO", "MTO"], &[0.9, 0.99999, 1.0], "on_time_rate")),
            ("a frontier of responses", fixture::frontier(&["MTS", "ATO", "MTO"], &[1.0, 2.0, 5.0], "response_p95")),
            ("a frontier of many strategies", fixture::frontier(&LONG, &shares, "on_time_rate")),
        ];
        let of_frontiers =
            frontiers.iter().flat_map(|(run, frontier)| of_frontier(frontier).into_iter().map(|c| (*run, c)));
        let of_runs = runs();
        let of_runs = of_runs.iter().flat_map(|(run, tables)| charts(tables).into_iter().map(|chart| (*run, chart)));
        let held = [3, 80].map(fixture::decoupling);
        let held = held.iter().flat_map(|found| of_decoupling(found).into_iter().map(|chart| ("what to hold", chart)));
        of_frontiers.chain(of_runs).chain(held).collect()
    }

    #[test]
    fn texts_stay_inside_the_picture_and_off_each_other() {
        for (run, chart) in pictures() {
            let texts: Vec<_> = chart.scene.texts().map(|text| (&text.text, text.area())).collect();
            for (place, (words, area)) in texts.iter().enumerate() {
                let inside = area.left >= 0.0 && area.right <= chart.scene.width && area.bottom <= chart.scene.height;
                assert!(inside, "{run}, {}: {words:?} at {area:?}", chart.name);
                for (other, taken) in &texts[..place] {
                    assert!(!area.overlaps(taken), "{run}, {}: {words:?} covers {other:?}", chart.name);
                }
            }
        }
    }

    /// A grid of two axes, and the rows of the two other designs, for strategies of these names.
    fn swept(strategies: &[&'static str], axes: [&str; 2]) -> Sweep {
        let mut sweep = Sweep::default();
        let shape = RunShape { scenario: "Swept", strategies, replications: 5, items: 1, money: 1.0 };
        sweep.info = fixture::made(&shape).info;
        sweep.info.axes = axes.map(String::from).into();
        for (x, y) in (0..9).flat_map(|x| (0..5).map(move |y| (f64::from(x), f64::from(y)))) {
            let point = vec![AxisValue::Number(x), AxisValue::Number(y)];
            let cost = |k: usize| 1e3 + if k == 0 { 2.0 * x + y - 8.0 } else { 3.0 * k as f64 };
            for (k, strategy) in strategies.iter().enumerate() {
                let mut row = fixture::made(&shape).summary[0].clone();
                (row.strategy, row.measure, row.mean) = (strategy.to_string(), "cost_total".into(), Some(cost(k)));
                sweep.rows.put_row(Pointed { point: point.clone(), row });
            }
            let best = usize::from(cost(0) > cost(1));
            let row = StandingRow {
                measure: "cost_total".into(),
                unit: "EUR/day".into(),
                best: strategies[best].into(),
                p_best: Some(0.9),
                margin: Some((cost(0) - cost(1)).abs()),
                tied: if y == 2.0 { strategies[0].into() } else { String::new() },
                boundary: Some(x - y - 0.5),
                ..StandingRow::default()
            };
            sweep.standings.push(Pointed { point, row });
        }
        sweep
    }

    #[test]
    fn charts_of_sweeps_keep_their_texts_apart() {
        for (strategies, axes) in [
            (&["MTS", "ATO", "MTO"][..], ["demand.box.rate", "items.box.cost"]),
            (&LONG[..5], ["items.a_very_long_name_of_a_part_in_a_scenario.buy.lead_time.lognormal.mean", "x"]),
        ] {
            let mut sweep = swept(strategies, axes);
            let number = |k: usize| if k == 0 { -12_345.6 } else { 0.001 };
            for (place, axis) in axes.iter().enumerate() {
                let (axis, strategy) = (axis.to_string(), strategies[0].to_string());
                let (measure, unit) = ("cost_total".to_string(), "EUR/day".to_string());
                let (low, high) = ("1000000".to_string(), "{ gamma = { mean = 3, cv = 1 } }".to_string());
                sweep.tornado.push(TornadoRow {
                    at_low: Some(number(place)),
                    at_base: Some(1.0),
                    at_high: Some(2e4),
                    swing: Some(3e4),
                    axis: axis.clone(),
                    strategy: strategy.clone(),
                    measure: measure.clone(),
                    unit: unit.clone(),
                    low,
                    high,
                    ..TornadoRow::default()
                });
                sweep.sensitivity.push(SensitivityRow {
                    axis,
                    strategy,
                    measure,
                    unit,
                    first_order: 0.4,
                    first_low: -0.1,
                    first_high: 1.4,
                    total: 0.7,
                    total_low: 0.1,
                    total_high: 1.9,
                    sd: 4.0,
                    ..SensitivityRow::default()
                });
            }
            let mut plain = sweep.clone();
            (plain.tornado, plain.sensitivity) = (Vec::new(), Vec::new());
            let mut worded = plain.clone();
            let word =
                |value: &mut AxisValue| *value = AxisValue::Text(format!("{{ gamma = {{ mean = {value}, cv = 1 }} }}"));
            worded.rows = SweepSummary::default();
            for mut row in plain.rows.rows() {
                word(&mut row.point[0]);
                worded.rows.put_row(row);
            }
            worded.standings.iter_mut().for_each(|row| word(&mut row.point[0]));
            let charts = [&sweep, &plain, &worded].map(of_sweep).into_iter().flatten();
            let charts: Vec<Chart> = charts.collect();
            assert_eq!(charts.iter().filter(|chart| chart.name == "lines-1").count(), 2, "numbers and words");
            assert!(
                ["winners", "tornado", "sensitivity", "lines-1"]
                    .iter()
                    .all(|name| charts.iter().any(|c| c.name == *name))
            );
            for chart in charts {
                let texts: Vec<_> = chart.scene.texts().map(|text| (&text.text, text.area())).collect();
                for (place, (words, area)) in texts.iter().enumerate() {
                    let inside =
                        area.left >= 0.0 && area.right <= chart.scene.width && area.bottom <= chart.scene.height;
                    assert!(inside, "{}: {words:?} at {area:?}", chart.name);
                    for (other, taken) in &texts[..place] {
                        assert!(!area.overlaps(taken), "{}: {words:?} covers {other:?}", chart.name);
                    }
                }
            }
        }
    }

    #[test]
    fn everything_is_drawn_in_the_picture() {
        let within = |scene: &Scene, point: &scene::Position| {
            point.x.is_finite()
                && point.y.is_finite()
                && (-1.0..=scene.width + 1.0).contains(&point.x)
                && (-1.0..=scene.height + 1.0).contains(&point.y)
        };
        for (run, chart) in pictures() {
            for shape in &chart.scene.shapes {
                let points = match shape {
                    Shape::Path { points, .. } | Shape::Polygon { points, .. } => points.clone(),
                    Shape::Disc { center, .. } => vec![*center],
                    Shape::Box { area, .. } => vec![at(area.left, area.top), at(area.right, area.bottom)],
                    Shape::Text(text) => vec![text.point],
                };
                let inside = points.iter().all(|point| within(&chart.scene, point));
                assert!(inside, "{run}, {}: {shape:?}", chart.name);
            }
        }
    }

    #[test]
    fn a_strategy_has_the_same_colour_in_every_chart() {
        for (run, tables) in runs() {
            let names = SummaryIndex::new(&tables).strategies();
            let looks = palette::styles(&names);
            for chart in charts(&tables).iter().filter(|chart| chart.name != "costs") {
                for text in chart.scene.texts() {
                    // Only a label is a name alone; a title holds other words too.
                    if let Some(place) = names.iter().position(|name| *name == text.text) {
                        assert_eq!(text.style.paint, looks[place].ink, "{run}, {}: {}", chart.name, text.text);
                    }
                }
            }
        }
    }

    #[test]
    fn every_chart_draws_the_same_bytes_twice() {
        let tables = fixture::custom_pcs();
        let draw = || -> Vec<(String, Vec<u8>)> {
            charts(&tables).iter().map(|chart| (chart.svg().expect("svg"), chart.png().expect("png"))).collect()
        };
        let first = draw();
        assert!(first.len() >= 5, "{} charts", first.len());
        assert!(first == draw());
        for (svg, png) in &first {
            assert!(svg.contains("<title>") && png.starts_with(b"\x89PNG"));
        }
    }
}
