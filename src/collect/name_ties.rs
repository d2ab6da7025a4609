//! Ties that names decide: who gets a short part when several ask for it at one instant.

use crate::engine::{Observer, Order, Request, Simulator};
use crate::plan::{Mode, Plan};

/// Who asks: a customer stream, or an item whose rule is looked at at a given time, with its distance from the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Place in the demands of the plan.
    Demand(u32),
    /// Place in the items of the plan, and longest distance from the customer.
    Review(u32, u32),
}

impl Asker {
    /// Whether the two go by name where they meet.
    fn ties_with(self, other: Asker) -> bool {
        match (self, other) {
            (Asker::Demand(_), Asker::Demand(_)) => true,
            (Asker::Review(_, own), Asker::Review(_, depth)) => own == depth,
            _ => false,
        }
    }

    /// Its name in a plan.
    #[must_use]
    pub fn name(self, plan: &Plan) -> &str {
        match self {
            Asker::Demand(demand) => &plan.demands[demand as usize].name,
            Asker::Review(item, _) => &plan.items[item as usize].name,
        }
    }
}

/// Ties that names decided in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTies {
    /// How often somebody else had asked for a short part at the same instant, only by name before or after.
    pub count: u64,
    /// Of the first: place of the part in the items of the plan, who was first, who was second.
    pub first: (u32, Asker, Asker),
}

/// Requests of an item at one instant.
#[derive(Clone, Copy, Debug)]
struct Instant {
    time: i64,
    by: Asker,
    short: bool,
}

struct TieObserver<'p> {
    plan: &'p Plan,
    depths: Vec<u32>,
    asking: Option<Asker>,
    last: Vec<Option<Instant>>,
    found: Option<NameTies>,
}

/// Ties that names decide in the first replication of a plan; `None` if they decide nothing.
#[must_use]
pub fn name_ties(plan: &Plan) -> Option<NameTies> {
    let (depths, last) = (plan.bill.depths(), vec![None; plan.items.len()]);
    let mut observer = TieObserver { plan, depths, asking: None, last, found: None };
    Simulator::new(plan).run(&plan.levels(), 0, &[], &mut observer);
    observer.found
}

impl Observer for TieObserver<'_> {
    fn placed(&mut self, _now: i64, order: &Order) {
        self.asking = Some(Asker::Demand(order.demand));
    }

    fn reviewed(&mut self, _now: i64, item: u32) {
        self.asking = Some(Asker::Review(item, self.depths[item as usize]));
    }

    fn asked(&mut self, now: i64, request: Request) {
        let Some(by) = self.asking.filter(|_| self.plan.items[request.item as usize].mode != Mode::Pegged) else {
            return;
        };
        let short = request.taken < request.units;
        let last = &mut self.last[request.item as usize];
        let before = last.filter(|before| before.time == now && before.by.ties_with(by));
        let any = short || before.is_some_and(|before| before.short);
        *last = Some(Instant { time: now, by, short: any });
        if let Some(before) = before.filter(|before| any && before.by != by) {
            let first = (request.item, before.by, by);
            self.found.get_or_insert(NameTies { count: 0, first }).count += 1;
        }
    }
}
