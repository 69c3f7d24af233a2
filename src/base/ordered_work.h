// Runs jobs on several threads and delivers them in the order in which they were taken.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/long_lock.h"
#include "base/status.h"
#include "base/stop_token.h"

namespace earshot {

// `asked`, or where that is 0 as many threads as the machine runs at once.
inline size_t ThreadCount(size_t asked) {
  return asked > 0 ? asked : std::max<size_t>(1, std::thread::hardware_concurrency());
}

// On `threads` threads, each with a job that `make` gives, again and again: `take` fills a job (StatusOr<bool>, false:
// there are no more), `work` does it, `deliver` hands it on (Status). One thread at a time is in `take`, and one in
// `deliver`; jobs are delivered in the order of their taking. So there are never more jobs than threads, each a `Job`
// that is used again and again. The first error, in the order of the jobs, ends it all and is returned; an exception is
// thrown on the caller's thread. A stop (base/stop_token.h) is looked for before each job. Where the system gives fewer
// threads, the work is done on those that there are.
template <typename Make, typename Take, typename Work, typename Deliver>
Status RunInOrder(size_t threads, const Make& make, const Take& take, const Work& work, const Deliver& deliver) {
  LongLock take_lock;
  uint64_t taken = 0;
  bool no_more = false;

  std::mutex deliver_mutex;
  std::condition_variable delivered_one;
  uint64_t delivered = 0;
  Status failure;
  std::exception_ptr exception;
  bool ended = false;  // by either of them

  const auto run = [&] {
    auto job = make();
    while (true) {
      uint64_t turn = 0;
      Status not_taken;
      {
        const std::lock_guard<LongLock> lock(take_lock);
        if (no_more) return;
        const Status stopped = CheckStop();
        const StatusOr<bool> found = stopped.ok() ? take(&job) : stopped;
        no_more = !found.ok() || !*found;
        if (found.ok() && no_more) return;
        not_taken = found.status();
        turn = taken++;
      }
      // An error of taking has its turn as well: one of a job taken before is the first error, however long that works.
      if (not_taken.ok()) work(&job);
      std::unique_lock<std::mutex> lock(deliver_mutex);
      delivered_one.wait(lock, [&] { return delivered == turn || ended; });
      if (ended) return;
      // It is nobody else's turn, so the lock is not needed.
      lock.unlock();
      const Status status = not_taken.ok() ? deliver(&job) : not_taken;
      lock.lock();
      if (failure.ok()) failure = status;
      ended |= !status.ok();
      ++delivered;
      delivered_one.notify_all();
    }
  };

  const auto guarded_run = [&] {
    try {
      run();
    } catch (...) {
      // Nothing here may need memory: there may be none.
      const std::lock_guard<std::mutex> lock(deliver_mutex);
      exception = std::current_exception();
      ended = true;
      delivered_one.notify_all();
    }
  };

  std::vector<std::thread> others;
  others.reserve(threads);
  try {
    for (size_t i = 1; i < threads; ++i) others.emplace_back(guarded_run);
  } catch (const std::exception&) {
    // No thread, or no memory for one. Those that did start and this one do the work.
  }
  guarded_run();
  for (std::thread& other : others) other.join();
  if (exception != nullptr) std::rethrow_exception(exception);
  return failure;
}

}  // namespace earshot
