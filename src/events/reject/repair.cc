#include "events/reject/repair.h"

#include <absl/container/inlined_vector.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace earshot {
namespace {

// How many times in a row text may have been decoded wrongly. Each time doubles it, so more are not kept.
constexpr int kTimesMax = 4;

// The characters of the bytes 0x80 to 0x9F in Windows-1252; 0: none.
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

// The byte that was read as `character`, or -1 if none can have been.
int ByteOf(char32_t character) {
  if (character <= 0xFF) return static_cast<int>(character);
  const auto found = std::find(kWindowsCharacters.begin(), kWindowsCharacters.end(), character);
  return found == kWindowsCharacters.end() ? -1 : 0x80 + static_cast<int>(found - kWindowsCharacters.begin());
}

bool IsSmall(char32_t character) { return character >= 'a' && character <= 'z'; }
bool IsControl(char32_t character) { return character >= 0x80 && character < 0xA0; }
bool IsLetter(char32_t character) {
  const bool latin1 = character >= 0xC0 && character <= 0xFF && character != 0xD7 && character != 0xF7;
  return latin1 || IsSmall(character) || (character >= 'A' && character <= 'Z');
}

bool IsOneOf(char32_t character, std::u32string_view characters) {
  return characters.find(character) != std::u32string_view::npos;
}

// Typographic punctuation and signs. They may follow a word in correct text: CAFÉ—live.
bool IsTypographic(char32_t character) {
  return (character >= 0x2010 && character <= 0x203A) || character == 0x20AC || character == 0x2122;
}

// What never follows a letter in correct text: accents alone, fractions, and rare signs.
bool IsStrange(char32_t character) {
  return IsOneOf(character,
                 U"\u0192\u00A4\u00A6\u00A8\u00AC\u00AF\u00B1\u00B5\u00B6\u00B8\u00BC\u00BD\u00BE\u02C6\u02DC");
}

// What one or two characters that were read wrongly are likely to have been. Any pair is some letter's, of Arabic or of
// phonetics if of nothing else: CAFÉ© would be one.
bool IsUsual(char32_t character) {
  const bool sign = character > 0xA0 && character < 0xC0;
  const bool latin = IsLetter(character) || (character >= 0x100 && character <= 0x17F);
  const bool romanian = character >= 0x218 && character <= 0x21B;
  return sign || latin || romanian || IsTypographic(character);
}

// Several characters that may have been read where one was meant, and their neighbours (0: none).
struct Sequence {
  std::u32string_view read;
  char32_t meant = 0;
  char32_t before_before = 0;
  char32_t before = 0;
  char32_t after = 0;
  char32_t after_after = 0;
};

Sequence SequenceAt(std::u32string_view text, size_t at, std::string_view bytes) {
  const auto character = [&](size_t i) { return i < text.size() ? text[i] : 0; };
  Sequence sequence = {.read = text.substr(at, bytes.size()), .meant = TakeCharacter(&bytes)};
  const size_t end = at + sequence.read.size();
  sequence.before_before = character(at - 2);
  sequence.before = character(at - 1);
  sequence.after = character(end);
  sequence.after_after = character(end + 1);
  return sequence;
}

// Whether the sequence begins a word of small letters, or follows the capital of one. A single small letter is not a
// word: in "LÃ’s" it is another's.
bool IsInSmallWord(const Sequence& sequence) {
  if (!IsSmall(sequence.after)) return false;
  return IsLetter(sequence.before) ? !IsLetter(sequence.before_before) : IsSmall(sequence.after_after);
}

// Whether two characters alone show that they were one. A capital inside a word of small letters does, as does
// a character that no text has there.
bool IsCertainPair(const Sequence& pair) {
  constexpr char32_t kFirstOfCommonLetters = U'\u00C3';
  constexpr char32_t kNoBreakSpace = 0xA0;
  const char32_t first = pair.read[0];
  const char32_t second = pair.read[1];
  if (!IsUsual(pair.meant) || IsTypographic(second)) return false;
  const bool is_common = first == kFirstOfCommonLetters;
  if (second == kNoBreakSpace) return is_common && IsSmall(pair.before);
  if (IsSmall(pair.before)) return true;
  if (IsControl(second)) {
    // After a capital, the character of Windows-1252 may be what was meant: a dash, a quote.
    const bool may_be_typographic = IsTypographic(kWindowsCharacters[second - 0x80]);
    return !may_be_typographic || IsInSmallWord(pair);
  }
  return (is_common || IsStrange(second)) && IsInSmallWord(pair);
}

// The same of three or four characters: typographic punctuation (â€™) and emoji.
bool IsCertainLongSequence(const Sequence& sequence) {
  const bool is_emoji = sequence.meant >= 0x1F000 && sequence.meant < 0x1FB00;
  return is_emoji || IsTypographic(sequence.meant);
}

// Whether `text` shows by some of its characters that it is `bytes` read wrongly: each byte is one character of it.
bool IsCertain(std::u32string_view text, std::string_view bytes) {
  size_t in_a_row = 0;          // how many sequences follow one another
  bool one_is_strange = false;  // and whether one of them has what no text has there
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = Utf8SequenceLength(bytes.substr(at));
    in_a_row = length > 1 ? in_a_row + 1 : 0;
    one_is_strange = one_is_strange && in_a_row > 0;
    if (length > 1) {
      const Sequence sequence = SequenceAt(text, at, bytes.substr(at, length));
      const std::u32string_view after_first = sequence.read.substr(1);
      one_is_strange = one_is_strange || std::any_of(after_first.begin(), after_first.end(), [](char32_t character) {
                         return IsControl(character) || IsStrange(character);
                       });
      if (length == 2 ? IsCertainPair(sequence) : IsCertainLongSequence(sequence)) return true;
      if (in_a_row > 1 && one_is_strange) return true;
    }
    at += length;
  }
  return false;
}

