//! A stock point to size: what is asked of it, how long a replenishment takes, and its rule.

use crate::laws::Moments;
use crate::model::{Lot, Model, Stock};
use crate::network::{Asked, Rate};
use crate::plan::Plan;
use crate::rules::requests::{Gaps, Requests, Stream};
use crate::rules::sizes::Sizes;
use crate::rules::stock;

/// A stock point to size.
pub(super) struct SizingPoint<'m> {
    /// Place in the plan.
    pub item: usize,
    /// Share of units to serve at once.
    pub target: f64,
    /// Its rule, without the number to be found.
    pub stock: &'m Stock,
    /// Bounds of its replenishments.
    pub lot: Lot,
    /// Mean and variance of the nominal lead time.
    pub lead: Moments,
    /// Mean and variance of what is asked, per time unit.
    pub rate: Rate,
    /// What is asked, request by request.
    pub requests: Requests<'m>,
}

impl<'m> SizingPoint<'m> {
    /// Of an item of the plan; `quantities` are the sizes of the model's orders, with the share of orders of at least one unit.
    pub fn new(
        (model, plan, item): (&'m Model, &Plan, usize),
        stock: &'m Stock,
        lead: Moments,
        asked: &Asked,
        quantities: &[(Sizes, f64)],
    ) -> Option<SizingPoint<'m>> {
        let lot = *model.item(plan.items[item].origin).main_way().lot();
        let target = stock::sized_for(&stock.rule)?;
        let requests = requests(model, asked, quantities);
        Some(SizingPoint { item, target, stock, lot, lead, rate: asked.rate, requests })
    }

    /// Time between reviews; 0 is after each request.
    pub fn review(&self) -> f64 {
        self.stock.review.map_or(0.0, |review| review.units())
    }

    /// Mean and variance of what is asked in a span of random length.
    pub fn demand(&self, span: Moments) -> Moments {
        let Rate { mean, variance, .. } = self.rate;
        Moments { mean: mean * span.mean, variance: variance * span.mean + mean * mean * span.variance }
    }
}

/// The orders that ask an item, as streams of requests.
fn requests<'m>(model: &'m Model, asked: &Asked, quantities: &[(Sizes, f64)]) -> Requests<'m> {
    let mut streams: Vec<Stream<'m>> = Vec::new();
    let mut sizes = asked.sizes.clone();
    sizes.sort_by_key(|size| size.demand);
    for own in sizes.chunk_by(|one, next| one.demand == next.demand) {
        let (demand, (quantity, some)) = (&model.demands[own[0].demand], &quantities[own[0].demand]);
        if *some * demand.order_rate() <= 0.0 {
            continue;
        }
        let weights = own
            .iter()
            .flat_map(|size| quantity.iter().map(|(units, p)| (units.saturating_mul(size.multiple), p * size.rate)));
        let sizes = Sizes::weighted(weights.collect());
        let rate = own.iter().map(|size| size.rate).sum::<f64>() * some;
        let orders = demand.order_rate();
        let (per_order, cv_square) = (rate * sizes.mean() / orders, demand.gap_cv_square());
        let variance = rate * sizes.square() + (cv_square - 1.0) * orders * per_order * per_order;
        let gaps = Gaps::Renewal { law: &demand.gaps, tempo: demand.factor(), kept: rate / orders };
        streams.push(Stream { rate, sizes, variance, gaps });
    }
    Requests::of(streams)
}
