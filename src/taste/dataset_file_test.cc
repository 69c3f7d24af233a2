#include "taste/dataset_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/csv.h"
#include "base/temporary_directory.h"
#include "plays/taste_datasets.h"

namespace earshot {
namespace {

TEST(DatasetFile, HasAHeaderAndAllLinesInOrder) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/playlist.csv";
  const auto file = OutputFile::Create(path).value();
  const DatasetLines lines = {1000, [](size_t begin, size_t end, std::string* out) {
                                for (size_t i = begin; i < end; ++i) {
                                  if (i % 3 == 0) AppendQuotedCsvLine({fmt::to_string(i), "a \"line\nend\""}, out);
                                }
                              }};
  EXPECT_EQ(WriteDataset(Playlist(), lines, 3, file.get()).value(), 334);
  ASSERT_TRUE(file->Commit().ok());
  std::string expected =
      "\"playlist\",\"place\",\"artist\",\"song\",\"for_user_id\",\"because\",\"share\",\"reason\"\r\n";
  for (size_t i = 0; i < 1000; i += 3) expected += fmt::format("\"{}\",\"a \"\"line\nend\"\"\"\r\n", i);
  std::ifstream written(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), expected);
}

}  // namespace
}  // namespace earshot
