// Where in a sorted run to start reading: for some of the run's blocks, how the sort key of their first row begins and
// where they start. It takes little memory, however long the run and its keys are: of each key only the beginning is
// kept, and where there are too many blocks every second one is forgotten.
//
// Belongs to one thread while it is filled; constant afterwards.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace earshot {

class RunIndex {
 public:
  static constexpr size_t kEntriesMax = 256;
  static constexpr size_t kKeyBytes = 56;

  struct Entry {
    // Zeros after the end of a shorter key.
    std::array<unsigned char, kKeyBytes> key_begin;
    uint64_t offset;
  };

  // The next block: it starts at `offset`, with a row of this sort key.
  void Add(std::string_view sort_key, uint64_t offset);

  // A block's start before which there is no row from `sort_key` on; 0 where none is known.
  uint64_t OffsetBefore(std::string_view sort_key) const;

  // In the order of keys and offsets alike.
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
  uint64_t blocks_ = 0;
  uint64_t step_ = 1;  // one block in `step_` has an entry
};

}  // namespace earshot
