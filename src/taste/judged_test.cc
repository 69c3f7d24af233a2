#include "taste/judged.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

const std::vector<Heard> kHeardFirst = {{3, 1}, {7, 9}};

TEST(Judged, GainIsOneWhereTheFirstPlacesAreAllThatWasHeard) {
  EXPECT_DOUBLE_EQ(GainOf(std::vector<uint32_t>{7, 3, 1}, kHeardFirst), 1);
  EXPECT_DOUBLE_EQ(GainOf(std::vector<uint32_t>{1, 2}, kHeardFirst), 0);
  EXPECT_DOUBLE_EQ(GainOf({}, kHeardFirst), 0);
  EXPECT_DOUBLE_EQ(GainOf(std::vector<uint32_t>{1, 2}, {}), 0);
}

TEST(Judged, GainCountsLaterPlacesLessAndNoneAfterTheTenth) {
  const double best = 1 + 1 / std::log2(3.0);
  EXPECT_DOUBLE_EQ(GainOf(std::vector<uint32_t>{0, 3}, kHeardFirst), 1 / std::log2(3.0) / best);
  std::vector<uint32_t> eleven = {20, 21, 22, 23, 24, 25, 26, 27, 28, 3, 7};
  EXPECT_DOUBLE_EQ(GainOf(eleven, kHeardFirst), 1 / std::log2(11.0) / best);
}

TEST(Judged, RecallIsTheShareOfWhatWasHeard) {
  std::vector<uint32_t> recommended(20, 100);
  EXPECT_DOUBLE_EQ(RecallOf(recommended, kHeardFirst), 0);
  recommended[19] = 7;
  EXPECT_DOUBLE_EQ(RecallOf(recommended, kHeardFirst), 0.5);
  recommended.push_back(3);
  EXPECT_DOUBLE_EQ(RecallOf(recommended, kHeardFirst), 0.5);
  std::vector<Heard> many;
  for (uint32_t item = 0; item < 40; ++item) many.push_back({item, 1});
  EXPECT_DOUBLE_EQ(RecallOf(std::vector<uint32_t>{0, 1, 2, 3, 4}, many), 0.25);
}

TEST(Judged, EstimatesTheMeanAndItsStandardError) {
  const Estimate estimate = EstimateOf({1, 2, 3, 6});
  EXPECT_DOUBLE_EQ(estimate.mean, 3);
  EXPECT_DOUBLE_EQ(estimate.standard_error, std::sqrt(14.0 / 3 / 4));
  EXPECT_DOUBLE_EQ(EstimateOf({5}).standard_error, 0);
  EXPECT_DOUBLE_EQ(EstimateOf({}).mean, 0);
}

}  // namespace
}  // namespace earshot
