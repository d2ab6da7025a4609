//! Which laws a record follows, and what to write into a scenario for it.

mod advice;
mod fragment;
mod orders;
mod pictures;
mod request;
mod values;

pub use request::FitRequest;

use super::JobError;
use crate::input::{Recorded, read_record};
use crate::results::FitResults;
use crate::threads;

/// Fits every law to what is asked of a record.
///
/// # Errors
/// Everything that is wrong with the file, or that it holds too little to tell anything.
pub fn fit(request: &FitRequest) -> Result<FitResults, JobError> {
    let recorded = read_record(&request.record)?;
    threads::within(request.threads, || match recorded {
        Recorded::Values { values, empty } => Ok(values::results(request, &values, empty)),
        Recorded::Orders(orders) => orders::results(request, &orders),
    })
}
