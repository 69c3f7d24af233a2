#include "cli/result_printer.h"

#include <algorithm>
#include <climits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/check.h"
#include "base/csv.h"
#include "base/json_text.h"
#include "base/printable.h"
#include "cli/text_width.h"

namespace earshot {
namespace {

constexpr const char* kColumnGap = "  ";

// A table's widths come from so many rows: what people look at.
constexpr uint64_t kRowsThatGiveWidths = 1000;
// What is printed at once: a pipe takes it whole.
constexpr size_t kPieceBytes = PIPE_BUF;

// An empty text is quoted, as nothing at all is a null.
std::string CsvField(const std::string& text) {
  std::string field;
  if (text.empty()) {
    AppendQuotedCsvField(text, &field);
  } else {
    AppendCsvField(text, &field);
  }
  return field;
}

std::string Aligned(const std::string& text, size_t width, bool to_the_right) {
  const std::string padding(width - std::min(width, TextWidth(text)), ' ');
  return to_the_right ? padding + text : text + padding;
}

void TrimRight(std::string* line) { line->erase(line->find_last_not_of(' ') + 1); }

// TextOf writes "inf" and "nan", which JSON does not know.
bool IsJsonNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("-+.e0123456789") == std::string_view::npos;
}

// Most text needs no escapes, and is quoted many times as fast without the library.
std::string JsonString(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::all_of(text.begin(), text.end(), is_plain)) return fmt::format("\"{}\"", text);
  return JsonText(nlohmann::json(text));
}

std::string JsonOf(ValueKind kind, const OutputValue& value) {
  if (value.is_null) return "null";
  switch (kind) {
    case ValueKind::kText: return JsonString(value.text);
    case ValueKind::kNumber: return IsJsonNumber(value.text) ? value.text : "null";
    case ValueKind::kJson: return value.text;
  }
  return "null";
}

}  // namespace

std::string JsonObjectOf(const std::vector<OutputColumn>& columns, const std::vector<OutputValue>& row) {
  std::string text = "{";
  for (size_t i = 0; i < row.size(); ++i) {
    text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", JsonString(columns[i].name), JsonOf(columns[i].kind, row[i]));
  }
  return text + "}";
}

ResultPrinter::ResultPrinter(std::vector<OutputColumn> columns, Format format, OutputStream& output)
    : format_(format), output_(output) {
  const bool has_json = format != Format::kTable && format != Format::kCsv;
  for (OutputColumn& column : columns) {
    is_printed_.push_back(has_json || column.kind != ValueKind::kJson);
    if (is_printed_.back()) columns_.push_back(std::move(column));
  }
}

Status ResultPrinter::Add(std::vector<OutputValue> row) {
  EARSHOT_CHECK(row.size() == is_printed_.size());
  if (columns_.size() < row.size()) {
    std::vector<OutputValue> printed;
    for (size_t i = 0; i < row.size(); ++i) {
      if (is_printed_[i]) printed.push_back(std::move(row[i]));
    }
    row = std::move(printed);
  }
  if (format_ == Format::kTable) {
    for (OutputValue& value : row) value.text = WithoutControls(std::move(value.text));
    if (row_count_++ < kRowsThatGiveWidths) {
      waiting_.push_back(std::move(row));
      return absl::OkStatus();
    }
    if (widths_.empty()) AppendTableStart();
    AppendTableRow(row);
  } else {
    if (row_count_++ == 0) AppendHeader();
    AppendRow(row);
  }
  return text_.size() < kPieceBytes ? absl::OkStatus() : Flush();
}

Status ResultPrinter::Finish() {
  switch (format_) {
    case Format::kTable:
      if (widths_.empty()) AppendTableStart();
      break;
    case Format::kCsv:
      if (row_count_ == 0) AppendHeader();
      break;
    case Format::kJson: text_ += row_count_ == 0 ? "[]\n" : "\n]\n"; break;
    case Format::kJsonLine: text_ += row_count_ == 0 ? "[]" : "]"; break;
    case Format::kNdjson: break;
  }
  return Flush();
}

Status ResultPrinter::Flush() { return output_.Write(std::exchange(text_, "")); }

void ResultPrinter::AppendHeader() {
  if (format_ == Format::kJson) text_ += "[\n";
  if (format_ == Format::kJsonLine) text_ += "[";
  if (format_ != Format::kCsv) return;
  for (size_t i = 0; i < columns_.size(); ++i) text_ += (i == 0 ? "" : ",") + columns_[i].name;
  text_ += "\n";
}

void ResultPrinter::AppendRow(const std::vector<OutputValue>& row) {
  if (format_ == Format::kCsv) return AppendCsvRow(row);
  if (format_ == Format::kJson && row_count_ > 1) text_ += ",\n";
  if (format_ == Format::kJsonLine && row_count_ > 1) text_ += ", ";
  text_ += JsonObjectOf(columns_, row);
  if (format_ == Format::kNdjson) text_ += "\n";
}

void ResultPrinter::AppendCsvRow(const std::vector<OutputValue>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    const bool is_nothing = row[i].text.empty() && row[i].is_null && row.size() > 1;
    text_ += (i == 0 ? "" : ",") + (is_nothing ? "" : CsvField(row[i].text));
  }
  text_ += "\n";
}

void ResultPrinter::AppendTableRow(const std::vector<OutputValue>& row) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    line += (i == 0 ? "" : kColumnGap) + Aligned(row[i].text, widths_[i], columns_[i].kind == ValueKind::kNumber);
  }
  TrimRight(&line);
  text_ += line + "\n";
}

// The header, the line below it, and the rows that have waited.
void ResultPrinter::AppendTableStart() {
  std::vector<OutputValue> header;
  std::string rule;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = columns_[i].name.size();
    for (const std::vector<OutputValue>& row : waiting_) width = std::max(width, TextWidth(row[i].text));
    widths_.push_back(width);
    header.push_back({columns_[i].name, false});
    rule += (i == 0 ? "" : kColumnGap) + std::string(width, '-');
  }
  AppendTableRow(header);
  text_ += rule + "\n";
  for (const std::vector<OutputValue>& row : waiting_) AppendTableRow(row);
  waiting_ = {};
}

}  // namespace earshot
