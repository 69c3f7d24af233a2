#include "events/forgotten.h"

#include <absl/strings/ascii.h>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace earshot {
namespace {

// What is around values in CSV and JSON, whatever the dialect is.
constexpr std::string_view kAroundFields = ",;\t|\"\\{}[]:\r\n";
constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kDigits = "0123456789";

// Takes the next piece of `text` that is not empty, without blanks around it; "" at the end.
std::string_view TakeField(std::string_view* text) {
  while (!text->empty()) {
    std::string_view field = text->substr(0, text->find_first_of(kAroundFields));
    text->remove_prefix(std::min(text->size(), field.size() + 1));
    field.remove_prefix(std::min(field.find_first_not_of(kBlanks), field.size()));
    field = field.substr(0, field.find_last_not_of(kBlanks) + 1);
    if (!field.empty()) return field;
  }
  return "";
}

uint64_t HashOfField(std::string_view field) {
  const std::string lower = absl::AsciiStrToLower({field.data(), field.size()});
  return XXH3_64bits(lower.data(), lower.size());
}

}  // namespace

uint64_t HashOfName(std::string_view name) {
  const std::string_view field = TakeField(&name);
  return field.empty() ? 0 : HashOfField(field);
}

bool Forgotten::HasUser(std::string_view user_id) const {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(user_id.data(), user_id.data() + user_id.size(), number);
  return error == std::errc() && users_.contains(number);
}

bool Forgotten::MayBeOf(std::string_view text) const { return HasUserAmongNumbers(text) || HasNames(text); }

bool Forgotten::HasUserAmongNumbers(std::string_view text) const {
  for (size_t begin = text.find_first_of(kDigits); begin != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_not_of(kDigits, begin), text.size());
    if (HasUser(text.substr(begin, end - begin))) return true;
    begin = text.find_first_of(kDigits, end);
  }
  return false;
}

bool Forgotten::HasNames(std::string_view text) const {
  if (last_names_of_.empty()) return false;
  absl::flat_hash_set<uint64_t> fields;
  while (true) {
    const std::string_view field = TakeField(&text);
    if (field.empty()) break;
    fields.insert(HashOfField(field));
  }
  return std::any_of(fields.begin(), fields.end(), [&](uint64_t first) {
    const auto found = last_names_of_.find(first);
    return found != last_names_of_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                        [&](uint64_t last) { return fields.contains(last); });
  });
}

}  // namespace earshot
