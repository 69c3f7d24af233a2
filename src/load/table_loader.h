// Writes the changes of one table: ranges side by side, batches in flight, retries.
//
// Batches in flight are bounded by their bytes, too, so that rows of any size take little memory.
//
// Belongs to one thread; everything it is given must outlive it.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "base/status.h"
#include "load/batcher.h"
#include "load/concurrency_limiter.h"
#include "stores/store.h"

namespace earshot {

class TableLoader {
 public:
  // The batchers, one for each range, take turns, so that the whole ring is at work at once.
  TableLoader(const Table& table, TableWriter& writer, std::vector<Batcher> ranges, Progress& progress);

  // Writes everything, or stops with the first error that trying again does not repair. `check` is asked once all is
  // written and before it is made durable, where a store knows the difference.
  Status Run(const std::function<Status()>& check = {});

  const std::vector<Batcher>& ranges() const { return ranges_; }

 private:
  using Clock = std::chrono::steady_clock;

  struct InFlight {
    RowBatch batch;
    int tries = 0;
  };
  struct Waiting {
    Clock::time_point due;
    std::unique_ptr<InFlight> what;
  };

  StatusOr<std::unique_ptr<InFlight>> NextBatch();
  std::unique_ptr<InFlight> TakeSpare();
  void KeepSpare(std::unique_ptr<InFlight> what);
  Status Submit(std::unique_ptr<InFlight> what);
  Status FillUp();
  Status HandleCompletions();
  Status HandleFailure(std::unique_ptr<InFlight> what, const Status& status);

  const Table& table_;
  TableWriter& writer_;
  std::vector<Batcher> ranges_;
  std::deque<size_t> open_ranges_;  // that have batches left, next turn in front
  Progress& progress_;
  ConcurrencyLimiter limiter_;
  std::unordered_map<uint64_t, std::unique_ptr<InFlight>> in_flight_;
  size_t in_flight_bytes_ = 0;
  std::deque<Waiting> waiting_;                   // to be tried again, soonest due first
  std::vector<std::unique_ptr<InFlight>> spare_;  // done, and used again for their memory
  uint64_t next_id_ = 0;
};

}  // namespace earshot
