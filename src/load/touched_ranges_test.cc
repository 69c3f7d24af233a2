#include "load/touched_ranges.h"

#include <gtest/gtest.h>

#include <random>

#include "rows/row_testing.h"

namespace earshot {
namespace {

class TouchedRangesTest : public ::testing::Test {
 protected:
  std::string KeyOf(int session, int item) {
    std::string key;
    const std::string row =
        RowOf(table_, PlayOf({.session_id = std::to_string(session), .item = std::to_string(item)}));
    order_.AppendSortKey(table_, row, &key);
    return key;
  }

  bool Contains(const std::vector<KeyRange>& ranges, const std::string& key) {
    return std::ranges::any_of(
        ranges, [&](const KeyRange& range) { return key >= range.begin && (range.end.empty() || key < range.end); });
  }

  const Table table_ = BuiltinTable("song_at");
  const KeyOrder order_{};
};

TEST_F(TouchedRangesTest, AreWholePartitionsAndJoinedWithTheirNeighbours) {
  TouchedRanges touched(table_, order_, KeyRange{});
  for (int session = 0; session < 6; ++session) {
    for (int item = 0; item < 3; ++item) touched.Add(KeyOf(session, item), (session == 1 || session == 2) && item == 1);
  }
  ASSERT_EQ(touched.ranges().size(), 1U);
  for (int item = 0; item < 3; ++item) {
    EXPECT_TRUE(Contains(touched.ranges(), KeyOf(2, item)));
    EXPECT_FALSE(Contains(touched.ranges(), KeyOf(0, item)));
    EXPECT_FALSE(Contains(touched.ranges(), KeyOf(3, item)));
  }
}

TEST_F(TouchedRangesTest, EndWithTheRangeThatTheyAreIn) {
  TouchedRanges touched(table_, order_, KeyRange{"", "end"});
  touched.Add(KeyOf(1, 1), true);
  EXPECT_EQ(touched.ranges().back().end, "end");
  TouchedRanges none(table_, order_, KeyRange{});
  none.Add(KeyOf(1, 1), false);
  EXPECT_TRUE(none.ranges().empty());
}

TEST_F(TouchedRangesTest, AreFewAndContainAllThatWasTouched) {
  std::mt19937 random(1);
  TouchedRanges touched(table_, order_, KeyRange{});
  std::vector<std::string> keys;
  for (int session = 0; session < 20'000; ++session) {
    const std::string key = KeyOf(session, 0);
    const bool is_touched = random() % 3 == 0;
    touched.Add(key, is_touched);
    if (is_touched) keys.push_back(key);
  }
  EXPECT_LE(touched.ranges().size(), kTouchedRangesMax);
  EXPECT_GT(touched.ranges().size(), kTouchedRangesMax / 4);
  for (const std::string& key : keys) ASSERT_TRUE(Contains(touched.ranges(), key));
  for (size_t i = 1; i < touched.ranges().size(); ++i) {
    ASSERT_LE(touched.ranges()[i - 1].end, touched.ranges()[i].begin);
  }
}

}  // namespace
}  // namespace earshot
