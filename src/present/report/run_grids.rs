//! The tables of a run's report.

use super::grid::{Grid, GridCell, Head};
use crate::measures::{Better, Column, EntityKind, MEASURES};
use crate::present::numbers;
use crate::present::summary_index::{self, SummaryIndex};

/// Rows a table of items shows, at most; all of them stand in `summary.csv`.
const ROWS: usize = 60;

/// The whole system, every kind of entity under each strategy, and the paired differences.
pub fn entities_and_pairs(look: &SummaryIndex) -> Vec<Grid> {
    let mut grids = vec![system(look)];
    for (kind, title) in [
        (EntityKind::Product, "Products"),
        (EntityKind::Class, "Customer classes"),
        (EntityKind::Item, "Items"),
        (EntityKind::Station, "Stations"),
        (EntityKind::Supplier, "Suppliers"),
        (EntityKind::Source, "Sources"),
    ] {
        grids.extend(look.strategies().into_iter().filter_map(|strategy| entities(look, kind, title, strategy)));
    }
    grids.extend(comparison(look));
    grids
}

/// The figures of the terminal's first table: a row per strategy.
pub fn glance(look: &SummaryIndex, shown: &[(&'static str, &'static str)]) -> Grid {
    let strategies = look.strategies();
    let mut heads = vec![Head { text: "strategy".into(), tip: String::new() }];
    let mut rows: Vec<Vec<GridCell>> =
        strategies.iter().map(|name| vec![GridCell::from((*name).to_string())]).collect();
    for (id, head) in shown.iter().copied() {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        let unit = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        heads.push(Head { text: format!("{head} ({unit})"), tip: summary_index::definition(id).into() });
        for (row, value) in rows.iter_mut().zip(values) {
            let text = value.map_or_else(|| "–".into(), |value| value.shown().text());
            row.push(GridCell { text, tip: String::new() });
        }
    }
    Grid { title: String::new(), note: String::new(), heads, rows }
}

/// The whole system: a row per measure, a column per strategy.
fn system(look: &SummaryIndex) -> Grid {
    let strategies = look.strategies();
    let unit = &look.tables.info.time_unit;
    let mut heads = vec![Head { text: "measure".into(), tip: String::new() }];
    heads.extend(strategies.iter().map(|name| Head { text: (*name).to_string(), tip: String::new() }));
    let mut rows = Vec::new();
    for id in look.measures(EntityKind::System) {
        let values: Vec<_> = strategies.iter().map(|strategy| look.system(strategy, id)).collect();
        if values.iter().flatten().all(|value| value.mean == 0.0) {
            continue;
        }
        let words = values.iter().flatten().next().map_or("", |value| numbers::unit_words(value.unit));
        let mut row = vec![GridCell {
            text: format!("{} ({words})", summary_index::label(id, unit)),
            tip: summary_index::definition(id).into(),
        }];
        row.extend(values.iter().map(|value| GridCell {
            text: value.map_or_else(|| "–".into(), |value| value.shown().text()),
            tip: String::new(),
        }));
        rows.push(row);
    }
    let note = "Mean ± half width of the interval, of a share near 0 or 100 % its ends, down to the first digit of the \
                standard error; rows that are 0 everywhere are left out.";
    Grid { title: "The whole system".into(), note: note.into(), heads, rows }
}

