//! The unit fill rate of a stock point, and the lowest position that meets one.

use super::point::SizingPoint;
use super::span_demand::SpanDemand;
use crate::laws::{Law, Moments};
use crate::model::Model;
use crate::network::{Asked, OrderSize};
use crate::rules::sizes::Sizes;
use crate::rules::stock;

/// Weight of the units of an order that are no longer followed, relative to all units asked.
const NOTHING: f64 = 1e-12;
/// Probability that is no longer told from 0 in 1 − cdf.
const UNSEEN: f64 = 1e-15;
/// Most units (or blocks of units) of one order that are told apart.
const LONGEST: usize = 65_536;
/// Orders this many times the size that a unit's order has in the mean are not followed.
const FAR: f64 = 40.0;
/// Largest fill rate looked for: a law without an end never serves everything.
const MOST: f64 = 1.0 - 1e-9;

/// What serves how much of what is asked, by the lowest position that its rule leaves it at.
pub(super) struct Fill {
    served: Served,
    /// Units that positions reach above the lowest, at most.
    highest: i64,
}

/// When a rule looks at its position, and so what an order finds.
enum Served {
    /// After each order, which finds what is left of a position after the demand of the lead time before it.
    EachOrder {
        demand: SpanDemand,
        /// P(B ≥ j) ÷ E[B] for j = 1, 2, …: the weight of the j-th unit of an order of B units; they sum to 1. Where the position
        /// is above the lowest by a law of its own, weights of j less that, from j − `highest` on. With a width above 1, for
        /// the middles of blocks of that many units.
        weights: Vec<f64>,
        width: u64,
    },
    /// At each review: what is owed at the end of the cycle that its replenishment has to last for, less what is owed when it
    /// comes, is what was not served at once (E. A. Silver, D. F. Pyke & R. Peterson, 1998, 7.5).
    Cycle {
        /// Over lead time and review.
        longer: SpanDemand,
        /// Over the lead time.
        lead: SpanDemand,
        /// Mean units of a cycle.
        units: f64,
        /// Units above the lowest position, with their probabilities.
        above: Sizes,
    },
}

impl Fill {
    /// `tails` are those of the model's demands; none where nothing is asked.
    pub(super) fn of(model: &Model, point: &SizingPoint, asked: &Asked, tails: &mut [Tail]) -> Option<Fill> {
        if point.requests.rate <= 0.0 {
            return None;
        }
        let (level, review) = (stock::level(point.stock), point.review());
        if review > 0.0 {
            let above = stock::flow(&level, &point.lot, &point.requests.over(review)).above;
            let over =
                |more: f64| SpanDemand::from_a_review(point, Moments { mean: point.lead.mean + more, ..point.lead });
            let (longer, lead, units) = (over(review), over(0.0), asked.rate.mean * review);
            let highest = above.largest() as i64;
            return Some(Fill { served: Served::Cycle { longer, lead, units, above }, highest });
        }
        let above = stock::flow(&level, &point.lot, &point.requests.sizes).above;
        let demand = SpanDemand::before_an_order(point, point.lead);
        let reach = FAR * typical_size(model, asked) + above.largest() as f64;
        let width = libm::ceil(reach / LONGEST as f64).max(1.0) as u64;
        Some(Fill::each_order(demand, &weights(model, asked, width, tails), &above, width))
    }

    fn each_order(demand: SpanDemand, orders: &[f64], above: &Sizes, width: u64) -> Fill {
        let above = above.in_steps(width, LONGEST);
        let highest = above.len() - 1;
        let mut weights = vec![0.0; orders.len() + highest];
        for (place, p) in above.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            weights[highest - place..].iter_mut().zip(orders).for_each(|(sum, weight)| *sum += p * weight);
        }
        let highest = highest as i64 * width as i64;
        Fill { served: Served::EachOrder { demand, weights, width }, highest }
    }

    /// The lowest position whose unit fill rate is at least `target`, with that fill rate.
    pub(super) fn smallest(&self, target: f64) -> (i64, f64) {
        let target = target.min(MOST);
        let (mut short, mut enough) = self.bracket(target);
        // The fill rate rises with the position. Where a straight line between both ends crosses the target is tried
        // first; every other step halves, so that a bent curve costs no more than twice as much.
        let mut halve = false;
        while enough.0 - short.0 > 1 {
            let span = enough.0 - short.0;
            let line = (target - short.1) / (enough.1 - short.1) * span as f64;
            let step = if halve { span / 2 } else { (line as i64).clamp(1, span - 1) };
            let middle = short.0 + step;
            let fill = self.at(middle);
            if fill < target {
                short = (middle, fill)
            } else {
                enough = (middle, fill)
            }
            halve = !halve;
        }
        enough
    }

    /// A position that serves too little and one that serves enough, each with its fill rate: looked for around the mean
    /// of the demand, in steps that grow from a quarter of its standard deviation.
    fn bracket(&self, target: f64) -> ((i64, f64), (i64, f64)) {
        let demand = match &self.served {
            Served::EachOrder { demand, .. } => demand,
            Served::Cycle { longer, .. } => longer,
        };
        // No position is above nothing: no unit is served.
        let nothing = -self.highest;
        let start = (demand.mean() as i64).max(nothing + 1);
        let mut step = ((demand.sd() / 4.0) as i64).max(1);
        let (mut short, mut enough) = ((nothing, 0.0), (start, self.at(start)));
        if enough.1 >= target {
            while enough.0 - nothing > step {
                let lower = (enough.0 - step, self.at(enough.0 - step));
                if lower.1 < target {
                    short = lower;
                    break;
                }
                (enough, step) = (lower, step * 2);
            }
        }
        while enough.1 < target {
            short = enough;
            enough = (short.0 + step, self.at(short.0 + step));
            step *= 2;
        }
        (short, enough)
    }

    /// Share of units served at once when the lowest position is this.
    pub(super) fn at(&self, lowest: i64) -> f64 {
        match &self.served {
            Served::EachOrder { demand, weights, width } => at_orders(demand, weights, *width, lowest + self.highest),
            Served::Cycle { longer, lead, units, above } => {
                let new = |place: u64| longer.short(lowest + place as i64) - lead.short(lowest + place as i64);
                (1.0 - above.mean_of(new) / units).clamp(0.0, 1.0)
            }
        }
    }
}

