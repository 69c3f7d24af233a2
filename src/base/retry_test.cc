#include "base/retry.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(RetryTransient, TriesAgainUntilItWorks) {
  int calls = 0;
  const auto attempt = [&] { return ++calls < 3 ? TransientError("overloaded") : absl::OkStatus(); };
  EXPECT_TRUE(RetryTransient(attempt).ok());
  EXPECT_EQ(calls, 3);
}

TEST(RetryTransient, LeavesOtherErrors) {
  int calls = 0;
  const auto attempt = [&] {
    ++calls;
    return InputError("no such table");
  };
  EXPECT_EQ(MessageOf(RetryTransient(attempt)), "no such table");
  EXPECT_EQ(calls, 1);
}

TEST(WaitAfter, DoublesUpToTenSeconds) {
  EXPECT_EQ(WaitAfter(1).count(), 100);
  EXPECT_EQ(WaitAfter(2).count(), 200);
  EXPECT_EQ(WaitAfter(9).count(), 10'000);
}

}  // namespace
}  // namespace earshot
