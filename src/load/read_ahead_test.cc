#include "load/read_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <utility>

namespace earshot {
namespace {

// Gives the numbers from 0 on as rows, then ends as it is told.
class Numbers : public RowCursor {
 public:
  Numbers(uint64_t count, Status end, std::atomic<bool>* gone) : count_(count), end_(std::move(end)), gone_(gone) {}
  ~Numbers() override { *gone_ = true; }

  StatusOr<bool> Next(std::string_view* row) override {
    if (next_ == count_) {
      if (!end_.ok()) return end_;
      return false;
    }
    row_ = std::to_string(next_++);
    *row = row_;
    return true;
  }

 private:
  const uint64_t count_;
  const Status end_;
  std::atomic<bool>* const gone_;
  uint64_t next_ = 0;
  std::string row_;
};

class ReadAheadTest : public ::testing::Test {
 protected:
  ReadAhead Make(uint64_t count, Status end = absl::OkStatus()) {
    return ReadAhead(std::make_unique<Numbers>(count, std::move(end), &gone_));
  }

  std::atomic<bool> gone_ = false;
};

TEST_F(ReadAheadTest, GivesEveryRowInOrderThenEnds) {
  for (const uint64_t count : {0, 1, 300'000}) {
    ReadAhead rows = Make(count);
    std::string_view row;
    for (uint64_t i = 0; i < count; ++i) {
      ASSERT_TRUE(rows.Next(&row).value());
      ASSERT_EQ(row, std::to_string(i));
    }
    EXPECT_FALSE(rows.Next(&row).value());
    EXPECT_FALSE(rows.Next(&row).value()) << "the end stays the end";
  }
}

TEST_F(ReadAheadTest, GivesTheRowsBeforeAnErrorAndThenTheError) {
  ReadAhead rows = Make(100'000, RetryError("the node is gone"));
  std::string_view row;
  for (int i = 0; i < 100'000; ++i) ASSERT_TRUE(rows.Next(&row).value());
  EXPECT_EQ(MessageOf(rows.Next(&row).status()), "the node is gone");
  EXPECT_FALSE(rows.Next(&row).ok());
}

TEST_F(ReadAheadTest, MayBeLeftWithRowsUnread) {
  {
    ReadAhead rows = Make(~uint64_t{0});
    std::string_view row;
    ASSERT_TRUE(rows.Next(&row).value());
  }
  EXPECT_TRUE(gone_);
}

}  // namespace
}  // namespace earshot
