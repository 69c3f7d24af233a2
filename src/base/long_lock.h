// A mutex that may be held for long: while something is read that is long in coming.
//
// Who waits for it waits for a condition, and not for a std::mutex, as the thread sanitizer keeps signals from a thread
// that waits for one: a stop (base/stop_token.h) would never arrive. Safe on any thread; for std::lock_guard.
#pragma once

#include <condition_variable>
#include <mutex>

namespace earshot {

class LongLock {
 public:
  void lock() {
    std::unique_lock<std::mutex> lock(mutex_);
    freed_.wait(lock, [this] { return !is_held_; });
    is_held_ = true;
  }

  void unlock() {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_held_ = false;
    freed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  bool is_held_ = false;
};

}  // namespace earshot
