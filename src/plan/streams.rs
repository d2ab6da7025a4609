//! The streams of customers as a plan has them.

use super::demand::{DemandKeys, MixTarget, PlanDemand};
use crate::laws::Sampler;
use crate::model::{Demand, Item, Model};
use crate::random::{AliasTable, Purpose, StreamKey};
use crate::rules::arrivals::{Arrivals, OtherArrivals, ProfilePlan, RecordedPlan};
use crate::rules::customers::CustomerRules;
use crate::rules::queue::Urgency;
use crate::rules::shortage::ShortagePlan;

/// When the orders of a stream come, in a run that is over at a tick.
pub(super) fn arrivals(model: &Model, demand: &Demand, until: i64) -> Arrivals {
    let other = match (&demand.profile, &demand.recorded) {
        (Some(profile), _) => {
            Some(OtherArrivals::Profile(Box::new(ProfilePlan::new(profile, &model.environments, until))))
        }
        (_, Some(part)) if part.part == 0 => {
            Some(OtherArrivals::Recorded(Box::new(RecordedPlan::new(part, &demand.name, until))))
        }
        (_, Some(_)) => Some(OtherArrivals::Follows),
        _ => None,
    };
    Arrivals::new(&demand.gaps, other, StreamKey::new(Purpose::Arrival, &demand.name))
}

pub(super) fn demand_plan(
    (demand, items): (&Demand, &[Item]),
    (urgency, arrivals): (Urgency, Arrivals),
    targets: Vec<MixTarget>,
) -> PlanDemand {
    let key = |purpose| StreamKey::new(purpose, &demand.name);
    PlanDemand {
        name: demand.name.clone(),
        arrivals,
        quantity: Sampler::new(demand.recorded.as_ref().map_or(&demand.quantity, |part| &part.quantity)),
        restocks: demand.recorded.as_ref().is_some_and(|part| part.orders.restocks()),
        terms: demand.recorded.as_ref().map_or(0, |part| part.terms),
        kin: Vec::new(),
        customers: CustomerRules::new(demand, items),
        only_waits: false,
        mix: (targets.len() > 1)
            .then(|| AliasTable::new(&demand.mix.iter().map(|share| share.share).collect::<Vec<_>>())),
        targets,
        due: demand.due.map(|due| due.0),
        urgency,
        shortage: ShortagePlan::new(&demand.shortage, demand.ship),
        ship: demand.ship,
        delivery: Sampler::new(&demand.delivery.time),
        keys: DemandKeys {
            quantity: key(Purpose::Quantity),
            mix: key(Purpose::Mix),
            options: key(Purpose::Options),
            patience: key(Purpose::Patience),
            delivery: key(Purpose::Delivery),
        },
    }
}
