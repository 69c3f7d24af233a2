// Store: the one seam between the job and where the rows end up. Nothing outside src/stores/ knows which store it
// talks to; each store passes the same conformance suite (stores/conformance_suite.h).
//
// A Store is used from one thread, but the cursors and writers that it gives may each be used from another thread
// than the store, one thread each, at the same time, and must be gone before the store is. Errors carry the code that
// tells the caller what to do (base/status.h): TransientError only where the same call may work a moment later. Data
// that cannot be read any more are a DamageError (stores/damage.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/order.h"

namespace earshot {

// A part of a table: the rows whose sort keys are in [begin, end); an empty `end` means no end.
struct KeyRange {
  std::string begin;
  std::string end;
};

// The whole key space, cut at `cuts`, which are in order; one that repeats the cut before it cuts nothing.
inline std::vector<KeyRange> SplitAt(const std::vector<std::string>& cuts) {
  std::vector<KeyRange> ranges(1);
  for (const std::string& cut : cuts) {
    if (cut == ranges.back().begin) continue;
    ranges.back().end = cut;
    ranges.push_back({cut, ""});
  }
  return ranges;
}

// Rows one after the other, in the store's order.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  // Moves on; false at the end. `row` (all cells, as rows/row.h has them) is valid until the next call.
  virtual StatusOr<bool> Next(std::string_view* row) = 0;
  // What is stored where the cell at `column` of the row that Next gave last is null, for messages: a null, or in a
  // store that allows it a value which the column's type does not have.
  virtual std::string ShownNull(size_t /*column*/) const { return "null"; }
};

// Rows that are written together, in the store's order, each with all its cells.
struct RowBatch {
  uint64_t id = 0;                 // the caller's; comes back in the Completion
  std::string cells;               // the rows, one behind the other
  std::vector<uint32_t> row_ends;  // where each row ends in `cells`
};

// What became of a batch.
struct Completion {
  uint64_t id = 0;
  Status status;
  std::chrono::microseconds latency{0};
};

// How a store likes to be written to.
struct WriteLimits {
  size_t batch_rows_max = 1;
  size_t batch_bytes_max = 0;
  size_t in_flight_max = 1;       // batches submitted and not yet completed
  size_t row_overhead_bytes = 0;  // what the store counts in a batch for each row besides its cells
};

// When a load was started. A store that keeps times of writing gives all of the load's rows this one: then a write that
// is sent twice is the same write, and of two loads the later one's rows stay.
using WriteTime = std::chrono::system_clock::time_point;

// Writes rows to one table. Writing a row whose key is there already replaces it.
// Submit never waits for the store's answer where in_flight_max is more than 1; Wait does.
class TableWriter {
 public:
  // Leaving without Finish gives up: a store with transactions rolls back, others keep what was acknowledged.
  virtual ~TableWriter() = default;
  virtual WriteLimits limits() const = 0;
  // Rows next to each other may share a batch only if they have the same group.
  virtual uint64_t ReplicaSet(std::string_view sort_key) const = 0;
  // Hands a batch over; what is needed of it is copied before Submit returns. An error here is final; one batch's
  // failure comes with its Completion.
  virtual Status Submit(const RowBatch& batch) = 0;
  // Waits until at least one batch is completed, and gives all that are. Only if something is in flight.
  virtual StatusOr<std::vector<Completion>> Wait() = 0;
  // Makes what was written durable. Everything submitted must have been completed.
  virtual Status Finish() = 0;
};

struct TableState {
  bool exists = false;
  bool has_other_schema = false;  // not the one that the question needs; its rows are not counted
  uint64_t rows = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // "sqlite:earshot.db": where the rows are, for messages. No secrets in it.
  virtual std::string Name() const = 0;
  // What to do where the store's data turn out to be damaged, for messages.
  virtual std::string HowToReplace() const = 0;
  // What `status` tells of the store itself, as (name, value) pairs: version, cluster, file size, ...
  virtual StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() = 0;

  virtual const RowOrder& Order() const = 0;
  // Cuts the store's whole key space into `count` ranges at most, in order, without gaps, to be worked on side by side.
  virtual std::vector<KeyRange> WriteRanges(size_t count) const = 0;

  // Makes the table if there is none. A table of that name with another schema is refused, never overwritten.
  virtual Status Create(const Table& table) = 0;
  // Removes the table if there is one. A table of that name with another schema is somebody else's, and refused.
  virtual Status Drop(const Table& table) = 0;
  // Removes what held the tables (the keyspace, the file) if it is there. One that still holds anything is refused, but
  // for the tables of these names: they are damaged and could not be dropped.
  virtual Status DropKeyspace(const std::vector<std::string>& damaged) = 0;
  virtual StatusOr<TableState> State(const Table& table) = 0;

  virtual StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) = 0;
  // The table's rows in `range`, which must be one that Ranges gave, or be cut at the order's range keys.
  virtual StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) = 0;
  // The rows for which the question's given columns have these values. `given_cells` holds one cell for each of
  // Table::given, in that order.
  virtual StatusOr<std::unique_ptr<RowCursor>> Answer(const Table& table, std::string_view given_cells) = 0;
};

}  // namespace earshot
