#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <clocale>
#include <cstdio>
#include <cwchar>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.h"
#include "base/printable.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

constexpr const char* kColumnGap = "  ";

// A table's widths come from so many rows: what people look at.
constexpr uint64_t kRowsThatGiveWidths = 1000;
// What is printed at once: a pipe takes it whole.
constexpr size_t kPieceBytes = PIPE_BUF;

bool reader_is_gone = false;

bool NeedsQuotes(std::string_view text) {
  return text.empty() || text.find_first_of(",\"\r\n") != std::string_view::npos;
}

std::string CsvField(const std::string& text) {
  if (!NeedsQuotes(text)) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// How many columns of a terminal `text` takes: East Asian characters take two, combining ones none.
size_t WidthOf(const std::string& text) {
  static const bool utf8 = std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  if (!utf8) return text.size();
  size_t width = 0;
  std::mbstate_t state{};
  const char* next = text.data();
  const char* end = next + text.size();
  while (next < end) {
    wchar_t character = 0;
    const size_t bytes = std::mbrtowc(&character, next, static_cast<size_t>(end - next), &state);
    if (bytes == 0 || bytes > text.size()) return text.size();
    width += static_cast<size_t>(std::max(wcwidth(character), 0));
    next += bytes;
  }
  return width;
}

std::string Aligned(const std::string& text, size_t width, bool to_the_right) {
  const std::string padding(width - std::min(width, WidthOf(text)), ' ');
  return to_the_right ? padding + text : text + padding;
}

void TrimRight(std::string* line) { line->erase(line->find_last_not_of(' ') + 1); }

// TextOf writes "inf" and "nan", which JSON does not know.
bool IsJsonNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("-+.e0123456789") == std::string_view::npos;
}

std::string JsonString(std::string_view text) { return JsonText(nlohmann::json(text)); }

}  // namespace

// In pieces that a pipe which can be written to takes without waiting, so that a reader who takes nothing does not keep
// the program from stopping.
Status Print(std::string_view text) {
  if (reader_is_gone) return absl::OkStatus();
  while (!text.empty()) {
    RETURN_IF_ERROR(WaitUntilWritable(STDOUT_FILENO));
    const ssize_t count = write(STDOUT_FILENO, text.data(), std::min<size_t>(text.size(), PIPE_BUF));
    if (count < 0 && errno != EINTR && errno != EAGAIN) break;
    text.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
  }
  if (text.empty()) return absl::OkStatus();
  // After a first error nothing more is tried.
  reader_is_gone = true;
  return errno == EPIPE ? absl::OkStatus() : ErrnoError(errno, "cannot write the result");
}

bool ReaderIsGone() { return reader_is_gone; }

ResultPrinter::ResultPrinter(std::vector<OutputColumn> columns, Format format)
    : columns_(std::move(columns)), format_(format) {}

Status ResultPrinter::Add(std::vector<OutputValue> row) {
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
    case Format::kNdjson: break;
  }
  return Flush();
}

Status ResultPrinter::Flush() { return Print(std::exchange(text_, "")); }

void ResultPrinter::AppendHeader() {
  if (format_ == Format::kJson) text_ += "[\n";
  if (format_ != Format::kCsv) return;
  for (size_t i = 0; i < columns_.size(); ++i) text_ += (i == 0 ? "" : ",") + columns_[i].name;
  text_ += "\n";
}

void ResultPrinter::AppendRow(const std::vector<OutputValue>& row) {
  if (format_ == Format::kCsv) return AppendCsvRow(row);
  if (format_ == Format::kJson && row_count_ > 1) text_ += ",\n";
  AppendJsonObject(row);
  if (format_ == Format::kNdjson) text_ += "\n";
}

void ResultPrinter::AppendCsvRow(const std::vector<OutputValue>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    const bool is_nothing = row[i].text.empty() && row[i].is_null && row.size() > 1;
    text_ += (i == 0 ? "" : ",") + (is_nothing ? "" : CsvField(row[i].text));
  }
  text_ += "\n";
}

void ResultPrinter::AppendJsonObject(const std::vector<OutputValue>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    const bool is_null = row[i].is_null || (columns_[i].is_number && !IsJsonNumber(row[i].text));
    const std::string value = is_null ? "null" : columns_[i].is_number ? row[i].text : JsonString(row[i].text);
    text_ += fmt::format("{}{}: {}", i == 0 ? "{" : ", ", JsonString(columns_[i].name), value);
  }
  text_ += "}";
}

void ResultPrinter::AppendTableRow(const std::vector<OutputValue>& row) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    line += (i == 0 ? "" : kColumnGap) + Aligned(row[i].text, widths_[i], columns_[i].is_number);
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
    for (const std::vector<OutputValue>& row : waiting_) width = std::max(width, WidthOf(row[i].text));
    widths_.push_back(width);
    header.push_back({columns_[i].name, false});
    rule += (i == 0 ? "" : kColumnGap) + std::string(width, '-');
  }
  AppendTableRow(header);
  text_ += rule + "\n";
  for (const std::vector<OutputValue>& row : waiting_) AppendTableRow(row);
  waiting_ = {};
}

Status ResultObject::Name(std::string_view name) {
  if (format_ != Format::kJson) return absl::OkStatus();
  return Print(fmt::format("{}{}: ", std::exchange(is_open_, true) ? ",\n" : "{\n", JsonString(name)));
}

Status ResultObject::Finish() { return std::exchange(is_open_, false) ? Print("}\n") : absl::OkStatus(); }

}  // namespace earshot
