// A progress line on stderr, with rate and time left; shown only where stderr is a terminal, so that a log or a
// pipe never holds one.
//
// One Progress at a time draws. Add may be called from any thread; the object must outlive those calls.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace earshot {

class Progress {
 public:
  // `unit` is what is counted ("rows", "bytes"), `total` how many are expected, 0 where nobody knows.
  Progress(std::string what, std::string unit, uint64_t total);
  // Wipes the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Add(uint64_t count);

 private:
  void Draw(uint64_t done, std::chrono::steady_clock::time_point now);

  const std::string what_;
  const std::string unit_;
  const uint64_t total_;
  const bool visible_;
  const std::chrono::steady_clock::time_point start_;
  std::atomic<uint64_t> done_ = 0;
  std::atomic<std::chrono::steady_clock::rep> next_draw_ = 0;
  std::mutex draw_mutex_;
};

// The text of the line: "load song_at   43 %  1.2M/2.8M rows  900k rows/s  2 s left". Counts are rounded to three
// digits; the share and the time left are missing where `total` is 0.
std::string ProgressLine(const std::string& what, const std::string& unit, uint64_t done, uint64_t total,
                         double seconds);

}  // namespace earshot
