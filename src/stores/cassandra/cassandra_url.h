// The URL of a Cassandra store, and what it says. Every part of it is told in docs/cassandra.md.
//
// Plain data and a function that reads the environment; safe on any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"

namespace earshot {

struct CassandraOptions {
  std::vector<std::string> hosts;  // "host:port" each
  std::string keyspace;
  // For a keyspace that is made: the number of replicas, in all datacenters ("") or in each named one. Empty: not
  // given.
  std::vector<std::pair<std::string, int>> replication;
  uint16_t consistency = 0;  // its number in the protocol
  std::string local_dc;
  std::string user;
  std::string password;
  bool tls = false;
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::string compression;
  // Long enough for one node, or two, that never answer, besides those that do.
  std::chrono::milliseconds connect_timeout{20'000};
  // More than the ten seconds that a server takes at most for a range of rows, so that the server is first to give up.
  std::chrono::milliseconds request_timeout{12'000};
  size_t in_flight_max = 256;
};

// Reads "cassandra://HOST[:PORT][,HOST...]/KEYSPACE?name=value&...", the password's file and
// EARSHOT_CASSANDRA_PASSWORD. Whatever is wrong with it is a usage error that says how to write it; a password's file
// that cannot be read is an error of its own.
StatusOr<CassandraOptions> ParseCassandraUrl(const std::string& url);

// Whether a consistency, by its number in the protocol, counts the replicas of one datacenter alone.
bool IsLocal(uint16_t consistency);

// Whether CQL takes the name without quotes and keeps it as it is: [a-z][a-z0-9_]*, at most 48.
bool IsPlainCqlName(std::string_view name);

}  // namespace earshot
