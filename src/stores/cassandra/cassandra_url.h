// The URL of a Cassandra store, and its options. docs/cassandra.md explains every part.
//
// Plain data and a function that reads the environment; safe on any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "cql/keyspace.h"

namespace earshot {

struct CassandraOptions {
  std::vector<std::string> hosts;  // "host:port" each
  std::string keyspace;
  // Of a keyspace that is created. Empty: not given.
  Replication replication;
  uint16_t consistency = 0;  // its number in the protocol
  std::string local_dc;
  std::string user;
  std::string password;
  bool tls = false;
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::string compression;
  // Long enough for one or two nodes that never answer.
  std::chrono::milliseconds connect_timeout{20'000};
  // More than the ten seconds that a server takes at most for a range of rows, so that the server gives up first.
  std::chrono::milliseconds request_timeout{12'000};
  size_t in_flight_max = 256;
};

// "cassandra://10.0.0.1:9042/earshot": the store, for messages. Contains no secret.
std::string NameOf(const CassandraOptions& options);

// Reads "cassandra://HOST[:PORT][,HOST...]/KEYSPACE?name=value&...", the password's file and
// EARSHOT_CASSANDRA_PASSWORD. A mistake in the URL is a usage error that says how to write it; a password's file that
// cannot be read is another error.
StatusOr<CassandraOptions> ParseCassandraUrl(const std::string& url);

// The consistency of all replicas, by its number in the protocol.
inline constexpr uint16_t kAllReplicas = 0x0005;

// Whether a consistency, by its number in the protocol, counts only the replicas of one datacenter.
bool IsLocal(uint16_t consistency);

}  // namespace earshot
