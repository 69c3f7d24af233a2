//! Errors for C++: their kinds and messages. Panics end here.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use scylla::errors::{
    BrokenConnectionError, BrokenConnectionErrorKind, ConnectionError, ConnectionPoolError,
    ConnectionSetupRequestErrorKind, DbError, ExecutionError, MetadataError, MetadataFetchErrorKind, NewSessionError,
    PrepareError, RequestAttemptError, SchemaAgreementError,
};

use crate::ffi::{Failure, FailureKind};

/// An error whose kind says what the caller should do next.
#[derive(Debug, Clone)]
pub struct Error {
    kind: FailureKind,
    message: String,
}

impl Error {
    /// The same request may succeed a moment later.
    pub fn transient(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Transient, message: message.into() }
    }

    /// No answer came in time.
    pub fn no_answer(timeout: Duration) -> Self {
        Self::transient(format!("no answer within {timeout:?}"))
    }

    /// A setting or the request itself is wrong.
    pub fn input(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Input, message: message.into() }
    }

    /// A server had to read over more rows that were removed than it accepts.
    pub fn too_many_removed(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::TooManyRemoved, message: message.into() }
    }

    /// Something is broken.
    pub fn system(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::System, message: message.into() }
    }

    /// Whether the same request may succeed a moment later.
    pub fn is_transient(&self) -> bool {
        self.kind == FailureKind::Transient
    }
}

/// The error of a panic.
pub fn of_panic(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::system(format!("the Cassandra driver panicked: {}", text.unwrap_or("for an unknown reason")))
}

/// Runs `work`, and turns its error or panic into a failure.
pub fn catch(work: impl FnOnce() -> Result<(), Error>) -> Failure {
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(of_panic(panic.as_ref())));
    Failure::from(result)
}

/// Runs `work`; an empty result where it panics.
pub fn or_nothing<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
}

impl From<Result<(), Error>> for Failure {
    fn from(result: Result<(), Error>) -> Self {
        match result {
            Ok(()) => Failure { kind: FailureKind::None, message: String::new() },
            Err(error) => Failure { kind: error.kind, message: error.message },
        }
    }
}

/// Whether the node does not know a table or keyspace. Requests are made only once the schema has been read, so a node
/// that has just come up has not heard of it yet.
fn lacks_schema(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let is_named = words.starts_with("keyspace ") || words.starts_with("table ");
    (is_named && words.ends_with(" does not exist")) || words.starts_with("unconfigured table")
}

/// Whether servers gave up at their `tombstone_failure_threshold`, as they will again. Only their words say so.
fn has_too_many_removed(words: &str) -> bool {
    words.contains("READ_TOO_MANY_TOMBSTONES")
}

/// An error of the server: its own message, where it has one, and the meaning of its code.
fn of_server(error: &DbError, words: &str) -> Error {
    let message = if words.is_empty() { error.to_string() } else { format!("{words} ({error})") };
    match error {
        DbError::Invalid if lacks_schema(words) => Error::transient(message),
        DbError::ReadFailure { .. } if has_too_many_removed(words) => Error::too_many_removed(message),
        DbError::Unavailable { .. }
        | DbError::Overloaded
        | DbError::IsBootstrapping
        | DbError::ReadTimeout { .. }
        | DbError::WriteTimeout { .. }
        | DbError::ReadFailure { .. }
        | DbError::WriteFailure { .. }
        | DbError::ServerError
        // The driver prepares a forgotten statement again, but only once for each request.
        | DbError::Unprepared { .. }
        | DbError::RateLimitReached { .. } => Error::transient(message),
        DbError::SyntaxError
        | DbError::Invalid
        | DbError::AlreadyExists { .. }
        | DbError::AuthenticationError
        | DbError::Unauthorized
        | DbError::ConfigError => Error::input(message),
        _ => Error::system(message),
    }
}

