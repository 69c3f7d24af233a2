#include "profile/partition_sizes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/bytes.h"
#include "cql/murmur3.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

// Of sessions with so many items each.
PartitionSizes SizesOf(const Table& table, const std::vector<size_t>& items, size_t nodes) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (size_t session = 0; session < items.size(); ++session) {
    for (size_t item = 0; item < items[session]; ++item) {
      const std::string session_text = fmt::format("{}", session);
      const std::string item_text = fmt::format("{}", item);
      auto& [key, row] = rows.emplace_back();
      row = RowOf(table, PlayOf({.session_id = session_text, .item = item_text}));
      TokenOrder().AppendSortKey(table, row, &key);
    }
  }
  std::sort(rows.begin(), rows.end());
  PartitionMeter meter(table, nodes);
  for (const auto& [key, row] : rows) meter.Add({key, row, {}});
  return meter.Finish();
}

TEST(PartitionMeter, MeasuresNothing) {
  const Table table = BuiltinTable("song_at");
  const PartitionSizes sizes = SizesOf(table, {}, 3);
  EXPECT_EQ(sizes.partitions, 0U);
  EXPECT_EQ(sizes.bytes_spread.max, 0U);
  EXPECT_TRUE(sizes.largest.empty());
  EXPECT_EQ(sizes.largest_percent_rows, 0);
  EXPECT_EQ(sizes.nodes.size(), 3U);
}

TEST(PartitionMeter, NamesTheTenLargest) {
  const Table table = BuiltinTable("song_at");
  std::vector<size_t> items(200, 1);
  for (size_t i = 0; i < 20; ++i) items[i * 10] = 2 + i;
  const PartitionSizes sizes = SizesOf(table, items, 1);
  EXPECT_EQ(sizes.partitions, 200U);
  EXPECT_EQ(sizes.rows, 180U + 230U);
  EXPECT_EQ(sizes.rows_spread.median, 1U);
  EXPECT_EQ(sizes.rows_spread.p99, 19U);
  EXPECT_EQ(sizes.rows_spread.max, 21U);
  EXPECT_NEAR(sizes.largest_percent_rows, 41 / 410.0, 1e-12);
  ASSERT_EQ(sizes.largest.size(), 10U);
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(sizes.largest[i].rows, 21 - i);
    EXPECT_EQ(sizes.largest[i].name, fmt::format("session_id={}", 190 - 10 * i));
  }
  EXPECT_EQ(sizes.heaviest.name, "session_id=190");
  EXPECT_EQ(sizes.heaviest.bytes, sizes.bytes_spread.max);
  ASSERT_EQ(sizes.nodes.size(), 1U);
  EXPECT_EQ(sizes.nodes[0].bytes, sizes.bytes);
}

TEST(PartitionMeter, KnowsTheNodeOfAToken) {
  const Table table = BuiltinTable("song_at");
  for (size_t session = 0; session < 20; ++session) {
    std::vector<size_t> items(session + 1, 0);
    items[session] = 1;
    std::string key;
    AppendBigEndian(static_cast<int64_t>(session), &key);
    const PartitionSizes sizes = SizesOf(table, items, 2);
    EXPECT_EQ(sizes.nodes[CassandraToken(key) < 0 ? 0 : 1].rows, 1U);
  }
}

TEST(PartitionMeter, GivesTheNodesAboutTheSame) {
  const Table table = BuiltinTable("song_at");
  const PartitionSizes sizes = SizesOf(table, std::vector<size_t>(6000, 2), 6);
  uint64_t partitions = 0;
  uint64_t bytes = 0;
  for (const NodeShare& node : sizes.nodes) {
    EXPECT_NEAR(static_cast<double>(node.partitions), 1000, 150);
    EXPECT_EQ(node.rows, 2 * node.partitions);
    partitions += node.partitions;
    bytes += node.bytes;
  }
  EXPECT_EQ(partitions, 6000U);
  EXPECT_EQ(bytes, sizes.bytes);
}

}  // namespace
}  // namespace earshot
