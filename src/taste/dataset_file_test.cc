#include "taste/dataset_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/temporary_directory.h"
#include "plays/taste_datasets.h"

namespace earshot {
namespace {

// Of a thousand numbers those that three divides.
struct EveryThird {
  static constexpr size_t kAtOnce = 64;
  static size_t size() { return 1000; }
  static NoScratch MakeScratch() { return {}; }
  static void Append(size_t number, NoScratch*, CsvRows* rows) {
    if (number % 3 == 0) rows->Add({fmt::to_string(number), "a \"line\nend\""});
  }
};

TEST(DatasetFile, HasAHeaderAndAllLinesInOrder) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/playlist.csv";
  const auto file = OutputFile::Create(path).value();
  EXPECT_EQ(WriteDataset(Playlist(), EveryThird(), 3, file.get()).value(), 334);
  ASSERT_TRUE(file->Commit().ok());
  std::string expected =
      "\"playlist\",\"place\",\"artist\",\"song\",\"for_user_id\",\"because\",\"share\",\"reason\"\r\n";
  for (size_t i = 0; i < 1000; i += 3) expected += fmt::format("\"{}\",\"a \"\"line\nend\"\"\"\r\n", i);
  std::ifstream written(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), expected);
}

}  // namespace
}  // namespace earshot
