// The store conformance suite on a real server, whose address is in EARSHOT_TEST_CASSANDRA.
#include "stores/cassandra/cassandra_store.h"
#include "stores/conformance_suite.h"
#include "test_server.h"

namespace earshot {
namespace {

constexpr const char* kKeyspace = "conformance";

// The same keyspace for a test as often as it opens its store, and empty at the first time.
StatusOr<StoreParts> OpenStoreOfThisTest() {
  static std::string test;
  const std::string running = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  if (test != running) RETURN_IF_ERROR(DropTestKeyspace(kKeyspace));
  test = running;
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenCassandraStore(TestServerUrl(kKeyspace)));
  return PartsOf(std::move(store));
}

const StoreUnderTest kStore = {"cassandra", OpenStoreOfThisTest};

INSTANTIATE_TEST_SUITE_P(Cassandra, TableConformance, ::testing::Values(kStore));
INSTANTIATE_TEST_SUITE_P(Cassandra, AdminConformance, ::testing::Values(kStore));

}  // namespace
}  // namespace earshot
