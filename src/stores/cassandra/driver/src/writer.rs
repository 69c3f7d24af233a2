//! Writes rows as unlogged batches, many at a time.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use scylla::statement::batch::{Batch, BatchType};
use scylla::statement::prepared::PreparedStatement;

use crate::cells::RawRows;
use crate::client::{Client, Connected};
use crate::failure::{self, Error};
use crate::ffi::{BatchDone, Failure};

/// Waiting ends when this part of what is in flight is done: waking up for each batch costs more than the batch.
const AWAITED_PART: usize = 8;
/// Whoever waits looks so often whether there is to be a stop.
const WAIT_MAX: Duration = Duration::from_millis(100);

/// Where finished batches wait for whoever asks.
#[derive(Default)]
struct Mailbox {
    letters: Mutex<Letters>,
    changed: Condvar,
}

#[derive(Default)]
struct Letters {
    done: Vec<BatchDone>,
    /// How many somebody waits for.
    awaited: usize,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Letters> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, done: BatchDone) {
        let mut letters = self.lock();
        letters.done.push(done);
        if letters.done.len() >= letters.awaited {
            self.changed.notify_one();
        }
    }

    /// Waits until there are `count`, but no longer than `WAIT_MAX`, and takes all that are there.
    fn take(&self, count: usize) -> Vec<BatchDone> {
        let mut letters = self.lock();
        letters.awaited = count;
        let waiting = self.changed.wait_timeout_while(letters, WAIT_MAX, |letters| letters.done.len() < count);
        std::mem::take(&mut waiting.unwrap_or_else(PoisonError::into_inner).0.done)
    }
}

struct Opened {
    connected: Arc<Connected>,
    statement: PreparedStatement,
    timestamp_us: i64,
    /// Batches of so many rows: they differ in nothing else, and making one anew costs a clone for each row.
    batches: HashMap<usize, Arc<Batch>>,
}

impl Opened {
    fn batch_of(&mut self, rows: usize) -> Arc<Batch> {
        let make = || {
            let statements = vec![self.statement.clone().into(); rows];
            let mut batch = Batch::new_with_statements(BatchType::Unlogged, statements);
            batch.set_timestamp(Some(self.timestamp_us));
            batch.set_is_idempotent(true);
            Arc::new(batch)
        };
        self.batches.entry(rows).or_insert_with(make).clone()
    }
}

/// See the bridge in lib.rs.
#[derive(Default)]
pub struct Writer {
    opened: Option<Opened>,
    mailbox: Arc<Mailbox>,
    in_flight: usize,
}

impl Writer {
    pub fn open(&mut self, client: &Client, cql: &str, timestamp_us: i64) -> Result<(), Error> {
        let connected = client.connected()?.clone();
        let statement = connected.prepare(cql)?;
        self.opened = Some(Opened { connected, statement, timestamp_us, batches: HashMap::new() });
        Ok(())
    }

    pub fn submit(&mut self, id: u64, cells: &[u8], row_ends: &[u32]) -> Failure {
        failure::catch(|| {
            let opened = self.opened.as_mut().ok_or_else(|| Error::system("a writer is used before it is opened"))?;
            let columns = opened.statement.get_variable_col_specs().len();
            let rows = RawRows::new(cells, row_ends, columns)?;
            let batch = opened.batch_of(rows.len());
            let connected = opened.connected.clone();
            let mailbox = self.mailbox.clone();
            let start = Instant::now();
            let runtime = opened.connected.runtime.handle().clone();
            runtime.spawn(async move {
                let attempt = async { connected.session.batch(&batch, &rows).await };
                // Whatever happens to the batch, it is told: a batch without an end would be waited for forever.
                let result = match std::panic::AssertUnwindSafe(attempt).catch_unwind().await {
                    Ok(Ok(_)) => Ok(()),
                    Ok(Err(error)) => Err(Error::from(&error)),
                    Err(panic) => Err(failure::of_panic(panic.as_ref())),
                };
                let latency_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
                // Before the batch is told done, so that nothing is shared any more once all are.
                drop((batch, rows, connected));
                mailbox.put(BatchDone { id, failure: result.into(), latency_us });
            });
            self.in_flight += 1;
            Ok(())
        })
    }

    pub fn wait(&mut self) -> Vec<BatchDone> {
        if self.in_flight == 0 {
            return Vec::new();
        }
        let done = failure::or_nothing(|| self.mailbox.take((self.in_flight / AWAITED_PART).max(1)));
        self.in_flight -= done.len();
        done
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Requests time out, so this ends; where nothing can be taken any more, nothing is waited for.
        while self.in_flight > 0 {
            let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.mailbox.take(1)));
            let Ok(done) = taken else { return };
            self.in_flight = self.in_flight.saturating_sub(done.len());
        }
    }
}