/// Entities of a kind under a strategy: a row per entity, a column per telling measure.
fn entities(look: &SummaryIndex, kind: EntityKind, title: &str, strategy: &str) -> Option<Grid> {
    const TELLING: [&str; 23] = [
        "order_fill_rate",
        "parts_fill_rate",
        "on_time_rate",
        "lost_rate",
        "response_mean",
        "response_p95",
        "wait_parts_mean",
        "revenue",
        "orders_placed",
        "unit_fill_rate",
        "on_hand_mean",
        "committed_mean",
        "backlog_mean",
        "on_order_mean",
        "wait_mean",
        "lead_time_mean",
        "blocking_share",
        "utilization",
        "queue_mean",
        "cost_total",
        "impact_orders",
        "impact_delay",
        "impact_profit",
    ];
    let info = &look.tables.info;
    let name = info.strategies.iter().find(|own| own.name == strategy)?.name.as_str();
    let all = look.entities(kind);
    let ids: Vec<&str> = TELLING
        .into_iter()
        .filter(|id| {
            MEASURES
                .iter()
                .any(|row| Column::parse(id).is_some_and(|c| c.measure == row.measure) && row.grain.contains(&kind))
        })
        .filter(|id| all.iter().any(|entity| look.of(name, kind, entity, id).is_some_and(|value| value.mean != 0.0)))
        .collect();
    let present: Vec<&str> =
        all.into_iter().filter(|entity| ids.iter().any(|id| look.of(name, kind, entity, id).is_some())).collect();
    if present.is_empty() || ids.is_empty() {
        return None;
    }
    let mut heads = vec![Head { text: kind.word().into(), tip: String::new() }];
    for id in &ids {
        let unit = present
            .iter()
            .find_map(|entity| look.of(name, kind, entity, id))
            .map_or("", |v| numbers::unit_words(v.unit));
        let arrow = match Column::parse(id).map(|column| column.measure.definition().better) {
            Some(Better::Higher) => " ▲",
            Some(Better::Lower) => " ▼",
            _ => "",
        };
        heads.push(Head {
            text: format!("{} ({unit}){arrow}", summary_index::label(id, &info.time_unit)),
            tip: summary_index::definition(id).into(),
        });
    }
    let rows = present.iter().take(ROWS).map(|entity| {
        let mut row = vec![GridCell::from((*entity).to_string())];
        row.extend(ids.iter().map(|id| GridCell {
            text: look.of(name, kind, entity, id).map_or_else(|| "–".into(), |value| value.shown().text()),
            tip: String::new(),
        }));
        row
    });
    let rows: Vec<_> = rows.collect();
    let note = if present.len() > ROWS {
        format!("The first {ROWS} of {}; all stand in summary.csv.", numbers::count(present.len() as u64))
    } else {
        String::new()
    };
    Some(Grid { title: format!("{title} under {strategy}"), note, heads, rows })
}

/// Paired differences of the whole system in the measures that decide.
fn comparison(look: &SummaryIndex) -> Option<Grid> {
    const DECIDING: [&str; 11] = [
        "cost_total",
        "profit",
        "response_mean",
        "order_fill_rate",
        "on_time_rate",
        "inventory_value_mean",
        "impact_orders",
        "survive_time",
        "recover_time",
        "impact_cost",
        "impact_profit",
    ];
    let info = &look.tables.info;
    let rows: Vec<Vec<GridCell>> = look
        .tables
        .comparison
        .iter()
        .filter(|row| row.entity_kind == EntityKind::System && DECIDING.contains(&row.measure.as_str()))
        .filter_map(|row| {
            let shown = numbers::Measured::of_comparison(row)?.shown();
            let number =
                |value: Option<f64>, decimals| value.map_or("–".to_string(), |v| numbers::grouped(v, decimals));
            let texts = [
                summary_index::label(&row.measure, &info.time_unit),
                format!("{} − {}", row.strategy, row.reference),
                shown.with_unit(),
                number(row.p_adjusted, 4),
                number(row.p_best, 3),
                number(row.variance_ratio, 1),
            ];
            Some(texts.into_iter().map(|text| GridCell { text, tip: String::new() }).collect())
        })
        .collect();
    let heads = [
        ("measure", ""),
        ("pair", ""),
        ("difference", "Paired by replication: both meet the same customers and lead times."),
        ("p (Holm)", "Two-sided p value of the paired t test, adjusted over the pairs of the measure."),
        ("P(best)", "Probability that the first strategy is the best of all, by bootstrap over replications."),
        ("variance ratio", "(s_a² + s_b²) ÷ s_d²: the variance without common random numbers ÷ that with them."),
    ];
    let heads = heads.into_iter().map(|(text, tip)| Head { text: text.into(), tip: tip.into() }).collect();
    (!rows.is_empty()).then(|| Grid { title: "Paired differences".into(), note: String::new(), heads, rows })
}