/// Σⱼ P(B ≥ j) P(D ≤ S − j) ÷ E[B] = E[min(B, (S − D)⁺)] ÷ E[B].
fn at_orders(demand: &SpanDemand, weights: &[f64], width: u64, level: i64) -> f64 {
    if width > 1 {
        let middles = (0..).map(|block| middle(block, width) as i64);
        return weights.iter().zip(middles).map(|(weight, j)| weight * demand.cdf(level - j)).sum();
    }
    let reach = weights.len().min(usize::try_from(level).unwrap_or(0));
    // From the last unit of an order to its first: the cdf is asked for once and then summed upwards.
    let least = level - reach as i64;
    let mut below = demand.cdf(least);
    let mut point = demand.point(least);
    let mut fill = 0.0;
    for (k, weight) in (least..).zip(weights[..reach].iter().rev()) {
        fill += weight * below;
        point = demand.next(k, point);
        below = (below + point).min(1.0);
    }
    fill
}

/// The unit in the middle of a block.
fn middle(block: u64, width: u64) -> u64 {
    block * width + width.div_ceil(2)
}

/// Mean size of the order a unit belongs to: E[B²] ÷ E[B].
fn typical_size(model: &Model, asked: &Asked) -> f64 {
    let (mut units, mut squares) = (0.0, 0.0);
    for size in &asked.sizes {
        let quantity = model.demands[size.demand].quantity.rounded_moments();
        let multiple = size.multiple as f64;
        units += size.rate * multiple * quantity.mean;
        squares += size.rate * multiple * multiple * (quantity.variance + quantity.mean * quantity.mean);
    }
    squares / units
}

/// P(Q ≥ q) of a stream's quantities, worked out once and as far as it is asked for.
#[derive(Clone, Debug)]
pub(super) struct Tail {
    /// At q = 1, 2, ….
    known: Vec<f64>,
}

impl Tail {
    /// One for each stream.
    pub(super) fn of(model: &Model) -> Vec<Tail> {
        model.demands.iter().map(|_| Tail { known: Vec::new() }).collect()
    }

    /// P(Q ≥ q); q counts from 1 and is remembered up to [`LONGEST`].
    fn at(&mut self, law: &Law, q: u64) -> f64 {
        let above = |q: u64| 1.0 - law.cdf((q as f64 - 0.5).next_down());
        let Some(place) = usize::try_from(q - 1).ok().filter(|place| *place < LONGEST) else { return above(q) };
        let from = self.known.len() as u64 + 1;
        self.known.extend((from..=q).map(above));
        self.known[place]
    }
}

