// SynchronousWriter: what a store implements that writes a batch while it is called, and WriteInBackground, which makes
// a TableWriter of it.
//
// A SynchronousWriter is called by one thread at a time, not always the same one.
#pragma once

#include <memory>

#include "base/status.h"
#include "stores/table_writer.h"

namespace earshot {

class SynchronousWriter {
 public:
  virtual ~SynchronousWriter() = default;

  // How large a batch may be; in_flight_max has no meaning here.
  virtual WriteLimits limits() const = 0;
  // Writes the rows of `batch`. Nothing is called after an error.
  virtual Status Append(const RowBatch& batch) = 0;
  // Makes the rows durable.
  virtual Status Commit() = 0;
};

// Writes one batch at a time on another thread, while the caller prepares the next one. An error ends the load: it is
// returned by Wait. Rows have no replica sets.
std::unique_ptr<TableWriter> WriteInBackground(std::unique_ptr<SynchronousWriter> writer);

}  // namespace earshot