/// The driver's message about a lost connection has several lines.
fn of_broken(error: &BrokenConnectionError) -> Error {
    Error::transient(error.to_string().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether the node accepted a connection and never answered, which keepalive requests detect.
fn is_silent(error: &BrokenConnectionError) -> bool {
    matches!(error.downcast_ref(), Some(BrokenConnectionErrorKind::KeepaliveTimeout(_)))
}

fn of_connection(error: &ConnectionError) -> Error {
    match error {
        ConnectionError::ConnectTimeout => Error::transient("no answer in time"),
        ConnectionError::ConnectionSetupRequestError(setup) => match setup.get_error() {
            ConnectionSetupRequestErrorKind::DbError(error, words) => of_server(error, words),
            // The driver's message would name its own methods.
            ConnectionSetupRequestErrorKind::MissingAuthentication => {
                Error::input("the server asks for a user and a password")
            }
            ConnectionSetupRequestErrorKind::BrokenConnection(error) if is_silent(error) => {
                Error::transient("no answer in time")
            }
            ConnectionSetupRequestErrorKind::BrokenConnection(_) => Error::transient(
                "the connection was cut at its start; is it Cassandra, and does it want TLS or a client certificate?",
            ),
            other => Error::transient(other.to_string()),
        },
        other => Error::transient(other.to_string()),
    }
}

fn of_pool(error: &ConnectionPoolError) -> Error {
    match error {
        ConnectionPoolError::Broken { last_connection_error } => of_connection(last_connection_error),
        other => Error::transient(other.to_string()),
    }
}

impl From<&RequestAttemptError> for Error {
    fn from(error: &RequestAttemptError) -> Self {
        match error {
            RequestAttemptError::DbError(error, words) => of_server(error, words),
            RequestAttemptError::BrokenConnectionError(error) => of_broken(error),
            RequestAttemptError::UnableToAllocStreamId => Error::transient(error.to_string()),
            other => Error::system(other.to_string()),
        }
    }
}

impl From<&PrepareError> for Error {
    fn from(error: &PrepareError) -> Self {
        match error {
            PrepareError::ConnectionPoolError(error) => of_pool(error),
            PrepareError::AllAttemptsFailed { first_attempt } => first_attempt.into(),
            other => Error::system(other.to_string()),
        }
    }
}

impl From<&ExecutionError> for Error {
    fn from(error: &ExecutionError) -> Self {
        match error {
            ExecutionError::LastAttemptError(error) => error.into(),
            ExecutionError::PrepareError(error) => error.into(),
            ExecutionError::ConnectionPoolError(error) => of_pool(error),
            ExecutionError::SchemaAgreementError(SchemaAgreementError::Timeout(_)) => {
                Error::transient("the nodes do not agree on the schema in time; is one of them down?")
            }
            ExecutionError::RequestTimeout(timeout) => Error::no_answer(*timeout),
            ExecutionError::SchemaAgreementError(_) | ExecutionError::MetadataError(_) => {
                Error::transient(error.to_string())
            }
            // No node can be asked: all are down, or the datacenter has another name.
            ExecutionError::EmptyPlan => Error::transient("no node can be asked; is local_dc the right datacenter?"),
            other => Error::system(other.to_string()),
        }
    }
}

impl From<&NewSessionError> for Error {
    fn from(error: &NewSessionError) -> Self {
        match error {
            NewSessionError::FailedToResolveAnyHostname(_) => Error::input("unknown host"),
            NewSessionError::MetadataError(MetadataError::ConnectionPoolError(error)) => of_pool(error),
            NewSessionError::MetadataError(MetadataError::FetchError(error)) => match &error.error {
                MetadataFetchErrorKind::PrepareError(error) => error.into(),
                other => Error::system(other.to_string()),
            },
            other => Error::system(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_become_failures() {
        let failure = catch(|| panic!("number {}", 7));
        assert_eq!(failure.kind, FailureKind::System);
        assert!(failure.message.ends_with("number 7"), "{}", failure.message);
    }

    #[test]
    fn servers_that_read_over_too_many_removed_rows_will_again() {
        let error = DbError::ReadFailure {
            consistency: scylla::statement::Consistency::LocalQuorum,
            received: 0,
            required: 1,
            numfailures: 1,
            data_present: false,
        };
        let words = "Operation failed - received 0 responses and 1 failures: READ_TOO_MANY_TOMBSTONES from /10.0.0.1";
        assert_eq!(Failure::from(Err(of_server(&error, words))).kind, FailureKind::TooManyRemoved);
        assert!(of_server(&error, "Operation failed: UNKNOWN from /10.0.0.1").is_transient());
    }

    #[test]
    fn only_what_may_succeed_later_is_transient() {
        assert!(of_server(&DbError::Overloaded, "busy").is_transient());
        assert!(of_server(&DbError::Unprepared { statement_id: vec![1].into() }, "forgotten").is_transient());
        assert!(!of_server(&DbError::Invalid, "no such column").is_transient());
        assert!(of_server(&DbError::Invalid, "keyspace music does not exist").is_transient());
        assert!(of_server(&DbError::Invalid, "table song_at does not exist").is_transient());
        assert!(!of_server(&DbError::Invalid, "column song does not exist").is_transient());
        let failure = Failure::from(Err(of_server(&DbError::Unauthorized, "no permission")));
        assert_eq!(failure.kind, FailureKind::Input);
        assert!(failure.message.starts_with("no permission"));
    }
}
