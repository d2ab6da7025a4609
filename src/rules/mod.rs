//! The rules of a supply network, one file each. Whoever adds a rule writes one file beside its sisters and one arm in the
//! `mod.rs` of its family.
//!
//! The engine asks five questions and knows no rule by name. Each family is a closed set, matched in one place, so
//! that every call is static:
//!
//! | question | family | asked |
//! |---|---|---|
//! | who is next? (`allocate`) | [`allocation`], [`queue`] | when units arrive, and when a work order asks for its parts or joins a queue |
//! | how much? (`release`) | [`stock`] | after a request, or at a review |
//! | what is worthless? (`write_off`) | [`life`] | at the end of an item, and at moments of obsolescence |
//! | when? (`receive`) | [`supply`], [`at_work`] | when a purchase is released, and when a job starts where a place is not always at work |
//! | what comes? (`arrive`) | [`arrivals`], [`customers`], [`shortage`] | when an order arrives: when the next one does, what it becomes and whether it waits |
//!
//! The parts of a rule's file, in this order: what the rule is, when it is used, its source and formula; its rows of
//! the table of keys, and how it is read; what a search may move; its plan as plain data; the engine's questions that it
//! answers; whether kept sample paths can score it; tests. What a stock rule makes of a stream of requests follows from its numbers
//! and the lots of its item ([`stock::flow`], on the laws of [`requests`] and [`sizes`]).
//!
//! *Architecture invariant:* a rule knows keys and their reader, the vocabulary of the model and random streams; it knows neither the plan of a
//! network nor the state of a run.

pub mod allocation;
pub mod arrivals;
pub mod at_work;
pub mod customers;
pub mod life;
pub mod queue;
pub mod requests;
pub mod shortage;
pub mod sizes;
pub mod stock;
pub mod supply;
pub mod variates;
