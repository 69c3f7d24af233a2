// The store conformance suite on tables whose rows are imported as SSTables, by the command in EARSHOT_TEST_IMPORT.
// What a store drops and describes is the cluster's, which conformance_test.cc tests.
#include <cstdlib>

#include "base/temporary_directory.h"
#include "stores/cassandra/cassandra_store.h"
#include "stores/conformance_reader.h"
#include "stores/conformance_sink.h"
#include "stores/sstable/sstable_store.h"
#include "test_server.h"

namespace earshot {
namespace {

constexpr const char* kKeyspace = "imported_conformance";

// The same keyspace for a test as often as it opens its store, and empty at the first time.
StatusOr<StoreParts> OpenStoreOfThisTest() {
  static const TemporaryDirectory directory;
  static std::string test;
  const std::string running = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  if (test != running) RETURN_IF_ERROR(DropTestKeyspace(kKeyspace));
  test = running;
  ASSIGN_OR_RETURN(std::unique_ptr<ClusteredStore> cluster, OpenCassandraStore(TestServerUrl(kKeyspace)));
  return PartsOf(std::make_unique<SSTableStore>(std::move(cluster), directory.path() + "/sstables",
                                                *ImportCommand::Parse(std::getenv("EARSHOT_TEST_IMPORT"))));
}

const StoreUnderTest kStore = {"sstables", OpenStoreOfThisTest};

INSTANTIATE_TEST_SUITE_P(SSTables, TableConformance, ::testing::Values(kStore));

}  // namespace
}  // namespace earshot
