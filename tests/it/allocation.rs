//! Nothing is allocated per event: a replication that was run once runs again within the memory it has.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

use pushpull::collect::Runner;
use pushpull::input;
use pushpull::plan::Plan;

use super::program::shipped;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting what each thread asks for.
struct Counting;

// SAFETY: every call goes to the system's allocator unchanged; the counter is a plain cell of the thread.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations and events of a replication that was run before.
fn second_run(name: &str, strategy: &str, days: u32) -> (u64, u64) {
    let sets = [format!("run.horizon={days}"), "run.warm_up=50".to_string(), "report.buckets=10".to_string()];
    let model = input::read(Path::new(&shipped(name)), &sets).unwrap().model;
    let place = model.strategies.iter().position(|known| known.name == strategy).unwrap();
    let plan = Plan::new(&model, place);
    let mut runner = Runner::new(&model, &plan);
    runner.run(&plan.levels(), 0);
    let before = ALLOCATIONS.with(Cell::get);
    let record = runner.run(&plan.levels(), 0);
    (ALLOCATIONS.with(Cell::get) - before, record.events)
}

#[test]
fn longer_runs_allocate_no_more() {
    for (name, strategy) in [("pc-ato.toml", "ATO"), ("pc-three.toml", "MTS"), ("spare-parts.toml", "")] {
        let strategy = if strategy.is_empty() {
            input::read(Path::new(&shipped(name)), &[]).unwrap().model.strategies[0].name.clone()
        } else {
            strategy.to_string()
        };
        let (short, few) = second_run(name, &strategy, 200);
        let (long, many) = second_run(name, &strategy, 2000);
        assert!(many > 5 * few, "{name}: {many} events against {few}");
        // What is left are the pages of the sketches, which grow with the spread of the responses.
        assert!(
            long < short + 200 + (many - few) / 1000,
            "{name}: {long} allocations in {many} events, {short} in {few}"
        );
    }
}
