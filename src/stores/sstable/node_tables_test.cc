#include "stores/sstable/node_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/temporary_directory.h"
#include "cql/ring.h"
#include "cql/tables/token_order.h"
#include "rows/row_testing.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct KeyedRow {
  std::string sort_key;
  std::string row;
};

// In the order of the store.
std::vector<KeyedRow> RowsOfSongs(const Table& table, const std::vector<std::string>& songs) {
  std::vector<KeyedRow> rows;
  for (const std::string& song : songs) {
    KeyedRow& keyed = rows.emplace_back();
    keyed.row = RowOf(table, PlayOf({.song = song}));
    TokenOrder().AppendSortKey(table, keyed.row, &keyed.sort_key);
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.sort_key < b.sort_key; });
  return rows;
}

TEST(NodeTables, HaveTheRowsOfEachNode) {
  const Table table = BuiltinTable("song_listeners");
  const std::vector<std::string> songs = {"Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Oak"};
  const std::vector<KeyedRow> rows = RowsOfSongs(table, songs);
  // The first node has the first half, the second node all, the third node nothing.
  TokenRing ring;
  for (const char* address : {"10.0.0.1", "10.0.0.2", "10.0.0.3"}) ring.nodes.push_back({address, std::nullopt});
  ring.ranges = {{.end_token = TokenOf(rows[3].sort_key), .owners = {0, 1}},
                 {.end_token = std::numeric_limits<int64_t>::max(), .owners = {1}}};
  const TemporaryDirectory temporary;
  NodeTables tables(table, ring, temporary.path() + "/out", WriteTime());
  for (const KeyedRow& keyed : rows) ASSERT_TRUE(tables.Add(keyed.sort_key, keyed.row).ok());
  EXPECT_EQ(tables.rows(), rows.size());
  const std::vector<NodeFiles> files = tables.Finish().value();

  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].directory, temporary.path() + "/out/n1/song_listeners");
  EXPECT_EQ(files[0].host, "10.0.0.1");
  EXPECT_EQ(files[0].rows, 4U);
  EXPECT_EQ(files[1].directory, temporary.path() + "/out/n2/song_listeners");
  EXPECT_EQ(files[1].host, "10.0.0.2");
  EXPECT_EQ(files[1].rows, 8U);
  EXPECT_FALSE(std::filesystem::exists(temporary.path() + "/out/n3/song_listeners"));
  for (size_t i = 0; i < rows.size(); ++i) {
    CellReader cells(rows[i].row);
    const std::string song(cells.Next());
    EXPECT_THAT(DataOf(files[1].directory), HasSubstr(song));
    if (i < 4) {
      EXPECT_THAT(DataOf(files[0].directory), HasSubstr(song));
    } else {
      EXPECT_THAT(DataOf(files[0].directory), Not(HasSubstr(song)));
    }
  }
}

TEST(NodeTables, OfBeforeAreRemovedForAllNodes) {
  const Table table = BuiltinTable("song_listeners");
  const std::vector<KeyedRow> rows = RowsOfSongs(table, {"Ash"});
  const TemporaryDirectory temporary;
  EXPECT_TRUE(RemoveNodeTables(temporary.path() + "/none", {table}).ok());
  NodeTables tables(table, RingOfOneNode(), temporary.path(), WriteTime());
  ASSERT_TRUE(tables.Add(rows[0].sort_key, rows[0].row).ok());
  ASSERT_TRUE(tables.Finish().ok());
  const auto path = [&](const std::string& name) { return temporary.path() + "/" + name; };
  std::filesystem::create_directories(path("n12"));
  std::filesystem::copy(path("n1/song_listeners"), path("n12/song_listeners"));
  std::filesystem::copy(path("n1"), path("notes"), std::filesystem::copy_options::recursive);

  EXPECT_TRUE(RemoveNodeTables(temporary.path(), {BuiltinTable("song_at")}).ok());
  EXPECT_TRUE(std::filesystem::exists(path("n1/song_listeners")));
  std::ofstream(path("n12/song_listeners/notes")) << "of others";
  EXPECT_THAT(std::string(RemoveNodeTables(temporary.path(), {table}).message()), HasSubstr("holds other files"));
  EXPECT_TRUE(std::filesystem::exists(path("n1/song_listeners")));
  std::filesystem::remove(path("n12/song_listeners/notes"));
  EXPECT_TRUE(RemoveNodeTables(temporary.path(), {table}).ok());
  EXPECT_FALSE(std::filesystem::exists(path("n1/song_listeners")));
  EXPECT_FALSE(std::filesystem::exists(path("n12/song_listeners")));
  EXPECT_TRUE(std::filesystem::exists(path("notes/song_listeners")));
}

}  // namespace
}  // namespace earshot
