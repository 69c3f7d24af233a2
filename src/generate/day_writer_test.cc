#include "generate/day_writer.h"

#include <gtest/gtest.h>

#include "base/csv.h"
#include "generate/catalog.h"

namespace earshot {
namespace {

template <typename Value>
std::string Text(void (*append)(Value, std::string*), Value value) {
  std::string out;
  append(value, &out);
  return out;
}

TEST(AppendLength, WritesSecondsWithoutZerosAtTheEnd) {
  EXPECT_EQ(Text<uint32_t>(AppendLength, 24'630'812), "246.30812");
  EXPECT_EQ(Text<uint32_t>(AppendLength, 28'899'220), "288.9922");
  EXPECT_EQ(Text<uint32_t>(AppendLength, 20'000'000), "200");
  EXPECT_EQ(Text<uint32_t>(AppendLength, 3'000'001), "30.00001");
}

TEST(AppendLossyTime, KeepsSixDigits) {
  EXPECT_EQ(Text<int64_t>(AppendLossyTime, 1'541'106'106'796), "1.54111E+12");
  EXPECT_EQ(Text<int64_t>(AppendLossyTime, 1'541'100'000'000), "1.5411E+12");
  EXPECT_EQ(Text<int64_t>(AppendLossyTime, 1'999'999'999'999), "2E+12");
}

class DayWriterTest : public testing::Test {
 protected:
  DayWriterTest() : listeners_(MakeListeners(1, 3, 1'700'000'000'000)) {
    listeners_[2].first_name = "Ada";
    listeners_[2].last_name = "Fairford";
    listeners_[2].place = "Oakton, OR";
    listeners_[2].female = true;
    listeners_[2].registration_ms = 1'650'000'000'123;
  }

  std::string Line(const GeneratedEvent& event, bool lossy_times) {
    std::string out;
    DayWriter(catalog_.songs(), listeners_, lossy_times).AppendLine(event, &out);
    return out;
  }

  GeneratedCatalog catalog_{1};
  std::vector<GeneratedListener> listeners_;
};

TEST_F(DayWriterTest, WritesAPageInTheOrderOfTheHeader) {
  const GeneratedEvent event = {.time_ms = 1'700'000'001'000, .session = 9, .item = 4, .listener = 2, .paid = true};
  EXPECT_EQ(Line(event, false),
            ",Logged In,Ada,F,4,Fairford,,paid,\"Oakton, OR\",GET,Home,1650000000123,9,,200,1700000001000,3\r\n");
  EXPECT_EQ(Line(event, true),
            ",Logged In,Ada,F,4,Fairford,,paid,\"Oakton, OR\",GET,Home,1.65E+12,9,,200,1.7E+12,3\r\n");
}

TEST_F(DayWriterTest, TellsNothingOfWhoIsNotLoggedIn) {
  const GeneratedEvent event = {
      .time_ms = 1'700'000'001'000, .session = 9, .listener = 2, .page = GeneratedPage::kLogin, .logged_in = false};
  EXPECT_EQ(Line(event, false), ",Logged Out,,,0,,,free,,PUT,Login,,9,,307,1700000001000,\r\n");
}

TEST_F(DayWriterTest, WritesThePlayedSong) {
  const GeneratedEvent event = {
      .time_ms = 1'700'000'001'000, .session = 9, .listener = 2, .song = 11, .page = GeneratedPage::kNextSong};
  const GeneratedSong& song = catalog_.songs()[11];
  std::string expected;
  AppendCsvField(song.artist, &expected);
  expected += ",Logged In,Ada,F,0,Fairford,";
  AppendLength(song.length, &expected);
  expected += ",free,\"Oakton, OR\",PUT,NextSong,1650000000123,9,";
  AppendCsvField(song.title, &expected);
  expected += ",200,1700000001000,3\r\n";
  EXPECT_EQ(Line(event, false), expected);
}

}  // namespace
}  // namespace earshot
