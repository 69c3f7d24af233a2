#include "load/pace.h"

#include <algorithm>

namespace earshot {
namespace {

constexpr size_t kInFlightStart = 32;
// Answers may take this many times as long as at best before it counts as a queue. With two the server always has
// work waiting, and no more than that.
constexpr double kLatencyFactorMax = 4.0;
// The base creeps up, so that one lucky window at the start does not hold the pace down for good.
constexpr double kBaseForgetting = 1.01;

}  // namespace

Pace::Pace(size_t in_flight_max)
    : in_flight_max_(std::max<size_t>(in_flight_max, 1)), in_flight_(std::min(kInFlightStart, in_flight_max_)) {}

void Pace::OnSuccess(std::chrono::microseconds latency) {
  window_latency_sum_us_ += static_cast<double>(latency.count());
  if (++window_answers_ >= in_flight_) EndWindow();
}

void Pace::OnOverload() {
  in_flight_ = std::max<size_t>(in_flight_ / 2, 1);
  window_answers_ = 0;
  window_latency_sum_us_ = 0;
}

void Pace::EndWindow() {
  const double mean_us = window_latency_sum_us_ / static_cast<double>(window_answers_);
  window_answers_ = 0;
  window_latency_sum_us_ = 0;
  latency_base_us_ = latency_base_us_ == 0 ? mean_us : std::min(latency_base_us_ * kBaseForgetting, mean_us);
  const size_t step = std::max<size_t>(in_flight_ / 8, 1);
  if (mean_us > latency_base_us_ * kLatencyFactorMax) {
    in_flight_ = std::max<size_t>(in_flight_ - step, 1);
  } else {
    in_flight_ = std::min(in_flight_ + step, in_flight_max_);
  }
}

}  // namespace earshot
