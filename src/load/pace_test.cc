#include "load/pace.h"

#include <gtest/gtest.h>

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

TEST(Pace, KeepsToALimitOfOne) {
  Pace pace(1);
  for (int i = 0; i < 10; ++i) AnswerWindow(pace, microseconds(10));
  EXPECT_EQ(pace.in_flight(), 1U);
}

}  // namespace
}  // namespace earshot
