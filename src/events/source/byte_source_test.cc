#include "events/source/byte_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

class FileSourceTest : public ::testing::Test {
 protected:
  FileSourceTest() { Write("abcdef"); }

  void Write(const std::string& text) const { std::ofstream(path_) << text; }

  // Opens the file, reads a part of it, lets `change` happen, and reads on to the end.
  template <typename Change>
  Status ReadAndChange(const Change& change) const {
    ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenFileSource(path_));
    std::string text;
    RETURN_IF_ERROR(source->ReadMore(&text, 2).status());
    change();
    bool more = true;
    while (more) {
      ASSIGN_OR_RETURN(more, source->ReadMore(&text, 4));
    }
    return absl::OkStatus();
  }

  TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/a.csv";
};

TEST_F(FileSourceTest, TakesAFileThatStaysAsItIs) {
  EXPECT_TRUE(ReadAndChange([] {}).ok());
}

TEST_F(FileSourceTest, RefusesAFileThatChangesWhileItIsRead) {
  const auto changed = HasSubstr(path_ + " was changed while it was read");
  EXPECT_THAT(MessageOf(ReadAndChange([&] { std::ofstream(path_, std::ios::app) << "more"; })), changed);
  EXPECT_THAT(MessageOf(ReadAndChange([&] { std::filesystem::resize_file(path_, 3); })), changed);
  EXPECT_THAT(MessageOf(ReadAndChange([&] {
                const auto time = std::filesystem::last_write_time(path_);
                Write("ABCDEF");
                std::filesystem::last_write_time(path_, time + std::chrono::milliseconds(1));
              })),
              changed)
      << "of the same size";
  EXPECT_THAT(MessageOf(ReadAndChange([&] {
                std::ofstream(path_ + ".new") << "abcdef";
                std::filesystem::rename(path_ + ".new", path_);
              })),
              changed)
      << "another file by that name";
  EXPECT_THAT(MessageOf(ReadAndChange([&] { std::filesystem::remove(path_); })),
              HasSubstr(path_ + " was removed while it was read"));
}

}  // namespace
}  // namespace earshot
