//! Work over lists, spread over all cores with the feature `parallel` and done on one thread without it. The results are
//! the same, in the same order.

use std::sync::OnceLock;

#[cfg(feature = "parallel")]
mod threads {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use rayon::prelude::*;

    /// How many shares of a list there are for each thread: with few of them one thread has nothing left to do while another
    /// is still busy with a long share.
    const SHARES: usize = 16;

    /// What `work` makes of each of `items` and its place among them.
    pub(crate) fn map<I, R>(items: I, work: impl Fn(usize, I::Item) -> R + Sync + Send) -> Vec<R>
    where
        I: IntoParallelIterator<Iter: IndexedParallelIterator>,
        R: Send,
    {
        let items = items.into_par_iter();
        let share = share_of(items.len());
        items.enumerate().with_max_len(share).map(|(place, item)| work(place, item)).collect()
    }

    /// What `work` makes of each piece of `items`, `size` of them or at the end fewer, and its place among the pieces.
    pub(crate) fn map_chunks<'t, T: Sync, R: Send>(
        items: &'t [T],
        size: usize,
        work: impl Fn(usize, &'t [T]) -> R + Sync + Send,
    ) -> Vec<R> {
        map(items.par_chunks(size), work)
    }

    /// How many of `items` are no more than one share.
    fn share_of(items: usize) -> usize {
        items.div_ceil(SHARES * rayon::current_num_threads()).max(1)
    }

    /// What `one` and `other` come to.
    pub(crate) fn join<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
        rayon::join(one, other)
    }

    /// Sorts `items`.
    pub(crate) fn sort_unstable<T: Ord + Send>(items: &mut [T]) {
        items.par_sort_unstable();
    }

    /// Takes tasks that are done beside whoever hands them over.
    pub(crate) struct Tasks<'t, 'scope> {
        scope: &'t rayon::Scope<'scope>,
        /// How many were handed over and are not done.
        open: Arc<AtomicUsize>,
    }

    impl<'scope> Tasks<'_, 'scope> {
        /// Hands a task over. Where enough of them wait already, whoever hands it over does it: what it holds would only take
        /// room meanwhile.
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

    /// What `work` returns, when all tasks that it handed over are done.
    pub(crate) fn scope<'scope, R>(work: impl FnOnce(Tasks<'_, 'scope>) -> R) -> R {
        rayon::in_place_scope(|scope| work(Tasks { scope, open: Arc::default() }))
    }
}

#[cfg(not(feature = "parallel"))]
mod threads {
    use std::marker::PhantomData;

    /// What `work` makes of each of `items` and its place among them.
    pub(crate) fn map<I: IntoIterator, R>(items: I, work: impl Fn(usize, I::Item) -> R) -> Vec<R> {
        items.into_iter().enumerate().map(|(place, item)| work(place, item)).collect()
    }

    /// What `work` makes of each piece of `items`, `size` of them or at the end fewer, and its place among the pieces.
    pub(crate) fn map_chunks<'t, T, R>(items: &'t [T], size: usize, work: impl Fn(usize, &'t [T]) -> R) -> Vec<R> {
        items.chunks(size).enumerate().map(|(place, piece)| work(place, piece)).collect()
    }

    /// What `one` and `other` come to.
    pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
        (one(), other())
    }

    /// Sorts `items`.
    pub(crate) fn sort_unstable<T: Ord>(items: &mut [T]) {
        items.sort_unstable();
    }

    /// Takes tasks and does them at once.
    pub(crate) struct Tasks<'t, 'scope>(PhantomData<(&'t (), &'scope ())>);

    impl<'scope> Tasks<'_, 'scope> {
        /// Does a task.
        pub(crate) fn spawn(&self, task: impl FnOnce() + 'scope) {
            task();
        }
    }

    /// What `work` returns, when all tasks that it handed over are done.
    pub(crate) fn scope<'scope, R>(work: impl FnOnce(Tasks<'_, 'scope>) -> R) -> R {
        work(Tasks(PhantomData))
    }
}

pub(crate) use threads::{Tasks, join, map, map_chunks, scope, sort_unstable};

/// What `cell` holds; if nothing yet, what `make` returns, which may spread its work over all cores.
///
/// `make` is not called by the cell itself: a thread that waits for a part of that work may be given other work meanwhile, and
/// would wait for ever where that asks for the same cell. Rarely `make` is called more than once therefore; the first result holds.
pub(crate) fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    if let Some(made) = cell.get() {
        return made;
    }
    let made = make();
    cell.get_or_init(|| made)
}
