//! Where the exact answer is known: one bought item, with one unit on the shelf or none.

use crate::model::{After, BackorderCost, Crossing, Holding, Model, Ship, Shortage, StockRule, Supply};

/// ln(λ L ÷ ln(1 + h ÷ b)): above 0 where a first unit of stock costs less than none. N, the units on order, is Poisson
/// with mean λ L (Palm 1938), and the first unit changes the cost by h P(N = 0) − b P(N > 0), which is negative where
/// λ L > ln(1 + h ÷ b). Applies to a bought item of an ample supplier, asked for one by one by Poisson customers who wait
/// at a cost, of which one strategy holds exactly one unit and another none; `None` for everything else.
pub(super) fn of(model: &Model) -> Option<f64> {
    if model.own.iter().any(Option::is_some) {
        return None;
    }
    let ([item], [demand]) = (model.items.as_slice(), model.demands.as_slice()) else { return None };
    let Supply::Buy(buy) = &item.supply else { return None };
    let ample = buy.supplier.is_none_or(|supplier| model.suppliers[supplier.index()].servers.is_none());
    // Receipts that wait for those before them are on order for longer than their lead time.
    let freely = buy.crossing == Crossing::Independent || buy.lead_time.variance() == 0.0;
    let plain = demand.is_poisson()
        && item.sources.is_empty()
        && buy.yields.is_none()
        && buy.breaks.is_none()
        && model.costs.capital_rate == 0.0
        && demand.profile.is_none()
        && ample
        && freely
        && buy.order_cost == 0.0
        && buy.lot == crate::model::Lot::default()
        && demand.quantity.as_constant() == Some(1.0)
        && matches!(demand.shortage, Shortage::Backorder)
        && demand.ship == Ship::Complete;
    let BackorderCost { rate, once, after: After::Placement } = demand.backorder else { return None };
    let held = |level: Option<i64>| {
        model.strategies.iter().any(|strategy| match (&strategy.holds[0], level) {
            (None, None) => true,
            (Some(stock), Some(level)) => stock.review.is_none() && stock.rule == StockRule::BaseStock { level },
            _ => false,
        })
    };
    if !plain || once != 0.0 || !held(None) || !held(Some(1)) {
        return None;
    }
    let holding = match item.holding {
        Holding::PerUnit(cost) => cost,
        Holding::Rate(rate) => rate * item.value / model.time_unit.per_year(),
    };
    let boundary = libm::log(buy.lead_time.mean() / demand.gaps.mean() / libm::log1p(holding / rate));
    boundary.is_finite().then_some(boundary)
}
