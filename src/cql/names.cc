#include "cql/names.h"

#include <absl/strings/ascii.h>

#include <algorithm>
#include <iterator>

namespace earshot {
namespace {

constexpr std::string_view kReservedWords[] = {
    "add",   "allow",    "alter",        "and",        "apply",       "asc",      "authorize", "batch",  "begin",
    "by",    "check",    "columnfamily", "constraint", "create",      "default",  "delete",    "desc",   "describe",
    "drop",  "entries",  "execute",      "false",      "from",        "full",     "grant",     "if",     "in",
    "index", "infinity", "insert",       "into",       "is",          "keyspace", "length",    "limit",  "materialized",
    "mbean", "mbeans",   "modify",       "nan",        "norecursive", "not",      "null",      "of",     "on",
    "or",    "order",    "primary",      "rename",     "replace",     "revoke",   "schema",    "select", "set",
    "table", "to",       "token",        "true",       "truncate",    "unlogged", "unset",     "update", "use",
    "using", "view",     "where",        "with"};

bool IsLowerLetter(char letter) { return letter >= 'a' && letter <= 'z'; }

}  // namespace

bool IsCqlIdentifier(std::string_view name) {
  const auto fits = [](char letter) {
    return IsLowerLetter(letter) || absl::ascii_isdigit(static_cast<unsigned char>(letter)) || letter == '_';
  };
  return !name.empty() && IsLowerLetter(name[0]) && std::all_of(name.begin(), name.end(), fits);
}

std::span<const std::string_view> ReservedWords() { return kReservedWords; }

bool IsReservedWord(std::string_view name) {
  return std::find(std::begin(kReservedWords), std::end(kReservedWords), name) != std::end(kReservedWords);
}

}  // namespace earshot
