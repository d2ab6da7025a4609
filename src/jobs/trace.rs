//! The life of orders.

use super::JobError;
use crate::collect;
use crate::input::{Accepted, nearest};
use crate::results::FactRow;

/// The facts of one replication of a strategy, in the order in which they happened; of the first strategy without a name.
///
/// # Errors
/// There is no strategy of this name.
pub fn trace(scenario: &Accepted, strategy: Option<&str>, replication: u32) -> Result<Vec<FactRow>, JobError> {
    let model = &scenario.model;
    let names = || model.strategies.iter().map(|strategy| strategy.name.as_str());
    let place = match strategy {
        None => 0,
        Some(name) => {
            names().position(|own| own == name || own.split(" = ").any(|preset| preset == name)).ok_or_else(|| {
                let near = nearest(name, names()).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
                JobError::Refused(format!("no strategy `{name}`{near}"))
            })?
        }
    };
    Ok(collect::trace(model, place, None, replication))
}
