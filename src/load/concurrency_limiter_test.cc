#include "load/concurrency_limiter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace earshot {
namespace {

using std::chrono::microseconds;

// Answers as many batches as are in flight, all with one latency.
void AnswerWindow(ConcurrencyLimiter& limiter, microseconds latency) {
  const size_t answers = limiter.in_flight();
  for (size_t i = 0; i < answers; ++i) limiter.OnSuccess(latency);
}

TEST(ConcurrencyLimiter, GrowsToItsLimitWhileLatencyStaysFlat) {
  ConcurrencyLimiter limiter(200);
  const size_t start = limiter.in_flight();
  AnswerWindow(limiter, microseconds(1000));
  EXPECT_GT(limiter.in_flight(), start);
  for (int i = 0; i < 100; ++i) AnswerWindow(limiter, microseconds(1000));
  EXPECT_EQ(limiter.in_flight(), 200U);
}

TEST(ConcurrencyLimiter, ShrinksWhenAnswersTakeMuchLonger) {
  ConcurrencyLimiter limiter(200);
  for (int i = 0; i < 10; ++i) AnswerWindow(limiter, microseconds(1000));
  const size_t before = limiter.in_flight();
  AnswerWindow(limiter, microseconds(20'000));
  EXPECT_LT(limiter.in_flight(), before);
}

TEST(ConcurrencyLimiter, HalvesOnOverloadAndNeverStops) {
  ConcurrencyLimiter limiter(64);
  const size_t before = limiter.in_flight();
  limiter.OnOverload();
  EXPECT_EQ(limiter.in_flight(), before / 2);
  for (int i = 0; i < 100; ++i) limiter.OnOverload();
  EXPECT_EQ(limiter.in_flight(), 1U);
  AnswerWindow(limiter, microseconds(1000));
  EXPECT_GT(limiter.in_flight(), 1U);
}

TEST(ConcurrencyLimiter, HalvesOnceForBatchesThatFailTogether) {
  ConcurrencyLimiter limiter(64);
  const size_t before = limiter.in_flight();
  for (size_t i = 0; i < before; ++i) limiter.OnOverload();
  EXPECT_EQ(limiter.in_flight(), before / 2);
  // Those that are sent from then on fail, too.
  limiter.OnOverload();
  EXPECT_EQ(limiter.in_flight(), before / 4);
}

// Beyond so many batches at once the server makes the others wait, and answers take as much longer as there are more.
constexpr size_t kKnee = 32;

microseconds QueueingLatency(size_t in_flight, int base_us) {
  return microseconds(base_us * static_cast<int>(std::max(in_flight, kKnee)) / static_cast<int>(kKnee));
}

TEST(ConcurrencyLimiter, StaysBoundedOnAServerThatQueues) {
  ConcurrencyLimiter limiter(1000);
  for (int window = 0; window < 1000; ++window) {
    AnswerWindow(limiter, QueueingLatency(limiter.in_flight(), 1000));
    EXPECT_LE(limiter.in_flight(), 6 * kKnee) << window;
  }
  EXPECT_GE(limiter.in_flight(), kKnee / 2);
}

TEST(ConcurrencyLimiter, FindsItsLevelAnewWhereTheServerBecomesSlower) {
  ConcurrencyLimiter limiter(1000);
  for (int window = 0; window < 300; ++window) AnswerWindow(limiter, QueueingLatency(limiter.in_flight(), 1000));
  size_t level_sum = 0;
  for (int window = 0; window < 1000; ++window) {
    AnswerWindow(limiter, QueueingLatency(limiter.in_flight(), 20'000));
    level_sum += limiter.in_flight();
  }
  EXPECT_GE(level_sum / 1000, 2 * kKnee);
}

TEST(ConcurrencyLimiter, KeepsToALimitOfOne) {
  ConcurrencyLimiter limiter(1);
  for (int i = 0; i < 10; ++i) AnswerWindow(limiter, microseconds(10));
  EXPECT_EQ(limiter.in_flight(), 1U);
}

}  // namespace
}  // namespace earshot
