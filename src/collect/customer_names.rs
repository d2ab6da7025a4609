//! Whose order it is, where a record says so: its rows read beside the run once more.

use crate::engine::Order;
use crate::plan::{OrderStreams, Plan};

/// The customers of the orders of one replication.
#[derive(Debug)]
pub struct CustomerNames<'a> {
    plan: &'a Plan,
    /// By demand, where it has a record that names customers.
    records: Vec<Option<RecordReader>>,
    /// By demand: the one whose record it is a part of, which is often itself.
    leaders: Vec<usize>,
}

/// A stream of recorded orders, read again.
#[derive(Debug)]
struct RecordReader {
    stream: OrderStreams,
    /// Rows of its orders so far.
    rows: Vec<u32>,
}

impl<'a> CustomerNames<'a> {
    /// Of a replication.
    #[must_use]
    pub fn new(plan: &'a Plan, replication: u32) -> CustomerNames<'a> {
        let mut leaders: Vec<usize> = Vec::with_capacity(plan.demands.len());
        let mut records = Vec::with_capacity(plan.demands.len());
        for (place, demand) in plan.demands.iter().enumerate() {
            let leader = if demand.arrivals.follows() { leaders[place - 1] } else { place };
            leaders.push(leader);
            let names = demand.arrivals.recorded().is_some_and(|record| record.names_customers());
            records.push(names.then(|| {
                let mut stream = OrderStreams::closed();
                stream.open(plan.seed, replication, demand);
                RecordReader { stream, rows: Vec::new() }
            }));
        }
        CustomerNames { plan, records, leaders }
    }

    /// The customer of an order; empty where none is named.
    pub fn of(&mut self, order: &Order) -> &'a str {
        let leader = self.leaders[order.demand as usize];
        let Some(own) = &mut self.records[leader] else { return "" };
        let demand = &self.plan.demands[leader];
        let Some(record) = demand.arrivals.recorded() else { return "" };
        while own.rows.len() as u64 <= order.number {
            own.stream.next_arrival(demand, 0);
            if !own.stream.comes_back(demand) {
                own.rows.push(own.stream.coming().expect("it has a record") as u32);
            }
        }
        record.customer(own.rows[order.number as usize] as usize)
    }
}