/// P(B ≥ j) ÷ E[B] for the middles of blocks, up to the size beyond which hardly a unit is asked; they sum to 1.
fn weights(model: &Model, asked: &Asked, width: u64, quantities: &mut [Tail]) -> Vec<f64> {
    // First by how much the weight falls behind each block; then, summed from the last block on, the weights.
    let mut weights = Vec::new();
    let scale = width as f64 / asked.rate.mean;
    for size in &asked.sizes {
        let (law, tail) = (&model.demands[size.demand].quantity, &mut quantities[size.demand]);
        falls(size, scale, width, |q| tail.at(law, q), &mut weights);
    }
    let mut above = 0.0;
    for weight in weights.iter_mut().rev() {
        above += *weight;
        *weight = above;
    }
    let mut sum = 0.0;
    let followed = weights.iter().take_while(|weight| {
        let more = sum < 1.0 - NOTHING;
        sum += **weight;
        more
    });
    weights.truncate(followed.count());
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

/// Adds a size's part of the weights, as what they fall by behind each block.
fn falls(size: &OrderSize, scale: f64, width: u64, mut tail: impl FnMut(u64) -> f64, falls: &mut Vec<f64>) {
    let (rate, longest) = (size.rate * scale, LONGEST as u64);
    let (mut block, mut q) = (0, 1);
    while block < longest {
        if width > 1 {
            q = middle(block, width).div_ceil(size.multiple);
        }
        let share = tail(q);
        if share < UNSEEN {
            break;
        }
        // All units up to q × multiple are asked by orders of q or more: one look for all of their blocks.
        let end = blocks_up_to(q.saturating_mul(size.multiple), width).clamp(block + 1, longest);
        if falls.len() < end as usize {
            falls.resize(end as usize, 0.0);
        }
        falls[end as usize - 1] += rate * share;
        if block > 0 {
            falls[block as usize - 1] -= rate * share;
        }
        (block, q) = (end, q + 1);
    }
}

/// Blocks whose middle is at most this unit.
fn blocks_up_to(unit: u64, width: u64) -> u64 {
    if width == 1 {
        return unit;
    }
    let first = middle(0, width);
    if unit < first { 0 } else { (unit - first) / width + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::requests::fitted;

    fn demand(mean: f64, variance: f64) -> SpanDemand {
        SpanDemand::Fitted(fitted(Moments { mean, variance }))
    }

    fn orders(demand: SpanDemand, weights: &[f64], width: u64) -> Fill {
        Fill::each_order(demand, weights, &Sizes::constant(0), width)
    }

    fn unit(mean: f64, variance: f64) -> Fill {
        orders(demand(mean, variance), &[1.0], 1)
    }

    /// Palm's theorem: demand 20 over the lead time; P(N ≤ 27) = .947519, P(N ≤ 28) = .965666, P(N ≤ 29) = .978182.
    #[test]
    fn poisson_demand_is_sized_by_its_table() {
        let fill = unit(20.0, 20.0);
        for (target, level, share) in [(0.94, 28, 0.947_519), (0.95, 29, 0.965_666), (0.97, 30, 0.978_182)] {
            let (found, reached) = fill.smallest(target);
            assert_eq!(found, level);
            assert!((reached - share).abs() < 1e-6, "{reached}");
        }
        assert!(fill.at(0).abs() < 1e-300 && fill.at(1) > 0.0);
    }

    /// Far left of the mean to far right of it, where a point is below the smallest number.
    #[test]
    fn a_point_follows_from_the_one_before() {
        for (mean, variance) in [(900.0, 900.0), (900.0, 4e4), (900.0, 90.0), (0.02, 0.3), (1e5, 1e5), (7.0, 0.0)] {
            let demand = demand(mean, variance);
            let (mut point, mut sum) = (demand.point(0), demand.point(0));
            for k in 0..110_000 {
                point = demand.next(k, point);
                sum += point;
                let own = demand.point(k + 1);
                assert!((point - own).abs() <= 1e-9 * own + 1e-280, "{mean}, {variance}: {point} at {k}, not {own}");
            }
            assert!((sum - 1.0).abs() < 1e-9, "{mean}, {variance}: {sum}");
        }
    }

    /// Orders of 1 or 3 with equal probability: E[min(B, (S − D)⁺)] ÷ E[B] summed straight from its definition.
    #[test]
    fn batches_are_served_unit_by_unit() {
        let lead = demand(6.0, 15.0);
        let fill = orders(lead.clone(), &[0.5, 0.25, 0.25], 1);
        for level in [1_i64, 2, 5, 9, 20] {
            let direct: f64 = (0..level)
                .map(|demand| {
                    let left = (level - demand) as f64;
                    lead.point(demand) * 0.5 * (left.min(1.0) + left.min(3.0)) / 2.0
                })
                .sum();
            assert!((fill.at(level) - direct).abs() < 1e-12, "{level}: {} against {direct}", fill.at(level));
        }
    }

    #[test]
    fn blocks_of_units_come_near_the_units() {
        let single = orders(demand(4_000.0, 9e6), &[1.0 / 900.0; 900], 1);
        let blocks = orders(demand(4_000.0, 9e6), &[1.0 / 60.0; 60], 15);
        for level in [1_000, 4_000, 10_000] {
            let (left, right) = (single.at(level), blocks.at(level));
            // The midpoint rule errs by width² ÷ 24 times the slope of a density, here below 10⁻⁶.
            assert!((left - right).abs() < 1e-5, "{level}: {left} against {right}");
        }
    }

    #[test]
    fn large_demands_are_sized_without_a_table() {
        // Normal approximation: mean + 1.6449 sd, to a fraction of the skewness' correction.
        let (level, fill) = unit(1e7, 3e9).smallest(0.95);
        let normal = 1e7 + 1.644_854 * 3e9_f64.sqrt();
        assert!((level as f64 - normal).abs() < 0.02 * 3e9_f64.sqrt(), "{level} against {normal}");
        assert!((fill - 0.95).abs() < 1e-4);
    }
}
