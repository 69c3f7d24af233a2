// Quotes that would join rows, and separators that would shift values, at every border of chunks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "events/decode_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char kDamagedHeader[] =
    "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId";

std::string DamagedRow(const std::string& artist, const std::string& song = "s", const std::string& end = "") {
  return artist + ",F,M,1,L,2.5,paid,loc,7," + song + ",9" + end + "\n";
}

// The plays' artists, and the rejects, which no size of the chunks may change. A file's first rows are in one chunk.
struct Outcome {
  std::vector<std::string> artists;
  std::vector<std::string> rejects;
  std::vector<Fields> plays;

  explicit Outcome(const std::string& rows, const std::string& header = kDamagedHeader, const std::string& end = "") {
    std::string text = header + "\n";
    for (const char* artist : {"1", "2", "3"}) text += DamagedRow(artist, "s", end);
    text += rows;
    const EventsFile file(text);
    const Decoded whole = file.Decode(kChunkBytes);
    for (size_t chunk_bytes = 1; chunk_bytes <= rows.size(); ++chunk_bytes) {
      EXPECT_EQ(file.Decode(chunk_bytes), whole) << chunk_bytes;
    }
    EXPECT_EQ(whole.error, "");
    plays = whole.plays;
    for (size_t play = 3; play < plays.size(); ++play) artists.push_back(plays[play][0]);
    rejects = whole.rejects;
  }
};

TEST(RowDamage, TwoStrayQuotesJoinNoRows) {
  for (const std::string& between :
       {DamagedRow("C"), DamagedRow("C") + DamagedRow("D", "\"\"") + DamagedRow("E", "\"a\nb\"")}) {
    const Outcome same_column(DamagedRow("A", "\"s") + between + DamagedRow("B", "s\"") + DamagedRow("G"));
    EXPECT_THAT(same_column.rejects, ElementsAre(HasSubstr("_quote song")));
    EXPECT_EQ(same_column.artists.back(), "G");
    EXPECT_EQ(same_column.artists[same_column.artists.size() - 2], "B");
    const Outcome other_column(DamagedRow("\"A") + between + DamagedRow("B", "s\"") + DamagedRow("G"));
    EXPECT_EQ(other_column.rejects.size(), 1u);
    EXPECT_EQ(other_column.artists, same_column.artists);
  }
}

TEST(RowDamage, ALineWithAStrayQuoteAfterACutIsNoRow) {
  for (const std::string& first :
       {DamagedRow("A", "\"s"), DamagedRow("\"A"), DamagedRow("\"A,,,,,,,,,,\nB\"").substr(0, 13)}) {
    const Outcome outcome(first + DamagedRow("B\"") + DamagedRow("G"));
    EXPECT_THAT(outcome.rejects, ElementsAre(HasSubstr("unclosed_quote"), HasSubstr("stray_quote")));
    EXPECT_EQ(outcome.artists, std::vector<std::string>{"G"});
  }
}

TEST(RowDamage, AQuoteThatOpensTheNextRowsFieldClosesNone) {
  for (const char* song : {"\", s\"", "\"\ns\"", "\"\r\ns\"", "\"\"\"\ns\""}) {
    const Outcome whole(DamagedRow("A", "\"s") + DamagedRow("B", song));
    EXPECT_THAT(whole.artists, ElementsAre("B")) << song;
    const Outcome part("A,\"F\n" + DamagedRow("B", song) + DamagedRow("C"));
    EXPECT_THAT(part.artists, ElementsAre("B", "C")) << song;
  }
}

TEST(RowDamage, TitlesOfSeveralLinesAreRead) {
  for (const char* title : {"\"a\nb\"", "\"a\r\n\r\nb\n\"", "\"\nx\"", "\"a, b\n, c,\n,\"", "\"\"\"a\"\"\n\"\"b\"\"\"",
                            "\",,,,,,,,,\n,,,,,,,,\""}) {
    for (const char* other : {"s", "\"s\"", "\"x\ny\""}) {
      const Outcome first(DamagedRow(title, other) + DamagedRow("B"));
      EXPECT_THAT(first.rejects, IsEmpty()) << title;
      EXPECT_EQ(first.artists.size(), 2u);
      const Outcome later(DamagedRow("A", title) + DamagedRow(other, title));
      EXPECT_THAT(later.rejects, IsEmpty()) << title;
    }
  }
}

