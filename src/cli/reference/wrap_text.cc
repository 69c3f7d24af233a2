#include "cli/reference/wrap_text.h"

#include <algorithm>

namespace earshot {

std::string WrapText(std::string_view text, size_t width, size_t indent) {
  std::string wrapped;
  size_t used = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (used > 0 && used + 1 + word.size() > width) {
      wrapped += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      wrapped += " ";
      ++used;
    }
    wrapped += word;
    used += word.size();
  }
  return wrapped;
}

}  // namespace earshot
