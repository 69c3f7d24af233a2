#include "cql/cells.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include "base/bytes.h"
#include "base/check.h"
#include "base/printable.h"
#include "cql/time_text.h"

namespace earshot {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr int32_t kNullLength = -1;
constexpr int32_t kUnsetLength = -2;
constexpr int32_t kInvalidLength = -3;
constexpr size_t kShownBytesMax = 200;

template <typename Number>
Status ParseNumber(std::string_view text, std::string_view kind, ColumnType type, Number* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  if (error == std::errc::result_out_of_range) return InputError("is out of range for {}", CqlName(type));
  if (error != std::errc() || end != text.data() + text.size()) return InputError("is not {}", kind);
  return absl::OkStatus();
}

// A year, perhaps, but not milliseconds since 1970: those would be of that year's first weeks.
bool IsShortNumber(std::string_view text) {
  constexpr size_t kDigitsMin = 10;
  return text.size() < kDigitsMin && text.find_first_not_of("-0123456789") == std::string_view::npos;
}

}  // namespace

void AppendBigintCell(int64_t value, std::string* out) {
  AppendBigEndian<int32_t>(sizeof value, out);
  AppendBigEndian(value, out);
}

void AppendIntCell(int32_t value, std::string* out) {
  AppendBigEndian<int32_t>(sizeof value, out);
  AppendBigEndian(value, out);
}

void AppendDoubleCell(double value, std::string* out) {
  // Stores disagree on whether -0.0 and 0.0 are one key; there is only one zero here.
  if (value == 0) value = 0;
  AppendBigEndian<int32_t>(sizeof value, out);
  AppendBigEndian(std::bit_cast<uint64_t>(value), out);
}

void AppendTextCell(std::string_view value, std::string* out) {
  AppendBigEndian(static_cast<int32_t>(value.size()), out);
  out->append(value);
}

void AppendTimestampCell(int64_t milliseconds, std::string* out) { AppendBigintCell(milliseconds, out); }

void AppendDateCell(uint32_t date, std::string* out) {
  AppendBigEndian<int32_t>(sizeof date, out);
  AppendBigEndian(date, out);
}

void AppendNullCell(std::string* out) { AppendBigEndian(kNullLength, out); }

void AppendInvalidCell(std::string* out) { AppendBigEndian(kInvalidLength, out); }

void UnsetNullCells(std::string* cells, size_t begin) {
  std::string unset;
  AppendBigEndian(kUnsetLength, &unset);
  while (begin < cells->size()) {
    const auto length = ReadBigEndian<int32_t>(cells->data() + begin);
    if (length == kNullLength) cells->replace(begin, kLengthBytes, unset);
    begin += kLengthBytes + (length > 0 ? static_cast<size_t>(length) : 0);
  }
}

bool IsNullCell(std::string_view cells) { return ReadBigEndian<int32_t>(cells.data()) < 0; }

bool IsUnsetCell(std::string_view cells) { return ReadBigEndian<int32_t>(cells.data()) == kUnsetLength; }

Status AppendCellFromText(ColumnType type, std::string_view text, std::string* out) {
  switch (type) {
    case ColumnType::kBigint: {
      int64_t value = 0;
      RETURN_IF_ERROR(ParseNumber(text, "a whole number", type, &value));
      AppendBigintCell(value, out);
      return absl::OkStatus();
    }
    case ColumnType::kInt: {
      int32_t value = 0;
      RETURN_IF_ERROR(ParseNumber(text, "a whole number", type, &value));
      AppendIntCell(value, out);
      return absl::OkStatus();
    }
    case ColumnType::kDouble: {
      double value = 0;
      RETURN_IF_ERROR(ParseNumber(text, "a number", type, &value));
      if (!std::isfinite(value)) return InputError("is not a number");
      AppendDoubleCell(value, out);
      return absl::OkStatus();
    }
    case ColumnType::kText: AppendTextCell(text, out); return absl::OkStatus();
    case ColumnType::kTimestamp: {
      const std::optional<int64_t> value = ParseTimestamp(text);
      if (!value.has_value() || IsShortNumber(text)) {
        return InputError("is not a timestamp, as in 2018-11-02T01:25:34.796Z or 2018-11-02");
      }
      AppendTimestampCell(*value, out);
      return absl::OkStatus();
    }
    case ColumnType::kDate: {
      const std::optional<uint32_t> value = ParseDate(text);
      if (!value.has_value()) return InputError("is not a date, as in 2018-11-02");
      AppendDateCell(*value, out);
      return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

std::string_view CellReader::Next() {
  EARSHOT_CHECK(rest_.size() >= kLengthBytes);
  const auto length = ReadBigEndian<int32_t>(rest_.data());
  const size_t size = length > 0 ? static_cast<size_t>(length) : 0;
  EARSHOT_CHECK(rest_.size() - kLengthBytes >= size);
  const std::string_view value = length < 0 ? std::string_view() : rest_.substr(kLengthBytes, size);
  rest_.remove_prefix(kLengthBytes + size);
  return value;
}

bool TakeWholeCell(ColumnType type, std::string_view* cells) {
  if (cells->size() < kLengthBytes) return false;
  const auto length = ReadBigEndian<int32_t>(cells->data());
  const size_t size = length > 0 ? static_cast<size_t>(length) : 0;
  if (cells->size() - kLengthBytes < size) return false;
  const size_t width = FixedWidth(type);
  if (length >= 0 && width != 0 && size != width) return false;
  cells->remove_prefix(kLengthBytes + size);
  return true;
}

int64_t BigintOf(std::string_view value) { return ReadBigEndian<int64_t>(value.data()); }

int32_t IntOf(std::string_view value) { return ReadBigEndian<int32_t>(value.data()); }

double DoubleOf(std::string_view value) { return std::bit_cast<double>(ReadBigEndian<uint64_t>(value.data())); }

int64_t TimestampOf(std::string_view value) { return BigintOf(value); }

uint32_t DateOf(std::string_view value) { return ReadBigEndian<uint32_t>(value.data()); }

std::string TextOf(ColumnType type, std::string_view value) {
  if (value.empty()) return "";
  switch (type) {
    case ColumnType::kBigint: return fmt::format("{}", BigintOf(value));
    case ColumnType::kInt: return fmt::format("{}", IntOf(value));
    case ColumnType::kDouble: return fmt::format("{}", DoubleOf(value));
    case ColumnType::kText: return std::string(value);
    case ColumnType::kTimestamp: return FormatTimestamp(TimestampOf(value));
    case ColumnType::kDate: return FormatDate(DateOf(value));
  }
  return "";
}

std::string ShownText(ColumnType type, std::string_view value) {
  return Printable(TextOf(type, value), kShownBytesMax);
}

}  // namespace earshot
