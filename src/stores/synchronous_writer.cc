#include "stores/synchronous_writer.h"

#include <chrono>

#include "base/check.h"

namespace earshot {

Status SynchronousWriter::Submit(const RowBatch& batch) {
  EARSHOT_CHECK(!completed_.has_value());
  EARSHOT_CHECK(!batch.row_ends.empty());
  const auto start = std::chrono::steady_clock::now();
  RETURN_IF_ERROR(Append(batch));
  const auto latency = std::chrono::steady_clock::now() - start;
  completed_ = {batch.id, absl::OkStatus(), std::chrono::duration_cast<std::chrono::microseconds>(latency)};
  return absl::OkStatus();
}

StatusOr<std::vector<Completion>> SynchronousWriter::Wait() {
  EARSHOT_CHECK(completed_.has_value());
  std::vector<Completion> completions = {*completed_};
  completed_.reset();
  return completions;
}

Status SynchronousWriter::Finish() {
  EARSHOT_CHECK(!completed_.has_value());
  return Commit();
}

}  // namespace earshot
