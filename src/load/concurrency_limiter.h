// How many batches to keep in flight. It grows while the store answers as fast as with fewer, and shrinks when answers
// take markedly longer or the store says that it is overloaded: the same idea as TCP Vegas (Brakmo, O'Malley, Peterson,
// 1994), which takes a longer round trip as the sign of a queue.
//
// Plain state; one thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace earshot {

class ConcurrencyLimiter {
 public:
  // Never more than `in_flight_max`, never less than one.
  explicit ConcurrencyLimiter(size_t in_flight_max);

  size_t in_flight() const;
  void OnSuccess(std::chrono::microseconds latency);
  // Batches that were in flight together fail together: that is one overload.
  void OnOverload();

 private:
  void EndWindow();
  void StartWindow();

  const size_t in_flight_max_;
  size_t in_flight_;
  // Latencies are judged a window at a time: as many answers as there are batches in flight.
  size_t window_answers_ = 0;
  double window_latency_sum_us_ = 0;
  double no_load_latency_us_ = 0;  // the lowest mean of a window since the last probe
  // Now and then it is measured again, with so few in flight that there is no queue. What was in flight
  // before counts for nothing then.
  size_t windows_since_probe_ = 0;
  bool probing_ = false;
  size_t answers_to_skip_ = 0;
  size_t of_last_overload_ = 0;  // in flight then, and not answered yet
};

}  // namespace earshot
