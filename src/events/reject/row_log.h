// Records rejects and repairs of single rows of a chunk, with their lines.
//
// It counts lines only when a row is recorded, starting from the last one, so rows must come in order. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/decode_result.h"
#include "events/event_file.h"
#include "events/reject/reject.h"

namespace earshot {

// The rows of a chunk: `bytes` begin `byte_offset` bytes after the beginning of the file's text.
struct RowsOfFile {
  const EventFile& file;
  std::string_view bytes;
  uint64_t byte_offset = 0;
};

// A row without its line end, as positions in RowsOfFile::bytes.
struct RowSpan {
  size_t begin = 0;
  size_t end = 0;
};

class RowLog {
 public:
  // What `rows` refers to, and `result`, must outlive the log.
  RowLog(const RowsOfFile& rows, DecodeResult* result) : rows_(rows), result_(*result) {}

  void Reject(const RowSpan& row, RejectKind kind, std::string column, std::string reason);
  // Rejects a row that is not UTF-8 from its byte `invalid` on.
  void RejectInvalid(const RowSpan& row, size_t invalid, std::string column);
  void Repair(size_t row_begin, std::string column, std::string from, std::string to);
  // The line, counted from the chunk's first, of the row that starts at `row_begin`.
  uint64_t LineOf(size_t row_begin);

 private:
  const RowsOfFile rows_;
  DecodeResult& result_;
  size_t counted_to_ = 0;
  uint64_t lines_ = 0;
};

}  // namespace earshot
