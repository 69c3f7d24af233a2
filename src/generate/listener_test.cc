#include "generate/listener.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace earshot {
namespace {

TEST(Listeners, TwoOfThemShareOneName) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const std::vector<GeneratedListener> two = MakeListeners(seed, 2, 1'700'000'000'000);
    EXPECT_EQ(std::tie(two[0].first_name, two[0].last_name), std::tie(two[1].first_name, two[1].last_name));
  }
}

TEST(Listeners, AreManifold) {
  const std::vector<GeneratedListener> listeners = MakeListeners(1, 1000, 1'700'000'000'000);
  std::set<std::string> names;
  for (const GeneratedListener& listener : listeners) {
    names.insert(listener.first_name + " " + listener.last_name);
    EXPECT_LT(listener.registration_ms, 1'700'000'000'000);
    EXPECT_GT(listener.sessions_permille, 0U);
    EXPECT_LE(listener.sessions_permille, 1000U);
  }
  EXPECT_GT(names.size(), 950U);
  EXPECT_LT(names.size(), 1000U);
  const auto payers = std::count_if(listeners.begin(), listeners.end(),
                                    [](const GeneratedListener& listener) { return listener.paid; });
  EXPECT_NEAR(static_cast<double>(payers), 220, 60);
}

// A person is the same, however many there are.
TEST(Listeners, DoNotDependOnTheirNumber) {
  const std::vector<GeneratedListener> few = MakeListeners(3, 10, 1'700'000'000'000);
  const std::vector<GeneratedListener> many = MakeListeners(3, 500, 1'700'000'000'000);
  for (size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].first_name, many[i].first_name);
    EXPECT_EQ(few[i].place, many[i].place);
    EXPECT_EQ(few[i].registration_ms, many[i].registration_ms);
  }
}

}  // namespace
}  // namespace earshot
