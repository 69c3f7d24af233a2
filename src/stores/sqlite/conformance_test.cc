#include "base/temporary_directory.h"
#include "stores/conformance_suite.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

// A directory for each test, in which it may open its store several times.
StatusOr<StoreParts> OpenStoreOfThisTest() {
  static std::unique_ptr<TemporaryDirectory> directory;
  static std::string test;
  const std::string running = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  if (test != running) directory = std::make_unique<TemporaryDirectory>();
  test = running;
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenSqliteStore(directory->path() + "/earshot.db"));
  return PartsOf(std::move(store));
}

const StoreUnderTest kStore = {"sqlite", OpenStoreOfThisTest};

INSTANTIATE_TEST_SUITE_P(Sqlite, TableConformance, ::testing::Values(kStore));
INSTANTIATE_TEST_SUITE_P(Sqlite, AdminConformance, ::testing::Values(kStore));

}  // namespace
}  // namespace earshot
