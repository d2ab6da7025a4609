//! `items`, `stations` and `suppliers`.

use super::builder::Builder;
use super::sources::Supplied;
use crate::keys::RefersTo;
use crate::laws::law;
use crate::model::{
    Buy, Choice, Family, Holding, Item, ItemId, ItemKind, Life, Line, Make, Split, Station, StationId, Supplier,
    SupplierId, Ticks, TimePer, Yield,
};
use crate::reader::{Cursor, Named, Problem, Problems};
use crate::rules::at_work::{self, RunTimes, changeover};
use crate::rules::queue::words;
use crate::rules::supply::{crossing, lot, price_breaks, servers, yields};
use crate::rules::{life, stock};

/// Suppliers, in the order of the file.
pub fn suppliers(scenario: Cursor, times: RunTimes, problems: &mut Problems) -> Vec<Supplier> {
    let supplier = |named: Named| {
        let (work, stops, allotment) = at_work::read_supplier(named.at, times, problems);
        let (crossing, servers) = (crossing::read(named.at), servers::read(named.at));
        Supplier { name: named.name.into(), crossing, servers, work, stops, allotment }
    };
    scenario.at("suppliers").names().map(supplier).collect()
}

/// Stations, in the order of the file.
pub fn stations(scenario: Cursor, times: RunTimes, problems: &mut Problems) -> Vec<Station> {
    let station = |named: Named| {
        let (work, habits) = at_work::read_station(named.at, times, problems);
        let servers = u32::try_from(named.at.at("servers").whole()).unwrap_or(1);
        let (changeovers, queue) = (changeover::read(named.at), words::read(named.at, problems));
        Station { name: named.name.into(), servers, work, habits, changeovers, queue }
    };
    scenario.at("stations").names().map(station).collect()
}

