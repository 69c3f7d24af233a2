#include "events/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "events/decode_testing.h"
#include "events/limits.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char kHeader[] =
    "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n";

Decoded Decode(const std::string& text, size_t chunk_bytes = kChunkBytes) {
  return EventsFile(text).Decode(chunk_bytes);
}

// A whole file of one row.
std::string Row(const std::string& artist, const std::string& rest = "F,M,1,L,2.5,paid,loc,7,s,9\n") {
  return kHeader + artist + "," + rest;
}

TEST(Decoder, TakesColumnsInAnyOrderAndLeavesOthersOut) {
  const Decoded decoded = Decode(
      "userId,extra,song,sessionId,location,level,length,lastName,itemInSession,gender,firstName,\"artist\"\r\n"
      "9,x,s,7,\"a, b\",paid,2.5,L,1,M,F,\"the \"\"A\"\"\"\r\n");
  EXPECT_EQ(decoded.error, "");
  ASSERT_EQ(decoded.plays.size(), 1u);
  EXPECT_THAT(decoded.plays[0], ElementsAre("the \"A\"", "F", "M", "1", "L", "2.5", "paid", "a, b", "7", "s", "9"));
}

TEST(Decoder, KnowsABomAndAMissingLastLineEnd) {
  for (const char* end : {"", "\n", "\r\n", "\r"}) {
    const Decoded decoded =
        Decode(std::string("\xEF\xBB\xBF\"artist\"") + (kHeader + 6) + "A,F,M,1,L,2.5,paid,loc,7,s,9" + end);
    EXPECT_EQ(decoded.error, "");
    ASSERT_EQ(decoded.plays.size(), 1u);
    EXPECT_EQ(decoded.plays[0][0], "A");
    EXPECT_EQ(decoded.plays[0][10], "9");
    const Decoded quoted = Decode(kHeader + std::string("A,F,M,1,L,2.5,paid,loc,7,s,\"9\"") + end);
    EXPECT_THAT(quoted.rejects, ElementsAre());
    EXPECT_EQ(quoted.plays, decoded.plays);
  }
}

TEST(Decoder, RejectsALastRowOfOneByte) {
  EXPECT_THAT(Decode(kHeader + std::string("x")).rejects, ElementsAre(HasSubstr("too_few_fields")));
}

TEST(Decoder, ReadsNothingOfEarlierRowsIntoAnEmptyLastField) {
  const std::string quotes = Row("\"" + std::string(200, '"') + "\"");
  const Decoded whole = Decode(quotes + "A,F,M,1,L,2.5,paid,loc,7,s,");
  EXPECT_THAT(whole.rejects, ElementsAre(HasSubstr("not_a_number userId the field is empty")));
  for (size_t chunk_bytes = 1; chunk_bytes <= 400; ++chunk_bytes) {
    EXPECT_EQ(Decode(quotes + "A,F,M,1,L,2.5,paid,loc,7,s,", chunk_bytes), whole) << chunk_bytes;
  }
}

TEST(Decoder, LeavesAStrayQuoteAsItIs) { EXPECT_EQ(Decode(Row("12\" Mix \"x\"")).plays.at(0)[0], "12\" Mix \"x\""); }

TEST(Decoder, ChecksOnlyTheStructureOfEventsWithoutAnArtist) {
  const std::string text = std::string(kHeader) + ",,,x,,,,,-1,,\n\"\",,,,,,,,,,\n,,\n";
  const Decoded decoded = Decode(text);
  EXPECT_EQ(decoded.without_artist, 2u);
  EXPECT_THAT(decoded.rejects, ElementsAre(HasSubstr("4:118 too_few_fields  the row has 3 fields, the header 11 ,,")));
}

