// The store conformance suite on a real server, whose address is in EARSHOT_TEST_CASSANDRA.
#include "stores/cassandra/cassandra_store.h"
#include "stores/conformance_suite.h"
#include "test_server.h"

namespace earshot {
namespace {

// The same keyspace for a test as often as it opens its store, and empty at the first time.
StatusOr<std::unique_ptr<Store>> OpenStoreOfThisTest() {
  static std::string test;
  const std::string running = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenCassandraStore(TestServerUrl("conformance")));
  if (test == running) return store;
  test = running;
  for (const char* name : {"song_at", "session_songs", "song_listeners", "latest", "by_length", "plays"}) {
    Table table;
    table.name = name;
    RETURN_IF_ERROR(store->Drop(table));
  }
  return store;
}

INSTANTIATE_TEST_SUITE_P(Cassandra, StoreConformance,
                         ::testing::Values(StoreUnderTest{"cassandra", OpenStoreOfThisTest}));

}  // namespace
}  // namespace earshot
