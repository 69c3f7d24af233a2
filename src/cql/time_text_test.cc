#include "cql/time_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <string>

namespace earshot {
namespace {

constexpr int64_t kMillisecondsADay = 86'400'000;

TEST(ParseTimestamp, TakesWhatIso8601AllowsInUtc) {
  EXPECT_EQ(ParseTimestamp("1970-01-01"), 0);
  EXPECT_EQ(ParseTimestamp("1970-01-02 00:00"), kMillisecondsADay);
  EXPECT_EQ(ParseTimestamp("2018-11-02T01:25:34.796Z"), 1'541'121'934'796);
  EXPECT_EQ(ParseTimestamp("2018-11-02T01:25:34.7"), 1'541'121'934'700);
  EXPECT_EQ(ParseTimestamp("2018-11-02T01:25:34"), 1'541'121'934'000);
  EXPECT_EQ(ParseTimestamp("2018-11-02T01:25Z"), 1'541'121'900'000);
  EXPECT_EQ(ParseTimestamp("1969-12-31T23:59:59.999"), -1);
  EXPECT_EQ(ParseTimestamp("0001-01-01"), -719'162 * kMillisecondsADay);
  EXPECT_EQ(ParseTimestamp("2016-02-29T23:59"), 1'456'790'340'000);
}

TEST(ParseTimestamp, TakesMilliseconds) {
  EXPECT_EQ(ParseTimestamp("1541121934796"), 1'541'121'934'796);
  EXPECT_EQ(ParseTimestamp("-1"), -1);
  EXPECT_EQ(ParseTimestamp("9223372036854775807"), std::numeric_limits<int64_t>::max());
}

TEST(ParseTimestamp, TakesNothingElse) {
  for (const char* text : {"",
                           "now",
                           "2018-11",
                           "2018-1-2",
                           "2018-13-01",
                           "2018-02-29",
                           "2018-11-02T",
                           "2018-11-02T1:25",
                           "2018-11-02T24:00",
                           "2018-11-02T01:60",
                           "2018-11-02T01:25:60",
                           "2018-11-02T01:25:34.",
                           "2018-11-02T01:25:34.7961",
                           "2018-11-02T01:25:34+01:00",
                           "2018-11-02Z",
                           "2018-11-02T01:25:34.796Zz",
                           " 2018-11-02",
                           "0000-01-01",
                           "1e12",
                           "9223372036854775808"}) {
    EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
  }
}

TEST(ParseDate, TakesADayThatThereIs) {
  EXPECT_EQ(ParseDate("1970-01-01"), kDateEpoch);
  EXPECT_EQ(ParseDate("1969-12-31"), kDateEpoch - 1);
  EXPECT_EQ(ParseDate("2018-11-02"), kDateEpoch + 17'837);
  for (const char* text : {"", "17837", "2018-11-31", "2018-11-02T01:25", "2018-11-2", "18-11-02", "2018/11/02"}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(FormatTimestamp, GivesYearsOfMoreThanFourDigitsAsNumbers) {
  EXPECT_EQ(FormatTimestamp(1'541'121'934'796), "2018-11-02T01:25:34.796Z");
  EXPECT_EQ(FormatTimestamp(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatTimestamp(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatTimestamp(253'402'300'800'000), "253402300800000");
  EXPECT_EQ(FormatTimestamp(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(FormatDate(kDateEpoch), "1970-01-01");
  EXPECT_EQ(FormatDate(0), "-2147483648");
  EXPECT_EQ(FormatDate(std::numeric_limits<uint32_t>::max()), "2147483647");
}

RC_GTEST_PROP(Times, ComeBackFromTheirTexts, (int64_t milliseconds)) {
  RC_ASSERT(ParseTimestamp(FormatTimestamp(milliseconds)) == milliseconds);
  const int64_t day = milliseconds % 700'000;  // before and after 1970, within four digits
  const auto date = static_cast<uint32_t>(kDateEpoch + day);
  RC_ASSERT(ParseDate(FormatDate(date)) == date);
}

}  // namespace
}  // namespace earshot