TEST(Decoder, ChecksThePlaysNumbers) {
  const auto reject_of = [](const char* rest) {
    const Decoded decoded = Decode(Row("A", std::string(rest) + "\n"));
    return decoded.rejects.empty() ? "none" : decoded.rejects[0];
  };
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,x,s,9"), HasSubstr("not_a_number sessionId \"x\" is not a whole number"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,7,s,"), HasSubstr("not_a_number userId the field is empty"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,7,s,26.5"), HasSubstr("not_a_number userId"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,7,s,26."), HasSubstr("not_a_number userId"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,7,s, 9"), HasSubstr("not_a_number userId"));
  EXPECT_THAT(reject_of("F,M,-1,L,2.5,paid,loc,7,s,9"), HasSubstr("negative itemInSession -1 is below zero"));
  EXPECT_THAT(reject_of("F,M,2147483648,L,2.5,paid,loc,7,s,9"), HasSubstr("out_of_range itemInSession"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5,paid,loc,9223372036854775808,s,9"), HasSubstr("out_of_range sessionId"));
  EXPECT_THAT(reject_of("F,M,1,L,nan,paid,loc,7,s,9"), HasSubstr("not_a_number length"));
  EXPECT_THAT(reject_of("F,M,1,L,1e999,paid,loc,7,s,9"), HasSubstr("out_of_range length"));
  EXPECT_THAT(reject_of("F,M,1,L,-2.5,paid,loc,7,s,9"), HasSubstr("negative length"));
  EXPECT_THAT(reject_of("F,M,1,L,2.5s,paid,loc,7,s,9"), HasSubstr("not_a_number length"));
  EXPECT_EQ(reject_of("F,M,2147483647,L,1e2,paid,loc,9223372036854775807,s,0"), "none");
}

TEST(Decoder, TakesWholeNumbersWithZeroDecimals) {
  const Decoded decoded = Decode(Row("A", "F,M,1.0,L,2.50,paid,loc,7.00,s,26.0\n"));
  ASSERT_EQ(decoded.plays.size(), 1u);
  EXPECT_THAT(decoded.plays[0], ElementsAre("A", "F", "M", "1", "L", "2.50", "paid", "loc", "7", "s", "26"));
}

TEST(Decoder, LetsEmptyTrailingColumnsBe) {
  const std::string header(kHeader, sizeof(kHeader) - 2);
  EXPECT_EQ(Decode(Row("A", "F,M,1,L,2.5,paid,loc,7,s,9,,\n")).plays.size(), 1u);
  EXPECT_EQ(Decode(header + ",,\nA,F,M,1,L,2.5,paid,loc,7,s,9\n").plays.size(), 1u);
  EXPECT_EQ(Decode(header + ",,\nA,F,M,1,L,2.5,paid,loc,7,s,9,x\n").rejects.size(), 1u);
}

TEST(Decoder, CutsAnInvalidRowAtItsLineAndGoesOn) {
  const std::string good = "B,F,M,1,L,2.5,paid,loc,7,s,9\n";
  const Decoded text_after = Decode(Row("\"A\"x") + good);
  EXPECT_THAT(text_after.rejects, ElementsAre(HasSubstr("2:91 text_after_quote artist")));
  EXPECT_EQ(text_after.plays.size(), 1u);
  // The lost quote swallows nothing, though another quote comes much later.
  const Decoded unclosed = Decode(Row("A", "F,M,1,\"L,2.5,paid,loc,7,s,9\n") + good + good + "\"C\"" + good.substr(1));
  EXPECT_THAT(unclosed.rejects, ElementsAre(HasSubstr("2:91 text_after_quote lastName")));
  EXPECT_EQ(unclosed.plays.size(), 3u);
  const Decoded to_the_end = Decode(Row("A", "F,M,1,\"L,2.5,paid,loc,7,s,9\n") + good);
  EXPECT_THAT(to_the_end.rejects, ElementsAre(HasSubstr("2:91 unclosed_quote lastName")));
  EXPECT_EQ(to_the_end.plays.size(), 1u);
  const Decoded bare_cr = Decode(Row("A\rB") + good);
  EXPECT_THAT(bare_cr.rejects, ElementsAre(HasSubstr("2:91 bare_carriage_return artist")));
}

TEST(Decoder, RejectsOddBytesAndKeepsTheOtherRows) {
  const std::string good = "B,F,M,1,L,2.5,paid,loc,7,s,9\n";
  const Decoded decoded = Decode(Row(std::string("A\0", 2)) + good + "Bj\xF6rk" + good.substr(1) + good);
  EXPECT_THAT(decoded.rejects, ElementsAre(HasSubstr("nul_byte artist byte 2 of the row is NUL"),
                                           HasSubstr("invalid_utf8 artist byte 3 of the row, 0xF6, is not UTF-8")));
  EXPECT_EQ(decoded.plays.size(), 2u);
}

TEST(Decoder, LimitsFieldsAndRows) {
  const std::string good = "B,F,M,1,L,2.5,paid,loc,7,s,9\n";
  const std::string full(kFieldBytesMax, 'a');
  for (const size_t chunk_bytes : {size_t{30'000}, kChunkBytes}) {
    EXPECT_EQ(Decode(Row(full) + good, chunk_bytes).plays.size(), 2u);
    EXPECT_EQ(Decode(Row("\"" + full + "\"") + good, chunk_bytes).plays.size(), 2u);
    for (const std::string& artist : {full + "a", "\"" + full + "a\""}) {
      const Decoded decoded = Decode(Row(artist) + good, chunk_bytes);
      EXPECT_THAT(decoded.rejects, ElementsAre(HasSubstr("2:91 field_too_long artist")));
      EXPECT_EQ(decoded.plays.size(), 1u);
    }
    const Decoded lines_inside = Decode(Row("\"A\n" + full + "\n" + good), chunk_bytes);
    EXPECT_THAT(lines_inside.rejects, ElementsAre(HasSubstr("2:91 unclosed_quote artist"), HasSubstr("3:94 too_few_")));
    EXPECT_EQ(lines_inside.plays.size(), 1u);
    const Decoded long_row = Decode(Row(std::string(3 * kRowBytesMax, ',')) + good, chunk_bytes);
    EXPECT_THAT(long_row.rejects, ElementsAre(HasSubstr("2:91 row_too_long")));
    EXPECT_EQ(long_row.plays.size(), 1u);
    EXPECT_EQ(long_row.lines, 3u);
  }
}

TEST(Decoder, CountsBlankLinesApart) {
  const Decoded decoded = Decode(Row("A") + "\n\r\n\n");
  EXPECT_EQ(decoded.blank_lines, 3u);
  EXPECT_EQ(decoded.events, 1u);
}

TEST(Decoder, RefusesAFileWithoutAHeader) {
  EXPECT_THAT(Decode("").error, HasSubstr(" is empty"));
  EXPECT_THAT(Decode("A,F,M,1,L\n").error, HasSubstr("line 1: there is no header"));
  EXPECT_THAT(Decode("artist,song\n").error, HasSubstr("the header lacks the columns firstName, gender"));
  EXPECT_THAT(Decode("artist," + std::string(kHeader)).error, HasSubstr("names the column artist twice"));
  EXPECT_THAT(Decode("\"artist,song\n").error, HasSubstr("a quote that is not closed"));
  EXPECT_EQ(Decode(kHeader).events, 0u);
}

// A field of the letters that matter to a decoder, written as it may be: in quotes, or plain where that is possible.
rc::Gen<std::string> AnyText(const std::string& letters) {
  return rc::gen::container<std::string>(rc::gen::elementOf(letters));
}

RC_GTEST_PROP(Decoder, ReadsBackWhatWasWritten, ()) {
  std::string text = kHeader;
  std::vector<Fields> expected;
  const char* line_end = *rc::gen::element("\n", "\r\n");
  // Short, so that none of its lines has as many commas as a row.
  const auto any_text = [] { return *rc::gen::resize(8, AnyText("\",\r\n ab")); };
  const auto rows = *rc::gen::inRange(0, 6);
  for (int row = 0; row < rows; ++row) {
    Fields play = {"A" + any_text(), any_text(), "M", std::to_string(row), "L", "2.5", "", "l", "7", any_text(), "9"};
    for (size_t i = 0; i < play.size(); ++i) {
      const bool needs_quotes = play[i].find_first_of("\",\r\n") != std::string::npos;
      std::string written = play[i];
      if (needs_quotes || *rc::gen::arbitrary<bool>()) {
        for (size_t at = written.find('"'); at != std::string::npos; at = written.find('"', at + 2)) {
          written.insert(at, "\"");
        }
        written = "\"" + written + "\"";
      }
      text += (i > 0 ? "," : "") + written;
    }
    text += line_end;
    expected.push_back(play);
  }
  const Decoded decoded = Decode(text, static_cast<size_t>(*rc::gen::inRange(1, 65)));
  RC_ASSERT(decoded.error == "");
  RC_ASSERT(decoded.rejects.empty());
  RC_ASSERT(decoded.plays == expected);
}

RC_GTEST_PROP(Decoder, GivesTheSameForEveryChunkSize, ()) {
  // Anything at all after the header: most rows are invalid, and each error must be found alike.
  const std::string letters("\"\"\"\",,,\n\n\r1a\0\xC3\xB6", 16);
  const std::string text = kHeader + *rc::gen::element<std::string>("", "1\n2\n3\n") + *AnyText(letters) +
                           *rc::gen::element<std::string>("", "B,F,M,1,L,2,p,l,7,s,9\n") + *AnyText(letters);
  const EventsFile file(text);
  const Decoded whole = file.Decode(kChunkBytes);
  for (size_t chunk_bytes = 1; chunk_bytes <= 64; ++chunk_bytes) RC_ASSERT(file.Decode(chunk_bytes) == whole);
}

}  // namespace
}  // namespace earshot
