#include "base/printable.h"

namespace earshot {

std::string Printable(std::string text, char but) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool is_c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    if (is_c1) text[i + 1] = ' ';
    if (is_c1 || ((byte < 0x20 || byte == 0x7F) && text[i] != but)) text[i] = ' ';
  }
  return text;
}

}  // namespace earshot