TEST(RowDamage, TheRestOfACutRowIsNoPlay) {
  const Outcome whole(DamagedRow("\"a\nb\"s") + DamagedRow("12\" Mix") + DamagedRow("\"c\nd\""));
  EXPECT_THAT(whole.rejects, ElementsAre(HasSubstr("text_after_quote artist text follows the quote that closes the "
                                                   "field \"a\nb\"s,F,")));
  EXPECT_THAT(whole.artists, ElementsAre("12\" Mix", "c\nd"));
  const Outcome complete(DamagedRow("\"x\"y") + DamagedRow("\"c\nd\"") + DamagedRow("\"x\"y") + DamagedRow("12\" Mix"));
  EXPECT_THAT(complete.artists, ElementsAre("c\nd", "12\" Mix"));
  // The field's first quote is lost, or it has a third one; blank lines change nothing.
  for (const char* artist : {"a\nb\"", "a\n\nb\"", "a\nb\nc\"", "\"a\"\nb\"", "\"a\"x\n\nb\""}) {
    const Outcome parts(DamagedRow(artist) + DamagedRow("G"));
    EXPECT_THAT(parts.artists, ElementsAre("G")) << artist;
    EXPECT_THAT(parts.rejects.back(), HasSubstr("stray_quote artist")) << artist;
  }
}

TEST(RowDamage, ADelimiterLostBeforeAQuotedField) {
  for (const char* damaged : {"s\"t, u\"", "s\"\"\"t, u\"", "s\"t, u\"\"\"", "7\"t, u\""}) {
    const std::string row = std::string("A,F,M,1,L,2.5,paid,7,") + damaged + ",9\n";
    EXPECT_THAT(Outcome(row + DamagedRow("G")).rejects, ElementsAre(HasSubstr("stray_quote sessionId"))) << damaged;
  }
  EXPECT_THAT(Outcome("A,F,M,1,12\" x,2.5,paid,7\",7,8\",9\n").rejects, IsEmpty());
}

TEST(RowDamage, TheFilesFirstRowsSayHowManyFieldsThereAre) {
  const std::string late = "userId,firstName,gender,itemInSession,lastName,length,level,song,sessionId,artist,location";
  const auto row = [](const std::string& end) { return "9,F,M,1,L,2.5,paid,s,7,A" + end + "\n"; };
  const std::string rows = row(",") + row(",,") + row("") + row(",l") + row(",l,");
  const EventsFile file(late + "\n" + row(",l") + row(",") + row(",,") + rows);
  EXPECT_EQ(file.Decode(kChunkBytes).plays.size(), 4u);
  EXPECT_EQ(file.Decode(kChunkBytes).rejects.size(), 4u);
  // All have one more; and where the header has it, not all rows need it where one could be one too many.
  EXPECT_THAT(
      Outcome(DamagedRow("A") + DamagedRow("B", "s", ",") + DamagedRow("C", "s", ",,") + DamagedRow("D", "s", ",x"),
              kDamagedHeader, ",")
          .artists,
      ElementsAre("B"));
  EXPECT_THAT(Outcome(DamagedRow("A") + DamagedRow("B", "s", ","), std::string(kDamagedHeader) + ",").artists,
              ElementsAre("A"));
  const std::string two = std::string(kDamagedHeader) + ",,";
  EXPECT_THAT(Outcome(DamagedRow("A") + DamagedRow("B", "s", ",") + DamagedRow("C", "s", ",,"), two).artists,
              ElementsAre("A", "C"));
  EXPECT_THAT(Outcome(DamagedRow("A") + DamagedRow("B", "s", ",") + DamagedRow("C", "s", ",x,"), two, ",,").artists,
              ElementsAre("A", "C"));
}

}  // namespace
}  // namespace earshot
