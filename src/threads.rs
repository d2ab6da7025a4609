//! Work shared out over threads; results come in the order of the work, whoever did it (but for [`on_each`]).
//!
//! *Architecture invariant:* rayon appears here and nowhere else, and threads are not seen from outside but by the clock: the same
//! work gives the same results on any number of them. What is done in parallel is called through `dyn`, so that rayon is
//! compiled for this module alone and not once more for each of its callers.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Does `work` with so many threads for what it shares out (0: one per core), or with the calling one where the system
/// refuses them. Inside work that is done so already it stays on the threads of that: who asks first says how many.
///
/// The threads end with the work. What is shared out without them is done by the calling thread: there are no threads that
/// nobody asked for, nor any that a process would miss after it has forked.
pub fn within<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let (mut work, mut result) = (Some(work), None);
    install(threads, &mut || result = work.take().map(|work| work()));
    result.expect("a pool does what it is given")
}

fn install(threads: usize, work: &mut (dyn FnMut() + Send)) {
    if rayon::current_thread_index().is_some() {
        return work();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// What each of the threads makes of the same work, in any order.
pub fn on_each<T: Send>(work: impl Fn() -> T + Sync) -> Vec<T> {
    let done = Mutex::new(Vec::new());
    let work = || {
        let result = work();
        lock(&done).push(result);
    };
    broadcast(&work);
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn broadcast(work: &(dyn Fn() + Sync)) {
    match rayon::current_thread_index() {
        Some(_) => drop(rayon::broadcast(|_| work())),
        // The calling thread alone: the system has refused others.
        None => work(),
    }
}

/// Both results, made beside each other.
pub fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    match rayon::current_thread_index() {
        Some(_) => rayon::join(a, b),
        None => (a(), b()),
    }
}

/// What `one` makes of each input.
pub fn map<I: Sync, T: Send>(inputs: &[I], one: impl Fn(&I) -> T + Sync) -> Vec<T> {
    numbered(inputs.len(), |number| one(&inputs[number]))
}

/// What `one` makes of each input, which it may change.
pub fn map_mut<I: Send, T: Send>(inputs: &mut [I], one: impl Fn(&mut I) -> T + Sync) -> Vec<T> {
    let inputs: Vec<Mutex<&mut I>> = inputs.iter_mut().map(Mutex::new).collect();
    numbered(inputs.len(), |number| one(&mut lock(&inputs[number])))
}

/// What `one` makes of 0 … `count` − 1.
pub fn numbered<T: Send>(count: usize, one: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let places: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    many(count, &|number| *lock(&places[number]) = Some(one(number)));
    let results = places.into_iter().map(|place| place.into_inner().unwrap_or_else(PoisonError::into_inner));
    results.map(|result| result.expect("each number had its turn")).collect()
}

/// What `one` makes of 0 … `count` − 1 with something that is dear to make: each thread goes on with what it or another has
/// used before.
pub fn numbered_with<S: Send, T: Send>(
    count: usize,
    new: impl Fn() -> S + Sync,
    one: impl Fn(&mut S, usize) -> T + Sync,
) -> Vec<T> {
    let idle = Idle::default();
    numbered(count, |number| idle.lend(&new, |state| one(state, number)))
}

/// What is dear to make and not in use. Who takes something out must be able to use it whatever state the last one left it in.
#[derive(Debug)]
pub struct Idle<S>(Mutex<Vec<S>>);

impl<S> Default for Idle<S> {
    fn default() -> Self {
        Idle(Mutex::new(Vec::new()))
    }
}

impl<S> Idle<S> {
    /// Does `work` with something idle, or else with a new one; it is idle afterwards.
    pub fn lend<T>(&self, new: impl FnOnce() -> S, work: impl FnOnce(&mut S) -> T) -> T {
        let taken = lock(&self.0).pop();
        let mut state = taken.unwrap_or_else(new);
        let result = work(&mut state);
        lock(&self.0).push(state);
        result
    }
}

fn many(count: usize, one: &(dyn Fn(usize) + Sync)) {
    match rayon::current_thread_index() {
        // After a panic, or a stop, nothing more is begun.
        Some(_) => (0..count).into_par_iter().with_max_len(1).panic_fuse().for_each(one),
        None => (0..count).for_each(one),
    }
}

/// A panic elsewhere ends all of the work anyway.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_work_on_any_number_of_threads() {
        let uneven =
            |number: usize| (0..(97 * number) % 1_013).fold(number as u64, |sum, i| sum.wrapping_mul(31) + i as u64);
        let expected: Vec<u64> = (0..500).map(uneven).collect();
        for threads in [0, 1, 2, 5] {
            assert_eq!(within(threads, || numbered(500, uneven)), expected);
            let inputs: Vec<usize> = (0..500).collect();
            assert_eq!(within(threads, || map(&inputs, |number| uneven(*number))), expected);
            let with = || {
                numbered_with(
                    500,
                    || 0,
                    |used, number| {
                        *used += 1;
                        uneven(number)
                    },
                )
            };
            assert_eq!(within(threads, with), expected);
        }
    }

    #[test]
    fn inputs_are_changed_in_place() {
        let mut inputs: Vec<u32> = (0..100).collect();
        let old = map_mut(&mut inputs, |input| std::mem::replace(input, 2 * *input));
        assert_eq!(old, (0..100).collect::<Vec<u32>>());
        assert_eq!(inputs, (0..100).map(|number| 2 * number).collect::<Vec<u32>>());
    }

    #[test]
    fn each_thread_takes_part_once() {
        assert_eq!(within(3, || on_each(|| 1)).iter().sum::<i32>(), 3);
        assert_eq!(on_each(|| 1), [1], "nobody asked for more");
        let here = std::thread::current().id();
        assert!(numbered(100, |_| std::thread::current().id()).iter().all(|id| *id == here), "nor here");
        let id = || std::thread::current().id();
        assert_eq!(both(id, id), (here, here), "nor here");
    }

    #[test]
    fn who_asks_first_says_how_many() {
        let count = || on_each(|| std::thread::current().id()).len();
        assert_eq!(within(2, || within(5, count)), 2);
        assert_eq!(within(1, || both(|| within(0, count), || within(3, count))), (1, 1));
    }

    #[test]
    fn a_panic_goes_on_in_the_caller() {
        let found = std::panic::catch_unwind(|| numbered(10, |number| assert!(number != 7)));
        assert!(found.is_err());
    }
}
