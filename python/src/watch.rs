//! Long work beside the interpreter: others run meanwhile, somebody may follow it, and Ctrl-C ends it.

use super::error::{bug, refused};
use pushpull::jobs::{JobError, Told, Watch};
use pyo3::prelude::*;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Between two looks at signals, and two words about how far work is.
const BETWEEN: Duration = Duration::from_millis(50);

/// How far work is, and whether it goes on.
#[derive(Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
    events: AtomicU64,
    stop: AtomicBool,
}

impl Watch for Counts {
    fn told(&self, told: Told<'_>) -> ControlFlow<()> {
        let (done, total, events) = match told {
            Told::Replication { done, total, events } => (done, total, events),
            Told::LaidOut { done, total } => (done, total, 0),
            Told::Scored { points, .. } => (points, 0, 0),
        };
        self.done.store(done, Relaxed);
        self.total.store(total, Relaxed);
        self.events.store(events, Relaxed);
        if self.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Counts {
    /// Tells what has changed since `before` was told.
    fn tell(&self, whom: Option<&Bound<'_, PyAny>>, before: &mut [u64; 3]) -> PyResult<()> {
        let now = [&self.done, &self.total, &self.events].map(|count| count.load(Relaxed));
        if let Some(whom) = whom.filter(|_| now != *before) {
            *before = now;
            whom.call1((now[0], now[1], now[2]))?;
        }
        Ok(())
    }
}

/// Does a job while the interpreter is free; `progress` is what the caller was given for it.
///
/// # Errors
/// The job is refused; a signal or what is told of it raises; a panic, which is a bug.
pub fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&dyn Watch) -> Result<T, JobError> + Send,
) -> PyResult<T> {
    let listener = super::error::support(py, "listener")?.call1((progress,))?;
    let listener = Some(&listener).filter(|listener| !listener.is_none());
    let counts = Counts::default();
    let done = followed(py, listener, &counts, work);
    if let Some(end) = listener.and_then(|listener| listener.getattr("end").ok()) {
        end.call0()?;
    }
    done
}

fn followed<T: Send>(
    py: Python<'_>,
    listener: Option<&Bound<'_, PyAny>>,
    counts: &Counts,
    work: impl FnOnce(&dyn Watch) -> Result<T, JobError> + Send,
) -> PyResult<T> {
    let (ended, end) = channel();
    let end = Mutex::new(end);
    thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(counts)));
            // The other end waits for it.
            let _ = ended.send(());
            done
        });
        let (mut raised, mut told) = (None, [0; 3]);
        while py.detach(|| is_under_way(&end)) {
            if raised.is_none() {
                raised = py.check_signals().and_then(|()| counts.tell(listener, &mut told)).err();
                counts.stop.store(raised.is_some(), Relaxed);
            }
        }
        let done = py.detach(|| worker.join()).unwrap_or_else(Err);
        if let Some(raised) = raised {
            return Err(raised);
        }
        let done = done.map_err(|panic| bug(&*panic))?.map_err(|error| refused(py, &error))?;
        counts.tell(listener, &mut told)?;
        Ok(done)
    })
}

fn is_under_way(end: &Mutex<Receiver<()>>) -> bool {
    let end = end.lock().unwrap_or_else(PoisonError::into_inner);
    end.recv_timeout(BETWEEN) == Err(RecvTimeoutError::Timeout)
}

/// Does something short while the interpreter is free.
///
/// # Errors
/// A panic, which is a bug.
pub fn aside<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work))).map_err(|panic| bug(&*panic))
}
