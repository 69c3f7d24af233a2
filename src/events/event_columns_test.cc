#include "events/event_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(const std::vector<std::string>& with, const std::vector<std::string>& renames) {
  return MessageOf(MakeEventColumns(with, renames).status());
}

TEST(EventColumns, AreAnEventsOwnUnlessOthersAreNamed) {
  const EventColumns columns;
  EXPECT_EQ(columns.Find("artist"), kEventArtist);
  EXPECT_EQ(columns.Find("userId"), kEventUserId);
  for (const char* name : {"", "Artist", "useragent", " artist"})
    EXPECT_EQ(columns.Find(name), columns.names.size()) << name;
}

TEST(EventColumns, OthersStandAfterThemInTheOrderInWhichTheyAreNamed) {
  const EventColumns columns = MakeEventColumns({"zip", "ts", "a \"b\", c=d"}, {}).value();
  EXPECT_EQ(columns.Find("zip"), kEventColumnCount);
  EXPECT_EQ(columns.Find("a \"b\", c=d"), kEventColumnCount + 1);
  EXPECT_THAT(columns.with, testing::ElementsAre(kEventColumnCount, kEventTime, kEventColumnCount + 1));
}

TEST(EventColumns, ARenamedColumnIsFoundUnderBothNamesAndItsOldNameNoMore) {
  const EventColumns columns =
      MakeEventColumns({}, {"duration=length", "a=b=song", "artist=song", "song=artist"}).value();
  EXPECT_EQ(columns.Find("duration"), kEventLength);
  EXPECT_EQ(columns.Find("length"), kEventLength);
  EXPECT_EQ(columns.Find("a=b"), kEventSong);
  EXPECT_EQ(columns.Find("artist"), kEventSong);
  EXPECT_EQ(columns.Find("song"), kEventArtist);
}

TEST(EventColumns, RefusesWhatCannotBeMeant) {
  EXPECT_THAT(ErrorOf({"song"}, {}), HasSubstr("song: the column is already included"));
  EXPECT_THAT(ErrorOf({"zip", "zip"}, {}), HasSubstr("zip: the column is already included"));
  EXPECT_THAT(ErrorOf({""}, {}), HasSubstr("give the name of a column"));
  EXPECT_THAT(ErrorOf({"\xff"}, {}), HasSubstr("give the name of a column"));
  for (const char* text : {"duration", "=length", "duration=", ""}) {
    EXPECT_THAT(ErrorOf({}, {text}), HasSubstr("as in duration=length")) << text;
  }
  EXPECT_THAT(ErrorOf({}, {"duration=lenght"}), HasSubstr("did you mean \"length\"?"));
  EXPECT_THAT(ErrorOf({}, {"length=length"}), HasSubstr("already has that name"));
  EXPECT_THAT(ErrorOf({}, {"a=song", "a=artist"}), HasSubstr("a=artist: a is already read as song"));
  EXPECT_THAT(ErrorOf({"zip"}, {"zip=location"}), HasSubstr("it leaves no name for the column zip"));
  EXPECT_THAT(ErrorOf({}, {"song=artist"}), HasSubstr("it leaves no name for the column song"));
  EXPECT_EQ(ErrorOf({"agent"}, {"userAgent=agent"}), "");
}

TEST(EventColumns, AreBounded) {
  std::vector<std::string> with;
  for (size_t i = kEventColumnCount; i < kEventColumnsMax; ++i) with.push_back("column" + std::to_string(i));
  EXPECT_EQ(ErrorOf(with, {}), "");
  with.push_back("one more");
  EXPECT_THAT(ErrorOf(with, {}), HasSubstr("at most 45 columns"));
  std::vector<std::string> renames;
  for (size_t i = 0; i <= kRenamesMax; ++i) renames.push_back(std::to_string(i) + "=length");
  EXPECT_THAT(ErrorOf({}, renames), HasSubstr("at most 64 columns"));
}

TEST(CheckOneNameEach, RefusesAColumnUnderTwoNames) {
  const EventColumns columns = MakeEventColumns({}, {"duration=length", "seconds=length"}).value();
  const auto error = [&](const std::vector<std::string>& names) {
    NamesSeen seen;
    for (const std::string& name : names) seen.Add(columns, name);
    return MessageOf(CheckOneNameEach(columns, seen, "a.csv"));
  };
  EXPECT_EQ(error({"duration", "song", "other"}), "");
  EXPECT_EQ(error({"length"}), "");
  EXPECT_THAT(error({"duration", "length"}), HasSubstr("a.csv: it has length as well as duration"));
  EXPECT_THAT(error({"seconds", "duration"}), HasSubstr("a.csv: it has duration as well as seconds"));
}

}  // namespace
}  // namespace earshot
