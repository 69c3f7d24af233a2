// The layout of a sorted row in memory and in a run file: header, sort key, row. In the machine's own byte order, since
// no other machine and no later run reads it.
//
// Plain functions on the caller's memory; safe on any thread.
#pragma once

#include <cstdint>
#include <cstring>

#include "rows/sorted_row.h"

namespace earshot {

struct __attribute__((packed)) RecordHeader {
  uint32_t sort_key_bytes;
  uint32_t row_bytes;
  uint32_t file;
  uint64_t line;
};

inline constexpr size_t kRecordHeaderBytes = sizeof(RecordHeader);

inline size_t RecordBytes(const SortedRow& row) { return kRecordHeaderBytes + row.sort_key.size() + row.row.size(); }

inline size_t RecordBytesFromHeader(const char* record) {
  RecordHeader header;
  std::memcpy(&header, record, sizeof header);
  return sizeof header + header.sort_key_bytes + header.row_bytes;
}

// `out` must have RecordBytes(row) bytes of room.
inline void EncodeRecord(const SortedRow& row, char* out) {
  const RecordHeader header = {static_cast<uint32_t>(row.sort_key.size()), static_cast<uint32_t>(row.row.size()),
                               row.origin.file, row.origin.line};
  std::memcpy(out, &header, sizeof header);
  std::memcpy(out + sizeof header, row.sort_key.data(), row.sort_key.size());
  std::memcpy(out + sizeof header + row.sort_key.size(), row.row.data(), row.row.size());
}

// The views of the result point into `record`.
inline SortedRow DecodeRecord(const char* record) {
  RecordHeader header;
  std::memcpy(&header, record, sizeof header);
  const char* sort_key = record + sizeof header;
  return {{sort_key, header.sort_key_bytes},
          {sort_key + header.sort_key_bytes, header.row_bytes},
          {header.file, header.line}};
}

}  // namespace earshot
