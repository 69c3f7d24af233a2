#include "taste/output_set.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

class OutputSetTest : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string TextOf(const std::string& name) const {
    std::ifstream file(PathOf(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Writes `text` into both files, and into the mark.
  Status WriteBoth(const std::string& text) {
    OutputSet set;
    for (const char* name : {"a", "b"}) {
      ASSIGN_OR_RETURN(OutputFile * file, set.Create(PathOf(name)));
      RETURN_IF_ERROR(file->Write(text));
    }
    if (before_commit_) before_commit_();
    return set.Commit(PathOf("mark"), text);
  }

  const TemporaryDirectory directory_;
  std::function<void()> before_commit_;
};

TEST_F(OutputSetTest, WritesAllFilesAndTheMark) {
  for (const char* text : {"one", "another"}) {
    ASSERT_TRUE(WriteBoth(text).ok());
    for (const char* name : {"a", "b", "mark"}) EXPECT_EQ(TextOf(name), text);
  }
}

TEST_F(OutputSetTest, LeavesAllAsItWasWhereAFileWasChanged) {
  ASSERT_TRUE(WriteBoth("one").ok());
  before_commit_ = [&] { std::ofstream(PathOf("b")) << "of an editor"; };
  EXPECT_FALSE(WriteBoth("another").ok());
  EXPECT_EQ(TextOf("a"), "one");
  EXPECT_EQ(TextOf("mark"), "one");
}

TEST_F(OutputSetTest, LeavesNoMarkWhereItEndsInBetween) {
  ASSERT_TRUE(WriteBoth("one").ok());
  OutputSet set;
  ASSERT_TRUE(set.Create(PathOf("a")).value()->Write("another").ok());
  // The second one of this name finds the first in its place.
  ASSERT_TRUE(set.Create(PathOf("c")).ok());
  ASSERT_TRUE(set.Create(PathOf("c")).ok());
  EXPECT_FALSE(set.Commit(PathOf("mark"), "another").ok());
  EXPECT_EQ(TextOf("a"), "another");
  EXPECT_FALSE(std::filesystem::exists(PathOf("mark")));
}

}  // namespace
}  // namespace earshot
