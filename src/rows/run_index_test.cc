#include "rows/run_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace earshot {
namespace {

// Keys that begin alike for long, with zeros at their ends, and of all lengths around what the index keeps.
std::vector<std::string> AwkwardKeys() {
  const auto length = rc::gen::inRange<size_t>(0, 2 * RunIndex::kKeyBytes);
  const auto key = rc::gen::apply([](size_t alike, const std::string& tail) { return std::string(alike, 'a') + tail; },
                                  length, rc::gen::container<std::string>(rc::gen::element('\0', 'a', 'b', '\xFF')));
  std::vector<std::string> keys = *rc::gen::container<std::vector<std::string>>(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

RC_GTEST_PROP(RunIndex, LeavesNothingOutBefore, ()) {
  const std::vector<std::string> keys = AwkwardKeys();
  RunIndex index;
  for (size_t i = 0; i < keys.size(); ++i) index.Add(keys[i], 10 * i);
  const std::vector<std::string> searched = AwkwardKeys();
  for (const std::vector<std::string>* some : {&keys, &searched}) {
    for (const std::string& key : *some) {
      const uint64_t offset = index.OffsetBefore(key);
      RC_ASSERT(offset % 10 == 0);
      // All rows before the block have its first key or a smaller one.
      if (offset > 0) RC_ASSERT(keys[offset / 10] < key);
    }
  }
}

TEST(RunIndex, FindsNearlyTheBlockAndStaysSmallHoweverManyThereAre) {
  RunIndex index;
  const auto key = [](size_t number) { return std::to_string(10'000'000 + number); };
  for (size_t blocks = 0; blocks < 100'000; ++blocks) {
    index.Add(key(blocks), blocks);
    ASSERT_LE(index.entries().size(), RunIndex::kEntriesMax);
  }
  EXPECT_GE(index.entries().size(), RunIndex::kEntriesMax / 2);
  EXPECT_EQ(index.OffsetBefore(key(0)), 0U);
  for (size_t block = 1; block < 100'000; block += 997) {
    EXPECT_LT(index.OffsetBefore(key(block)), block);
    EXPECT_GE(index.OffsetBefore(key(block)) + 100'000 / (RunIndex::kEntriesMax / 2), block);
  }
}

TEST(RunIndex, IsEmptyWithoutBlocks) {
  EXPECT_EQ(RunIndex().OffsetBefore("key"), 0U);
  EXPECT_EQ(RunIndex().OffsetBefore(""), 0U);
}

}  // namespace
}  // namespace earshot
