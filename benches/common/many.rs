//! Scenarios of any size: pc-ato with its parts multiplied, and tables with thousands of items.

use super::scenario;
use pushpull::laws::{Exponential, Law};
use pushpull::model::{ItemId, Model, Share, StationId, Supply, Ticks};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// pc-ato-N with N = 8 `cells` parts: each cell has the five products and its own station, and the parts of a cell lie
/// scattered over all parts, each used by one cell only. All orders are one mix, so that streams do not multiply; work per
/// order stays what it is, and pending events grow with the cells.
pub fn pc_ato(cells: u32, warm_up: i64, horizon: i64) -> Model {
    let days = [format!("run.warm_up={warm_up}"), format!("run.horizon={horizon}")];
    let base = scenario("scenarios/pc-ato.toml", &[&days[0], &days[1], "run.drain_limit=1000"]);
    let kinds = base.items.iter().filter(|item| matches!(item.supply, Supply::Buy(_))).count() as u32;
    // Kind by kind, so that neighbours in memory belong to different cells; 7919 is prime to the number of cells.
    let place = |item: u32, cell: u32| match item < kinds {
        true => item * cells + ((7919 * u64::from(cell) + 104_729 * u64::from(item)) % u64::from(cells)) as u32,
        false => item * cells + cell,
    };
    let mut model = base.clone();
    model.items.clear();
    for (number, item) in base.items.iter().enumerate() {
        for cell in 0..cells {
            let mut copy = item.clone();
            copy.name = format!("{}-{cell}", item.name);
            if let Supply::Make(make) = &mut copy.supply {
                make.station = Some(StationId(cell));
                make.parts.iter_mut().for_each(|line| line.item = ItemId(place(line.item.0, cell)));
            }
            debug_assert_eq!(model.items.len() as u32, number as u32 * cells + cell);
            model.items.push(copy);
        }
    }
    let copies = |ids: u32| (0..cells).map(move |cell| (ids, cell));
    model.stations = copies(0).map(|(_, cell)| named(&base.stations[0], cell)).collect();
    let demand = &mut model.demands[0];
    demand.gaps = Law::new(Exponential::new(demand.gaps.mean() / f64::from(cells))).expect("a positive mean");
    let shares = base.demands[0].mix.iter();
    demand.mix = shares
        .flat_map(|share| copies(share.item.0).map(|(item, cell)| (place(item, cell), share.share)))
        .map(|(item, share)| Share { item: ItemId(item), share: share / f64::from(cells) })
        .collect();
    for strategy in &mut model.strategies {
        strategy.holds = strategy.holds.iter().flat_map(|stock| copies(0).map(|_| stock.clone())).collect();
    }
    debug_assert_eq!(model.run.warm_up, Ticks::from_units(warm_up as f64));
    model
}

fn named(station: &pushpull::model::Station, cell: u32) -> pushpull::model::Station {
    pushpull::model::Station { name: format!("{}-{cell}", station.name), ..station.clone() }
}

/// Writes a scenario of tables into a folder: half of `items` are bought, the others are products of 16 parts each. Gives
/// the path of the scenario.
pub fn write_tables(folder: &Path, items: u32) -> std::io::Result<PathBuf> {
    const LINES: u32 = 16;
    let parts = items / 2;
    let mut rows =
        "name,cost,price,buy.lead_time.gamma.mean,buy.lead_time.gamma.cv,make.time,stock.base_stock\n".to_owned();
    let mut lines = "item,part,quantity\n".to_owned();
    let mut demand = "name,arrivals.poisson.rate,backorder_cost\n".to_owned();
    for item in 0..parts {
        let _ = writeln!(rows, "part{item:05},{},,{},0.5,,{}", 1 + item % 50, 2 + item % 9, 20 + item % 40);
        let product = format!("product{item:05}");
        let _ = writeln!(rows, "{product},,{},,,0.5,2", 900 + item % 100);
        let _ = writeln!(demand, "{product},0.{:02},2", 1 + item % 90);
        for line in 0..LINES {
            let part = (item * 7 + line * 61) % parts;
            let _ = writeln!(lines, "{product},part{part:05},{}", 1 + line % 2);
        }
    }
    std::fs::write(folder.join("items.csv"), rows)?;
    std::fs::write(folder.join("parts.csv"), lines)?;
    std::fs::write(folder.join("demand.csv"), demand)?;
    let scenario = folder.join("many.toml");
    let text = "name = \"many\"\n[run]\nwarm_up = 10\nhorizon = 100\nreplications = 2\n\
                [tables]\nitems = \"items.csv\"\nparts = \"parts.csv\"\ndemand = \"demand.csv\"\n\
                [strategies.ATO]\nhold = [\"parts\"]\n";
    std::fs::write(&scenario, text)?;
    Ok(scenario)
}
