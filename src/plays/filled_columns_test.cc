#include "plays/filled_columns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/csv.h"

namespace earshot {
namespace {

std::string LineOf(const std::vector<std::string>& values) {
  std::string line;
  for (const std::string& value : values) {
    if (!line.empty()) line.push_back(',');
    AppendQuotedCsvField(value, &line);
  }
  return line + "\r\n";
}

const std::vector<std::string> kPlay = {"A", "F", "M", "0", "L", "2.5", "paid", "here", "7", "s", "9"};

TEST(FilledColumns, AreThoseWithAValueInSomePlay) {
  std::vector<std::string> first = kPlay;
  std::vector<std::string> second = kPlay;
  first[1] = first[7] = second[1] = second[4] = "";
  FilledColumns filled;
  filled.Add(LineOf(first));
  EXPECT_EQ(filled.columns().count(), 9);
  filled.Add(LineOf(second) + LineOf(first));
  EXPECT_EQ(filled.columns().count(), 10);
  EXPECT_FALSE(filled.columns()[1]);
}

TEST(FilledColumns, TakeBlanksAndWordsForNothingAsEmpty) {
  for (const std::string nothing : {"", " ", "\u00A0", "NULL", "None", "\\N"}) {
    std::vector<std::string> play = kPlay;
    play[9] = nothing;
    FilledColumns filled;
    filled.Add(LineOf(play));
    EXPECT_FALSE(filled.columns()[9]) << nothing;
    EXPECT_EQ(filled.columns().count(), 10) << nothing;
  }
}

TEST(FilledColumns, FindTheEndOfFieldsWithQuotesAndLineEnds) {
  for (const std::string odd : {"\"", "\"\"", "\",\"", "a\r\nb", "\"x\"", ","}) {
    std::vector<std::string> play = kPlay;
    play[0] = odd;
    play[4] = "";
    play.push_back(odd);  // a further column, of --with
    FilledColumns filled;
    filled.Add(LineOf(play) + LineOf(play));
    EXPECT_EQ(filled.columns().count(), 10) << odd;
    EXPECT_FALSE(filled.columns()[4]) << odd;
  }
}

}  // namespace
}  // namespace earshot
