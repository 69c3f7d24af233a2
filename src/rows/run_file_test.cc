#include "rows/run_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "rows/run_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::vector<OwnedRow> Rows(size_t count, size_t row_bytes) {
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i < count; ++i) {
    rows.push_back({std::to_string(100'000 + i), std::string(row_bytes, static_cast<char>('a' + i % 26)), i});
  }
  return rows;
}

// The result of reading all of the run.
Status ReadToTheEnd(const RunFile& run) {
  const std::unique_ptr<SortedCursor> cursor = run.OpenAt(0);
  SortedRow row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, cursor->Next(&row));
    if (!more) return absl::OkStatus();
  }
}

TEST(RunFile, GivesItsRowsWhateverTheirSizes) {
  for (const size_t row_bytes : {size_t{0}, size_t{100}, size_t{17'000}, kRunBlockBytes, size_t{700'000}}) {
    std::vector<OwnedRow> rows = Rows(40, row_bytes);
    rows[20].row = std::string(300'000, 'x');
    const std::unique_ptr<RunFile> run = RunOf(rows);
    EXPECT_EQ(ReadAll(*run->OpenAt(0)), rows);
    for (const RunIndex::Entry& entry : run->index().entries()) {
      const std::vector<OwnedRow> rest = ReadAll(*run->OpenAt(entry.offset));
      EXPECT_TRUE(std::equal(rest.rbegin(), rest.rend(), rows.rbegin()));
    }
  }
  EXPECT_TRUE(ReadAll(*RunOf({})->OpenAt(0)).empty());
}

class ChangedRunFile : public ::testing::Test {
 protected:
  // Changes a byte on the disk, and back.
  static void Flip(int file, uint64_t position) {
    char byte = 0;
    ASSERT_EQ(pread(file, &byte, 1, static_cast<off_t>(position)), 1);
    byte = static_cast<char>(byte ^ (1 << position % 8));
    ASSERT_EQ(pwrite(file, &byte, 1, static_cast<off_t>(position)), 1);
  }

  int descriptor() const { return apart_.Descriptors().at(0); }

  const TemporaryFilesApart apart_;
};

TEST_F(ChangedRunFile, IsNoticedWhateverByteItIs) {
  const std::unique_ptr<RunFile> run = RunOf(Rows(5, 20));
  ASSERT_TRUE(ReadToTheEnd(*run).ok());
  const int file = descriptor();
  for (uint64_t position = 0; position < run->bytes(); ++position) {
    Flip(file, position);
    EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed")) << position;
    Flip(file, position);
  }
  EXPECT_TRUE(ReadToTheEnd(*run).ok());
}

TEST_F(ChangedRunFile, IsNoticedInEveryBlock) {
  for (const size_t row_bytes : {size_t{1000}, size_t{100'000}}) {
    const std::unique_ptr<RunFile> run = RunOf(Rows(200, row_bytes));
    const int file = descriptor();
    for (uint64_t position = 0; position < run->bytes(); position += run->bytes() / 40) {
      Flip(file, position);
      EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed")) << position;
      Flip(file, position);
    }
  }
}

TEST_F(ChangedRunFile, IsNoticedWhereABlockOfAnotherPlaceIsRead) {
  const std::vector<OwnedRow> rows = Rows(500, 1000);
  const std::unique_ptr<RunFile> run = RunOf(rows);
  const std::vector<RunIndex::Entry>& blocks = run->index().entries();
  const uint64_t block_bytes = blocks[1].offset;
  ASSERT_EQ(blocks[3].offset, 3 * block_bytes) << "blocks of the same size, so that one fits the other's place";
  std::string block(block_bytes, '\0');
  ASSERT_EQ(pread(descriptor(), block.data(), block_bytes, static_cast<off_t>(block_bytes)), block_bytes);
  ASSERT_EQ(pwrite(descriptor(), block.data(), block_bytes, static_cast<off_t>(2 * block_bytes)), block_bytes);
  EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed"));
}

TEST_F(ChangedRunFile, IsNoticedWhereItIsCutOrItsBlocksWereNeverWritten) {
  const std::unique_ptr<RunFile> run = RunOf(Rows(500, 1000));
  ASSERT_EQ(ftruncate(descriptor(), static_cast<off_t>(run->bytes() - 1)), 0);
  EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed"));
  ASSERT_EQ(ftruncate(descriptor(), 0), 0);
  EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed"));
  ASSERT_EQ(ftruncate(descriptor(), static_cast<off_t>(run->bytes())), 0);
  EXPECT_THAT(MessageOf(ReadToTheEnd(*run)), HasSubstr("was read back changed"));
}

}  // namespace
}  // namespace earshot
