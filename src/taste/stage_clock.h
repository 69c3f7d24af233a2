// What each part of a piece of work takes.
//
// Belongs to one thread; the CPU time is that of all threads.
#pragma once

#include <chrono>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

struct Stage {
  std::string name;
  double wall_seconds = 0;
  double cpu_seconds = 0;
};

class StageClock {
 public:
  // The part that has ended now; the next one begins.
  void End(std::string name) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = CpuSeconds();
    stages_.push_back({std::move(name), std::chrono::duration<double>(wall - wall_).count(), cpu - cpu_});
    wall_ = wall;
    cpu_ = cpu;
  }
  const std::vector<Stage>& stages() const { return stages_; }

 private:
  static double CpuSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }

  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
  double cpu_ = CpuSeconds();
  std::vector<Stage> stages_;
};

}  // namespace earshot
