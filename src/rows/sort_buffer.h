// One region of memory that rows are collected and sorted in: records grow from its front, index entries from its
// back, and it is full when they meet. So the memory is bounded exactly, and nothing is ever moved but index entries.
//
// The region is mapped, not allocated: untouched pages cost nothing, and all of it goes back to the system at once.
// Belongs to one thread while it is filled and sorted; constant afterwards.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rows/sort_entries.h"
#include "rows/sorted_row.h"

namespace earshot {

class SortBuffer {
 public:
  explicit SortBuffer(size_t bytes);
  ~SortBuffer();
  SortBuffer(const SortBuffer&) = delete;
  SortBuffer& operator=(const SortBuffer&) = delete;

  // Copies a record (rows/sorted_record.h) in; false if it does not fit.
  bool Add(std::string_view record);
  // Sorts by sort key, then line, on up to `threads` threads.
  void Sort(size_t threads);
  void Clear();

  size_t size() const { return count_; }
  SortedRow At(size_t position) const;
  // Brings a row nearer that is soon asked for.
  void Prefetch(size_t position) const;
  // The first position whose sort key is not before `sort_key`. REQUIRES: nothing was added since Sort.
  size_t LowerBound(std::string_view sort_key) const;

 private:
  std::span<SortEntry> Entries() const;

  char* region_;
  size_t bytes_;
  size_t records_end_ = 0;  // offset of the first free byte
  size_t count_ = 0;        // entries, at the region's back
  bool is_sorted_ = false;
};

}  // namespace earshot
