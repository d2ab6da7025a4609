//! No more memory: told in words, with the exit code of a machine that refuses.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{self, Write as _};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use super::failure::MACHINE;

/// The allocator of the system. Where that has nothing left, the process ends with a message in the place of an abort.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory;

// SAFETY: every call goes to the allocator of the system as it came. What that returns is handed on, or the process ends.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: what the caller promises is what the system asks for; so below.
        there(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        there(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        there(unsafe { System.realloc(place, layout, size) }, size)
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}

/// A place in memory, which is never nowhere.
#[inline]
fn there(place: *mut u8, size: usize) -> *mut u8 {
    if place.is_null() {
        none_left(size);
    }
    place
}

/// Says so, asking for no memory.
#[cold]
fn none_left(size: usize) -> ! {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.swap(true, Ordering::Relaxed) {
        // Another thread is saying it and ends the process.
        loop {
            std::thread::park();
        }
    }
    let _ = writeln!(
        io::stderr(),
        "pushpull: out of memory: the system refused {size} bytes more; fewer --threads need less, and where \
         replications were under way those that are done are kept: the same command with --resume goes on"
    );
    process::exit(i32::from(MACHINE))
}
