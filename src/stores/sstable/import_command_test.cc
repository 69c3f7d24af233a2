#include "stores/sstable/import_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string MessageFor(const std::string& text, size_t nodes) {
  const StatusOr<ImportCommand> command = ImportCommand::Parse(text);
  return std::string((command.ok() ? command->CheckReaches(nodes) : command.status()).message());
}

TEST(ImportCommand, SaysWhatIsImportedAndWhere) {
  EXPECT_THAT(MessageFor("import {table}", 1), HasSubstr("{directory}"));
  EXPECT_THAT(MessageFor("import {directory}", 1), HasSubstr("{table}"));
  EXPECT_EQ(MessageFor("import {table} {directory}", 1), "");
  EXPECT_THAT(MessageFor("import {table} {directory}", 3), HasSubstr("no {host}, and the cluster has 3 nodes"));
  EXPECT_EQ(MessageFor("ssh {host} import {table} {directory}", 3), "");
}

TEST(ImportCommand, QuotesWhatTheShellWouldTakeApart) {
  const ImportCommand command = *ImportCommand::Parse("at {host}: {keyspace}.{table} {directory}");
  EXPECT_EQ(command.For({.node = "n1", .host = "::1", .directory = "/data/it's here"}, "music", "song_at"),
            "at ::1: music.song_at '/data/it'\\''s here'");
  EXPECT_EQ(NodetoolImport().For({.node = "n1", .host = "", .directory = "/data/n1/song_at"}, "music", "song_at"),
            "nodetool import music song_at /data/n1/song_at");
}

class ImportCommandRun : public ::testing::Test {
 protected:
  ImportCommandRun() {
    for (const char* node : {"n1", "n2"}) {
      const std::string directory = temporary_.path() + "/out dir/" + node;
      std::filesystem::create_directories(directory);
      std::ofstream(directory + "/nb-1-big-Data.db") << node;
      files_.push_back({.node = node, .host = node, .directory = directory});
    }
  }

  std::string MessageOfRun(const std::string& text) const {
    return std::string(ImportCommand::Parse(text)->Run(files_, "music", "song_at").message());
  }

  const TemporaryDirectory temporary_;
  std::vector<NodeFiles> files_;
};

TEST_F(ImportCommandRun, TakesTheFilesOfAllNodes) {
  EXPECT_EQ(MessageOfRun("mv {directory}/* " + temporary_.path() + "/{host}.{keyspace}.{table}"), "");
  EXPECT_TRUE(std::filesystem::exists(temporary_.path() + "/n1.music.song_at"));
  EXPECT_TRUE(std::filesystem::exists(temporary_.path() + "/n2.music.song_at"));
}

TEST_F(ImportCommandRun, SaysWhichOneHasFailed) {
  EXPECT_THAT(MessageOfRun("rm {directory}/*; test {host}{table} != n2song_at"),
              HasSubstr("the import of song_at into 1 of 2 nodes failed: n2 (n2) ended with exit code 1"));
}

// nodetool says nothing of files that it does not take.
TEST_F(ImportCommandRun, SaysWhereFilesWereNotTaken) {
  EXPECT_THAT(MessageOfRun("test {host}{table} != n1song_at || rm {directory}/*"),
              AllOf(HasSubstr("1 of 2 nodes failed: n2 (n2) has left files in"), HasSubstr("out dir/n2, as where")));
}

}  // namespace
}  // namespace earshot
