#include "stores/synchronous_writer.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"

namespace earshot {
namespace {

// One that is written, and one that is ready when it is.
constexpr size_t kInFlightMax = 2;

class BackgroundWriter : public TableWriter {
 public:
  explicit BackgroundWriter(std::unique_ptr<SynchronousWriter> writer) : writer_(std::move(writer)) {
    try {
      thread_ = std::thread([this] { WriteAll(); });
    } catch (const std::system_error&) {
      // The system gives no more threads: Wait writes.
    }
  }

  // What has not been begun is not written any more.
  ~BackgroundWriter() override {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      at_end_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  WriteLimits limits() const override {
    WriteLimits limits = writer_->limits();
    limits.in_flight_max = kInFlightMax;
    return limits;
  }

  uint64_t ReplicaSet(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    EARSHOT_CHECK(in_flight_ < kInFlightMax);
    EARSHOT_CHECK(!batch.row_ends.empty());
    ++in_flight_;
    RowBatch& copy = batches_[next_batch_++ % kInFlightMax];
    copy = batch;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      to_write_.push_back(&copy);
    }
    changed_.notify_all();
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override {
    EARSHOT_CHECK(in_flight_ > 0);
    --in_flight_;
    std::unique_lock<std::mutex> lock(mutex_);
    if (!thread_.joinable()) WriteNext(lock);
    changed_.wait(lock, [this] { return !written_.empty(); });
    const StatusOr<Completion> completion = std::move(written_.front());
    written_.pop_front();
    RETURN_IF_ERROR(completion.status());
    return std::vector<Completion>{*completion};
  }

  Status Finish() override {
    EARSHOT_CHECK(in_flight_ == 0);
    return writer_->Commit();
  }

 private:
  void WriteAll() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return at_end_ || !to_write_.empty(); });
      if (at_end_) return;
      WriteNext(lock);
    }
  }

  void WriteNext(std::unique_lock<std::mutex>& lock) {
    const RowBatch& batch = *to_write_.front();
    to_write_.pop_front();
    lock.unlock();
    StatusOr<Completion> completion = Append(batch);
    lock.lock();
    written_.push_back(std::move(completion));
    changed_.notify_all();
  }

  StatusOr<Completion> Append(const RowBatch& batch) {
    RETURN_IF_ERROR(failure_);
    const auto start = std::chrono::steady_clock::now();
    failure_ = writer_->Append(batch);
    RETURN_IF_ERROR(failure_);
    const auto latency = std::chrono::steady_clock::now() - start;
    return Completion{batch.id, absl::OkStatus(), std::chrono::duration_cast<std::chrono::microseconds>(latency)};
  }

  const std::unique_ptr<SynchronousWriter> writer_;
  Status failure_;                              // of the thread that writes
  std::array<RowBatch, kInFlightMax> batches_;  // used in turn, for their memory
  size_t next_batch_ = 0;
  size_t in_flight_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<const RowBatch*> to_write_;
  std::deque<StatusOr<Completion>> written_;
  bool at_end_ = false;

  std::thread thread_;
};

}  // namespace

std::unique_ptr<TableWriter> WriteInBackground(std::unique_ptr<SynchronousWriter> writer) {
  return std::make_unique<BackgroundWriter>(std::move(writer));
}

}  // namespace earshot
