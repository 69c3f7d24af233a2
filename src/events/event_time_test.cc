#include "events/event_time.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

std::string DayOf(std::string_view time, std::string_view path = "events.csv") {
  const auto day = DayOfEvent(time, DayInName(path));
  return day.has_value() ? TextOfDay(*day) : "unknown";
}

TEST(ParseEventTime, ReadsMillisecondsAndTheirPrecision) {
  const auto time = ParseEventTime("1541121934796");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->milliseconds, 1541121934796);
  EXPECT_EQ(time->precision_ms, 1);
  EXPECT_EQ(ParseEventTime("1541121934796.0")->milliseconds, 1541121934796);
  EXPECT_EQ(ParseEventTime("1.541121934796E+12")->precision_ms, 1);
  EXPECT_EQ(ParseEventTime("1.54112E+12")->milliseconds, 1541120000000);
  EXPECT_EQ(ParseEventTime("1.54112e12")->precision_ms, 10'000'000);
  EXPECT_EQ(ParseEventTime("1,54112E+12")->precision_ms, 10'000'000);
  EXPECT_EQ(ParseEventTime("2018-11-02T01:25:34.796Z")->milliseconds, 1541121934796);
}

TEST(ParseEventTime, RefusesWhatIsNotATime) {
  for (const char* text : {"", "x", "1.5.5", "E+12", "1E", "1E+99", "-5", "1E-3", "99999999999999999", "1e18", "1 2"}) {
    EXPECT_FALSE(ParseEventTime(text).has_value()) << text;
  }
}

TEST(DescribePrecision, UsesUnitsThatFit) {
  EXPECT_EQ(DescribePrecision(10), "10 ms");
  EXPECT_EQ(DescribePrecision(10'000), "10 s");
  EXPECT_EQ(DescribePrecision(100'000), "1.67 minutes");
  EXPECT_EQ(DescribePrecision(10'000'000), "2.78 hours");
}

TEST(DayInName, FindsTheOneDate) {
  const auto day = [](std::string_view path) {
    const auto found = DayInName(path);
    return found.has_value() ? TextOfDay(*found) : "none";
  };
  EXPECT_EQ(day("events/2018-11-02-events.csv"), "2018-11-02");
  EXPECT_EQ(day("2019-01-01/events_20181102.json.gz"), "2018-11-02");
  EXPECT_EQ(day("log.2018_11_02"), "2018-11-02");
  for (const char* path : {"events.csv", "2018-13-02.csv", "2018-11-02-2018-11-03.csv", "120181102.csv",
                           "201811022.csv", "2018-11.csv", "2018-11-021.csv", "2018-11_02.csv", "0000-01-01"}) {
    EXPECT_EQ(day(path), "none") << path;
  }
  EXPECT_EQ(day("2018-11-02-of-2018-11-02.csv"), "2018-11-02");
}

TEST(DayOfEvent, AsksTheNameWhereTheTimeLeavesItOpen) {
  EXPECT_EQ(DayOf("1541121934796"), "2018-11-02");
  EXPECT_EQ(DayOf("1541121934796", "2018-11-05.csv"), "2018-11-02");
  EXPECT_EQ(DayOf("1541116799999"), "2018-11-01");
  EXPECT_EQ(DayOf("1541116800000"), "2018-11-02");
  // 00:53 of the 2nd, give or take 2.8 hours.
  EXPECT_EQ(DayOf("1.54112E+12"), "unknown");
  EXPECT_EQ(DayOf("1.54112E+12", "2018-11-02.csv"), "2018-11-02");
  EXPECT_EQ(DayOf("1.54112E+12", "2018-11-01.csv"), "2018-11-01");
  EXPECT_EQ(DayOf("1.54112E+12", "2018-11-03.csv"), "unknown");
  // 12:00, give or take 17 minutes.
  EXPECT_EQ(DayOf("1.541160E+12"), "2018-11-02");
  EXPECT_EQ(DayOf("", "2018-11-03.csv"), "2018-11-03");
  EXPECT_EQ(DayOf("soon", "2018-11-03.csv"), "unknown");
}

}  // namespace
}  // namespace earshot
