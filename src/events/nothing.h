// Values that mean a missing value: blanks, and words that programs write instead of one.
//
// Pure functions; safe on any thread.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace earshot {

// What databases, Python, R and spreadsheets write.
inline constexpr std::array<std::string_view, 8> kNullWords = {"NULL", "null", "\\N", "None",
                                                               "NaN",  "nan",  "NA",  "N/A"};

inline constexpr std::array<std::string_view, 27> kBlanks = {
    " ",      "\t",     "\r",     "\n",     "\v",     "\f",     "\u0085", "\u00A0", "\u1680",
    "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
    "\u2009", "\u200A", "\u200B", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\uFEFF"};

// The largest size of a missing value that starts with this byte; unlimited if it may be blank.
inline constexpr std::array<size_t, 256> kNothingBytesMax = [] {
  std::array<size_t, 256> bytes_max = {};
  for (const std::string_view word : kNullWords) {
    size_t& known = bytes_max[static_cast<unsigned char>(word.front())];
    if (known < word.size()) known = word.size();
  }
  for (const std::string_view blank : kBlanks) bytes_max[static_cast<unsigned char>(blank.front())] = ~size_t{0};
  return bytes_max;
}();

// The position of `text` in kNullWords, or kNullWords.size().
size_t FindNullWord(std::string_view text);

// Whether `text` is empty, or holds only blanks: those of Unicode, those without a width, and line ends.
bool IsBlank(std::string_view text);

// Whether `text` may be blank or in kNullWords, by its size and first byte, which must be readable even if the text is
// empty: a quick test, since it is called for each play.
inline bool MayBeNothing(std::string_view text) {
  return text.size() <= kNothingBytesMax[static_cast<unsigned char>(*text.data())];
}

}  // namespace earshot
