#include "load/pace.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace earshot {
namespace {

using std::chrono::microseconds;

// Answers as many batches as are in flight, all with one latency.
void AnswerWindow(Pace& pace, microseconds latency) {
  const size_t answers = pace.in_flight();
  for (size_t i = 0; i < answers; ++i) pace.OnSuccess(latency);
}

TEST(Pace, GrowsToItsLimitWhileLatencyStaysFlat) {
  Pace pace(200);
  const size_t start = pace.in_flight();
  AnswerWindow(pace, microseconds(1000));
  EXPECT_GT(pace.in_flight(), start);
  for (int i = 0; i < 100; ++i) AnswerWindow(pace, microseconds(1000));
  EXPECT_EQ(pace.in_flight(), 200U);
}

TEST(Pace, ShrinksWhenAnswersTakeMuchLonger) {
  Pace pace(200);
  for (int i = 0; i < 10; ++i) AnswerWindow(pace, microseconds(1000));
  const size_t before = pace.in_flight();
  AnswerWindow(pace, microseconds(20'000));
  EXPECT_LT(pace.in_flight(), before);
}

TEST(Pace, HalvesOnOverloadAndNeverStops) {
  Pace pace(64);
  const size_t before = pace.in_flight();
  pace.OnOverload();
  EXPECT_EQ(pace.in_flight(), before / 2);
  for (int i = 0; i < 20; ++i) pace.OnOverload();
  EXPECT_EQ(pace.in_flight(), 1U);
  AnswerWindow(pace, microseconds(1000));
  EXPECT_GT(pace.in_flight(), 1U);
}

// Beyond so many batches at once the server makes the others wait, and answers take as much longer as there are more.
constexpr size_t kKnee = 32;

microseconds QueueingLatency(size_t in_flight, int base_us) {
  return microseconds(base_us * static_cast<int>(std::max(in_flight, kKnee)) / static_cast<int>(kKnee));
}

TEST(Pace, StaysBoundedOnAServerThatQueues) {
  Pace pace(1000);
  for (int window = 0; window < 1000; ++window) {
    AnswerWindow(pace, QueueingLatency(pace.in_flight(), 1000));
    EXPECT_LE(pace.in_flight(), 6 * kKnee) << window;
  }
  EXPECT_GE(pace.in_flight(), kKnee / 2);
}

TEST(Pace, FindsItsLevelAnewWhereTheServerBecomesSlower) {
  Pace pace(1000);
  for (int window = 0; window < 300; ++window) AnswerWindow(pace, QueueingLatency(pace.in_flight(), 1000));
  size_t level_sum = 0;
  for (int window = 0; window < 1000; ++window) {
    AnswerWindow(pace, QueueingLatency(pace.in_flight(), 20'000));
    level_sum += pace.in_flight();
  }
  EXPECT_GE(level_sum / 1000, 2 * kKnee);
}

TEST(Pace, KeepsToALimitOfOne) {
  Pace pace(1);
  for (int i = 0; i < 10; ++i) AnswerWindow(pace, microseconds(10));
  EXPECT_EQ(pace.in_flight(), 1U);
}

}  // namespace
}  // namespace earshot
