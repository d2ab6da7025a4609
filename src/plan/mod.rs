//! From the checked model to what the engines run: dense arrays, samplers and stream keys for **one strategy**.
//!
//! ```text
//! Model × strategy ──build──► Plan (what the network is)     Levels (the numbers of its stock rules)
//!                                  │                              │
//!                                  └──────── simulate(plan, levels, replication) ────────► facts
//! ```
//!
//! A plan knows what is held and how everything is replenished; the numbers of the stock rules are a value apart,
//! [`Levels`], so that sweeps and searches reuse one plan.
//! Items, demands, stations and suppliers are numbered in the order of their names, because the order of events at
//! one instant is a promise that depends on names and numbers only (`docs/MODEL.md`, time).
//! A configured product that the strategy holds, or whose units are pooled, stands here as one item per variant.
//!
//! *Architecture invariant:* no file, no name is looked up at run time; a plan never changes once it is built.

mod build;
mod classes;
mod customers;
mod demand;
mod item;
mod levels;
mod network;
pub mod sizing;
mod source;
mod streams;
mod values;
mod variants;

pub use classes::{Classes, PlanClass};
pub use demand::{DemandKeys, DrawnOrder, MixTarget, NOT_PROMISED, OrderStreams, PlanDemand};
pub use item::{BuyPlan, MakePlan, Mode, PlanItem, ReplenishmentMode, SupplyPlan};
pub use levels::{Levels, ReserveLevel};
pub use network::{Flow, Plan, PlanFamily, PlanLine, PlanOpening, PlanStation, PlanSupplier, TieKeys};
pub use source::{PlanSource, RushPlan, SourcedItem};
pub use variants::variant_name;

pub use crate::rules::stock::Level;
pub use crate::rules::variates::{Rounding, VariateStream};
