#include "base/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LineReaderTest : public ::testing::Test {
 protected:
  LineReader ReaderOf(std::string_view text, size_t line_bytes_max) const {
    std::ofstream(path_, std::ios::binary) << text;
    return LineReader(FileReader::Open(path_).value(), line_bytes_max);
  }

  // All lines; an error's message is the last of them.
  std::vector<std::string> Lines(std::string_view text, size_t line_bytes_max = 1000) const {
    LineReader reader = ReaderOf(text, line_bytes_max);
    std::vector<std::string> lines;
    std::string_view line;
    while (true) {
      const StatusOr<bool> more = reader.Next(&line);
      if (!more.ok()) lines.push_back(MessageOf(more.status()));
      if (!more.ok() || !*more) return lines;
      lines.emplace_back(line);
      EXPECT_EQ(reader.number(), lines.size());
    }
  }

  const TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/lines";
};

TEST_F(LineReaderTest, GivesLinesWithoutTheirEnds) {
  EXPECT_THAT(Lines(""), ElementsAre());
  EXPECT_THAT(Lines("\n"), ElementsAre(""));
  EXPECT_THAT(Lines("one\n\ntwo\r\nthree"), ElementsAre("one", "", "two\r", "three"));
  EXPECT_THAT(Lines(std::string("a\0b\n", 4)), ElementsAre(std::string("a\0b", 3)));
}

TEST_F(LineReaderTest, RefusesALineThatIsLongerThanItMayBe) {
  EXPECT_THAT(Lines("ok\n12345\n", 5), ElementsAre("ok", "12345"));
  EXPECT_THAT(Lines("ok\n12345", 5), ElementsAre("ok", "12345"));
  EXPECT_THAT(Lines("ok\n123456\n", 5), ElementsAre("ok", HasSubstr("lines, line 2: the line has more than 5 bytes")));
  EXPECT_THAT(Lines("ok\n123456", 5), ElementsAre("ok", HasSubstr("lines, line 2: the line has more than 5 bytes")));
}

TEST_F(LineReaderTest, TakesLinesThatAreLongerThanItsBuffer) {
  for (const size_t bytes : {size_t{65'535}, size_t{65'536}, size_t{65'537}, size_t{1'000'000}}) {
    const std::string line(bytes, 'x');
    EXPECT_THAT(Lines("a\n" + line + "\nb\n", bytes), ElementsAre("a", line, "b"));
    EXPECT_THAT(Lines("a\n" + line + "\nb\n", bytes - 1),
                ElementsAre("a", HasSubstr("line 2: the line has more than")));
  }
}

// A file of nothing but zeros that takes no room on the disk, and would fill any memory.
TEST_F(LineReaderTest, RefusesAnEndlessLineAtOnce) {
  LineReader reader = ReaderOf("", 1000);
  std::filesystem::resize_file(path_, uint64_t{1} << 40);
  std::string_view line;
  EXPECT_THAT(MessageOf(reader.Next(&line).status()), HasSubstr("line 1: the line has more than 1000 bytes"));
}

RC_GTEST_FIXTURE_PROP(LineReaderTest, GivesAllThatIsInTheFile, ()) {
  const auto lengths = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, 40'000));
  std::string text;
  std::vector<std::string> expected;
  for (const size_t length : lengths) {
    expected.emplace_back(length, 'x');
    text += expected.back() + "\n";
  }
  RC_ASSERT(Lines(text, 40'000) == expected);
}

}  // namespace
}  // namespace earshot
