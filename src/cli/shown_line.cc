#include "cli/shown_line.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/printable.h"
#include "base/utf8.h"
#include "cli/text_width.h"

namespace earshot {
namespace {

// No terminal has lines that are much longer.
constexpr size_t kShownBytesMax = 200;

// Takes "12:" off the front of `text`.
std::optional<size_t> TakeNumber(std::string_view* text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || number == 0 || end == text->data() + text->size() || *end != ':') return std::nullopt;
  text->remove_prefix(static_cast<size_t>(end - text->data()) + 1);
  return number;
}

std::string_view LineAt(std::string_view text, size_t line) {
  for (; line > 1 && !text.empty(); --line) {
    const size_t end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return text.substr(0, text.find_first_of("\r\n"));
}

// The first `count` characters of `line`.
std::string_view FirstCharacters(std::string_view line, size_t count) {
  size_t end = 0;
  for (; count > 0 && end < line.size(); --count) {
    const size_t bytes = Utf8SequenceLength(line.substr(end));
    end += bytes == 0 ? 1 : bytes;
  }
  return line.substr(0, end);
}

}  // namespace

std::string WithShownLine(const std::string& message, std::string_view source, std::string_view text) {
  const std::string begin = fmt::format("{}:", source);
  const std::string shown = WithoutControls(message);
  if (!message.starts_with(begin)) return shown;
  std::string_view place = std::string_view(message).substr(begin.size());
  const std::optional<size_t> line_number = TakeNumber(&place);
  const std::optional<size_t> column = line_number.has_value() ? TakeNumber(&place) : std::nullopt;
  if (!column.has_value()) return shown;
  const std::string_view line = LineAt(text, *line_number);
  if (line.empty() || line.size() > kShownBytesMax || !IsUtf8(line)) return shown;
  const std::string before = WithoutControls(std::string(FirstCharacters(line, *column - 1)));
  return fmt::format("{}\n  {}\n  {}^", shown, WithoutControls(std::string(line)), std::string(TextWidth(before), ' '));
}

}  // namespace earshot
