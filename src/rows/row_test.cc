#include "rows/row.h"

#include <gtest/gtest.h>

#include "rows/row_testing.h"

namespace earshot {
namespace {

TEST(Row, HoldsTheTablesColumnsInOrder) {
  const Table table = BuiltinTable("song_at");
  std::string row = RowOf(table, PlayOf({.session_id = "338", .item = "4", .artist = "Faithless", .song = "Music"}));
  EXPECT_TRUE(IsWholeRow(table, row));
  CellReader cells(row);
  EXPECT_EQ(BigintOf(cells.Next()), 338);
  EXPECT_EQ(IntOf(cells.Next()), 4);
  EXPECT_EQ(cells.Next(), "Faithless");
  EXPECT_EQ(cells.Next(), "Music");
  EXPECT_EQ(DoubleOf(cells.Next()), 200.5);
  EXPECT_EQ(DescribeKey(table, row), "session_id=338, item_in_session=4");
}

TEST(Row, IsDescribedWithoutHarmToATerminal) {
  const Table table = BuiltinTable("song_listeners");
  std::string row = RowOf(table, PlayOf({.user_id = "7", .song = "a\n\x1B[31mb"}));
  EXPECT_EQ(DescribeKey(table, row), "song=\"a\\x0A\\x1B[31mb\", user_id=7");
  std::string song = "x";
  for (int i = 0; i < 200; ++i) song += "\xC3\xA9";
  row = RowOf(table, PlayOf({.user_id = "7", .song = song}));
  EXPECT_EQ(DescribeKey(table, row), "song=\"" + song.substr(0, 199) + "...\", user_id=7");
}

TEST(Row, IsNotWholeWhenCutOrWhenAValueHasTheWrongWidth) {
  const Table table = BuiltinTable("song_at");
  std::string row = RowOf(table, PlayOf({}));
  for (size_t size = 0; size < row.size(); ++size) EXPECT_FALSE(IsWholeRow(table, row.substr(0, size))) << size;
  EXPECT_FALSE(IsWholeRow(table, row + '\0'));
  row[3] = 4;  // the session id, said to be four bytes long
  EXPECT_FALSE(IsWholeRow(table, row));
}

}  // namespace
}  // namespace earshot