// Most texts fit without memory of their own.
using Characters = absl::InlinedVector<char32_t, 64>;

Characters CharactersOf(std::string_view text) {
  Characters characters;
  characters.reserve(text.size());
  while (!text.empty()) characters.push_back(TakeCharacter(&text));
  return characters;
}

std::u32string_view View(const Characters& characters) { return {characters.data(), characters.size()}; }

// Undoes one wrong decoding: puts the bytes that `text` was read from into `bytes`, if they are UTF-8 and not all
// ASCII.
bool Undo(std::u32string_view text, std::string* bytes) {
  bytes->resize(text.size());
  bool all_ascii = true;
  for (size_t i = 0; i < text.size(); ++i) {
    const int byte = ByteOf(text[i]);
    if (byte < 0) return false;
    if (byte >= 0x80) all_ascii = false;
    (*bytes)[i] = static_cast<char>(byte);
  }
  return !all_ascii && IsUtf8(*bytes);
}

bool HasControls(std::u32string_view text) { return std::any_of(text.begin(), text.end(), IsControl); }

bool AreUsual(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80 || IsUsual(c); });
}

// Whether `text`, which came out of text that was read wrongly, is `bytes` read wrongly once more. Less is needed for
// that than for the first time, but not everything goes: CAFÉ» may be what was meant.
bool GoesOn(std::u32string_view text, std::string_view bytes) {
  return HasControls(text) || AreUsual(View(CharactersOf(bytes))) || IsCertain(text, bytes);
}

}  // namespace

std::optional<std::string> RepairText(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return std::nullopt;
  }
  Characters characters = CharactersOf(text);
  std::string repaired;
  if (!Undo(View(characters), &repaired) || !IsCertain(View(characters), repaired)) return std::nullopt;
  characters = CharactersOf(repaired);
  std::string again;
  for (int time = 1; time < kTimesMax && Undo(View(characters), &again) && GoesOn(View(characters), again); ++time) {
    repaired.swap(again);
    characters = CharactersOf(repaired);
  }
  if (HasControls(View(characters))) return std::nullopt;
  return repaired;
}

}  // namespace earshot
