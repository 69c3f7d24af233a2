#include "events/detect/foreign.h"

#include <absl/strings/match.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace earshot {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  size_t position;
  const char* what;
};

constexpr const char* kUnpack = "unpack it first, and name what was in it";

constexpr std::array kArchives = std::to_array<Magic>({
    {"PK\x03\x04"sv, 0, "a zip archive (or a spreadsheet)"},
    {"PK\x05\x06"sv, 0, "an empty zip archive"},
    {"\xFD\x37zXZ\0"sv, 0, "compressed with xz"},
    {"BZh"sv, 0, "compressed with bzip2"},
    {"7z\xBC\xAF\x27\x1C"sv, 0, "a 7z archive"},
    {"Rar!\x1A\x07"sv, 0, "a rar archive"},
    {"\x04\x22\x4D\x18"sv, 0, "compressed with lz4"},
    {"\x1F\x9D"sv, 0, "compressed with compress"},
    {"\x1F\x8B"sv, 0, "compressed twice"},
    {"\x28\xB5\x2F\xFD"sv, 0, "compressed twice"},
    {"LZIP\x01"sv, 0, "compressed with lzip"},
    {"\xFF\x06\0\0sNaPpY"sv, 0, "compressed with snappy"},
    {"ustar"sv, 257, "a tar archive"},
});

constexpr std::array kDocuments = std::to_array<Magic>({
    {"PAR1"sv, 0, "a Parquet file"},
    {"ORC"sv, 0, "an ORC file"},
    {"Obj\x01"sv, 0, "an Avro file"},
    {"SQLite format 3\0"sv, 0, "an SQLite database"},
    {"%PDF-"sv, 0, "a PDF"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0, "an old Office file"},
});

template <size_t kCount>
const Magic* Find(const std::array<Magic, kCount>& magics, std::string_view beginning) {
  const auto found = std::find_if(magics.begin(), magics.end(), [&](const Magic& magic) {
    return beginning.size() > magic.position && beginning.substr(magic.position).starts_with(magic.bytes);
  });
  return found == magics.end() ? nullptr : &*found;
}

std::string_view Trimmed(std::string_view line) {
  const size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.remove_prefix(begin);
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

// Whether an object starts on the first line and continues on the next: a line of one object each starts with {.
bool IsPrettyPrinted(std::string_view text) {
  const size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) return false;
  const std::string_view first = Trimmed(text.substr(0, line_end));
  if (!first.starts_with('{')) return false;
  text.remove_prefix(line_end + 1);
  const std::string_view second = Trimmed(text.substr(0, text.find('\n')));
  return first.ends_with('{') || (first.ends_with(',') && second.starts_with('"'));
}

// The name of an invisible character before the first column name, which would include it.
const char* NameOfInvisible(std::string_view text) {
  if (text.starts_with("\u200B")) return "U+200B, a space without a width";
  if (text.starts_with("\u200E") || text.starts_with("\u200F")) return "a mark of the direction of text";
  if (text.starts_with("\u2060")) return "U+2060, a word joiner";
  if (text.starts_with("\u00A0")) return "U+00A0, a space that does not break";
  return nullptr;
}

}  // namespace

std::optional<std::string> ForeignBytes(std::string_view beginning) {
  if (const Magic* archive = Find(kArchives, beginning)) return fmt::format("is {}; {}", archive->what, kUnpack);
  if (const Magic* document = Find(kDocuments, beginning)) {
    return fmt::format("is {}; export it as CSV, or as JSON with one object a line", document->what);
  }
  if (beginning.starts_with("\0\0\0\0"sv)) {
    return "starts with NUL bytes: its text is lost, or it is not text; copy or export it again";
  }
  return std::nullopt;
}

std::optional<std::string> ForeignText(std::string_view beginning) {
  if (beginning.starts_with("version https://git-lfs.github.com/spec/")) {
    return "is a pointer to a file that Git LFS keeps; fetch the file itself: git lfs pull";
  }
  const size_t first = std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size());
  const std::string_view text = beginning.substr(first);
  for (const std::string_view tag : {"<!doctype html"sv, "<html"sv, "<head"sv, "<?xml"sv, "<svg"sv}) {
    if (absl::StartsWithIgnoreCase(absl::string_view(text.data(), text.size()),
                                   absl::string_view(tag.data(), tag.size()))) {
      return "is a web page or XML, as servers send instead of a file; download the file itself";
    }
  }
  const size_t second = text.find_first_not_of(" \t\r\n", 1);
  const bool is_array = text.starts_with('[') && second != std::string_view::npos &&
                        std::string_view("{[]\"").find(text[second]) != std::string_view::npos;
  if (is_array) return "is a JSON array, where one object a line is read: jq -c '.[]' OLD > NEW";
  if (IsPrettyPrinted(text)) {
    return "has JSON objects of several lines, where one object a line is read: jq -c . OLD > NEW";
  }
  if (const char* invisible = NameOfInvisible(text)) {
    return fmt::format("starts with {}, which is invisible; remove it", invisible);
  }
  return std::nullopt;
}

}  // namespace earshot
