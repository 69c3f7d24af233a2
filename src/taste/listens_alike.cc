#include "taste/listens_alike.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "base/csv.h"
#include "taste/floors.h"

namespace earshot {
namespace {

constexpr uint32_t kSharedMin = 2;
constexpr size_t kNamedMax = 3;
constexpr size_t kGroupOthers = 2;

// "A and B", "A, B and C"
std::string Listed(const std::vector<std::string>& names) {
  return fmt::format("{} and {}", absl::StrJoin(names.begin(), names.end() - 1, ", "), names.back());
}

}  // namespace

AlikeListeners::AlikeListeners(const Listening& listening, const NeighbourWeights& weights, const OptIn& opt_in)
    : listening_(listening),
      weights_(weights),
      listeners_(OptedIn(listening.listeners, opt_in)),
      players_(listening.catalog.artists.size()) {
  for (size_t place = 0; place < listeners_.size(); ++place) {
    for (const Part& part : PartsOf(place)) players_[part.number].push_back({static_cast<uint32_t>(place), part.part});
  }
}

std::vector<AlikeListeners::Part> AlikeListeners::PartsOf(size_t place) const {
  const auto listeners = static_cast<double>(listening_.listeners.size());
  std::vector<Scored> says;
  double squares = 0;
  for (const Heard& heard : listening_.artists.Of(listeners_[place])) {
    const uint32_t artist_listeners = weights_.listeners[heard.item];
    if (artist_listeners > kTellingListenersMax) continue;
    const double said = std::log1p(heard.plays) * std::log(listeners / artist_listeners);
    if (said <= 0) continue;
    says.push_back({heard.item, said});
    squares += said * said;
  }
  const double norm = std::sqrt(squares);
  std::vector<Part> parts;
  parts.reserve(says.size());
  for (const Scored& one : says) parts.push_back({one.number, static_cast<float>(one.score / norm)});
  return parts;
}

bool AlikeListeners::MayNameArtist(uint32_t artist) const { return weights_.listeners[artist] >= kItemListenersMin; }

AlikeListeners::Common& AlikeListeners::Common::operator+=(const Common& other) {
  likeness += other.likeness;
  named += other.named;
  return *this;
}

std::vector<Scored> AlikeListeners::MostAlike(size_t place, size_t count, SparseSums<Common>* sums) const {
  for (const Part& part : PartsOf(place)) {
    const uint32_t named = MayNameArtist(part.number) ? 1 : 0;
    for (const Part& player : players_[part.number]) sums->Add(player.number, {double{part.part} * player.part, named});
  }
  std::vector<Scored> alike;
  for (const uint32_t other : sums->touched()) {
    const Common& common = sums->Of(other);
    if (other != place && common.named >= kSharedMin) alike.push_back({other, common.likeness});
  }
  sums->Clear();
  KeepBest(count, &alike);
  return alike;
}

void AlikeListeners::Append(size_t begin, size_t end, std::string* out) const {
  SparseSums<Common> sums(size());
  for (size_t place = begin; place < end; ++place) {
    size_t at = 0;
    for (const Scored& other : MostAlike(place, kAlikeMax, &sums)) AppendPair(place, ++at, other, out);
  }
}

AlikeListeners::Shared AlikeListeners::SharedBy(size_t place, size_t other) const {
  Shared shared;
  const std::vector<Part> others = PartsOf(other);
  auto theirs = others.begin();
  for (const Part& own : PartsOf(place)) {
    while (theirs != others.end() && theirs->number < own.number) ++theirs;
    if (theirs == others.end()) break;
    if (theirs->number != own.number) continue;
    ++shared.count;
    if (MayNameArtist(own.number)) shared.named.push_back({own.number, double{own.part} * theirs->part});
  }
  KeepBest(kNamedMax, &shared.named);
  return shared;
}

void AlikeListeners::AppendPair(size_t place, size_t at, const Scored& other, std::string* out) const {
  const Shared shared = SharedBy(place, other.number);
  std::vector<std::string> names;
  for (const Scored& artist : shared.named) names.push_back(listening_.catalog.artists[artist.number]);
  const std::string reason = fmt::format("you both play {}", Listed(names));
  names.resize(kNamedMax);
  const auto user_id = [&](size_t of) { return fmt::to_string(listening_.listeners[listeners_[of]].user_id); };
  AppendQuotedCsvLine({user_id(place), fmt::to_string(at), user_id(other.number), ScoreText(other.score),
                       fmt::to_string(shared.count), names[0], names[1], names[2], reason},
                      out);
}

void AlikeListeners::AddGroups(size_t begin, size_t end, Groups* groups) const {
  SparseSums<Common> sums(size());
  for (size_t place = begin; place < end; ++place) {
    const std::vector<Scored> others = MostAlike(place, kGroupOthers, &sums);
    if (others.size() < kGroupOthers) continue;
    std::vector<uint32_t> group = {listeners_[place]};
    for (const Scored& other : others) group.push_back(listeners_[other.number]);
    std::sort(group.begin(), group.end());
    groups->insert(std::move(group));
  }
}

}  // namespace earshot
