//! Allotments: so many units in each period, all items of a supplier together; what is not taken expires.
//!
//! Right where a supplier rations: a quota a week, a slot a day. Orders take units in order of release, and each is sent when it has all
//! of its units; nobody overtakes.

use crate::model::Allotment;

/// What is left of the period at hand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Allotted {
    /// Its number, and units that nobody has taken.
    period: i64,
    left: i64,
    /// When the last order was sent, ticks.
    sent: i64,
}

impl Allotted {
    /// The beginning of a replication.
    pub fn begin(plan: Allotment) -> Allotted {
        Allotted { period: 0, left: plan.units, sent: 0 }
    }

    /// When an order of so many units is sent that is released at `now`; `at_work` gives the first time from another on at which the
    /// supplier is at work. `i64::MAX` if that is after `last`.
    pub fn take(
        &mut self,
        plan: Allotment,
        (now, units): (i64, i64),
        last: i64,
        mut at_work: impl FnMut(i64) -> i64,
    ) -> i64 {
        let (mut at, mut missing) = (now.max(self.sent), units);
        loop {
            at = at_work(at);
            if at > last {
                self.sent = i64::MAX;
                return i64::MAX;
            }
            if at / plan.every > self.period {
                (self.period, self.left) = (at / plan.every, plan.units);
            }
            let taken = missing.min(self.left);
            self.left -= taken;
            missing -= taken;
            if missing == 0 {
                self.sent = at;
                return at;
            }
            at = (self.period + 1) * plan.every;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_overtakes() {
        let plan = Allotment { units: 5, every: 10 };
        let mut allotted = Allotted::begin(plan);
        let sent = [(1, 4), (2, 7), (2, 1), (45, 5), (46, 1)].map(|order| allotted.take(plan, order, 1000, |at| at));
        // One of the first period, five of the second and one of the third; what the fourth has is gone.
        assert_eq!(sent, [1, 20, 20, 45, 50]);
    }
}
