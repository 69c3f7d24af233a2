#include "answers/column_range.h"

#include <chrono>

#include "cql/cells.h"
#include "cql/time_text.h"
#include "rows/order.h"

namespace earshot {
namespace {

constexpr std::string_view kTo = "..";

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The code point of the one that `text` is, in UTF-8.
uint32_t CodePointOf(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  uint32_t point = text.size() == 1 ? first : first & (0xFFU >> (text.size() + 1));
  for (const char byte : text.substr(1)) point = point << 6 | (static_cast<unsigned char>(byte) & 0x3F);
  return point;
}

void AppendCodePoint(uint32_t point, std::string* text) {
  const auto continuation = [&](int shift) { text->push_back(static_cast<char>(0x80 | (point >> shift & 0x3F))); };
  if (point < 0x80) {
    text->push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    text->push_back(static_cast<char>(0xC0 | point >> 6));
    continuation(0);
  } else if (point < 0x10000) {
    text->push_back(static_cast<char>(0xE0 | point >> 12));
    continuation(6);
    continuation(0);
  } else {
    text->push_back(static_cast<char>(0xF0 | point >> 18));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

// The least text that is after all that begin with `prefix`; empty where none is. UTF-8 is ordered as its code points
// are.
std::string AfterPrefix(std::string prefix) {
  constexpr uint32_t kLast = 0x10FFFF;
  constexpr uint32_t kSurrogates = 0xD800;
  constexpr uint32_t kAfterSurrogates = 0xE000;
  while (!prefix.empty()) {
    size_t last = prefix.size() - 1;
    while (last > 0 && IsContinuation(prefix[last])) --last;
    const uint32_t point = CodePointOf(std::string_view(prefix).substr(last));
    prefix.resize(last);
    if (point == kLast) continue;
    AppendCodePoint(point + 1 == kSurrogates ? kAfterSurrogates : point + 1, &prefix);
    break;
  }
  return prefix;
}

StatusOr<ColumnRange> ParsePrefix(std::string_view prefix) {
  ColumnRange range;
  RETURN_IF_ERROR(AppendCellFromText(ColumnType::kText, prefix, &range.from));
  const std::string after = AfterPrefix(std::string(prefix));
  if (!after.empty()) AppendTextCell(after, &range.to);
  range.includes_to = false;
  return range;
}

bool IsOrdered(ColumnType type, const ColumnRange& range) {
  std::string from;
  std::string to;
  AppendSortableCell(type, false, CellReader(range.from).Next(), &from);
  AppendSortableCell(type, false, CellReader(range.to).Next(), &to);
  return range.includes_to ? from <= to : from < to;
}

Status AppendEnd(ColumnType type, std::string_view text, ColumnRange* range) {
  if (const auto date = ParseDate(text); type == ColumnType::kTimestamp && date.has_value()) {
    const std::chrono::days next_day(int64_t{*date} - int64_t{kDateEpoch} + 1);
    AppendTimestampCell(std::chrono::milliseconds(next_day).count(), &range->to);
    range->includes_to = false;
    return absl::OkStatus();
  }
  return AppendCellFromText(type, text, &range->to);
}

Status In(const char* part, std::string_view text, const Status& status) {
  return status.ok() ? status : InputError("has the {} \"{}\", which {}", part, text, MessageOf(status));
}

}  // namespace

StatusOr<ColumnRange> ParseColumnRange(ColumnType type, std::string_view text) {
  ColumnRange range;
  if (type == ColumnType::kText && text.ends_with("\\*")) {
    AppendTextCell(std::string(text.substr(0, text.size() - 2)) + '*', &range.from);
    range.to = range.from;
    return range;
  }
  if (type == ColumnType::kText && text.ends_with('*')) return ParsePrefix(text.substr(0, text.size() - 1));
  const size_t to = type == ColumnType::kText ? std::string_view::npos : text.find(kTo);
  if (to == std::string_view::npos) {
    RETURN_IF_ERROR(AppendCellFromText(type, text, &range.from));
    RETURN_IF_ERROR(AppendEnd(type, text, &range));
    return range;
  }
  const std::string_view first = text.substr(0, to);
  const std::string_view last = text.substr(to + kTo.size());
  if (first.empty() && last.empty()) return InputError("has no end");
  if (!first.empty()) RETURN_IF_ERROR(In("beginning", first, AppendCellFromText(type, first, &range.from)));
  if (!last.empty()) RETURN_IF_ERROR(In("end", last, AppendEnd(type, last, &range)));
  if (!first.empty() && !last.empty() && !IsOrdered(type, range)) return InputError("ends before it begins");
  return range;
}

std::string UsageOfRange(ColumnType type) {
  return type == ColumnType::kText ? "<text>*" : fmt::format("<{0}>..<{0}>", CqlName(type));
}

}  // namespace earshot
