#include "events/nothing.h"

#include <algorithm>

namespace earshot {

size_t FindNullWord(std::string_view text) {
  return static_cast<size_t>(std::find(kNullWords.begin(), kNullWords.end(), text) - kNullWords.begin());
}

bool IsBlank(std::string_view text) {
  while (!text.empty()) {
    const auto blank = std::find_if(kBlanks.begin(), kBlanks.end(),
                                    [text](std::string_view known) { return text.starts_with(known); });
    if (blank == kBlanks.end()) return false;
    text.remove_prefix(blank->size());
  }
  return true;
}

}  // namespace earshot
