#include "rows/sort_entries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "rows/sorted_record.h"

namespace earshot {
namespace {

using Random = std::mt19937_64;

std::string RandomToken(Random& random) {
  std::string key;
  AppendBigEndian(random(), &key);
  return key;
}

std::string ShortBytes(Random& random) {
  std::string key(random() % 9, '\0');
  // Zeros are frequent: a key that ends is not one that goes on with zeros.
  for (char& byte : key) byte = static_cast<char>(random() % 2 == 0 ? 0 : random());
  return key;
}

std::string NumberBelow(Random& random, uint64_t numbers) {
  std::string key;
  AppendBigEndian(FlipSign(static_cast<int64_t>(random() % numbers) - 100), &key);
  return key;
}

// Each makes one key.
struct KeyMaker {
  const char* name;
  std::function<std::string(Random&)> make;
};

const std::vector<KeyMaker>& AllKeyMakers() {
  static const std::vector<KeyMaker> all = {
      {"Tokens", RandomToken},
      {"FewTokens", [](Random& random) { return NumberBelow(random, 5) + NumberBelow(random, 20'000); }},
      {"OneKey", [](Random&) { return std::string("the same in all rows, and longer than 24 bytes"); }},
      {"NoBytes", [](Random&) { return std::string(); }},
      {"FewerThanEightBytes", ShortBytes},
      {"EndsAndZeros", [](Random& random) { return std::string(20 + random() % 30, '\0'); }},
      {"SmallNumbers", [](Random& random) { return NumberBelow(random, 1000); }},
      {"OneLargeNumber", [](Random& random) { return NumberBelow(random, random() % 9999 == 0 ? 1ULL << 62 : 2000); }},
      {"TextsThatBeginAlike",
       [](Random& random) { return "https://example.org/songs/" + std::to_string(random() % 30'000); }},
      {"AfterThePrefix", [](Random& random) { return std::string(24, 'x') + RandomToken(random); }},
      {"LastByte", [](Random& random) { return std::string(31, 'x') + static_cast<char>(random()); }},
      {"AlikeForLong", [](Random& random) { return std::string(1000, 'x') + ShortBytes(random); }},
      {"EachLongerByOne", [](Random& random) { return std::string(random() % 1000, 'x'); }},
  };
  return all;
}

// Records of rows that come in any order; those of one key have lines that tell the order they belong in.
class ShuffledRecords {
 public:
  ShuffledRecords(const KeyMaker& keys, size_t count) {
    Random random(count);
    for (size_t i = 0; i < count; ++i) rows_.push_back({keys.make(random), OriginOf(i, count)});
    std::vector<size_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    for (const size_t i : order) {
      const SortedRow row = {rows_[i].key, "", rows_[i].origin};
      EncodeRecord(row, records_.emplace_back(RecordBytes(row), '\0').data());
    }
  }

  std::vector<SortEntry> Entries() const {
    std::vector<SortEntry> entries;
    for (const std::string& record : records_) entries.push_back(EntryOf(record.data()));
    return entries;
  }

  // In order.
  std::vector<Origin> Origins() const {
    std::vector<KeyAndOrigin> sorted = rows_;
    const auto by_key = [](const KeyAndOrigin& a, const KeyAndOrigin& b) { return a.key < b.key; };
    std::stable_sort(sorted.begin(), sorted.end(), by_key);
    std::vector<Origin> origins;
    for (const KeyAndOrigin& row : sorted) origins.push_back(row.origin);
    return origins;
  }

 private:
  // The rows are of two files.
  static Origin OriginOf(size_t i, size_t count) { return i < count / 2 ? Origin{0, i} : Origin{1, i - count / 2}; }

  struct KeyAndOrigin {
    std::string key;
    Origin origin;
  };

  std::vector<KeyAndOrigin> rows_;  // in source order
  std::deque<std::string> records_;
};

class SortEntriesTest : public ::testing::TestWithParam<KeyMaker> {};

TEST_P(SortEntriesTest, IsAStableSort) {
  for (const size_t count : {0U, 1U, 2U, 63U, 64U, 300U, 20'000U}) {
    const ShuffledRecords records(GetParam(), count);
    const std::vector<Origin> expected = records.Origins();
    for (const size_t threads : {1U, 2U, 3U, 8U}) {
      std::vector<SortEntry> entries = records.Entries();
      SortEntries(entries, threads);
      ASSERT_EQ(entries.size(), count);
      for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(DecodeRecord(entries[i].record).origin, expected[i]) << i << " of " << count << ", " << threads;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Keys, SortEntriesTest, ::testing::ValuesIn(AllKeyMakers()),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace earshot
