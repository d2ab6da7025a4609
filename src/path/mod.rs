//! Sample paths: one replication of one strategy kept whole, to be scored at any vector of base stocks.
//!
//! Where every inventory position stands still (continuous base stock or order-driven items, full backlog, first come
//! first served with commitment), every release happens at the customer arrival that caused it. So the arrivals alone
//! give every request of every item, in order; and with S units in stock at the beginning, unit u asked of an item is
//! served by unit u − S of its receipts in the order of their times, at `max(asked, received)`.
//!
//! ```text
//! explode_orders: arrivals in calendar order ──► requests of every item, and which replenishment asked
//! lead_times:     purchases received, times in process
//! SamplePath:     parts before what is made of them: receipts in order ──► requests served ──► kits ──► work finished;
//!                 moved from one vector of base stocks to the next: service, response, money
//! ```
//!
//! It draws from the same streams as the engine, in the same order, with the same integer time, and gives the same
//! money, service and responses (tested on random networks, `tests/it/sample_paths.rs`). Searches score with it; every
//! run is recorded by the engine. [`qualify`] says which strategies it covers, and why not the others.
//!
//! *Architecture invariant:* as the engine: it knows no files, threads or names and keeps no statistics; what it
//! gives are times and sums.

mod base_stock_queue;
mod explode;
mod item_times;
mod journal;
mod keep;
mod lead_times;
mod lower_bound;
mod monotone;
mod network;
mod replication;
mod sample_path;
mod slopes;
mod station_queue;
mod totals;
mod update;

pub use lower_bound::{Charge, LateAfter, LowerBound, StockSpan};
pub use network::{Network, NotScored, qualify};
pub use replication::Path;
pub use sample_path::SamplePath;
pub use slopes::{Exactly, Judged, Priced, RelaxedPath, Slopes, Weighed};
pub use totals::FlowTotals;
