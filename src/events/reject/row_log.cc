#include "events/reject/row_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace earshot {

uint64_t RowLog::LineOf(size_t row_begin) {
  const char* const bytes = rows_.bytes.data();
  lines_ += static_cast<uint64_t>(std::count(bytes + counted_to_, bytes + row_begin, '\n'));
  counted_to_ = row_begin;
  return lines_ + 1;
}

void RowLog::Reject(const RowSpan& row, RejectKind kind, std::string column, std::string reason) {
  result_.rejects.push_back({.file = rows_.file.path,
                             .line = LineOf(row.begin),
                             .byte_offset = rows_.byte_offset + row.begin,
                             .kind = kind,
                             .column = std::move(column),
                             .reason = std::move(reason),
                             .raw = std::string(rows_.bytes.substr(row.begin, row.end - row.begin)),
                             .plays_before = result_.plays,
                             .events_before = result_.plays + result_.without_artist});
}

void RowLog::RejectInvalid(const RowSpan& row, size_t invalid, std::string column) {
  const std::string_view text = rows_.bytes.substr(row.begin, row.end - row.begin);
  const std::string& encoding = rows_.file.encoding;
  if (encoding.empty()) {
    Reject(row, RejectKind::kInvalidUtf8, std::move(column),
           fmt::format("byte {} of the row, 0x{:02X}, is not UTF-8", invalid + 1,
                       static_cast<unsigned char>(text[invalid])));
    return;
  }
  // The original bytes are lost, but the position of the character that they are can be reported.
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto before = std::count_if(text.begin(), text.begin() + static_cast<ptrdiff_t>(invalid), starts_character);
  Reject(row, RejectKind::kNotInEncoding, std::move(column),
         fmt::format("character {} of the row does not exist in {}", before + 1, encoding));
}

void RowLog::Repair(size_t row_begin, std::string column, std::string from, std::string to) {
  result_.repairs.push_back({.file = rows_.file.path,
                             .line = LineOf(row_begin),
                             .column = std::move(column),
                             .from = std::move(from),
                             .to = std::move(to)});
}

}  // namespace earshot
