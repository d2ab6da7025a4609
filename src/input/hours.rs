//! Findings about hours, outages and allotments.

use super::finding::finding;
use crate::model::{AtWork, Item, Model, Supplier, SupplyWay};
use crate::network::{BillOfMaterials, MeanFlow, Streams};
use crate::reader::quote_key;
use crate::results::Finding;
use crate::results::numbers::plain;

/// Outages that no run sees, and allotments that are too small.
pub fn hours(model: &Model, bills: &[BillOfMaterials]) -> Vec<Finding> {
    let mut findings = outside(model);
    findings.extend(unmade_families(model));
    for place in 0..model.suppliers.len() {
        findings.extend(below_demand(model, bills, place));
        findings.extend(below_a_lot(model, place));
    }
    findings
}

fn outside(model: &Model) -> Vec<Finding> {
    let end = model.run.window().1;
    let never = |work: &AtWork| work.outages.as_ref().is_some_and(|outages| outages.next_closing(0) >= end);
    let suppliers = model.suppliers.iter().filter(|own| never(&own.work)).map(|own| ("suppliers", &own.name));
    let stations = model.stations.iter().filter(|own| never(&own.work)).map(|own| ("stations", &own.name));
    let one = |(section, name): (&str, &String)| {
        let key = format!("{section}.{}.outages", quote_key(name));
        finding(
            "outage_outside_run",
            format!("`{key}` begins after the window ends"),
            "Give it a time before warm-up and window are over, or leave it out.",
        )
    };
    suppliers.chain(stations).map(one).collect()
}

/// Changeovers between families that nobody makes at the station.
fn unmade_families(model: &Model) -> Vec<Finding> {
    let made = |station: usize, family: &Option<String>| {
        let here = |item: &Item| item.make().and_then(|make| make.station).is_some_and(|id| id.index() == station);
        family
            .as_deref()
            .is_none_or(|family| model.items.iter().any(|item| here(item) && item.family() == Some(family)))
    };
    let mut findings = Vec::new();
    for (place, station) in model.stations.iter().enumerate() {
        let families = station.changeovers.iter().flat_map(|one| [&one.from, &one.to]);
        let mut unmade: Vec<&str> =
            families.filter(|family| !made(place, family)).filter_map(|family| family.as_deref()).collect();
        unmade.sort_unstable();
        unmade.dedup();
        if !unmade.is_empty() {
            let advice = "A family is `make.family` of an item, or its name; leave the entry out, or give it to what is made there.";
            findings.push(finding(
                "changeover_unmade",
                format!("station `{}` makes nothing of the families {}", station.name, unmade.join(", ")),
                advice,
            ));
        }
    }
    findings
}

/// Units per time unit that a supplier sends at most, while there is a bound.
fn most(supplier: &Supplier) -> Option<f64> {
    supplier.allotment.map(|own| own.units as f64 / (own.every as f64 / crate::model::TICKS_PER_UNIT as f64))
}

fn below_demand(model: &Model, bills: &[BillOfMaterials], place: usize) -> Option<Finding> {
    let asked = |(strategy, bill): (usize, &BillOfMaterials)| {
        let model = model.under(strategy);
        let units = MeanFlow::new(model, bill, strategy, Streams::Patient).units;
        let own = model.items.iter().zip(units).map(|(item, units)| {
            let ways = item.ways().into_iter().filter(|(_, way)| is_from(way, place));
            units * ways.map(|(share, _)| share).sum::<f64>()
        });
        (own.sum::<f64>(), most(&model.suppliers[place]).unwrap_or(f64::INFINITY))
    };
    let all = bills.iter().enumerate().map(asked);
    let (units, most) = all.filter(|(units, most)| units >= most).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let name = &model.suppliers[place].name;
    Some(finding(
        "allotment_below_demand",
        format!(
            "supplier `{name}` is asked for {} units per time unit and sends {} at most: what waits there grows without end",
            plain(units),
            plain(most)
        ),
        format!("Give `suppliers.{}.allotment` more units, or ask for less.", quote_key(name)),
    ))
}

fn below_a_lot(model: &Model, place: usize) -> Option<Finding> {
    let supplier = &model.suppliers[place];
    let units = supplier.allotment?.units.unsigned_abs();
    let lots = model.items.iter().flat_map(|item| {
        let ways = item.ways().into_iter().filter(|(_, way)| is_from(way, place));
        ways.map(move |(_, way)| (&item.name, way.lot().minimum.max(way.lot().multiple)))
    });
    let (larger, lot) = lots.into_iter().find(|(_, lot)| *lot > units)?;
    Some(finding(
        "allotment_below_lot",
        format!(
            "supplier `{}` allots {units} units a period, and `{}` comes in lots of {}: each waits for several periods",
            supplier.name, larger, lot
        ),
        "Nothing, if lots are gathered over several periods; else give the allotment more units.",
    ))
}

fn is_from(way: &SupplyWay, place: usize) -> bool {
    matches!(way, SupplyWay::Buy(buy) if buy.supplier.is_some_and(|id| id.index() == place))
}
