#include "events/row_log.h"

#include <algorithm>
#include <utility>

namespace earshot {

void RowLog::Start(const Chunk& chunk, DecodeResult* result) {
  chunk_ = &chunk;
  result_ = result;
  counted_to_ = 0;
  lines_ = 0;
}

uint64_t RowLog::LineOf(size_t begin) {
  const char* const buffer = chunk_->buffer.data();
  lines_ += static_cast<uint64_t>(std::count(buffer + counted_to_, buffer + begin, '\n'));
  counted_to_ = begin;
  return lines_ + 1;
}

void RowLog::Reject(size_t begin, size_t end, RejectKind kind, std::string column, std::string reason) {
  result_->rejects.push_back({.file = chunk_->file->path,
                              .line = LineOf(begin),
                              .byte_offset = chunk_->byte_offset + begin,
                              .kind = kind,
                              .column = std::move(column),
                              .reason = std::move(reason),
                              .raw = chunk_->buffer.substr(begin, end - begin)});
}

void RowLog::Repair(size_t begin, std::string column, std::string from, std::string to) {
  result_->repairs.push_back({.file = chunk_->file->path,
                              .line = LineOf(begin),
                              .column = std::move(column),
                              .from = std::move(from),
                              .to = std::move(to)});
}

}  // namespace earshot
