#include "taste/audience.h"

#include <algorithm>

#include "taste/floors.h"
#include "taste/scored.h"

namespace earshot {
namespace {

// The most heard, in the order of their names.
std::vector<uint32_t> MostHeard(const std::vector<uint32_t>& listeners, size_t count) {
  std::vector<Scored> most;
  for (size_t artist = 0; artist < listeners.size(); ++artist) {
    if (listeners[artist] < kAudienceMin) continue;
    most.push_back({static_cast<uint32_t>(artist), static_cast<double>(listeners[artist])});
  }
  KeepBest(count, &most);
  std::vector<uint32_t> artists;
  for (const Scored& one : most) artists.push_back(one.number);
  std::sort(artists.begin(), artists.end());
  return artists;
}

}  // namespace

AudienceLines::AudienceLines(const Listening& listening, const NeighbourWeights& weights, const AudienceLimits& limits)
    : listening_(listening),
      limits_(limits),
      reach_(listening, weights),
      artists_(MostHeard(weights.listeners, limits.artists_max)) {}

void AudienceLines::Append(size_t place, Reach::Scratch* scratch, CsvRows* rows) const {
  const uint32_t artist = artists_[place];
  for (const auto& [segment, people] : AudiencesOf(reach_.Of(artist, limits_.reached_max, scratch))) {
    if (people.size() >= kAudienceMin) AppendAudience(artist, segment, people, rows);
  }
}

std::map<AudienceLines::Segment, AudienceLines::People> AudienceLines::AudiencesOf(const People& all) const {
  std::map<Segment, People> audiences;
  for (const Reached& reached : all) {
    const Listener& listener = listening_.listeners[reached.listener];
    const Segment own = {listener.level, listener.gender, listener.region};
    // Each bit: whether that value counts, or any does.
    for (size_t counts = 0; counts < 8; ++counts) {
      Segment segment = {kAny, kAny, kAny};
      bool is_known = true;
      for (size_t i = 0; i < own.size(); ++i) {
        if ((counts >> i & 1) == 0) continue;
        segment[i] = own[i];
        // A value that is lacking is no key, and one that reads "any" would be another's.
        is_known = is_known && !own[i].empty() && own[i] != kAny;
      }
      if (!is_known) continue;
      People& people = audiences[segment];
      if (people.size() < limits_.people_max) people.push_back(reached);
    }
  }
  return audiences;
}

void AudienceLines::AppendAudience(uint32_t artist, const Segment& segment, const People& people, CsvRows* rows) const {
  const auto& names = listening_.catalog.artists;
  size_t place = 0;
  for (const Reached& reached : people) {
    std::string_view because;
    if (reached.because != nullptr) because = names[reached.because->artist];
    rows->Add({names[artist], segment[0], segment[1], segment[2], fmt::to_string(++place),
               fmt::to_string(listening_.listeners[reached.listener].user_id), ScoreText(reached.score),
               reached.has_heard ? "yes" : "no", because, reach_.Reason(artist, reached)});
  }
}

}  // namespace earshot
