#include "base/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace earshot {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kDrawEvery = std::chrono::milliseconds(100);

// "950", "12.3k", "4.56M", "7.89G".
std::string Rounded(double count) {
  const char* suffixes[] = {"", "k", "M", "G", "T"};
  size_t step = 0;
  while (count >= 1000 && step + 1 < std::size(suffixes)) {
    count /= 1000;
    ++step;
  }
  if (step == 0) return fmt::format("{:.0f}", count);
  return fmt::format("{:.{}f}{}", count, count < 10 ? 2 : count < 100 ? 1 : 0, suffixes[step]);
}

}  // namespace

std::string ProgressLine(const std::string& what, const std::string& unit, uint64_t done, uint64_t total,
                         double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const std::string speed = fmt::format("{} {}/s", Rounded(rate), unit);
  if (total == 0) return fmt::format("{}  {} {}  {}", what, Rounded(static_cast<double>(done)), unit, speed);
  const double share = static_cast<double>(done) / static_cast<double>(total);
  const double seconds_left = rate > 0 && done < total ? static_cast<double>(total - done) / rate : 0;
  return fmt::format("{}  {:3.0f} %  {}/{} {}  {}  {:.0f} s left", what, share * 100,
                     Rounded(static_cast<double>(done)), Rounded(static_cast<double>(total)), unit, speed,
                     seconds_left);
}

Progress::Progress(std::string what, std::string unit, uint64_t total)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(total),
      visible_(isatty(STDERR_FILENO) != 0),
      start_(Clock::now()),
      next_draw_((start_ + kDrawEvery).time_since_epoch().count()) {}

Progress::~Progress() {
  if (visible_) std::fputs("\r\033[K", stderr);
}

void Progress::Add(uint64_t count) {
  const uint64_t done = done_.fetch_add(count, std::memory_order_relaxed) + count;
  if (!visible_) return;
  const Clock::time_point now = Clock::now();
  auto due = next_draw_.load(std::memory_order_relaxed);
  if (now.time_since_epoch().count() < due) return;
  // Whoever moves the due time on draws; the other threads go on with their work.
  if (!next_draw_.compare_exchange_strong(due, (now + kDrawEvery).time_since_epoch().count())) return;
  Draw(done, now);
}

void Progress::Draw(uint64_t done, Clock::time_point now) {
  const std::lock_guard<std::mutex> lock(draw_mutex_);
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = fmt::format("\r{}\033[K", ProgressLine(what_, unit_, done, total_, seconds));
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace earshot
