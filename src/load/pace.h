// How many batches to keep in flight. It grows while the store answers as fast as with fewer, and shrinks when answers
// take markedly longer or the store says that it is overloaded: the same idea as TCP Vegas (Brakmo, O'Malley, Peterson,
// 1994), which takes a longer round trip as the sign of a queue.
//
// Plain state; one thread.
#pragma once

#include <chrono>
#include <cstddef>

namespace earshot {

class Pace {
 public:
  // Never more than `in_flight_max`, never less than one.
  explicit Pace(size_t in_flight_max);

  size_t in_flight() const { return in_flight_; }
  void OnSuccess(std::chrono::microseconds latency);
  void OnOverload();

 private:
  void EndWindow();

  const size_t in_flight_max_;
  size_t in_flight_;
  // Latencies are judged a window at a time: as many answers as there are batches in flight.
  size_t window_answers_ = 0;
  double window_latency_sum_us_ = 0;
  double latency_base_us_ = 0;  // the lowest mean of a window so far, slowly forgotten
};

}  // namespace earshot
