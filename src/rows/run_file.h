// A sorted run on disk: rows in order in an unnamed temporary file, in blocks that each have a checksum, with a sparse
// index in memory so that a range can be read without what stands before it.
//
// A run is made by a RunWriter and constant afterwards: any number of cursors may read it at once, one thread a cursor.
// They must not outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "rows/run_index.h"
#include "rows/sorted_rows.h"

namespace earshot {

// A block holds whole rows: no more than so many bytes with its header, or one row that is larger.
inline constexpr size_t kRunBlockBytes = size_t{32} << 10;

class RunFile {
 public:
  // Makes an empty one in the directory for temporary files.
  static StatusOr<std::unique_ptr<RunFile>> Create();
  ~RunFile();
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;

  uint64_t bytes() const { return bytes_; }
  // How much memory a cursor may take.
  size_t cursor_bytes() const { return block_bytes_max_; }
  const RunIndex& index() const { return index_; }

  // Reads from the block that starts at `offset` on. What was changed on its way to the disk and back is an error.
  std::unique_ptr<SortedCursor> OpenAt(uint64_t offset) const;

 private:
  friend class RunCursor;
  friend class RunWriter;

  RunFile(int descriptor, uint64_t checksum_seed) : descriptor_(descriptor), checksum_seed_(checksum_seed) {}

  int descriptor_;
  const uint64_t checksum_seed_;
  uint64_t bytes_ = 0;
  size_t block_bytes_max_ = kRunBlockBytes;
  RunIndex index_;
};

// Writes a run. Belongs to one thread.
class RunWriter {
 public:
  // `run` must be a new one.
  explicit RunWriter(std::unique_ptr<RunFile> run) : run_(std::move(run)) {}

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
