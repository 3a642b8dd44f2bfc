//! Work over lists: on all cores with the feature `parallel`, on one thread without it. The results are the
//! same, in the same order.

use std::sync::OnceLock;

#[cfg(feature = "parallel")]
mod threads {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use rayon::prelude::*;

    /// Number of shares of a list per thread. With few shares, one thread would be idle while another is
    /// still busy with a long share.
    const SHARES: usize = 16;

    /// Calls `work` with the index and the value of each of `items`. Returns the results in order.
    pub(crate) fn map<I, R>(items: I, work: impl Fn(usize, I::Item) -> R + Sync + Send) -> Vec<R>
    where
        I: IntoParallelIterator<Iter: IndexedParallelIterator>,
        R: Send,
    {
        let items = items.into_par_iter();
        let share = share_of(items.len());
        items.enumerate().with_max_len(share).map(|(place, item)| work(place, item)).collect()
    }

    /// Calls `work` with the index of each chunk of `items` and the chunk itself. A chunk has `size` items,
    /// the last one possibly fewer.
    pub(crate) fn map_chunks<'t, T: Sync, R: Send>(
        items: &'t [T],
        size: usize,
        work: impl Fn(usize, &'t [T]) -> R + Sync + Send,
    ) -> Vec<R> {
        map(items.par_chunks(size), work)
    }

    /// Maximum number of items in one share of `items`.
    fn share_of(items: usize) -> usize {
        items.div_ceil(SHARES * rayon::current_num_threads()).max(1)
    }

    /// Runs `one` and `other` and returns both results.
    pub(crate) fn join<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
        rayon::join(one, other)
    }

    /// Sorts `items`; equal ones may change places.
    pub(crate) fn sort_unstable<T: Ord + Send>(items: &mut [T]) {
        items.par_sort_unstable();
    }

    /// Takes tasks that run in parallel with the code that spawns them.
    pub(crate) struct Tasks<'t, 'scope> {
        scope: &'t rayon::Scope<'scope>,
        /// Number of tasks that were spawned and are not finished.
        open: Arc<AtomicUsize>,
    }

    impl<'scope> Tasks<'_, 'scope> {
        /// Spawns a task. If enough tasks wait already, the caller runs it at once: waiting, its data would
        /// only take up memory.
        pub(crate) fn spawn(&self, task: impl FnOnce() + Send + 'scope) {
            if self.open.load(Relaxed) >= 2 * rayon::current_num_threads() {
                return task();
            }
            self.open.fetch_add(1, Relaxed);
            let open = self.open.clone();
            self.scope.spawn(move |_| {
                task();
                open.fetch_sub(1, Relaxed);
            });
        }
    }

    /// Runs `work`, waits for all tasks that it spawned and returns its result.
    pub(crate) fn scope<'scope, R>(work: impl FnOnce(Tasks<'_, 'scope>) -> R) -> R {
        rayon::in_place_scope(|scope| work(Tasks { scope, open: Arc::default() }))
    }
}

#[cfg(not(feature = "parallel"))]
mod threads {
    use std::marker::PhantomData;

    /// Calls `work` with the index and the value of each of `items`. Returns the results in order.
    pub(crate) fn map<I: IntoIterator, R>(items: I, work: impl Fn(usize, I::Item) -> R) -> Vec<R> {
        items.into_iter().enumerate().map(|(place, item)| work(place, item)).collect()
    }

    /// Calls `work` with the index of each chunk of `items` and the chunk itself. A chunk has `size` items,
    /// the last one possibly fewer.
    pub(crate) fn map_chunks<'t, T, R>(items: &'t [T], size: usize, work: impl Fn(usize, &'t [T]) -> R) -> Vec<R> {
        items.chunks(size).enumerate().map(|(place, piece)| work(place, piece)).collect()
    }

    /// Runs `one` and `other` and returns both results.
    pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }

    /// Sorts `items`; equal ones may change places.
    pub(crate) fn sort_unstable<T: Ord>(items: &mut [T]) {
        items.sort_unstable();
    }

    /// Takes tasks and runs them at once.
    pub(crate) struct Tasks<'t, 'scope>(PhantomData<(&'t (), &'scope ())>);

    impl<'scope> Tasks<'_, 'scope> {
        /// Runs a task.
        pub(crate) fn spawn(&self, task: impl FnOnce() + 'scope) {
            task();
        }
    }

    /// Runs `work`, waits for all tasks that it spawned and returns its result.
    pub(crate) fn scope<'scope, R>(work: impl FnOnce(Tasks<'_, 'scope>) -> R) -> R {
        work(Tasks(PhantomData))
    }
}

pub(crate) use threads::{Tasks, join, map, map_chunks, scope, sort_unstable};

/// Returns the value of `cell`. If it is empty, `make` fills it; `make` may spread its work over all cores.
///
/// The cell does not call `make` itself, to avoid a deadlock. A thread that waits for a part of that work may
/// be given other work, and would wait for ever if that asked for the same cell. So `make` is, rarely, called
/// more than once; the first result is kept.
pub(crate) fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    if let Some(made) = cell.get() {
        return made;
    }
    let made = make();
    cell.get_or_init(|| made)
}
