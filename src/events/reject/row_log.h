// Notes what is to be said of single rows of a chunk: rejects and repairs, with their lines.
//
// It counts lines only when something is to be said, on from where it was last; rows must come in order. One thread.
#pragma once

#include <string>

#include "events/chunk.h"
#include "events/decode_result.h"
#include "events/reject/reject.h"

namespace earshot {

class RowLog {
 public:
  // `chunk` and `result` must live as long as rows of the chunk are noted.
  void Start(const Chunk& chunk, DecodeResult* result);

  // The row is bytes [begin, end) of the chunk's buffer, without its line end.
  void Reject(size_t begin, size_t end, RejectKind kind, std::string column, std::string reason);
  // The same for a row that is not UTF-8 from its byte `invalid` on.
  void RejectInvalid(size_t begin, size_t end, size_t invalid, std::string column);
  // The line, counted from the chunk's first, of the row that starts at `begin`.
  uint64_t LineOf(size_t begin);
  void Repair(size_t begin, std::string column, std::string from, std::string to);

 private:
  const Chunk* chunk_ = nullptr;
  DecodeResult* result_ = nullptr;
  size_t counted_to_ = 0;
  uint64_t lines_ = 0;
};

}  // namespace earshot
