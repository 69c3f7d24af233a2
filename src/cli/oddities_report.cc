#include "cli/oddities_report.h"

#include <fmt/format.h>

#include "plays/counted.h"

namespace earshot {

std::string RenderOddities(const Oddities& oddities) {
  std::string text;
  for (size_t word = 0; word < kNullWords.size(); ++word) {
    if (oddities.null_artists[word] == 0) continue;
    text += fmt::format("  {} is read as nothing: it is the artist of {} without a song or length\n", kNullWords[word],
                        Counted(oddities.null_artists[word], "event"));
  }
  for (size_t word = 0; word < kNullWords.size(); ++word) {
    if (oddities.plays_of_null_artists[word] == 0) continue;
    text += fmt::format("  the artist is called {0} in {1}; where that means nothing, say --null '{0}'\n",
                        kNullWords[word], Counted(oddities.plays_of_null_artists[word], "play"));
  }
  if (oddities.blank_artists > 0) {
    text +=
        fmt::format("  the artist is blank in {}, which counts as none\n", Counted(oddities.blank_artists, "event"));
  }
  if (oddities.named_nulls > 0) {
    text += fmt::format("  {} held a word of --null, and count as empty\n", Counted(oddities.named_nulls, "field"));
  }
  if (oddities.nan_objects > 0) {
    text += fmt::format("  NaN is read as null in {}\n", Counted(oddities.nan_objects, "object"));
  }
  if (oddities.values_passed_over > 0) {
    const bool is_one = oddities.values_passed_over == 1;
    text +=
        fmt::format("  {} of the events {} no text, number or time, or too long, and {} as empty\n",
                    Counted(oddities.values_passed_over, "value"), is_one ? "is" : "are", is_one ? "counts" : "count");
  }
  if (oddities.events_without_day > 0) {
    const bool is_one = oddities.events_without_day == 1;
    text += fmt::format(
        "  {} no day, as neither {} ts nor the name of {} file says it; what is asked by day, week or month leaves {} "
        "out\n",
        Counted(oddities.events_without_day, "event") + (is_one ? " has" : " have"), is_one ? "its" : "their",
        is_one ? "its" : "their", is_one ? "it" : "them");
  }
  if (oddities.backslash_quotes > 0) {
    text += fmt::format(
        "  {} a \\\" in a field: are quotes escaped by backslashes? Then add +backslash to --dialect, as in "
        "comma+backslash\n",
        Counted(oddities.backslash_quotes, "row") + (oddities.backslash_quotes == 1 ? " has" : " have"));
  }
  if (oddities.odd_quotes > 0) {
    text += fmt::format(
        "  a field that is not in quotes has an odd number of quotes in {} (first {}, line {}); one may be lost\n",
        Counted(oddities.odd_quotes, "play"), oddities.first_odd_quote.file, Grouped(oddities.first_odd_quote.line));
  }
  if (oddities.other_levels > 0) {
    text += fmt::format("  {} a level other than free and paid; values may have slipped into other columns\n",
                        Counted(oddities.other_levels, "play") + (oddities.other_levels == 1 ? " has" : " have"));
  }
  if (oddities.times_as_users > 0) {
    text += fmt::format("  {} a user id of 13 digits, as times have; values may have slipped into other columns\n",
                        Counted(oddities.times_as_users, "play") + (oddities.times_as_users == 1 ? " has" : " have"));
  }
  return text;
}

}  // namespace earshot
