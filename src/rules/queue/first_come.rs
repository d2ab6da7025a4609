//! First come, first served: the order of the requests, whoever makes them.

/// Nobody goes before one who waits.
pub(super) const OVERTAKES: bool = false;

/// Units reach requests in their order, so that times follow from times.
pub(super) const SCORED_BY_PATH: Result<(), &str> = Ok(());
