// Where the tests that need a real server find it.
#pragma once

#include <cstdlib>
#include <string>

namespace earshot {

// The server of EARSHOT_TEST_CASSANDRA, "host:port", which ctest sets and scripts/cassandra starts. Without one a test
// fails: it would prove nothing.
inline std::string TestServerAddress() {
  const char* address = std::getenv("EARSHOT_TEST_CASSANDRA");
  return address == nullptr ? "EARSHOT_TEST_CASSANDRA.is.not.set:9042" : address;
}

inline std::string TestServerUrl(const std::string& keyspace) {
  return "cassandra://" + TestServerAddress() + "/" + keyspace;
}

}  // namespace earshot
