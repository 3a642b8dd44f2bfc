//! Splits a long array into its elements, which other threads read while the splitting continues.
//!
//! The splitter only finds the end of each element; the other threads do the rest.

use std::sync::{Mutex, PoisonError};

use super::json::{Batch, Error, Parser};
use crate::parallel::Tasks;

/// Size of a batch of elements in bytes: large enough for the cost of a task, small enough to share evenly.
const BATCH: usize = 512 * 1024;

/// The results, each batch with the number of its first element.
pub(super) type Sink<T> = Mutex<Vec<(usize, Vec<T>)>>;

/// Splits an array and passes its elements as raw bytes to `work`.
pub(super) struct Elements<'r, 'scope, 'a, T, W> {
    pub(super) tasks: &'r Tasks<'r, 'scope>,
    pub(super) work: &'scope W,
    pub(super) sink: &'scope Sink<T>,
    pub(super) first: &'r mut usize,
    pub(super) starts: &'r mut Vec<&'a [u8]>,
}

impl<'scope, 'a: 'scope, T, W> Elements<'_, 'scope, 'a, T, W>
where
    T: Send + 'scope,
    W: Fn(Batch<'a>) -> Vec<T> + Sync,
{
    /// Starts a task for `batch`, whose elements follow those before.
    pub(super) fn hand_over(&mut self, batch: Batch<'a>) {
        let (first, work, sink) = (*self.first, self.work, self.sink);
        let elements = batch.bytes();
        *self.first += elements.len();
        self.starts.extend(elements);
        self.tasks.spawn(move || {
            let read = work(batch);
            sink.lock().unwrap_or_else(PoisonError::into_inner).push((first, read));
        });
    }

    /// Splits the next array.
    pub(super) fn read(&mut self, json: &mut Parser<'a>) -> Result<(), Error> {
        let mut batch = Batch::default();
        let mut size = 0;
        json.list(|json| {
            size += json.element(&mut batch)?;
            if size >= BATCH {
                size = 0;
                let another = batch.another();
                self.hand_over(std::mem::replace(&mut batch, another));
            }
            Ok(())
        })?;
        if size > 0 {
            self.hand_over(batch);
        }
        Ok(())
    }
}

/// All results in the order of the file.
pub(super) fn in_order<T>(sink: Sink<T>) -> impl Iterator<Item = T> {
    let mut batches = sink.into_inner().unwrap_or_else(PoisonError::into_inner);
    batches.sort_by_key(|(first, _)| *first);
    batches.into_iter().flat_map(|(_, read)| read)
}
