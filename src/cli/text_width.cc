#include "cli/text_width.h"

#include <algorithm>
#include <clocale>
#include <cwchar>

namespace earshot {

size_t TextWidth(const std::string& text) {
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

}  // namespace earshot
