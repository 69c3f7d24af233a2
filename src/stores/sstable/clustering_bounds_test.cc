#include "stores/sstable/clustering_bounds.h"

#include <gtest/gtest.h>

#include "cql/cells.h"
#include "rows/row_testing.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

// Partitions by listener, rows by song, the last one first, then by session.
Table TableOfSongs() {
  return TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\norder=['song desc']\none_per=['song', 'session_id']\n"
      "answer=['song', 'session_id']");
}

std::string Clustering(std::string_view song, int64_t session) {
  std::string cells;
  AppendTextCell(song, &cells);
  AppendBigintCell(session, &cells);
  return cells;
}

std::string BytesOf(const ClusteringBounds& bounds) {
  std::string bytes;
  bounds.AppendTo(&bytes);
  return HexOf(bytes);
}

TEST(ClusteringBounds, AreTheFirstAndTheLastOfAllPartitionsInTheOrderOfTheTable) {
  const Table table = TableOfSongs();
  ClusteringBounds bounds(table);
  bounds.Add(Clustering("b", 5), Clustering("b", 6));
  EXPECT_EQ(BytesOf(bounds),
            "00000002"
            "0001"
            "62"
            "0008"
            "0000000000000005"
            "00000002"
            "0001"
            "62"
            "0008"
            "0000000000000006");
  bounds.Add(Clustering("c", -1), Clustering("a", 2));
  bounds.Add(Clustering("b", 9), Clustering("b", 9));
  EXPECT_EQ(BytesOf(bounds),
            "00000002"
            "0001"
            "63"
            "0008"
            "ffffffffffffffff"
            "00000002"
            "0001"
            "61"
            "0008"
            "0000000000000002");
  bounds.Add(Clustering("c", -2), Clustering("", 1));
  EXPECT_EQ(BytesOf(bounds),
            "00000002"
            "0001"
            "63"
            "0008"
            "fffffffffffffffe"
            "00000002"
            "0000"
            "0008"
            "0000000000000001");
}

TEST(ClusteringBounds, AreEmptyWhereThereAreNoClusteringColumns) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['song']\none_per=[]\nmeasures={n='count'}\nanswer=['n']");
  ClusteringBounds bounds(table);
  bounds.Add("", "");
  EXPECT_EQ(BytesOf(bounds),
            "00000000"
            "00000000");
}

}  // namespace
}  // namespace earshot
