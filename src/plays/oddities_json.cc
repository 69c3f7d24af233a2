#include "plays/oddities_json.h"

#include <nlohmann/json.hpp>

namespace earshot {

void AddOddities(const Oddities& oddities, nlohmann::ordered_json* json) {
  for (size_t word = 0; word < kNullWords.size(); ++word) {
    const std::string name(kNullWords[word]);
    if (oddities.null_artists[word] > 0) (*json)["null_artists"][name] = oddities.null_artists[word];
    if (oddities.plays_of_null_artists[word] > 0) {
      (*json)["plays_of_null_artists"][name] = oddities.plays_of_null_artists[word];
    }
  }
  if (oddities.blank_artists > 0) (*json)["blank_artists"] = oddities.blank_artists;
  if (oddities.named_nulls > 0) (*json)["named_nulls"] = oddities.named_nulls;
  if (oddities.backslash_quotes > 0) (*json)["backslash_quotes"] = oddities.backslash_quotes;
  if (oddities.nan_objects > 0) (*json)["nan_objects"] = oddities.nan_objects;
  if (oddities.values_passed_over > 0) (*json)["values_passed_over"] = oddities.values_passed_over;
  if (oddities.events_without_day > 0) (*json)["events_without_day"] = oddities.events_without_day;
  if (oddities.odd_quotes > 0) {
    (*json)["odd_quotes"] = {
        {"plays", oddities.odd_quotes},
        {"first", {{"file", oddities.first_odd_quote.file}, {"line", oddities.first_odd_quote.line}}}};
  }
  if (oddities.other_levels > 0) (*json)["other_levels"] = oddities.other_levels;
  if (oddities.times_as_users > 0) (*json)["times_as_users"] = oddities.times_as_users;
}

}  // namespace earshot
