//! The event engine: one replication of one strategy, event by event.
//!
//! ```text
//!            ┌────────── calendar: receipts · completions · patience · write-offs · reviews · arrivals
//!            ▼
//!   step ─► arrival ──► request ──► release ──► (request at each part …) or (purchase)
//!        ─► receipt / completion ──► receive ──► give to its claim, the backlog, the shelf
//!                                                └─► kit complete ──► station queue ──► start
//! ```
//!
//! A made item's replenishment is a work order that requests its parts; nothing here asks which strategy runs, only
//! whether an item is held. Events at one instant are taken in the order of [`Rank`] and then by names and
//! numbers (where `run.ties` says so, by a draw in place of names); starts at stations come last at each instant. What an event causes at its own instant takes its turn
//! before the clock moves.
//!
//! A replication is reset, not rebuilt: [`Simulator::run`] may be called again and again and allocates nothing once
//! its containers have grown to the size of the work.
//!
//! *Architecture invariant:* the engine cannot fail and keeps no statistics; it knows no files, threads or names. What
//! happens is told to an [`Observer`].

mod allocate;
mod as_built;
mod audit;
mod batches;
mod calendar;
mod configured;
mod customers;
mod dealings;
mod event;
mod heap;
mod hours;
mod observer;
mod open_orders;
mod opening;
mod pieces;
mod prefetch;
mod queue;
mod replenish;
mod reset;
mod sent;
mod sequence;
mod serve;
mod simulator;
mod slab;
mod sourcing;
mod state;
mod station;
mod ties;
mod together;
mod urgency;
mod write_off;

pub use calendar::{Calendar, Load};
pub use event::{Event, Rank};
pub use observer::{LevelKind, Observer, Request, Restocked, Served, Shipment, WrittenOff};
pub use prefetch::prefetch;
pub use simulator::{RunEnd, Simulator};
pub use state::{Claim, LineState, Order, Replenishment, Work, WorkStatus};

pub use crate::rules::supply::SupplierJob;
