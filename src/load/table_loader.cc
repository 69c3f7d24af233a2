#include "load/table_loader.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/error_code.h"
#include "base/retry.h"
#include "base/stop_token.h"
#include "rows/row.h"

namespace earshot {
namespace {

// Far more than batches of usual rows take: 1024 of 5 KiB.
constexpr size_t kInFlightBytesMax = size_t{8} << 20;

}  // namespace

TableLoader::TableLoader(const Table& table, TableWriter& writer, std::vector<Batcher> ranges, Progress& progress)
    : table_(table),
      writer_(writer),
      ranges_(std::move(ranges)),
      open_ranges_(ranges_.size()),
      progress_(progress),
      limiter_(writer.limits().in_flight_max) {
  std::iota(open_ranges_.begin(), open_ranges_.end(), size_t{0});
}

Status TableLoader::Run(const std::function<Status()>& check) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    RETURN_IF_ERROR(FillUp());
    if (!in_flight_.empty()) {
      RETURN_IF_ERROR(HandleCompletions());
    } else if (!waiting_.empty()) {
      RETURN_IF_ERROR(SleepUntil(waiting_.front().due));
    } else {
      if (check) RETURN_IF_ERROR(check());
      return writer_.Finish();
    }
  }
}

Status TableLoader::FillUp() {
  while (in_flight_.size() < limiter_.in_flight() && in_flight_bytes_ < kInFlightBytesMax) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(std::unique_ptr<InFlight> next, NextBatch());
    if (next == nullptr) return absl::OkStatus();
    RETURN_IF_ERROR(Submit(std::move(next)));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<TableLoader::InFlight>> TableLoader::NextBatch() {
  if (!waiting_.empty() && waiting_.front().due <= Clock::now()) {
    std::unique_ptr<InFlight> again = std::move(waiting_.front().what);
    waiting_.pop_front();
    return again;
  }
  // While anything waits to be tried again, the store is in trouble: give it nothing new.
  if (!waiting_.empty()) return nullptr;
  while (!open_ranges_.empty()) {
    const size_t range = open_ranges_.front();
    open_ranges_.pop_front();
    std::unique_ptr<InFlight> next = TakeSpare();
    ASSIGN_OR_RETURN(const bool more, ranges_[range].Next(&next->batch));
    progress_.Add(ranges_[range].TakePassedOver());
    if (!more) {
      KeepSpare(std::move(next));
      continue;
    }
    open_ranges_.push_back(range);
    next->batch.id = next_id_++;
    return next;
  }
  return nullptr;
}

std::unique_ptr<TableLoader::InFlight> TableLoader::TakeSpare() {
  if (spare_.empty()) return std::make_unique<InFlight>();
  std::unique_ptr<InFlight> spare = std::move(spare_.back());
  spare_.pop_back();
  spare->tries = 0;
  return spare;
}

// Not what a row larger than a batch has made large.
void TableLoader::KeepSpare(std::unique_ptr<InFlight> what) {
  if (what->batch.cells.capacity() <= 2 * writer_.limits().batch_bytes_max) spare_.push_back(std::move(what));
}

Status TableLoader::Submit(std::unique_ptr<InFlight> what) {
  ++what->tries;
  RETURN_IF_ERROR(writer_.Submit(what->batch));
  const uint64_t id = what->batch.id;
  in_flight_bytes_ += what->batch.cells.size();
  in_flight_.emplace(id, std::move(what));
  return absl::OkStatus();
}

Status TableLoader::HandleCompletions() {
  ASSIGN_OR_RETURN(const std::vector<Completion> completions, writer_.Wait());
  for (const Completion& completion : completions) {
    auto found = in_flight_.extract(completion.id);
    std::unique_ptr<InFlight> what = std::move(found.mapped());
    in_flight_bytes_ -= what->batch.cells.size();
    if (!completion.status.ok()) {
      RETURN_IF_ERROR(HandleFailure(std::move(what), completion.status));
      continue;
    }
    limiter_.OnSuccess(completion.latency);
    progress_.Add(what->batch.row_ends.size());
    KeepSpare(std::move(what));
  }
  return absl::OkStatus();
}

Status TableLoader::HandleFailure(std::unique_ptr<InFlight> what, const Status& status) {
  const bool may_work_later = status.code() == absl::StatusCode::kUnavailable;
  if (!may_work_later || what->tries >= kTriesMax) {
    const std::string tries = may_work_later ? fmt::format(" after {} tries", what->tries) : "";
    return WithMessage(status, fmt::format("table {}: writing {} row(s) from {} on failed{}: {}", table_.name,
                                           what->batch.row_ends.size(), DescribeKey(table_, what->batch.cells), tries,
                                           MessageOf(status)));
  }
  limiter_.OnOverload();
  const Waiting again = {Clock::now() + WaitAfter(what->tries), nullptr};
  const auto place = std::upper_bound(waiting_.begin(), waiting_.end(), again,
                                      [](const Waiting& a, const Waiting& b) { return a.due < b.due; });
  waiting_.insert(place, {again.due, std::move(what)});
  return absl::OkStatus();
}

}  // namespace earshot
