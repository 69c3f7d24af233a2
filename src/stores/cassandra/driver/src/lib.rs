//! The CQL driver of earshot's Cassandra store, as C++ uses it.
//!
//! This crate knows nothing of plays or questions: rows are buffers of encoded CQL cells (a 4-byte big-endian length
//! and that many bytes each, length -1 for null), one row after the other, with the offsets at which each row ends.
//!
//! No panic leaves this crate, and C++ never sees an exception: every function that can fail returns a
//! [`ffi::Failure`], whose kind says what the caller should do next.
//!
//! Threads: a `Client` may be used by many threads at once; a `Writer` and a `Scan` by one at a time. Writers and
//! scans must be gone before their client is.

mod attempts;
mod cells;
mod client;
mod failure;
mod scan;
mod stop;
mod tls;
mod writer;

use client::Client;
use scan::Scan;
use writer::Writer;

/// The bridge itself.
#[cxx::bridge(namespace = "earshot::cql")]
pub mod ffi {
    /// What the caller should do next.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum FailureKind {
        /// Nothing failed.
        None,
        /// The same request may succeed a moment later.
        Transient,
        /// A setting or the request itself is wrong.
        Input,
        /// A server had to read over more rows that were removed than it accepts.
        TooManyRemoved,
        /// Something is broken.
        System,
    }

    /// The outcome of a call, and a message where it failed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Failure {
        kind: FailureKind,
        message: String,
    }

    /// How to reach a cluster. An empty text means "not given".
    #[derive(Debug, Clone, Default)]
    struct ConnectOptions {
        /// "host:port" each.
        hosts: Vec<String>,
        local_dc: String,
        /// The consistency of reads and writes, by its number in the protocol.
        consistency: u16,
        user: String,
        password: String,
        tls: bool,
        /// PEM files. Without `ca_file` the system's authorities are trusted.
        ca_file: String,
        cert_file: String,
        key_file: String,
        /// "lz4" or "snappy".
        compression: String,
        connect_timeout_ms: u64,
        request_timeout_ms: u64,
        /// The keyspace whose replication is fetched.
        keyspace: String,
        /// A pipe that becomes readable when all waiting shall end with an error; 0 for none.
        stop_descriptor: i32,
    }

    /// What a node calls itself, whatever its address is: a UUID.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct HostId {
        bytes: [u8; 16],
    }

    /// A range of the ring that ends at `end_token`, inclusive. Ranges of the same group have the same replicas.
    struct RingRange {
        end_token: i64,
        group: u64,
        replicas: Vec<HostId>,
    }

    /// A node of the cluster.
    struct NodeInfo {
        address: String,
        host_id: HostId,
        datacenter: String,
        rack: String,
        connected: bool,
    }

    /// The outcome of a submitted batch.
    struct BatchDone {
        id: u64,
        failure: Failure,
        latency_us: u64,
    }

    /// Some rows of a scan.
    #[derive(Default)]
    struct Page {
        cells: Vec<u8>,
        row_ends: Vec<u32>,
        /// Whether no page follows.
        last: bool,
    }

    extern "Rust" {
        type Client;
        fn new_client() -> Box<Client>;
        /// Connects. Must be called once, before anything else.
        fn connect(self: &mut Client, options: &ConnectOptions) -> Failure;
        /// Executes a statement that changes the schema, and waits until all nodes agree on it.
        fn change_schema(self: &Client, cql: &str) -> Failure;
        /// The nodes that the session knows.
        fn nodes(self: &Client) -> Vec<NodeInfo>;
        /// The ring's ranges for a table, sorted; empty where its replication is not known.
        fn ring(self: &Client, keyspace: &str, table: &str) -> Vec<RingRange>;

        type Writer;
        /// A writer that executes `insert` with each row, or `remove`, a DELETE, with its first cells, which are the
        /// key. All its writes carry one timestamp.
        fn new_writer(
            client: &Client,
            insert: &str,
            remove: &str,
            timestamp_us: i64,
            failure: &mut Failure,
        ) -> Box<Writer>;
        /// Starts to write, or to remove, rows as one unlogged batch, and returns at once. A batch that has not been
        /// sent when `valid_ms` have passed, as this process was stopped meanwhile, is not sent any more.
        fn submit(self: &mut Writer, id: u64, removes: bool, cells: &[u8], row_ends: &[u32], valid_ms: u64) -> Failure;
        /// Waits until batches are done, but no longer than a tenth of a second, and returns all that are.
        fn wait(self: &mut Writer) -> Vec<BatchDone>;

        type Scan;
        /// A scan that executes `cql`, a SELECT, with one row of bound cells. Starts to fetch the first page.
        fn new_scan(client: &Client, cql: &str, bound: &[u8], page_rows: i32, failure: &mut Failure) -> Box<Scan>;
        /// Waits for the next page, and starts to fetch the one after it.
        fn next_page(self: &mut Scan, page: &mut Page) -> Failure;
    }
}

fn new_client() -> Box<Client> {
    Box::new(Client::default())
}

fn new_writer(
    client: &Client,
    insert: &str,
    remove: &str,
    timestamp_us: i64,
    failure: &mut ffi::Failure,
) -> Box<Writer> {
    let mut writer = Box::new(Writer::default());
    *failure = failure::catch(|| writer.open(client, insert, remove, timestamp_us));
    writer
}

fn new_scan(client: &Client, cql: &str, bound: &[u8], page_rows: i32, failure: &mut ffi::Failure) -> Box<Scan> {
    let mut scan = Box::new(Scan::default());
    *failure = failure::catch(|| scan.open(client, cql, bound, page_rows));
    scan
}
