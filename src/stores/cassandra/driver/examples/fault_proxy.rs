//! Stands between a client and a Cassandra node and breaks some of the requests: for earshot's tests.
//!
//!   fault_proxy LISTEN NODE OPCODE FAULT PROBABILITY     as in: 127.0.0.62:9042 127.0.0.61:9042 batch overloaded 0.2
//!
//! OPCODE is batch, execute, prepare or query. The control connection, on which the client follows the cluster, is left
//! alone. Prints "ready" once it listens, and serves until its standard input ends.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use scylla_proxy::{
    Condition, Node, Proxy, Reaction, RequestFrame, RequestOpcode, RequestReaction, RequestRule, ResponseFrame,
    ShardAwareness,
};

/// Longer than the requests take in the tests, shorter than they may.
const DELAY: Duration = Duration::from_millis(700);
/// Longer than a read or write may take in the tests.
const LONG_DELAY: Duration = Duration::from_millis(3500);

/// The id of the prepared statement in an EXECUTE, or of the first one in a BATCH.
fn statement_id(request: &RequestFrame) -> Vec<u8> {
    let start = match request.opcode {
        RequestOpcode::Batch => 1 + 2 + 1, // the batch's type, the number of statements, the first one's kind
        _ => 0,
    };
    let length = usize::from(u16::from_be_bytes([request.body[start], request.body[start + 1]]));
    request.body[start + 2..start + 2 + length].to_vec()
}

/// What a node says that has forgotten a statement: the driver must prepare it again, and then repeat the request.
fn forget(request: RequestFrame) -> ResponseFrame {
    let error = scylla_cql::frame::response::error::DbError::Unprepared { statement_id: statement_id(&request).into() };
    ResponseFrame::forged_error(request.params.for_response(), error, None).expect("an id fits into a frame")
}

fn reaction(fault: &str) -> RequestReaction {
    match fault {
        "write_timeout" => RequestReaction::forge().write_timeout(),
        "read_timeout" => RequestReaction::forge().read_timeout(),
        "overloaded" => RequestReaction::forge().overloaded(),
        "unavailable" => RequestReaction::forge().unavailable(),
        "invalid" => RequestReaction::forge().invalid(),
        "unprepared" => RequestReaction::forge_response(Arc::new(forget)),
        "drop" => RequestReaction::drop_frame(),
        "delay" => RequestReaction::delay(DELAY),
        "long_delay" => RequestReaction::delay(LONG_DELAY),
        "cut" => RequestReaction::drop_connection(),
        other => panic!("there is no fault {other}"),
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [listen, node, opcode, fault, probability] = arguments.as_slice() else {
        panic!("fault_proxy LISTEN NODE OPCODE FAULT PROBABILITY")
    };
    let opcode = match opcode.as_str() {
        "batch" => RequestOpcode::Batch,
        "execute" => RequestOpcode::Execute,
        "prepare" => RequestOpcode::Prepare,
        "query" => RequestOpcode::Query,
        other => panic!("no rule for {other}"),
    };
    let condition = Condition::all([
        Condition::RequestOpcode(opcode),
        Condition::not(Condition::ConnectionRegisteredAnyEvent),
        Condition::RandomWithProbability(probability.parse().expect("PROBABILITY is a number")),
    ]);
    let node = Node::builder()
        .real_address(node.parse().expect("NODE is an address with a port"))
        .proxy_address(listen.parse().expect("LISTEN is an address with a port"))
        .shard_awareness(ShardAwareness::Unaware)
        .request_rules(vec![RequestRule(condition, reaction(fault))])
        .build();
    let proxy = Proxy::builder().with_node(node).build().run().await.expect("the proxy listens");
    println!("ready");
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.expect("stdin").expect("stdin");
    // A cut connection is an error to the proxy, and what we wanted.
    let _ = proxy.finish().await;
}
