#include "base/temporary_directory.h"
#include "stores/conformance_suite.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

// A directory for each test, which opens its store in it as often as it likes.
StatusOr<std::unique_ptr<Store>> OpenStoreOfThisTest() {
  static std::unique_ptr<TemporaryDirectory> directory;
  static std::string test;
  const std::string running = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  if (test != running) directory = std::make_unique<TemporaryDirectory>();
  test = running;
  return OpenSqliteStore(directory->path() + "/earshot.db");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, ::testing::Values(StoreUnderTest{"sqlite", OpenStoreOfThisTest}));

}  // namespace
}  // namespace earshot
