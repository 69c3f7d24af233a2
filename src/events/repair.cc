#include "events/repair.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace earshot {
namespace {

// How often text may have been decoded wrongly, one time after the other. Each time doubles it: nobody keeps more.
constexpr int kTimesMax = 4;

// What Windows-1252 has for the bytes 0x80 to 0x9F, 0 where it has nothing.
constexpr std::array<char32_t, 32> kWindowsCharacters = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// Takes the first character off `text`, which is UTF-8 and not empty.
char32_t TakeCharacter(std::string_view* text) {
  const auto byte = [text](size_t i) { return static_cast<char32_t>(static_cast<unsigned char>((*text)[i])); };
  const char32_t first = byte(0);
  const size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t character = length == 1 ? first : first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) character = character << 6 | (byte(i) & 0x3F);
  text->remove_prefix(length);
  return character;
}

// The byte that was read as `character`, or -1 where none can have been.
int ByteOf(char32_t character) {
  if (character <= 0xFF) return static_cast<int>(character);
  const auto found = std::find(kWindowsCharacters.begin(), kWindowsCharacters.end(), character);
  return found == kWindowsCharacters.end() ? -1 : 0x80 + static_cast<int>(found - kWindowsCharacters.begin());
}

bool IsLowercase(char32_t character) { return character >= 'a' && character <= 'z'; }
bool IsControl(char32_t character) { return character >= 0x80 && character < 0xA0; }

// Whether the character never stands right behind a letter in text that is right. Closing quotes, superscripts and the
// like may: "IRMÃ»" is a word and a quote, and not "IRMû".
bool NeverFollowsALetter(char32_t character) {
  constexpr std::u32string_view kNever =
      U"\u00A2\u00A3\u00A4\u00A5\u00A6\u00A7\u00A8\u00A9\u00AC\u00AD\u00AF\u00B1\u00B5\u00B6\u00B8\u00BC\u00BD\u00BE"
      U"\u20AC\u201A\u0192\u201E\u2020\u2021\u02C6\u2030\u2039\u02DC";
  return IsControl(character) || kNever.find(character) != std::u32string_view::npos;
}

// Whether `text`, of which `bytes` were read wrongly, shows by one of its characters that they were.
bool IsCertain(std::string_view text, std::string_view bytes) {
  char32_t before = 0;
  while (!bytes.empty()) {
    const size_t length = Utf8SequenceLength(bytes);
    bytes.remove_prefix(length);
    const char32_t first = TakeCharacter(&text);
    char32_t last = first;
    for (size_t i = 1; i < length; ++i) {
      last = TakeCharacter(&text);
      if (NeverFollowsALetter(last)) return true;
    }
    // A capital inside a word of small letters, or a sign with small letters right behind it.
    const bool is_capital = first >= 0xC0 && first <= 0xDE;
    const bool word_goes_on = !text.empty() && text.front() >= 'a' && text.front() <= 'z';
    if (length > 1 && is_capital && (IsLowercase(before) || word_goes_on)) return true;
    before = last;
  }
  return false;
}

// Goes back one step: puts the bytes that `text` was read from into `bytes`, if they are UTF-8 with more than ASCII in
// it.
bool Undo(std::string_view text, std::string* bytes) {
  bytes->clear();
  bool all_ascii = true;
  while (!text.empty()) {
    const int byte = ByteOf(TakeCharacter(&text));
    if (byte < 0) return false;
    if (byte >= 0x80) all_ascii = false;
    bytes->push_back(static_cast<char>(byte));
  }
  return !all_ascii && IsUtf8(*bytes);
}

bool HasControls(std::string_view text) {
  while (!text.empty()) {
    if (IsControl(TakeCharacter(&text))) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> MendText(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return std::nullopt;
  }
  std::string mended;
  if (!Undo(text, &mended) || !IsCertain(text, mended)) return std::nullopt;
  // Once it is certain that text was read wrongly, what can be undone again was read wrongly again.
  std::string again;
  for (int time = 1; time < kTimesMax && Undo(mended, &again); ++time) mended.swap(again);
  if (HasControls(mended)) return std::nullopt;
  return mended;
}

}  // namespace earshot
