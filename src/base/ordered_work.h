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

// The threads of one call of RunInOrder.
template <typename Make, typename Take, typename Work, typename Deliver>
class OrderedWork {
 public:
  OrderedWork(const Make& make, const Take& take, const Work& work, const Deliver& deliver)
      : make_(make), take_(take), work_(work), deliver_(deliver) {}

  Status Run(size_t threads) {
    std::vector<std::thread> others;
    others.reserve(threads);
    try {
      for (size_t i = 1; i < threads; ++i) others.emplace_back([this] { RunJobs(); });
    } catch (const std::exception&) {
      // No thread, or no memory for one. Those that did start and this one do the work.
    }
    RunJobs();
    for (std::thread& other : others) other.join();
    if (exception_ != nullptr) std::rethrow_exception(exception_);
    return failure_;
  }

 private:
  void RunJobs() {
    try {
      auto job = make_();
      while (RunNext(&job)) {
      }
    } catch (...) {
      // Nothing here may need memory: there may be none.
      const std::lock_guard<std::mutex> lock(deliver_mutex_);
      exception_ = std::current_exception();
      ended_ = true;
      delivered_one_.notify_all();
    }
  }

  // False where there is nothing more to do.
  template <typename Job>
  bool RunNext(Job* job) {
    uint64_t turn = 0;
    Status taken;
    {
      const std::lock_guard<LongLock> lock(take_lock_);
      if (no_more_) return false;
      const Status stopped = CheckStop();
      const StatusOr<bool> found = stopped.ok() ? take_(job) : stopped;
      no_more_ = !found.ok() || !*found;
      if (found.ok() && no_more_) return false;
      taken = found.status();
      turn = taken_++;
    }
    // An error of taking has its turn as well: one of a job taken before is the first error, however long that works.
    if (taken.ok()) work_(job);
    return DeliverInTurn(turn, taken, job);
  }

  template <typename Job>
  bool DeliverInTurn(uint64_t turn, const Status& taken, Job* job) {
    std::unique_lock<std::mutex> lock(deliver_mutex_);
    delivered_one_.wait(lock, [&] { return delivered_ == turn || ended_; });
    if (ended_) return false;
    // It is nobody else's turn, so the lock is not needed.
    lock.unlock();
    const Status status = taken.ok() ? deliver_(job) : taken;
    lock.lock();
    if (failure_.ok()) failure_ = status;
    ended_ |= !status.ok();
    ++delivered_;
    delivered_one_.notify_all();
    return true;
  }

  const Make& make_;
  const Take& take_;
  const Work& work_;
  const Deliver& deliver_;

  LongLock take_lock_;
  uint64_t taken_ = 0;
  bool no_more_ = false;

  std::mutex deliver_mutex_;
  std::condition_variable delivered_one_;
  uint64_t delivered_ = 0;
  Status failure_;
  std::exception_ptr exception_;
  bool ended_ = false;  // by either of them
};

// On `threads` threads, each with a job that `make` gives, again and again: `take` fills a job (StatusOr<bool>, false:
// there are no more), `work` does it, `deliver` hands it on (Status). One thread at a time is in `take`, and one in
// `deliver`; jobs are delivered in the order of their taking. So there are never more jobs than threads, each a `Job`
// that is used again and again. The first error, in the order of the jobs, ends it all and is returned; an exception is
// thrown on the caller's thread. A stop (base/stop_token.h) is looked for before each job. Where the system gives fewer
// threads, the work is done on those that there are.
template <typename Make, typename Take, typename Work, typename Deliver>
Status RunInOrder(size_t threads, const Make& make, const Take& take, const Work& work, const Deliver& deliver) {
  return OrderedWork<Make, Take, Work, Deliver>(make, take, work, deliver).Run(threads);
}

}  // namespace earshot
