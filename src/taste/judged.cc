#include "taste/judged.h"

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

double GainAt(size_t place) { return 1 / std::log2(static_cast<double>(place) + 2); }

bool IsAmong(std::span<const Heard> heard, uint32_t item) {
  return std::any_of(heard.begin(), heard.end(), [&](const Heard& entry) { return entry.item == item; });
}

}  // namespace

Estimate EstimateOf(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() < 2 ? 0 : std::sqrt(squares / (count - 1) / count)};
}

double GainOf(std::span<const uint32_t> recommended, std::span<const Heard> heard_first) {
  double gain = 0;
  for (size_t place = 0; place < std::min(recommended.size(), kGainPlaces); ++place) {
    if (IsAmong(heard_first, recommended[place])) gain += GainAt(place);
  }
  double best = 0;
  for (size_t place = 0; place < std::min(heard_first.size(), kGainPlaces); ++place) best += GainAt(place);
  return best > 0 ? gain / best : 0;
}

double RecallOf(std::span<const uint32_t> recommended, std::span<const Heard> heard_first) {
  if (heard_first.empty()) return 0;
  double found = 0;
  for (const uint32_t item : recommended.first(std::min(recommended.size(), kRecallPlaces))) {
    if (IsAmong(heard_first, item)) ++found;
  }
  return found / static_cast<double>(std::min(heard_first.size(), kRecallPlaces));
}

}  // namespace earshot
