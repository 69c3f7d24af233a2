#include "events/oddities.h"

#include <cstddef>

namespace earshot {

Oddities& Oddities::operator+=(const Oddities& other) {
  blank_artists += other.blank_artists;
  named_nulls += other.named_nulls;
  nan_objects += other.nan_objects;
  values_passed_over += other.values_passed_over;
  events_without_day += other.events_without_day;
  backslash_quotes += other.backslash_quotes;
  if (odd_quotes == 0) first_odd_quote = other.first_odd_quote;
  odd_quotes += other.odd_quotes;
  other_levels += other.other_levels;
  times_as_users += other.times_as_users;
  for (size_t word = 0; word < kNullWords.size(); ++word) {
    null_artists[word] += other.null_artists[word];
    plays_of_null_artists[word] += other.plays_of_null_artists[word];
  }
  return *this;
}

}  // namespace earshot
