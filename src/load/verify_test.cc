#include "load/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <utility>

#include "load/store_testing.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

// Without an end to speak of: sessions from -2^62 on, which are in no file.
constexpr int64_t kEndlessRows = 3'000'000;

class EndlessCursor : public RowCursor {
 public:
  explicit EndlessCursor(std::atomic<int64_t>& given) : given_(given) {}

  StatusOr<bool> Next(std::string_view* row) override {
    if (next_ == kEndlessRows) return false;
    ++given_;
    row_.clear();
    AppendBigintCell(-(int64_t{1} << 62) + next_++, &row_);
    AppendIntCell(0, &row_);
    AppendTextCell("Artist", &row_);
    AppendTextCell("Song", &row_);
    AppendDoubleCell(1, &row_);
    *row = row_;
    return true;
  }

 private:
  std::atomic<int64_t>& given_;
  int64_t next_ = 0;
  std::string row_;
};

class BrokenCursor : public RowCursor {
 public:
  StatusOr<bool> Next(std::string_view*) override { return InputError("the disk is broken"); }
};

// Its ranges never end, but for the last one: that one cannot be opened, or not be read.
class StoreWithABrokenRange : public UnaskedStore {
 public:
  explicit StoreWithABrokenRange(bool opens) : opens_(opens) {}

  std::atomic<int64_t> given = 0;

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table&, const KeyRange& range) override {
    if (!range.end.empty()) return std::make_unique<EndlessCursor>(given);
    if (!opens_) return InputError("the disk is broken");
    return std::make_unique<BrokenCursor>();
  }

 private:
  const bool opens_;
};

class VerifyABrokenRange : public ::testing::TestWithParam<bool> {};

TEST_P(VerifyABrokenRange, TellsItWithoutReadingTheOthersToTheirEnds) {
  const Table table = BuiltinTable("song_at");
  StoreWithABrokenRange store(GetParam());
  PlaySorter sorter(table, store.Order(), kSortMemoryMin);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(sorter.Add(PlayOf({.session_id = std::to_string(i)})).ok());
  const std::unique_ptr<SortedRows> rows = sorter.Finish().value();

  EXPECT_THAT(MessageOf(VerifyTable(store, table, *rows).status()), ::testing::HasSubstr("the disk is broken"));
  EXPECT_LT(store.given, kEndlessRows);
}

INSTANTIATE_TEST_SUITE_P(Verify, VerifyABrokenRange, ::testing::Bool());

}  // namespace
}  // namespace earshot
