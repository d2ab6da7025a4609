//! `demand`.

use super::builder::Builder;
use crate::input::trace_rows::Trace;
use crate::keys::RefersTo;
use crate::laws::law;
use crate::model::{
    After, BackorderCost, Delivery, Demand, ItemId, LostCost, Profile, RecordedPart, Share, Ship, Ticks,
};
use crate::reader::{Cursor, Named, Problem};
use crate::rules::arrivals::{self, Surroundings};
use crate::rules::shortage;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Builder<'_> {
    /// Streams, in the order of the file.
    pub fn demands(&mut self, traces: &BTreeMap<String, Arc<Trace>>, around: Surroundings) -> Vec<Demand> {
        let mut demands = Vec::new();
        for named in self.scenario.at("demand").names() {
            match traces.get(named.name) {
                Some(trace) => demands.extend(self.recorded(named, trace, around)),
                None if named.at.at("arrivals").at("trace").is_given() => {}
                None => {
                    let mix = self.mix(named);
                    let profile = named.at.at("arrivals").at("profile");
                    let profile = arrivals::read_profile(profile, around, &mut self.problems);
                    demands.push(self.terms(named, mix, profile, None));
                }
            }
        }
        let streams = self.scenario.at("demand");
        if streams.names().next().is_none() {
            let place = streams.place;
            let problem = Problem::new(place, "no demand: a scenario needs at least one stream of orders");
            self.problems.add(problem.help("for example `[demand.NAME]` with `arrivals.poisson.rate = 1`"));
        }
        demands
    }

    /// A stream for these products, as its keys say.
    pub fn terms(
        &mut self,
        named: Named,
        mix: Vec<Share>,
        profile: Option<Profile>,
        recorded: Option<RecordedPart>,
    ) -> Demand {
        let at = named.at;
        let delivery = at.at("delivery");
        Demand {
            name: named.name.into(),
            mix,
            gaps: arrivals::read(at.at("arrivals"), &mut self.problems),
            profile,
            recorded,
            quantity: law(at.at("quantity")),
            due: at.at("due").given_number().map(Ticks::from_units),
            class: at.at("class").text().into(),
            shortage: shortage::read(at.at("shortage")),
            ship: if at.at("ship").text() == "partial" { Ship::Partial } else { Ship::Complete },
            delivery: Delivery { time: law(delivery.at("time")), cost: delivery.at("cost").number() },
            backorder: self.backorder(at),
            lost: lost_cost(at.at("lost_cost")),
        }
    }

    /// The products of a stream with their shares.
    pub fn mix(&mut self, named: Named) -> Vec<Share> {
        let (mix, item) = (named.at.at("mix"), named.at.at("item"));
        if let Some(mix) = named.at.at("mix").table().and(Some(mix)) {
            let of = Named { name: "mix", place: mix.place, at: mix };
            return self.shares(mix, of).into_iter().map(|(item, share)| Share { item, share }).collect();
        }
        let name = item.given_text().unwrap_or(named.name);
        let place = if item.is_given() { item.value_place() } else { named.place };
        if !item.is_given() && self.names.find(RefersTo::Item, name).is_none() {
            let message =
                format!("unknown item `{name}`: a stream without `item` or `mix` asks for the item of its name");
            self.problems.add(Problem::new(place, message).nearest(name, self.names.items().iter().copied()));
            return Vec::new();
        }
        let item = self.names.need(RefersTo::Item, name, place, &mut self.problems);
        item.map(|item| Share { item: ItemId(item), share: 1.0 }).into_iter().collect()
    }

    fn backorder(&mut self, demand: Cursor) -> BackorderCost {
        let at = demand.at("backorder_cost");
        if at.table().is_none() {
            return BackorderCost { rate: at.number(), once: 0.0, after: After::Placement };
        }
        let after = if at.at("after").text() == "due" { After::Due } else { After::Placement };
        if after == After::Due && !demand.at("due").is_given() {
            self.problems.at(at.at("after").value_place(), "`after = \"due\"` needs a `due` time");
        }
        BackorderCost { rate: at.at("rate").number(), once: at.at("once").number(), after }
    }
}

/// A number is the cost of an order.
fn lost_cost(at: Cursor) -> LostCost {
    match at.table() {
        None => LostCost { order: at.number(), unit: 0.0 },
        Some(_) => LostCost { order: at.at("order").number(), unit: at.at("unit").number() },
    }
}
