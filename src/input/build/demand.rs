//! `demand`.

use super::builder::Builder;
use crate::input::trace_rows::Trace;
use crate::keys::RefersTo;
use crate::laws::law;
use crate::model::{
    After, BackorderCost, Delivery, Demand, ItemId, LostCost, Profile, Quote, RecordedPart, Returns, Share, Ship, Ticks,
};
use crate::reader::{Cursor, Named, Problem};
use crate::rules::arrivals::{self, Surroundings};
use crate::rules::{customers, shortage};
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
            pay_after: Ticks::from_units(at.at("pay_after").number()),
            class: at.at("class").text().into(),
            shortage: shortage::read(at.at("shortage")),
            ship: if at.at("ship").text() == "partial" { Ship::Partial } else { Ship::Complete },
            delivery: Delivery {
                time: law(delivery.at("time")),
                cost: delivery.at("cost").number(),
                carbon: delivery.at("carbon").number(),
            },
            backorder: self.backorder(at),
            lost: lost_cost(at.at("lost_cost")),
            accept_substitute: customers::read_substitutes(at),
            quote: self.quote(at),
            returns: self.returns(named),
            patience_from: self.patience_from(at),
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

    fn quote(&mut self, demand: Cursor) -> Option<Quote> {
        let at = demand.at("quote");
        if at.is_given() && demand.at("due").is_given() {
            let problem = Problem::new(at.place, "`quote` and `due` exclude each other: a quote is the promise");
            self.problems.add(problem.also(demand.at("due").place, "the other is here"));
        }
        customers::read_quote(at, &mut self.problems)
    }

    /// Orders for products with options do not say of which variant their units would be.
    fn returns(&mut self, named: Named) -> Option<Returns> {
        let demand = named.at;
        let own = customers::read_returns(demand.at("returns"))?;
        let items: Vec<Named> = self.scenario.at("items").names().collect();
        let asked = |name: &str| {
            let (mix, item) = (demand.at("mix"), demand.at("item"));
            let in_mix = mix.names().any(|share| share.name == name);
            in_mix || (!mix.is_given() && item.given_text().unwrap_or(named.name) == name)
        };
        let with_options = items.iter().find(|item| asked(item.name) && item.at.at("make").at("options").is_given());
        if let Some(item) = with_options {
            let message = format!("`{}` has options: orders for it do not come back here", item.name);
            self.problems.at(demand.at("returns").place, message);
        }
        Some(own)
    }

    fn patience_from(&mut self, demand: Cursor) -> After {
        let at = demand.at("shortage").at("after");
        if at.text() != "due" {
            return After::Placement;
        }
        if !demand.at("due").is_given() && !demand.at("quote").is_given() {
            self.problems.at(at.value_place(), "`after = \"due\"` needs a `due` time or a `quote`");
        }
        After::Due
    }

    fn backorder(&mut self, demand: Cursor) -> BackorderCost {
        let at = demand.at("backorder_cost");
        if at.table().is_none() {
            return BackorderCost { rate: at.number(), once: 0.0, after: After::Placement };
        }
        let after = if at.at("after").text() == "due" { After::Due } else { After::Placement };
        if after == After::Due && !demand.at("due").is_given() && !demand.at("quote").is_given() {
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
