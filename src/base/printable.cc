#include "base/printable.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace earshot {
namespace {

bool IsC0OrDelete(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

// In UTF-8, as two bytes.
bool IsC1(unsigned char first, unsigned char second) { return first == 0xC2 && second >= 0x80 && second < 0xA0; }

}  // namespace

std::string Printable(std::string_view text, size_t bytes_max) {
  std::string printable;
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(Utf8SequenceLength(text.substr(at)), 1);
    if (at + length > bytes_max) return printable + "...";
    const std::string_view character = text.substr(at, length);
    const auto first = static_cast<unsigned char>(character[0]);
    const bool is_control =
        IsC0OrDelete(first) || (length == 2 && IsC1(first, static_cast<unsigned char>(character[1])));
    const bool is_text = !is_control && (first < 0x80 || length > 1);
    if (is_text) printable += character;
    for (size_t i = 0; !is_text && i < length; ++i) {
      printable += fmt::format("\\x{:02X}", static_cast<unsigned char>(character[i]));
    }
    at += length;
  }
  return printable;
}

std::string WithoutControls(std::string text, char but) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool is_c1 = IsC1(byte, next);
    if (is_c1) text[i + 1] = ' ';
    if (is_c1 || (IsC0OrDelete(byte) && text[i] != but)) text[i] = ' ';
  }
  return text;
}

}  // namespace earshot
