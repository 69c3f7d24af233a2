// Where the tests that need a real server find it.
#pragma once

#include <cstdlib>
#include <string>

#include "stores/cassandra/driver.h"

namespace earshot {

// The server of EARSHOT_TEST_CASSANDRA, "host:port", which ctest sets and scripts/cassandra starts. Without one a test
// fails: it would prove nothing.
inline std::string TestServerAddress() {
  const char* address = std::getenv("EARSHOT_TEST_CASSANDRA");
  return address == nullptr ? "EARSHOT_TEST_CASSANDRA.is.not.set:9042" : address;
}

// A busy machine may take its time to connect.
inline std::string TestServerUrl(const std::string& keyspace) {
  return "cassandra://" + TestServerAddress() + "/" + keyspace + "?connect_timeout=60s";
}

// For the driver without a store.
inline cql::ConnectOptions TestConnectOptions(const std::string& keyspace) {
  cql::ConnectOptions options;
  options.hosts.push_back(TestServerAddress());
  options.consistency = 1;
  options.connect_timeout_ms = 60'000;
  options.request_timeout_ms = 60'000;
  options.keyspace = keyspace;
  return options;
}

// By the driver alone: a store drops only tables of the schema that its questions need.
inline Status DropTestKeyspace(const std::string& keyspace) {
  rust::Box<cql::Client> client = cql::new_client();
  RETURN_IF_ERROR(ToStatus(client->connect(TestConnectOptions(keyspace)), "connecting"));
  return ToStatus(client->change_schema(fmt::format("DROP KEYSPACE IF EXISTS {}", keyspace)), "dropping the keyspace");
}

}  // namespace earshot
