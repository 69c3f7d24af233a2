#include "stores/sstable/index_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "cql/cells.h"
#include "rows/row_testing.h"
#include "stores/sstable/index_keys.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kHeader = 20;

std::string ItemCell(int32_t item) {
  std::string cell;
  AppendIntCell(item, &cell);
  return cell;
}

class IndexOfSongs {
 public:
  // A partition with rows that end there, counted from its start.
  void Add(std::string_view key, const std::vector<uint64_t>& row_ends, uint64_t position = 0) {
    uint64_t start = kHeader;
    int32_t item = 0;
    for (const uint64_t end : row_ends) {
      index_->AddRow(ItemCell(item++), start, end);
      start = end;
    }
    EXPECT_TRUE(index_->EndPartition(key, position, kHeader, row_ends.back() + 1).ok());
  }
  uint64_t position() const { return index_->position(); }
  std::string Finish() {
    EXPECT_TRUE(index_->Finish().ok());
    return ReadSmallFile(path_).value();
  }
  const std::string& path() const { return path_; }

 private:
  const TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/Index.db";
  const Table table_ = BuiltinTable("song_at");
  const std::unique_ptr<IndexFile> index_ = IndexFile::Create(table_, path_).value();
};

TEST(IndexFile, HasTheKeyAndThePositionOfEachPartition) {
  IndexOfSongs index;
  index.Add("key", {100, 200});
  EXPECT_EQ(index.position(), 2U + 3 + 1 + 1);
  index.Add("another", {100, 200}, 16'384);
  EXPECT_EQ(HexOf(index.Finish()), "0003" + HexOf("key") +
                                       "00"
                                       "00"
                                       "0007" +
                                       HexOf("another") +
                                       "c04000"
                                       "00");
}

// A block ends with the row that makes it 64 KiB long, and the last one has the partition's end as well.
TEST(IndexFile, HasBlocksOfPartitionsWithTwoOrMore) {
  IndexOfSongs index;
  index.Add("key", {30'000, kHeader + 65'536, 70'000, 80'000});
  const std::string blocks =
      "04"
      "00"
      "00000000"
      "04"
      "00"
      "00000001"
      "14"
      "00"
      "00"
      // From 65,556 on, 14,445 long: 51,091 less than usual, which has a sign.
      "04"
      "00"
      "00000002"
      "04"
      "00"
      "00000003"
      "c10014"
      "c18f25"
      "00";
  const std::string entry =
      "14"
      "7fffffff8000000000000000"
      "02" +
      blocks +
      "00000000"
      "0000000f";
  EXPECT_EQ(HexOf(index.Finish()), "0003" + HexOf("key") + "00" + fmt::format("{:02x}", entry.size() / 2) + entry);
}

TEST(IndexFile, HasNoBlocksOfAPartitionWithOne) {
  IndexOfSongs index;
  index.Add("almost", {30'000, kHeader + 65'535});
  // Its last row ends the block, so that no other one begins.
  index.Add("just", {30'000, kHeader + 65'536});
  EXPECT_EQ(HexOf(index.Finish()), "0006" + HexOf("almost") +
                                       "00"
                                       "00"
                                       "0004" +
                                       HexOf("just") +
                                       "00"
                                       "00");
}

TEST(IndexFile, StartsAgainWithEachPartition) {
  IndexOfSongs index;
  index.Add("one", {70'000, 140'000});
  index.Add("two", {100});
  index.Add("thr", {70'000, 140'000});
  const std::string bytes = index.Finish();
  const size_t entry = (bytes.size() - 7) / 2;
  EXPECT_EQ(bytes.substr(5, entry - 5), bytes.substr(entry + 7 + 5));
}

std::vector<std::string> KeysOf(const std::string& path) {
  const std::unique_ptr<IndexKeys> index = IndexKeys::Open(path).value();
  std::vector<std::string> keys;
  for (std::string_view key; index->Next(&key).value();) keys.emplace_back(key);
  return keys;
}

TEST(IndexKeys, AreThoseThatWereWritten) {
  IndexOfSongs index;
  std::vector<std::string> keys;
  // Blocks of more bytes than are read at once, between keys of all lengths.
  std::vector<uint64_t> many_rows;
  for (uint64_t row = 1; row <= 20'000; ++row) many_rows.push_back(kHeader + row * 65'536);
  for (size_t i = 0; i < 30; ++i) {
    keys.push_back(std::string(i * 2'259, static_cast<char>('a' + i)) + "k");
    index.Add(keys.back(), i % 10 == 3 ? many_rows : std::vector<uint64_t>{100}, i << 20);
  }
  keys.emplace_back(65'535, 'z');
  index.Add(keys.back(), {100});
  index.Finish();
  EXPECT_EQ(KeysOf(index.path()), keys);
}

TEST(IndexKeys, OfAFileThatIsCutAreAnError) {
  IndexOfSongs index;
  index.Add("key", {70'000, 140'000});
  const std::string bytes = index.Finish();
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/cut";
  for (size_t size = 1; size < bytes.size(); ++size) {
    std::ofstream(path, std::ios::trunc) << bytes.substr(0, size);
    const std::unique_ptr<IndexKeys> cut = IndexKeys::Open(path).value();
    std::string_view key;
    StatusOr<bool> more = true;
    while (more.ok() && *more) more = cut->Next(&key);
    EXPECT_THAT(MessageOf(more.status()), HasSubstr("ends in the middle of an entry")) << size;
  }
}

}  // namespace
}  // namespace earshot
