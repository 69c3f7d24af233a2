#include "base/printable.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace earshot {
namespace {

// What steers a terminal, or turns the order of the text around it: C0, DEL, C1, and the marks of Unicode's
// bidirectional algorithm. Gives how many bytes of UTF-8 it has, 0 where `text` begins with none.
size_t ControlBytes(std::string_view text) {
  const auto byte = [text](size_t at) { return static_cast<unsigned char>(at < text.size() ? text[at] : 0); };
  const unsigned char first = byte(0);
  if (first < 0x20 || first == 0x7F) return text.empty() ? 0 : 1;
  if (first < 0x80) return 0;
  const unsigned char second = byte(1);
  if (first == 0xC2) return second >= 0x80 && second < 0xA0 ? 2 : 0;
  if (first == 0xD8) return second == 0x9C ? 2 : 0;  // U+061C
  if (first != 0xE2) return 0;
  const unsigned char third = byte(2);
  const bool is_mark = second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE));
  const bool is_isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  return is_mark || is_isolate ? 3 : 0;
}

}  // namespace

std::string Printable(std::string_view text, size_t bytes_max) {
  std::string printable;
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(Utf8SequenceLength(text.substr(at)), 1);
    if (at + length > bytes_max) return printable + "...";
    const std::string_view character = text.substr(at, length);
    const bool is_text =
        ControlBytes(character) == 0 && (static_cast<unsigned char>(character[0]) < 0x80 || length > 1);
    if (is_text) printable += character;
    for (size_t i = 0; !is_text && i < length; ++i) {
      printable += fmt::format("\\x{:02X}", static_cast<unsigned char>(character[i]));
    }
    at += length;
  }
  return printable;
}

std::string WithoutControls(std::string text, char but) {
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t control = text[at] == but ? 0 : ControlBytes(std::string_view(text).substr(at));
    text[end++] = control == 0 ? text[at] : ' ';
    at += std::max<size_t>(control, 1);
  }
  text.resize(end);
  return text;
}

}  // namespace earshot
