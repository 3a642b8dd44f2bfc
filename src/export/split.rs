//! Cutting a long array into its elements and reading them on other threads while the rest is still being cut.
//!
//! The cut looks only for where each element ends; everything else happens beside it.

use std::sync::{Mutex, PoisonError};

use super::json::{Batch, Error, Parser};
use crate::parallel::Tasks;

/// Bytes of elements handed over at a time: large enough to be worth a hand-over, small enough to share evenly.
const BATCH: usize = 512 * 1024;

/// Elements that were read, each batch under the number of its first element.
pub(super) type Sink<T> = Mutex<Vec<(usize, Vec<T>)>>;

/// Reads an array by handing its elements, cut out raw, to `work`.
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
    /// Hands `batch` over; its elements are the next ones.
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

    /// Hands the elements of the next array over.
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

/// All that was read, in the order of the file.
pub(super) fn in_order<T>(sink: Sink<T>) -> impl Iterator<Item = T> {
    let mut batches = sink.into_inner().unwrap_or_else(PoisonError::into_inner);
    batches.sort_by_key(|(first, _)| *first);
    batches.into_iter().flat_map(|(_, read)| read)
}
