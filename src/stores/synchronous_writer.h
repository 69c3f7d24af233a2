// SynchronousWriter: the base of writers that write a batch while they are called, one at a time.
// It belongs to one thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "stores/table_writer.h"

namespace earshot {

class SynchronousWriter : public TableWriter {
 public:
  uint64_t ReplicaSet(std::string_view /*sort_key*/) const override { return 0; }
  Status Submit(const RowBatch& batch) final;
  StatusOr<std::vector<Completion>> Wait() final;
  Status Finish() final;

 protected:
  // Writes the rows of `batch`. An error ends the load.
  virtual Status Append(const RowBatch& batch) = 0;
  // Makes the rows durable.
  virtual Status Commit() = 0;

 private:
  std::optional<Completion> completed_;
};

}  // namespace earshot
