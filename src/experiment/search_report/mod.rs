//! What a search found, described: the rows of `levels`, and sentences on how the levels were found, how good they can be at
//! most, and what the next unit is worth; frontiers; the items to hold.

mod begins;
mod describe;
mod early;
mod free;
mod frontier;
mod held;
mod honest;
mod missed;
mod moved;
mod phrases;

pub use begins::replaced_initial;
pub use describe::describe;
pub use early::{ended_early, search_ended_early};
pub use free::{free_holds, free_levels};
pub use frontier::{Along, frontier};
pub use held::decoupling;
pub use missed::missed;
pub use moved::add_moved_costs;

pub use phrases::service;
