// How good recommendations are, judged by what listeners then heard for the first time.
//
// Plain data and pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "taste/listening.h"

namespace earshot {

// A mean over listeners with its standard error.
struct Estimate {
  double mean = 0;
  double standard_error = 0;
};
Estimate EstimateOf(const std::vector<double>& values);

inline constexpr size_t kGainPlaces = 10;
inline constexpr size_t kRecallPlaces = 20;

// The normalised discounted cumulative gain at 10 (NDCG@10): how many of the first ten places hold an item of
// `heard_first`, earlier ones counting more, in proportion to the best that was possible. 0 where nothing was heard.
double GainOf(std::span<const uint32_t> recommended, std::span<const Heard> heard_first);

// Which share of `heard_first`, or of 20 of them, the first 20 places hold.
double RecallOf(std::span<const uint32_t> recommended, std::span<const Heard> heard_first);

}  // namespace earshot
