//! Quotes: each customer hears a promised time, which grows with the orders before his, and consents or declines.
//!
//! Lead-time quotation to customers who balk at long promises (I. Duenyas & W. J. Hopp, Management Science 41(1), 1995). The
//! promise is `base` + `per_open` × orders of the product that are placed and not delivered; it stands for the due time.

use crate::keys::range::SPAN;
use crate::keys::row::{TIME, key};
use crate::keys::{Fallback, KeyRow, ValueKind};
use crate::model::{Quote, Ticks};
use crate::random::{Purpose, StreamKey, StreamRng};
use crate::reader::{Cursor, Problems};

/// Its keys.
#[rustfmt::skip]
pub(super) const ROWS: &[KeyRow] = &[
    key("demand.*.quote", ValueKind::Group, "", Fallback::None, "A promise made to each customer as he comes, in place of `due`."),
    key("demand.*.quote.base", ValueKind::Time(SPAN), TIME, Fallback::Required, "Promised time where no order is open."),
    key("demand.*.quote.per_open", ValueKind::Time(SPAN), TIME, Fallback::Is("0"), "What each order of the product adds that is placed and not delivered."),
    key("demand.*.quote.in_stock", ValueKind::Time(SPAN), TIME, Fallback::Follows("as without stock"), "Promised time where the order is there in full."),
    key("demand.*.quote.accept", ValueKind::Weights(crate::keys::range::NOT_NEGATIVE), "", Fallback::Follows("all"), "Pairs of a promised time and the share of customers who consent to it, straight between them and level outside."),
];

/// The quote of a stream.
pub fn read(at: Cursor, problems: &mut Problems) -> Option<Quote> {
    if !at.is_given() {
        return None;
    }
    let accept = at.at("accept");
    let mut points: Vec<(f64, f64)> = Vec::new();
    for node in accept.list().unwrap_or_default() {
        let numbers: Vec<f64> = node.list().iter().filter_map(crate::reader::RawNode::number).collect();
        match numbers[..] {
            [time, share] if share <= 1.0 => {
                if points.last().is_some_and(|(before, _)| *before >= time) {
                    problems.at(node.place, "promised times must rise: this one is not after the one before it");
                }
                points.push((time, share));
            }
            [_, share] => problems.at(node.place, format!("{share} is no share of customers: from 0 to 1")),
            _ => problems.at(node.place, "a pair of a promised time and a share, `[8, 0.2]`"),
        }
    }
    let units = |key: &str| Ticks::from_units(at.at(key).number());
    let in_stock = at.at("in_stock").given_number().map(Ticks::from_units);
    Some(Quote { base: units("base"), per_open: units("per_open"), in_stock, accept: points })
}

/// What is promised, and who consents.
#[derive(Clone, Debug)]
pub struct QuotePlan {
    base: i64,
    per_open: i64,
    in_stock: Option<i64>,
    /// (ticks, share), ascending.
    accept: Vec<(i64, f64)>,
    key: StreamKey,
}

impl QuotePlan {
    /// Of a stream of this name.
    #[must_use]
    pub fn new(quote: &Quote, stream: &str) -> QuotePlan {
        QuotePlan {
            base: quote.base.0,
            per_open: quote.per_open.0,
            in_stock: quote.in_stock.map(|time| time.0),
            accept: quote.accept.iter().map(|(time, share)| (Ticks::from_units(*time).0, *share)).collect(),
            key: StreamKey::new(Purpose::Accept, stream),
        }
    }

    /// Whether it matters that an order is there in full.
    #[must_use]
    pub fn asks_for_stock(&self) -> bool {
        self.in_stock.is_some()
    }

    /// The promise to a customer before whom so many orders are open, ticks; `there` says that his is there in full.
    #[must_use]
    pub fn promise(&self, open: u64, there: bool) -> i64 {
        match self.in_stock.filter(|_| there) {
            Some(time) => time,
            None => {
                let more = i128::from(self.per_open) * i128::from(open) + i128::from(self.base);
                more.min(i128::from(Ticks::NEVER.0)) as i64
            }
        }
    }

    /// Whether the customer of an order consents to a promise.
    #[must_use]
    pub fn consents(&self, (seed, replication): (u64, u32), order: u64, promise: i64) -> bool {
        let share = self.share(promise);
        share >= 1.0 || StreamRng::keyed(seed, replication, self.key.number(order)).uniform() < share
    }

    /// The share that consents: straight between points, level outside.
    fn share(&self, promise: i64) -> f64 {
        let next = self.accept.partition_point(|(time, _)| *time <= promise);
        let point = |place: usize| self.accept.get(place).copied();
        match (next.checked_sub(1).and_then(point), point(next)) {
            (None, None) => 1.0,
            (None, Some((_, share))) | (Some((_, share)), None) => share,
            (Some((from, low)), Some((to, high))) => low + (high - low) * (promise - from) as f64 / (to - from) as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(accept: Vec<(f64, f64)>, in_stock: Option<f64>) -> QuotePlan {
        let ticks = Ticks::from_units;
        QuotePlan::new(&Quote { base: ticks(2.0), per_open: ticks(0.5), in_stock: in_stock.map(ticks), accept }, "x")
    }

    #[test]
    fn a_promise_grows_with_the_orders_before_it() {
        let (plain, stocked) = (plan(vec![], None), plan(vec![], Some(1.0)));
        let units = |ticks: i64| Ticks(ticks).units();
        assert_eq!([0, 1, 4].map(|open| units(plain.promise(open, true))), [2.0, 2.5, 4.0]);
        assert_eq!([units(stocked.promise(4, true)), units(stocked.promise(4, false))], [1.0, 4.0]);
        assert_eq!(plain.promise(u64::MAX, false), Ticks::NEVER.0, "no promise overflows");
    }

    #[test]
    fn consent_is_straight_between_points() {
        let own = plan(vec![(1.0, 0.9), (3.0, 0.5), (5.0, 0.0)], None);
        let share = |time: f64| own.share(Ticks::from_units(time).0);
        for (time, expected) in [(0.0, 0.9), (1.0, 0.9), (2.0, 0.7), (3.0, 0.5), (4.5, 0.125), (5.0, 0.0), (9.0, 0.0)] {
            assert!((share(time) - expected).abs() < 1e-12, "{time}: {}", share(time));
        }
        assert_eq!(plan(vec![], None).share(7), 1.0);
    }
}
