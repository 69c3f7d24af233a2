#include "events/reject/row_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
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

void RowLog::RejectInvalid(size_t begin, size_t end, size_t invalid, std::string column) {
  const std::string_view row = std::string_view(chunk_->buffer).substr(begin, end - begin);
  const std::string& encoding = chunk_->file->encoding;
  if (encoding.empty()) {
    Reject(begin, end, RejectKind::kInvalidUtf8, std::move(column),
           fmt::format("byte {} of the row, 0x{:02X}, is not UTF-8", invalid + 1,
                       static_cast<unsigned char>(row[invalid])));
    return;
  }
  // The bytes that were no character are not there any more: what can be said is which character they were.
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto before = std::count_if(row.begin(), row.begin() + static_cast<ptrdiff_t>(invalid), starts_character);
  Reject(begin, end, RejectKind::kNotInEncoding, std::move(column),
         fmt::format("character {} of the row is none that {} has", before + 1, encoding));
}

void RowLog::Repair(size_t begin, std::string column, std::string from, std::string to) {
  result_->repairs.push_back({.file = chunk_->file->path,
                              .line = LineOf(begin),
                              .column = std::move(column),
                              .from = std::move(from),
                              .to = std::move(to)});
}

}  // namespace earshot
