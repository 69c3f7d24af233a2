//! One session with a cluster, and the threads that serve it.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use scylla::client::execution_profile::ExecutionProfile;
use scylla::client::session::Session;
use scylla::client::session_builder::SessionBuilder;
use scylla::client::{Compression, PoolSize};
use scylla::policies::retry::FallthroughRetryPolicy;
use scylla::statement::prepared::PreparedStatement;
use scylla::statement::{Consistency, SerialConsistency, Statement};
use tokio::runtime::{Builder, Runtime};

use crate::attempts;
use crate::failure::{self, Error};
use crate::ffi::{ConnectOptions, Failure, HostId, NodeInfo, RingRange};
use crate::stop::Stop;
use crate::tls;

/// One connection carries 32,768 requests at a time, but is decoded by one thread of the server and one of ours.
const CONNECTIONS_PER_NODE: NonZeroUsize = NonZeroUsize::new(2).unwrap();
/// One thread moves more rows than a node takes; the other processors are for the caller.
const RUNTIME_THREADS: usize = 1;
/// Every node writes a schema change to disk, and then all must agree: that takes far longer than a read or write.
const SCHEMA_TIMEOUT: Duration = Duration::from_secs(60);
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// One connection gets this part of the connect timeout. First the nodes are asked for the cluster's description, one
/// after the other, then all are connected to: a silent node must leave time for the others, twice.
const CONNECTION_PART: u32 = 4;
/// The part of the connect timeout between keepalive requests, ...
const KEEPALIVE_INTERVAL_PART: u32 = 20;
/// ... and the part after which a connection without an answer to one is closed. Together they are what one connection
/// gets: only here is a node detected that accepts a connection and never answers.
const KEEPALIVE_TIMEOUT_PART: u32 = 5;
/// A server pauses for a second or two when it collects garbage, which is not a failure.
const KEEPALIVE_TIMEOUT_MIN: Duration = Duration::from_secs(2);

/// What a client shares with its writers and scans.
pub struct Connected {
    pub runtime: Runtime,
    pub session: Session,
    pub stop: Stop,
    request_timeout: Duration,
    statements: Mutex<HashMap<String, PreparedStatement>>,
}

impl Connected {
    /// Prepares a statement, once for each text.
    pub fn prepare(&self, cql: &str) -> Result<PreparedStatement, Error> {
        let statements = || self.statements.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(statement) = statements().get(cql) {
            return Ok(statement.clone());
        }
        let mut statement = self.runtime.block_on(self.stop.or(attempts::repeat(|| self.prepare_once(cql))))?;
        statement.set_is_idempotent(true);
        statements().insert(cql.to_string(), statement.clone());
        Ok(statement)
    }

    /// The driver itself would wait forever for a node that has stopped answering.
    async fn prepare_once(&self, cql: &str) -> Result<PreparedStatement, Error> {
        let prepared = tokio::time::timeout(self.request_timeout, self.session.prepare(cql)).await;
        prepared.map_err(|_| Error::no_answer(self.request_timeout))?.map_err(|error| Error::from(&error))
    }
}

/// See the bridge in lib.rs.
#[derive(Default)]
pub struct Client {
    connected: Option<Arc<Connected>>,
}

impl Client {
    /// An error before `connect` has succeeded.
    pub fn connected(&self) -> Result<&Arc<Connected>, Error> {
        self.connected.as_ref().ok_or_else(|| Error::system("the Cassandra driver is used before it is connected"))
    }

    pub fn connect(&mut self, options: &ConnectOptions) -> Failure {
        failure::catch(|| {
            let runtime = Builder::new_multi_thread()
                .worker_threads(RUNTIME_THREADS)
                .thread_name("cassandra-driver")
                .enable_all()
                .build()
                .map_err(|error| Error::system(format!("cannot start the Cassandra driver's threads: {error}")))?;
            let stop = runtime.block_on(async { Stop::at(options.stop_descriptor) })?;
            let session = runtime.block_on(stop.or(open_session(options)))?;
            let request_timeout = Duration::from_millis(options.request_timeout_ms);
            self.connected =
                Some(Arc::new(Connected { runtime, session, stop, request_timeout, statements: Mutex::default() }));
            Ok(())
        })
    }

    pub fn change_schema(&self, cql: &str) -> Failure {
        failure::catch(|| {
            let connected = self.connected()?;
            let mut statement = Statement::new(cql);
            statement.set_request_timeout(Some(SCHEMA_TIMEOUT));
            let change = async {
                let done = connected.session.query_unpaged(statement, ()).await;
                done.map(drop).map_err(|error| Error::from(&error))
            };
            connected.runtime.block_on(connected.stop.or(change))
        })
    }

