#include "plays/play_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cql/cells.h"

namespace earshot {
namespace {

Play PlayOf(std::string_view session, std::string_view length) {
  return {
      {"A", "F", "M", "4", "L", length, "paid", "San Jose, CA", session, "s", "9"}, 7, "1541121934796", "2018-11-02"};
}

TEST(PlayRecords, HaveTypedCellsOfTheColumnsThatWereAskedFor) {
  DatasetColumnSet columns;
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
  PlayRecords records(DatasetColumnSet().set());
  const Record* record = nullptr;
  EXPECT_EQ(MessageOf(records.Decode(PlayOf("x", "2.5"), &record)),
            "line 7, column sessionId: \"x\" is not a whole number");
  EXPECT_EQ(MessageOf(records.Decode(PlayOf("1", "long"), &record)), "line 7, column length: \"long\" is not a number");
  EXPECT_TRUE(records.Decode(PlayOf("1", "2.5"), &record).ok());
}

TEST(PlayRecords, TryNoOtherColumns) {
  PlayRecords records(DatasetColumnSet().set(kSongColumn));
  const Record* record = nullptr;
  EXPECT_TRUE(records.Decode(PlayOf("x", "long"), &record).ok());
}

// The cell of a computed column, as a person reads it.
std::string Computed(std::string_view name, const Play& play, const Dataset& of = PlaysDataset()) {
  const size_t column = of.Find(name);
  PlayRecords records(DatasetColumnSet().set(column), of);
  const Record* record = nullptr;
  const Status status = records.Decode(play, &record);
  if (!status.ok()) return MessageOf(status);
  return TextOf(of.columns[column].type, CellReader(record->cells[column]).Next());
}

TEST(PlayRecords, ComputeColumnsOfOthers) {
  Play play = PlayOf("338", "2.5");
  EXPECT_EQ(Computed("played_at", play), "2018-11-02T01:25:34.796Z");
  EXPECT_EQ(Computed("hour", play), "1");
  EXPECT_EQ(Computed("day", play), "2018-11-02");
  EXPECT_EQ(Computed("week", play), "2018-W44");
  EXPECT_EQ(Computed("month", play), "2018-11");
  EXPECT_EQ(Computed("weekday", play), "5");
  EXPECT_EQ(Computed("user_name", play), "F L");
  EXPECT_EQ(Computed("region", play), "CA");
  play.fields[kLocationColumn] = "Nowhere";
  EXPECT_EQ(Computed("region", play), "Nowhere");
}

TEST(PlayRecords, CountWeeksAsIso8601Does) {
  const std::pair<const char*, const char*> weeks[] = {{"2018-12-30", "2018-W52"},
                                                       {"2018-12-31", "2019-W01"},
                                                       {"2021-01-03", "2020-W53"},
                                                       {"2021-01-04", "2021-W01"},
                                                       {"2016-01-01", "2015-W53"}};
  Play play = PlayOf("338", "2.5");
  for (const auto& [day, week] : weeks) {
    play.day = day;
    EXPECT_EQ(Computed("week", play), week);
  }
}

TEST(PlayRecords, ComputeTheWeekInWhichAListenerCame) {
  Play event = PlayOf("338", "2.5");
  const std::pair<const char*, const char*> weeks[] = {{"1540919166796", "2018-W44"},
                                                       {"1.54092E+12", "2018-W44"},
                                                       {"1540771199999", "2018-W43"},
                                                       {"1540771200000", "2018-W44"},
                                                       // Within 2.8 hours of that Monday
                                                       {"1.54077E+12", ""},
                                                       {"1.54E+12", ""},
                                                       {"last summer", ""},
                                                       {"", ""}};
  for (const auto& [registration, week] : weeks) {
    event.of_event[EventOnlyColumnAt("registration")] = registration;
    EXPECT_EQ(Computed("registered_week", event, EventsDataset()), week) << registration;
  }
  EXPECT_EQ(Computed("ts", event, EventsDataset()), "2018-11-02T01:25:34.796Z");
}

TEST(PlayRecords, RefuseTimesThatHaveLostDigits) {
  Play play = PlayOf("338", "2.5");
  play.ts = "1.54112E+12";
  EXPECT_EQ(
      Computed("hour", play),
      "line 7, column ts: \"1.54112E+12\" has lost digits, and is known to 2.78 hours only; ask by day, week, month "
      "or weekday");
  play.ts = "yesterday";
  EXPECT_EQ(Computed("played_at", play), "line 7, column ts: \"yesterday\" is not a time");
  play.day = "11/02/2018";
  EXPECT_EQ(Computed("month", play), "line 7, column day: \"11/02/2018\" is not a date");
}

}  // namespace
}  // namespace earshot
