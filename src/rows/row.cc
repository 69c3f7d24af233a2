#include "rows/row.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <system_error>

#include "base/bytes.h"
#include "base/printable.h"

namespace earshot {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr size_t kShownBytesMax = 200;

template <typename Number>
Status ParseNumber(std::string_view text, std::string_view kind, ColumnType type, Number* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  if (error == std::errc::result_out_of_range) return InputError("is out of range for {}", CqlName(type));
  if (error != std::errc() || end != text.data() + text.size()) return InputError("is not {}", kind);
  return absl::OkStatus();
}

// The width that every value of the type has; 0 for text, which has any.
size_t FixedWidth(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint: return 8;
    case ColumnType::kInt: return 4;
    case ColumnType::kDouble: return 8;
    case ColumnType::kText: return 0;
  }
  return 0;
}

// The error names the column and the play's line.
Status AppendCell(const Play& play, size_t play_column, std::string* out) {
  const PlayColumn& column = kPlayColumns[play_column];
  const std::string_view text = play.fields[play_column];
  Status status = AppendCellFromText(column.type, text, out);
  if (status.ok()) return status;
  return InputError("line {}, column {}: \"{}\" {}", play.line, column.csv_name, text, MessageOf(status));
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

void AppendNullCell(std::string* out) { AppendBigEndian<int32_t>(-1, out); }

bool IsNullCell(std::string_view cells) { return ReadBigEndian<int32_t>(cells.data()) < 0; }

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
  }
  return absl::OkStatus();
}

Status AppendRow(const Table& table, const Play& play, std::string* out) {
  for (const TableColumn& column : table.columns) RETURN_IF_ERROR(AppendCell(play, column.play_column, out));
  return absl::OkStatus();
}

Status CheckValues(const Play& play, const std::vector<size_t>& columns) {
  std::string scratch;
  for (const size_t column : columns) {
    scratch.clear();
    RETURN_IF_ERROR(AppendCell(play, column, &scratch));
  }
  return absl::OkStatus();
}

std::string_view CellReader::Next() {
  const auto length = ReadBigEndian<int32_t>(rest_.data());
  const size_t size = length > 0 ? static_cast<size_t>(length) : 0;
  const std::string_view value = length < 0 ? std::string_view() : rest_.substr(kLengthBytes, size);
  rest_.remove_prefix(kLengthBytes + size);
  return value;
}

bool IsWholeRow(const Table& table, std::string_view row) {
  for (const TableColumn& column : table.columns) {
    if (row.size() < kLengthBytes) return false;
    const auto length = ReadBigEndian<int32_t>(row.data());
    const size_t size = length > 0 ? static_cast<size_t>(length) : 0;
    if (row.size() - kLengthBytes < size) return false;
    const size_t width = FixedWidth(column.type);
    if (length >= 0 && width != 0 && size != width) return false;
    row.remove_prefix(kLengthBytes + size);
  }
  return row.empty();
}

int64_t BigintOf(std::string_view value) { return ReadBigEndian<int64_t>(value.data()); }

int32_t IntOf(std::string_view value) { return ReadBigEndian<int32_t>(value.data()); }

double DoubleOf(std::string_view value) { return std::bit_cast<double>(ReadBigEndian<uint64_t>(value.data())); }

std::string TextOf(ColumnType type, std::string_view value) {
  if (value.empty()) return "";
  switch (type) {
    case ColumnType::kBigint: return fmt::format("{}", BigintOf(value));
    case ColumnType::kInt: return fmt::format("{}", IntOf(value));
    case ColumnType::kDouble: return fmt::format("{}", DoubleOf(value));
    case ColumnType::kText: return std::string(value);
  }
  return "";
}

std::string ShownText(ColumnType type, std::string_view value) {
  return Printable(TextOf(type, value), kShownBytesMax);
}

std::string DescribeKey(const Table& table, std::string_view row) {
  std::string text;
  CellReader cells(row);
  for (size_t i = 0; i < table.key_size; ++i) {
    const TableColumn& column = table.columns[i];
    const std::string value = ShownText(column.type, cells.Next());
    const char* quote = column.type == ColumnType::kText ? "\"" : "";
    text += fmt::format("{}{}={}{}{}", i == 0 ? "" : ", ", column.name, quote, value, quote);
  }
  return text;
}

}  // namespace earshot
