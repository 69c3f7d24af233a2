#include "events/reject/reject.h"

#include <fmt/format.h>

#include <array>

namespace earshot {
namespace {

struct KindText {
  std::string_view name;
  std::string_view hint;
};

// In the order of RejectKind.
constexpr std::array<KindText, kRejectKindCount> kKindTexts = {{
    {"too_few_fields", "add what is missing; an empty field still needs its comma"},
    {"too_many_fields", "quote a field that has commas inside"},
    {"unclosed_quote", "close the quote; double a quote inside a quoted field"},
    {"text_after_quote",
     "double a quote inside a quoted field; where backslashes escape, name a dialect such as comma+backslash"},
    {"stray_quote", "quote a field that has a quote inside, and double that quote"},
    {"bare_carriage_return", "end lines with LF or CRLF, and quote a field that has a CR inside"},
    {"field_too_long", "shorten the field to 64 KiB, or look for a quote that is not closed"},
    {"row_too_long", "look for missing line ends or a quote that is not closed"},
    {"nul_byte", "remove the NUL bytes, or name the encoding of the file"},
    {"invalid_utf8", "write the file as UTF-8, or name its encoding, as in cp1252"},
    {"not_in_encoding", "repair the character, or name the encoding of the file"},
    {"bad_json", "write one JSON object a line, with text or a number for each key"},
    {"not_an_event", "give each event the keys of eventsim, spelled as it does; leave files of other things out"},
    {"not_a_number", "write digits; a word that means a missing value has to be named as one"},
    {"negative", "write a number that is not below zero"},
    {"out_of_range", "write a number that fits"},
}};

}  // namespace

std::string_view NameOf(RejectKind kind) { return kKindTexts[static_cast<size_t>(kind)].name; }
std::string_view HintOf(RejectKind kind) { return kKindTexts[static_cast<size_t>(kind)].hint; }

std::string DescribeReject(const Reject& reject) {
  const std::string column = reject.column.empty() ? "" : fmt::format(", column {}", reject.column);
  return fmt::format("{}, line {}{}: {}", reject.file, reject.line, column, reject.reason);
}

}  // namespace earshot
