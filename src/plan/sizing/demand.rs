//! What each stock point of a plan is asked for.

use crate::model::{Model, Supply};
use crate::network::{self, Asked, OrderStream, Rate};
use crate::plan::{MixTarget, Plan, variants};

/// What each item of the plan is asked for per time unit.
#[must_use]
pub fn rates(model: &Model, plan: &Plan) -> Vec<Rate> {
    asked(model, plan).iter().map(|asked| asked.rate).collect()
}

/// The same, stream by stream of the model.
#[must_use]
pub fn rates_by_stream(model: &Model, plan: &Plan) -> Vec<Vec<Rate>> {
    let of_one = |stream: OrderStream| {
        network::asked(&plan.bill, plan.items.len(), &[stream]).iter().map(|asked| asked.rate).collect()
    };
    streams(model, plan).into_iter().map(of_one).collect()
}

/// The same with the sizes of orders.
pub(super) fn asked(model: &Model, plan: &Plan) -> Vec<Asked> {
    network::asked(&plan.bill, plan.items.len(), &streams(model, plan))
}

fn streams<'m>(model: &'m Model, plan: &Plan) -> Vec<OrderStream<'m>> {
    let mut own: Vec<&[MixTarget]> = vec![&[]; model.demands.len()];
    for flow in &plan.flows {
        own[flow.origin as usize] = &plan.demands[flow.demand as usize].targets;
    }
    let streams = model.demands.iter().enumerate().map(|(place, demand)| {
        let roots = demand.mix.iter().zip(own[place]).flat_map(|(share, target)| {
            let points = stock_points(model, target, share.item.index()).into_iter();
            points.map(|(item, probability)| (item, share.share * probability))
        });
        OrderStream { demand, place, roots: roots.collect() }
    });
    streams.collect()
}

/// Stock points an order for this product may go to, with their probabilities: its variants, or itself.
fn stock_points(model: &Model, target: &MixTarget, product: usize) -> Vec<(usize, f64)> {
    if target.variants.is_empty() {
        return vec![(target.item as usize, 1.0)];
    }
    let Supply::Make(make) = &model.items[product].supply else { unreachable!("only a made item has variants") };
    let share = |config: usize| {
        let choices = variants::choices(make, config as u32);
        make.families.iter().zip(choices).map(|(family, place)| family.choices[place].share).product()
    };
    target.variants.iter().enumerate().map(|(config, item)| (*item as usize, share(config))).collect()
}
