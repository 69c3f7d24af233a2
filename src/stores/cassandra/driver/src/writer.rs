//! Writes rows as unlogged batches, many at a time.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use futures::FutureExt;
use scylla::statement::batch::{Batch, BatchType};
use scylla::statement::prepared::PreparedStatement;

use crate::cells::RawRows;
use crate::client::{Client, Connected};
use crate::failure::{self, Error};
use crate::ffi::{BatchDone, Failure};

/// Waiting ends when this part of the batches in flight is done: waking up for each batch costs more than the batch.
const AWAITED_PART: usize = 8;
/// How long a caller waits before it can check for a stop.
const WAIT_MAX: Duration = Duration::from_millis(100);

/// Batches that are done, until the writer takes them.
#[derive(Default)]
struct CompletionQueue {
    completions: Mutex<Completions>,
    changed: Condvar,
}

#[derive(Default)]
struct Completions {
    done: Vec<BatchDone>,
    /// How many the writer waits for.
    awaited: usize,
}

impl CompletionQueue {
    fn lock(&self) -> MutexGuard<'_, Completions> {
        self.completions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, done: BatchDone) {
        let mut completions = self.lock();
        completions.done.push(done);
        if completions.done.len() >= completions.awaited {
            self.changed.notify_one();
        }
    }

    /// Waits until `count` are done, but no longer than `WAIT_MAX`, and takes all that are.
    fn take(&self, count: usize) -> Vec<BatchDone> {
        let mut completions = self.lock();
        completions.awaited = count;
        let waiting =
            self.changed.wait_timeout_while(completions, WAIT_MAX, |completions| completions.done.len() < count);
        std::mem::take(&mut waiting.unwrap_or_else(PoisonError::into_inner).0.done)
    }
}

/// When a batch is not to be sent any more, by two clocks: only the second one goes on while the machine is suspended,
/// and only the first one is never set.
struct SendingEnd(Option<Instant>, Option<SystemTime>);

impl SendingEnd {
    fn after(valid: Duration) -> Self {
        Self(Instant::now().checked_add(valid), SystemTime::now().checked_add(valid))
    }

    fn check(&self) -> Result<(), Error> {
        let is_over =
            self.0.is_some_and(|end| Instant::now() >= end) || self.1.is_some_and(|end| SystemTime::now() >= end);
        if is_over { Err(Error::transient("this process was stopped before it was sent")) } else { Ok(()) }
    }
}

struct Opened {
    connected: Arc<Connected>,
    insert: PreparedStatement,
    remove: PreparedStatement,
    timestamp_us: i64,
    /// By what they do and their number of rows: batches differ in nothing else, and a new one costs a clone for each
    /// row.
    batches: HashMap<(bool, usize), Arc<Batch>>,
}

impl Opened {
    fn batch_of(&mut self, removes: bool, rows: usize) -> Arc<Batch> {
        let make = || {
            let statement = if removes { &self.remove } else { &self.insert };
            let statements = vec![statement.clone().into(); rows];
            let mut batch = Batch::new_with_statements(BatchType::Unlogged, statements);
            batch.set_timestamp(Some(self.timestamp_us));
            batch.set_is_idempotent(true);
            Arc::new(batch)
        };
        self.batches.entry((removes, rows)).or_insert_with(make).clone()
    }
}

/// See the bridge in lib.rs.
#[derive(Default)]
pub struct Writer {
    opened: Option<Opened>,
    completions: Arc<CompletionQueue>,
    in_flight: usize,
}

impl Writer {
    pub fn open(&mut self, client: &Client, insert: &str, remove: &str, timestamp_us: i64) -> Result<(), Error> {
        let connected = client.connected()?.clone();
        let insert = connected.prepare(insert)?;
        let remove = connected.prepare(remove)?;
        self.opened = Some(Opened { connected, insert, remove, timestamp_us, batches: HashMap::new() });
        Ok(())
    }

    pub fn submit(&mut self, id: u64, removes: bool, cells: &[u8], row_ends: &[u32], valid_ms: u64) -> Failure {
        failure::catch(|| {
            let opened = self.opened.as_mut().ok_or_else(|| Error::system("a writer is used before it is opened"))?;
            let columns = opened.insert.get_variable_col_specs().len();
            let rows = RawRows::new(cells, row_ends, columns)?;
            let batch = opened.batch_of(removes, rows.len());
            let connected = opened.connected.clone();
            let completions = self.completions.clone();
            let start = Instant::now();
            let end = SendingEnd::after(Duration::from_millis(valid_ms));
            let runtime = opened.connected.runtime.handle().clone();
            runtime.spawn(async move {
                let attempt = async {
                    end.check()?;
                    connected.session.batch(&batch, &rows).await.map_err(|error| Error::from(&error))
                };
                // Every batch completes, whatever happens to it: the writer would wait for it forever.
                let result = match std::panic::AssertUnwindSafe(attempt).catch_unwind().await {
                    Ok(result) => result.map(drop),
                    Err(panic) => Err(failure::of_panic(panic.as_ref())),
                };
                let latency_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
                // Before the completion, so that nothing is shared once all batches are done.
                drop((batch, rows, connected));
                completions.push(BatchDone { id, failure: result.into(), latency_us });
            });
            self.in_flight += 1;
            Ok(())
        })
    }

    pub fn wait(&mut self) -> Vec<BatchDone> {
        if self.in_flight == 0 {
            return Vec::new();
        }
        let done = failure::or_nothing(|| self.completions.take((self.in_flight / AWAITED_PART).max(1)));
        self.in_flight -= done.len();
        done
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // This ends, as requests time out.
        while self.in_flight > 0 {
            let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.completions.take(1)));
            let Ok(done) = taken else { return };
            self.in_flight = self.in_flight.saturating_sub(done.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_once_its_time_is_over() {
        assert!(SendingEnd::after(Duration::from_secs(60)).check().is_ok());
        assert!(SendingEnd::after(Duration::from_millis(u64::MAX)).check().is_ok());
        assert!(SendingEnd::after(Duration::ZERO).check().is_err_and(|error| error.is_transient()));
        let suspended = SendingEnd(Some(Instant::now() + Duration::from_secs(60)), Some(SystemTime::now()));
        assert!(suspended.check().is_err());
    }
}
