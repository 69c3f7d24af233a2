#include "base/nearest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace earshot {
namespace {

bool SameLetter(char left, char right) {
  return std::tolower(static_cast<unsigned char>(left)) == std::tolower(static_cast<unsigned char>(right));
}

// How many letters must be added, left out, changed or swapped with the next to make `right` of `left` (the optimal
// string alignment distance).
size_t EditDistance(std::string_view left, std::string_view right) {
  std::vector<size_t> before_last(right.size() + 1);
  std::vector<size_t> last(right.size() + 1);
  std::vector<size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < left.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i + 1;
    for (size_t j = 0; j < right.size(); ++j) {
      const size_t changed = last[j] + (SameLetter(left[i], right[j]) ? 0 : 1);
      row[j + 1] = std::min({changed, row[j] + 1, last[j + 1] + 1});
      const bool is_swapped = i > 0 && j > 0 && SameLetter(left[i], right[j - 1]) && SameLetter(left[i - 1], right[j]);
      if (is_swapped) row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string_view NearestName(std::string_view written, const std::vector<std::string_view>& names) {
  std::string_view nearest;
  size_t nearest_distance = 0;
  for (const std::string_view name : names) {
    const size_t distance = EditDistance(written, name);
    if (distance * 3 > name.size()) continue;
    if (nearest.empty() || distance < nearest_distance) {
      nearest = name;
      nearest_distance = distance;
    }
  }
  return nearest;
}

std::string DidYouMean(std::string_view written, const std::vector<std::string_view>& names) {
  const std::string_view nearest = NearestName(written, names);
  return nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest);
}

std::string SuggestName(std::string_view written, const std::vector<std::string_view>& names) {
  std::string suggestion = DidYouMean(written, names);
  return suggestion.empty() ? fmt::format("; there is {}", fmt::join(names, ", ")) : suggestion;
}

}  // namespace earshot
