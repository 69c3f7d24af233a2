#include "taste/first_of.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace earshot {
namespace {

TEST(FirstOf, AreThoseOfAllSorted) {
  std::mt19937 random(3);
  FirstOf<int, std::less<int>> first(10);
  for (const size_t count : {0U, 1U, 9U, 10U, 11U, 19U, 20U, 21U, 1000U}) {
    std::vector<int> all(count);
    for (size_t i = 0; i < count; ++i) all[i] = static_cast<int>(i);
    std::shuffle(all.begin(), all.end(), random);
    first.Clear();
    for (const int each : all) first.Add(each);
    EXPECT_EQ(first.Unsorted().size(), std::min<size_t>(count, 10));
    std::sort(all.begin(), all.end());
    all.resize(std::min<size_t>(count, 10));
    EXPECT_EQ(first.Sorted(), all);
  }
}

TEST(FirstOf, MayGoOnAfterTheyWereSeen) {
  FirstOf<int, std::greater<int>> first(2);
  for (const int each : {1, 2, 3}) first.Add(each);
  EXPECT_EQ(first.Sorted(), (std::vector<int>{3, 2}));
  first.Add(4);
  EXPECT_EQ(first.Sorted(), (std::vector<int>{4, 3}));
}

}  // namespace
}  // namespace earshot
