// A sorted run on disk: rows in order in a part of a spill file, in blocks that each have a checksum, with a sparse
// index in memory so that a range can be read without what is before it.
//
// A run is made by a RunWriter and constant afterwards: any number of cursors may read it at once, one thread a cursor.
// They must not outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "rows/run_index.h"
#include "rows/sorted_row.h"
#include "rows/spill_file.h"

namespace earshot {

// A block holds whole rows: at most this many bytes with its header, or one row that is larger.
inline constexpr size_t kRunBlockBytes = size_t{32} << 10;

class RunFile {
 public:
  // Frees the disk space of its rows.
  ~RunFile();
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;

  const std::shared_ptr<SpillFile>& file() const { return file_; }
  uint64_t bytes() const { return bytes_; }
  // How much memory a cursor may take.
  size_t cursor_bytes() const { return block_bytes_max_; }
  const RunIndex& index() const { return index_; }

  // Reads from the block that starts at `offset` on. What was changed on its way to the disk and back is an error.
  std::unique_ptr<SortedCursor> OpenAt(uint64_t offset) const;

 private:
  friend class RunCursor;
  friend class RunWriter;

  explicit RunFile(std::shared_ptr<SpillFile> file) : file_(std::move(file)), begin_(file_->end()) {}

  const std::shared_ptr<SpillFile> file_;
  const uint64_t begin_;  // in the file; other offsets are from there
  uint64_t bytes_ = 0;
  size_t block_bytes_max_ = kRunBlockBytes;
  RunIndex index_;
};

// Writes a run at the end of a file. Belongs to one thread, and nobody else may append to the file before it has
// finished.
class RunWriter {
 public:
  explicit RunWriter(std::shared_ptr<SpillFile> file);

  // The rows must come in order.
  Status Add(const SortedRow& row);
  // Writes what is left. The writer is used up afterwards.
  StatusOr<std::unique_ptr<RunFile>> Finish();

 private:
  Status WriteBlock();

  std::unique_ptr<RunFile> run_;
  std::string block_;
};

}  // namespace earshot
