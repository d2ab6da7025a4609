//! One analysis of the network for everyone who needs it: who is made of what, requirements, mean paths, rates, jobs and loads.
//!
//! Items are numbered from 0, by whoever asks: a model's items, or the stock points of a plan.
//!
//! *Architecture invariant:* means and whole numbers that follow from the model alone; nothing here is simulated.

mod bill;
mod flow;
mod guaranteed_service;
mod rates;
mod reach;

pub use bill::{BillOfMaterials, Cycle, Usage};
pub use flow::{MeanFlow, Streams};
pub use guaranteed_service::{GuaranteedService, ServiceStage, guaranteed_service};
pub use rates::{Asked, OrderSize, OrderStream, Rate, asked};
pub use reach::{in_use, lead_times, mean_paths, order_path, ordered};
