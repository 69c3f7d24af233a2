// TableWriter: writes rows to one table of a store, in batches.
//
// A writer and its batches belong to one thread, which need not be the store's. The writer must be gone before its
// store is. Errors carry the code that says what the caller does next (base/status.h): TransientError only where the
// same call may work a moment later.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace earshot {

// Rows that are written, or removed, together, in the store's order, each with all its cells.
struct RowBatch {
  bool removes = false;            // the rows of these keys are to be removed
  uint64_t id = 0;                 // the caller's; returned in the Completion
  size_t range = 0;                // the key range that the rows are of: a position in what WriteRanges returned
  std::string first_sort_key;      // of the first row
  std::string last_sort_key;       // of the last row
  std::string cells;               // the rows, one after the other; null cells may be unset (cql/cells.h)
  std::vector<uint32_t> row_ends;  // where each row ends in `cells`
};

// The outcome of a batch.
struct Completion {
  uint64_t id = 0;
  Status status;
  std::chrono::microseconds latency{0};
};

// What a batch may be, and how many may be written at once.
struct WriteLimits {
  size_t batch_rows_max = 1;
  size_t batch_bytes_max = 0;
  size_t in_flight_max = 1;       // batches submitted and not yet completed
  size_t row_overhead_bytes = 0;  // what the store counts in a batch for each row besides its cells
};

// When a load was started. A store that keeps write times gives all rows of the load this one: a write that is sent
// twice is then the same write, and of two loads the later one's rows stay.
using WriteTime = std::chrono::system_clock::time_point;

class TableWriter {
 public:
  // Without Finish the rows are given up: a store with transactions rolls back, others keep what was acknowledged.
  virtual ~TableWriter() = default;

  virtual WriteLimits limits() const = 0;

  // Identifies the replicas that hold the row. Only rows of the same replica set may share a batch.
  virtual uint64_t ReplicaSet(std::string_view sort_key) const = 0;

  // Starts to write a batch. A row replaces the stored row of the same key; one that is to be removed need not be
  // there. Copies what it needs of the batch. May wait for batches before it. An error here or of Wait is final; the
  // failure of one batch is in its Completion.
  // REQUIRES: the batch has rows; fewer than in_flight_max batches are in flight. Within a range, the keys of a new
  // batch are after those of the batches before it; a batch that failed may be submitted again at any time.
  virtual Status Submit(const RowBatch& batch) = 0;

  // Waits until at least one batch is completed, and returns all that are.
  // REQUIRES: a batch is in flight.
  virtual StatusOr<std::vector<Completion>> Wait() = 0;

  // Makes the rows durable.
  // REQUIRES: no batch is in flight.
  virtual Status Finish() = 0;
};

}  // namespace earshot
