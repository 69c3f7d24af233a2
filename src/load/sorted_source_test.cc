#include "load/sorted_source.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error_code.h"
#include "base/temporary_directory.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

constexpr const char* kPlays =
    "\"artist\",\"firstName\",\"gender\",\"itemInSession\",\"lastName\",\"length\",\"level\",\"location\","
    "\"sessionId\",\"song\",\"userId\"\r\n"
    "\"A\",\"F\",\"M\",\"1\",\"L\",\"2.5\",\"paid\",\"loc\",\"7\",\"s\",\"9\"\r\n";

TEST(SortedSource, TakesThePlaysAsTheyWereWhenTheyWereLookedAtOrNone) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/plays.csv";
  std::ofstream(path) << kPlays;
  PlaysFile plays = {path, StampOf(path).value()};
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  size_t uses = 0;
  const auto load = [&] {
    return SortedSource(plays, {}, order, {.memory_bytes = kSortMemoryMin})
        .ForEach({{.table = &table}}, [&](const Table&, const SortedRows&, const SortedRows*) {
          ++uses;
          return absl::OkStatus();
        });
  };
  EXPECT_TRUE(load().ok());
  EXPECT_EQ(uses, 1U);
  ++plays.stamp.inode;
  EXPECT_EQ(CodeOf(load()), ErrorCode::kPlaysChanged);
  EXPECT_EQ(uses, 1U);
}

}  // namespace
}  // namespace earshot
