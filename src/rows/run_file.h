// A sorted run on disk: rows in order in an unnamed temporary file, with a sparse index in memory so that a slice can
// be read without what stands before it.
//
// Written once by one thread; afterwards constant, and read by any number of cursors at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "rows/sort_buffer.h"
#include "rows/sorted_rows.h"

namespace earshot {

class RunFile {
 public:
  // Writes the sorted rows of `buffer`.
  static StatusOr<std::unique_ptr<RunFile>> Write(const SortBuffer& buffer);
  ~RunFile();
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;

  // Appends the sort keys that the run's blocks begin with, which all have about the same size.
  void AppendBlockKeys(std::vector<std::string>* keys) const;

  // Reads the rows with begin <= sort key < end through a buffer of `buffer_bytes`.
  std::unique_ptr<SortedCursor> Open(std::string begin, std::string end, size_t buffer_bytes) const;

 private:
  friend class RunCursor;
  struct IndexEntry {
    std::string sort_key;  // of the row that starts at `offset`
    uint64_t offset;
  };

  explicit RunFile(int descriptor) : descriptor_(descriptor) {}
  // Where to start reading so that no row from `begin` on is missed.
  uint64_t OffsetBefore(const std::string& begin) const;

  int descriptor_;
  uint64_t bytes_ = 0;
  std::vector<IndexEntry> index_;
};

}  // namespace earshot