    pub fn nodes(&self) -> Vec<NodeInfo> {
        failure::or_nothing(|| self.known_nodes())
    }

    pub fn ring(&self, keyspace: &str, table: &str) -> Vec<RingRange> {
        failure::or_nothing(|| self.known_ring(keyspace, table))
    }

    fn known_nodes(&self) -> Vec<NodeInfo> {
        let Some(connected) = &self.connected else { return Vec::new() };
        let state = connected.session.get_cluster_state();
        let mut nodes: Vec<NodeInfo> = state
            .get_nodes_info()
            .iter()
            .map(|node| NodeInfo {
                address: node.address.to_string(),
                host_id: HostId { bytes: node.host_id.into_bytes() },
                datacenter: node.datacenter.clone().unwrap_or_default(),
                rack: node.rack.clone().unwrap_or_default(),
                connected: node.is_connected(),
            })
            .collect();
        nodes.sort_by(|a, b| a.address.cmp(&b.address));
        nodes
    }

    fn known_ring(&self, keyspace: &str, table: &str) -> Vec<RingRange> {
        let Some(connected) = &self.connected else { return Vec::new() };
        let state = connected.session.get_cluster_state();
        if state.get_keyspace(keyspace).is_none() {
            return Vec::new();
        }
        let ranges = state.replica_locator().ring().iter().map(|(token, _)| {
            let endpoints = state.get_token_endpoints(keyspace, table, *token);
            let mut replicas: Vec<_> =
                endpoints.iter().map(|(node, _)| HostId { bytes: node.host_id.into_bytes() }).collect();
            replicas.sort_unstable();
            let mut hasher = DefaultHasher::new();
            replicas.iter().for_each(|replica| replica.bytes.hash(&mut hasher));
            RingRange { end_token: token.value(), group: hasher.finish(), replicas }
        });
        ranges.collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The session's own tasks end with it. A broken network may hold them up, so the wait has a limit.
        if let Some(Connected { runtime, session, .. }) = self.connected.take().and_then(Arc::into_inner) {
            drop(session);
            runtime.shutdown_timeout(CLOSE_TIMEOUT);
        }
    }
}

async fn open_session(options: &ConnectOptions) -> Result<Session, Error> {
    let connect_timeout = Duration::from_millis(options.connect_timeout_ms);
    let consistency = Consistency::try_from(options.consistency)
        .map_err(|_| Error::system(format!("invalid consistency {}", options.consistency)))?;
    // The caller retries, with back-off; the driver must not multiply its attempts.
    let profile = ExecutionProfile::builder()
        .consistency(consistency)
        // A lease is taken once in all datacenters, not once in each.
        .serial_consistency(Some(SerialConsistency::Serial))
        .request_timeout(Some(Duration::from_millis(options.request_timeout_ms)))
        .retry_policy(Arc::new(FallthroughRetryPolicy::new()))
        .build();
    let mut builder = SessionBuilder::new()
        .known_nodes(&options.hosts)
        .default_execution_profile_handle(profile.into_handle())
        .connection_timeout(connect_timeout / CONNECTION_PART)
        .keepalive_interval(connect_timeout / KEEPALIVE_INTERVAL_PART)
        .keepalive_timeout((connect_timeout / KEEPALIVE_TIMEOUT_PART).max(KEEPALIVE_TIMEOUT_MIN))
        .schema_agreement_timeout(SCHEMA_TIMEOUT)
        .pool_size(PoolSize::PerHost(CONNECTIONS_PER_NODE))
        .keyspaces_to_fetch([&options.keyspace])
        .compression(match options.compression.as_str() {
            "lz4" => Some(Compression::Lz4),
            "snappy" => Some(Compression::Snappy),
            _ => None,
        });
    if !options.local_dc.is_empty() {
        builder = builder.prefer_datacenter(options.local_dc.clone());
    }
    if !options.user.is_empty() {
        builder = builder.user(&options.user, &options.password);
    }
    if options.tls {
        builder = builder.tls_context(Some(tls::context(options)?));
    }
    // The driver itself limits neither a TLS handshake nor many silent nodes one after the other.
    match tokio::time::timeout(connect_timeout, builder.build()).await {
        Ok(Ok(session)) => Ok(session),
        Ok(Err(error)) => Err(Error::from(&error)),
        Err(_) => Err(Error::no_answer(connect_timeout)),
    }
}