impl Builder<'_> {
    /// Items, in the order of the file; kinds and values of made ones are still to be derived.
    pub fn items(&mut self, suppliers: &[Supplier], times: RunTimes) -> Vec<Item> {
        let default_rate = self.scenario.at("costs").at("holding_rate").number();
        let scenario = self.scenario;
        let item = |named: Named| {
            let life = life::read(named.at, times.civil.as_ref(), &mut self.problems);
            Item { life, ..self.item(named, (suppliers, times), default_rate) }
        };
        scenario.at("items").names().map(item).collect()
    }

    fn item(&mut self, named: Named, (suppliers, times): (&[Supplier], RunTimes), default_rate: f64) -> Item {
        let at = named.at;
        let Supplied { supply, sources, sourcing, cost } = self.supplied(named, suppliers);
        let holding = match at.at("holding_cost").given_number() {
            Some(cost) => Holding::PerUnit(cost),
            None => Holding::Rate(at.at("holding_rate").given_number().unwrap_or(default_rate)),
        };
        let receiving = at_work::named_calendar(at.at("receiving"), times, &mut self.problems);
        let is_received = at.at("buy").is_given() || !at.at("make").at("station").is_given();
        if at.at("receiving").is_given() && !is_received {
            let message =
                "`receiving` is for what is bought or transported; what a station makes is there when it is finished";
            self.problems.at(at.at("receiving").place, message);
        }
        let item = Item {
            name: named.name.into(),
            receiving,
            kind: ItemKind::Part,
            supply,
            sources,
            sourcing,
            price: at.at("price").number(),
            value: cost,
            holding,
            scrap_cost: at.at("scrap_cost").number(),
            stock: {
                self.check_reserve(at.at("stock"));
                stock::read(at.at("stock"), &mut self.problems)
            },
            substitutes: self.substitutes(named),
            life: Life::default(),
        };
        if let Some(rule) = &item.stock {
            self.check_rush(at.at("stock"), rule, &item);
        }
        item
    }

    /// What customers may be given in place of an item.
    fn substitutes(&mut self, named: Named) -> Vec<ItemId> {
        let at = named.at.at("substitutes");
        let mut found: Vec<ItemId> = Vec::new();
        for node in at.list().unwrap_or_default() {
            let Some(text) = node.text() else { continue };
            let Some(place) = self.names.need(RefersTo::Item, text, node.place, &mut self.problems) else { continue };
            let other = ItemId(place);
            if text == named.name {
                self.problems.at(node.place, format!("`{text}` is no substitute for itself"));
            } else if found.contains(&other) {
                self.problems.at(node.place, format!("`{text}` stands there twice"));
            } else {
                found.push(other);
            }
        }
        // Else each item would look through all others.
        if found.is_empty() {
            return found;
        }
        let with_options: Vec<&str> = self
            .scenario
            .at("items")
            .names()
            .enumerate()
            .filter(|(place, item)| {
                let is_named = found.contains(&ItemId(*place as u32)) || item.name == named.name;
                is_named && item.at.at("make").at("options").is_given()
            })
            .map(|(_, item)| item.name)
            .collect();
        if let Some(name) = with_options.first() {
            let message = format!("`{name}` has options: which variant would stand for which is not said");
            self.problems.at(at.value_place(), message);
        }
        found
    }

    /// A purchase, `cost` per unit.
    pub(super) fn buy(&mut self, at: Cursor, cost: f64, suppliers: &[Supplier]) -> Buy {
        let name = at.at("supplier");
        let supplier = name
            .given_text()
            .and_then(|text| self.names.need(RefersTo::Supplier, text, name.value_place(), &mut self.problems));
        Buy {
            cost,
            supplier: supplier.map(SupplierId),
            crossing: supplier.map_or(crossing::read(at), |id| suppliers[id as usize].crossing),
            lead_time: law(at.at("lead_time")),
            order_cost: at.at("order_cost").number(),
            lot: lot::read(at, &mut self.problems),
            holding_cost: at.at("holding_cost").number(),
            carbon: at.at("carbon").number(),
            pay_after: Ticks::from_units(at.at("pay_after").number()),
            breaks: price_breaks::read(at, &mut self.problems),
            yields: yields::read(at),
        }
    }

    pub(super) fn make(&mut self, at: Cursor) -> Make {
        let station = at.at("station");
        let station = station
            .given_text()
            .and_then(|text| self.names.need(RefersTo::Station, text, station.value_place(), &mut self.problems));
        Make {
            parts: self.lines(at.at("parts")),
            optional: self.lines(at.at("optional")),
            families: at.at("options").names().map(|named| self.family(named)).collect(),
            time: law(at.at("time")),
            time_per: time_per(at.at("time_per")),
            station: station.map(StationId),
            cost: at.at("cost").number(),
            carbon: at.at("carbon").number(),
            lot: lot::read(at, &mut self.problems),
            split: self.split(at),
            setup_time: law(at.at("setup_time")),
            setup_cost: at.at("setup_cost").number(),
            holding_cost: at.at("holding_cost").given_number(),
            family: self.family_of(at),
            yields: self.make_yield(at),
        }
    }

    /// The family that a server is set up for.
    fn family_of(&mut self, make: Cursor) -> Option<String> {
        let at = make.at("family");
        if at.is_given() && !make.at("station").is_given() {
            self.problems.at(at.place, "`family` is what a server is set up for; this is made without a station");
        }
        at.given_text().map(String::from)
    }

    /// The yield of a make; what may skip parts has none.
    fn make_yield(&mut self, make: Cursor) -> Option<Yield> {
        let own = [make.at("yield"), make.at("lot_yield")].into_iter().find(|at| at.is_given())?;
        let optional = make.at("optional");
        if optional.is_given() {
            let problem = Problem::new(own.place, "a yield does not go with `optional` parts");
            self.problems.add(problem.also(optional.place, "they are here"));
        }
        yields::read(make)
    }

    /// `split`; what goes as far as its parts allow has none that may be skipped.
    fn split(&mut self, make: Cursor) -> Split {
        let at = make.at("split");
        if at.given_text() != Some("available") {
            return if at.flag() { Split::Units } else { Split::Whole };
        }
        let optional = make.at("optional");
        if optional.is_given() {
            let problem = Problem::new(at.value_place(), "`split = \"available\"` does not go with `optional` parts");
            self.problems.add(problem.also(optional.place, "they are here"));
        }
        Split::Available
    }

    fn lines(&mut self, at: Cursor) -> Vec<Line> {
        let line = |named: Named| {
            let item = self.names.need(RefersTo::Item, named.name, named.place, &mut self.problems)?;
            Some(Line { item: ItemId(item), quantity: u32::try_from(named.at.whole()).unwrap_or(1) })
        };
        at.names().filter_map(line).collect()
    }

    fn family(&mut self, named: Named) -> Family {
        let shares = self.shares(named.at, named);
        let choices = shares.into_iter().map(|(item, share)| Choice { item, share }).collect();
        Family { name: named.name.into(), choices }
    }

    /// Items with shares, scaled to sum to 1.
    pub fn shares(&mut self, at: Cursor, of: Named) -> Vec<(ItemId, f64)> {
        let share = |named: Named| {
            let item = self.names.need(RefersTo::Item, named.name, named.place, &mut self.problems)?;
            Some((ItemId(item), named.at.number()))
        };
        let mut shares: Vec<(ItemId, f64)> = at.names().filter_map(share).collect();
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let all: f64 = at.names().map(|named| named.at.number()).sum();
        if at.names().next().is_none() {
            self.problems.at(of.place, format!("`{}` names no item", of.name));
        } else if all == 0.0 {
            self.problems.at(of.place, format!("the shares of `{}` are all 0", of.name));
        } else if !all.is_finite() {
            self.problems.at(of.place, format!("the shares of `{}` are too large to be added", of.name));
        }
        shares.iter_mut().for_each(|(_, share)| *share /= sum);
        shares
    }
}

/// `make.time_per`, if it is written.
fn time_per(at: Cursor) -> Option<TimePer> {
    let word = at.given_text()?;
    Some(if word == "unit" { TimePer::Unit } else { TimePer::Lot })
}
