#include "plays/play_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cql/cells.h"

namespace earshot {
namespace {

Play PlayOf(std::string_view session, std::string_view length) {
  return {{"A", "F", "M", "4", "L", length, "paid", "here", session, "s", "9"}, 7};
}

TEST(PlayRecords, HaveTypedCellsOfTheColumnsThatWereAskedFor) {
  PlayColumnSet columns;
  columns.set(kSessionIdColumn).set(kSongColumn).set(PlayColumnAt("length"));
  PlayRecords records(columns);
  const Record* record = nullptr;
  ASSERT_TRUE(records.Decode(PlayOf("338", "2.5"), &record).ok());
  EXPECT_EQ(BigintOf(CellReader(record->cells[kSessionIdColumn]).Next()), 338);
  EXPECT_EQ(DoubleOf(CellReader(record->cells[PlayColumnAt("length")]).Next()), 2.5);
  EXPECT_EQ(CellReader(record->cells[kSongColumn]).Next(), "s");
  EXPECT_TRUE(record->cells[kUserIdColumn].empty());
  EXPECT_EQ(record->origin, (Origin{0, 7}));
}

TEST(PlayRecords, NameLineAndColumnOfABadValue) {
  PlayRecords records(PlayColumnSet().set());
  const Record* record = nullptr;
  EXPECT_EQ(MessageOf(records.Decode(PlayOf("x", "2.5"), &record)),
            "line 7, column sessionId: \"x\" is not a whole number");
  EXPECT_EQ(MessageOf(records.Decode(PlayOf("1", "long"), &record)), "line 7, column length: \"long\" is not a number");
  EXPECT_TRUE(records.Decode(PlayOf("1", "2.5"), &record).ok());
}

TEST(PlayRecords, TryNoOtherColumns) {
  PlayRecords records(PlayColumnSet().set(kSongColumn));
  const Record* record = nullptr;
  EXPECT_TRUE(records.Decode(PlayOf("x", "long"), &record).ok());
}

}  // namespace
}  // namespace earshot
