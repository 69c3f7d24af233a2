#include "load/concurrency_limiter.h"

#include <algorithm>

namespace earshot {
namespace {

constexpr size_t kInFlightStart = 32;
// Answers may take this many times as long as at best before it counts as a queue. With two the server always has
// work waiting, and no more than that.
constexpr double kLatencyFactorMax = 4.0;
// A no-load latency that is never probed again is that of one lucky window, or of a server that has become slower
// since; one that is forgotten bit by bit rises with the queue that it should show.
constexpr size_t kWindowsBetweenProbes = 64;

}  // namespace

ConcurrencyLimiter::ConcurrencyLimiter(size_t in_flight_max)
    : in_flight_max_(std::max<size_t>(in_flight_max, 1)), in_flight_(std::min(kInFlightStart, in_flight_max_)) {}

size_t ConcurrencyLimiter::in_flight() const {
  // A level that gives kLatencyFactorMax times the base is that part of it without a queue.
  const auto part = static_cast<size_t>(static_cast<double>(in_flight_) / kLatencyFactorMax);
  return probing_ ? std::max<size_t>(part, 1) : in_flight_;
}

void ConcurrencyLimiter::OnSuccess(std::chrono::microseconds latency) {
  if (of_last_overload_ > 0) --of_last_overload_;
  if (answers_to_skip_ > 0) {
    --answers_to_skip_;
    return;
  }
  window_latency_sum_us_ += static_cast<double>(latency.count());
  if (++window_answers_ >= in_flight()) EndWindow();
}

void ConcurrencyLimiter::OnOverload() {
  if (of_last_overload_ > 0) {
    --of_last_overload_;
    return;
  }
  of_last_overload_ = in_flight() - 1;
  in_flight_ = std::max<size_t>(in_flight_ / 2, 1);
  probing_ = false;
  answers_to_skip_ = 0;
  StartWindow();
}

void ConcurrencyLimiter::StartWindow() {
  window_answers_ = 0;
  window_latency_sum_us_ = 0;
}

void ConcurrencyLimiter::EndWindow() {
  const double mean_us = window_latency_sum_us_ / static_cast<double>(window_answers_);
  StartWindow();
  if (probing_) {
    probing_ = false;
    no_load_latency_us_ = mean_us;
    return;
  }
  no_load_latency_us_ = no_load_latency_us_ == 0 ? mean_us : std::min(no_load_latency_us_, mean_us);
  const size_t step = std::max<size_t>(in_flight_ / 8, 1);
  if (mean_us > no_load_latency_us_ * kLatencyFactorMax) {
    in_flight_ = std::max<size_t>(in_flight_ - step, 1);
  } else {
    in_flight_ = std::min(in_flight_ + step, in_flight_max_);
  }
  if (++windows_since_probe_ == kWindowsBetweenProbes) {
    windows_since_probe_ = 0;
    probing_ = true;
    answers_to_skip_ = in_flight_;
  }
}

}  // namespace earshot
