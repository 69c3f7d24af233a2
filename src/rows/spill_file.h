// A nameless temporary file that sorted runs are written to, one after the other: however many there are, a sorter has
// one file open. It vanishes however the program ends.
//
// Appended to by one thread at a time; what is appended may be read by any number of threads meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/status.h"

namespace earshot {

class SpillFile {
 public:
  // Makes an empty one in the directory for temporary files.
  static StatusOr<std::shared_ptr<SpillFile>> Create();
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  // Where the next bytes will be.
  uint64_t end() const { return end_; }
  Status Append(std::string_view bytes);
  // Reads exactly `bytes` bytes, all of which were appended.
  Status Read(char* out, size_t bytes, uint64_t offset) const;
  // Frees the disk space of these bytes, which are not read again, if the file system can do so.
  void Release(uint64_t begin, uint64_t end) const;

  // Not that of any other file of this process, by more than 2^48.
  uint64_t checksum_seed() const { return checksum_seed_; }

 private:
  SpillFile(int descriptor, uint64_t checksum_seed) : descriptor_(descriptor), checksum_seed_(checksum_seed) {}

  const int descriptor_;
  const uint64_t checksum_seed_;
  uint64_t end_ = 0;
};

// What was read is not what was written.
Status SpillChangedError();

}  // namespace earshot
