#include "rows/sort_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "rows/sorted_record.h"

namespace earshot {
namespace {

constexpr size_t kRows = 100'000;

// Keys of which some differ in their first bytes, some only after the prefix, and some not at all.
std::vector<std::string> Keys() {
  std::mt19937 random(7);
  std::vector<std::string> keys;
  for (size_t i = 0; i < kRows; ++i) {
    std::string key = random() % 2 == 0 ? "" : std::string(24, 'k');
    key += std::to_string(random() % (kRows / 4));
    keys.push_back(std::move(key));
  }
  return keys;
}

class SortBufferTest : public ::testing::TestWithParam<size_t> {};

TEST_P(SortBufferTest, SortsByKeyThenLine) {
  const std::vector<std::string> keys = Keys();
  SortBuffer buffer(size_t{16} << 20);
  for (size_t i = 0; i < keys.size(); ++i) {
    const SortedRow row = {keys[i], keys[i], {0, i}};
    std::string record(RecordBytes(row), '\0');
    EncodeRecord(row, record.data());
    ASSERT_TRUE(buffer.Add(record));
  }
  buffer.Sort(GetParam());
  std::vector<bool> seen(keys.size());
  for (size_t i = 0; i < buffer.size(); ++i) {
    const SortedRow row = buffer.At(i);
    ASSERT_EQ(row.sort_key, keys[row.origin.line]);
    seen[row.origin.line] = true;
    if (i == 0) continue;
    const SortedRow previous = buffer.At(i - 1);
    ASSERT_LT(std::tie(previous.sort_key, previous.origin), std::tie(row.sort_key, row.origin));
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), false), 0);
}

INSTANTIATE_TEST_SUITE_P(Threads, SortBufferTest, ::testing::Values(1, 2, 3, 8));

}  // namespace
}  // namespace earshot
