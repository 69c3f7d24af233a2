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

bool NeedsQuotes(std::string_view text) { return text.find_first_of(",\"\r\n") != std::string_view::npos; }

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

std::string JsonString(std::string_view text) { return JsonText(nlohmann::json(text)); }

}  // namespace

// In pieces that a pipe which can be written to takes without waiting, so that a reader who takes nothing does not keep
// the program from stopping.
Status Print(std::string_view text) {
  static bool closed = false;
  if (closed) return absl::OkStatus();
  while (!text.empty()) {
    RETURN_IF_ERROR(WaitUntilWritable(STDOUT_FILENO));
    const ssize_t count = write(STDOUT_FILENO, text.data(), std::min<size_t>(text.size(), PIPE_BUF));
    if (count < 0 && errno != EINTR && errno != EAGAIN) break;
    text.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
  }
  if (text.empty()) return absl::OkStatus();
  closed = true;
  return errno == EPIPE ? absl::OkStatus() : ErrnoError(errno, "cannot write the result");
}

ResultPrinter::ResultPrinter(std::vector<OutputColumn> columns, Format format)
    : columns_(std::move(columns)), format_(format) {}

Status ResultPrinter::Add(std::vector<OutputValue> row) {
  std::string text;
  switch (format_) {
    case Format::kTable:
      for (OutputValue& value : row) value.text = WithoutControls(std::move(value.text));
      table_.push_back(std::move(row));
      break;
    case Format::kCsv:
      for (size_t i = 0; i < columns_.size() && row_count_ == 0; ++i) text += (i == 0 ? "" : ",") + columns_[i].name;
      if (row_count_ == 0) text += "\n";
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + CsvField(row[i].text);
      text += "\n";
      break;
    case Format::kJson: text = (row_count_ == 0 ? "[\n" : ",\n") + JsonObject(row); break;
    case Format::kNdjson: text = JsonObject(row) + "\n"; break;
  }
  ++row_count_;
  return text.empty() ? absl::OkStatus() : Print(text);
}

Status ResultPrinter::Finish() {
  switch (format_) {
    case Format::kTable: return PrintTable();
    case Format::kCsv: {
      if (row_count_ > 0) return absl::OkStatus();
      std::string header;
      for (size_t i = 0; i < columns_.size(); ++i) header += (i == 0 ? "" : ",") + columns_[i].name;
      return Print(header + "\n");
    }
    case Format::kJson: return Print(row_count_ == 0 ? "[]\n" : "\n]\n");
    case Format::kNdjson: return absl::OkStatus();
  }
  return absl::OkStatus();
}

std::string ResultPrinter::JsonObject(const std::vector<OutputValue>& row) const {
  std::string text = "{";
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string value = row[i].is_null ? "null" : columns_[i].is_number ? row[i].text : JsonString(row[i].text);
    text += fmt::format("{}{}: {}", i == 0 ? "" : ", ", JsonString(columns_[i].name), value);
  }
  return text + "}";
}

Status ResultPrinter::PrintTable() const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = columns_[i].name.size();
    for (const std::vector<OutputValue>& row : table_) width = std::max(width, WidthOf(row[i].text));
    widths.push_back(width);
  }
  std::string header;
  std::string rule;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const char* gap = i == 0 ? "" : kColumnGap;
    header += gap + Aligned(columns_[i].name, widths[i], columns_[i].is_number);
    rule += gap + std::string(widths[i], '-');
  }
  TrimRight(&header);
  std::string text = header + "\n" + rule + "\n";
  for (const std::vector<OutputValue>& row : table_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += (i == 0 ? "" : kColumnGap) + Aligned(row[i].text, widths[i], columns_[i].is_number);
    }
    TrimRight(&line);
    text += line + "\n";
  }
  return Print(text);
}

Status ResultObject::Name(std::string_view name) {
  if (format_ != Format::kJson) return absl::OkStatus();
  return Print(fmt::format("{}{}: ", std::exchange(is_open_, true) ? ",\n" : "{\n", JsonString(name)));
}

Status ResultObject::Finish() { return std::exchange(is_open_, false) ? Print("}\n") : absl::OkStatus(); }

}  // namespace earshot
